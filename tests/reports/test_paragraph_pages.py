"""The paragraphs of a document in the office: read, written, taken over; and a translation beside its source."""

import html
import re

import pytest
from django.urls import reverse

from reports.models import Chapter, Document, OwnParagraph
from reports.paragraphs import read_paragraphs, write_paragraph
from reports.translations import create_translation
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.office]

Kind = Chapter.Kind
PLACE = "next-step/1"


@pytest.fixture
def document():
    edition = factories.EditionFactory(next_step="Again.\n\nSoon.")
    document = factories.DocumentFactory(edition=edition)
    factories.ChapterFactory(document=document, kind=Kind.NEXT_STEP, override="")
    factories.ChapterFactory(document=document, kind=Kind.CUSTOM, title="Ways", override="On foot.", position=1)
    return document


def address(document):
    return reverse("admin:reports_document_paragraphs", args=[document.pk])


def shown(client, document, **query):
    response = client.get(address(document), query)
    assert response.status_code == 200
    return response.content.decode()


def ids(page):
    return re.findall(r'<article class="paragraph" id="([^"]+)"', page)


def words(page):
    """What a reader sees: no tags, single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def post(client, document, act, text="", *, seen="", place=PLACE, **more):
    data = {"act": act, "anchor": place, "text": text, "seen": seen, "digest": ""} | more
    return client.post(f"{address(document)}?chapter=next-step&show=", data)


def own(document):
    return dict(OwnParagraph.objects.filter(document=document).values_list("anchor", "text"))


def test_one_chapter_is_open_at_a_time(admin_client, document):
    page = shown(admin_client, document)
    assert ids(page) == ["p-next-step", "p-next-step.1", "p-next-step.1.2"]
    assert "I. Next Step 3" not in words(page)
    chapter = document.chapters.get(kind=Kind.CUSTOM)
    page = shown(admin_client, document, chapter=f"chapter-{chapter.pk}")
    assert ids(page) == [f"p-chapter-{chapter.pk}", f"p-chapter-{chapter.pk}.1"]


def test_saving_returns_to_the_place(admin_client, document):
    response = post(admin_client, document, "write", "Never.\r\n\r\nEver.")
    assert response.headers["Location"] == (
        f"{address(document)}?chapter=next-step&show=&at=next-step%2F1#p-next-step.1"
    )
    assert own(document) == {PLACE: "Never.\n\nEver."}
    assert "Never." in shown(admin_client, document, show="own")


def test_what_was_just_saved_stays_in_sight(admin_client, document):
    write_paragraph(document, PLACE, "Never.", seen="", by=None)
    assert ids(shown(admin_client, document, show="own")) == ["p-next-step.1"]
    assert ids(shown(admin_client, document, show="own", at="next-step")) == ["p-next-step", "p-next-step.1"]


def test_two_who_write_the_same_see_both(admin_client, document):
    write_paragraph(document, PLACE, "Theirs.", seen="", by=None)
    response = post(admin_client, document, "write", "Mine.")
    page = response.content.decode()
    assert (response.status_code, own(document)) == (200, {PLACE: "Theirs."})
    assert "Somebody else has changed this paragraph" in page
    assert re.search(r"<textarea[^>]*aria-invalid=\"true\"[^>]*>\s*Mine\.</textarea>", page)
    # Saved again, knowingly.
    seen = re.findall(r'name="anchor" value="next-step/1"><input type="hidden" name="seen" value="([^"]*)"', page)[0]
    assert (seen, post(admin_client, document, "write", "Mine.", seen=seen).status_code) == ("Theirs.", 302)
    assert own(document) == {PLACE: "Mine."}


def test_what_changed_beneath_own_text_is_marked_in_words(admin_client, document):
    write_paragraph(document, PLACE, "Never.", seen="", by=None)
    document.edition.next_step = "Once again.\n\nSoon."
    document.edition.save()
    page = words(shown(admin_client, document, show="moved"))
    assert "The records give now [removed: Again. ] [added: Once again. ]" in page
    post(admin_client, document, "confirm", seen="Never.")
    assert [it.state.value for it in read_paragraphs(Document.objects.get(pk=document.pk))][1] == "own"


def test_own_text_is_given_back_and_kept_in_the_history(admin_client, document):
    write_paragraph(document, PLACE, "Never.", seen="", by=None)
    post(admin_client, document, "give-back", seen="Never.")
    assert own(document) == {}
    history = admin_client.get(reverse("admin:reports_document_history", args=[document.pk]))
    assert "Removed the own text of next-step/1: Never." in history.content.decode()


def test_lost_text_is_shown_and_taken_over(admin_client, document):
    write_paragraph(document, "next-step/1/2", "Never.", seen="", by=None)
    document.edition.next_step = "Again."
    document.edition.save()
    page = shown(admin_client, document, show="lost")
    assert ids(page) == ["p-next-step.1.2"]
    assert "It was written for Soon. Own text Never." in words(page)
    post(admin_client, document, "move", place="next-step/1/2", seen="Never.", to=PLACE)
    assert own(document) == {PLACE: "Never."}


@pytest.mark.parametrize(
    ("act", "text", "told"),
    [
        ("write", " ", "Write the text"),
        ("write", "As [@nothing].", "no instrument with the citation key"),
        ("write", "x" * 100_001, "Shorten this"),
        ("confirm", "", "Somebody else has changed this"),
        ("move", "", "There is no own text here"),
    ],
)
def test_what_cannot_be_saved_is_told_beside_it(admin_client, document, act, text, told):
    response = post(admin_client, document, act, text)
    assert (response.status_code, own(document)) == (200, {})
    assert told in response.content.decode()


def test_what_people_wrote_is_data(admin_client, document):
    write_paragraph(document, PLACE, "<script>a()</script>", seen="", by=None)
    assert "<script>a()" not in shown(admin_client, document)


def test_a_document_without_chapters_says_what_to_do(admin_client):
    assert "Add chapters" in shown(admin_client, factories.DocumentFactory())


def test_a_translation_stands_beside_its_source(admin_client, document):
    arabic = create_translation(document, "ar")
    page = shown(admin_client, arabic, show="missing")
    assert re.findall(r'<textarea[^>]* lang="ar" dir="rtl"', page)
    assert '<div class="said" lang="en" dir="ltr">Again.</div>' in page
    assert "Translate in the records: edition" in words(page)
    post(admin_client, arabic, "same")
    post(admin_client, arabic, "write", "قريبا.", place="next-step/1/2")
    assert own(arabic) == {PLACE: "Again.", "next-step/1/2": "قريبا."}


def test_what_the_records_say_is_taken_as_it_stands(admin_client, document):
    document.edition.next_step_zh_hans = "再来。\n\n很快。"
    document.edition.save()
    write_paragraph(document, PLACE, "Never.", seen="", by=None)
    chinese = create_translation(document, "zh-hans")
    post(admin_client, chinese, "as-given")
    assert own(chinese) == {PLACE: "再来。"}


def test_a_translation_is_begun_from_its_original(admin_client, document):
    page = reverse("admin:reports_document_translate", args=[document.pk])
    assert '<option value="zh-hans">' in admin_client.get(page).content.decode()
    response = admin_client.post(page, {"language": "zh-hans", "title": "成果文件"})
    made = document.translations.get()
    assert (response.headers["Location"], made.title_zh_hans) == (address(made), "成果文件")
    again = admin_client.post(page, {"language": "zh-hans"}).content.decode()
    assert "Select a valid choice" in again
    of_it = admin_client.get(reverse("admin:reports_document_translate", args=[made.pk])).content.decode()
    assert "no further language" in of_it


def test_the_page_of_a_translation_has_no_chapters(admin_client, document):
    chinese = create_translation(document, "zh-hans")
    page = admin_client.get(reverse("admin:reports_document_change", args=[chinese.pk])).content.decode()
    assert ("chapters-TOTAL_FORMS" in page, ">Original<" in page, ">Paragraphs<" in page) == (False, True, True)
    page = admin_client.get(reverse("admin:reports_document_change", args=[document.pk])).content.decode()
    assert ("chapters-TOTAL_FORMS" in page, ">Chinese<" in page) == (True, True)


def test_the_pages_need_permissions(client, document):
    user = factories.UserFactory(staff=True)
    client.force_login(user)
    for name in ("paragraphs", "translate"):
        assert client.get(reverse(f"admin:reports_document_{name}", args=[document.pk])).status_code == 403
    assert post(client, document, "write", "Never.").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_for_any_number_of_paragraphs(admin_client, django_assert_num_queries, rows):
    edition = factories.EditionFactory(next_step="\n\n".join(["Again."] * rows))
    document = factories.ChapterFactory(kind=Kind.NEXT_STEP, override="", document__edition=edition).document
    for place in range(rows):
        OwnParagraph.objects.create(document=document, anchor=f"lost/{place}", text="Never.", base="Ever.")

    # the session, who is signed in, the document: 3
    # own text, chapters: 2
    # editions, partnerships, figures, guests, deliveries, sessions, interventions, outcomes, points, evidence: 10
    # where sessions, contributions, outcomes and editions are edited: 4
    with django_assert_num_queries(19):
        page = shown(admin_client, document)
    assert len(ids(page)) == 1 + rows
