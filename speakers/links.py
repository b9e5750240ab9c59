"""Private links: made, kept as hashes, found again."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from forums.exceptions import DomainError
from speakers.models import Invitation, InvitationLink


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
