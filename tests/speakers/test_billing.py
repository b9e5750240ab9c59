"""From the private registration to the public card: what is written there, and what stays."""

import datetime as dt
from uuid import UUID

import pytest
from django.core.files.base import ContentFile

from forums.exceptions import DomainError
from forums.models import SpeakerCard
from speakers.billing import bill_speaker, billing_day
from speakers.models import Consent, Registration
from tests.factories import (
    NOON,
    AppointmentFactory,
    ConsentFactory,
    EditionFactory,
    OrganizationFactory,
    PersonFactory,
    RegistrationFactory,
    SpeakerCardFactory,
)

FIRST_DAY = dt.date(2022, 12, 12)
ONE_DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


def registered(**person):
    """A confirmed registration for an edition that begins on FIRST_DAY, of a person who agrees to be shown."""
    registration = RegistrationFactory(confirmed=True, edition__held=True, person=PersonFactory(**person))
    ConsentFactory(person=registration.person, edition=registration.edition)
    return registration


def row(card):
    return SpeakerCard.objects.values().get(pk=card.pk)


def test_a_card_shows_what_the_programme_may_show():
    registration = registered(
        family_name="Xue",
        given_name="Lan",
        name_order="family-first",
        native_name="薛澜",
        honorific="Prof.",
        country="CN",
        bio="A biography.",
        bio_zh_hans="简介",
        links="https://example.org/",
        email="canary@example.org",
        phone="canary",
        note="canary",
        assistant_name="canary",
        distinguish="canary",
    )
    Registration.objects.update(needs="canary", arrival="canary", availability="canary")
    organization = OrganizationFactory(name="Tsinghua University", name_zh_hans="清华大学")
    AppointmentFactory(
        person=registration.person, title="dean", title_zh_hans="院长", organization=organization, note="canary"
    )
    card = bill_speaker(registration)
    registration.refresh_from_db()
    assert registration.card == card
    assert "canary" not in str(row(card))
    card.refresh_from_db()
    assert (card.edition, card.slug, card.name, card.sort_name) == (
        registration.edition,
        "xue-lan",
        "Prof. Xue Lan",
        "Xue Lan",
    )
    assert (card.native_name, str(card.country), card.links) == ("薛澜", "CN", "https://example.org/")
    assert (card.titles_en, card.titles_zh_hans) == ("dean of Tsinghua University", "清华大学院长")
    assert (card.bio_en, card.bio_zh_hans, card.bio_fr) == ("A biography.", "简介", None)
    assert (card.organization, card.featured_position, card.published) == (organization, None, True)


def test_billing_again_changes_nothing():
    registration = registered()
    AppointmentFactory(person=registration.person)
    before = row(bill_speaker(registration, featured=2))
    for again in (registration, Registration.objects.get()):
        assert row(bill_speaker(again)) == before
    assert SpeakerCard.objects.count() == 1


def test_the_address_of_a_card_stays():
    registration = registered(family_name="Trankmann", given_name="Beate")
    card = bill_speaker(registration)
    assert card.slug == "beate-trankmann"
    registration.person.family_name = "Smith"
    renamed = bill_speaker(registration)
    assert (renamed.pk, renamed.name, renamed.slug) == (card.pk, "Beate Smith", "beate-trankmann")


def test_namesakes_are_numbered():
    edition = EditionFactory(held=True)
    SpeakerCardFactory(slug="li-wei")
    slugs = []
    for _ in range(3):
        person = PersonFactory(family_name="Li", given_name="Wei", name_order="family-first")
        slugs.append(bill_speaker(RegistrationFactory(edition=edition, person=person)).slug)
    assert slugs == ["li-wei", "li-wei-2", "li-wei-3"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("薛澜", "speaker"), ("Ó hÉigeartaigh", "o-heigeartaigh"), ("x" * 100, "x" * 70)],
    ids=["other-script", "accents", "long"],
)
def test_every_name_makes_an_address(name, slug):
    edition = EditionFactory(held=True)
    for expected in (slug, f"{slug}-2"):
        registration = RegistrationFactory(edition=edition, person=PersonFactory(family_name=name))
        assert bill_speaker(registration).slug == expected


