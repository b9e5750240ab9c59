"""How the clearance of an edition stands: what prints of each person, what they said of it, and what is still open.

One language is cleared, that of the document; its translations follow it. What was answered holds only as long as
exactly that prints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from forums.languages import DEFAULT
from forums.models import Edition, Organization, SpeakerCard
from reports.assembly.quotes import Quote, quotes
from reports.assembly.sources import read_sources
from reports.assembly.wordings import wording_in
from reports.models import Chapter, Clearance, ClearanceItem, Document, Intervention
from reports.paper.content import section_from_json
from reports.paper.quotes import lines
from speakers.mails import day_in
from speakers.models import Person, Registration

Answer, Decision = ClearanceItem.Answer, ClearanceItem.Decision
# States of a contribution that was cleared otherwise than by a link: it came with the records.
_CLEARED_BEFORE = (
    Intervention.Clearance.APPROVED,
    Intervention.Clearance.CORRECTED,
    Intervention.Clearance.LAPSED,
)


@dataclass(frozen=True, slots=True)
class Whose:
    """Who is asked about a contribution: a person on file, an office, or a speaker known by the programme alone."""

    person: Person | None = None
    organization: Organization | None = None
    card: SpeakerCard | None = None

    def owns(self, clearance: Clearance) -> bool:
        """Whether this clearance asks them."""
        keys = (clearance.person_id, clearance.organization_id, clearance.card_id)
        return keys == tuple(row.pk if row else None for row in (self.person, self.organization, self.card))

    def __str__(self) -> str:
        return str(self.person or self.organization or self.card)


@dataclass(frozen=True)
class Standing:
    """How one contribution stands; ``item`` is what was last asked about it, None if nothing was."""

    quote: Quote
    whose: Whose
    item: ClearanceItem | None

    @property
    def name(self) -> str:
        """Who is named in it, and in which session."""
        credit = self.quote.row.credit
        who = credit.card or credit.seat_of if credit else ""
        return f"{who}, “{self.quote.section.title}”"

    @property
    def is_stale(self) -> bool:
        """Whether something else prints than what was shown to them."""
        return self.item is not None and self.item.digest != self.quote.digest

    @property
    def must_be_asked(self) -> bool:
        """Whether a new question is due: never asked, or something else prints than they answered about."""
        if self.item is None:
            return self.quote.row.clearance not in _CLEARED_BEFORE
        if self.item.is_open or self.is_undecided:
            return False
        # Printed again although they withdrew it: the office has put it back.
        return self.is_stale or self.item.answer == Answer.WITHDRAWN

    @property
    def is_undecided(self) -> bool:
        """Whether they ask for a correction that the office has not decided about."""
        return self.item is not None and self.item.answer == Answer.CORRECTED and not self.item.decision

    @cached_property
    def objection(self) -> str:
        """Why this may not print in a final document; empty if it may."""
        item = self.item
        if item is None:
            return "they have not been asked." if self.must_be_asked else ""
        if item.is_open:
            return self._waits(item)
        card = self.quote.row.credit.card if self.quote.row.credit else None
        silent = item.answer == Answer.LAPSED and not item.decision
        reasons = {
            "they ask for a correction; take it over, or say why not.": self.is_undecided,
            "they withdrew it, and it prints again; prepare the clearances, and ask again.": (
                item.answer == Answer.WITHDRAWN
            ),
            "what prints is not what they were shown; prepare the clearances, and ask again.": self.is_stale,
            "they are not in the published programme, so silence is not enough; ask again, or settle it.": (
                silent and card is not None and not card.published
            ),
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    def _waits(self, item: ClearanceItem) -> str:
        clearance = item.clearance
        if item.decision == Decision.REFUSED:
            return "they object: their correction was refused, and they have not agreed since."
        if not clearance.address:
            return "there is nobody to ask; give an e-mail address, or settle it."
        if clearance.status == Clearance.Status.DRAFT or clearance.deadline is None:
            return "the request has not been sent."
        day = day_in(clearance.deadline.astimezone(ZoneInfo(clearance.edition.timezone)).date(), DEFAULT)
        if clearance.deadline > timezone.now():
            return f"they have until {day} to answer."
        return f"their time was over on {day}, but the request has not reached them; look at its mail."


def cleared_document(edition: Edition) -> Document:
    """The document whose summaries are cleared: the edition's first that is no translation; a plain one if none is."""
    summaries = Q(chapters__kind=Chapter.Kind.SUMMARIES)
    found = edition.documents.filter(summaries, original=None).order_by("pk").first()
    document = found or Document(edition=edition, language=DEFAULT)
    document.edition = edition
    return document


def read_standings(
    edition: Edition, document: Document | None = None, *, items: Mapping[int, ClearanceItem] | None = None
) -> list[Standing]:
    """Every contribution that prints under a name or for an office, in the order of the programme.

    A number of queries that does not grow with them. ``document`` is what it prints in, unless the one cleared;
    ``items`` are the `latest_items`, where they were read already.
    """
    document = document or cleared_document(edition)
    sources = read_sources(document, today=timezone.localdate())
    own = {row.anchor: row.text for row in document.own_paragraphs.all()} if document.pk else {}
    found = quotes(sources, wording_in(document.language), own)
    persons = _persons(found)
    items = latest_items(edition) if items is None else items
    standings = []
    for quote in found:
        credit = quote.row.credit
        card, seat = (credit.card, credit.seat_of) if credit else (None, None)
        person = persons.get(card.pk) if card else None
        whose = Whose(person, None if card else seat, None if person else card)
        item = items.get(quote.row.pk)
        # Asked of somebody else: the contribution was given to another speaker since.
        standings.append(Standing(quote, whose, item if item and whose.owns(item.clearance) else None))
    return standings


def latest_items(edition: Edition) -> dict[int, ClearanceItem]:
    """What was last asked about each contribution, by its key; what was taken back does not count. One query."""
    rows = ClearanceItem.objects.filter(clearance__edition=edition).exclude(clearance__status=Clearance.Status.REVOKED)
    related = rows.select_related(
        "clearance__edition",
        "clearance__person",
        "clearance__organization",
        "clearance__card",
        "intervention__report__session",
    )
    return {item.intervention_id: item for item in related.order_by("pk")}


def shown_text(item: ClearanceItem) -> str:
    """What was shown, as plain text; empty where it was erased with all that was private."""
    return "\n".join(lines(section_from_json(item.shown).blocks)) if item.shown else ""


def unsettled(edition: Edition, document: Document | None = None) -> list[str]:
    """Every reason why what people said may not print in a final document: who, in which session, and why."""
    return [f"{it.name}: {it.objection}" for it in read_standings(edition, document) if it.objection]


def _persons(found: Iterable[Quote]) -> dict[int, Person]:
    """The persons behind the cards, by the card's key."""
    cards = {quote.row.credit.card_id for quote in found if quote.row.credit}
    rows = Registration.objects.filter(card__in=cards - {None}).select_related("person")
    return {row.card_id: row.person for row in rows if row.card_id}
