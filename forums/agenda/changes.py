"""What changed from one release to the next, by session. Pure: compares two content trees."""

from typing import Any

from .reading import walk

Tree = dict[str, Any]

# What a reader is told, by the field that changed.
_KINDS = {
    "starts_at": "moved",
    "ends_at": "moved",
    "room": "moved",
    "all_rooms": "moved",
    "title": "renamed",
    "credits": "credits changed",
}


def compare(before: Tree | None, after: Tree) -> list[dict[str, str]]:
    """Each change as ``{"session": code, "title": …, "change": …}``; the first release has none.

    Change is one of added, removed, cancelled, moved, renamed, credits changed. Sessions are the same by GUID.
    """
    if before is None:
        return []
    old = {session["guid"]: session for session in walk(before["sessions"])}
    new = {session["guid"]: session for session in walk(after["sessions"])}
    changes = []
    for guid, session in new.items():
        if guid not in old:
            changes.append(_change(session, "added"))
        elif session["status"] == "cancelled" != old[guid]["status"]:
            changes.append(_change(session, "cancelled"))
        else:
            kinds = [kind for field, kind in _KINDS.items() if session[field] != old[guid][field]]
            changes += [_change(session, kind) for kind in dict.fromkeys(kinds)]
    changes += [_change(session, "removed") for guid, session in old.items() if guid not in new]
    return changes


def _change(session: Tree, kind: str) -> dict[str, str]:
    title = session["title"]
    return {"session": session["code"], "title": title.get("en") or next(iter(title.values()), ""), "change": kind}
