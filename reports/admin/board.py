"""The lateness board: how the record of every session of an edition stands, and what can be done about it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_protect

from forums.exceptions import DomainError
from forums.models import Edition, Session
from reports.board import count_states, read_board, standing_of
from reports.clock import Owed, State, credited_rapporteurs
from reports.dues import in_words
from reports.models import SessionReport
from reports.reminders import remind_now
from reports.reporting import ask_for_report, ask_rapporteurs
from speakers.charts import Bar, bar_chart

from .reporting import approved, clearance_of

PERMISSION = "reports.view_sessionreport"
LABELS = {
    State.TO_COME: "to come",
    State.OPEN: "open",
    State.LATE: "late",
    State.SUBMITTED: "submitted",
    State.APPROVED: "approved",
}
UNASKED = "unasked"


class BoardPages:
    """Pages of the list of reports: the board of the edition asked for, or of the one that was held last."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.board_view)
        return [
            path("board/", view, name="reports_board"),
            path("board/<int:pk>/", view, name="reports_board_edition"),
            *super().get_urls(),
        ]

    @method_decorator(csrf_protect)
    def board_view(self, request, pk=None):
        """Every session that owes a record; with POST, one step for one of them."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        sessions = Exists(Session.objects.filter(edition=OuterRef("pk")))
        editions = list(Edition.objects.filter(sessions).select_related("forum").order_by("-starts_on", "-pk"))
        now = timezone.now()
        edition = _chosen(editions, pk, now)
        if request.method == "POST" and edition:
            self._act_on_board(request, edition)
            return HttpResponseRedirect(request.get_full_path())
        lines = read_board(edition, now) if edition else []
        counts = count_states(lines)
        shown = request.GET.get("show", "")
        bars = [Bar(LABELS[state], number, number / len(lines)) for state, number in counts.items() if lines]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Reports of {edition}" if edition else "Reports",
            "opts": self.opts,
            "editions": editions,
            "edition": edition,
            "sessions": len(lines),
            "chart": mark_safe(bar_chart("Sessions by how their reports stand", bars, key="reports")),  # noqa: S308 - made and escaped by speakers.charts
            "filters": _filters(lines, counts),
            "shown": shown,
            "rows": [_row(line, now) for line in lines if _is_shown(line, shown)],
            "may_change": self.has_change_permission(request),
            "unasked": any(line.is_unasked and line.credited for line in lines),
        }
        return render(request, "admin/reports/board.html", context)

    def _act_on_board(self, request, edition):
        """Do what a button of the board says, and tell what came of it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        action, _, key = request.POST.get("action", "").partition(":")
        if action == "ask-all":
            asked = ask_rapporteurs(edition, by=request.user)
            for report in asked.reports:
                self.log_change(request, report, "Asked for.")
            self.message_user(request, f"{len(asked.reports)} asked.", "SUCCESS" if asked.reports else "WARNING")
            for session, reason in asked.refused:
                self.message_user(request, format_html("{}: {}", session, self.told(reason)), "ERROR")
            return
        session = get_object_or_404(
            Session.objects.select_related("edition__forum", "parent__parent", "report__rapporteur"),
            edition=edition,
            pk=key if key.isdecimal() else 0,
        )
        by = request.user
        if action == "ask":
            self.each(request, [session], lambda it: _ask(it, edition, by), "the rapporteur is asked.")
        elif action in STEPS:
            step, done = STEPS[action]
            self.each(request, [_report_of(session)], lambda it: step(it, by=by), done)


STEPS = {
    "remind": (remind_now, "the rapporteur is reminded."),
    "approve": (approved, clearance_of),
}


def _chosen(editions, pk, now):
    """The edition asked for, else the last that has begun, else the next."""
    if pk is not None:
        found = next((it for it in editions if it.pk == pk), None)
        return found or get_object_or_404(Edition.objects.select_related("forum"), pk=pk)
    begun = (it for it in editions if it.starts_on and it.starts_on <= now.date())
    return next(begun, editions[-1] if editions else None)


def _report_of(session):
    report = getattr(session, "report", None)
    if report is None:
        raise PermissionDenied
    report.session = session
    return report


def _ask(session, edition, by):
    """Ask whoever is named for the report, else whoever is credited as rapporteur."""
    report = getattr(session, "report", None)
    person = (report and report.rapporteur) or credited_rapporteurs(edition).get(session.pk)
    if person is None:
        raise DomainError("Nobody is named as rapporteur; choose somebody first.")
    ask_for_report(session, rapporteur=person, by=by)


def _filters(lines, counts):
    """What can be shown alone: its key, its name and how many there are."""
    unasked = sum(line.is_unasked for line in lines)
    states = [(state.value, LABELS[state], number) for state, number in counts.items()]
    return [("", "all", len(lines)), *states, (UNASKED, "nobody asked", unasked)]


def _is_shown(line, shown):
    return not shown or line.state == shown or (shown == UNASKED and line.is_unasked)


def _row(line, now):
    """A line as the page tells it."""
    clock, report = line.clock, line.clock.report
    session, zone = clock.session, clock.session.edition.timezone
    ended = clock.ended_at is not None and clock.ended_at <= now
    draft = report is None or report.status == SessionReport.Status.DRAFT
    rapporteur = report and report.rapporteur
    return {
        "session": session,
        "page": reverse("admin:reports_sessionreport_change", args=[report.pk])
        if report
        else reverse("admin:forums_session_change", args=[session.pk]),
        "state": line.state.value,
        "label": LABELS[line.state],
        "ended": f"{'ended' if ended else 'ends'} {in_words(clock.ended_at, zone)}"
        if clock.ended_at
        else "no time yet",
        "standings": [(owed.label, standing_of(clock, owed, now)) for owed in Owed],
        "approved": report.approved_at and f"approved {in_words(report.approved_at, zone)} by {report.approved_by}"
        if report
        else "",
        "report": report,
        "rapporteur": rapporteur,
        "credited": None if rapporteur else line.credited,
        "written": in_words(line.written_at, zone) if line.written_at else "",
        "draft": draft,
        "remindable": bool(draft and rapporteur and ended),
    }
