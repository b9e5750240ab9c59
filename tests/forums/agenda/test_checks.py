"""What stands against publishing: each reason, and what is no reason."""

import pytest

from forums.agenda.checks import find_errors

from .entries import agenda, session, speaker


def problems(*sessions, **edition):
    return [str(problem) for problem in find_errors(agenda(*sessions, **edition))]


def test_a_planned_edition_without_sessions_is_not_published():
    assert problems(status="planned") == [
        "The edition is still planned; set its status to announced first.",
        "There is no session to publish.",
    ]


@pytest.mark.parametrize(
    "times",
    [
        "2022-12-11T23:59:00+00:00 - 2022-12-12T01:00:00+00:00",
        "2022-12-14T00:00:00+00:00 - 2022-12-14T01:00:00+00:00",
    ],
    ids=["before", "after"],
)
def test_a_session_begins_on_a_day_of_the_edition(times):
    day = times[:10]
    assert problems(session("dinner", times)) == [
        f"dinner: starts on {day}, outside the edition (2022-12-12 to 2022-12-13)."
    ]


@pytest.mark.parametrize(
    "times",
    [
        "2022-12-12T00:00:00+08:00 - 2022-12-12T01:00:00+08:00",
        "2022-12-13T23:00:00-08:00 - 2022-12-14T02:00:00-08:00",
    ],
    ids=["first-minute-where-it-is-held", "past-midnight"],
)
def test_days_are_those_of_the_edition_s_zone(times):
    assert problems(session("dinner", times)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (session("opening"), {}),
        (session("opening", "2022-01-01T09:00:00+00:00 - 2022-01-01T10:00:00+00:00"), {"starts_on": None}),
    ],
    ids=["session-without-times", "edition-without-days"],
)
def test_what_has_no_time_yet_is_not_outside(one, other):
    assert problems(one, **other) == []


@pytest.mark.parametrize("times", ["08:59-10:00", "10:00-12:01"], ids=["too-early", "too-late"])
def test_a_part_keeps_to_the_time_of_its_session(times):
    part = session("part", times)
    late = "part: is not within the time of “panel”, which it is part of."
    assert problems(session("panel", "09:00-12:00", part)) == [late]
    assert problems(session("plenary", "08:00-18:00", session("panel", "09:00-12:00", part))) == [late]


def test_a_part_may_fill_its_session_or_have_no_time_yet():
    assert problems(session("panel", "09:00-12:00", session("one", "09:00-12:00"), session("two"))) == []
    assert problems(session("panel", "", session("one", "09:00-12:00"))) == []


def test_a_room_is_taken_once_at_a_time():
    one, two, three = (session(code, "09:00-10:00", room="hall") for code in ("one", "two", "three"))
    assert problems(one, session("plenary", "09:00-11:00", two), three) == [
        "two: room “hall” is taken by “one” at the same time.",
        "three: room “hall” is taken by “one” at the same time.",
        "three: room “hall” is taken by “two” at the same time.",
    ]


def test_times_are_compared_as_moments_not_as_words():
    one = session("one", "2022-12-12T09:00:00+08:00 - 2022-12-12T10:00:00+08:00", room="hall")
    assert problems(one, session("two", "01:30-02:30", room="hall")) == [
        "two: room “hall” is taken by “one” at the same time."
    ]
    assert problems(one, session("two", "09:00-10:00", room="hall")) == []


def test_a_speaker_is_in_one_place_at_a_time():
    one = session("one", "09:00-10:00", credits=[speaker("ada"), speaker("ada"), speaker("bob")], room="hall")
    other = session("other", "09:59-11:00", credits=[speaker("ada")], room="salon")
    assert problems(one, other) == ["other: speaker “ada” is taken by “one” at the same time."]


def test_parts_side_by_side_clash():
    parts = [session(code, "09:00-10:00", room="hall", credits=[speaker("ada")]) for code in ("one", "two")]
    assert problems(session("plenary", "09:00-10:00", *parts, room="hall", credits=[speaker("ada")])) == [
        "two: room “hall” is taken by “one” at the same time.",
        "two: speaker “ada” is taken by “one” at the same time.",
    ]


def crowded(code, times, *parts, **values):
    return session(code, times, *parts, room="hall", credits=[speaker("ada")], **values)


@pytest.mark.parametrize(
    "sessions",
    [
        [crowded("plenary", "09:00-12:00", crowded("panel", "09:00-11:00", crowded("part", "09:00-10:00")))],
        [crowded("one", "09:00-10:00"), crowded("two", "10:00-11:00"), crowded("zero", "08:00-09:00")],
        [crowded("one", "09:00-10:00"), crowded("two", "09:00-10:00", status="cancelled")],
        [crowded("one", "09:00-10:00"), crowded("two", "")],
        [session("one", "09:00-10:00"), session("two", "09:00-10:00")],
        [session("one", "09:00-10:00", room="hall"), session("two", "09:00-10:00", room="salon")],
        [session(name, "09:00-10:00", credits=[speaker(name)]) for name in ("ada", "bob")],
    ],
    ids=["own-parts", "back-to-back", "cancelled", "no-time", "no-room", "two-rooms", "two-speakers"],
)
def test_there_is_no_false_alarm(sessions):
    assert problems(*sessions) == []


def test_seats_without_a_name_are_in_as_many_places_as_needed():
    sessions = [session(code, "09:00-10:00", credits=[speaker(None)]) for code in ("one", "two")]
    assert problems(*sessions) == []


def test_what_was_cancelled_stands_against_nothing():
    outside = session("outside", "2022-12-20T09:00:00+00:00 - 2022-12-20T10:00:00+00:00", status="cancelled")
    late = session("late", "12:00-13:00", status="cancelled")
    assert find_errors(agenda(outside, session("plenary", "09:00-10:00", late))) == []
