"""A speaker's name in the text of what they said."""

import pytest

from reports.assembly.runs import blocks, plain, set_speaker
from reports.paper.content import ListBlock, ListItem, Paragraph, Run

NAME = Run("Li Meng", strong=True, index="li-meng")
TITLED = (NAME, Run(", vice minister", strong=True))
NAMED = (NAME,)


@pytest.mark.parametrize(
    ("speaker", "runs", "expected"),
    [
        pytest.param(TITLED, [Run("{speaker} said so.")], [*TITLED, Run(", said so.")], id="in-front"),
        pytest.param(NAMED, [Run("{speaker} said so.")], [NAME, Run(" said so.")], id="without-titles"),
        pytest.param(
            TITLED, [Run("To {speaker} it was so.")], [Run("To "), *TITLED, Run(", it was so.")], id="in-the-middle"
        ),
        pytest.param(TITLED, [Run("So said {speaker}.")], [Run("So said "), *TITLED, Run(".")], id="before-a-stop"),
        pytest.param(TITLED, [Run("{speaker}: so.")], [*TITLED, Run(": so.")], id="before-a-colon"),
        pytest.param(TITLED, [Run("So said {speaker}")], [Run("So said "), *TITLED], id="at-the-end"),
        pytest.param(TITLED, [Run("It was so.")], [*TITLED, Run(", It was so.")], id="nowhere"),
        pytest.param(NAMED, [Run("It was so.")], [NAME, Run(" It was so.")], id="nowhere-without-titles"),
        pytest.param(
            TITLED,
            [Run("For "), Run("{speaker}", strong=True), Run(" it was so.")],
            [Run("For "), *TITLED, Run(", it was so.")],
            id="in-bold",
        ),
        pytest.param(
            TITLED,
            [Run("{speaker} said "), Run("so", strong=True), Run(".")],
            [*TITLED, Run(", said "), Run("so", strong=True), Run(".")],
            id="before-a-key-statement",
        ),
        pytest.param(
            TITLED,
            [Run("As "), Run("{speaker} said", emph=True), Run(", so.")],
            [Run("As "), *TITLED, Run(","), Run(" said", emph=True), Run(", so.")],
            id="in-emphasis",
        ),
    ],
)
def test_the_speaker_is_set_into_the_text(speaker, runs, expected):
    assert set_speaker(tuple(runs), tuple(speaker)) == tuple(expected)


def test_a_speaker_is_set_once():
    runs = set_speaker((Run("{speaker} said so, {speaker}."),), NAMED)
    assert runs == (NAME, Run(" said so, ."))


def test_plain_text_is_one_run():
    assert plain("a **b** <c>\x00") == (Run("a **b** <c>"),)


def test_blocks_are_anchored_in_their_order():
    assert blocks("One.\n\n- a\n\nTwo.", "next", "lead") == [
        Paragraph("next", (Run("One."),), "lead"),
        ListBlock("next/2", (ListItem("•", (Run("a"),)),)),
        Paragraph("next/3", (Run("Two."),), "lead"),
    ]
