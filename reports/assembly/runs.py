"""Small pieces of a paper: plain runs, emphasised titles, a speaker's name set into a text."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reports.models.intervention import SPEAKER
from reports.paper.content import Block, ListBlock, ListItem, Paragraph, Run, Runs, Section
from reports.paper.markdown import Items, Text, joined, parse, words


def plain(text: str) -> Runs:
    """Text as one run; nothing in it is markup."""
    return (Run(words(text)),)


def blocks(markdown: str, anchor: str, role: str = "text") -> list[Block]:
    """Markdown as blocks, anchored ``anchor``, ``anchor/2`` and so on."""
    result: list[Block] = []
    for number, part in enumerate(parse(markdown), 1):
        block_id = anchor if number == 1 else f"{anchor}/{number}"
        match part:
            case Text(runs):
                result.append(Paragraph(block_id, runs, role))  # type: ignore[arg-type]
            case Items(items):
                result.append(ListBlock(block_id, items))
    return result


def listed(anchor: str, number: str, heading: str, items: Iterable[Runs], label: str = "•") -> Section:
    """A section that is one list."""
    return Section(anchor, number, heading, (ListBlock(f"{anchor}/list", tuple(ListItem(label, it) for it in items)),))


def flowing(markdown: str) -> Runs:
    """Markdown as one paragraph, whatever was typed."""
    runs: list[Run] = []
    for part in parse(markdown):
        for found in [part.runs] if isinstance(part, Text) else _each(part.items):
            runs += [Run(" "), *found] if runs else found
    return joined(runs)


def _each(items: Iterable[ListItem]) -> Iterator[Runs]:
    """Every item of a list, nested ones too, in the order they are read."""
    for item in items:
        yield item.runs
        yield from _each(item.items)


def set_speaker(runs: Runs, speaker: Runs, space: str = " ") -> Runs:
    """The runs with name and titles where ``{speaker}`` stands, or in front where it does not.

    Name and titles end with a comma where the titles have one and the sentence goes on; ``space`` is what parts words.
    """
    for place, run in enumerate(runs):
        before, found, after = run.text.partition(SPEAKER)
        if found:
            follows = after or (runs[place + 1].text if place + 1 < len(runs) else "")
            head = [replace(run, text=before)] if before else []
            tail = [replace(run, text=after.replace(SPEAKER, ""))] if after else []
            return joined((*runs[:place], *head, *_closed(speaker, follows), *tail, *runs[place + 1 :]))
    return joined((*_closed(speaker, space), Run(space), *runs))


def _closed(speaker: Runs, follows: str) -> Runs:
    """With the comma that closes the titles, unless the sentence brings its own mark."""
    has_titles = "," in "".join(run.text for run in speaker)
    return (*speaker, Run(",")) if has_titles and follows[:1].isspace() else speaker
