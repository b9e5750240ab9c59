"""What stands against publishing: each reason, and what is no reason."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from forums.agenda.checks import Presence, Problem, find_errors, in_order

from .entries import DAY, agenda, organization, seat, session, speaker


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
        "2022-12-14T04:00:00+00:00 - 2022-12-14T05:00:00+00:00",
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
        "2022-12-14T01:00:00+00:00 - 2022-12-14T02:00:00+00:00",
        "2022-12-12T09:00:00+00:00 - 2022-12-14T18:00:00+00:00",
    ],
    ids=["first-minute-where-it-is-held", "past-midnight", "after-midnight-of-the-last-day", "until-the-day-after"],
)
def test_days_are_those_of_the_edition_s_zone_and_last_until_the_night_is_over(times):
    assert problems(session("dinner", times)) == []


def test_a_session_does_not_end_days_after_the_edition():
    fair = session("fair", "2022-12-12T09:00:00+00:00 - 2022-12-15T09:00:00+00:00")
    assert problems(fair) == ["fair: ends on 2022-12-15, outside the edition (2022-12-12 to 2022-12-13)."]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"times": "10:00-09:00"}, "ends before it starts."),
        ({"times": "10:00-10:00"}, "ends before it starts."),
        ({"starts_at": f"{DAY}T09:00:00+00:00"}, "has one of its times only; give both or neither."),
        ({"ends_at": f"{DAY}T09:00:00+00:00"}, "has one of its times only; give both or neither."),
    ],
    ids=["backwards", "no-length", "start-only", "end-only"],
)
def test_times_are_a_start_and_an_end(values, message):
    assert problems(session("dinner", **values)) == [f"dinner: {message}"]


def test_sessions_are_told_apart_by_guid_code_and_number():
    plenary = session("plenary", "", session("one", number=1), session("two", number=1), kind="plenary", number=1)
    other = session("other", "", session("three", number=1), kind="plenary", number=1)
    assert problems(plenary, other) == [
        "two: is panel number 1, and so is “one”.",
        "other: is plenary number 1, and so is “plenary”.",
    ]
    assert problems(session("one", guid=""), session("two", guid="x"), session("three", guid="x")) == [
        "one: has no GUID, so no calendar could follow it; save it again to give it one.",
        "three: has the same GUID as “two”; each needs its own.",
    ]
    assert problems(session("one"), session("one", guid="other")) == [
        "one: has the same code as another session; each needs its own."
    ]


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


def test_a_part_keeps_to_the_next_session_above_it_that_has_times():
    late = session("plenary", "09:00-10:00", session("panel", "", session("part", "10:00-11:00")))
    assert problems(late) == ["part: is not within the time of “plenary”, which it is part of."]


def test_a_part_may_fill_its_session_or_have_no_time_yet():
    assert problems(session("panel", "09:00-12:00", session("one", "09:00-12:00"), session("two"))) == []
    assert problems(session("panel", "", session("one", "09:00-12:00"))) == []


def test_a_room_is_taken_once_at_a_time():
    one, two, three = (session(code, "09:00-10:00", room="hall") for code in ("one", "two", "three"))
    assert problems(one, session("plenary", "09:00-11:00", two), three) == [
        "two: room “hall” is taken by “one” at the same time.",
        "three: room “hall” is taken by “one”, “two” at the same time.",
    ]
    crowd = [session(f"c{number}", "09:00-10:00", room="hall") for number in range(6)]
    assert problems(*crowd)[-1] == "c5: room “hall” is taken by “c0”, “c1”, “c2” and others at the same time."


def test_a_part_takes_the_room_of_its_session_where_that_has_no_times_itself():
    part = session("part", "09:00-10:00")
    other = session("other", "09:00-10:00", room="hall")
    assert problems(session("day", "", part, room="hall"), other) == [
        "other: room “hall” is taken by “part” at the same time."
    ]
    # One clash is told once: of the session that takes the room, not of its parts as well.
    assert problems(session("day", "09:00-12:00", part, room="hall"), other) == [
        "other: room “hall” is taken by “day” at the same time."
    ]


@pytest.mark.parametrize(
    ("sessions", "told"),
    [
        (
            [session("opening", "09:00-10:00", all_rooms=True), session("talk", "09:30-11:00", room="hall")],
            ["talk: has no room while “opening” is on."],
        ),
        (
            [
                session("one", "09:00-11:00", room="hall"),
                session("two", "09:00-11:00", room="salon"),
                session("opening", "10:00-11:00", all_rooms=True),
            ],
            ["opening: takes all rooms while “one”, “two” are on."],
        ),
        (
            [session("opening", "09:00-10:00", all_rooms=True), session("closing", "09:00-10:00", all_rooms=True)],
            ["closing: takes all rooms while “opening” is on."],
        ),
        ([session("lunch", "12:00-14:00", kind="break", all_rooms=True), session("a", "13:00-14:00", room="hall")], []),
        ([session("opening", "09:00-10:00", all_rooms=True), session("online", "09:00-10:00")], []),
        ([session("opening", "09:00-10:00", session("a", "09:00-09:30", room="hall"), all_rooms=True)], []),
    ],
    ids=["room", "rooms", "both-all", "break", "no-room", "own-part"],
)
def test_what_takes_all_rooms_leaves_none(sessions, told):
    assert problems(*sessions) == told


def test_times_are_compared_as_moments_not_as_words():
    one = session("one", "2022-12-12T09:00:00+08:00 - 2022-12-12T10:00:00+08:00", room="hall")
    assert problems(one, session("two", "01:30-02:30", room="hall")) == [
        "two: room “hall” is taken by “one” at the same time."
    ]
    assert problems(one, session("two", "09:00-10:00", room="hall")) == []


def test_a_speaker_is_in_one_place_at_a_time():
    one = session("one", "09:00-10:00", credits=[speaker("ada"), speaker("ada"), speaker("bob")], room="hall")
    other = session("other", "09:59-11:00", credits=[speaker("ada")], room="salon")
    assert problems(one, other) == ["other: ada is in “one” at the same time."]


def test_parts_side_by_side_clash():
    parts = [session(code, "09:00-10:00", room="hall", credits=[speaker("ada")]) for code in ("one", "two")]
    assert problems(session("plenary", "09:00-10:00", *parts, room="hall", credits=[speaker("ada")])) == [
        "two: room “hall” is taken by “one” at the same time.",
        "two: ada is in “one” at the same time.",
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


@pytest.mark.parametrize(
    ("mode", "clashes"), [("onsite", 1), ("video-link", 1), ("recorded", 0), ("read-on-behalf", 0)]
)
@pytest.mark.parametrize("role", ["panelist", "rapporteur", "online-moderator"])
def test_who_is_there_is_nowhere_else_whatever_they_do(role, mode, clashes):
    other = replace(speaker("ada"), role=role, mode=mode)
    one = session("one", "09:00-10:00", credits=[speaker("ada")])
    assert len(problems(one, session("other", "09:30-10:30", credits=[other]))) == clashes


def test_who_may_not_be_named_is_found_for_the_office():
    closed, shown = (session(code, "09:00-10:00") for code in ("closed", "shown"))
    present = [
        Presence(code, "ada", "Ada Lovelace", "panelist", "onsite", is_published=False) for code in ("closed", "shown")
    ]
    drafted = agenda(closed, shown)
    assert find_errors(drafted) == []
    assert find_errors(drafted, present) == [
        Problem("shown", "Ada Lovelace is in “closed” at the same time.", "error", "speaker", "ada")
    ]


def test_a_speaker_of_another_edition_is_told():
    present = [Presence("talk", "ada", "Ada Lovelace", "panelist", "onsite", is_foreign=True)]
    assert [str(it) for it in find_errors(agenda(session("talk")), present)] == [
        "talk: Ada Lovelace is a speaker of another edition; choose this edition's own."
    ]


def test_what_to_mend_is_said():
    hall = [session(code, "09:00-10:00", room="hall", credits=[speaker("ada")]) for code in ("one", "two")]
    late = session("late", "10:00-09:00")
    found = find_errors(agenda(*hall, late, status="planned", slug="forum-2022"))
    assert [(it.session, it.level, it.subject, it.key) for it in found] == [
        ("", "error", "edition", "forum-2022"),
        ("two", "error", "room", "hall"),
        ("two", "error", "speaker", "ada"),
        ("late", "error", "session", "late"),
    ]


def test_problems_are_listed_by_session_in_the_order_of_the_programme():
    drafted = agenda(session("one", "", session("part")), session("two"))
    given = [
        Problem("two", "c"), Problem("part", "b", "warning"), Problem("", "a"), Problem("part", "b"),
        Problem("gone", "d"),
    ]  # fmt: skip
    assert [problem.message for problem in in_order(given, drafted)] == ["a", "d", "b", "b", "c"]


def test_seats_without_a_name_are_in_as_many_places_as_needed():
    sessions = [session(code, "09:00-10:00", credits=[seat(organization("un", "UN"))]) for code in ("one", "two")]
    assert problems(*sessions) == []


def test_a_large_agenda_is_looked_at_in_no_time():
    """Six hundred sessions in thirty rooms; and many more in one, which nobody could compare each with each."""
    nine = datetime.fromisoformat(f"{DAY}T08:00:00+00:00")
    sessions = []
    for number in range(600):
        starts = nine + timedelta(minutes=30 * (number // 30))
        times = f"{starts.isoformat()} - {(starts + timedelta(minutes=30)).isoformat()}"
        people = [speaker(f"s{(number % 30) * 3 + it}") for it in range(3)]
        sessions.append(session(f"c{number}", times, room=f"r{number % 30}", credits=people))
    began = time.perf_counter()
    assert find_errors(agenda(*sessions)) == []
    # A twentieth of a second on a machine of its own; room for one that is shared.
    assert time.perf_counter() - began < 0.5
    crowd = [session(f"c{number}", "09:00-18:00", room="hall") for number in range(3000)]
    began = time.perf_counter()
    assert len(find_errors(agenda(*crowd))) == 2999
    assert time.perf_counter() - began < 1


def test_what_was_cancelled_stands_against_nothing():
    outside = session("outside", "2022-12-20T09:00:00+00:00 - 2022-12-20T10:00:00+00:00", status="cancelled")
    late = session("late", "12:00-13:00", status="cancelled")
    assert find_errors(agenda(outside, session("plenary", "09:00-10:00", late))) == []
    whole = session("day", "09:00-10:00", session("part", "09:00-10:00", room="hall"), status="cancelled")
    assert problems(whole, session("talk", "09:00-10:00", room="hall")) == []
