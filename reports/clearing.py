"""The office asks for clearance: requests are prepared, sent, sent again, taken back, and reminded of once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError
from forums.languages import DEFAULT, text
from forums.models import Edition
from reports.models import Clearance, ClearanceItem, Intervention, SessionReport
from reports.paper.content import section_from_json
from reports.paper.quotes import lines
from speakers.daytime import next_day
from speakers.links import revoke_private_links
from speakers.mails import Draft, LinkTo, addressed_as, day_in, language_of, queue_mails
from speakers.models import Mail, PrivateLink
from speakers.tasks import wanted_if

from .clearance import Answer, Standing, Whose, cleared_document, read_standings

Status = Clearance.Status
PURPOSE = PrivateLink.Purpose.CLEARANCE
# How long they have unless the office says otherwise.
USUAL = timedelta(days=14)
# A link goes on saying that its time is over, and whom to write to, before it says nothing.
_AFTERWARDS = timedelta(days=90)
_REMINDED = timedelta(days=3)
# Nobody is reminded of what they have only just been sent.
_PEACE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is ready to be sent: how many requests, how many contributions in them, how many have no address."""

    requests: int
    contributions: int
    without_address: int


@transaction.atomic
def prepare_clearances(edition: Edition) -> Prepared:
    """Make or reopen one request for each person and office with something to ask, with exactly what prints now.

    Asked are contributions of approved reports: those never asked about, and those that print otherwise than they
    were answered. What is no longer theirs leaves a request; harmless to repeat.
    """
    # Two people preparing in the same second prepare one after the other.
    edition = Edition.objects.select_for_update(of=("self",)).select_related("forum").get(pk=edition.pk)
    standings = read_standings(edition)
    _drop_what_is_gone(edition, standings)
    asked: dict[Whose, list[Standing]] = defaultdict(list)
    for standing in standings:
        approved = standing.quote.row.report.status == SessionReport.Status.APPROVED
        changed = standing.is_stale and standing.item is not None and standing.item.is_open
        if approved and (standing.must_be_asked or changed):
            asked[standing.whose].append(standing)
    live = Clearance.objects.filter(edition=edition).exclude(status=Status.REVOKED).order_by("pk")
    requests = {Whose(it.person, it.organization, it.card): it for it in live.select_related(*_WHOSE)}
    new, changed_items = [], []
    for whose, rows in asked.items():
        request = requests.get(whose) or _request(edition, whose)
        Clearance.objects.filter(pk=request.pk).update(status=Status.DRAFT)
        for standing in rows:
            if standing.item is not None and standing.item.is_open:
                changed_items.append(_show(standing.item, standing))
            else:
                item = ClearanceItem(clearance=request, intervention=standing.quote.row)
                new.append(_show(item, standing))
    ClearanceItem.objects.bulk_create(new)
    ClearanceItem.objects.bulk_update(changed_items, _SHOWN)
    drafts = list(Clearance.objects.filter(edition=edition, status=Status.DRAFT).select_related(*_WHOSE))
    waiting = ClearanceItem.objects.open().filter(clearance__in=drafts)
    return Prepared(len(drafts), waiting.count(), sum(not draft.address for draft in drafts))


_WHOSE = ("person", "organization", "card", "edition__forum")
_SHOWN = ["shown", "digest", "text", "speaker"]


def _request(edition: Edition, whose: Whose) -> Clearance:
    request = Clearance(edition=edition, person=whose.person, organization=whose.organization, card=whose.card)
    request.save()
    return request


def _show(item: ClearanceItem, standing: Standing) -> ClearanceItem:
    """The item with what prints now; not saved."""
    quote = standing.quote
    item.shown, item.digest, item.text, item.speaker = quote.shown, quote.digest, quote.text, quote.speaker
    return item


