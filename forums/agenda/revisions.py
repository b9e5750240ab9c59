"""Which release each session last changed in. Pure: compares an agenda with the release before it.

An agenda that has not changed is stamped as it was, so that it equals the last release byte for byte.
"""

from collections.abc import Mapping
from typing import Any

from .reading import Line, lines, nearest, walk

Tree = dict[str, Any]

_STAMPS = {"revision", "changed_in", "parts"}
# What every session's entry in a calendar prints of its edition.
_EDITION = ("forum", "timezone", "venue", "city")
# What is printed of a speaker wherever one speaks; the place among the featured guests is not.
_SPEAKER = ("name", "native_name", "titles", "organization", "country", "bio", "links")
# What is left of a session that nobody may know of any more.
_NAMELESS: Tree = {"code": "", "title": {}, "track": None, "speakers": []}


def stamp(tree: Tree, before: Tree | None, version: int, *, told: Mapping[str, Tree] | None = None) -> Tree:
    """The agenda as release ``version``, following the content of the release before it (None: the first).

    A session that is gone, or has lost its times, is kept in ``withdrawn`` with its last times, for calendars to strike
    out. ``told`` has, where releases were withdrawn, each session by GUID as a release that stands last showed it: of
    the others nothing but their identity is kept.
    """
    old = _said(before) if before else {}
    gone = {entry["guid"]: entry for entry in before["withdrawn"]} if before else {}
    new = _said(tree)

    def stamped(session: Tree) -> Tree:
        """The session and its parts, each with its own stamps: a part that moves does not change its plenary."""
        guid = session["guid"]
        revision, changed_in = 0, version
        if guid in old:
            entry, said = old[guid]
            revision, changed_in = entry["revision"], entry["changed_in"]
            if said != new[guid][1]:
                revision, changed_in = revision + 1, version
        elif guid in gone:
            revision = gone[guid]["revision"] + 1
        return session | {
            "parts": [stamped(part) for part in session["parts"]],
            "revision": revision,
            "changed_in": changed_in,
        }

    sessions = [stamped(session) for session in tree["sessions"]]
    timed = {session["guid"]: bool(session["starts_at"]) for session in walk(sessions)}
    struck = gone | {
        guid: _withdraw(entry, gone.get(guid), version)
        for guid, (entry, _) in old.items()
        if guid not in timed or entry["starts_at"]
    }
    # Be it that they are gone, or that they have lost their times: in calendars they are no more.
    withdrawn = [it for guid, it in struck.items() if guid not in timed or (it["starts_at"] and not timed[guid])]
    if told is not None:
        withdrawn = [_tell(entry, told.get(entry["guid"])) for entry in withdrawn]
    return tree | {"sessions": sessions, "withdrawn": sorted(withdrawn, key=lambda entry: entry["guid"])}


def _said(tree: Tree) -> dict[str, tuple[Tree, Tree]]:
    """Every session by its GUID, with what a reader sees of it wherever it is printed by itself.

    That is more than its own fields: rooms, tracks and people by their names, what it takes from the session that it is
    part of, and where all of it is held.
    """
    rooms = {room["slug"]: room for room in tree["rooms"]}
    tracks = {track["slug"]: track for track in tree["tracks"]}
    speakers = {entry["slug"]: {key: entry[key] for key in _SPEAKER} for entry in tree["speakers"]}
    edition = {key: tree["edition"][key] for key in _EDITION} if tree["sessions"] else {}
    found = {}
    for line in lines(tree["sessions"]):
        session = line[-1]
        said = {key: value for key, value in session.items() if key not in _STAMPS}
        said["in_edition"] = edition
        said["in_room"] = rooms.get(_room(line))
        said["in_track"] = tracks.get(nearest(line, "track"))
        said["in_languages"] = [nearest(line, "floor_languages"), nearest(line, "interpretation_languages")]
        said["people"] = [speakers.get(credit["speaker"]) for credit in session["credits"]]
        # A part names the session that it is part of, and does not take place without those above it.
        said["part_of"] = [_heading(above) for above in line[-2:-1]]
        said["above"] = [(it["guid"], it["status"] == "cancelled", bool(it["starts_at"])) for it in line[:-1]]
        found[session["guid"]] = (session, said)
    return found


def _room(line: Line) -> str | None:
    """Where a session is held: a part is where its session is unless it says otherwise."""
    return next((entry["room"] for entry in reversed(line) if entry["room"] or entry["all_rooms"]), None)


def _heading(session: Tree) -> Tree:
    return {key: session[key] for key in ("code", "kind", "number", "title")}


def _withdraw(entry: Tree, gone: Tree | None, version: int) -> Tree:
    """What is kept of a session; ``gone`` is what was kept when it lost its times."""
    times = entry if entry["starts_at"] or gone is None else gone
    return {
        "guid": entry["guid"],
        "code": entry["code"],
        "title": entry["title"],
        "starts_at": times["starts_at"],
        "ends_at": times["ends_at"],
        "track": entry["track"],
        "speakers": _speakers(entry),
        "revision": max(entry["revision"], gone["revision"] if gone else 0) + 1,
        "changed_in": version,
    }


def _tell(entry: Tree, shown: Tree | None) -> Tree:
    """What may be told of a withdrawn session: what a release that stands said of it."""
    if shown is None:
        return entry | _NAMELESS
    said = {key: shown[key] for key in ("code", "title", "track")} | {"speakers": _speakers(shown)}
    times = {key: shown[key] for key in ("starts_at", "ends_at")} if shown["starts_at"] else {}
    return entry | said | times


def _speakers(session: Tree) -> list[str]:
    return sorted({credit["speaker"] for credit in session["credits"] if credit["speaker"]})
