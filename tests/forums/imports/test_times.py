"""Days, times and lengths as people and programs write them."""

from datetime import date, datetime, time, timedelta

import pytest

from forums.imports import times

from .readings import SHANGHAI, background

FIRST = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-06-01", FIRST),
        ("2026/6/1", FIRST),
        ("20260601", FIRST),
        ("01.06.2026", FIRST),
        ("1.6.", FIRST),
        ("06/01/2026", FIRST),
        ("3/6/26", date(2026, 6, 3)),
        ("Monday, 1 June 2026", FIRST),
        ("June 1st", FIRST),
        ("1er juin 2026", FIRST),
        ("1 июня 2026", FIRST),
        ("2026年6月1日", FIRST),
        ("6月1日 星期一", FIRST),
        ("Day 2", date(2026, 6, 2)),
        ("第三天", date(2026, 6, 3)),
        ("2", date(2026, 6, 2)),
        ("46174", FIRST),
        (46174, FIRST),
        (46174.5, FIRST),
        (datetime(2026, 6, 1, 9, tzinfo=SHANGHAI), FIRST),
        (FIRST, FIRST),
    ],
)
def test_a_day_is_understood(written, meant):
    assert times.read_day(written, background()) == meant


@pytest.mark.parametrize("written", ["", "soon", "2026-13-45", "31 February 2026", "9" * 100])
def test_what_is_no_day_is_refused(written):
    with pytest.raises(ValueError, match="not a date"):
        times.read_day(written, background())


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("9:30", 9.5),
        ("09:30:00", 9.5),
        ("9.30", 9.5),
        ("9h30", 9.5),
        ("9", 9),
        ("930", 9.5),
        ("0930", 9.5),
        ("9:30 AM", 9.5),
        ("9:30 p.m.", 21.5),
        ("12 am", 0),
        ("12:15 pm", 12.25),
        ("上午9:30", 9.5),
        ("下午2点30", 14.5),
        ("9：30", 9.5),
        ("9:30 Uhr", 9.5),
        ("9:30 (UTC)", 9.5),
        ("24:00", 24),
        ("25:30", 25.5),
        ("0.395833333", 9.5),
        (0.5, 12),
        (time(9, 30), 9.5),
        (timedelta(hours=9.5), 9.5),
        (datetime(2026, 6, 1, 9, 30, tzinfo=SHANGHAI), 9.5),
    ],
)
def test_a_time_of_day_is_understood(written, hours):
    assert times.read_clock(written) == timedelta(hours=hours)


@pytest.mark.parametrize("written", ["", "noon", "25:99", "45:00", "9:30 to", "x" * 200])
def test_what_is_no_time_of_day_is_refused(written):
    with pytest.raises(ValueError, match=r"not a (time of day|date or a time)"):
        times.read_clock(written)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("45", 45),
        (45, 45),
        (45.0, 45),
        ("45 Minuten", 45),
        ("45 min.", 45),
        ("45′", 45),
        ("1:30", 90),
        ("01:30:00", 90),
        ("1:30 h", 90),
        ("1h30", 90),
        ("1 h 30 min", 90),
        ("1.5 hours", 90),
        ("1,5 Stunden", 90),
        ("PT1H30M", 90),
        ("2 days", 2880),
        ("1小时30分钟", 90),
        (0.0625, 90),
        (time(1, 30), 90),
        (timedelta(hours=1.5), 90),
    ],
)
def test_a_length_is_understood(written, minutes):
    assert times.read_length(written) == timedelta(minutes=minutes)


def test_three_numbers_are_days_first_where_the_program_writes_them_so():
    assert times.read_length("1:02:30", days_first=True) == timedelta(days=1, hours=2, minutes=30)


@pytest.mark.parametrize("written", ["", "long", "1 fortnight", "90 parsecs", "P", "9999999:00", "-1"])
def test_what_is_no_length_is_refused(written):
    with pytest.raises(ValueError, match="not a length"):
        times.read_length(written)


@pytest.mark.parametrize(
    ("written", "ends"),
    [("9:00-10:30", ("9:00", "10:30")), ("9:00 – 10:30", ("9:00", "10:30")), ("9:00 to 10:30", ("9:00", "10:30"))],
)
def test_a_range_has_two_ends(written, ends):
    assert times.read_range(written) == ends


def test_what_is_no_range_is_a_beginning():
    assert times.read_range("9:00") == ("9:00", None)
    assert times.read_range(time(9)) == (time(9), None)


def test_the_night_after_a_day_is_on_the_next_date():
    assert times.on_day(FIRST, timedelta(hours=1), SHANGHAI) == (datetime(2026, 6, 2, 1, tzinfo=SHANGHAI), True)
    assert times.on_day(FIRST, timedelta(hours=4), SHANGHAI) == (datetime(2026, 6, 1, 4, tzinfo=SHANGHAI), False)


@pytest.mark.parametrize("year", [1, 1900, 2200, 9999])
def test_a_year_that_no_forum_has_is_refused(year):
    with pytest.raises(ValueError, match="not one of a forum"):
        times.read_moment(f"{year:04}-06-01T09:00", SHANGHAI)
