"""Assistants' links: one address that opens the pages of several speakers."""

from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError
from forums.languages import DEFAULT
from speakers.models import AssistantLink, Mail

from .links import ASSISTANT_LIFETIME, LinkError, assistant_address, hash_token, new_token
from .mails import Draft, addressed_as, day_in, queue_mails
from .tasks import wanted_if


@transaction.atomic
def issue_assistant_link(link: AssistantLink, *, by: User | None) -> str:
    """Give the link a new address; an earlier one is dead. Returned once and kept nowhere but as a hash."""
    token = new_token()
    link.token_hash = hash_token(token)
    link.expires_at = timezone.now() + ASSISTANT_LIFETIME
    link.revoked_at = None
    link.issued_by = by
    link.full_clean()
    link.save()
    # A mail that still waits would end this address with another.
    link.mails.filter(status=Mail.Status.QUEUED).update(status=Mail.Status.CANCELLED, finished_at=timezone.now())
    return assistant_address(token)


@transaction.atomic
def send_assistant_link(link: AssistantLink, *, by: User | None) -> None:
    """Queue the mail that carries a new address to the assistant; the one before works until that mail leaves.

    Raises DomainError for a link that was revoked or opens no page, and where a mail is on its way already.
    """
    persons = list(link.persons.order_by("family_name", "given_name", "id"))
    if link.revoked_at:
        raise DomainError("This link has been revoked. Make a new link first; then it can be sent.")
    if not persons:
        raise DomainError("This link opens nobody’s page: choose the speakers first.")
    # Two who send at once wait for each other, so that one mail goes out.
    AssistantLink.objects.select_for_update().get(pk=link.pk)
    if link.mails.unsent().exists():
        raise DomainError("A mail with a new link is on its way already.")
    AssistantLink.objects.filter(pk=link.pk).update(issued_by=by)
    edition = link.edition
    language = next(iter(edition.languages), DEFAULT)

    def values(language: str) -> dict[str, str]:
        last = timezone.localdate(timezone.now() + ASSISTANT_LIFETIME, ZoneInfo(edition.timezone))
        return {
            "name": link.name or link.email,
            "persons": "\n".join(f"- {addressed_as(person, language)}" for person in persons),
            "until": day_in(last, language),
        }

    draft = Draft(
        kind=Mail.Kind.ASSISTANT,
        key=f"assistant:{link.pk}:{link.mails.count()}",
        edition=edition,
        to=link.email,
        language=language,
        values=values,
        assistant_link=link,
    )
    queue_mails([draft])


@wanted_if(Mail.Kind.ASSISTANT)
def is_still_meant(mail: Mail) -> bool:
    """Whether the link stands: one that was revoked meanwhile is not brought back by a mail."""
    return mail.assistant_link is not None and mail.assistant_link.revoked_at is None


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
