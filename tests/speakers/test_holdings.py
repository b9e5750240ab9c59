"""Everything held about a person: nothing is forgotten, nothing of others is told, and it costs the same for many."""

import datetime as dt
import json
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.base import ContentFile
from django.urls import reverse

from speakers.assistants import issue_assistant_link
from speakers.dossier import collect, write_dossier
from speakers.holdings import PARTS, PASSED_OVER, Fate, Whose
from speakers.invitations import issue_link
from speakers.models import AccessEntry, Person, Registration
from tests import factories as make

pytestmark = pytest.mark.django_db

HELD = {part.model for part in PARTS}


def unanswered():
    """Links to what is held that are neither held themselves nor passed over with a reason."""
    ways = {(part.model, way.split("__")[0]) for part in PARTS for way in (*part.paths, *part.addresses)}
    for model in apps.get_models():
        for link in model._meta.get_fields():
            leads_there = link.is_relation and not link.auto_created and link.related_model in HELD
            if leads_there and (model, link.name) not in ways:
                yield f"{model._meta.label}.{link.name}"


def test_every_table_that_leads_to_a_person_is_held_or_passed_over():
    left = set(unanswered()) - set(PASSED_OVER)
    assert not left, f"Say in holdings.py what is held there (hold), or why nothing is (pass_over): {sorted(left)}"
    assert set(PASSED_OVER) == set(unanswered()), "These are passed over, and need not be."


def test_every_part_has_a_name_of_its_own():
    keys = [part.key for part in PARTS]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_what_is_named_is_there(part):
    columns = {it.name for it in part.model._meta.concrete_fields}
    assert columns >= {*part.kept, *part.given, *part.withheld}
    # What cannot be nothing has to be kept.
    if part.fate == Fate.EMPTIED:
        links = {it.name for it in part.model._meta.concrete_fields if it.is_relation and not it.null}
        assert set(part.kept) >= links
    assert bool(part.why) == (part.fate != Fate.GOES) or part.key == "speakers.erasure"


def fill(person, rows):
    """Something of nearly everything, ``rows`` times."""
    for _ in range(rows):
        registration = make.RegistrationFactory(
            person=person, card=make.SpeakerCardFactory(), needs="No nuts.", arrival="At noon."
        )
        make.AvailabilityFactory(registration=registration)
        make.ChangeRequestFactory(registration=registration, after="Doctor")
        credit = make.CreditFactory(card=registration.card, session__edition=registration.edition)
        make.AbstractFactory(credit=credit)
        make.InterventionFactory(report__session=credit.session, credit=credit)
        invitation = make.InvitationFactory(person=person, reason="Ill.")
        make.InvitationEventFactory(invitation=invitation)
        make.InvitationLinkFactory(invitation=invitation)
        make.InvitationFactory(substitute=person, reason="Another’s reason.")
        make.MailFactory(invitation=invitation, person=person, body="Dear person")
        make.ConsentFactory(person=person, text_version="2026-1")
        make.AppointmentFactory(person=person, organization=make.OrganizationFactory())
        make.AssistantLinkFactory(name="Ana").persons.add(person, make.PersonFactory(family_name="Neighbour"))
        make.LeadFactory(person=person)
        make.ClearanceFactory(person=person)
        make.SessionReportFactory(rapporteur=person)


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_everything_costs_the_same_for_any_number_of_rows(django_assert_num_queries, rows):
    person = make.PersonFactory(email="one@example.org")
    fill(person, rows)
    collect(person)  # kinds of records are asked for once a process
    # who was merged, whose addresses they are; each part; the log
    with django_assert_num_queries(2 + len(PARTS) + 1):
        dossier = collect(person)
    assert {it.part.key: len(it.rows) for it in dossier.held}["speakers.registration"] == rows


def read(person):
    with write_dossier(person) as file, ZipFile(file) as archive:
        return archive, json.loads(archive.read("held.json")), archive.read("held.html").decode()


