"""Rows into an agenda: what is carried over, and above all what is not."""

import datetime as dt
import json

import pytest

from forums.agenda.body import agenda_body
from forums.agenda.compile import compile_agenda
from forums.languages import CODES
from forums.models import Credit, Edition, Session
from tests.factories import (
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

# In the name of whatever must not get out.
CANARY = "Canary"


def compiled(edition):
    return json.loads(compile_agenda(edition).to_json())


def test_the_heading_says_what_the_edition_is():
    edition = EditionFactory(
        held=True,
        slug="bridges-2022",
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
        forum__slug="bridges",
        forum__name="Forum on Bridges",
    )
    union = OrganizationFactory(slug="union", name="Union", acronym="ITU", aliases=CANARY)
    PartnershipFactory(edition=edition, position=2, organization=union, role="supporting")
    academy = OrganizationFactory(slug="academy", name="Academy", name_fr="Académie")
    PartnershipFactory(edition=edition, position=1, organization=academy)
    PartnershipFactory()
    agenda = compiled(edition)
    assert agenda["edition"] == {
        "slug": "bridges-2022",
        "forum_slug": "bridges",
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
            {
                "organization": {"slug": "academy", "name": {"en": "Academy", "fr": "Académie"}, "acronym": ""},
                "role": "host",
            },
            {"organization": {"slug": "union", "name": {"en": "Union"}, "acronym": "ITU"}, "role": "supporting"},
        ],
    }
    assert agenda["schema"] == 3
    assert CANARY not in json.dumps(agenda)


def test_an_edition_may_have_no_days_yet():
    agenda = compiled(EditionFactory())
    assert (agenda["edition"]["starts_on"], agenda["edition"]["ends_on"]) == (None, None)
    assert [agenda[name] for name in ("rooms", "tracks", "speakers", "sessions")] == [[], [], [], []]


def test_a_session_is_carried_over_in_the_edition_s_own_time():
    edition = EditionFactory(timezone="Asia/Shanghai")
    session = SessionFactory(
        edition=edition,
        code="opening",
        kind="opening",
        number=1,
        title="Opening",
        theme="Begin",
        description="Words.",
        track=TrackFactory(edition=edition, slug="ethics", name="Ethics", name_fr="Éthique"),
        room=RoomFactory(edition=edition, slug="hall", name="Hall", capacity=300, note=CANARY),
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
    agenda = compiled(edition)
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
            "livestream_opens_at": None,
            "livestream_closes_at": None,
            "recording_url": "https://example.org/recording",
            "policy_questions": {"en": ["Who decides?", "Who pays?"]},
            "sdgs": [4, 13],
            "sdg_targets": {"en": "4.1"},
            "online_plan": {"en": "By video."},
            "organizers": [{"slug": "academy", "name": {"en": "Academy"}, "acronym": ""}],
            "attribution": "named",
            "credits": [],
            "revision": 0,
            "changed_in": 1,
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
    ids=["before", "after"],
)
def test_half_past_two_comes_twice_in_the_night_the_clocks_change(utc, local):
    starts_at = dt.datetime.fromisoformat(utc)
    edition = EditionFactory(timezone="Europe/Zurich")
    SessionFactory(edition=edition, starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=15))
    assert compiled(edition)["sessions"][0]["starts_at"] == local


def test_a_speaker_is_carried_over_as_the_card_says():
    edition = EditionFactory()
    card = SpeakerCardFactory(
        edition=edition,
        public=True,
        slug="xue-lan",
        name="Prof. Xue Lan",
        sort_name="Xue Lan",
        native_name="薛澜",
        titles="dean of the school\n\n chair of the committee ",
        titles_zh_hans="院长",
        organization=OrganizationFactory(slug="school", name="School"),
        country="CN",
        bio="A biography.",
        links="https://example.org/one\nhttps://example.org/two",
        featured_position=1,
    )
    CreditFactory(session__edition=edition, card=card, role="keynote", talk="On bridges", mode="video-link")
    agenda = compiled(edition)
    assert agenda["speakers"] == [
        {
            "slug": "xue-lan",
            "guid": str(card.guid),
            "name": "Prof. Xue Lan",
            "sort_name": "Xue Lan",
            "native_name": "薛澜",
            "titles": {"en": ["dean of the school", "chair of the committee"], "zh-hans": ["院长"]},
            "organization": {"slug": "school", "name": {"en": "School"}, "acronym": ""},
            "country": "CN",
            "bio": {"en": "A biography."},
            "links": ["https://example.org/one", "https://example.org/two"],
            "featured": 1,
        }
    ]
    assert agenda["sessions"][0]["credits"] == [
        {
            "speaker": "xue-lan",
            "name": "Prof. Xue Lan",
            "seat_of": None,
            "role": "keynote",
            "talk": {"en": "On bridges"},
            "mode": "video-link",
            "status": "planned",
            "abstract": {},
            "read_by": "",
        }
    ]


