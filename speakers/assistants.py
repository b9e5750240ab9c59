"""Assistants' links: one address that opens the pages of several speakers."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError
from speakers.models import AssistantLink

from .links import LinkError, hash_token, new_token

# Assistants come back until the forum is over; the office can end a link at any time.
LIFETIME = timedelta(days=60)


@transaction.atomic
def issue_assistant_link(link: AssistantLink, *, by: User | None) -> str:
    """Give the link a new address; an earlier one is dead. Returned once and kept nowhere but as a hash."""
    token = new_token()
    link.token_hash = hash_token(token)
    link.expires_at = timezone.now() + LIFETIME
    link.revoked_at = None
    link.issued_by = by
    link.full_clean()
    link.save()
    return f"{settings.SITE_URL}/a/{token}/"


def find_assistant_link(token: str) -> AssistantLink:
    """The link that a token opens, with its edition and forum.

    Raises LinkError, alike and after the same work, for whatever does not work.
    """
    rows = AssistantLink.objects.live().filter(token_hash=hash_token(token))
    link = rows.select_related("edition__forum").first()
    if link is None:
        raise LinkError
    return link


def note_link_opened(link: AssistantLink) -> None:
    """Record that the assistant has seen it; only the first time counts."""
    AssistantLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


def revoke_assistant_link(link: AssistantLink) -> None:
    """End the link at once. Raises DomainError if it has ended already."""
    if not AssistantLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise DomainError("This link has been revoked already.")
