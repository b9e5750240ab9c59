"""Inviting persons and taking their answers. Each step is one conditional UPDATE, kept with its time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from forums.agenda import words
from forums.exceptions import DomainError
from forums.languages import DEFAULT
from forums.models import Edition
from speakers.models import Invitation, InvitationEvent, Mail, Person, Registration

from .links import LinkError, add_link, find_invitation
from .mails import Draft, contact_of, day_in, language_of, queue_mails
from .registrations import agree_titles, save_registration
from .steps import record_step, take_step

__all__ = [
    "Invited",
    "LinkError",
    "accept_invitation",
    "decline_invitation",
    "find_invitation",
    "invite",
    "issue_link",
    "lapse_invitations",
    "note_opened",
    "resend_invitation",
    "revoke_invitation",
    "send_invitation",
]

Status = Invitation.Status
Event = InvitationEvent.Kind
# How long after an edition its speakers still reach their page.
_AFTERWARDS = timedelta(days=30)


@dataclass(slots=True)
class Invited:
    """What came of inviting many: the invitations that go out, and who was left out for which reason."""

    invitations: list[Invitation] = field(default_factory=list)
    refused: list[tuple[Person, str]] = field(default_factory=list)


@transaction.atomic
def invite(
    persons: Iterable[Person],
    *,
    edition: Edition,
    role: str,
    by: User | None,
    language: str = "",
    expires_at: datetime | None = None,
) -> Invited:
    """Invite persons to an edition in a role and queue their mails, in a constant number of queries.

    Who cannot be invited is left out with the reason. Raises DomainError where nobody can be.
    """
    check_open(edition)
    # Two who invite at once wait for each other, so that the second is told who is invited already.
    Edition.objects.select_for_update().get(pk=edition.pk)
    live = dict(Invitation.objects.live().filter(edition=edition, role=role).values_list("person_id", "status"))
    result = Invited()
    for person in dict.fromkeys(persons):
        if reason := _why_not(person, live.get(person.pk)):
            result.refused.append((person, reason))
            continue
        result.invitations.append(
            Invitation(
                edition=edition,
                person=person,
                role=role,
                language=language,
                status=Status.QUEUED,
                expires_at=_deadline(expires_at),
                invited_by=by,
            )
        )
    Invitation.objects.bulk_create(result.invitations)
    record_step(result.invitations, Event.QUEUED, by=by)
    queue_mails(_invitation_mail(invitation, "first") for invitation in result.invitations)
    return result


def check_open(edition: Edition) -> None:
    """Raise DomainError if nobody is to be invited to the edition any more."""
    closed = {Edition.Status.CANCELLED, Edition.Status.HELD, Edition.Status.DOCUMENTED}
    if edition.status in closed:
        raise DomainError(f"{edition} is {edition.get_status_display()}: nobody can be invited to it.")


def _why_not(person: Person, live: str | None) -> str:
    if person.merged_into_id:
        return "merged into another person; invite that one."
    if person.erased_at:
        return "was erased at their own wish or by rule; nobody is to write to them."
    if live is not None:
        return f"has an invitation for that role already ({Status(live).label})."
    if not person.email:
        return "has no e-mail address; add one first."
    try:
        validate_email(person.email)
    except ValidationError:
        return f"has an e-mail address that cannot be right ({person.email}); correct it first."
    return ""


@transaction.atomic
def send_invitation(invitation: Invitation, *, by: User | None) -> None:
    """Queue the mail of an invitation that was made one by one. Raises DomainError if it cannot go out."""
    check_open(invitation.edition)
    if reason := _why_not(invitation.person, None):
        raise DomainError(f"{invitation.person} {reason}")
    if not take_step(invitation, [Status.DRAFT], status=Status.QUEUED, expires_at=_deadline(invitation.expires_at)):
        raise DomainError("This invitation was sent already. To send it once more, choose “Send again”.")
    record_step([invitation], Event.QUEUED, by=by)
    queue_mails([_invitation_mail(invitation, "first")])


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: User | None) -> None:
    """Send an unanswered invitation once more with a new link; every earlier link is dead, and there is time again."""
    check_open(invitation.edition)
    if reason := _why_not(invitation.person, None):
        raise DomainError(f"{invitation.person} {reason}")
    again = [*Invitation.UNANSWERED, Status.LAPSED]
    others = Invitation.objects.live().filter(
        edition=invitation.edition, person=invitation.person, role=invitation.role
    )
    if others.exclude(pk=invitation.pk).exists():
        raise DomainError("This person has a newer invitation for that role; send that one again.")
    later = max(invitation.expires_at or timezone.now(), _deadline(None))
    if not take_step(invitation, again, status=Status.QUEUED, expires_at=later, sent_at=None, opened_at=None):
        raise DomainError(f"This invitation was {invitation.get_status_display()}; invite them anew instead.")
    invitation.links.all().delete()
    # A mail that still waits would carry a second link.
    invitation.mails.unsent().filter(status=Mail.Status.QUEUED).update(status=Mail.Status.CANCELLED)
    record_step([invitation], Event.QUEUED, by=by)
    queue_mails([_invitation_mail(invitation, f"again:{invitation.events.count()}")])


def issue_link(invitation: Invitation, *, by: User | None = None) -> str:
    """A new address for the invitation, to be handed on by the office itself; every earlier one is dead.

    Returned once and kept nowhere. Raises DomainError if the invitation can no longer be answered.
    """
    with transaction.atomic():
        open_or_accepted = [*Invitation.UNANSWERED, Status.ACCEPTED]
        if not take_step(invitation, open_or_accepted, expires_at=_deadline(invitation.expires_at)):
            raise DomainError(f"This invitation was {invitation.get_status_display()}: it has no link any more.")
        invitation.links.all().delete()
        if by is not None:
            record_step([invitation], Event.LINKED, by=by)
        return add_link(invitation)


def note_opened(invitation: Invitation) -> None:
    """Record that the person has seen the invitation; only the first time counts."""
    unseen = [status for status in Invitation.UNANSWERED if status != Status.OPENED]
    if take_step(invitation, unseen, status=Status.OPENED, opened_at=timezone.now()):
        record_step([invitation], Event.OPENED)


@transaction.atomic
def accept_invitation(invitation: Invitation) -> Registration:
    """Take the person's yes: register them as confirmed. Saying yes twice is saying it once.

    Raises DomainError if the edition was cancelled, or they declined before: then their place may be another's.
    """
    if invitation.edition.status == Edition.Status.CANCELLED:
        raise DomainError(f"{invitation.edition.title} has been cancelled.")
    now = timezone.now()
    until = max(invitation.expires_at or now, _end_of(invitation.edition) + _AFTERWARDS)
    if take_step(invitation, Invitation.UNANSWERED, status=Status.ACCEPTED, answered_at=now, expires_at=until):
        record_step([invitation], Event.ACCEPTED)
        registration = _register(invitation)
        key = f"confirmation:{invitation.pk}:{invitation.events.count()}"
        queue_mails([mail_with_link(invitation, Mail.Kind.CONFIRMATION, key=key)])
        return registration
    if invitation.status != Status.ACCEPTED:
        raise DomainError(_answered_otherwise(invitation))
    return Registration.objects.live().get(edition=invitation.edition, person=invitation.person)


@transaction.atomic
def decline_invitation(
    invitation: Invitation,
    reason: str = "",
    substitute: Person | Mapping[str, Any] | None = None,
    *,
    delegate: bool = False,
) -> None:
    """Take the person's no, before or after a yes. The office is told if they had accepted or name someone else.

    ``substitute`` is a person, or the fields of a new one; ``delegate`` says that they would speak for the invited
    person. Nobody is invited by this: the office decides. Saying no twice changes nothing. Raises ValidationError for
    fields that cannot be.
    """
    # A yes that is under way is waited for, and then taken back.
    invitation.refresh_from_db(fields=["status"], from_queryset=Invitation.objects.select_for_update())
    answer = {"status": Status.DECLINED, "answered_at": timezone.now(), "reason": reason}
    freed = take_step(invitation, [Status.ACCEPTED], **answer)
    if not freed and not take_step(invitation, Invitation.UNANSWERED, **answer):
        return
    if substitute:
        invitation.substitute = substitute if isinstance(substitute, Person) else _new_person(invitation, substitute)
        invitation.delegate = delegate
        invitation.full_clean()
        invitation.save(update_fields=["substitute", "delegate"])
    record_step([invitation], Event.DECLINED, note="after accepting" if freed else "")
    if freed:
        _withdraw(invitation)
    if freed or invitation.substitute:
        _tell_office(invitation, freed=freed)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User | None) -> None:
    """Take an unanswered invitation back: its links are dead and its mails are not sent."""
    if not take_step(invitation, Invitation.UNANSWERED, status=Status.REVOKED, answered_at=timezone.now()):
        raise DomainError(
            f"This invitation is {invitation.get_status_display()}: only an unanswered one can be revoked. "
            "To take back a place that was accepted, withdraw the registration."
        )
    invitation.links.all().delete()
    invitation.mails.filter(status=Mail.Status.QUEUED).update(status=Mail.Status.CANCELLED)
    record_step([invitation], Event.REVOKED, by=by)


def lapse_invitations() -> int:
    """Let every unanswered invitation lapse whose day has passed; returns how many. Harmless to repeat."""
    now = timezone.now()
    with transaction.atomic():
        due = list(Invitation.objects.unanswered().filter(expires_at__lte=now).select_for_update())
        Invitation.objects.filter(pk__in=[row.pk for row in due]).update(status=Status.LAPSED)
        record_step(due, Event.LAPSED)
    return len(due)


def _deadline(wanted: datetime | None) -> datetime:
    """The wanted time, if it is still to come; otherwise so many days from now."""
    now = timezone.now()
    return wanted if wanted and wanted > now else now + timedelta(days=settings.INVITATION_DAYS)


def _end_of(edition: Edition) -> datetime:
    """When the edition is over; an edition without days is taken to be within a year."""
    if edition.ends_on is None:
        return timezone.now() + timedelta(days=365)
    return datetime.combine(edition.ends_on + timedelta(days=1), time(), ZoneInfo(edition.timezone))


def _invitation_mail(invitation: Invitation, which: str) -> Draft:
    return mail_with_link(invitation, Mail.Kind.INVITATION, key=f"invitation:{invitation.pk}:{which}")


def mail_with_link(invitation: Invitation, kind: str, *, key: str, not_before: datetime | None = None) -> Draft:
    """A mail to the invited person that carries a private link of its own."""
    edition = invitation.edition
    until = invitation.expires_at or _deadline(None)

    def values(language: str) -> dict[str, str]:
        day = until.astimezone(ZoneInfo(edition.timezone)).date()
        return {"role": words.role(invitation.role, language), "answer_by": day_in(day, language)}

    return Draft(
        kind=kind,
        key=key,
        edition=edition,
        person=invitation.person,
        invitation=invitation,
        language=language_of(invitation.person, edition, invitation.language),
        values=values,
        not_before=not_before,
    )


def _register(invitation: Invitation) -> Registration:
    """The person's registration, confirmed; a withdrawn one stays as it is and a new one is made."""
    mine = Registration.objects.live().filter(edition=invitation.edition, person=invitation.person)
    registration = mine.first() or Registration(edition=invitation.edition, person=invitation.person)
    if registration.status == Registration.Status.INVITED:
        registration.status = Registration.Status.CONFIRMED
    save_registration(registration)
    agree_titles(registration)
    return registration


