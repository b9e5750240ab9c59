"""Reading a content tree: its sessions in order, what a part takes from its session, the day it belongs to. Pure."""

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


def programme_day(starts_at: str, first_day: str | None) -> str:
    """The day of the programme (ISO) on which a session begins; none is before the edition's first day."""
    day = (datetime.fromisoformat(starts_at) - _NIGHT).date().isoformat()
    return max(day, first_day or day)


def bcp47(code: str) -> str:
    """The tag that documents and pages carry: ``zh-hans`` becomes ``zh-Hans`` (BCP 47 spelling)."""
    language, _, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language
