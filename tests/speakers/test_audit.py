"""Who of the office saw or changed what: noted once a day, shown in the order of time, never in anyone's way."""

import logging

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import DatabaseError
from django.urls import reverse

from reports.models import Clearance
from speakers.audit import How, history_of, note_access
from speakers.holdings import PARTS
from speakers.models import (
    AccessEntry,
    AssistantLink,
    Availability,
    ChangeRequest,
    Consent,
    Erasure,
    Invitation,
    Mail,
    Person,
    Registration,
)
from tests import factories as make

from .test_holdings import fill

pytestmark = [pytest.mark.django_db, pytest.mark.office]

SEEN = [AssistantLink, Availability, ChangeRequest, Clearance, Consent, Invitation, Mail, Person, Registration]


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def person_page(name, person):
    return reverse(f"admin:speakers_person_{name}", args=[person.pk])


def noted():
    return list(AccessEntry.objects.order_by("pk").values_list("how", "model", "row", "person"))


@pytest.fixture
def office(client):
    client.force_login(make.UserFactory(superuser=True, username="clerk"))
    return client


# Noting


@pytest.mark.parametrize("model", SEEN, ids=lambda model: model.__name__)
def test_opening_a_private_page_and_its_list_is_noted_once_a_day(office, model):
    row = make.factory_of(model)()
    links = {AssistantLink: None, Person: row.pk}
    person = links[model] if model in links else getattr(row, "registration", row).person_id
    label = model._meta.label_lower
    for _ in range(2):
        office.get(address(model, "changelist"))
        office.get(address(model, "change", row.pk))
    assert noted() == [("listed", label, None, None), ("viewed", label, row.pk, person)]


def test_a_page_that_is_not_shown_is_not_noted(client):
    person = make.PersonFactory()
    client.force_login(make.UserFactory(staff=True))
    for page in (address(Person, "change", person.pk), address(Person, "changelist"), person_page("held", person)):
        assert client.get(page).status_code == 403
    assert noted() == []


def test_files_and_everything_held_are_noted_as_taken(office):
    person = make.PersonFactory(photo=ContentFile(b"GIF89a", name="me.gif"))
    office.get(address(Person, "file", person.pk, "photo")).close()
    office.get(person_page("held", person)).close()
    entry = ("speakers.person", person.pk, person.pk)
    assert noted() == [("downloaded", *entry), ("exported", *entry)]


def test_looking_at_persons_beside_each_other_is_noted(office):
    one, other = make.PersonFactory.create_batch(2)
    office.get(reverse("admin:speakers_person_merge", args=[one.pk, other.pk]))
    assert [(how, row) for how, _, row, _ in noted()] == [("viewed", one.pk), ("viewed", other.pk)]


def test_noting_is_one_query(django_assert_num_queries):
    user, person = make.UserFactory(), make.PersonFactory()
    with django_assert_num_queries(1):
        note_access(user, How.VIEWED, Person, person.pk, person=person.pk)


def test_what_cannot_be_noted_keeps_nobody_from_their_work(office, monkeypatch, caplog):
    def refuse(*_args, **_options):
        raise DatabaseError("disk full")

    person = make.PersonFactory()
    monkeypatch.setattr(AccessEntry.objects, "bulk_create", refuse)
    with caplog.at_level(logging.ERROR):
        assert office.get(address(Person, "change", person.pk)).status_code == 200
    assert caplog.messages == [f"An access to speakers.person {person.pk} could not be noted"]


# Reading


def changed(row, user, message):
    types = ContentType.objects.get_for_model(row)
    LogEntry.objects.create(
        user=user, content_type=types, object_id=str(row.pk), object_repr=str(row), action_flag=CHANGE,
        change_message=message,
    )  # fmt: skip


