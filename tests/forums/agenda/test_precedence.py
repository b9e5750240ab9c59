"""In which order those who take part in a session are named."""

import pytest

from forums.agenda.precedence import ROLES, Standing, in_protocol_order
from forums.models import Credit, SpeakerCard

MINISTER, OTHER = SpeakerCard.Rank.MINISTER, SpeakerCard.Rank.OTHER


def ordered(*standings):
    """Their names in protocol order."""
    return [it.name for it in in_protocol_order(standings, lambda standing: standing)]


def test_every_role_has_its_place():
    assert sorted(ROLES) == sorted(Credit.Role.values)


@pytest.mark.parametrize(
    ("standings", "names"),
    [
        ([], []),
        (
            [Standing("rapporteur", OTHER, "a"), Standing("panelist", OTHER, "b"), Standing("chair", OTHER, "c")],
            ["c", "b", "a"],
        ),
        # A minister on a panel comes first of the panel, and after the keynote.
        (
            [Standing("panelist", OTHER, "a"), Standing("panelist", MINISTER, "b"), Standing("keynote", OTHER, "c")],
            ["c", "b", "a"],
        ),
        ([Standing("panelist", OTHER, "b"), Standing("panelist", OTHER, "A")], ["A", "b"]),
        ([Standing("panelist", OTHER), Standing("panelist", OTHER, "a")], ["a", ""]),
        ([Standing("new role", OTHER, "a"), Standing("rapporteur", OTHER, "b")], ["b", "a"]),
        # Places by hand
        ([Standing("chair", OTHER, "a"), Standing("rapporteur", OTHER, "b", 1)], ["b", "a"]),
        (
            [Standing("chair", OTHER, "a"), Standing("keynote", OTHER, "b"), Standing("speech", OTHER, "c", 2)],
            ["a", "c", "b"],
        ),
        ([Standing("chair", OTHER, "a", 9), Standing("keynote", OTHER, "b")], ["b", "a"]),
        (
            [Standing("speech", OTHER, "a", 7), Standing("speech", OTHER, "b", 3), Standing("chair", OTHER, "c", 5)],
            ["b", "c", "a"],
        ),
        ([Standing("speech", OTHER, "b", 1), Standing("chair", OTHER, "a", 1)], ["a", "b"]),
    ],
    ids=[
        "nobody", "role", "rank-within-role", "name", "seat-last", "unknown-role-last", "first-by-hand",
        "second-by-hand", "past-the-end", "all-by-hand", "one-place-for-two",
    ],
)  # fmt: skip
def test_order(standings, names):
    assert ordered(*standings) == names
    assert ordered(*reversed(standings)) == names


def test_equals_stay_as_they_came():
    assert in_protocol_order("ab", lambda _: Standing("speech", OTHER)) == ["a", "b"]
