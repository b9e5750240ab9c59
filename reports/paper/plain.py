"""What stands where in a paper, as plain text: to compare, to choose from, to point at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from .content import Block, Chart, ListBlock, ListItem, Paragraph, Section, Table


@dataclass(frozen=True, slots=True)
class Place:
    """One piece of a paper that can be replaced, translated or commented on as a whole.

    ``trail`` are the numbers and titles of the sections around it, the outermost first; ``role`` is a paragraph's.
    """

    id: str
    kind: Literal["heading", "paragraph", "list", "table", "chart"]
    text: str
    trail: tuple[str, ...] = ()
    role: str = ""


def places(sections: Iterable[Section], trail: tuple[str, ...] = ()) -> Iterator[Place]:
    """Every heading and block, in reading order."""
    for section in sections:
        yield Place(section.id, "heading", section.title, trail)
        inner = (*trail, section.heading)
        for block in section.blocks:
            yield Place(block.id, block.type, plain(block), inner, getattr(block, "role", ""))
        yield from places(section.sections, inner)


def plain(block: Block) -> str:
    """A block's words: list items and rows a line each."""
    match block:
        case Paragraph():
            return "".join(run.text for run in block.runs)
        case ListBlock():
            return "\n".join(_lines(block.items))
        case Table():
            return "\n".join([block.caption, *(" | ".join(row) for row in (block.header, *block.rows)), *block.notes])
        case Chart():
            values = [" | ".join((series.name, *series.shown)) for series in block.series]
            return "\n".join([block.caption, " | ".join(block.labels), *values])


def _lines(items: Iterable[ListItem], depth: int = 0) -> Iterator[str]:
    for item in items:
        yield "  " * depth + f"{item.label} " + "".join(run.text for run in item.runs)
        yield from _lines(item.items, depth + 1)
