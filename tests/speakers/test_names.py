"""How a person is named: in the programme, in an index, at a later mention."""

import pytest

from speakers.names import Name


@pytest.mark.parametrize(
    ("name", "plain", "styled", "in_index", "later"),
    [
        (Name("Trankmann", "Beate"), "Beate Trankmann", "Beate Trankmann", "Trankmann, Beate", "Trankmann"),
        (Name("Xue", "Lan", family_first=True), "Xue Lan", "Xue Lan", "Xue Lan", "Xue"),
        (
            Name("Hall", "Wendy", honorific="Dame", short="Dame Wendy"),
            "Wendy Hall",
            "Dame Wendy Hall",
            "Hall, Wendy",
            "Dame Wendy",
        ),
        (
            Name("Gong", "Ke", family_first=True, honorific="Prof."),
            "Gong Ke",
            "Prof. Gong Ke",
            "Gong Ke",
            "Gong",
        ),
        (Name("Aristotle"), "Aristotle", "Aristotle", "Aristotle", "Aristotle"),
        (Name("Aristotle", family_first=True), "Aristotle", "Aristotle", "Aristotle", "Aristotle"),
        (Name("Ó Sé", "Páidí"), "Páidí Ó Sé", "Páidí Ó Sé", "Ó Sé, Páidí", "Ó Sé"),
    ],
    ids=["given-first", "family-first", "honorific", "honorific-family-first", "one-name", "one-name-first", "accents"],
)  # fmt: skip
def test_a_name_is_printed(name, *, plain, styled, in_index, later):
    assert (name.plain, name.styled, name.sorted, name.later) == (plain, styled, in_index, later)
