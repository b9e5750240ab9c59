"""Saving what a speaker changed: at once, or as a request once it is printed; and deciding such requests.

Nobody's work is lost: whoever saves says which state they saw, and where it has changed since they are shown both.
"""

import json
from dataclasses import replace
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError
from forums.models import AgendaRelease, Credit
from speakers.models import ChangeRequest, Person, Registration

from .mails import Draft, language_of, queue_mails
from .registrations import agree_titles, update_programme
from .sections import SECTIONS, Section, Sheet, Values, drop_photo

_LANGUAGES = {code.replace("-", "_"): str(name) for code, name in settings.LANGUAGES}

_FIELDS = {
    "en": {
        "name": "your name",
        "titles": "your titles",
        "bio": "your biography",
        "photo": "your photo",
        "talk": "the title or abstract of your talk",
        "attendance": "how you take part",
    },
    "zh-hans": {
        "name": "姓名",
        "titles": "职务",
        "bio": "简介",
        "photo": "照片",
        "talk": "发言题目或摘要",
        "attendance": "参会方式",
    },
}
_OUTCOMES = {
    "en": {True: "accepted; it is in the programme from its next release", False: "not accepted"},
    "zh-hans": {True: "已接受，将载入下一版日程", False: "未被接受"},
}


class Saved(StrEnum):
    """What came of saving a section."""

    SAVED = "saved"
    ASKED = "asked"
    UNCHANGED = "unchanged"


class StaleError(DomainError):
    """Someone else saved the section since it was read; ``standing`` is what they saved."""

    def __init__(self, standing: Values) -> None:
        self.standing = standing
        super().__init__("Someone else has saved this in the meantime. Compare both versions, and save again.")


