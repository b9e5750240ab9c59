"""What is done to people's words before any engine sees them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.paper.text import breakable, clean

# Lone surrogates can come out of JSON escapes, so they belong to the words that people may send.
any_text = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("a\x00b\x07c", "abc"),
        ("one\r\ntwo\rthree\n\tfour", "one\ntwo\nthree\n\tfour"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("e\u0301", "é"),
        ("e\u202e\u0301", "é"),
        ("\ufeffx\ufffe\uffff\U0001ffff", "x"),
        ("\u2067abc\u2069\u202dd", "abcd"),
        ("薛澜 — “أحمد” №1\u00a0%", "薛澜 — “أحمد” №1\u00a0%"),
        ("می\u200cخواهم \u200e1", "می\u200cخواهم \u200e1"),
    ],
)
def test_clean_drops_only_what_no_reader_sees(raw, printed):
    assert clean(raw) == printed


@given(any_text)
def test_clean_text_is_composed_encodable_and_stays_as_it_is(text):
    cleaned = clean(text)

    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode()
    assert not {c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs")} - {"\n", "\t"}
    assert clean(cleaned) == cleaned


def test_breakable_leaves_words_of_sixty_letters():
    assert breakable("w" * 60) == "w" * 60
    assert breakable("w" * 61).count("\u200b") == 5


def test_breakable_leaves_chinese_which_breaks_anywhere_but_before_its_punctuation():
    text = "人工智能治理，" * 40
    assert breakable(text) == text


def test_breakable_keeps_a_letter_with_its_marks():
    assert "\u200b\u0301" not in breakable("x\u0301" * 100)


def test_breakable_keeps_joined_characters():
    assert "\u200b\u200d" not in breakable("नि\u200d" * 100)
    assert "\u200d\u200b" not in breakable("नि\u200d" * 100)


@given(st.text(max_size=300), st.integers(10, 80))
def test_breakable_only_adds_break_points(text, limit):
    assert breakable(text, limit).replace("\u200b", "") == text.replace("\u200b", "")


@given(st.text(st.characters(categories=("L", "N", "P", "M")), min_size=100, max_size=1000))
def test_breakable_puts_no_mark_after_a_break_point(text):
    pieces = breakable(text).split("\u200b")
    assert not [piece for piece in pieces[1:] if piece and unicodedata.category(piece[0]).startswith("M")]
