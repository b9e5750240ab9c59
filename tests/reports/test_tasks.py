"""Rendering as a job: a file with its numbers, or the reason why there is none."""

import time
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from forums.exceptions import DomainError
from forums.jobs import run, work_off
from forums.storage import WholeFileStorage
from reports.documents import assemble_document, cancel_rendering, render_again
from reports.models import Chapter, DocumentVersion, Rendering
from reports.paper.content import Paragraph, Run, from_json
from reports.tasks import render
from tests import factories
from tests.disk import room

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(monkeypatch, tmp_path):
    """The folder in which the documents of a test lie."""
    folder = tmp_path / "documents"
    monkeypatch.setattr(Rendering._meta.get_field("file"), "storage", WholeFileStorage(folder))
    return folder


@pytest.fixture
def document():
    """A document of one chapter, the next step."""
    chapter = factories.ChapterFactory(
        kind=Chapter.Kind.NEXT_STEP, override="", document__key="paper", document__edition__next_step="Again."
    )
    return chapter.document


def stored(files):
    return [path.relative_to(files).as_posix() for path in sorted(files.rglob("*")) if path.is_file()]


def test_an_assembled_document_is_rendered_as_soon_as_it_is_committed(
    document, django_capture_on_commit_callbacks, files
):
    with django_capture_on_commit_callbacks(execute=True):
        version = assemble_document(document)
    # One job a format.
    assert work_off() == 5
    rendering = version.renderings.get(format="pdf")
    with rendering.file.open() as file:
        data = file.read()
    assert data.startswith(b"%PDF-1.7")
    assert (rendering.status, rendering.attempts, rendering.error) == ("done", 1, "")
    assert (rendering.sha256, rendering.bytes) == (sha256(data).hexdigest(), len(data))
    assert rendering.pages == len(PdfReader(BytesIO(data)).pages)
    assert 0 < rendering.seconds < 60
    assert rendering.engine.startswith("plenary-pdf design ")
    assert rendering.file.name == f"paper/v1-{rendering.sha256[:16]}.pdf"
    assert stored(files) == sorted(it.file.name for it in version.renderings.all())
    assert [(it.format, it.pages) for it in version.renderings.all()] == [
        ("docx", None), ("epub", None), ("html", None), ("json", None), ("pdf", rendering.pages),
    ]  # fmt: skip
    assert DocumentVersion.objects.with_status().get().status == "ready"
    assert work_off() == 0


def test_rendering_again_gives_the_same_file(document, files):
    rendering = assemble_document(document).renderings.get(format="pdf")
    found = []
    for _ in range(2):
        run(Rendering, rendering.pk)
        rendering.refresh_from_db()
        found.append((rendering.status, rendering.sha256, rendering.bytes, rendering.pages, stored(files)))
        render_again(rendering)
    assert found[0] == found[1]
    assert found[0][0] == "done"


def test_a_character_without_a_font_is_named_and_mended_in_the_next_version(document):
    edition = document.edition
    edition.next_step = "See you 🎉 soon."
    edition.save()
    first = assemble_document(document).renderings.get(format="pdf")
    work_off()
    first.refresh_from_db()
    reason = (
        "No font of the document has “🎉” (U+1F389 PARTY POPPER). Replace or remove it in: "
        "next-step/1 (“See you 🎉 soon.”)."
    )
    assert (first.status, first.error, first.file.name, first.sha256) == ("failed", reason, "", "")
    version = DocumentVersion.objects.with_status().get()
    assert (version.status, version.error) == ("failed", reason)

    # A version is frozen: rendered again, it fails again.
    render_again(first)
    work_off()
    first.refresh_from_db()
    assert (first.status, first.error, first.attempts) == ("failed", reason, 1)

    edition.next_step = "See you soon."
    edition.save()
    second = assemble_document(document)
    work_off()
    assert {it.version: it.status for it in DocumentVersion.objects.with_status()} == {1: "failed", 2: "ready"}
    assert second.renderings.get(format="pdf").error == ""


def test_a_render_that_takes_too_long_is_stopped_with_a_reason(document, settings, files):
    settings.RENDER_LIMIT_SECONDS = 0.001
    rendering = assemble_document(document).renderings.get(format="pdf")
    run(Rendering, rendering.pk)
    rendering.refresh_from_db()
    assert rendering.status == "failed"
    assert rendering.error == (
        "The PDF was not ready after 0.001 seconds and was stopped. Split what is very long; the longest texts are "
        "next-step (12 characters), next-step/1 (6 characters), or ask the administrator for a longer time limit."
    )
    assert stored(files) == []

    settings.RENDER_LIMIT_SECONDS = 60
    render_again(rendering)
    work_off()
    rendering.refresh_from_db()
    assert (rendering.status, rendering.error) == ("done", "")


