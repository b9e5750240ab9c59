"""Stages of a document: symbols, what follows what, what stands against it, and that nothing final ever changes."""

import datetime as dt
from functools import partial

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.exceptions import DomainError, NotReadyError
from reports.documents import (
    assemble_document,
    cancel_rendering,
    find_obstacles,
    issue_addendum,
    standing_version,
)
from reports.exceptions import UnchangedDocumentError
from reports.models import Chapter, Document, DocumentVersion, OwnParagraph, Rendering
from reports.paper.content import from_json
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    """A document of one chapter, the next step, with a symbol."""
    chapter = factories.ChapterFactory(
        kind=Chapter.Kind.NEXT_STEP,
        override="",
        document__edition__next_step="Again.",
        document__symbol="F/2022/1",
        document__title="Outcomes",
    )
    return chapter.document


def issue(document, stage, text, **values):
    document.edition.next_step = text
    document.edition.save()
    return assemble_document(document, stage=stage, **values)


def test_symbols_tell_what_each_version_is(document):
    made = [
        issue(document, stage, text)
        for stage, text in [
            ("draft", "One."),
            ("review", "One."),
            ("draft", "Two."),
            ("final", "Two."),
            ("corrigendum", "Three."),
            ("corrigendum", "Four."),
            ("revision", "Four."),
            ("corrigendum", "Five."),
        ]
    ]
    made.append(issue_addendum(document, title="", text="More."))
    assert [it.symbol for it in made] == [
        "F/2022/L.1",
        "F/2022/L.1/Rev.1",
        "F/2022/L.1/Rev.2",
        "F/2022/1",
        "F/2022/1/Corr.1",
        "F/2022/1/Corr.2",
        "F/2022/1/Rev.1",
        # What follows a revision belongs to it.
        "F/2022/1/Rev.1/Corr.1",
        "F/2022/1/Rev.1/Add.1",
    ]
    final, revision = made[3], made[6]
    assert [it.corrects for it in made[4:]] == [final, final, final, revision, revision]
    assert [from_json(it.content).meta.symbol for it in made] == [it.symbol for it in made]


@pytest.mark.parametrize("stage", ["revision", "corrigendum", "addendum"])
def test_nothing_follows_what_is_not_final(document, stage):
    act = (
        partial(issue_addendum, title="", text="More.")
        if stage == "addendum"
        else partial(issue, stage=stage, text="B")
    )
    with pytest.raises(DomainError, match=f"no final version yet that an? {stage} could follow"):
        act(document)


def test_there_is_one_final_version(document):
    final = issue(document, "final", "One.")
    with pytest.raises(DomainError, match="stays as it is"):
        issue(document, "final", "Two.")
    assert standing_version(document) == final


@pytest.mark.parametrize("between", ["nothing", "an addendum"])
def test_a_revision_says_something_else_than_what_it_replaces(document, between):
    final = issue(document, "final", "One.")
    if between == "an addendum":
        issue_addendum(document, title="", text="More.")
    with pytest.raises(UnchangedDocumentError) as refusal:
        assemble_document(document, stage="revision", today=dt.date(2100, 1, 1))
    assert refusal.value.version == final
    revision = issue(document, "revision", "Two.")
    assert standing_version(document) == revision


def test_the_same_corrections_are_issued_once_whatever_the_day(document):
    issue(document, "final", "One.")
    first = issue(document, "corrigendum", "Two.", today=dt.date(2023, 1, 1))
    with pytest.raises(UnchangedDocumentError) as refusal:
        assemble_document(document, stage="corrigendum", today=dt.date(2023, 1, 2))
    assert refusal.value.version == first


def test_the_same_addition_is_issued_once(document):
    issue(document, "final", "One.")
    added = issue_addendum(document, title="Annex", text="More.")
    with pytest.raises(UnchangedDocumentError) as refusal:
        issue_addendum(document, title="Annex", text="More.")
    assert refusal.value.version == added
    with pytest.raises(DomainError, match="Write what is added"):
        issue_addendum(document, title="", text="  ")


def test_no_path_changes_what_a_version_says(document):
    version = issue(document, "final", "One.")
    before = DocumentVersion.objects.values().get()
    for field, value in {"content": "{}", "digest": "", "stage": "draft", "symbol": "X", "version": 9}.items():
        with pytest.raises(TypeError, match=f"never changes its {field}"):
            DocumentVersion.objects.filter(pk=version.pk).update(**{field: value})
        with pytest.raises(TypeError, match=f"never changes its {field}"), transaction.atomic():
            DocumentVersion.objects.bulk_update([version], [field])
    # The office's own form has no field of it to write.
    assert DocumentVersion.objects.values().get() == before
    # Whether it is published is not part of what it says.
    assert DocumentVersion.objects.update(note="Sent.") == 1


def address(document):
    return reverse("admin:reports_document_stage", args=[document.pk])


