"""Time zones as a calendar carries them along."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forums.agenda.vtimezone import timezone

DAY = timedelta(days=1)


def told(zone, day):
    """What is told of a zone for four days from that day on: of each change its kind, onset, name and offsets."""
    first = datetime.fromisoformat(day).replace(tzinfo=UTC)
    component = timezone(ZoneInfo(zone), first, first + 4 * DAY)
    assert component["TZID"] == zone
    lines = [change.to_ical().decode().split("\r\n")[:-2] for change in component.subcomponents]
    return [" ".join(line.split(":")[1] for line in change) for change in lines]


@pytest.mark.parametrize(
    ("zone", "day", "changes"),
    [
        # The clocks do not change within: what is in force, and the next change.
        (
            "Europe/Berlin",
            "2022-12-12",
            ["STANDARD 20221030T030000 CET +0200 +0100", "DAYLIGHT 20230326T020000 CEST +0100 +0200"],
        ),
        (
            "America/New_York",
            "2023-06-01",
            ["DAYLIGHT 20230312T020000 EDT -0500 -0400", "STANDARD 20231105T020000 EST -0400 -0500"],
        ),
        # They change within: nothing beyond.
        (
            "Europe/Berlin",
            "2023-03-24",
            ["STANDARD 20221030T030000 CET +0200 +0100", "DAYLIGHT 20230326T020000 CEST +0100 +0200"],
        ),
        (
            "Australia/Lord_Howe",
            "2023-03-30",
            ["DAYLIGHT 20221002T020000 +11 +1030 +1100", "STANDARD 20230402T020000 +1030 +1100 +1030"],
        ),
        ("Asia/Shanghai", "2022-12-12", ["STANDARD 19700101T080000 CST +0800 +0800"]),
        ("Asia/Kathmandu", "2022-12-12", ["STANDARD 19700101T054500 +0545 +0545 +0545"]),
        ("UTC", "2022-12-12", ["STANDARD 19700101T000000 UTC +0000 +0000"]),
        # Summer is standard time in Ireland's law and in no calendar.
        (
            "Europe/Dublin",
            "2023-06-01",
            ["DAYLIGHT 20230326T010000 IST +0000 +0100", "STANDARD 20231029T020000 GMT +0100 +0000"],
        ),
        # Samoa had no 30 December.
        (
            "Pacific/Apia",
            "2011-12-28",
            ["DAYLIGHT 20110924T030000 -10 -1100 -1000", "DAYLIGHT 20111230T000000 +14 -1000 +1400"],
        ),
        # Morocco puts its clocks back for the month of Ramadan.
        (
            "Africa/Casablanca",
            "2023-04-25",
            ["DAYLIGHT 20230423T020000 +01 +0000 +0100", "STANDARD 20240310T030000 +00 +0100 +0000"],
        ),
        # Summer time came back to Egypt.
        (
            "Africa/Cairo",
            "2023-02-01",
            ["STANDARD 19700101T020000 EET +0200 +0200", "DAYLIGHT 20230428T000000 EEST +0200 +0300"],
        ),
    ],
)
def test_a_zone_tells_what_is_in_force_and_each_change(zone, day, changes):
    assert told(zone, day) == changes


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe"])
def test_every_hour_of_two_years_is_that_of_the_database(zone):
    first = datetime(2023, 1, 1, tzinfo=UTC)
    last = first + 730 * DAY
    onsets = [
        ((change["DTSTART"].dt - change["TZOFFSETFROM"].td).replace(tzinfo=UTC), change["TZOFFSETTO"].td)
        for change in timezone(ZoneInfo(zone), first, last).subcomponents
    ]
    assert onsets == sorted(onsets)
    hours = [first + timedelta(hours=hour) for hour in range(730 * 24)]
    in_force = [[offset for onset, offset in onsets if onset <= hour][-1] for hour in hours]
    assert in_force == [hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours]
