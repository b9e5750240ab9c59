"""Documents: frozen once, never twice the same, and their files queued."""

import datetime as dt
import json
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError

from forums.exceptions import DomainError, NotReadyError
from forums.jobs import run
from forums.models import Figure, Partnership
from reports.documents import assemble_document, render_again
from reports.exceptions import UnchangedDocumentError
from reports.models import Chapter, DocumentVersion, Rendering
from speakers.registrations import register_person
from tests import factories

pytestmark = pytest.mark.django_db

Kind = Chapter.Kind


@pytest.fixture
def document():
    """A document of one chapter, the next step."""
    chapter = factories.ChapterFactory(kind=Kind.NEXT_STEP, override="", document__edition__next_step="Again.")
    return chapter.document


def change(document, text):
    document.edition.next_step = text
    document.edition.save()


def test_a_version_is_frozen_with_its_digest(document):
    user = factories.UserFactory()
    version = assemble_document(document, by=user, stage="final", note="For the summit")
    stored = DocumentVersion.objects.get()
    assert stored == version
    assert (stored.version, stored.stage, stored.note, stored.by) == (1, "final", "For the summit", user)
    assert stored.digest == sha256(stored.content.encode()).hexdigest()
    assert stored.tree["chapters"][0]["blocks"][0]["runs"][0]["text"] == "Again."
    assert (stored.tree["meta"]["stage"], stored.tree["meta"]["draft"]) == ("Final", False)


def test_a_version_stays_as_it_was(document):
    first = assemble_document(document)
    content = first.content
    change(document, "Never.")
    second = assemble_document(document)
    first.refresh_from_db()
    assert (first.content, first.version, second.version) == (content, 1, 2)
    assert "Never." in second.content
    assert "Never." not in content


def test_assembling_the_same_records_again_is_refused(document):
    version = assemble_document(document)
    with pytest.raises(UnchangedDocumentError) as refusal:
        assemble_document(document)
    assert refusal.value.version == version
    assert str(refusal.value) == f"The records have not changed since {version}; it stays the current one."
    assert (DocumentVersion.objects.count(), Rendering.objects.count()) == (1, 5)


def test_another_stage_is_another_version(document):
    assemble_document(document)
    final = assemble_document(document, stage=DocumentVersion.Stage.FINAL)
    assert (final.version, final.tree["meta"]["draft"]) == (2, False)


def test_what_was_once_printed_may_be_printed_again(document):
    digests = []
    for text in ["Again.", "Never.", "Again."]:
        change(document, text)
        digests.append(assemble_document(document).digest)
    assert digests[0] == digests[2] != digests[1]


def test_titles_are_told_as_of_the_day_of_assembly_or_of_issue(document):
    def day(**when):
        return assemble_document(document, **when).tree["meta"]["date"]

    assert day(today=dt.date(2023, 1, 9)) == "2023-01-09"
    document.dated_on = dt.date(2023, 3, 31)
    document.save()
    assert day(today=dt.date(2024, 1, 9)) == "2023-03-31"


def test_own_text_is_printed_and_what_was_generated_kept(document):
    chapter = document.chapters.get()
    chapter.override = "Maybe."
    chapter.save()
    version = assemble_document(document)
    chapter.refresh_from_db()
    printed = version.tree["chapters"][0]
    assert [run["text"] for block in printed["blocks"] for run in block["runs"]] == ["Maybe."]
    assert json.loads(chapter.generated)["blocks"][0]["runs"][0]["text"] == "Again."
    assert chapter.override == "Maybe."

    # Taken away, what the records give is printed again.
    Chapter.objects.update(override="")
    assert assemble_document(document).tree["chapters"][0] == json.loads(chapter.generated)


def test_an_empty_document_freezes_nothing():
    chapter = factories.ChapterFactory(kind=Kind.OUTCOMES, override="")
    with pytest.raises(NotReadyError):
        assemble_document(chapter.document)
    chapter.refresh_from_db()
    assert (chapter.generated, DocumentVersion.objects.count(), Rendering.objects.count()) == ("", 0, 0)


def test_a_version_that_breaks_a_rule_is_not_stored(document):
    with pytest.raises(ValidationError):
        assemble_document(document, stage="finished")
    assert not DocumentVersion.objects.exists()


