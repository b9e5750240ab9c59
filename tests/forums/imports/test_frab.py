"""schedule.xml and schedule.json, as they are and not as the schemas want them."""

import json

import pytest

from .readings import event, one, read, refusal, schedule_xml, when


def schedule_json(*events, **day):
    day = {"index": 1, "date": "2026-06-01", "rooms": {"Hall": list(events)}} | day
    return json.dumps({"schedule": {"conference": {"days": [day]}}})


def test_an_event_is_read():
    entry = one(
        schedule_xml(
            event(
                guid="29aecfd7-2e44-4f49-ab86-29b5e0877325",
                number="7",
                subtitle="A theme",
                track="AI",
                type="lecture",
                language="en",
                abstract="&lt;p&gt;Short.&lt;/p&gt;",
                description="Long.",
            )
        )
    )
    assert (entry.place, entry.guid) == ("event 7", "29aecfd7-2e44-4f49-ab86-29b5e0877325")
    assert when(entry) == ("06-01 10:00", "06-01 10:45")
    assert {name: entry.said[name] for name in ("theme", "track", "kind", "room", "description", "first_language")} == {
        "theme": "A theme",
        "track": "AI",
        "kind": "seminar",
        "room": "Hall",
        "description": "Short.\n\nLong.",
        "first_language": "en",
    }


@pytest.mark.parametrize(
    ("texts", "times"),
    [
        ({"date": "2026-06-01T10:00:00+08:00"}, ("06-01 10:00", "06-01 10:45")),
        ({"date": "2026-06-01T02:00:00Z"}, ("06-01 10:00", "06-01 10:45")),
        ({"date": "2026-06-01T02:00:00+00:00", "duration": "1:00:00"}, ("06-01 10:00", "06-01 11:00")),
        ({"date": "2026-06-01T10:00:00"}, ("06-01 10:00", "06-01 10:45")),
        ({"start": "02:00"}, ("06-02 02:00", "06-02 02:45")),
        ({"duration": "45 Minuten"}, ("06-01 10:00", "06-01 10:45")),
        ({"duration": "", "end": "11:00"}, ("06-01 10:00", "06-01 11:00")),
    ],
)
def test_times_are_understood(texts, times):
    entry = one(schedule_xml(event(**texts)))
    assert when(entry) == times
    assert entry.remarks == ()


def test_a_start_that_contradicts_the_date_is_told():
    entry = one(schedule_xml(event(date="2026-06-01T10:00:00+08:00", start="12:00")))
    assert when(entry)[0] == "06-01 10:00"
    assert entry.remarks == ("Its date says 10:00 (Asia/Shanghai), its start another time; the date is followed.",)


def test_the_clocks_are_those_of_the_file_if_it_has_any():
    text = schedule_xml(event(), conference="<time_zone_name>Europe/Berlin</time_zone_name>")
    assert when(one(text)) == ("06-01 16:00", "06-01 16:45")
    reading = read(schedule_xml(event(), conference="<time_zone_name>Mars/Crater</time_zone_name>"))
    assert reading.notes == ["“Mars/Crater” is no time zone known here; times without one are read in Asia/Shanghai."]


def test_a_day_may_have_a_number_only():
    assert when(one(schedule_xml(event(), day='index="2"')))[0] == "06-02 10:00"


def test_a_day_ends_when_the_file_says():
    day = 'date="2026-06-01" start="2026-06-01T07:00:00+08:00"'
    assert when(one(schedule_xml(event(start="06:30"), day=day)))[0] == "06-02 06:30"


def test_a_room_may_have_no_name():
    assert "room" not in one(schedule_xml(event(), room="")).said
    assert one(schedule_xml(event(room="Annex"), room="")).said["room"] == "Annex"


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ({"title": ""}, "It has no title; give it one where the file comes from."),
        ({"duration": ""}, "It has a start but no duration; give it one where the file comes from."),
        ({"duration": "00:00"}, "It lasts no time at all; give it a duration where the file comes from."),
        ({"duration": "long"}, "“long” is not a length of time; write one like 1:30 or 90 min."),
        (
            {"date": "2026-06-31T10:00"},
            "“2026-06-31T10:00” is not a date with a time; write one like 2026-12-31T09:30.",
        ),
    ],
)
def test_a_bad_event_is_refused_with_the_reason(texts, reason):
    assert refusal(schedule_xml(event(**texts))) == reason


def test_persons_are_once_each():
    persons = '<person id="1" guid="g">Ada</person><person id="1" guid="g">Ada</person><person>Grace</person><person/>'
    entry = one(schedule_xml(event(persons=persons)))
    assert [(it.name, it.guid, it.group) for it in entry.mentions] == [("Ada", "g", ""), ("Grace", "", "")]


def test_json_says_the_same():
    talk = {
        "id": 7,
        "guid": "abc",
        "title": "Talk",
        "date": "2026-06-01T10:00:00+08:00",
        "start": "10:00",
        "duration": "00:45",
        "track": {"en": "AI"},
        "recording": {"url": "https://x.test/v", "license": "CC"},
        "persons": [
            {"public_name": "Ada", "biography": "<p>Born.</p>", "links": [{"url": "https://ada.test"}]},
            {"name": "Grace", "roles": ["onsite-moderator"]},
            "Alan",
        ],
    }
    entry = one(schedule_json(talk))
    assert when(entry) == ("06-01 10:00", "06-01 10:45")
    assert (entry.said["track"], entry.said["recording_url"]) == ("AI", "https://x.test/v")
    assert [(it.name, it.group, it.bio, it.links) for it in entry.mentions] == [
        ("Ada", "", "Born.", ("https://ada.test",)),
        ("Grace", "moderators", "", ()),
        ("Alan", "", "", ()),
    ]


@pytest.mark.parametrize(
    "rooms",
    [
        {"Hall": [{"title": "Talk", "start": "10:00", "duration": 45}]},
        [{"name": "Hall", "events": [{"title": "Talk", "start": "10:00", "duration": "45"}]}],
    ],
)
def test_rooms_are_a_mapping_or_a_list(rooms):
    entry = one(schedule_json(rooms=rooms))
    assert (entry.said["room"], *when(entry)) == ("Hall", "06-01 10:00", "06-01 10:45")


def test_capacities_come_with_the_rooms():
    conference = {"rooms": [{"name": "Hall", "capacity": 80}, {"name": "Annex", "capacity": "many"}], "days": []}
    conference["days"] = [{"index": 1, "rooms": {"Hall": [{"title": "Talk"}]}}]
    assert read(json.dumps({"conference": conference})).capacities == {"hall": 80}


@pytest.mark.parametrize(
    "junk", [{"days": [None, 5, "x"]}, {"days": {"a": {"rooms": 7}}}, {"days": [{"rooms": {"A": [None, 3, []]}}]}]
)
def test_json_of_any_shape_is_no_server_error(junk):
    with pytest.raises(Exception, match="no session in the file"):
        read(json.dumps(junk))
