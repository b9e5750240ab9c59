"""Everything held about a person, as one file to hand over: JSON for machines, a page for people, the photos."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, FileField, ForeignKey, Model, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import capfirst
from modeltranslation.translator import NotRegistered, translator

from forums.languages import DEFAULT
from speakers.models import Person

from .billing import name_of
from .holdings import PARTS, Part, Whose

# Larger than this it is written to disk while it is made.
_IN_MEMORY = 4_000_000
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Value:
    """One field of a row: its name and value for machines, its label and the value in words for people."""

    name: str
    label: str
    raw: Any
    shown: str


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one part, each a list of values; ``files`` are those that lie beside them, by their place."""

    part: Part
    rows: list[list[Value]]
    files: dict[str, Any]
    keys: list[int]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is held about a person, and what the office has done to it."""

    person: Person
    held: list[Held]
    changes: list[list[Value]]
    at: datetime


def collect(person: Person) -> Dossier:
    """Read everything; a constant number of queries, however many rows."""
    whose = Whose.of(person)
    held = [_read(part, whose) for part in PARTS]
    changes = [
        [
            Value("at", "At", entry.action_time.isoformat(), _shown(entry.action_time)),
            Value("what", "What", *[capfirst(str(entry.content_type)) if entry.content_type else ""] * 2),
            Value("change", "Change", *[entry.get_change_message()] * 2),
        ]
        for entry in changes_of({it.part.model: it.keys for it in held}).select_related("content_type")
    ]
    return Dossier(person, held, changes, timezone.now())


def changes_of(rows: dict[type[Model], list[int]]) -> QuerySet[LogEntry]:
    """What the office's own log says of rows, by model and key; the oldest first."""
    types = ContentType.objects.get_for_models(*rows)
    about = Q(pk=None)
    for model, keys in rows.items():
        if keys:
            about |= Q(content_type=types[model], object_id__in=[str(key) for key in keys])
    return LogEntry.objects.filter(about).order_by("action_time", "pk")


def write_dossier(person: Person) -> IO[bytes]:
    """A ZIP file of everything held about the person, to be read from its beginning.

    ``held.json`` is a tree of parts, rows and fields, ``held.html`` the same to be read; photos lie in ``files/``.
    """
    # In one language, whichever the page has from which it was asked for.
    with translation.override(DEFAULT):
        dossier = collect(person)
        tree, page = _tree(dossier), _page(dossier)
    target: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever hands it over closes it
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("held.json", json.dumps(tree, ensure_ascii=False, indent=1))
        archive.writestr("held.html", page)
        for held in dossier.held:
            for place, file in held.files.items():
                # A file that is gone from the disk is held no longer.
                if file.storage.exists(file.name):
                    with file.storage.open(file.name) as stored:
                        archive.writestr(place, stored.read())
    target.seek(0)
    return target


def file_name(person: Person) -> str:
    """Without the name: what is downloaded is listed by browsers and systems."""
    return f"held-{person.pk}-{timezone.localdate():%Y-%m-%d}.zip"


def _read(part: Part, whose: Whose) -> Held:
    rows = part.rows(whose)
    if part.related:
        rows = rows.select_related(*part.related)
    fields = list(_fields(part))
    held = Held(part, [], {}, [])
    for row in rows:
        values = [_value(part, row, it) for it in fields]
        if part.more:
            values += [Value(name, capfirst(name), text, text) for name, text in part.more(row).items()]
        held.rows.append(values)
        held.keys.append(row.pk)
        for it in fields:
            if isinstance(it, FileField) and (file := getattr(row, it.name)):
                held.files[_place(row, it)] = file
    return held


def _fields(part: Part) -> "Iterator[Field[Any, Any]]":
    """The columns given out: not what texts are doubled in, nor who of the office acted."""
    try:
        translated = set(translator.get_options_for_model(part.model).all_fields)
    except NotRegistered:
        translated = set()
    for it in part.model._meta.concrete_fields:
        of_office = isinstance(it, ForeignKey) and it.related_model is get_user_model()
        hidden = it.name in translated or it.name in part.withheld or of_office
        if not hidden and (not part.given or it.name in part.given):
            yield it


def _value(part: Part, row: Model, it: "Field[Any, Any]") -> Value:
    value = getattr(row, it.attname)
    raw: Any = value
    if isinstance(it, FileField):
        raw = shown = _place(row, it) if value else ""
    elif isinstance(it, ForeignKey):
        joined = any(name.split("__")[0] == it.name for name in part.related)
        shown = str(getattr(row, it.name)) if joined and value is not None else _shown(value)
    elif it.choices:
        shown = str(getattr(row, f"get_{it.name}_display")())
    else:
        shown = _shown(value)
    return Value(it.name, capfirst(str(it.verbose_name)), raw, shown)


def _place(row: Model, it: "Field[Any, Any]") -> str:
    """Where a file lies in the archive."""
    suffix = PurePosixPath(getattr(row, it.attname).name).suffix.lower()
    return f"files/{row._meta.model_name}-{row.pk}-{it.name}{suffix if suffix[1:].isalnum() else ''}"


def _shown(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return "\n".join(f"{key}: {it}" for key, it in value.items())
    return str(value)


def _tree(dossier: Dossier) -> dict[str, Any]:
    parts = {
        held.part.key: [{value.name: _plain(value.raw) for value in row} for row in held.rows] for held in dossier.held
    }
    changes = [{value.name: _plain(value.raw) for value in row} for row in dossier.changes]
    return {"schema": SCHEMA, "made_at": dossier.at.isoformat(), "held": parts, "changes": changes}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _page(dossier: Dossier) -> str:
    sections = [(held.part.heading, _filled(held.rows)) for held in dossier.held if held.rows]
    if dossier.changes:
        sections.append(("Changes made by the office", _filled(dossier.changes)))
    context = {"name": name_of(dossier.person).plain, "at": _shown(dossier.at), "sections": sections}
    return render_to_string("speakers/dossier.html", context)


def _filled(rows: list[list[Value]]) -> list[list[Value]]:
    """The rows without what is empty, which a reader need not pass over."""
    return [[value for value in row if value.shown] for row in rows]
