"""Papers that no renderer should be given, and such as it should: each in bounded time, or refused with its place."""

import time
from base64 import b64encode
from dataclasses import replace

import pytest

from reports.paper.content import ListBlock, ListItem, Look, Paragraph, Run, Section, Table
from reports.renderers import bounds, formats
from reports.renderers.errors import RenderingError
from reports.renderers.fonts import DEFAULT_DIRECTORY as FONTS

from .papers import LOOK, small_paper

WRITTEN = ("html", "docx", "epub")


def of(*blocks, **meta):
    return replace(small_paper(**meta), chapters=(Section("one", "I.", "One", blocks),), index=())


def nested(levels):
    item = ListItem("•", (Run("deepest"),))
    for _ in range(levels - 1):
        item = ListItem("•", (Run("outer"),), (item,))
    return ListBlock("one/1", (item,))


def refused(paper, format_):
    with pytest.raises(RenderingError) as caught:
        formats.render(format_, paper.to_json(), fonts=FONTS, timeout=20)
    return str(caught.value)


@pytest.mark.parametrize("format_", formats.FORMATS)
def test_lists_nested_too_deep_are_refused_with_their_place(format_):
    assert refused(of(nested(60)), format_) == (
        "The list in one/1 is nested 60 levels deep, and at most 20 can be printed. Write it flatter."
    )


@pytest.mark.parametrize("format_", formats.FORMATS)
def test_the_deepest_list_is_printed(format_):
    assert formats.render(format_, of(nested(bounds.DEEPEST)).to_json(), fonts=FONTS, timeout=20).data


@pytest.mark.parametrize("format_", formats.FORMATS)
def test_a_chapter_without_content_is_printed_as_its_heading(format_):
    assert formats.render(format_, of().to_json(), fonts=FONTS, timeout=20).data


@pytest.mark.parametrize(
    ("look", "reason"),
    [
        (replace(LOOK, logo=b64encode(b"GIF89a and so on").decode()), "The logo in the forum's look is not a picture"),
        (replace(LOOK, logo=LOOK.logo[:60]), "The logo in the forum's look is not a picture"),
        (replace(LOOK, logo="?"), "The logo in the forum's look is not a picture"),
        (Look(face="Comic Sans"), "The forum's look names letters that there are not: 'Comic Sans'. Choose serif or"),
        (Look(accent="red"), "The forum's look has a colour (accent) that is none: 'red'."),
    ],
    ids=["no-png", "cut-off", "no-base64", "letters", "colour"],
)
@pytest.mark.parametrize("format_", ["pdf", "docx"])
def test_a_look_that_cannot_be_printed_is_refused_by_name(look, reason, format_):
    assert refused(of(look=look), format_).startswith(reason)


def test_a_date_that_is_none_is_refused_in_every_format():
    assert refused(of(date="soon"), "docx") == ("The date of the paper is not a day: 'soon'. Mend it in the document.")


def test_a_paper_beyond_all_measure_is_refused_at_once(monkeypatch):
    monkeypatch.setattr(bounds, "LARGEST", 100)
    assert refused(of(), "html").startswith("The paper has 0 million characters, and at most 0 can be printed.")


@pytest.mark.parametrize(
    "block",
    [
        Paragraph("one/1", (Run("lorem ipsum " * 90_000),)),
        Paragraph("one/1", tuple(Run(f"run {number} ", strong=number % 2 == 0) for number in range(5000))),
        Table("one/1", "Long", ("a", "b"), ("l", "r"), tuple((f"row {number}", "7") for number in range(1000))),
    ],
    ids=["a-megabyte", "runs", "rows"],
)
@pytest.mark.parametrize("format_", WRITTEN)
def test_what_is_very_long_is_written_in_bounded_time(block, format_):
    paper = of(block).to_json()
    formats.render(format_, of().to_json(), fonts=FONTS, timeout=20)
    began = time.process_time()
    formats.render(format_, paper, fonts=FONTS, timeout=20)
    # Many times what it takes, so that a time that grows with the square is seen and a busy machine is not.
    assert time.process_time() - began < 6