def _withdraw(invitation: Invitation) -> None:
    """Free the place, unless another accepted invitation holds it too."""
    person, edition = invitation.person, invitation.edition
    if Invitation.objects.filter(person=person, edition=edition, status=Status.ACCEPTED).exists():
        return
    for registration in Registration.objects.live().filter(person=person, edition=edition):
        registration.status = Registration.Status.WITHDRAWN
        save_registration(registration)


def _new_person(invitation: Invitation, values: Mapping[str, Any]) -> Person:
    """Whoever was named instead, as a new person: the office joins doubles, a stranger's word does not."""
    person = Person(**values)
    person.note = f"Named by {invitation.person} in place of themselves at {invitation.edition}."
    person.full_clean()
    person.save()
    return person


def _answered_otherwise(invitation: Invitation) -> str:
    contact = contact_of(invitation.edition)
    if invitation.status == Status.DECLINED:
        return f"You have declined this invitation. If you can come after all, write to {contact}."
    return f"This invitation no longer stands. Write to {contact}."


def _tell_office(invitation: Invitation, *, freed: bool) -> None:
    edition = invitation.edition
    if not edition.forum.contact:
        return
    role = words.role(invitation.role, DEFAULT)
    lines = [
        f"{invitation.person} ({role}) has declined{' after accepting; the place is free again' if freed else ''}."
    ]
    if invitation.substitute:
        named = "as their delegate" if invitation.delegate else "to come instead"
        lines.append(f"Named {named}: {invitation.substitute}. Nobody has been invited yet.")
    if invitation.reason:
        lines.append(f"Reason given: {invitation.reason}")
    queue_mails(
        [
            Draft(
                kind=Mail.Kind.ALERT,
                key=f"declined:{invitation.pk}:{invitation.events.count()}",
                edition=edition,
                invitation=invitation,
                to=edition.forum.contact,
                values={"message": "\n".join(lines)},
            )
        ]
    )
