"""The two acts: look at what a file would do, and do it."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError
from forums.models import AgendaImport, Credit, Edition, Room, Session, SpeakerCard, Track

from .content import Background
from .files import read_file
from .plan import Plan, Writes
from .planner import Options, make_plan
from .text import key


def plan_import(edition: Edition, data: bytes, options: Options, *, lock: bool = False) -> Plan:
    """What the file would do to the edition, now. Raises UnreadableFileError where it cannot be read at all."""
    return make_plan(edition, read_file(data, _background(edition)), options, lock=lock)


def _background(edition: Edition) -> Background:
    names = edition.cards.values_list("name", "native_name")
    return Background(
        zone=ZoneInfo(edition.timezone),
        first_day=edition.starts_on,
        last_day=edition.ends_on,
        year=edition.year,
        names=frozenset(key(name) for pair in names for name in pair if name),
    )


def apply_import(upload: AgendaImport, *, by: Any = None, without_refused: bool = False) -> Plan:
    """Do what was looked at, whole, in one transaction.

    Raises DomainError, and does nothing, where it was done before, where entries are refused and ``without_refused``
    does not say to leave them out, and where it would no longer do what was looked at; the import then has the new
    comparison.
    """
    with transaction.atomic():
        # Held until the end: a release is published before all of this or after it.
        edition = Edition.objects.select_for_update().get(pk=upload.edition_id)
        upload = AgendaImport.objects.select_for_update().get(pk=upload.pk)
        if upload.applied_at:
            raise DomainError("This import was applied before. To bring the file in again, upload it again.")
        with upload.file.open("rb") as file:
            data = file.read()
        plan = plan_import(edition, data, Options(upload.language, upload.names_speakers), lock=True)
        report = plan.report()
        if is_as_seen := report == upload.report:
            if plan.counts["refused"] and not without_refused:
                raise DomainError(
                    f"{plan.counts['refused']:,} of its entries are refused. Mend the file and upload it again, or "
                    "tick that they may be left out."
                )
            _write(plan.writes)
            upload.applied_at, upload.applied_by = timezone.now(), by
        else:
            upload.report = report
        upload.save(update_fields=["report", "applied_at", "applied_by"])
    if not is_as_seen:
        raise DomainError(
            "The agenda has changed since this file was compared with it, so nothing was done. Look at the new "
            "comparison and apply it again."
        )
    return plan


def _write(writes: Writes) -> None:
    """The rows, each before those that refer to it, in as many statements however many they are."""
    Room.objects.bulk_create(writes.rooms)
    Track.objects.bulk_create(writes.tracks)
    SpeakerCard.objects.bulk_create(writes.cards)
    for start in range(0, len(writes.renumbered), 500):
        # Two sessions that swap their numbers would meet each other halfway.
        Session.objects.filter(pk__in=writes.renumbered[start : start + 500]).update(number=None)
    for level in writes.new:
        Session.objects.bulk_create(level)
    if writes.changed:
        # One statement that puts rows in their place: bulk_update would build a CASE for every field of every row.
        Session.objects.bulk_create(
            writes.changed, update_conflicts=True, unique_fields=["id"], update_fields=sorted(writes.columns)
        )
    Credit.objects.bulk_create(writes.credits)
