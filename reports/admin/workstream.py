"""Workstreams: committees and their programmes between editions."""

from django.contrib import admin

from forums.adminbase import DomainAdmin, TabularInline, TranslatedAdmin, TranslatedTabularInline
from forums.admincolumns import CountLink
from reports.models import Lead, Milestone, Workstream


class LeadInline(TabularInline):
    model = Lead
    autocomplete_fields = ["person"]
    related = ["person"]
    show_change_link = False


class MilestoneInline(TranslatedTabularInline):
    model = Milestone
    fields = ["kind", "title", "on", "place", "edition", "position"]
    autocomplete_fields = ["edition"]
    related = ["edition__forum"]


@admin.register(Workstream)
class WorkstreamAdmin(TranslatedAdmin):
    list_display = ["__str__", "kind", "forum", "parent", "released_at", CountLink("milestones")]
    list_filter = ["kind", "forum"]
    search_fields = ["key", "title", "organization__name"]
    autocomplete_fields = ["organization", "parent", "released_at"]
    related = ["forum", "organization", "parent", "released_at__forum"]
    inlines = [LeadInline, MilestoneInline]
    prepopulated_fields = {"key": ["title"]}
    fieldsets = [
        ("The workstream", {"fields": ["title", "kind", "key", "purpose"]}),
        ("Where it belongs", {"fields": ["forum", "organization", "parent", "released_at"]}),
    ]


@admin.register(Lead)
class LeadAdmin(DomainAdmin):
    part = True
    list_display = ["__str__", "workstream", "position"]
    search_fields = ["person__family_name", "person__given_name", "workstream__title", "role"]
    autocomplete_fields = ["workstream", "person"]
    related = ["workstream", "person"]


@admin.register(Milestone)
class MilestoneAdmin(TranslatedAdmin):
    part = True
    list_display = ["__str__", "workstream", "kind", "on", "place", "edition"]
    list_filter = ["kind"]
    search_fields = ["title", "workstream__title", "place"]
    date_hierarchy = "on"
    autocomplete_fields = ["workstream", "session", "edition"]
    related = ["workstream", "session__edition__forum", "edition__forum"]
    fieldsets = [
        ("The step", {"fields": ["workstream", "kind", "title", "description", "position"]}),
        ("When and where", {"fields": ["on", "place", "session", "edition"]}),
        ("For the office", {"fields": ["source", "note"]}),
    ]
