"""When somebody can speak, between the clocks of where they are and UTC. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of one day on somebody's clock. An end at midnight is the end of the day."""

    day: date
    start: time
    end: time


def days_between(first: date, last: date, there: ZoneInfo, here: ZoneInfo) -> list[date]:
    """The days here during which those days pass there: 12 December in Beijing begins on the 11th in New York."""
    begins = datetime.combine(first, MIDNIGHT, there).astimezone(here).date()
    ends = (
        datetime.combine(last + timedelta(days=1), MIDNIGHT, there).astimezone(UTC) - timedelta(minutes=1)
    ).astimezone(here)
    return [begins + timedelta(days=number) for number in range((ends.date() - begins).days + 1)]


def to_utc(spans: Iterable[Span], zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The spans as times in UTC, in order; those that touch or overlap are one.

    Raises ValueError with the first span that ends before it begins, as the clocks of that day go.
    """
    times: list[tuple[datetime, datetime]] = []
    for span in sorted(spans):
        start = datetime.combine(span.day, span.start, zone).astimezone(UTC)
        last_day = span.day + timedelta(days=1) if span.end == MIDNIGHT else span.day
        end = datetime.combine(last_day, span.end, zone).astimezone(UTC)
        if end <= start:
            raise ValueError(span)
        if times and start <= times[-1][1]:
            times[-1] = (times[-1][0], max(times[-1][1], end))
        else:
            times.append((start, end))
    return times


def to_spans(times: Iterable[tuple[datetime, datetime]], zone: ZoneInfo) -> list[Span]:
    """Times as the clocks there show them, day by day."""
    spans = []
    for start, end in times:
        local, until = start.astimezone(zone), end.astimezone(zone)
        while local.date() < until.date():
            spans.append(Span(local.date(), local.time(), MIDNIGHT))
            local = datetime.combine(local.date() + timedelta(days=1), MIDNIGHT, zone)
        if local.time() < until.time():
            spans.append(Span(local.date(), local.time(), until.time()))
    return spans
