"""Who of the office saw or changed what: kept without slowing a page and without ever breaking one."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import DatabaseError
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.text import capfirst

from speakers.models import AccessEntry, AssistantLink, Person

from .dossier import changes_of
from .holdings import PARTS, Whose

log = logging.getLogger(__name__)

How = AccessEntry.How
# What a page shows of a long history; the oldest are left out.
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history: who did what to which record, and when; ``told`` says more of a change."""

    at: datetime
    by: str
    did: str
    what: str
    told: str = ""


def note_access(
    user: AbstractBaseUser | AnonymousUser | None,
    how: AccessEntry.How,
    model: type[Model],
    row: int | None = None,
    *,
    person: int | None = None,
) -> None:
    """Keep that somebody saw or took a record, or a list; once a day each, whoever asks and however often.

    One statement. What goes wrong is logged and keeps nobody from their work.
    """
    entry = AccessEntry(
        user_id=getattr(user, "pk", None),
        how=how,
        model=model._meta.label_lower,
        row=row,
        person_id=person,
        on=timezone.localdate(),
    )
    try:
        AccessEntry.objects.bulk_create([entry], ignore_conflicts=True)
    except DatabaseError:
        log.exception("An access to %s %s could not be noted", entry.model, row)


def history_of(person: Person) -> list[Line]:
    """Who saw or changed what is held about a person, the newest first; a constant number of queries."""
    whose = Whose.of(person)
    links = AssistantLink.objects.filter(persons__in=whose.persons).values("pk")
    seen = AccessEntry.objects.filter(
        Q(person__in=whose.persons) | Q(model=AssistantLink._meta.label_lower, row__in=links)
    )
    # The model of a part stands for every part of it.
    keys: dict[type[Model], list[int]] = {}
    for part in PARTS:
        keys.setdefault(part.model, []).extend(part.rows(whose).order_by().values_list("pk", flat=True))
    changes = changes_of(keys).reverse().select_related("user", "content_type")[:MOST_LINES]
    lines = [*_seen(seen.select_related("user")[:MOST_LINES]), *_changed(changes)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:MOST_LINES]


def _seen(entries: Any) -> Iterator[Line]:
    names = {part.model._meta.label_lower: str(part.model._meta.verbose_name) for part in PARTS}
    for entry in entries:
        what = f"{capfirst(names.get(entry.model, entry.model))} {entry.row or ''}".strip()
        yield Line(entry.at, _who(entry.user), entry.get_how_display(), what)


def _changed(entries: Any) -> Iterator[Line]:
    done = {1: "added", 2: "changed", 3: "deleted"}
    for entry in entries:
        kind = capfirst(str(entry.content_type.name)) if entry.content_type else ""
        what = f"{kind} {entry.object_id or ''}".strip()
        yield Line(entry.action_time, _who(entry.user), done[entry.action_flag], what, entry.get_change_message())


def _who(user: Any) -> str:
    return str(user) if user else "an account that is gone"
