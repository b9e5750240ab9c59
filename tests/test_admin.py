"""The office's pages: all of them open, none grows dearer with its rows, and each asks for permission."""

import json

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import ProtectedError
from django.urls import reverse
from modeltranslation.translator import NotRegistered, translator

from forums.adminbase import TranslatedAdmin
from forums.exceptions import DomainError
from forums.models import AgendaFiles, AgendaRelease, Organization, Partnership, Session
from reports.models import (
    Clearance,
    ClearanceItem,
    CommitmentStep,
    Document,
    DocumentVersion,
    Escalation,
    OutcomePoint,
    OwnParagraph,
    PartRevision,
    Rendering,
    ReportEvent,
)
from speakers.models import (
    AccessEntry,
    ChangeRequest,
    Erasure,
    InvitationEvent,
    InvitationLink,
    Mail,
    Person,
    PrivateLink,
    Proposal,
    ReleaseNotice,
)

from . import factories
from .factories import factory_of

OURS = [model for label in ("forums", "speakers", "reports") for model in apps.get_app_config(label).get_models()]
FROZEN = [
    AgendaFiles,
    AgendaRelease,
    ClearanceItem,
    CommitmentStep,
    InvitationEvent,
    InvitationLink,
    Mail,
    ReleaseNotice,
    DocumentVersion,
    Rendering,
]
FROZEN += [AccessEntry, Erasure, Escalation, OwnParagraph, PartRevision, PrivateLink, ReportEvent]
# These come from elsewhere, so the office has no form to add one.
NOT_ADDED = [*FROZEN, ChangeRequest, Clearance, Proposal]
HOSTILE = "<img src=x onerror=alert(1)>"
PRINTED = "&lt;img src=x onerror=alert(1)&gt;"

# What a list costs, however many rows it has. Each: the session, the user, the number of rows, the rows.
LIST_QUERIES = {
    "Forum": 4,
    "Organization": 4 + 1,  # countries in use
    "Edition": 4 + 1,  # forums
    "Partnership": 4 + 1,  # editions
    "Announcement": 4 + 1,  # editions
    "Figure": 4 + 1,  # editions
    "Room": 4 + 1,  # editions
    "Track": 4 + 1,  # editions
    "Session": 4 + 1 + 2,  # editions, first and last date, dates
    "SpeakerCard": 4 + 1,  # editions
    "Credit": 4 + 1,  # editions
    "AgendaImport": 4 + 1,  # editions
    "AgendaRelease": 4 + 1 + 2,  # editions, first and last date, dates
    "AgendaFiles": 4 + 1,  # editions
    "Person": 4 + 1 + 1,  # titles; noting it
    "Invitation": 4 + 1 + 1,  # editions; noting it
    "InvitationLink": 4 + 1,  # editions
    "InvitationEvent": 4 + 1,  # editions
    "Mail": 4 + 1 + 1 + 1,  # editions, how many stand where; noting it
    "MailTemplate": 4 + 1,  # editions
    "ReleaseNotice": 4 + 1,  # editions
    "OpenCall": 4 + 1,  # editions
    "Proposal": 4 + 1 + 1,  # editions; noting it
    "Registration": 4 + 1 + 1,  # editions; noting it
    "ChangeRequest": 4 + 1 + 1,  # editions; noting it
    "Appointment": 4,
    "AssistantLink": 4 + 1 + 1,  # editions; noting it
    "Availability": 4 + 1 + 1,  # editions; noting it
    "Abstract": 4 + 1,  # editions
    "Consent": 4 + 1 + 1,  # editions; noting it
    "Distinction": 4,
    "PrivateLink": 4,
    "AccessEntry": 4,
    "Erasure": 4,
    "SessionReport": 4 + 1 + 1,  # editions, allowances
    "ReportEvent": 4 + 1,  # editions
    "PartRevision": 4 + 1,  # editions
    "Escalation": 4 + 1,  # editions
    "Allowance": 4 + 1,  # editions
    "Intervention": 4 + 1,  # editions
    "Takeaway": 4 + 1,  # editions
    "CallToAction": 4 + 1,  # editions
    "CommitmentStep": 4 + 1,  # editions
    "Outcome": 4 + 1,  # editions
    "OutcomePoint": 4 + 1,  # editions
    "EvidenceRefusal": 4 + 1,  # editions
    "Instrument": 4 + 2,  # first and last date, dates
    "QuotedFigure": 4 + 1,  # editions
    "Document": 4 + 1,  # editions
    "OwnParagraph": 4 + 1,  # editions
    "Chapter": 4 + 1,  # editions
    "DocumentVersion": 4 + 1 + 2,  # editions, first and last date, dates
    "Rendering": 4 + 1,  # editions
    "Delivery": 4 + 2 + 2,  # editions, recipients, first and last date, dates
    "Look": 4,
    "PressKit": 4 + 1 + 1,  # editions, chosen figures
    "PressPhoto": 4 + 1,  # editions
    "ReviewRound": 4 + 1 + 2,  # editions, first and last date, dates
    "Reviewer": 4 + 1 + 1,  # editions; noting it
    "Comment": 4 + 1,  # editions
    "Clearance": 4 + 1 + 1,  # editions; noting it
    "ClearanceItem": 4 + 1 + 1,  # editions; noting it
    "Workstream": 4 + 1,  # forums
    "Lead": 4,
    "Milestone": 4 + 2,  # first and last date, dates
}

