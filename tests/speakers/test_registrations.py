"""Registering a person: once at a time, whatever they change their mind to."""

import pytest
from django.core.exceptions import ValidationError

from forums.agenda.compile import compile_agenda
from forums.exceptions import DomainError
from forums.models import SpeakerCard
from speakers.models import Registration
from speakers.registrations import register_person, save_registration
from tests.factories import CreditFactory, EditionFactory, PersonFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return EditionFactory(held=True)


def test_a_person_is_registered_and_billed(edition):
    person = PersonFactory(family_name="Trankmann", given_name="Beate")
    registration = register_person(edition=edition, person=person, featured=1)
    registration.refresh_from_db()
    assert (registration.edition, registration.person) == (edition, person)
    assert (registration.status, registration.mode) == ("confirmed", "onsite")
    card = SpeakerCard.objects.get()
    assert registration.card == card
    assert (card.name, card.published, card.featured_position) == ("Beate Trankmann", True, 1)


def test_registering_again_brings_the_registration_up_to_date(edition):
    person = PersonFactory()
    first = register_person(edition=edition, person=person, status="invited", featured=1)
    assert first.card.published is False
    again = register_person(edition=edition, person=person, mode="video-link")
    assert (again.pk, again.status, again.mode) == (first.pk, "confirmed", "video-link")
    card = SpeakerCard.objects.get()
    assert (again.card, card.published, card.featured_position) == (first.card, True, 1)


def test_a_person_has_one_live_registration_in_an_edition(edition):
    live = register_person(edition=edition, person=PersonFactory())
    again = Registration(edition=edition, person=live.person)
    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    assert refused.value.messages == ["This person is already registered for this edition."]
    RegistrationFactory(edition=edition, person=live.person, withdrawn=True)
    assert list(Registration.objects.live()) == [live]
    register_person(edition=EditionFactory(held=True), person=live.person)
    assert Registration.objects.live().count() == 2


def test_who_withdraws_and_comes_back_has_the_same_place(edition):
    person = PersonFactory()
    withdrawn = register_person(edition=edition, person=person)
    credit = CreditFactory(session__edition=edition, card=withdrawn.card)
    register_person(edition=edition, person=person, status="withdrawn")
    withdrawn.refresh_from_db()
    assert withdrawn.status == "withdrawn"
    assert not compile_agenda(edition).speakers

    back = register_person(edition=edition, person=person)
    withdrawn.refresh_from_db()
    assert (back.pk != withdrawn.pk, withdrawn.status, withdrawn.card) == (True, "withdrawn", None)
    assert back.card == credit.card == SpeakerCard.objects.get()
    assert [speaker.slug for speaker in compile_agenda(edition).speakers] == [credit.card.slug]


def test_an_unknown_status_is_refused(edition):
    with pytest.raises(ValidationError, match="is not a valid choice"):
        register_person(edition=edition, person=PersonFactory(), status="maybe")
    assert not Registration.objects.exists()


def test_who_cannot_be_billed_is_not_registered():
    with pytest.raises(DomainError):
        register_person(edition=EditionFactory(), person=PersonFactory())
    assert not Registration.objects.exists()


def test_whoever_withdraws_leaves_the_programme(edition):
    registration = register_person(edition=edition, person=PersonFactory())
    registration.status = Registration.Status.WITHDRAWN
    save_registration(registration)
    assert [(card.pk, card.published) for card in SpeakerCard.objects.all()] == [(registration.card_id, False)]


def test_who_came_back_keeps_their_place_when_the_old_row_is_saved_again(edition):
    person = PersonFactory()
    old = register_person(edition=edition, person=person)
    old.status = Registration.Status.WITHDRAWN
    save_registration(old)
    new = register_person(edition=edition, person=person)
    old = Registration.objects.get(pk=old.pk)
    save_registration(old)
    new.refresh_from_db()
    assert (old.card, new.card.published) == (None, True)


def test_a_registration_waits_for_the_days_of_its_edition():
    registration = Registration(edition=EditionFactory(), person=PersonFactory(), status="confirmed")
    save_registration(registration)
    assert (registration.card, SpeakerCard.objects.count()) == (None, 0)
