"""What stands against publishing an agenda. Pure: looks at the compiled agenda and at who is in it.

Errors are found here and block; what is only doubtful is found by ``advice.py``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import islice

from .content import Agenda, SessionEntry
from .reading import programme_day

# Who speaks from a recording, or has somebody else read it, may be elsewhere at the time.
_PRESENT = {"onsite", "video-link"}
# So many sessions are named in one message; a room that was entered for everything would name them all.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a session, by its code (empty: with the edition as a whole).

    ``subject`` and ``key`` say what to mend: the session (by code), a room or a speaker (by slug), or the edition.
    """

    session: str
    message: str
    level: str = "error"
    subject: str = "session"
    key: str = ""

    def __str__(self) -> str:
        return f"{self.session}: {self.message}" if self.session else self.message


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody who takes part in a session, whether or not the agenda may say so: for the office's eyes alone.

    ``speaker`` is the slug of a card, empty for a seat without a name; ``name`` is the person's, or the organization's
    whose seat it is. ``is_foreign``: the card belongs to another edition.
    """

    session: str
    speaker: str
    name: str
    role: str
    mode: str
    is_published: bool = True
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A session that takes place at a known time, with the codes of those that it is part of."""

    session: SessionEntry
    above: frozenset[str]
    room: str | None
    starts_at: datetime
    ends_at: datetime

    def is_related(self, other: "Slot") -> bool:
        """Whether one is part of the other: those two never stand in each other's way."""
        return self.session.code in other.above or other.session.code in self.above


def find_errors(agenda: Agenda, presences: Iterable[Presence] | None = None) -> list[Problem]:
    """Everything that blocks publishing, in the order of the programme.

    Without ``presences``, those whom the agenda itself names.
    """
    present = list(presences_in(agenda) if presences is None else presences)
    problems = [
        *_about_the_edition(agenda),
        *_about_identity(agenda),
        *_about_times(agenda),
        *_about_nesting(agenda),
        *_about_rooms(agenda),
        *_about_people(agenda, present),
    ]
    return in_order(problems, agenda)


def in_order(problems: list[Problem], agenda: Agenda) -> list[Problem]:
    """Those of the edition first, then session by session in the order of the programme, errors before warnings."""
    places = {session.code: place for place, session in enumerate(agenda.walk(), 1)}
    return sorted(problems, key=lambda problem: (places.get(problem.session, 0), problem.level))


def presences_in(agenda: Agenda) -> Iterator[Presence]:
    """Everybody whom the agenda names, and its seats."""
    for session in agenda.walk():
        for credit in session.credits:
            name = credit.name or (next(iter(credit.seat_of.name.values()), "") if credit.seat_of else "")
            yield Presence(session.code, credit.speaker or "", name, credit.role, credit.mode)


def lines(sessions: Iterable[SessionEntry], above: tuple[SessionEntry, ...] = ()) -> Iterator[tuple[SessionEntry, ...]]:
    """Every session behind those that it is part of, parents before their parts; nothing of what is cancelled."""
    for session in sessions:
        if session.status != "cancelled":
            yield (*above, session)
            yield from lines(session.parts, (*above, session))


def slots(agenda: Agenda) -> list[Slot]:
    """What takes place when, in the order of beginning; of those that begin together, in that of the programme."""
    found = []
    for line in lines(agenda.sessions):
        session, above = line[-1], line[:-1]
        if not session.starts_at or not session.ends_at:
            continue
        # A part is where its session is. One that has no time of its own takes no room, so its parts do.
        untimed = (entry.room for entry in reversed(above) if not entry.starts_at)
        room = session.room or (None if session.all_rooms else next(filter(None, untimed), None))
        found.append(
            Slot(session, frozenset(it.code for it in above), room, moment(session.starts_at), moment(session.ends_at))
        )
    return sorted(found, key=lambda slot: slot.starts_at)


def moment(text: str) -> datetime:
    """A time as the agenda writes it."""
    return datetime.fromisoformat(text)


def all_room_clashes(agenda: Agenda) -> Iterator[tuple[Slot, list[Slot]]]:
    """Each slot with the unrelated earlier ones that leave it no room: one of the two takes all rooms."""
    everywhere, anywhere = _Running(), _Running()
    for slot in slots(agenda):
        if not slot.room and not slot.session.all_rooms:
            continue
        if others := (anywhere if slot.session.all_rooms else everywhere).beside(slot):
            yield slot, others
        anywhere.add(slot)
        if slot.session.all_rooms:
            everywhere.add(slot)


def codes(taken: list[Slot]) -> str:
    """“one”, “two” and others: by their codes, not all of them where they are many."""
    named = ", ".join(f"“{slot.session.code}”" for slot in taken[:_NAMED])
    return f"{named} and others" if len(taken) > _NAMED else named


def _about_the_edition(agenda: Agenda) -> Iterator[Problem]:
    key = agenda.edition.slug
    if agenda.edition.status == "planned":
        message = "The edition is still planned; set its status to announced first."
        yield Problem("", message, subject="edition", key=key)
    if not agenda.sessions:
        yield Problem("", "There is no session to publish.", subject="edition", key=key)


