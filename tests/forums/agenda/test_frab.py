"""schedule.xml and schedule.json: what they say word for word, and that schemas and another reader take them."""

import io
import json
import os
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import xmlschema
from schedule_convert.importers.frab_xml import FrabXmlImporter

from forums.agenda.content import OrganizationEntry, RoomEntry, SpeakerEntry, TrackEntry
from forums.agenda.frab import schedule_json, schedule_xml
from forums.languages import CODES

from .entries import agenda, session, speaker

SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "schemas"
GUID = "00000000-0000-0000-0000-{:012}"
TALK = session(
    "talk",
    "2022-12-12T23:30:00+08:00 - 2022-12-13T00:45:00+08:00",
    guid=GUID.format(1),
    kind="thematic-session",
    title={"en": "<AI> & “Work”", "zh-hans": "人工智能"},
    theme={"en": "The Workplace"},
    description={"en": "First.\n\nSecond."},
    room="hall",
    track="work",
    floor_languages=["zh-hans"],
    recording_url="https://video.example/?a=1&b=2",
    credits=[replace(speaker("ana"), name="Ana")],
)
BREAK = session(
    "tea",
    "2022-12-12T15:00:00+08:00 - 2022-12-12T15:20:00+08:00",
    guid=GUID.format(2),
    kind="break",
    title={"en": "Tea"},
    all_rooms=True,
)
ANA = SpeakerEntry(
    slug="ana", guid=GUID.format(3), name="Ana", sort_name="Ana", native_name="", titles={"en": ["Minister"]},
    organization=OrganizationEntry("mot", {"en": "Ministry"}, ""), country="", bio={"en": "Born."}, links=[],
    featured=None,
)  # fmt: skip
AGENDA = replace(
    agenda(
        TALK, BREAK, slug="forum-2022", forum_slug="forum", title={"en": "Forum 2022"}, theme={"en": "Things"},
        timezone="Asia/Shanghai", ends_on="2022-12-12",
    ),
    rooms=[RoomEntry("hall", {"en": "Hall"}, 200)],
    tracks=[TrackEntry("work", {"en": "Work"}), TrackEntry("2nd", {"en": "Second"})],
    speakers=[ANA],
)  # fmt: skip


def rendered(render, published, language="en"):
    times = {1: datetime(2022, 11, 1, 9, tzinfo=UTC), 2: datetime(2022, 11, 2, 9, tzinfo=UTC)}
    tree = published if isinstance(published, dict) else json.loads(published.to_json())
    return render(tree, times=times, language=language, site="https://plenary.example", known=frozenset(CODES))


def as_xml(published, language="en"):
    return ET.fromstring(rendered(schedule_xml, published, language))


def as_json(published, language="en"):
    return json.loads(rendered(schedule_json, published, language))


def schema(name):
    path = SCHEMAS / name
    if not path.exists():
        if os.environ.get("REQUIRE_SERVICES") == "1":
            pytest.fail(f"{path} is missing")
        pytest.skip(f"{path} is missing")
    return path


@pytest.fixture
def xml_schema():
    return xmlschema.XMLSchema(schema("schedule.xml.xsd"))


@pytest.fixture
def json_schema():
    contents = json.loads(schema("schedule-v1.schema.json").read_text())
    return jsonschema.Draft6Validator(contents, format_checker=jsonschema.FormatChecker())


@pytest.fixture
def sample(published_sample):
    """The sample's agendas, by edition."""
    return published_sample.agendas