def test_a_seat_without_a_name_is_its_organization_s():
    seat = CreditFactory(seat=True, seat_of__slug="union", seat_of__name="Union", role="speech")
    agenda = compiled(seat.session.edition)
    assert agenda["sessions"][0]["credits"] == [
        {
            "speaker": None,
            "name": None,
            "seat_of": {"slug": "union", "name": {"en": "Union"}, "acronym": ""},
            "role": "speech",
            "talk": {},
            "mode": "onsite",
            "status": "planned",
            "abstract": {},
            "read_by": "",
        }
    ]
    assert agenda["speakers"] == []


def test_lists_without_lines_are_lists_to_the_reader_too():
    edition = CreditFactory(card__published=True).session.edition
    body = json.loads(agenda_body(compiled(edition), release={}, language="fr", known=frozenset(CODES)))
    assert (body["sessions"][0]["policy_questions"], body["speakers"][0]["titles"]) == ([], [])


def test_speakers_are_listed_once_by_their_sort_name():
    session = SessionFactory()
    for name, slug in (("beta", "b"), ("Alpha", "a-2"), ("alpha", "a-1"), ("Gamma", "g")):
        card = SpeakerCardFactory(edition=session.edition, sort_name=name, slug=slug, public=True)
        CreditFactory(session=session, card=card, role="speech")
        CreditFactory(session=session, card=card, role="panelist")
    assert [speaker["slug"] for speaker in compiled(session.edition)["speakers"]] == ["a-1", "a-2", "b", "g"]


def test_sessions_and_credits_keep_their_order():
    edition = EditionFactory()
    plenary = SessionFactory(edition=edition, code="plenary", timed=True)
    SessionFactory(edition=edition, code="opening", starts_at=NOON - dt.timedelta(hours=1), ends_at=NOON)
    for code, position in (("second", 2), ("first", 1)):
        part = SessionFactory(edition=edition, parent=plenary, code=code, position=position)
        CreditFactory(session=part, card__published=True, card__slug=f"{code}-last", position=2)
        CreditFactory(session=part, card__published=True, card__slug=f"{code}-chair", position=1)
    SessionFactory(edition=edition, code="no-time")
    agenda = compile_agenda(edition)
    assert [(session.code, len(session.parts)) for session in agenda.sessions] == [
        ("opening", 0),
        ("plenary", 2),
        ("no-time", 0),
    ]
    assert [(session.code, [it.speaker for it in session.credits]) for session in agenda.walk()] == [
        ("opening", []),
        ("plenary", []),
        ("first", ["first-chair", "first-last"]),
        ("second", ["second-chair", "second-last"]),
        ("no-time", []),
    ]


def test_credits_without_a_place_stand_by_role_rank_and_name():
    session = SessionFactory()
    for slug, role, rank, position in (
        ("rapporteur", "rapporteur", 1, 0),
        ("panelist", "panelist", 5, 0),
        ("minister", "panelist", 2, 0),
        ("second", "online-moderator", 5, 2),
        ("chair", "chair", 5, 0),
    ):
        card = SpeakerCardFactory(edition=session.edition, slug=slug, sort_name=slug, rank=rank, public=True)
        CreditFactory(session=session, card=card, role=role, position=position)
    CreditFactory(session=session, seat=True, role="panelist")
    [entry] = compile_agenda(session.edition).sessions
    assert [it.speaker for it in entry.credits] == ["chair", "second", "minister", "panelist", None, "rapporteur"]


def test_cards_that_are_not_published_never_appear():
    edition = EditionFactory()
    shown = SpeakerCardFactory(edition=edition, public=True, slug="shown")
    session = CreditFactory(session__edition=edition, card=shown, talk="Shown").session
    for values in ({}, {"featured_position": 1}):
        hidden = SpeakerCardFactory(
            edition=edition, name=CANARY, native_name=CANARY, titles=CANARY, bio=CANARY, slug=f"canary-{len(values)}",
            organization=OrganizationFactory(name=CANARY), **values,
        )  # fmt: skip
        CreditFactory(session=session, card=hidden, talk=CANARY)
    agenda = compiled(edition)
    assert CANARY.casefold() not in json.dumps(agenda).casefold()
    assert [speaker["slug"] for speaker in agenda["speakers"]] == ["shown"]
    assert [credit["speaker"] for credit in agenda["sessions"][0]["credits"]] == ["shown"]


def test_who_is_in_no_session_is_listed_only_as_a_featured_guest():
    edition = EditionFactory()
    SpeakerCardFactory(edition=edition, public=True)
    SpeakerCardFactory(edition=edition, public=True, featured_position=0, slug="guest")
    SpeakerCardFactory(public=True, featured_position=0)
    assert [speaker["slug"] for speaker in compiled(edition)["speakers"]] == ["guest"]