PHOTO = ContentFile(b"GIF89a", name="photo.gif")

pytestmark = [pytest.mark.django_db, pytest.mark.office]


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def make(model, **values):
    """A row whose every link leads to a row of its own."""
    row = factory_of(model)(**values)
    for field in model._meta.concrete_fields:
        # A credit is a speaker's or a seat's, not both, and only what is read on behalf has a reader; a clearance asks
        # one of three; a document is about a session, or a workstream, by kind.
        empty = isinstance(field, models.ForeignKey) and getattr(row, field.attname) is None
        other = model is Clearance and field.name in {"organization", "card"}
        if (
            empty
            and not other
            and field.name not in {"seat_of", "reader"}
            and not (model is Document and field.name in {"session", "workstream"})
        ):
            # Past the rows' own manager, which refuses to change what is frozen.
            models.QuerySet(model).filter(pk=row.pk).update(**{field.name: factory_of(field.related_model)()})
    row.refresh_from_db()
    return row


def login_before(page):
    return f"{reverse('admin:login')}?next={page}"


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def office(client):
    """A client signed in as a superuser."""
    client.force_login(factories.UserFactory(superuser=True))
    # These are asked for once a process, by whichever test comes first.
    ContentType.objects.get_for_models(*OURS)
    return client


@pytest.fixture
def staff(client):
    """A client signed in as staff, and a function that gives them permissions."""
    user = factories.UserFactory(staff=True)
    client.force_login(user)

    def allow(*names):
        user.user_permissions.add(*Permission.objects.filter(codename__in=names))

    client.allow = allow
    return client


each_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)


@each_model
def test_every_record_is_in_the_office(model):
    assert model in admin.site._registry


@each_model
def test_translated_records_keep_their_translations_together(model):
    try:
        translator.get_options_for_model(model)
    except NotRegistered:
        return
    assert isinstance(admin.site._registry[model], TranslatedAdmin)


@each_model
def test_pages_open(office, model):
    row = make(model)
    assert office.get(address(model, "changelist"), {"q": "a"}).status_code == 200
    assert office.get(address(model, "change", row.pk)).status_code == 200
    assert office.get(address(model, "history", row.pk)).status_code == 200
    frozen = model in FROZEN
    assert office.get(address(model, "add")).status_code == (403 if model in NOT_ADDED else 200)
    assert office.get(address(model, "delete", row.pk)).status_code == (403 if frozen else 200)


@pytest.mark.parametrize("model", [it for it in OURS if it not in NOT_ADDED], ids=lambda model: model.__name__)
def test_an_empty_form_is_answered_with_what_is_missing(office, model):
    response = office.post(address(model, "add"), {})
    assert response.status_code == 200
    assert response.context["errors"]


