"""The annex of instruments, and the citations that lead to it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.exceptions import NotReadyError
from reports.assembly.assemble import assemble
from reports.assembly.instruments import blocks_by_title
from reports.assembly.runs import blocks
from reports.models import Chapter
from reports.paper.content import Paragraph, Run
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.date(2023, 3, 31)
Kind = Chapter.Kind


@pytest.fixture
def edition():
    """An edition whose texts cite two instruments; a third one is only linked, a fourth nowhere."""
    factories.InstrumentFactory(
        key="act", title="The Act", issuer_text="A Parliament", kind="act", adopted_on=dt.date(2024, 6, 13),
        status="in-force", signatories="27 states", url="https://example.org/act",
    )  # fmt: skip
    factories.InstrumentFactory(
        key="code", title="The Code", issued=True, issuer__name="Club", adopted_on=dt.date(2021, 11, 23),
        signatories="12 firms", kind="code",
    )  # fmt: skip
    edition = factories.EditionFactory(next_step="As [@act] says.")
    session = factories.SessionFactory(edition=edition, code="opening", title="Opening")
    report = factories.SessionReportFactory(session=session)
    row = factories.InterventionFactory(
        report=report, panel=True, key="panel", text="- They praised [@code; @act].\n  - **[@code]**"
    )
    row.instruments.add(
        factories.InstrumentFactory(key="map", title="Éa Map"), factories.InstrumentFactory(title="Zoo")
    )
    row.instruments.add(*type(row.instruments.first()).objects.filter(key="code"))
    gone = factories.InterventionFactory(report=report, clearance="withdrawn", text="[@none]")
    gone.instruments.add(factories.InstrumentFactory(title="Unseen"))
    return edition


def print_(edition, *kinds, **overrides):
    document = factories.DocumentFactory(edition=edition)
    for position, kind in enumerate(kinds):
        factories.ChapterFactory(document=document, kind=kind, override=overrides.get(kind, ""), position=position)
    chapters = list(document.chapters.all())
    return assemble(document, chapters, today=DAY).chapters, chapters


def test_citations_are_numbered_as_they_are_met_and_lead_to_the_annex(edition):
    (annex, summaries, next_step), chapters = print_(edition, Kind.INSTRUMENTS, Kind.SUMMARIES, Kind.NEXT_STEP)
    first, second = Run("1", ref="instruments/code"), Run("2", ref="instruments/act")
    [item] = summaries.sections[0].blocks[-1].items
    assert item.runs == (Run("They praised ["), first, Run("; "), second, Run("]."))
    assert item.items[0].runs == (
        Run("[", strong=True), Run("1", strong=True, ref="instruments/code"), Run("]", strong=True),
    )  # fmt: skip
    assert next_step.blocks[0].runs == (Run("As ["), second, Run("] says."))
    assert annex.blocks == (
        Paragraph(
            "instruments/code",
            (
                Run("[1] ", strong=True),
                Run("The Code", emph=True),
                Run(". Club; code of conduct or ethics; adopted on 23 November 2021; signatories: 12 firms."),
            ),
        ),
        # Adopted after the day of the document.
        Paragraph(
            "instruments/act",
            (
                Run("[2] ", strong=True),
                Run("The Act", emph=True),
                Run(". A Parliament; act; not yet adopted. "),
                Run("https://example.org/act", href="https://example.org/act"),
            ),
        ),
    )
    [others] = annex.sections
    assert others.title == "Other Instruments Spoken Of"
    assert [it.runs[0].text for it in others.blocks] == ["Éa Map", "Zoo"]
    assert others.blocks[0].id == "instruments/map"
    # What the records give says the key, which does not change with the other chapters.
    assert '"@code"' in chapters[1].generated
    assert '"The Code"' in chapters[0].generated


def test_without_the_annex_a_citation_is_title_and_year(edition):
    (next_step, summaries), _ = print_(edition, Kind.NEXT_STEP, Kind.SUMMARIES)
    assert next_step.blocks[0].runs == (Run("As [The Act] says."),)
    [item] = summaries.sections[0].blocks[-1].items
    assert item.runs == (Run("They praised [The Code, 2021; The Act]."),)


def test_an_annex_of_own_text_cannot_be_pointed_at(edition):
    (next_step, annex), _ = print_(edition, Kind.NEXT_STEP, Kind.INSTRUMENTS, instruments="See [@code].")
    assert next_step.blocks[0].runs == (Run("As [The Act] says."),)
    assert annex.blocks[0].runs == (Run("See [The Code, 2021]."),)


def test_an_annex_of_what_is_linked_alone_has_no_numbers(edition):
    (annex, _), _ = print_(edition, Kind.INSTRUMENTS, Kind.CUSTOM, custom="Text.")
    assert [it.runs[0] for it in annex.blocks] == [
        Run("Éa Map", emph=True), Run("The Code", emph=True), Run("Zoo", emph=True),
    ]  # fmt: skip
    assert annex.sections == ()


def test_every_place_of_an_unknown_key_is_told(edition):
    edition.next_step = "[@acts]\n\nand [@acts]"
    edition.save()
    factories.OutcomePointFactory(outcome__edition=edition, outcome__heading="Agreed", text="[@x1]")
    nothing = "there is no instrument with the citation key “x1”"
    with pytest.raises(NotReadyError) as refusal:
        print_(edition, Kind.OUTCOMES, Kind.NEXT_STEP, Kind.INSTRUMENTS)
    assert refusal.value.problems == [
        f"Outcomes, Agreed (outcomes/1/1): {nothing}; register it under that key, or take it out.",
        *(
            f"Next Step ({place}): there is no instrument with the citation key “acts”; did you mean [@act]?"
            for place in ("next-step/1", "next-step/1/2")
        ),
    ]


def test_an_empty_annex_says_what_is_missing():
    with pytest.raises(NotReadyError) as refusal:
        print_(factories.EditionFactory(), Kind.INSTRUMENTS, Kind.COMMITMENTS)
    assert refusal.value.problems == [
        "Instruments: no text cites one, like [@key], and no summary is linked to one.",
        "Commitments: no session of the edition or an earlier one has a call to action yet.",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_annex_costs_one_query_more(edition, rows):
    for number in range(rows):
        factories.InstrumentFactory(key=f"more-{number}", issued=True)
        factories.InterventionFactory(
            report__session__edition=edition, panel=True, text=f"[@more-{number}]"
        ).instruments.add(factories.InstrumentFactory(issued=True))
    document = factories.DocumentFactory(edition=edition)

    def cost(*kinds):
        chapters = [factories.ChapterFactory.build(document=document, kind=kind, override="") for kind in kinds]
        with CaptureQueriesContext(connection) as queries:
            assemble(document, chapters, today=DAY)
        return len(queries)

    # What is linked; what is cited is read with and without the annex.
    assert cost(Kind.SUMMARIES, Kind.INSTRUMENTS) - cost(Kind.SUMMARIES) == 1


def test_a_paragraph_shown_by_itself_names_what_it_cites(edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        shown = blocks_by_title(blocks("Of [@code] and [@none].", "a"), "en", DAY)
    assert shown == [Paragraph("a", (Run("Of [The Code, 2021] and [@none]."),))]
    with django_assert_num_queries(0):
        assert blocks_by_title(blocks("Of none.", "a"), "en", DAY) == [Paragraph("a", (Run("Of none."),))]
