"""Registering a person: once at a time, whatever they change their mind to."""

import pytest
from django.core.exceptions import ValidationError

from forums.agenda.compile import compile_agenda
from forums.exceptions import DomainError
from forums.models import SpeakerCard
from speakers.models import Consent, Registration
from speakers.registrations import (
    agree_titles,
    record_consents,
    register_person,
    save_consent,
    save_registration,
)
from tests.factories import (
    NOON,
    AppointmentFactory,
    ConsentFactory,
    CreditFactory,
    EditionFactory,
    PersonFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db


def register(**values):
    """Register a person who told the office that they agree to be in the programme."""
    return register_person(channel="mail", **values)


@pytest.fixture
def edition():
    return EditionFactory(held=True)


def test_a_person_is_registered_and_billed(edition):
    person = PersonFactory(family_name="Trankmann", given_name="Beate")
    registration = register(edition=edition, person=person, featured=1)
    registration.refresh_from_db()
    assert (registration.edition, registration.person) == (edition, person)
    assert (registration.status, registration.mode) == ("confirmed", "onsite")
    card = SpeakerCard.objects.get()
    assert registration.card == card
    assert (card.name, card.published, card.featured_position) == ("Beate Trankmann", True, 1)


def test_registering_again_brings_the_registration_up_to_date(edition):
    person = PersonFactory()
    first = register(edition=edition, person=person, status="invited", featured=1)
    assert first.card.published is False
    again = register(edition=edition, person=person, mode="video-link")
    assert (again.pk, again.status, again.mode) == (first.pk, "confirmed", "video-link")
    card = SpeakerCard.objects.get()
    assert (again.card, card.published, card.featured_position) == (first.card, True, 1)


def test_a_person_has_one_live_registration_in_an_edition(edition):
    live = register(edition=edition, person=PersonFactory())
    again = Registration(edition=edition, person=live.person)
    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    assert refused.value.messages == ["This person is already registered for this edition."]
    RegistrationFactory(edition=edition, person=live.person, withdrawn=True)
    assert list(Registration.objects.live()) == [live]
    register(edition=EditionFactory(held=True), person=live.person)
    assert Registration.objects.live().count() == 2


def test_who_withdraws_and_comes_back_has_the_same_place(edition):
    person = PersonFactory()
    withdrawn = register(edition=edition, person=person)
    credit = CreditFactory(session__edition=edition, card=withdrawn.card)
    register(edition=edition, person=person, status="withdrawn")
    withdrawn.refresh_from_db()
    assert withdrawn.status == "withdrawn"
    assert not compile_agenda(edition).speakers

    back = register(edition=edition, person=person)
    withdrawn.refresh_from_db()
    assert (back.pk != withdrawn.pk, withdrawn.status, withdrawn.card) == (True, "withdrawn", None)
    assert back.card == credit.card == SpeakerCard.objects.get()
    assert [speaker.slug for speaker in compile_agenda(edition).speakers] == [credit.card.slug]


def test_an_unknown_status_is_refused(edition):
    with pytest.raises(ValidationError, match="is not a valid choice"):
        register(edition=edition, person=PersonFactory(), status="maybe")
    assert not Registration.objects.exists()


def test_who_cannot_be_billed_is_not_registered():
    with pytest.raises(DomainError):
        register(edition=EditionFactory(), person=PersonFactory())
    assert not Registration.objects.exists()


def test_whoever_withdraws_leaves_the_programme(edition):
    registration = register(edition=edition, person=PersonFactory())
    registration.status = Registration.Status.WITHDRAWN
    save_registration(registration)
    assert [(card.pk, card.published) for card in SpeakerCard.objects.all()] == [(registration.card_id, False)]


def test_who_came_back_keeps_their_place_when_the_old_row_is_saved_again(edition):
    person = PersonFactory()
    old = register(edition=edition, person=person)
    old.status = Registration.Status.WITHDRAWN
    save_registration(old)
    new = register(edition=edition, person=person)
    old = Registration.objects.get(pk=old.pk)
    save_registration(old)
    new.refresh_from_db()
    assert (old.card, new.card.published) == (None, True)


def test_a_registration_waits_for_the_days_of_its_edition():
    registration = Registration(edition=EditionFactory(), person=PersonFactory(), status="confirmed")
    save_registration(registration)
    assert (registration.card, SpeakerCard.objects.count()) == (None, 0)


def test_who_told_the_office_is_in_the_programme(edition):
    registration = RegistrationFactory(edition=edition, confirmed=True)
    save_registration(registration)
    assert registration.card.published is False
    save_registration(registration, channel="mail")
    assert registration.card.published is True
    consent = Consent.objects.get()
    assert (consent.person, consent.edition, consent.purpose, consent.channel, consent.language) == (
        registration.person, edition, "programme", "mail", "en",
    )  # fmt: skip


def test_who_is_only_invited_has_agreed_to_nothing(edition):
    save_registration(RegistrationFactory(edition=edition), channel="mail")
    assert not Consent.objects.exists()


def test_what_a_person_took_back_is_given_by_their_own_word_alone(edition):
    person = PersonFactory()
    registration = register(edition=edition, person=person)
    record_consents(registration, {"programme": False}, language="en", channel="link")
    assert registration.card.published is False
    # The records are loaded again and say nothing new.
    assert register(edition=edition, person=person).card.published is False
    save_registration(registration, channel="phone")
    assert registration.card.published is True


def test_titles_are_kept_as_they_were_agreed(edition):
    appointment = AppointmentFactory(title="dean", title_zh_hans="院长")
    registration = register(edition=edition, person=appointment.person)
    agree_titles(registration)
    agreed_at = registration.agreed_at
    AppointmentFactory(person=appointment.person, title="president")
    save_registration(registration)
    assert (registration.billed_titles_en, registration.billed_titles_zh_hans) == ("dean", "院长")
    assert (registration.card.titles_en, registration.card.titles_zh_hans) == ("dean", "院长")
    agree_titles(registration)
    assert (registration.billed_titles_en, registration.agreed_at) == ("dean", agreed_at)


def test_titles_cannot_be_agreed_while_the_edition_has_no_days():
    registration = RegistrationFactory()
    agree_titles(registration)
    assert (registration.agreed_at, registration.billed_titles_en) == (None, None)


def test_what_the_office_records_is_in_the_programme_at_once(edition):
    registration = register_person(edition=edition, person=PersonFactory())
    other = register_person(edition=EditionFactory(held=True), person=registration.person)
    waiting = RegistrationFactory(edition=EditionFactory(), person=registration.person)

    def published():
        rows = Registration.objects.filter(person=registration.person).order_by("id")
        return [row.card and row.card.published for row in rows]

    assert published() == [False, False, None]
    consent = ConsentFactory.build(person=registration.person, edition=edition, given_at=NOON)
    save_consent(consent)
    assert published() == [True, False, None]
    consent.withdrawn_at = NOON
    save_consent(consent)
    assert published() == [False, False, None]
    save_consent(ConsentFactory.build(person=registration.person, edition=None))
    assert published() == [True, True, None]
    assert (other.edition.starts_on, waiting.edition.starts_on) == (edition.starts_on, None)
