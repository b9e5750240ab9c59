"""The programme as printed: speakers' cards and credits."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from forums.adminbase import ReadOnlyInline, TranslatedAdmin
from forums.admincolumns import Badge, CountLink, EditionFilter
from forums.models import Credit, SpeakerCard

from .seats import SeatPages


class SpeaksInInline(ReadOnlyInline):
    model = Credit
    fk_name = "card"
    verbose_name, verbose_name_plural = "credit", "speaks in"
    fields = ["page", "session", "mode", "status"]
    readonly_fields = ["page"]
    related = ["session", "card", "seat_of"]


@admin.register(SpeakerCard)
class SpeakerCardAdmin(TranslatedAdmin):
    list_display = [
        "__str__",
        "native_name",
        "organization",
        "country",
        "edition",
        "featured_position",
        "published",
        CountLink("credits"),
    ]
    list_filter = [("edition", EditionFilter), "published"]
    search_fields = ["name", "sort_name", "native_name", "slug", "edition__slug"]
    autocomplete_fields = ["edition", "organization"]
    related = ["edition__forum", "organization"]
    inlines = [SpeaksInInline]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        ("As printed", {"fields": ["edition", "name", "sort_name", "native_name", "titles", "bio"]}),
        ("About them", {"fields": ["organization", "country", "photo", "links"]}),
        ("In the programme", {"fields": ["slug", "rank", "featured_position", "published"]}),
    ]

    def label(self, card):
        return f"{card} ({card.edition})"


@admin.register(Credit)
class CreditAdmin(SeatPages, TranslatedAdmin):
    part = True
    list_display = ["__str__", "session", "mode", Badge("status"), "position"]
    list_filter = [("session__edition", EditionFilter), "role", "mode", "status"]
    search_fields = [
        "card__name",
        "card__sort_name",
        "seat_of__name",
        "talk",
        "session__title",
        "session__edition__slug",
    ]
    autocomplete_fields = ["session", "card", "seat_of", "delegate_of", "reader"]
    related = [
        "card__edition__forum",
        "seat_of",
        "delegate_of",
        "reader__edition__forum",
        "session__edition__forum",
        "replaces__card",
        "replaces__seat_of",
        "replaced_by__card",
    ]
    readonly_fields = ["instead_of", "came_instead"]
    fieldsets = [
        ("Who, and in which session", {"fields": ["session", "card", "seat_of"]}),
        ("What they do", {"fields": ["role", "talk", "abstract", "mode", "status", "position"]}),
        ("Read on behalf", {"fields": ["reader", "reader_name"]}),
        ("Whose place it was", {"fields": ["delegate_of", "instead_of", "came_instead"]}),
    ]

    @admin.display(description="instead of")
    def instead_of(self, credit):
        return linked(credit.replaces) if credit.replaces else "-"

    @admin.display(description="came instead")
    def came_instead(self, credit):
        other = getattr(credit, "replaced_by", None)
        return linked(other) if other else "-"

    def label(self, credit):
        return f"{credit} ({credit.session.title}, {credit.session.edition})"


def linked(credit):
    return format_html('<a href="{}">{}</a>', reverse("admin:forums_credit_change", args=[credit.pk]), credit)