def test_xml_says_this():
    assert (
        rendered(schedule_xml, AGENDA).decode()
        == """\
<?xml version='1.0' encoding='utf-8'?>
<schedule>
  <generator name="Plenary" system="plenary.example" />
  <url>https://plenary.example/api/v1/editions/forum-2022/schedule.xml?lang=en</url>
  <version>2 (2022-11-02)</version>
  <conference>
    <acronym>forum_2022</acronym>
    <title>Forum 2022</title>
    <start>2022-12-12</start>
    <end>2022-12-12</end>
    <timeslot_duration>00:05</timeslot_duration>
    <url>https://plenary.example/forum/forum-2022/</url>
    <days>1</days>
    <base_url>https://plenary.example/forum/forum-2022/</base_url>
    <time_zone_name>Asia/Shanghai</time_zone_name>
    <track name="Work" slug="work" />
    <track name="Second" />
  </conference>
  <day index="1" date="2022-12-12" start="2022-12-12T04:00:00+08:00" end="2022-12-13T04:00:00+08:00">
    <room name="All rooms" guid="692a79ad-e119-56ee-9892-cf0fcb92cfed">
      <event id="3" guid="00000000-0000-0000-0000-000000000002">
        <date>2022-12-12T15:00:00+08:00</date>
        <start>15:00</start>
        <room>All rooms</room>
        <slug>forum_2022-tea-0003</slug>
        <url>https://plenary.example/forum/forum-2022/sessions/tea/</url>
        <title>Tea</title>
        <subtitle />
        <track />
        <type>Break</type>
        <language />
        <abstract />
        <description />
        <duration>00:20</duration>
        <recording>
          <license />
          <optout>false</optout>
        </recording>
        <persons />
        <links />
        <attachments />
      </event>
    </room>
    <room name="Hall" guid="9767e1e7-256c-575e-9eb6-e7035c73e553">
      <event id="2" guid="00000000-0000-0000-0000-000000000001">
        <date>2022-12-12T23:30:00+08:00</date>
        <start>23:30</start>
        <room>Hall</room>
        <slug>forum_2022-talk-0002</slug>
        <url>https://plenary.example/forum/forum-2022/sessions/talk/</url>
        <title>&lt;AI&gt; &amp; “Work”</title>
        <subtitle>The Workplace</subtitle>
        <track>Work</track>
        <type>Thematic Session</type>
        <language>zh-Hans</language>
        <abstract>First.

Second.</abstract>
        <description>Panelist: Ana, Minister</description>
        <duration>01:15</duration>
        <recording>
          <license />
          <optout>false</optout>
          <url>https://video.example/?a=1&amp;b=2</url>
        </recording>
        <persons>
          <person id="4" guid="00000000-0000-0000-0000-000000000003">Ana</person>
        </persons>
        <links>
          <link href="https://video.example/?a=1&amp;b=2" type="media">Recording</link>
        </links>
        <attachments />
      </event>
    </room>
  </day>
</schedule>"""
    )


def test_json_says_this():
    hall, everywhere = "9767e1e7-256c-575e-9eb6-e7035c73e553", "692a79ad-e119-56ee-9892-cf0fcb92cfed"
    video = "https://video.example/?a=1&b=2"
    assert as_json(AGENDA) == {
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "Plenary", "url": "https://plenary.example"},
        "schedule": {
            "version": "2 (2022-11-02)",
            "base_url": "https://plenary.example/forum/forum-2022/",
            "conference": {
                "acronym": "forum_2022",
                "title": "Forum 2022",
                "description": "Things",
                "start": "2022-12-12",
                "end": "2022-12-12",
                "daysCount": 1,
                "timeslot_duration": "00:05",
                "time_zone_name": "Asia/Shanghai",
                "url": "https://plenary.example/forum/forum-2022/",
                "tracks": [{"name": "Work", "slug": "work"}, {"name": "Second"}],
                "rooms": [
                    {"name": "All rooms", "guid": everywhere, "capacity": None},
                    {"name": "Hall", "slug": "hall", "guid": hall, "capacity": 200},
                ],
                "days": [
                    {
                        "index": 1,
                        "date": "2022-12-12",
                        "day_start": "2022-12-12T04:00:00+08:00",
                        "day_end": "2022-12-13T04:00:00+08:00",
                        "rooms": {
                            "All rooms": [
                                {
                                    "id": 3,
                                    "guid": "00000000-0000-0000-0000-000000000002",
                                    "date": "2022-12-12T15:00:00+08:00",
                                    "start": "15:00",
                                    "end": "2022-12-12T15:20:00+08:00",
                                    "duration": "00:20",
                                    "room": "All rooms",
                                    "slug": "forum_2022-tea-0003",
                                    "url": "https://plenary.example/forum/forum-2022/sessions/tea/",
                                    "title": "Tea",
                                    "subtitle": "",
                                    "track": "",
                                    "type": "Break",
                                    "language": None,
                                    "abstract": "",
                                    "description": "",
                                    "do_not_record": False,
                                    "persons": [],
                                    "links": [],
                                    "attachments": [],
                                }
                            ],
                            "Hall": [
                                {
                                    "id": 2,
                                    "guid": "00000000-0000-0000-0000-000000000001",
                                    "date": "2022-12-12T23:30:00+08:00",
                                    "start": "23:30",
                                    "end": "2022-12-13T00:45:00+08:00",
                                    "duration": "01:15",
                                    "room": "Hall",
                                    "slug": "forum_2022-talk-0002",
                                    "url": "https://plenary.example/forum/forum-2022/sessions/talk/",
                                    "title": "<AI> & “Work”",
                                    "subtitle": "The Workplace",
                                    "track": "Work",
                                    "type": "Thematic Session",
                                    "language": "zh-Hans",
                                    "abstract": "First.\n\nSecond.",
                                    "description": "Panelist: Ana, Minister",
                                    "do_not_record": False,
                                    "persons": [
                                        {
                                            "id": 4,
                                            "guid": "00000000-0000-0000-0000-000000000003",
                                            "name": "Ana",
                                            "url": "https://plenary.example/forum/forum-2022/speakers/ana/",
                                            "biography": "Born.",
                                            "links": [],
                                            "titles": ["Minister"],
                                            "roles": ["panelist"],
                                        }
                                    ],
                                    "links": [{"url": video, "type": "media", "title": "Recording"}],
                                    "attachments": [],
                                }
                            ],
                        },
                    }
                ],
            },
        },
    }


