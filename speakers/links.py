"""Private links: made, kept as hashes, found again."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from forums.exceptions import DomainError
from speakers.models import AssistantLink, Invitation, InvitationLink, Person, PrivateLink

# Assistants come back until the forum is over; the office can end a link at any time.
ASSISTANT_LIFETIME = timedelta(days=60)


class LinkError(DomainError):
    """A link that leads nowhere: unknown, forged, expired, superseded or revoked. All say the same."""

    def __init__(self) -> None:
        super().__init__("This link does not work, or no longer. Ask the secretariat for a new one.")


def hash_token(token: str) -> str:
    """What is kept of a token: its SHA-256. A token has 32 random bytes, so nothing slower is needed."""
    return sha256(token.encode()).hexdigest()


def new_token() -> str:
    """32 random bytes, as they stand in an address."""
    return secrets.token_urlsafe(32)


def add_link(invitation: Invitation) -> str:
    """One more address for the invitation, beside those in the mails before; all work as long as it does."""
    token = new_token()
    InvitationLink.objects.create(invitation=invitation, token_hash=hash_token(token))
    return f"{settings.SITE_URL}/i/{token}/"


def drop_link(address: str) -> None:
    """Forget an address that has reached nobody."""
    token = address.removesuffix("/").rpartition("/")[2]
    InvitationLink.objects.filter(token_hash=hash_token(token)).delete()


def find_invitation(token: str) -> Invitation:
    """The invitation that a link leads to, with its person, edition and forum.

    Raises LinkError, alike and after the same work, for whatever does not work. An answered one is found: the page is
    also where a speaker returns to.
    """
    # One query by the hash, with every condition in it: nothing tells a token that never was from one that expired.
    found = (
        Invitation.objects.filter(links__token_hash=hash_token(token), expires_at__gt=timezone.now())
        .exclude(status__in=[Invitation.Status.LAPSED, Invitation.Status.REVOKED])
        .select_related("person", "edition__forum")
        .first()
    )
    if found is None:
        raise LinkError
    return found


def assistant_address(token: str) -> str:
    """The page of an assistant's link."""
    return f"{settings.SITE_URL}/a/{token}/"


def renew_assistant_link(link: AssistantLink) -> tuple[str, Callable[[], None]]:
    """A new address for an assistant, as their mail leaves; the one before is dead from then on.

    Returned once, with what brings the one before back if the mail reaches nobody.
    """
    rows = AssistantLink.objects.filter(pk=link.pk)
    before = rows.values("token_hash", "expires_at").get()
    token = new_token()
    rows.update(token_hash=hash_token(token), expires_at=timezone.now() + ASSISTANT_LIFETIME)

    def take_back() -> None:
        rows.filter(token_hash=hash_token(token)).update(**before)

    return assistant_address(token), take_back


def issue_private_link(
    purpose: PrivateLink.Purpose | str, subject: int, *, until: datetime, person: Person | None = None
) -> str:
    """One more address of a page, beside those before; returned once and kept nowhere but as a hash."""
    token = new_token()
    PrivateLink.objects.create(
        purpose=purpose, subject=subject, person=person, token_hash=hash_token(token), expires_at=until
    )
    return f"{settings.SITE_URL}/{PrivateLink.Purpose(purpose)}/{token}/"


def drop_private_link(address: str) -> None:
    """Forget an address that has reached nobody."""
    token = address.removesuffix("/").rpartition("/")[2]
    PrivateLink.objects.filter(token_hash=hash_token(token)).delete()


def find_private_link(purpose: PrivateLink.Purpose | str, token: str) -> PrivateLink:
    """The link that a token opens, with its person.

    Raises LinkError, alike and after the same work, for whatever does not work, a link for another purpose among it.
    """
    live = PrivateLink.objects.live().filter(purpose=purpose, token_hash=hash_token(token))
    link = live.select_related("person").first()
    if link is None:
        raise LinkError
    return link


def note_private_link_opened(link: PrivateLink) -> None:
    """Record that somebody has opened it; only the first time counts."""
    PrivateLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


def revoke_private_links(purpose: PrivateLink.Purpose | str, subject: int) -> int:
    """End every link to a page at once; returns how many there were."""
    rows = PrivateLink.objects.filter(purpose=purpose, subject=subject, revoked_at=None)
    return rows.update(revoked_at=timezone.now())
