"""Reading a content tree: its sessions in order, what a part takes from its session, what is for everybody. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

Tree = dict[str, Any]
# A session behind those that it is part of, outermost first.
Line = tuple[Tree, ...]

# What begins after midnight, until four, belongs to the evening before.
_NIGHT = timedelta(hours=4)


def walk(sessions: list[Tree]) -> Iterator[Tree]:
    """Every session, parents before their parts."""
    for line in lines(sessions):
        yield line[-1]


def lines(sessions: list[Tree], above: Line = ()) -> Iterator[Line]:
    """Every session with those that it is part of, parents before their parts."""
    for session in sessions:
        line = (*above, session)
        yield line
        yield from lines(session["parts"], line)


def nearest(line: Line, field: str) -> Any:
    """What a session says, or else the nearest one that it is part of; None where nobody says anything."""
    return next((entry[field] for entry in reversed(line) if entry[field]), None)


def held_in(line: Line) -> Tree:
    """The session whose room it is: a part is where its session is unless it says otherwise."""
    return next((entry for entry in reversed(line) if entry["room"] or entry["all_rooms"]), line[-1])


def is_cancelled(line: Line) -> bool:
    """Whether it does not take place: without a session there are no parts of it either."""
    return any(entry["status"] == "cancelled" for entry in line)


def has_window(session: Tree) -> bool:
    """Whether its livestream is open to the public for a time only."""
    return bool(session["livestream_opens_at"] or session["livestream_closes_at"])


def public(tree: Tree, site: str) -> Tree:
    """What of a release everybody may read, whenever they do: all that is rendered is made from it.

    Where a livestream is open for a time only, its link is the address that opens it then.
    """
    edition = tree["edition"]
    address = f"{site}/{edition['forum_slug']}/{edition['slug']}/sessions"

    def shown(session: Tree) -> Tree:
        parts = [shown(part) for part in session["parts"]]
        if session["livestream_url"] and has_window(session):
            return session | {"parts": parts, "livestream_url": f"{address}/{session['code']}/join/"}
        return session | {"parts": parts}

    return tree | {"sessions": [shown(session) for session in tree["sessions"]]}


def programme_day(starts_at: str, first_day: str | None) -> str:
    """The day of the programme (ISO) on which a session begins; none is before the edition's first day."""
    day = (datetime.fromisoformat(starts_at) - _NIGHT).date().isoformat()
    return max(day, first_day or day)


def titles(speaker: Tree) -> list[str]:
    """The titles as of the edition, of a speaker in one language; of whoever has none, the organization."""
    organization = speaker["organization"]
    return list(speaker["titles"] or ([organization["name"]] if organization else []))


def web(address: str) -> str:
    """The address if it is one that a page may link to, else nothing."""
    return address if address.startswith(("https://", "http://")) else ""


def bcp47(code: str) -> str:
    """The tag that documents and pages carry: ``zh-hans`` becomes ``zh-Hans`` (BCP 47 spelling)."""
    language, _, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language