def _drop_what_is_gone(edition: Edition, standings: Iterable[Standing]) -> None:
    """Forget questions about what no longer prints or is somebody else's, and requests that asked nothing else."""
    kept = [it.item.pk for it in standings if it.item is not None]
    unanswered = ClearanceItem.objects.filter(clearance__edition=edition, answer="", decision="")
    unanswered.exclude(pk__in=kept).delete()
    rows = Clearance.objects.filter(edition=edition)
    rows.filter(status=Status.DRAFT, sent_at=None, items=None).delete()
    waiting = ClearanceItem.objects.open().filter(clearance__edition=edition).values("clearance")
    rows.filter(status=Status.SENT).exclude(pk__in=waiting).update(status=Status.ANSWERED, answered_at=timezone.now())


@transaction.atomic
def send_clearances(
    edition: Edition, *, deadline: datetime, by: Any = None, only: Collection[int] | None = None
) -> tuple[int, list[str]]:
    """Send the prepared requests of an edition, or those ``only``; returns how many left, and why others did not.

    What is shown is brought up to what prints now. Whoever let a first deadline pass is asked again. Raises
    DomainError for a deadline that is over.
    """
    now = timezone.now()
    if deadline <= now:
        raise DomainError("Give them a day to come: the last day for an answer is over.")
    rows = Clearance.objects.filter(edition=edition).exclude(status=Status.REVOKED)
    rows = rows.filter(status=Status.DRAFT) if only is None else rows.filter(pk__in=only)
    chosen = {row.pk: row for row in rows.select_related(*_WHOSE).order_by("pk")}
    items = _bring_up_to_date(edition, chosen)
    drafts, left = [], []
    title = str(cleared_document(edition))
    for pk, row in chosen.items():
        if not row.address:
            left.append(f"{row.whose}: there is nobody to ask; give an e-mail address.")
        elif not items[pk]:
            left.append(f"{row.whose}: everything in this request is answered.")
        # Whoever changed the row first has sent it.
        elif Clearance.objects.filter(pk=pk, status=row.status, sent_at=row.sent_at).update(
            status=Status.SENT, deadline=deadline, sent_at=now, sent_by=by, answered_at=None
        ):
            row.deadline = deadline
            drafts.append(_mail(row, Mail.Kind.CLEARANCE, f"clearance:{pk}:{now:%Y%m%dT%H%M%S%f}", items[pk], title))
    asked = [item.pk for draft in drafts if draft.link for item in items[draft.link.subject]]
    Intervention.objects.filter(clearance_items__in=asked).update(clearance=Intervention.Clearance.ASKED)
    if drafts:
        queue_mails(drafts)
    return len(drafts), left


def _bring_up_to_date(edition: Edition, chosen: Mapping[int, Clearance]) -> dict[int, list[ClearanceItem]]:
    """The items that each request still asks about, as they print now."""
    waiting = defaultdict(list)
    for standing in read_standings(edition):
        item = standing.item
        if item is None or item.clearance_id not in chosen:
            continue
        lapsed = item.answer == Answer.LAPSED and not item.decision
        if lapsed and chosen[item.clearance_id].status == Status.LAPSED:
            item.answer, item.answered_at = "", None
        if item.is_open:
            waiting[item.clearance_id].append(_show(item, standing))
    everything = [item for items in waiting.values() for item in items]
    ClearanceItem.objects.bulk_update(everything, [*_SHOWN, "answer", "answered_at"])
    return waiting


def change_address(clearance: Clearance, email: str) -> None:
    """Ask somewhere else: what was sent to the old address opens nothing any more, and waits to be sent anew."""
    with transaction.atomic():
        _cut_off(clearance)
        rows = Clearance.objects.filter(pk=clearance.pk)
        rows.update(email=email, opened_at=None)
        rows.filter(status=Status.SENT).update(status=Status.DRAFT)
    clearance.refresh_from_db()


@transaction.atomic
def revoke_clearance(clearance: Clearance) -> None:
    """Take a request back: its links end at once, and what was answered by them counts no longer.

    Raises DomainError if it was taken back before.
    """
    rows = Clearance.objects.filter(pk=clearance.pk).exclude(status=Status.REVOKED)
    if not rows.update(status=Status.REVOKED):
        raise DomainError("This request was taken back before.")
    _cut_off(clearance)
    Intervention.objects.filter(clearance_items__clearance=clearance).update(clearance=Intervention.Clearance.NOT_ASKED)


