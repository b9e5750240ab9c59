"""What differs between two papers, as a paper: the newer one, with what was added and what was removed marked in it.

Headings and blocks are matched by their ids, which a document keeps from version to version; within a block words are
compared, and letter by letter where a script has no spaces. What moved elsewhere is removed there and added here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal, TypeVar

from .content import Block, Chart, IndexEntry, ListBlock, ListItem, Paper, Paragraph, Run, Runs, Section, Series, Table
from .markdown import joined
from .plain import places, plain
from .walk import block_with_runs

Change = Literal["", "added", "removed"]
Found = TypeVar("Found", Section, Block)

# A word with the space after it; a letter of a script without spaces; a mark.
_PIECES = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W\u2e80-\u9fff\uf900-\ufaff]+\s*|\s+|.", re.DOTALL
)
# Words beyond which a paragraph is compared as a whole: the time grows with the square.
_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that differs: how it read and how it reads; empty where it was not, or is no longer, there."""

    id: str
    trail: tuple[str, ...]
    before: str
    after: str


def redline(old: Paper, new: Paper) -> Paper:
    """The newer paper with every change marked."""
    entries = {entry.key: entry for entry in (*old.index, *new.index)}
    return replace(new, chapters=_sections(old.chapters, new.chapters), index=_sorted(entries.values()))


def differences(old: Paper, new: Paper) -> list[Difference]:
    """Every heading and block that differs, in the order of the newer paper, what is gone at its old place."""
    before = {place.id: place for place in places(old.chapters)}
    after = {place.id: place for place in places(new.chapters)}
    found = []
    for key in _merged(list(before), list(after)):
        one, two = before.get(key), after.get(key)
        texts = one.text if one else "", two.text if two else ""
        if texts[0] != texts[1]:
            found.append(Difference(key, (two or one).trail, *texts))  # type: ignore[union-attr]
    return found


def _sorted(entries: Iterable[IndexEntry]) -> tuple[IndexEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.sort, entry.key)))


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Both orders in one: the newer, with what is gone after what it stood behind."""
    merged: list[str] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            merged += [key for key in old[first:last] if key not in new]
        merged += new[start:end]
    return list(dict.fromkeys(merged))


def _matched(old: Sequence[Found], new: Sequence[Found]) -> Iterator[tuple[Found | None, Found | None]]:
    before, after = {it.id: it for it in old}, {it.id: it for it in new}
    for key in _merged(list(before), list(after)):
        yield before.get(key), after.get(key)


def _sections(old: Sequence[Section], new: Sequence[Section]) -> tuple[Section, ...]:
    return tuple(_section(one, two) for one, two in _matched(old, new))


def _section(old: Section | None, new: Section | None) -> Section:
    if old is None or new is None:
        only = new or old
        assert only is not None  # noqa: S101 - one of them is there
        change: Change = "added" if new else "removed"
        blocks = tuple(_all(block, change) for block in only.blocks)
        nested = tuple(_section(None, part) if new else _section(part, None) for part in only.sections)
        # A heading has no runs: that it is new, or gone, what stands under it says.
        return replace(only, blocks=(*_heading(only, change), *blocks), sections=nested)
    title = [] if old.title == new.title else [_told(f"{new.id}/heading", old.title, new.title)]
    return replace(
        new, blocks=(*title, *_blocks(old.blocks, new.blocks)), sections=_sections(old.sections, new.sections)
    )


def _heading(section: Section, change: Change) -> list[Block]:
    return (
        [Paragraph(f"{section.id}/heading", (Run(section.title, strong=True, change=change),))] if section.title else []
    )


def _blocks(old: Sequence[Block], new: Sequence[Block]) -> list[Block]:
    return [_block(one, two) for one, two in _matched(old, new)]


def _block(old: Block | None, new: Block | None) -> Block:
    if old is None or new is None:
        return _all(new or old, "added" if new else "removed")  # type: ignore[arg-type]
    if old == new:
        return new
    match old, new:
        case Paragraph(), Paragraph():
            made: Block = replace(new, runs=_runs(old.runs, new.runs))
        case ListBlock(), ListBlock():
            made = replace(new, items=_items(old.items, new.items))
        case Table(), Table():
            made = _table(old, new)
        case Chart(), Chart() if _axes(old) == _axes(new):
            made = replace(new, series=tuple(map(_series, old.series, new.series)))
        case _:
            # Another kind of block in its place: both as words.
            made = _told(new.id, plain(old), plain(new))
    return made


def _axes(chart: Chart) -> tuple[tuple[str, ...], ...]:
    return chart.labels, tuple(series.name for series in chart.series)


def _all(block: Block, change: Change) -> Block:
    """A block that is new, or gone, as a whole."""
    if isinstance(block, Table | Chart):
        return Paragraph(block.id, (Run(plain(block).replace("\n", "; "), change=change),))
    return block_with_runs(block, lambda runs: tuple(replace(run, change=change) for run in runs))


def _told(place: str, old: str, new: str) -> Paragraph:
    return Paragraph(place, _runs((Run(old),), (Run(new),)))


def _runs(old: Runs, new: Runs) -> Runs:
    if old == new:
        return new
    before, after = list(_pieces(old)), list(_pieces(new))
    if max(len(before), len(after)) > _LIMIT:
        return (*_as(old, "removed"), *_as(new, "added"))
    result: list[Run] = []
    texts = [run.text for run in before], [run.text for run in after]
    for tag, first, last, start, end in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if tag == "equal":
            result += after[start:end]
        else:
            result += (*_as(before[first:last], "removed"), *_as(after[start:end], "added"))
    return joined(result)


def _as(runs: Iterable[Run], change: Change) -> list[Run]:
    if change == "removed":
        # In no index any more, and pointing nowhere: its place may be gone.
        return [replace(run, change=change, index="", ref="") for run in runs]
    return [replace(run, change=change) for run in runs]


def _pieces(runs: Runs) -> Iterator[Run]:
    for run in runs:
        yield from (replace(run, text=text) for text in _PIECES.findall(run.text))


def _items(old: Sequence[ListItem], new: Sequence[ListItem]) -> tuple[ListItem, ...]:
    return tuple(_item(one, two) for one, two in zip_longest(old, new))


def _item(old: ListItem | None, new: ListItem | None) -> ListItem:
    one, two = old or ListItem("", ()), new or ListItem("", ())
    label = two.label or one.label
    return ListItem(label, _runs(one.runs, two.runs), _items(one.items, two.items))


def _table(old: Table, new: Table) -> Table:
    """A cell that differs says both; rows are matched by their first cell."""
    before, after = {row[0]: row for row in old.rows if row}, {row[0]: row for row in new.rows if row}
    rows = []
    for key in _merged(list(before), list(after)):
        one, two = before.get(key), after.get(key)
        if one is None or two is None:
            mark, only = ("+ ", two) if two else ("− ", one)
            assert only is not None  # noqa: S101 - one of them is there
            rows.append((mark + only[0], *only[1:]))
        else:
            rows.append(tuple(_both(*pair) for pair in zip_longest(one, two, fillvalue="")))
    header = tuple(_both(*pair) for pair in zip_longest(old.header, new.header, fillvalue=""))
    return replace(new, caption=_both(old.caption, new.caption), header=header, rows=tuple(rows))


def _series(old: Series, new: Series) -> Series:
    return replace(new, shown=tuple(_both(*pair) for pair in zip_longest(old.shown, new.shown, fillvalue="")))


def _both(old: str, new: str) -> str:
    return new if old == new else f"{old or '—'} → {new or '—'}"
