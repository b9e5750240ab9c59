"""The agenda as a calendar: what an event says, which events are in it, and what no text may do to it."""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import ics
import pytest
import vobject
from icalendar import Calendar

from forums.agenda.content import (
    CreditEntry,
    OrganizationEntry,
    RoomEntry,
    SpeakerEntry,
    TrackEntry,
    WithdrawnEntry,
    from_json,
)
from forums.agenda.ical import agenda_calendar
from forums.agenda.reading import walk
from forums.agenda.release import publish_agenda
from forums.agenda.revisions import stamp
from forums.languages import CODES
from tests.factories import SessionFactory

from .entries import agenda, session, speaker

TIMES = {
    1: datetime(2022, 11, 1, 9, 30, tzinfo=UTC),
    2: datetime(2022, 11, 2, 10, tzinfo=UTC),
    3: datetime(2022, 11, 3, 11, tzinfo=UTC),
}
MINISTRY = OrganizationEntry("ministry", {"en": "Ministry of Things", "fr": "Ministère des choses"}, "MoT")
HOSTILE = "Lunch\r\nATTENDEE:mailto:all@example.org\nEND:VEVENT\x85A\u2028B\x0bC\x1cD\x00\x07\x7f\ud800"

CLOCKS_GO_BACK = agenda(
    session("before", "2022-10-29T09:00:00+02:00 - 2022-10-29T10:00:00+02:00"),
    session("party", "2022-10-29T23:00:00+02:00 - 2022-10-30T02:30:00+02:00"),
    session("again", "2022-10-30T02:30:00+02:00 - 2022-10-30T02:45:00+01:00"),
    session("after", "2022-10-30T09:00:00+01:00 - 2022-10-30T10:00:00+01:00"),
    starts_on="2022-10-29",
    ends_on="2022-10-30",
    timezone="Europe/Berlin",
)


def calendar(published, *, times=TIMES, language="en", site="https://plenary.example:8443", **selection):
    tree = published if isinstance(published, dict) else json.loads(published.to_json())
    return agenda_calendar(tree, times=times, language=language, site=site, known=frozenset(CODES), **selection)


def unfolded(written):
    return written.decode().replace("\r\n ", "").split("\r\n")


def head(written):
    """The calendar's own lines, in front of its time zone."""
    lines = unfolded(written)
    return lines[: lines.index("BEGIN:VTIMEZONE")]


def events(written):
    """Each event as the values of its lines by their names and parameters."""
    found = []
    for block in "\n".join(unfolded(written)).split("BEGIN:VEVENT\n")[1:]:
        lines = block[: block.index("\nEND:VEVENT")].split("\n")
        found.append(dict(line.split(":", 1) for line in lines))
    return found


def summaries(written):
    return [event["SUMMARY"] for event in events(written)]


def person(slug, name, **values):
    nothing = {"native_name": "", "titles": {"en": []}, "organization": None, "country": "", "bio": {}, "links": []}
    return SpeakerEntry(
        **nothing | {"slug": slug, "guid": slug, "name": name, "sort_name": name, "featured": None} | values
    )


def withdrawn(guid, starts_at="2022-12-12T09:00:00+00:00", ends_at="2022-12-12T10:00:00+00:00", **values):
    values = {"code": guid, "title": {"en": guid.title()}, "track": None, "speakers": []} | values
    return WithdrawnEntry(guid, starts_at=starts_at, ends_at=ends_at, revision=4, changed_in=3, **values)


def test_the_calendar_tells_what_it_is():
    published = agenda(title={"en": "Forum, 2022"}, forum_slug="forum", slug="forum-2022", timezone="Asia/Shanghai")
    assert head(calendar(published, source="https://plenary.example/agenda.ics")) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Plenary//Agenda//EN",
        "METHOD:PUBLISH",
        r"NAME:Forum\, 2022",
        r"X-WR-CALNAME:Forum\, 2022",
        "LAST-MODIFIED:20221103T110000Z",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "SOURCE;VALUE=URI:https://plenary.example/agenda.ics",
        "URL:https://plenary.example:8443/forum/forum-2022/",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Asia/Shanghai",
    ]


def test_where_it_is_served_is_told_only_if_it_is_known():
    assert [line for line in unfolded(calendar(agenda())) if line.startswith("SOURCE")] == []