@pytest.mark.office
def test_the_office_cannot_write_into_a_version(admin_client, document):
    version = issue(document, "final", "One.")
    before = DocumentVersion.objects.values().get()
    page = reverse("admin:reports_documentversion_change", args=[version.pk])
    assert admin_client.post(page, {"stage": "draft", "symbol": "X", "content": "{}"}).status_code == 403
    assert admin_client.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert DocumentVersion.objects.values().get() == before


@pytest.mark.office
def test_each_step_says_what_it_does_and_what_stands_against_it(admin_client, document):
    OwnParagraph.objects.create(document=document, anchor="gone/1", text="Lost.", base="Once.")
    text = admin_client.get(address(document)).content.decode()
    assert "What stands against a final version" in text
    assert "its paragraph is no longer there" in text
    assert "There is no final version yet that a corrigendum could follow." in text
    assert text.count('name="stage"') == 3
    response = admin_client.post(address(document), {"stage": "final"})
    assert "cannot be final yet" in response.content.decode()
    assert not DocumentVersion.objects.exists()


@pytest.mark.office
def test_a_version_is_made_with_its_note(admin_client, document):
    response = admin_client.post(address(document), {"stage": "final", "note": "For the summit"})
    version = DocumentVersion.objects.get()
    assert response.url == reverse("admin:reports_documentversion_change", args=[version.pk])
    assert (version.stage, version.note, version.by.is_superuser) == ("final", "For the summit", True)
    data = {"stage": "addendum", "title": "Annex", "text": "More.\r\n\r\nAnd more."}
    admin_client.post(address(document), data)
    assert DocumentVersion.objects.get(stage="addendum").tree["chapters"][0]["title"] == "Annex"
    text = admin_client.get(address(document)).content.decode()
    assert "F/2022/1" in text
    assert text.count('name="stage"') == 5


@pytest.mark.office
@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"stage": "addendum", "text": ""}, "This field is required"),
        ({"stage": "addendum", "text": "x" * 20_001}, "at most 20000 characters"),
        ({"stage": "draft", "note": "x" * 301}, "at most 300 characters"),
        ({"stage": "draft", "note": "a\x07b"}, "U+0007"),
    ],
    ids=["empty", "long", "long note", "control"],
)
def test_what_cannot_be_kept_is_told(admin_client, document, data, told):
    issue(document, "final", "One.")
    assert told in admin_client.post(address(document), data).content.decode()
    assert DocumentVersion.objects.count() == 1


@pytest.mark.office
def test_who_may_draft_does_not_issue(client, document):
    user = factories.UserFactory(staff=True)
    client.force_login(user)
    assert client.get(address(document)).status_code == 403
    allow(user, "view_document", "view_documentversion", "add_documentversion")
    assert client.get(address(document)).content.decode().count('name="stage"') == 2
    assert client.post(address(document), {"stage": "final"}).status_code == 403
    assert client.post(address(document), {"stage": "finished"}).status_code == 404
    assert client.post(address(document), {"stage": "review"}).status_code == 302
    allow(user, "issue_documentversion")
    assert client.post(address(document), {"stage": "final"}).status_code == 302
    assert list(DocumentVersion.objects.values_list("stage", flat=True)) == ["final", "review"]


def allow(user, *names):
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    for name in ("_perm_cache", "_user_perm_cache"):
        user.__dict__.pop(name, None)


@pytest.mark.office
def test_progress_is_seen_and_a_rendering_taken_back(admin_client):
    version = factories.DocumentVersionFactory()
    factories.RenderingFactory(version=version, format="html", done=True)
    waiting = factories.RenderingFactory(version=version)
    page = reverse("admin:reports_documentversion_change", args=[version.pk])
    response = admin_client.get(page)
    cancel = reverse("admin:reports_rendering_cancel", args=[waiting.pk])
    assert "1 of 2 ready" in response.content.decode()
    assert f'formaction="{cancel}"' in response.content.decode()
    assert response.headers["Refresh"] == "4"

    assert admin_client.post(cancel).url == page
    waiting.refresh_from_db()
    assert waiting.status == Rendering.Status.CANCELLED
    response = admin_client.get(page)
    assert "Refresh" not in response.headers
    assert reverse("admin:reports_rendering_again", args=[waiting.pk]) in response.content.decode()
    with pytest.raises(DomainError, match="nothing to cancel"):
        cancel_rendering(waiting)


@pytest.mark.office
@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_queries_the_page_of_stages_takes(admin_client, document, django_assert_num_queries, rows):
    for number in range(rows):
        issue(document, "draft", f"Text {number}.")
    with CaptureQueriesContext(connection) as asked:
        find_obstacles(Document.objects.select_related("edition__forum", "original").get())
    # the session, the user; the version in force, the newest one; the document and what stands against it
    with django_assert_num_queries(2 + 2 + len(asked)):
        admin_client.get(address(document))


def test_what_is_not_ready_freezes_nothing(document):
    document.edition.next_step = ""
    document.edition.save()
    with pytest.raises(NotReadyError):
        assemble_document(document, stage="review")
    assert not DocumentVersion.objects.exists()
