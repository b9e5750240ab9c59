"""The agenda as days, rooms and events, the way that apps for frab's schedules think of a conference. Pure."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from . import words
from .content import in_language
from .reading import Line, bcp47, held_in, is_cancelled, lines, nearest, programme_day, titles, web

Tree = dict[str, Any]

# What XML 1.0 has no way to write, escaped or not; a carriage return would not come back as one.
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Apps keep ids in 32 bits, with a sign.
_LARGEST_ID = 2**31 - 1
_DAY_CHANGE = time(4)
_DAY = timedelta(days=1)


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
    """A release in one language.

    Its times are those that were planned, whatever happened on the day: a schedule is what people go by. What is
    cancelled is not in it, as the format has no word for that: apps mark as cancelled what a newer version has lost.
    """

    def __init__(
        self, tree: Tree, times: Mapping[int, datetime], language: str, site: str, known: frozenset[str]
    ) -> None:
        wanted = [language, *tree["edition"]["languages"], "en"]
        tree = _writable(in_language(tree, wanted, known))
        self.language = language
        self.edition: Tree = tree["edition"]
        self.zone = ZoneInfo(self.edition["timezone"])
        self.address = f"{site}/{self.edition['forum_slug']}/{self.edition['slug']}/"
        self.version = f"{max(times)} ({times[max(times)].astimezone(self.zone):%Y-%m-%d})"
        # Both schemas ask for four characters at least, one of them for no hyphen.
        acronym = re.sub("[^a-z0-9_]", "_", self.edition["slug"].lower())
        self.acronym = acronym if len(acronym) >= 4 else f"edition_{acronym}"
        self.tracks = {track["slug"]: track["name"] or track["slug"] for track in tree["tracks"]}
        self._places = self._name_rooms(tree["rooms"])
        self._speakers = {speaker["slug"]: speaker for speaker in tree["speakers"]}
        self._speaker_ids = _ids(speaker["guid"] for speaker in tree["speakers"])
        shown = [line for line in lines(tree["sessions"]) if line[-1]["starts_at"] and not is_cancelled(line)]
        self._session_ids = _ids(line[-1]["guid"] for line in shown)
        events = [self._event(line) for line in shown]
        # Where both begin together, a plenary comes before its first part.
        events.sort(key=lambda event: (event.start, -event.minutes, event.guid))
        # What every beginning and every length is a multiple of, in minutes.
        self.slot = math.gcd(60, *(number for event in events for number in (event.start.minute, event.minutes)))
        self.days = self._days(events)
        used = {room for day in self.days for room in day.rooms}
        self.rooms = [room for room in self._places.values() if room.slug or room in used]

    def _name_rooms(self, rooms: list[Tree]) -> dict[str, Room]:
        """The rooms by their slugs, and by no slug what stands in for them: all rooms (*) and none.

        All rooms come first, as a break is what everybody looks for.
        """
        nowhere = "online" if self.edition["format"] == "online" else "no-room"
        everywhere, nowhere = (words.phrase(slug, self.language) for slug in ("all-rooms", nowhere))
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
        when the day changes. The first begins with its first session, if that is earlier: there is no day before it.
        """
        by_date: dict[date, list[Event]] = {}
        for event in events:
            held_on = programme_day(event.start.isoformat(), self.edition["starts_on"])
            by_date.setdefault(date.fromisoformat(held_on), []).append(event)
        bounds = [date.fromisoformat(day) for day in (self.edition["starts_on"], self.edition["ends_on"]) if day]
        # The schemas know no programme without a day.
        dates = [*bounds, *by_date] or [date(self.edition["year"], 1, 1)]
        days = []
        day, last_day = min(dates), max(dates)
        while day <= last_day:
            change = datetime.combine(day, _DAY_CHANGE, self.zone)
            start = min([change, *(event.start for event in by_date.get(day, []))])
            end = change + _DAY
            rooms: dict[Room, list[Event]] = {room: [] for room in self._places.values()}
            for event in by_date.get(day, []):
                rooms[event.room].append(event)
                while end < event.end:
                    end += _DAY
            days.append(Day(day, start, end, {room: held for room, held in rooms.items() if held}))
            day += _DAY
        return days

    def _event(self, line: Line) -> Event:
        session = line[-1]
        track = nearest(line, "track")
        languages = nearest(line, "floor_languages") or [""]
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
            kind=words.kind(session["kind"], self.language),
            language=bcp47(languages[0]),
            abstract=session["description"] or _only_abstract(session),
            description=self._description(session),
            recording_url=web(session["recording_url"]),
            is_unrecorded=unrecorded,
            persons=self._persons(session),
            links=self._links(line),
        )

    def _address(self, session: Tree) -> str:
        return f"{self.address}sessions/{session['code']}/"

    def _room(self, line: Line) -> Room:
        """A part is where its session is unless it says otherwise.

        What happens in all rooms happens once, in a room of that name: a GUID may not come twice, and whoever plans
        helpers or recordings by the file would count one break as many times as there are rooms.
        """
        place = held_in(line)
        return self._places["*" if place["all_rooms"] else place["room"] or ""]

    def _description(self, session: Tree) -> str:
        """What the format has no field for: questions, roles and titles, what each will say, how to take part."""
        lists = ("\n".join(session["policy_questions"]), "\n".join(map(self._credit, session["credits"])))
        told = [*lists, *self._abstracts(session), session["online_plan"], session["sdg_targets"]]
        return "\n\n".join(filter(None, told))

    def _abstracts(self, session: Tree) -> list[str]:
        if not session["description"] and _only_abstract(session):
            return []
        return [f"{credit['name']}\n{credit['abstract']}" for credit in session["credits"] if credit["abstract"]]

    def _credit(self, credit: Tree) -> str:
        """Onsite moderator: Gong Ke, President of …; a line each, in protocol order."""
        if credit["seat_of"]:
            who = words.delegate_of(credit["seat_of"]["name"], self.language)
        else:
            who = ", ".join([credit["name"], *titles(self._speakers[credit["speaker"]])])
        return words.credit(credit["role"], who, credit["talk"], self.language)

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
                "links": [{"url": link, "type": "web"} for link in map(web, speaker["links"]) if link],
                # Not in the schema, which leaves a person open.
                "titles": titles(speaker),
                "roles": said,
            }
            for speaker, said in found
        ]

    def _links(self, line: Line) -> list[Tree]:
        session = line[-1]
        links = [
            {"url": web(session[f"{kind}_url"]), "type": "media", "title": words.phrase(kind, self.language)}
            for kind in ("livestream", "recording")
        ]
        # The one way to say what a session is part of. Both keep their own times, though they overlap: a plenary cut
        # down to what its parts leave over would contradict the page and the calendar, and apps that draw a room as
        # one column cut it themselves where its first part begins.
        links += [{"url": self._address(it), "type": "related", "title": it["title"]} for it in line[-2:-1]]
        return [link for link in links if link["url"]]


def _only_abstract(session: Tree) -> str:
    """What is going to be said, where one speaker alone tells it."""
    abstracts: list[str] = [credit["abstract"] for credit in session["credits"] if credit["abstract"]]
    return abstracts[0] if len(abstracts) == 1 else ""


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


def _writable(value: Any) -> Any:
    """The tree with nothing in its texts that a file of either kind cannot carry."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, dict):
        return {key: _writable(inner) for key, inner in value.items()}
    return [_writable(inner) for inner in value] if isinstance(value, list) else value
