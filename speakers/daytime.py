"""When a person may be written to: by day, wherever they are. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

MORNING, EVENING = 8, 20
_STEP = timedelta(minutes=15)


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The IANA time zones of a country (ISO 3166-1 alpha-2, capitals); none for one that has none."""
    table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple(row[2] for row in rows if row[0] == country)


def is_day(moment: datetime, zones: Collection[str]) -> bool:
    """Whether it is between 8 and 20 o'clock in every one of the zones."""
    return all(MORNING <= moment.astimezone(ZoneInfo(zone)).hour < EVENING for zone in zones)


def next_day(moment: datetime, zones: Collection[str]) -> datetime:
    """The moment itself if it is day in all zones, or else the next quarter of an hour that is.

    Zones too far apart to share a day are asked for the first of them alone.
    """
    for wanted in (zones, tuple(zones)[:1]):
        found = moment
        while found < moment + timedelta(days=1):
            if is_day(found, wanted):
                return found
            found = _quarter_after(found)
    return moment


def _quarter_after(moment: datetime) -> datetime:
    whole = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    return whole + _STEP
