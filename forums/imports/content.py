"""What a file says of an agenda, whatever its format: frozen dataclasses, free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from forums.exceptions import DomainError

# More sessions than any forum has: five times the largest conferences. What has more is something else.
MOST_ENTRIES = 5_000
# Stands in a cell for “make it empty”; an empty cell says nothing.
CLEAR = frozenset({"-", "–", "—"})


class UnreadableFileError(DomainError):
    """A file that no agenda can be read from; the message says why and what to do."""


def too_many() -> UnreadableFileError:
    """What is said of a file with more sessions than are read."""
    return UnreadableFileError(f"The file has more than {MOST_ENTRIES:,} sessions. Split it, a file for each day.")


@dataclass(frozen=True, slots=True)
class Background:
    """What a reader must know of the edition to understand a file: its clocks, its days and who is in it by name."""

    zone: ZoneInfo
    first_day: date | None
    last_day: date | None
    year: int
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody in a session. ``group`` is the column they stand in, empty where the file tells nobody's role apart;
    ``role`` is a credit's role where the file has one.

    ``is_seat``: the seat of the organization of that name, “Delegate of …”.
    """

    name: str
    group: str = "speakers"
    role: str = ""
    titles: tuple[str, ...] = ()
    guid: str = ""
    bio: str = ""
    links: tuple[str, ...] = ()
    is_seat: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A session as the file has it. ``said`` holds fields of a session that the file speaks of; an empty value clears.

    Rooms and tracks go by their names, ``parent`` by code or title, times are aware. ``place`` is where it stands in
    the file, ``guid`` whatever the file calls by that name.
    """

    place: str
    title: str
    guid: str = ""
    code: str = ""
    parent: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry that cannot be taken, and what to do about it."""

    place: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was understood; ``notes`` are about the file as a whole."""

    entries: list[Entry]
    refused: list[Refusal]
    notes: list[str]
    capacities: Mapping[str, int] = field(default_factory=dict)

    def add(self, found: Entry | Refusal) -> None:
        """Take one more in. Raises UnreadableFileError where they are too many."""
        if len(self.entries) + len(self.refused) >= MOST_ENTRIES:
            raise too_many()
        if isinstance(found, Entry):
            self.entries.append(found)
        else:
            self.refused.append(found)
