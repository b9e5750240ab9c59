"""The agenda as days, rooms and events: on which day, in which room, under which number, with whom."""

from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest

from forums.agenda.content import OrganizationEntry, RoomEntry, SpeakerEntry, TrackEntry
from forums.agenda.timetable import Timetable
from forums.languages import CODES

from .entries import agenda, session, speaker

MINISTRY = OrganizationEntry("ministry", {"en": "Ministry of Things", "fr": "Ministère"}, "MoT")
TIMES = {1: datetime(2022, 11, 1, 9, tzinfo=UTC), 2: datetime(2022, 11, 30, 23, 30, tzinfo=UTC)}


def guid(number):
    return f"00000000-0000-0000-0000-{number:012}"


def timetable(published, language="en"):
    return Timetable(asdict(published), TIMES, language, "https://plenary.example", frozenset(CODES))


def only_event(*sessions, language="en", rooms=(), tracks=(), speakers=(), **values):
    [event] = events(
        replace(agenda(*sessions, **values), rooms=rooms, tracks=tracks, speakers=speakers), language=language
    )
    return event


def events(published, language="en"):
    days = timetable(published, language).days
    return [event for day in days for held in day.rooms.values() for event in held]


def places(published, language="en"):
    """Where each session is, by its title."""
    return {event.title: event.room.name for event in events(published, language)}


def days(published):
    """The date and the end of each day, with what begins in it."""
    return [
        (day.date.isoformat(), day.end.isoformat(), [event.title for held in day.rooms.values() for event in held])
        for day in timetable(published).days
    ]


def person(slug, number, **values):
    empty = {"native_name": "", "titles": {}, "organization": None, "country": "", "bio": {}, "links": []}
    values = empty | {"name": slug.title(), "sort_name": slug, "featured": None} | values
    return SpeakerEntry(slug=slug, guid=guid(number), **values)


def seat(role="panelist"):
    return replace(speaker(None), name=None, seat_of=MINISTRY, role=role)


def test_day_lasts_until_four_and_takes_what_begins_before():
    late = session("late", "2022-12-13T03:59:00+00:00 - 2022-12-13T05:00:00+00:00", guid=guid(1))
    early = session("early", "2022-12-13T04:00:00+00:00 - 2022-12-13T05:00:00+00:00", guid=guid(2))
    assert days(agenda(late, early)) == [
        ("2022-12-12", "2022-12-14T04:00:00+00:00", ["Late"]),
        ("2022-12-13", "2022-12-14T04:00:00+00:00", ["Early"]),
    ]


def test_day_begins_at_four_in_the_zone_of_the_edition():
    [first, _] = timetable(agenda(timezone="Asia/Shanghai")).days
    assert (first.start.isoformat(), first.end.isoformat()) == (
        "2022-12-12T04:00:00+08:00",
        "2022-12-13T04:00:00+08:00",
    )


def test_day_of_the_clock_change_is_an_hour_shorter():
    [day] = timetable(agenda(starts_on="2022-03-26", ends_on="2022-03-26", timezone="Europe/Berlin")).days
    assert (day.start.isoformat(), day.end.isoformat()) == ("2022-03-26T04:00:00+01:00", "2022-03-27T04:00:00+02:00")


def test_event_across_the_clock_change_lasts_as_long_as_it_does():
    times = "2022-03-27T01:30:00+01:00 - 2022-03-27T03:30:00+02:00"
    event = only_event(session("night", times, guid=guid(1)), starts_on="2022-03-26", timezone="Europe/Berlin")
    assert event.minutes == 60


def test_day_ends_at_the_next_four_after_its_last_event():
    long = session("long", "2022-12-12T20:00:00+00:00 - 2022-12-14T05:00:00+00:00", guid=guid(1))
    assert days(agenda(long)) == [
        ("2022-12-12", "2022-12-15T04:00:00+00:00", ["Long"]),
        ("2022-12-13", "2022-12-14T04:00:00+00:00", []),
    ]


def test_first_day_begins_with_what_begins_in_its_night():
    night = session("night", "02:00-03:00", guid=guid(1))
    assert days(agenda(night)) == [
        ("2022-12-12", "2022-12-13T04:00:00+00:00", ["Night"]),
        ("2022-12-13", "2022-12-14T04:00:00+00:00", []),
    ]
    told = [day.start.isoformat() for day in timetable(agenda(night)).days]
    assert told == ["2022-12-12T02:00:00+00:00", "2022-12-13T04:00:00+00:00"]


