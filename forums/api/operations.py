"""Every address of the API below ``/api/v1/``: what answers there, and what is said about it to those who read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.module_loading import autodiscover_modules

from forums.agenda.representations import REPRESENTATIONS, RESOURCES

from . import parameters
from .parameters import Parameter
from .views import AnswerView, CalendarView, CatalogueView, NowView, PublicView, ReleaseView

_E = "editions/{edition}"

TAGS = {
    "Editions": "Which forums and editions have published an agenda, and where everything of an edition is.",
    "Agenda": "The whole agenda of an edition in one body, in the format that suits the reader.",
    "Programme": "The agenda in parts: sessions, speakers, rooms and tracks, with filters and search.",
    "Calendars": "Calendars to subscribe to (RFC 5545): what changes is updated, what is withdrawn is cancelled.",
    "Releases": "What was published when, and what changed.",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One address; ``name`` is its operationId, ``shape`` the component that a JSON answer is made of."""

    name: str
    tag: str
    summary: str
    description: str
    view: type[AnswerView]
    representation: str
    shape: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        """What the answer is, without its character set."""
        known = (REPRESENTATIONS | RESOURCES).get(self.representation)
        return known.media_type.partition(";")[0] if known else "application/json"

    @property
    def options(self) -> dict[str, Any]:
        """What the view is told."""
        return {"representation": self.representation, "parameters": self.parameters}


@dataclass(frozen=True, slots=True)
class Act:
    """What one method does at a place; ``answers`` are the statuses of success, each with its words and its shape.

    ``bodies`` are what may be sent, a shape by its media type, with ``example`` for the first of them. ``problems``
    are the statuses of what may go wrong, each in words; what may go wrong everywhere is added. ``conflict`` is the
    shape of a 409 that says more than others.
    """

    name: str
    summary: str
    description: str
    answers: Mapping[int, tuple[str, str]]
    problems: Mapping[int, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    example: Any = None
    conflict: str = "Problem"


@dataclass(frozen=True, slots=True)
class Place:
    """An address at which no release answers, brought by an app further up: its view and what each method does there.

    ``names`` are the parts of the address that vary, each with words and an example, ``wide`` those of them that may
    hold anything, slashes too; ``query`` is what may follow the question mark; a ``private`` place takes a token.
    """

    tag: str
    view: type[PublicView]
    acts: Mapping[str, Act]
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    wide: frozenset[str] = frozenset()
    query: Mapping[str, Parameter] = field(default_factory=dict)
    private: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """What apps further up bring: places by their address, tags with their words, the shapes that are spoken of."""

    places: dict[str, Place] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, dict[str, Any]] = field(default_factory=dict)


_brought = Brought()


def bring(*, places: Mapping[str, Place], tags: Mapping[str, str], shapes: Mapping[str, dict[str, Any]]) -> None:
    """Add places to the API. To be called by an app's ``api/operations.py``, which is found by itself."""
    _brought.places.update(places)
    _brought.tags.update(tags)
    _brought.shapes.update(shapes)


@cache
def brought() -> Brought:
    """What the installed apps bring; looked for once, when the addresses are first needed."""
    autodiscover_modules("api.operations")
    return _brought


def _of_release(name: str, tag: str, summary: str, description: str, representation: str, **more: Any) -> Operation:
    return Operation(name, tag, summary, description, ReleaseView, representation, **more)


def _calendar(kind: str, description: str) -> Operation:
    summary = f"A calendar of one {kind}"
    return Operation(f"get{kind.title()}Calendar", "Calendars", summary, description, CalendarView, "agenda.ics")


