"""Reminding those who have not answered, and telling the office who they are. Harmless to repeat at any hour."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from forums.agenda import words
from forums.languages import DEFAULT
from forums.models import Edition
from speakers.daytime import MORNING
from speakers.models import Invitation, Mail

from .invitations import mail_with_link
from .mails import Draft, day_in, queue_mails

# Nobody is reminded of what they have only just been sent.
_PEACE = timedelta(days=2)
_WAITING = (Edition.Status.PLANNED, Edition.Status.ANNOUNCED, Edition.Status.OPEN)


def remind() -> None:
    """Queue the reminders that are due: for each person at most one at each stage of an edition, by the mail's key."""
    if not settings.MAIL_SERVER or not settings.REMINDER_DAYS:
        return
    now = timezone.now()
    invitations = (
        Invitation.objects.filter(
            status__in=[Invitation.Status.SENT, Invitation.Status.OPENED],
            reminders=True,
            expires_at__gt=now,
            expires_at__lte=now + timedelta(days=max(settings.REMINDER_DAYS)),
            sent_at__lte=now - _PEACE,
            edition__status__in=_WAITING,
        )
        .select_related("person", "edition__forum")
        .order_by("expires_at", "id")
    )
    # Of several invitations of one person the first to end is reminded of.
    due = {_key(row, row.expires_at - now): row for row in reversed(invitations) if row.expires_at}
    made = set(Mail.objects.filter(key__in=due).values_list("key", flat=True))
    drafts = [
        mail_with_link(invitation, Mail.Kind.REMINDER, key=key) for key, invitation in due.items() if key not in made
    ]
    if drafts:
        queue_mails(drafts)


def _key(invitation: Invitation, left: timedelta) -> str:
    """Whom the reminder is for and at which stage: the last whose day has come, so that a late round sends but one."""
    stage = min(days for days in settings.REMINDER_DAYS if left <= timedelta(days=days))
    return f"reminder:{invitation.edition_id}:{invitation.person_id}:{stage}"


def tell_unanswered() -> None:
    """Queue today's digest for each forum's contact, from eight in the morning on the edition's clocks."""
    if not settings.MAIL_SERVER:
        return
    now = timezone.now()
    editions: dict[Edition, list[Invitation]] = defaultdict(list)
    unanswered = Invitation.objects.unanswered().exclude(status=Invitation.Status.DRAFT)
    for invitation in (
        unanswered.filter(edition__status__in=_WAITING)
        .exclude(edition__forum__contact="")
        .select_related("person", "edition__forum")
        .order_by("expires_at", "person__family_name", "id")
    ):
        editions[invitation.edition].append(invitation)
    drafts = list(_digests(editions.items(), now))
    made = set(Mail.objects.filter(key__in=[draft.key for draft in drafts]).values_list("key", flat=True))
    if drafts := [draft for draft in drafts if draft.key not in made]:
        queue_mails(drafts)


def _digests(editions: Iterable[tuple[Edition, list[Invitation]]], now: datetime) -> Iterator[Draft]:
    for edition, invitations in editions:
        here = now.astimezone(ZoneInfo(edition.timezone))
        if here.hour >= MORNING:
            yield Draft(
                kind=Mail.Kind.DIGEST,
                key=f"digest:{edition.pk}:{here.date()}",
                edition=edition,
                to=edition.forum.contact,
                values={
                    "count": str(len(invitations)),
                    "missing": "\n".join(_line(invitation) for invitation in invitations),
                },
            )


def _line(invitation: Invitation) -> str:
    zone = ZoneInfo(invitation.edition.timezone)
    by = (
        f", answer by {day_in(invitation.expires_at.astimezone(zone).date(), DEFAULT)}" if invitation.expires_at else ""
    )
    role = words.role(invitation.role, DEFAULT)
    return f"- {invitation.person} ({role}): {invitation.get_status_display()}{by}"
