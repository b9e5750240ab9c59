"""What is done to people's words before they reach any engine: nothing that a reader could see."""

from __future__ import annotations

import re
import unicodedata

# Controls (all but newline and tab), lone surrogates, byte-order marks, marks that reverse the reading order, and code
# points that Unicode promises never to use. The PDF standards refuse some of them, XML others, and none is a character.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_BREAK = "\u200b"
_CHUNK = 12
# Han, kana and Hangul may break at every letter already, and a break before their punctuation would be wrong.
_UNBROKEN = r"[^\s\u200b\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"


def clean(text: str) -> str:
    """Drop what no reader sees and compose the rest (NFC); line ends become newlines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))


def breakable(text: str, limit: int = 60) -> str:
    """Let words of more than ``limit`` characters break, by zero-width spaces that do not print."""
    if len(text) <= limit:
        return text
    return re.sub(f"{_UNBROKEN}{{{limit + 1},}}", _with_breaks, text)


def _with_breaks(match: re.Match[str]) -> str:
    pieces: list[str] = []
    since = 0
    previous = ""
    for character in match[0]:
        if since >= _CHUNK and not _joins(previous, character):
            pieces.append(_BREAK)
            since = 0
        pieces.append(character)
        since += 1
        previous = character
    return "".join(pieces)


def _joins(previous: str, character: str) -> bool:
    """Say whether two characters print as one, or hold together by a joiner."""
    return (
        unicodedata.category(character).startswith("M")
        or "\ud800" <= previous <= "\udbff"
        or unicodedata.category(character) == "Cf"
        or unicodedata.category(previous) == "Cf"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
