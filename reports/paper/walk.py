"""Going through the runs of a section, in reading order, and changing them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from .content import Block, ListBlock, ListItem, Paragraph, Run, Runs, Section
from .markdown import joined


def each_run(section: Section, trail: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, Run]]:
    """Every run of a section: the titles above it, the id of its block, and the run."""
    trail = (*trail, section.title) if section.title else trail
    for block in section.blocks:
        yield from ((trail, block.id, run) for run in runs_of(block))
    for part in section.sections:
        yield from each_run(part, trail)


def runs_of(block: Block) -> Iterator[Run]:
    """Every run of one block; a table or a chart has none."""
    match block:
        case Paragraph():
            yield from block.runs
        case ListBlock():
            yield from _of_items(block.items)


def _of_items(items: tuple[ListItem, ...]) -> Iterator[Run]:
    for item in items:
        yield from item.runs
        yield from _of_items(item.items)


def without_dead_links(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections, their words pointing only to places that are in them."""
    places = {place for section in sections for place in _places(section)}
    return tuple(
        with_runs(section, lambda runs: joined(run if run.ref in places else replace(run, ref="") for run in runs))
        for section in sections
    )


def _places(section: Section) -> Iterator[str]:
    yield section.id
    yield from (block.id for block in section.blocks)
    for part in section.sections:
        yield from _places(part)


def with_runs(section: Section, change: Callable[[Runs], Runs]) -> Section:
    """The section with the runs of every paragraph and list item as ``change`` makes them."""
    return replace(
        section,
        blocks=tuple(block_with_runs(block, change) for block in section.blocks),
        sections=tuple(with_runs(part, change) for part in section.sections),
    )


def block_with_runs(block: Block, change: Callable[[Runs], Runs]) -> Block:
    """One block, its runs as ``change`` makes them."""
    match block:
        case Paragraph():
            return replace(block, runs=change(block.runs))
        case ListBlock():
            return replace(block, items=tuple(_item_with_runs(item, change) for item in block.items))
    return block


def _item_with_runs(item: ListItem, change: Callable[[Runs], Runs]) -> ListItem:
    items = tuple(_item_with_runs(part, change) for part in item.items)
    return replace(item, runs=change(item.runs), items=items)
