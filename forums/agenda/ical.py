"""The agenda as a calendar (iCalendar: RFC 5545 and 7986), whole or in part, made from a release's content alone.

A session keeps its UID from release to release; SEQUENCE and LAST-MODIFIED are its stamps (``revisions.py``), so that a
calendar that holds it moves it, renames it or strikes it out.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vCategory, vText, vUri

from .content import in_language
from .reading import Line, lines, nearest, programme_day
from .vtimezone import timezone

Tree = dict[str, Any]

# Of the control characters a text holds tab and line feed alone (RFC 5545, 3.3.11).
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# How often a calendar asks again: on the day itself an hour is long.
_REFRESH = timedelta(hours=1)
_DAY = timedelta(days=1)


def agenda_calendar(
    tree: Tree,
    *,
    times: Mapping[int, datetime],
    language: str,
    site: str,
    known: frozenset[str],
    day: str | None = None,
    track: str | None = None,
    session: str | None = None,
    speaker: str | None = None,
    source: str = "",
) -> bytes:
    """The sessions that have times, as events; of several selections, those that meet all of them.

    ``day`` is an ISO date, the others are slugs and codes. A part goes along with its session and its session's track,
    not with its session's speakers. ``source`` is the address under which this calendar is served.
    """
    agenda = _Agenda(tree, times, [language, *tree["edition"]["languages"], "en"], known, site)
    lines = [line for line in agenda.lines if line[-1]["starts_at"]]
    lines = [line for line in lines if agenda.is_wanted(line, day, track, session, speaker)]
    # Of a session that was withdrawn no track and no speakers are kept, so their calendars lose it without a word.
    gone = [entry for entry in tree["withdrawn"] if entry["starts_at"] and track is None and speaker is None]
    gone = [entry for entry in gone if day in {None, agenda.day(entry)} and session in {None, entry["code"]}]
    calendar = agenda.head(day, track, session, speaker)
    if source:
        calendar.add("source", vUri(_uri(source), params={"VALUE": "URI"}))
    calendar.add_component(timezone(agenda.zone, *_span(agenda)))
    # Time is counted once: a part is not busy where the session that it is part of is, in the same calendar. The other
    # way round, a plenary would be free between its parts, and a part that is added would change it.
    busy = {line[-1]["guid"] for line in lines if line[-1]["status"] != "cancelled"}
    for line in lines:
        calendar.add_component(agenda.event(line, inside=any(above["guid"] in busy for above in line[:-1])))
    for entry in gone:
        calendar.add_component(agenda.cancellation(entry))
    return calendar.to_ical()


class _Text(vText):
    """Text that people typed. The library takes a backslash before N for a line break: ``C:\\New`` would suffer."""

    def to_ical(self) -> bytes:
        text = _CONTROLS.sub("", "\n".join(self.splitlines()))
        for mark, escaped in (("\\", r"\\"), (";", r"\;"), (",", r"\,"), ("\n", r"\n")):
            text = text.replace(mark, escaped)
        return text.encode()


class _Agenda:
    """A release in one language, and how its sessions are written as events."""

    def __init__(
        self, tree: Tree, times: Mapping[int, datetime], languages: list[str], known: frozenset[str], site: str
    ) -> None:
        self.tree, self.times, self.languages, self.known = tree, times, languages, known
        self.edition: Tree = self.say(tree["edition"])
        self.lines = list(lines(tree["sessions"]))
        self.zone = ZoneInfo(self.edition["timezone"])
        self.rooms = {room["slug"]: room["name"] for room in tree["rooms"]}
        self.tracks = {track["slug"]: track["name"] for track in tree["tracks"]}
        self.speakers = {speaker["slug"]: speaker for speaker in tree["speakers"]}
        self.host = urlsplit(site).hostname
        forum = f"{site}/{self.edition['forum_slug']}/"
        self.address = f"{forum}{self.edition['slug']}/"
        # A published event has an organizer (RFC 5546, 3.2.1). Nobody's mailbox: a forum is where its pages are.
        name = _CONTROLS.sub("", " ".join(self.edition["forum"].splitlines()))
        self.organizer = vCalAddress(_uri(forum), params={"CN": name} if name else {})

    def say(self, texts: Any) -> Any:
        """Text by text, as it is needed: reading everything for one session took longer than writing it."""
        return in_language(texts, self.languages, self.known)

    def head(self, day: str | None, track: str | None, session: str | None, speaker: str | None) -> Calendar:
        """The calendar without its events, named after the edition and what was selected of it."""
        names = [self.edition["title"], day or "", self.say(self.tracks.get(track, ""))]
        names += [self.heading(line[-1]) for line in self.lines if line[-1]["code"] == session]
        names += [self.speakers[speaker]["name"]] if speaker in self.speakers else []
        name = _Text(" · ".join(filter(None, names)))
        calendar = Calendar()
        calendar.add("prodid", "-//Plenary//Agenda//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("name", name)
        calendar.add("url", vUri(_uri(self.address)))
        calendar.add("last-modified", self.times[max(self.times)])
        calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
        # The same again for those who read no RFC 7986: Apple, Google, Microsoft.
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", _Text(self.zone.key))
        calendar.add("x-published-ttl", "PT1H")
        return calendar

    def event(self, line: Line, *, inside: bool) -> Event:
        """A session as an event; ``inside`` one that is busy at the same time."""
        session = line[-1]
        cancelled = session["status"] == "cancelled"
        event = self._stamped(session, "CANCELLED" if cancelled else "CONFIRMED", is_free=inside or cancelled)
        event.add("summary", _Text(self.heading(session)))
        if description := self._description(line):
            event.add("description", _Text(description))
        if location := self._location(line):
            event.add("location", _Text(location))
        event.add("categories", self._categories(line))
        event.add("url", vUri(_uri(f"{self.address}sessions/{session['code']}/")))
        if address := session["livestream_url"]:
            features = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]}
            event.add("conference", vUri(_uri(address), params=features))
        if parents := [above for above in line[:-1] if above["starts_at"]]:
            event.add("related-to", _Text(self._uid(parents[-1])), parameters={"RELTYPE": "PARENT"})
        return event

    def cancellation(self, entry: Tree) -> Event:
        """A session that is no longer in the agenda, for those who have it from an earlier release."""
        event = self._stamped(entry, "CANCELLED", is_free=True)
        event.add("summary", _Text(self.say(entry["title"])))
        return event

    def is_wanted(
        self, line: Line, day: str | None, track: str | None, session: str | None, speaker: str | None
    ) -> bool:
        return (
            day in {None, self.day(line[-1])}
            and track in {None, nearest(line, "track")}
            and session in {None, *(entry["code"] for entry in line)}
            and speaker in {None, *(credit["speaker"] for credit in line[-1]["credits"])}
        )

    def day(self, session: Tree) -> str:
        """The day of the programme on which a session begins; none is before the edition's first."""
        return programme_day(session["starts_at"], self.edition["starts_on"])

    def heading(self, session: Tree) -> str:
        """Thematic Session 3: AI and the Workplace of the Future; other sessions carry their title, as in documents."""
        number = f"Thematic Session {session['number']}: "
        is_numbered = session["kind"] == "thematic-session" and session["number"]
        return (number if is_numbered else "") + self.say(session["title"])

    def _stamped(self, entry: Tree, status: str, *, is_free: bool) -> Event:
        event = Event()
        event.add("uid", _Text(self._uid(entry)))
        event.add("organizer", self.organizer)
        event.add("sequence", entry["revision"])
        event.add("dtstamp", self.times[entry["changed_in"]])
        event.add("last-modified", self.times[entry["changed_in"]])
        self._add_time(event, "dtstart", entry["starts_at"])
        self._add_time(event, "dtend", entry["ends_at"])
        event.add("status", status)
        event.add("transp", "TRANSPARENT" if is_free else "OPAQUE")
        return event

    def _uid(self, entry: Tree) -> str:
        return f"{entry['guid']}@{self.host}"

    def _add_time(self, event: Event, name: str, moment: str) -> None:
        local = datetime.fromisoformat(moment).astimezone(self.zone)
        if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
            # An hour that comes twice is the first of them (RFC 5545, 3.3.5), to khal the second. In UTC it is one.
            event.add(name, local.astimezone(UTC))
        else:
            event.add(name, local.replace(tzinfo=None), parameters={"TZID": self.zone.key})

    def _description(self, line: Line) -> str:
        session = line[-1]
        parents = [f"Part of: {self.heading(above)}" for above in line[-2:-1]]
        people = [self._credit(credit) for credit in session["credits"]]
        links = [("Livestream", session["livestream_url"]), ("Recording", session["recording_url"])]
        addresses = [f"{label}: {address}" for label, address in links if address]
        texts = [self.say(session["theme"]), self.say(session["description"])]
        return "\n\n".join(filter(None, ["\n".join(parents), *texts, "\n".join(people), "\n".join(addresses)]))

    def _credit(self, credit: Tree) -> str:
        """Onsite moderator: Gong Ke (龚克), President of …; a line each, in protocol order."""
        if credit["seat_of"]:
            who = f"Delegate of {self.say(credit['seat_of']['name'])}"
        else:
            speaker = self.speakers[credit["speaker"]]
            organization = [self.say(speaker["organization"]["name"])] if speaker["organization"] else []
            name = speaker["name"] + (f" ({speaker['native_name']})" if speaker["native_name"] else "")
            who = ", ".join([name, *(self.say(speaker["titles"]) or organization)])
        talk = self.say(credit["talk"])
        return f"{_words(credit['role'])}: {who}" + (f" (“{talk}”)" if talk else "")

    def _location(self, line: Line) -> str:
        """Hall 3, Congress Centre, Beijing; a part is where its session is unless it says otherwise."""
        held_in = next((entry for entry in reversed(line) if entry["room"] or entry["all_rooms"]), line[-1])
        room = self.say(self.rooms[held_in["room"]]) if held_in["room"] else ""
        return ", ".join(filter(None, [room, self.edition["venue"], self.edition["city"]]))

    def _categories(self, line: Line) -> vCategory:
        track = self.say(self.tracks.get(nearest(line, "track"), ""))
        # Filled afterwards: the library would make its own texts of them.
        categories = vCategory([])
        categories.cats = [_Text(name) for name in (track, _words(line[-1]["kind"])) if name]
        return categories


def _words(code: str) -> str:
    """A kind or a role as a reader knows it."""
    return "Questions and answers" if code == "qa" else code.replace("-", " ").capitalize()


def _uri(address: str) -> str:
    """The address with nothing in it that could end its line."""
    return quote(address, safe="%:/?#[]@!$&'()*+,;=~", errors="replace")


def _span(agenda: _Agenda) -> tuple[datetime, datetime]:
    """From before the edition until after it, roomy enough for any zone; in UTC."""
    entries = [*(line[-1] for line in agenda.lines), *agenda.tree["withdrawn"]]
    moments = [moment[:10] for entry in entries for moment in (entry["starts_at"], entry["ends_at"]) if moment]
    days = [*moments, *filter(None, [agenda.edition["starts_on"], agenda.edition["ends_on"]])]
    days = days or [agenda.times[max(agenda.times)].date().isoformat()]
    first, last = (datetime.combine(date.fromisoformat(day), time(tzinfo=UTC)) for day in (min(days), max(days)))
    return first - _DAY, last + 2 * _DAY
