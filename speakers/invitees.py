"""Persons to invite out of a table: read by its header, compared with who is on file, shown before anything is done."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from forums.exceptions import DomainError
from forums.imports import sheets, workbook
from forums.imports.content import UnreadableFileError
from forums.imports.text import key, told
from forums.languages import CODES
from forums.models import Credit, Edition
from speakers.models import Appointment, Person

from .employers import find_or_add_organizations
from .invitations import Invited, invite

# More than any forum invites at once; a longer table is sent in parts.
MOST_ROWS = 5000
LARGEST = 1024 * 1024

# What a column may be called besides its own name, in any case and with any spaces.
_ALIASES = {
    "family_name": "family name, surname, last name, 姓",
    "given_name": "given name, given names, first name, forename, 名",
    "native_name": "native name, name in native script, chinese name, 姓名, 中文姓名",
    "email": "e-mail, mail, e-mail address, email address, 邮箱, 电子邮箱, 电子邮件",
    "role": "invited as, 角色",
    "language": "language of the mails, 语言",
    "organization": "organisation, affiliation, institution, company, 单位, 机构",
    "title": "position, job title, 职务, 职位",
}
_COLUMNS = {key(alias): name for name, text in _ALIASES.items() for alias in (name, *text.split(", "))}
_ROLES = {key(word): role.value for role in Credit.Role for word in (role.value, role.label)}
_LANGUAGES = {key(code): code for code in CODES} | {
    "english": "en", "chinese": "zh-hans", "zh": "zh-hans", "zhcn": "zh-hans", "中文": "zh-hans", "french": "fr",
    "spanish": "es", "russian": "ru", "arabic": "ar",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invitee:
    """A row of the table. ``person`` is on file, or new and not saved; ``refused`` says why the row is left out."""

    place: str
    name: str
    email: str
    role: str
    language: str = ""
    title: str = ""
    organization: str = ""
    person: Person | None = None
    refused: str = ""

    @property
    def what(self) -> str:
        """new, same or refused."""
        if self.refused:
            return "refused"
        return "same" if self.person is not None and self.person.pk else "new"


@dataclass(slots=True)
class Result:
    """What came of a table: who was added to the persons, and what came of inviting."""

    added: list[Person] = field(default_factory=list)
    invited: Invited = field(default_factory=Invited)


def read_invitees(data: bytes, *, role: str) -> list[Invitee]:
    """The rows of a table (CSV or XLSX) beside who is on file; nothing is written. ``role`` is for rows without one.

    A cell is data, whatever it begins with. Raises DomainError for a file that is no such table.
    """
    header, *rows = _table(data)
    columns = [_COLUMNS.get(key(told(cell)), "") for cell in header[1]]
    if not {"family_name", "native_name"} & set(columns) or "email" not in columns:
        raise DomainError(
            "Name the columns in the first row: family name and email are needed; given name, native name, role, "
            "language, organization and title are read too."
        )
    if len(rows) > MOST_ROWS:
        raise DomainError(f"The table has {len(rows):,} rows; send at most {MOST_ROWS:,} at a time.")
    known = _Known()
    seen: dict[str, str] = {}
    found = []
    for place, cells in rows:
        values = {column: " ".join(told(cell).split()) for column, cell in zip(columns, cells, strict=False) if column}
        if any(values.values()):
            found.append(_invitee(place, values, role, known, seen))
    if not found:
        raise DomainError("There is nobody in the table below its first row.")
    return found


@transaction.atomic
def invite_table(invitees: Iterable[Invitee], *, edition: Edition, by: User | None) -> Result:
    """Add who is new to the persons, with their title, and invite all who are not refused."""
    invitees = [invitee for invitee in invitees if invitee.person is not None and not invitee.refused]
    new = [invitee for invitee in invitees if invitee.what == "new"]
    result = Result(added=Person.objects.bulk_create(invitee.person for invitee in new if invitee.person))
    Appointment.objects.bulk_create(_appointments(new))
    groups: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for invitee in invitees:
        if invitee.person is not None:
            _reach(invitee.person, invitee.email)
            groups[invitee.role, invitee.language].append(invitee.person)
    for (role, language), persons in groups.items():
        invited = invite(persons, edition=edition, role=role, language=language, by=by)
        result.invited.invitations += invited.invitations
        result.invited.refused += invited.refused
    return result


def _reach(person: Person, email: str) -> None:
    """Give a person on file the address of the table, where they had none."""
    if not person.email:
        Person.objects.filter(pk=person.pk, email="").update(email=email)
        person.email = email


def _table(data: bytes) -> list[tuple[str, Sequence[Any]]]:
    """The rows that have something in them, each with where it stands."""
    if len(data) > LARGEST:
        raise DomainError("The file has more than a megabyte; a table of persons has less. Send it in parts.")
    try:
        if data.startswith(b"PK"):
            sheets_read = workbook.read_workbook(data)
            rows = [(row.place, row.cells) for row in sheets_read[0].rows] if sheets_read else []
        else:
            rows = list(_csv(sheets.decode(data)))
    except (UnreadableFileError, csv.Error) as error:
        raise DomainError("The file cannot be read as a table. Save it as CSV in UTF-8, or as XLSX.") from error
    rows = [(place, cells) for place, cells in rows if any(told(cell) for cell in cells)]
    if not rows:
        raise DomainError("The file is empty.")
    return rows


def _csv(text: str) -> Iterator[tuple[str, Sequence[str]]]:
    first = text.partition("\n")[0]
    separator = max(",;\t|", key=lambda it: sum(key(cell.strip('"')) in _COLUMNS for cell in first.split(it)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1
    for cells in reader:
        yield f"line {begins}", cells
        begins = reader.line_num + 1


class _Known:
    """Who is on file, by address and by name; read once."""

    def __init__(self) -> None:
        self.by_email: dict[str, list[Person]] = defaultdict(list)
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for person in Person.objects.on_file():
            if person.email:
                self.by_email[person.email.casefold()].append(person)
            self.by_name[_name_key(person)].append(person)


def _name_key(person: Person) -> str:
    # The order of the parts differs from table to table.
    return "|".join(sorted(filter(None, (key(person.family_name), key(person.given_name)))))


def _invitee(place: str, values: Mapping[str, str], role: str, known: _Known, seen: dict[str, str]) -> Invitee:
    email = values.get("email", "")
    person = Person(
        # Whoever has a native-script name alone is printed by it.
        family_name=values.get("family_name") or values.get("native_name", ""),
        given_name=values.get("given_name", ""),
        native_name=values.get("native_name", ""),
        email=email,
    )
    chosen = _ROLES.get(key(values["role"]), "") if values.get("role") else role
    language = _LANGUAGES.get(key(values["language"]), "") if values.get("language") else ""
    if language:
        person.languages = [language]
    match, reason = _match(person, known)
    if not email:
        reason = "no e-mail address"
    elif email.casefold() in seen:
        reason = f"the same address as in {seen[email.casefold()]}"
    elif not chosen:
        reason = f"“{values['role']}” is no role; use one of {', '.join(Credit.Role.values)}"
    elif values.get("language") and not language:
        reason = f"“{values['language']}” is not one of {', '.join(CODES)}"
    elif not reason and match is None:
        reason = _mistakes(person, values.get("title", ""), values.get("organization", ""))
    seen.setdefault(email.casefold(), place)
    return Invitee(
        place=place,
        name=str(match or person)[:200],
        email=email,
        role=chosen,
        language=language,
        title=values.get("title", ""),
        organization=values.get("organization", ""),
        person=None if reason else match or person,
        refused=reason,
    )


def _match(person: Person, known: _Known) -> tuple[Person | None, str]:
    """Who on file this is, or why it cannot be told."""
    same_address = known.by_email[person.email.casefold()] if person.email else []
    namesakes = known.by_name[_name_key(person)]
    if same_address:
        both = [it for it in same_address if it in namesakes]
        if both:
            return both[0], ""
        return None, f"this address is on file for {same_address[0]}; correct one of the two"
    silent = [it for it in namesakes if not it.email]
    if len(silent) > 1:
        return None, "several persons of this name are on file without an address; give theirs first"
    return (silent[0], "") if silent else (None, "")


def _mistakes(person: Person, title: str, organization: str) -> str:
    found = []
    for row, names in ((person, {}), (Appointment(title=title), {"exclude": ["person", "organization"]})):
        try:
            row.clean_fields(**names)
        except ValidationError as error:
            found += [f"{name.replace('_', ' ')}: {' '.join(told)}" for name, told in error.message_dict.items()]
    if len(organization) > 300:
        found.append("organization: write at most 300 characters")
    return "; ".join(found)


def _appointments(invitees: Iterable[Invitee]) -> Iterator[Appointment]:
    """The titles of new persons; an organization that is not on file is added."""
    invitees = list(invitees)
    organizations = find_or_add_organizations(invitee.organization for invitee in invitees)
    for invitee in invitees:
        if invitee.title or invitee.organization:
            organization = organizations.get(invitee.organization)
            yield Appointment(person=invitee.person, title=invitee.title, organization=organization)