@pytest.mark.parametrize("render", [schedule_xml, schedule_json])
def test_text_is_read_in_the_language_asked_for(render):
    told = rendered(render, AGENDA, "zh-hans").decode()
    assert [word in told for word in ("人工智能", "AI", "所有会场", "All rooms", "录像", "Recording")] == [
        True,
        False,
    ] * 3


def test_xml_names_the_address_of_its_own_language():
    assert as_xml(AGENDA, "zh-hans").findtext("url") == (
        "https://plenary.example/api/v1/editions/forum-2022/schedule.xml?lang=zh-hans"
    )


@pytest.mark.parametrize(
    ("ends_at", "in_xml", "in_json"),
    [
        ("2022-12-12T09:00:00+00:00", "00:00", "00:00"),
        ("2022-12-12T09:05:59+00:00", "00:05", "00:05"),
        ("2022-12-13T10:00:00+00:00", "25:00", "25:00"),
        ("2022-12-16T12:59:00+00:00", "99:59", "99:59"),
        ("2022-12-16T13:00:00+00:00", "4:04:00", "100:00"),
    ],
)
def test_duration_is_hours_and_minutes(ends_at, in_xml, in_json, xml_schema, json_schema):
    published = agenda(session("long", f"2022-12-12T09:00:00+00:00 - {ends_at}", guid=GUID.format(1)), slug="forum")
    told = as_json(published)["schedule"]["conference"]["days"][0]["rooms"]["Room not stated"][0]
    assert (as_xml(published).findtext(".//duration"), told["duration"]) == (in_xml, in_json)
    assert errors(xml_schema, json_schema, published) == ([], [])


def test_chatham_house_is_not_to_be_recorded():
    published = agenda(session("talk", "09:00-10:00", guid=GUID.format(1), attribution="chatham-house"))
    told = as_json(published)["schedule"]["conference"]["days"][0]["rooms"]["Room not stated"][0]
    assert (as_xml(published).findtext(".//optout"), told["do_not_record"]) == ("true", True)


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("UTC", "UTC"),
        ("Etc/UTC", "Etc/UTC"),
        ("America/Port-au-Prince", "America/Port-au-Prince"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Etc/GMT+3", None),
        ("US/Eastern", None),
    ],
)
def test_time_zone_is_named_where_the_json_schema_takes_it(zone, told, json_schema, xml_schema):
    published = agenda(slug="forum", timezone=zone)
    conference = as_json(published)["schedule"]["conference"]
    assert (conference.get("time_zone_name"), as_xml(published).findtext(".//time_zone_name")) == (told, zone)
    assert errors(xml_schema, json_schema, published) == ([], [])


def errors(xml_schema, json_schema, published, language="en"):
    found = [str(error.reason) for error in xml_schema.iter_errors(as_xml(published, language))]
    return found, [error.message for error in json_schema.iter_errors(as_json(published, language))]


def test_smallest_agenda_is_valid(xml_schema, json_schema):
    published = agenda(session("a", guid=GUID.format(1)), slug="x", starts_on=None, ends_on=None)
    assert errors(xml_schema, json_schema, published) == ([], [])


@pytest.mark.parametrize("key", ["a", "A1", "a_", "_a", "a-", "2022", "hall-1"])
def test_keys_of_every_kind_are_valid(key, xml_schema, json_schema):
    talk = session(key, "09:00-10:00", guid=GUID.format(1), room=key, track=key)
    published = replace(agenda(talk, slug=key), rooms=[RoomEntry(key, {}, None)], tracks=[TrackEntry(key, {})])
    assert errors(xml_schema, json_schema, published) == ([], [])


def test_hostile_text_is_valid_and_comes_back(xml_schema, json_schema):
    title = "]]><!--\"'&amp;=cmd\x00\x1b\ud800\ufffe\r\n\t\u2028\U0001f4a1"
    hall = RoomEntry("hall", {"en": title}, None)
    talk = session("talk", "09:00-10:00", guid=GUID.format(1), title={"en": title}, room="hall")
    tree = asdict(replace(agenda(talk, slug="forum"), rooms=[hall]))
    clean = "]]><!--\"'&amp;=cmd\n\t\u2028\U0001f4a1"
    told = as_json(tree)["schedule"]["conference"]["days"][0]["rooms"]
    root = as_xml(tree)
    assert [root.findtext(".//event/title"), root.find(".//day/room").get("name")] == [clean, clean]
    assert {name: [event["title"] for event in events] for name, events in told.items()} == {clean: [clean]}
    assert errors(xml_schema, json_schema, tree) == ([], [])


