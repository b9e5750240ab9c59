"""A reading and the rows of an edition -> a plan. Nine queries, however many sessions; nothing is written."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from modeltranslation.utils import build_localized_fieldname

from forums.languages import DEFAULT, texts
from forums.models import Edition, Session
from forums.models.session import MAX_DEPTH

from .cast import Cast
from .content import CLEAR, Entry, Reading
from .kinds import guess_kind
from .matching import code_of, fold, guids, match
from .places import Places, free_slug, name_in, untranslated
from .plan import Change, Line, Plan, Writes
from .text import key, prose

_SHOWN = 120
_PLAIN = (
    "kind", "number", "layout", "status", "livestream_url", "recording_url", "starts_at", "ends_at",
)  # fmt: skip
_LISTS = ("floor_languages", "interpretation_languages")
_TRANSLATED = ("title", "theme", "description")


@dataclass(frozen=True, slots=True)
class Options:
    """What whoever brings a file says of it: the language of its texts, and whether its speakers may be named."""

    language: str = DEFAULT
    names_speakers: bool = True


@dataclass(slots=True)
class _Item:
    """An entry with its session, on file or new, and what became of it; ``reason`` is why it is refused."""

    entry: Entry
    session: Session
    is_new: bool
    remarks: list[str]
    reason: str = ""
    added: list[str] = field(default_factory=list)


def make_plan(edition: Edition, reading: Reading, options: Options, *, lock: bool = False) -> Plan:
    """What the file would do to the edition. ``lock`` holds the sessions for the transaction that carries it out."""
    return _Planner(edition, reading, options, lock=lock).plan()


class _Planner:
    def __init__(self, edition: Edition, reading: Reading, options: Options, *, lock: bool) -> None:
        self._edition = edition
        self._zone = ZoneInfo(edition.timezone)
        self._language = options.language
        self._reading = reading
        self._places = Places(edition, options.language, reading.capacities)
        rows = Session.objects.filter(edition=edition).order_by("pk")
        self._sessions = self._linked(list(rows.select_for_update() if lock else rows))
        entries = fold(reading.entries)
        people = (mention for entry in entries for mention in entry.mentions)
        self._cast = Cast(edition, options.language, people, names_speakers=options.names_speakers)
        self._guids_elsewhere = set(Session.objects.exclude(edition=edition).values_list("guid", flat=True))
        # A code that the file gives to one session is not made up for another.
        self._codes = {session.code for session in self._sessions} | {code_of(entry.code) for entry in entries}
        self._before = {session.pk: self._state(session) for session in self._sessions}
        found = match(entries, self._sessions, edition.slug)
        self._items = [
            _Item(entry, session or self._made(entry), session is None, list(entry.remarks))
            for entry, session in zip(entries, found, strict=True)
        ]

    def _linked(self, sessions: list[Session]) -> list[Session]:
        """The sessions with their rooms, tracks and parents as the very rows that are changed here."""
        by_pk = {session.pk: session for session in sessions}
        for session in sessions:
            session.parent = by_pk[session.parent_id] if session.parent_id else None
            session.room = self._places.rooms[session.room_id] if session.room_id else None
            session.track = self._places.tracks[session.track_id] if session.track_id else None
        return sessions

    def _made(self, entry: Entry) -> Session:
        """A new session with nothing but what tells it apart."""
        session = Session(edition=self._edition, parent=None, room=None, track=None, **untranslated(Session))
        if entry.guid:
            own = guids(entry.guid, self._edition.slug)
            session.guid = next((guid for guid in own if guid not in self._guids_elsewhere), session.guid)
        session.code = code_of(entry.code) or free_slug(entry.title, self._codes, "session", 80)
        self._codes.add(session.code)
        return session

    def plan(self) -> Plan:
        self._hang()
        taken = sorted((item for item in self._items if not item.reason), key=lambda item: len(_above(item.session)))
        for item in taken:
            self._adopt(item)
        self._settle_numbers(taken)
        writes = Writes()
        lines = [self._line(item, writes) for item in self._items]
        refused = [Line("refused", it.place, "", it.title, it.reason) for it in self._reading.refused]
        writes.rooms, writes.tracks = self._places.new_rooms, self._places.new_tracks
        writes.cards, writes.credits = self._cast.new_cards, self._cast.new_credits
        notes = [*self._reading.notes, *self._cast.notes]
        if self._language != DEFAULT and any(writes.new):
            notes.append("New titles and names stand in for English too, until they are translated.")
        return Plan([*refused, *lines, *self._absent()], notes, writes)

    # The tree

    def _hang(self) -> None:
        """Hang every entry below the session that it names, or refuse it."""
        tree = _Tree(self._sessions)
        by_code = {session.code: session for session in self._sessions}
        by_code |= {item.session.code: item.session for item in self._items}
        # Whoever wrote a code that this edition has in another form means the entry, wherever it was found.
        by_code |= {code_of(item.entry.code): item.session for item in self._items if item.entry.code}
        by_title: dict[str, set[int]] = defaultdict(set)
        by_id = {id(session): session for session in by_code.values()}
        for session in self._sessions:
            for title in texts(session, "title").values():
                by_title[key(title)].add(id(session))
        for item in self._items:
            by_title[key(item.entry.title)].add(id(item.session))
        for item in self._items:
            written = item.entry.parent
            if not written:
                continue
            alike = by_title.get(key(written), set())
            parent = by_code.get(code_of(written)) or (by_id.get(next(iter(alike))) if len(alike) == 1 else None)
            if written in CLEAR:
                tree.hang(item.session, None)
            elif parent is None:
                item.reason = (
                    f"It is part of “{written[:80]}”, which is neither here nor in the file; correct its code."
                )
            elif not tree.may_hang(item.session, parent):
                item.reason = (
                    f"It cannot be part of “{written[:80]}”: sessions nest {MAX_DEPTH} deep at most, never in a circle."
                )
            else:
                tree.hang(item.session, parent)
        for _ in range(MAX_DEPTH):
            refused = {id(item.session): item for item in self._items if item.reason and item.is_new}
            for item in self._items:
                if not item.reason and item.session.parent and id(item.session.parent) in refused:
                    title = refused[id(item.session.parent)].entry.title
                    item.reason = f"It is part of “{title[:80]}”, which is refused; mend that first."

    # The fields

    def _adopt(self, item: _Item) -> None:
        """Give the session what the entry says, where that is not what it says already."""
        session, said = item.session, item.entry.said
        for name in _TRANSLATED:
            if name in said:
                self._adopt_text(session, name, said[name])
        if item.is_new:
            title = item.entry.title
            name_in(session, "title", title, self._language)
            session.kind = said.get("kind") or guess_kind(title, is_part=session.parent is not None)
        for name in _PLAIN:
            if name in said and getattr(session, name) != said[name]:
                setattr(session, name, said[name])
        for name in _LISTS:
            if name in said and set(_nearest(session, name) or []) != set(said[name]):
                setattr(session, name, said[name])
        if (first := said.get("first_language")) and first not in (_nearest(session, "floor_languages") or []):
            session.floor_languages = [first]
        if "track" in said:
            track = self._places.track(said["track"]) if said["track"] else None
            if _nearest(session, "track") is not track:
                session.track = track
        self._adopt_room(session, said)
        item.added = self._cast.join(session, item.entry.mentions, item.remarks)

    def _adopt_text(self, session: Session, name: str, text: str) -> None:
        column = build_localized_fieldname(name, self._language)
        own = getattr(session, column) or ""
        if not text:
            setattr(session, column, "")
        elif prose(own) != text if own else text not in map(prose, texts(session, name).values()):
            setattr(session, column, text)

    def _adopt_room(self, session: Session, said: Any) -> None:
        """A part that is where its session is, in the file as here, needs no room of its own."""
        if "room" not in said:
            return
        held_in = next((it for it in [session, *_above(session)] if it.room or it.all_rooms), None)
        if said.get("all_rooms"):
            if held_in is None or not held_in.all_rooms:
                session.room, session.all_rooms = None, True
        else:
            room = self._places.room(said["room"]) if said["room"] else None
            if held_in is None or held_in.all_rooms or held_in.room is not room:
                session.room, session.all_rooms = room, False

    def _settle_numbers(self, taken: list[_Item]) -> None:
        """Leave out a number that another session of the kind has; whoever has it already goes first."""
        moved = [
            item for item in taken if item.is_new or _scope(item.session) != self._before[item.session.pk]["scope"]
        ]
        moving = {id(item.session) for item in moved}
        claimed = {_scope(session) for session in self._sessions if id(session) not in moving}
        for item in moved:
            session = item.session
            if session.number is not None and _scope(session) in claimed:
                item.remarks.append(
                    f"Number {session.number} is left out: another {session.get_kind_display()} has it already."
                )
                session.number = None
            claimed.add(_scope(session))

    # The lines

    def _state(self, session: Session) -> dict[str, Any]:
        """What an import can change of a session, by the column that holds it."""
        columns = [build_localized_fieldname(name, self._language) for name in _TRANSLATED]
        columns += [*_PLAIN, "room", "all_rooms", "track", "parent", *_LISTS]
        return {name: getattr(session, name) for name in columns} | {"scope": _scope(session)}

    def _line(self, item: _Item, writes: Writes) -> Line:
        entry, session = item.entry, item.session
        if item.reason:
            code = "" if item.is_new else session.code
            return Line("refused", entry.place, code, entry.title, item.reason, remarks=item.remarks)
        if item.is_new:
            writes.new[len(_above(session))].append(session)
            return Line(
                "new", entry.place, session.code, entry.title, summary=self._summary(item), remarks=item.remarks
            )
        before, after = self._before[session.pk], self._state(session)
        changed = [column for column in after if column != "scope" and after[column] != before[column]]
        changes = [Change(_called(it), self._shown(before[it]), self._shown(after[it])) for it in changed]
        if changed:
            writes.changed.append(session)
            writes.columns |= set(changed) | {
                name for name in _TRANSLATED if any(it.startswith(name) for it in changed)
            }
            if before["number"] is not None and before["scope"] != after["scope"]:
                writes.renumbered.append(session.pk)
        changes += [Change("speakers", "", added) for added in item.added]
        outcome = "changed" if changes else "same"
        return Line(outcome, entry.place, session.code, entry.title, changes=changes, remarks=item.remarks)

    def _summary(self, item: _Item) -> str:
        """When, where and how many speak: a new session at a glance."""
        session = item.session
        parts = [session.get_kind_display()]
        if session.starts_at and session.ends_at:
            starts, ends = (moment.astimezone(self._zone) for moment in (session.starts_at, session.ends_at))
            parts.append(f"{starts:%a %d %b %Y, %H:%M}–{ends:%H:%M}")
        held_in = next((it for it in [session, *_above(session)] if it.room or it.all_rooms), None)
        if held_in:
            parts.append(held_in.room.name if held_in.room else "all rooms")
        if session.parent:
            parts.append(f"part of {session.parent.title}")
        if item.added:
            parts.append(f"{len(item.added)} speaker{'s' if len(item.added) > 1 else ''}")
        return " · ".join(parts)

    def _shown(self, value: Any) -> str:
        if isinstance(value, datetime):
            return f"{value.astimezone(self._zone):%Y-%m-%d %H:%M}"
        if isinstance(value, bool):
            return "yes" if value else "no"
        text = ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
        return f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text

    def _absent(self) -> Iterator[Line]:
        named = {id(item.session) for item in self._items}
        for session in self._sessions:
            if id(session) not in named:
                yield Line("absent", "", session.code, session.title)


class _Tree:
    """Which session is part of which, while entries are hung into it."""

    def __init__(self, sessions: list[Session]) -> None:
        self._parts: dict[int, list[Session]] = defaultdict(list)
        for session in sessions:
            if session.parent:
                self._parts[id(session.parent)].append(session)

    def may_hang(self, session: Session, parent: Session) -> bool:
        above = [parent, *_above(parent)]
        return all(it is not session for it in above) and len(above) + self._levels(session) <= MAX_DEPTH

    def hang(self, session: Session, parent: Session | None) -> None:
        if session.parent is parent:
            return
        if session.parent:
            self._parts[id(session.parent)].remove(session)
        session.parent = parent
        if parent:
            self._parts[id(parent)].append(session)

    def _levels(self, session: Session, deepest: int = MAX_DEPTH) -> int:
        below = (self._levels(part, deepest - 1) for part in self._parts[id(session)]) if deepest else ()
        return 1 + max(below, default=0)


def _above(session: Session) -> list[Session]:
    """What it is part of, the nearest first."""
    found: list[Session] = []
    parent = session.parent
    while parent is not None and len(found) < MAX_DEPTH:
        found.append(parent)
        parent = parent.parent
    return found


def _nearest(session: Session, name: str) -> Any:
    """What a session says, or else the nearest one that it is part of."""
    return next((value for it in [session, *_above(session)] if (value := getattr(it, name))), None)


def _scope(session: Session) -> tuple[Any, ...]:
    """Within what a number may come once; a session without a number is in nobody's way."""
    return (id(session.parent) if session.parent else None, session.kind, session.number or id(session))


def _called(column: str) -> str:
    name = next((it for it in _TRANSLATED if column.startswith(it)), column)
    return {"starts_at": "start", "ends_at": "end", "parent": "part of"}.get(name, name.replace("_", " "))
