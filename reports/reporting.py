"""The steps of a session's report: asked for, handed in, sent back, approved, reopened.

Each is one conditional UPDATE, kept with its time: of two who act in the same second one is told that it is done.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError, NotReadyError
from forums.languages import texts
from forums.models import Edition, Session
from reports.models import CallToAction, Escalation, ReportEvent, SessionReport, Takeaway
from speakers.links import revoke_private_links
from speakers.mails import queue_mails
from speakers.models import Mail, Person, PrivateLink

from .attribution import find_names
from .clock import clock_of, credited_rapporteurs, owing, read_allowances, read_clock, why_nothing_is_owed
from .dues import in_words, mail_about

Status = SessionReport.Status
Event = ReportEvent.Kind


@dataclass(slots=True)
class Asked:
    """What came of asking many: the reports that are asked for, and which sessions were left out for which reason."""

    reports: list[SessionReport] = field(default_factory=list)
    refused: list[tuple[Session, DomainError]] = field(default_factory=list)


@transaction.atomic
def ask_for_report(session: Session, *, rapporteur: Person, by: User | None) -> SessionReport:
    """Make the person the session's rapporteur and send them their private link.

    Asking somebody else instead ends the links of whoever was asked before; asking again sends one more link. Raises
    DomainError where the session owes nothing, its report is in, or the person cannot be reached.
    """
    asked = _ask([(session, rapporteur)], by=by)
    for _, reason in asked.refused:
        raise reason
    return asked.reports[0]


@transaction.atomic
def ask_rapporteurs(edition: Edition, *, by: User | None) -> Asked:
    """Ask everybody who is credited as rapporteur of a session that nobody was asked about yet.

    A constant number of queries. Of several rapporteurs of a session the first in protocol is asked.
    """
    credited = credited_rapporteurs(edition)
    sessions = owing().filter(edition=edition, pk__in=credited)
    return _ask([(row, credited[row.pk]) for row in sessions if _rapporteur_of(row) is None], by=by)


def _rapporteur_of(session: Session) -> Person | None:
    report: SessionReport | None = getattr(session, "report", None)
    return report.rapporteur if report else None


def _ask(pairs: Iterable[tuple[Session, Person]], *, by: User | None) -> Asked:
    asked, possible = Asked(), []
    for session, person in pairs:
        if reason := why_nothing_is_owed(session):
            asked.refused.append((session, DomainError(reason)))
        elif not person.email:
            told = f"{person} has no e-mail address; add it on their page first."
            asked.refused.append((session, DomainError(told, about=person)))
        else:
            possible.append((session, person))
    known = [session for session, _ in possible]
    SessionReport.objects.bulk_create([SessionReport(session=row) for row in known], ignore_conflicts=True)
    # Locked, so that of two who ask in the same second the second sees what the first did.
    locked = SessionReport.objects.select_for_update(of=("self",)).filter(session__in=known)
    reports = {row.session_id: row for row in locked}
    coming = _coming([row.pk for row in reports.values()])
    for session, person in possible:
        report = reports[session.pk]
        report.session = session
        if report.status != Status.DRAFT:
            reason = f"The report is {report.get_status_display()} already; reopen it or send it back first."
            asked.refused.append((session, DomainError(reason)))
        elif (report.pk, person.pk) in coming:
            told = f"The request to {person} is on its way already."
            asked.refused.append((session, DomainError(told)))
        else:
            if report.rapporteur_id not in {None, person.pk}:
                revoke_private_links(PrivateLink.Purpose.REPORT, report.pk)
            report.rapporteur = person
            asked.reports.append(report)
    SessionReport.objects.bulk_update(asked.reports, ["rapporteur"])
    _send_links(asked.reports, by=by)
    return asked


def _coming(reports: list[int]) -> set[tuple[int | None, int | None]]:
    """Which requests have not left yet, as report and person."""
    rows = Mail.objects.unsent().filter(kind=Mail.Kind.REPORT, link_subject__in=reports)
    return set(rows.values_list("link_subject", "person_id"))


def _send_links(reports: list[SessionReport], *, by: User | None) -> None:
    if not reports:
        return
    events = ReportEvent.objects.bulk_create(
        ReportEvent(report=report, kind=Event.ASKED, note=str(report.rapporteur), by=by) for report in reports
    )
    allowances = read_allowances({report.session.edition_id for report in reports})
    drafts = []
    for report, event in zip(reports, events, strict=True):
        clock = read_clock(report.session, report, allowances)
        drafts.append(mail_about(clock, Mail.Kind.REPORT, key=f"report:{report.pk}:{event.pk}"))
    queue_mails(drafts)


@transaction.atomic
def hand_in_takeaways(report: SessionReport, *, by: User | None = None) -> None:
    """Say that takeaways and calls to action are in. Raises DomainError where there is none, or they were in before."""
    _check_owed(report)
    if not any(texts(row, "text") for row in report.takeaways.all()):
        raise DomainError("Write at least one takeaway first.", word="told-no-takeaway")
    if named := [str(it) for it in find_names(report) if isinstance(it.row, Takeaway | CallToAction)]:
        raise NotReadyError("The takeaways cannot be handed in yet:", named, word="told-names", places="; ".join(named))
    _step(report, Event.TAKEAWAYS, [Status.DRAFT], by=by, only={"takeaways_at": None}, takeaways_at=timezone.now())


@transaction.atomic
def submit_report(report: SessionReport, *, by: User | None = None) -> None:
    """Hand the report in to the office; its takeaways are in with it.

    Raises NotReadyError with all that is missing or against the session's attribution rule.
    """
    _check_owed(report)
    _check_ready(report, "The report cannot be submitted yet:")
    now = timezone.now()
    _step(report, Event.SUBMITTED, [Status.DRAFT], by=by, status=Status.SUBMITTED, submitted_at=now, returned="")
    if report.takeaways_at is None and report.takeaways.exists():
        SessionReport.objects.filter(pk=report.pk, takeaways_at=None).update(takeaways_at=now)
        report.takeaways_at = now


@transaction.atomic
def return_report(report: SessionReport, *, note: str, by: User) -> None:
    """Send a submitted report back to its rapporteur, saying what is to be mended."""
    _open_again(report, Event.RETURNED, [Status.SUBMITTED], note=note, by=by)


@transaction.atomic
def approve_report(report: SessionReport, *, by: User) -> None:
    """Approve a submitted report: it may be printed. Whatever was changed since is checked once more."""
    _check_owed(report)
    if report.status == Status.SUBMITTED:
        _check_ready(report, "The report cannot be approved as it stands:")
    approved: dict[str, Any] = {"status": Status.APPROVED, "approved_at": timezone.now(), "approved_by": by}
    _step(report, Event.APPROVED, [Status.SUBMITTED], by=by, **approved)


@transaction.atomic
def reopen_report(report: SessionReport, *, note: str, by: User) -> None:
    """Make an approved report a draft again, saying why; what was printed of it stays printed."""
    _open_again(report, Event.REOPENED, [Status.APPROVED], note=note, by=by)


@transaction.atomic
def extend_report(
    report: SessionReport, *, takeaways_due_at: datetime | None, due_at: datetime | None, by: User
) -> None:
    """Give a report its own times instead of those that its session's end gives; None goes back to these.

    What is due anew is reminded of anew. Raises DomainError for a report that is in and for times that make no sense.
    """
    _check_owed(report)
    allowed = read_clock(report.session, None, read_allowances([report.session.edition_id]))
    end = allowed.ended_at
    for due in (takeaways_due_at, due_at):
        if due is not None and end is not None and due <= end:
            raise DomainError("Nothing can be due before the session has ended.")
    takeaways, full = takeaways_due_at or allowed.takeaways_due_at, due_at or allowed.report_due_at
    if takeaways and full and takeaways > full:
        raise DomainError("The takeaways cannot be due after the report.")
    note = ", ".join(in_words(due, report.session.edition.timezone) for due in (takeaways_due_at, due_at) if due)
    times: dict[str, Any] = {"takeaways_due_at": takeaways_due_at, "due_at": due_at}
    _step(report, Event.EXTENDED, [Status.DRAFT], by=by, note=note or "as usual", **times)
    Escalation.objects.filter(session=report.session_id).delete()


def _open_again(report: SessionReport, kind: str, before: list[str], *, note: str, by: User) -> None:
    _check_owed(report)
    if not note.strip():
        raise DomainError("Say what is to be mended.")
    nothing: dict[str, Any] = {"submitted_at": None, "approved_at": None, "approved_by": None}
    event = _step(report, kind, before, by=by, note=note, status=Status.DRAFT, returned=note, **nothing)
    if report.rapporteur and report.rapporteur.email:
        key = f"report-returned:{report.pk}:{event.pk}"
        queue_mails([mail_about(clock_of(report), Mail.Kind.REPORT_RETURNED, key=key, reason=note)])


def _step(
    report: SessionReport,
    kind: str,
    before: list[str],
    *,
    by: User | None,
    note: str = "",
    only: dict[str, Any] | None = None,
    **values: Any,
) -> ReportEvent:
    """Change the row if it stands at one of ``before`` and as ``only`` says, and keep that it happened.

    Raises DomainError where somebody was faster; the object then says what the row says.
    """
    rows = SessionReport.objects.filter(pk=report.pk, status__in=before, **(only or {}))
    if not rows.update(**values):
        report.refresh_from_db(fields=["status", "takeaways_at", "submitted_at", "approved_at"])
        raise DomainError(_why_not(report, kind), word="told-done-already")
    for name, value in values.items():
        setattr(report, name, value)
    return ReportEvent.objects.create(report=report, kind=kind, by=by, note=note)


def _why_not(report: SessionReport, kind: str) -> str:
    zone = report.session.edition.timezone
    if kind == Event.TAKEAWAYS and report.status == Status.DRAFT and report.takeaways_at:
        return f"The takeaways are in already, since {in_words(report.takeaways_at, zone)}."
    if report.status == Status.DRAFT:
        return "The report is not submitted yet."
    since = report.submitted_at if report.status == Status.SUBMITTED else report.approved_at
    when = f", since {in_words(since, zone)}" if since else ""
    return f"The report is {report.get_status_display()} already{when}."


def _check_owed(report: SessionReport) -> None:
    if reason := why_nothing_is_owed(report.session):
        raise DomainError(reason, word="told-none-owed")


def _check_ready(report: SessionReport, summary: str) -> None:
    problems = []
    if not report.note and not any(texts(row, "text") for row in report.interventions.all()):
        problems.append("It has no summary: write at least one, or note for the office why there is none.")
    named = [str(it) for it in find_names(report)]
    if problems or named:
        word = "told-names" if named else "told-no-summary"
        raise NotReadyError(summary, [*problems, *named], word=word, places="; ".join(named))
