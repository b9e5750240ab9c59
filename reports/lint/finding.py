"""What a rule finds, and the facts of the records that rules compare a paper with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from reports.paper.content import Block, Paper, Section
from reports.paper.plain import Place, places


class Severity(StrEnum):
    """An error keeps the document from being final; a warning is looked at."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: where it stands (the id of a heading or block; empty: nowhere in particular), and why.

    ``record`` is the row where it is mended, as the name of its model and its key, where that is not told by the place.
    """

    rule: str
    severity: Severity
    place: str
    sentence: str
    record: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """An edition of the forum: its days, and the words a text may call it by beside “the forum”."""

    names: tuple[str, ...]
    year: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of the edition: how they are called, what their titles are; ``absent`` is why they are not printed."""

    names: tuple[str, ...]
    titles: str
    absent: str = ""
    record: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A figure that somebody quoted without saying where it is from, and the place where it was said."""

    words: str
    place: str
    record: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Printed:
    """What an issued document told of each edition: its name, its symbol, and the paragraphs of the chronicle by id."""

    document: str
    symbol: str
    paragraphs: Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """What the records say, read once.

    ``days`` are those of sessions by heading; ``known`` are words in capitals that are names; ``own`` the ids of places
    that people wrote; ``counted`` is what was recorded of each kind of figure, as the least and most it can be;
    ``glyphs`` the characters that the fonts have, None where that is not known.
    """

    language: str
    editions: tuple[Held, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    people: tuple[Named, ...] = ()
    known: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    counted: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    unsourced: tuple[Unsourced, ...] = ()
    earlier: tuple[Printed, ...] = ()
    glyphs: frozenset[int] | None = None


@dataclass(frozen=True)
class Read:
    """A paper with its places read once for all rules."""

    paper: Paper
    facts: Facts

    @cached_property
    def places(self) -> list[Place]:
        """Every heading and block, in reading order."""
        return list(places(self.paper.chapters))

    @cached_property
    def prose(self) -> list[Place]:
        """Paragraphs and lists that somebody wrote or said: not the lists of names in the annexes."""
        return [it for it in self.places if it.kind in {"paragraph", "list"} and _chapter(it.id) not in _LISTS]

    @property
    def chinese(self) -> bool:
        return self.facts.language.startswith("zh")

    def sections(self) -> Iterator[Section]:
        """Every section, those in a section after it."""
        yield from _walk(self.paper.chapters)


# Chapters that are lists of records.
_LISTS = {"agenda", "speakers", "organizations", "instruments", "balance"}


def _chapter(place: str) -> str:
    return place.partition("/")[0]


def _walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.sections)


def excerpt(text: str, start: int, end: int, around: int = 30) -> str:
    """What stands at a place of a text with the words around it, on one line."""
    before, after = max(0, start - around), min(len(text), end + around)
    cut = " ".join(text[before:after].split())
    return f"{'…' if before else ''}{cut}{'…' if after < len(text) else ''}"


def is_printed(block: Block) -> bool:
    """Whether a block has anything to read."""
    match block.type:
        case "paragraph":
            return any(run.text.strip() for run in block.runs)
        case "list":
            return any(run.text.strip() for item in block.items for run in item.runs) or any(
                item.items for item in block.items
            )
    return True
