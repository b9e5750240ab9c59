"""Reminding rapporteurs by the clock, and telling the office what is late. Harmless to repeat at any hour."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from forums.exceptions import DomainError
from forums.languages import DEFAULT
from forums.models import Edition, Session
from reports.models import Allowance, Escalation, ReportEvent, SessionReport
from speakers.mails import Draft, queue_mails
from speakers.models import Mail
from speakers.tasks import at_any_hour_if, wanted_if

from .clock import Clock, clock_of, owing, read_clocks, why_nothing_is_owed
from .dues import due_in, mail_about, what_in

Owed = Escalation.Owed
Event = ReportEvent.Kind


class Stage(StrEnum):
    """Where on the ladder a reminder stands; one by hand stands beside it."""

    BEFORE = "before"
    AT = "at"
    AFTER = "after"
    BY_HAND = "by-hand"


# When each is sent, counted from the moment that it is due.
LADDER = {
    Owed.TAKEAWAYS: {
        Stage.BEFORE: timedelta(minutes=-30),
        Stage.AT: timedelta(0),
        Stage.AFTER: timedelta(hours=2),
    },
    Owed.REPORT: {Stage.BEFORE: timedelta(days=-3), Stage.AT: timedelta(0), Stage.AFTER: timedelta(days=3)},
}
ESCALATION = {Owed.TAKEAWAYS: timedelta(hours=4), Owed.REPORT: timedelta(days=7)}
# What is older is no news: a beat that stood still for weeks, an edition of long ago that was loaded today.
_STALE = {Owed.TAKEAWAYS: timedelta(days=2), Owed.REPORT: timedelta(days=30)}
# From here on the rapporteur knows what is wanted of them, and by when.
_TOLD = (Event.ASKED, Event.RETURNED, Event.REOPENED)


def stage_of(clock: Clock, owed: str, now: datetime, *, told_at: datetime | None) -> Stage | None:
    """The last stage whose time has come, so that a late round sends but one; None if there is none.

    Nobody is reminded before the session has ended, nor of a stage that had passed when they were ``told_at``.
    """
    due, end = clock.due_at(owed), clock.ended_at
    if due is None or end is None or end > now or not clock.is_open(owed) or now > due + _STALE[Owed(owed)]:
        return None
    for stage, distance in reversed(LADDER[Owed(owed)].items()):
        moment = max(due + distance, end)
        if moment <= now:
            return stage if told_at is None or told_at <= moment else None
    return None


def remind() -> None:
    """Queue the reminders that are due: one for each obligation and stage, by the mail's key."""
    if not settings.MAIL_SERVER:
        return
    now = timezone.now()
    told = ReportEvent.objects.filter(report=OuterRef("report"), kind__in=_TOLD).order_by("-at")
    asked = (
        _recent(now)
        .filter(report__reminders=True, report__rapporteur__isnull=False)
        .exclude(report__rapporteur__email="")
        .annotate(told_at=Subquery(told.values("at")[:1]))
    )
    due: dict[str, tuple[Clock, Owed]] = {}
    for clock in read_clocks(asked):
        told_at = clock.session.told_at  # type: ignore[attr-defined]  # annotated above
        for owed in Owed:
            if stage := stage_of(clock, owed, now, told_at=told_at):
                due[_key(clock, owed, stage)] = (clock, owed)
    made = set(Mail.objects.filter(key__in=due).values_list("key", flat=True))
    drafts = [_reminder(clock, owed, key, now) for key, (clock, owed) in due.items() if key not in made]
    if drafts:
        queue_mails(drafts)


@transaction.atomic
def remind_now(report: SessionReport, *, by: User | None) -> None:
    """Remind the rapporteur of what is due next, once a day at most. Raises DomainError where that makes no sense."""
    clock, now = clock_of(report), timezone.now()
    if reason := why_nothing_is_owed(report.session):
        raise DomainError(reason)
    if report.status != SessionReport.Status.DRAFT:
        raise DomainError(f"The report is {report.get_status_display()}; there is nothing to remind of.")
    if report.rapporteur is None:
        raise DomainError("Nobody has been asked for this report yet; ask somebody first.")
    if not report.rapporteur.email:
        raise DomainError(
            f"{report.rapporteur} has no e-mail address; add it on their page first.", about=report.rapporteur
        )
    late = clock.is_late(Owed.REPORT, now) or not clock.is_open(Owed.TAKEAWAYS)
    owed = Owed.REPORT if late else Owed.TAKEAWAYS
    today = now.astimezone(ZoneInfo(report.session.edition.timezone)).date()
    key = f"{_key(clock, owed, Stage.BY_HAND)}:{today}"
    if Mail.objects.filter(key=key).exists():
        raise DomainError(f"{report.rapporteur} was reminded by hand today already.")
    ReportEvent.objects.create(report=report, kind=Event.REMINDED, note=Owed(owed).label, by=by)
    queue_mails([_reminder(clock, owed, key, now)])


def tell_late() -> None:
    """Tell each forum's contact, in one mail an edition, what has been late for a while; of each once."""
    if not settings.MAIL_SERVER:
        return
    now = timezone.now()
    sessions = _recent(now).exclude(edition__forum__contact="")
    late = [(clock, owed) for clock in read_clocks(sessions) for owed in Owed if _is_to_be_told(clock, owed, now)]
    known = Escalation.objects.filter(session__in={clock.session.pk for clock, _ in late})
    told = set(known.values_list("session", "owed"))
    editions: dict[Edition, list[tuple[Clock, Owed]]] = defaultdict(list)
    for clock, owed in late:
        if (clock.session.pk, owed) not in told:
            editions[clock.session.edition].append((clock, owed))
    for edition, news in editions.items():
        try:
            _tell(edition, news, now)
        except IntegrityError:
            # Somebody else's round was faster; what it did not tell, the next one does.
            continue