def test_internal_sessions_never_appear_nor_what_is_part_of_them():
    edition = EditionFactory()
    briefing = SessionFactory(edition=edition, internal=True, title=CANARY, code="canary")
    part = SessionFactory(edition=edition, parent=briefing, title=CANARY, code="canary-part")
    below = SessionFactory(edition=edition, parent=part, title=CANARY, code="canary-below")
    public = SessionFactory(edition=edition, code="public")
    aside = SessionFactory(edition=edition, parent=public, internal=True, title=CANARY, code="canary-aside")
    for session in (briefing, part, below, aside):
        CreditFactory(session=session, card__published=True, card__name=CANARY, card__slug=f"of-{session.code}")
    agenda = compiled(edition)
    assert CANARY.casefold() not in json.dumps(agenda).casefold()
    assert [(session["code"], session["parts"]) for session in agenda["sessions"]] == [("public", [])]


@pytest.mark.parametrize("status", [Credit.Status.CANCELLED, Credit.Status.SUBSTITUTED])
def test_who_does_not_come_does_not_appear(status):
    edition = CreditFactory(card__published=True, card__name=CANARY, card__slug="canary", status=status).session.edition
    assert CANARY.casefold() not in compile_agenda(edition).to_json().casefold()


@pytest.mark.parametrize("attribution", [Session.Attribution.COLLECTIVE, Session.Attribution.CHATHAM_HOUSE])
def test_a_session_that_names_nobody_names_nobody_anywhere(attribution):
    session = SessionFactory(attribution=attribution)
    for number in range(2):
        CreditFactory(
            session=session, card__published=True, card__name=CANARY, card__slug=f"canary-{number}", talk=CANARY,
            card__sort_name=CANARY, card__native_name=CANARY, card__titles=CANARY, card__bio=CANARY,
            card__organization=OrganizationFactory(name=CANARY, slug=f"canary-{number}"), card__links=CANARY,
        )  # fmt: skip
    CreditFactory(session=session, seat=True, seat_of__slug="canary-seat", seat_of__name=CANARY)
    part = SessionFactory(edition=session.edition, parent=session)
    CreditFactory(session=part, card__published=True, card__name=CANARY, card__slug="canary-part")
    agenda = compiled(session.edition)
    assert CANARY.casefold() not in json.dumps(agenda).casefold()
    assert agenda["sessions"][0]["attribution"] == attribution
    assert [agenda["sessions"][0]["credits"], agenda["sessions"][0]["parts"][0]["credits"]] == [[], []]


@pytest.mark.parametrize("attribution", [Session.Attribution.COLLECTIVE, Session.Attribution.CHATHAM_HOUSE])
def test_who_is_named_elsewhere_is_not_named_there(attribution):
    quiet = SessionFactory(attribution=attribution, code="quiet")
    card = SpeakerCardFactory(edition=quiet.edition, public=True, slug="ada")
    CreditFactory(session=quiet, card=card)
    CreditFactory(session__edition=quiet.edition, session__code="named", card=card)
    agenda = compiled(quiet.edition)
    named = {session["code"]: [credit["speaker"] for credit in session["credits"]] for session in agenda["sessions"]}
    assert named == {"quiet": [], "named": ["ada"]}
    assert [speaker["slug"] for speaker in agenda["speakers"]] == ["ada"]


def test_other_editions_stay_out():
    edition = EditionFactory()
    CreditFactory(card__published=True)
    RoomFactory()
    TrackFactory()
    agenda = compiled(edition)
    assert [agenda[name] for name in ("rooms", "tracks", "speakers", "sessions")] == [[], [], [], []]


@pytest.mark.parametrize("rows", [1, 3])
def test_compiling_costs_the_same_for_any_number_of_rows(django_assert_num_queries, rows):
    edition = EditionFactory()
    for _ in range(rows):
        RoomFactory(edition=edition)
        PartnershipFactory(edition=edition)
        session = SessionFactory(
            edition=edition, track=TrackFactory(edition=edition), room=RoomFactory(edition=edition)
        )
        session.organizers.add(*OrganizationFactory.create_batch(rows))
        part = SessionFactory(edition=edition, parent=session)
        for _ in range(rows):
            organization = OrganizationFactory()
            CreditFactory(session=part, card__published=True, card__organization=organization)
            CreditFactory(session=part, seat=True)
    edition = Edition.objects.get(pk=edition.pk)

    # cards, sessions, credits, organizers, forum, partnerships, rooms, tracks
    with django_assert_num_queries(8):
        agenda = compile_agenda(edition)

    assert [len(session.credits) for session in agenda.walk()] == [0, rows * 2] * rows