def test_a_session_is_an_event():
    published = replace(
        agenda(
            session(
                "plenary",
                "2022-12-12T09:00:00+08:00 - 2022-12-12T10:30:00+08:00",
                kind="plenary",
                theme={"en": "Trust"},
                description={"en": "On trust.\n\nAnd on more."},
                track="main",
                room="hall",
                livestream_url="https://live.example.org/1,2;3?a=b",
                recording_url="https://live.example.org/recording",
                revision=2,
                changed_in=2,
            ),
            forum={"en": "The “Forum”: Asia"},
            forum_slug="forum",
            slug="forum-2022",
            timezone="Asia/Shanghai",
            venue={"en": "Congress Centre"},
            city={"en": "Beijing"},
        ),
        rooms=[RoomEntry("hall", {"en": "Hall 1; left"}, None)],
        tracks=[TrackEntry("main", {"en": "Plenaries, all"})],
    )
    assert events(calendar(published)) == [
        {
            "SUMMARY": "Plenary",
            "DTSTART;TZID=Asia/Shanghai": "20221212T090000",
            "DTEND;TZID=Asia/Shanghai": "20221212T103000",
            "DTSTAMP": "20221102T100000Z",
            "UID": "plenary@plenary.example",
            "SEQUENCE": "2",
            "CATEGORIES": r"Plenaries\, all,Main Plenary",
            "CONFERENCE;FEATURE=AUDIO,VIDEO;VALUE=URI": "https://live.example.org/1,2;3?a=b",
            "DESCRIPTION": r"Trust\n\nOn trust.\n\nAnd on more.\n\n"
            r"Livestream: https://live.example.org/1\,2\;3?a=b\nRecording: https://live.example.org/recording",
            "LAST-MODIFIED": "20221102T100000Z",
            "LOCATION": r"Hall 1\; left\, Congress Centre\, Beijing",
            # As of a parameter: its colon is in quotes, and the first colon outside them ends it.
            'ORGANIZER;CN="The “Forum”': ' Asia":https://plenary.example:8443/forum/',
            "STATUS": "CONFIRMED",
            "TRANSP": "OPAQUE",
            "URL": "https://plenary.example:8443/forum/forum-2022/sessions/plenary/",
        }
    ]


def test_the_calendar_s_own_words_are_in_the_language():
    seat = CreditEntry(None, None, MINISTRY, "discussant", {"fr": "La confiance"}, "onsite", "planned")
    live, recording = "https://a.example/live", "https://a.example/recording"
    part = session("part", "09:30-10:00", credits=[seat], livestream_url=live, recording_url=recording)
    published = agenda(session("work", "09:00-10:00", part, kind="thematic-session", number=3, title={"fr": "Travail"}))
    work, told = events(calendar(published, language="fr"))
    assert (work["SUMMARY"], work["CATEGORIES"]) == ("Session thématique 3\u202f: Travail", "Session thématique")
    assert told["DESCRIPTION"].split(r"\n") == [
        "Fait partie de\u202f: Session thématique 3\u202f: Travail",
        "",
        "Commentaires\u202f: Délégation (Ministère des choses) («\u202fLa confiance\u202f»)",
        "",
        f"Diffusion en direct\u202f: {live}",
        f"Enregistrement\u202f: {recording}",
    ]


def test_what_a_session_does_not_have_is_left_out():
    [event] = events(calendar(agenda(session("lunch", "12:00-13:00", kind="break", all_rooms=True))))
    assert event == {
        "SUMMARY": "Lunch",
        "DTSTART": "20221212T120000Z",
        "DTEND": "20221212T130000Z",
        "DTSTAMP": "20221101T093000Z",
        "UID": "lunch@plenary.example",
        "SEQUENCE": "0",
        "CATEGORIES": "Break",
        "LAST-MODIFIED": "20221101T093000Z",
        "ORGANIZER": "https://plenary.example:8443//",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
        "URL": "https://plenary.example:8443///sessions/lunch/",
    }