@pytest.mark.django_db
@pytest.mark.parametrize("language", CODES)
def test_sample_is_valid_in_every_language(sample, language, xml_schema, json_schema):
    assert {slug: errors(xml_schema, json_schema, tree, language) for slug, tree in sample.items()} == {
        slug: ([], []) for slug in ("iaicgf-2021", "iaicgf-2022", "igf-2021", "wic-sc-ai-2025-06")
    }


@pytest.mark.django_db
def test_sample_is_whole(sample):
    tree = sample["iaicgf-2022"]
    timed = {entry["guid"] for entry in walk(tree["sessions"]) if entry["starts_at"]}
    days = as_json(tree)["schedule"]["conference"]["days"]
    told = [event["guid"] for day in days for events in day["rooms"].values() for event in events]
    events = as_xml(tree).findall("day/room/event")
    assert (sorted(told), [event.get("guid") for event in events]) == (sorted(timed), told)


def walk(sessions):
    return [entry for one in sessions for entry in (one, *walk(one["parts"]))]


@pytest.mark.django_db
@pytest.mark.parametrize("render", [schedule_xml, schedule_json])
def test_same_release_gives_the_same_bytes(sample, render):
    tree = sample["iaicgf-2022"]
    assert rendered(render, tree) == rendered(render, json.loads(json.dumps(tree)))


def test_schedule_convert_reads_it():
    """An independent reader: https://pypi.org/project/schedule-convert/."""
    told = rendered(schedule_xml, AGENDA)
    importer = FrabXmlImporter()
    assert importer.check(told.decode())
    conference = importer.parse(io.BytesIO(told))
    conference.prepare()
    assert (conference.title, conference.slug, conference.url) == (
        "Forum 2022",
        "forum_2022",
        "https://plenary.example/forum/forum-2022/",
    )
    read = [
        (str(event.guid), event.title, event.room.name, f"{event.start:%Y-%m-%d %H:%M}", event.duration, event.track)
        for event in conference.events
    ]
    assert read == [
        (GUID.format(2), "Tea", "All rooms", "2022-12-12 15:00", 20, None),
        (GUID.format(1), "<AI> & “Work”", "Hall", "2022-12-12 23:30", 75, "Work"),
    ]
    assert [speaker.name for event in conference.events for speaker in event.speakers] == ["Ana"]


@pytest.mark.django_db
def test_schedule_convert_reads_the_sample(sample):
    conference = FrabXmlImporter().parse(io.BytesIO(rendered(schedule_xml, sample["iaicgf-2022"])))
    conference.prepare()
    days = as_json(sample["iaicgf-2022"])["schedule"]["conference"]["days"]
    told = [event for day in days for events in day["rooms"].values() for event in events]
    assert [(event.title, [speaker.name for speaker in event.speakers]) for event in conference.events] == [
        (event["title"], [person["name"] for person in event["persons"]]) for event in told
    ]


@pytest.fixture
def c3voc(monkeypatch):
    """An independent reader, of schedule.json: https://pypi.org/project/c3voc-schedule-tools/."""
    # It loads Git along, which not every machine has.
    monkeypatch.setenv("GIT_PYTHON_REFRESH", "quiet")
    import voc

    def read(told):
        schedule, events = voc.Schedule(json=json.loads(told)), []
        schedule.foreach_event(events.append)
        return schedule, events

    return read


def test_c3voc_s_own_tools_read_it(c3voc):
    schedule, events = c3voc(rendered(schedule_json, AGENDA))
    assert (schedule.version(), schedule.conference("title"), len(schedule.days())) == (
        "2 (2022-11-02)",
        "Forum 2022",
        1,
    )
    read = [(event["guid"], event["title"], event["room"], str(event.start), event["duration"]) for event in events]
    assert read == [
        (GUID.format(2), "Tea", "All rooms", "2022-12-12 15:00:00+08:00", "00:20"),
        (GUID.format(1), "<AI> & “Work”", "Hall", "2022-12-12 23:30:00+08:00", "01:15"),
    ]


@pytest.mark.django_db
def test_c3voc_s_own_tools_make_of_our_json_what_is_in_our_xml(sample, c3voc):
    schedule, events = c3voc(rendered(schedule_json, sample["iaicgf-2022"]))
    theirs = ET.fromstring(schedule.xml())
    ours = ET.fromstring(rendered(schedule_xml, sample["iaicgf-2022"]))
    said = ("date", "start", "duration", "room", "slug", "title", "subtitle", "track", "type", "abstract")
    told, written = (
        [(event.get("guid"), *(event.findtext(name) or "" for name in said)) for event in root.iter("event")]
        for root in (theirs, ours)
    )
    assert len(events) == len(told)
    assert told == written