def test_looks_and_changes_stand_in_one_order_of_time(office):
    person = make.PersonFactory()
    registration = make.RegistrationFactory(person=person)
    assistant = make.AssistantLinkFactory()
    assistant.persons.add(person)
    user = make.UserFactory(username="editor")
    changed(registration, user, "Changed needs.")
    changed(make.RegistrationFactory(), user, "Of another person.")
    note_access(user, How.VIEWED, Registration, registration.pk, person=person.pk)
    note_access(user, How.VIEWED, AssistantLink, assistant.pk)
    note_access(None, How.VIEWED, Person, person.pk, person=person.pk)
    lines = [(line.by, line.did, line.what, line.told) for line in history_of(person)]
    assert sorted(lines) == sorted(
        [
            ("editor", "changed", f"Registration {registration.pk}", "Changed needs."),
            ("editor", "opened the page", f"Registration {registration.pk}", ""),
            ("editor", "opened the page", f"Assistant link {assistant.pk}", ""),
            ("an account that is gone", "opened the page", f"Person {person.pk}", ""),
        ]
    )
    times = [line.at for line in history_of(person)]
    assert times == sorted(times, reverse=True)
    page = office.get(person_page("seen", person)).content.decode()
    assert "Changed needs." in page
    assert "Of another person." not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_history_costs_the_same_for_any_number_of_rows(django_assert_num_queries, rows):
    person = make.PersonFactory()
    fill(person, rows)
    for registration in person.registrations.all():
        changed(registration, make.UserFactory(), "Changed.")
        note_access(make.UserFactory(), How.VIEWED, Registration, registration.pk, person=person.pk)
    history_of(person)  # kinds of records are asked for once a process
    # who was merged; whose rows, a query a part; who looked, who changed
    with django_assert_num_queries(1 + len(PARTS) + 2):
        history_of(person)


# The pages, and who may open them


def test_each_page_asks_for_its_permission(client):
    person = make.PersonFactory()
    user = make.UserFactory(staff=True)
    client.force_login(user)
    pages = {
        "held": "export_person",
        "erase": "erase_person",
        "seen": "view_accessentry",
    }
    user.user_permissions.add(Permission.objects.get(codename="view_person"))
    tools = {"held": "Everything held", "erase": "Erase", "seen": "Who saw or changed this"}
    for name, codename in pages.items():
        assert client.get(person_page(name, person)).status_code == 403
        assert f">{tools[name]}<" not in client.get(address(Person, "change", person.pk)).content.decode()
        user.user_permissions.add(Permission.objects.get(codename=codename))
        response = client.get(person_page(name, person))
        assert response.status_code == 200
        response.close()
        assert f">{tools[name]}<" in client.get(address(Person, "change", person.pk)).content.decode()
    assert client.post(person_page("erase", person), {"name": "x"}).status_code == 200
    retention = reverse("admin:speakers_person_retention")
    assert client.get(retention).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_erasure"))
    assert client.get(retention).status_code == 200


def test_whoever_types_the_name_erases(office, django_capture_on_commit_callbacks):
    person = make.PersonFactory(given_name="Amina", family_name="Okafor", distinguish="the minister")
    make.MailFactory(person=person)
    page = person_page("erase", person)
    shown = office.get(page).content.decode()
    assert "Mails: 1" in shown
    assert "Type “Amina Okafor” to go on." in shown
    response = office.post(page, {"reason": "asked", "name": "Amina"})
    assert "That is another name." in response.content.decode()
    assert not Erasure.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(page, {"reason": "asked", "name": " amina  okafor "}).status_code == 302
    erasure = Erasure.objects.get()
    assert (erasure.by.username, erasure.reason, erasure.counts["speakers.mail"]) == ("clerk", "asked", 1)
    assert ("erased", "speakers.person", person.pk, person.pk) in noted()


def test_a_row_that_was_erased_is_only_looked_at(office):
    person = make.PersonFactory(family_name="Erased person 1")
    Person.objects.filter(pk=person.pk).update(erased_at="2026-01-01T00:00Z")
    shown = office.get(address(Person, "change", person.pk)).content.decode()
    assert 'name="email"' not in shown
    assert ">Erase<" not in shown
    assert office.post(address(Person, "change", person.pk), {"family_name": "Okafor"}).status_code == 403
    assert office.get(person_page("erase", person)).status_code == 302
    query = {"app_label": "speakers", "model_name": "registration", "field_name": "person", "term": "erased"}
    assert office.get(reverse("admin:autocomplete"), query).json()["results"] == []
