"""Which release each session last changed in, across releases."""

from dataclasses import replace

import hypothesis
import pytest
from hypothesis import strategies as st

from forums.agenda import revisions
from forums.agenda.content import RoomEntry, TrackEntry, to_json
from forums.agenda.reading import walk

from .entries import DAY, agenda, organization, person, session, speaker


def stamp(drafted, *following):
    return revisions.stamp(drafted.tree, *following)


def stamps(published):
    return {entry["code"]: (entry["revision"], entry["changed_in"]) for entry in walk(published["sessions"])}


def test_first_release_stamps_every_session_with_itself():
    first = stamp(agenda(session("a"), session("b")), None, 1)
    assert (stamps(first), first["withdrawn"]) == ({"a": (0, 1), "b": (0, 1)}, [])


def test_only_what_changed_is_stamped_anew():
    first = stamp(agenda(session("a"), session("b")), None, 1)
    second = stamp(agenda(session("a", room="hall"), session("b")), first, 2)
    third = stamp(agenda(session("a", room="hall"), session("b"), session("c")), second, 3)
    assert stamps(second) == {"a": (1, 2), "b": (0, 1)}
    assert stamps(third) == {"a": (1, 2), "b": (0, 1), "c": (0, 3)}


def test_part_that_changes_leaves_its_plenary_alone():
    first = stamp(agenda(session("a", "", session("a1"))), None, 1)
    second = stamp(agenda(session("a", "", session("a1", room="hall"))), first, 2)
    assert stamps(second) == {"a": (0, 1), "a1": (1, 2)}


def test_unchanged_agenda_is_the_same_byte_for_byte():
    first = stamp(agenda(session("a"), session("b")), None, 1)
    assert to_json(stamp(agenda(session("a"), session("b")), first, 2)) == to_json(first)


def test_withdrawn_session_is_kept_until_it_comes_back():
    first = stamp(agenda(session("a"), session("b")), None, 1)
    second = stamp(agenda(session("a")), first, 2)
    third = stamp(agenda(session("a")), second, 3)
    fourth = stamp(agenda(session("a"), session("b")), third, 4)
    assert [(entry["code"], entry["revision"], entry["changed_in"]) for entry in second["withdrawn"]] == [("b", 1, 2)]
    assert to_json(third) == to_json(second)
    assert (stamps(fourth), fourth["withdrawn"]) == ({"a": (0, 1), "b": (2, 4)}, [])


def test_stamps_of_the_draft_itself_do_not_count():
    first = stamp(agenda(session("a")), None, 1)
    drafted = replace(agenda(session("a")), sessions=[replace(session("a"), revision=7, changed_in=9)])
    assert stamps(stamp(drafted, first, 2)) == {"a": (0, 1)}


HALL, SALON = RoomEntry("hall", {"en": "Hall"}, 300), RoomEntry("salon", {"en": "Salon"}, None)
ADA = person("ada", "Ada Lovelace")


def held(**values):
    """A plenary with a panel in it, of which the panel takes its room, its track and its people from everywhere."""
    panel = session("panel", "09:00-10:00", credits=[speaker("ada")])
    plenary = session("plenary", "09:00-12:00", panel, room="hall", track="policy")
    made = replace(
        agenda(plenary), rooms=[HALL, SALON], tracks=[TrackEntry("policy", {"en": "Policy"})], speakers=[ADA]
    )
    return replace(made, **values)


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (held(rooms=[replace(HALL, name={"en": "Great Hall"}), SALON]), {"plenary", "panel"}),
        (held(rooms=[replace(HALL, capacity=400), SALON]), {"plenary", "panel"}),
        (held(rooms=[HALL, replace(SALON, name={"en": "Saloon"})]), set()),
        (held(rooms=[SALON, HALL]), set()),
        (held(tracks=[TrackEntry("policy", {"en": "Policies"})]), {"plenary", "panel"}),
        (held(speakers=[replace(ADA, name="Countess Lovelace")]), {"panel"}),
        (held(speakers=[replace(ADA, titles={"en": ["Analyst"]})]), {"panel"}),
        (held(speakers=[replace(ADA, organization=organization("rs", "Royal Society"))]), {"panel"}),
        (held(speakers=[replace(ADA, featured=1), person("bob", "Bob")]), set()),
        (held(edition=replace(held().edition, timezone="Europe/London")), {"plenary", "panel"}),
        (held(edition=replace(held().edition, venue={"en": "Palace"})), {"plenary", "panel"}),
        (held(edition=replace(held().edition, status="open", theme={"en": "AI"})), set()),
        (held(sessions=[replace(held().sessions[0], title={"en": "Main"})]), {"plenary", "panel"}),
        (held(sessions=[replace(held().sessions[0], status="cancelled")]), {"plenary", "panel"}),
        (held(sessions=[replace(held().sessions[0], description={"en": "Main"})]), {"plenary"}),
        (held(sessions=[replace(held().sessions[0], parts=[]), held().sessions[0].parts[0]]), {"panel"}),
    ],
    ids=[
        "room", "capacity", "other-room", "order-of-rooms", "track", "name", "titles", "organization", "featured",
        "zone", "venue", "edition", "title-of-the-whole", "the-whole-cancelled", "text-of-the-whole", "part-no-more",
    ],
)  # fmt: skip
def test_a_session_changes_with_whatever_is_printed_of_it(after, changed):
    first = stamp(held(), None, 1)
    told = {code for code, stamped in stamps(stamp(after, first, 2)).items() if stamped == (1, 2)}
    assert told == changed


