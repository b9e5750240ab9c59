"""The main job in one go: from the sample's files to a published agenda and a printed outcome document."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from forums.agenda.release import UnchangedError, publish_agenda
from forums.exceptions import DomainError
from forums.jobs import run
from forums.models import AgendaRelease, Edition
from forums.organizers import create_organizer
from reports.documents import assemble_document
from reports.exceptions import UnchangedDocumentError
from reports.models import Document, DocumentVersion, Rendering
from reports.records.load import load_records
from reports.renderers.formats import FORMATS

SAMPLE = Path(__file__).parent / "sample"

Table = list[tuple[str, str]]


def run_demo() -> Table:
    """Load, publish, assemble and render; returns what was made as rows of a table.

    Repeating it makes nothing twice. Raises DomainError where a step cannot be done.
    """
    table: Table = []
    loaded, seconds = _timed(partial(load_records, SAMPLE))
    counts = loaded.new + loaded.changed + loaded.same
    kinds = ("edition", "session", "person", "organization", "intervention", "outcome point", "instrument")
    table.append(("loaded", ", ".join(_plural(counts[kind], kind) for kind in kinds) + f" in {seconds:.1f} s"))
    for edition in Edition.objects.public().filter(sessions__isnull=False).distinct().order_by("starts_on"):
        release, seconds = _timed(partial(_publish, edition))
        table.append(("published", f"{release}, {release.digest[:16]}, {seconds:.2f} s"))
    document = Document.objects.get(key="outcome-document-2022")
    version, seconds = _timed(partial(_assemble, document))
    table.append(("assembled", f"{version}, {version.digest[:16]}, {seconds:.2f} s"))
    for rendering in sorted(version.renderings.all(), key=lambda it: FORMATS.index(it.format)):
        table += _rendered(rendering)
    return table


def organizer_row() -> tuple[str, str]:
    """The sign-in for looking round; its password is generated and shown once."""
    try:
        return "sign in", f"organizer, password {create_organizer('organizer')}"
    except DomainError:
        return "sign in", "organizer, with the password shown the first time (manage.py changepassword organizer)"


def _publish(edition: Edition) -> AgendaRelease:
    try:
        return publish_agenda(edition, note="Sample agenda")
    except UnchangedError as unchanged:
        return unchanged.release


def _assemble(document: Document) -> DocumentVersion:
    try:
        return assemble_document(document, note="Sample document")
    except UnchangedDocumentError as unchanged:
        return unchanged.version


def _rendered(rendering: Rendering) -> Table:
    under_way = {Rendering.Status.QUEUED, Rendering.Status.RUNNING}
    while not run(Rendering, rendering.pk):
        # A worker was faster; its result is as good.
        rendering.refresh_from_db()
        if rendering.status not in under_way:
            break
        time.sleep(0.2)
    rendering.refresh_from_db()
    if rendering.status != Rendering.Status.DONE:
        raise DomainError(f"{rendering}: {rendering.get_status_display()}. {rendering.error}")
    pages = f"{rendering.pages} pages, " if rendering.pages else ""
    size = f"{pages}{rendering.bytes:,} bytes, {rendering.seconds:.2f} s"
    path = Path(rendering.file.path)
    if path.is_relative_to(settings.BASE_DIR):
        path = path.relative_to(settings.BASE_DIR)
    return [
        ("rendered", f"{rendering.get_format_display()}, {size}"),
        ("sha256", rendering.sha256),
        ("open", str(path)),
    ]


def _timed(step: Callable[[], Any]) -> tuple[Any, float]:
    began = time.monotonic()
    result = step()
    return result, time.monotonic() - began


def _plural(count: int, kind: str) -> str:
    return f"{count} {'people' if kind == 'person' else kind + 's'}"
