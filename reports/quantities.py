"""How many countries, parties or companies a text speaks of, and whether two such numbers can both be right. Pure.

A number counts where it stands before what it counts: “193 UNESCO member states”, “more than 200 countries”,
“two hundred nations”, “193个会员国”, “二百多个国家”. What is not in the short lists here is not counted at all: a
missed figure is found by a reader, a false alarm teaches them not to look.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

# What is counted, by the class in which numbers are compared: “member states” and “countries” are one.
_COUNTED = {
    "states": (r"member states?|countries|country|states|nations|governments", "会员国|成员国|国家|缔约国|国政府"),
    "parties": (r"parties|signatories", "签署方|缔约方|签约方"),
    "organizations": (r"organi[sz]ations|institutions", "组织|机构"),
    "companies": (r"companies|enterprises|firms", "企业|公司"),
}
_NOUN = "|".join(f"(?P<{name}>{english})" for name, (english, _) in _COUNTED.items())
_NOUN_ZH = "|".join(f"(?P<{name}_zh>{chinese})" for name, (_, chinese) in _COUNTED.items())

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_TEENS = ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS_WORDS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_UNITS = {word: number for number, word in enumerate([*_ONES, *_TEENS], 1)}
_TENS = {word: 10 * number for number, word in enumerate(_TENS_WORDS, 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = "|".join([*_UNITS, *_TENS, *_SCALES, "a(?= hundred| thousand)"])
# Bounded everywhere, so that what somebody pastes costs no more than it is long.
_DIGITS = r"\d{1,3}(?:,\d{3}){1,4}|\d{1,12}(?:\.\d{1,3})?"
MORE, LESS, ABOUT, MOST = "more", "less", "about", "most"
_QUALIFIERS = {
    MORE: r"more than|over|above|at least|upwards of|in excess of",
    LESS: r"nearly|almost|close to|just under",
    ABOUT: r"about|around|some|approximately|roughly",
    MOST: r"up to|at most|fewer than|less than",
}
# How a recorded figure is qualified, in the same terms.
MEANINGS = {"exactly": "", "over": MORE, "more-than": MORE, "nearly": LESS, "about": ABOUT}
_BEFORE = "|".join(f"(?P<{name}>{words})" for name, words in _QUALIFIERS.items())
_NUMBER = (
    rf"(?:\b(?:{_BEFORE})\s{{1,3}})?"
    rf"(?<![\w.,])(?P<number>(?:{_DIGITS})(?:\s{{1,3}}(?:hundred|thousand|million|billion))?"
    rf"|(?:{_WORD})(?:(?:\s{{1,3}}and)?[\s-]{{1,3}}(?:{_WORD})){{0,8}})"
)
_ENGLISH = re.compile(
    _NUMBER
    +
    # At most two words between the number and what it counts: “193 UNESCO member states”.
    rf"(?:\s{{1,3}}[^\W\d_][\w’'-]{{0,30}}){{0,2}}?\s{{1,3}}(?:{_NOUN})\b",
    re.IGNORECASE,
)
_NUMBER_ZH = (
    r"(?:(?P<more>超过|逾|多于|至少)|(?P<less>将近|接近|近)|(?P<about>大约|约|大概)|(?P<most>不到|至多|最多))?"
    r"(?<![\d.〇零一二两三四五六七八九十百千万亿])"
    r"(?P<number>\d{1,12}(?:\.\d{1,3})?[万亿]?|[〇零一二两三四五六七八九十百千万亿]{1,15})(?P<and_more>多|余)?\s*[个名家]?"
)
_CHINESE = re.compile(_NUMBER_ZH + rf"(?:{_NOUN_ZH})")
_ALONE = (re.compile(rf"\s*{_NUMBER}\b.*", re.IGNORECASE), re.compile(rf"\s*{_NUMBER_ZH}.*"))
_FIGURES_ZH = {figure: value for value, figure in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES_ZH = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_YEARS = range(1900, 2100)
# “Three countries, among them Chile” names some of them, and says nothing of their number.
_FEW = 10


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at a place of a text: its words, what it counts, and the least and most that it can mean."""

    start: int
    end: int
    words: str
    what: str
    least: float
    most: float


def quantities(text: str) -> Iterator[Quantity]:
    """Every number of something that is counted, in the order of the text."""
    found = [*_ENGLISH.finditer(text), *_CHINESE.finditer(text)]
    for match in sorted(found, key=lambda match: match.start()):
        what = next(name for name in _COUNTED if _group(match, name) or _group(match, f"{name}_zh"))
        number, meaning = _number(match["number"]), _meaning(match)
        # “in 2022 countries agreed” counts nothing.
        is_year = number in _YEARS and not meaning and match["number"].isdigit()
        if number is not None and number >= _FEW and not is_year:
            yield Quantity(match.start(), match.end(), " ".join(match[0].split()), what, *span_of(number, meaning))


def amount_of(words: str) -> tuple[float, float] | None:
    """The least and most that a number at the start of some words can mean: “more than 200”; None for no number."""
    for pattern in _ALONE:
        if (match := pattern.match(words)) and (number := _number(match["number"])) is not None:
            return span_of(number, _meaning(match))
    return None


def span_of(number: float, meaning: str) -> tuple[float, float]:
    """What a number can mean that is told as it is, or with more, less, about or most before it.

    “Nearly” reaches a fifth down, “about” a tenth both ways.
    """
    return {
        "": (number, number),
        MORE: (number, math.inf),
        LESS: (number * 4 / 5, number),
        ABOUT: (number * 9 / 10, number * 11 / 10),
        MOST: (0, number),
    }[meaning]


def agree(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two numbers, each the least and most that it can mean, can both be right."""
    return max(one[0], other[0]) <= min(one[1], other[1])


def _group(match: re.Match[str], name: str) -> str | None:
    return match[name] if name in match.re.groupindex else None


def _meaning(match: re.Match[str]) -> str:
    return MORE if _group(match, "and_more") else next((name for name in _QUALIFIERS if _group(match, name)), "")


def _number(words: str) -> float | None:
    """The value of a number in figures, English words or Chinese ones; None for what is none."""
    lowered = words.casefold()
    if match := re.fullmatch(rf"({_DIGITS})(?:\s+(\w+))?", lowered):
        return float(match[1].replace(",", "")) * _SCALES.get(match[2] or "", 1)
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)([万亿])", words):
        return float(match[1]) * _SCALES_ZH[match[2]]
    parts = [part for part in re.split(r"[\s-]+", lowered) if part != "and"]
    if all(part in _UNITS or part in _TENS or part in _SCALES or part == "a" for part in parts):
        return _english(parts)
    return _chinese(words)


def _english(parts: list[str]) -> float:
    """two hundred and six -> 206."""
    total = current = 0
    for part in parts:
        scale = _SCALES.get(part)
        if scale is None:
            current += 1 if part == "a" else _UNITS.get(part) or _TENS[part]
        elif scale == 100:
            current = (current or 1) * 100
        else:
            total, current = total + (current or 1) * scale, 0
    return total + current


def _chinese(words: str) -> float | None:
    """一百九十三 -> 193; 〇 and such alone are no number of anything."""
    total = section = figure = 0
    for letter in words:
        if letter in _FIGURES_ZH:
            figure = _FIGURES_ZH[letter]
        elif (scale := _SCALES_ZH[letter]) < 10_000:
            section, figure = section + (figure or 1) * scale, 0
        else:
            total, section, figure = (total + section + figure) * scale, 0, 0
    return total + section + figure or None