def test_the_file_has_everything_in_two_forms_and_the_photos():
    person = make.PersonFactory(
        family_name="Okafor", email="amina@example.org", note="Met in 2021.", bio_zh_hans="简介",
        photo=ContentFile(b"GIF89a", name="me.gif"),
    )  # fmt: skip
    fill(person, 1)
    merged = make.PersonFactory(family_name="Okafor A.", phone="+41 1")
    Person.objects.filter(pk=merged.pk).update(merged_into=person)
    user = make.UserFactory(username="secret-clerk")
    AccessEntry.objects.create(user=user, how="viewed", model="speakers.person", row=1, person=person, on="2026-01-01")
    content = Registration.objects.get(person=person)
    LogEntry.objects.log_actions(user.pk, [content], CHANGE, change_message="Changed needs.", single_object=True)
    archive, tree, page = read(person)
    assert sorted(archive.namelist()) == [f"files/person-{person.pk}-photo.gif", "held.html", "held.json"]
    held = tree["held"]
    assert set(held) == {part.key for part in PARTS}
    one, other = held["speakers.person"]
    assert (one["family_name"], one["note"], one["bio_zh_hans"], other["phone"]) == (
        "Okafor", "Met in 2021.", "简介", "+41 1",
    )  # fmt: skip
    assert held["speakers.registration"][0]["needs"] == "No nuts."
    assert held["speakers.mail"][0]["body"] == "Dear person"
    assert held["speakers.consent"][0]["wording"].startswith("I agree that my name")
    assert held["speakers.invitation"][0]["reason"] == "Ill."
    assert held["speakers.assistantlink"][0]["name"] == "Ana"
    assert held["reports.intervention"][0]["text_en"].startswith("{speaker} said")
    assert tree["changes"][0]["change"] == "Changed needs."
    # Nobody of the office, no other speaker, no secret of a link.
    for text in (json.dumps(tree), page):
        for hidden in ("secret-clerk", "Another’s reason.", "Neighbour", "token"):
            assert hidden not in text


def test_what_people_typed_is_text_in_the_page():
    person = make.PersonFactory(family_name="<script>alert(1)</script>")
    _, _, page = read(person)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_address_that_another_person_has_too_finds_nothing():
    one, other = (make.PersonFactory(email=it) for it in ("desk@example.org", "Desk@example.org"))
    mail = make.MailFactory(person=None, to="desk@example.org")
    assert (Whose.of(one).addresses, Whose.of(other).addresses) == ((), ())
    Person.objects.filter(pk=other.pk).update(email="")
    assert [it["to"] for it in read(one)[1]["held"]["speakers.mail"]] == [mail.to]


# Behind the link


@pytest.fixture
def link(client):
    invitation = make.InvitationFactory(
        sent=True, expires_at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC), person__family_name="Okafor"
    )
    return invitation, issue_link(invitation, by=None).partition("/i/")[2].strip("/")


def test_speakers_download_what_is_held_and_assistants_do_not(client, link):
    invitation, token = link
    page = reverse("invitation-step", args=[token, "held"])
    assert page in client.get(reverse("invitation", args=[token])).content.decode()
    for language, title in (("en", "What we hold about you"), ("zh-hans", "我们保存的您的信息")):
        response = client.get(page, {"language": language})
        assert title in response.content.decode()
        assert response.headers["Cache-Control"] == "no-store"
    response = client.post(page)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="held-')
    assert response.headers["Cache-Control"] == "no-store"
    assert b"".join(response.streaming_content).startswith(b"PK")
    assistant = make.AssistantLinkFactory.build(edition=invitation.edition)
    address = issue_assistant_link(assistant, by=None).partition("/a/")[2].strip("/")
    assistant.persons.add(invitation.person)
    theirs = reverse("assisted-step", args=[address, invitation.person_id, "held"])
    assert client.get(theirs).status_code == client.post(theirs).status_code == 404
