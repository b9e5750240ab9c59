"""Reports of sessions: who said what, the key messages, what is asked of whom."""

from django.contrib import admin
from django.utils import timezone

from forums.adminbase import DomainAdmin, TranslatedAdmin, TranslatedStackedInline, TranslatedTabularInline
from forums.admincolumns import Badge, CountLink, EditionFilter, Moment, badge
from forums.models import Credit
from reports.models import CallToAction, Intervention, SessionReport, Takeaway


class InterventionInline(TranslatedStackedInline):
    model = Intervention
    fieldsets = [
        (
            None,
            {"fields": [("credit", "collective"), ("key", "position", "clearance"), "text", "instruments"]},
        ),
    ]
    autocomplete_fields = ["instruments"]
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


class TakeawayInline(TranslatedTabularInline):
    model = Takeaway
    fields = ["text", "position"]


class CallToActionInline(TranslatedTabularInline):
    model = CallToAction
    fields = ["text", "addressee", "status", "position"]


class LateFilter(admin.SimpleListFilter):
    title = "punctuality"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return [("yes", "late")]

    def queryset(self, request, queryset):
        late = {"due_at__lt": timezone.now(), "status": SessionReport.Status.DRAFT}
        return queryset.filter(**late) if self.value() else queryset


@admin.register(SessionReport)
class SessionReportAdmin(DomainAdmin):
    due = Moment("due_at", "session__edition__timezone", "due")
    list_display = [
        "__str__",
        "rapporteur",
        Badge("status"),
        due,
        "punctual",
        CountLink("interventions"),
        CountLink("takeaways"),
        CountLink("calls_to_action", "calls to action"),
    ]
    list_filter = [("session__edition", EditionFilter), "status", LateFilter]
    search_fields = [
        "session__title",
        "session__code",
        "session__edition__slug",
        "rapporteur__family_name",
    ]
    autocomplete_fields = ["session", "rapporteur"]
    related = ["session__edition__forum", "rapporteur", "approved_by"]
    zone = "session__edition__timezone"
    readonly_fields = ["approved_by"]
    inlines = [TakeawayInline, CallToActionInline, InterventionInline]
    fieldsets = [
        ("The report", {"fields": ["session", "rapporteur", "status"]}),
        (
            "When",
            {
                "fields": [
                    ("takeaways_due_at", "due_at"),
                    ("submitted_at", "approved_at"),
                    "approved_by",
                ]
            },
        ),
        ("For the office", {"fields": ["note"], "classes": ["collapse"]}),
    ]

    def get_inlines(self, request, obj):
        # Who can have spoken is known once the session is.
        return super().get_inlines(request, obj) if obj else []

    def label(self, report):
        return f"{report} ({report.session.edition})"

    @admin.display(description="")
    def punctual(self, report):
        late = report.status == report.Status.DRAFT and report.due_at and report.due_at < timezone.now()
        return badge("late", "late") if late else ""


class PartOfReportAdmin(TranslatedAdmin):
    """Rows of one report."""

    part = True
    list_filter = [("report__session__edition", EditionFilter)]
    related = ["report__session__edition__forum"]
    autocomplete_fields = ["report"]


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

    def label(self, intervention):
        return f"{intervention} ({intervention.report.session.edition})"


@admin.register(Takeaway)
class TakeawayAdmin(PartOfReportAdmin):
    list_display = ["__str__", "report", "position"]
    search_fields = ["text", "report__session__title"]
    fields = ["report", "text", "position"]


@admin.register(CallToAction)
class CallToActionAdmin(PartOfReportAdmin):
    list_display = ["__str__", "addressee", Badge("status"), "report"]
    list_filter = [("report__session__edition", EditionFilter), "status"]
    search_fields = ["text", "addressee", "addressee_organization__name", "report__session__title"]
    autocomplete_fields = ["report", "addressee_organization", "carried_from"]
    related = [
        "report__session__edition__forum",
        "addressee_organization",
        "carried_from__report__session__edition__forum",
    ]
    fieldsets = [
        ("The call", {"fields": ["report", "text", "addressee", "addressee_organization", "position"]}),
        ("What came of it", {"fields": ["status", "reply", "evidence_url", "carried_from"]}),
    ]

    def label(self, call):
        return f"{call} ({call.report.session.edition})"
