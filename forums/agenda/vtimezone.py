"""A time zone as a calendar carries it along (VTIMEZONE; RFC 5545, 3.6.5): equal for equal zones and days."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=64)
def timezone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The zone from first to last: the offset that is in force, and each change until then.

    The library's own begins an hour late in spring. Where no change falls within, the next one is told too: some
    readers look for one summer and one winter time, and may refuse a second one of either.
    """
    changes = list(_changes(zone, first - _YEAR, last + _YEAR))
    before = [change for change in changes if change <= first]
    told = before[-1:] + [change for change in changes if first < change <= last]
    told = told if len(told) > 1 else told + [change for change in changes if change > last][:1]
    component = Timezone()
    component.add("tzid", zone.key)
    if not before:
        # Nothing has changed for a year, and nobody asks what was before.
        component.add_component(_observance(zone, datetime(1970, 1, 1, tzinfo=UTC), since=first))
    for change in told:
        component.add_component(_observance(zone, change, since=change))
    return component


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The moments, in UTC, at which the zone's offset changes."""
    while first < last:
        until = first + _DAY
        if _offset(zone, first) != _offset(zone, until):
            low, high = first, until
            while high - low > _SECOND:
                middle = low + (high - low) // 2
                low, high = (middle, high) if _offset(zone, middle) == _offset(zone, low) else (low, middle)
            yield high.replace(microsecond=0)
        first = until


def _observance(zone: ZoneInfo, onset: datetime, *, since: datetime) -> TimezoneStandard | TimezoneDaylight:
    """The offset that is in force ``since``; its onset is told in the time that it ends (RFC 5545, 3.6.5)."""
    to = _offset(zone, since)
    from_ = _offset(zone, onset - _SECOND) if onset == since else to
    # By the offsets alone: the database has Ireland's summer as its standard time.
    component = TimezoneDaylight() if to > from_ else TimezoneStandard()
    component.add("dtstart", (onset + from_).replace(tzinfo=None))
    component.add("tzoffsetfrom", from_)
    component.add("tzoffsetto", to)
    component.add("tzname", since.astimezone(zone).tzname() or zone.key)
    return component


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
