"""What the office is advised to look at: each doubt, and what is none."""

from dataclasses import replace

import pytest

from forums.agenda.advice import find_warnings
from forums.agenda.checks import Presence
from forums.agenda.content import RoomEntry

from .entries import DAY, agenda, organization, person, seat, session, speaker


def complete(code, times="09:00-10:00", *parts, **values):
    """A session of which nothing is missing; its description is that of the edition's language."""
    return session(
        code, times, *parts, **{"kind": "keynote", "room": "hall", "description": {"en": "All of it."}} | values
    )


def warnings(*sessions, presences=None, rooms=(), speakers=(), **edition):
    drafted = replace(agenda(*sessions, **edition), rooms=list(rooms), speakers=list(speakers))
    found = find_warnings(drafted, presences)
    assert {problem.level for problem in found} <= {"warning"}
    return [str(problem) for problem in found]


def test_of_a_complete_agenda_nothing_is_said():
    whole = complete("plenary", "09:00-12:00", session("part", "09:00-10:00", kind="part"), floor_languages=["en"])
    lunch = session("lunch", "12:00-13:00", kind="break", all_rooms=True)
    panel = complete("panel", "13:00-14:00", kind="panel", credits=[replace(speaker("ada"), role="chair")])
    ada = person("ada", "Ada", titles={"en": ["Countess"]})
    spoken = replace(panel, floor_languages=["fr"], interpretation_languages=["en"])
    assert warnings(whole, lunch, spoken, speakers=[ada], languages=["en"]) == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"description": {}}, ["has no description."]),
        ({"times": ""}, ["has no time."]),
        ({"room": None}, ["has no room."]),
        ({"room": None, "all_rooms": True}, []),
        ({"kind": "panel"}, ["has no moderator."]),
        ({"kind": "panel", "credits": [speaker("ada")]}, ["has no moderator."]),
        ({"kind": "panel", "credits": [replace(speaker("ada"), role="onsite-moderator")]}, []),
        ({"status": "cancelled", "description": {}, "times": ""}, []),
        (
            {"credits": [seat(organization("un", "UN")), seat(organization("au", "AU"))]},
            ["has 2 seats without a name: UN, AU."],
        ),
        (
            {"livestream_opens_at": f"{DAY}T08:00:00+00:00"},
            ["says when its livestream link is public, but has no link."],
        ),
    ],
    ids=[
        "description", "time", "room", "all-rooms", "moderator", "no-moderator", "moderated", "cancelled", "seats",
        "no-link",
    ],
)  # fmt: skip
def test_what_is_missing_is_told(values, told):
    assert warnings(complete("talk", **{"times": "09:00-10:00"} | values)) == [f"talk: {message}" for message in told]


def test_a_part_needs_not_say_what_its_session_says():
    part = session("part", "", kind="panel")
    chaired = complete("plenary", "09:00-12:00", part, credits=[replace(speaker("ada"), role="chair")])
    assert warnings(chaired) == []
    assert warnings(replace(chaired, room=None), format="online") == []


def test_what_a_live_language_lacks_is_told():
    talk = complete("talk", floor_languages=["en"], interpretation_languages=["ru"])
    assert warnings(talk, languages=["en", "fr", "ar"]) == [
        "talk: has no title in French and Arabic.",
        "talk: has no interpretation into French and Arabic.",
    ]
    assert warnings(complete("talk"), languages=["en"]) == ["talk: does not say which language is spoken."]
    assert warnings(session("tea", "09:00-10:00", kind="break", all_rooms=True), languages=["en"]) == []


def test_speakers_without_titles_are_told():
    speakers = [person("ada", "Ada"), person("bob", "Bob", titles={"fr": ["Professeur"]})]
    assert warnings(complete("talk"), speakers=speakers) == ["Ada has no title."]


def present(speaker="ada", session="talk", mode="onsite", **values):
    return Presence(session, speaker, speaker.title(), "panelist", mode, **values)


def test_speakers_who_are_not_confirmed_are_told_by_name_to_the_office():
    found = find_warnings(agenda(complete("talk")), [present(is_published=False), present("bob")])
    assert [(str(it), it.subject, it.key) for it in found] == [
        ("talk: does not show Ada, who is not confirmed for the programme yet.", "speaker", "ada")
    ]


def test_more_people_than_a_room_holds_are_told():
    rooms = [RoomEntry("hall", {"en": "Hall"}, 2)]
    crowd = [present(name) for name in ("ada", "bob", "cyd")]
    assert warnings(complete("talk"), rooms=rooms, presences=crowd) == ["talk: has 3 people on stage in a room for 2."]
    remote = [*crowd[:2], present("cyd", mode="video-link"), replace(crowd[0], role="chair")]
    assert warnings(complete("talk"), rooms=rooms, presences=remote) == []