# By path; the whole agenda, which is asked for most, is found first.
OPERATIONS: dict[str, Operation] = {
    f"{_E}/agenda": _of_release(
        "getAgenda", "Agenda", "The whole agenda as JSON",
        "The edition, its rooms and tracks, its speakers with their titles, and all sessions as a tree.",
        "agenda", shape="Agenda",
    ),
    f"{_E}/agenda.ics": _of_release(
        "getCalendar", "Calendars", "The whole agenda as a calendar",
        "A session keeps its UID. SEQUENCE and LAST-MODIFIED rise when it changes, and only then.", "agenda.ics",
    ),
    f"{_E}/agenda.csv": _of_release(
        "getCsv", "Agenda", "The whole agenda as CSV", "A row a session, in UTF-8 with a header.", "agenda.csv"
    ),
    f"{_E}/agenda.xlsx": _of_release(
        "getWorkbook", "Agenda", "The whole agenda as a workbook", "Sessions and speakers as Excel sheets.",
        "agenda.xlsx",
    ),
    f"{_E}/agenda.jsonld": _of_release(
        "getLinkedData", "Agenda", "The whole agenda as linked data", "schema.org events, for search engines.",
        "agenda.jsonld",
    ),
    f"{_E}/schedule.xml": _of_release(
        "getScheduleXml", "Agenda", "The schedule as XML", "The frab schedule, as c3voc's XML schema has it.",
        "schedule.xml",
    ),
    f"{_E}/schedule.json": _of_release(
        "getScheduleJson", "Agenda", "The schedule as JSON", "The frab schedule, as c3voc's JSON schema has it.",
        "schedule.json",
    ),
    f"{_E}/sessions": _of_release(
        "listSessions", "Programme", "Sessions", "In the order of the programme, parents before their parts.",
        "sessions", shape="SessionList", parameters=parameters.OF_SESSIONS,
    ),
    f"{_E}/sessions/{{session}}": _of_release(
        "getSession", "Programme", "One session", "A session with its parts in full.", "session", shape="SessionInFull"
    ),
    f"{_E}/sessions/{{session}}.ics": _calendar("session", "A session and its parts, to keep in one's own calendar."),
    f"{_E}/speakers": _of_release(
        "listSpeakers", "Programme", "Speakers", "By name. Who speaks where nobody is named is not among them.",
        "speakers", shape="SpeakerList", parameters=parameters.OF_SPEAKERS,
    ),
    f"{_E}/speakers/{{speaker}}": _of_release(
        "getSpeaker", "Programme", "One speaker", "A speaker with their sessions and what they do there.",
        "speaker", shape="SpeakerInFull",
    ),
    f"{_E}/speakers/{{speaker}}.ics": _calendar("speaker", "The sessions of a speaker."),
    f"{_E}/rooms": _of_release(
        "listRooms", "Programme", "Rooms", "In the edition's order.", "rooms", shape="RoomList",
        parameters=parameters.PAGES,
    ),
    f"{_E}/rooms/{{room}}": _of_release(
        "getRoom", "Programme", "One room", "A room with what takes place there, and everywhere.",
        "room", shape="RoomInFull",
    ),
    f"{_E}/tracks": _of_release(
        "listTracks", "Programme", "Tracks", "In the edition's order.", "tracks", shape="TrackList",
        parameters=parameters.PAGES,
    ),
    f"{_E}/tracks/{{track}}": _of_release(
        "getTrack", "Programme", "One track", "A track with its sessions.", "track", shape="TrackInFull"
    ),
    f"{_E}/tracks/{{track}}.ics": _calendar("track", "The sessions of a track."),
    f"{_E}/days/{{day}}.ics": _calendar("day", "A day of the programme, given as an ISO date."),
    f"{_E}/now": Operation(
        "getNow", "Programme", "What is on now",
        "The sessions that are on, and those that begin next, by the times planned. Nothing that is cancelled.",
        NowView, "now", shape="Now", parameters=parameters.OF_NOW,
    ),
    f"{_E}/releases": _of_release(
        "listReleases", "Releases", "Releases", "The newest first. What was withdrawn is not among them.",
        "releases", shape="ListedReleaseList", parameters=parameters.PAGES,
    ),
    f"{_E}/releases/{{release}}": _of_release(
        "getRelease", "Releases", "One release", "A release with what it changed.", "release", shape="ReleaseInFull"
    ),
    f"{_E}/releases/{{release}}/changes": _of_release(
        "listReleaseChanges", "Releases", "What a release changed", "In the order of the programme.",
        "changes", shape="ChangeList", parameters=parameters.OF_CHANGES,
    ),
    f"{_E}/changes": _of_release(
        "listChanges", "Releases", "What changed", "Of all releases, the newest first.",
        "changes", shape="ChangeList", parameters=parameters.OF_CHANGES,
    ),
    f"{_E}/feed.atom": _of_release(
        "getFeed", "Releases", "What changed, as a feed", "An Atom entry a release.", "feed.atom"
    ),
    "editions": Operation(
        "listEditions", "Editions", "Editions", "All that have published an agenda, the latest first.",
        CatalogueView, "editions", shape="EditionList", parameters=parameters.PAGES,
    ),
    _E: _of_release(
        "getEdition", "Editions", "One edition", "The edition with its newest release and all its addresses.",
        "edition", shape="Edition",
    ),
    "forums": Operation(
        "listForums", "Editions", "Forums", "All that have published an agenda, the one with the latest edition first.",
        CatalogueView, "forums", shape="ListedForumList", parameters=parameters.PAGES,
    ),
    "forums/{forum}": Operation(
        "getForum", "Editions", "One forum", "A forum with its editions.", CatalogueView, "forum", shape="Forum"
    ),
}  # fmt: skip
