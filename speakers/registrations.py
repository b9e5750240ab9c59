"""Registering a person for an edition."""

from django.db import transaction

from forums.models import Credit, Edition
from speakers.models import Person, Registration

from .billing import bill_speaker


@transaction.atomic
def save_registration(registration: Registration) -> None:
    """Save a registration as the office edited it, and bring the programme up to it.

    Whoever withdraws leaves the programme at once; one who came back since keeps their place.
    """
    registration.full_clean()
    registration.save()
    withdrawn = registration.status == Registration.Status.WITHDRAWN
    if registration.edition.starts_on is None or (withdrawn and registration.card is None):
        return
    bill_speaker(registration)


@transaction.atomic
def register_person(
    *,
    edition: Edition,
    person: Person,
    status: str = Registration.Status.CONFIRMED,
    mode: str = Credit.Mode.ONSITE,
    featured: int | None = None,
) -> Registration:
    """Register the person, or bring their live registration up to date, and bill them in the programme."""
    registration = Registration.objects.live().filter(edition=edition, person=person).first()
    if registration is None:
        registration = Registration(edition=edition, person=person)
    registration.status = status
    registration.mode = mode
    registration.full_clean()
    registration.save()
    bill_speaker(registration, featured=featured)
    return registration
