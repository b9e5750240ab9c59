"""The agenda as linked data for search engines (JSON-LD, schema.org), made from a release's content alone."""

import json
from typing import Any

from . import words
from .content import in_language
from .reading import Line, bcp47, held_in, is_cancelled, lines, nearest, web

Tree = dict[str, Any]

_SCHEMA = "https://schema.org"
_ATTENDANCE = {"onsite": "Offline", "online": "Online", "hybrid": "Mixed"}
# A sponsor supports "through a pledge, promise, or financial contribution"; whoever else helps is a contributor.
_PARTNERS = {
    "host": "organizer",
    "organizer": "organizer",
    "co-organizer": "organizer",
    "international-supporting": "sponsor",
    "supporting": "sponsor",
    "sponsor": "sponsor",
    "partner": "contributor",
    "media": "contributor",
}
# The same string in JSON, but no end of a script element and no entity in a page.
_IN_PAGES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def agenda_jsonld(tree: Tree, *, language: str, site: str, known: frozenset[str], session: str | None = None) -> bytes:
    """The edition with its sessions, or one session by its code, with its parts and with what it is part of.

    Safe inside a page's ``<script type="application/ld+json">``. LookupError: there is no such session.
    """
    events = _Events(tree, language, site, known)
    if session is None:
        event = events.of_edition()
    elif line := next((line for line in lines(tree["sessions"]) if line[-1]["code"] == session), None):
        event = events.of_session(line) | {"superEvent": events.above(line)}
    else:
        raise LookupError(session)
    text = json.dumps({"@context": _SCHEMA} | event, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_IN_PAGES).encode()


