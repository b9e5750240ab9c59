"""The chapter of figures: a table with its sources, and bars for what can be compared."""

import pytest

from forums.models import Figure
from reports.assembly.figures import figures
from reports.paper.content import Chart, Paragraph, Run, Section, Series, Table
from tests import factories

pytestmark = pytest.mark.django_db

LEAD = Paragraph(
    "figures/lead",
    (Run("Numbers are printed as their sources give them; a dash means that no source gives one."),),
    "lead",
)


@pytest.fixture
def editions():
    """Three editions of a forum, the first of them first."""
    forum = factories.ForumFactory()
    return [factories.EditionFactory(forum=forum, number=number, year=2019 + number) for number in (1, 2, 3)]


def count(edition, kind, value, qualifier="exactly", source="Report", *, preferred=True):
    factories.FigureFactory(
        edition=edition, kind=kind, value=value, qualifier=qualifier, source=source, preferred=preferred
    )


def test_figures_of_all_editions_make_a_table_and_a_chart(chapter, editions):
    first, second, third = editions
    count(first, Figure.Kind.LIVESTREAM_VIEWS, 10_000_000, "over")
    count(third, Figure.Kind.LIVESTREAM_VIEWS, 7_000_000, "over")
    count(second, Figure.Kind.SPEAKERS, 70)
    count(first, Figure.Kind.SUB_FORUMS, None, "several")
    count(first, Figure.Kind.PLENARIES, 3)
    count(second, Figure.Kind.PLENARIES, 4)
    count(third, Figure.Kind.SPEAKERS, 900, preferred=False)
    assert chapter(figures, third) == Section(
        "figures",
        "II.",
        "The Chapter",
        (
            LEAD,
            Table(
                "figures/table",
                "The forum in figures, 2020–2022",
                ("", "2020", "2021", "2022"),
                ("l", "r", "r", "r"),
                (
                    ("Speakers", "–", "70", "–"),
                    ("Views of the broadcasts", "over 10 million", "–", "over 7 million"),
                    ("Main plenaries", "3", "4", "–"),
                    ("Sub-forums", "several", "–", "–"),
                ),
                ("Source: Report.",),
            ),
            Chart(
                "figures/chart",
                "Reach of the forum, 2020–2022",
                "Bar chart. Views of the broadcasts: over 10 million in 2020, not known in 2021 and over 7 million in "
                "2022.",
                ("2020", "2021", "2022"),
                (
                    Series(
                        "Views of the broadcasts",
                        (10_000_000, None, 7_000_000),
                        ("over 10 million", "", "over 7 million"),
                    ),
                ),
            ),
        ),
    )


def test_what_only_one_edition_counted_has_no_chart(chapter, editions):
    count(editions[0], Figure.Kind.SPEAKERS, 70)
    count(editions[1], Figure.Kind.PARTICIPANTS, 70)
    section = chapter(figures, editions[1])
    assert [type(block) for block in section.blocks] == [Paragraph, Table]


def test_an_amount_without_a_number_is_no_bar(chapter, editions):
    count(editions[0], Figure.Kind.PARTICIPANTS, None, "several")
    count(editions[1], Figure.Kind.PARTICIPANTS, 70)
    assert [type(block) for block in chapter(figures, editions[2]).blocks] == [Paragraph, Table]


def test_editions_that_counted_nothing_have_no_column(chapter, editions):
    count(editions[1], Figure.Kind.SPEAKERS, 70)
    [_, table] = chapter(figures, editions[2]).blocks
    assert (table.caption, table.header) == ("The forum in figures, 2021", ("", "2021"))


def test_later_editions_are_not_told(chapter, editions):
    count(editions[2], Figure.Kind.SPEAKERS, 70)
    assert chapter(figures, editions[1]) == Section("figures", "II.", "The Chapter")


def test_each_source_says_what_it_stands_for_where_there_are_several(chapter, editions):
    count(editions[0], Figure.Kind.SPEAKERS, 70, source="White paper")
    count(editions[1], Figure.Kind.SPEAKERS, 80, source="Report")
    count(editions[1], Figure.Kind.COUNTRIES, 20, source="White paper")
    [_, table, _] = chapter(figures, editions[1]).blocks
    assert table.notes == (
        "Source: White paper (Speakers 2020 and Countries 2021).",
        "Source: Report (Speakers 2021).",
    )
