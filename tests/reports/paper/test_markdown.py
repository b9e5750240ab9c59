"""What people type becomes runs and lists; nothing of it becomes markup or code."""

from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.paper.content import ListItem, Run
from reports.paper.markdown import Items, Text, joined, parse, words
from reports.paper.text import clean


def plain(text):
    return [Text((Run(text),))]


def item(label, text, *items):
    return ListItem(label, (Run(text),), items)


def said(blocks):
    """The text of blocks, in reading order, without labels."""

    def of(items):
        return [text for it in items for text in ("".join(run.text for run in it.runs), *of(it.items))]

    return [
        text
        for block in blocks
        for text in (["".join(run.text for run in block.runs)] if isinstance(block, Text) else of(block.items))
    ]


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\n", [], id="space"),
        pytest.param("One\nline\\\nafter  \nanother.", plain("One line after another."), id="lines"),
        pytest.param("One.\n\nTwo.", plain("One.") + plain("Two."), id="paragraphs"),
        pytest.param(
            "a **b *c* d** *e*",
            [
                Text(
                    (
                        Run("a "),
                        Run("b ", strong=True),
                        Run("c", strong=True, emph=True),
                        Run(" d", strong=True),
                        Run(" "),
                        Run("e", emph=True),
                    )
                )
            ],
            id="strong-and-emphasis",
        ),
        pytest.param("# A *b*", [Text((Run("A ", strong=True), Run("b", strong=True, emph=True)))], id="heading"),
        pytest.param("> a\n>\n> b", plain("a") + plain("b"), id="quotation"),
        pytest.param("a `b*c*` d", plain("a b*c* d"), id="code"),
        pytest.param("```py\na = 1\n```", plain("a = 1"), id="fence"),
        pytest.param("    a = 1\n", plain("a = 1"), id="indented-code"),
        pytest.param("```\n```\n\n---\n\n***\n", [], id="fences-and-rules-without-words"),
        pytest.param("\\*a\\* 1\\. &amp; &lt;b&gt;", plain("*a* 1. & <b>"), id="escapes"),
        pytest.param("*a", plain("*a"), id="open-emphasis"),
        pytest.param("| a | b |\n|---|---|", plain("| a | b | |---|---|"), id="no-tables"),
        pytest.param("a\r\nb\x00c\u202ed", plain("a bcd"), id="unseen-characters"),
    ],
)
def test_a_text_becomes_blocks(markdown, blocks):
    assert parse(markdown) == blocks


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a<br>b",
        "<!-- a --> <![CDATA[b]]>",
        '#import "x": *',
        "#eval(read(1)) $x$ @ref",
        "\\input{x}",
        "{{ x }} {% y %} {x.y} ${z} %s",
        "=cmd|' /C calc'!A0",
    ],
)
def test_what_looks_like_code_stays_text(html):
    assert parse(html) == plain(html)
    assert parse(f"- {html}") == [Items((ListItem("•", (Run(html),)),))]


@pytest.mark.parametrize(
    ("markdown", "runs"),
    [
        pytest.param("[a](https://b.org/c)", [Run("a", href="https://b.org/c")], id="https"),
        pytest.param("[a](http://b.org)", [Run("a", href="http://b.org")], id="http"),
        pytest.param("[a](mailto:b@c.org)", [Run("a", href="mailto:b@c.org")], id="mailto"),
        pytest.param("<https://b.org>", [Run("https://b.org", href="https://b.org")], id="autolink"),
        pytest.param("[a][b]\n\n[b]: https://c.org", [Run("a", href="https://c.org")], id="reference"),
        pytest.param(
            "[a **b**](https://c.org) d",
            [Run("a ", href="https://c.org"), Run("b", strong=True, href="https://c.org"), Run(" d")],
            id="marked-up",
        ),
        pytest.param("https://b.org", [Run("https://b.org")], id="bare-address-is-text"),
        pytest.param("[a](javascript:alert(1))", [Run("[a](javascript:alert(1))")], id="javascript"),
        pytest.param("<javascript:alert(1)>", [Run("<javascript:alert(1)>")], id="javascript-autolink"),
        pytest.param("[a](data:text/html,b)", [Run("[a](data:text/html,b)")], id="data"),
        pytest.param("[a](file:///etc/passwd)", [Run("[a](file:///etc/passwd)")], id="file"),
        pytest.param("[a](ftp://b.org) c", [Run("a c")], id="ftp"),
        pytest.param("[a](//b.org) c", [Run("a c")], id="without-scheme"),
        pytest.param("[a](/etc/passwd) c", [Run("a c")], id="path"),
        pytest.param("![A *map* here](http://b.org/c.png)", [Run("A map here")], id="image-is-its-words"),
        pytest.param("[![map](c.png)](https://b.org)", [Run("map", href="https://b.org")], id="linked-image"),
    ],
)
def test_only_honest_links_stay_links(markdown, runs):
    assert parse(markdown) == [Text(tuple(runs))]


