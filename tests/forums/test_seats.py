"""Seats that get a name, substitutes and what is read on behalf: the programme changes, what was planned stays."""

import pytest
from django.urls import reverse

from forums.agenda.compile import compile_agenda
from forums.exceptions import DomainError
from forums.models import Credit
from forums.seats import Held, name_seat, read_on_behalf, record_held, substitute
from tests.factories import CreditFactory, OrganizationFactory, SpeakerCardFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def credit():
    """A speaker's part with a talk, in the third place."""
    return CreditFactory(
        card__name="Amina", card__published=True, role="keynote", position=3, talk_en="Bridges", abstract_en="Mine."
    )


def card_beside(credit, name="Li"):
    return SpeakerCardFactory(edition=credit.session.edition, name=name, published=True)


def printed(credit):
    [session] = compile_agenda(credit.session.edition).tree["sessions"]
    return [(it["name"], it["role"], it["mode"], it["status"], it["read_by"]) for it in session["credits"]]


def test_a_seat_gets_a_name_and_remembers_whose_it_was():
    seat = CreditFactory(seat=True, role="speech", position=2)
    organization, card = seat.seat_of, card_beside(seat)
    name_seat(seat, card)
    assert (seat.card, seat.seat_of, seat.delegate_of, seat.position) == (card, None, organization, 2)
    assert printed(seat) == [("Li", "speech", "onsite", "planned", "")]


def test_a_seat_is_named_once(credit):
    with pytest.raises(DomainError, match="no seat without a name: Amina has it"):
        name_seat(credit, card_beside(credit))


def test_who_has_the_role_already_does_not_get_the_seat_too():
    seat = CreditFactory(seat=True)
    sitting = CreditFactory(session=seat.session, role=seat.role)
    with pytest.raises(DomainError, match="already has that role in this session"):
        name_seat(seat, sitting.card)
    seat.refresh_from_db()
    assert (seat.card, seat.delegate_of) == (None, None)


def test_a_substitute_has_the_place_and_the_one_before_stays_on_file(credit):
    other = substitute(credit, card_beside(credit))
    assert credit.status == "substituted"
    assert (other.replaces, other.role, other.position, other.talk_en) == (credit, "keynote", 3, "Bridges")
    assert (other.abstract_en or "", other.delegate_of, credit.replaced_by) == ("", None, other)
    assert printed(credit) == [("Li", "keynote", "onsite", "planned", "")]


def test_whoever_was_replaced_can_come_back(credit):
    other = substitute(credit, card_beside(credit))
    again = substitute(other, credit.card)
    assert (again.replaces, again.card, again.status) == (other, credit.card, "planned")
    assert printed(credit) == [("Amina", "keynote", "onsite", "planned", "")]


def test_a_place_is_handed_on_once(credit):
    first = Credit.objects.get(pk=credit.pk)
    substitute(credit, card_beside(credit))
    with pytest.raises(DomainError, match="substituted by now"):
        substitute(first, card_beside(credit, "Wang"))
    assert Credit.objects.count() == 2


def test_a_substitute_of_another_edition_is_refused(credit):
    with pytest.raises(DomainError, match="belongs to another edition"):
        substitute(credit, SpeakerCardFactory())
    credit.refresh_from_db()
    assert credit.status == "planned"


def test_what_is_read_on_behalf_says_by_whom_where_that_may_be_said(credit):
    read_on_behalf(credit)
    assert printed(credit) == [("Amina", "keynote", "read-on-behalf", "planned", "")]
    read_on_behalf(credit, reader_name="Ms Wang")
    assert printed(credit) == [("Amina", "keynote", "read-on-behalf", "planned", "Ms Wang")]
    reader = card_beside(credit)
    read_on_behalf(credit, reader)
    assert printed(credit) == [("Amina", "keynote", "read-on-behalf", "planned", "Li")]
    reader.published = False
    reader.save()
    assert printed(credit) == [("Amina", "keynote", "read-on-behalf", "planned", "")]


def test_nobody_reads_on_their_own_behalf(credit):
    with pytest.raises(DomainError, match="Nobody reads on their own behalf"):
        read_on_behalf(credit, credit.card)


@pytest.mark.parametrize(
    ("came", "mode", "expected"),
    [
        (True, "onsite", ("delivered", "onsite")),
        (True, "video-link", ("delivered", "video-link")),
        (False, "onsite", ("cancelled", "onsite")),
    ],
)
def test_a_part_is_recorded_as_held(credit, came, mode, expected):
    for _ in range(2):
        record_held(credit, Held(came, mode))
        assert (credit.status, credit.mode) == expected


def test_whoever_came_instead_is_recorded_also_after_a_no(credit):
    record_held(credit, Held(came=False, mode="onsite"))
    card = card_beside(credit)
    record_held(credit, Held(came=False, mode="video-link", instead=card))
    assert credit.status == "substituted"
    assert (credit.replaced_by.card, credit.replaced_by.status, credit.replaced_by.mode) == (
        card,
        "delivered",
        "video-link",
    )


def test_whoever_took_a_seat_is_recorded_in_it():
    seat = CreditFactory(seat=True)
    card = card_beside(seat)
    record_held(seat, Held(came=True, mode="onsite", instead=card))
    assert (seat.card, seat.status, Credit.objects.count()) == (card, "delivered", 1)


@pytest.fixture
def office(client):
    client.force_login(UserFactory(superuser=True))
    return client


def act_page(credit, act):
    return reverse(f"admin:forums_credit_{act}", args=[credit.pk])


@pytest.mark.office
def test_the_page_of_a_credit_offers_what_fits(office, credit):
    seat = CreditFactory(seat=True)
    for row, offered in [(credit, {"substitute", "read"}), (seat, {"name"})]:
        page = office.get(reverse("admin:forums_credit_change", args=[row.pk])).content.decode()
        assert {act for act in ("name", "substitute", "read") if act_page(row, act) in page} == offered


@pytest.mark.office
def test_the_office_puts_a_substitute_and_sees_whom_they_replace(office, credit):
    card = card_beside(credit)
    stranger = SpeakerCardFactory()
    page = office.get(act_page(credit, "substitute")).content.decode()
    assert (f'value="{card.pk}"' in page, f'value="{stranger.pk}"' in page) == (True, False)
    answer = office.post(act_page(credit, "substitute"), {"card": card.pk}, follow=True)
    assert "Li comes instead of Amina." in answer.content.decode()
    link = reverse("admin:forums_credit_change", args=[credit.pk])
    assert f'<a href="{link}">Amina, keynote</a>' in answer.content.decode()


@pytest.mark.office
def test_a_broken_rule_is_told_on_the_page(office):
    seat = CreditFactory(seat=True)
    sitting = CreditFactory(session=seat.session, role=seat.role)
    answer = office.post(act_page(seat, "name"), {"card": sitting.card.pk})
    assert "already has that role in this session" in answer.content.decode()
    answer = office.post(act_page(sitting, "read"), {"card": "", "name": "Ms Wang"}, follow=True)
    assert "It is read on behalf of" in answer.content.decode()


@pytest.mark.office
def test_who_may_only_look_changes_nobody(client, credit):
    client.force_login(UserFactory(is_staff=True))
    for act in ("name", "substitute", "read"):
        assert client.post(act_page(credit, act), {"card": OrganizationFactory().pk}).status_code == 403
    assert Credit.objects.get().status == "planned"
