"""The check of a whole document against its records; what keeps it from being final."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.exceptions import NotReadyError
from reports.checking import check_document
from reports.documents import assemble_document
from reports.models import Chapter
from tests import factories

pytestmark = pytest.mark.django_db

Kind = Chapter.Kind
DAY = dt.date(2023, 3, 31)


def told(document):
    return [(it.severity.value, it.rule, it.place, it.record) for it in check_document(document, today=DAY)]


@pytest.fixture
def document():
    """A document of own text, next step and summaries; a session with one speaker."""
    edition = factories.EditionFactory(held=True, next_step="Again, with [@none] and 900 participants.")
    document = factories.DocumentFactory(edition=edition)
    factories.ChapterFactory(document=document, kind=Kind.NEXT_STEP, override="", position=1)
    factories.ChapterFactory(document=document, override="On Monday, 9 December 2022.", title="Own", position=2)
    factories.ChapterFactory(document=document, kind=Kind.SUMMARIES, override="", position=3)
    session = factories.SessionFactory(edition=edition, code="opening", title="Opening")
    credit = factories.CreditFactory(session=session, card__name="Ann Lee", status="cancelled")
    report = factories.SessionReportFactory(session=session)
    factories.InterventionFactory(report=report, credit=credit, key="lee", text="She said it.")
    factories.QuotedFigureFactory(report=report)
    return document


def test_a_document_is_compared_with_its_records(document):
    own = document.chapters.get(kind=Kind.CUSTOM)
    report = document.edition.sessions.get().report
    card = document.edition.cards.get()
    assert told(document) == [
        ("error", "citations", "next-step/1", None),
        ("error", "weekdays", f"chapter-{own.pk}/1", None),
        ("warning", "figures", "next-step/1", None),
        ("warning", "figures", "summaries/opening", ("reports.sessionreport", report.pk)),
        ("warning", "agenda", "summaries/opening/lee", ("forums.speakercard", card.pk)),
    ]


def test_a_document_without_chapters_lacks_them():
    findings = check_document(factories.DocumentFactory())
    assert [it.sentence for it in findings] == ["The document has no chapters: add at least one."]


def test_errors_keep_a_document_from_being_final_and_warnings_do_not():
    chapter = factories.ChapterFactory(override="It's “Monday, 9 December 2022”.")
    with pytest.raises(NotReadyError, match="that day is a Friday"):
        assemble_document(chapter.document, stage="final")
    assert assemble_document(chapter.document).stage == "draft"
    Chapter.objects.update(override="It's “Friday, 9 December 2022”.")
    assert [row[:2] for row in told(chapter.document)] == [("warning", "quotes")]
    assert assemble_document(chapter.document, stage="final").stage == "final"


def test_the_chronicle_is_compared_with_what_other_documents_issued():
    edition = factories.EditionFactory(number=1, held=True, forum__purpose="To talk.", city="Rome")
    first = factories.DocumentFactory(edition=edition, numbered=True)
    factories.ChapterFactory(document=first, kind=Kind.ABOUT, override="")
    assemble_document(first, stage="final", today=DAY)
    second = factories.DocumentFactory(edition=factories.EditionFactory(number=2, forum=edition.forum))
    factories.ChapterFactory(document=second, kind=Kind.ABOUT, override="")
    assert told(second) == []
    edition.city = "Oslo"
    edition.save()
    (finding,) = check_document(second, today=DAY)
    assert (finding.rule, finding.place) == ("chronicle", f"about/{edition.slug}")
    assert finding.sentence.startswith(f"The words differ from {first} ({first.symbol}): “in Rome on” then")
    # The document itself may be revised, and a draft is no promise.
    assert told(first) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_check_costs_the_same_for_any_number_of_records(document, rows):
    session = document.edition.sessions.get()
    report = session.report
    for _ in range(rows):
        credit = factories.CreditFactory(session=session, card__published=True)
        factories.InterventionFactory.create_batch(rows, report=report, credit=credit)
        factories.QuotedFigureFactory(report=report, source="A")
        factories.FigureFactory(edition=document.edition, preferred=False)
        other = factories.DocumentFactory(edition=document.edition)
        factories.ChapterFactory(document=other)
        assemble_document(other, stage="final")
    document.edition.next_step = "Again."
    document.edition.save()
    with CaptureQueriesContext(connection) as queries:
        check_document(type(document).objects.select_related("edition__forum").get(pk=document.pk), today=DAY)
    # the document, its chapters: 2
    # what it is made of, for the paper and for the facts (editions, partnerships, figures, guests, deliveries,
    # sessions, interventions, outcomes, points, what they rest on): 20
    # own paragraphs, for the paper and for the facts, and the look: 3
    # who takes part, cards; names of organizations and instruments, titles; figures, quoted figures, versions: 8
    assert len(queries) == 33


@pytest.mark.office
def test_the_page_lists_what_is_found_with_where_it_is_mended(admin_client, document):
    page = admin_client.get(reverse("admin:reports_document_check", args=[document.pk]))
    own = document.chapters.get(kind=Kind.CUSTOM)
    html = page.content.decode()
    assert [group["rule"] for group in page.context["errors"]] == ["Dead citations", "Weekdays and dates"]
    assert (page.context["error_count"], page.context["warning_count"]) == (2, 3)
    assert f"/paragraphs/?chapter=chapter-{own.pk}&amp;at=chapter-{own.pk}%2F1#p-chapter-{own.pk}.1" in html
    report = document.edition.sessions.get().report
    assert reverse("admin:reports_sessionreport_change", args=[report.pk]) in html
    assert "Errors keep it from being final." in html


@pytest.mark.office
def test_a_page_with_nothing_to_mend_leads_on(admin_client):
    chapter = factories.ChapterFactory()
    html = admin_client.get(reverse("admin:reports_document_check", args=[chapter.document_id])).content.decode()
    assert "Nothing to mend." in html
    assert reverse("admin:reports_document_stage", args=[chapter.document_id]) in html


@pytest.mark.office
def test_the_page_takes_the_permission_to_see_documents(client):
    chapter = factories.ChapterFactory()
    client.force_login(factories.UserFactory(staff=True))
    assert client.get(reverse("admin:reports_document_check", args=[chapter.document_id])).status_code == 403
