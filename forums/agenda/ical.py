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

from icalendar import Calendar, Event, vCalAddress, vCategory, vDatetime, vInt, vText, vUri

from . import words
from .content import in_language
from .reading import Line, held_in, is_cancelled, lines, nearest, programme_day, titles
from .vtimezone import timezone

Tree = dict[str, Any]

# Of the control characters a text holds tab and line feed alone (RFC 5545, 3.3.11).
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# What fits into a line of 75 octets after a space: whole characters and, but for runs of backslashes, whole escapes.
_PIECE = re.compile(rb".{1,74}(?![\x80-\xbf])(?<!\\)|.{1,74}(?![\x80-\xbf])", re.DOTALL)
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
    agenda = _Agenda(tree, times, language, known, site)
    timed = [line for line in agenda.lines if line[-1]["starts_at"]]
    wanted = [line for line in timed if agenda.is_wanted(line, day, track, session, speaker)]
    gone = [entry for entry in tree["withdrawn"] if entry["starts_at"]]
    gone = [entry for entry in gone if agenda.was_wanted(entry, day, track, session, speaker)]
    calendar = agenda.head(day, track, session, speaker)
    if source:
        calendar.add("source", vUri(_uri(source), params={"VALUE": "URI"}))
    calendar.add_component(timezone(agenda.zone, *_span(agenda)))
    # Time is counted once: a part is not busy where the session that it is part of is, in the same calendar. The other
    # way round, a plenary would be free between its parts, and a part that is added would change it.
    busy = {line[-1]["guid"] for line in wanted if not is_cancelled(line)}
    for line in wanted:
        calendar.add_component(agenda.event(line, inside=any(above["guid"] in busy for above in line[:-1])))
    for entry in gone:
        calendar.add_component(agenda.cancellation(entry))
    return _folded(calendar)


def _folded(calendar: Calendar) -> bytes:
    """The calendar as written (RFC 5545, 3.1). The library folds letter by letter, which is half of all the time."""
    written = (line.encode() for line in calendar.content_lines() if line)
    return b"".join(b"\r\n ".join(_PIECE.findall(line)) + b"\r\n" for line in written)


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
        self, tree: Tree, times: Mapping[int, datetime], language: str, known: frozenset[str], site: str
    ) -> None:
        self.tree, self.times, self.language, self.known = tree, times, language, known
        self.languages = [language, *tree["edition"]["languages"], "en"]
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
        cancelled = is_cancelled(line)
        event = self._stamped(session, "CANCELLED" if cancelled else "CONFIRMED", is_free=inside or cancelled)
        event["summary"] = _Text(self.heading(session))
        if description := self._description(line):
            event["description"] = _Text(description)
        if location := self._location(line):
            event["location"] = _Text(location)
        event["categories"] = self._categories(line)
        event["url"] = vUri(_uri(f"{self.address}sessions/{session['code']}/"))
        if address := session["livestream_url"]:
            features = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]}
            event["conference"] = vUri(_uri(address), params=features)
        if parents := [above for above in line[:-1] if above["starts_at"]]:
            event["related-to"] = _Text(self._uid(parents[-1]), params={"RELTYPE": "PARENT"})
        return event

    def cancellation(self, entry: Tree) -> Event:
        """A session that is no longer in the agenda, for those who have it from an earlier release.

        Of one whose release was taken back not even the title is kept.
        """
        event = self._stamped(entry, "CANCELLED", is_free=True)
        title = self.say(entry["title"]) or words.phrase("cancelled-session", self.language)
        event["summary"] = _Text(title)
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

    def was_wanted(
        self, entry: Tree, day: str | None, track: str | None, session: str | None, speaker: str | None
    ) -> bool:
        return (
            day in {None, self.day(entry)}
            and track in {None, entry["track"]}
            and session in {None, entry["code"]}
            and speaker in {None, *entry["speakers"]}
        )

    def day(self, session: Tree) -> str:
        """The day of the programme on which a session begins; none is before the edition's first."""
        return programme_day(session["starts_at"], self.edition["starts_on"])

    def heading(self, session: Tree) -> str:
        return words.heading(session, self.say(session["title"]), self.language)

    def _stamped(self, entry: Tree, status: str, *, is_free: bool) -> Event:
        # Each value in its own type: add() would look for one, which is a third of the time.
        event = Event()
        event["uid"] = _Text(self._uid(entry))
        event["organizer"] = self.organizer
        event["sequence"] = vInt(entry["revision"])
        event["dtstamp"] = event["last-modified"] = vDatetime(self.times[entry["changed_in"]].astimezone(UTC))
        event["dtstart"] = self._time(entry["starts_at"])
        event["dtend"] = self._time(entry["ends_at"])
        event["status"] = vText(status)
        event["transp"] = vText("TRANSPARENT" if is_free else "OPAQUE")
        return event

    def _uid(self, entry: Tree) -> str:
        return f"{entry['guid']}@{self.host}"

    def _time(self, moment: str) -> vDatetime:
        local = datetime.fromisoformat(moment).astimezone(self.zone)
        if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
            # An hour that comes twice is the first of them (RFC 5545, 3.3.5), to khal the second. In UTC it is one.
            return vDatetime(local.astimezone(UTC))
        return vDatetime(local)

    def _description(self, line: Line) -> str:
        session = line[-1]
        parents = [self._labelled("part-of", self.heading(above)) for above in line[-2:-1]]
        people = [self._credit(credit) for credit in session["credits"]]
        links = [(kind, session[f"{kind}_url"]) for kind in ("livestream", "recording")]
        addresses = [self._labelled(kind, address) for kind, address in links if address]
        texts = [self.say(session["theme"]), self.say(session["description"])]
        return "\n\n".join(filter(None, ["\n".join(parents), *texts, "\n".join(people), "\n".join(addresses)]))

    def _labelled(self, phrase: str, text: str) -> str:
        return words.pair(words.phrase(phrase, self.language), text, self.language)

    def _credit(self, credit: Tree) -> str:
        """Onsite moderator: Gong Ke (龚克), President of …; a line each, in protocol order."""
        if credit["seat_of"]:
            who = words.delegate_of(self.say(credit["seat_of"]["name"]), self.language)
        else:
            speaker = self.speakers[credit["speaker"]]
            name = speaker["name"] + (f" ({speaker['native_name']})" if speaker["native_name"] else "")
            who = ", ".join([name, *titles(self.say({key: speaker[key] for key in ("titles", "organization")}))])
        return words.credit(credit["role"], who, self.say(credit["talk"]), self.language)

    def _location(self, line: Line) -> str:
        """Hall 3, Congress Centre, Beijing; a part is where its session is unless it says otherwise."""
        slug = held_in(line)["room"]
        room = self.say(self.rooms[slug]) if slug else ""
        return ", ".join(filter(None, [room, self.edition["venue"], self.edition["city"]]))

    def _categories(self, line: Line) -> vCategory:
        track = self.say(self.tracks.get(nearest(line, "track"), ""))
        # Filled afterwards: the library would make its own texts of them.
        categories = vCategory([])
        categories.cats = [_Text(name) for name in (track, words.kind(line[-1]["kind"], self.language)) if name]
        return categories


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
