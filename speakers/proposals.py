"""What comes in by an open call: taken in, confirmed by mail, accepted or declined by the office, forgotten.

Whoever sends something in is a stranger. Until it is confirmed nothing is shown to anybody, and the one mail that it
causes holds not a word of what they typed.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from forums.agenda import words
from forums.exceptions import DomainError
from forums.models import Edition
from speakers.models import Appointment, Invitation, Mail, OpenCall, Person, PrivateLink, Proposal

from .duplicates import Pair, Profile, find_like
from .employers import find_or_add_organizations
from .invitations import check_open, invite
from .links import LinkError, find_private_link, note_private_link_opened
from .mails import Draft, LinkTo, contact_of, day_in, queue_mails
from .people import profiles
from .tasks import wanted_if

Status = Proposal.Status

# How long a proposal waits to be confirmed before it is deleted.
CONFIRMED_WITHIN = timedelta(days=3)
# No mailbox is written to more often than this before somebody answers from it.
MOST_UNCONFIRMED = 5
_MOST_MAILS, _MAIL_AGAIN_AFTER = 3, timedelta(minutes=10)

_OUTCOMES = {
    "en": {
        "self": "we are glad to accept it, as {role}. The invitation to your private page comes in a mail of its own.",
        "nomination": "we are glad to accept it, as {role}. The invitation goes to the speaker by mail.",
        "known": "we are glad to accept it, as {role}. There is an invitation already; it stands.",
        "declined": "we cannot include it this time.",
    },
    "zh-hans": {
        "self": "我们很高兴接受您的申请（{role}）。邀请函及专属页面链接将另行以邮件发送。",
        "nomination": "我们很高兴接受您的提名（{role}）。邀请函将以邮件发送给嘉宾本人。",
        "known": "我们很高兴接受（{role}）。此前发出的邀请依然有效。",
        "declined": "很遗憾，本次未能采纳。",
    },
}


class NotOpenError(DomainError):
    """The call takes nothing now; ``state`` says why: cancelled, early or closed."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(
            {
                "cancelled": "This edition has been cancelled: its call takes no proposals.",
                "early": "This call is not open yet.",
                "closed": "This call is closed: it takes no more proposals.",
            }[state]
        )


@transaction.atomic
def submit_proposal(call: OpenCall, *, kind: str, values: Mapping[str, Any], language: str) -> None:
    """Take a proposal in and ask whoever sent it to confirm it by mail; ``values`` are fields of ``Proposal``.

    What was sent in before is not taken twice, and no mailbox gets more than a few mails before it has answered; which
    of this happened is told to nobody. Raises NotOpenError, DomainError for a kind that the call does not take, and
    ValidationError by field.
    """
    # Two at once wait for each other, so that both are counted.
    call = OpenCall.objects.select_for_update(of=("self",)).select_related("edition__forum").get(pk=call.pk)
    if call.state != "open":
        raise NotOpenError(call.state)
    if kind not in call.kinds:
        raise DomainError("This call does not take that: see what it takes.")
    digest = sha256(json.dumps([kind, dict(values)], sort_keys=True).encode()).hexdigest()
    proposal = call.proposals.filter(digest=digest).first()
    if proposal is None:
        until = timezone.now() + CONFIRMED_WITHIN
        proposal = Proposal(call=call, kind=kind, language=language, digest=digest, expires_at=until, **values)
        proposal.full_clean()
        if _unconfirmed_from(proposal.sender_email).count() >= MOST_UNCONFIRMED:
            return
        proposal.save()
    if proposal.status == Status.UNCONFIRMED and (number := _next_mail(proposal)):
        queue_mails([_confirmation(proposal, number)])


def _unconfirmed_from(email: str) -> QuerySet[Proposal]:
    sent = Q(nominator_email__iexact=email) | Q(nominator_email="", email__iexact=email)
    return Proposal.objects.filter(sent, status=Status.UNCONFIRMED)


def _next_mail(proposal: Proposal) -> int:
    """The number of the mail that asks to confirm it; 0 while another one has to be waited for, or after the last."""
    mails = Mail.objects.filter(kind=Mail.Kind.PROPOSAL, link_subject=proposal.pk).order_by()
    sent, latest = mails.count(), mails.aggregate(latest=Max("queued_at"))["latest"]
    if sent and (sent >= _MOST_MAILS or latest > timezone.now() - _MAIL_AGAIN_AFTER or mails.unsent().exists()):
        return 0
    return sent + 1


