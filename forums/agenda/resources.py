"""The parts of a release that the API hands out: lists with pages, single entries, what is on now. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from .change_words import in_words
from .changes import of_speaker
from .content import in_language
from .index import Index, SessionRow, encode, folded

Tree = dict[str, Any]
Selection = Mapping[str, str]

PAGE_SIZE, LARGEST_PAGE = 50, 200

# What is said of a session beside a speaker, a room or a track.
BRIEF = (
    "code", "guid", "kind", "kind_name", "number", "label", "title", "track", "room", "all_rooms", "day", "starts_at",
    "ends_at", "status", "status_name", "parent",
)  # fmt: skip


class MissingError(Exception):
    """The release does not have what is asked for; says so to the reader."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list as JSON, and where the others are (RFC 8288)."""

    body: bytes
    link: str


def paged(entries: Sequence[bytes], selection: Selection, address: str) -> Page:
    """The page that is selected, out of all entries. Raises MissingError past the last one; the first may be empty."""
    page, size = int(selection.get("page", 1)), int(selection.get("page_size", PAGE_SIZE))
    last = max(1, -(-len(entries) // size))
    if page > last:
        raise MissingError(f"There is no page {page}; the last one is {last}.")
    there = {"next": page + 1 if page < last else None, "previous": page - 1 if page > 1 else None}
    to = {name: _address(selection, address, number) for name, number in there.items() if number}
    head = encode({"count": len(entries), "next": to.get("next"), "previous": to.get("previous")})[:-1]
    shown = b",".join(entries[(page - 1) * size : page * size])
    relations = to | {"first": _address(selection, address, 1), "last": _address(selection, address, last)}
    names = {"previous": "prev"}
    link = ", ".join(f'<{target}>; rel="{names.get(name, name)}"' for name, target in relations.items())
    return Page(head + b',"results":[' + shown + b"]}", link)


def _address(selection: Selection, address: str, page: int) -> str:
    query = {name: value for name, value in selection.items() if name != "page"} | {"page": page}
    return f"{address}?{urlencode(query)}"


def sessions(index: Index, selection: Selection, address: str) -> Page:
    """The sessions that meet everything that is selected, parents before their parts."""
    return paged([row.body for row in _chosen(index, selection)], selection, address)


def _chosen(index: Index, selection: Selection) -> list[SessionRow]:
    rows: Iterable[SessionRow] = index.sessions.values()
    for name, value in selection.items():
        match name:
            case "day" | "kind" | "track":
                rows = [row for row in rows if getattr(row, name) == value]
            case "room":
                # What takes place everywhere takes place here.
                rows = [row for row in rows if row.room == value or row.all_rooms]
            case "speaker":
                rows = [row for row in rows if value in row.speakers]
            case "language":
                rows = [row for row in rows if value in row.languages]
            case "sdg":
                rows = [row for row in rows if int(value) in row.sdgs]
            case "q":
                words = folded(value).split()
                rows = [row for row in rows if all(word in row.text for word in words)]
    return list(rows)


def session(index: Index, code: str) -> bytes:
    """One session with its parts in full. Raises MissingError where there is none."""
    if code not in index.sessions:
        raise MissingError(f"The published agenda has no session “{code}”.")
    return index.nested(index.sessions[code])


def speakers(index: Index, selection: Selection, address: str) -> Page:
    """The speakers that meet everything that is selected, by name."""
    rows = list(index.speakers.values())
    for name, value in selection.items():
        match name:
            case "country" | "organization":
                rows = [row for row in rows if getattr(row, name) == value]
            case "role":
                rows = [row for row in rows if value in row.roles]
            case "q":
                words = folded(value).split()
                rows = [row for row in rows if all(word in row.text for word in words)]
    return paged([row.body for row in rows], selection, address)


def speaker(index: Index, slug: str) -> bytes:
    """One speaker, with their sessions and what they do there. Raises MissingError where there is none."""
    if slug not in index.speakers:
        raise MissingError(f"The published agenda has no speaker “{slug}”.")
    held = []
    for row in index.sessions.values():
        if slug in row.speakers:
            entry = _read(row)
            theirs = [credit for credit in entry["credits"] if credit["speaker"] == slug]
            held.append(_brief(entry) | {"credits": theirs})
    return encode(json.loads(index.speakers[slug].body) | {"sessions": held})


def rooms(index: Index, selection: Selection, address: str) -> Page:
    """The rooms, in the edition's order."""
    return paged([encode(room) for room in index.rooms.values()], selection, address)


def room(index: Index, slug: str) -> bytes:
    """One room, with the sessions that take place there. Raises MissingError where there is none."""
    return _place(index, "room", index.rooms, slug)


def tracks(index: Index, selection: Selection, address: str) -> Page:
    """The tracks, in the edition's order."""
    return paged([encode(track) for track in index.tracks.values()], selection, address)


def track(index: Index, slug: str) -> bytes:
    """One track, with its sessions. Raises MissingError where there is none."""
    return _place(index, "track", index.tracks, slug)


def _place(index: Index, kind: str, entries: Mapping[str, Tree], slug: str) -> bytes:
    if slug not in entries:
        raise MissingError(f"The published agenda has no {kind} “{slug}”.")
    held = [_brief(_read(row)) for row in _chosen(index, {kind: slug})]
    return encode(entries[slug] | {"sessions": held})


def now(index: Index, since: datetime | None, selection: Selection) -> bytes:
    """What is on from ``since`` until something begins or ends, and what begins next."""
    here = {row.code for row in _chosen(index, selection)}
    on, later = index.sessions_at(since)
    later = [row for row in later if row.code in here]
    until = next((moment for moment in index.moments if since is None or moment > since), None)
    head = {
        "since": since.astimezone(index.zone).isoformat() if since else None,
        "until": until.astimezone(index.zone).isoformat() if until else None,
        "timezone": index.zone.key,
    }
    current = b",".join(row.body for row in on if row.code in here)
    following = b",".join(row.body for row in later if row.starts == later[0].starts)
    return encode(head)[:-1] + b',"now":[' + current + b'],"next":[' + following + b"]}"


def edition(header: Tree, release: Tree, language: str, address: str, page: str) -> bytes:
    """The edition's header with its release, and where everything else of it is."""
    lists = ("agenda", "sessions", "speakers", "rooms", "tracks", "now", "releases", "changes")
    links = {"self": address, **{name: f"{address}{name}/" for name in lists}} | {
        "calendar": f"{address}agenda.ics",
        "schedule_xml": f"{address}schedule.xml",
        "schedule_json": f"{address}schedule.json",
        "jsonld": f"{address}agenda.jsonld",
        "csv": f"{address}agenda.csv",
        "xlsx": f"{address}agenda.xlsx",
        "feed": f"{address}feed.atom",
        "page": page,
    }
    return encode({"release": release, "language": language} | header | {"links": links})


def catalogue(editions: Sequence[bytes], name: str, selection: Selection, address: str) -> Page | bytes:
    """All editions, all forums (``name``: editions, forums), or the forum that is selected.

    The editions come as ``edition`` writes them, the latest first. Raises MissingError where there is no such forum.
    """
    if name == "editions":
        return paged(editions, selection, f"{address}editions/")
    forums: dict[str, list[Tree]] = {}
    for body in editions:
        entry: Tree = json.loads(body)
        forums.setdefault(entry["forum_slug"], []).append(entry)
    if name == "forums":
        entries = [encode(_forum(held, address, in_full=False)) for held in forums.values()]
        return paged(entries, selection, f"{address}forums/")
    slug = selection["forum"]
    if slug not in forums:
        raise MissingError(f"No forum “{slug}” has published an agenda.")
    return encode(_forum(forums[slug], address, in_full=True))


def _forum(editions: Sequence[Tree], address: str, *, in_full: bool) -> Tree:
    """A forum as its latest edition calls it, with its editions or their slugs."""
    slug = editions[0]["forum_slug"]
    held = list(editions) if in_full else [entry["slug"] for entry in editions]
    return {"slug": slug, "name": editions[0]["forum"], "editions": held, "link": f"{address}forums/{slug}/"}


def releases(history: Sequence[Tree], selection: Selection, address: str) -> Page:
    """The releases that stand, the newest first; ``history`` has them with their changes, the oldest first."""
    return paged([encode(_release(entry)) for entry in reversed(history)], selection, address)


def release(history: Sequence[Tree], version: str, index: Index, known: frozenset[str]) -> bytes:
    """One release with what it changed. Raises MissingError where there is none that stands."""
    entry = _version(history, version)
    return encode(_release(entry) | {"changes": list(_told(entry, entry["changes"], index, known))})


def changes(history: Sequence[Tree], selection: Selection, address: str, index: Index, known: frozenset[str]) -> Page:
    """What changed, the newest release first; of one release where it is selected, else MissingError."""
    entries = list(reversed(history))
    if "release" in selection:
        entries = [_version(history, selection["release"])]
    found = []
    for entry in entries:
        chosen = entry["changes"]
        if "speaker" in selection:
            chosen = of_speaker(chosen, selection["speaker"])
        for name in ("session", "kind"):
            if name in selection:
                chosen = [change for change in chosen if change[name] == selection[name]]
        found += [encode(change) for change in _told(entry, chosen, index, known)]
    query = {name: value for name, value in selection.items() if name != "release"}
    return paged(found, query, address)


def _version(history: Sequence[Tree], version: str) -> Tree:
    for entry in history:
        if str(entry["version"]) == version:
            return entry
    raise MissingError(f"There is no release “{version}”.")


def _release(entry: Tree) -> Tree:
    head = {"version": entry["version"], "at": entry["at"].isoformat(), "note": entry["note"]}
    return head | {"digest": entry["digest"], "change_count": len(entry["changes"])}


def _told(entry: Tree, chosen: Sequence[Tree], index: Index, known: frozenset[str]) -> Iterator[Tree]:
    """Changes in the reader's language, as data and in words."""
    languages = [index.language, *index.edition["languages"], "en"]
    for change in chosen:
        told: Tree = in_language(change, languages, known)
        words = in_words(change, index.language, index.zone.key)
        yield {"release": entry["version"], "published_at": entry["at"].isoformat()} | told | {"words": words}


def _read(row: SessionRow) -> Tree:
    entry: Tree = json.loads(row.body)
    return entry


def _brief(entry: Tree) -> Tree:
    return {key: entry[key] for key in BRIEF}
