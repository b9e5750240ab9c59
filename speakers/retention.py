"""How long private data are kept, and what ends it: rules with a period in the settings, carried out on rounds.

Each round removes what is over by then, counts it, and names nobody. To repeat one is harmless.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from forums.models import SpeakerCard
from speakers.models import (
    AccessEntry,
    AssistantLink,
    Availability,
    ChangeRequest,
    Invitation,
    InvitationLink,
    Mail,
    Person,
    PrivateLink,
    Proposal,
    Registration,
)

from .holdings import drop_links

log = logging.getLogger(__name__)

# Where photos of persons lie. One that no row shows, because it was replaced or never saved, is left a day: a page
# stores the file before the row.
_FOLDERS = ("people", "registrations", "cards")
_UNSHOWN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """What goes, and when: ``rows`` still have it, ``moment`` is the day or time that the period runs from.

    ``told`` and ``since`` say so to the office. ``remove`` takes what is over out of the rows.
    """

    setting: str
    told: str
    since: str
    rows: Callable[[], QuerySet[Any]]
    moment: str
    remove: Callable[[QuerySet[Any]], object]

    @property
    def days(self) -> int:
        """The period; 0 for ever."""
        return int(getattr(settings, self.setting))

    def over(self, now: datetime) -> Q:
        """The rows whose period has ended."""
        return Q(**{f"{self.moment}__lt": self._start(now)})

    def _start(self, now: datetime) -> date | datetime:
        start = now - timedelta(days=self.days)
        return start.date() if self.moment.endswith("_on") else start


@dataclass(frozen=True, slots=True)
class Outlook:
    """A rule as it stands: how many rows the next round takes, how many it leaves, and when the first of them goes."""

    rule: Rule
    due: int
    kept: int
    next_on: date | None


def _with_needs() -> QuerySet[Registration]:
    given = ~Q(needs="", arrival="", availability="", timezone="") | Q(times__isnull=False)
    return Registration.objects.filter(pk__in=Registration.objects.filter(given).order_by().values("pk"))


def _remove_needs(rows: QuerySet[Any]) -> None:
    Availability.objects.filter(registration__in=rows).delete()
    rows.update(needs="", arrival="", availability="", timezone="")


def _written() -> QuerySet[Mail]:
    over = [Mail.Status.DONE, Mail.Status.FAILED, Mail.Status.CANCELLED]
    return Mail.objects.filter(status__in=over).exclude(body="", subject="", calendar="", to="")


def _remove_texts(rows: QuerySet[Any]) -> None:
    rows.update(subject="", body="", calendar="", to="", error="")


def _ended_links() -> QuerySet[PrivateLink]:
    return PrivateLink.objects.annotate(ended_at=Coalesce("revoked_at", "expires_at"))


def _ended_assistants() -> QuerySet[AssistantLink]:
    return AssistantLink.objects.annotate(ended_at=Coalesce("revoked_at", "expires_at"))


def _came_to_nothing() -> QuerySet[Invitation]:
    return Invitation.objects.filter(status__in=Invitation.OVER)


def _declined_proposals() -> QuerySet[Proposal]:
    return Proposal.objects.filter(status=Proposal.Status.DECLINED)


def _delete_proposals(rows: QuerySet[Any]) -> None:
    drop_links(PrivateLink.Purpose.PROPOSAL, rows)
    rows.delete()


def _delete(rows: QuerySet[Any]) -> None:
    rows.delete()


RULES = (
    Rule(
        "RETAIN_NEEDS_DAYS",
        "Needs, arrival, time zone and available times of a registration",
        "after the edition ended",
        _with_needs,
        "edition__ends_on",
        _remove_needs,
    ),
    Rule(
        "RETAIN_REQUESTS_DAYS",
        "Requests of speakers to change something",
        "after the edition ended",
        ChangeRequest.objects.all,
        "registration__edition__ends_on",
        _delete,
    ),
    Rule(
        "RETAIN_DECLINED_DAYS",
        "Invitations that were declined, lapsed or were revoked, with their steps and mails",
        "after the edition ended",
        _came_to_nothing,
        "edition__ends_on",
        _delete,
    ),
    Rule(
        "RETAIN_DECLINED_DAYS",
        "Proposals to the open call that were declined",
        "after the call closed",
        _declined_proposals,
        "call__closes_at",
        _delete_proposals,
    ),
    Rule(
        "RETAIN_MAIL_DAYS",
        "Text and address of a mail; that it was sent stays",
        "after it was written",
        _written,
        "queued_at",
        _remove_texts,
    ),
    Rule(
        "RETAIN_LINK_DAYS",
        "Links in invitations; the steps of the invitation stay",
        "after the link ended",
        InvitationLink.objects.all,
        "invitation__expires_at",
        _delete,
    ),
    Rule(
        "RETAIN_LINK_DAYS",
        "Private links to reports, clearances, reviews and proposals",
        "after the link ended",
        _ended_links,
        "ended_at",
        _delete,
    ),
    Rule(
        "RETAIN_LINK_DAYS",
        "Assistants’ links, with the assistant’s name and address",
        "after the link ended",
        _ended_assistants,
        "ended_at",
        _delete,
    ),
    Rule(
        "RETAIN_AUDIT_DAYS",
        "Notes of who of the office looked at what",
        "after the day",
        AccessEntry.objects.all,
        "at",
        _delete,
    ),
)


def remove_what_is_over() -> dict[str, int]:
    """Remove everything whose period has ended; how many rows, by what went."""
    now = timezone.now()
    removed = {}
    for rule in RULES:
        if not rule.days:
            continue
        with transaction.atomic():
            over = list(rule.rows().filter(rule.over(now)).order_by().values_list("pk", flat=True))
            for start in range(0, len(over), 500):
                rule.remove(rule.rows().model._default_manager.filter(pk__in=over[start : start + 500]))
        if over:
            removed[rule.told] = len(over)
            log.info("%s=%s: %d removed: %s", rule.setting, rule.days, len(over), rule.told)
    return removed


def remove_unshown_photos() -> int:
    """Delete the files of photos that no row shows any more; how many."""
    before = timezone.now() - _UNSHOWN
    stored = set(_stored())
    if not stored:
        return 0
    for model in (Person, Registration, SpeakerCard, ChangeRequest):
        stored.difference_update(model._default_manager.exclude(photo="").values_list("photo", flat=True))
    old = [name for name in stored if default_storage.get_modified_time(name) < before]
    for name in old:
        default_storage.delete(name)
    if old:
        log.info("%d photos removed that nothing showed any more", len(old))
    return len(old)


def end_sessions() -> None:
    """Forget who was signed in once that has ended."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def look_ahead() -> list[Outlook]:
    """Every rule as it stands; one query each."""
    now = timezone.now()
    return [_outlook(rule, now) for rule in RULES]


def _outlook(rule: Rule, now: datetime) -> Outlook:
    over = rule.over(now)
    found = (
        rule.rows()
        .order_by()
        .aggregate(all=Count("pk"), due=Count("pk", filter=over), next=Min(rule.moment, filter=~over))
    )
    due, moment = (found["due"], found["next"]) if rule.days else (0, None)
    day = moment.date() if isinstance(moment, datetime) else moment
    return Outlook(rule, due, found["all"] - due, day + timedelta(days=rule.days) if day else None)


def _stored() -> Iterator[str]:
    for folder in _FOLDERS:
        try:
            _, names = default_storage.listdir(folder)
        except FileNotFoundError:
            continue
        yield from (f"{folder}/{name}" for name in names)
