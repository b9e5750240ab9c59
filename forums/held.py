"""The day after: what became of each session and of everybody's part in it, a day of an edition at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Prefetch

from forums.agenda.reading import programme_day
from forums.exceptions import DomainError
from forums.models import Credit, Edition, Session

from .seats import Held, record_held


@dataclass(frozen=True, slots=True)
class SessionHeld:
    """What became of a session: a status of Session.Status, and by which times it really went, where noted."""

    status: str
    starts_at: datetime | None
    ends_at: datetime | None


class StaleDayError(DomainError):
    """Somebody else recorded something of the day since it was read."""

    def __init__(self) -> None:
        super().__init__(
            "Someone else has recorded something of this day in the meantime. Your entries are below, not saved yet: "
            "compare them with what stands beside them now, and save again."
        )


def days_of(edition: Edition) -> list[date]:
    """The days of the programme that have sessions with times, in order; one query."""
    zone, first = ZoneInfo(edition.timezone), edition.starts_on and edition.starts_on.isoformat()
    times = edition.sessions.exclude(starts_at=None).order_by().values_list("starts_at", flat=True)
    days = {programme_day(it.astimezone(zone).isoformat(), first or None) for it in times if it}
    return sorted(map(date.fromisoformat, days))


def sessions_on(edition: Edition, day: date) -> list[Session]:
    """The sessions of a day of the programme, each before its parts, with everybody's part in them; two queries.

    Parts without times of their own belong to the day of what they are part of. Who was replaced is not among the
    credits but on that of their substitute.
    """
    shown = Credit.objects.exclude(status=Credit.Status.SUBSTITUTED).select_related(
        "card", "seat_of", "delegate_of", "reader", "replaces__card", "replaces__seat_of"
    )
    rows = list(
        Session.objects.filter(edition=edition)
        .in_order()
        .select_related("room")
        .prefetch_related(Prefetch("credits", shown.order_by("position", "id")))
    )
    zone, first = ZoneInfo(edition.timezone), edition.starts_on and edition.starts_on.isoformat()
    parts: dict[int | None, list[Session]] = {}
    for row in rows:
        parts.setdefault(row.parent_id, []).append(row)

    def found(above: int | None, on: str | None) -> list[Session]:
        listed = []
        for row in parts.get(above, []):
            here = programme_day(row.starts_at.astimezone(zone).isoformat(), first or None) if row.starts_at else on
            listed += [row] if here == day.isoformat() else []
            listed += found(row.pk, here)
        return listed

    return found(None, None)


def stamp(sessions: list[Session]) -> str:
    """A short mark of how a day stands, to tell later whether it still does."""
    state = [
        (
            row.pk,
            row.status,
            *(it and it.astimezone(UTC) for it in (row.actual_starts_at, row.actual_ends_at)),
            [(it.pk, it.card_id, it.status, it.mode, it.reader_id, it.reader_name) for it in row.credits.all()],
        )
        for row in sessions
    ]
    return sha256(repr(state).encode()).hexdigest()[:16]


@transaction.atomic
def record_day(
    edition: Edition,
    day: date,
    *,
    seen: str,
    sessions: Mapping[int, SessionHeld],
    parts: Mapping[int, Held],
) -> int:
    """Record a day as it was held, sessions and parts by their keys; returns how many rows changed.

    ``seen`` is the stamp of the state that was looked at. Parts are recorded where their session was held. Raises
    StaleDayError if the day stands otherwise by now, and PartError for what cannot be of one part; nothing is saved
    then.
    """
    # Two who save the same day wait for each other, so that the second is told.
    Edition.objects.select_for_update().get(pk=edition.pk)
    rows = sessions_on(edition, day)
    if stamp(rows) != seen:
        raise StaleDayError
    changed = 0
    for row in rows:
        held = sessions.get(row.pk)
        if held is None:
            continue
        before = SessionHeld(row.status, row.actual_starts_at, row.actual_ends_at)
        if held != before:
            row.status, row.actual_starts_at, row.actual_ends_at = held.status, held.starts_at, held.ends_at
            row.save(update_fields=["status", "actual_starts_at", "actual_ends_at"])
            changed += 1
        if held.status == Session.Status.HELD:
            changed += _record_parts(row, parts)
    return changed


class PartError(DomainError):
    """What cannot be recorded of one part; ``credit`` is its key."""

    def __init__(self, credit: int, reason: str) -> None:
        self.credit = credit
        super().__init__(reason)


def _record_parts(session: Session, parts: Mapping[int, Held]) -> int:
    as_planned, changed = [], 0
    for credit in session.credits.all():
        held = parts.get(credit.pk)
        if held is None or held == as_recorded(credit):
            continue
        if credit.status == Credit.Status.PLANNED and held == as_recorded(credit, came=True):
            as_planned.append(credit.pk)
            continue
        try:
            record_held(credit, held)
        except DomainError as error:
            raise PartError(credit.pk, str(error)) from error
        changed += 1
    # Most come as planned, and are written at once.
    planned = Credit.objects.filter(pk__in=as_planned, status=Credit.Status.PLANNED)
    return changed + planned.update(status=Credit.Status.DELIVERED)


def as_recorded(credit: Credit, *, came: bool | None = None) -> Held | None:
    """What is on record of a part, None while nothing is; with ``came`` as if that were."""
    if came is None and credit.status == Credit.Status.PLANNED:
        return None
    spoke = credit.status == Credit.Status.DELIVERED if came is None else came
    return Held(came=spoke, mode=credit.mode, instead=credit.reader, reader_name=credit.reader_name)


def nearest_to(planned: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """When the clocks of the zone showed that time, nearest to what was planned: also past midnight."""
    day = planned.astimezone(zone).date()
    near = [datetime.combine(day + timedelta(days=n), clock, zone) for n in (-1, 0, 1)]
    return min(near, key=lambda moment: abs(moment - planned))
