"""Importing in the office and on the command line."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from forums import uploads
from forums.imports.columns import column_of
from forums.imports.template import COLUMNS, template_csv, template_xlsx
from forums.models import AgendaImport, Session
from tests import factories as make

pytestmark = pytest.mark.django_db
TABLE = "code,title,room\na,Talk,Hall\nb,<img src=x>,\n"
ADD = "admin:forums_agendaimport_add"
HOSTILE = "<img src=x>"


@pytest.fixture
def edition():
    return make.EditionFactory()


@pytest.fixture
def office(client):
    client.force_login(make.UserFactory(superuser=True))
    return client


def send(client, edition, text=TABLE, name="agenda.csv"):
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    data = {"edition": edition.pk, "file": file, "language": "en", "names_speakers": "on"}
    return client.post(reverse(ADD), data)


def press(client, upload, **data):
    return client.post(reverse("admin:forums_agendaimport_apply", args=[upload.pk]), data)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_file_is_looked_at_and_applied(office, edition):
    response = send(office, edition)
    upload = AgendaImport.objects.get()
    assert response.url == reverse("admin:forums_agendaimport_change", args=[upload.pk])
    assert (upload.filename, upload.by.is_superuser, upload.applied_at) == ("agenda.csv", True, None)
    assert not Session.objects.exists()
    page = office.get(response.url).content.decode()
    assert "Nothing has been done yet." in page
    assert HOSTILE not in page
    assert "&lt;img src=x&gt;" in page

    response = press(office, upload)
    assert told(response) == ["Applied: 2 added, 0 changed, 0 left out."]
    assert Session.objects.count() == 2
    page = office.get(response.url).content.decode()
    assert "Applied on" in page
    assert reverse("admin:forums_agendaimport_apply", args=[upload.pk]) not in page
    assert told(press(office, upload)) == [
        "This import was applied before. To bring the file in again, upload it again."
    ]


def test_what_is_refused_must_be_left_out_knowingly(office, edition):
    send(office, edition, TABLE + "c,,Hall\n")
    upload = AgendaImport.objects.get()
    page = office.get(reverse("admin:forums_agendaimport_change", args=[upload.pk])).content.decode()
    assert "It has no title; write one in the column “title”." in page
    assert 'name="without_refused"' in page
    press(office, upload)
    assert not Session.objects.exists()
    press(office, upload, without_refused="on")
    assert Session.objects.count() == 2


def test_an_unreadable_file_is_not_kept(office, edition):
    response = send(office, edition, b"\x89PNG", "agenda.xlsx")
    [[error]] = response.context["errors"]
    assert error.startswith("This is a picture, not an agenda.")
    assert not AgendaImport.objects.exists()


def test_a_file_that_is_too_large_is_never_stored(office, edition, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_UPLOAD", 1024 * 1024)
    response = send(office, edition, b"x" * (1024 * 1024 + 1))
    assert told(response) == ["“agenda.csv” is larger than 1 MB, the most that a file may have. Nothing was saved."]
    assert not AgendaImport.objects.exists()


def test_only_the_beginning_of_many_rows_is_shown(office, edition):
    send(office, edition, "title\n" + "".join(f"Talk {number}\n" for number in range(1003)))
    page = office.get(
        reverse("admin:forums_agendaimport_change", args=[AgendaImport.objects.get().pk])
    ).content.decode()
    assert "And 3 more." in page


def test_an_import_needs_both_permissions(client, edition):
    user = make.UserFactory(staff=True)
    client.force_login(user)
    upload = make.AgendaImportFactory()
    template = reverse("admin:forums_agendaimport_template", args=["csv"])

    def allow(*names):
        user.user_permissions.add(*Permission.objects.filter(codename__in=names))

    for names in ((), ("add_agendaimport", "view_agendaimport")):
        allow(*names)
        assert send(client, edition).status_code == 403
        assert press(client, upload).status_code == 403
        assert client.get(template).status_code == 403
    allow("change_session", "view_edition")
    assert send(client, edition).status_code == 302
    assert client.get(template).status_code == 200
    assert reverse(ADD) in client.get(reverse("admin:forums_edition_change", args=[edition.pk])).content.decode()


def test_strangers_are_sent_to_the_login(client):
    upload = make.AgendaImportFactory()
    pages = [
        reverse("admin:forums_agendaimport_template", args=["csv"]),
        reverse("admin:forums_agendaimport_apply", args=[upload.pk]),
        reverse("admin:forums_agendaimport_file", args=[upload.pk, "file"]),
    ]
    for page in pages:
        assert client.post(page).url == f"{reverse('admin:login')}?next={page}"


def test_the_template_has_columns_that_are_understood(office):
    for kind in ("csv", "xlsx"):
        response = office.get(reverse("admin:forums_agendaimport_template", args=[kind]))
        assert response["Content-Disposition"] == f'attachment; filename="agenda.{kind}"'
    assert office.get(reverse("admin:forums_agendaimport_template", args=["doc"])).status_code == 404
    header = [cell.value for cell in load_workbook(io.BytesIO(template_xlsx())).active[1]]
    assert header == template_csv().decode("utf-8-sig").strip().split(",") == list(COLUMNS)
    assert all(map(column_of, header))


def test_the_command_compares_and_applies(edition, tmp_path, capsys):
    file = tmp_path / "agenda.csv"
    file.write_text(TABLE)
    call_command("import_agenda", edition.slug, str(file))
    assert capsys.readouterr().out == "Would be: 0 refused, 0 changed, 2 new, 0 same, 0 not in the file.\n"
    assert not Session.objects.exists()
    call_command("import_agenda", edition.slug, str(file), "--apply")
    assert capsys.readouterr().out == "Applied: 0 refused, 0 changed, 2 new, 0 same, 0 not in the file.\n"
    assert (Session.objects.count(), AgendaImport.objects.get().filename) == (2, "agenda.csv")


def test_the_command_lists_what_is_refused(edition, tmp_path, capsys):
    file = tmp_path / "agenda.csv"
    file.write_text(TABLE + "c,,\n")
    with pytest.raises(CommandError, match=r"1 refused\."):
        call_command("import_agenda", edition.slug, str(file))
    assert capsys.readouterr().err == "line 4: no title: It has no title; write one in the column “title”.\n"
    with pytest.raises(CommandError, match="1 of its entries are refused"):
        call_command("import_agenda", edition.slug, str(file), "--apply")
    assert not AgendaImport.objects.exists()
    with pytest.raises(CommandError, match=r"1 refused\."):
        call_command("import_agenda", edition.slug, str(file), "--apply", "--without-refused")
    assert Session.objects.count() == 2


@pytest.mark.parametrize(("edition_name", "file_name"), [("nowhere", "agenda.csv"), ("", "missing.csv")])
def test_the_command_says_what_is_wrong(edition, tmp_path, edition_name, file_name):
    (tmp_path / "agenda.csv").write_text(TABLE)
    with pytest.raises(CommandError, match=r"There is no edition nowhere|missing.csv cannot be read"):
        call_command("import_agenda", edition_name or edition.slug, str(tmp_path / file_name))
