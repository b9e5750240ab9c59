"""Texts out of a file as they may be kept: nothing invisible, lines as lines, HTML as plain text."""

import re
from html import unescape
from typing import Any

_BEYOND = "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
# What a field refuses: controls, halves of pairs, non-characters, direction overrides.
_HIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\u202d\u202e\ufeff{_BEYOND}]")
_TAG = re.compile(
    r"</?(?:p|br|div|ul|ol|li|a|b|i|u|em|strong|span|h[1-6]|table|tr|td|th|img|blockquote|pre|code)\b", re.IGNORECASE
)
# With its markup; what is left may be a fifth of it.
_LONGEST = 100_000
_BLOCKS = frozenset(("p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "pre", "tr"))
_BREAKS = {"br": "\n", "li": "\n- ", "td": " ", "th": " "}
_UNREAD = frozenset(("script", "style", "template", "head"))
# A tag, or what is between two: in one pass over whatever there is.
_TOKEN = re.compile(r"<(?P<closes>/?)(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>[^<>]*)>|<!?[^<]*|[^<]+")
_ADDRESS = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def line(text: str) -> str:
    """The text on one line."""
    return " ".join(_HIDDEN.sub("", text).split())


def prose(text: str) -> str:
    """The text with its line breaks, three in a row at most taken for a paragraph."""
    text = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[^\S\n]+\n", "\n", text)).strip()


def key(text: str) -> str:
    """What two spellings of one name have in common: letters and digits."""
    return "".join(character for character in text.casefold() if character.isalnum())


def plain(text: str) -> str:
    """The text without HTML, if that is what it is; what only looks a little like it stays as it is.

    Raises ValueError where it is too long to be a text of an agenda.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"One of its texts has {len(text):,} characters; {_LONGEST:,} are read.")
    if not _TAG.search(text):
        return prose(text)
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    unread = ""
    for match in _TOKEN.finditer(_without_comments(text)):
        closes, tag, attributes = bool(match["closes"]), (match["tag"] or "").casefold(), match["attributes"] or ""
        if unread:
            unread = "" if closes and tag == unread else unread
        elif not tag:
            # Between tags, a line break is no more than a space.
            parts.append(re.sub(r"\s+", " ", unescape(match[0])))
        elif tag in _UNREAD:
            unread = "" if closes else tag
        elif tag == "a" and closes and links:
            address, start = links.pop()
            if address.startswith(("http://", "https://")) and address != "".join(parts[start:]).strip():
                parts.append(f" ({address})")
        elif tag == "a" and not closes:
            href = _ADDRESS.search(attributes)
            links.append((unescape(href[1] or href[2] or href[3]) if href else "", len(parts)))
        else:
            parts.append(_BREAKS.get(tag, "\n\n" if tag in _BLOCKS else "") if not closes or tag in _BLOCKS else "")
    return prose("\n".join(row.strip() for row in "".join(parts).split("\n")))


def _without_comments(text: str) -> str:
    before, *others = text.split("<!--")
    return before + "".join(other.partition("-->")[2] for other in others)


def told(cell: Any) -> str:
    """A cell of any kind as text: 5.0 is 5, yes is yes, and what a formula failed to compute is nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    return "" if text in {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"} else text.strip()
