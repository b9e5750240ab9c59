"""What those who are quoted answer, what their silence means, and what the office decides about their corrections."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname

from forums.exceptions import DomainError
from reports.models import Clearance, ClearanceItem, Intervention
from reports.models.intervention import SPEAKER
from speakers.models import Mail

from .clearance import Answer, Decision, Standing, cleared_document, read_standings
from .clearing import PURPOSE

_STATE = {
    Answer.APPROVED: Intervention.Clearance.APPROVED,
    Answer.CORRECTED: Intervention.Clearance.CORRECTED,
    Answer.WITHDRAWN: Intervention.Clearance.WITHDRAWN,
    Answer.LAPSED: Intervention.Clearance.LAPSED,
}


class ClosedError(DomainError):
    """Answers are not taken any more, or not now."""

    def __init__(self) -> None:
        super().__init__("The time for answers is over. Nothing was changed.")


class ChangedError(DomainError):
    """What was answered is not what stands there by now."""

    def __init__(self) -> None:
        super().__init__("This has changed since you opened the page. Read it again, and answer then.")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to one item. ``seen`` is the digest of what they were looking at; ``correction`` is kept as typed."""

    item: int
    answer: str
    seen: str
    correction: str = ""
    remark: str = ""


def can_answer(clearance: Clearance, now: datetime) -> bool:
    """Whether answers are taken: it was sent, and the deadline is to come; also to change one's mind."""
    asked = clearance.sent_at is not None and clearance.status not in {
        Clearance.Status.LAPSED,
        Clearance.Status.REVOKED,
    }
    return asked and clearance.deadline is not None and clearance.deadline > now


def current_items(clearance: Clearance) -> list[ClearanceItem]:
    """What the request asks about, the newest question of each contribution, in the order of asking; one query."""
    rows = clearance.items.select_related("intervention__report__session", "intervention__credit__card")
    return sorted({item.intervention_id: item for item in rows.order_by("pk")}.values(), key=lambda item: item.pk)


def note_opened(clearance: Clearance) -> None:
    """Record that somebody has opened the page; only the first time counts."""
    Clearance.objects.filter(pk=clearance.pk, opened_at=None).update(opened_at=timezone.now())


@transaction.atomic
def answer_clearance(clearance: Clearance, answers: Sequence[Said]) -> None:
    """Take answers to items of a request, all of them or none.

    A withdrawal leaves the document at once; a correction prints nothing by itself. Raises ClosedError after the
    deadline, ChangedError where something else is shown by now or the office has decided, DomainError for a
    correction that says nothing.
    """
    now = timezone.now()
    # Answers, lapsing and reopening of one request wait for each other.
    clearance = Clearance.objects.select_for_update(of=("self",)).get(pk=clearance.pk)
    if not can_answer(clearance, now):
        raise ClosedError
    items = {item.pk: item for item in current_items(clearance)}
    for said in answers:
        item = items.get(said.item)
        if item is None or item.digest != said.seen:
            raise ChangedError
        _answer(item, said, now)
    waiting = clearance.items.open().filter(pk__in=items).exists()
    if not waiting and clearance.status != Clearance.Status.ANSWERED:
        Clearance.objects.filter(pk=clearance.pk).update(status=Clearance.Status.ANSWERED, answered_at=now)
    elif waiting and clearance.status == Clearance.Status.ANSWERED:
        Clearance.objects.filter(pk=clearance.pk).update(status=Clearance.Status.SENT, answered_at=None)