@pytest.mark.parametrize(
    ("status", "published"),
    [("invited", False), ("confirmed", True), ("attended", True), ("withdrawn", False)],
)
def test_a_card_is_published_while_the_person_comes(status, published):
    registration = registered()
    registration.status = "invited"
    assert bill_speaker(registration).published is False
    registration.status = "confirmed"
    assert bill_speaker(registration).published is True
    registration.status = status
    assert bill_speaker(registration).published is published


@pytest.mark.parametrize("for_all", [False, True], ids=["this edition", "every edition"])
def test_a_card_shows_what_the_person_agrees_to(for_all):
    person = PersonFactory(photo=ContentFile(b"GIF89a", name="photo.gif"))
    registration = RegistrationFactory(confirmed=True, edition__held=True, person=person)
    edition = None if for_all else registration.edition
    shown = []
    for purpose in ("recording", "photo", "programme"):
        ConsentFactory(person=person, edition=edition, purpose=purpose)
        card = bill_speaker(registration)
        shown.append((card.published, bool(card.photo)))
    assert shown == [(False, False), (False, True), (True, True)]
    Consent.objects.update(withdrawn_at=NOON)
    card = bill_speaker(registration)
    assert (card.published, bool(card.photo)) == (False, False)


def test_what_others_agreed_to_or_for_another_edition_does_not_count():
    registration = RegistrationFactory(confirmed=True, edition__held=True)
    ConsentFactory(edition=registration.edition)
    ConsentFactory(person=registration.person)
    assert bill_speaker(registration).published is False


def test_titles_are_those_of_the_first_day_in_protocol_order():
    person = registered().person
    eve, next_day = FIRST_DAY - dt.timedelta(days=1), FIRST_DAY + dt.timedelta(days=1)
    AppointmentFactory(person=person, title="professor", position=3)
    AppointmentFactory(person=person, title="dean", position=1, ended_on=FIRST_DAY)
    AppointmentFactory(person=person, title="minister", position=2, ended_on=eve, once_over="former")
    AppointmentFactory(person=person, title="envoy", position=4, ended_on=eve)
    AppointmentFactory(person=person, title="president", position=5, started_on=next_day)
    AppointmentFactory(title="somebody else")
    card = bill_speaker(person.registrations.get())
    assert card.titles_en == "dean\nformer minister\nprofessor"


def test_a_promotion_after_the_edition_leaves_its_card_alone():
    registration = registered()
    dean = AppointmentFactory(person=registration.person, title="dean")
    card = bill_speaker(registration)
    before = row(card)

    dean.ended_on = dt.date(2023, 5, 31)
    dean.save()
    AppointmentFactory(person=registration.person, title="minister", started_on=dt.date(2023, 6, 1))
    assert row(card) == before
    # Billed again, the titles are still those of the first day.
    assert row(bill_speaker(Registration.objects.get())) == before
    # The next edition's are its own.
    edition = EditionFactory(starts_on=dt.date(2023, 12, 4), ends_on=dt.date(2023, 12, 4))
    assert bill_speaker(RegistrationFactory(edition=edition, person=registration.person)).titles_en == "minister"

    # A correction shows once the card is billed again.
    dean.title = "vice dean"
    dean.save()
    assert row(card) == before
    assert bill_speaker(Registration.objects.get(pk=registration.pk)).titles_en == "vice dean"


def test_agreed_titles_win_in_the_language_they_were_agreed_in():
    registration = registered()
    organization = OrganizationFactory(name="Academy", name_zh_hans="研究院")
    AppointmentFactory(person=registration.person, title="dean", title_zh_hans="院长", organization=organization)
    registration.billed_titles_en = "Dean, as agreed"
    card = bill_speaker(registration)
    assert (card.titles_en, card.titles_zh_hans) == ("Dean, as agreed", "研究院院长")
    registration.billed_titles_en = registration.billed_titles_zh_hans = ""
    registration.billed_titles_fr = "doyen"
    card = bill_speaker(registration)
    assert (card.titles_en, card.titles_zh_hans, card.titles_fr) == ("dean of Academy", "研究院院长", "doyen")


def test_what_is_not_translated_is_said_once():
    registration = registered()
    AppointmentFactory(person=registration.person, title="dean", organization=OrganizationFactory(name="Academy"))
    card = bill_speaker(registration)
    assert (card.titles_en, card.titles_zh_hans, card.titles_fr) == ("dean of Academy", "", "")


