"""The report clock: what each session owes after it ended, by when, and how that stands.

Nothing here is stored. A session that is moved, over midnight or into another zone, is due anew at the next look.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from forums.models import Credit, Edition, Session
from reports.models import Allowance, Escalation, SessionReport
from speakers.models import Person

Owed = Escalation.Owed


class State(StrEnum):
    """How a session's record stands as a whole."""

    TO_COME = "to-come"
    OPEN = "open"
    LATE = "late"
    SUBMITTED = "submitted"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Clock:
    """What one session owes. The times are aware; None while the session has no end."""

    session: Session
    report: SessionReport | None
    ended_at: datetime | None
    takeaways_due_at: datetime | None
    report_due_at: datetime | None

    def due_at(self, owed: str) -> datetime | None:
        """When takeaways or report are due."""
        return self.takeaways_due_at if owed == Owed.TAKEAWAYS else self.report_due_at

    def is_open(self, owed: str) -> bool:
        """Whether it has still to come. The takeaways of a report that is in came with it."""
        if self.report is None:
            return True
        if self.report.status != SessionReport.Status.DRAFT:
            return False
        return owed == Owed.REPORT or self.report.takeaways_at is None

    def is_late(self, owed: str, now: datetime) -> bool:
        """Whether it has still to come although it was due."""
        due = self.due_at(owed)
        return due is not None and due <= now and self.is_open(owed)

    def state(self, now: datetime) -> State:
        """How the record stands as a whole; late where anything is."""
        if self.report is not None and self.report.status != SessionReport.Status.DRAFT:
            return State(self.report.status)
        if any(self.is_late(owed, now) for owed in Owed):
            return State.LATE
        return State.OPEN if self.ended_at is not None and self.ended_at <= now else State.TO_COME


class Allowances:
    """How long each kind of session may take, edition by edition."""

    def __init__(self, rows: Iterable[Allowance]) -> None:
        self._rows = {(row.edition_id, row.kind): row for row in rows}

    def of(self, session: Session) -> Allowance:
        """The most particular rule: the edition's own before everybody's, a kind's before every kind's."""
        own, kind = session.edition_id, session.kind
        places = [(own, kind), (own, ""), (None, kind), (None, "")]
        return next((self._rows[place] for place in places if place in self._rows), Allowance())


def read_allowances(editions: Collection[int]) -> Allowances:
    """The rules of these editions, in one query."""
    return Allowances(Allowance.objects.filter(Q(edition=None) | Q(edition__in=editions)))


def end_of(session: Session) -> datetime | None:
    """The actual, else the planned end; a part without times ends with its whole."""
    whole: Session | None = session
    while whole is not None:
        if end := whole.actual_ends_at or whole.ends_at:
            return end
        whole = whole.parent
    return None


def read_clock(session: Session, report: SessionReport | None, allowances: Allowances) -> Clock:
    """What the session owes. Hours pass as they do; days are those of the edition's wall clocks."""
    end, allowed = end_of(session), allowances.of(session)
    takeaways, full = (report.takeaways_due_at, report.due_at) if report else (None, None)
    if end is not None:
        takeaways = takeaways or end + timedelta(hours=allowed.takeaways_hours)
        # A fortnight after five o'clock is five o'clock, also where the clocks were changed meanwhile.
        here = end.astimezone(ZoneInfo(session.edition.timezone))
        full = full or (here + timedelta(days=allowed.report_days)).astimezone(end.tzinfo)
    return Clock(session, report, end, takeaways, full)


def clock_of(report: SessionReport) -> Clock:
    """What a report's session owes: one query beside those for the session, its edition and its whole."""
    return read_clock(report.session, report, read_allowances([report.session.edition_id]))


def owing() -> QuerySet[Session]:
    """The sessions that owe a record, with all that their clocks are read from.

    Breaks and what was cancelled owe nothing. Parts are told in the record of their whole, and internal sessions are
    nobody's business, unless they were asked for their own or name a rapporteur.
    """
    named = Credit.objects.standing().filter(session=OuterRef("pk"), role=Credit.Role.RAPPORTEUR)
    cancelled = Session.Status.CANCELLED
    return (
        Session.objects.exclude(kind=Session.Kind.BREAK)
        .exclude(Q(status=cancelled) | Q(edition__status=Edition.Status.CANCELLED))
        .exclude(parent__status=cancelled)
        .exclude(parent__parent__status=cancelled)
        .filter(Q(report__isnull=False) | Q(parent=None, visibility=Session.Visibility.PUBLIC) | Exists(named))
        .select_related("edition__forum", "parent__parent", "report__rapporteur", "report__approved_by")
        .in_order()
    )


def read_clocks(sessions: QuerySet[Session]) -> list[Clock]:
    """The clocks of sessions out of `owing`, in their order: two queries, however many."""
    rows = list(sessions)
    allowances = read_allowances({row.edition_id for row in rows})
    return [read_clock(row, getattr(row, "report", None), allowances) for row in rows]


def credited_rapporteurs(edition: Edition) -> dict[int, Person]:
    """Who is credited as rapporteur, by session; of several the first in protocol. One query."""
    rows = (
        Credit.objects.standing()
        .filter(session__edition=edition, role=Credit.Role.RAPPORTEUR, card__registration__isnull=False)
        .select_related("card__registration__person")
        .order_by("-session", "-position", "-id")
    )
    return {row.session_id: row.card.registration.person for row in rows if row.card}


def why_nothing_is_owed(session: Session) -> str:
    """Why the session cannot be asked for a record, as a sentence; empty where it can."""
    if session.kind == Session.Kind.BREAK:
        return "A break owes no report."
    if session.edition.status == Edition.Status.CANCELLED:
        return "The edition was cancelled; its sessions owe no report."
    whole: Session | None = session
    while whole is not None:
        if whole.status == Session.Status.CANCELLED:
            return "This session was cancelled; it owes no report."
        whole = whole.parent
    return ""


def unapproved(edition: Edition, whole: Session | None = None) -> list[str]:
    """What keeps a document of the edition from being final, a sentence for each report that is not approved.

    Of one session with its parts where the document is about that alone.
    """
    waiting = owing().filter(edition=edition, report__isnull=False)
    if whole is not None:
        waiting = waiting.filter(Q(pk=whole.pk) | Q(parent=whole) | Q(parent__parent=whole))
    rows = waiting.exclude(report__status=SessionReport.Status.APPROVED)
    told = {
        SessionReport.Status.DRAFT: "its report is a draft; have it submitted, then approve it.",
        SessionReport.Status.SUBMITTED: "its report is submitted; approve it or send it back.",
    }
    return [f"{session}: {told[SessionReport.Status(session.report.status)]}" for session in rows]
