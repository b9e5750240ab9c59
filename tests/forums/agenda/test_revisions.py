"""Which release each session last changed in, across releases."""

from dataclasses import replace

from forums.agenda import revisions
from forums.agenda.content import to_json
from forums.agenda.reading import walk

from .entries import agenda, session


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