def test_the_registration_s_own_biography_and_photo_come_first():
    person = PersonFactory(bio="Always.", bio_fr="Toujours.", photo=ContentFile(b"GIF89a", name="always.gif"))
    registration = RegistrationFactory(edition__held=True, person=person)
    ConsentFactory(person=person, edition=registration.edition, purpose="photo")
    card = bill_speaker(registration)
    assert (card.bio_en, card.bio_fr, card.photo.name) == ("Always.", "Toujours.", person.photo.name)
    registration.bio_en = "This year."
    registration.photo = ContentFile(b"GIF89a", name="this-year.gif")
    registration.save()
    card = bill_speaker(registration)
    assert (card.bio_en, card.bio_fr, card.photo.name) == ("This year.", "Toujours.", registration.photo.name)


def test_the_organization_is_the_first_that_is_held():
    person = registered().person
    held = OrganizationFactory()
    AppointmentFactory(person=person, position=1)
    AppointmentFactory(person=person, position=2, organization=OrganizationFactory(), ended_on=dt.date(2022, 1, 1))
    AppointmentFactory(person=person, position=3, organization=held)
    AppointmentFactory(person=person, position=4, organization=OrganizationFactory())
    assert bill_speaker(person.registrations.get()).organization == held
    person.appointments.filter(position__gt=2).delete()
    assert bill_speaker(person.registrations.get()).organization is None


def test_what_stands_before_the_name_is_part_of_the_name_as_of_the_day():
    registration = registered(family_name="Li", given_name="Wei", name_order="family-first", honorific="H.E.")
    AppointmentFactory(person=registration.person, title="Ambassador", before_name=True, started_on=FIRST_DAY)
    AppointmentFactory(person=registration.person, title="Minister", before_name=True, ended_on=FIRST_DAY - ONE_DAY)
    AppointmentFactory(person=registration.person, title="professor", position=2)
    card = bill_speaker(registration)
    assert (card.name, card.sort_name, card.slug, card.titles_en) == (
        "H.E. Ambassador Li Wei", "Li Wei", "li-wei", "professor",
    )  # fmt: skip


def test_the_rank_is_the_highest_that_is_held():
    person = registered().person
    minister, director, other = SpeakerCard.Rank.MINISTER, SpeakerCard.Rank.DIRECTOR, SpeakerCard.Rank.OTHER
    AppointmentFactory(person=person, rank=other)
    AppointmentFactory(person=person, rank=director, position=2)
    AppointmentFactory(person=person, rank=minister, ended_on=FIRST_DAY - ONE_DAY)
    assert bill_speaker(person.registrations.get()).rank == director
    person.appointments.all().delete()
    assert bill_speaker(person.registrations.get()).rank == other


def test_the_place_among_the_guests_is_kept_until_another_is_given():
    registration = registered()
    assert [bill_speaker(registration, featured=place).featured_position for place in (None, 3, None, 0)] == [
        None, 3, 3, 0,
    ]  # fmt: skip


def test_an_edition_without_days_has_no_titles_yet():
    registration = RegistrationFactory(edition__forum__name="Bridges", confirmed=True)
    with pytest.raises(DomainError) as refused:
        bill_speaker(registration)
    assert str(refused.value) == "Set the days of Bridges 2022 first: titles are printed as of its first day."
    assert not SpeakerCard.objects.exists()
    registration.edition.starts_on = FIRST_DAY
    assert billing_day(registration.edition) == FIRST_DAY


def test_a_card_is_known_by_the_person_and_the_edition():
    registration = registered(guid=UUID("11111111-1111-4111-8111-111111111111"))
    registration.edition.slug = "bridges-2022"
    card = bill_speaker(registration)
    assert str(card.guid) == "e842f3bb-1f52-51db-beb7-7f27660b7167"
    other = RegistrationFactory(edition=EditionFactory(held=True), person=registration.person)
    assert bill_speaker(other).guid != card.guid


@pytest.mark.parametrize("rows", [1, 3])
def test_billing_costs_the_same_for_any_number_of_appointments(django_assert_num_queries, rows):
    registration = registered()
    for _ in range(rows):
        AppointmentFactory(person=registration.person, organization=OrganizationFactory())
    bill_speaker(registration)
    people = Registration.objects.select_related("card", "person", "edition__forum")
    registration = people.prefetch_related("person__appointments__organization").get(pk=registration.pk)
    # savepoint, consents, edition, organization, address and GUID checked, the card, its abstracts, savepoint
    with django_assert_num_queries(9):
        bill_speaker(registration)