def _confirmation(proposal: Proposal, number: int) -> Draft:
    edition = proposal.call.edition
    until = proposal.expires_at.astimezone(ZoneInfo(edition.timezone)).date()
    return Draft(
        kind=Mail.Kind.PROPOSAL,
        key=f"proposal:{proposal.pk}:{number}",
        edition=edition,
        to=proposal.sender_email,
        language=proposal.language,
        values=lambda language: {"due": day_in(until, language)},
        link=LinkTo(PrivateLink.Purpose.PROPOSAL, proposal.pk, proposal.expires_at),
    )


@wanted_if(Mail.Kind.PROPOSAL)
def _waits_for_confirmation(mail: Mail) -> bool:
    if mail.link_subject is None:
        return False
    waiting = Proposal.objects.filter(pk=mail.link_subject, status=Status.UNCONFIRMED, expires_at__gt=timezone.now())
    return waiting.exclude(call__edition__status=Edition.Status.CANCELLED).exists()


def find_proposal(token: str, *, opened: bool) -> Proposal:
    """The proposal that a link leads to; ``opened`` records that somebody looked. Raises LinkError."""
    link = find_private_link(PrivateLink.Purpose.PROPOSAL, token)
    if opened:
        note_private_link_opened(link)
    proposal = Proposal.objects.select_related("call__edition__forum").filter(pk=link.subject).first()
    if proposal is None:
        # Deleted in the meantime.
        raise LinkError
    return proposal


def confirm_proposal(proposal: Proposal) -> None:
    """Take the word of whoever reads that mailbox: it is theirs, and the office reads it. Twice is once.

    It may be done after the call has closed, if it was sent in before. Raises NotOpenError where the edition has been
    cancelled.
    """
    if proposal.call.state == "cancelled":
        raise NotOpenError("cancelled")
    waiting = Proposal.objects.filter(pk=proposal.pk, status=Status.UNCONFIRMED)
    waiting.update(status=Status.RECEIVED, confirmed_at=timezone.now())
    proposal.refresh_from_db(fields=["status", "confirmed_at"])


@transaction.atomic
def take_back_proposal(proposal: Proposal) -> None:
    """Delete an unanswered proposal with its mails and links, as whoever reads that mailbox asks.

    Raises DomainError for one that was answered.
    """
    unanswered = [Status.UNCONFIRMED, Status.RECEIVED]
    if not _forget(Proposal.objects.filter(pk=proposal.pk, status__in=unanswered)):
        contact = contact_of(proposal.call.edition)
        raise DomainError(f"This proposal has been answered. To have it deleted, write to {contact}.")


@transaction.atomic
def forget_unconfirmed() -> int:
    """Delete what nobody confirmed in time, with its mails and links; returns how many. Harmless to repeat."""
    return _forget(Proposal.objects.filter(status=Status.UNCONFIRMED, expires_at__lte=timezone.now()))


def _forget(proposals: QuerySet[Proposal]) -> int:
    keys = list(proposals.select_for_update().order_by("pk").values_list("pk", flat=True))
    Mail.objects.filter(kind=Mail.Kind.PROPOSAL, link_subject__in=keys).delete()
    PrivateLink.objects.filter(purpose=PrivateLink.Purpose.PROPOSAL, subject__in=keys).delete()
    Proposal.objects.filter(pk__in=keys).delete()
    return len(keys)


def find_on_file(proposals: Iterable[Proposal]) -> dict[int, list[Pair]]:
    """For each proposal, by key, the pairs it makes with persons on file who may be the same. Two queries."""
    known = profiles()
    return {proposal.pk: find_like(_profile(proposal), known) for proposal in proposals}


def _profile(proposal: Proposal) -> Profile:
    return Profile(
        key=0,
        family=proposal.family_name,
        given=proposal.given_name,
        native=proposal.native_name,
        email=proposal.email,
        country=str(proposal.country or ""),
    )


