"""What the office decides about corrections, and what keeps a document from being final."""

import pytest
from django.utils import timezone

from forums.exceptions import DomainError, NotReadyError
from reports.answers import (
    accept_correction,
    current_items,
    lapse_clearances,
    recorded_wording,
    refuse_correction,
    settle_item,
    wording_of,
)
from reports.clearance import unsettled
from reports.clearing import (
    Prepared,
    prepare_clearances,
    revoke_clearance,
    send_clearances,
)
from reports.documents import assemble_document
from reports.models import Chapter
from reports.paper.quotes import compared
from tests import factories

from .quoted import DAY, answer, arrive, ask, make_edition, over, quote, shown, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture
def document(edition):
    chapter = factories.ChapterFactory(document__edition=edition, kind=Chapter.Kind.SUMMARIES, override="")
    return chapter.document


# Corrections


def correct(edition, after="Ms Amina Okafor, Minister of Labour, said **less**.", text="{speaker} said **so**."):
    row = quote(edition, text)
    [clearance] = ask(edition)
    answer(clearance, "corrected", correction=after, remark="Thank you.")
    [item] = current_items(clearance)
    return row, clearance, item


def test_a_correction_starts_from_what_prints_and_prints_nothing_by_itself(edition, document):
    row, clearance, item = correct(edition)
    assert wording_of(item) == "Ms Amina Okafor, Minister of Labour, said **so**."
    assert recorded_wording(item) == "{speaker} said **less**."
    assert (clearance.status, states(edition)) == ("answered", ["corrected"])
    assert "less" not in assemble_document(document).content
    row.refresh_from_db()
    assert row.text == "{speaker} said **so**."
    assert "take it over, or say why not" in unsettled(edition)[0]


def test_a_correction_taken_over_word_for_word_is_cleared(edition):
    row, _, item = correct(edition)
    user = factories.UserFactory()
    assert accept_correction(item, "{speaker} said **less**.", by=user)
    row.refresh_from_db()
    item.refresh_from_db()
    assert (row.text, item.decision, item.decided_by) == ("{speaker} said **less**.", "accepted", user)
    assert unsettled(edition) == []
    with pytest.raises(DomainError, match="Somebody has decided"):
        accept_correction(item, "Other.", by=user)


def test_a_correction_in_the_words_of_the_office_is_asked_about_again(edition):
    _, clearance, item = correct(edition)
    assert not accept_correction(item, "{speaker} said a little **less**.", by=None)
    assert "not what they were shown" in unsettled(edition)[0]
    prepare_clearances(edition)
    clearance.refresh_from_db()
    assert clearance.status == "draft"
    assert [(it.answer, shown(it)[0].rpartition("said ")[2]) for it in clearance.items.order_by("pk")] == [
        ("corrected", "so."),
        ("", "a little less."),
    ]


def test_a_refused_correction_stays_an_objection_until_they_agree(edition):
    _, clearance, item = correct(edition)
    with pytest.raises(DomainError, match="Say why"):
        refuse_correction(item, " ", by=None)
    refuse_correction(item, "The recording says otherwise.", by=None)
    assert "they object" in unsettled(edition)[0]
    clearance.refresh_from_db()
    assert clearance.status == "draft"
    send_clearances(edition, deadline=timezone.now() + DAY)
    # Silence does not end an objection.
    over(clearance)
    arrive()
    lapse_clearances()
    assert "they object" in unsettled(edition)[0]
    send_clearances(edition, deadline=timezone.now() + DAY, only=[clearance.pk])
    answer(clearance)
    assert unsettled(edition) == []
    item.refresh_from_db()
    assert (item.answer, item.correction != "", item.reason) == ("approved", True, "The recording says otherwise.")


def test_the_office_settles_with_a_reason(edition):
    _, _, item = correct(edition)
    user = factories.UserFactory()
    with pytest.raises(DomainError, match="Say why"):
        settle_item(item, "", by=user)
    settle_item(item, "A comma, agreed by telephone.", by=user)
    item.refresh_from_db()
    assert (item.decision, item.decided_by, item.decided_at is not None) == ("settled", user, True)
    assert unsettled(edition) == []


# What changes afterwards, and what may be final


def change_text(row):
    row.text = "{speaker} said it all."
    row.save()


def change_titles(row):
    card = row.credit.card
    card.titles = "Prime Minister"
    card.save()


def change_weight(row):
    row.text = "{speaker} said so."
    row.save()


@pytest.mark.parametrize("change", [change_text, change_titles, change_weight])
def test_an_answer_holds_only_as_long_as_that_prints(edition, change):
    row = quote(edition)
    [clearance] = ask(edition)
    answer(clearance)
    change(row)
    assert "not what they were shown" in unsettled(edition)[0]
    assert prepare_clearances(edition) == Prepared(1, 1, 0)
    ask(edition)
    answer(clearance)
    assert unsettled(edition) == []
    assert [it.answer for it in clearance.items.order_by("pk")] == ["approved", "approved"]


def test_a_document_is_final_only_when_all_is_settled(edition, document):
    row = quote(edition)
    assert assemble_document(document).tree["meta"]["draft"] is True
    assert assemble_document(document, stage="review").tree["meta"]["draft"] is True
    problems = [f"Ms Amina Okafor, “{row.report.session.title}”: they have not been asked."]
    with pytest.raises(NotReadyError) as refusal:
        assemble_document(document, stage="final")
    assert refusal.value.problems == problems
    [clearance] = ask(edition)
    answer(clearance)
    assert assemble_document(document, stage="final").tree["meta"]["draft"] is False
    revoke_clearance(clearance)
    with pytest.raises(NotReadyError) as refusal:
        assemble_document(document, stage="revision")
    assert refusal.value.problems == problems


def test_what_was_cleared_before_stays_cleared(edition):
    for state in ("approved", "corrected", "lapsed"):
        quote(edition, clearance=state)
    assert unsettled(edition) == []
    assert prepare_clearances(edition) == Prepared(0, 0, 0)


def test_how_many_queries_the_standing_of_an_edition_takes(edition, document, django_assert_num_queries):
    def measure():
        with django_assert_num_queries(expected):
            unsettled(edition)

    expected = 1 + 11 + 1 + 1  # document; the records of it; the persons behind the cards; what was asked
    quote(edition)
    ask(edition)
    measure()
    quote(edition)
    quote(edition)
    ask(edition)
    measure()


def test_texts_are_compared_word_by_word():
    assert compared("He said so.", "He said less.") == [("same", "He said "), ("gone", "so."), ("new", "less.")]
    assert compared("他同意", "他反对") == [("same", "他"), ("gone", "同意"), ("new", "反对")]
