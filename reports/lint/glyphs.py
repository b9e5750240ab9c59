"""Characters that no font of the document has: it could not be rendered as a PDF."""

import unicodedata
from collections.abc import Iterator

from .finding import Finding, Read, Severity, excerpt

# The face inside the compiler cannot be read; it has most of these blocks, and what it lacks the rendering tells.
_LATIN_FACE = (
    (0x0000, 0x052F),
    (0x0590, 0x05FF),
    (0x1D00, 0x2BFF),
    (0x2C60, 0x2C7F),
    (0xA640, 0xA7FF),
    (0xFB00, 0xFB4F),
)
_INVISIBLE = {"Cc", "Cf", "Mn", "Zs", "Zl", "Zp"}


def find_missing_glyphs(read: Read) -> Iterator[Finding]:
    """Each character that cannot be printed, at the first place where it stands."""
    glyphs, told = read.facts.glyphs, set()
    if glyphs is None:
        return
    for place, text in _texts(read):
        for at, letter in enumerate(text):
            if letter in told or ord(letter) in glyphs or _is_left_to_rendering(letter):
                continue
            told.add(letter)
            name = unicodedata.name(letter, "a character without a name")
            said = excerpt(text, at, at + 1, 20)
            sentence = f"“{said}”: no font has U+{ord(letter):04X} {name}. Replace it or take it out."
            yield Finding("glyphs", Severity.ERROR, place, sentence)


def _is_left_to_rendering(letter: str) -> bool:
    code = ord(letter)
    return unicodedata.category(letter) in _INVISIBLE or any(first <= code <= last for first, last in _LATIN_FACE)


def _texts(read: Read) -> Iterator[tuple[str, str]]:
    """Each printed text with its place; what is on the cover and in the index has none."""
    meta, words = read.paper.meta, read.paper.words
    yield from (("", text) for text in (meta.title, meta.theme, meta.forum, meta.place, *meta.issuers, words.index))
    for place in read.places:
        yield place.id, place.text
    for entry in read.paper.index:
        yield "", f"{entry.name} {entry.native} {entry.detail}"
