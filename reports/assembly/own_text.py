"""Own text in the place of what is given: a heading, a paragraph, or any other block, by its id."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reports.paper.content import Block, Chart, ListBlock, Paragraph, Run, Runs, Section, Table
from reports.paper.markdown import joined, words
from reports.paper.typed import reworded, with_labels
from reports.paper.walk import block_with_runs, runs_of

from .runs import blocks


def with_own_text(section: Section, own: Mapping[str, str]) -> Section:
    """The section with own text (Markdown by id) in the place of what stands there."""
    return replace(
        section,
        title=words(own[section.id]) if section.id in own else section.title,
        blocks=tuple(
            part
            for block in section.blocks
            for part in (instead_of(block, own[block.id]) if block.id in own else (block,))
        ),
        sections=tuple(with_own_text(part, own) for part in section.sections),
    )


def instead_of(block: Block, text: str, *, alike: Iterable[Block] = ()) -> list[Block]:
    """What stands in the place of a block once people wrote ``text`` there.

    A paragraph keeps its role, a list its manner of numbering, a table its columns as long as the text has them.
    Whoever is in the index for the block, or for what is ``alike`` in another language, stays there where the own text
    names them.
    """
    if isinstance(block, Table | Chart) and (table := reworded(block, text)):
        return [table]
    role = block.role if isinstance(block, Paragraph) else "text"
    named = {run.text: run.index for it in (block, *alike) for run in runs_of(it) if run.index}
    made = [block_with_runs(it, lambda runs: _with_names(runs, named)) for it in blocks(text, block.id, role)]
    if isinstance(block, ListBlock):
        made = [with_labels(it, block) if isinstance(it, ListBlock) else it for it in made]
    # Not x/2: the next paragraph of what is given may be called that.
    return [replace(it, id=f"{block.id}/own/{place}") if place > 1 else it for place, it in enumerate(made, 1)]


def _with_names(runs: Runs, named: Mapping[str, str]) -> Runs:
    """The runs with each name that they say marked for the index, once a run."""
    for name, key in named.items():
        runs = tuple(part for run in runs for part in _marked(run, name, key))
    return joined(runs)


def _marked(run: Run, name: str, key: str) -> list[Run]:
    before, found, after = run.text.partition(name)
    if not found or run.index:
        return [run]
    pieces = [replace(run, text=before), replace(run, text=name, index=key), replace(run, text=after)]
    return [piece for piece in pieces if piece.text]
