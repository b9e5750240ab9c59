"""The agenda as linked data: what search engines are told of an edition and of a session."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from forums.agenda.content import PartnerEntry, RoomEntry, TrackEntry
from forums.agenda.jsonld import agenda_jsonld
from forums.languages import CODES

from .entries import agenda, organization, person, seat, session, speaker

ADDRESS = "https://plenary.example/forum/forum-2022/"
MINISTRY = organization("ministry", "Ministry of Things", "MoT")
UNION = organization("union", "Union", "Union")
SERIES = {
    "@type": "EventSeries",
    "@id": "https://plenary.example/forum/#series",
    "name": "The Forum",
    "url": "https://plenary.example/forum/",
}
ADDRESS_OF_VENUE = {"@type": "PostalAddress", "addressLocality": "Beijing", "addressCountry": "CN"}
VENUE = {"@type": "Place", "name": "Congress Centre", "address": ADDRESS_OF_VENUE}
ONLINE = {"@type": "VirtualLocation", "url": ADDRESS}


def forum(*sessions, **values):
    """The agenda of a forum in Beijing, onsite unless told otherwise."""
    header = {
        "forum_slug": "forum",
        "slug": "forum-2022",
        "forum": {"en": "The Forum"},
        "title": {"en": "Forum 2022", "fr": "Forum de 2022"},
        "venue": {"en": "Congress Centre"},
        "city": {"en": "Beijing"},
        "country": "CN",
        "format": "onsite",
    }
    return replace(
        agenda(*sessions, **header | values),
        rooms=[RoomEntry("hall", {"en": "Hall"}, 300), RoomEntry("salon", {"en": "Salon"}, None)],
        tracks=[TrackEntry("main", {"en": "Plenaries"})],
        speakers=[
            person(
                "ada",
                "Ada Lovelace",
                guid="1815",
                native_name="阿达",
                titles={"en": ["director of Engines", "fellow"]},
                organization=MINISTRY,
                links=["https://ada.example", "javascript:alert(1)", "ftp://ada.example"],
            ),
            person("ben", "Ben"),
            person("cy", "Cy"),
        ],
    )


def written(published, *, language="en", **selection):
    tree = published if isinstance(published, dict) else json.loads(published.to_json())
    return agenda_jsonld(tree, language=language, site="https://plenary.example", known=frozenset(CODES), **selection)


def edition(*sessions, **values):
    """What is said of an edition with these sessions."""
    return json.loads(written(forum(*sessions, **values)))


def event(entry, **values):
    """What is said of a session in an edition."""
    [found] = edition(entry, **values)["subEvent"]
    return found


def test_an_edition_is_an_event_of_a_series():
    assert edition(languages=["en", "zh-hans"], theme={"en": "Bridges"}) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": "https://plenary.example/forum/forum-2022/#event",
        "name": "Forum 2022",
        "url": ADDRESS,
        "startDate": "2022-12-12",
        "endDate": "2022-12-13",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": VENUE,
        "inLanguage": ["en", "zh-Hans"],
        "about": [{"@type": "Thing", "name": "Bridges"}],
        "superEvent": SERIES,
    }


def test_a_session_is_an_event_with_its_parts():
    panel = session("panel", "2022-12-12T10:00:00+08:00 - 2022-12-12T10:30:00+08:00", guid="2")
    plenary = session(
        "plenary",
        "2022-12-12T09:00:00+08:00 - 2022-12-12T10:30:00+08:00",
        panel,
        guid="1",
        theme={"en": "Trust"},
        description={"en": "On trust.\n\nAnd on more."},
        track="main",
        room="hall",
        floor_languages=["zh-hans", "en"],
        interpretation_languages=["en", "fr"],
        recording_url="https://video.example/1",
        sdgs=[4, 17],
        organizers=[MINISTRY],
        credits=[speaker("ben")],
    )
    hall = {
        "@type": "Place",
        "name": "Hall",
        "address": ADDRESS_OF_VENUE,
        "containedInPlace": VENUE,
        "maximumAttendeeCapacity": 300,
    }
    common = {
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": hall,
        "inLanguage": ["zh-Hans", "en", "fr"],
    }
    assert event(plenary) == common | {
        "@type": "Event",
        "keywords": ["Panel Discussion", "Plenaries"],
        "@id": "urn:uuid:1",
        "name": "Plenary",
        "url": f"{ADDRESS}sessions/plenary/",
        "description": "On trust.\n\nAnd on more.",
        "startDate": "2022-12-12T09:00:00+08:00",
        "endDate": "2022-12-12T10:30:00+08:00",
        "about": [
            {"@type": "Thing", "name": "Trust"},
            {"@type": "Thing", "@id": "http://metadata.un.org/sdg/4", "name": "SDG 4"},
            {"@type": "Thing", "@id": "http://metadata.un.org/sdg/17", "name": "SDG 17"},
        ],
        "organizer": [{"@type": "Organization", "name": "Ministry of Things", "alternateName": "MoT"}],
        "performer": [
            {"@type": "Person", "@id": "urn:uuid:ben", "name": "Ben", "url": f"{ADDRESS}speakers/ben/"},
        ],
        "recordedIn": {"@type": "CreativeWork", "url": "https://video.example/1"},
        "subEvent": [
            common
            | {
                "@type": "Event",
                "@id": "urn:uuid:2",
                "name": "Panel",
                "keywords": ["Panel Discussion", "Plenaries"],
                "url": f"{ADDRESS}sessions/panel/",
                "startDate": "2022-12-12T10:00:00+08:00",
                "endDate": "2022-12-12T10:30:00+08:00",
            }
        ],
    }


def test_a_break_is_an_event_without_a_time_too():
    lunch = event(session("lunch", kind="break", all_rooms=True))
    assert (lunch["name"], lunch["location"], "startDate" in lunch, "endDate" in lunch) == (
        "Lunch", VENUE, False, False,
    )  # fmt: skip


def test_one_session_says_what_it_is_part_of():
    plenary = session("plenary", "", session("panel", "", session("part", guid="3"), guid="2"), guid="1")
    published = forum(plenary)
    whole = json.loads(written(published))
    above = {"@type": "Event", "@id": f"{ADDRESS}#event", "name": "Forum 2022", "url": ADDRESS, "superEvent": SERIES}
    [of_plenary] = whole["subEvent"]
    [of_panel] = of_plenary["subEvent"]
    context = {"@context": "https://schema.org"}
    assert json.loads(written(published, session="plenary")) == context | of_plenary | {"superEvent": above}
    url = f"{ADDRESS}sessions/plenary/"
    above = {"@type": "Event", "@id": "urn:uuid:1", "name": "Plenary", "url": url, "superEvent": above}
    assert json.loads(written(published, session="panel")) == context | of_panel | {"superEvent": above}


def test_a_session_that_there_is_not_is_an_error():
    with pytest.raises(LookupError, match="gala"):
        written(forum(session("lunch")), session="gala")


def test_partners_are_told_by_their_roles():
    roles = [
        "host", "organizer", "co-organizer", "international-supporting", "supporting", "partner", "media", "sponsor",
    ]  # fmt: skip
    partners = [PartnerEntry(organization(role, role.title()), role) for role in roles]
    found = edition(partners=partners)
    assert {name: [entry["name"] for entry in found[name]] for name in ("organizer", "sponsor", "contributor")} == {
        "organizer": ["Host", "Organizer", "Co-Organizer"],
        "sponsor": ["International-Supporting", "Supporting", "Sponsor"],
        "contributor": ["Partner", "Media"],
    }
    assert found["organizer"][0] == {"@type": "Organization", "name": "Host"}


def test_an_acronym_that_is_the_name_is_not_told_twice():
    found = edition(partners=[PartnerEntry(UNION, "host"), PartnerEntry(MINISTRY, "host")])
    assert found["organizer"] == [
        {"@type": "Organization", "name": "Union"},
        {"@type": "Organization", "name": "Ministry of Things", "alternateName": "MoT"},
    ]


def test_a_person_is_told_with_titles():
    assert event(session("talk", credits=[speaker("ada")]))["performer"] == [
        {
            "@type": "Person",
            "@id": "urn:uuid:1815",
            "name": "Ada Lovelace",
            "alternateName": "阿达",
            "jobTitle": ["director of Engines", "fellow"],
            "affiliation": {"@type": "Organization", "name": "Ministry of Things", "alternateName": "MoT"},
            "url": f"{ADDRESS}speakers/ada/",
            "sameAs": ["https://ada.example"],
        }
    ]


def test_everybody_performs_once_and_who_only_reports_contributes():
    talk = session(
        "talk",
        credits=[
            replace(speaker("cy"), role="rapporteur"),
            replace(speaker("ben"), role="rapporteur"),
            replace(speaker("ada"), role="chair"),
            replace(speaker("ada"), role="keynote"),
            replace(speaker("ben"), role="online-moderator"),
            seat(MINISTRY),
            seat(MINISTRY, "discussant"),
            seat(UNION),
        ],
    )
    found = event(talk)
    assert [(entry["@type"], entry["name"]) for entry in found["performer"]] == [
        ("Person", "Ben"), ("Person", "Ada Lovelace"), ("Organization", "Ministry of Things"),
        ("Organization", "Union"),
    ]  # fmt: skip
    assert [entry["name"] for entry in found["contributor"]] == ["Cy"]


@pytest.mark.parametrize("regime", ["collective", "chatham-house"])
def test_nobody_is_named_where_the_regime_names_nobody(regime):
    closed = session(
        "talk",
        attribution=regime,
        credits=[speaker("ada"), seat(MINISTRY), replace(speaker("ben"), role="rapporteur")],
    )
    found = event(closed)
    assert ("performer" in found, "contributor" in found) == (False, False)
    assert b"Ada" not in written(forum(closed))


@pytest.mark.parametrize(
    ("statuses", "told"),
    [
        (("held", "planned", "held"), ["EventScheduled", "EventScheduled", "EventScheduled"]),
        (("held", "planned", "cancelled"), ["EventScheduled", "EventScheduled", "EventCancelled"]),
        (("held", "cancelled", "planned"), ["EventScheduled", "EventCancelled", "EventCancelled"]),
        (("cancelled", "planned", "planned"), ["EventCancelled", "EventCancelled", "EventCancelled"]),
    ],
    ids=["none", "part", "session", "edition"],
)
def test_what_is_cancelled_is_cancelled_with_its_parts(statuses, told):
    above, between, below = statuses
    whole = edition(session("panel", "", session("part", status=below), status=between), status=above)
    [panel] = whole["subEvent"]
    [part] = panel["subEvent"]
    assert [entry["eventStatus"] for entry in (whole, panel, part)] == [f"https://schema.org/{name}" for name in told]


@pytest.mark.parametrize(
    ("kind", "livestream", "mode", "location"),
    [
        ("onsite", "", "Offline", "place"),
        ("onsite", "https://live.example", "Mixed", ["place", "https://live.example"]),
        ("hybrid", "", "Mixed", ["place", f"{ADDRESS}sessions/talk/"]),
        ("hybrid", "https://live.example", "Mixed", ["place", "https://live.example"]),
        ("online", "", "Online", f"{ADDRESS}sessions/talk/"),
        ("online", "http://live.example", "Online", "http://live.example"),
        ("online", "rtmp://live.example", "Online", f"{ADDRESS}sessions/talk/"),
    ],
)
def test_where_one_can_attend_a_session(kind, livestream, mode, location):
    found = event(session("talk", livestream_url=livestream), format=kind)
    assert found["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"

    def place(known):
        return VENUE if known == "place" else {"@type": "VirtualLocation", "url": known}

    assert found["location"] == ([place(one) for one in location] if isinstance(location, list) else place(location))


@pytest.mark.parametrize(
    ("kind", "mode", "location"),
    [("onsite", "Offline", VENUE), ("hybrid", "Mixed", [VENUE, ONLINE]), ("online", "Online", ONLINE)],
)
def test_where_one_can_attend_an_edition(kind, mode, location):
    found = edition(format=kind)
    assert (found["eventAttendanceMode"], found["location"]) == (
        f"https://schema.org/{mode}EventAttendanceMode",
        location,
    )


def test_a_part_is_where_its_session_is_unless_it_says_otherwise():
    parts = [session("same"), session("own", room="salon"), session("lunch", all_rooms=True)]
    found = event(session("plenary", "", *parts, room="hall"))
    assert [part["location"]["name"] for part in found["subEvent"]] == ["Hall", "Salon", "Congress Centre"]
    assert "maximumAttendeeCapacity" not in found["subEvent"][1]["location"]


def test_a_room_online_is_a_channel():
    assert event(session("talk", room="hall"), format="online")["location"]["name"] == "Hall"
    hybrid = event(session("talk", room="hall"), format="hybrid")["location"]
    assert [place.get("name") for place in hybrid] == ["Hall", None]


@pytest.mark.parametrize(
    ("values", "location"),
    [
        ({"venue": {}}, VENUE | {"name": "Beijing"}),
        ({"city": {}, "country": ""}, {"@type": "Place", "name": "Congress Centre"}),
        ({"city": {}, "venue": {}}, None),
    ],
    ids=["city", "venue", "nothing"],
)
def test_a_place_is_told_as_far_as_it_is_known(values, location):
    assert edition(**values).get("location") == location
    nowhere = event(session("talk", room="hall"), city={}, venue={}, country="")["location"]
    assert nowhere == {"@type": "Place", "name": "Hall", "maximumAttendeeCapacity": 300}


def test_an_edition_without_days_has_no_dates():
    found = edition(starts_on=None, ends_on=None)
    assert ("startDate" in found, "endDate" in found) == (False, False)


def test_texts_are_in_the_language_asked_for_or_the_edition_s_own():
    def names(language, **values):
        talk = session("talk", title={"ar": "ندوة", "en": "Talk", "es": "Charla"})
        found = json.loads(written(forum(talk, **values), language=language))
        return found["name"], found["subEvent"][0]["name"]

    assert names("fr") == ("Forum de 2022", "Talk")
    assert names("fr", languages=["es"]) == ("Forum de 2022", "Charla")
    assert names("es") == ("Forum 2022", "Charla")


def test_text_ends_no_script():
    hostile = '</script><!-- & \u2028\u2029 "\\ \r\n\x00'
    talk = session("talk", title={"en": hostile}, credits=[speaker("ada")])
    body = written(replace(forum(talk), speakers=[person("ada", hostile)]))
    assert [mark for mark in "<>&\u2028\u2029\n\x00" if mark in body.decode()] == []
    [found] = json.loads(body)["subEvent"]
    assert (found["name"], found["performer"][0]["name"]) == (hostile, hostile)


def test_equal_content_is_equal_bytes():
    assert written(forum(session("talk"))) == written(forum(session("talk")))


@pytest.fixture
def sample(published_sample):
    """The sample's forum of 2022 as it is published."""
    return published_sample.agendas["iaicgf-2022"]


def walk(found):
    """Everything of a type in a document, whatever holds it."""
    for value in found.values() if isinstance(found, dict) else found:
        if isinstance(value, dict | list):
            yield from walk(value)
    if isinstance(found, dict):
        yield found


@pytest.mark.django_db
def test_the_sample_is_whole(sample):
    found = json.loads(written(sample))
    kinds = Counter(entry["@type"] for entry in walk(found))
    assert (kinds["Event"], kinds["EventSeries"]) == (16, 1)
    people = {entry["name"] for entry in walk(found) if entry["@type"] == "Person"}
    assert people == {entry["name"] for entry in sample["speakers"]}
    [closed] = [entry for entry in found["subEvent"] if entry["url"].endswith("/thematic-2/")]
    assert Counter(entry["@type"] for entry in walk(closed)) == {"Event": 3, "VirtualLocation": 3}
    assert [entry["name"] for entry in found["organizer"]] == [
        "Tsinghua University", "Institute for AI International Governance of Tsinghua University",
    ]  # fmt: skip
    assert len(found["sponsor"]) == 6


@pytest.mark.django_db
@pytest.mark.parametrize("language", CODES)
def test_the_sample_is_the_same_bytes_again(sample, language):
    assert written(sample, language=language) == written(sample, language=language)
