"""The main job in one go, and again."""

import re

import pytest
from django.apps import apps
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command

from forums.exceptions import DomainError
from forums.models import AgendaRelease
from reports import demo
from reports.models import DocumentVersion, Rendering

# What the databases do with the sample, the tests of loading and assembling hold.
pytestmark = [pytest.mark.django_db, pytest.mark.office]


@pytest.fixture(autouse=True)
def files(monkeypatch, tmp_path):
    """The folder in which the documents of a test lie."""
    folder = tmp_path / "documents"
    monkeypatch.setattr(Rendering._meta.get_field("file"), "storage", FileSystemStorage(folder))
    return folder


def everything():
    """How many rows each table has."""
    models = [
        model
        for label in ("forums", "speakers", "reports", "auth")
        for model in apps.get_app_config(label).get_models()
    ]
    return {model.__name__: model.objects.count() for model in models}


def test_the_demo_makes_everything_once(capsys, files):
    call_command("demo")
    first = capsys.readouterr().out
    rows = everything()
    written = {path: path.stat().st_mtime_ns for path in files.rglob("*") if path.is_file()}

    call_command("demo")
    again = capsys.readouterr().out
    assert everything() == rows
    assert {path: path.stat().st_mtime_ns for path in files.rglob("*") if path.is_file()} == written

    table = [line.split(None, 1) for line in first.splitlines() if line.strip()]
    assert [row[0] for row in table] == [
        "loaded", *["published"] * 4, "assembled",
        *["rendered", "sha256", "open"] * 5,
        "sign", "next",
    ]  # fmt: skip
    rendering = Rendering.objects.get(format="pdf")
    version = DocumentVersion.objects.with_status().get()
    assert (version.status, version.document.key) == ("ready", "outcome-document-2022")
    assert table[0][1].startswith("7 editions, 20 sessions, 96 people, 168 organizations, 94 interventions, ")
    assert table[5][1].startswith(f"{version}, {version.digest[:16]}, ")
    assert table[6][1] == f"PDF, {rendering.pages} pages, {rendering.bytes:,} bytes, {rendering.seconds:.2f} s"
    assert (table[7][1], table[8][1]) == (rendering.sha256, rendering.file.path)
    assert sorted(AgendaRelease.objects.values_list("edition__slug", "version")) == [
        ("iaicgf-2021", 1),
        ("iaicgf-2022", 1),
        ("igf-2021", 1),
        ("wic-sc-ai-2025-06", 1),
    ]
    # The password is shown once.
    assert re.search(r"sign in +organizer, password \S{12,}$", first, re.MULTILINE)
    assert "sign in    organizer, with the password shown the first time" in again

    def lasting(text):
        return [re.sub(r"[\d.]+ s$", "", line) for line in text.splitlines() if "sign in" not in line]

    assert lasting(again) == lasting(first)


def test_a_step_that_cannot_be_done_ends_the_demo_in_words(monkeypatch):
    def refuse(_folder):
        raise DomainError("There is no folder.")

    monkeypatch.setattr(demo, "load_records", refuse)
    with pytest.raises(CommandError, match=r"^There is no folder\.$"):
        call_command("demo")
