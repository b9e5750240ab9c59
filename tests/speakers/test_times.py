"""When somebody can speak: their clock, the forum's, and the nights when clocks change."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speakers.times import Span, days_between, to_spans, to_utc

BEIJING, NEW_YORK, ZURICH, UTC = (
    ZoneInfo(name) for name in ("Asia/Shanghai", "America/New_York", "Europe/Zurich", "UTC")
)
DAY, NEXT = dt.date(2022, 12, 12), dt.date(2022, 12, 13)


def at(hour, minute=0):
    return dt.time(hour, minute)


def moment(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        (BEIJING, [12, 13]),
        (UTC, [11, 12, 13]),
        (NEW_YORK, [11, 12, 13]),
        (ZoneInfo("Pacific/Kiritimati"), [12, 13, 14]),
    ],
)
def test_the_days_of_the_forum_as_days_here(zone, days):
    assert [day.day for day in days_between(DAY, NEXT, BEIJING, zone)] == days


def test_a_span_is_stored_in_utc():
    assert to_utc([Span(DAY, at(9), at(17, 30))], BEIJING) == [(moment("2022-12-12T01:00"), moment("2022-12-12T09:30"))]


def test_midnight_as_an_end_is_the_end_of_the_day_and_what_touches_is_one():
    night = [Span(NEXT, at(0), at(5)), Span(DAY, at(20), at(0))]
    assert to_utc(night, NEW_YORK) == [(moment("2022-12-13T01:00"), moment("2022-12-13T10:00"))]
    assert to_spans(to_utc(night, NEW_YORK), NEW_YORK) == sorted(night)


def test_what_overlaps_is_one_and_what_does_not_stays_apart():
    spans = [Span(DAY, at(9), at(12)), Span(DAY, at(10), at(11)), Span(DAY, at(14), at(15))]
    assert to_spans(to_utc(spans, ZURICH), ZURICH) == [spans[0], spans[2]]


@pytest.mark.parametrize("end", [at(9), at(8, 59)])
def test_a_span_that_ends_before_it_begins_is_named(end):
    wrong = Span(DAY, at(9), end)
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the span is what is told
        to_utc([Span(DAY, at(7), at(8)), wrong], ZURICH)
    assert error.value.args == (wrong,)


def test_a_whole_day_is_from_midnight_to_midnight():
    assert to_utc([Span(DAY, at(0), at(0))], UTC) == [(moment("2022-12-12T00:00"), moment("2022-12-13T00:00"))]


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2022, 3, 27), 23), (dt.date(2022, 10, 30), 25)])
def test_a_day_on_which_clocks_change_is_shorter_or_longer(day, hours):
    [(start, end)] = to_utc([Span(day, at(0), at(0))], ZURICH)
    assert end - start == dt.timedelta(hours=hours)
    assert to_spans([(start, end)], ZURICH) == [Span(day, at(0), at(0))]


def test_times_seen_from_elsewhere_are_cut_at_midnight_there():
    times = to_utc([Span(DAY, at(9), at(18))], BEIJING)
    assert to_spans(times, NEW_YORK) == [Span(dt.date(2022, 12, 11), at(20), at(0)), Span(DAY, at(0), at(5))]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 22), st.integers(1, 23)), max_size=5),
    st.sampled_from([BEIJING, NEW_YORK, UTC, ZoneInfo("Asia/Kathmandu")]),
)
def test_what_is_stored_is_shown_and_stored_again_the_same(drawn, zone):
    spans = [
        Span(DAY + dt.timedelta(days=day), at(start), at(min(start + length, 23), 59)) for day, start, length in drawn
    ]
    times = to_utc(spans, zone)
    assert to_utc(to_spans(times, zone), zone) == times