def test_times_are_those_that_were_planned():
    late = {"actual_starts_at": "2022-12-12T09:20:00+00:00", "actual_ends_at": "2022-12-12T10:40:00+00:00"}
    event = only_event(session("panel", "09:00-10:00", guid=guid(1), status="held", **late))
    assert (f"{event.start:%H:%M}", f"{event.end:%H:%M}") == ("09:00", "10:00")


def test_edition_without_days_has_those_of_its_sessions():
    times = ["2022-12-05T09:00:00+00:00 - 2022-12-05T10:00:00+00:00", "2022-12-07T09:00:00+00:00 - 2022-12-07T10:00:00+00:00"]  # fmt: skip  # noqa: E501
    parts = [
        session(code, time, guid=guid(number)) for number, (code, time) in enumerate(zip("ab", times, strict=True))
    ]
    assert [(date, held) for date, _, held in days(agenda(*parts, starts_on=None, ends_on=None))] == [
        ("2022-12-05", ["A"]),
        ("2022-12-06", []),
        ("2022-12-07", ["B"]),
    ]


def test_programme_without_any_time_has_the_first_day_of_its_year():
    published = agenda(session("some-day", guid=guid(1)), starts_on=None, ends_on=None)
    assert days(published) == [("2022-01-01", "2022-01-02T04:00:00+00:00", [])]


def test_rooms_come_in_the_order_of_the_edition_after_all_rooms():
    published = replace(
        agenda(
            session("nowhere", "09:00-10:00", guid=guid(1)),
            session("b", "09:00-10:00", guid=guid(2), room="b"),
            session("a", "09:00-10:00", guid=guid(3), room="a"),
            session("break", "10:00-10:30", guid=guid(4), kind="break", all_rooms=True),
        ),
        rooms=[RoomEntry("b", {"en": "Hall B"}, 30), RoomEntry("a", {}, None), RoomEntry("c", {"en": "Hall C"}, 5)],
    )
    assert [(room.name, room.slug, room.capacity) for room in timetable(published).rooms] == [
        ("All rooms", "", None),
        ("Hall B", "b", 30),
        ("a", "a", None),
        ("Hall C", "c", 5),
        ("Room not stated", "", None),
    ]
    assert places(published) == {"Break": "All rooms", "B": "Hall B", "A": "a", "Nowhere": "Room not stated"}


def test_rooms_that_stand_in_are_named_only_where_they_are_needed():
    published = replace(
        agenda(session("a", "09:00-10:00", guid=guid(1), room="a")), rooms=[RoomEntry("a", {"en": "A"}, None)]
    )
    assert [room.name for room in timetable(published).rooms] == ["A"]


def test_rooms_of_one_name_are_told_apart():
    halls = [RoomEntry(slug, {"en": "Hall"}, None) for slug in ("one", "two")]
    halls.append(RoomEntry("all", {"en": "All rooms"}, None))
    assert [room.name for room in timetable(replace(agenda(), rooms=halls)).rooms] == [
        "Hall",
        "Hall (two)",
        "All rooms (all)",
    ]


def test_room_keeps_its_guid_when_it_is_renamed():
    names = [{"en": "Hall"}, {"en": "Great Hall"}]
    guids = [
        timetable(replace(agenda(slug="forum-2022"), rooms=[RoomEntry("hall", name, None)])).rooms[0].guid
        for name in names
    ]
    assert guids == ["9767e1e7-256c-575e-9eb6-e7035c73e553"] * 2


def test_part_is_in_the_room_and_track_and_language_of_its_session():
    own = session("own", "09:00-10:00", guid=guid(1), room="b", track="y", floor_languages=["fr"])
    part = session("part", "10:00-11:00", guid=guid(2))
    whole = session(
        "whole", "09:00-12:00", own, part, guid=guid(3), room="a", track="x", floor_languages=["zh-hans", "en"]
    )
    published = replace(
        agenda(whole),
        rooms=[RoomEntry(slug, {"en": slug.upper()}, None) for slug in "ab"],
        tracks=[TrackEntry("x", {"en": "Track X"}), TrackEntry("y", {})],
    )
    assert [(event.title, event.room.name, event.track, event.language) for event in events(published)] == [
        ("Whole", "A", "Track X", "zh-Hans"),
        ("Part", "A", "Track X", "zh-Hans"),
        ("Own", "B", "y", "fr"),
    ]


