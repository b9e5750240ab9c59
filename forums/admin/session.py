"""Sessions: what happens when and where, and who is credited there."""

from django.contrib import admin

from forums.adminbase import ReadOnlyInline, TranslatedAdmin, TranslatedTabularInline
from forums.admincolumns import Badge, CountLink, EditionFilter, Moment
from forums.models import Credit, Session

STARTS = Moment("starts_at", "edition__timezone", "starts")
ENDS = Moment("ends_at", "edition__timezone", "ends")


class CreditInline(TranslatedTabularInline):
    model = Credit
    fields = ["role", "card", "seat_of", "talk", "mode", "status", "position"]
    autocomplete_fields = ["card", "seat_of"]
    related = ["card__edition__forum", "seat_of"]


class PartInline(ReadOnlyInline):
    model = Session
    verbose_name, verbose_name_plural = "part", "parts of this session"
    fields = ["page", "kind", "number", STARTS, ENDS, "status"]
    readonly_fields = ["page", STARTS, ENDS]
    related = ["edition"]


@admin.register(Session)
class SessionAdmin(TranslatedAdmin):
    list_display = [
        "__str__",
        "edition",
        "kind",
        "number",
        STARTS,
        "place",
        Badge("status"),
        CountLink("credits"),
        CountLink("parts"),
    ]
    list_filter = [("edition", EditionFilter), "kind", "status", "visibility"]
    date_hierarchy = "starts_at"
    search_fields = ["title", "code", "edition__slug"]
    autocomplete_fields = ["edition", "parent", "track", "room", "organizers"]
    related = ["edition__forum", "room__edition__forum", "track__edition__forum", "parent__edition__forum"]
    zone = "edition__timezone"
    inlines = [CreditInline, PartInline]
    prepopulated_fields = {"code": ["title"]}
    fieldsets = [
        (
            "The session",
            {
                "fields": [
                    "edition",
                    "parent",
                    ("kind", "number"),
                    "title",
                    "theme",
                    "code",
                    "description",
                    "organizers",
                ]
            },
        ),
        (
            "When and where",
            {"fields": [("starts_at", "ends_at"), "room", "all_rooms", "layout", "track"]},
        ),
        ("How it went", {"fields": ["status", ("actual_starts_at", "actual_ends_at"), "recording_url"]}),
        (
            "Languages and online",
            {
                "fields": [
                    "floor_languages",
                    "interpretation_languages",
                    "livestream_url",
                    ("livestream_opens_at", "livestream_closes_at"),
                    "online_plan",
                ],
                "classes": ["collapse"],
            },
        ),
        ("Policy", {"fields": ["policy_questions", "sdgs", "sdg_targets"], "classes": ["collapse"]}),
        ("For the office", {"fields": ["visibility", "attribution", "position", "note"]}),
    ]

    def label(self, session):
        return f"{session} ({session.edition})"

    @admin.display(description="place", ordering="room")
    def place(self, session):
        return "all rooms" if session.all_rooms else session.room
