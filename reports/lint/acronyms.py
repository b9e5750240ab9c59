"""Acronyms that nobody expands for the reader."""

import re
from collections.abc import Iterator

from .finding import Finding, Read, Severity, excerpt

_ACRONYM = re.compile(r"(?<![\w’'.-])([A-Z][A-Z0-9]{1,9}s?)(?![\w’'-]|\.[A-Z])")
_ROMAN = re.compile(r"[IVXLCM]+")
# Words of the language by now.
_COMMON = frozenset(
    "AI UN EU US USA UK CEO COVID G7 G20 5G 6G IT ICT TV PDF ID OK PhD GDP AM PM 2D 3D VR AR CV HR PR NGO NGOs Q&A R&D UAE USD EUR GBP CNY RMB".split()  # noqa: SIM905, E501
)


def find_undefined(read: Read) -> Iterator[Finding]:
    """A word in capitals at its first use, where the text does not say what it stands for; once each."""
    explained, told = _explained(read), set()
    prose = {place.id for place in read.prose}
    for order, place in enumerate(read.places):
        if place.id not in prose:
            continue
        for match in _ACRONYM.finditer(place.text):
            word = match[1].removesuffix("s")
            if (
                word in told
                or _is_plain(word, match[1], read)
                or explained.get(word, (order + 1, 0)) <= (order, match.start())
            ):
                continue
            told.add(word)
            where = explained.get(word)
            if where and where[0] == order and match.start() <= where[1] <= match.end() + 3:
                continue
            said = excerpt(place.text, match.start(), match.end())
            later = " here; it is explained further on" if where else ""
            yield Finding("acronyms", Severity.WARNING, place.id, f"“{said}”: say what {word} stands for{later}.")


def _is_plain(word: str, written: str, read: Read) -> bool:
    return word in _COMMON or written in _COMMON or word in read.facts.known or bool(_ROMAN.fullmatch(word))


def _explained(read: Read) -> dict[str, tuple[int, int]]:
    """Where each acronym is explained first: in brackets behind its words, or with its words in brackets behind it."""
    pattern = re.compile(r"[(（]([A-Z][A-Z0-9]{1,9})s?[)）]|(?<!\w)([A-Z][A-Z0-9]{1,9})s?\s?[(（][^()（）]{8,}[)）]")
    found: dict[str, tuple[int, int]] = {}
    for order, place in enumerate(read.places):
        for match in pattern.finditer(place.text):
            word = match[1] or match[2]
            found.setdefault(word, (order, match.start()))
    return found
