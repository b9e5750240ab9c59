"""The agenda as days, rooms and events, the way that apps for frab's schedules think of a conference. Pure."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from .content import in_language
from .reading import bcp47

Tree = dict[str, Any]

# What XML 1.0 has no way to write, escaped or not; a carriage return would not come back as one.
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Apps keep ids in 32 bits, with a sign.
_LARGEST_ID = 2**31 - 1
_DAY_CHANGE = time(4)
_DAY = timedelta(days=1)
_WORDS = {
    "en": ("All rooms", "Room not stated", "Online", "Livestream", "Recording"),
    "zh-hans": ("所有会场", "会场未注明", "线上", "直播", "录像"),
    "fr": ("Toutes les salles", "Salle non précisée", "En ligne", "Diffusion en direct", "Enregistrement"),
    "es": ("Todas las salas", "Sala sin especificar", "En línea", "Transmisión en directo", "Grabación"),
    "ru": ("Все залы", "Зал не указан", "Онлайн", "Прямая трансляция", "Запись"),
    "ar": ("جميع القاعات", "القاعة غير محددة", "عبر الإنترنت", "بث مباشر", "تسجيل"),
}


@dataclass(frozen=True, slots=True)
class Room:
    """A room by its name, which no other has; ``slug`` is empty for what only stands in for a room."""

    slug: str
    name: str
    guid: str
    capacity: int | None


@dataclass(frozen=True, slots=True)
class Event:
    """A session with its place in the timetable. A ``language`` is empty if unknown, and so is every missing text."""

    id: int
    guid: str
    slug: str
    url: str
    start: datetime
    end: datetime
    room: Room
    title: str
    subtitle: str
    track: str
    kind: str
    language: str
    abstract: str
    description: str
    recording_url: str
    is_unrecorded: bool
    persons: list[Tree]
    links: list[Tree]

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Day:
    """A day by its date; ``rooms`` are those in which something happens."""

    date: date
    start: datetime
    end: datetime
    rooms: dict[Room, list[Event]]


class Timetable:
    """A release in one language."""

    def __init__(
        self, tree: Tree, times: Mapping[int, datetime], language: str, site: str, known: frozenset[str]
    ) -> None:
        wanted = [language, *tree["edition"]["languages"], "en"]
        tree = _writable(in_language(tree, wanted, known))
        words = next(_WORDS[code] for code in wanted if code in _WORDS)
        self.edition: Tree = tree["edition"]
        self.zone = ZoneInfo(self.edition["timezone"])
        self.address = f"{site}/{self.edition['forum_slug']}/{self.edition['slug']}/"
        self.version = f"{max(times)} ({times[max(times)].astimezone(self.zone):%Y-%m-%d})"
        # Both schemas ask for four characters at least, one of them for no hyphen.
        acronym = re.sub("[^a-z0-9_]", "_", self.edition["slug"].lower())
        self.acronym = acronym if len(acronym) >= 4 else f"edition_{acronym}"
        self.tracks = {track["slug"]: track["name"] or track["slug"] for track in tree["tracks"]}
        self._places = self._name_rooms(tree["rooms"], words)
        self._links_called = words[3:]
        self._speakers = {speaker["slug"]: speaker for speaker in tree["speakers"]}
        self._speaker_ids = _ids(speaker["guid"] for speaker in tree["speakers"])
        lines = list(_timed(tree["sessions"]))
        self._session_ids = _ids(session["guid"] for session, _ in lines)
        events = [self._event(*line) for line in lines]
        # Where both begin together, a plenary comes before its first part.
        events.sort(key=lambda event: (event.start, -event.minutes, event.guid))
        # What every beginning and every length is a multiple of, in minutes.
        self.slot = math.gcd(60, *(number for event in events for number in (event.start.minute, event.minutes)))
        self.days = self._days(events)
        used = {room for day in self.days for room in day.rooms}
        self.rooms = [room for room in self._places.values() if room.slug or room in used]

    def _name_rooms(self, rooms: list[Tree], words: tuple[str, ...]) -> dict[str, Room]:
        """The rooms by their slugs, and by no slug what stands in for them: all rooms (*) and none.

        All rooms come first, as a break is what everybody looks for.
        """
        everywhere, nowhere = words[0], words[2 if self.edition["format"] == "online" else 1]
        taken = {everywhere, nowhere}
        places = {"*": self._place("", "all-rooms", everywhere)}
        for room in rooms:
            name = room["name"] or room["slug"]
            # The name is all that tells two rooms apart in a file.
            while name in taken:
                name += f" ({room['slug']})"
            taken.add(name)
            places[room["slug"]] = self._place(room["slug"], f"rooms/{room['slug']}", name, room["capacity"])
        return places | {"": self._place("", "no-room", nowhere)}

    def _place(self, slug: str, path: str, name: str, capacity: int | None = None) -> Room:
        return Room(slug, name, str(uuid5(NAMESPACE_URL, f"plenary:{self.edition['slug']}/{path}")), capacity)

    def _days(self, events: list[Event]) -> list[Day]:
        """Every day from the first to the last; apps number them, so the empty ones count.

        A day lasts from four to four, and whole days longer if an event of it does: apps tell by the hour of its end
        when the day changes, and put what begins at an earlier hour past midnight. For their sake a session before four
        belongs to the day before even on the edition's first.
        """
        by_date: dict[date, list[Event]] = {}
        for event in events:
            # By the clock on the wall, whatever it did that night.
            by_date.setdefault((event.start - timedelta(hours=_DAY_CHANGE.hour)).date(), []).append(event)
        bounds = [date.fromisoformat(day) for day in (self.edition["starts_on"], self.edition["ends_on"]) if day]
        # The schemas know no programme without a day.
        dates = [*bounds, *by_date] or [date(self.edition["year"], 1, 1)]
        days = []
        day, last_day = min(dates), max(dates)
        while day <= last_day:
            start = datetime.combine(day, _DAY_CHANGE, self.zone)
            end = start + _DAY
            rooms: dict[Room, list[Event]] = {room: [] for room in self._places.values()}
            for event in by_date.get(day, []):
                rooms[event.room].append(event)
                while end < event.end:
                    end += _DAY
            days.append(Day(day, start, end, {room: held for room, held in rooms.items() if held}))
            day += _DAY
        return days

    def _event(self, session: Tree, above: tuple[Tree, ...]) -> Event:
        line = (session, *above)
        track = _nearest(line, "track")
        languages = _nearest(line, "floor_languages") or [""]
        number = self._session_ids[session["guid"]]
        code = re.sub("[^a-z0-9_-]", "-", session["code"].lower())
        unrecorded = session["attribution"] == "chatham-house" and not session["recording_url"]
        return Event(
            id=number,
            guid=session["guid"],
            slug=f"{self.acronym}-{code}-{number:04}",
            url=self._address(session),
            start=datetime.fromisoformat(session["starts_at"]),
            end=datetime.fromisoformat(session["ends_at"]),
            room=self._room(line),
            title=session["title"],
            subtitle=session["theme"],
            track=self.tracks[track] if track else "",
            kind=session["kind"],
            language=bcp47(languages[0]),
            abstract=session["description"],
            description=self._description(session),
            recording_url=_web(session["recording_url"]),
            is_unrecorded=unrecorded,
            persons=self._persons(session),
            links=self._links(session, above),
        )

    def _address(self, session: Tree) -> str:
        return f"{self.address}sessions/{session['code']}/"

    def _room(self, line: tuple[Tree, ...]) -> Room:
        """A part is where its session is unless it says otherwise.

        What happens in all rooms happens once, in a room of that name: a GUID may not come twice, and whoever plans
        helpers or recordings by the file would count one break as many times as there are rooms.
        """
        held_in = next((entry for entry in line if entry["room"] or entry["all_rooms"]), None)
        if held_in is None:
            return self._places[""]
        return self._places["*" if held_in["all_rooms"] else held_in["room"]]

    def _description(self, session: Tree) -> str:
        """What the format has no field for: questions, roles and titles, how to take part."""
        lists = ("\n".join(session["policy_questions"]), "\n".join(map(self._credit, session["credits"])))
        return "\n\n".join(filter(None, [*lists, session["online_plan"], session["sdg_targets"]]))

    def _credit(self, credit: Tree) -> str:
        """Onsite moderator: Gong Ke, President of …; a line each, in protocol order."""
        if credit["seat_of"]:
            who = f"Delegate of {credit['seat_of']['name']}"
        else:
            who = ", ".join([credit["name"], *_titles(self._speakers.get(credit["speaker"], {}))])
        role = credit["role"].replace("-", " ").capitalize()
        return f"{role}: {who}" + (f" (“{credit['talk']}”)" if credit["talk"] else "")

    def _persons(self, session: Tree) -> list[Tree]:
        """Everybody who is named, once; a seat without a name is not a person, and apps would make it one."""
        roles: dict[str, list[str]] = {}
        for credit in session["credits"]:
            if credit["speaker"]:
                roles.setdefault(credit["speaker"], []).append(credit["role"])
        found = ((self._speakers[slug], said) for slug, said in roles.items())
        return [
            {
                "id": self._speaker_ids[speaker["guid"]],
                "guid": speaker["guid"],
                "name": speaker["name"],
                "url": f"{self.address}speakers/{speaker['slug']}/",
                "biography": speaker["bio"],
                "links": [{"url": link, "type": "web"} for link in map(_web, speaker["links"]) if link],
                # Not in the schema, which leaves a person open.
                "titles": _titles(speaker),
                "roles": said,
            }
            for speaker, said in found
        ]

    def _links(self, session: Tree, above: tuple[Tree, ...]) -> list[Tree]:
        livestream, recording = _web(session["livestream_url"]), _web(session["recording_url"])
        links = [
            {"url": livestream, "type": "media", "title": self._links_called[0]},
            {"url": recording, "type": "media", "title": self._links_called[1]},
        ]
        # The one way to say what a session is part of. Both keep their own times, though they overlap: a plenary cut
        # down to what its parts leave over would contradict the page and the calendar, and apps that draw a room as
        # one column cut it themselves where its first part begins.
        links += [{"url": self._address(entry), "type": "related", "title": entry["title"]} for entry in above[:1]]
        return [link for link in links if link["url"]]


def _timed(sessions: list[Tree], above: tuple[Tree, ...] = ()) -> Iterator[tuple[Tree, tuple[Tree, ...]]]:
    """Each session that takes place at a known time, with those that it is part of, the nearest first.

    The format has no word for cancelled: apps mark as cancelled what is gone from a newer version. Without a session
    there are no parts of it either.
    """
    for session in sessions:
        if session["status"] == "cancelled":
            continue
        if session["starts_at"]:
            yield session, above
        yield from _timed(session["parts"], (session, *above))


def _ids(guids: Iterable[str]) -> dict[str, int]:
    """A number for each GUID, the same in every release; of two that fall on the same, the later takes the next."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for guid in sorted(guids):
        number = UUID(guid).int % _LARGEST_ID + 1
        while number in taken:
            number = number % _LARGEST_ID + 1
        taken.add(number)
        found[guid] = number
    return found


def _nearest(line: tuple[Tree, ...], field: str) -> Any:
    """What a session says, or else the one that it is part of."""
    return next((entry[field] for entry in line if entry[field]), None)


def _titles(speaker: Tree) -> list[str]:
    """The titles as of the edition; whoever has none, the organization."""
    organization = speaker.get("organization")
    return list(speaker.get("titles") or ([organization["name"]] if organization else []))


def _web(address: str) -> str:
    return address if address.startswith(("https://", "http://")) else ""


def _writable(value: Any) -> Any:
    """The tree with nothing in its texts that a file of either kind cannot carry."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, dict):
        return {key: _writable(inner) for key, inner in value.items()}
    return [_writable(inner) for inner in value] if isinstance(value, list) else value