def struck(published):
    return [(it["guid"], it["starts_at"], it["revision"], it["changed_in"]) for it in published["withdrawn"]]


def test_a_session_without_its_times_is_struck_out_until_it_has_some_again():
    nine, ten = f"{DAY}T09:00:00+00:00", "09:00-10:00"
    first = stamp(agenda(session("a", ten)), None, 1)
    second = stamp(agenda(session("a")), first, 2)
    third = stamp(agenda(session("a")), second, 3)
    fourth = stamp(agenda(session("a", title={"en": "Renamed"})), third, 4)
    fifth = stamp(agenda(session("a", ten)), fourth, 5)
    assert (stamps(second), struck(second)) == ({"a": (1, 2)}, [("a", nine, 1, 2)])
    assert to_json(third) == to_json(second)
    # Calendars are told no more than once that it is struck out.
    assert (stamps(fourth), struck(fourth)) == ({"a": (2, 4)}, [("a", nine, 1, 2)])
    assert (stamps(fifth), struck(fifth)) == ({"a": (3, 5)}, [])


def test_a_session_that_goes_after_it_lost_its_times_keeps_the_last_it_had():
    first = stamp(agenda(session("a", "09:00-10:00")), None, 1)
    second = stamp(agenda(session("a")), first, 2)
    third = stamp(agenda(), second, 3)
    fourth = stamp(agenda(session("a")), third, 4)
    assert struck(third) == [("a", f"{DAY}T09:00:00+00:00", 2, 3)]
    # It is back in the agenda and still not in a calendar.
    assert (stamps(fourth), struck(fourth)) == ({"a": (3, 4)}, struck(third))
    assert struck(stamp(agenda(session("a", "09:00-10:00")), fourth, 5)) == []


def test_a_withdrawn_session_is_told_of_as_a_release_that_stands_showed_it():
    shown = session("a", "08:00-09:00", title={"en": "Announced"}, track="policy", credits=[speaker("ada")])
    secret = {"title": {"en": "Secret"}, "credits": [speaker("bob")]}
    before = stamp(agenda(session("a", "09:00-10:00", **secret), session("b", "09:00-10:00", **secret)), None, 1)
    after = revisions.stamp(agenda().tree, before, 2, told={"a": agenda(shown).tree["sessions"][0]})
    kept = [{key: entry[key] for key in ("guid", "code", "title", "track", "speakers")} for entry in after["withdrawn"]]
    assert kept == [
        {"guid": "a", "code": "a", "title": {"en": "Announced"}, "track": "policy", "speakers": ["ada"]},
        {"guid": "b", "code": "", "title": {}, "track": None, "speakers": []},
    ]
    assert struck(after) == [("a", f"{DAY}T08:00:00+00:00", 1, 2), ("b", f"{DAY}T09:00:00+00:00", 1, 2)]


sometimes = st.sampled_from(["", "09:00-10:00", "10:00-11:00"])
drafts = st.lists(
    st.builds(lambda code, times, room: session(code, times, room=room), st.sampled_from("abc"), sometimes,
              st.sampled_from([None, "hall"])),
    unique_by=lambda drafted: drafted.code,
)  # fmt: skip


@hypothesis.settings(max_examples=60)
@hypothesis.given(st.lists(drafts, min_size=1, max_size=6))
def test_no_series_of_releases_lets_a_revision_fall_or_a_session_vanish(series):
    before, seen, told = None, {}, {}
    for version, sessions in enumerate(series, 1):
        after = stamp(agenda(*sessions), before, version)
        for code, (revision, changed_in) in stamps(after).items():
            assert seen.get(code, 0) <= revision
            assert changed_in <= version
            seen[code] = revision
        # A calendar takes what has a higher number than what it holds, and nothing else.
        entries = [*walk(after["sessions"]), *after["withdrawn"]]
        timed = [it for it in entries if it["starts_at"]]
        calendar = {it["guid"]: (it["revision"], it["starts_at"], it.get("room", "gone")) for it in timed}
        assert len(calendar) == len(timed)
        for guid, entry in told.items():
            assert guid in calendar
            assert calendar[guid] == entry or calendar[guid][0] > entry[0]
        told = calendar
        assert to_json(stamp(agenda(*sessions), after, version + 1)) == to_json(after)
        before = after
