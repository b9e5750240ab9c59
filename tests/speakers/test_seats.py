"""Persons on file who take a place in the programme, and substitutes whom the invited have named."""

import pytest
from django.urls import reverse

from forums.exceptions import DomainError
from forums.models import Credit
from speakers.invitations import decline_invitation
from speakers.models import Registration
from speakers.registrations import register_person
from speakers.substitutes import carry_into_programme, place_person
from tests.factories import (
    CreditFactory,
    EditionFactory,
    InvitationFactory,
    OrganizationFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return EditionFactory(held=True)


@pytest.fixture
def invitation(edition):
    """Somebody with two parts as panelist and one as chair, invited as panelist."""
    person = PersonFactory(family_name="Xue")
    card = register_person(edition=edition, person=person, channel="mail").card
    for role in ("panelist", "panelist", "chair"):
        CreditFactory(session__edition=edition, card=card, role=role)
    return InvitationFactory(edition=edition, person=person, role="panelist", sent=True)


def test_a_person_who_is_not_registered_yet_gets_a_seat_and_is_printed_once_they_agree(edition):
    seat, person = CreditFactory(session__edition=edition, seat=True), PersonFactory(family_name="Li")
    place_person(seat, person)
    registration = Registration.objects.get()
    assert (registration.person, registration.status, seat.card) == (person, "invited", registration.card)
    assert registration.card.published is False


def test_whoever_is_registered_stays_as_they_are(edition):
    person = PersonFactory()
    registration = register_person(edition=edition, person=person, channel="mail")
    other = place_person(CreditFactory(session__edition=edition), person)
    registration.refresh_from_db()
    assert (registration.status, other.card, other.replaces.status) == ("confirmed", registration.card, "substituted")


def test_nobody_is_placed_who_was_merged_or_before_there_are_days(edition):
    kept = PersonFactory()
    with pytest.raises(DomainError, match="was merged"):
        place_person(CreditFactory(session__edition=edition), PersonFactory(merged_into=kept))
    with pytest.raises(DomainError, match="Set the days of"):
        place_person(CreditFactory(), kept)
    assert not Registration.objects.exists()


def test_a_substitute_who_was_named_takes_every_place_of_that_role(invitation):
    decline_invitation(invitation, "A clash.", PersonFactory(family_name="Li"))
    places = carry_into_programme(invitation)
    assert [(it.card.name, it.role, it.replaces.card.name, it.delegate_of) for it in places] == [
        ("Li", "panelist", "Xue", None)
    ] * 2
    assert list(Credit.objects.standing().filter(card__name="Xue").values_list("role", flat=True)) == ["chair"]
    with pytest.raises(DomainError, match="has no place as panelist in the programme"):
        carry_into_programme(invitation)


def test_a_delegate_takes_them_for_the_organization(invitation):
    union = OrganizationFactory(name="Union")
    card = Registration.objects.get().card
    card.organization = union
    card.save()
    decline_invitation(invitation, "", PersonFactory(), delegate=True)
    Credit.objects.filter(role="chair").delete()
    # As kept: withdrawing an unanswered invitation changes nothing of the registration.
    assert {it.delegate_of for it in carry_into_programme(invitation)} == {union}


def test_without_a_name_there_is_nothing_to_carry(invitation):
    decline_invitation(invitation, "A clash.")
    with pytest.raises(DomainError, match="Nobody was named"):
        carry_into_programme(invitation)


@pytest.mark.office
def test_the_office_does_it_in_one_click(client, invitation):
    client.force_login(UserFactory(superuser=True))
    decline_invitation(invitation, "", PersonFactory(family_name="Li"))
    page = reverse("admin:speakers_invitation_change", args=[invitation.pk])
    assert "Put the substitute in the programme" in client.get(page).content.decode()
    answer = client.post(
        reverse("admin:speakers_invitation_changelist"),
        {"action": "carry", "_selected_action": invitation.pk},
        follow=True,
    )
    assert "Li now has their place in" in answer.content.decode()


@pytest.mark.office
def test_the_office_chooses_from_the_persons_on_file(client, edition):
    client.force_login(UserFactory(superuser=True))
    seat, person = CreditFactory(session__edition=edition, seat=True), PersonFactory(family_name="Li")
    page = reverse("admin:speakers_registration_place", args=[seat.pk])
    assert page in client.get(reverse("admin:forums_credit_change", args=[seat.pk])).content.decode()
    assert "Name the seat" in client.get(page).content.decode()
    answer = client.post(page, {"person": person.pk}, follow=True)
    assert f"Li has the place of Delegate of {seat.seat_of}, panelist." in answer.content.decode()
    again = client.post(page, {"person": person.pk})
    assert "is already the one who speaks" in again.content.decode()
    client.force_login(UserFactory(is_staff=True))
    assert client.get(page).status_code == 403
