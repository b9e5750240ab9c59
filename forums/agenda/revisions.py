"""Which release each session last changed in. Pure: compares an agenda with the release before it.

An agenda that has not changed is stamped as it was, so that it equals the last release byte for byte.
"""

from typing import Any

from .reading import walk

Tree = dict[str, Any]

_STAMPS = {"revision", "changed_in", "parts"}


def stamp(tree: Tree, before: Tree | None, version: int, *, told: Tree | None = None) -> Tree:
    """The agenda as release ``version``, following the content of the release before it (None: the first).

    ``told`` is the last release that still stands, where the one before it was withdrawn: of a session that only the
    withdrawn one showed, nothing but its identity is kept.
    """
    old = {entry["guid"]: entry for entry in walk(before["sessions"])} if before else {}
    gone = {entry["guid"]: entry for entry in before["withdrawn"]} if before else {}
    current = {entry["guid"] for entry in walk(tree["sessions"])}
    known = {entry["guid"] for entry in [*walk(told["sessions"]), *told["withdrawn"]]} if told else set()
    withdrawn = [entry for guid, entry in gone.items() if guid not in current]
    withdrawn += [_withdraw(entry, version) for guid, entry in old.items() if guid not in current]
    if told is not None:
        withdrawn = [entry if entry["guid"] in known else entry | _NAMELESS for entry in withdrawn]
    sessions = [_stamp(session, old | gone, version) for session in tree["sessions"]]
    return tree | {"sessions": sessions, "withdrawn": sorted(withdrawn, key=lambda entry: entry["guid"])}


# What is left of a session that nobody may know of any more.
_NAMELESS = {"code": "", "title": {}, "track": None, "speakers": []}


def _stamp(session: Tree, known: dict[str, Tree], version: int) -> Tree:
    """The session and its parts, each with its own stamps: a part that moves does not change its plenary."""
    parts = [_stamp(part, known, version) for part in session["parts"]]
    entry = known.get(session["guid"])
    if entry is None:
        return session | {"parts": parts, "revision": 0, "changed_in": version}
    if _said(session) == _said(entry):
        return session | {"parts": parts, "revision": entry["revision"], "changed_in": entry["changed_in"]}
    return session | {"parts": parts, "revision": entry["revision"] + 1, "changed_in": version}


def _said(entry: Tree) -> Tree:
    """What a session says of itself."""
    return {key: value for key, value in entry.items() if key not in _STAMPS}


def _withdraw(entry: Tree, version: int) -> Tree:
    return {
        "guid": entry["guid"],
        "code": entry["code"],
        "title": entry["title"],
        "starts_at": entry["starts_at"],
        "ends_at": entry["ends_at"],
        "track": entry["track"],
        "speakers": sorted({credit["speaker"] for credit in entry["credits"] if credit["speaker"]}),
        "revision": entry["revision"] + 1,
        "changed_in": version,
    }
