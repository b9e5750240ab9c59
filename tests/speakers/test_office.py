"""The office's side of the speaker's page: consents, requests, assistants' links."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.urls import reverse

from speakers.assistants import find_assistant_link, issue_assistant_link, note_link_opened
from speakers.links import LinkError
from speakers.models import AssistantLink, Consent, Registration
from speakers.registrations import register_person
from tests.factories import (
    AssistantLinkFactory,
    ChangeRequestFactory,
    EditionFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(superuser=True)


@pytest.fixture
def office(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def registration():
    return register_person(edition=EditionFactory(held=True), person=PersonFactory())


def page_of(row, page="change"):
    opts = row._meta
    args = [row.pk] if page == "change" else []
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def act(office, row, action):
    return office.post(page_of(row, "changelist"), {"action": action, "index": 0, "_selected_action": row.pk})


# Registrations


def form_of(registration, **values):
    parts = ("times", "change_requests")
    counts = {f"{part}-{name}_FORMS": 0 for part in parts for name in ("TOTAL", "INITIAL")}
    own = {
        "edition": registration.edition_id,
        "person": registration.person_id,
        "status": "confirmed",
        "mode": "onsite",
    }
    return own | counts | values


def test_the_office_records_how_a_person_agreed(office, registration):
    assert registration.card.published is False
    assert office.post(page_of(registration), form_of(registration)).status_code == 302
    assert not Consent.objects.exists()
    office.post(page_of(registration), form_of(registration, channel="paper"))
    assert Consent.objects.values_list("person", "purpose", "channel").get() == (
        registration.person_id, "programme", "paper",
    )  # fmt: skip
    registration.card.refresh_from_db()
    assert registration.card.published is True
    assert "name and titles in the programme: " in office.get(page_of(registration)).content.decode()


def test_how_far_they_are_on_their_page(office, registration):
    assert "Not filled in yet." in office.get(page_of(registration)).content.decode()
    Registration.objects.update(sections={"name": "2022-12-01T00:00:00+00:00"})
    assert "1 section looked through." in office.get(page_of(registration)).content.decode()


def test_a_consent_that_the_office_records_shows_at_once(office, registration):
    form = {
        "person": registration.person_id, "edition": registration.edition_id, "purpose": "programme",
        "text_version": "2022-1", "language": "en", "given_at_0": "2022-12-01", "given_at_1": "12:00",
    }  # fmt: skip
    assert office.post(reverse("admin:speakers_consent_add"), form).status_code == 302
    registration.card.refresh_from_db()
    assert registration.card.published is True


def test_a_consent_on_the_person_s_page_shows_at_once(office, registration):
    person = registration.person
    other = register_person(edition=EditionFactory(held=True), person=person)
    counts = {f"{part}-{name}_FORMS": 0 for part in ("appointments", "consents") for name in ("TOTAL", "INITIAL")}
    form = counts | {"family_name": person.family_name, "name_order": "given-first", "consents-TOTAL_FORMS": 1}
    row = {
        "person": person.pk, "edition": registration.edition_id, "purpose": "programme", "text_version": "2022-1",
        "language": "en", "given_at_0": "2022-12-01", "given_at_1": "12:00",
    }  # fmt: skip

    def save(**values):
        data = form | {f"consents-0-{key}": value for key, value in (row | values).items()}
        assert office.post(page_of(person), data).status_code == 302
        return [Registration.objects.get(pk=it.pk).card.published for it in (registration, other)]

    assert save() == [True, False]
    form["consents-INITIAL_FORMS"] = 1
    kept = {"id": Consent.objects.get().pk}
    assert save(**kept, edition="") == [True, True]
    assert save(**kept, edition="", withdrawn_at_0="2022-12-02", withdrawn_at_1="12:00") == [False, False]
    assert save(**kept, edition="") == [True, True]
    assert save(**kept, edition="", DELETE="on") == [False, False]


# Requests


@pytest.fixture
def request_of(registration):
    def make(**values):
        return ChangeRequestFactory(
            registration=registration, field="bio", before="Old.", after="New.", values={"bio_en": "New."}, **values
        )

    return make


def decide(office, row, **form):
    return office.post(page_of(row), form)


def test_a_request_is_seen_before_and_after(office, request_of):
    page = office.get(page_of(request_of(channel="link of Kim"))).content.decode()
    for said in ("Old.", "New.", "link of Kim", 'name="reason"'):
        assert said in page


def test_a_request_is_accepted_or_refused_on_its_page(office, user, request_of):
    accepted = request_of()
    decide(office, accepted, status="accepted", reason="")
    accepted.refresh_from_db()
    assert (accepted.status, accepted.decided_by, Registration.objects.get().bio_en) == ("accepted", user, "New.")
    refused = request_of()
    response = decide(office, refused, status="refused", reason="")
    assert "Tell the speaker why the change was refused." in response.content.decode()
    decide(office, refused, status="refused", reason="Too long.")
    refused.refresh_from_db()
    assert (refused.status, refused.reason, refused.decided_by) == ("refused", "Too long.", user)


def test_nothing_decided_is_said(office, request_of):
    row = request_of()
    response = decide(office, row, status="open", reason="Hm.")
    assert told(response) == ["Choose “accepted” or “refused”, or leave the page."]
    row.refresh_from_db()
    assert (row.status, row.reason) == ("open", "")


def test_what_was_decided_stays(office, request_of):
    row = request_of()
    decide(office, row, status="accepted", reason="")
    assert 'name="reason"' not in office.get(page_of(row)).content.decode()
    decide(office, row, status="refused", reason="On second thoughts.")
    row.refresh_from_db()
    assert (row.status, row.reason) == ("accepted", "")


def test_requests_are_accepted_from_the_list(office, request_of):
    row = request_of()
    assert told(act(office, row, "accept")) == [f"{row}: is accepted; it is printed with the next release."]
    message = told(act(office, row, "accept"))[-1]
    assert "This request has been decided" in message


def test_the_photo_asked_for_is_for_those_who_may_see_the_request(client, request_of):
    row = request_of(photo=ContentFile(b"\xff\xd8\xff", name="new.jpg"))
    address = reverse("admin:speakers_changerequest_file", args=[row.pk, "photo"])
    client.force_login(UserFactory(staff=True))
    assert client.get(address).status_code == 403
    client.force_login(UserFactory(superuser=True))
    assert address in client.get(page_of(row)).content.decode()
    assert b"".join(client.get(address).streaming_content) == b"\xff\xd8\xff"


# Assistants


def test_an_assistant_s_link_is_shown_once_and_kept_as_a_hash(office, user, settings):
    edition, persons = EditionFactory(), PersonFactory.create_batch(2)
    form = {"edition": edition.pk, "email": "kim@example.org", "persons": [it.pk for it in persons]}
    [message, _] = told(office.post(reverse("admin:speakers_assistantlink_add"), form))
    token = re.search(rf"{settings.SITE_URL}/a/([\w-]+)/", message)[1]
    link = find_assistant_link(token)
    assert (set(link.persons.all()), link.issued_by) == (set(persons), user)
    assert token not in str(AssistantLink.objects.values().get())
    assert token in office.get(page_of(link)).content.decode()
    assert token not in office.get(page_of(link)).content.decode()
    assert token not in office.get(reverse("admin:speakers_assistantlink_history", args=[link.pk])).content.decode()


def test_a_new_link_ends_the_old(office):
    link = AssistantLinkFactory()
    old = issue_assistant_link(link, by=None).split("/")[-2]
    [message] = told(act(office, link, "new_link"))
    new = re.search(r"/a/([\w-]+)/", message)[1]
    assert find_assistant_link(new) == link
    with pytest.raises(LinkError):
        find_assistant_link(old)


def test_new_links_are_made_one_by_one(office):
    one, two = AssistantLinkFactory.create_batch(2)
    data = {"action": "new_link", "index": 0, "_selected_action": [one.pk, two.pk]}
    response = office.post(page_of(one, "changelist"), data)
    assert told(response) == ["Choose one: a link is shown once and belongs to one assistant."]


def test_a_link_is_revoked_and_given_again(office):
    link = AssistantLinkFactory()
    token = issue_assistant_link(link, by=None).split("/")[-2]
    act(office, link, "revoke")
    with pytest.raises(LinkError):
        find_assistant_link(token)
    message = told(act(office, link, "revoke"))[-1]
    assert message == f"{link}: This link has been revoked already."
    act(office, link, "new_link")
    link.refresh_from_db()
    assert link.revoked_at is None


def test_a_link_ends_with_its_time():
    link = AssistantLinkFactory()
    token = issue_assistant_link(link, by=None).split("/")[-2]
    AssistantLink.objects.update(expires_at="2001-01-01T00:00Z")
    with pytest.raises(LinkError):
        find_assistant_link(token)


def test_when_it_was_first_opened_is_kept():
    link = AssistantLinkFactory()
    note_link_opened(link)
    first = AssistantLink.objects.get().opened_at
    note_link_opened(link)
    assert AssistantLink.objects.get().opened_at == first is not None


def test_changing_whom_an_assistant_assists_leaves_the_link(office):
    link = AssistantLinkFactory()
    token = issue_assistant_link(link, by=None).split("/")[-2]
    person = PersonFactory()
    form = {"edition": link.edition_id, "email": link.email, "persons": [person.pk]}
    assert office.post(page_of(link), form).status_code == 302
    assert list(find_assistant_link(token).persons.all()) == [person]