def test_the_gap_in_a_day_is_told():
    sessions = [complete("long", "09:00-12:00"), complete("short", "09:00-10:00"), complete("late", "13:01-14:00")]
    told = "Nothing happens on 2022-12-12 from 12:00 to 13:01; is a break missing?"
    assert warnings(*sessions) == [told]
    lunch = session("lunch", "12:00-13:00", kind="break", all_rooms=True)
    assert warnings(*sessions, lunch) == []
    # A night is no gap, and what begins after midnight belongs to the evening.
    dinner = complete("dinner", "22:00-23:30")
    after = complete("after", "2022-12-13T00:10:00+00:00 - 2022-12-13T02:00:00+00:00")
    assert warnings(dinner, after, complete("next", "2022-12-13T09:00:00+00:00 - 2022-12-13T10:00:00+00:00")) == []


def test_numbers_that_are_left_out_are_told():
    numbered = [complete(f"t{number}", kind="keynote", number=number) for number in (4, 1, 2)]
    assert warnings(*numbered) == ["t4: number 4 follows number 2: 1 keynote between them is missing."]


def test_a_seminar_beside_lunch_is_only_a_doubt():
    lunch = session("lunch", "12:00-14:00", kind="break", all_rooms=True)
    assert warnings(lunch, complete("seminar", "13:00-14:00")) == [
        "seminar: is on at the same time as “lunch”, though one takes all rooms."
    ]


def test_parts_of_what_is_cancelled_are_told():
    whole = complete("plenary", "09:00-12:00", complete("part"), status="cancelled")
    assert warnings(whole) == ["plenary: is cancelled, and so nobody is told of its parts “part”."]


@pytest.mark.parametrize(
    ("window", "told"),
    [
        (("08:00", "11:00"), []),
        (("09:30", None), ["talk: starts before its livestream link is public."]),
        ((None, "09:30"), ["talk: goes on after its livestream link is taken down."]),
    ],
    ids=["wider", "opens-late", "closes-early"],
)
def test_a_livestream_is_public_as_long_as_the_session_is_on(window, told):
    opens, closes = (clock and f"{DAY}T{clock}:00+00:00" for clock in window)
    talk = complete("talk", livestream_url="https://a.example", livestream_opens_at=opens, livestream_closes_at=closes)
    assert warnings(talk) == told


def test_days_that_may_be_a_slip_are_told():
    assert warnings(complete("talk", ""), starts_on=None)[0] == (
        "The days of the edition are not set, so sessions may lie anywhere."
    )
    talk = complete("talk", "2022-12-09T09:00:00+00:00 - 2022-12-09T10:00:00+00:00")
    assert warnings(talk, starts_on="2022-12-09", ends_on="2022-12-11") == [
        "The edition is held on Saturday 2022-12-10 and Sunday 2022-12-11; is that meant?"
    ]


def test_the_night_the_clocks_change_is_told():
    days = {"starts_on": "2026-10-24", "ends_on": "2026-10-25", "timezone": "Europe/Berlin"}
    across = complete("across", "2026-10-25T02:00:00+02:00 - 2026-10-25T02:30:00+01:00")
    twice = complete("twice", "2026-10-25T02:15:00+01:00 - 2026-10-25T03:30:00+01:00")
    after = complete("after", "2026-10-25T04:00:00+01:00 - 2026-10-25T05:00:00+01:00")
    assert warnings(across, twice, after, **days) == [
        "The clocks change on 2026-10-25 in Europe/Berlin; look at that night's times.",
        "The edition is held on Saturday 2026-10-24 and Sunday 2026-10-25; is that meant?",
        "across: is on while the clocks change in Europe/Berlin; check when it ends.",
        "twice: is on in an hour that comes twice that night in Europe/Berlin.",
    ]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ({"en": "Monday lunch"}, ""),
        ({"en": "Tuesday lunch"}, "says Tuesday in its title, but is on a Monday."),
        ({"fr": "Dîner de mardi"}, "says mardi in its title, but is on a Monday."),
        ({"zh-hans": "星期二午餐"}, "says 星期二 in its title, but is on a Monday."),
        ({"en": "From Monday to Friday"}, ""),
        ({"en": "Lunch, 12 December"}, ""),
        ({"en": "Lunch, December 13th and 14"}, "has another date in its title than its own, 2022-12-12."),
        ({"es": "Almuerzo del 13 de diciembre"}, "has another date in its title than its own, 2022-12-12."),
        ({"ru": "Обед 13 декабря"}, "has another date in its title than its own, 2022-12-12."),
        ({"zh-hans": "12月13日午餐"}, "has another date in its title than its own, 2022-12-12."),
        ({"ar": "غداء 12 ديسمبر"}, ""),
    ],
    ids=[
        "its-day", "weekday", "french", "chinese", "several", "its-date", "date", "spanish", "russian", "chinese-date",
        "arabic",
    ],
)  # fmt: skip
def test_a_day_in_a_title_is_that_of_the_session(title, told):
    assert warnings(complete("lunch", title=title)) == ([f"lunch: {told}"] if told else [])


def test_after_midnight_a_session_may_be_called_by_either_day():
    times = "2022-12-13T00:30:00+00:00 - 2022-12-13T02:00:00+00:00"
    for day in ("Monday", "Tuesday"):
        assert warnings(complete("party", times, title={"en": f"{day} night"})) == []
    assert warnings(complete("party", times, title={"en": "Sunday night"})) == [
        "party: says Sunday in its title, but is on a Monday."
    ]