@transaction.atomic
def accept_proposal(proposal: Proposal, *, role: str, by: User | None, person: Person | None = None) -> Invitation:
    """Accept a proposal: invite the person in a role, and answer whoever sent it in.

    ``person`` is who on file it is; without one a new person is made. The invitation goes to the address on file:
    a stranger's word changes nobody's. One that stands for that role is kept. Raises DomainError where nobody can be
    invited, and for a proposal that has been answered or not been confirmed.
    """
    edition = proposal.call.edition
    check_open(edition)
    _answer(proposal, status=Status.ACCEPTED, decided_by=by)
    if person is None:
        person = _new_person(proposal)
    elif not person.email:
        Person.objects.filter(pk=person.pk, email="").update(email=proposal.email)
        person.email = proposal.email
    standing = Invitation.objects.live().filter(edition=edition, person=person, role=role).first()
    invitation = standing or _invite(proposal, person, role=role, by=by)
    proposal.person, proposal.invitation = person, invitation
    proposal.save(update_fields=["person", "invitation"])
    _send_answer(proposal, "known" if standing else proposal.kind)
    return invitation


@transaction.atomic
def decline_proposal(proposal: Proposal, *, reason: str, by: User | None) -> None:
    """Decline a proposal and tell whoever sent it in why.

    Raises DomainError without a reason, and for a proposal that has been answered or not been confirmed.
    """
    if not reason.strip():
        raise DomainError("Give the reason: it goes into the answer.")
    _answer(proposal, status=Status.DECLINED, decided_by=by, reason=reason)
    _send_answer(proposal, "declined")


def _answer(proposal: Proposal, **answer: Any) -> None:
    waiting = Proposal.objects.filter(pk=proposal.pk, status=Status.RECEIVED)
    if not waiting.update(decided_at=timezone.now(), **answer):
        proposal.refresh_from_db(fields=["status"])
        raise DomainError(f"This proposal is {proposal.get_status_display()}: only a received one can be answered.")
    proposal.refresh_from_db(fields=["status", "reason", "decided_at", "decided_by"])


def _invite(proposal: Proposal, person: Person, *, role: str, by: User | None) -> Invitation:
    # Whoever nominates somebody chose the language for themselves alone.
    language = proposal.language if proposal.kind == Proposal.Kind.SELF else ""
    result = invite([person], edition=proposal.call.edition, role=role, by=by, language=language)
    for refused, reason in result.refused:
        raise DomainError(f"{refused} {reason}")
    return result.invitations[0]


def _new_person(proposal: Proposal) -> Person:
    """The person as proposed, with the title they gave; who proposed them stands in the note."""
    who = f"Nominated by {proposal.nominator_name}" if proposal.nominator_email else "Proposed themselves"
    if proposal.nominator_organization:
        who += f" ({proposal.nominator_organization})"
    person = Person(
        family_name=proposal.family_name,
        given_name=proposal.given_name,
        name_order=proposal.name_order,
        native_name=proposal.native_name,
        email=proposal.email,
        country=proposal.country,
        note=f"{who} by the open call of {proposal.call.edition}.",
    )
    setattr(person, f"bio_{proposal.language.replace('-', '_')}", proposal.bio)
    person.full_clean()
    person.save()
    if proposal.title or proposal.organization:
        organization = find_or_add_organizations([proposal.organization]).get(proposal.organization)
        Appointment.objects.create(person=person, title=proposal.title, organization=organization)
    return person


def _send_answer(proposal: Proposal, outcome: str) -> None:
    person = proposal.person
    spoken = proposal.language if proposal.language in _OUTCOMES else "en"
    told = _OUTCOMES[spoken][outcome]
    if proposal.invitation:
        told = told.replace("{role}", words.role(proposal.invitation.role, spoken))
    native = proposal.native_name if spoken == "zh-hans" else ""
    speaker = native or proposal.speaker
    is_theirs = person is not None and person.email.casefold() == proposal.sender_email.casefold()
    draft = Draft(
        kind=Mail.Kind.PROPOSAL_ANSWER,
        key=f"proposal-answer:{proposal.pk}",
        edition=proposal.call.edition,
        person=person if is_theirs else None,
        to=proposal.sender_email,
        language=proposal.language,
        values={
            "name": proposal.nominator_name or speaker,
            "speaker": speaker,
            "outcome": told,
            "reason": proposal.reason,
        },
    )
    queue_mails([draft])