def test_who_speaks_is_told_with_titles_by_role():
    seat = CreditEntry(None, None, MINISTRY, "discussant", {}, "onsite", "planned")
    credited = [
        replace(speaker("gong-ke"), role="onsite-moderator"),
        replace(speaker("li-wei"), talk={"en": "On trust"}),
        speaker("ada"),
        seat,
    ]
    published = replace(
        agenda(session("panel", "09:00-10:00", credits=credited)),
        speakers=[
            person("ada", "Ada King"),
            person(
                "gong-ke",
                "Gong Ke",
                native_name="龚克",
                titles={"en": ["President of A", "Professor"]},
                organization=MINISTRY,
            ),
            person("li-wei", "Li Wei", organization=MINISTRY),
        ],
    )
    [event] = events(calendar(published))
    assert event["DESCRIPTION"].split(r"\n") == [
        r"Onsite moderator: Gong Ke (龚克)\, President of A\, Professor",
        r"Panelist: Li Wei\, Ministry of Things (“On trust”)",
        "Panelist: Ada King",
        "Discussant: Delegate of Ministry of Things",
    ]


@pytest.mark.parametrize(
    ("kind", "number", "heading", "category"),
    [
        ("thematic-session", 3, "Thematic Session 3: Work", "Thematic Session"),
        ("thematic-session", None, "Work", "Thematic Session"),
        ("plenary", 3, "Work", "Main Plenary"),
        ("qa", 1, "Work", "Questions and Answers"),
    ],
)
def test_a_session_is_headed_as_in_documents(kind, number, heading, category):
    [event] = events(calendar(agenda(session("work", "09:00-10:00", kind=kind, number=number))))
    assert (event["SUMMARY"], event["CATEGORIES"]) == (heading, category)


@pytest.mark.parametrize(("language", "summary"), [("fr", "Déjeuner"), ("zh-hans", "午餐"), ("ru", "午餐")])
def test_texts_are_in_the_language_or_in_the_editions(language, summary):
    lunch = session("lunch", "12:00-13:00", title={"en": "Lunch", "fr": "Déjeuner", "zh-hans": "午餐"})
    assert summaries(calendar(agenda(lunch, languages=["zh-hans"]), language=language)) == [summary]


def test_a_session_without_times_is_in_no_calendar():
    published = agenda(session("soon", "", session("part", "09:00-10:00")))
    [event] = events(calendar(published))
    assert event["SUMMARY"] == "Part"
    assert [name for name in event if name.startswith("RELATED-TO")] == []


# Parts


def nested(**values):
    talk = session("talk", "09:30-10:00", credits=[speaker("ada")])
    panel = session("panel", "09:00-10:30", talk, kind="panel")
    plenary = session("plenary", "09:00-12:00", panel, kind="plenary", track="main", room="hall", **values)
    return replace(
        agenda(plenary, session("lunch", "12:00-13:00", kind="break")),
        rooms=[RoomEntry("hall", {"en": "Hall 1"}, None)],
        tracks=[TrackEntry("main", {"en": "Plenaries"})],
        speakers=[person("ada", "Ada King")],
    )


def test_parts_are_events_of_their_own_linked_to_what_they_are_part_of():
    plenary, panel, talk, lunch = events(calendar(nested()))
    link = "RELATED-TO;RELTYPE=PARENT"
    assert [event.get(link) for event in (plenary, panel, talk, lunch)] == [
        None,
        "plenary@plenary.example",
        "panel@plenary.example",
        None,
    ]
    assert panel["DESCRIPTION"] == "Part of: Plenary"
    assert talk["DESCRIPTION"] == r"Part of: Panel\n\nPanelist: Ada King"


def test_parts_are_where_their_session_is_and_in_its_track():
    _, panel, talk, lunch = events(calendar(nested()))
    assert [event.get("LOCATION") for event in (panel, talk, lunch)] == ["Hall 1", "Hall 1", None]
    assert [event["CATEGORIES"] for event in (panel, talk, lunch)] == [
        "Plenaries,Panel Discussion",
        "Plenaries,Panel Discussion",
        "Break",
    ]


def test_a_part_with_a_track_and_a_room_of_its_own_is_there():
    talk = session("talk", "09:30-10:00", track="youth", room="salon")
    published = replace(
        agenda(session("plenary", "09:00-12:00", talk, track="main", room="hall")),
        rooms=[RoomEntry("hall", {"en": "Hall 1"}, None), RoomEntry("salon", {"en": "Salon"}, None)],
        tracks=[TrackEntry("main", {"en": "Plenaries"}), TrackEntry("youth", {"en": "Youth"})],
    )
    [event] = events(calendar(published, track="youth"))
    assert (event["LOCATION"], event["CATEGORIES"]) == ("Salon", "Youth,Panel Discussion")
    assert summaries(calendar(published, track="main")) == ["Plenary"]


