"""From a private registration to the public card: the only writer of a registered speaker's card."""

from datetime import date
from uuid import uuid5

from django.db import transaction
from django.utils.text import slugify

from forums.exceptions import DomainError
from forums.languages import CODES, DEFAULT, text, texts
from forums.models import Edition, SpeakerCard
from speakers.models import Appointment, Person, Registration

from .names import Name
from .titles import Held, titles_on


def name_of(person: Person) -> Name:
    """The person's name as the pure rules read it."""
    return Name(
        family=person.family_name,
        given=person.given_name,
        family_first=person.name_order == Person.NameOrder.FAMILY_FIRST,
        honorific=text(person, "honorific", DEFAULT),
        short=person.short_name,
    )


def held_by(person: Person) -> list[Held]:
    """The person's appointments in protocol order, as the pure rules read them.

    Reads ``person.appointments`` with their organizations: prefetch both for many persons.
    """
    return [_held(appointment) for appointment in person.appointments.all()]


def _held(appointment: Appointment) -> Held:
    organization = appointment.organization
    return Held(
        title=texts(appointment, "title"),
        organization=texts(organization, "name") if organization else {},
        takes_article=bool(organization and organization.takes_article),
        link=appointment.link,
        since=appointment.started_on,
        until=appointment.ended_on,
        once_over=appointment.once_over,
    )


def billing_day(edition: Edition) -> date:
    """The day whose titles are printed: the edition's first."""
    if edition.starts_on is None:
        raise DomainError(f"Set the days of {edition} first: titles are printed as of its first day.")
    return edition.starts_on


@transaction.atomic
def bill_speaker(registration: Registration, *, featured: int | None = None) -> SpeakerCard:
    """Write the registration's card: name as styled, titles as agreed or as of the edition's first day.

    The address of an existing card stays as it is. ``featured`` is the place among the featured guests; None keeps it.
    """
    person, edition = registration.person, registration.edition
    card = registration.card or _card_of(person, edition)
    name = name_of(person)
    card.name = name.styled
    card.sort_name = name.sorted
    card.native_name = person.native_name
    card.country = person.country
    card.slug = card.slug or _free_slug(edition, name.plain)
    card.links = person.links
    card.photo = registration.photo or person.photo
    card.published = registration.status in {Registration.Status.CONFIRMED, Registration.Status.ATTENDED}
    if featured is not None:
        card.featured_position = featured
    held = held_by(person)
    day = billing_day(edition)
    english = titles_on(held, day, DEFAULT)
    for code in CODES:
        column = code.replace("-", "_")
        computed = titles_on(held, day, code)
        # A language that says the same as English says nothing of its own.
        own = "" if code != DEFAULT and computed == english else "\n".join(computed)
        setattr(card, f"titles_{column}", getattr(registration, f"billed_titles_{column}") or own)
        setattr(card, f"bio_{column}", getattr(registration, f"bio_{column}") or getattr(person, f"bio_{column}"))
    first = next((row for row in person.appointments.all() if _held(row).held(day) and row.organization), None)
    card.organization = first.organization if first else None
    card.full_clean()
    card.save()
    if registration.card_id is None:
        # Whoever withdrew and comes back has the same place in the programme.
        Registration.objects.filter(card=card).update(card=None)
        registration.card = card
        registration.save(update_fields=["card"])
    return card


def _card_of(person: Person, edition: Edition) -> SpeakerCard:
    """The person's card in the edition, or a new one; its GUID is the same on every machine."""
    guid = uuid5(person.guid, edition.slug)
    return SpeakerCard.objects.filter(guid=guid).first() or SpeakerCard(guid=guid, edition=edition)


def _free_slug(edition: Edition, name: str) -> str:
    """The name as an address, numbered from 2 where the edition has a namesake."""
    stem = slugify(name)[:70] or "speaker"
    taken = set(edition.cards.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 2
    slug = stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
