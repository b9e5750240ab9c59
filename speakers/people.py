"""Persons who are on file twice, and persons of one name: found, merged, told apart."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from modeltranslation.translator import translator

from forums.exceptions import DomainError
from forums.languages import DEFAULT, text
from forums.models import Credit, Edition, SpeakerCard
from speakers.models import Appointment, Consent, Distinction, Invitation, InvitationEvent, Mail, Person, Registration

from .billing import bill_speaker
from .duplicates import Found, Profile, find_pairs
from .steps import record_step, take_step

# What a merge decides by itself; every other link to a person is simply moved.
_DECIDED = {
    "appointments",
    "consents",
    "distinctions",
    "distinctions_from",
    "invitations",
    "merged",
    "registrations",
}
_IDENTITY = {"id", "guid", "family_name", "given_name", "name_order", "merged_into", "note", "languages"}


def find_duplicates() -> Found:
    """Pairs of persons who may be one, without those that the office has told apart. Three queries."""
    return find_pairs(profiles(), Distinction.objects.order_by().values_list("one", "other"))


def profiles() -> list[Profile]:
    """What tells the persons on file apart. Two queries."""
    employers = defaultdict(set)
    for person, organization in Appointment.objects.exclude(organization=None).values_list("person", "organization"):
        employers[person].add(organization)
    columns = ("family_name", "given_name", "native_name", "email", "country", "distinguish")
    return [
        Profile(
            key=pk,
            family=family,
            given=given,
            native=native,
            email=email,
            country=country,
            organizations=frozenset(employers[pk]),
            told_apart_by=distinguish,
        )
        for pk, family, given, native, email, country, distinguish in Person.objects.on_file()
        .order_by()
        .values_list("pk", *columns)
    ]


def tell_apart(one: Person, other: Person, *, by: User | None) -> Distinction:
    """Remember that two persons are two. Saying it twice is saying it once."""
    if one.pk == other.pk:
        raise DomainError("Choose two persons.")
    first, second = sorted((one, other), key=lambda person: person.pk)
    distinction, _ = Distinction.objects.get_or_create(one=first, other=second, defaults={"by": by})
    return distinction


def preview_merge(survivor: Person, duplicate: Person) -> list[str]:
    """What ``merge_persons`` would decide: it is carried out and taken back."""
    with transaction.atomic():
        told = merge_persons(survivor, duplicate, by=None)
        transaction.set_rollback(True)
    return told


@transaction.atomic
def merge_persons(survivor: Person, duplicate: Person, *, by: User | None) -> list[str]:
    """Make two rows of one person one: everything of the duplicate becomes the survivor's.

    What the survivor lacks is filled in; where both have something, the survivor's stands and the other is kept in
    the note. The duplicate's row stays on file, marked as merged, so that old links and logs still lead somewhere.
    Published agendas and documents are frozen and stay as they are.

    Returns what was decided where both had something, in words. Raises DomainError for persons who cannot be merged.
    """
    # Locked in one order, or two merges of the same persons could wait for each other for ever.
    rows = Person.objects.select_for_update().order_by("pk").in_bulk([survivor.pk, duplicate.pk])
    if len(rows) < 2:
        raise DomainError("Choose two persons.")
    survivor, duplicate = rows[survivor.pk], rows[duplicate.pk]
    for person in (survivor, duplicate):
        if person.merged_into_id is not None:
            raise DomainError(f"{person} was merged already; open the person that it was merged into.")
        if person.erased_at is not None:
            raise DomainError(f"{person} cannot be merged: nothing is left of them that another could take over.")
    if Distinction.objects.filter(one__in=rows, other__in=rows).exists():
        raise DomainError("These two were told apart. If that was a mistake, delete the distinction first.")
    told = [
        *_merge_fields(survivor, duplicate),
        *_merge_appointments(survivor, duplicate),
        *_merge_consents(survivor, duplicate),
        *_merge_registrations(survivor, duplicate),
        *_merge_invitations(survivor, duplicate, by=by),
    ]
    for pair in Distinction.objects.filter(models.Q(one=duplicate) | models.Q(other=duplicate)):
        tell_apart(survivor, pair.other if pair.one_id == duplicate.pk else pair.one, by=pair.by)
        pair.delete()
    left = _move_related(duplicate, survivor, decided=_DECIDED)
    told += [f"{capfirst(row._meta.verbose_name)} “{row}”: both have one, so it stays where it is." for row in left]
    Person.objects.filter(merged_into=duplicate).update(merged_into=survivor)
    duplicate.merged_into = survivor
    duplicate.save(update_fields=["merged_into"])
    _bill_again(survivor)
    return told


def _merge_fields(survivor: Person, duplicate: Person) -> list[str]:
    """Fill in what the survivor lacks; keep in the note what does not fit."""
    told = []
    if str(survivor) != str(duplicate):
        told.append(f"Name: “{survivor}” stays; “{duplicate}” is kept in the note.")
    translated = translator.get_options_for_model(Person).all_fields
    for field in Person._meta.concrete_fields:
        if field.name in _IDENTITY or field.name in translated:
            continue
        mine, theirs = getattr(survivor, field.attname), getattr(duplicate, field.attname)
        if theirs and not mine:
            setattr(survivor, field.attname, theirs)
        elif theirs and mine != theirs:
            told.append(f"{capfirst(field.verbose_name)}: “{mine}” stays; “{theirs}” is kept in the note.")
    survivor.languages = list(dict.fromkeys([*survivor.languages, *duplicate.languages]))
    history = [f"Merged with {duplicate} on {timezone.localdate():%Y-%m-%d}.", *told, duplicate.note]
    survivor.note = "\n".join(line for line in (survivor.note, *history) if line)
    try:
        survivor.full_clean()
    except ValidationError as error:
        raise DomainError(f"{survivor} cannot be saved: {' '.join(error.messages)}") from error
    survivor.save()
    return told


def _merge_appointments(survivor: Person, duplicate: Person) -> list[str]:
    """Take over the titles that the survivor does not hold yet, after those that they do."""
    told = []
    mine = list(survivor.appointments.all())
    last = max((row.position for row in mine), default=0)
    for row in duplicate.appointments.all():
        same = [it for it in mine if _office(it) == _office(row)]
        dates = row.started_on, row.ended_on
        if any((it.started_on, it.ended_on) == dates for it in same) or (same and dates == (None, None)):
            row.delete()
            continue
        if same:
            told.append(f"“{row}” is on file with two sets of dates: see which is right.")
        last += 1
        row.person, row.position = survivor, last
        row.save(update_fields=["person", "position"])
    return told


def _office(row: Appointment) -> tuple[str, int | None]:
    return text(row, "title", DEFAULT), row.organization_id


def _merge_consents(survivor: Person, duplicate: Person) -> list[str]:
    """For each purpose, what was said last counts: a later withdrawal ends what was agreed to before."""
    said = defaultdict(list)
    for row in Consent.objects.filter(person__in=[survivor, duplicate]).order_by("given_at", "pk"):
        said[row.edition_id, row.purpose].append(row)
    told = []
    for rows in said.values():
        withdrawn = max((row.withdrawn_at for row in rows if row.withdrawn_at), default=None)
        standing = [row for row in rows if row.withdrawn_at is None]
        if not standing:
            continue
        *earlier, latest = standing
        for row in earlier:
            row.withdrawn_at = latest.given_at
            row.save(update_fields=["withdrawn_at"])
        if withdrawn and latest.given_at <= withdrawn:
            latest.withdrawn_at = withdrawn
            latest.save(update_fields=["withdrawn_at"])
            told.append(f"Consent to {latest.get_purpose_display()}: withdrawn, for it was withdrawn last.")
    duplicate.consents.update(person=survivor)
    return told


def _merge_registrations(survivor: Person, duplicate: Person) -> list[str]:
    """Move the registrations; where both are registered, the survivor's takes over what the other has."""
    told = []
    order = Registration.Status.values
    for row in duplicate.registrations.select_related("card", "edition__forum"):
        live = row.status != Registration.Status.WITHDRAWN
        others = Registration.objects.live().filter(person=survivor, edition=row.edition)
        mine = others.select_related("card").first() if live else None
        if not mine:
            row.person = survivor
            row.save(update_fields=["person"])
            continue
        told.append(f"{row.edition}: both were registered; one registration goes on, the other is withdrawn.")
        translated = translator.get_options_for_model(Registration).all_fields
        for field in Registration._meta.concrete_fields:
            # Texts and files only: the rest is the registration's own.
            if isinstance(field, models.TextField | models.FileField) and field.name not in translated:
                setattr(mine, field.attname, getattr(mine, field.attname) or getattr(row, field.attname))
        mine.status = max(mine.status, row.status, key=order.index)
        card, row.person = row.card, survivor
        row.status = Registration.Status.WITHDRAWN
        if mine.card is None:
            row.card, mine.card = None, card
        row.save()
        mine.save()
        if card and card != mine.card:
            told += _merge_cards(mine.card, card)
        _move_related(row, mine)
    return told