def _cut_off(clearance: Clearance) -> None:
    revoke_private_links(PURPOSE, clearance.pk)
    queued = Mail.objects.filter(link_purpose=PURPOSE, link_subject=clearance.pk, status=Mail.Status.QUEUED)
    queued.update(status=Mail.Status.CANCELLED, finished_at=timezone.now())


def remind_of_clearances() -> None:
    """Queue one reminder for each request whose deadline is near and that still waits for an answer."""
    if not settings.MAIL_SERVER:
        return
    now = timezone.now()
    due = Clearance.objects.filter(
        status=Status.SENT, deadline__gt=now, deadline__lte=now + _REMINDED, sent_at__lte=now - _PEACE
    ).exclude(edition__status=Edition.Status.CANCELLED)
    keys = {f"clearance-due:{row.pk}:{row.deadline:%Y-%m-%d}": row for row in due.select_related(*_WHOSE)}
    made = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))
    items = defaultdict(list)
    waiting = ClearanceItem.objects.open().filter(clearance__in=[row.pk for row in keys.values()])
    for item in waiting.order_by("pk"):
        items[item.clearance_id].append(item)
    titles: dict[Edition, str] = {}
    drafts = []
    for key, row in keys.items():
        if key not in made and row.address and items[row.pk]:
            if row.edition not in titles:
                titles[row.edition] = str(cleared_document(row.edition))
            drafts.append(_mail(row, Mail.Kind.CLEARANCE_DUE, key, items[row.pk], titles[row.edition]))
    if drafts:
        queue_mails(drafts)


@wanted_if(Mail.Kind.CLEARANCE, Mail.Kind.CLEARANCE_DUE)
def _is_wanted(mail: Mail) -> bool:
    """Whether the request still waits for an answer."""
    rows = Clearance.objects.filter(pk=mail.link_subject or 0, status=Status.SENT, deadline__gt=timezone.now())
    return rows.exclude(edition__status=Edition.Status.CANCELLED).exists()


def _mail(row: Clearance, kind: str, key: str, items: list[ClearanceItem], document: str) -> Draft:
    edition, deadline = row.edition, row.deadline
    assert deadline is not None  # noqa: S101 - it was sent
    zone = ZoneInfo(edition.timezone)

    def values(language: str) -> dict[str, str]:
        sections = [section_from_json(item.shown) for item in items]
        return {
            "name": name_in(row, language),
            "document": document,
            "due": day_in(deadline.astimezone(zone).date(), language),
            "sessions": "\n".join(dict.fromkeys(f"- {section.title}" for section in sections)),
            "passages": "\n\n".join("\n".join([section.title, *lines(section.blocks)]) for section in sections),
        }

    night = kind == Mail.Kind.CLEARANCE_DUE and row.person is None
    return Draft(
        kind=kind,
        key=key,
        edition=edition,
        person=row.person,
        to=row.address,
        language=mail_language(row),
        values=values,
        link=LinkTo(PURPOSE, row.pk, until=deadline + _AFTERWARDS),
        # Where a person is, is found out as the mail leaves; of an office only the edition's clocks are known.
        not_before=next_day(timezone.now(), [edition.timezone]) if night else None,
    )


def mail_language(row: Clearance) -> str:
    """The language that they are written to in."""
    if row.person is not None:
        return language_of(row.person, row.edition, row.language)
    return row.language or next(iter(row.edition.languages), DEFAULT)


def name_in(row: Clearance, language: str) -> str:
    """How they are addressed: as a mail addresses a person, an office by its name."""
    if row.person is not None:
        return addressed_as(row.person, language)
    if row.organization is not None:
        return text(row.organization, "name", language)
    card = row.card
    assert card is not None  # noqa: S101 - a person, an office or a card, by constraint
    return card.native_name if language == "zh-hans" and card.native_name else card.name


def usual_day(edition: Edition) -> date:
    """The last day for an answer unless the office says otherwise, as the edition's clocks show it."""
    return (timezone.now() + USUAL).astimezone(ZoneInfo(edition.timezone)).date()


def deadline_on(edition: Edition, day: date) -> datetime:
    """The end of the day on the edition's clocks."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(edition.timezone))
