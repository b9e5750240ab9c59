"""Markdown -> runs and lists of the paper. What people type is data: HTML stays text, only honest links stay links."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .content import ListItem, Run, Runs
from .text import clean

_SCHEMES = ("https://", "http://", "mailto:")
# [@key] or [@key; @other]; Chinese marks divide keys as well. What a key may look like is not asked here: whatever
# stands there was meant as one, so that a wrong one is told instead of printed.
_KEY = r"@[^\s;,；，、@\[\]]+"
_CITATION = re.compile(rf"\[({_KEY}(?:\s*[;,；，、]\s*{_KEY})*)\](?!\()")
_PLACE = "instruments/"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of Markdown: its runs."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Items:
    """A list of Markdown."""

    items: tuple[ListItem, ...]


def _citation(state: StateInline, silent: bool) -> bool:
    """Read a citation at this place, before the parser can take it for a link."""
    found = _CITATION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = found[1]
    state.pos = found.end()
    return True


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The addresses of links at the end of a text; “[@key]: as adopted” is none of them."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return not line.startswith("[@") and reference(state, start, end, silent)


# Without HTML: what looks like a tag is printed as it was typed.
_parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
_parser.inline.ruler.before("link", "citation", _citation)
_parser.block.ruler.at("reference", _reference, {"alt": []})


def place_of(key: str) -> str:
    """The id of the annex's entry for the instrument with this citation key; ``Run.ref`` of what cites it."""
    return _PLACE + key


def cited_by(run: Run) -> str:
    """The citation key of a run that cites; empty for any other."""
    return run.ref.removeprefix(_PLACE) if run.ref.startswith(_PLACE) else ""


def cited_keys(markdown: str) -> list[str]:
    """The keys that a text cites, each once, in the order of their first mention."""
    if "[@" not in markdown:
        return []
    found = (cited_by(run) for part in parse(markdown) for run in _runs_of(part))
    return list(dict.fromkeys(key for key in found if key))


def citation_spans(markdown: str) -> Iterator[tuple[int, int]]:
    """Where something that looks like a citation stands: its first and one past its last character."""
    return (found.span() for found in _CITATION.finditer(markdown))


def _runs_of(part: Text | Items) -> Iterator[Run]:
    def of(items: Iterable[ListItem]) -> Iterator[Run]:
        for item in items:
            yield from item.runs
            yield from of(item.items)

    return iter(part.runs) if isinstance(part, Text) else of(part.items)


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
            case "citation":
                runs += _cited(token.content, Run("", bool(strong), bool(emph), href=href))
            case "image":
                # The words that stand for the picture, without their markup.
                alt = "".join(child.content for child in token.children or [])
                runs.append(Run(words(alt), bool(strong), bool(emph), href=href))
    return joined(run for run in runs if run.text)


def _cited(keys: str, like: Run) -> Iterator[Run]:
    """The runs of a citation. Each key is one of its own, so that each leads to its own entry."""
    yield replace(like, text="[")
    for place, key in enumerate(re.findall(_KEY, words(keys))):
        if place:
            yield replace(like, text="; ")
        yield replace(like, text=key, href="", ref=place_of(key[1:]))
    yield replace(like, text="]")


def joined(runs: Iterable[Run]) -> Runs:
    """Neighbouring runs that are set alike, as one."""
    result: list[Run] = []
    for run in runs:
        if result and replace(result[-1], text="") == replace(run, text=""):
            result[-1] = replace(run, text=result[-1].text + run.text)
        else:
            result.append(run)
    return tuple(result)