def test_part_of_what_is_in_all_rooms_is_there_too():
    part = session("part", "09:00-10:00", guid=guid(1))
    published = agenda(session("whole", "09:00-12:00", part, guid=guid(2), all_rooms=True))
    assert places(published) == {"Whole": "All rooms", "Part": "All rooms"}


@pytest.mark.parametrize(
    ("language", "format_", "words"),
    [
        ("fr", "onsite", {"Break": "Toutes les salles", "Talk": "Salle non précisée"}),
        ("fr", "online", {"Break": "Toutes les salles", "Talk": "En ligne"}),
        ("zh-hans", "hybrid", {"Break": "所有会场", "Talk": "会场未注明"}),
    ],
)
def test_rooms_that_stand_in_are_named_in_the_language(language, format_, words):
    published = agenda(
        session("break", "10:00-10:30", guid=guid(1), all_rooms=True),
        session("talk", "09:00-10:00", guid=guid(2)),
        format=format_,
        languages=["zh-hans"],
    )
    assert places(published, language) == words


def test_plenary_comes_before_the_part_that_begins_with_it():
    parts = [session("first", "09:00-09:30", guid=guid(1)), session("second", "09:30-10:00", guid=guid(2))]
    published = agenda(session("whole", "09:00-10:00", *parts, guid=guid(3)))
    assert [(event.title, event.minutes) for event in events(published)] == [
        ("Whole", 60),
        ("First", 30),
        ("Second", 30),
    ]


def test_part_is_linked_to_the_session_it_is_part_of():
    part = session("part", "09:00-10:00", guid=guid(1))
    panel = session("panel", "", part, guid=guid(2))
    event = only_event(session("whole", "", panel, guid=guid(3)), slug="forum-2022", forum_slug="forum")
    assert event.links == [
        {"url": "https://plenary.example/forum/forum-2022/sessions/panel/", "type": "related", "title": "Panel"}
    ]


def test_cancelled_and_untimed_sessions_are_left_out():
    published = agenda(
        session("off", "09:00-10:00", session("part", "09:00-09:30", guid=guid(1)), guid=guid(2), status="cancelled"),
        session("some-day", "", session("on", "09:00-09:30", guid=guid(3)), guid=guid(4)),
    )
    assert [event.title for event in events(published)] == ["On"]


def test_ids_are_made_of_the_guids_and_never_meet():
    largest = 2**31 - 1
    guids = [f"00000000-0000-0000-0000-{number:012x}" for number in (largest + 5, 5, largest - 1, 2 * largest - 1)]
    published = agenda(
        *(session(f"s{number}", "09:00-10:00", guid=value) for number, value in enumerate(guids)),
    )
    assert {event.title: event.id for event in events(published)} == {"S0": 7, "S1": 6, "S2": largest, "S3": 1}


@pytest.mark.parametrize(
    ("edition", "code", "acronym", "slug"),
    [
        ("Forum-2022", "Opening", "forum_2022", "forum_2022-opening-0008"),
        ("igf", "a_b-", "edition_igf", "edition_igf-a_b--0008"),
    ],
)
def test_acronym_and_slugs_meet_the_patterns(edition, code, acronym, slug):
    published = agenda(session(code, "09:00-10:00", guid=guid(7)), slug=edition)
    assert (timetable(published).acronym, events(published)[0].slug) == (acronym, slug)


def test_version_is_the_release_and_its_day_in_the_zone():
    assert timetable(agenda(timezone="Asia/Shanghai")).version == "2 (2022-12-01)"


@pytest.mark.parametrize(
    ("times", "slot"),
    [
        ([], 60),
        (["09:00-10:30", "11:15-12:00"], 15),
        (["09:07-10:00"], 1),
        (["09:20-10:20"], 20),
        (["09:00-12:00"], 60),
    ],
)
def test_slot_divides_every_beginning_and_every_length(times, slot):
    sessions = [session(f"s{number}", time, guid=guid(number)) for number, time in enumerate(times)]
    assert timetable(agenda(*sessions)).slot == slot


