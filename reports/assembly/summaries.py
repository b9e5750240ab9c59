"""The chapter of summaries: what was said, session by session, in the order of the programme."""

from types import ModuleType

from forums.collation import folded
from forums.languages import text
from forums.models import Session, SpeakerCard
from reports.models import Intervention
from reports.paper.content import Block, IndexEntry, Paragraph, Run, Runs, Section
from reports.paper.markdown import words
from reports.paper.numbering import roman

from .runs import blocks, set_speaker
from .sources import Sources


def summaries(sources: Sources, wording: ModuleType, number: str, title: str) -> Section:
    """I. Opening > II. Main Plenary I > panel …; consecutive thematic sessions share one section, as (1), (2)."""
    sections: list[Section] = []
    thematic: list[Section] = []
    groups = 0
    for session in sources.parts[None]:
        if not _has_summaries(sources, session):
            continue
        if session.kind == Session.Kind.THEMATIC_SESSION:
            if not thematic:
                sections.append(Section("", "", ""))
                groups += 1
            thematic.append(_section(sources, wording, session, f"({len(thematic) + 1})"))
            sections[-1] = Section(
                "summaries/thematic-sessions" + (f"-{groups}" if groups > 1 else ""),
                f"{roman(len(sections))}.",
                wording.THEMATIC_SESSIONS,
                (),
                tuple(thematic),
            )
        else:
            thematic = []
            sections.append(_section(sources, wording, session, f"{roman(len(sections) + 1)}."))
    return Section("summaries", number, title, (), tuple(sections))


def _has_summaries(sources: Sources, session: Session) -> bool:
    return bool(sources.interventions[session.pk]) or any(
        _has_summaries(sources, part) for part in sources.parts[session.pk]
    )


def _section(sources: Sources, wording: ModuleType, session: Session, number: str) -> Section:
    """A session with its parts. What its panelists said together follows its parts, as their conclusion."""
    said = sources.interventions[session.pk]
    parts = [part for part in sources.parts[session.pk] if _has_summaries(sources, part)]
    title = text(session, "title", sources.language)
    heading = words(wording.session_heading(session.kind, session.number, title))
    anchor = f"summaries/{session.code}"
    lead: list[Block] = []
    if theme := text(session, "theme", sources.language):
        lead.append(Paragraph(f"{anchor}/session/theme", (Run(words(wording.themed(title, theme))),), "lead"))
    if description := text(session, "description", sources.language):
        lead += blocks(description, f"{anchor}/session/description", "lead")
    named: set[str] = set()
    printed = [
        block for row in said if not (parts and row.collective) for block in _said(sources, wording, row, anchor, named)
    ]
    sections = [_section(sources, wording, part, "") for part in parts]
    conclusions = [row for row in said if parts and row.collective]
    if conclusions:
        closing = tuple(block for row in conclusions for block in _said(sources, wording, row, anchor, named))
        sections.append(Section(f"{anchor}/session/conclusion", "", wording.CONCLUSION, closing))
    return Section(anchor, number, heading, (*lead, *printed), tuple(sections))


def _said(sources: Sources, wording: ModuleType, row: Intervention, anchor: str, named: set[str]) -> list[Block]:
    """One intervention; its heading, where it has one, runs in at the front in bold."""
    place = f"{anchor}/{row.key}"
    said = blocks(text(row, "text", sources.language), place, "collective" if row.collective else "speaker")
    if not said:
        return []
    if isinstance(said[0], Paragraph):
        first, rest = said[0], said[1:]
    else:
        # A list leaves no sentence for the name to stand in.
        first, rest = Paragraph(f"{place}/lead", (), "collective" if row.collective else "speaker"), said
    runs = first.runs
    if row.credit is not None:
        speaker = _speaker(sources, wording, row, named)
        runs = set_speaker(runs, speaker) if runs else (*speaker, Run(":"))
    if heading := text(row, "heading", sources.language):
        runs = (Run(words(f"{heading}. "), strong=True), *runs)
    return [Paragraph(first.id, runs, first.role), *rest] if runs else rest


def _speaker(sources: Sources, wording: ModuleType, row: Intervention, named: set[str]) -> Runs:
    """Name and titles in bold; at a second contribution to the same session the name alone."""
    assert row.credit is not None  # noqa: S101 - asked before
    card = row.credit.card
    if card is None:
        seat = row.credit.seat_of
        assert seat is not None  # noqa: S101 - a speaker or a seat, by constraint
        return (Run(words(wording.delegate(text(seat, "name", sources.language))), strong=True),)
    name = Run(words(card.name), strong=True, index=card.slug)
    titles = text(card, "titles", sources.language).splitlines()
    if card.slug in named or not titles:
        return (name,)
    named.add(card.slug)
    return (name, Run(words(f", {wording.series(titles)}"), strong=True))


def speaker_index(sources: Sources) -> tuple[IndexEntry, ...]:
    """Everyone who is named in the summaries, by family name."""
    cards: dict[str, SpeakerCard] = {}
    for rows in sources.interventions.values():
        for row in rows:
            if row.credit is not None and row.credit.card is not None:
                cards[row.credit.card.slug] = row.credit.card
    entries = [
        IndexEntry(
            key=card.slug,
            name=words(card.sort_name),
            native=words(card.native_name),
            detail=words((text(card, "titles", sources.language).splitlines() or [""])[0]),
            sort=folded(card.sort_name),
            letter=folded(card.sort_name)[:1].upper(),
        )
        for card in cards.values()
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.sort, entry.key)))
