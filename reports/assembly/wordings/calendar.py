"""Dates in languages that write the day before the month. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language writes a date.

    ``months`` are the twelve names as they stand after a day; ``month`` and ``year`` are what is written before both,
    ``after`` what follows the year; ``first`` is how the first day of a month is written.
    """

    months: Sequence[str]
    month: str = " "
    year: str = " "
    after: str = ""
    first: str = "1"

    def day(self, when: date) -> str:
        """31 March 2023."""
        return f"{self._short(when)}{self._year(when)}"

    def days(self, first: date | None, last: date | None, when: str = "") -> str:
        """9–10 December 2022; 30 November – 2 December 2022; or the words for a date that is not set."""
        if first is None or last is None:
            return when
        if first == last:
            return self.day(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{self._number(first)}–{self.day(last)}"
        start = self._short(first) if first.year == last.year else self.day(first)
        return f"{start} – {self.day(last)}"

    def _number(self, when: date) -> str:
        return self.first if when.day == 1 else str(when.day)

    def _short(self, when: date) -> str:
        return f"{self._number(when)}{self.month}{self.months[when.month - 1]}"

    def _year(self, when: date) -> str:
        return f"{self.year}{when.year}{self.after}"
