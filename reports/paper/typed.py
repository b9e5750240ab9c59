"""A heading or block as somebody would type it, and what was typed in its place: the way there and back."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .content import Block, Chart, ListBlock, ListItem, Paragraph, Run, Runs, Series, Table
from .markdown import cited_by, joined, words
from .plain import plain

_MARKUP = re.compile(r"([\\`*_\[\]<&!])")
# What would begin a heading, a quotation, a list or a rule at the front of a paragraph.
_OPENING = re.compile(r"^(\d+)?([#>+\-=~.)])")
_CITED = re.compile("\\\\\\[((?:\x00@[^\x00\\\\\\]]+)+)\\\\\\]")
_EDGES = re.compile(r"^([\W_]*)(.*?)([\W_]*)$", re.DOTALL)
_CELL = " | "


def as_typed(block: Block) -> str:
    """The block as Markdown that prints the same; a table or a chart as its words, a line a row."""
    match block:
        case Paragraph():
            return _line(block.runs)
        case ListBlock():
            return "\n".join(_items(block.items))
    return plain(block)


def _line(runs: Runs) -> str:
    typed = ""
    for run in joined(runs):
        piece = _run(run)
        # Marks that touch would be read as others.
        typed += _run(replace(run, strong=False, emph=False)) if piece[:1] == "*" == typed[-1:] else piece
    typed = typed.strip()
    typed = _CITED.sub(lambda found: f"[{found[1]}]", typed).replace("\x00", "")
    return _OPENING.sub(lambda found: f"{found[1] or ''}\\{found[2]}", typed)


def _run(run: Run) -> str:
    if key := cited_by(run):
        return f"\x00@{key}"
    text = _MARKUP.sub(r"\\\1", run.text)
    mark = "**" * run.strong + "*" * run.emph
    if run.href:
        text = f"[{text}]({run.href})"
    if mark:
        # Marks hold only around words: what stands before and after them is set plain.
        before, inner, after = _EDGES.match(text).groups()  # type: ignore[union-attr]
        text = f"{before}{mark}{inner}{mark[::-1]}{after}" if inner and not run.href else text
    return text


def _items(items: Iterable[ListItem], depth: int = 0) -> Iterator[str]:
    for place, item in enumerate(items, 1):
        ordered = any(letter.isalnum() for letter in item.label)
        yield "   " * depth + (f"{place}. " if ordered else "-  ") + _line(item.runs)
        yield from _items(item.items, depth + 1)


def reworded(block: Table | Chart, text: str) -> Table | Chart | None:
    """A table or chart with the words of its lines as typed; None where lines or columns are not as they were.

    The lines are those of ``as_typed``: the caption, the header (a chart's labels), a line a row (a chart's series),
    then the notes. Cells are divided by " | ". What a chart measures stays.
    """
    lines = [words(line).strip() for line in text.strip().split("\n")]
    if len(lines) != len(plain(block).split("\n")):
        return None
    caption, *rest = lines
    if isinstance(block, Table):
        header, *rows = (tuple(_cells(line)) for line in rest[: 1 + len(block.rows)])
        notes = tuple(rest[1 + len(block.rows) :])
        fits = _widths([header, *rows]) == _widths([block.header, *block.rows])
        return replace(block, caption=caption, header=header, rows=tuple(rows), notes=notes) if fits else None
    labels, *series = (tuple(_cells(line)) for line in rest)
    if _widths([labels, *series]) != _widths([block.labels, *((it.name, *it.shown) for it in block.series)]):
        return None
    told = tuple(Series(line[0], it.values, line[1:]) for it, line in zip(block.series, series, strict=True))
    # What a screen reader speaks is in the same words.
    alt = ". ".join([caption, *(_spoken(line[0], labels, line[1:]) for line in series)])
    return replace(block, caption=caption, alt=alt, labels=labels, series=told)


def _spoken(name: str, labels: Sequence[str], shown: Sequence[str]) -> str:
    values = (f"{label} {value or '–'}" for label, value in zip(labels, shown, strict=True))
    return f"{name}: {', '.join(values)}"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _widths(rows: Iterable[Sequence[str]]) -> list[int]:
    return [len(row) for row in rows]


def with_labels(typed: ListBlock, like: ListBlock) -> ListBlock:
    """A typed list numbered in the manner of the one it stands for: (1), (2) and not 1., 2."""
    label = like.items[0].label if like.items else ""
    if not typed.items or not typed.items[0].label[:1].isdigit() or not re.search(r"\d", label):
        return typed
    items = (
        replace(item, label=re.sub(r"\d+", str(place), label, count=1)) for place, item in enumerate(typed.items, 1)
    )
    return replace(typed, items=tuple(items))
