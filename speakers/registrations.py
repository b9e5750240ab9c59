"""Registering a person for an edition, and keeping the programme in step with it."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from forums.exceptions import DomainError
from forums.languages import DEFAULT
from forums.models import Credit, Edition
from speakers.models import Consent, Person, Registration

from .billing import bill_speaker, billed_titles
from .consents import give_consent, is_on_file, withdraw_consent


@transaction.atomic
def save_registration(registration: Registration, *, channel: str = "") -> None:
    """Save a registration as the office edited it, and bring the programme up to it.

    ``channel`` says how the person told the office that they agree to be in the programme; empty if they have not.
    Whoever withdraws leaves the programme at once; one who came back since keeps their place.
    """
    _refuse_erased(registration.person)
    registration.full_clean()
    registration.save()
    if channel:
        _record_word(registration, channel)
    withdrawn = registration.status == Registration.Status.WITHDRAWN
    if not (withdrawn and registration.card is None):
        update_programme(registration)


@transaction.atomic
def register_person(
    *,
    edition: Edition,
    person: Person,
    status: str = Registration.Status.CONFIRMED,
    mode: str = Credit.Mode.ONSITE,
    featured: int | None = None,
    channel: str = "",
) -> Registration:
    """Register the person, or bring their live registration up to date, and bill them in the programme.

    ``channel`` as for ``save_registration``; it is repeated at every load of the records, so it neither undoes what
    the person took back nor says that they agreed to newer words.
    """
    _refuse_erased(person)
    registration = Registration.objects.live().filter(edition=edition, person=person).first()
    if registration is None:
        registration = Registration(edition=edition, person=person)
    registration.status = status
    registration.mode = mode
    registration.full_clean()
    registration.save()
    if channel and not is_on_file(person, edition, Consent.Purpose.PROGRAMME):
        _record_word(registration, channel)
    bill_speaker(registration, featured=featured)
    return registration


@transaction.atomic
def agree_titles(registration: Registration) -> None:
    """Keep the titles as they were shown when the person agreed: a later promotion does not change this programme.

    Nothing to keep while the edition has no days, for titles are those of a day.
    """
    if registration.agreed_at or registration.edition.starts_on is None:
        return
    for code, titles in billed_titles(registration).items():
        setattr(registration, f"billed_titles_{code.replace('-', '_')}", titles)
    registration.agreed_at = timezone.now()
    registration.save()


@transaction.atomic
def record_consents(registration: Registration, said: Mapping[str, bool], *, language: str, channel: str) -> None:
    """Record for each purpose whether the person agrees, and bring the programme up to it.

    What is taken back leaves the programme at once; a release that is out changes with the next one.
    """
    for purpose, agrees in said.items():
        if agrees:
            give_consent(registration.person, registration.edition, purpose, language=language, channel=channel)
        else:
            withdraw_consent(registration.person, registration.edition, purpose)
    update_programme(registration)


@transaction.atomic
def save_consent(consent: Consent) -> None:
    """Save a consent as the office recorded it, and bring the programme up to it."""
    consent.full_clean()
    consent.save()
    show_as_agreed([consent])


def show_as_agreed(consents: Iterable[Consent]) -> None:
    """Bring the programmes up to consents that were saved or deleted: of their editions, or of every one."""
    wanted = Q(pk=None)
    for consent in consents:
        wanted |= Q(person=consent.person_id) & (Q(edition=consent.edition_id) if consent.edition_id else Q())
    registrations = Registration.objects.live().filter(wanted).exclude(card=None)
    for registration in registrations.select_related("person", "edition__forum", "card"):
        update_programme(registration)


def update_programme(registration: Registration) -> None:
    """Bill the registration again, once its edition has days. The card of somebody erased stays as it was printed."""
    if registration.edition.starts_on is not None and not registration.person.erased_at:
        bill_speaker(registration)


def _record_word(registration: Registration, channel: str) -> None:
    """Record that somebody who is coming agrees to be in the programme, as they told the office."""
    if registration.status not in Registration.COMING:
        return
    edition = registration.edition
    language = edition.languages[0] if edition.languages else DEFAULT
    give_consent(registration.person, edition, Consent.Purpose.PROGRAMME, language=language, channel=channel)


def _refuse_erased(person: Person) -> None:
    if person.erased_at:
        raise DomainError("This person was erased. If they come again, enter them as a new person.")
