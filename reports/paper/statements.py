"""The key statements of a text: what is set in bold. Pure."""

from collections.abc import Iterator
from itertools import groupby

from .content import ListItem, Run, Runs
from .markdown import Items, parse


def key_statements(markdown: str) -> list[str]:
    """What is bold in a Markdown text, in its order; each in one piece, whatever is emphasised inside it."""
    found = []
    for block in parse(markdown):
        for runs in _of_items(block.items) if isinstance(block, Items) else [block.runs]:
            for strong, together in groupby(runs, key=_is_strong):
                told = "".join(run.text for run in together).strip()
                if strong and told:
                    found.append(told)
    return found


def _is_strong(run: Run) -> bool:
    return run.strong


def _of_items(items: tuple[ListItem, ...]) -> Iterator[Runs]:
    for item in items:
        yield item.runs
        yield from _of_items(item.items)
