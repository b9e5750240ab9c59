"""What a reader is told of a new release, session by session and speaker by speaker."""

from dataclasses import replace

import pytest

from forums.agenda.changes import compare, of_speaker, read_changes
from forums.agenda.content import RoomEntry, TrackEntry

from .entries import DAY, agenda, organization, person, seat, session, speaker

HALL, SALON = RoomEntry("hall", {"en": "Hall"}, 300), RoomEntry("salon", {"en": "Salon", "fr": "Salon d’or"}, 40)
NOWHERE = {"starts_at": None, "ends_at": None, "room": None, "room_name": {}, "all_rooms": False}
OPENING = session("opening", "09:00-10:00")


def at(start, end, room=None):
    """A place on the first day."""
    times = {"starts_at": f"{DAY}T{start}:00+00:00", "ends_at": f"{DAY}T{end}:00+00:00"}
    return NOWHERE | times | ({"room": room.slug, "room_name": room.name} if room else {})


def published(*sessions, **values):
    """An agenda with two rooms."""
    return replace(agenda(*sessions), **{"rooms": [HALL, SALON]} | values).tree


def compared(before, after):
    return compare(published(*before), published(*after))


def changes(before, after):
    return [(change["session"], change["kind"]) for change in compared(before, after)]


def about(kind, code="opening", affects=(), **values):
    """A change of a session that is called after its code."""
    title = {"en": code.title()} if code else {}
    return {"kind": kind, "session": code, "guid": code, "title": title, "affects": list(affects)} | values


def test_the_first_release_has_no_changes():
    assert compare(None, published(OPENING)) == []


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ({}, []),
        ({"times": "09:15-10:00"}, ["moved"]),
        ({"times": "09:00-10:15"}, ["moved"]),
        ({"times": "10:00-11:00", "room": "hall"}, ["moved"]),
        ({"times": ""}, ["moved"]),
        ({"room": "hall"}, ["moved"]),
        ({"all_rooms": True}, ["moved"]),
        ({"title": {"en": "Opening", "fr": "Ouverture"}}, ["renamed"]),
        ({"number": 2}, ["numbered"]),
        ({"kind": "plenary"}, ["numbered"]),
        ({"track": "policy"}, []),
        ({"credits": [speaker("ada")]}, ["credits"]),
        ({"attribution": "collective"}, ["attribution"]),
        ({"status": "cancelled"}, ["cancelled"]),
        ({"status": "cancelled", "title": {"en": "Cancelled"}}, ["cancelled"]),
        ({"status": "held"}, []),
        ({"actual_starts_at": f"{DAY}T09:10:00+00:00"}, []),
        ({"description": {"en": "In the hall."}}, ["text"]),
        ({"floor_languages": ["en"]}, ["languages"]),
        ({"recording_url": "https://example.org/"}, ["links"]),
        (
            {"times": "10:00-11:00", "title": {"en": "Start"}, "credits": [speaker("ada")]},
            ["moved", "renamed", "credits"],
        ),
    ],
    ids=[
        "nothing", "start", "end", "all-of-it-once", "no-time", "room", "all-rooms", "title", "number", "kind",
        "unknown-track", "credits", "attribution", "cancelled", "cancelled-only", "held", "actual-time", "description",
        "languages", "link", "several",
    ],
)  # fmt: skip
def test_a_change_is_told_by_its_kind(values, kinds):
    after = session("opening", **({"times": "09:00-10:00"} | values))
    assert changes([OPENING], [after]) == [("opening", kind) for kind in kinds]


def test_sessions_come_and_go_at_every_depth_with_their_places():
    before = [session("plenary", "", session("panel", "", session("old", "09:00-10:00", room="hall")))]
    new = session("new", "11:00-12:00", credits=[speaker("ada")])
    after = [session("plenary", "", session("panel", "", new, room="salon")), session("closing")]
    assert compared(before, after) == [
        about("moved", "panel", **{"from": NOWHERE, "to": NOWHERE | {"room": "salon", "room_name": SALON.name}}),
        about("added", "new", ["ada"], at=at("11:00", "12:00", SALON)),
        about("added", "closing", at=NOWHERE),
        about("removed", "old", at=at("09:00", "10:00", HALL)),
    ]


