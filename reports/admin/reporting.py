"""What the office does with a report: ask, remind, hand in, approve, and the pages of what needs a word or a day."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.csrf import csrf_protect

from forums.exceptions import DomainError
from reports.clock import Owed, clock_of
from reports.models import SessionReport
from reports.reminders import remind_now
from reports.reporting import (
    approve_report,
    ask_for_report,
    extend_report,
    hand_in_takeaways,
    reopen_report,
    return_report,
    submit_report,
)

Status = SessionReport.Status


class WhatToMendForm(forms.Form):
    note = forms.CharField(
        label="What is to be mended",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        help_text="The rapporteur reads it in the mail and on their page.",
    )


class MoreTimeForm(forms.Form):
    """Empty means: as the kind of session is allowed."""

    takeaways_due_at = forms.DateTimeField(label="Takeaways due", required=False)
    due_at = forms.DateTimeField(label="Full report due", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            field.help_text = "Empty: by the allowance for its kind of session."


class ReportingPages:
    """The actions and act pages of a report."""

    actions = ["ask", "remind", "hand_in", "submit", "approve", "stop_reminders"]

    def get_urls(self):
        acts = [("return", self.return_view), ("reopen", self.reopen_view), ("extend", self.extend_view)]
        return [
            *(
                path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"reports_sessionreport_{name}")
                for name, view in acts
            ),
            *super().get_urls(),
        ]

    def buttons_of(self, report):
        if report is None:
            return []
        if report.status == Status.DRAFT:
            asked = ["ask", "remind"] if report.rapporteur_id else []
            return [*asked, *([] if report.takeaways_at else ["hand_in"]), "submit"]
        return ["approve"] if report.status == Status.SUBMITTED else []

    def tools(self, request, report):
        pages = super().tools(request, report)
        board = reverse("admin:reports_board_edition", args=[report.session.edition_id])
        if report.status == Status.APPROVED and request.user.has_perm("reports.view_clearance"):
            pages.append(("Clearance", _clearance_page(report.session)))
        if request.user.has_perm("reports.view_outcome"):
            provenance = reverse("admin:reports_outcome_provenance_edition", args=[report.session.edition_id])
            pages.append(("Provenance", f"{provenance}#session-{report.session_id}"))
        pages.append(("All reports of the edition", board))
        if not self.has_change_permission(request, report):
            return pages
        label, name = {
            Status.DRAFT: ("More time", "extend"),
            Status.SUBMITTED: ("Send back", "return"),
            Status.APPROVED: ("Reopen", "reopen"),
        }[Status(report.status)]
        return [(label, reverse(f"admin:reports_sessionreport_{name}", args=[report.pk])), *pages]

    @admin.action(description="Ask the rapporteur", permissions=["change"])
    def ask(self, request, queryset):
        def step(report):
            if report.rapporteur is None:
                raise DomainError("Choose the rapporteur first.")
            ask_for_report(report.session, rapporteur=report.rapporteur, by=request.user)

        self.each(request, queryset, step, "the rapporteur is asked; their private link is on its way.")

    @admin.action(description="Remind now", permissions=["change"])
    def remind(self, request, queryset):
        self.each(request, queryset, lambda row: remind_now(row, by=request.user), "the rapporteur is reminded.")

    @admin.action(description="Hand in the takeaways", permissions=["change"])
    def hand_in(self, request, queryset):
        self.each(request, queryset, lambda row: hand_in_takeaways(row, by=request.user), "the takeaways are in.")

    @admin.action(description="Submit", permissions=["change"])
    def submit(self, request, queryset):
        self.each(request, queryset, lambda row: submit_report(row, by=request.user), "is submitted.")

    @admin.action(description="Approve", permissions=["change"])
    def approve(self, request, queryset):
        self.each(request, queryset, lambda row: approved(row, by=request.user), clearance_of)

    @admin.action(description="Stop reminders", permissions=["change"])
    def stop_reminders(self, request, queryset):
        queryset.update(reminders=False)
        self.message_user(request, "They get no more reminders.", messages.SUCCESS)

    @method_decorator(csrf_protect)
    def return_view(self, request, pk):
        explained = [
            "The report is a draft again, as it was handed in; its rapporteur gets a mail with what you write.",
        ]

        def step(report, note):
            return_report(report, note=note, by=request.user)
            return "The report is sent back."

        return self._act(request, pk, title="Send back", explained=explained, form_class=WhatToMendForm, step=step)

    @method_decorator(csrf_protect)
    def reopen_view(self, request, pk):
        explained = [
            "The report is a draft again and not approved; its rapporteur gets a mail with what you write.",
            "What was printed of it stays printed; until it is approved again no document of the edition can be final.",
        ]

        def step(report, note):
            reopen_report(report, note=note, by=request.user)
            return "The report is reopened."

        return self._act(request, pk, title="Reopen", explained=explained, form_class=WhatToMendForm, step=step)

    @method_decorator(csrf_protect)
    def extend_view(self, request, pk):
        report = self._report(request, pk)
        now, clock, zone = timezone.now(), clock_of(report), report.session.edition.timezone
        explained = [f"All times are those of {zone}. The rapporteur is reminded anew of what is due anew."]
        initial = {"takeaways_due_at": report.takeaways_due_at, "due_at": report.due_at}
        if clock.is_late(Owed.TAKEAWAYS, now):
            initial["takeaways_due_at"] = _whole_minute(now + timedelta(days=1))
        if clock.report_due_at:
            initial["due_at"] = _whole_minute(max(clock.report_due_at, now) + timedelta(days=7))

        def step(report, **times):
            extend_report(report, **times, by=request.user)
            return "The report has its own times now."

        def form_class(data):
            return MoreTimeForm(data, initial=initial)

        with timezone.override(ZoneInfo(zone)):
            return self._act(request, pk, title="More time", explained=explained, form_class=form_class, step=step)

    def _report(self, request, pk):
        report = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, report):
            raise PermissionDenied
        return report

    def _act(self, request, pk, *, title, explained, form_class, step):
        """Explain the act and ask for what it needs; then do it and say what came of it."""
        report = self._report(request, pk)
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                told = step(report, **form.cleaned_data)
            except DomainError as error:
                self.message_user(request, f"{report}: {error}", messages.ERROR)
            else:
                self.log_change(request, report, told)
                self.message_user(request, told, messages.SUCCESS)
            board = reverse("admin:reports_board_edition", args=[report.session.edition_id])
            return HttpResponseRedirect(board if request.GET.get("from") == "board" else self.page_of(pk))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(report),
            "opts": self.opts,
            "original": report,
            "explained": explained,
            "form": form,
        }
        return render(request, "admin/act.html", context)


def approved(report, *, by):
    """The report, once it is approved."""
    approve_report(report, by=by)
    return report


def clearance_of(report):
    """That it is approved, and what comes next."""
    board = _clearance_page(report.session)
    return format_html('is approved. Next: <a href="{}">let those who are quoted clear it</a>.', board)


def _clearance_page(session):
    page = reverse("admin:reports_clearance_board", args=[session.edition_id])
    return f"{page}?session={session.pk}"


def _whole_minute(moment):
    return moment.replace(second=0, microsecond=0)
