"""Erasing a person: everything goes but what was printed, and a row without a name that others still lead to."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, Field, FileField, Model, ProtectedError, Q, QuerySet, TextField
from django.utils import timezone

from forums.agenda.content import from_json
from forums.exceptions import DomainError
from forums.languages import CODES
from forums.models import AgendaRelease, Credit, Edition, SpeakerCard
from speakers.models import AccessEntry, Erasure, Invitation, Mail, Person, Registration

from .audit import note_access
from .billing import name_of
from .holdings import PARTS, PRINTED_BY, Fate, Part, Whose
from .sections import drop_photo

_OVER = (Edition.Status.HELD, Edition.Status.DOCUMENTED, Edition.Status.CANCELLED)


@dataclass(slots=True)
class Outlook:
    """What an erasure would do: what goes whole, what is emptied of which fields, what stays and why, and what the
    office has to do itself. Each line begins with a kind of record; numbers are of rows.
    """

    goes: list[tuple[str, int]] = field(default_factory=list)
    emptied: list[tuple[str, str]] = field(default_factory=list)
    stays: list[tuple[str, int, str]] = field(default_factory=list)
    afterwards: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Cards:
    """The person's cards: as they were last printed, printed in a document alone, or never."""

    printed: dict[SpeakerCard, dict[str, Any] | None]
    unprinted: list[SpeakerCard]
    releases: list[AgendaRelease]

    @classmethod
    def of(cls, whose: Whose) -> "_Cards":
        cards = list(SpeakerCard.objects.filter(registration__person__in=whose.persons).select_related("edition"))
        elsewhere = {pk for printed in PRINTED_BY for pk in printed(cards)}
        found = cls({}, [], [])
        for card in cards:
            releases = AgendaRelease.objects.filter(edition=card.edition_id, withdrawn_at=None)
            naming = releases.filter(content__contains=f'"guid":"{card.guid}"').order_by("-version")
            release = naming.select_related("edition__forum").first()
            if release:
                listed = {entry["guid"]: entry for entry in from_json(release.content)["speakers"]}
                found.printed[card] = listed[str(card.guid)]
                found.releases.append(release)
            elif card.pk in elsewhere:
                found.printed[card] = None
            else:
                found.unprinted.append(card)
        return found


def preview_erasure(person: Person) -> Outlook:
    """What ``erase_person`` would do. Raises DomainError for somebody who cannot be erased."""
    _check(person)
    whose = Whose.of(person)
    cards = _Cards.of(whose)
    outlook = Outlook()
    for part in PARTS:
        rows = part.rows(whose)
        gone = _unprinted(part, rows, cards).count() if part.fate == Fate.PRINTED else 0
        count = rows.count()
        if part.fate == Fate.GOES:
            gone = count
        if gone:
            outlook.goes.append((part.heading, gone))
        if part.fate == Fate.EMPTIED and (names := _filled(rows, part.kept)):
            outlook.emptied.append((part.heading, ", ".join(names)))
        if count > gone:
            outlook.stays.append((part.heading, count - gone, part.why))
    for release in cards.releases:
        outlook.afterwards.append(
            f"{release} prints their biography and links, if they gave any. A release never changes: publish the "
            "agenda again, and withdraw the releases before if these are to go as well."
        )
    return outlook


def _filled(rows: QuerySet[Any], kept: tuple[str, ...]) -> list[str]:
    """The names of the fields that rows have filled in and would lose; of a translated text once."""
    names: dict[str, None] = {}
    for row in rows:
        for it in row._meta.concrete_fields:
            if not it.primary_key and it.name not in kept and getattr(row, it.attname) != _nothing(it):
                names[str(it.verbose_name).partition(" [")[0]] = None
    return list(names)


@transaction.atomic
def erase_person(person: Person, *, by: User | None, reason: str) -> Erasure:
    """Erase what is held about a person; name and titles stay where they were printed. Done twice, it is done once.

    Whoever is registered for an edition to come is withdrawn from it. Files go once this is committed. The record that
    is returned, and kept, says nothing of who it was. Raises DomainError for a person who was merged into another:
    erase that one.
    """
    persons = Person.objects.select_for_update().filter(Q(pk=person.pk) | Q(merged_into=person.pk)).order_by("pk")
    rows = {row.pk: row for row in persons}
    if person.pk not in rows:
        raise DomainError("This person is not on file any more.")
    person = rows[person.pk]
    if done := Erasure.objects.filter(person=person).first():
        return done
    _check(person)
    whose = Whose.of(person)
    names = {name for row in rows.values() for name in (str(row), name_of(row).plain)}
    files = _files(whose)
    log = {part.model: [*part.rows(whose).values_list("pk", flat=True)] for part in PARTS if part.fate != Fate.STAYS}
    _withdraw(whose)
    cards = _Cards.of(whose)
    _forget_in_substitutes(whose, names)
    _empty_others_mails(names)
    for card, entry in cards.printed.items():
        _keep_as_printed(card, entry)
    counts = {part.key: count for part in reversed(PARTS) if (count := _erase_part(part, whose, cards))}
    _scrub_log(log, names, whose)
    for row in rows.values():
        _empty(row, _kept(Person))
        row.family_name, row.erased_at = f"Erased person {row.pk}", timezone.now()
        row.save()
    for name in files:
        drop_photo(name)
    note_access(by, AccessEntry.How.ERASED, Person, person.pk, person=person.pk)
    return Erasure.objects.create(person=person, by=by, reason=reason, counts=counts)


def _check(person: Person) -> None:
    if person.merged_into_id:
        raise DomainError("This person was merged into another: erase the one they were merged into.")
    if person.erased_at:
        raise DomainError("This person was erased already.")


