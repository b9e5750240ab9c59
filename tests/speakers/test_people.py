"""Persons, what they hold, and what they were asked: the rules over one row."""

import pytest
from django.core.exceptions import ValidationError

from speakers.models import Appointment, ChangeRequest, Invitation, Person
from tests.factories import (
    AppointmentFactory,
    ChangeRequestFactory,
    InvitationFactory,
    OrganizationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"given_name": "Beate"}, "Beate Trankmann"),
        ({"given_name": "Beate", "name_order": "family-first"}, "Trankmann Beate"),
        ({}, "Trankmann"),
        ({"given_name": "Beate", "distinguish": "Geneva"}, "Beate Trankmann (Geneva)"),
    ],
    ids=["given-first", "family-first", "one-name", "told-apart"],
)
def test_a_person_is_told_apart_in_the_office(values, name):
    assert str(PersonFactory(family_name="Trankmann", **values)) == name


def test_who_was_merged_into_another_is_counted_once():
    person = PersonFactory()
    PersonFactory(merged_into=person)
    assert list(Person.objects.unmerged()) == [person]


def test_an_appointment_says_at_least_one_thing():
    person, organization = PersonFactory(), OrganizationFactory()
    for values in ({"title": "dean"}, {"organization": organization}):
        Appointment(person=person, **values).full_clean()
    with pytest.raises(ValidationError) as refused:
        Appointment(person=person).full_clean()
    assert refused.value.message_dict == {"__all__": ["Give a title, an organization, or both."]}
    assert str(AppointmentFactory(title="dean", organization=OrganizationFactory(name="Academy"))) == "dean of Academy"


def test_a_refusal_is_explained():
    request = ChangeRequestFactory()
    request.status = ChangeRequest.Status.REFUSED
    with pytest.raises(ValidationError) as refused:
        request.full_clean()
    assert refused.value.message_dict == {"reason": ["Tell the speaker why the change was refused."]}
    request.reason = "The titles were agreed."
    request.full_clean()


def test_an_invitation_lives_until_it_is_declined_lapsed_or_revoked():
    for status in Invitation.Status.values:
        InvitationFactory(status=status)
    live = Invitation.objects.live().values_list("status", flat=True)
    assert set(live) == {"draft", "queued", "sent", "bounced", "opened", "accepted"}