@pytest.mark.parametrize("language", ["ar"])
@pytest.mark.parametrize("model", [it for it in OURS if it not in FROZEN], ids=lambda model: model.__name__)
def test_pages_open_in_every_language(office, model, language):
    pages = [address(model, "change", make(model).pk), address(model, "changelist")]
    for page in pages if model in NOT_ADDED else [*pages, address(model, "add")]:
        assert office.get(page, headers={"accept-language": language}).status_code == 200


@pytest.mark.parametrize(
    ("model", "name", "other"),
    [("Credit", "card", "SpeakerCard"), ("Intervention", "credit", "Credit")],
)
def test_half_a_form_is_answered_with_what_is_missing(office, model, name, other):
    model, other = (next(it for it in OURS if it.__name__ == wanted) for wanted in (model, other))
    response = office.post(address(model, "add"), {name: factory_of(other)().pk})
    assert response.status_code == 200
    assert response.context["errors"]


@pytest.mark.parametrize("rows", [1, 3])
@each_model
def test_a_list_costs_the_same_for_any_number_of_rows(office, django_assert_num_queries, model, rows):
    for _ in range(rows):
        make(model)
    with django_assert_num_queries(LIST_QUERIES[model.__name__]):
        response = office.get(address(model, "changelist"))
    assert len(response.context["cl"].result_list) >= rows


def fill_edition(edition, rows):
    for kind in (
        factories.PartnershipFactory, factories.RoomFactory, factories.TrackFactory,
        factories.FigureFactory, factories.AnnouncementFactory,
    ):  # fmt: skip
        kind.create_batch(rows, edition=edition)


def fill_session(session, rows):
    factories.CreditFactory.create_batch(rows, session=session)
    factories.CreditFactory.create_batch(rows, session=session, seat=True)
    factories.SessionFactory.create_batch(rows, edition=session.edition, parent=session)


def fill_report(report, rows):
    for intervention in factories.InterventionFactory.create_batch(rows, report=report):
        intervention.instruments.set(factories.InstrumentFactory.create_batch(rows))
    factories.TakeawayFactory.create_batch(rows, report=report)
    factories.CallToActionFactory.create_batch(rows, report=report)


def fill_outcome(outcome, rows):
    for point in factories.OutcomePointFactory.create_batch(rows, outcome=outcome):
        point.evidence.set(factories.InterventionFactory.create_batch(rows))
        OutcomePoint.objects.filter(pk=point.pk).update(
            parent=factories.OutcomePointFactory(outcome=factories.OutcomeFactory())
        )


def fill_person(person, rows):
    factories.AppointmentFactory.create_batch(rows, person=person, organization=factories.OrganizationFactory())
    factories.ConsentFactory.create_batch(rows, person=person)


def fill_registration(registration, rows):
    factories.AvailabilityFactory.create_batch(rows, registration=registration)
    factories.ChangeRequestFactory.create_batch(rows, registration=registration, status=ChangeRequest.Status.ACCEPTED)
    person, edition = registration.person, registration.edition
    for purpose in ("programme", "photo", "recording")[:rows]:
        factories.ConsentFactory(person=person, edition=edition, purpose=purpose)


def fill_invitation(invitation, rows):
    factories.InvitationEventFactory.create_batch(rows, invitation=invitation, by=factories.UserFactory())
    factories.MailFactory.create_batch(rows, invitation=invitation)


def fill_document(document, rows):
    factories.ChapterFactory.create_batch(rows, document=document)
    factories.DocumentVersionFactory.create_batch(rows, document=document)


def fill_version(version, rows):
    # One format exists; more rows than that only the tables know.
    for number in range(rows):
        factories.RenderingFactory(version=version, format=f"f{number}", done=True)


