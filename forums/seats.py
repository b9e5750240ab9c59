"""Who takes which place in a session: seats that get a name, substitutes, what is read on behalf.

What was planned stays on file: a credit that another takes over is kept as substituted, and a seat that gets a name
remembers whose it was.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from forums.exceptions import DomainError
from forums.languages import CODES
from forums.models import Credit, Organization, SpeakerCard


@dataclass(frozen=True, slots=True)
class Held:
    """What became of a part in the programme.

    ``instead`` is who spoke or sat there instead; of what was read on behalf, who read it, or ``reader_name`` if they
    are not in the programme.
    """

    came: bool
    mode: str
    instead: SpeakerCard | None = None
    reader_name: str = ""


_STANDING = (Credit.Status.PLANNED, Credit.Status.DELIVERED)
_TALK = [f"talk_{code.replace('-', '_')}" for code in CODES]


@transaction.atomic
def name_seat(credit: Credit, card: SpeakerCard) -> None:
    """Give the seat of an organization to a speaker; the credit remembers whose seat it was.

    Raises DomainError if somebody has it already, or the speaker has that role in the session.
    """
    seat = _locked(credit)
    if seat.seat_of is None:
        raise DomainError(f"This is no seat without a name: {seat.card} has it. Put a substitute there instead.")
    _change(seat, card=card, seat_of=None, delegate_of=seat.seat_of)
    credit.refresh_from_db()


@transaction.atomic
def substitute(credit: Credit, card: SpeakerCard, *, delegate_of: Organization | None = None) -> Credit:
    """Have somebody else speak, or sit, in place of whom the credit names; returns theirs.

    The first credit is kept as substituted. The other has its role, place, talk title and state, but neither its
    abstract, which is in the words of whoever does not speak, nor its reader. ``delegate_of`` is for whom they stand
    in. Raises DomainError if the credit does not stand any more, or they have that role in the session.
    """
    before = _locked(credit)
    if before.card_id == card.pk:
        raise DomainError(f"{card} is already the one who speaks.")
    status = before.status
    _change(before, status=Credit.Status.SUBSTITUTED)
    other = Credit(
        session=before.session,
        card=card,
        delegate_of=delegate_of or before.seat_of or before.delegate_of,
        replaces=before,
        role=before.role,
        position=before.position,
        status=status,
        **{name: getattr(before, name) for name in _TALK},
    )
    _check(other)
    other.save()
    credit.refresh_from_db()
    return other


@transaction.atomic
def read_on_behalf(credit: Credit, reader: SpeakerCard | None = None, reader_name: str = "") -> None:
    """Record that somebody reads what the speaker sent: a speaker of the edition, anybody by name, or it is not known.

    Raises DomainError if the credit does not stand any more, or the speaker would read it themselves.
    """
    mode = Credit.Mode.READ_ON_BEHALF
    _change(_locked(credit), mode=mode, reader=reader, reader_name=reader_name)
    credit.refresh_from_db()


@transaction.atomic
def record_held(credit: Credit, held: Held) -> None:
    """Write down what became of a part in the programme; saying it again changes nothing.

    Whoever came instead takes the place, or the seat, and has spoken. Raises DomainError if the credit was handed to a
    substitute meanwhile, or whoever came has that role in the session.
    """
    row = _locked(credit, [*_STANDING, Credit.Status.CANCELLED])
    if held.instead and held.mode != Credit.Mode.READ_ON_BEHALF:
        # A place that was given up is taken again.
        _change(row, status=Credit.Status.DELIVERED)
        if row.seat_of:
            name_seat(row, held.instead)
        else:
            row = substitute(row, held.instead)
        _change(row, mode=held.mode)
    else:
        status = Credit.Status.DELIVERED if held.came else Credit.Status.CANCELLED
        reader = held.instead if held.mode == Credit.Mode.READ_ON_BEHALF else None
        name = held.reader_name if held.mode == Credit.Mode.READ_ON_BEHALF else ""
        _change(row, status=status, mode=held.mode, reader=reader, reader_name=name)
    credit.refresh_from_db()


def _locked(credit: Credit, statuses: Collection[str] = _STANDING) -> Credit:
    """The credit as it is now, held until this is committed: two who change it wait for each other."""
    rows = Credit.objects.select_for_update(of=("self",)).select_related("session", "card", "seat_of", "delegate_of")
    row = rows.get(pk=credit.pk)
    if row.status not in statuses:
        raise DomainError(f"{row}: {row.get_status_display()} by now. Look at the session again.")
    return row


def _change(credit: Credit, **values: Any) -> None:
    for name, value in values.items():
        setattr(credit, name, value)
    _check(credit)
    credit.save(update_fields=list(values))


def _check(credit: Credit) -> None:
    try:
        credit.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
