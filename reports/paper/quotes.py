"""What prints of one contribution, kept to be shown and compared: as lines, as a fingerprint, word by word. Pure."""

import json
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import sha256

from .content import Block, ListBlock, ListItem, Paragraph, Runs

_WORD = re.compile(r"\s+|[\u2e80-\ua4cf\uf900-\ufaff]|[^\s\u2e80-\ua4cf\uf900-\ufaff]+")


def lines(blocks: Sequence[Block]) -> list[str]:
    """The blocks as plain text: one line a paragraph or an item of a list."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(_words(block.runs))
        elif isinstance(block, ListBlock):
            found += _items(block.items)
    return found


def fingerprint(blocks: Sequence[Block]) -> str:
    """SHA-256 of all that a reader sees: words, key statements, links; not of where it stands."""
    printed = json.dumps([_seen(block) for block in blocks], ensure_ascii=False, separators=(",", ":"))
    return sha256(printed.encode()).hexdigest()


def compared(before: str, after: str) -> list[tuple[str, str]]:
    """Two texts word by word: ("same" | "gone" | "new", words) in reading order; Han letters are words of their own."""
    one, other = (
        re.findall(r"\s+|[\u2e80-\ua4cf\uf900-\ufaff]|[^\s\u2e80-\ua4cf\uf900-\ufaff]+", it) for it in (before, after)
    )
    parts: list[tuple[str, str]] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(one[start:end])))
            continue
        parts += [(name, text) for name, text in _changed(one[start:end], other[new_start:new_end]) if text]
    return parts


def _changed(gone: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "gone", "".join(gone)
    yield "new", "".join(new)


def _words(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _items(items: Sequence[ListItem]) -> list[str]:
    found = []
    for item in items:
        found += [f"{item.label} {_words(item.runs)}", *_items(item.items)]
    return found


def _seen(block: Block) -> object:
    if isinstance(block, Paragraph):
        return _runs(block.runs)
    return [_item(item) for item in block.items] if isinstance(block, ListBlock) else block.id


def _item(item: ListItem) -> object:
    return [item.label, _runs(item.runs), [_item(part) for part in item.items]]


def _runs(runs: Runs) -> object:
    return [[run.text, run.strong, run.emph, run.href] for run in runs]
