"""Chapters and sections without content, citations and links that lead nowhere."""

import re
from collections.abc import Iterator

from .finding import Finding, Read, Severity, is_printed

_CITATION = re.compile(r"\[@[\w:./-]+[^\]]*\]")
_PLACEHOLDER = re.compile(r"\b(?:TODO|TBD|TBC|XXX|lorem ipsum)\b|\{speaker\}|待补充|待定稿", re.IGNORECASE)


def find_empty(read: Read) -> Iterator[Finding]:
    """A heading with nothing under it."""
    for section in read.sections():
        if not section.sections and not any(is_printed(block) for block in section.blocks):
            yield Finding("empty", Severity.ERROR, section.id, f"“{section.title}” has no content.")
        elif not section.title.strip():
            yield Finding("empty", Severity.ERROR, section.id, "A section here has no heading.")


def find_dead_citations(read: Read) -> Iterator[Finding]:
    """What was meant to cite an instrument and prints as it was typed."""
    for place in read.places:
        for match in _CITATION.finditer(place.text):
            sentence = f"“{match[0]}” cites nothing; register the instrument, or mend the key."
            yield Finding("citations", Severity.ERROR, place.id, sentence)


def find_placeholders(read: Read) -> Iterator[Finding]:
    """Words that were to be replaced before printing."""
    for place in read.places:
        if match := _PLACEHOLDER.search(place.text):
            yield Finding("placeholders", Severity.WARNING, place.id, f"“{match[0]}” was to be replaced, it seems.")
