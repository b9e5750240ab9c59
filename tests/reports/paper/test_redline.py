"""A redline is the newer paper with every change marked in it."""

from dataclasses import replace

import pytest

from reports.paper.content import ListBlock, ListItem, Paragraph, Run, Section, Table
from reports.paper.redline import Difference, differences, redline
from tests.reports.renderers.papers import small_paper


def paper(*blocks, sections=(), title="One"):
    return replace(small_paper(), chapters=(Section("one", "I.", title, blocks, sections),))


def text(*runs):
    return Paragraph("one/1", tuple(Run(run) if isinstance(run, str) else run for run in runs))


def told(found):
    """Runs as text, removed ones in [brackets], added ones in {braces}."""
    marks = {"": "{}", "added": "{{{}}}", "removed": "[{}]"}
    return "".join(marks[run.change].format(run.text) for run in found.runs)


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("The forum met in Bonn.", "The forum met in Bonn.", "The forum met in Bonn."),
        ("The forum met in Bonn.", "The forum met in Geneva.", "The forum met in [Bonn]{Geneva}."),
        ("It met.", "It met twice.", "It [met]{met twice}."),
        ("人工智能治理论坛", "人工智能合作论坛", "人工智能[治理]{合作}论坛"),
        ("Gone", "", "[Gone]"),
    ],
)
def test_words_are_compared_within_a_paragraph(before, after, marked):
    [block] = redline(paper(text(before)), paper(text(after))).chapters[0].blocks
    assert told(block) == marked


def test_how_words_are_set_is_kept_and_compared_by_words_alone():
    old, new = paper(text("He said ", Run("no", strong=True))), paper(text("He said ", Run("yes", strong=True)))
    assert redline(old, new).chapters[0].blocks[0].runs == (
        Run("He said "),
        Run("no", strong=True, change="removed"),
        Run("yes", strong=True, change="added"),
    )


def test_what_is_removed_is_in_no_index():
    old = paper(text(Run("Li Meng", index="li-meng"), " spoke."))
    [block] = redline(old, paper(text("Nobody spoke."))).chapters[0].blocks
    assert [run.index for run in block.runs] == ["", "", ""]


def test_paragraphs_come_and_go_at_their_place():
    one, two, three = (Paragraph(f"one/{key}", (Run(key),)) for key in "abc")
    blocks = redline(paper(one, two), paper(one, three)).chapters[0].blocks
    assert [told(block) for block in blocks] == ["a", "[b]", "{c}"]


def test_a_section_that_is_gone_stands_where_it_was():
    kept = Section("one/b", "", "Kept")
    gone = Section("one/a", "", "Gone", (Paragraph("one/a/1", (Run("Words"),)),))
    parts = redline(paper(sections=(gone, kept)), paper(sections=(kept,))).chapters[0].sections
    assert [part.title for part in parts] == ["Gone", "Kept"]
    assert [told(block) for block in parts[0].blocks] == ["[Gone]", "[Words]"]


def test_a_heading_that_changed_says_so_below_it():
    [block] = redline(paper(title="Old"), paper(title="New")).chapters[0].blocks
    assert told(block) == "[Old]{New}"


def test_items_and_cells_are_compared():
    def made(item, cell):
        items = ListBlock("one/2", (ListItem("(1)", (Run(item),)), *([ListItem("(2)", (Run("b"),))] if cell else [])))
        return paper(items, Table("one/3", "", ("", "n"), ("l", "r"), (("Guests", cell or "70"), ("Rooms", "3"))))

    listed, table = redline(made("a", ""), made("c", "71")).chapters[0].blocks
    assert [told(item) for item in listed.items] == ["[a]{c}", "{b}"]
    assert table.rows == (("Guests", "70 → 71"), ("Rooms", "3"))


def test_equal_papers_have_no_differences():
    assert differences(small_paper(), small_paper()) == []
    assert redline(small_paper(), small_paper()) == small_paper()


def test_differences_are_listed_with_their_place():
    old = paper(text("Old"), Paragraph("one/2", (Run("Gone"),)))
    new = paper(text("New"), Paragraph("one/3", (Run("Come"),)))
    assert differences(old, new) == [
        Difference("one/1", ("I. One",), "Old", "New"),
        Difference("one/2", ("I. One",), "Gone", ""),
        Difference("one/3", ("I. One",), "", "Come"),
    ]


def test_a_paragraph_without_end_is_compared_as_a_whole():
    [block] = redline(paper(text("word " * 5000)), paper(text("word " * 5001))).chapters[0].blocks
    assert [run.change for run in block.runs] == ["removed", "added"]
