"""Press kits: nobody outside reads one before its time, and all of it comes as one file."""

import csv
import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from forums.models import Figure
from reports.models import PressKit
from tests import factories

from .issued import issue
from .test_library_pages import told

pytestmark = [pytest.mark.django_db, pytest.mark.office]

PUBLIC = ("/press/", "/press.zip")


@pytest.fixture
def kit():
    return factories.PressKitFactory(
        version=issue(), headline="It is out", headline_zh_hans="已发布", text="A **big** day.", contact="Ann, 555"
    )


def statuses(client, *more):
    return [client.get(f"/documents/T/1{path}").status_code for path in (*PUBLIC, *more)]


def test_a_kit_without_a_time_is_public_with_its_document(client, kit):
    assert statuses(client) == [200, 200]
    page = client.get("/documents/T/1/press/")
    assert "It is out" in told(page)
    assert "<strong>big</strong>" in page.content.decode()
    assert "已发布" in told(client.get("/documents/T/1/press/?lang=zh-hans"))
    assert 'href="/documents/T/1/press/?lang=en"' in client.get("/documents/T/1/").content.decode()
    kit.version.document.versions.update(published_at=None)
    assert statuses(client) == [404, 404]


def test_an_embargo_ends_to_the_second(client, kit, monkeypatch):
    photo = factories.PressPhotoFactory(kit=kit)
    noon = timezone.now() + dt.timedelta(days=1)
    PressKit.objects.update(embargo_until=noon)
    picture = f"/press/{photo.pk}.jpg"
    assert statuses(client, picture) == [404, 404, 404]
    # The document's own page keeps quiet about it.
    assert "Press kit" not in told(client.get("/documents/T/1/"))
    monkeypatch.setattr(timezone, "now", lambda: noon - dt.timedelta(microseconds=1))
    assert statuses(client, picture) == [404, 404, 404]
    monkeypatch.setattr(timezone, "now", lambda: noon)
    assert statuses(client, picture) == [200, 200, 200]


def test_an_embargo_before_the_publication_opens_nothing(client, kit):
    PressKit.objects.update(embargo_until=timezone.now() - dt.timedelta(days=2))
    kit.version.document.versions.update(published_at=timezone.now() + dt.timedelta(days=2))
    assert statuses(client) == [404, 404]


def archive(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response) if response.streaming else response.content))


