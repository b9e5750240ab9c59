"""Which session on file an entry is about: by GUID, else by code, else by title with time and place."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.text import slugify

from forums.languages import texts
from forums.models import Session

from .content import Entry
from .text import key


def guids(written: str, edition_slug: str) -> list[UUID]:
    """The GUIDs that a session may have here: the written one, if it is one, and the one made of it for the edition.

    The second is for what is no UUID, and for a session that another edition has under the first.
    """
    made = uuid5(NAMESPACE_URL, f"plenary:{edition_slug}/imported/{written.casefold()}")
    try:
        return [UUID(written), made]
    except ValueError:
        return [made]


def fold(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with each that is listed several times, in each of its rooms for instance, taken once.

    Of different sessions under one GUID or code, the first keeps it.
    """
    found: list[Entry] = []
    first: dict[tuple[str, str], int] = {}
    for entry in entries:
        names = [(kind, name.casefold()) for kind, name in (("guid", entry.guid), ("code", entry.code)) if name]
        same = next((first[name] for name in names if name in first), None)
        if same is None:
            first |= dict.fromkeys(names, len(found))
            found.append(entry)
        elif _is_again(found[same], entry):
            other, one = entry.said.get("room"), found[same].said.get("room")
            where = f", also in {other}" if other and other != one else ""
            found[same] = replace(found[same], remarks=(*found[same].remarks, f"Listed again{where}; taken once."))
        else:
            remark = f"{found[same].place} has the same code or GUID, so this one is told apart by its title and time."
            found.append(replace(entry, guid="", code="", remarks=(*entry.remarks, remark)))
    return found


def _is_again(one: Entry, other: Entry) -> bool:
    return key(one.title) == key(other.title) and one.said.get("starts_at") == other.said.get("starts_at")


def match(entries: Sequence[Entry], sessions: Sequence[Session], edition_slug: str) -> list[Session | None]:
    """For each entry the session that it is about; no session is matched twice. Reads parents and rooms as loaded."""
    found: list[Session | None] = [None] * len(entries)
    taken: set[int] = set()

    def claim(index: int, session: Session) -> None:
        found[index] = session
        taken.add(session.pk)

    by_guid = {session.guid: session for session in sessions}
    by_code = {session.code.casefold(): session for session in sessions}
    for index, entry in enumerate(entries):
        known = (by_guid[guid] for guid in (guids(entry.guid, edition_slug) if entry.guid else ()) if guid in by_guid)
        if (session := next(known, None)) and session.pk not in taken:
            claim(index, session)
    for index, entry in enumerate(entries):
        session = by_code.get(code_of(entry.code)) if entry.code and found[index] is None else None
        if session and session.pk not in taken:
            claim(index, session)
    # From the most certain to the least; only what has no name of its own is found by its title alone.
    for precision in (3, 2, 1):
        left = [
            index
            for index, entry in enumerate(entries)
            if found[index] is None and (precision > 1 or not (entry.guid or entry.code))
        ]
        open_sessions = [session for session in sessions if session.pk not in taken]
        by_look: dict[tuple[Hashable, ...], list[Session]] = defaultdict(list)
        for session in open_sessions:
            for look in _looks(session, precision):
                by_look[look].append(session)
        counts = Counter(_look(entries[index], precision) for index in left)
        for index in left:
            look = _look(entries[index], precision)
            alike = [session for session in by_look[look] if session.pk not in taken]
            # Of several that look alike, the first is as good as the second only where they are alike in everything.
            if alike and (precision == 3 or (len(alike) == 1 and counts[look] == 1)):
                claim(index, alike[0])
    return found


def code_of(written: str) -> str:
    """What is written as a code, as an address has it."""
    return slugify(written)[:80].strip("-").casefold()


def _look(entry: Entry, precision: int) -> tuple[Hashable, ...]:
    return _of(entry.title, entry.said.get("starts_at"), key(entry.said.get("room") or ""))[:precision]


def _looks(session: Session, precision: int) -> set[tuple[Hashable, ...]]:
    """How the session looks in each language of its title and, where it has a room, with each of the room's names."""
    rooms = (
        {key(name) for name in texts(session.room, "name").values()} | {key(session.room.slug)}
        if session.room
        else {""}
    )
    titles = texts(session, "title").values()
    return {_of(title, session.starts_at, room)[:precision] for title in titles for room in rooms}


def _of(title: str, starts_at: datetime | None, room: str) -> tuple[Hashable, ...]:
    return key(title), starts_at.timestamp() if starts_at else None, room
