"""Numbers as a document prints them."""

import pytest

from reports.paper.numbering import cardinal, ordinal, roman


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "I"), (3, "III"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (90, "XC"), (400, "CD"), (1998, "MCMXCVIII")],
)
def test_roman_numerals(number, numeral):
    assert roman(number) == numeral


def test_no_two_roman_numerals_are_alike():
    assert len({roman(number) for number in range(1, 200)}) == 199


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "first"),
        (2, "second"),
        (3, "third"),
        (5, "fifth"),
        (12, "twelfth"),
        (13, "13th"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
        (24, "24th"),
        (111, "111th"),
        (112, "112th"),
        (113, "113th"),
        (121, "121st"),
    ],
)
def test_ordinals_are_words_up_to_twelve(number, word):
    assert ordinal(number) == word


@pytest.mark.parametrize(
    ("number", "word"), [(0, "zero"), (1, "one"), (7, "seven"), (10, "ten"), (11, "11"), (70, "70")]
)
def test_cardinals_are_words_up_to_ten(number, word):
    assert cardinal(number) == word