def test_a_part_for_all_rooms_is_not_in_its_sessions_room():
    pause = session("pause", "09:00-09:10", all_rooms=True)
    published = agenda(session("plenary", "09:00-12:00", pause, room="hall"), city={"en": "Beijing"})
    published = replace(published, rooms=[RoomEntry("hall", {"en": "Hall 1"}, None)])
    assert [event["LOCATION"] for event in events(calendar(published))] == [r"Hall 1\, Beijing", "Beijing"]


def test_time_is_counted_once():
    def busy(written):
        return {event["SUMMARY"]: event["TRANSP"] for event in events(written)}

    free, taken = "TRANSPARENT", "OPAQUE"
    assert busy(calendar(nested())) == {"Plenary": taken, "Panel": free, "Talk": free, "Lunch": taken}
    # Alone in a calendar a part takes its time itself.
    assert busy(calendar(nested(), speaker="ada")) == {"Talk": taken}
    # What is not held takes nobody's.
    cancelled = busy(calendar(nested(status="cancelled")))
    assert cancelled == {"Plenary": free, "Panel": free, "Talk": free, "Lunch": taken}


# What is no longer


@pytest.mark.parametrize(
    ("status", "told"), [("planned", "CONFIRMED"), ("held", "CONFIRMED"), ("cancelled", "CANCELLED")]
)
def test_a_cancelled_session_is_told_to_be(status, told):
    [event] = events(calendar(agenda(session("panel", "09:00-10:00", status=status))))
    assert event["STATUS"] == told


def test_without_a_session_there_are_no_parts_of_it():
    told = {event["SUMMARY"]: event["STATUS"] for event in events(calendar(nested(status="cancelled")))}
    no = "CANCELLED"
    assert told == {"Plenary": no, "Panel": no, "Talk": no, "Lunch": "CONFIRMED"}


def test_a_withdrawn_session_is_struck_out():
    published = replace(agenda(), withdrawn=[withdrawn("panel"), withdrawn("vague", None, None)])
    assert events(calendar(published)) == [
        {
            "SUMMARY": "Panel",
            "DTSTART": "20221212T090000Z",
            "DTEND": "20221212T100000Z",
            "DTSTAMP": "20221103T110000Z",
            "UID": "panel@plenary.example",
            "SEQUENCE": "4",
            "LAST-MODIFIED": "20221103T110000Z",
            "ORGANIZER": "https://plenary.example:8443//",
            "STATUS": "CANCELLED",
            "TRANSP": "TRANSPARENT",
        }
    ]


@pytest.mark.parametrize(("language", "summary"), [("en", "Cancelled session"), ("fr", "Séance annulée")])
def test_of_a_session_whose_release_was_taken_back_nothing_is_told_but_that(language, summary):
    published = replace(agenda(), withdrawn=[withdrawn("secret", code="", title={})])
    [event] = events(calendar(published, language=language))
    assert (event["SUMMARY"], event["STATUS"], event.get("URL")) == (summary, "CANCELLED", None)


@pytest.mark.parametrize(
    ("selection", "listed"),
    [({"track": "main"}, ["Talk", "Walk"]), ({"track": "youth"}, []), ({"speaker": "ada"}, ["Talk"]),
     ({"speaker": "ada", "track": "main", "session": "talk"}, ["Talk"]), ({"session": "walk"}, ["Walk"])],
)  # fmt: skip
def test_calendars_of_tracks_and_speakers_strike_out_what_they_had(selection, listed):
    talk = withdrawn("talk", track="main", speakers=["ada", "li-wei"])
    published = replace(agenda(), withdrawn=[talk, withdrawn("walk", track="main")])
    assert summaries(calendar(published, **selection)) == listed


def test_a_session_that_lost_its_times_is_struck_out_where_it_was():
    published = replace(agenda(session("panel")), withdrawn=[withdrawn("panel")])
    [event] = events(calendar(published, session="panel"))
    assert (event["STATUS"], event["DTSTART"]) == ("CANCELLED", "20221212T090000Z")