class _Events:
    """A release in one language, and how its sessions are written as events."""

    def __init__(self, tree: Tree, language: str, site: str, known: frozenset[str]) -> None:
        self.tree, self.language, self.known = tree, language, known
        self.languages = [language, *tree["edition"]["languages"], "en"]
        self.edition: Tree = self.say(tree["edition"])
        self.rooms = {room["slug"]: room for room in tree["rooms"]}
        self.tracks = {track["slug"]: track["name"] for track in tree["tracks"]}
        self.speakers = {speaker["slug"]: speaker for speaker in tree["speakers"]}
        self.forum = f"{site}/{self.edition['forum_slug']}/"
        self.address = f"{self.forum}{self.edition['slug']}/"
        # A page and the event that it is about are two things.
        self.event = f"{self.address}#event"

    def say(self, texts: Any) -> Any:
        """Text by text, as it is needed: for one session nobody reads all of them."""
        return in_language(texts, self.languages, self.known)

    def of_edition(self) -> Tree:
        edition = self.edition
        partners: dict[str, list[Tree]] = {}
        for partner in edition["partners"]:
            partners.setdefault(_PARTNERS[partner["role"]], []).append(_organization(partner["organization"]))
        mode = _ATTENDANCE[edition["format"]]
        return _node(
            "Event",
            self.event,
            name=edition["title"],
            url=self.address,
            startDate=edition["starts_on"],
            endDate=edition["ends_on"],
            eventStatus=_status(edition["status"] == "cancelled"),
            eventAttendanceMode=_attendance(mode),
            location=_places(mode, self._venue(), _node("VirtualLocation", url=self.address)),
            inLanguage=[bcp47(code) for code in dict.fromkeys(edition["languages"])],
            about=[_node("Thing", name=edition["theme"])] if edition["theme"] else [],
            **partners,
            superEvent=self._series(),
            subEvent=[self.of_session((session,)) for session in self.tree["sessions"]],
        )

    def of_session(self, line: Line) -> Tree:
        """A session and its parts. A part is within its session's time, and says its own: nothing here adds them up.

        Planned times, as an event that took place is still "scheduled" here. People are written out in each session:
        search engines read one event at a time.
        """
        session = line[-1]
        livestream = web(session["livestream_url"])
        mode = _ATTENDANCE[self.edition["format"]]
        if livestream and mode == "Offline":
            mode = "Mixed"
        track = nearest(line, "track")
        languages = [*(nearest(line, "floor_languages") or []), *(nearest(line, "interpretation_languages") or [])]
        return _node(
            "Event",
            _urn(session),
            **self._name(session),
            description=self.say(session["description"]),
            startDate=session["starts_at"],
            endDate=session["ends_at"],
            eventStatus=_status(self.edition["status"] == "cancelled" or is_cancelled(line)),
            eventAttendanceMode=_attendance(mode),
            location=self._location(line, mode, livestream),
            inLanguage=[bcp47(code) for code in dict.fromkeys(languages)],
            about=self._subjects(session),
            keywords=[words.kind(session["kind"], self.language), *([self.say(self.tracks[track])] if track else [])],
            organizer=[_organization(self.say(organization)) for organization in session["organizers"]],
            **self._people(session),
            recordedIn=_node("CreativeWork", url=recording) if (recording := web(session["recording_url"])) else None,
            subEvent=[self.of_session((*line, part)) for part in session["parts"]],
        )

    def above(self, line: Line) -> Tree:
        """What a session is part of, by name: its session, the edition, the series."""
        if len(line) > 1:
            return _node("Event", _urn(line[-2]), **self._name(line[-2]), superEvent=self.above(line[:-1]))
        name, address = self.edition["title"], self.address
        return _node("Event", self.event, name=name, url=address, superEvent=self._series())

    def _series(self) -> Tree:
        return _node("EventSeries", f"{self.forum}#series", name=self.edition["forum"], url=self.forum)

    def _name(self, session: Tree) -> Tree:
        return {"name": self.say(session["title"]), "url": f"{self.address}sessions/{session['code']}/"}

    def _venue(self) -> Tree | None:
        """The place of the edition, as far as it is known."""
        edition = self.edition
        address = _node("PostalAddress", addressLocality=edition["city"], addressCountry=edition["country"])
        name = edition["venue"] or edition["city"]
        return _node("Place", name=name, address=address if len(address) > 1 else None) if name else None

    def _location(self, line: Line, mode: str, livestream: str) -> Any:
        """A part is where its session is unless it says otherwise; what is in all rooms is at the venue."""
        slug = held_in(line)["room"]
        room = self.say(self.rooms[slug]) if slug else None
        name = room["name"] if room else ""
        # Online, a room is a channel.
        channel = name if mode == "Online" else ""
        online = _node("VirtualLocation", name=channel, url=livestream or self._name(line[-1])["url"])
        place = venue = self._venue()
        if room:
            address, capacity = (venue or {}).get("address"), room["capacity"]
            place = _node("Place", name=name, address=address, containedInPlace=venue, maximumAttendeeCapacity=capacity)
        return _places(mode, place, online)

    def _subjects(self, session: Tree) -> list[Tree]:
        theme = self.say(session["theme"])
        goals = [
            _node("Thing", f"http://metadata.un.org/sdg/{number}", name=f"SDG {number}") for number in session["sdgs"]
        ]
        return [_node("Thing", name=theme), *goals] if theme else goals

    def _people(self, session: Tree) -> dict[str, list[Tree]]:
        """Who performs, each once; nobody, and no delegation, where the attribution regime names nobody."""
        if session["attribution"] != "named":
            return {}
        roles: dict[tuple[str, str], set[str]] = {}
        nodes: dict[tuple[str, str], Tree] = {}
        for credit in session["credits"]:
            if credit["speaker"]:
                key, node = ("speaker", credit["speaker"]), self._person(self.speakers[credit["speaker"]])
            else:
                key, node = ("seat", credit["seat_of"]["slug"]), _organization(self.say(credit["seat_of"]))
            nodes[key] = node
            roles.setdefault(key, set()).add(credit["role"])
        # A rapporteur listens and writes: not on the stage, but not nobody.
        silent = {key for key, said in roles.items() if said == {"rapporteur"}}
        return {
            "performer": [node for key, node in nodes.items() if key not in silent],
            "contributor": [node for key, node in nodes.items() if key in silent],
        }

    def _person(self, speaker: Tree) -> Tree:
        organization = speaker["organization"]
        return _node(
            "Person",
            _urn(speaker),
            name=speaker["name"],
            alternateName=speaker["native_name"],
            jobTitle=list(self.say(speaker["titles"])),
            affiliation=_organization(self.say(organization)) if organization else None,
            url=f"{self.address}speakers/{speaker['slug']}/",
            sameAs=[link for link in speaker["links"] if web(link)],
        )


def _node(kind: str, identity: str = "", /, **values: Any) -> Tree:
    """A thing of this kind, with what is known of it."""
    return {"@type": kind} | {name: value for name, value in {"@id": identity, **values}.items() if value}


def _urn(entry: Tree) -> str:
    """What tells a session or a person apart from every other, wherever the site moves."""
    return f"urn:uuid:{entry['guid']}"


def _organization(organization: Tree) -> Tree:
    name, acronym = organization["name"], organization["acronym"]
    return _node("Organization", name=name, alternateName=acronym if acronym != name else "")


def _places(mode: str, place: Tree | None, online: Tree) -> Any:
    """Where one can attend: on the spot, on the web, or both."""
    found = [place if mode != "Online" else None, online if mode != "Offline" else None]
    places = [entry for entry in found if entry]
    return places[0] if len(places) == 1 else places


def _status(is_cancelled: bool) -> str:
    return f"{_SCHEMA}/{'EventCancelled' if is_cancelled else 'EventScheduled'}"


def _attendance(mode: str) -> str:
    return f"{_SCHEMA}/{mode}EventAttendanceMode"
