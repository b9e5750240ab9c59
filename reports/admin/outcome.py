"""Outcomes and their points."""

from django.contrib import admin
from django.db.models import F, Prefetch
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from forums.adminbase import DomainAdmin, TranslatedAdmin, TranslatedStackedInline
from forums.admincolumns import Badge, CountLink, EditionFilter
from forums.adminforms import DomainForm
from reports.evidence import read_likenesses
from reports.models import EvidenceRefusal, Intervention, Outcome, OutcomePoint

from .provenance import VIEW, MatrixPages, SourcePages, heading_of, percent

# More suggestions than these wait on the page of the sources.
MOST_LIKELY = 5


class OutcomePointForm(DomainForm):
    def clean(self):
        """A point rests on what was said at its own edition."""
        cleaned = super().clean()
        outcome = cleaned.get("outcome") or (self.instance.outcome if self.instance.outcome_id else None)
        if outcome is not None:
            elsewhere = [
                str(said)
                for said in cleaned.get("evidence") or ()
                if said.report.session.edition_id != outcome.edition_id
            ]
            if elsewhere:
                self.add_error("evidence", f"Said at another edition: {'; '.join(elsewhere)}.")
        return cleaned


class OutcomePointInline(TranslatedStackedInline):
    model = OutcomePoint
    form = OutcomePointForm
    fieldsets = [
        (None, {"fields": ["text", "evidence", ("parent", "convergence", "position"), "dissent"]}),
    ]
    autocomplete_fields = ["evidence"]
    related = ["parent__outcome"]

    def get_queryset(self, request):
        named = self.admin_site.get_model_admin(Intervention).joined(Intervention.objects.all())
        # As they are printed: each followed by those nested in it.
        printed = [
            Coalesce("parent__position", "position"),
            Coalesce("parent_id", "id"),
            F("parent_id").asc(nulls_first=True),
            "position",
            "id",
        ]
        return super().get_queryset(request).order_by(*printed).prefetch_related(Prefetch("evidence", named))

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if field := formset.form.base_fields.get("parent"):
            # Listed once for all rows: a point is nested in one of the same outcome that is not nested itself.
            whole = OutcomePoint.objects.filter(outcome=obj, parent=None) if obj else OutcomePoint.objects.none()
            field.queryset = whole.select_related("outcome")
            field.choices = [("", "---------"), *((point.pk, str(point)) for point in field.queryset)]
        return formset


@admin.register(Outcome)
class OutcomeAdmin(MatrixPages, TranslatedAdmin):
    list_display = ["__str__", "edition", "position", CountLink("points")]
    list_filter = [("edition", EditionFilter)]
    search_fields = ["heading", "edition__slug"]
    autocomplete_fields = ["edition"]
    related = ["edition__forum"]
    inlines = [OutcomePointInline]
    fields = ["edition", "heading", "position"]
    list_pages = [("Provenance", "admin:reports_outcome_provenance", VIEW)]

    def label(self, outcome):
        return f"{outcome} ({outcome.edition})"

    def tools(self, request, obj):
        matrix = reverse("admin:reports_outcome_provenance_edition", args=[obj.edition_id])
        return [*super().tools(request, obj), *([("Provenance", matrix)] if request.user.has_perm(VIEW) else [])]


class UnsupportedFilter(admin.SimpleListFilter):
    title = "what it rests on"
    parameter_name = "unsupported"

    def lookups(self, request, model_admin):
        return [("yes", "nothing")]

    def queryset(self, request, queryset):
        return queryset.unsupported() if self.value() else queryset


@admin.register(OutcomePoint)
class OutcomePointAdmin(SourcePages, TranslatedAdmin):
    part = True
    form = OutcomePointForm
    list_display = ["__str__", "outcome", Badge("convergence"), "position"]
    list_filter = [("outcome__edition", EditionFilter), "convergence", UnsupportedFilter]
    search_fields = ["text", "outcome__heading", "outcome__edition__slug"]
    autocomplete_fields = ["outcome", "parent", "evidence"]
    related = ["outcome__edition__forum", "parent__outcome"]
    readonly_fields = ["likely_sources"]
    pages = [("Sources", "admin:reports_outcomepoint_sources", VIEW)]
    fieldsets = [
        ("The point", {"fields": ["outcome", "parent", "text", "position"]}),
        ("What it rests on", {"fields": ["evidence", "likely_sources"]}),
        ("How far it was agreed", {"fields": ["convergence", "dissent"]}),
    ]

    def label(self, point):
        return f"{point} ({point.outcome})"

    @admin.display(description="likely sources")
    def likely_sources(self, point):
        """What was said in the same words and is not decided yet, the likeliest first."""
        if not point.pk:
            return "Shown once the point is saved."
        found = [it for it in read_likenesses(point) if it.state == "suggested"]
        if not found:
            return "Nothing undecided was said in words like these."
        address = reverse("admin:reports_outcomepoint_sources", args=[point.pk])
        lines = format_html_join(
            "",
            '<li><a href="{}#said-{}">{}</a> {} ({})</li>',
            (
                (
                    address,
                    it.intervention.pk,
                    percent(it.score),
                    it.intervention,
                    heading_of(it.intervention.report.session),
                )
                for it in found[:MOST_LIKELY]
            ),
        )
        more = f"And {len(found) - MOST_LIKELY} more." if len(found) > MOST_LIKELY else ""
        return format_html("<ul>{}</ul>{}", lines, more)


@admin.register(EvidenceRefusal)
class EvidenceRefusalAdmin(DomainAdmin):
    """Refused suggestions; one that is deleted is suggested again."""

    part = True
    list_display = ["point", "intervention", "by", "at"]
    list_filter = [("point__outcome__edition", EditionFilter)]
    search_fields = ["point__text", "intervention__key", "point__outcome__edition__slug"]
    autocomplete_fields = ["point", "intervention"]
    related = [
        "by",
        "point__outcome__edition__forum",
        "intervention__report__session__edition__forum",
        "intervention__credit__card",
        "intervention__credit__seat_of",
    ]
    fields = ["point", "intervention"]
