"""Which release each session last changed in, across releases."""

from dataclasses import asdict, replace

from forums.agenda.revisions import stamp

from .entries import agenda, session


def tree(published):
    return asdict(published)


def stamps(published):
    return {entry.code: (entry.revision, entry.changed_in) for entry in published.walk()}


def test_first_release_stamps_every_session_with_itself():
    first = stamp(agenda(session("a"), session("b")), None, 1)
    assert (stamps(first), first.withdrawn) == ({"a": (0, 1), "b": (0, 1)}, [])


def test_only_what_changed_is_stamped_anew():
    first = stamp(agenda(session("a"), session("b")), None, 1)
    second = stamp(agenda(session("a", room="hall"), session("b")), tree(first), 2)
    third = stamp(agenda(session("a", room="hall"), session("b"), session("c")), tree(second), 3)
    assert stamps(second) == {"a": (1, 2), "b": (0, 1)}
    assert stamps(third) == {"a": (1, 2), "b": (0, 1), "c": (0, 3)}


def test_part_that_changes_leaves_its_plenary_alone():
    first = stamp(agenda(session("a", "", session("a1"))), None, 1)
    second = stamp(agenda(session("a", "", session("a1", room="hall"))), tree(first), 2)
    assert stamps(second) == {"a": (0, 1), "a1": (1, 2)}


def test_unchanged_agenda_is_the_same_byte_for_byte():
    first = stamp(agenda(session("a"), session("b")), None, 1)
    assert stamp(agenda(session("a"), session("b")), tree(first), 2).to_json() == first.to_json()


def test_withdrawn_session_is_kept_until_it_comes_back():
    first = stamp(agenda(session("a"), session("b")), None, 1)
    second = stamp(agenda(session("a")), tree(first), 2)
    third = stamp(agenda(session("a")), tree(second), 3)
    fourth = stamp(agenda(session("a"), session("b")), tree(third), 4)
    assert [(entry.code, entry.revision, entry.changed_in) for entry in second.withdrawn] == [("b", 1, 2)]
    assert third.to_json() == second.to_json()
    assert (stamps(fourth), fourth.withdrawn) == ({"a": (0, 1), "b": (2, 4)}, [])


def test_stamps_of_the_draft_itself_do_not_count():
    first = stamp(agenda(session("a")), None, 1)
    drafted = replace(agenda(session("a")), sessions=[replace(session("a"), revision=7, changed_in=9)])
    assert stamps(stamp(drafted, tree(first), 2)) == {"a": (0, 1)}
