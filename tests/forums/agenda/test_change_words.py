"""Changes as sentences, in every language."""

from dataclasses import replace

import pytest

from forums.agenda import phrases
from forums.agenda.change_words import in_words, title_of
from forums.agenda.changes import compare, read_changes
from forums.agenda.content import RoomEntry, TrackEntry
from forums.languages import CODES

from .entries import DAY, agenda, organization, person, seat, session, speaker

ROOMS = [RoomEntry("hall", {"en": "Hall A", "fr": "Salle A"}, None), RoomEntry("salon", {"en": "Hall B"}, None)]
BEFORE = session("opening", "09:00-10:00", room="hall")


def published(*sessions, **values):
    return replace(agenda(*sessions), **{"rooms": ROOMS} | values).tree


def said(before, after, language="en", zone="UTC", **values):
    """The sentences about what one session became."""
    return [in_words(change, language, zone) for change in compare(published(before), published(after, **values))]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (session("opening", "10:30-11:30", room="salon"), "Moved from Mon 12 Dec 09:00, Hall A to 10:30, Hall B."),
        (session("opening", "10:30-11:30", room="hall"), "Moved from Mon 12 Dec 09:00 to 10:30."),
        (
            session("opening", f"{DAY[:-1]}3T09:00:00+00:00 - {DAY[:-1]}3T10:00:00+00:00", room="hall"),
            "Moved from Mon 12 Dec 09:00 to Tue 13 Dec 09:00.",
        ),
        (
            session("opening", "10:30-12:00", room="hall"),
            "Moved from Mon 12 Dec 09:00–10:00 to Mon 12 Dec 10:30–12:00.",
        ),
        (session("opening", "09:00-10:00", room="salon"), "Moved from Hall A to Hall B."),
        (session("opening", "09:00-10:00", all_rooms=True), "Moved from Hall A to all rooms."),
        (session("opening", "09:00-10:00"), "Room to be confirmed."),
        (session("opening", "09:00-10:30", room="hall"), "Ends at 10:30 instead of 10:00."),
        (
            session("opening", "09:00-10:30", room="salon"),
            "Moved from Hall A to Hall B; ends at 10:30 instead of 10:00.",
        ),
        (session("opening", room="hall"), "Time to be confirmed."),
        (session("opening", "09:00-10:00", room="hall", status="cancelled"), "Cancelled."),
        (session("opening", "09:00-10:00", room="hall", title={"en": "Start"}), "Renamed from “Opening” to “Start”."),
        (session("opening", "09:00-10:00", room="hall", title={"en": "Opening", "fr": "Début"}), "Renamed."),
        (session("opening", "09:00-10:00", room="hall", kind="plenary", number=3), "Now Main Plenary III."),
        (session("opening", "09:00-10:00", room="hall", description={"en": "…"}), "Description or details revised."),
        (
            replace(BEFORE, floor_languages=["en"], interpretation_languages=["ar", "ru"]),
            "Spoken on the floor: English; interpretation into: Arabic, Russian.",
        ),
        (session("opening", "09:00-10:00", room="hall", recording_url="https://a.example"), "Recording: link added."),
        (
            session("opening", "09:00-10:00", room="hall", attribution="chatham-house"),
            "Held under the Chatham House Rule.",
        ),
    ],
    ids=[
        "time-and-room", "time", "day", "longer", "room", "all-rooms", "no-room", "end", "room-and-end", "no-time",
        "cancelled", "renamed", "renamed-elsewhere", "numbered", "text", "languages", "link", "regime",
    ],
)  # fmt: skip
def test_a_change_is_one_sentence(after, words):
    assert said(BEFORE, after) == [words]


