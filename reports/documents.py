"""Documents: freezing a version, and making its files."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError
from forums.jobs import enqueue
from reports.assembly.assemble import assemble
from reports.exceptions import UnchangedDocumentError
from reports.models import Chapter, Document, DocumentVersion, Rendering


@transaction.atomic
def assemble_document(
    document: Document,
    *,
    by: Any = None,
    stage: str = DocumentVersion.Stage.DRAFT,
    note: str = "",
    today: date | None = None,
) -> DocumentVersion:
    """Freeze the document as its records stand as the next version, and queue its files.

    ``today`` is the day as of which titles are told where the document has no date of issue. Raises NotReadyError
    with every chapter that is empty, and UnchangedDocumentError where the version would equal the last one.
    """
    # Two people assembling in the same second make two versions in a row, never the same number twice.
    document = Document.objects.select_for_update(of=("self",)).select_related("edition__forum").get(pk=document.pk)
    chapters = list(document.chapters.all())
    paper = assemble(document, chapters, stage=stage, today=today or timezone.localdate())
    content, digest = paper.to_json(), paper.digest
    last = document.versions.order_by("-version").defer("content").first()
    if last and last.digest == digest:
        raise UnchangedDocumentError(last)
    version = DocumentVersion(
        document=document,
        version=last.version + 1 if last else 1,
        content=content,
        digest=digest,
        stage=stage,
        note=note,
        by=by,
    )
    version.full_clean()
    version.save()
    Chapter.objects.bulk_update(chapters, ["generated"])
    for format_ in Rendering.Format.values:
        rendering = Rendering(version=version, format=format_)
        rendering.save()
        enqueue(rendering)
    return version


@transaction.atomic
def render_again(rendering: Rendering) -> None:
    """Queue a rendering that failed, was cancelled or is done once more, from the same frozen content.

    Raises DomainError while it is queued or running.
    """
    if not rendering.requeue():
        raise DomainError(f"{rendering} is {rendering.get_status_display()} already; wait until it is over.")
    enqueue(rendering)
