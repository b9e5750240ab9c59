"""Reports of sessions: who said what, the key messages, what is asked of whom."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from forums.adminbase import (
    DomainAdmin,
    FrozenAdmin,
    TranslatedAdmin,
    TranslatedStackedInline,
    TranslatedTabularInline,
)
from forums.admincolumns import Badge, CountLink, EditionFilter, badge, in_zone
from forums.exceptions import DomainError
from forums.models import Credit
from reports.board import standing_of
from reports.clock import Owed, State, clock_of, read_allowances, read_clock
from reports.models import Allowance, CallToAction, Escalation, Intervention, ReportEvent, SessionReport, Takeaway
from speakers.links import revoke_private_links
from speakers.models import Mail, PrivateLink

from .board import BoardPages
from .reporting import ReportingPages


class UntilApproved:
    """Parts of a report that are only to be read once it is approved: whoever wants to change them reopens it."""

    def has_add_permission(self, request, obj=None):
        return _is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return _is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_open(obj) and super().has_delete_permission(request, obj)


def _is_open(report):
    return report is None or report.status != SessionReport.Status.APPROVED


class InterventionInline(UntilApproved, TranslatedStackedInline):
    model = Intervention
    fieldsets = [
        (
            None,
            {"fields": [("credit", "collective"), ("key", "position", "clearance"), "text", "instruments"]},
        ),
    ]
    autocomplete_fields = ["instruments"]
    # Cleared by those who said it, or settled with a reason on the board of clearance.
    readonly_fields = ["clearance"]
    related = ["credit__card", "credit__seat_of"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("instruments")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if field := formset.form.base_fields.get("credit"):
            # Listed once for all rows: only those who are credited in this session can have spoken in it.
            field.queryset = Credit.objects.filter(session=obj.session_id).select_related("card", "seat_of")
            field.choices = [("", "---------"), *((credit.pk, str(credit)) for credit in field.queryset)]
        return formset


class TakeawayInline(UntilApproved, TranslatedTabularInline):
    model = Takeaway
    fields = ["text", "position"]


class CallToActionInline(UntilApproved, TranslatedTabularInline):
    model = CallToAction
    fields = ["text", "addressee", "addressee_organization", "position"]
    autocomplete_fields = ["addressee_organization"]
    related = ["addressee_organization"]


@admin.register(SessionReport)
class SessionReportAdmin(BoardPages, ReportingPages, DomainAdmin):
    list_display = [
        "__str__",
        "rapporteur",
        Badge("status"),
        "due",
        "punctual",
        CountLink("interventions"),
        CountLink("takeaways"),
        CountLink("calls_to_action", "calls to action"),
    ]
    list_pages = [("How all sessions stand", "admin:reports_board", "reports.view_sessionreport")]
    list_filter = [("session__edition", EditionFilter), "status"]
    search_fields = [
        "session__title",
        "session__code",
        "session__edition__slug",
        "rapporteur__family_name",
    ]
    autocomplete_fields = ["session", "rapporteur"]
    related = ["session__edition__forum", "session__parent__parent", "rapporteur", "approved_by"]
    zone = "session__edition__timezone"
    # It moves by the buttons only.
    readonly_fields = ["standing", "takeaways_owed", "report_owed", "approval", "mended", "timeline", "mails"]
    inlines = [TakeawayInline, CallToActionInline, InterventionInline]
    fieldsets = [
        ("The report", {"fields": ["session", "rapporteur", "reminders"]}),
        ("How it stands", {"fields": ["standing", "takeaways_owed", "report_owed", "approval", "mended"]}),
        ("Step by step", {"fields": ["timeline", "mails"]}),
        ("For the office", {"fields": ["note"], "classes": ["collapse"]}),
    ]

    def get_inlines(self, request, obj):
        # Who can have spoken is known once the session is.
        return super().get_inlines(request, obj) if obj else []

    def get_fieldsets(self, request, obj=None):
        asked, *others = super().get_fieldsets(request, obj)
        return [asked, *others] if obj else [asked]

    def get_readonly_fields(self, request, obj=None):
        # What was said belongs to who spoke in the session: a report does not move to another one.
        return [*super().get_readonly_fields(request, obj), *(["session"] if obj else [])]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "rapporteur" in form.changed_data:
            revoke_private_links(PrivateLink.Purpose.REPORT, obj.pk)

    def response_post_save_add(self, request, obj):
        # The buttons are on the report's page.
        return HttpResponseRedirect(self.page_of(obj.pk))

    def label(self, report):
        return f"{report} ({report.session.edition})"

    def get_changelist_instance(self, request):
        shown = super().get_changelist_instance(request)
        allowances = read_allowances({report.session.edition_id for report in shown.result_list})
        for report in shown.result_list:
            report.clock = read_clock(report.session, report, allowances)
        return shown

    def clock(self, report):
        if not hasattr(report, "clock"):
            report.clock = clock_of(report)
        return report.clock

    @admin.display(description="due")
    def due(self, report):
        due = self.clock(report).report_due_at
        return due and in_zone(due, report.session.edition.timezone)

    @admin.display(description="")
    def punctual(self, report):
        return badge("late", "late") if self.clock(report).state(timezone.now()) == State.LATE else ""

    @admin.display(description="status")
    def standing(self, report):
        return badge(report.status, report.get_status_display())

    @admin.display(description="takeaways")
    def takeaways_owed(self, report):
        return _told(standing_of(self.clock(report), Owed.TAKEAWAYS, timezone.now()))

    @admin.display(description="full report")
    def report_owed(self, report):
        return _told(standing_of(self.clock(report), Owed.REPORT, timezone.now()))

    @admin.display(description="approved")
    def approval(self, report):
        if not report.approved_at:
            return "As it was loaded." if report.status == report.Status.APPROVED else "Not yet."
        return f"{in_zone(report.approved_at, report.session.edition.timezone)} by {report.approved_by or 'somebody'}"

    @admin.display(description="sent back for")
    def mended(self, report):
        return report.returned or "Nothing is waiting to be mended."

    @admin.display(description="step by step")
    def timeline(self, report):
        zone = report.session.edition.timezone
        steps = [
            (
                badge(step.kind, step.get_kind_display()),
                in_zone(step.at, zone),
                f"by {step.by}" if step.by else "",
                f"– {step.note}" if step.note else "",
            )
            for step in report.events.select_related("by")
        ]
        if not steps:
            return "Nobody has been asked yet: choose the rapporteur, save, then “Ask the rapporteur”."
        return format_html('<ol class="timeline">{}</ol>', format_html_join("", "<li>{} {} {} {}</li>", steps))

    @admin.display(description="mails")
    def mails(self, report):
        purpose = PrivateLink.Purpose.REPORT
        rows = [
            (
                reverse("admin:speakers_mail_change", args=[mail.pk]),
                mail.get_kind_display(),
                badge(mail.state, mail.state),
            )
            for mail in Mail.objects.filter(link_purpose=purpose, link_subject=report.pk).order_by("queued_at", "id")
        ]
        return format_html_join(" ", '<a href="{}">{}</a> {}', rows) or "None yet."


def _told(standing):
    return format_html("{} {}", standing.told, badge("late", standing.late) if standing.late else "")


@admin.register(Allowance)
class AllowanceAdmin(DomainAdmin):
    list_display = ["__str__", "takeaways_hours", "report_days"]
    list_filter = [("edition", EditionFilter), "kind"]
    search_fields = ["edition__slug"]
    autocomplete_fields = ["edition"]
    related = ["edition__forum"]
    fields = ["edition", "kind", "takeaways_hours", "report_days"]


@admin.register(ReportEvent)
class ReportEventAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", "report", "at", "by", "note"]
    list_filter = ["kind", ("report__session__edition", EditionFilter)]
    search_fields = ["report__session__title", "report__session__edition__slug"]
    related = ["report__session__edition__forum", "by"]


@admin.register(Escalation)
class EscalationAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", "at"]
    list_filter = ["owed", ("session__edition", EditionFilter)]
    search_fields = ["session__title", "session__edition__slug"]
    related = ["session__edition__forum"]


class PartOfReportAdmin(TranslatedAdmin):
    """Rows of one report; what is approved is changed only once the report is reopened."""

    part = True
    list_filter = [("report__session__edition", EditionFilter)]
    related = ["report__session__edition__forum"]
    autocomplete_fields = ["report"]

    def tools(self, request, row):
        label = "The report" if _is_open(row.report) else "Approved: reopen its report to change it"
        return [
            (label, reverse("admin:reports_sessionreport_change", args=[row.report_id])),
            *super().tools(request, row),
        ]

    def has_change_permission(self, request, obj=None):
        return (obj is None or _is_open(obj.report)) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return (obj is None or _is_open(obj.report)) and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if not _is_open(obj.report):
            raise DomainError(f"{obj.report} is approved: reopen it first.", about=obj.report)
        super().save_model(request, obj, form, change)


@admin.register(Intervention)
class InterventionAdmin(PartOfReportAdmin):
    list_display = ["__str__", "report", Badge("clearance"), "position"]
    list_filter = [("report__session__edition", EditionFilter), "clearance"]
    search_fields = [
        "key",
        "heading",
        "text",
        "credit__card__name",
        "collective",
        "report__session__title",
        "report__session__edition__slug",
    ]
    autocomplete_fields = ["report", "credit", "instruments"]
    related = [
        "report__session__edition__forum",
        "credit__card",
        "credit__seat_of",
        "credit__session__edition__forum",
    ]
    fieldsets = [
        ("Who spoke", {"fields": ["report", "credit", "collective"]}),
        ("What was said", {"fields": ["heading", "text", "instruments"]}),
        ("In the document", {"fields": ["key", "position", "clearance"]}),
    ]
    readonly_fields = ["clearance"]

    def label(self, intervention):
        return f"{intervention} ({intervention.report.session.edition})"


@admin.register(Takeaway)
class TakeawayAdmin(PartOfReportAdmin):
    list_display = ["__str__", "report", "position"]
    search_fields = ["text", "report__session__title"]
    fields = ["report", "text", "position"]