def _merge_cards(kept: SpeakerCard, other: SpeakerCard) -> list[str]:
    """Credit one card with what the other was credited with; the other is no longer published."""
    told = [f"Two cards in the programme: “{kept}” ({kept.slug}) stays, “{other}” ({other.slug}) leaves it."]
    for credit in other.credits.select_related("session", "seat_of", "card"):
        same = kept.credits.filter(session=credit.session, role=credit.role).first()
        if same is None:
            credit.card = kept
            credit.save(update_fields=["card"])
        elif _move_related(credit, same):
            credit.status = Credit.Status.CANCELLED
            credit.save(update_fields=["status"])
            told.append(f"{credit} in “{credit.session}”: credited twice; one of the two is cancelled.")
        else:
            credit.delete()
    # Nobody reads on their own behalf, which a merge could make of it.
    other.readings.filter(card=kept).update(reader=None)
    other.readings.update(reader=kept)
    if kept.featured_position is None:
        kept.featured_position = other.featured_position
        kept.save(update_fields=["featured_position"])
    other.published, other.featured_position = False, None
    other.save(update_fields=["published", "featured_position"])
    return told


def _merge_invitations(survivor: Person, duplicate: Person, *, by: User | None) -> list[str]:
    """Move the invitations; of two live ones for the same role the better answered goes on."""
    told = []
    live = [status for status in Invitation.Status.values if status not in Invitation.OVER]
    for row in duplicate.invitations.select_related("edition__forum", "person"):
        others = Invitation.objects.live().filter(person=survivor, edition=row.edition, role=row.role)
        mine = others.select_related("edition__forum", "person").first() if row.status in live else None
        if mine:
            accepted = Invitation.Status.ACCEPTED
            over = mine if row.status == accepted != mine.status else row
            take_step(over, live, status=Invitation.Status.REVOKED, answered_at=timezone.now())
            record_step([over], InvitationEvent.Kind.REVOKED, by=by, note="one of two for the same person")
            over.links.all().delete()
            over.mails.filter(status=Mail.Status.QUEUED).update(status=Mail.Status.CANCELLED)
            told.append(f"{row.edition}: both were invited as {row.get_role_display()}; one invitation is revoked.")
        row.person = survivor
        row.save(update_fields=["person"])
    return told


def _move_related(old: models.Model, new: models.Model, *, decided: Collection[str] = ()) -> list[models.Model]:
    """Let whatever is linked to ``old`` be linked to ``new``; returns the rows that ``new`` has already."""
    left: list[models.Model] = []
    for relation in old._meta.related_objects:
        name = relation.field.name
        if relation.get_accessor_name() in decided:
            continue
        rows: models.QuerySet[Any] = relation.related_model._default_manager.filter(**{name: old})
        for row in rows:
            if relation.many_to_many:
                getattr(row, name).add(new)
                getattr(row, name).remove(old)
                continue
            setattr(row, name, new)
            try:
                with transaction.atomic():
                    row.save(update_fields=[name])
            except IntegrityError:
                left.append(row)
    return left


def _bill_again(person: Person) -> None:
    """Bring the programmes to come up to the merged person; what was held stays as it was printed."""
    over = [Edition.Status.HELD, Edition.Status.DOCUMENTED, Edition.Status.CANCELLED]
    registrations = Registration.objects.live().filter(person=person)
    to_come = registrations.exclude(edition__status__in=over).exclude(edition__starts_on=None)
    for registration in to_come.select_related("edition__forum", "person", "card"):
        bill_speaker(registration)