def _answer(item: ClearanceItem, said: Said, now: datetime) -> None:
    if said.answer not in {Answer.APPROVED, Answer.CORRECTED, Answer.WITHDRAWN}:
        raise DomainError("Approve, correct or withdraw.")
    decided = item.decision in {Decision.ACCEPTED, Decision.SETTLED}
    if decided and said.answer != Answer.WITHDRAWN:
        raise ChangedError
    corrects = said.answer == Answer.CORRECTED
    correction = said.correction if corrects and said.correction.strip() != wording_of(item).strip() else ""
    if corrects and not (correction.strip() or said.remark.strip()):
        raise DomainError("Change the text, or say in a remark what is to be corrected.", word="told-no-correction")
    item.answer, item.answered_at, item.remark = said.answer, now, said.remark
    # What they asked for before stays on record with what the office said to it.
    item.correction = correction if corrects or not item.decision else item.correction
    if corrects or decided:
        item.decision, item.reason, item.decided_by, item.decided_at = "", "", None, None
    item.full_clean(exclude=["clearance", "intervention"])
    item.save()
    Intervention.objects.filter(pk=item.intervention_id).update(clearance=_STATE[Answer(said.answer)])


def wording_of(item: ClearanceItem) -> str:
    """The text that a correction starts from: Markdown with name and titles as they print."""
    named = item.speaker
    # Titles bring a comma of their own, unless the sentence goes on with a mark.
    follows = item.text.partition(SPEAKER)[2]
    return item.text.replace(SPEAKER, f"{named}," if "," in named and follows[:1].isspace() else named, 1)


def recorded_wording(item: ClearanceItem) -> str:
    """Their correction as it can be recorded: with ``{speaker}`` again where name and titles are as they were."""
    typed = item.correction or wording_of(item)
    named = item.speaker
    if not named or named not in typed:
        return typed
    before, _, after = typed.partition(named)
    return before + SPEAKER + (after[1:] if "," in named and after.startswith(", ") else after)


def renames_speaker(item: ClearanceItem) -> bool:
    """Whether their correction writes name or titles otherwise: these are mended where they are recorded."""
    return bool(item.correction) and item.speaker not in item.correction


def lapse_clearances() -> None:
    """Take silence for consent where the deadline is over and the request has reached them; harmless to repeat."""
    now = timezone.now()
    due = Clearance.objects.filter(status=Clearance.Status.SENT, deadline__lte=now).select_related("person")
    for row in due:
        if row.opened_at is None and not _has_arrived(row):
            continue
        with transaction.atomic():
            lapsed = Clearance.objects.filter(pk=row.pk, status=Clearance.Status.SENT, deadline__lte=now)
            if lapsed.update(status=Clearance.Status.LAPSED):
                silent = [item.pk for item in current_items(row) if not item.answer and not item.decision]
                ClearanceItem.objects.filter(pk__in=silent).update(answer=Answer.LAPSED, answered_at=now)
                said = Intervention.objects.filter(clearance_items__in=silent)
                said.update(clearance=Intervention.Clearance.LAPSED)


def _has_arrived(row: Clearance) -> bool:
    """Whether a mail with the link was sent to their address and did not come back."""
    sent = Mail.objects.filter(link_purpose=PURPOSE, link_subject=row.pk, status=Mail.Status.DONE, bounced_at=None)
    return sent.filter(to__iexact=row.address).exists()


@transaction.atomic
def accept_correction(item: ClearanceItem, text: str, *, by: Any) -> bool:
    """Record a correction, in their words or in the office's; True if it prints exactly as they wrote it.

    Otherwise they are to be asked again: nobody has cleared the office's words. Raises DomainError for a text that
    cannot be recorded, or where somebody has decided meanwhile.
    """
    verbatim = bool(item.correction) and not renames_speaker(item)
    verbatim = verbatim and _normal(text) == _normal(recorded_wording(item))
    _decide(item, Decision.ACCEPTED, by=by)
    intervention = item.intervention
    edition = item.clearance.edition
    column = build_localized_fieldname("text", cleared_document(edition).language)
    setattr(intervention, column, text)
    intervention.full_clean()
    intervention.save(update_fields=[column])
    if verbatim:
        _take_as_shown(item, read_standings(edition))
    return verbatim


