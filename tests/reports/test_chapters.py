"""The usual chapters of each kind of document, and those that it cannot have."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from forums.exceptions import DomainError, NotReadyError
from reports.assembly.kinds import USUAL, refusal_of
from reports.chapters import add_usual_chapters
from reports.documents import assemble_document
from reports.models import Chapter, Document
from tests import factories

pytestmark = pytest.mark.django_db

Kind = Chapter.Kind
DK = Document.Kind


def kinds(document):
    return list(document.chapters.values_list("kind", flat=True))


@pytest.mark.parametrize("kind", [kind for kind in DK if kind != DK.REPORT_FRAMEWORK])
def test_the_usual_chapters_are_set_in_in_their_order(kind):
    document = factories.DocumentFactory(kind=kind)
    add_usual_chapters(document)
    assert kinds(document) == list(USUAL[kind])
    assert not any(refusal_of(kind, chapter) for chapter in kinds(document))
    with pytest.raises(DomainError, match="all the usual chapters"):
        add_usual_chapters(document)


def test_what_is_there_stays_in_its_place_and_the_rest_follows():
    document = factories.DocumentFactory(kind=DK.PROGRAMME)
    factories.ChapterFactory(document=document, kind=Kind.AGENDA, override="", position=4)
    factories.ChapterFactory(document=document, position=7)
    add_usual_chapters(document)
    assert kinds(document) == ["agenda", "custom", "about", "speakers", "organizations"]


def test_a_framework_begins_with_headings_that_say_what_to_write():
    work = factories.WorkstreamFactory(purpose="To study.")
    document = factories.DocumentFactory(kind=DK.REPORT_FRAMEWORK, workstream=work)
    chapters = add_usual_chapters(document)
    assert [str(chapter) for chapter in chapters[1:3]] == ["Background", "Scope and Questions"]
    version = assemble_document(document)
    assert version.tree["chapters"][0]["id"] == "workstream"
    assert version.tree["meta"]["title"] == work.title
    assert len(version.tree["chapters"]) == 7


def test_a_translation_has_the_chapters_of_its_original():
    document = factories.DocumentFactory(original=factories.DocumentFactory(), language="zh-hans")
    with pytest.raises(DomainError, match="of its original"):
        add_usual_chapters(document)


def test_a_chapter_that_the_kind_cannot_have_is_refused_at_assembly():
    chapter = factories.ChapterFactory(kind=Kind.OUTCOMES, document__kind=DK.PROGRAMME, override="Text.")
    with pytest.raises(NotReadyError, match="A programme has no chapter “outcomes”"):
        assemble_document(chapter.document)


def test_a_programme_is_assembled_before_anything_was_held():
    edition = factories.EditionFactory(forum__purpose="To talk.")
    credit = factories.CreditFactory(session__edition=edition, card__published=True)
    factories.PartnershipFactory(edition=edition)
    document = factories.DocumentFactory(edition=edition, kind=DK.PROGRAMME)
    add_usual_chapters(document)
    version = assemble_document(document)
    assert [chapter["id"] for chapter in version.tree["chapters"]] == ["about", "agenda", "speakers", "organizations"]
    assert credit.card.name in version.content


def test_the_report_of_a_session_is_about_it_alone():
    report = factories.SessionReportFactory(session__title="Open Forum")
    for text, row in (("Ours.", report), ("Theirs.", factories.SessionReportFactory())):
        factories.TakeawayFactory(report=row, text=text)
        factories.InterventionFactory(report=row, panel=True, text=text)
    theirs = factories.SessionReportFactory(session__edition=report.session.edition)
    factories.InterventionFactory(report=theirs, panel=True, text="Theirs.")
    document = factories.DocumentFactory(edition=report.session.edition, kind=DK.REPORT, session=report.session)
    for place, kind in enumerate((Kind.TAKEAWAYS, Kind.SUMMARIES)):
        factories.ChapterFactory(document=document, kind=kind, override="", position=place)
    version = assemble_document(document)
    assert version.tree["meta"]["title"] == "Open Forum"
    assert "Ours." in version.content
    assert "Theirs." not in version.content
    # Reports of other sessions do not keep it from being final.
    with pytest.raises(NotReadyError) as refusal:
        assemble_document(document, stage="final")
    assert "Open Forum: its report is a draft" in str(refusal.value)
    assert theirs.session.title not in str(refusal.value)


def test_the_session_is_one_of_the_editions():
    document = factories.DocumentFactory.build(
        edition=factories.EditionFactory(), kind=DK.REPORT, session=factories.SessionFactory()
    )
    with pytest.raises(ValidationError) as refusal:
        document.full_clean()
    assert refusal.value.message_dict == {"session": ["This session belongs to another edition."]}


def form(document, **changes):
    """The form of a document's page with no chapters, as a browser sends it."""
    inline = {f"chapters-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {
        "edition": document.edition_id,
        "kind": document.kind,
        "language": "en",
        "key": document.key,
        "title_en": "",
        **inline,
        **changes,
    }


@pytest.mark.office
def test_a_new_document_gets_the_usual_chapters_and_its_page_opens(admin_client):
    built = factories.DocumentFactory.build(edition=factories.EditionFactory(), kind=DK.PROGRAMME)
    answer = admin_client.post(reverse("admin:reports_document_add"), form(built))
    document = Document.objects.get()
    assert answer.headers["Location"] == reverse("admin:reports_document_change", args=[document.pk])
    assert kinds(document) == list(USUAL[DK.PROGRAMME])


@pytest.mark.office
def test_chapters_that_were_typed_are_left_alone_and_get_a_place(admin_client):
    built = factories.DocumentFactory.build(edition=factories.EditionFactory(), kind=DK.PROGRAMME)
    typed = {"chapters-TOTAL_FORMS": 2}
    for place, kind in enumerate(["agenda", "about"]):
        typed |= {f"chapters-{place}-kind": kind, f"chapters-{place}-position": 0}
    admin_client.post(reverse("admin:reports_document_add"), form(built, **typed))
    assert list(Chapter.objects.values_list("kind", "position")) == [("agenda", 1), ("about", 2)]


@pytest.mark.office
def test_a_chapter_that_the_kind_cannot_have_is_refused_on_the_page(admin_client):
    built = factories.DocumentFactory.build(edition=factories.EditionFactory(), kind=DK.PROGRAMME)
    typed = {"chapters-TOTAL_FORMS": 1, "chapters-0-kind": "outcomes", "chapters-0-position": 1}
    answer = admin_client.post(reverse("admin:reports_document_add"), form(built, **typed))
    assert "A programme has no chapter “outcomes”; remove it." in answer.content.decode()
    assert not Document.objects.exists()


@pytest.mark.office
def test_the_usual_chapters_are_one_click_on_the_page(admin_client):
    document = factories.DocumentFactory(kind=DK.WHITE_PAPER)
    page = reverse("admin:reports_document_changelist")
    data = {"action": "usual_chapters", "_selected_action": document.pk}
    answer = admin_client.post(page, data, follow=True)
    assert kinds(document) == list(USUAL[DK.WHITE_PAPER])
    assert "the usual chapters are set in: “About the forum”, “Outcomes”" in answer.content.decode()
    assert "all the usual chapters of its kind already" in admin_client.post(page, data, follow=True).content.decode()