def test_a_session_is_the_same_by_its_guid():
    before, after = session("opening", guid="one"), session("start", guid="one", title={"en": "Start"})
    assert compared([before], [after]) == [
        about("renamed", "start", guid="one", **{"from": {"en": "Opening"}, "to": {"en": "Start"}})
    ]
    assert changes([before], [session("opening", guid="two")]) == [("opening", "added"), ("opening", "removed")]


def test_a_move_says_from_where_to_where():
    before = session("opening", "09:00-10:00", room="hall", credits=[speaker("ada")])
    after = session("opening", "10:30-11:30", room="salon", credits=[speaker("ada")])
    assert compared([before], [after]) == [
        about("moved", affects=["ada"], **{"from": at("09:00", "10:00", HALL), "to": at("10:30", "11:30", SALON)})
    ]


def test_the_same_moment_by_the_clock_of_another_zone_is_no_move():
    before = session("opening", "2022-12-12T09:00:00+00:00 - 2022-12-12T10:00:00+00:00")
    after = session("opening", "2022-12-12T10:00:00+01:00 - 2022-12-12T11:00:00+01:00")
    assert compared([before], [after]) == []


def test_a_part_moves_with_the_room_of_its_session():
    parts = (session("own", "09:00-10:00", room="hall"), session("taken", "10:00-11:00"))
    before, after = (session("plenary", "09:00-12:00", *parts, room=room) for room in ("hall", "salon"))
    assert changes([before], [after]) == [("plenary", "moved"), ("taken", "moved")]


def test_what_is_cancelled_takes_its_parts_along():
    part = session("part", "09:00-10:00", credits=[speaker("ada")])
    before, after = (session("plenary", "09:00-12:00", part, status=status) for status in ("planned", "cancelled"))
    assert compared([before], [after]) == [
        about("cancelled", "plenary", at=at("09:00", "12:00")),
        about("cancelled", "part", ["ada"], at=at("09:00", "10:00")),
    ]
    assert [change["kind"] for change in compared([after], [before])] == ["reinstated", "reinstated"]


def test_what_was_cancelled_before_is_not_cancelled_again():
    before = session("opening", "09:00-10:00", status="cancelled")
    after = session("opening", "10:00-11:00", status="cancelled")
    assert changes([before], [after]) == [("opening", "moved")]


def test_a_part_may_find_another_session():
    before = [session("one", "", session("part")), session("other")]
    after = [session("one"), session("other", "", session("part"))]
    one, other = ({"session": code, "title": {"en": code.title()}} for code in ("one", "other"))
    assert compared(before, after) == [about("nested", "part", **{"from": one, "to": other})]
    assert compared(after, [session("one"), session("other"), session("part")]) == [
        about("nested", "part", **{"from": other, "to": None})
    ]
    # Its whole is renamed, which it tells itself.
    renamed = [session("one", "", session("part"), title={"en": "First"}), session("other")]
    assert changes(before, renamed) == [("one", "renamed")]


def test_a_session_may_find_another_track():
    tracks = [TrackEntry("policy", {"en": "Policy"}), TrackEntry("health", {"en": "Health"})]
    policy, health = ({"slug": track.slug, "name": track.name} for track in tracks)
    before, after = (published(session("a", track=track), tracks=tracks) for track in ("policy", "health"))
    assert compare(before, after) == [about("track", "a", **{"from": policy, "to": health})]
    assert compare(before, published(session("a"), tracks=tracks)) == [
        about("track", "a", **{"from": policy, "to": None})
    ]


def told(change, slug, role="panelist", **values):
    return {"change": change, "speaker": slug, "name": slug, "seat_of": None, "role": role} | values


def as_(role, slug="ada", **values):
    return replace(speaker(slug), role=role, **values)


UNESCO = organization("unesco", "UNESCO")
SEAT = {"speaker": None, "name": None, "seat_of": {"en": "UNESCO"}}


