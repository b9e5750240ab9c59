"""What a speaker says of themselves, in sections: how each is read from the rows, and written to them.

A section's values are plain data (text, lists, truth), so that two states can be compared, kept and shown. Whether a
change is written at once or has to be asked for is decided in ``changes.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.utils.crypto import salted_hmac

from forums.languages import CODES, DEFAULT
from forums.models import Credit, SpeakerCard
from speakers.models import Abstract, Availability, ChangeRequest, Person, Registration

from .billing import billed_titles
from .consents import ASKED, give_consent, standing_consents, withdraw_consent, wording

Values = dict[str, Any]

COLUMNS = tuple(code.replace("-", "_") for code in CODES)
_NAME = ("family_name", "given_name", "name_order", "native_name", "honorific_en")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Whose section it is, of which talk if it is about one, and who fills it in: ``channel`` and their language."""

    registration: Registration
    credit: Credit | None = None
    channel: str = ""
    language: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Section:
    """How a section is read and written; ``field`` says as what its changes are asked for once it is printed."""

    read: Callable[[Sheet], Values]
    write: Callable[[Sheet, Values], None]
    field: str = ""


def languages_of(registration: Registration) -> list[str]:
    """The languages that texts are asked for in: English, and those that the edition is published in."""
    return [DEFAULT, *(code for code in registration.edition.languages if code != DEFAULT)]


def _columns(registration: Registration) -> list[str]:
    return [code.replace("-", "_") for code in languages_of(registration)]


def _set(row: Model, values: Values) -> None:
    """Check and save some fields of a row; raises ValidationError by field."""
    for name, value in values.items():
        setattr(row, name, value)
    row.clean_fields(exclude=[field.name for field in row._meta.concrete_fields if field.name not in values])
    row.save(update_fields=list(values))


def _read_name(sheet: Sheet) -> Values:
    return {name: getattr(sheet.registration.person, name) or "" for name in _NAME}


def _write_name(sheet: Sheet, values: Values) -> None:
    _set(sheet.registration.person, values)


def _read_titles(sheet: Sheet) -> Values:
    """As they are printed, or would be; nothing while the edition has no days and they have agreed to none."""
    registration = sheet.registration
    if registration.edition.starts_on is None:
        return {
            f"billed_titles_{it}": getattr(registration, f"billed_titles_{it}") or "" for it in _columns(registration)
        }
    printed = billed_titles(registration)
    return {f"billed_titles_{code.replace('-', '_')}": printed[code] for code in languages_of(registration)}


def _write_titles(sheet: Sheet, values: Values) -> None:
    _set(sheet.registration, values | {"agreed_at": datetime.now(UTC)})


def _read_bio(sheet: Sheet) -> Values:
    registration = sheet.registration
    names = [f"bio_{column}" for column in _columns(registration)]
    return {name: getattr(registration, name) or getattr(registration.person, name) or "" for name in names}


def _write_bio(sheet: Sheet, values: Values) -> None:
    _set(sheet.registration, values)


def _read_photo(sheet: Sheet) -> Values:
    return {"photo": (sheet.registration.photo or sheet.registration.person.photo).name or ""}


def _write_photo(sheet: Sheet, values: Values) -> None:
    registration = sheet.registration
    before = registration.photo.name
    _set(registration, values)
    if not values["photo"]:
        # Otherwise the photo of earlier years would come back in its place.
        _set(registration.person, {"photo": ""})
    if before:
        drop_photo(before)


def _read_attendance(sheet: Sheet) -> Values:
    return {"mode": sheet.registration.mode}


def _write_attendance(sheet: Sheet, values: Values) -> None:
    """The person's mode, and that of every part they had not arranged otherwise."""
    registration = sheet.registration
    if registration.card_id:
        arranged = Credit.objects.standing().filter(card=registration.card_id, mode=registration.mode)
        # Whoever comes after all reads it themselves.
        unread: Values = {} if values["mode"] == Credit.Mode.READ_ON_BEHALF else {"reader": None, "reader_name": ""}
        arranged.update(mode=values["mode"], **unread)
    _set(registration, values)


