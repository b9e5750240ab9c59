"""Quotation marks of two kinds in one paper, and marks that open or close nothing."""

import re
from collections.abc import Iterator

from .finding import Finding, Read, Severity, excerpt

# After a figure they are inches and minutes.
_STRAIGHT = re.compile(r'(?<!\d)"|(?<=[^\W\d])\'(?=[^\W\d])|(?<!\w)\'(?=\w)|(?<=[^\W\d])\'(?!\w)')
_CORNERS = re.compile(r"[「」『』]")
_CURLY = re.compile(r"[“”‘’]")
_FOREIGN = re.compile(r"[«»„]")


def find_mixed_quotes(read: Read) -> Iterator[Finding]:
    """Straight marks, or those of another script, where the paper has curly ones; a paragraph at a time."""
    if not any(_CURLY.search(place.text) for place in read.places):
        return
    for place in read.places:
        found = _STRAIGHT.search(place.text) or (_CORNERS.search(place.text) if read.chinese else None)
        found = found or (_FOREIGN.search(place.text) if read.facts.language in {"en", "zh-hans"} else None)
        if found:
            said = excerpt(place.text, found.start(), found.end(), 20)
            yield Finding("quotes", Severity.WARNING, place.id, f"“{said}”: elsewhere the marks are “ ” and ’.")


def find_unpaired_quotes(read: Read) -> Iterator[Finding]:
    """A mark that opens what nothing closes, or the other way round."""
    for place in read.places:
        depth = 0
        for at, letter in enumerate(place.text):
            depth += (letter == "“") - (letter == "”")
            if depth not in (0, 1) or (letter == "\n" and depth and place.kind != "table"):
                yield _unpaired(place.id, place.text, at)
                break
        else:
            if depth:
                yield _unpaired(place.id, place.text, place.text.rindex("“"))


def _unpaired(place: str, text: str, at: int) -> Finding:
    said = excerpt(text, at, at + 1, 25)
    return Finding("quotes", Severity.WARNING, place, f"{said}: a quotation mark here has no partner.")
