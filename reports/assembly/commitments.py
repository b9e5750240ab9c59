"""The chapter of commitments: what became of the calls of earlier editions, and what this one asks of whom."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch

from forums.collation import folded
from forums.languages import text
from forums.models import Edition, Session
from reports.models import CallToAction, CommitmentStep
from reports.paper.content import Paragraph, Run, Runs, Section
from reports.paper.markdown import joined, words

from .runs import flowing, plain
from .sources import Sources
from .wordings.wording import Wording


@dataclass(frozen=True, slots=True)
class Call:
    """A call as the document tells it: where it was first made, and how it stood on the document's day."""

    row: CallToAction
    edition: Edition
    first: Edition
    step: CommitmentStep | None
    addressee: str
    anchor: str

    @property
    def status(self) -> str:
        return self.step.status if self.step else CallToAction.Status.OPEN


def commitments(sources: Sources, wording: Wording, number: str, title: str) -> Section:
    """1. What became of earlier calls, edition by edition > 2. the calls of this edition, each by addressee."""
    calls = _read_calls(sources)
    if sources.document.session_id is not None:
        kept = {session.pk for session in sources.sessions()}
        calls = [call for call in calls if call.row.report.session_id in kept]
    earlier = [call for call in calls if call.edition != sources.edition]
    own = [call for call in calls if call.edition == sources.edition]
    sections: list[Section] = []
    if earlier:
        counts = Counter(call.status for call in earlier)
        told = wording.calls_told(
            [(it, counts[it]) for it in CallToAction.Status.values if counts[it]], wording.day(sources.today)
        )
        lead = Paragraph("commitments/earlier/lead", plain(told), "lead")
        editions = tuple(
            Section(
                f"commitments/{edition.slug}",
                "",
                words(text(edition, "title", sources.language)),
                tuple(_paragraph(sources, wording, call) for call in earlier if call.edition == edition),
            )
            for edition in sources.editions
            if any(call.edition == edition for call in earlier)
        )
        sections.append(
            Section("commitments/earlier", wording.section_number(1), wording.EARLIER_CALLS, (lead,), editions)
        )
    if own:
        printed = tuple(_paragraph(sources, wording, call) for call in own)
        sections.append(
            Section("commitments/new", wording.section_number(len(sections) + 1), wording.NEW_CALLS, printed)
        )
    return Section("commitments", number, title, (), tuple(sections))


def _read_calls(sources: Sources) -> list[Call]:
    """The calls up to this edition by addressee, each chain of carried ones at its last link. Two queries."""
    editions = {edition.pk: edition for edition in sources.editions}
    sessions = Session.objects.printable().filter(edition__in=editions).exclude(status=Session.Status.CANCELLED)
    told = CommitmentStep.objects.filter(on__lte=sources.today).order_by("on", "id")
    rows = (
        CallToAction.objects.filter(report__session__in=sessions)
        .select_related("report__session", "addressee_organization")
        .prefetch_related(Prefetch("steps", told))
        .order_by(F("report__session__starts_at").asc(nulls_last=True), "report__session", "position", "id")
    )
    known = {row.pk: row for row in rows}
    carried = {row.carried_from_id for row in known.values()}
    places: Counter[int] = Counter()
    calls = []
    for row in known.values():
        session = row.report.session
        places[session.pk] += 1
        if row.pk in carried:
            continue
        chain = list(_chain(row, known))
        step = next((step for link in chain for step in reversed(link.steps.all())), None)
        organization = row.addressee_organization
        addressee = words(text(organization, "name", sources.language) if organization else row.addressee)
        anchor = f"commitments/{editions[session.edition_id].slug}/{session.code}/{places[session.pk]}"
        first = editions[chain[-1].report.session.edition_id]
        calls.append(Call(row, editions[session.edition_id], first, step, addressee, anchor))
    return sorted(calls, key=lambda call: folded(call.addressee))


def _chain(row: CallToAction, known: dict[int, CallToAction]) -> Iterable[CallToAction]:
    """The call and those that it was carried over from, the first of them last."""
    seen: set[int] = set()
    link: CallToAction | None = row
    while link is not None and link.pk not in seen:
        seen.add(link.pk)
        yield link
        link = known.get(link.carried_from_id or 0)


def _paragraph(sources: Sources, wording: Wording, call: Call) -> Paragraph:
    """Whom it asks, in bold; what is asked; then how it stands, in italics."""
    runs = [Run(f"{call.addressee}{wording.COLON}", strong=True), *flowing(text(call.row, "text", sources.language))]
    if call.first != call.edition:
        runs.append(Run(f"{wording.SPACE}{wording.first_made(call.first.year)}"))
    if call.step or call.edition != sources.edition:
        runs += _state(sources, wording, call.step)
    return Paragraph(call.anchor, joined(runs))


def _state(sources: Sources, wording: Wording, step: CommitmentStep | None) -> Runs:
    if step is None:
        return (Run(f"{wording.SPACE}{wording.unanswered(wording.day(sources.today))}", emph=True),)
    reply = flowing(step.reply)
    runs = [Run(f"{wording.SPACE}{wording.call_state(step.status, wording.day(step.on), told=bool(reply))}", emph=True)]
    if reply:
        runs += [Run(wording.SPACE), *reply]
    if step.evidence_url:
        runs += [Run(f"{wording.SPACE}{wording.EVIDENCE} "), Run(words(step.evidence_url), href=step.evidence_url)]
    return tuple(runs)
