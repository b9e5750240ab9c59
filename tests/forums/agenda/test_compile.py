"""Rows into an agenda: what is carried over, and above all what is not."""

import datetime as dt
import json

import pytest

from forums.agenda.compile import compile_agenda
from forums.models import Credit, Edition, Partnership, Session

from ...factories import (
    NOON,
    CreditFactory,
    EditionFactory,
    OrganizationFactory,
    PartnershipFactory,
    RoomFactory,
    SessionFactory,
    SpeakerCardFactory,
    TrackFactory,
)

pytestmark = pytest.mark.django_db

CANARY = "Canary"


def content(edition):
    return json.loads(compile_agenda(edition).to_json())


def test_the_heading_says_what_the_edition_is():
    edition = EditionFactory(
        held=True,
        number=2,
        title="Second Forum",
        title_zh_hans="第二届论坛",
        theme="Bridges",
        city="Beijing",
        venue="Hall of Science",
        country="CN",
        format="hybrid",
        timezone="Asia/Shanghai",
        languages=["zh-hans", "en"],
        note=CANARY,
        source=CANARY,
        next_step=CANARY,
        forum__name="Forum on Bridges",
    )
    PartnershipFactory(edition=edition, position=2, organization__acronym="ITU", role=Partnership.Role.SUPPORTING)
    PartnershipFactory(edition=edition, position=1, organization__name="Academy", organization__slug="academy")
    heading = content(edition)["edition"]
    second = heading["partners"].pop()
    assert heading == {
        "slug": edition.slug,
        "forum_slug": edition.forum.slug,
        "forum": {"en": "Forum on Bridges"},
        "number": 2,
        "year": 2022,
        "title": {"en": "Second Forum", "zh-hans": "第二届论坛"},
        "theme": {"en": "Bridges"},
        "starts_on": "2022-12-12",
        "ends_on": "2022-12-13",
        "timezone": "Asia/Shanghai",
        "format": "hybrid",
        "city": {"en": "Beijing"},
        "country": "CN",
        "venue": {"en": "Hall of Science"},
        "languages": ["zh-hans", "en"],
        "status": "held",
        "partners": [
            {"organization": {"slug": "academy", "name": {"en": "Academy"}, "acronym": ""}, "role": "host"},
        ],
    }
    assert (second["organization"]["acronym"], second["role"]) == ("ITU", "supporting")
    assert CANARY not in compile_agenda(edition).to_json()


def test_a_session_is_carried_over_in_the_edition_s_own_time():
    edition = EditionFactory(timezone="Asia/Shanghai")
    room = RoomFactory(edition=edition, slug="hall", name="Hall", capacity=300, note=CANARY)
    track = TrackFactory(edition=edition, slug="ethics", name="Ethics", name_fr="Éthique")
    session = SessionFactory(
        edition=edition,
        code="opening",
        kind="opening",
        number=1,
        title="Opening",
        theme="Begin",
        description="Words.",
        track=track,
        room=room,
        layout="Theatre",
        starts_at=NOON,
        ends_at=NOON + dt.timedelta(hours=1),
        actual_starts_at=NOON + dt.timedelta(minutes=5),
        actual_ends_at=NOON + dt.timedelta(minutes=65),
        status="held",
        floor_languages=["en"],
        interpretation_languages=["fr", "zh-hans"],
        livestream_url="https://example.org/live",
        recording_url="https://example.org/recording",
        policy_questions="Who decides?\n\n  Who pays?  \n",
        sdgs=[13, 4],
        sdg_targets="4.1",
        online_plan="By video.",
        note=CANARY,
    )
    session.organizers.add(OrganizationFactory(slug="academy", name="Academy"))
    agenda = content(edition)
    assert agenda["sessions"] == [
        {
            "code": "opening",
            "guid": str(session.guid),
            "kind": "opening",
            "number": 1,
            "title": {"en": "Opening"},
            "theme": {"en": "Begin"},
            "description": {"en": "Words."},
            "track": "ethics",
            "room": "hall",
            "all_rooms": False,
            "layout": "Theatre",
            "starts_at": "2022-12-12T20:00:00+08:00",
            "ends_at": "2022-12-12T21:00:00+08:00",
            "actual_starts_at": "2022-12-12T20:05:00+08:00",
            "actual_ends_at": "2022-12-12T21:05:00+08:00",
            "status": "held",
            "floor_languages": ["en"],
            "interpretation_languages": ["fr", "zh-hans"],
            "livestream_url": "https://example.org/live",
            "recording_url": "https://example.org/recording",
            "policy_questions": {"en": ["Who decides?", "Who pays?"]},
            "sdgs": [4, 13],
            "sdg_targets": {"en": "4.1"},
            "online_plan": {"en": "By video."},
            "organizers": [{"slug": "academy", "name": {"en": "Academy"}, "acronym": ""}],
            "attribution": "named",
            "credits": [],
            "parts": [],
        }
    ]
    assert agenda["rooms"] == [{"slug": "hall", "name": {"en": "Hall"}, "capacity": 300}]
    assert agenda["tracks"] == [{"slug": "ethics", "name": {"en": "Ethics", "fr": "Éthique"}}]
    assert CANARY not in json.dumps(agenda)


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        ("2022-10-30T00:30:00+00:00", "2022-10-30T02:30:00+02:00"),
        ("2022-10-30T01:30:00+00:00", "2022-10-30T02:30:00+01:00"),
    ],
    ids=["summer", "winter"],
)
def test_the_night_the_clocks_change_has_two_half_past_twos(utc, local):
    starts_at = dt.datetime.fromisoformat(utc)
    edition = EditionFactory(timezone="Europe/Geneva" if False else "Europe/Zurich")
    SessionFactory(edition=edition, starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=15))
    assert content(edition)["sessions"][0]["starts_at"] == local


def test_a_speaker_is_carried_over_as_the_card_says():
    edition = EditionFactory()
    card = SpeakerCardFactory(
        edition=edition,
        public=True,
        slug="lan-xue",
        name="Prof. Lan Xue",
        sort_name="Xue, Lan",
        native_name="薛澜",
        titles="dean of the school\n chair of the committee ",
        titles_zh_hans="院长",
        organization=OrganizationFactory(slug="school", name="School", acronym="SPP", note="") if False else None,
        country="CN",
        bio="A biography.",
        links="https://example.org/one\nhttps://example.org/two",
        featured_position=1,
    )
    CreditFactory(session__edition=edition, card=card, role="keynote", talk="On bridges", mode="video-link")
    agenda = content(edition)
    assert agenda["speakers"] == [
        {
            "slug": "lan-xue",
            "guid": str(card.guid),
            "name": "Prof. Lan Xue",
            "sort_name": "Xue, Lan",
            "native_name": "薛澜",
            "titles": {"en": ["dean of the school", "chair of the committee"], "zh-hans": ["院长"]},
            "organization": None,
            "country": "CN",
            "bio": {"en": "A biography."},
            "links": ["https://example.org/one", "https://example.org/two"],
            "featured": 1,
        }
    ]
    assert agenda["sessions"][0]["credits"] == [
        {
            "speaker": "lan-xue",
            "name": "Prof. Lan Xue",
            "seat_of": None,
            "role": "keynote",
            "talk": {"en": "On bridges"},
            "mode": "video-link",
            "status": "planned",
        }
    ]
