"""The chapter of the programme: day by day what is planned, or once the edition was held, what took place.

Times are those of the edition's place. Who did not come is left out, and who agreed to be named neither in the
programme nor with their summary; whoever took somebody's place is told with them where the programme had named them.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from forums.agenda import words as agenda_words
from forums.agenda.dates import clock
from forums.agenda.precedence import Standing, in_protocol_order
from forums.languages import text
from forums.models import Credit, Edition, Session, SpeakerCard
from reports.paper.content import Block, ListBlock, ListItem, Paragraph, Run, Runs, Section
from reports.paper.markdown import joined, words

from .names import name_in, with_titles
from .runs import plain
from .sources import Sources
from .wordings.wording import Wording


def agenda(sources: Sources, wording: Wording, number: str, title: str) -> Section:
    """1. a day > its sessions in order, each with its parts; then what has no time, and what did not take place."""
    zone = ZoneInfo(sources.edition.timezone)
    days: dict[date | None, list[Session]] = defaultdict(list)
    for session in sources.parts[None]:
        began, _ = took(session)
        days[began.astimezone(zone).date() if began else None].append(session)
    sections: list[Section] = []
    for day in sorted(days, key=lambda day: day or date.max):
        anchor = f"agenda/day/{day.isoformat() if day else 'none'}"
        heading = wording.weekday(day) if day else wording.UNSCHEDULED
        # A session that began late stands where it began.
        ordered = sorted(days[day], key=lambda session: took(session)[0] or datetime.max.replace(tzinfo=zone))
        printed = [block for session in ordered for block in _session(sources, wording, session, zone)]
        sections.append(Section(anchor, wording.section_number(len(sections) + 1), heading, tuple(printed)))
    if not sections:
        return Section("agenda", number, title)
    lead = Paragraph("agenda/lead", plain(wording.programme_lead(wording.day(sources.today), held=_is_held(sources))))
    return Section("agenda", number, title, (lead,), (*sections, *_not_held(sources, wording, len(sections))))


def took(session: Session) -> tuple[datetime | None, datetime | None]:
    """When the session began and ended, or is to; the planned end does not hold for what began after it."""
    began = session.actual_starts_at or session.starts_at
    ended = session.actual_ends_at or session.ends_at
    return began, ended if began and ended and ended > began else None


def in_order(appearances: Iterable[Credit]) -> list[Credit]:
    """Those who took part, in protocol order."""

    def standing(credit: Credit) -> Standing:
        if credit.card is None:
            # A seat is of no rank until somebody sits on it.
            return Standing(credit.role, SpeakerCard.Rank.OTHER, place=credit.position)
        return Standing(credit.role, credit.card.rank, credit.card.sort_name, credit.position)

    return in_protocol_order(appearances, standing)


def _is_held(sources: Sources) -> bool:
    return sources.edition.status in {Edition.Status.HELD, Edition.Status.DOCUMENTED}


def _session(sources: Sources, wording: Wording, session: Session, zone: ZoneInfo) -> list[Block]:
    """Time, title and room; who took part; what had been planned otherwise; then the parts."""
    anchor = f"agenda/{session.code}"
    title = text(session, "title", sources.language)
    runs = [Run(words(wording.session_heading(session.kind, session.number, title)), strong=True)]
    if time := _span(*took(session), zone):
        runs.insert(0, Run(f"{time}  ", strong=True))
    if theme := text(session, "theme", sources.language):
        runs += [Run(" – "), Run(words(theme), emph=True)]
    if room := _room(sources, session):
        runs.append(Run(words(wording.in_room(room))))
    blocks: list[Block] = [Paragraph(anchor, joined(runs))]
    items = _people(sources, wording, session)
    if items:
        blocks.append(ListBlock(f"{anchor}/session/people", items))
    planned = _span(session.starts_at, session.ends_at, zone)
    if _is_held(sources) and planned and planned != time:
        blocks.append(Paragraph(f"{anchor}/session/planned", plain(wording.planned(planned)), "note"))
    for part in sources.parts[session.pk]:
        blocks += _session(sources, wording, part, zone)
    return blocks


def _span(began: datetime | None, ended: datetime | None, zone: ZoneInfo) -> str:
    """09:00–10:30, by the clock of the place."""
    if began is None:
        return ""
    start = clock(began.astimezone(zone))
    return f"{start}–{clock(ended.astimezone(zone))}" if ended else start


def _room(sources: Sources, session: Session) -> str:
    if session.all_rooms:
        return agenda_words.phrase("all-rooms", sources.language).lower()
    return text(session.room, "name", sources.language) if session.room else ""


def _people(sources: Sources, wording: Wording, session: Session) -> tuple[ListItem, ...]:
    """A line a role, with those who had it."""
    ordered = in_order(sources.appearances[session.pk])
    items = []
    for role, together in groupby(ordered, key=lambda credit: credit.role):
        head = agenda_words.pair(agenda_words.role(role, sources.language), "", sources.language)
        runs = [Run(head)]
        for place, credit in enumerate(together):
            runs += [Run(wording.SEPARATOR)] if place else []
            runs += _credit(sources, wording, credit)
        items.append(ListItem("•", joined(runs)))
    return tuple(items)


def _credit(sources: Sources, wording: Wording, credit: Credit) -> Runs:
    """Somebody with titles, the title of their talk, and how they took part."""
    language = sources.language
    if credit.card is None:
        assert credit.seat_of is not None  # noqa: S101 - a speaker or a seat, by constraint
        return plain(wording.delegate(text(credit.seat_of, "name", language)))
    runs = [*with_titles(credit.card, wording, language)]
    if talk := text(credit, "talk", language):
        runs.append(Run(words(f", {agenda_words.quoted(talk, language)}")))
    reader = name_in(credit.reader, language) if credit.reader and credit.reader.published else credit.reader_name
    replaced = credit.replaces.card if credit.replaces else None
    remarks = []
    if replaced and replaced.published and replaced.pk != credit.card_id:
        remarks.append(wording.in_place_of(name_in(replaced, language)))
    # Where everybody is online, nobody has to be told to have been.
    online = sources.edition.format == Edition.Format.ONLINE and credit.mode == Credit.Mode.VIDEO_LINK
    mode = Credit.Mode.ONSITE if online else credit.mode
    if attendance := agenda_words.attendance({"mode": mode, "read_by": reader}, language):
        remarks.append(attendance[:1].lower() + attendance[1:])
    if told := wording.remarks(remarks):
        runs.append(Run(words(told)))
    return tuple(runs)


def _not_held(sources: Sources, wording: Wording, before: int) -> list[Section]:
    """What was cancelled, in the order of the programme; parts of what was cancelled go with it."""
    told = {None, *(session.pk for session in sources.sessions())}
    rows = [session for session in sources.cancelled if session.parent_id in told]
    if not rows:
        return []
    blocks = tuple(
        Paragraph(
            f"agenda/{session.code}",
            plain(wording.session_heading(session.kind, session.number, text(session, "title", sources.language))),
        )
        for session in rows
    )
    return [Section("agenda/day/cancelled", wording.section_number(before + 1), wording.NOT_HELD, blocks)]