def rows(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_zip_has_the_text_the_figures_and_the_photos(client, kit):
    edition = kit.version.document.edition
    factories.FigureFactory(
        edition=edition, kind="speakers", value=100, preferred=True, source='=HYPERLINK("x")', scope="+1"
    )
    factories.FigureFactory(edition=edition, kind="speakers", value=7)
    factories.PressPhotoFactory(kit=kit, caption="../../@evil: The Hall", credit="=cmd|x")
    response = client.get("/documents/T/1/press.zip")
    assert response["Content-Disposition"] == f'attachment; filename="{kit.version.document.key}-press.zip"'
    found = archive(response)
    assert found.namelist() == [
        "release-en.txt", "release-zh-hans.txt", "figures.csv", "photos.csv", "photos/01-evil-the-hall.jpg",
    ]  # fmt: skip
    assert found.read("release-en.txt").decode() == "It is out\n\nA **big** day.\n\nAnn, 555\n"
    assert rows(found.read("figures.csv"))[1:] == [["speakers", "exactly", "100", "'+1", "", "", '\'=HYPERLINK("x")']]
    assert rows(found.read("photos.csv"))[1:] == [["01-evil-the-hall.jpg", "../../@evil: The Hall", "'=cmd|x"]]
    assert found.read("photos/01-evil-the-hall.jpg") == b"\xff\xd8 a photo"
    again = client.get("/documents/T/1/press.zip", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_chosen_figures_are_those_that_are_told(client, kit):
    edition = kit.version.document.edition
    factories.FigureFactory(edition=edition, kind="speakers", value=100, preferred=True)
    chosen = factories.FigureFactory(edition=edition, kind="countries", value=20)
    kit.figures.add(chosen)
    assert [row[2] for row in rows(archive(client.get("/documents/T/1/press.zip")).read("figures.csv"))[1:]] == ["20"]
    page = told(client.get("/documents/T/1/press/"))
    assert ("20" in page, "100" in page) == (True, False)


@pytest.fixture
def office(client):
    client.force_login(factories.UserFactory(superuser=True))
    return client


def test_the_office_looks_at_a_kit_before_its_time(office, kit):
    PressKit.objects.update(embargo_until=dt.datetime(2199, 1, 1, 12, tzinfo=dt.UTC))
    photo = factories.PressPhotoFactory(kit=kit)
    page = office.get(reverse("admin:reports_presskit_preview", args=[kit.pk]))
    assert "EMBARGO: not to be published before 2199-01-01" in told(page)
    assert "no-store" in page["Cache-Control"]
    packed = archive(office.get(reverse("admin:reports_presskit_archive", args=[kit.pk])))
    assert packed.read("release-en.txt").startswith(b"EMBARGO: not to be published before 2199-01-01")
    assert office.get(reverse("admin:reports_presskit_photo", args=[photo.pk])).status_code == 200
    assert office.get(f"/documents/T/1/press/{photo.pk}.jpg").status_code == 404


def test_a_version_leads_to_its_kit_or_to_a_new_one(office, kit):
    other = issue(symbol="T/2")
    ways = [
        office.get(reverse("admin:reports_presskit_of", args=[it.pk])).headers["Location"]
        for it in (kit.version, other)
    ]
    assert ways == [
        reverse("admin:reports_presskit_change", args=[kit.pk]),
        reverse("admin:reports_presskit_add") + f"?version={other.pk}",
    ]
    assert office.get(ways[1]).status_code == 200


def test_only_who_may_see_kits_looks_at_one(client, kit):
    client.force_login(factories.UserFactory(staff=True))
    photo = factories.PressPhotoFactory(kit=kit)
    for name, row in (("preview", kit), ("archive", kit), ("photo", photo)):
        assert client.get(reverse(f"admin:reports_presskit_{name}", args=[row.pk])).status_code == 403


def picture(size=(640, 480), **more):
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif[0x0112] = 6
    Image.new("RGB", size, "#468").save(buffer, "JPEG", exif=exif, **more)
    return SimpleUploadedFile("holiday.jpg", buffer.getvalue())


def test_only_the_pixels_of_a_photo_are_kept(office, kit):
    page = reverse("admin:reports_pressphoto_add")
    values = {"kit": kit.pk, "caption_en": "The hall", "credit": "Ann", "position": 0}
    done = office.post(page, values | {"file": picture()})
    assert done.status_code == 302
    photo = kit.photos.get()
    with photo.file.open() as file:
        data = file.read()
        kept = Image.open(io.BytesIO(data))
        # Upright.
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (480, 640), {})
    assert b"taken at home" not in data
    moving = io.BytesIO()
    Image.new("RGB", (640, 480)).save(moving, "GIF")
    for name, data in (("x.jpg", b"<svg onload=alert(1)>"), ("x.gif", moving.getvalue())):
        refused = office.post(page, values | {"file": SimpleUploadedFile(name, data)})
        assert refused.context["errors"]
    assert kit.photos.count() == 1


def test_figures_of_another_edition_are_refused(office, kit):
    foreign = factories.FigureFactory()
    values = {
        "version": kit.version_id, "headline_en": "x", "text_en": "y", "figures": [foreign.pk],
        "photos-TOTAL_FORMS": 0, "photos-INITIAL_FORMS": 0,
    }  # fmt: skip
    response = office.post(reverse("admin:reports_presskit_change", args=[kit.pk]), values)
    assert "Of another edition:" in response.content.decode()
    assert Figure.objects.get() == foreign


@pytest.mark.parametrize("count", [1, 3])
def test_a_kit_costs_the_same_for_any_number_of_photos(client, kit, django_assert_num_queries, count):
    factories.PressPhotoFactory.create_batch(count, kit=kit)
    for name in ("speakers", "countries", "journalists")[:count]:
        factories.FigureFactory(edition=kit.version.document.edition, kind=name, preferred=True)
    client.get("/documents/T/1/press/")
    # the edition, versions, files; the kit, chosen figures, those that are printed, photos
    with django_assert_num_queries(7):
        client.get("/documents/T/1/press/")
