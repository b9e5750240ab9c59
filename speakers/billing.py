"""From a private registration to the public card: the only writer of a registered speaker's card."""

from datetime import date
from uuid import uuid5

from django.db import transaction
from django.db.models import Prefetch
from django.utils.text import slugify

from forums.exceptions import DomainError
from forums.languages import CODES, DEFAULT, text, texts
from forums.models import Credit, Edition, SpeakerCard
from speakers.models import Abstract, Appointment, Consent, Person, Registration

from .names import Name
from .titles import Held, style_on, titles_on

_COLUMNS = tuple(code.replace("-", "_") for code in CODES)
# The wordings of the consent to the programme that speak of abstracts; before, it was said that they are not printed.
WITH_ABSTRACTS = frozenset({"2026-2"})


def name_of(person: Person, language: str = DEFAULT) -> Name:
    """The person's name as the pure rules read it, with the honorific in that language."""
    return Name(
        family=person.family_name,
        given=person.given_name,
        family_first=person.name_order == Person.NameOrder.FAMILY_FIRST,
        honorific=text(person, "honorific", language),
        short=person.short_name,
        native=person.native_name,
    )


def with_titles(lookup: str = "appointments") -> Prefetch:
    """What ``held_by`` reads, for many persons at once: one query."""
    return Prefetch(lookup, Appointment.objects.select_related("organization"))


def held_by(person: Person) -> list[Held]:
    """The person's appointments in protocol order, as the pure rules read them.

    Reads ``person.appointments`` with their organizations: prefetch both, ``with_titles``, for many persons.
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
        short_title=texts(appointment, "short_title"),
        acronym=organization.acronym if organization else "",
        before_name=appointment.before_name,
    )


def billing_day(edition: Edition) -> date:
    """The day whose titles are printed: the edition's first."""
    if edition.starts_on is None:
        raise DomainError(f"Set the days of {edition} first: titles are printed as of its first day.")
    return edition.starts_on


def billed_titles(registration: Registration) -> dict[str, str]:
    """The titles printed after the name, one a line, in every language: as agreed, or as of the edition's first day."""
    held, day = held_by(registration.person), billing_day(registration.edition)
    english = titles_on(held, day, DEFAULT)
    printed = {}
    for code in CODES:
        computed = titles_on(held, day, code)
        # A language that says the same as English says nothing of its own.
        own = "" if code != DEFAULT and computed == english else "\n".join(computed)
        printed[code] = getattr(registration, f"billed_titles_{code.replace('-', '_')}") or own
    return printed


@transaction.atomic
def bill_speaker(registration: Registration, *, featured: int | None = None) -> SpeakerCard:
    """Write the registration's card: name as styled, titles as agreed or as of the edition's first day.

    It is published for those who are coming and agree to be in the programme; the photo needs a consent of its own.
    The address of an existing card stays as it is. ``featured`` is the place among the featured guests; None keeps it.
    """
    person, edition = registration.person, registration.edition
    card = registration.card or _card_of(person, edition)
    name = name_of(person)
    held = held_by(person)
    day = billing_day(edition)
    card.name = name.addressed(style_on(held, day))
    card.sort_name = name.sorted
    card.native_name = person.native_name
    card.country = person.country
    card.slug = card.slug or _free_slug(edition, name.plain)
    card.links = person.links
    standing = Consent.objects.standing().covering(person, edition)
    agreed = dict(standing.values_list("purpose", "text_version"))
    card.photo = (registration.photo or person.photo) if Consent.Purpose.PHOTO in agreed else ""
    card.published = registration.status in Registration.COMING and Consent.Purpose.PROGRAMME in agreed
    if featured is not None:
        card.featured_position = featured
    for code, titles in billed_titles(registration).items():
        column = code.replace("-", "_")
        setattr(card, f"titles_{column}", titles)
        setattr(card, f"bio_{column}", getattr(registration, f"bio_{column}") or getattr(person, f"bio_{column}"))
    appointments = [row for row in person.appointments.all() if _held(row).held(day)]
    card.rank = min((row.rank for row in appointments), default=SpeakerCard.Rank.OTHER)
    first = next((row for row in appointments if row.organization), None)
    card.organization = first.organization if first else None
    card.full_clean()
    card.save()
    _print_abstracts(card, agreed=agreed.get(Consent.Purpose.PROGRAMME) in WITH_ABSTRACTS)
    if registration.card_id is None:
        # Whoever withdrew and comes back has the same place in the programme.
        Registration.objects.filter(card=card).update(card=None)
        registration.card = card
        registration.save(update_fields=["card"])
    return card


def _print_abstracts(card: SpeakerCard, *, agreed: bool) -> None:
    """Put what the speaker wrote of each talk into the programme, or take it out unless they agreed to that."""
    shown = agreed and card.published
    for written in Abstract.objects.filter(credit__card=card).select_related("credit"):
        wanted = {f"abstract_{it}": getattr(written, f"text_{it}") or "" if shown else "" for it in _COLUMNS}
        if any(getattr(written.credit, name) != text for name, text in wanted.items()):
            Credit.objects.filter(pk=written.credit_id).update(**wanted)


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
