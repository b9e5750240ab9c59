"""The steps of an invitation: each a conditional UPDATE of its row, kept with its time."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User

from speakers.models import Invitation, InvitationEvent


def take_step(invitation: Invitation, before: Iterable[str], **values: Any) -> bool:
    """Change the row if it stands at one of the statuses ``before``; False if it stands elsewhere by now.

    The object says what the row says afterwards, either way.
    """
    taken = bool(Invitation.objects.filter(pk=invitation.pk, status__in=list(before)).update(**values))
    if taken:
        for name, value in values.items():
            setattr(invitation, name, value)
    else:
        invitation.refresh_from_db(fields=["status", "answered_at", "expires_at"])
    return taken


def record_step(invitations: Iterable[Invitation], kind: str, *, by: User | None = None, note: str = "") -> None:
    """Keep that it happened, to one invitation or to many."""
    InvitationEvent.objects.bulk_create(
        InvitationEvent(invitation=invitation, kind=kind, by=by, note=note) for invitation in invitations
    )
