"""What changed from one release to the next, session by session and for each speaker. Pure: compares content trees.

A change is plain data, stored with the release: ``kind``, the ``session`` by code with its ``guid`` and ``title`` (all
empty for what is not about one session), ``affects`` (the slugs of the speakers whom it touches), and by kind:

- added, removed, cancelled, reinstated: ``at``, a place
- moved: ``from`` and ``to``, places
- renamed: ``from`` and ``to``, titles; numbered: kind and number; nested: code and title of what it is part of, or None
- track: ``from`` and ``to``, slug and name, or None
- credits: ``speakers``, each with ``change`` (added, removed, replaced, role, talk, mode, abstract, read_by),
  ``speaker`` and ``name`` or ``seat_of``, ``role``; and ``was``, the role before, ``instead_of``, whoever was replaced,
  or what is new of it but for an abstract
- attribution: ``to``; languages: ``floor`` and ``interpretation``; text: ``fields``
- links: ``livestream`` and ``recording``, as far as they were added, changed or removed; never an address
- room-renamed, track-renamed: ``slug``, ``from`` and ``to``; speaker: ``speaker``, ``name``; edition: ``fields``

A place has ``starts_at``, ``ends_at``, ``room`` (a slug), ``room_name`` and ``all_rooms``. In a session that names
nobody, nobody is named here either. ``change_words.py`` says all of it in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .credit_changes import compare_credits, people_of
from .reading import Line, lines, nearest

Tree = dict[str, Any]

_TEXTS = ("theme", "description", "policy_questions", "online_plan", "sdgs", "sdg_targets", "organizers", "layout")
_EDITION = ("title", "theme", "starts_on", "ends_on", "timezone", "format", "venue", "city", "country", "status")
_SPEAKER = ("name", "native_name", "titles", "organization", "country")
_LINKS = {
    "livestream": ("livestream_url", "livestream_opens_at", "livestream_closes_at"),
    "recording": ("recording_url",),
}


def compare(before: Tree | None, after: Tree) -> list[Tree]:
    """Each change, in the order of the programme; a first release has none. Sessions are the same by GUID."""
    if before is None:
        return []
    old, new = _index(before), _index(after)
    changes: list[Tree] = []
    for guid, held in new.items():
        if guid in old:
            changes += _compare_sessions(old[guid], held)
        else:
            changes.append(_change("added", held, held, at=held.place))
    changes += [_change("removed", held, held, at=held.place) for guid, held in old.items() if guid not in new]
    for kind in ("room", "track"):
        changes += _renamed(f"{kind}-renamed", before[f"{kind}s"], after[f"{kind}s"])
    changes += _compare_speakers(before["speakers"], after["speakers"])
    if fields := [field for field in _EDITION if before["edition"][field] != after["edition"][field]]:
        changes.append(_general("edition", fields=fields))
    return changes


def of_speaker(changes: list[Tree], slug: str) -> list[Tree]:
    """What of it touches one speaker; of the credits that changed in a session, theirs alone."""
    found = []
    for change in changes:
        if change["kind"] == "credits":
            theirs = [credit for credit in change["speakers"] if slug in people_of(credit)]
            if theirs:
                found.append(change | {"speakers": theirs})
        elif slug in change["affects"]:
            found.append(change)
    return found


def read_changes(stored: list[Tree], tree: Tree) -> list[Tree]:
    """Changes as a release keeps them, as they may be told beside the agenda ``tree`` that is current now.

    Of a session that names nobody by now, no earlier change does. Releases from before places and names were kept said
    only ``session``, ``title`` and ``change``.
    """
    silent = {line[-1]["guid"] for line in lines(tree["sessions"]) if _regime(line) != "named"}
    # Whether a session that is gone named nobody or had nobody to name, it tells of nobody either.
    silent |= {entry["guid"] for entry in tree["withdrawn"] if not entry["speakers"]}
    found = []
    for change in map(_in_todays_shape, stored):
        if change["guid"] not in silent:
            found.append(change)
        elif change["kind"] != "credits":
            found.append(change | {"affects": []})
    return found


@dataclass(frozen=True, slots=True)
class _Held:
    """A session with what it takes from those that it is part of."""

    session: Tree
    parent: Tree | None
    place: Tree
    track: Tree | None
    floor: list[str]
    interpretation: list[str]
    is_cancelled: bool
    attribution: str

    @property
    def is_named(self) -> bool:
        return self.attribution == "named"

    @property
    def whereabouts(self) -> tuple[datetime | None, datetime | None, str | None, bool]:
        """When, by the clock of any zone, and where, by whatever name."""
        times = (self.place["starts_at"], self.place["ends_at"])
        starts_at, ends_at = (datetime.fromisoformat(moment) if moment else None for moment in times)
        return starts_at, ends_at, self.place["room"], self.place["all_rooms"]

    @property
    def speakers(self) -> set[str]:
        return {credit["speaker"] for credit in self.session["credits"] if credit["speaker"]}


def _index(tree: Tree) -> dict[str, _Held]:
    rooms = {room["slug"]: room["name"] for room in tree["rooms"]}
    tracks = {track["slug"]: {"slug": track["slug"], "name": track["name"]} for track in tree["tracks"]}
    return {line[-1]["guid"]: _held(line, rooms, tracks) for line in lines(tree["sessions"])}


def _held(line: Line, rooms: Tree, tracks: Tree) -> _Held:
    session, parent = line[-1], line[-2] if len(line) > 1 else None
    held_in = next((entry for entry in reversed(line) if entry["room"] or entry["all_rooms"]), session)
    place = {key: session[key] for key in ("starts_at", "ends_at")} | {
        "room": held_in["room"],
        "room_name": rooms.get(held_in["room"], {}),
        "all_rooms": held_in["all_rooms"],
    }
    return _Held(
        session=session,
        parent=parent,
        place=place,
        track=tracks.get(nearest(line, "track")),
        floor=nearest(line, "floor_languages") or [],
        interpretation=nearest(line, "interpretation_languages") or [],
        # Without a session there are no parts of it.
        is_cancelled=any(entry["status"] == "cancelled" for entry in line),
        attribution=_regime(line),
    )


def _regime(line: Line) -> str:
    """How people are named: where a session names nobody, neither do its parts."""
    return next((entry["attribution"] for entry in line if entry["attribution"] != "named"), "named")


def _compare_sessions(one: _Held, other: _Held) -> Iterator[Tree]:
    if other.is_cancelled and not one.is_cancelled:
        # Nobody asks what else is new of a session that does not take place.
        yield _change("cancelled", one, other, at=one.place)
        return
    if one.is_cancelled and not other.is_cancelled:
        yield _change("reinstated", one, other, at=other.place)
    before, after = one.session, other.session
    if one.whereabouts != other.whereabouts:
        yield _change("moved", one, other, **{"from": one.place, "to": other.place})
    yield from _from_to("renamed", one, other, before["title"], after["title"])
    yield from _from_to("numbered", one, other, *map(_number, (before, after)))
    # By what they are, not by their names: those that are renamed tell it themselves.
    if _key(one.parent, "guid") != _key(other.parent, "guid"):
        yield from _from_to("nested", one, other, _parent(one), _parent(other))
    if _key(one.track, "slug") != _key(other.track, "slug"):
        yield from _from_to("track", one, other, one.track, other.track)
    if one.attribution != other.attribution:
        yield _change("attribution", one, other, to=other.attribution)
    elif other.is_named and (speakers := list(compare_credits(before["credits"], after["credits"]))):
        yield _change("credits", one, other, speakers=speakers) | {
            "affects": sorted({slug for credit in speakers for slug in people_of(credit)})
        }
    languages = {
        key: {"from": getattr(one, key), "to": getattr(other, key)}
        for key in ("floor", "interpretation")
        if getattr(one, key) != getattr(other, key)
    }
    if languages:
        yield _change("languages", one, other, **languages)
    if links := {name: told for name, keys in _LINKS.items() if (told := _compare_links(before, after, keys))}:
        yield _change("links", one, other, **links)
    if fields := [field for field in _TEXTS if before[field] != after[field]]:
        yield _change("text", one, other, fields=fields)


def _compare_links(before: Tree, after: Tree, keys: tuple[str, ...]) -> str:
    """What became of an address, empty if nothing; one that opens at another time has changed."""
    address = keys[0]
    if not before[address] and not after[address]:
        return ""
    if not before[address]:
        return "added"
    if not after[address]:
        return "removed"
    return "changed" if any(before[key] != after[key] for key in keys) else ""


def _compare_speakers(before: list[Tree], after: list[Tree]) -> Iterator[Tree]:
    """Those in both who are printed differently. How somebody was called before is not kept."""
    old = {speaker["slug"]: speaker for speaker in before}
    for speaker in after:
        if speaker["slug"] in old and any(speaker[key] != old[speaker["slug"]][key] for key in _SPEAKER):
            change = _general("speaker", speaker=speaker["slug"], name=speaker["name"])
            yield change | {"affects": [speaker["slug"]]}


def _renamed(kind: str, before: list[Tree], after: list[Tree]) -> Iterator[Tree]:
    names = {entry["slug"]: entry["name"] for entry in before}
    for entry in after:
        slug, name = entry["slug"], entry["name"]
        if names.get(slug, name) != name:
            yield _general(kind, slug=slug, **{"from": names[slug], "to": name})


def _change(kind: str, one: _Held, other: _Held, **values: Any) -> Tree:
    session = other.session
    return {
        "kind": kind,
        "session": session["code"],
        "guid": session["guid"],
        "title": session["title"],
        # Those who were named in a session that names nobody any more are not told of.
        "affects": sorted(one.speakers | other.speakers) if other.is_named else [],
        **values,
    }


def _from_to(kind: str, one: _Held, other: _Held, before: Any, after: Any) -> Iterator[Tree]:
    if before != after:
        yield _change(kind, one, other, **{"from": before, "to": after})


def _general(kind: str, **values: Any) -> Tree:
    """A change that is not about one session."""
    return {"kind": kind, "session": "", "guid": "", "title": {}, "affects": [], **values}


def _number(session: Tree) -> Tree:
    return {key: session[key] for key in ("kind", "number")}


def _parent(held: _Held) -> Tree | None:
    return {"session": held.parent["code"], "title": held.parent["title"]} if held.parent else None


def _key(entry: Tree | None, key: str) -> str | None:
    return entry[key] if entry else None


def _in_todays_shape(change: Tree) -> Tree:
    if "kind" in change:
        return change
    kind = "credits" if change["change"] == "credits changed" else change["change"]
    title = {"en": change["title"]} if change["title"] else {}
    told: Tree = {"kind": kind, "session": change["session"], "guid": "", "title": title, "affects": []}
    return told | {"speakers": []} if kind == "credits" else told
