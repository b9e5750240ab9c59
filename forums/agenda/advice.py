"""What is doubtful in an agenda and does not stand against publishing it. Pure, like ``checks.py``."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from . import dates
from .checks import (
    Presence,
    Problem,
    Slot,
    all_room_clashes,
    codes,
    in_order,
    is_about_a_break,
    lines,
    moment,
    presences_in,
    slots,
)
from .content import Agenda, SessionEntry
from .phrases import tongue
from .reading import programme_day

Line = tuple[SessionEntry, ...]

# Longer than this nobody waits without being told why.
_GAP = timedelta(minutes=60)
# Those who lead a discussion, whatever they are called.
_LEADERS = {"chair", "presiding", "onsite-moderator", "online-moderator"}
# Where people discuss, somebody gives them the floor.
_DISCUSSIONS = {"thematic-session", "sub-forum", "youth-forum", "open-forum", "panel", "roundtable", "qa"}
_OVER = {"held", "documented", "cancelled"}
_WEEKEND = {5, 6}


def find_warnings(agenda: Agenda, presences: Iterable[Presence] | None = None) -> list[Problem]:
    """What the office should look at before it publishes, in the order of the programme.

    Without ``presences`` (``presences.py``), of those whom the agenda itself names.
    """
    present: dict[str, list[Presence]] = defaultdict(list)
    for presence in presences_in(agenda) if presences is None else presences:
        present[presence.session].append(presence)
    problems = [
        *_about_days(agenda),
        *_about_gaps(agenda),
        *_about_numbers(agenda.sessions),
        *_about_speakers(agenda),
        *_about_breaks(agenda),
    ]
    for session in agenda.walk():
        if session.status == "cancelled" and (left := [part for part in session.parts if part.status != "cancelled"]):
            parts = ", ".join(f"“{part.code}”" for part in left)
            problems.append(_of(session, f"is cancelled, and so nobody is told of its parts {parts}."))
    capacities = {room.slug: room.capacity for room in agenda.rooms}
    for line in lines(agenda.sessions):
        problems += _about_text(line, agenda)
        problems += _about_place(line, agenda, capacities, present)
        problems += _about_participants(line, agenda, present)
        problems += _about_languages(line, agenda)
        problems += _about_livestream(line[-1])
        problems += _about_the_clock(line[-1], ZoneInfo(agenda.edition.timezone))
        problems += _about_dates_in_titles(line[-1], agenda)
    return in_order(problems, agenda)


def _about_days(agenda: Agenda) -> Iterator[Problem]:
    first, last = agenda.edition.starts_on, agenda.edition.ends_on
    if not first or not last:
        yield _of_edition(agenda, "The days of the edition are not set, so sessions may lie anywhere.")
        return
    zone = ZoneInfo(agenda.edition.timezone)
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    weekend = []
    while day <= end:
        if day.weekday() in _WEEKEND:
            weekend.append(f"{dates.weekdays('en')[day.weekday()]} {day}")
        if _offset(day, zone) != _offset(day + timedelta(days=1), zone):
            yield _of_edition(agenda, f"The clocks change on {day} in {zone.key}; look at that night's times.")
        day += timedelta(days=1)
    if weekend:
        yield _of_edition(agenda, f"The edition is held on {' and '.join(weekend[:2])}; is that meant?")


def _offset(day: date, zone: ZoneInfo) -> timedelta | None:
    return datetime(day.year, day.month, day.day, tzinfo=zone).utcoffset()


def _about_gaps(agenda: Agenda) -> Iterator[Problem]:
    """Stretches of a day in which nothing happens, not even a break."""
    by_day: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots(agenda):
        by_day[programme_day(str(slot.session.starts_at), agenda.edition.starts_on)].append(slot)
    for day, held in sorted(by_day.items()):
        ends_at = held[0].ends_at
        for slot in held[1:]:
            if slot.starts_at - ends_at > _GAP:
                hours = f"{dates.clock(ends_at)} to {dates.clock(slot.starts_at)}"
                yield _of_edition(agenda, f"Nothing happens on {day} from {hours}; is a break missing?")
            ends_at = max(ends_at, slot.ends_at)


def _about_numbers(sessions: Sequence[SessionEntry]) -> Iterator[Problem]:
    """Numbers left out within a kind, among the sessions of one level."""
    by_kind: dict[str, list[SessionEntry]] = defaultdict(list)
    for session in sessions:
        if session.number:
            by_kind[session.kind].append(session)
        yield from _about_numbers(session.parts)
    for kind, numbered in by_kind.items():
        numbered.sort(key=lambda session: session.number or 0)
        for one, other in pairwise(numbered):
            missing = (other.number or 0) - (one.number or 0) - 1
            if missing > 0:
                told = f"number {other.number} follows number {one.number}"
                yield _of(other, f"{told}: {missing} {kind.replace('-', ' ')} between them {_be(missing)} missing.")


def _about_speakers(agenda: Agenda) -> Iterator[Problem]:
    for speaker in agenda.speakers:
        if not any(speaker.titles.values()):
            yield Problem("", f"{speaker.name} has no title.", "warning", "speaker", speaker.slug)


def _about_breaks(agenda: Agenda) -> Iterator[Problem]:
    for slot, others in all_room_clashes(agenda):
        if breaks := [other for other in others if is_about_a_break(slot, other)]:
            yield _of(slot.session, f"is on at the same time as {codes(breaks)}, though one takes all rooms.")


def _about_text(line: Line, agenda: Agenda) -> Iterator[Problem]:
    session = line[-1]
    if missing := [code for code in agenda.edition.languages if code not in session.title]:
        yield _of(session, f"has no title in {_listed(missing)}.")
    if session.kind != "break" and not any(entry.description for entry in line):
        yield _of(session, "has no description.")


def _about_place(
    line: Line, agenda: Agenda, capacities: dict[str, int | None], present: dict[str, list[Presence]]
) -> Iterator[Problem]:
    session = line[-1]
    room = next((entry.room for entry in reversed(line) if entry.room or entry.all_rooms), None)
    if not any(entry.starts_at for entry in line):
        yield _of(session, "has no time.")
    elif not any(entry.room or entry.all_rooms for entry in line) and agenda.edition.format != "online":
        yield _of(session, "has no room.")
    capacity = capacities.get(room or "")
    onsite = {(it.speaker or it.name) for it in present.get(session.code, []) if it.mode == "onsite"}
    if room and capacity is not None and len(onsite) > capacity:
        message = f"has {len(onsite)} people on stage in a room for {capacity}."
        yield Problem(session.code, message, "warning", "room", room)


def _about_participants(line: Line, agenda: Agenda, present: dict[str, list[Presence]]) -> Iterator[Problem]:
    session = line[-1]
    if session.kind in _DISCUSSIONS and not session.parts:
        roles = {it.role for entry in line for it in present.get(entry.code, [])}
        if not roles & _LEADERS:
            yield _of(session, "has no moderator.")
    hidden = [it for it in present.get(session.code, []) if it.speaker and not it.is_published]
    if len(hidden) == 1:
        message = f"does not show {hidden[0].name}, who is not confirmed for the programme yet."
        yield Problem(session.code, message, "warning", "speaker", hidden[0].speaker)
    elif hidden:
        names = ", ".join(it.name for it in hidden)
        yield _of(session, f"does not show {len(hidden)} who are not confirmed for the programme yet: {names}.")
    seats = [it.name for it in present.get(session.code, []) if not it.speaker]
    if seats and agenda.edition.status not in _OVER:
        yield _of(session, f"has {len(seats)} {_plural('seat', len(seats))} without a name: {', '.join(seats)}.")


def _about_languages(line: Line, agenda: Agenda) -> Iterator[Problem]:
    """The languages that the edition is published in, as far as nobody speaks them or interprets into them."""
    session = line[-1]
    wanted = agenda.edition.languages
    if session.kind == "break" or not wanted:
        return
    floor = next((entry.floor_languages for entry in reversed(line) if entry.floor_languages), [])
    into = next((entry.interpretation_languages for entry in reversed(line) if entry.interpretation_languages), [])
    if not floor:
        yield _of(session, "does not say which language is spoken.")
    elif missing := [code for code in wanted if code not in {*floor, *into}]:
        yield _of(session, f"has no interpretation into {_listed(missing)}.")


def _about_livestream(session: SessionEntry) -> Iterator[Problem]:
    opens, closes = session.livestream_opens_at, session.livestream_closes_at
    if (opens or closes) and not session.livestream_url:
        yield _of(session, "says when its livestream link is public, but has no link.")
    elif session.starts_at and session.ends_at:
        if opens and moment(opens) > moment(session.starts_at):
            yield _of(session, "starts before its livestream link is public.")
        if closes and moment(closes) < moment(session.ends_at):
            yield _of(session, "goes on after its livestream link is taken down.")


def _about_the_clock(session: SessionEntry, zone: ZoneInfo) -> Iterator[Problem]:
    if not session.starts_at or not session.ends_at:
        return
    starts, ends = (moment(text).astimezone(zone) for text in (session.starts_at, session.ends_at))
    if starts.utcoffset() != ends.utcoffset():
        yield _of(session, f"is on while the clocks change in {zone.key}; check when it ends.")
    elif any(it.utcoffset() != it.replace(fold=1 - it.fold).utcoffset() for it in (starts, ends)):
        yield _of(session, f"is on in an hour that comes twice that night in {zone.key}.")


def _about_dates_in_titles(session: SessionEntry, agenda: Agenda) -> Iterator[Problem]:
    """A weekday or a date in a title that is not the session's own day."""
    if not session.starts_at:
        return
    # What begins after midnight may be called by either day.
    days = {session.starts_at[:10], programme_day(session.starts_at, agenda.edition.starts_on)}
    held = [date.fromisoformat(day) for day in sorted(days)]
    for language, title in session.title.items():
        names = dates.weekdays(language)
        said = [number for number, name in enumerate(names) if _mentions(title, name, language)]
        if said and not {day.weekday() for day in held} & set(said):
            yield _of(session, f"says {names[said[0]]} in its title, but is on a {_weekday(held[0])}.")
        dated = list(_dates_in(title, language))
        if dated and not {(day.month, day.day) for day in held} & set(dated):
            yield _of(session, f"has another date in its title than its own, {held[0]}.")