def _about_identity(agenda: Agenda) -> Iterator[Problem]:
    """What apps and calendars know a session by: its GUID, its code, its number among its like."""
    guids: dict[str, str] = {}
    known: set[str] = set()
    numbers: dict[tuple[str, str, int], str] = {}
    for session, parent in _with_parents(agenda.sessions):
        if not session.guid:
            yield _of(session, "has no GUID, so no calendar could follow it; save it again to give it one.")
        elif guids.setdefault(session.guid, session.code) != session.code:
            yield _of(session, f"has the same GUID as “{guids[session.guid]}”; each needs its own.")
        if session.code in known:
            yield _of(session, "has the same code as another session; each needs its own.")
        known.add(session.code)
        if session.number:
            key = (parent.code if parent else "", session.kind, session.number)
            if (first := numbers.setdefault(key, session.code)) != session.code:
                kind = session.kind.replace("-", " ")
                yield _of(session, f"is {kind} number {session.number}, and so is “{first}”.")


def _with_parents(
    sessions: Iterable[SessionEntry], parent: SessionEntry | None = None
) -> Iterator[tuple[SessionEntry, SessionEntry | None]]:
    for session in sessions:
        yield session, parent
        yield from _with_parents(session.parts, session)


def _about_times(agenda: Agenda) -> Iterator[Problem]:
    first, last = agenda.edition.starts_on, agenda.edition.ends_on
    for line in lines(agenda.sessions):
        session = line[-1]
        if not session.starts_at and not session.ends_at:
            continue
        if not session.starts_at or not session.ends_at:
            yield _of(session, "has one of its times only; give both or neither.")
            continue
        if moment(session.ends_at) <= moment(session.starts_at):
            yield _of(session, "ends before it starts.")
        if not first or not last:
            continue
        # After midnight it is still the evening before, for a session that begins then as for one that goes on.
        if session.starts_at[:10] < first or programme_day(session.starts_at, first) > last:
            yield _of(session, f"starts on {session.starts_at[:10]}, outside the edition ({first} to {last}).")
        elif date.fromisoformat(session.ends_at[:10]) > date.fromisoformat(last) + timedelta(days=1):
            yield _of(session, f"ends on {session.ends_at[:10]}, outside the edition ({first} to {last}).")


def _about_nesting(agenda: Agenda) -> Iterator[Problem]:
    for line in lines(agenda.sessions):
        part = line[-1]
        around = next((it for it in reversed(line[:-1]) if it.starts_at and it.ends_at), None)
        if not around or not around.starts_at or not around.ends_at or not part.starts_at or not part.ends_at:
            continue
        if moment(part.starts_at) < moment(around.starts_at) or moment(part.ends_at) > moment(around.ends_at):
            yield _of(part, f"is not within the time of “{around.code}”, which it is part of.")


def _about_rooms(agenda: Agenda) -> Iterator[Problem]:
    rooms: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots(agenda):
        if slot.room:
            rooms[slot.room].append(slot)
    for room, held in rooms.items():
        for slot, others in _clashes(held):
            message = f"room “{room}” is taken by {codes(others)} at the same time."
            yield Problem(slot.session.code, message, subject="room", key=room)
    for slot, others in all_room_clashes(agenda):
        # People have lunch while a seminar goes on next door; that is a warning.
        if taking := [other for other in others if not is_about_a_break(slot, other)]:
            verb = "takes all rooms while" if slot.session.all_rooms else "has no room while"
            yield _of(slot.session, f"{verb} {codes(taking)} {'is' if len(taking) == 1 else 'are'} on.")


def is_about_a_break(one: Slot, other: Slot) -> bool:
    """Whether it is only a break that takes all the rooms."""
    return any(slot.session.all_rooms and slot.session.kind == "break" for slot in (one, other))


def _about_people(agenda: Agenda, presences: list[Presence]) -> Iterator[Problem]:
    """In two places at once in any role, moderators and rapporteurs included."""
    roles: dict[str, dict[str, Presence]] = defaultdict(dict)
    for presence in presences:
        if presence.is_foreign:
            message = f"{presence.name} is a speaker of another edition; choose this edition's own."
            yield Problem(presence.session, message, subject="speaker", key=presence.speaker)
        elif presence.speaker and presence.mode in _PRESENT:
            roles[presence.session][presence.speaker] = presence
    people: dict[str, list[Slot]] = defaultdict(list)
    names = {presence.speaker: presence.name for presence in presences}
    for slot in slots(agenda):
        for speaker in roles.get(slot.session.code, {}):
            people[speaker].append(slot)
    for speaker, held in people.items():
        for slot, others in _clashes(held):
            message = f"{names[speaker]} is in {codes(others)} at the same time."
            yield Problem(slot.session.code, message, subject="speaker", key=speaker)


def _of(session: SessionEntry, message: str) -> Problem:
    return Problem(session.code, message, key=session.code)


def _clashes(held: list[Slot]) -> Iterator[tuple[Slot, list[Slot]]]:
    """Each slot with those earlier ones that are still on."""
    running = _Running()
    for slot in held:
        if others := running.beside(slot):
            yield slot, others
        running.add(slot)


class _Running:
    """What is still on as time goes by: a slot is looked at when it begins and when it ends, not beside every other."""

    def __init__(self) -> None:
        self._slots: dict[int, Slot] = {}
        self._ends: list[tuple[datetime, int]] = []
        self._count = 0

    def add(self, slot: Slot) -> None:
        self._count += 1
        self._slots[self._count] = slot
        heappush(self._ends, (slot.ends_at, self._count))

    def beside(self, slot: Slot) -> list[Slot]:
        """What is on as the slot begins and is not related to it: a few of them, where they are many."""
        while self._ends and self._ends[0][0] <= slot.starts_at:
            del self._slots[heappop(self._ends)[1]]
        return list(islice((other for other in self._slots.values() if not slot.is_related(other)), _NAMED + 1))