@pytest.mark.django_db
def test_a_calendar_follows_a_session_from_release_to_release():
    moved = SessionFactory(
        edition__public=True,
        edition__timezone="UTC",
        code="moved",
        starts_at="2022-12-12T09:00Z",
        ends_at="2022-12-12T10:00Z",
    )
    deleted = SessionFactory(
        edition=moved.edition, code="deleted", starts_at="2022-12-12T11:00Z", ends_at="2022-12-12T12:00Z"
    )
    guids, releases = (str(moved.guid), str(deleted.guid)), [publish_agenda(moved.edition)]
    moved.starts_at, moved.ends_at = "2022-12-12T13:00Z", "2022-12-12T14:00Z"
    moved.save()
    releases.append(publish_agenda(moved.edition))
    deleted.delete()
    releases.append(publish_agenda(moved.edition))

    def told(release):
        times = {number: TIMES[number] for number in range(1, release.version + 1)}
        found = {event["UID"]: event for event in events(calendar(from_json(release.content), times=times))}
        return [
            (event["SEQUENCE"], event["LAST-MODIFIED"], event["DTSTART"], event["STATUS"])
            for event in (found[f"{guid}@plenary.example"] for guid in guids)
        ]

    first, second, third = "20221101T093000Z", "20221102T100000Z", "20221103T110000Z"
    assert [told(release) for release in releases] == [
        [("0", first, "20221212T090000Z", "CONFIRMED"), ("0", first, "20221212T110000Z", "CONFIRMED")],
        [("1", second, "20221212T130000Z", "CONFIRMED"), ("0", first, "20221212T110000Z", "CONFIRMED")],
        [("1", second, "20221212T130000Z", "CONFIRMED"), ("1", third, "20221212T110000Z", "CANCELLED")],
    ]


# Parts of the agenda


@pytest.mark.parametrize(
    ("selection", "name", "listed"),
    [
        ({}, "Forum", ["Plenary", "Panel", "Talk", "Lunch", "Party", "Gone"]),
        ({"day": "2022-12-12"}, "Forum · 2022-12-12", ["Plenary", "Panel", "Talk", "Lunch", "Party", "Gone"]),
        ({"day": "2022-12-13"}, "Forum · 2022-12-13", []),
        ({"track": "main"}, "Forum · Plenaries", ["Plenary", "Panel", "Talk"]),
        ({"session": "panel"}, "Forum · Panel", ["Panel", "Talk"]),
        ({"session": "gone"}, "Forum", ["Gone"]),
        ({"speaker": "ada"}, "Forum · Ada King", ["Talk"]),
        ({"speaker": "ada", "session": "lunch"}, "Forum · Lunch · Ada King", []),
        ({"track": "nowhere"}, "Forum", []),
        ({"speaker": "nobody"}, "Forum", []),
    ],
)
def test_a_part_of_the_agenda_is_a_calendar_too(selection, name, listed):
    published = nested()
    published = replace(
        published,
        edition=replace(published.edition, title={"en": "Forum"}),
        sessions=[*published.sessions, session("party", "2022-12-13T00:30:00+00:00 - 2022-12-13T02:00:00+00:00")],
        withdrawn=[withdrawn("gone")],
    )
    written = calendar(published, **selection)
    assert summaries(written) == listed
    assert f"NAME:{name}" in head(written)
    assert f"X-WR-CALNAME:{name}" in head(written)


@pytest.mark.parametrize(
    ("begins", "day"),
    [
        ("2022-12-12T03:59:00+00:00", "2022-12-12"),
        ("2022-12-13T03:59:00+00:00", "2022-12-12"),
        ("2022-12-13T04:00:00+00:00", "2022-12-13"),
    ],
)
@pytest.mark.parametrize("first", ["2022-12-12", None])
def test_a_day_of_the_programme_ends_at_four_in_the_morning(begins, day, first):
    party = session("party", f"{begins} - 2022-12-13T05:00:00+00:00")
    # Where the first day is not known, four in the morning divides that one as well.
    day = "2022-12-11" if first is None and begins.startswith("2022-12-12") else day
    assert summaries(calendar(agenda(party, starts_on=first), day=day)) == ["Party"]


def test_an_empty_calendar_is_a_calendar():
    for published in (agenda(), agenda(starts_on=None, ends_on=None)):
        assert [component.name for component in Calendar.from_ical(calendar(published)).subcomponents] == ["VTIMEZONE"]


