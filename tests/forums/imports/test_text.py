"""Texts as they are kept."""

import pytest

from forums.imports.text import line, plain, prose, told
from forums.models.fields import validate_printable


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two", "One\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ('See <a href="https://x.test">here</a>.', "See here (https://x.test)."),
        ('<a href="https://x.test">https://x.test</a>', "https://x.test"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("<p>AT&amp;T &lt;3</p>", "AT&T <3"),
        ("<p>One</p><script>alert(1)</script><!-- <b>no</b> --><p>Two</p>", "One\n\nTwo"),
        ("a < b and <c> is no tag", "a < b and <c> is no tag"),
        ("AT&amp;T", "AT&amp;T"),
    ],
)
def test_html_becomes_text(html, text):
    assert plain(html) == text


def test_html_without_an_end_is_read_in_one_pass():
    for piece in ("<p", "<a x='", "<!--", "<a>", "<p><"):
        plain(f"<p>{piece * 19_000}"[:100_000])
    with pytest.raises(ValueError, match="100,001 characters"):
        plain("x" * 100_001)


def test_nothing_invisible_is_kept():
    hidden = "".join(map(chr, [*range(32), 0x7F, 0x85, 0xD800, 0xFDD0, 0xFFFE, 0x1FFFF, 0x202D, 0x202E, 0xFEFF]))
    for kept in (line(f"a{hidden}b"), prose(f"a{hidden}b")):
        validate_printable(kept)
    assert line(" a\n b\u2028c ") == "a b c"
    assert prose("a\r\n\r\n\r\n\r\nb \n") == "a\n\nb"


@pytest.mark.parametrize(
    ("cell", "text"), [(None, ""), (5.0, "5"), (5.5, "5.5"), (True, "yes"), ("#REF!", ""), (" a ", "a")]
)
def test_a_cell_is_text(cell, text):
    assert told(cell) == text
