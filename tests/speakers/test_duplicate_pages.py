"""The pages on which persons on file twice are merged, and homonyms told apart."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from speakers.admin.duplicates import PAIRS_A_PAGE
from speakers.models import Distinction, Person
from tests.factories import (
    AppointmentFactory,
    OrganizationFactory,
    PersonFactory,
    RegistrationFactory,
    UserFactory,
)

LIST = "admin:speakers_person_duplicates"
HOSTILE = "<img src=x>"

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(UserFactory(superuser=True))
    return client


def couple(**values):
    return PersonFactory.create_batch(2, family_name="Wing", **values)


def address(page, one, other):
    return reverse(f"admin:speakers_person_{page}", args=[one.pk, other.pk])


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("couples", [1, 3])
def test_pairs_cost_the_same_however_many_there_are(office, django_assert_num_queries, couples):
    for number in range(couples):
        for person in couple(given_name=f"Given{number}", country="CN"):
            AppointmentFactory(person=person, organization=OrganizationFactory())
            RegistrationFactory(person=person)
    # the session, the user; appointments, persons, distinctions; the persons of the page, their titles; noting it
    with django_assert_num_queries(2 + 3 + 2 + 1):
        response = office.get(reverse(LIST))
    assert response.content.count(b'class="couple"') == couples


def test_a_pair_shows_what_tells_persons_apart(office):
    academy = OrganizationFactory(name="Academy", acronym="ACA")
    one, other = couple(given_name=HOSTILE, native_name="周以真", email="w@example.org", country="CN")
    AppointmentFactory(person=one, title="dean", organization=academy)
    RegistrationFactory(person=one)
    body = office.get(reverse(LIST)).content.decode()
    for words in ("周以真", "w@example.org", "China", "dean, ACA", "1 registration<", "0 registrations<"):
        assert words in body
    assert "same name, same name in native script, same e-mail" in body
    assert HOSTILE not in body
    for page in (address("merge", one, other), address("apart", one, other)):
        assert page in body


def test_no_pairs_and_many_pages(office):
    assert "No two persons on file look like one." in office.get(reverse(LIST)).content.decode()
    for number in range(PAIRS_A_PAGE + 1):
        couple(given_name=f"Given{number:02}")
    first, second = (office.get(reverse(LIST), {"page": page}) for page in ("1", "2"))
    assert [len(response.context["pairs"]) for response in (first, second)] == [PAIRS_A_PAGE, 1]
    assert b"Page 1 of 2" in first.content
    assert office.get(reverse(LIST), {"page": "junk"}).context["page"].number == 1


def test_merging_is_explained_and_then_done(office):
    one, other = couple(given_name="Jeannette", email="one@example.org")
    Person.objects.filter(pk=other.pk).update(email="two@example.org")
    RegistrationFactory(person=other)
    page = address("merge", one, other)
    response = office.get(page)
    # Who takes part in more stays.
    assert response.context["survivor"] == other
    assert response.context["told"] == ["Email: “two@example.org” stays; “one@example.org” is kept in the note."]
    assert Person.objects.filter(merged_into=None).count() == 2
    assert office.get(page, {"survivor": one.pk}).context["survivor"] == one

    response = office.post(page, {"survivor": one.pk})
    assert response.url == reverse("admin:speakers_person_change", args=[one.pk])
    assert told(response) == ["Jeannette Wing is merged into Jeannette Wing."]
    one.refresh_from_db()
    other.refresh_from_db()
    assert (other.merged_into, one.registrations.count()) == (one, 1)
    logged = LogEntry.objects.order_by("object_id").values_list("object_id", "change_message")
    assert dict(logged) == {
        str(one.pk): f"Took over everything of Jeannette Wing (no. {other.pk}).",
        str(other.pk): f"Merged into Jeannette Wing (no. {one.pk}).",
    }
    # Asked again, it says why not.
    response = office.post(page, {"survivor": one.pk})
    assert response.url == reverse(LIST)
    assert told(response)[-1] == "Jeannette Wing was merged already; open the person that it was merged into."


def test_telling_apart_is_remembered_and_asks_for_what_tells_them_apart(office):
    one, other = couple(given_name="Hui")
    Person.objects.filter(pk=one.pk).update(distinguish="Alibaba")
    response = office.post(address("apart", other, one))
    assert response.url == reverse(LIST)
    first, second = told(response)
    assert first == "Two persons: Hui Wing (Alibaba) and Hui Wing."
    assert reverse("admin:speakers_person_change", args=[other.pk]) in second
    assert Distinction.objects.filter(one=one, other=other).count() == 1
    assert "No two persons on file look like one." in office.get(reverse(LIST)).content.decode()
    # Merging them is refused, with the reason.
    response = office.get(address("merge", one, other))
    assert told(response)[-1] == "These two were told apart. If that was a mistake, delete the distinction first."


def test_pages_of_nobody(office):
    person = PersonFactory()
    for page in ("merge", "apart"):
        for other in (0, person.pk):
            address = reverse(f"admin:speakers_person_{page}", args=[person.pk, other])
            assert office.post(address).status_code == 404
    assert office.get(address).status_code == 405


def test_only_those_who_change_persons_may(client):
    client.force_login(UserFactory(staff=True))
    one, other = couple()
    for page in (reverse(LIST), address("merge", one, other), address("apart", one, other)):
        assert client.post(page).status_code == 403
    assert not Distinction.objects.exists()
    assert Person.objects.filter(merged_into=None).count() == 2


def test_who_was_merged_is_not_offered(office):
    one, other = couple()
    Person.objects.filter(pk=other.pk).update(merged_into=one)
    query = {"app_label": "speakers", "model_name": "registration", "field_name": "person", "term": "wing"}
    results = office.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [it["id"] for it in results] == [str(one.pk)]
    listed = office.get(reverse("admin:speakers_person_changelist")).context["cl"].result_list
    assert set(listed) == {one, other}


def test_namesakes_are_told_apart_when_one_is_chosen(office):
    for values in (
        {"distinguish": "MEGVII", "native_name": "张辉"},
        {"native_name": "张慧"},
        {"email": "z@example.org"},
        {},
    ):
        PersonFactory(family_name="Zhang", given_name="Hui", name_order="family-first", **values)
    query = {"app_label": "speakers", "model_name": "registration", "field_name": "person", "term": "zhang"}
    results = office.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [it["text"] for it in results] == [
        "Zhang Hui (MEGVII)", "Zhang Hui (张慧)", "Zhang Hui (z@example.org)", "Zhang Hui",
    ]  # fmt: skip


def test_a_person_s_page_says_how_they_are_printed(office):
    academy = OrganizationFactory(name="Academy", name_zh_hans="研究院", takes_article=True)
    person = PersonFactory(family_name="Xue", given_name="Lan", name_order="family-first", native_name="薛澜")
    AppointmentFactory(person=person, title="dean", title_zh_hans="院长", organization=academy)
    body = office.get(reverse("admin:speakers_person_change", args=[person.pk])).content.decode()
    for words in (
        "Xue Lan, dean of the Academy",
        "研究院院长薛澜",
        "In both scripts: Xue Lan 薛澜 · In an index: Xue Lan · At a later mention: Xue",
    ):
        assert f"<div>{words}</div>" in body
