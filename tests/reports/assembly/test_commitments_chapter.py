"""The chapter that tells what became of earlier calls, and prints the new ones."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.assembly.commitments import commitments
from reports.assembly.sources import read_sources
from reports.assembly.wordings import english
from reports.paper.content import Run, Section
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 3, 31)


@pytest.fixture
def editions():
    first = factories.EditionFactory(number=1, year=2021, title="Talks 2021", slug="talks-1")
    second = factories.EditionFactory(forum=first.forum, number=2, year=2022, title="Talks 2022", slug="talks-2")
    return [
        (edition, factories.SessionReportFactory(session__edition=edition, session__code="closing"))
        for edition in (first, second)
    ]


def call_of(report, text, addressee="States", **values):
    return factories.CallToActionFactory(report=report, text=text, addressee=addressee, **values)


def step_of(call, status, on, reply="", **values):
    factories.CommitmentStepFactory(call=call, status=status, on=on, reply=reply, **values)


def test_earlier_calls_are_told_as_they_stood_on_the_document_s_day(editions, chapter, said):
    (_, earlier), (second, own) = editions
    asked = call_of(earlier, "Do **it**.", position=1)
    step_of(asked, "under-way", dt.date(2022, 5, 12), "We *begin*.")
    step_of(asked, "done", dt.date(2023, 5, 1), "Done later.")
    seen = call_of(earlier, "See.", "Club", addressee_organization=factories.OrganizationFactory(name="Ärzte"))
    step_of(seen, "done", dt.date(2022, 6, 1), evidence_url="https://example.org/x")
    call_of(earlier, "Wait.", position=3)
    call_of(own, "New.")
    section = chapter(commitments, second, today=DAY)
    told, new = section.sections
    assert (section.id, told.id, told.title, new.id, new.title) == (
        "commitments", "commitments/earlier", "What Became of Earlier Calls",
        "commitments/new", "Calls to Action of This Edition",
    )  # fmt: skip
    stand = "one was still open, one was under way and one was done"
    assert said(told) == [
        f"Three calls of earlier editions were on record on 31 March 2023: {stand}.",
    ]
    [of_first] = told.sections
    assert (of_first.id, of_first.title) == ("commitments/talks-1", "Talks 2021")
    assert said(of_first) == [
        "Ärzte: See. Done as of 1 June 2022. See https://example.org/x",
        "States: Do it. Under way as of 12 May 2022: We begin.",
        "States: Wait. No reply was on record on 31 March 2023.",
    ]
    assert [it.id for it in of_first.blocks] == [f"commitments/talks-1/closing/{number}" for number in (1, 2, 3)]
    assert of_first.blocks[1].runs == (
        Run("States: ", strong=True), Run("Do "), Run("it", strong=True), Run("."),
        Run(" Under way as of 12 May 2022:", emph=True), Run(" We "), Run("begin", emph=True), Run("."),
    )  # fmt: skip
    assert said(new) == ["States: New."]


def test_what_was_carried_over_is_told_once_with_where_it_began(editions, chapter, said):
    (_, earlier), (second, own) = editions
    asked = call_of(earlier, "Do it.")
    step_of(asked, "under-way", dt.date(2022, 5, 12), "Begun.")
    call_of(own, "Do it.", carried_from=asked)
    [new] = chapter(commitments, second, today=DAY).sections
    assert (new.number, said(new)) == (
        "1.",
        ["States: Do it. (First made in 2021.) Under way as of 12 May 2022: Begun."],
    )


def test_calls_of_sessions_that_are_not_printed_stay_inside(editions, chapter):
    (first, _), (second, _) = editions
    for edition, values in ((first, {"status": "cancelled"}), (second, {"visibility": "internal"})):
        report = factories.SessionReportFactory(session=factories.SessionFactory(edition=edition, **values))
        call_of(report, "Secret.")
    call_of(factories.SessionReportFactory(), "Another forum.")
    later = factories.EditionFactory(forum=first.forum, number=3)
    call_of(factories.SessionReportFactory(session__edition=later), "Later.")
    assert chapter(commitments, second) == Section("commitments", "II.", "The Chapter")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_chapter_costs_two_queries(editions, rows):
    (_, earlier), (second, own) = editions
    for report in (earlier, own):
        for _ in range(rows):
            call = call_of(report, "Do.", addressee_organization=factories.OrganizationFactory())
            step_of(call, "done", dt.date(2022, 5, 12), "Yes.")
    sources = read_sources(factories.DocumentFactory(edition=second), today=DAY)
    with CaptureQueriesContext(connection) as queries:
        section = commitments(sources, english, "I.", "Commitments")
    assert len(section.sections[1].blocks) == rows
    assert len(queries) == 2


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([("open", 1)], "One call of an earlier edition was on record on 31 March 2023; it was still open."),
        ([("done", 2)], "Two calls of earlier editions were on record on 31 March 2023; both were done."),
        ([("answered", 3)], "Three calls of earlier editions were on record on 31 March 2023; all were answered."),
        (
            [("open", 1), ("dropped", 11)],
            "12 calls of earlier editions were on record on 31 March 2023: one was still open and 11 were given up.",
        ),
    ],
)
def test_how_many_stand_how(counts, told):
    assert english.calls_told(counts, "31 March 2023") == told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "adopted."),
        ({"adopted": "1 May 2021", "issuer": "A; B"}, "A; B; act; adopted on 1 May 2021."),
        ({"status": "in-force"}, "in force."),
        ({"status": "announced", "adopted": "1 May 2021"}, "announced on 1 May 2021."),
        ({"status": "proposed"}, "proposed."),
        ({"status": "in-preparation"}, "in preparation."),
        ({"status": "", "adopted": "1 May 2024"}, "not yet adopted."),
    ],
)
def test_what_is_known_of_an_instrument(values, told):
    facts = {"issuer": "", "kind": "act", "adopted": "", "status": "adopted", "signatories": ""} | values
    assert english.instrument(**facts).removeprefix("" if values.get("issuer") else "act; ") == told