def test_what_comes_back_or_comes_first_says_when_and_where():
    assert said(replace(BEFORE, status="cancelled"), BEFORE) == [
        "Takes place after all: Mon 12 Dec 09:00–10:00, Hall A."
    ]
    assert said(session("opening", room="hall"), BEFORE) == ["Now takes place: Mon 12 Dec 09:00–10:00, Hall A."]
    assert said(session("opening", "09:00-10:00"), BEFORE) == ["Now takes place: Hall A."]
    [added, removed] = said(BEFORE, session("dinner"))
    assert (added, removed) == ("Added.", "Withdrawn.")
    assert said(session("dinner"), BEFORE)[0] == "Added: Mon 12 Dec 09:00–10:00, Hall A."


def test_times_are_told_in_the_zone():
    assert said(BEFORE, replace(BEFORE, **times("10:00", "11:00")), zone="Asia/Shanghai") == [
        "Moved from Mon 12 Dec 17:00 to 18:00."
    ]
    # The night is short, and a session of days says its last.
    night = replace(BEFORE, **times("16:00", "18:00"))
    assert said(session("dinner"), night, zone="Asia/Shanghai")[0] == "Added: Tue 13 Dec 00:00–02:00, Hall A."
    fair = replace(BEFORE, ends_at="2022-12-14T10:00:00+00:00")
    assert said(session("dinner"), fair)[0] == "Added: Mon 12 Dec 09:00 – Wed 14 Dec 10:00, Hall A."


def times(start, end):
    return {"starts_at": f"{DAY}T{start}:00+00:00", "ends_at": f"{DAY}T{end}:00+00:00"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Moved from Mon 12 Dec 09:00, Hall A to 10:30, Hall B."),
        ("zh-hans", "由12月12日（周一） 09:00、Hall A改至10:30、Hall B。"),
        ("fr", "Déplacé\u202f: lun. 12 décembre 09:00, Salle A → 10:30, Hall B."),
        ("es", "Cambia de lun 12 de diciembre 09:00, Hall A a 10:30, Hall B."),
        ("ru", "Перенесено: пн 12 декабря 09:00, Hall A → 10:30, Hall B."),
        ("ar", "نُقلت من الاثنين 12 ديسمبر 09:00، Hall A إلى 10:30، Hall B."),
    ],
)
def test_a_move_is_told_in_six_languages(language, words):
    assert said(BEFORE, session("opening", "10:30-11:30", room="salon"), language) == [words]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ([], [speaker("ada")], "ada joins (panelist)."),
        ([speaker("ada")], [], "ada no longer takes part (panelist)."),
        ([speaker("ada")], [speaker("bob")], "bob replaces ada (panelist)."),
        ([seat(organization("unesco", "UNESCO"))], [speaker("ada")], "ada replaces Delegate of UNESCO (panelist)."),
        ([speaker("ada")], [replace(speaker("ada"), role="chair")], "ada: chair instead of panelist."),
        ([speaker("ada")], [replace(speaker("ada"), talk={"en": "AI"})], "ada: new title of the talk."),
        ([speaker("ada")], [replace(speaker("ada"), mode="video-link")], "ada: by video link."),
        (
            [speaker("ada")],
            [replace(speaker("ada"), role="chair"), speaker("bob")],
            "ada: chair instead of panelist; bob joins (panelist).",
        ),
    ],
    ids=["added", "removed", "replaced", "seat", "role", "talk", "mode", "several"],
)
def test_credits_are_told_person_by_person(before, after, words):
    assert said(session("a", credits=before), session("a", credits=after)) == [words]


def test_nesting_and_tracks_are_told_by_their_names():
    whole, tracks = session("panel"), [TrackEntry("policy", {"en": "Policy"})]
    before, after = published(whole, session("part")), published(session("panel", "", session("part")))
    assert [in_words(change, "en", "UTC") for change in compare(before, after)] == ["Now part of “Panel”."]
    assert [in_words(change, "en", "UTC") for change in compare(after, before)] == ["No longer part of “Panel”."]
    before, after = published(whole, tracks=tracks), published(replace(whole, track="policy"), tracks=tracks)
    assert [in_words(change, "en", "UTC") for change in compare(before, after)] == ["Now in the track “Policy”."]
    assert [in_words(change, "en", "UTC") for change in compare(after, before)] == ["No longer in the track “Policy”."]


