"""Everything a document is made of, read once: the number of queries does not grow with the records."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from forums.models import Edition, Figure, Organization, Partnership, Session, SpeakerCard
from reports.models import Delivery, Document, Intervention, Outcome, OutcomePoint
from speakers.billing import held_by
from speakers.models import Registration
from speakers.titles import Held


@dataclass(frozen=True, slots=True)
class Guest:
    """A featured guest: the card of the edition, and every appointment for what became of them since."""

    card: SpeakerCard
    held: list[Held]


@dataclass
class Sources:
    """The records of a document's edition, and of the editions before it."""

    document: Document
    edition: Edition
    today: date
    editions: list[Edition] = field(default_factory=list)
    partners: dict[int, list[Partnership]] = field(default_factory=lambda: defaultdict(list))
    figures: dict[int, dict[str, Figure]] = field(default_factory=lambda: defaultdict(dict))
    guests: dict[int, list[Guest]] = field(default_factory=lambda: defaultdict(list))
    deliveries: dict[int, list[Delivery]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[int | None, list[Session]] = field(default_factory=lambda: defaultdict(list))
    interventions: dict[int, list[Intervention]] = field(default_factory=lambda: defaultdict(list))
    outcomes: list[Outcome] = field(default_factory=list)
    points: dict[tuple[int, int | None], list[OutcomePoint]] = field(default_factory=lambda: defaultdict(list))

    @property
    def language(self) -> str:
        return self.document.language

    def with_role(self, edition: Edition, role: str) -> list[Organization]:
        """The edition's organizations in one role, in protocol order."""
        return [row.organization for row in self.partners[edition.pk] if row.role == role]


def read_sources(document: Document, *, today: date) -> Sources:
    """Read the document's records: eleven queries, whatever their number.

    ``today`` is the day as of which titles are told, unless the document has a date of issue.
    """
    edition = document.edition
    sources = Sources(document, edition, document.dated_on or today)
    earlier = Edition.objects.earlier_than(edition).exclude(status=Edition.Status.CANCELLED)
    sources.editions = [*earlier.select_related("forum"), edition]
    wanted = [row.pk for row in sources.editions]
    for partnership in Partnership.objects.filter(edition__in=wanted).select_related("organization"):
        sources.partners[partnership.edition_id].append(partnership)
    for figure in Figure.objects.filter(edition__in=wanted, preferred=True):
        sources.figures[figure.edition_id][figure.kind] = figure
    _read_guests(sources, wanted)
    deliveries = Delivery.objects.filter(document__edition__in=wanted)
    for delivery in deliveries.select_related("document__edition__forum", "recipient"):
        sources.deliveries[delivery.document.edition_id].append(delivery)
    sessions = Session.objects.printable().filter(edition=edition).exclude(status=Session.Status.CANCELLED)
    for session in sessions.in_order():
        sources.parts[session.parent_id].append(session)
    said = Intervention.objects.filter(report__session__edition=edition)
    interventions = said.exclude(clearance=Intervention.Clearance.WITHDRAWN).select_related(
        "report", "credit__card__organization", "credit__seat_of"
    )
    for intervention in interventions.order_by("position", "id"):
        sources.interventions[intervention.report.session_id].append(intervention)
    sources.outcomes = list(edition.outcomes.all())
    for point in OutcomePoint.objects.filter(outcome__edition=edition).order_by("position", "id"):
        sources.points[point.outcome_id, point.parent_id].append(point)
    return sources


def _read_guests(sources: Sources, wanted: list[int]) -> None:
    registrations = (
        Registration.objects.live()
        .filter(edition__in=wanted, card__featured_position__isnull=False, card__published=True)
        .select_related("card", "person")
        .prefetch_related("person__appointments__organization")
        .order_by("card__featured_position")
    )
    for registration in registrations:
        assert registration.card is not None  # noqa: S101 - the filter above
        sources.guests[registration.edition_id].append(Guest(registration.card, held_by(registration.person)))
