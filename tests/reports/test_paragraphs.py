"""Paragraphs of a document: how each stands, and own text in their place."""

import pytest
from django.core.exceptions import ValidationError

from forums.exceptions import DomainError, NotReadyError
from reports.documents import assemble_document
from reports.models import Chapter, OwnParagraph
from reports.paragraphs import (
    MovedOnError,
    StaleError,
    State,
    confirm_paragraph,
    counted,
    move_paragraph,
    read_paragraphs,
    tell_unsettled,
    unsettled_paragraphs,
    write_paragraph,
)
from tests import factories

pytestmark = pytest.mark.django_db

Kind = Chapter.Kind
PLACE = "next-step/1"


@pytest.fixture
def document():
    """A document of the next step, in two paragraphs."""
    edition = factories.EditionFactory(next_step="Again.\n\nSoon.")
    return factories.ChapterFactory(kind=Kind.NEXT_STEP, override="", document__edition=edition).document


def change(document, text):
    document.edition.next_step = text
    document.edition.save()


def states(document):
    return {it.place.id: it.state.value for it in read_paragraphs(document)}


def write(document, text, place=PLACE, seen=""):
    return write_paragraph(document, place, text, seen=seen, by=None)


def printed(document):
    chapters = assemble_document(document).tree["chapters"]
    return [(it["id"], "".join(run["text"] for run in it["runs"])) for it in chapters[0]["blocks"]]


def test_what_the_records_give_stands_so(document):
    assert states(document) == {"next-step": "records", PLACE: "records", "next-step/1/2": "records"}


def test_own_text_is_printed_and_the_others_stay(document):
    write(document, "Never.\n\nEver.")
    assert states(document)[PLACE] == "own"
    assert printed(document) == [(PLACE, "Never."), (f"{PLACE}/own/2", "Ever."), ("next-step/1/2", "Soon.")]


def test_the_heading_can_be_own_text(document):
    write(document, "What *comes*", "next-step")
    assert assemble_document(document).tree["chapters"][0]["title"] == "What *comes*"


def test_own_text_moves_on_when_the_records_do_and_is_kept(document):
    row = write(document, "Never.")
    change(document, "Maybe.\n\nSoon.")
    (moved,) = (it for it in read_paragraphs(document) if it.state == State.MOVED)
    assert (moved.place.id, moved.own.base, moved.base, moved.own.text) == (PLACE, "Again.", "Maybe.", "Never.")
    assert printed(document)[0] == (PLACE, "Never.")
    confirm_paragraph(row, by=None)
    assert states(document)[PLACE] == "own"


def test_own_text_whose_paragraph_is_gone_is_never_dropped(document):
    write(document, "Never.", "next-step/1/2")
    change(document, "Again.")
    (lost,) = (it for it in read_paragraphs(document) if it.state == State.LOST)
    assert (lost.place.id, lost.base, lost.own.text) == ("next-step/1/2", "Soon.", "Never.")
    with pytest.raises(DomainError, match="is gone"):
        confirm_paragraph(lost.own, by=None)
    with pytest.raises(DomainError, match="is gone"):
        write(document, "Other.", "next-step/1/2", seen="Never.")


def test_lost_text_is_taken_over_elsewhere(document):
    write(document, "Never.", "next-step/1/2")
    change(document, "Again.")
    move_paragraph(document, "next-step/1/2", PLACE, seen="Never.", by=None)
    assert states(document) == {"next-step": "records", PLACE: "own"}
    assert OwnParagraph.objects.get().base == "Again."


def test_text_is_not_taken_over_to_where_other_text_stands(document):
    write(document, "One.")
    write(document, "Two.", "next-step/1/2")
    with pytest.raises(DomainError, match="own text already"):
        move_paragraph(document, PLACE, "next-step/1/2", seen="One.", by=None)


def test_empty_text_gives_the_paragraph_back(document):
    write(document, "Never.")
    assert write(document, " \n", seen="Never.") is None
    assert states(document)[PLACE] == "records"


def test_who_writes_the_same_paragraph_is_shown_what_the_other_wrote(document):
    write(document, "One.")
    with pytest.raises(StaleError) as conflict:
        write(document, "Two.")
    assert (conflict.value.standing, OwnParagraph.objects.get().text) == ("One.", "One.")