def test_what_is_about_no_session_says_what_it_is_about():
    ada = person("ada", "Ada")
    before = published(speakers=[ada])
    after = published(
        rooms=[replace(ROOMS[0], name={"en": "Great Hall"})],
        speakers=[replace(ada, titles={"en": ["Countess"]})],
        edition=replace(agenda().edition, venue={"en": "Palace"}),
    )
    assert [in_words(change, "en", "UTC") for change in compare(before, after)] == [
        "“Hall A” is now called “Great Hall”.",
        "Name or titles of Ada updated.",
        "Details of the edition updated.",
    ]


def test_old_releases_are_told_as_far_as_they_know():
    kinds = ["added", "removed", "cancelled", "moved", "renamed", "credits changed"]
    stored = [{"session": "a", "title": "A", "change": kind} for kind in kinds]
    assert [in_words(change, "en", "UTC") for change in read_changes(stored, published())] == [
        "Added.", "Withdrawn.", "Cancelled.", "Moved to another time or room.", "Renamed.", "Other speakers.",
    ]  # fmt: skip


def test_names_with_braces_are_names():
    hall = RoomEntry("hall", {"en": "{0} {x}"}, None)
    assert said(session("opening", "09:00-10:00", room="salon"), BEFORE, rooms=[hall, ROOMS[1]])[0] == (
        "Moved from Hall B to {0} {x}."
    )


def test_a_title_falls_back_to_what_there_is():
    change = {"title": {"fr": "Ouverture", "en": "Opening"}}
    assert [title_of(change, language) for language in ("fr", "ru")] == ["Ouverture", "Opening"]
    assert [title_of({"title": texts}, "ru") for texts in ({"ar": "افتتاح"}, {})] == ["افتتاح", ""]


@pytest.mark.parametrize("table", ["_SENTENCES", "_COUNTS", "_HEADINGS", "_NAMES"])
def test_every_phrase_is_in_six_languages_with_the_same_places_to_fill(table):
    for name, row in getattr(phrases, table).items():
        assert len(row) == len(CODES), name
        assert all(row), name
        assert len({frozenset(place for place in ("{}", "{0}", "{1}", "{2}") if place in text) for text in row}) == 1, (
            name
        )


@pytest.mark.parametrize("language", CODES)
def test_every_change_has_words_in_every_language(language):
    panel = {"credits": [speaker("ada")], "track": "policy", "number": 1, "livestream_url": "https://a.example"}
    before = published(
        session("a", "09:00-10:00", session("b"), room="hall", **panel), session("c"), session("d", status="cancelled"),
        tracks=[TrackEntry("policy", {"en": "Policy"})], speakers=[person("ada", "Ada")],
    )  # fmt: skip
    after = published(
        session("a", "10:00-11:00", title={"en": "New"}, floor_languages=["fr"], theme={"en": "AI"}, number=2,
                credits=[speaker("bob")]),
        session("b", attribution="collective"), session("d"), session("e"),
        rooms=[replace(ROOMS[0], name={"en": "Great Hall"})], tracks=[TrackEntry("policy", {"en": "Policies"})],
        speakers=[person("ada", "Countess")], edition=replace(agenda().edition, venue={"en": "Palace"}),
    )  # fmt: skip
    found = compare(before, after)
    assert {change["kind"] for change in found} == {
        "added", "removed", "moved", "renamed", "numbered", "nested", "track", "credits", "attribution", "languages",
        "links", "text", "reinstated", "room-renamed", "track-renamed", "speaker", "edition",
    }  # fmt: skip
    for change in found:
        words = in_words(change, language, "UTC")
        assert words.endswith((".", "。"))
        assert not {"{", "}"} & set(words)
