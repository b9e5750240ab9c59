"""Which release each session last changed in. Pure: compares a compiled agenda with the release before it.

An agenda that has not changed is stamped as it was, so that it equals the last release byte for byte.
"""

from dataclasses import asdict, replace
from typing import Any

from .content import Agenda, SessionEntry, WithdrawnEntry
from .reading import walk

Tree = dict[str, Any]

_STAMPS = {"revision", "changed_in", "parts"}


def stamp(agenda: Agenda, before: Tree | None, version: int) -> Agenda:
    """The agenda as release ``version``, following the content tree of the release before it (None: the first)."""
    old = {entry["guid"]: entry for entry in walk(before["sessions"])} if before else {}
    gone = {entry["guid"]: entry for entry in before["withdrawn"]} if before else {}
    current = {session.guid for session in agenda.walk()}
    withdrawn = [WithdrawnEntry(**entry) for guid, entry in gone.items() if guid not in current]
    withdrawn += [_withdraw(entry, version) for guid, entry in old.items() if guid not in current]
    sessions = [_stamp(session, old | gone, version) for session in agenda.sessions]
    return replace(agenda, sessions=sessions, withdrawn=sorted(withdrawn, key=lambda entry: entry.guid))


def _stamp(session: SessionEntry, known: dict[str, Tree], version: int) -> SessionEntry:
    """The session and its parts, each with its own stamps: a part that moves does not change its plenary."""
    parts = [_stamp(part, known, version) for part in session.parts]
    entry = known.get(session.guid)
    if entry is None:
        return replace(session, parts=parts, revision=0, changed_in=version)
    if _said(asdict(session)) == _said(entry):
        return replace(session, parts=parts, revision=entry["revision"], changed_in=entry["changed_in"])
    return replace(session, parts=parts, revision=entry["revision"] + 1, changed_in=version)


def _said(entry: Tree) -> Tree:
    """What a session says of itself."""
    return {key: value for key, value in entry.items() if key not in _STAMPS}


def _withdraw(entry: Tree, version: int) -> WithdrawnEntry:
    return WithdrawnEntry(
        guid=entry["guid"],
        code=entry["code"],
        title=entry["title"],
        starts_at=entry["starts_at"],
        ends_at=entry["ends_at"],
        revision=entry["revision"] + 1,
        changed_in=version,
    )