@pytest.mark.parametrize(
    ("before", "after", "speakers", "affects"),
    [
        ([], [speaker("ada")], [told("added", "ada")], ["ada"]),
        ([speaker("ada")], [], [told("removed", "ada")], ["ada"]),
        ([speaker("ada")], [as_("chair")], [told("role", "ada", "chair", was="panelist")], ["ada"]),
        ([speaker("ada")], [speaker("ada"), as_("chair")], [told("added", "ada", "chair")], ["ada"]),
        (
            [speaker("ada"), speaker("bob")],
            [speaker("cyd"), speaker("bob")],
            [told("replaced", "cyd", instead_of={"speaker": "ada", "name": "ada", "seat_of": None})],
            ["ada", "cyd"],
        ),
        (
            [seat(UNESCO), seat(UNESCO)],
            [seat(UNESCO), speaker("ada")],
            [told("replaced", "ada", instead_of=SEAT)],
            ["ada"],
        ),
        ([], [seat(UNESCO)], [{"change": "added", **SEAT, "role": "panelist"}], []),
        (
            [as_("chair"), speaker("bob")],
            [as_("chair", "bob"), speaker("cyd")],
            [
                told("role", "bob", "chair", was="panelist"),
                told("added", "cyd"),
                told("removed", "ada", "chair"),
            ],
            ["ada", "bob", "cyd"],
        ),
        ([speaker("ada")], [as_("panelist", talk={"en": "AI"})], [told("talk", "ada", talk={"en": "AI"})], ["ada"]),
        ([speaker("ada")], [as_("panelist", mode="recorded")], [told("mode", "ada", mode="recorded")], ["ada"]),
    ],
    ids=[
        "added", "removed", "role", "another-role", "replaced", "seat-taken", "seat", "chair-passed-on", "talk", "mode",
    ],
)  # fmt: skip
def test_credits_say_who_came_who_went_and_who_does_something_else(before, after, speakers, affects):
    sessions = ([session("opening", credits=found)] for found in (before, after))
    assert compared(*sessions) == [about("credits", affects=affects, speakers=speakers)]


def test_the_order_of_speakers_and_what_was_delivered_is_no_news():
    before = session("opening", credits=[speaker("ada"), speaker("bob")])
    after = session("opening", credits=[speaker("bob"), replace(speaker("ada"), status="delivered")])
    assert compared([before], [after]) == []


@pytest.mark.parametrize("regime", ["collective", "chatham-house"])
def test_who_was_named_before_a_session_named_nobody_is_not_told(regime):
    before = session("opening", "09:00-10:00", credits=[speaker("ada")])
    after = session("opening", "10:00-11:00", attribution=regime)
    moved = about("moved", **{"from": at("09:00", "10:00"), "to": at("10:00", "11:00")})
    assert compared([before], [after]) == [moved, about("attribution", to=regime)]


def test_a_part_of_a_session_that_names_nobody_names_nobody():
    before, after = (
        session("plenary", "", session("part", credits=found), attribution=regime)
        for regime, found in (("named", [speaker("ada")]), ("chatham-house", []))
    )
    assert compared([before], [after]) == [
        about("attribution", "plenary", to="chatham-house"),
        about("attribution", "part", to="chatham-house"),
    ]
    assert [(change["kind"], change["to"], change["affects"]) for change in compared([after], [before])] == [
        ("attribution", "named", []),
        ("attribution", "named", ["ada"]),
    ]


def test_languages_are_those_that_a_part_is_held_in():
    part = session("part")
    before = session("plenary", "", part, floor_languages=["en"], interpretation_languages=["fr"])
    after = session("plenary", "", part, floor_languages=["en"], interpretation_languages=["fr", "ar"])
    into = {"from": ["fr"], "to": ["fr", "ar"]}
    assert compared([before], [after]) == [
        about("languages", code, interpretation=into) for code in ("plenary", "part")
    ]


LINK = {"livestream_url": "https://live.example/secret"}


@pytest.mark.parametrize(
    ("before", "after", "links"),
    [
        ({}, LINK, {"livestream": "added"}),
        (LINK, {}, {"livestream": "removed"}),
        (LINK, {"livestream_url": "https://live.example/other"}, {"livestream": "changed"}),
        (LINK, LINK | {"livestream_opens_at": f"{DAY}T08:00:00+00:00"}, {"livestream": "changed"}),
        (LINK, {"recording_url": "https://live.example/secret"}, {"livestream": "removed", "recording": "added"}),
    ],
    ids=["added", "removed", "changed", "opens-later", "recorded"],
)
def test_links_are_told_of_without_their_addresses(before, after, links):
    found = compared([session("opening", **before)], [session("opening", **after)])
    assert found == [about("links", **links)]
    assert "live.example" not in str(found)


