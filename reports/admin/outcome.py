"""Outcomes and their points."""

from django.contrib import admin
from django.db.models import Prefetch

from forums.adminbase import TranslatedAdmin, TranslatedStackedInline
from forums.admincolumns import Badge, CountLink, EditionFilter
from reports.models import Intervention, Outcome, OutcomePoint


class OutcomePointInline(TranslatedStackedInline):
    model = OutcomePoint
    fieldsets = [
        (None, {"fields": ["text", "evidence", ("parent", "convergence", "position"), "dissent"]}),
    ]
    autocomplete_fields = ["evidence", "parent"]
    related = ["parent__outcome"]

    def get_queryset(self, request):
        named = self.admin_site.get_model_admin(Intervention).joined(Intervention.objects.all())
        return super().get_queryset(request).prefetch_related(Prefetch("evidence", named))


@admin.register(Outcome)
class OutcomeAdmin(TranslatedAdmin):
    list_display = ["__str__", "edition", "position", CountLink("points")]
    list_filter = [("edition", EditionFilter)]
    search_fields = ["heading", "edition__slug"]
    autocomplete_fields = ["edition"]
    related = ["edition__forum"]
    inlines = [OutcomePointInline]
    fields = ["edition", "heading", "position"]

    def label(self, outcome):
        return f"{outcome} ({outcome.edition})"


@admin.register(OutcomePoint)
class OutcomePointAdmin(TranslatedAdmin):
    part = True
    list_display = ["__str__", "outcome", Badge("convergence"), "position"]
    list_filter = [
        ("outcome__edition", EditionFilter),
        "convergence",
        ("evidence", admin.EmptyFieldListFilter),
    ]
    search_fields = ["text", "outcome__heading", "outcome__edition__slug"]
    autocomplete_fields = ["outcome", "parent", "evidence"]
    related = ["outcome__edition__forum", "parent__outcome"]
    fieldsets = [
        ("The point", {"fields": ["outcome", "parent", "text", "position"]}),
        ("What it rests on", {"fields": ["evidence", "convergence", "dissent"]}),
    ]

    def label(self, point):
        return f"{point} ({point.outcome})"
