"""Everything that people wrote for an edition and that its documents may print, text by text."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from modeltranslation.utils import build_localized_fieldname

from forums.languages import texts
from forums.models import Edition, Forum, Session
from reports.models import CallToAction, Chapter, Intervention, OutcomePoint, OwnParagraph, Takeaway

# Which texts of which records may cite.
CITING: dict[type[models.Model], tuple[str, ...]] = {
    Intervention: ("text",),
    Takeaway: ("text",),
    CallToAction: ("text",),
    OutcomePoint: ("text", "dissent"),
    Session: ("description",),
    Edition: ("next_step",),
    Forum: ("purpose",),
    Chapter: ("override",),
    OwnParagraph: ("text",),
}


@dataclass(frozen=True, slots=True)
class Citable:
    """One text of a record in one language: the record, the column it stands in, and how people call the place."""

    record: models.Model
    column: str
    language: str
    text: str
    place: str


def citable_texts(edition: Edition) -> Iterator[Citable]:
    """Summaries, takeaways, calls, outcome points, descriptions, next step, purpose, and chapters of own text.

    Withdrawn contributions are left out. Eight queries, whatever their number.
    """
    own = {"report__session__edition": edition}
    said = Intervention.objects.filter(**own).exclude(clearance=Intervention.Clearance.WITHDRAWN)
    said = said.select_related("report__session", "credit__card", "credit__seat_of")
    for row in said.order_by("report__session", "position", "pk"):
        yield from _each(row, f"{row.report.session}, {row.credit or row.collective}")
    for takeaway in Takeaway.objects.filter(**own).select_related("report__session"):
        yield from _each(takeaway, f"{takeaway.report.session}, takeaway")
    for call in CallToAction.objects.filter(**own).select_related("report__session"):
        yield from _each(call, f"{call.report.session}, call to action")
    for point in OutcomePoint.objects.filter(outcome__edition=edition).select_related("outcome"):
        yield from _each(point, f"Outcome “{point.outcome}”")
    for session in Session.objects.filter(edition=edition).order_by("starts_at", "position", "pk"):
        yield from _each(session, f"{session}, description")
    yield from _each(edition, "Next step")
    yield from _each(edition.forum, "Purpose of the forum")
    chapters = Chapter.objects.filter(document__edition=edition).exclude(override="")
    for chapter in chapters.select_related("document__edition__forum"):
        yield Citable(
            chapter, "override", chapter.document.language, chapter.override, f"{chapter.document}, {chapter}"
        )
    own_paragraphs = OwnParagraph.objects.filter(document__edition=edition)
    for part in own_paragraphs.select_related("document__edition__forum"):
        yield Citable(part, "text", part.document.language, part.text, f"{part.document}, {part.anchor}")


def _each(record: models.Model, place: str) -> Iterator[Citable]:
    for field in CITING[type(record)]:
        for language, text in texts(record, field).items():
            yield Citable(record, build_localized_fieldname(field, language), language, text, place)