def test_persons_are_named_once_with_titles_and_roles():
    minister = person(
        "ana", 8, titles={"en": ["Minister of Things"], "fr": ["Ministre"]}, bio={"en": "Born in Lima."},
        links=["https://ana.example/", "ftp://ana.example/"], organization=MINISTRY,
    )  # fmt: skip
    delegate = person("bo", 7, organization=MINISTRY)
    credits_ = [
        replace(speaker("bo"), role="chair"),
        speaker("ana"),
        seat(),
        replace(speaker("ana"), role="keynote"),
    ]
    event = only_event(
        session("talk", "09:00-10:00", guid=guid(1), credits=credits_),
        speakers=[minister, delegate],
        slug="forum-2022",
        forum_slug="forum",
    )
    site = "https://plenary.example/forum/forum-2022/speakers"
    assert event.persons == [
        {
            "id": 8,
            "guid": guid(7),
            "name": "Bo",
            "url": f"{site}/bo/",
            "biography": "",
            "links": [],
            "titles": ["Ministry of Things"],
            "roles": ["chair"],
        },
        {
            "id": 9,
            "guid": guid(8),
            "name": "Ana",
            "url": f"{site}/ana/",
            "biography": "Born in Lima.",
            "links": [{"url": "https://ana.example/", "type": "web"}],
            "titles": ["Minister of Things"],
            "roles": ["panelist", "keynote"],
        },
    ]


def test_description_says_what_the_format_has_no_field_for():
    event = only_event(
        session(
            "talk", "09:00-10:00", guid=guid(1), description={"en": "About things."}, theme={"en": "Things"},
            policy_questions={"en": ["Why?", "How?"]}, online_plan={"en": "Ask in the chat."},
            sdg_targets={"en": "9.1"},
            credits=[replace(speaker("ana"), name="Ana", talk={"en": "Of Things"}), seat("onsite-moderator")],
        ),
        speakers=[person("ana", 8, titles={"en": ["Minister", "Professor"]})],
    )  # fmt: skip
    assert (event.subtitle, event.abstract) == ("Things", "About things.")
    assert event.description == (
        "Why?\nHow?\n\n"
        "Panelist: Ana, Minister, Professor (“Of Things”)\nOnsite moderator: Delegate of Ministry of Things\n\n"
        "Ask in the chat.\n\n9.1"
    )


def test_livestream_and_recording_are_links():
    event = only_event(
        session(
            "talk", "09:00-10:00", guid=guid(1),
            livestream_url="https://live.example/", recording_url="http://video.example/",
        ),
        language="es",
    )  # fmt: skip
    assert event.links == [
        {"url": "https://live.example/", "type": "media", "title": "Transmisión en directo"},
        {"url": "http://video.example/", "type": "media", "title": "Grabación"},
    ]
    assert event.recording_url == "http://video.example/"


def test_addresses_that_are_not_of_the_web_are_left_out():
    event = only_event(
        session("talk", "09:00-10:00", guid=guid(1), livestream_url="ftp://a/", recording_url="ftp://b/")
    )
    assert (event.links, event.recording_url) == ([], "")


@pytest.mark.parametrize(
    ("attribution", "recording", "unrecorded"),
    [("named", "", False), ("chatham-house", "", True), ("chatham-house", "https://video.example/", False)],
)
def test_chatham_house_is_not_recorded_unless_it_was(attribution, recording, unrecorded):
    event = only_event(session("talk", "09:00-10:00", guid=guid(1), attribution=attribution, recording_url=recording))
    assert event.is_unrecorded is unrecorded


def test_text_is_rid_of_what_no_file_can_carry():
    title = "A\r\nB\rC\tD\x00\x0b\x1f\ud800\ufffe\uffffE\u00a0\U0001f4a1"
    event = only_event(session("talk", "09:00-10:00", guid=guid(1), title={"en": title}))
    assert event.title == "A\nB\nC\tDE\u00a0\U0001f4a1"


@pytest.mark.parametrize(("language", "title"), [("fr", "Parole"), ("es", "讲话"), ("zh-hans", "讲话")])
def test_text_falls_back_to_the_first_language_of_the_edition(language, title):
    titles = {"en": "Talk", "fr": "Parole", "zh-hans": "讲话"}
    event = only_event(
        session("talk", "09:00-10:00", guid=guid(1), title=titles), language=language, languages=["zh-hans", "en"]
    )
    assert event.title == title
