"""The chapter of outcomes and the closing chapter."""

import pytest

from reports.assembly.next_step import next_step
from reports.assembly.outcomes import outcomes
from reports.paper.content import ListBlock, ListItem, Paragraph, Run, Section
from reports.paper.walk import without_dead_links
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


@pytest.mark.parametrize(
    ("convergence", "printed"),
    [
        ("consensus", "First. So."),
        ("rough-consensus", "First. So. (rough consensus)"),
        ("views-differ", "First. So. (views differ)"),
        ("single-view", "First. So. (single view)"),
    ],
)
def test_a_point_says_how_far_it_was_agreed_unless_by_consensus(chapter, said, convergence, printed):
    point = factories.OutcomePointFactory(text="So.", convergence=convergence)
    [section] = chapter(outcomes, point.outcome.edition).sections
    assert said(section) == [printed]


def test_dissent_is_a_quiet_paragraph_after_the_point(chapter):
    point = factories.OutcomePointFactory(text="So.", dissent="Two **reserved** their view.\n\nAlso later.")
    nested = {"outcome": point.outcome, "parent": point}
    factories.OutcomePointFactory(**nested, text="A.", position=1, convergence="views-differ")
    factories.OutcomePointFactory(**nested, text="B.", position=2, dissent="Not all.")
    [section] = chapter(outcomes, point.outcome.edition).sections
    assert section.blocks[1:] == (
        ListBlock(
            "outcomes/1/1/points",
            (ListItem("(1)", (Run("A."), Run(" (views differ)", emph=True))), ListItem("(2)", (Run("B."),))),
        ),
        Paragraph(
            "outcomes/1/1/dissent",
            (
                Run("Dissent: ", emph=True),
                Run("Two "),
                Run("reserved", strong=True),
                Run(" their view. Also later."),
            ),
            "note",
        ),
        Paragraph("outcomes/1/1/dissent/2", (Run("Dissent on (2): ", emph=True), Run("Not all.")), "note"),
    )


def test_a_point_says_which_sessions_it_rests_on_in_the_order_of_the_programme(chapter):
    edition = factories.EditionFactory()
    point = factories.OutcomePointFactory(outcome__edition=edition)
    nested = factories.OutcomePointFactory(outcome=point.outcome, parent=point)
    late = factories.SessionFactory(edition=edition, code="late", title="Plenary II", position=2)
    early = factories.SessionFactory(
        edition=edition, code="early", kind="thematic-session", number=3, title="Work", position=1
    )
    part = factories.SessionFactory(edition=edition, parent=late, title="Panel")
    reports = [factories.SessionReportFactory(session=session) for session in (late, early, part)]
    first, second, third = (factories.InterventionFactory(report=report) for report in reports)
    point.evidence.add(first, third)
    nested.evidence.add(second)
    [section] = chapter(outcomes, edition).sections
    assert section.blocks[-1] == Paragraph(
        "outcomes/1/1/rests-on",
        (
            Run("Rests on: "),
            Run("Thematic Session 3", ref="summaries/early"),
            Run("; "),
            Run("Plenary II", ref="summaries/late"),
        ),
        "note",
    )


@pytest.mark.parametrize(
    "hidden",
    [
        {"clearance": "withdrawn"},
        {"report__session__visibility": "internal"},
        {"report__session__status": "cancelled"},
    ],
)
def test_what_does_not_print_is_not_told_as_a_source(chapter, hidden):
    point = factories.OutcomePointFactory()
    point.evidence.add(factories.InterventionFactory(report__session__edition=point.outcome.edition, **hidden))
    [section] = chapter(outcomes, point.outcome.edition).sections
    assert [block.id for block in section.blocks] == ["outcomes/1/1"]


def test_words_point_only_to_places_in_the_document():
    def paragraph(*runs):
        return Paragraph("a/1", runs)

    here = Section("a", "I.", "A", (paragraph(Run("x", ref="a"), Run("y", ref="gone"), Run("z")),))
    assert without_dead_links([here]) == (Section("a", "I.", "A", (paragraph(Run("x", ref="a"), Run("yz")),)),)
    there = Section("b", "II.", "B", (), (Section("gone", "", "C"),))
    assert without_dead_links([here, there]) == (here, there)


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