def test_an_image_without_words_is_nothing():
    assert parse("![](http://b.org/c.png)") == []


@pytest.mark.parametrize(
    ("markdown", "items"),
    [
        pytest.param("- a\n- b", [item("•", "a"), item("•", "b")], id="bullets"),
        pytest.param("3. a\n4. b", [item("3.", "a"), item("4.", "b")], id="numbers-from-three"),
        pytest.param(
            "- a\n  1. b\n     - c\n- d", [item("•", "a", item("1.", "b", item("•", "c"))), item("•", "d")], id="nested"
        ),
        pytest.param("- a\n  - b\n  1. c", [item("•", "a", item("•", "b"), item("1.", "c"))], id="two-lists-in-one"),
        pytest.param("- a\n\n  b", [item("•", "a b")], id="two-paragraphs-in-one"),
        pytest.param("- a\n  > b\n  > - c", [item("•", "a b", item("•", "c"))], id="quotation"),
        pytest.param("- a\n  ```\n  b\n  ```\n- # c", [item("•", "a b"), item("•", "c")], id="code-and-heading"),
        pytest.param("-", [ListItem("•", ())], id="empty"),
    ],
)
def test_lists_keep_their_labels_and_every_word(markdown, items):
    assert parse(markdown) == [Items(tuple(items))]


@pytest.mark.parametrize(
    "markdown",
    ["[" * 5000, "![" * 5000, "*" * 5001 + "a", "a" + "`" * 5000, "<" * 5000, "&" * 5000],
    ids=["brackets", "images", "stars", "ticks", "angles", "entities"],
)
def test_thousands_of_marks_that_nobody_closes_are_text(markdown):
    assert "".join(said(parse(markdown))) == markdown


@pytest.mark.parametrize(
    "markdown", ["> " * 5000 + "a", "- " * 5000 + "a", "[a](" * 5000], ids=["quotes", "lists", "links"]
)
def test_nesting_without_end_ends(markdown):
    parse(markdown)


# A busy machine is no fault of the parser.
@settings(deadline=None)
@given(st.text())
def test_any_text_is_parsed(text):
    for line in said(parse(text)):
        assert normalize("NFC", line) == clean(line)
        assert "\n" not in line


@settings(deadline=None)
@given(
    st.lists(st.text("abcdefghij", min_size=1, max_size=12), min_size=1), st.sampled_from([" ", "\n", "\n\n", "  \n"])
)
def test_plain_words_are_all_kept(typed, between):
    assert " ".join(said(parse(between.join(typed)))) == " ".join(typed)


@settings(deadline=None)
@given(
    st.lists(st.builds(Run, st.text("ab"), st.booleans(), st.booleans(), href=st.sampled_from(["", "https://a.org"])))
)
def test_joining_runs_changes_nothing_that_is_read(runs):
    def letters(runs):
        return [(letter, run.strong, run.emph, run.href) for run in runs for letter in run.text]

    result = joined(runs)
    assert letters(result) == letters(runs)
    ways = [(run.strong, run.emph, run.href) for run in result]
    assert all(left != right for left, right in pairwise(ways))


def test_words_are_cleaned_and_stand_on_one_line():
    assert words("a\x00b\r\nc e\u0301") == "ab c é"
