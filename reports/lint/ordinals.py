"""Enumerations in words that miss a step: First, Third."""

import re
from collections.abc import Iterator, Sequence

from .finding import Finding, Read, Severity

_ENGLISH = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
_CHINESE = "一二三四五六七八九十"
_OPENING = re.compile(rf"\s*(?:({'|'.join(_ENGLISH)})(?:ly)?[.,:]|第([{_CHINESE}])[，、：。,])")
# Inside a paragraph only what opens a sentence or a part of one counts.
_INSIDE = re.compile(rf"(?:^|[.;:!?]\s+)((?i:{'|'.join(_ENGLISH)}))(?:ly)?,\s|(?:^|[。；：！？])第([{_CHINESE}])[，、]")


def find_missing_ordinals(read: Read) -> Iterator[Finding]:
    """Points of a section, and steps of a paragraph, that are not counted one after the other."""
    points = {it.id: it for it in read.places if it.kind == "paragraph"}
    for section in read.sections():
        opened = [
            step
            for block in section.blocks
            if block.id in points and (step := _place(_OPENING.match(points[block.id].text)))
        ]
        if told := _broken(opened, read):
            yield Finding("ordinals", Severity.ERROR, section.id, f"“{section.title}”: {told}")
    for place in read.prose:
        steps = [number for found in _INSIDE.finditer(place.text) if (number := _place(found))]
        # One that opens the paragraph may be counted with those of its neighbours.
        if len(steps) > 1 and (told := _broken(steps, read)):
            yield Finding("ordinals", Severity.WARNING, place.id, f"“{place.text[:60]}…”: {told}")


def _place(match: re.Match[str] | None) -> int:
    """Which step it is, from 1; 0 for none."""
    if match is None:
        return 0
    return _ENGLISH.index(match[1].capitalize()) + 1 if match[1] else _CHINESE.index(match[2]) + 1


def _broken(steps: Sequence[int], read: Read) -> str:
    """What is wrong with the order; empty where nothing is, or there is no enumeration."""
    if len(steps) < 2:
        return ""
    expected = steps[0]
    if expected != 1:
        return f"the first step that is counted is {_word(expected, read)}."
    for step, before in zip(steps[1:], steps, strict=False):
        if step == 1:
            # Another enumeration begins.
            continue
        if step != before + 1:
            return f"after {_word(before, read)} comes {_word(step, read)}."
    return ""


def _word(step: int, read: Read) -> str:
    return f"第{_CHINESE[step - 1]}" if read.chinese else _ENGLISH[step - 1]
