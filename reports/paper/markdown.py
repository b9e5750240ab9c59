"""Markdown -> runs and lists of the paper. What people type is data: HTML stays text, only honest links stay links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .content import ListItem, Run, Runs
from .text import clean

# Without HTML: what looks like a tag is printed as it was typed.
_parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})

_SCHEMES = ("https://", "http://", "mailto:")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of Markdown: its runs."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Items:
    """A list of Markdown."""

    items: tuple[ListItem, ...]


def words(text: str) -> str:
    """Text as it goes into a paper: without what no reader sees, and on one line."""
    return " ".join(clean(text).split("\n"))


def parse(markdown: str) -> list[Text | Items]:
    """The blocks of a Markdown text. A heading becomes a strong paragraph, a quotation plain paragraphs."""
    blocks: list[Text | Items] = []
    tokens = _parser.parse(clean(markdown))
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            items, position = _list(tokens, position)
            blocks.append(Items(items))
        elif runs := _words_of(token):
            heading = tokens[position - 1].type == "heading_open"
            blocks.append(Text(tuple(replace(run, strong=True) for run in runs) if heading else runs))
        position += 1
    return blocks


def _words_of(token: Token) -> Runs:
    """What a block's own token says; nothing for one that only opens or closes a block."""
    if token.type in {"fence", "code_block"}:
        return tuple(run for run in (Run(words(token.content.strip())),) if run.text)
    return _inline(token.children or [])


def _list(tokens: Sequence[Token], position: int) -> tuple[tuple[ListItem, ...], int]:
    """The items of the list that opens at this token, and where it closes."""
    ordered = tokens[position].type == "ordered_list_open"
    number = int(tokens[position].attrs.get("start", 1))
    closing, items = tokens[position].type.replace("open", "close"), []
    position += 1
    while tokens[position].type != closing:
        if tokens[position].type == "list_item_open":
            runs: list[Run] = []
            nested: tuple[ListItem, ...] = ()
            position += 1
            while tokens[position].type != "list_item_close":
                if tokens[position].type in {"bullet_list_open", "ordered_list_open"}:
                    more, position = _list(tokens, position)
                    nested += more
                else:
                    found = _words_of(tokens[position])
                    runs += [Run(" "), *found] if runs and found else found
                position += 1
            items.append(ListItem(f"{number}." if ordered else "•", joined(runs), nested))
            number += 1
        position += 1
    return tuple(items), position


def _inline(tokens: Sequence[Token]) -> Runs:
    runs: list[Run] = []
    strong = emph = 0
    href = ""
    for token in tokens:
        match token.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open":
                emph += 1
            case "em_close":
                emph -= 1
            case "link_open":
                address = str(token.attrs.get("href", ""))
                href = address if address.startswith(_SCHEMES) else ""
            case "link_close":
                href = ""
            case "softbreak" | "hardbreak":
                runs.append(Run(" ", bool(strong), bool(emph), href=href))
            case "text" | "code_inline":
                runs.append(Run(words(token.content), bool(strong), bool(emph), href=href))
            case "image":
                # The words that stand for the picture, without their markup.
                alt = "".join(child.content for child in token.children or [])
                runs.append(Run(words(alt), bool(strong), bool(emph), href=href))
    return joined(run for run in runs if run.text)


def joined(runs: Iterable[Run]) -> Runs:
    """Neighbouring runs that are set alike, as one."""
    result: list[Run] = []
    for run in runs:
        if result and replace(result[-1], text="") == replace(run, text=""):
            result[-1] = replace(run, text=result[-1].text + run.text)
        else:
            result.append(run)
    return tuple(result)