# Time


def test_times_are_those_of_the_editions_clocks_through_the_night_they_change():
    lines = unfolded(calendar(CLOCKS_GO_BACK))
    assert [line for line in lines[lines.index("END:VTIMEZONE") :] if line.startswith(("DTSTART", "DTEND"))] == [
        "DTSTART;TZID=Europe/Berlin:20221029T090000",
        "DTEND;TZID=Europe/Berlin:20221029T100000",
        "DTSTART;TZID=Europe/Berlin:20221029T230000",
        # Half past two comes twice, and so does a quarter to three.
        "DTEND:20221030T003000Z",
        "DTSTART:20221030T003000Z",
        "DTEND:20221030T014500Z",
        "DTSTART;TZID=Europe/Berlin:20221030T090000",
        "DTEND;TZID=Europe/Berlin:20221030T100000",
    ]
    assert lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE")] == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "BEGIN:DAYLIGHT",
        "DTSTART:20220327T020000",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20221030T030000",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
    ]


def told_of_the_zone(published):
    lines = unfolded(calendar(published))
    return [line[8:] for line in lines[: lines.index("END:VTIMEZONE")] if line.startswith("DTSTART:")]


@pytest.mark.parametrize(
    ("zone", "first", "last", "changes"),
    [
        ("Europe/Berlin", "2022-12-12", "2022-12-13", ["20221030T030000", "20230326T020000"]),
        ("Europe/Berlin", "2022-12-12", "2023-10-30", ["20221030T030000", "20230326T020000", "20231029T030000"]),
        # Of no days but that of the release.
        ("Europe/Berlin", None, None, ["20221030T030000", "20230326T020000"]),
        # In UTC the first day begins on the day before, ahead of the change, and the last one ends on the day after.
        ("Pacific/Auckland", "2022-09-25", "2022-09-25", ["20220403T030000", "20220925T020000"]),
        ("America/Nuuk", "2021-10-01", "2022-03-26", ["20210327T220000", "20211030T230000", "20220326T220000"]),
    ],
)
def test_the_zone_is_told_for_all_days_of_the_edition(zone, first, last, changes):
    assert told_of_the_zone(agenda(timezone=zone, starts_on=first, ends_on=last)) == changes


def test_the_zone_is_told_for_withdrawn_sessions_too():
    early = withdrawn("early", "2022-10-01T09:00:00+02:00", "2022-10-01T10:00:00+02:00")
    published = replace(agenda(timezone="Europe/Berlin"), withdrawn=[early])
    assert told_of_the_zone(published) == ["20220327T020000", "20221030T030000"]


# Text is data


def test_hostile_text_stays_text():
    """Where a reader could see a new line there is none, and it reads what was typed."""
    texts = {"title": {"en": HOSTILE}, "theme": {"en": HOSTILE}, "description": {"en": HOSTILE}}
    published = replace(
        agenda(
            session(
                "lunch",
                "12:00-13:00",
                room="hall",
                track="main",
                livestream_url=f"https://a.example/{HOSTILE}",
                **texts,
            ),
            title={"en": HOSTILE},
            forum={"en": f'"{HOSTILE}"'},
            venue={"en": HOSTILE},
        ),
        rooms=[RoomEntry("hall", {"en": HOSTILE}, None)],
        tracks=[TrackEntry("main", {"en": HOSTILE})],
    )
    written = calendar(published, source=f"https://b.example/{HOSTILE}")
    text = written.decode()
    # Not by any reader's idea of a line break.
    assert text.splitlines() == text.split("\r\n")[:-1]
    assert text.count("BEGIN:VEVENT") == text.count("\r\nEND:VEVENT") == 1
    assert "\r\nATTENDEE" not in text
    [event] = events(written)
    clean = r"Lunch\nATTENDEE:mailto:all@example.org\nEND:VEVENT\nA\nB\nC\nD"
    assert event["SUMMARY"] == clean
    assert event["LOCATION"] == rf"{clean}\, {clean}"
    assert event["CATEGORIES"] == f"{clean},Panel Discussion"
    parsed = Calendar.from_ical(written)
    assert parsed.walk("VEVENT")[0]["SUMMARY"] == clean.replace(r"\n", "\n")
    organizer = parsed.walk("VEVENT")[0]["ORGANIZER"]
    assert organizer.params["CN"] == '"Lunch ATTENDEE:mailto:all@example.org END:VEVENT A B C D"'
    address = event["CONFERENCE;FEATURE=AUDIO,VIDEO;VALUE=URI"]
    assert address == (
        "https://a.example/Lunch%0D%0AATTENDEE:mailto:all@example.org%0AEND:VEVENT%C2%85A%E2%80%A8B%0BC%1CD%00%07%7F?"
    )


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "中文" * 500,
        "🤖👩‍👩‍👧" * 100,
        "مرحبا بالعالم " * 100,
        "é,;\\" * 500,
        r"C:\New\nothing\, \; done\N",
        " leading, trailing ",
        "a\tb",
        "\\" * 500,
        "\n" * 500 + ".",
    ],
)
@pytest.mark.parametrize("offset", range(4))
def test_text_comes_back_as_it_was_typed_and_lines_are_short(text, offset):
    text = "a" * offset + text
    written = calendar(agenda(session("panel", "09:00-10:00", description={"en": text})))
    *lines, last = written.split(b"\r\n")
    assert last == b""
    assert max(map(len, lines)) <= 75
    # Each line by itself is UTF-8: none ends inside a character.
    assert "\r\n".join(line.decode() for line in lines) + "\r\n" == written.decode()
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []
    [event] = Calendar.from_ical(written).walk("VEVENT")
    assert event["DESCRIPTION"] == text


