"""By day, wherever they are."""

import datetime as dt

import pytest

from speakers.daytime import is_day, next_day, zones_of


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_a_country_has_its_zones():
    assert zones_of("CN") == ("Asia/Shanghai", "Asia/Urumqi")
    assert zones_of("CH") == ("Europe/Zurich",)
    assert zones_of("XX") == ()


@pytest.mark.parametrize(
    ("moment", "zones", "day"),
    [
        ("2026-12-01 00:00", ["Asia/Shanghai"], True),
        ("2026-11-30 23:59", ["Asia/Shanghai"], False),
        ("2026-12-01 11:59", ["Asia/Shanghai"], True),
        ("2026-12-01 12:00", ["Asia/Shanghai"], False),
        # Eight in Zurich is not yet eight in Lisbon.
        ("2026-12-01 07:00", ["Europe/Zurich", "Europe/Lisbon"], False),
        ("2026-12-01 08:00", ["Europe/Zurich", "Europe/Lisbon"], True),
    ],
)
def test_day_is_from_eight_to_eight_in_every_zone(moment, zones, day):
    assert is_day(at(moment), zones) is day


@pytest.mark.parametrize(
    ("moment", "zones", "found"),
    [
        ("2026-12-01 09:07", ["Europe/Zurich"], "2026-12-01 09:07"),
        ("2026-12-01 19:07", ["Europe/Zurich"], "2026-12-02 07:00"),
        # The night of the clock change: eight in summer time.
        ("2026-03-28 22:00", ["Europe/Zurich"], "2026-03-29 06:00"),
        ("2026-12-01 02:00", ["Asia/Kathmandu"], "2026-12-01 02:15"),
        # Kaliningrad to Kamchatka: two hours a day.
        ("2026-12-01 12:00", zones_of("RU"), "2026-12-02 06:00"),
        # No hour is day in both; the first is asked.
        ("2026-12-01 19:00", ["Europe/London", "Pacific/Auckland"], "2026-12-01 19:00"),
    ],
)
def test_the_next_hour_of_day_is_found(moment, zones, found):
    assert next_day(at(moment), zones) == at(found)
