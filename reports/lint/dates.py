"""Days that cannot be right: a weekday that the day was not, a day that no month has, a forum on other days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .finding import Finding, Held, Read, Severity, excerpt

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905 - to be read as the week
_MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS)
_WEEKDAY = rf"(?P<weekday>{'|'.join(f'{name}|{name[:3]}' for name in _DAYS)})\.?,?\s+(?:the\s+)?"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_RANGE = r"(?:\s?(?:–|-|to|and)\s?(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
_ENGLISH = (
    re.compile(rf"\b(?:{_WEEKDAY})?{_NUMBER}{_RANGE}\s+(?:of\s+)?(?P<month>{_MONTH}),?\s+(?P<year>\d{{4}})\b"),
    re.compile(rf"\b(?:{_WEEKDAY})?(?P<month>{_MONTH})\s+{_NUMBER}{_RANGE},?\s+(?P<year>\d{{4}})\b"),
)
_WEEK_ZH = "一二三四五六日天"
_CHINESE = (
    re.compile(
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日?(?:\s?(?:至|—|–|-)\s?(?P<last>\d{1,2})日)?"
        rf"(?:\s?[（(]?(?:星期|周|礼拜)(?P<weekday>[{_WEEK_ZH}])[)）]?)?"
    ),
)
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*(?=[^\s\d])")
_WAS_HELD = re.compile(r"\b(?:was|were|is|took|takes) (?:held|place|convened|opened)\b|举行|召开|举办|开幕")
_FORUM = re.compile(r"\b[Tt]h(?:e|is) (?:[Ff]orum|[Cc]onference|[Ss]ummit|edition)\b|(?:本届)?(?:论坛|大会|峰会)")


@dataclass(frozen=True, slots=True)
class Told:
    """A day as a text tells it; ``weekday`` counts from Monday, None where none is told; ``when`` None: no such day."""

    start: int
    end: int
    words: str
    when: date | None
    until: date | None
    weekday: int | None


def days_in(text: str, *, chinese: bool) -> Iterator[Told]:
    """Every day that is told with its year."""
    for pattern in _CHINESE if chinese else _ENGLISH:
        for match in pattern.finditer(text):
            last = match["last"]
            yield Told(
                match.start(),
                match.end(),
                " ".join(match[0].split()),
                _day(match, match["day"]),
                _day(match, last) if last else None,
                _weekday(match["weekday"]),
            )


def find_impossible_days(read: Read) -> Iterator[Finding]:
    """A day that the calendar does not have, or that was another day of the week."""
    for place in read.places:
        for told in days_in(place.text, chinese=read.chinese):
            if told.when is None:
                sentence = f"“{told.words}”: there is no such day."
            elif told.weekday is not None and told.when.weekday() != told.weekday:
                sentence = f"“{told.words}”: that day is a {_DAYS[told.when.weekday()]}."
            else:
                continue
            yield Finding("weekdays", Severity.ERROR, place.id, sentence)


def find_other_days(read: Read) -> Iterator[Finding]:
    """A day on which a text holds an edition, or one of its sessions, other than that of the records."""
    for place in read.prose:
        for sentence in _SENTENCE.split(place.text):
            days = [told for told in days_in(sentence, chinese=read.chinese) if told.when]
            if days:
                yield from _of_sessions(read, place.id, sentence, days)
                yield from _of_editions(read, place.id, sentence, days)


def _of_editions(read: Read, place: str, sentence: str, days: list[Told]) -> Iterator[Finding]:
    if not _WAS_HELD.search(sentence):
        return
    for told in days:
        assert told.when is not None  # noqa: S101 - asked before
        edition = next((it for it in read.facts.editions if it.year == told.when.year), None)
        if edition is None or edition.first is None or edition.last is None or not _speaks_of(sentence, edition):
            continue
        if not (edition.first <= told.when and (told.until or told.when) <= edition.last):
            held = f"{edition.first:%-d %B}" + (f" to {edition.last:%-d %B}" if edition.last != edition.first else "")
            said = excerpt(sentence, told.start, told.end)
            yield Finding(
                "days", Severity.WARNING, place, f"“{said}”: by the records, the forum of {edition.year} was on {held}."
            )


def _of_sessions(read: Read, place: str, sentence: str, days: list[Told]) -> Iterator[Finding]:
    """Where one session is named in a sentence with one day."""
    named = [title for title in read.facts.days if title in sentence]
    if len(named) != 1 or len(days) != 1:
        return
    told, day = days[0], read.facts.days[named[0]]
    if told.when != day and told.when is not None and told.when.year == day.year:
        said = excerpt(sentence, told.start, told.end)
        yield Finding("days", Severity.WARNING, place, f"“{said}”: by the records, {named[0]} was on {day:%-d %B %Y}.")


def _speaks_of(sentence: str, edition: Held) -> bool:
    return bool(_FORUM.search(sentence)) or any(name in sentence for name in edition.names if name)


def _day(match: re.Match[str], day: str) -> date | None:
    month = match["month"]
    number = (
        int(month)
        if month.isdigit()
        else next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(month.rstrip(".")[:3]))
    )
    try:
        return date(int(match["year"]), number, int(day))
    except ValueError:
        return None


def _weekday(words: str | None) -> int | None:
    if not words:
        return None
    if words in _WEEK_ZH:
        return min(_WEEK_ZH.index(words), 6)
    return next(place for place, name in enumerate(_DAYS) if name.startswith(words[:3]))