def _dates_in(title: str, language: str) -> Iterator[tuple[int, int]]:
    """Months and days: 12 December, December 12, 12 de diciembre, 12月12日."""
    for month, name in enumerate(dates.months(language), 1):
        if language == "zh-hans":
            found = re.findall(rf"(?<!\d){name}(\d{{1,2}})日", title)
        else:
            number = r"(\d{1,2})(?:st|nd|rd|th)?\b"
            before = re.findall(rf"\b{number}\.?\s+(?:de\s+|of\s+)?{name}\b", title, re.IGNORECASE)
            found = before or re.findall(rf"\b{name}\s+{number}", title, re.IGNORECASE)
        yield from ((month, int(day)) for day in found)


def _mentions(title: str, name: str, language: str) -> bool:
    if language in {"zh-hans", "ar"}:
        return name in title
    return re.search(rf"\b{name}\b", title, re.IGNORECASE) is not None


def _weekday(day: date) -> str:
    return dates.weekdays("en")[day.weekday()]


def _listed(languages: Sequence[str]) -> str:
    *others, last = [tongue(code, "en") for code in languages]
    return f"{', '.join(others)} and {last}" if others else last


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _of(session: SessionEntry, message: str) -> Problem:
    return Problem(session.code, message, "warning", key=session.code)


def _of_edition(agenda: Agenda, message: str) -> Problem:
    return Problem("", message, "warning", "edition", agenda.edition.slug)