def test_a_full_disk_is_told_and_leaves_no_half_of_a_file(document, files):
    rendering = assemble_document(document).renderings.get(format="html")
    with room(100):
        run(Rendering, rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.status, rendering.file.name, rendering.sha256) == ("failed", "", "")
    assert rendering.error == (
        "The file could not be stored: File too large. Make room on the disk, then render it again."
    )
    assert stored(files) == []

    render_again(rendering)
    run(Rendering, rendering.pk)
    rendering.refresh_from_db()
    assert (rendering.status, stored(files)) == ("done", [rendering.file.name])


def test_a_compile_that_nobody_wants_any_more_is_ended_and_records_nothing(document, files):
    paper = from_json(assemble_document(document).content)
    [chapter] = paper.chapters
    long = replace(chapter, blocks=tuple(Paragraph(f"p/{number}", (Run("word " * 100),)) for number in range(4000)))
    rendering = factories.RenderingFactory(version__content=replace(paper, chapters=(long,)).to_json())
    late = Rendering.objects.claim(rendering.pk)
    cancel_rendering(rendering)
    # Taken up by another one meanwhile, whose first attempt it is as well.
    render_again(rendering)
    own = Rendering.objects.claim(rendering.pk)
    began = time.monotonic()
    render(late)
    assert time.monotonic() - began < 3
    own.refresh_from_db()
    assert (own.status, own.attempts, own.file.name, stored(files)) == ("running", 1, "", [])


def test_missing_fonts_are_told_in_words(document, settings, tmp_path):
    settings.FONTS_DIR = tmp_path
    rendering = assemble_document(document).renderings.get(format="pdf")
    work_off()
    rendering.refresh_from_db()
    assert rendering.status == "failed"
    assert rendering.error.startswith("The fonts are not installed (")
    assert rendering.error.endswith("). Ask the administrator to run make setup.")


def test_a_version_that_is_no_paper_fails_loudly_and_alone(document):
    broken = factories.RenderingFactory(version__content="[]")
    sound = assemble_document(document).renderings.get(format="pdf")
    assert work_off() == 6
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.status, sound.status) == ("failed", "done")
    assert broken.error


def test_an_attempt_that_lost_its_job_changes_nothing(document):
    rendering = assemble_document(document).renderings.get(format="pdf")
    late = Rendering.objects.claim(rendering.pk)
    Rendering.objects.update(status=Rendering.Status.CANCELLED)
    render(late)
    rendering.refresh_from_db()
    assert (rendering.status, rendering.file.name, rendering.sha256) == ("cancelled", "", "")


def test_the_command_renders_the_newest_version_here_and_now(document, capsys, files):
    assemble_document(document)
    document.edition.next_step = "Never."
    document.edition.save()
    newest = assemble_document(document)
    for _ in range(2):
        call_command("render", "paper")
        made = newest.renderings.all()
        assert capsys.readouterr().out.splitlines() == [f"{it}: done {it.sha256}" for it in made]
        assert stored(files) == sorted(it.file.name for it in made)


def test_the_command_says_why_there_is_no_file(document, capsys, settings, tmp_path):
    settings.FONTS_DIR = tmp_path
    rendering = assemble_document(document).renderings.get(format="pdf")
    with pytest.raises(CommandError, match=r"^Not everything could be rendered\.$"):
        call_command("render", "paper")
    rendering.refresh_from_db()
    assert capsys.readouterr().out.splitlines()[-1] == f"{rendering}: failed  {rendering.error}"


def test_what_was_called_off_records_nothing_and_is_rendered_again(document, files):
    rendering = assemble_document(document).renderings.get(format="html")
    late = Rendering.objects.claim(rendering.pk)
    cancel_rendering(rendering)
    render(late)
    rendering.refresh_from_db()
    assert (rendering.status, rendering.sha256) == ("cancelled", "")
    with pytest.raises(DomainError, match=r" is cancelled: there is nothing to cancel\.$"):
        cancel_rendering(rendering)
    render_again(rendering)
    run(Rendering, rendering.pk)
    rendering.refresh_from_db()
    assert rendering.status == "done"


def test_the_command_leaves_alone_what_a_worker_has(document):
    rendering = assemble_document(document).renderings.get(format="pdf")
    Rendering.objects.claim(rendering.pk)
    with pytest.raises(CommandError, match=r" is running already; wait until it is over\.$"):
        call_command("render", "paper")


def test_the_command_knows_no_other_documents(document):
    with pytest.raises(CommandError, match=r"^There is no document “paper” that was assembled\.$"):
        call_command("render", "paper")
