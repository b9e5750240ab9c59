"""The chapter of summaries: what was said, session by session, in the order of the programme."""

from dataclasses import dataclass

from forums.collation import folded
from forums.languages import text
from forums.models import Session, SpeakerCard
from reports.models import Intervention
from reports.paper.content import Block, IndexEntry, Paragraph, Run, Runs, Section
from reports.paper.markdown import words

from .names import name_in
from .runs import blocks, set_speaker
from .sources import Sources
from .wordings.wording import Wording


@dataclass(frozen=True, slots=True)
class Said:
    """A contribution, how its speaker is named in it, and all that prints of it."""

    row: Intervention
    speaker: Runs
    blocks: tuple[Block, ...]


def summaries(sources: Sources, wording: Wording, number: str, title: str) -> Section:
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
            thematic.append(_section(sources, wording, session, wording.part_number(len(thematic) + 1)))
            sections[-1] = Section(
                "summaries/thematic-sessions" + (f"-{groups}" if groups > 1 else ""),
                wording.session_number(len(sections)),
                wording.THEMATIC_SESSIONS,
                (),
                tuple(thematic),
            )
        else:
            thematic = []
            sections.append(_section(sources, wording, session, wording.session_number(len(sections) + 1)))
    return Section("summaries", number, title, (), tuple(sections))


def _has_summaries(sources: Sources, session: Session) -> bool:
    return bool(sources.interventions[session.pk]) or any(
        _has_summaries(sources, part) for part in sources.parts[session.pk]
    )


def _section(sources: Sources, wording: Wording, session: Session, number: str) -> Section:
    """A session with its parts. What its panelists said together follows its parts, as their conclusion."""
    parts = [part for part in sources.parts[session.pk] if _has_summaries(sources, part)]
    anchor = f"summaries/{session.code}"
    title = text(session, "title", sources.language)
    lead: list[Block] = []
    if theme := text(session, "theme", sources.language):
        lead.append(Paragraph(f"{anchor}/session/theme", (Run(words(wording.themed(title, theme))),), "lead"))
    if description := text(session, "description", sources.language):
        lead += blocks(description, f"{anchor}/session/description", "lead")
    said = said_in(sources, wording, session)
    concluding = [it for it in said if parts and it.row.collective and it.row.kind == Intervention.Kind.CONTRIBUTION]
    printed = [block for it in said if it not in concluding for block in it.blocks]
    sections = [_section(sources, wording, part, "") for part in parts]
    if concluding:
        closing = tuple(block for it in concluding for block in it.blocks)
        sections.append(Section(f"{anchor}/session/conclusion", "", wording.CONCLUSION, closing))
    return Section(anchor, number, heading_of(sources, wording, session), (*lead, *printed), tuple(sections))


def heading_of(sources: Sources, wording: Wording, session: Session) -> str:
    """The heading of a session's summaries."""
    title = text(session, "title", sources.language)
    return words(wording.session_heading(session.kind, session.number, title))


def said_in(sources: Sources, wording: Wording, session: Session) -> list[Said]:
    """Everything that prints of the contributions to a session, without its parts; questions and answers come last."""
    named: set[str] = set()
    rows = sorted(sources.interventions[session.pk], key=lambda row: row.kind != Intervention.Kind.CONTRIBUTION)
    return [printed_as(sources.language, wording, session, row, named) for row in rows]


def printed_as(language: str, wording: Wording, session: Session, row: Intervention, named: set[str]) -> Said:
    """One intervention; its heading, where it has one, runs in at the front in bold, as “Question” does.

    ``named`` are those whose titles have been told in the session; whoever is named here joins them.
    """
    place = f"summaries/{session.code}/{row.key}"
    said = blocks(text(row, "text", language), place, "collective" if row.collective else "speaker")
    if not said:
        return Said(row, (), ())
    if isinstance(said[0], Paragraph):
        first, rest = said[0], said[1:]
    else:
        # A list leaves no sentence for the name to stand in.
        first, rest = Paragraph(f"{place}/lead", (), "collective" if row.collective else "speaker"), said
    runs, speaker = first.runs, _speaker(language, wording, row, named) if row.credit is not None else ()
    if speaker:
        runs = set_speaker(runs, speaker, wording.SPACE) if runs else (*speaker, Run(wording.COLON.rstrip()))
    if heading := text(row, "heading", language) or wording.SAID_AS[row.kind]:
        runs = (Run(words(heading + wording.RUN_IN), strong=True), *runs)
    return Said(row, speaker, (Paragraph(first.id, runs, first.role), *rest) if runs else tuple(rest))


def _speaker(language: str, wording: Wording, row: Intervention, named: set[str]) -> Runs:
    """Name and titles in bold; at a second contribution to the same session the name alone."""
    assert row.credit is not None  # noqa: S101 - asked before
    card = row.credit.card
    if card is None:
        seat = row.credit.seat_of
        assert seat is not None  # noqa: S101 - a speaker or a seat, by constraint
        return (Run(words(wording.delegate(text(seat, "name", language))), strong=True),)
    name = Run(words(name_in(card, language)), strong=True, index=card.slug)
    titles = text(card, "titles", language).splitlines()
    if card.slug in named or not titles:
        return (name,)
    named.add(card.slug)
    before, after = wording.around_name(titles)
    runs = (Run(words(before), strong=True), name, Run(words(after), strong=True))
    return tuple(run for run in runs if run.text)


def speaker_index(sources: Sources) -> tuple[IndexEntry, ...]:
    """Everyone who is named in the summaries, by family name in Latin letters: for Chinese names that is by pinyin."""
    cards: dict[str, SpeakerCard] = {}
    for rows in sources.interventions.values():
        for row in rows:
            if row.credit is not None and row.credit.card is not None:
                cards[row.credit.card.slug] = row.credit.card
    entries = [
        IndexEntry(
            key=card.slug,
            **_both_names(card, sources.language),
            detail=words((text(card, "titles", sources.language).splitlines() or [""])[0]),
            sort=folded(card.sort_name),
            letter=folded(card.sort_name)[:1].upper(),
        )
        for card in cards.values()
    ]
    return tuple(sorted(entries, key=lambda entry: (entry.sort, entry.key)))


def _both_names(card: SpeakerCard, language: str) -> dict[str, str]:
    """The name by which a reader looks somebody up first, then the one in the other script."""
    latin, native = words(card.sort_name), words(card.native_name)
    return {"name": native, "native": latin} if name_in(card, language) == native else {"name": latin, "native": native}