def stamp(values: Values) -> str:
    """A short mark of a state, to tell later whether it is still the same."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def asked_for(registration: Registration) -> dict[tuple[str, int | None], ChangeRequest]:
    """The requests that wait for an answer, by field and part in the programme; one query."""
    waiting = registration.change_requests.filter(status=ChangeRequest.Status.OPEN)
    return {(request.field, request.credit_id): request for request in waiting}


def current_values(sheet: Sheet, name: str, waiting: ChangeRequest | None) -> Values:
    """A section as its speaker sees it: as it stands, with what they have asked for."""
    return SECTIONS[name].read(sheet) | (waiting.values if waiting else {})


@transaction.atomic
def save_section(sheet: Sheet, name: str, values: Values, *, seen: str) -> Saved:
    """Save one section as its speaker, or an assistant, filled it in; ``seen`` is the stamp of the state they saw.

    What is printed in a release that stands is not changed but asked for. Saving the same again changes nothing.
    Raises StaleError if the section has changed since, ValidationError by field for values that no row can hold, and
    DomainError if the person no longer takes part.
    """
    sheet = _locked(sheet)
    registration, section = sheet.registration, SECTIONS[name]
    live = section.read(sheet)
    credit_id = sheet.credit.pk if sheet.credit else None
    waiting = asked_for(registration).get((section.field, credit_id)) if section.field else None
    current = live | (waiting.values if waiting else {})
    if values == current:
        _note_saved(sheet, name)
        return Saved.UNCHANGED
    if seen != stamp(current):
        raise StaleError(current)
    changed = {key: value for key, value in values.items() if value != live[key]}
    release = _release_naming(registration) if section.field and (changed or waiting) else None
    asked, at_once = (changed, {}) if release else ({}, changed)
    if at_once:
        section.write(sheet, at_once)
        update_programme(registration)
    _note_saved(sheet, name)
    if asked and release:
        _ask(sheet, section, live, asked, release=release, waiting=waiting)
        return Saved.ASKED
    if waiting:
        # They have thought better of it, or there is nothing printed to change any more.
        _forget(waiting)
    return Saved.SAVED


@transaction.atomic
def decide_change(request: ChangeRequest, *, accept: bool, by: AbstractBaseUser | None, reason: str = "") -> None:
    """Accept or refuse what a speaker asked for, write it where it is printed, and tell them.

    Raises DomainError for a refusal without a reason and for a request that someone has decided already.
    """
    if not accept and not reason:
        raise DomainError("Tell the speaker why the change was refused.")
    status = ChangeRequest.Status.ACCEPTED if accept else ChangeRequest.Status.REFUSED
    answer = {"status": status, "reason": reason, "decided_at": timezone.now(), "decided_by": by}
    open_request = ChangeRequest.objects.filter(pk=request.pk, status=ChangeRequest.Status.OPEN)
    if not open_request.update(**answer):
        raise DomainError("This request has been decided, or the speaker took it back.")
    request.refresh_from_db()
    sheet = _locked(Sheet(request.registration, credit=request.credit))
    if accept:
        # By the field, for a section may be filled in differently by the time.
        section = next(section for section in SECTIONS.values() if section.field == request.field)
        section.write(sheet, request.values)
        update_programme(sheet.registration)
    elif request.photo.name:
        drop_photo(request.photo.name)
    _tell(sheet.registration, request, accepted=accept)


def _locked(sheet: Sheet) -> Sheet:
    """The sheet with its rows as they are now, held until this is committed: two who save wait for each other."""
    rows = Registration.objects.select_for_update(of=("self", "person")).select_related(
        "person", "edition__forum", "card"
    )
    registration = rows.get(pk=sheet.registration.pk)
    if registration.status == Registration.Status.WITHDRAWN or registration.person.erased_at:
        raise DomainError("This registration has been withdrawn. Ask the secretariat if that is a mistake.")
    credit = sheet.credit
    if credit is not None:
        credit = Credit.objects.select_related("written").get(pk=credit.pk)
    return replace(sheet, registration=registration, credit=credit)


def _release_naming(registration: Registration) -> AgendaRelease | None:
    """The release that the public reads, if the person is in it."""
    if registration.card is None:
        return None
    release = AgendaRelease.objects.current(registration.edition.slug)
    if release is None:
        return None
    named = AgendaRelease.objects.filter(pk=release.pk, content__contains=str(registration.card.guid)).exists()
    return release if named else None


def _ask(
    sheet: Sheet,
    section: Section,
    live: Values,
    asked: Values,
    *,
    release: AgendaRelease,
    waiting: ChangeRequest | None,
) -> None:
    request = waiting or ChangeRequest(registration=sheet.registration, field=section.field, credit=sheet.credit)
    photo_before = request.photo.name
    request.release = release
    request.before = in_words(section.field, {key: live[key] for key in asked}, live)
    request.after = in_words(section.field, asked, live | asked)
    request.values = asked
    request.photo = asked.get("photo", "")
    request.channel = sheet.channel
    request.asked_at = timezone.now()
    request.full_clean()
    request.save()
    if photo_before and photo_before != request.photo.name:
        drop_photo(photo_before)


def _forget(waiting: ChangeRequest) -> None:
    photo = waiting.photo.name
    waiting.delete()
    if photo:
        drop_photo(photo)


def in_words(field: str, values: Values, whole: Values) -> str:
    """Values as the office reads them, beside those of before or after; ``whole`` is the section they belong to."""
    if field == ChangeRequest.Field.NAME:
        person = Person(**whole)
        order = person.get_name_order_display()
        return "\n".join(filter(None, [f"{whole['honorific_en']} {person}".strip(), whole["native_name"], order]))
    if field == ChangeRequest.Field.ATTENDANCE:
        return str(Credit.Mode(values["mode"]).label)
    if field == ChangeRequest.Field.PHOTO:
        return "a photo" if values["photo"] else "no photo"
    lines = []
    for name, value in values.items():
        if not value and name.startswith("abstract_"):
            continue
        column = next(column for column in sorted(_LANGUAGES, key=len, reverse=True) if name.endswith(f"_{column}"))
        told = f"Abstract: {value}" if name.startswith("abstract_") else value
        lines.append(told if column == "en" else f"{_LANGUAGES[column]}: {told}")
    return "\n".join(lines)


def _note_saved(sheet: Sheet, name: str) -> None:
    """Remember that this section has been looked at; titles that were looked at are agreed."""
    registration = sheet.registration
    if name == "titles":
        agree_titles(registration)
    key = f"{name}-{sheet.credit.pk}" if sheet.credit else name
    registration.sections[key] = timezone.now().isoformat(timespec="seconds")
    registration.save(update_fields=["sections"])


def _tell(registration: Registration, request: ChangeRequest, *, accepted: bool) -> None:
    if not registration.person.email:
        return
    language = language_of(registration.person, registration.edition)
    spoken = language if language in _FIELDS else "en"
    draft = Draft(
        kind="decision",
        key=f"decision:{request.pk}",
        edition=registration.edition,
        person=registration.person,
        language=language,
        values={
            "field": _FIELDS[spoken][request.field],
            "outcome": _OUTCOMES[spoken][accepted],
            "reason": request.reason,
        },
    )
    queue_mails([draft])
