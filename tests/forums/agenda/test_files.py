"""The files that a web server hands out: what is in them, and whose they are when things go wrong."""

import gzip
from collections import defaultdict
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from forums.agenda.files import take_down_all, write_files
from forums.agenda.release import publish_agenda
from forums.jobs import run
from forums.models import AgendaFiles, Session
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PUBLISHED_DIR = tmp_path
    return tmp_path


@pytest.fixture
def edition():
    """An edition in two languages, ready to be published."""
    return SessionFactory(
        edition__held=True,
        edition__languages=["zh-hans", "en"],
        starts_at="2022-12-12T09:00Z",
        ends_at="2022-12-12T10:00Z",
    ).edition


def publish(edition, title):
    edition.sessions.update(title_en=title)
    return publish_agenda(edition)


def shown(edition, folder: Path) -> str | None:
    """The folder of the release that is up."""
    link = folder / edition.slug / "current"
    return str(link.readlink()) if link.is_symlink() else None


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_what_the_api_answers_plain_and_packed(client, edition, folder):
    release = publish(edition, "Opening")
    written = write_files(release)
    current = folder / edition.slug / "current"
    files = sorted(path for path in current.rglob("*") if path.is_file() and not path.parent.is_symlink())
    assert written == (len(files), sum(path.stat().st_size for path in files))
    plain = [path for path in files if path.suffix != ".gz"]
    assert [path.with_name(f"{path.name}.gz") for path in plain] == [path for path in files if path.suffix == ".gz"]
    for path in plain:
        language, _, name = str(path.relative_to(current)).partition("/")
        address = f"/api/v1/editions/{edition.slug}/{'agenda/' if name == 'agenda.json' else name}"
        for encoding, file in [("identity", path), ("gzip", path.with_name(f"{path.name}.gz"))]:
            response = client.get(address, {"lang": language}, headers={"Accept-Encoding": encoding})
            assert (response.status_code, response.content) == (200, file.read_bytes()), path
            assert file.stat().st_mtime == pytest.approx(release.at.timestamp())
        assert gzip.decompress(file.read_bytes()) == path.read_bytes()
    assert {str(path.relative_to(current)) for path in plain} >= {"en/agenda.json", "zh-hans/days/2022-12-12.ics"}


def test_readers_who_name_no_language_find_the_editions_first(edition, folder):
    write_files(publish(edition, "Opening"))
    current = folder / edition.slug / "current"
    assert names(current) == ["default-zh-hans", "en", "zh-hans"]
    assert (current / "default-zh-hans").readlink() == Path("zh-hans")


def test_a_publish_takes_the_files_down_and_the_job_puts_the_new_ones_up(edition, folder):
    first = publish(edition, "Opening")
    assert shown(edition, folder) is None
    run(AgendaFiles, first.files.pk)
    old = shown(edition, folder)
    second = publish(edition, "Grand opening")
    assert (old[:2], shown(edition, folder)) == ("1-", None)
    run(AgendaFiles, second.files.pk)
    files = AgendaFiles.objects.get(release=second)
    new = shown(edition, folder)
    assert (new[:2], files.status) == ("2-", "done")
    count = sum(not path.parent.is_symlink() for path in (folder / edition.slug / new).rglob("*.*"))
    assert files.count == count
    assert b"Grand opening" in (folder / edition.slug / "current" / "en" / "agenda.json").read_bytes()
    assert names(folder / edition.slug) == [new, "current"]


def test_files_of_an_earlier_release_are_never_put_up(edition, folder):
    first = publish(edition, "Opening")
    second = publish(edition, "Grand opening")
    # The job of the first comes late, before and after that of the second.
    assert write_files(first) == (0, 0)
    assert shown(edition, folder) is None
    write_files(second)
    up = shown(edition, folder)
    assert (write_files(first), shown(edition, folder)) == ((0, 0), up)
    assert AgendaFiles.objects.count() == 2


def test_a_publish_that_is_undone_leaves_the_last_release_as_it_was(client, edition, folder):
    address = f"/api/v1/editions/{edition.slug}/agenda/"
    release = publish(edition, "Opening")
    write_files(release)
    before = client.get(address)
    with transaction.atomic():
        publish(edition, "Grand opening")
        transaction.set_rollback(True)
    after = client.get(address)
    assert (after.content, after.headers) == (before.content, before.headers)
    # The files are down, which costs time and is never wrong; the command brings them back.
    assert shown(edition, folder) is None
    call_command("write_files", verbosity=0)
    assert (folder / edition.slug / "current" / "zh-hans" / "agenda.json").read_bytes() == before.content


def test_what_a_killed_writer_left_is_removed(edition, folder):
    home = folder / edition.slug
    (home / "1-killed" / "en").mkdir(parents=True)
    (home / ".1-killed").symlink_to("1-killed")
    (home / "12-later").mkdir()
    (home / "kept-by-hand").mkdir()
    write_files(publish(edition, "Opening"))
    assert names(home) == sorted([shown(edition, folder), "12-later", "current", "kept-by-hand"])


def test_a_disk_that_takes_no_files_fails_the_job_and_nothing_else(client, edition, folder):
    (folder / edition.slug).write_text("no folder")
    release = publish(edition, "Opening")
    run(AgendaFiles, release.files.pk)
    release.files.refresh_from_db()
    reason = f"FileExistsError: [Errno 17] File exists: '{folder / edition.slug}'"
    assert (release.files.status, release.files.error) == ("failed", f"Unexpected error, see the log: {reason}")
    assert client.get(f"/api/v1/editions/{edition.slug}/agenda/").status_code == 200


def test_releases_of_one_second_are_told_apart_by_time(client, edition, folder):
    times, tags = [], []
    for title in ("One", "Two", "Six"):
        write_files(publish(edition, title))
        file = folder / edition.slug / "current" / "en" / "agenda.ics"
        times.append(int(file.stat().st_mtime))
        tags.append(client.get(f"/api/v1/editions/{edition.slug}/agenda.ics")["ETag"])
    assert (len(set(times)), len(set(tags))) == (3, 3)


def test_languages_of_one_address_are_told_apart_by_size(folder):
    edition = SessionFactory(edition__held=True, edition__languages=["en", "fr", "es", "ru", "ar"]).edition
    write_files(publish(edition, "Opening"))
    sizes = defaultdict(list)
    current = folder / edition.slug / "current"
    for path in current.rglob("*.*"):
        if not path.parent.is_symlink():
            name = str(path.relative_to(current)).partition("/")[2]
            sizes[name.removesuffix(".gz")].append(path.stat().st_size)
    # A web server's ETags are time and size; what would have the same is not written, and Django answers.
    assert [name for name, found in sizes.items() if len(set(found)) != len(found)] == []
    assert any(len(found) < 10 for found in sizes.values())


def test_files_of_a_database_that_was_replaced_are_taken_down(edition, folder):
    write_files(publish(edition, "Opening"))
    Session.objects.all().delete()
    (folder / "gone").mkdir()
    (folder / "gone" / "current").symlink_to("3-before")
    (folder / "empty").mkdir()
    (folder / "note.txt").write_text("not ours")
    take_down_all()
    assert [path for path in folder.rglob("current") if path.is_symlink()] == []
