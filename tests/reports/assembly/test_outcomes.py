"""The chapter of outcomes and the closing chapter."""

import pytest

from reports.assembly.next_step import next_step
from reports.assembly.outcomes import outcomes
from reports.paper.content import ListBlock, ListItem, Paragraph, Run, Section
from tests import factories

pytestmark = pytest.mark.django_db


def test_points_are_counted_in_words_and_nested_ones_in_numbers(chapter):
    outcome = factories.OutcomeFactory(heading="AI for *good* <b>", position=1)
    first = factories.OutcomePointFactory(outcome=outcome, text="Act **together**.", position=1)
    factories.OutcomePointFactory(outcome=outcome, text="Act soon.", position=2)
    factories.OutcomePointFactory(outcome=outcome, parent=first, text="All of us.", position=1)
    factories.OutcomePointFactory(outcome=outcome, parent=first, text="And you.", position=2)
    assert chapter(outcomes, outcome.edition) == Section(
        "outcomes",
        "II.",
        "The Chapter",
        (),
        (
            Section(
                "outcomes/1",
                "1.",
                "AI for *good* <b>",
                (
                    Paragraph(
                        "outcomes/1/1",
                        (
                            Run("First.", strong=True),
                            Run(" Act "),
                            Run("together", strong=True),
                            Run("."),
                        ),
                        "point",
                    ),
                    ListBlock(
                        "outcomes/1/1/points",
                        (ListItem("(1)", (Run("All of us."),)), ListItem("(2)", (Run("And you."),))),
                    ),
                    Paragraph("outcomes/1/2", (Run("Second.", strong=True), Run(" Act soon.")), "point"),
                ),
            ),
        ),
    )


def test_counting_begins_anew_with_each_outcome(chapter, said):
    edition = factories.EditionFactory()
    for position, heading in [(2, "B"), (1, "A")]:
        outcome = factories.OutcomeFactory(edition=edition, heading=heading, position=position)
        factories.OutcomePointFactory(outcome=outcome, text=heading)
    factories.OutcomePointFactory()
    sections = chapter(outcomes, edition).sections
    assert [(it.number, it.title, said(it)) for it in sections] == [
        ("1.", "A", ["First. A"]),
        ("2.", "B", ["First. B"]),
    ]


def test_a_point_is_one_paragraph_whatever_was_typed(chapter, said):
    point = factories.OutcomePointFactory(text="Do\n\n- this\n  1. and\n- *that*\n\nnow.")
    [section] = chapter(outcomes, point.outcome.edition).sections
    assert said(section) == ["First. Do this and that now."]


def test_an_outcome_in_another_language_falls_back_to_english(chapter, said):
    point = factories.OutcomePointFactory(text="Act.", text_fr="Agir.", outcome__heading="Together")
    [section] = chapter(outcomes, point.outcome.edition, language="fr").sections
    assert (section.title, said(section)) == ("Together", ["First. Agir."])


def test_the_next_step_is_printed_as_written(chapter):
    edition = factories.EditionFactory(next_step="See [us](https://a.org).\n\nSoon.")
    assert chapter(next_step, edition) == Section(
        "next-step",
        "II.",
        "The Chapter",
        (
            Paragraph("next-step/1", (Run("See "), Run("us", href="https://a.org"), Run("."))),
            Paragraph("next-step/1/2", (Run("Soon."),)),
        ),
    )
