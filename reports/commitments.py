"""Commitments: what became of the calls to action, kept step by step, and carried from edition to edition."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname

from forums.exceptions import DomainError
from forums.languages import CODES
from forums.models import Edition, Session
from reports.models import CallToAction, CommitmentStep, SessionReport

# What the next edition takes up again: nobody has answered, or somebody is at it.
PENDING = (CallToAction.Status.OPEN, CallToAction.Status.UNDER_WAY)


@transaction.atomic
def record_step(
    call: CallToAction, *, status: str, on: date, reply: str = "", evidence_url: str = "", by: Any = None
) -> CommitmentStep:
    """Write down what became of a call as of a day; the call holds what its last day says.

    What was recorded before stays. Raises DomainError for a day to come, for a call that the next edition has taken
    up, for what is recorded already, and for a reply or address that is none.
    """
    call = CallToAction.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if on > timezone.localdate():
        raise DomainError("That day is still to come; give the day as of which it is so.")
    if later := CallToAction.objects.filter(carried_from=call).select_related("report__session__edition").first():
        raise DomainError(f"{later.report.session.edition} has taken this call up; record it there.")
    step = CommitmentStep(call=call, status=status, on=on, reply=reply, evidence_url=evidence_url, by=by)
    try:
        step.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from None
    same = {"status": status, "on": on, "reply": step.reply, "evidence_url": evidence_url}
    if call.steps.filter(**same).exists():
        raise DomainError("That is recorded already.")
    step.save()
    bring_up(call)
    return step


def bring_up(call: CallToAction) -> None:
    """Let the call hold what its last step says; one without steps stays as it is."""
    last = call.steps.order_by("-on", "-pk").first()
    if last is None:
        return
    says = {"status": last.status, "status_on": last.on, "reply": last.reply, "evidence_url": last.evidence_url}
    if any(getattr(call, name) != value for name, value in says.items()):
        CallToAction.objects.filter(pk=call.pk).update(**says)


def next_edition(edition: Edition) -> Edition | None:
    """The forum's edition after this one that is to be held, or was."""
    later = Edition.objects.filter(forum=edition.forum_id, number__gt=edition.number)
    return later.exclude(status=Edition.Status.CANCELLED).order_by("number").first()


def pending_calls(edition: Edition) -> QuerySet[CallToAction]:
    """What the edition asked and nobody has done, given up or answered, and no later edition has taken up."""
    own = CallToAction.objects.filter(report__session__edition=edition, status__in=PENDING, carried_to=None)
    return own.order_by("report__session", "position", "pk")


@transaction.atomic
def carry_over(edition: Edition, into: Session) -> list[CallToAction]:
    """Let a session of the next edition ask again what is still open, each call once only.

    Raises DomainError where the session is not the next edition's or was cancelled, and where nothing is open.
    """
    # Two people carrying over in the same second do it one after the other.
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    following = next_edition(edition)
    if following is None:
        raise DomainError(f"{edition} has no next edition yet; add it first.")
    if into.edition_id != following.pk:
        raise DomainError(f"Choose a session of {following}.")
    if into.status == Session.Status.CANCELLED:
        raise DomainError(f"{into} was cancelled; choose another session.")
    calls = list(pending_calls(edition))
    if not calls:
        raise DomainError(f"Nothing of {edition} is open, or it was carried over already.")
    report, _ = SessionReport.objects.get_or_create(session=into)
    last = report.calls_to_action.aggregate(last=Max("position"))["last"] or 0
    columns = [build_localized_fieldname("text", code) for code in CODES]
    carried = []
    for position, call in enumerate(calls, last + 1):
        copy = CallToAction(
            report=report,
            addressee=call.addressee,
            addressee_organization_id=call.addressee_organization_id,
            carried_from=call,
            position=position,
            **{column: getattr(call, column) for column in columns},
        )
        copy.save()
        carried.append(copy)
    return carried