def test_equal_content_is_equal_bytes():
    assert calendar(nested()) == calendar(nested())


# Other readers


@pytest.fixture
def sample(published_sample):
    """The sample's forum of 2022 as it is published."""
    return published_sample.agendas["iaicgf-2022"]


@pytest.fixture
def khal(tmp_path):
    """A calendar program with a calendar of its own; lists what it has from a day on."""
    program = shutil.which("khal")
    if program is None:
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail("khal is not installed")
        pytest.skip("khal is not installed")
    (tmp_path / "calendar").mkdir()
    (tmp_path / "khal.conf").write_text(
        f"[calendars]\n[[agenda]]\npath = {tmp_path}/calendar\n[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\nlocal_timezone = Asia/Shanghai\ndefault_timezone = Asia/Shanghai\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )

    def run(*arguments):
        # Without what this process found for Python: Debian's program has packages of its own.
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
        command = [program, "-c", tmp_path / "khal.conf", *arguments]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert (ended.returncode, ended.stderr) == (0, "")
        return ended.stdout.splitlines()

    def listed(written, first, days):
        (tmp_path / "agenda.ics").write_bytes(written)
        run("import", "--batch", "--include-calendar", "agenda", str(tmp_path / "agenda.ics"))
        form = "{start-long}-{end-time} {status}{title} ({location})"
        return run("list", "--day-format", "", "--format", form, first, days)

    return listed


@pytest.mark.django_db
def test_nobody_is_named_where_the_sample_names_nobody(sample):
    told = "".join(unfolded(calendar(sample, session="thematic-2")))
    assert told.count("BEGIN:VEVENT") == 3
    assert [person["name"] for person in sample["speakers"] if person["name"] in told] == []


def read_by_ics(written):
    """An independent reader: https://pypi.org/project/ics/."""
    events = ics.Calendar(written.decode()).events
    return {event.uid: (event.name, event.begin.datetime, event.end.datetime) for event in events}


def read_by_vobject(written):
    """An independent reader: https://pypi.org/project/vobject/."""
    events = vobject.readOne(written.decode()).vevent_list
    return {event.uid.value: (event.summary.value, event.dtstart.value, event.dtend.value) for event in events}


@pytest.mark.django_db
@pytest.mark.parametrize("read", [read_by_ics, read_by_vobject])
def test_others_read_the_sample(sample, read):
    written = calendar(sample)
    told = {
        f"{entry['guid']}@plenary.example": tuple(
            datetime.fromisoformat(entry[key]) for key in ("starts_at", "ends_at")
        )
        for entry in walk(sample["sessions"])
        if entry["starts_at"]
    }
    found = read(written)
    assert {uid: (begins, ends) for uid, (_, begins, ends) in found.items()} == told
    assert sorted(name for name, _, _ in found.values()) == sorted(
        str(event["SUMMARY"]) for event in Calendar.from_ical(written).walk("VEVENT")
    )


@pytest.mark.parametrize("read", [read_by_ics, read_by_vobject])
def test_others_know_the_hour_in_the_night_the_clocks_change(read):
    found = sorted(read(calendar(CLOCKS_GO_BACK)).values(), key=lambda event: event[1])
    assert [
        (name, f"{begins.astimezone(UTC):%d %H:%M}", f"{ends.astimezone(UTC):%d %H:%M}") for name, begins, ends in found
    ] == [
        ("Before", "29 07:00", "29 08:00"),
        ("Party", "29 21:00", "30 00:30"),
        ("Again", "30 00:30", "30 01:45"),
        ("After", "30 08:00", "30 09:00"),
    ]


@pytest.mark.django_db
def test_khal_reads_the_sample(sample, khal):
    assert khal(calendar(sample), "2022-12-09", "2d") == [
        "2022-12-09 09:00-10:00 CONFIRMED Opening Remarks (Main Channel)",
        "2022-12-09 10:15-12:00 CONFIRMED Main Plenary I (Main Channel)",
        "2022-12-09 14:00-15:45 CONFIRMED Main Plenary II (Main Channel)",
        "2022-12-09 16:00-19:00 CONFIRMED Main Plenary III (Main Channel)",
        "2022-12-09 17:15-18:10 CONFIRMED Panel Discussion I (Main Channel)",
        "2022-12-09 18:10-19:00 CONFIRMED Panel Discussion II (Main Channel)",
        "2022-12-10 09:00-10:00 CONFIRMED Understanding the Impact of AI on Strategic Stability in Asia (Channel B)",
        "2022-12-10 09:00-11:00 CONFIRMED Thematic Session 1: AI Industrial Development and Governance (Channel A)",
        "2022-12-10 09:00-11:00 CONFIRMED Thematic Session 2: AI and Regional Security in Asia (Channel B)",
        "2022-12-10 10:00-11:00 CONFIRMED Developing Regional Frameworks to Mitigate AI Risks (Channel B)",
        "2022-12-10 11:15-12:45 CONFIRMED Thematic Session 3: AI and the Workplace of the Future (Channel A)",
        "2022-12-10 11:15-12:45 CONFIRMED Thematic Session 4: Battling Gender Discrimination in AI (Channel B)",
        "2022-12-10 14:00-15:45 CONFIRMED Thematic Session 5: The Standardization of AI Ethics Use Cases (Channel A)",
        "2022-12-10 14:00-16:00 CONFIRMED Thematic Session 6: Cross-cultural AI Ethics and Governance (Channel B)",
        "2022-12-10 16:15-17:45 CONFIRMED Thematic Session 7: AI for Developing Countries (Channel A)",
    ]


def test_khal_moves_and_strikes_out_what_it_has(khal):
    first = stamp(agenda(session("moved", "09:00-10:00"), session("deleted", "11:00-12:00")).tree, None, 1)
    second = stamp(agenda(session("moved", "13:00-14:00")).tree, first, 2)
    # Shown by the clocks of Shanghai.
    assert khal(calendar(first), "2022-12-12", "2d") == [
        "2022-12-12 17:00-18:00 CONFIRMED Moved ()",
        "2022-12-12 19:00-20:00 CONFIRMED Deleted ()",
    ]
    assert khal(calendar(second), "2022-12-12", "2d") == [
        "2022-12-12 19:00-20:00 CANCELLED Deleted ()",
        "2022-12-12 21:00-22:00 CONFIRMED Moved ()",
    ]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "X-Nowhere"])
def test_khal_knows_the_hour_in_the_night_the_clocks_change(khal, zone):
    """By what the calendar tells of its zone alone, where khal does not know the zone by its name."""
    written = calendar(CLOCKS_GO_BACK).replace(b"Europe/Berlin", zone.encode())
    assert khal(written, "2022-10-29", "3d") == [
        "2022-10-29 15:00-16:00 CONFIRMED Before ()",
        "2022-10-30 05:00-08:30 CONFIRMED Party ()",
        "2022-10-30 08:30-09:45 CONFIRMED Again ()",
        "2022-10-30 16:00-17:00 CONFIRMED After ()",
    ]
