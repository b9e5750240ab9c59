"""What people would type for a block, and what is made of what they typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.assembly.own_text import instead_of
from reports.paper.content import Chart, ListBlock, ListItem, Paragraph, Run, Series, Table
from reports.paper.plain import plain
from reports.paper.typed import as_typed, reworded

TABLE = Table(
    "t", "Who came", ("", "2021", "2022"), ("l", "r", "r"), (("Speakers", "70", "over 90"),), ("Source: us.",)
)
CHART = Chart(
    "c",
    "Reach",
    "Bar chart.",
    ("2021", "2022"),
    (Series("Views", (1.0, None), ("1", "")), Series("Reposts", (2.0, 3.0), ("2", "3"))),
)
LETTERS = (
    st.text(st.sampled_from("ab 1.-+#*_[]()<>&\\`~=!|:“”，。人工智能"), min_size=1)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@pytest.mark.parametrize(
    ("runs", "typed"),
    [
        ([Run("Plain. 2 * 3 is [six].")], r"Plain. 2 \* 3 is \[six\]."),
        ([Run("First.", strong=True), Run(" To talk.")], "**First**. To talk."),
        ([Run("第一。", strong=True), Run("人工智能")], "**第一**。人工智能"),
        ([Run("as in "), Run("1 ", emph=True), Run("Dune", strong=True, emph=True)], "as in *1* ***Dune***"),
        ([Run("see "), Run("here", href="https://example.org/")], "see [here](https://example.org/)"),
        (
            [Run("as ["), Run("@oecd", ref="instruments/oecd"), Run("; "), Run("@eu", ref="instruments/eu"), Run("]")],
            "as [@oecd; @eu]",
        ),
        ([Run("1. January")], r"1\. January"),
        ([Run("# not a heading")], r"\# not a heading"),
    ],
)
def test_a_paragraph_is_typed_as_markdown(runs, typed):
    assert as_typed(Paragraph("p", tuple(runs))) == typed


@given(st.lists(st.builds(Run, LETTERS, strong=st.booleans(), emph=st.booleans()), min_size=1, max_size=4))
def test_what_is_typed_prints_the_same_words(runs):
    block = Paragraph("p", tuple(runs))
    (made,) = instead_of(block, as_typed(block))
    assert " ".join(plain(made).split()) == " ".join(plain(block).split())


def test_a_list_keeps_its_manner_of_numbering():
    items = (ListItem("(1)", (Run("one"),)), ListItem("(2)", (Run("two"),), (ListItem("•", (Run("inner"),)),)))
    block = ListBlock("l", items)
    assert as_typed(block) == "1. one\n2. two\n   -  inner"
    assert instead_of(block, as_typed(block)) == [block]


@pytest.mark.parametrize("block", [TABLE, CHART], ids=["table", "chart"])
def test_a_table_or_chart_in_its_own_words_is_itself(block):
    made = reworded(block, as_typed(block))
    assert (plain(made), type(made)) == (plain(block), type(block))


def test_a_table_takes_other_words():
    made = reworded(TABLE, "来了谁\n | 2021 | 2022\n演讲者|70|逾90\n资料来源：我们。")
    assert (made.caption, made.header, made.rows, made.notes) == (
        "来了谁",
        ("", "2021", "2022"),
        (("演讲者", "70", "逾90"),),
        ("资料来源：我们。",),
    )


def test_a_chart_keeps_what_it_measures_and_is_spoken_in_its_words():
    made = reworded(CHART, "影响\n2021 | 2022\n观看 | 一 | \n转发 | 二 | 三")
    assert [it.values for it in made.series] == [it.values for it in CHART.series]
    assert made.alt == "影响. 观看: 2021 一, 2022 –. 转发: 2021 二, 2022 三"


@pytest.mark.parametrize("text", ["", "Who came", "Who came\n | 2021\nSpeakers | 70\nSource", "a\n|b|c|d\ne|f|g\nh"])
def test_a_table_of_another_shape_is_none(text):
    assert reworded(TABLE, text) is None