def refuse_correction(item: ClearanceItem, reason: str, *, by: Any) -> None:
    """Say why a correction is not taken over. They object until they agree, so the request is to be sent again.

    Raises DomainError without a reason, or where somebody has decided meanwhile.
    """
    with transaction.atomic():
        _decide(item, Decision.REFUSED, by=by, reason=reason)
        closed = [Clearance.Status.SENT, Clearance.Status.ANSWERED, Clearance.Status.LAPSED]
        rows = Clearance.objects.filter(pk=item.clearance_id, status__in=closed)
        rows.update(status=Clearance.Status.DRAFT, answered_at=None)


@transaction.atomic
def settle_item(item: ClearanceItem, reason: str, *, by: Any) -> None:
    """Let a contribution print as it stands now without an answer of theirs, or against it, and keep why.

    Raises DomainError without a reason, and for what they withdrew.
    """
    settle_items([item], reason, by=by)


@transaction.atomic
def settle_items(items: Sequence[ClearanceItem], reason: str, *, by: Any) -> None:
    """Settle contributions of one edition for one reason, all or none: agreed on paper, say, or by telephone.

    Raises DomainError without a reason, and for what they withdrew.
    """
    if not reason.strip():
        raise DomainError("Say why it may print without their answer; it is kept.")
    now = timezone.now()
    values = {"decision": Decision.SETTLED, "reason": reason, "decided_by": by, "decided_at": now}
    keys = [item.pk for item in items]
    rows = ClearanceItem.objects.filter(pk__in=keys).exclude(answer=Answer.WITHDRAWN)
    if rows.update(**values) < len(keys):
        raise DomainError("They withdrew it, so it does not print. Nothing is left to settle.")
    standings = read_standings(items[0].clearance.edition) if items else []
    for item in items:
        item.refresh_from_db()
        _take_as_shown(item, standings)
    requests = {item.clearance_id for item in items}
    waiting = ClearanceItem.objects.open().filter(clearance__in=requests).values("clearance")
    sent = Clearance.objects.filter(pk__in=requests, status=Clearance.Status.SENT).exclude(pk__in=waiting)
    sent.update(status=Clearance.Status.ANSWERED, answered_at=now)


def put_back(item: ClearanceItem) -> None:
    """Print again what was withdrawn, because they changed their mind; it is not final before they are asked again.

    Raises DomainError for anything that was not withdrawn.
    """
    withdrawn = Intervention.objects.filter(
        pk=item.intervention_id, clearance=Intervention.Clearance.WITHDRAWN, clearance_items=item.pk
    )
    if item.answer != Answer.WITHDRAWN or not withdrawn.update(clearance=Intervention.Clearance.NOT_ASKED):
        raise DomainError("Only what they withdrew can be put back.")


def _decide(item: ClearanceItem, decision: str, *, by: Any, reason: str = "") -> None:
    if decision == Decision.REFUSED and not reason.strip():
        raise DomainError("Say why it is not taken over; they read it.")
    rows = ClearanceItem.objects.filter(pk=item.pk, answer=Answer.CORRECTED, answered_at=item.answered_at)
    undecided = rows.exclude(decision__in=[Decision.ACCEPTED, Decision.REFUSED, Decision.SETTLED])
    values = {"decision": decision, "reason": reason, "decided_by": by, "decided_at": timezone.now()}
    if not undecided.update(**values):
        raise DomainError("Somebody has decided about this correction, or they have answered again. Look at it first.")
    item.refresh_from_db()


def _take_as_shown(item: ClearanceItem, standings: Iterable[Standing]) -> None:
    """What prints now is what counts as shown."""
    for standing in standings:
        if standing.quote.row.pk == item.intervention_id:
            quote = standing.quote
            item.shown, item.digest, item.text, item.speaker = quote.shown, quote.digest, quote.text, quote.speaker
            item.save(update_fields=["shown", "digest", "text", "speaker"])


def _normal(text: str) -> str:
    return " ".join(text.split())
