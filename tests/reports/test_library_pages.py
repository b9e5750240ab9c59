"""The library as strangers read it: the list, a document's page, its files."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from forums.agenda.release import publish_agenda
from reports.models import Rendering
from reports.renderers.markup import anchor
from tests import factories
from tests.reports.renderers.papers import HOSTILE

from .issued import issue

pytestmark = [pytest.mark.django_db, pytest.mark.office]


def address(version):
    return f"/{version.document.edition.forum.slug}/documents/"


def told(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_list_has_every_language_and_format(client, django_assert_num_queries):
    final = issue()
    issue(factories.DocumentFactory(edition=final.document.edition, original=final.document, language="ru"))
    # the forum, whether it is public, versions, files, covers
    with django_assert_num_queries(5):
        response = client.get(address(final))
    page = response.content.decode()
    for language in ("en", "ru"):
        for format_ in ("pdf", "json"):
            assert f'href="/documents/T/1.{format_}?lang={language}"' in page
    assert "Trust title" in page
    assert "Русский" in page
    again = client.get(address(final), headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_empty_list_says_what_will_be_there(client):
    edition = factories.EditionFactory(public=True)
    assert "Nothing has been issued yet." in told(client.get(f"/{edition.forum.slug}/documents/"))
    assert "尚未发布" in told(client.get(f"/{edition.forum.slug}/documents/?lang=zh-hans"))


def test_a_forum_that_nobody_may_know_of_is_not_there(client):
    hidden = factories.EditionFactory()
    strange = client.get("/no-such-forum/documents/")
    secret = client.get(f"/{hidden.forum.slug}/documents/")
    assert (strange.status_code, secret.status_code) == (404, 404)
    assert strange.content == secret.content


def test_a_page_has_the_text_with_anchors_and_its_files(client, django_assert_num_queries):
    issue(words="Page")
    # the edition, versions, files, covers, the paper, the press kit
    with django_assert_num_queries(6):
        response = client.get("/documents/T/1/")
    page = response.content.decode()
    assert response["Content-Security-Policy"].find("unsafe") == -1
    assert f'id="{anchor("one/1")}"' in page
    assert 'href="/documents/T/1.pdf?lang=en"' in page
    # Neither a script nor a style of its own: the policy would stop it.
    assert not re.search(r"<style|style=|<script|onload=", page)
    # The covers and the paper are kept.
    with django_assert_num_queries(4):
        assert client.get("/documents/T/1/").content == response.content
    css = client.get("/documents/T/1/look.css")
    assert (css["Content-Type"], css.content[:5]) == ("text/css; charset=utf-8", b":root")


def test_what_people_typed_is_text(client):
    version = issue(words=HOSTILE)
    for page in (client.get("/documents/T/1/"), client.get(address(version))):
        assert b"<script>alert" not in page.content
        assert b"&lt;script&gt;alert" in page.content


def test_a_page_is_read_in_each_of_its_languages(client):
    final = issue()
    other = factories.DocumentFactory(edition=final.document.edition, original=final.document, language="zh-hans")
    issue(other, words="信任")
    english, chinese = client.get("/documents/T/1/"), client.get("/documents/T/1/?lang=zh-hans")
    assert ("Trust title" in told(english), "信任 title" in told(english)) == (True, False)
    assert ("Trust title" in told(chinese), "信任 title" in told(chinese)) == (False, True)
    assert 'href="?lang=zh-hans"' in english.content.decode()
    assert '<html lang="zh-hans">' in chinese.content.decode()
    assert "信任 title" in told(client.get("/documents/T/1/", headers={"accept-language": "zh-CN"}))
    assert client.get("/documents/T/1/?lang=fr").status_code == 404


def test_a_page_says_on_top_what_became_of_it(client):
    final = issue()
    corrected = issue(final.document, stage="corrigendum", symbol="T/1/Corr.1", corrects=final)
    page = told(client.get("/documents/T/1/"))
    assert "Corrected by T/1/Corr.1" in page
    assert "Superseded" not in page
    issue(final.document, stage="revision", symbol="T/1/Rev.1", corrects=final)
    assert "Superseded by T/1/Rev.1" in told(client.get("/documents/T/1/"))
    assert "About T/1" in told(client.get(f"/documents/{corrected.symbol}/"))


@pytest.mark.parametrize(
    ("format_", "media_type", "disposition"),
    [
        ("pdf", "application/pdf", 'inline; filename="T-1-en.pdf"'),
        ("html", "text/html; charset=utf-8", 'attachment; filename="T-1-en.html"'),
        ("epub", "application/epub+zip", 'attachment; filename="T-1-en.epub"'),
        ("json", "application/json", 'attachment; filename="T-1-en.json"'),
    ],
)
def test_a_file_is_served_whole_with_its_digest(client, format_, media_type, disposition):
    version = issue(formats=[format_])
    rendering = version.renderings.get()
    response = client.get(f"/documents/T/1.{format_}")
    assert b"".join(response.streaming_content) == rendering.file.read()
    names = ("Content-Type", "Content-Disposition", "Content-Length", "ETag", "Cache-Control", "X-Content-Type-Options")
    assert [response[name] for name in names] == [
        media_type,
        disposition,
        str(rendering.bytes),
        f'"{rendering.sha256}"',
        "public, no-cache",
        "nosniff",
    ]
    again = client.get(f"/documents/T/1.{format_}", headers={"if-none-match": f'"{rendering.sha256}"'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", f'"{rendering.sha256}"')
    assert client.head(f"/documents/T/1.{format_}")["Content-Length"] == str(rendering.bytes)


def test_the_name_of_a_file_is_safe_whatever_the_symbol(client):
    version = issue(symbol='论坛/2022/"\r1;x', formats=["pdf"])
    response = client.get("/documents/%E8%AE%BA%E5%9D%9B/2022/%22%0D1;x.pdf")
    assert response["Content-Disposition"] == 'inline; filename="2022-1-x-en.pdf"'
    response.close()
    assert version.symbol in client.get(f"{address(version)}").content.decode().replace("&quot;", '"')


def test_half_a_file_and_one_that_is_being_made_are_not_served(client, caplog):
    version = issue()
    pdf = Rendering.objects.get(format="pdf")
    Rendering.objects.filter(pk=pdf.pk).update(bytes=pdf.bytes + 1)
    assert client.get("/documents/T/1.pdf").status_code == 404
    assert f"The file of rendering {pdf.pk} is not there as it was written." in caplog.text
    Rendering.objects.filter(pk=pdf.pk).update(bytes=pdf.bytes, status="queued")
    assert client.get("/documents/T/1.pdf").status_code == 404
    assert "/documents/T/1.pdf" not in client.get(address(version)).content.decode()
    Rendering.objects.filter(pk=pdf.pk).update(status="done")
    pdf.file.storage.delete(pdf.file.name)
    assert client.get("/documents/T/1.pdf").status_code == 404


@pytest.mark.parametrize(
    "path", ["T/2/", "T/1.docx", "T/1.pdf?lang=ru", "T/1.exe", "T/", "t/1/", "T/1%00/", "T/1.pdf/", "T/1/press/"]
)
def test_what_is_not_there_is_told_in_words(client, path):
    issue()
    response = client.get(f"/documents/{path}", follow=True)
    assert response.status_code == 404


def test_a_symbol_with_a_dot_leads_to_its_page(client):
    issue(symbol="T/1/Rev.1", stage="revision")
    assert client.get("/documents/T/1/Rev.1").headers["Location"] == "/documents/T/1/Rev.1/"
    assert client.get("/documents/T/1/Rev.1/").status_code == 200
    assert client.get("/documents/T/1/Rev.1.json").status_code == 200


def test_the_pages_of_the_forum_and_of_the_edition_lead_to_the_library(client):
    version = issue()
    edition = version.document.edition
    times = {"starts_at": "2022-12-09T09:00Z", "ends_at": "2022-12-09T10:00Z"}
    factories.CreditFactory(session=factories.SessionFactory(edition=edition, **times), card__published=True)
    publish_agenda(edition)
    link = f'href="{address(version)}"'
    assert link in client.get("/").content.decode()
    assert link in client.get(f"/{edition.forum.slug}/{edition.slug}/").content.decode()


def test_nobody_is_looked_at_and_nothing_before_its_time_is_shown(client):
    version = issue(public=False)
    version.document.versions.update(published_at=timezone.now() + dt.timedelta(days=1))
    client.force_login(factories.UserFactory(superuser=True))
    for path in ("/", ".pdf", "/look.css", "/press/", "/press.zip"):
        assert client.get(f"/documents/T/1{path}").status_code == 404
    assert "T/1" not in told(client.get(address(version)))
