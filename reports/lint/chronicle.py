"""The chronicle against earlier documents: what was printed of an edition once is told in the same words again."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from .finding import Finding, Printed, Read, Severity

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])|(?<=[。！？])")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_WORDS = re.compile(r"[\u2e80-\u9fff]|[^\s\u2e80-\u9fff]+")
# Below this two sentences are not the same one told differently.
_ALIKE = 0.6


def find_told_differently(read: Read) -> Iterator[Finding]:
    """Sentences of the chronicle that an issued document told otherwise: which one, then and now.

    A sentence that was added since, as on what became of a document, is no difference; one that is gone is.
    """
    told = {place.id: place.text for place in read.places if place.id.startswith("about/")}
    for printed in read.facts.earlier:
        for anchor, before in printed.paragraphs.items():
            if anchor in told and told[anchor] != before:
                yield from _compared(printed, anchor, before, told[anchor])


def _compared(printed: Printed, anchor: str, before: str, now: str) -> Iterator[Finding]:
    new = [it for it in _SENTENCE.split(now) if it]
    source = f"{printed.document} ({printed.symbol})" if printed.symbol else printed.document
    for sentence in filter(None, _SENTENCE.split(before)):
        if sentence in new:
            continue
        best = max(new, key=lambda other: _likeness(sentence, other), default="")
        if not best or _likeness(sentence, best) < _ALIKE:
            yield _finding(anchor, f"{source} told “{sentence}”; that is not told any more.")
            continue
        then, today = _difference(sentence, best)
        numbers = _NUMBER.findall(then) != _NUMBER.findall(today)
        what = "a number differs" if numbers else "the words differ"
        yield _finding(anchor, f"{what} from {source}: “{then}” then, “{today}” now.")


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _WORDS.findall(one), _WORDS.findall(other), autojunk=False).ratio()


def _difference(one: str, other: str) -> tuple[str, str]:
    """What differs between two sentences, from the first word that does to the last, with a word on either side."""
    first, second = _WORDS.findall(one), _WORDS.findall(other)
    matched = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    changed = [code for code in matched if code[0] != "equal"]
    (_, start_one, _, start_two, _), (_, _, end_one, _, end_two) = changed[0], changed[-1]
    space = "" if re.search(r"[\u2e80-\u9fff]", one) else " "

    def part(words: list[str], start: int, end: int) -> str:
        return space.join(words[max(0, start - 1) : end + 1])

    return part(first, start_one, end_one), part(second, start_two, end_two)


def _finding(anchor: str, sentence: str) -> Finding:
    return Finding("chronicle", Severity.WARNING, anchor, f"{sentence[0].upper()}{sentence[1:]}")