def test_its_files_are_queued_and_wait_for_the_commit(document, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        version = assemble_document(document)
    rendering = version.renderings.get(format="pdf")
    assert (rendering.status, rendering.format, rendering.attempts) == ("queued", "pdf", 0)
    assert len(callbacks) == 5


@pytest.mark.parametrize("state", [{}, {"status": Rendering.Status.RUNNING}], ids=["queued", "running"])
def test_what_is_under_way_is_not_rendered_again(state):
    rendering = factories.RenderingFactory(**state)
    told = rendering.get_status_display()
    with pytest.raises(DomainError, match=rf" is {told} already; wait until it is over\.$"):
        render_again(rendering)


@pytest.mark.parametrize("state", ["done", "failed"])
def test_what_is_over_is_queued_again(state, django_capture_on_commit_callbacks):
    rendering = factories.RenderingFactory(attempts=3, **{state: True})
    with django_capture_on_commit_callbacks() as callbacks:
        render_again(rendering)
    rendering.refresh_from_db()
    assert (rendering.status, rendering.attempts, rendering.error, rendering.finished_at) == ("queued", 0, "", None)
    assert len(callbacks) == 1


def fill(edition, number):
    """So many of everything a document is made of, in the edition and before it."""
    for place in range(1, number + 1):
        earlier = factories.EditionFactory(forum=edition.forum, number=place, held=True)
        for told in (edition, earlier):
            factories.PartnershipFactory(edition=told, role=Partnership.Role.HOST)
            person = factories.PersonFactory()
            for _ in range(number):
                factories.AppointmentFactory(person=person, organization=factories.OrganizationFactory())
            register_person(edition=told, person=person, featured=place, channel="mail")
        factories.FigureFactory(edition=earlier, preferred=True)
        factories.DeliveryFactory(document__edition=earlier, recipient=factories.OrganizationFactory())
        session = factories.SessionFactory(edition=edition)
        for part in (session, factories.SessionFactory(edition=edition, parent=session)):
            report = factories.SessionReportFactory(session=part)
            factories.InterventionFactory.create_batch(number, report=report)
            seat = factories.CreditFactory(session=part, seat=True)
            factories.InterventionFactory(report=report, credit=seat)
            factories.InterventionFactory(report=report, panel=True)
        outcome = factories.OutcomeFactory(edition=edition)
        for point in factories.OutcomePointFactory.create_batch(number, outcome=outcome):
            factories.OutcomePointFactory.create_batch(number, outcome=outcome, parent=point)
    factories.FigureFactory(edition=edition, preferred=True, kind=Figure.Kind.COUNTRIES)


@pytest.mark.parametrize("rows", [1, 3])
def test_assembling_costs_the_same_for_any_number_of_records(django_assert_num_queries, rows):
    edition = factories.EditionFactory(held=True, number=9, forum__purpose="To talk.", next_step="Again.")
    document = factories.DocumentFactory(edition=edition)
    for kind in (Kind.ABOUT, Kind.OUTCOMES, Kind.SUMMARIES, Kind.NEXT_STEP, Kind.FIGURES):
        factories.ChapterFactory(document=document, kind=kind, override="")
    fill(edition, rows)

    # begin and release of the transaction, the document with its lock, its chapters: 4
    # own text; editions, partnerships, figures, guests, their appointments, those organizations, deliveries, sessions,
    # interventions, outcomes, points, what they rest on; the look: 1 + 12 + 1
    # the versions before it; the document's existence and the version's uniqueness, for the rules: 3
    # the uniqueness of its symbol and two rules of the version, each asked of the database between savepoints: 9
    # the version, its renderings; what the chapters generated: 3
    with django_assert_num_queries(33):
        version = assemble_document(document)
    assert len(version.tree["chapters"]) == 5


def test_a_version_says_how_its_files_stand():
    versions = {
        state: factories.RenderingFactory(**values).version
        for state, values in {
            "queued": {},
            "rendering": {"status": Rendering.Status.RUNNING},
            "ready": {"done": True},
            "failed": {"failed": True, "error": "No font."},
        }.items()
    }
    found = DocumentVersion.objects.with_status()
    assert {it.status: it for it in found} == versions
    assert {it.status: it.error for it in found if it.error} == {"failed": "No font."}


def test_rendering_twice_gives_equal_bytes(document):
    rendering = assemble_document(document).renderings.get(format="pdf")
    digests = []
    for _ in range(2):
        run(Rendering, rendering.pk)
        rendering.refresh_from_db()
        digests.append(rendering.sha256)
        render_again(rendering)
    assert digests[0] == digests[1]
    assert len(digests[0]) == 64
