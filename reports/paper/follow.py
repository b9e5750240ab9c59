"""A paper in another language, place by place after the original: what the records say there, and whether it fits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .content import Block, Section
from .plain import plain


@dataclass(frozen=True, slots=True)
class Told:
    """What the records say in the other language, by the id of the heading or block of the original.

    ``fitting`` are the places where that says what the original says; a text that is divided into other paragraphs than
    the original's stands under its first block as a whole, and nothing under the others.
    """

    titles: Mapping[str, str]
    numbers: Mapping[str, str]
    blocks: Mapping[str, tuple[Block, ...]]
    fitting: frozenset[str]


def told_after(original: Sequence[Section], generated: Sequence[Section], given: Sequence[Section]) -> Told:
    """What is ``given`` in the other language for each place of the original.

    It fits where the original reads as the records give it in its own language (``generated``). Elsewhere people wrote
    the original's paragraph, or the records have moved on since it was frozen: then what they say in the other language
    is no translation of it.
    """
    theirs, ours = _by_id(generated), _by_id(given)
    titles: dict[str, str] = {}
    numbers: dict[str, str] = {}
    blocks: dict[str, tuple[Block, ...]] = {}
    fitting: set[str] = set()
    for section in _each(original):
        one, two = theirs.get(section.id), ours.get(section.id)
        if two is None:
            continue
        titles[section.id], numbers[section.id] = two.title, two.number
        if one is not None and one.title == section.title:
            fitting.add(section.id)
        before, after = _texts(one.blocks if one else ()), _texts(two.blocks)
        for first, text in _texts(section.blocks).items():
            _pair(text, before.get(first, []), after.get(first, []), blocks, fitting)
    return Told(titles, numbers, blocks, frozenset(fitting))


def _pair(
    text: Sequence[Block],
    before: Sequence[Block],
    after: Sequence[Block],
    blocks: dict[str, tuple[Block, ...]],
    fitting: set[str],
) -> None:
    if not after:
        return
    same = {block.id for block, was in zip(text, before, strict=False) if plain(block) == plain(was)}
    if len(text) == len(after):
        blocks.update((block.id, (two,)) for block, two in zip(text, after, strict=True))
        fitting |= same
        return
    blocks.update((block.id, ()) for block in text)
    blocks[text[0].id] = tuple(after)
    if len(text) == len(before) == len(same):
        fitting |= same


def _each(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _each(section.sections)


def _by_id(sections: Sequence[Section]) -> dict[str, Section]:
    return {section.id: section for section in _each(sections)}


def _texts(blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """The blocks of each text that was typed as a whole, by the id of its first: x, x/2, x/3."""
    texts: dict[str, list[Block]] = {}
    first = ""
    for block in blocks:
        stem, _, number = block.id.rpartition("/")
        if not (stem and stem == first and number.isdigit()):
            first = block.id
        texts.setdefault(first, []).append(block)
    return texts
