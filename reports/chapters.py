"""Which chapters a document has: the usual ones of its kind set in, and their order."""

from django.db import transaction

from forums.exceptions import DomainError
from reports.assembly.kinds import USUAL
from reports.assembly.wordings import wording_in
from reports.models import Chapter, Document


@transaction.atomic
def add_usual_chapters(document: Document) -> list[Chapter]:
    """Add the chapters that a document of the kind has as a rule and this one has not, after those it has.

    A report's framework begins with headings that say what is to be written under them. Raises DomainError where all
    of them are there, and for a translation, which has the chapters of its original.
    """
    # One at a time: two who press the button at once do not add the chapters twice.
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.original_id is not None:
        raise DomainError("A translation has the chapters of its original; add them there.")
    there = list(document.chapters.all())
    kinds = {chapter.kind for chapter in there}
    missing = [Chapter(document=document, kind=kind) for kind in USUAL[document.kind] if kind not in kinds]
    if document.kind == Document.Kind.REPORT_FRAMEWORK and Chapter.Kind.CUSTOM not in kinds:
        headings = wording_in(document.language).FRAMEWORK
        missing += [
            Chapter(document=document, kind=Chapter.Kind.CUSTOM, title=title, override=guidance)
            for title, guidance in headings
        ]
    if not missing:
        raise DomainError("It has all the usual chapters of its kind already.")
    last = max((chapter.position for chapter in there), default=0)
    for position, chapter in enumerate(missing, last + 1):
        chapter.position = position
        chapter.full_clean()
        chapter.save()
    return missing