def test_who_has_not_seen_what_is_given_now_looks_again(document):
    digest = read_paragraphs(document)[1].digest
    change(document, "Maybe.")
    with pytest.raises(MovedOnError):
        write_paragraph(document, PLACE, "Never.", seen="", by=None, digest=digest)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[x]: https://example.org", "Nothing of this would print"),
        ("As [@nothing] says.", "no instrument with the citation key “nothing”"),
    ],
)
def test_text_that_would_not_print_is_refused(document, text, told):
    with pytest.raises(DomainError, match=told):
        write(document, text)


def test_text_that_no_row_holds_is_refused(document):
    with pytest.raises(ValidationError):
        write(document, "x" * 200_000)


def test_a_paragraph_that_is_not_there_cannot_be_written(document):
    with pytest.raises(DomainError, match="no such paragraph"):
        write(document, "Never.", "next-step/9")


def test_a_table_keeps_its_lines(document):
    factories.FigureFactory(edition=document.edition, preferred=True, value=400)
    factories.ChapterFactory(document=document, kind=Kind.FIGURES, override="")
    typed = next(it.typed for it in read_paragraphs(document) if it.place.kind == "table")
    with pytest.raises(DomainError, match="Keep the lines and columns"):
        write(document, "A table.", "figures/table")
    write(document, typed.replace("Participants", "People"), "figures/table")
    table = assemble_document(document).tree["chapters"][1]["blocks"][1]
    assert (table["type"], table["rows"]) == ("table", [["People", "400"]])


def test_a_citation_in_own_text_leads_to_the_annex(document):
    factories.InstrumentFactory(key="oecd", title="Principles")
    factories.ChapterFactory(document=document, kind=Kind.INSTRUMENTS, override="")
    write(document, "As in [@oecd].")
    assert printed(document)[0] == (PLACE, "As in [1].")
    assert states(document)[PLACE] == "own"


def test_a_final_version_waits_for_what_is_not_settled(document):
    write(document, "Never.")
    change(document, "Maybe.")
    with pytest.raises(NotReadyError) as refusal:
        assemble_document(document, stage="final")
    assert refusal.value.problems == ["I. Next Step: “Maybe.”: what it was written for reads differently now."]


def test_what_was_let_pass_is_noted_on_the_version(document):
    user = factories.UserFactory()
    write(document, "Never.")
    change(document, "Maybe.")
    version = assemble_document(document, stage="final", by=user, allow_unsettled=True)
    assert (version.by, version.unsettled) == (user, "\n".join(unsettled_paragraphs(read_paragraphs(document))))
    assert assemble_document(document).unsettled == ""


def test_a_draft_tells_what_wants_another_look(document):
    assert tell_unsettled(read_paragraphs(document)) == ""
    write(document, "Never.")
    write(document, "Ever.", "next-step/1/2")
    change(document, "Maybe.")
    found = read_paragraphs(document)
    assert tell_unsettled(found) == (
        "Paragraphs to look at: 1 written for something that reads differently now, 1 whose place is gone."
    )
    assert list(counted(found).values()) == [1, 0, 1, 0, 1]


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_costs_the_same_for_any_number_of_paragraphs(django_assert_num_queries, rows):
    edition = factories.EditionFactory(next_step="\n\n".join(["Again."] * rows))
    document = factories.DocumentFactory(edition=edition)
    for kind in (Kind.NEXT_STEP, Kind.OUTCOMES):
        factories.ChapterFactory(document=document, kind=kind, override="")
    factories.OutcomePointFactory.create_batch(rows, outcome=factories.OutcomeFactory(edition=edition))
    OwnParagraph.objects.create(document=document, anchor="lost", text="Never.", base="Ever.")
    for _ in range(rows):
        write(
            document,
            "Never.",
            "outcomes/1/1",
            seen="" if not document.own_paragraphs.filter(anchor="outcomes/1/1") else "Never.",
        )

    # own text, chapters: 2
    # editions, partnerships, figures, guests, deliveries, sessions, interventions, outcomes, points, evidence: 10
    with django_assert_num_queries(12):
        found = read_paragraphs(document)
    assert len(found) == 1 + rows + 2 + rows + 1
