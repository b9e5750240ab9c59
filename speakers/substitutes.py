"""Persons on file who take a place in the programme: seats named, substitutes that an invited person has named."""

from django.db import transaction

from forums.exceptions import DomainError
from forums.models import Credit, Edition, SpeakerCard
from forums.seats import name_seat, substitute
from speakers.models import Invitation, Person, Registration

from .registrations import register_person, update_programme


@transaction.atomic
def place_person(credit: Credit, person: Person) -> Credit:
    """Name a seat for the person, or have them come instead of whom the credit names; returns their credit.

    Whoever is not registered yet is registered as invited, and printed once they are coming and have agreed to it.
    Raises DomainError if the place is no longer free, or the edition has no days yet.
    """
    card = card_for(person, credit.session.edition)
    if credit.seat_of_id:
        name_seat(credit, card)
        return credit
    return substitute(credit, card)


@transaction.atomic
def carry_into_programme(invitation: Invitation) -> list[Credit]:
    """Put whoever a declining person has named in all their places of that role; returns the new credits.

    A delegate takes them for the organization of the invited person, as one of its own. Raises DomainError where
    nobody was named, or the invited person has no such place.
    """
    if invitation.status != Invitation.Status.DECLINED or invitation.substitute is None:
        raise DomainError("Nobody was named to come instead.")
    theirs = Credit.objects.standing().filter(
        card__registration__person=invitation.person, session__edition=invitation.edition, role=invitation.role
    )
    places = list(theirs.select_related("session__edition", "card__organization").order_by("session", "position", "id"))
    if not places:
        raise DomainError(
            f"{invitation.person} has no place as {invitation.get_role_display()} in the programme. "
            f"Invite {invitation.substitute} instead."
        )
    card = card_for(invitation.substitute, invitation.edition)
    return [
        substitute(place, card, delegate_of=place.card.organization if invitation.delegate and place.card else None)
        for place in places
    ]


def card_for(person: Person, edition: Edition) -> SpeakerCard:
    """The person's card in the edition; they are registered as invited if they are not registered."""
    if person.merged_into_id:
        raise DomainError(f"{person} was merged into another person; choose that one.")
    mine = Registration.objects.live().filter(edition=edition, person=person)
    registration = mine.select_related("person", "edition__forum", "card").first()
    if registration is None:
        registration = register_person(edition=edition, person=person, status=Registration.Status.INVITED)
    elif registration.card is None:
        update_programme(registration)
    if registration.card is None:
        raise DomainError(f"Set the days of {edition} first: titles are printed as of its first day.")
    return registration.card
