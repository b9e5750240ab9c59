"""What a reader is told of a new release, session by session."""

from dataclasses import asdict

import pytest

from forums.agenda.changes import compare

from .entries import agenda, session, speaker


def changes(before, after):
    told = compare(asdict(agenda(*before)), asdict(agenda(*after)))
    return [(change["session"], change["change"]) for change in told]


OPENING = session("opening", "09:00-10:00")


def test_the_first_release_has_no_changes():
    assert compare(None, asdict(agenda(OPENING))) == []


def test_a_change_names_the_session_as_it_is_printed_now():
    before, after = agenda(OPENING), agenda(session("opening", "09:00-10:00", title={"fr": "Ouverture", "en": "Start"}))
    assert compare(asdict(before), asdict(after)) == [{"session": "opening", "title": "Start", "change": "renamed"}]


@pytest.mark.parametrize(("title", "told"), [({"fr": "Ouverture"}, "Ouverture"), ({}, "")], ids=["french", "none"])
def test_a_title_without_english_is_told_in_what_there_is(title, told):
    added = compare(asdict(agenda()), asdict(agenda(session("opening", title=title))))
    assert added == [{"session": "opening", "title": told, "change": "added"}]


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ({}, []),
        ({"times": "09:15-10:00"}, ["moved"]),
        ({"times": "09:00-10:15"}, ["moved"]),
        ({"times": "10:00-11:00", "room": "hall"}, ["moved"]),
        ({"room": "hall"}, ["moved"]),
        ({"all_rooms": True}, ["moved"]),
        ({"title": {"en": "Opening", "fr": "Ouverture"}}, ["renamed"]),
        ({"credits": [speaker("ada")]}, ["credits changed"]),
        ({"status": "cancelled"}, ["cancelled"]),
        ({"status": "cancelled", "title": {"en": "Cancelled"}}, ["cancelled"]),
        ({"status": "held"}, []),
        ({"description": {"en": "In the hall."}}, []),
        (
            {"times": "10:00-11:00", "title": {"en": "Start"}, "credits": [speaker("ada")]},
            ["moved", "renamed", "credits changed"],
        ),
    ],
    ids=[
        "nothing", "start", "end", "all-of-it-once", "room", "all-rooms", "title", "credits", "cancelled",
        "cancelled-only", "held", "description", "several",
    ],
)  # fmt: skip
def test_a_change_is_told_by_its_kind(values, kinds):
    after = session("opening", **({"times": "09:00-10:00"} | values))
    assert changes([OPENING], [after]) == [("opening", kind) for kind in kinds]


def test_what_was_cancelled_before_is_not_cancelled_again():
    before = session("opening", "09:00-10:00", status="cancelled")
    after = session("opening", "10:00-11:00", status="cancelled")
    assert changes([before], [after]) == [("opening", "moved")]


def test_sessions_come_and_go_at_every_depth():
    before = [session("plenary", "", session("panel", "", session("old-part")))]
    after = [session("plenary", "", session("panel", "", session("new-part"))), session("closing")]
    assert changes(before, after) == [("new-part", "added"), ("closing", "added"), ("old-part", "removed")]


def test_a_session_is_the_same_by_its_guid():
    before, after = session("opening", guid="one"), session("start", guid="one", title={"en": "Start"})
    assert changes([before], [after]) == [("start", "renamed")]
    assert changes([before], [session("opening", guid="two")]) == [("opening", "added"), ("opening", "removed")]