def _is_to_be_told(clock: Clock, owed: Owed, now: datetime) -> bool:
    due = clock.due_at(owed)
    if due is None or not clock.is_open(owed):
        return False
    moment = due + ESCALATION[owed]
    return moment <= now <= moment + _STALE[owed]


@transaction.atomic
def _tell(edition: Edition, news: list[tuple[Clock, Owed]], now: datetime) -> None:
    rows = Escalation.objects.bulk_create(Escalation(session=clock.session, owed=owed) for clock, owed in news)
    ReportEvent.objects.bulk_create(
        ReportEvent(report=clock.report, kind=Event.ESCALATED, note=owed.label) for clock, owed in news if clock.report
    )
    board = f"{settings.SITE_URL}{reverse('admin:reports_board_edition', args=[edition.pk])}"
    lines = [*_lines(news, now), "", f"How every session stands: {board}"]
    queue_mails(
        [
            Draft(
                kind=Mail.Kind.ALERT,
                key=f"report-late:{edition.pk}:{rows[0].pk}",
                edition=edition,
                to=edition.forum.contact,
                values={"message": "\n".join(["These are late:", "", *lines])},
            )
        ]
    )


def _lines(news: Iterable[tuple[Clock, Owed]], now: datetime) -> Iterator[str]:
    for clock, owed in news:
        due = due_in(clock.due_at(owed), clock.session.edition.timezone, DEFAULT, now)
        rapporteur = clock.report and clock.report.rapporteur
        who = f"asked of {rapporteur}" if rapporteur else "nobody has been asked"
        yield f"- {clock.session}: {what_in(owed, DEFAULT).lower()}, due {due}; {who}"


def _recent(now: datetime) -> QuerySet[Session]:
    """Sessions that may have something to be told of; old ones are left alone."""
    longest = Allowance.objects.aggregate(days=Max("report_days"))["days"] or 0
    days = max(longest, Allowance().report_days)
    since = now - timedelta(days=days + 1) - ESCALATION[Owed.REPORT] - _STALE[Owed.REPORT]
    moved = Q(report__due_at__isnull=False) | Q(report__takeaways_due_at__isnull=False)
    ended = Q(ends_at__gte=since) | Q(actual_ends_at__gte=since) | Q(ends_at=None, parent__isnull=False)
    open_ = Q(report=None) | Q(report__status=SessionReport.Status.DRAFT)
    return owing().filter(moved | ended, open_)


def _key(clock: Clock, owed: str, stage: Stage) -> str:
    """What the reminder is the only one of. A report that is given more time is reminded of anew."""
    if clock.report is None:
        raise LookupError(owed)  # Only who was asked is reminded.
    own = clock.report.takeaways_due_at if owed == Owed.TAKEAWAYS else clock.report.due_at
    return f"report-due:{clock.report.pk}:{owed}:{stage}" + (f":{own.timestamp():.0f}" if own else "")


def _reminder(clock: Clock, owed: str, key: str, now: datetime) -> Draft:
    zone = clock.session.edition.timezone
    return mail_about(
        clock,
        Mail.Kind.REPORT_DUE,
        key=key,
        what=partial(what_in, owed),
        due=lambda language: due_in(clock.due_at(owed), zone, language, now),
    )


@wanted_if(Mail.Kind.REPORT, Mail.Kind.REPORT_RETURNED)
def _is_asked_still(mail: Mail) -> bool:
    """Whether the report is still wanted of the person."""
    return _report_of(mail) is not None


@wanted_if(Mail.Kind.REPORT_DUE)
def _is_due_still(mail: Mail) -> bool:
    """Whether it has still to come, and no later stage says more by now."""
    report, (owed, stage) = _report_of(mail), _place_of(mail)
    if report is None:
        return False
    clock = clock_of(report)
    if stage == Stage.BY_HAND:
        return clock.is_open(owed)
    told_at = report.events.filter(kind__in=_TOLD).aggregate(at=Max("at"))["at"]
    return report.reminders and stage_of(clock, owed, timezone.now(), told_at=told_at) == stage


@at_any_hour_if(Mail.Kind.REPORT_DUE)
def _is_pressing(mail: Mail) -> bool:
    """Takeaways are due within hours of a session that the rapporteur sat in: tomorrow morning is too late."""
    return _place_of(mail) in {(Owed.TAKEAWAYS, Stage.BEFORE), (Owed.TAKEAWAYS, Stage.AT)}


def _place_of(mail: Mail) -> tuple[str, str]:
    """What a reminder is about and its stage, as its key says."""
    _, _, owed, stage, *_ = mail.key.split(":")
    return owed, stage


def _report_of(mail: Mail) -> SessionReport | None:
    """The draft that the mail is about, if it is still to be written by the person."""
    related = ["session__edition", "session__parent__parent", "rapporteur"]
    if mail.link_subject is None:
        return None
    drafts = SessionReport.objects.filter(pk=mail.link_subject, status=SessionReport.Status.DRAFT)
    report = drafts.filter(rapporteur=mail.person_id).select_related(*related).first()
    return None if report is None or why_nothing_is_owed(report.session) else report