def _files(whose: Whose) -> set[str]:
    """The names of every file that a row about the person has."""
    names = set()
    for part in PARTS:
        for it in part.model._meta.concrete_fields:
            if isinstance(it, FileField) and part.fate != Fate.STAYS:
                names |= set(part.rows(whose).exclude(**{it.name: ""}).values_list(it.name, flat=True))
    return names


def _withdraw(whose: Whose) -> None:
    """Whoever is erased comes to nothing any more; what was held stays as it was."""
    today = timezone.localdate()
    live = Registration.objects.live().filter(person__in=whose.persons)
    to_come = live.exclude(edition__status__in=_OVER).exclude(edition__ends_on__lt=today)
    SpeakerCard.objects.filter(registration__in=to_come).update(published=False, featured_position=None)
    live.filter(pk__in=list(to_come.values_list("pk", flat=True))).update(status=Registration.Status.WITHDRAWN)


def _forget_in_substitutes(whose: Whose, names: set[str]) -> None:
    """Whoever they named to come instead has their name in the note (``invitations``)."""
    named = Invitation.objects.filter(person__in=whose.persons).exclude(substitute=None).values("substitute")
    for other in Person.objects.filter(pk__in=named).exclude(pk__in=whose.persons):
        for name in sorted(names, key=len, reverse=True):
            other.note = _word(name).sub("somebody", other.note)
        other.save(update_fields=["note"])


def _empty_others_mails(names: set[str]) -> None:
    """Mails to the office and to assistants name many persons; those that name this one lose their text."""
    said = Mail.objects.filter(kind__in=[Mail.Kind.DIGEST, Mail.Kind.ALERT, Mail.Kind.ASSISTANT])
    words = [_word(name) for name in names]
    naming = [
        mail.pk
        for mail in said.only("subject", "body")
        if any(word.search(text) for word in words for text in (mail.subject, mail.body))
    ]
    said = Mail.objects.filter(pk__in=naming)
    said.filter(status=Mail.Status.QUEUED).update(status=Mail.Status.CANCELLED, finished_at=timezone.now())
    said.update(subject="", body="")


def _word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")


def _keep_as_printed(card: SpeakerCard, entry: dict[str, Any] | None) -> None:
    """Leave on a card the name and titles that its newest release printed; without a release, those of a document."""
    if entry:
        card.name, card.sort_name, card.native_name = entry["name"], entry["sort_name"], entry["native_name"]
        for code in CODES:
            setattr(card, f"titles_{code.replace('-', '_')}", "\n".join(entry["titles"].get(code, [])))
    for code in CODES:
        setattr(card, f"bio_{code.replace('-', '_')}", "")
    card.photo = card.links = ""
    card.save()


def _unprinted(part: Part, rows: QuerySet[Any], cards: _Cards) -> QuerySet[Any]:
    return rows.filter(**{f"{part.card}__in": [card.pk for card in cards.unprinted]})


def _erase_part(part: Part, whose: Whose, cards: _Cards) -> int:
    """Do with a part's rows as it says; how many went or were emptied."""
    rows = part.rows(whose)
    if part.act:
        part.act(rows, whose)
    if part.fate == Fate.GOES:
        return _delete(rows)
    if part.fate == Fate.PRINTED:
        if part.model is SpeakerCard:
            Credit.objects.filter(reader__in=cards.unprinted).update(reader=None)
        return _delete(_unprinted(part, rows, cards))
    # The person's own rows are emptied last, under their new name.
    if part.fate == Fate.EMPTIED and part.model is not Person:
        found = list(rows)
        for row in found:
            _empty(row, part.kept)
            row.save()
        return len(found)
    return 0


def _delete(rows: QuerySet[Any]) -> int:
    """Delete rows; one that something protects is emptied of its texts instead."""
    count = 0
    for row in rows:
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            for it in row._meta.concrete_fields:
                if isinstance(it, CharField | TextField | FileField) and not it.choices and not it.unique:
                    setattr(row, it.attname, "" if it.blank else f"Erased {row.pk}")
            row.save()
        count += 1
    return count


def _kept(model: type[Model]) -> tuple[str, ...]:
    return next(part.kept for part in PARTS if part.model is model and part.fate == Fate.EMPTIED)


def _empty(row: Model, kept: tuple[str, ...]) -> None:
    """Set every column but the key and those that are kept to nothing, so that a new column is emptied unasked."""
    for it in row._meta.concrete_fields:
        if not it.primary_key and it.name not in kept:
            setattr(row, it.attname, _nothing(it))


def _nothing(it: "Field[Any, Any]") -> Any:
    if it.null:
        return None
    # JSON is a text to some databases only, and a choice without an empty one keeps to its first.
    return "" if isinstance(it, CharField | TextField) and it.blank else it.get_default()


def _scrub_log(keys: dict[type[Model], list[int]], names: set[str], whose: Whose) -> None:
    """Take names and addresses out of the office's own log; that somebody changed something on a day stays."""
    types = ContentType.objects.get_for_models(*keys)
    about = Q(pk=None)
    for model, pks in keys.items():
        about |= Q(content_type=types[model], object_id__in=[str(pk) for pk in pks])
    for name in names:
        # As rows name themselves: “name, edition”, “titles: name, edition”. Of rows that are gone there is no key.
        about |= Q(object_repr=name) | Q(object_repr__startswith=f"{name}, ") | Q(object_repr__contains=f": {name}, ")
        about |= Q(change_message__contains=f"{name} (no. ")
    for address in whose.addresses:
        about |= Q(object_repr__icontains=address) | Q(change_message__icontains=address)
    LogEntry.objects.filter(about).update(object_repr="erased", change_message="")
