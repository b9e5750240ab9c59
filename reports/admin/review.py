"""Review rounds with their comments, and clearances by the speakers."""

from django.contrib import admin

from forums.adminbase import DomainAdmin, StackedInline
from forums.admincolumns import Badge, CountLink, EditionFilter, Moment
from reports.models import Clearance, Comment, ReviewRound


class CommentInline(StackedInline):
    model = Comment
    fields = [("author", "organization", "anchor"), "text", ("disposition", "reason")]
    autocomplete_fields = ["organization"]
    related = ["organization"]
    show_change_link = False


@admin.register(ReviewRound)
class ReviewRoundAdmin(DomainAdmin):
    list_display = ["__str__", "version", "opens_on", "closes_on", CountLink("comments")]
    list_filter = [("version__document__edition", EditionFilter)]
    search_fields = ["title", "version__document__key", "version__document__title"]
    date_hierarchy = "opens_on"
    autocomplete_fields = ["version"]
    related = ["version__document__edition__forum"]
    deferred = ["version__content"]
    inlines = [CommentInline]
    fields = ["version", "title", ("opens_on", "closes_on"), "note"]


@admin.register(Comment)
class CommentAdmin(DomainAdmin):
    part = True
    list_display = ["__str__", "organization", "round", Badge("disposition"), "written_at"]
    list_filter = ["disposition", ("round__version__document__edition", EditionFilter)]
    search_fields = ["author", "text", "anchor", "organization__name", "round__title"]
    autocomplete_fields = ["round", "organization"]
    related = ["round__version__document__edition__forum", "organization", "decided_by"]
    deferred = ["round__version__content"]
    readonly_fields = ["written_at", "decided_by"]
    fieldsets = [
        ("The comment", {"fields": ["round", "anchor", "author", "organization", "text", "written_at"]}),
        ("What was done with it", {"fields": ["disposition", "reason", "decided_by"]}),
    ]


@admin.register(Clearance)
class ClearanceAdmin(DomainAdmin):
    list_display = ["__str__", Badge("status"), Moment("deadline", "edition__timezone"), "answered_at"]
    list_filter = [("edition", EditionFilter), "status"]
    search_fields = ["person__family_name", "person__given_name", "person__email", "edition__slug"]
    autocomplete_fields = ["edition", "person", "interventions"]
    related = ["edition__forum", "person"]
    zone = "edition__timezone"
    readonly_fields = ["sent_at", "answered_at"]
    fieldsets = [
        ("Who clears what", {"fields": ["edition", "person", "interventions", "deadline"]}),
        ("How it stands", {"fields": ["status", "sent_at", "answered_at", "answer"]}),
    ]
