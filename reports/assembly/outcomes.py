"""The chapter of outcomes: headings with their points, first, second and so on, and what each rests on."""

from forums.languages import text
from forums.models import Session
from reports.models import OutcomePoint
from reports.paper.content import Block, ListBlock, ListItem, Paragraph, Run, Runs, Section
from reports.paper.markdown import joined, words

from .runs import flowing
from .sources import Sources
from .wordings.wording import Wording


def outcomes(sources: Sources, wording: Wording, number: str, title: str) -> Section:
    """1. heading > First. point > (1) nested point; then dissent, and the sessions that the point rests on."""
    sessions = _sessions_of(sources)
    sections = []
    for place, outcome in enumerate(sources.outcomes, 1):
        anchor = f"outcomes/{place}"
        printed: list[Block] = []
        for order, point in enumerate(sources.points[outcome.pk, None], 1):
            points = [point, *sources.points[outcome.pk, point.pk]]
            printed += _point(sources, wording, points, f"{anchor}/{order}", wording.point(order))
            printed += _rests_on(sources, wording, points, sessions, f"{anchor}/{order}/rests-on")
        heading = words(text(outcome, "heading", sources.language))
        sections.append(Section(anchor, wording.section_number(place), heading, tuple(printed)))
    return Section("outcomes", number, title, (), tuple(sections))


def _point(sources: Sources, wording: Wording, points: list[OutcomePoint], anchor: str, ordinal: str) -> list[Block]:
    """A point with those nested in it, and the notes of dissent."""
    said = [_runs(point, wording, sources.language) for point in points]
    printed: list[Block] = [
        Paragraph(anchor, joined((Run(ordinal, strong=True), Run(wording.SPACE), *said[0])), "point")
    ]
    if said[1:]:
        items = (ListItem(wording.item_number(place), runs) for place, runs in enumerate(said[1:], 1))
        printed.append(ListBlock(f"{anchor}/points", tuple(items)))
    for place, point in enumerate(points):
        if note := flowing(text(point, "dissent", sources.language)):
            lead = Run(wording.dissent(place or None) + wording.SPACE, emph=True)
            printed.append(Paragraph(f"{anchor}/dissent" + (f"/{place}" if place else ""), (lead, *note), "note"))
    return printed


def _runs(point: OutcomePoint, wording: Wording, language: str) -> Runs:
    """What the point says, and how far that was agreed."""
    agreed = wording.agreed(point.convergence)
    return joined(
        (*flowing(text(point, "text", language)), *([Run(wording.SPACE + agreed, emph=True)] if agreed else []))
    )


def _rests_on(
    sources: Sources, wording: Wording, points: list[OutcomePoint], sessions: dict[int, Session], anchor: str
) -> list[Block]:
    """The sessions in which was said what the points rest on, in the order of the programme; nothing where none was."""
    evidence = {key for point in points for key in sources.evidence[point.pk]}
    found = dict.fromkeys(sessions[key] for key in sessions if key in evidence)
    if not found:
        return []
    runs = [Run(wording.RESTS_ON + wording.SPACE)]
    for place, session in enumerate(found):
        named = wording.session_reference(session.kind, session.number, text(session, "title", sources.language))
        runs += [Run(wording.SEPARATOR)] if place else []
        runs.append(Run(words(named), ref=f"summaries/{session.code}"))
    return [Paragraph(anchor, joined(runs), "note")]


def _sessions_of(sources: Sources) -> dict[int, Session]:
    """By the key of each intervention that prints, the session of the first level that it was said in."""
    found: dict[int, Session] = {}

    def gather(session: Session, whole: Session) -> None:
        found.update((row.pk, whole) for row in sources.interventions[session.pk])
        for part in sources.parts[session.pk]:
            gather(part, whole)

    for session in list(sources.parts[None]):
        gather(session, session)
    return found
