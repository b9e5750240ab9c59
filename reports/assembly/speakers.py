"""The annex of speakers: everyone who is named in the programme, role by role."""

from forums.agenda.precedence import ROLES
from forums.collation import folded
from forums.languages import text
from forums.models import Session, SpeakerCard
from reports.paper.content import Run, Runs, Section
from reports.paper.markdown import joined, words

from .names import with_titles
from .runs import listed
from .sources import Sources
from .wordings.wording import Wording


def speakers(sources: Sources, wording: Wording, number: str, title: str) -> Section:
    """1. a role > everyone who had it, the higher rank first, with the sessions they had it in."""
    by_role: dict[str, dict[int, tuple[SpeakerCard, list[Session]]]] = {role: {} for role in ROLES}
    for session in sources.sessions():
        for credit in sources.appearances[session.pk]:
            if credit.card is not None:
                spoken = by_role[credit.role].setdefault(credit.card.pk, (credit.card, []))[1]
                spoken += [session] if session not in spoken else []
    sections: list[Section] = []
    for role, found in by_role.items():
        if not found:
            continue
        ordered = sorted(found.values(), key=lambda it: (it[0].rank, folded(it[0].sort_name), it[0].pk))
        entries = [_entry(sources, wording, *it) for it in ordered]
        place = wording.section_number(len(sections) + 1)
        sections.append(listed(f"speakers/{role}", place, wording.SPEAKERS_BY_ROLE[role], entries))
    return Section("speakers", number, title, (), tuple(sections))


def _entry(sources: Sources, wording: Wording, card: SpeakerCard, spoken: list[Session]) -> Runs:
    """Name and titles, and where they spoke; each session leads to its place in the programme."""
    runs = [*with_titles(card, wording, sources.language), Run(" – ")]
    for place, session in enumerate(spoken):
        title = text(session, "title", sources.language)
        named = words(wording.session_reference(session.kind, session.number, title))
        runs += [Run(wording.SEPARATOR)] if place else []
        runs.append(Run(named, ref=f"agenda/{session.code}"))
    return joined(runs)