def _read_time(sheet: Sheet) -> Values:
    """``times`` are pairs of ISO times in UTC, in order."""
    registration = sheet.registration
    times = [
        [it.astimezone(UTC).isoformat() for it in (row.starts_at, row.ends_at)] for row in registration.times.all()
    ]
    return {"timezone": registration.timezone, "times": times, "availability": registration.availability}


def _write_time(sheet: Sheet, values: Values) -> None:
    registration, rest = sheet.registration, dict(values)
    times = rest.pop("times", None)
    if rest:
        _set(registration, rest)
    if times is not None:
        registration.times.all().delete()
        rows = [
            Availability(
                registration=registration, starts_at=datetime.fromisoformat(start), ends_at=datetime.fromisoformat(end)
            )
            for start, end in times
        ]
        Availability.objects.bulk_create(rows)


def _read_stay(sheet: Sheet) -> Values:
    return {"arrival": sheet.registration.arrival, "needs": sheet.registration.needs}


def _write_stay(sheet: Sheet, values: Values) -> None:
    _set(sheet.registration, values)


def _read_languages(sheet: Sheet) -> Values:
    return {"languages": list(sheet.registration.person.languages)}


def _write_languages(sheet: Sheet, values: Values) -> None:
    _set(sheet.registration.person, values)


def _read_talk(sheet: Sheet) -> Values:
    credit = sheet.credit
    abstract = getattr(credit, "written", None)
    values: Values = {}
    for column in _columns(sheet.registration):
        values[f"talk_{column}"] = getattr(credit, f"talk_{column}") or ""
        values[f"abstract_{column}"] = (abstract and getattr(abstract, f"text_{column}")) or ""
    return values


def _write_talk(sheet: Sheet, values: Values) -> None:
    if sheet.credit is None:
        raise ValueError("A talk is somebody's part in a session; name the credit.")
    if talk := {name: value for name, value in values.items() if name.startswith("talk_")}:
        _set(sheet.credit, talk)
    if text := {name.replace("abstract", "text"): it for name, it in values.items() if name.startswith("abstract_")}:
        abstract, _ = Abstract.objects.get_or_create(credit=sheet.credit)
        _set(abstract, text)


def _read_consents(sheet: Sheet) -> Values:
    """Whether they agree to the words as they are now; an agreement to older words is asked for again."""
    standing = standing_consents(sheet.registration.person, sheet.registration.edition)
    return {
        purpose.value: purpose in standing and standing[purpose].text_version == wording(purpose, DEFAULT).version
        for purpose in ASKED
    }


def _write_consents(sheet: Sheet, values: Values) -> None:
    person, edition = sheet.registration.person, sheet.registration.edition
    for purpose, agrees in values.items():
        if agrees:
            give_consent(person, edition, purpose, language=sheet.language, channel=sheet.channel)
        else:
            withdraw_consent(person, edition, purpose)


Field = ChangeRequest.Field

# In the order of the page.
SECTIONS = {
    "name": Section(_read_name, _write_name, Field.NAME),
    "titles": Section(_read_titles, _write_titles, Field.TITLES),
    "bio": Section(_read_bio, _write_bio, Field.BIO),
    "photo": Section(_read_photo, _write_photo, Field.PHOTO),
    "talk": Section(_read_talk, _write_talk, Field.TALK),
    "attendance": Section(_read_attendance, _write_attendance, Field.ATTENDANCE),
    "time": Section(_read_time, _write_time),
    "stay": Section(_read_stay, _write_stay),
    "languages": Section(_read_languages, _write_languages),
    "consents": Section(_read_consents, _write_consents),
}


def keep_photo(registration: Registration, jpeg: bytes) -> str:
    """Store a photo under a name that nobody can guess and that is the same for the same photo; returns the name."""
    name = f"registrations/{salted_hmac(f'photo of {registration.pk}', jpeg, algorithm='sha256').hexdigest()[:40]}.jpg"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(jpeg))
    return name


def drop_photo(name: str) -> None:
    """Delete the file of a photo, once this is committed and if no row shows it any more."""

    def delete() -> None:
        shown = any(model.objects.filter(photo=name).exists() for model in (Person, Registration, SpeakerCard))
        if not shown and not ChangeRequest.objects.filter(photo=name, status=ChangeRequest.Status.OPEN).exists():
            default_storage.delete(name)
            ChangeRequest.objects.filter(photo=name).update(photo="")

    transaction.on_commit(delete)