def test_texts_are_told_by_their_fields():
    after = session("opening", theme={"en": "AI"}, sdgs=[4], organizers=[UNESCO])
    assert compared([session("opening")], [after]) == [about("text", fields=["theme", "sdgs", "organizers"])]


def general(kind, affects=(), **values):
    return about(kind, "", affects, **values)


def test_rooms_tracks_speakers_and_the_edition_tell_for_themselves():
    ada, policy = person("ada", "Ada"), TrackEntry("policy", {"en": "Policy"})
    before = published(OPENING, speakers=[ada], tracks=[policy])
    after = published(
        OPENING,
        rooms=[replace(HALL, name={"en": "Great Hall"}, capacity=9), SALON, replace(HALL, slug="new")],
        tracks=[replace(policy, name={"en": "Policies"})],
        speakers=[replace(ada, titles={"en": ["Countess"]}), person("bob", "Bob")],
        edition=replace(agenda().edition, venue={"en": "Palace"}, ends_on="2022-12-14"),
    )
    assert compare(before, after) == [
        general("room-renamed", slug="hall", **{"from": {"en": "Hall"}, "to": {"en": "Great Hall"}}),
        general("track-renamed", slug="policy", **{"from": {"en": "Policy"}, "to": {"en": "Policies"}}),
        general("speaker", ["ada"], speaker="ada", name="Ada"),
        general("edition", fields=["ends_on", "venue"]),
    ]
    # A face among the featured guests and a longer biography change no name.
    quiet = published(OPENING, speakers=[replace(ada, featured=1, bio={"en": "Born in London."})], tracks=[policy])
    assert compare(before, quiet) == []


def test_a_speaker_is_told_what_touches_them():
    before = published(
        session("one", "09:00-10:00", credits=[speaker("ada"), speaker("bob")]),
        session("two", "11:00-12:00", credits=[speaker("bob")]),
        session("three", credits=[speaker("cyd")]),
    )
    after = published(
        session("one", "10:00-11:00", credits=[speaker("bob")]),
        session("two", "11:00-12:00", credits=[speaker("ada")]),
        session("three", credits=[speaker("cyd")], status="cancelled"),
    )
    found = compare(before, after)

    def told_to(slug):
        return [
            (it["session"], it["kind"], [(credit["change"], credit["speaker"]) for credit in it.get("speakers", [])])
            for it in of_speaker(found, slug)
        ]

    assert told_to("ada") == [
        ("one", "moved", []),
        ("one", "credits", [("removed", "ada")]),
        ("two", "credits", [("replaced", "ada")]),
    ]
    assert told_to("bob") == [("one", "moved", []), ("two", "credits", [("replaced", "ada")])]
    assert told_to("cyd") == [("three", "cancelled", [])]
    assert told_to("nobody") == []


def test_old_releases_are_read_in_todays_shape():
    stored = [
        {"session": "opening", "title": "Opening", "change": "moved"},
        {"session": "opening", "title": "Opening", "change": "credits changed"},
        {"session": "lunch", "title": "", "change": "removed"},
    ]
    assert read_changes(stored, published(OPENING)) == [
        about("moved", guid=""),
        about("credits", guid="", speakers=[]),
        about("removed", "lunch", guid="", title={}),
    ]


def test_a_session_that_names_nobody_by_now_has_not_named_anybody_before():
    one, other = (session(code, "09:00-10:00", credits=[speaker("ada")]) for code in ("one", "other"))
    stored = compared([session("one"), session("other")], [one, other])
    assert [change["affects"] for change in stored] == [["ada"]] * 4
    assert read_changes(stored, published(one, other)) == stored
    closed = published(replace(one, attribution="chatham-house", credits=[]), other)
    assert read_changes(stored, closed) == [stored[0] | {"affects": []}, *stored[2:]]


def test_a_session_that_is_gone_and_named_nobody_at_last_is_silent_too():
    stored = compared([session("one")], [session("one", credits=[speaker("ada")])])
    withdrawn = {"guid": "one", "code": "one", "title": {}, "starts_at": None, "ends_at": None, "track": None}
    gone = [withdrawn | {"speakers": names, "revision": 1, "changed_in": 2} for names in ([], ["ada"])]
    assert read_changes(stored, published() | {"withdrawn": gone[:1]}) == []
    assert read_changes(stored, published() | {"withdrawn": gone[1:]}) == stored
