"""A release in one language, opened so that a part of it can be found and handed out without reading the rest. Pure.

It is made from the whole agenda as the API answers it, so that a list, a session and the whole say the same.
"""

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from .reading import Line, held_in, is_cancelled, lines, nearest, programme_day

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as it can be found; what a part does not say it takes from its session.

    ``head`` is its JSON but for its parts and the closing brace, ``text`` what a search looks into.
    """

    code: str
    head: bytes
    parts: tuple[str, ...]
    day: str | None
    kind: str
    track: str | None
    room: str | None
    all_rooms: bool
    speakers: frozenset[str]
    languages: frozenset[str]
    sdgs: frozenset[int]
    starts: datetime | None
    ends: datetime | None
    takes_place: bool
    text: str

    @property
    def body(self) -> bytes:
        """The session as JSON, its parts by their codes."""
        return self.head + b',"parts":' + encode(self.parts) + b"}"


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker as they can be found; ``body`` is their JSON, ``text`` what a search looks into."""

    slug: str
    body: bytes
    country: str
    organization: str | None
    roles: frozenset[str]
    text: str


class Index:
    """A release in one language, by session, speaker, room and track, in the order of the programme."""

    def __init__(self, body: bytes) -> None:
        agenda = json.loads(body)
        self.release: Tree = agenda["release"]
        self.language: str = agenda["language"]
        self.edition: Tree = agenda["edition"]
        self.zone = ZoneInfo(self.edition["timezone"])
        self.rooms: dict[str, Tree] = {room["slug"]: room for room in agenda["rooms"]}
        self.tracks: dict[str, Tree] = {track["slug"]: track for track in agenda["tracks"]}
        self.sessions: dict[str, SessionRow] = {
            line[-1]["code"]: self._session_row(line) for line in lines(agenda["sessions"])
        }
        self.withdrawn: frozenset[str] = frozenset(entry["code"] for entry in agenda["withdrawn"] if entry["code"])
        roles: dict[str, set[str]] = {}
        for line in lines(agenda["sessions"]):
            for credit in line[-1]["credits"]:
                roles.setdefault(credit["speaker"], set()).add(credit["role"])
        self.speakers: dict[str, SpeakerRow] = {
            entry["slug"]: _speaker_row(entry, roles.get(entry["slug"], set())) for entry in agenda["speakers"]
        }

    @property
    def size(self) -> int:
        """About what it weighs in memory, in bytes."""
        rows = sum(len(row.head) + len(row.text) + 1024 for row in self.sessions.values())
        return rows + sum(len(row.body) + len(row.text) + 512 for row in self.speakers.values())

    @cached_property
    def days(self) -> tuple[str, ...]:
        """The days of the edition, and those on which a session begins, as ISO dates."""
        days = {row.day for row in self.sessions.values() if row.day}
        if self.edition["starts_on"]:
            first, last = (date.fromisoformat(self.edition[key]) for key in ("starts_on", "ends_on"))
            days |= {(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)}
        return tuple(sorted(days))

    @cached_property
    def known_sessions(self) -> frozenset[str]:
        """The sessions that there are, and those that were published once and are no longer, by code."""
        return self.withdrawn | self.sessions.keys()

    def names(self, kind: str) -> Collection[str]:
        """What a calendar may be asked for: days, sessions (withdrawn ones too), speakers or tracks."""
        found: dict[str, Collection[str]] = {
            "day": self.days,
            "session": self.known_sessions,
            "speaker": self.speakers,
            "track": self.tracks,
        }
        return found[kind]

    @cached_property
    def organizations(self) -> frozenset[str]:
        """The organizations of speakers, by slug."""
        return frozenset(row.organization for row in self.speakers.values() if row.organization)

    @cached_property
    def moments(self) -> list[datetime]:
        """Every time at which a session begins or ends, the first of them first."""
        return sorted({at for row in self.sessions.values() if _is_on(row) for at in (row.starts, row.ends) if at})

    def since(self, at: datetime) -> datetime | None:
        """The last of these times that is not after ``at``: from then on nothing has begun or ended."""
        place = bisect_right(self.moments, at)
        return self.moments[place - 1] if place else None

    def sessions_at(self, since: datetime | None) -> tuple[list[SessionRow], list[SessionRow]]:
        """Those that are on from then, and all that begin later, the next first. None: before everything."""
        rows = [row for row in self.sessions.values() if _is_on(row) and row.starts and row.ends]
        on = [row for row in rows if since and row.starts and row.ends and row.starts <= since < row.ends]
        later = [row for row in rows if row.starts and (since is None or row.starts > since)]
        return on, sorted(later, key=lambda row: row.starts.timestamp() if row.starts else 0)

    def nested(self, row: SessionRow) -> bytes:
        """The session as JSON with its parts in full."""
        parts = b",".join(self.nested(self.sessions[code]) for code in row.parts)
        return row.head + b',"parts":[' + parts + b"]}"

    def _session_row(self, line: Line) -> SessionRow:
        session = line[-1]
        place = held_in(line)
        track = nearest(line, "track")
        starts_at = nearest(line, "starts_at")
        fields = {key: value for key, value in session.items() if key != "parts"}
        fields["parent"] = line[-2]["code"] if len(line) > 1 else None
        first_day = self.edition["starts_on"]
        texts = list(_texts(session))
        if place["room"]:
            texts.append(self.rooms[place["room"]]["name"])
        if track:
            texts.append(self.tracks[track]["name"])
        return SessionRow(
            code=session["code"],
            head=encode(fields)[:-1],
            parts=tuple(part["code"] for part in session["parts"]),
            day=programme_day(starts_at, first_day) if starts_at else None,
            kind=session["kind"],
            track=track,
            room=place["room"],
            all_rooms=place["all_rooms"],
            speakers=frozenset(credit["speaker"] for credit in session["credits"] if credit["speaker"]),
            languages=frozenset(
                [*(nearest(line, "floor_languages") or ()), *(nearest(line, "interpretation_languages") or ())]
            ),
            sdgs=frozenset(session["sdgs"]),
            starts=_moment(session["starts_at"]),
            ends=_moment(session["ends_at"]),
            takes_place=not is_cancelled(line),
            text=folded("\n".join(texts)),
        )


def encode(data: Any) -> bytes:
    """The data as compact JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def folded(text: str) -> str:
    """The text as it is compared in a search: without case, and without the accents of Latin letters."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return plain.casefold()


def _is_on(row: SessionRow) -> bool:
    return row.takes_place and row.starts is not None and row.ends is not None


def _texts(session: Tree) -> Iterator[str]:
    """Everything that a session says in words, its parts aside."""
    yield from (session["code"], session.get("label", ""))
    yield from (session[key] for key in ("title", "theme", "description", "sdg_targets", "online_plan", "layout"))
    yield from session["policy_questions"]
    yield from (organizer["name"] for organizer in session["organizers"])
    for credit in session["credits"]:
        yield from (credit["name"] or "", credit["talk"], credit["abstract"])
        if credit["seat_of"]:
            yield credit["seat_of"]["name"]


def _speaker_row(speaker: Tree, roles: set[str]) -> SpeakerRow:
    organization = speaker["organization"]
    texts = [speaker["name"], speaker["sort_name"], speaker["native_name"], *speaker["titles"], speaker["bio"]]
    texts += [organization["name"], organization["acronym"]] if organization else []
    return SpeakerRow(
        slug=speaker["slug"],
        body=encode(speaker),
        country=speaker["country"],
        organization=organization["slug"] if organization else None,
        roles=frozenset(roles),
        text=folded("\n".join(texts)),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
