"""Everything a document is made of, read once: the number of queries does not grow with the records."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from forums.models import Credit, Edition, Figure, Organization, Partnership, Session, SpeakerCard
from reports.models import Delivery, Document, Intervention, Outcome, OutcomePoint
from reports.regime import rule_of
from speakers.billing import held_by
from speakers.models import Consent, Registration
from speakers.titles import Held


@dataclass(frozen=True, slots=True)
class Guest:
    """A featured guest: the card of the edition, and every appointment for what became of them since."""

    card: SpeakerCard
    held: list[Held]


# Who let their summary print lets themselves be named.
_CLEARED = (Intervention.Clearance.APPROVED, Intervention.Clearance.CORRECTED)


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
    cancelled: list[Session] = field(default_factory=list)
    interventions: dict[int, list[Intervention]] = field(default_factory=lambda: defaultdict(list))
    outcomes: list[Outcome] = field(default_factory=list)
    points: dict[tuple[int, int | None], list[OutcomePoint]] = field(default_factory=lambda: defaultdict(list))
    evidence: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def language(self) -> str:
        return self.document.language

    def with_role(self, edition: Edition, role: str) -> list[Organization]:
        """The edition's organizations in one role, in protocol order."""
        return [row.organization for row in self.partners[edition.pk] if row.role == role]

    def sessions(self, whole: Session | None = None) -> Iterator[Session]:
        """Every session that the document is about, in the order of the programme, each with its whole joined."""
        for session in self.parts[whole.pk if whole else None]:
            if whole:
                session.parent = whole
            yield session
            yield from self.sessions(session)

    @cached_property
    def appearances(self) -> dict[int, list[Credit]]:
        """Who took part in each session, as far as that may be printed: one query, where a chapter asks for it.

        Whoever did not come is left out, and so is who agreed neither to the programme nor to their summary; where
        the attribution regime names nobody, everybody is. A seat without a name is that of its organization.
        """
        cleared = {
            row.credit.card_id
            for rows in self.interventions.values()
            for row in rows
            if row.credit is not None and row.clearance in _CLEARED
        }
        named = [session.pk for session in self.sessions() if rule_of(session) is None]
        rows = Credit.objects.standing().filter(session__in=named)
        rows = rows.select_related("card__organization", "seat_of", "reader", "replaces__card")
        found: dict[int, list[Credit]] = defaultdict(list)
        for row in rows.order_by("session", "position", "id"):
            if row.card is None or row.card.published or row.card_id in cleared:
                found[row.session_id].append(row)
        return found


def read_sources(document: Document, *, today: date) -> Sources:
    """Read the document's records: twelve queries, whatever their number.

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
    for session in Session.objects.printable().filter(edition=edition).select_related("room").in_order():
        if session.status == Session.Status.CANCELLED:
            sources.cancelled.append(session)
        else:
            sources.parts[session.parent_id].append(session)
    said = Intervention.objects.filter(report__session__edition=edition)
    interventions = (
        said.exclude(clearance=Intervention.Clearance.WITHDRAWN)
        .exclude(_consent_withdrawn(edition))
        .select_related("report", "credit__card__organization", "credit__seat_of")
    )
    for intervention in interventions.order_by("position", "id"):
        sources.interventions[intervention.report.session_id].append(intervention)
    if document.session_id is not None:
        _narrow(sources, document.session_id)
    sources.outcomes = list(edition.outcomes.all())
    for point in OutcomePoint.objects.filter(outcome__edition=edition).order_by("position", "id"):
        sources.points[point.outcome_id, point.parent_id].append(point)
    evidence = OutcomePoint.evidence.through.objects.filter(outcomepoint__outcome__edition=edition)
    for point_id, said_id in evidence.values_list("outcomepoint", "intervention"):
        sources.evidence[point_id].add(said_id)
    return sources


def _narrow(sources: Sources, session_id: int) -> None:
    """Keep one session with its parts, and what was said there: it is what the document is about."""
    known = {session.pk: session for rows in sources.parts.values() for session in rows}
    sources.parts[None] = [known[session_id]] if session_id in known else []
    for session in sources.parts[None]:
        session.parent = known.get(session.parent_id or 0, session.parent)
    kept = {session.pk for session in sources.sessions()}
    sources.cancelled = [session for session in sources.cancelled if session.parent_id in kept]
    for other in set(sources.interventions) - kept:
        del sources.interventions[other]


def _consent_withdrawn(edition: Edition) -> Q:
    """Who took back that summaries are published under their name, and did not give it again, has nothing printed."""
    said = Consent.objects.filter(
        Q(edition=edition) | Q(edition=None),
        person__registrations__card=OuterRef("credit__card"),
        purpose=Consent.Purpose.SUMMARY,
    )
    return Q(Exists(said.exclude(withdrawn_at=None))) & ~Q(Exists(said.standing()))


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
