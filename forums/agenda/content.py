"""The content of an agenda release: frozen dataclasses, free of Django.

A text that exists in several languages is a mapping from language code to text (``Texts``) or to lines (``Lines``);
a language that is missing falls back when the agenda is read. ``to_json`` is canonical: equal agendas, equal bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SCHEMA = 3

Texts = Mapping[str, str]
Lines = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class OrganizationEntry:
    slug: str
    name: Texts
    acronym: str


@dataclass(frozen=True, slots=True)
class PartnerEntry:
    organization: OrganizationEntry
    role: str


@dataclass(frozen=True, slots=True)
class EditionHeader:
    """The edition as the agenda's heading. Days are ISO dates, ``timezone`` an IANA name."""

    slug: str
    forum_slug: str
    forum: Texts
    number: int
    year: int
    title: Texts
    theme: Texts
    starts_on: str | None
    ends_on: str | None
    timezone: str
    format: str
    city: Texts
    country: str
    venue: Texts
    languages: list[str]
    status: str
    partners: list[PartnerEntry]


@dataclass(frozen=True, slots=True)
class RoomEntry:
    slug: str
    name: Texts
    capacity: int | None


@dataclass(frozen=True, slots=True)
class TrackEntry:
    slug: str
    name: Texts


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """A person as printed; ``titles`` as of the edition, in protocol order."""

    slug: str
    guid: str
    name: str
    sort_name: str
    native_name: str
    titles: Lines
    organization: OrganizationEntry | None
    country: str
    bio: Texts
    links: list[str]
    featured: int | None


@dataclass(frozen=True, slots=True)
class CreditEntry:
    """Who does what: a speaker by slug and name, or the unnamed seat of an organization.

    ``read_by`` is who reads what is read on behalf, where that is known.
    """

    speaker: str | None
    name: str | None
    seat_of: OrganizationEntry | None
    role: str
    talk: Texts
    mode: str
    status: str
    abstract: Texts = field(default_factory=dict)
    read_by: str = ""


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A session; times are ISO 8601 with the offset of the edition's zone.

    ``revision`` counts how often it changed since it was first published, ``changed_in`` is the release that it last
    changed in: a calendar's SEQUENCE and LAST-MODIFIED (RFC 5545, 3.8.7).
    """

    code: str
    guid: str
    kind: str
    number: int | None
    title: Texts
    theme: Texts
    description: Texts
    track: str | None
    room: str | None
    all_rooms: bool
    layout: str
    starts_at: str | None
    ends_at: str | None
    actual_starts_at: str | None
    actual_ends_at: str | None
    status: str
    floor_languages: list[str]
    interpretation_languages: list[str]
    livestream_url: str
    livestream_opens_at: str | None
    livestream_closes_at: str | None
    recording_url: str
    policy_questions: Lines
    sdgs: list[int]
    sdg_targets: Texts
    online_plan: Texts
    organizers: list[OrganizationEntry]
    attribution: str
    credits: list[CreditEntry]
    parts: list[SessionEntry]
    revision: int = 0
    changed_in: int = 1

    def walk(self) -> Iterator[SessionEntry]:
        """This session and all its parts, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class WithdrawnEntry:
    """A session that was published once and is no longer: what a calendar needs to strike it out."""

    guid: str
    code: str
    title: Texts
    starts_at: str | None
    ends_at: str | None
    track: str | None
    speakers: list[str]
    revision: int
    changed_in: int


@dataclass(frozen=True, slots=True)
class Agenda:
    edition: EditionHeader
    rooms: list[RoomEntry]
    tracks: list[TrackEntry]
    speakers: list[SpeakerEntry]
    sessions: list[SessionEntry]
    withdrawn: list[WithdrawnEntry] = field(default_factory=list)
    schema: int = SCHEMA

    def walk(self) -> Iterator[SessionEntry]:
        """Every session, parents before their parts."""
        for session in self.sessions:
            yield from session.walk()

    @property
    def tree(self) -> dict[str, Any]:
        """The agenda as plain data."""
        return asdict(self)

    def to_json(self) -> str:
        """The canonical form: what a release stores and digests."""
        return to_json(self.tree)


def to_json(tree: dict[str, Any]) -> str:
    """The canonical form of an agenda as data."""
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(content: str) -> dict[str, Any]:
    """A canonical form as data, in today's shape: what an older schema did not have yet is empty."""
    tree: dict[str, Any] = json.loads(content)
    if tree["schema"] < 2:
        for session in _sessions(tree):
            session |= {"livestream_opens_at": None, "livestream_closes_at": None}
        tree["withdrawn"] = [entry | {"track": None, "speakers": []} for entry in tree.get("withdrawn", [])]
    if tree["schema"] < 3:
        for session in _sessions(tree):
            session["credits"] = [credit | {"abstract": {}, "read_by": ""} for credit in session["credits"]]
    tree["schema"] = SCHEMA
    return tree


def _sessions(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    pending = list(tree["sessions"])
    while pending:
        session = pending.pop()
        yield session
        pending += session["parts"]


def digest(content: str) -> str:
    """SHA-256 of a canonical form, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


def in_language(tree: Any, languages: list[str], known: frozenset[str]) -> Any:
    """The tree with every text in the first of ``languages`` that it exists in.

    ``known`` are the codes that mark a mapping as a text; a text in none of the wanted languages is given in any.
    """
    if isinstance(tree, dict):
        if tree.keys() <= known:
            return next((tree[code] for code in [*languages, *tree] if code in tree), "")
        return {key: in_language(value, languages, known) for key, value in tree.items()}
    if isinstance(tree, list):
        return [in_language(value, languages, known) for value in tree]
    return tree