# What a page costs, however many parts it has. Each: the session, the user, the row.
PAGE_QUERIES = {
    # partners, rooms, tracks, figures, announcements; forums to choose from; the last release
    "Edition": (factories.EditionFactory, fill_edition, 3 + 5 + 1 + 1),
    # its zone; credits, parts, organizers
    "Session": (factories.SessionFactory, fill_session, 3 + 1 + 2 + 1),
    # its zone; credits to choose from, interventions, their instruments; takeaways, calls to action; allowances, its
    # steps, its mails
    "SessionReport": (factories.SessionReportFactory, fill_report, 3 + 1 + 3 + 2 + 3),
    # points to be nested in, points, their evidence
    "Outcome": (factories.OutcomeFactory, fill_outcome, 3 + 3),
    # appointments, consents; the titles as printed; noting it
    "Person": (factories.PersonFactory, fill_person, 3 + 2 + 1 + 1),
    # its zone; consents, times, requests; noting it
    "Registration": (factories.RegistrationFactory, fill_registration, 3 + 1 + 3 + 1),
    # its zone; steps, mails; noting it
    "Invitation": (factories.InvitationFactory, fill_invitation, 3 + 1 + 2 + 1),
    # chapters, the newest version, its translations
    "Document": (factories.DocumentFactory, fill_document, 3 + 1 + 1 + 1),
    # renderings
    "DocumentVersion": (factories.DocumentVersionFactory, fill_version, 3 + 1),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", PAGE_QUERIES)
def test_a_page_costs_the_same_for_any_number_of_parts(office, django_assert_num_queries, name, rows):
    factory, fill, queries = PAGE_QUERIES[name]
    row = factory()
    fill(row, rows)
    with django_assert_num_queries(queries):
        assert office.get(address(type(row), "change", row.pk)).status_code == 200


@each_model
def test_strangers_are_sent_to_the_login(client, model):
    row = factory_of(model)()
    pages = [address(model, "changelist"), address(model, "add")]
    pages += [address(model, page, row.pk) for page in ("change", "delete", "history")]
    for page in pages:
        assert client.get(page).url == login_before(page)
        assert client.post(page).url == login_before(page)


def test_strangers_are_sent_to_the_login_from_pages_of_our_own(client):
    rendering = factories.RenderingFactory(done=True)
    person = factories.PersonFactory(photo=PHOTO)
    pages = [
        reverse("admin:index"),
        reverse("admin:autocomplete"),
        address(Rendering, "download", rendering.pk),
        address(Rendering, "again", rendering.pk),
        address(Rendering, "cancel", rendering.pk),
        reverse("admin:reports_document_stage", args=[rendering.version.document_id]),
        reverse("admin:reports_document_paragraphs", args=[rendering.version.document_id]),
        reverse("admin:reports_document_translate", args=[rendering.version.document_id]),
        reverse("admin:reports_document_redline", args=[rendering.version.document_id]),
        reverse("admin:reports_review_board", args=[1]),
        reverse("admin:reports_review_matrix", args=[1, "xlsx"]),
        reverse("admin:reports_review_add", args=[1]),
        address(Person, "file", person.pk, "photo"),
        reverse("admin:reports_board"),
        reverse("admin:reports_board_edition", args=[rendering.version.document.edition_id]),
        *(reverse(f"admin:reports_sessionreport_{act}", args=[1]) for act in ("return", "reopen", "extend")),
        "/admin/no-such-page/",
    ]
    for page in pages:
        assert client.get(page).url == login_before(page)
        assert client.post(page).url == login_before(page)


@each_model
def test_staff_without_permission_see_nothing(staff, model):
    row = factory_of(model)()
    assert staff.get(address(model, "changelist")).status_code == 403
    assert staff.get(address(model, "change", row.pk)).status_code == 403


def test_custom_views_ask_for_the_permission_of_the_model(staff):
    rendering = factories.RenderingFactory(done=True)
    person = factories.PersonFactory(photo=PHOTO)
    download, again = address(Rendering, "download", rendering.pk), address(Rendering, "again", rendering.pk)
    photo = address(Person, "file", person.pk, "photo")
    for response in (staff.get(download), staff.post(again), staff.get(photo)):
        assert response.status_code == 403

    staff.allow("view_rendering", "view_person", "view_documentversion")
    version = address(DocumentVersion, "change", rendering.version_id)
    assert again not in staff.get(version).content.decode()
    assert staff.get(download).status_code == 200
    assert staff.get(photo).status_code == 200
    assert staff.post(again).status_code == 403
    rendering.refresh_from_db()
    assert rendering.status == Rendering.Status.DONE

    staff.allow("change_rendering")
    assert again in staff.get(version).content.decode()
    assert staff.get(again).status_code == 405
    assert staff.post(again).url == version
    rendering.refresh_from_db()
    assert rendering.status == Rendering.Status.QUEUED
    assert again not in staff.get(version).content.decode()


@pytest.mark.parametrize(
    ("model", "action", "permission"),
    [
        ("Document", "assemble", "add_documentversion"),
        ("Rendering", "render_again", "change_rendering"),
    ],
)
def test_actions_and_buttons_are_for_those_who_may(staff, model, action, permission):
    model = next(it for it in OURS if it.__name__ == model)
    row = factory_of(model)()
    staff.allow(f"view_{model._meta.model_name}")
    assert action not in staff.get(address(model, "changelist")).content.decode()
    assert f'value="{action}"' not in staff.get(address(model, "change", row.pk)).content.decode()
    # Not offered is not enough: it may be asked for all the same.
    response = staff.post(address(model, "changelist"), {"action": action, "index": 0, "_selected_action": row.pk})
    assert response.status_code in {200, 302, 403}
    assert not DocumentVersion.objects.exclude(renderings__status=Rendering.Status.QUEUED).exists()

    staff.allow(permission)
    assert action in staff.get(address(model, "changelist")).content.decode()
    assert f'value="{action}"' in staff.get(address(model, "change", row.pk)).content.decode()


def test_the_button_of_a_page_comes_back_to_the_page(office):
    rendering = factories.RenderingFactory(done=True)
    data = {"action": "render_again", "index": 0, "_selected_action": rendering.pk, "_page": 1}
    response = office.post(address(Rendering, "changelist"), data)
    assert response.url == address(Rendering, "change", rendering.pk)


@pytest.mark.parametrize(
    "edition",
    [
        {"theme": "AI for all", "when": "December", "city": "Geneva"},
        {},
    ],
    ids=["told", "left empty"],
)
def test_assembling_links_to_the_version(office, edition):
    document = factories.DocumentFactory(title="Outcomes", edition=factories.EditionFactory(held=True, **edition))
    factories.ChapterFactory(document=document)
    data = {"action": "assemble", "index": 0, "_selected_action": document.pk}
    response = office.post(address(type(document), "changelist"), data)
    version = DocumentVersion.objects.get(document=document)
    assert address(DocumentVersion, "change", version.pk) in told(response)[0]
    assert {it.status for it in version.renderings.all()} == {Rendering.Status.QUEUED}


def test_assembling_an_empty_document_is_explained(office):
    document = factories.DocumentFactory()
    data = {"action": "assemble", "index": 0, "_selected_action": document.pk}
    response = office.post(address(type(document), "changelist"), data)
    assert response.status_code == 302
    assert str(document) in told(response)[0]
    assert not DocumentVersion.objects.exists()


def test_a_file_is_downloaded_never_shown(office):
    rendering = factories.RenderingFactory(done=True)
    response = office.get(address(Rendering, "download", rendering.pk))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 the paper"
    assert response["Content-Disposition"].startswith('attachment; filename="paper')
    assert response["X-Content-Type-Options"] == "nosniff"


def test_what_is_not_finished_cannot_be_downloaded(office):
    for state in ({}, {"failed": True}):
        rendering = factories.RenderingFactory(**state)
        assert office.get(address(Rendering, "download", rendering.pk)).status_code == 404
    assert office.get(address(Rendering, "download", 0)).status_code == 404
    assert office.post(address(Rendering, "again", 0)).status_code == 404


def test_a_photo_has_an_address_in_the_office_only(office):
    person = factories.PersonFactory(photo=PHOTO)
    photo = address(Person, "file", person.pk, "photo")
    assert f'href="{photo}"' in office.get(address(Person, "change", person.pk)).content.decode()
    response = office.get(photo)
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == b"GIF89a"
    assert office.get(address(Person, "file", person.pk, "email")).status_code == 404
    assert office.get(address(Person, "file", 0, "photo")).status_code == 404
    assert office.get(address(Person, "file", factories.PersonFactory().pk, "photo")).status_code == 404


def test_a_version_says_in_full_why_it_failed(office):
    reason = "error: unknown font\n" + "x" * 5000
    rendering = factories.RenderingFactory(failed=True, error=reason)
    page = office.get(address(DocumentVersion, "change", rendering.version_id)).content.decode()
    assert reason in page
    assert f'formaction="{address(Rendering, "again", rendering.pk)}"' in page


def test_a_version_keeps_its_content_to_itself(office):
    secret = "only in the content"
    version = factories.DocumentVersionFactory(content=json.dumps({"text": secret}))
    release = factories.AgendaReleaseFactory(
        content=json.dumps(
            {
                "schema": 2,
                "sessions": [{"credits": [], "parts": [{"credits": [], "parts": []}]}],
                "speakers": [],
                "text": secret,
            }
        )
    )
    for row in (version, release):
        page = office.get(address(type(row), "change", row.pk)).content.decode()
        assert secret not in page
        assert row.digest in page
    assert '<div class="readonly">2</div>' in page


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_frozen_rows_stay_as_they_are(office, model):
    row = factory_of(model)()
    before = model.objects.values().get(pk=row.pk)
    assert office.post(address(model, "change", row.pk), {"note": "changed"}).status_code == 403
    assert office.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert office.post(address(model, "add"), {}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes", "index": 0}
    office.post(address(model, "changelist"), data)
    assert model.objects.values().get(pk=row.pk) == before


def test_a_hostile_name_is_printed_as_text(office):
    organization = factories.OrganizationFactory(name=HOSTILE)
    pages = [
        address(Organization, "changelist"),
        address(Organization, "change", organization.pk),
        address(Organization, "delete", organization.pk),
        address(Partnership, "change", factories.PartnershipFactory(organization=organization).pk),
    ]
    for page in pages:
        body = office.get(page).content.decode()
        assert HOSTILE not in body
        assert PRINTED in body

    query = {"app_label": "forums", "model_name": "partnership", "field_name": "organization", "term": "img"}
    response = office.get(reverse("admin:autocomplete"), query)
    assert response["Content-Type"] == "application/json"
    assert response.json()["results"] == [{"id": str(organization.pk), "text": HOSTILE}]


def test_hostile_names_stay_text_in_messages_of_actions(office):
    edition = factories.EditionFactory(forum__name=HOSTILE, held=True)
    factories.SessionFactory(edition=edition, timed=True)
    response = office.post(reverse("admin:forums_edition_publish", args=[edition.pk]), {"note": HOSTILE})
    assert AgendaRelease.objects.exists()
    body = office.get(response.url).content.decode()
    assert HOSTILE not in body
    assert PRINTED in body


def test_rows_of_one_name_are_told_apart_when_chosen(office):
    rooms = [factories.RoomFactory(name="Hall A") for _ in range(2)]
    query = {"app_label": "forums", "model_name": "session", "field_name": "room", "term": "hall"}
    results = office.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [it["text"] for it in results] == [f"Hall A ({room.edition})" for room in reversed(rooms)]


def test_a_search_finds_a_text_in_every_language(office):
    found = factories.SessionFactory(title="Opening", title_zh_hans="开幕式")
    factories.SessionFactory(title="Closing")
    response = office.get(address(Session, "changelist"), {"q": "开幕"}, headers={"accept-language": "fr"})
    assert list(response.context["cl"].result_list) == [found]


def test_translations_wait_in_a_closed_fieldset(office):
    response = office.get(address(Session, "change", factories.SessionFactory().pk))
    *shown, others = response.context["adminform"].fieldsets
    assert others[0] == "Other languages"
    assert others[1]["classes"] == ["collapse"]
    assert "title_fr" in others[1]["fields"]
    assert "title_en" not in others[1]["fields"]
    assert "title_en" in shown[0][1]["fields"]


def test_times_are_those_of_the_edition(office):
    session = factories.SessionFactory(timed=True, edition__timezone="Asia/Shanghai")
    page = office.get(address(Session, "change", session.pk))
    assert 'value="20:00:00"' in page.content.decode()
    assert "Mon 12 Dec 2022, 20:00" in office.get(address(Session, "changelist")).content.decode()

    form = {
        "edition": session.edition_id, "code": "opening", "kind": "opening", "title_en": "Opening",
        "starts_at_0": "2022-12-12", "starts_at_1": "09:00", "ends_at_0": "2022-12-12", "ends_at_1": "10:00",
        "status": "planned", "attribution": "named", "visibility": "public", "position": 0,
        "credits-TOTAL_FORMS": 0, "credits-INITIAL_FORMS": 0, "parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert office.post(address(Session, "add"), form).status_code == 302
    assert Session.objects.get(code="opening").starts_at.isoformat() == "2022-12-12T01:00:00+00:00"


def test_nothing_is_part_of_itself(office):
    organization = factories.OrganizationFactory()
    form = {"name_en": "Unit", "slug": "unit", "kind": "other", "parent": organization.pk}
    response = office.post(address(Organization, "change", organization.pk), form)
    assert "An organization cannot be part of itself." in response.content.decode()


def test_what_others_need_is_not_deleted(office, monkeypatch):
    partnership = factories.PartnershipFactory()
    page = address(Organization, "delete", partnership.organization_id)
    assert "would require deleting the following protected" in office.get(page).content.decode()

    # Someone may come to need it between the question and the answer.
    monkeypatch.setattr(admin.site._registry[Organization], "get_deleted_objects", lambda *_: ([], {}, set(), []))
    with pytest.raises(ProtectedError):
        partnership.organization.delete()
    [message] = told(office.post(page, {"post": "yes"}))
    assert message.splitlines()[1] == f"- partnership: {partnership}"


def test_a_broken_rule_is_told_on_the_page_it_was_broken_on(office, monkeypatch):
    def refuse(*_):
        raise DomainError("Ask the chair first.")

    monkeypatch.setattr(admin.site._registry[Organization], "save_model", refuse)
    page = address(Organization, "add")
    response = office.post(page, {"name_en": "Unit", "slug": "unit", "kind": "other"})
    assert (response.url, told(response)) == (page, ["Ask the chair first."])


def test_the_index_follows_the_order_of_the_work(office):
    response = office.get(reverse("admin:index"))
    listed = {app["app_label"]: [it["object_name"] for it in app["models"]] for app in response.context["app_list"]}
    assert list(listed) == ["forums", "speakers", "reports", "details", "auth"]
    assert listed["forums"] == [
        "Forum", "Organization", "Edition", "Session", "SpeakerCard", "AgendaRelease", "AgendaImport",
    ]  # fmt: skip
    assert listed["speakers"] == [
        "Person", "Invitation", "OpenCall", "Proposal", "Registration", "ChangeRequest", "AssistantLink", "Mail",
        "MailTemplate",
    ]  # fmt: skip
    assert listed["details"][:3] == ["Room", "Track", "Partnership"]
    assert sum(map(len, listed.values())) == len(admin.site._registry)


def test_only_those_who_were_credited_can_have_spoken(office):
    credit = factories.CreditFactory()
    elsewhere = factories.CreditFactory()
    report = factories.SessionReportFactory(session=credit.session)
    page = office.get(address(type(report), "change", report.pk)).content.decode()
    assert f'<option value="{credit.pk}">{credit}</option>' in page
    assert str(elsewhere) not in page
