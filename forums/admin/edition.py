"""An edition and what is written on its page: partners, figures, announced days, rooms, tracks."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from forums.adminbase import DomainAdmin, TabularInline, TranslatedAdmin, TranslatedTabularInline
from forums.admincolumns import Badge, CountLink, EditionFilter, in_zone
from forums.agenda.release import publish_agenda
from forums.models import AgendaRelease, Announcement, Edition, Figure, Partnership, Room, Track


class PartnershipInline(TabularInline):
    model = Partnership
    related = ["organization"]
    autocomplete_fields = ["organization"]
    show_change_link = False


class FigureInline(TranslatedTabularInline):
    model = Figure
    fields = ["kind", "qualifier", "value", "scope", "detail", "source", "preferred"]


class AnnouncementInline(TabularInline):
    model = Announcement
    show_change_link = False


class RoomInline(TranslatedTabularInline):
    model = Room
    fields = ["name", "slug", "capacity", "position"]
    prepopulated_fields = {"slug": ["name"]}


class TrackInline(TranslatedTabularInline):
    model = Track
    fields = ["name", "slug", "position"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Edition)
class EditionAdmin(TranslatedAdmin):
    parts = [CountLink("sessions"), CountLink("cards", "speakers"), CountLink("releases")]
    list_display = ["__str__", Badge("status"), "starts_on", "ends_on", "city", *parts]
    list_filter = ["forum", "status"]
    search_fields = ["slug", "title", "forum__name", "forum__short_name", "year"]
    related = ["forum"]
    inlines = [PartnershipInline, RoomInline, TrackInline, FigureInline, AnnouncementInline]
    readonly_fields = ["programme", "published_agenda"]
    actions = ["publish"]
    buttons = ["publish"]
    fieldsets = [
        ("The edition", {"fields": ["forum", ("number", "year"), "title", "theme", "slug", "status"]}),
        ("The programme", {"fields": ["programme", "published_agenda"]}),
        (
            "When and where",
            {
                "fields": [
                    ("starts_on", "ends_on"),
                    "when",
                    "timezone",
                    "format",
                    "venue",
                    ("city", "country"),
                ]
            },
        ),
        ("Published in", {"fields": ["languages"]}),
        ("Closing chapter", {"fields": ["next_step"]}),
        ("For the office", {"fields": ["source", "note"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        edition, programme, *others = super().get_fieldsets(request, obj)
        return [edition, programme, *others] if obj else [edition, *others]

    @admin.display(description="on file")
    def programme(self, edition):
        return format_html_join(" · ", "{}: {}", ((part.short_description, part(edition)) for part in self.parts))

    @admin.display(description="published agenda")
    def published_agenda(self, edition):
        release = edition.releases.defer("content", "changes").order_by("-version").first()
        if not release:
            return "Not published yet."
        return format_html("{}, {}", release_links(edition, release), in_zone(release.at, edition.timezone))

    def has_publish_permission(self, request):
        return request.user.has_perm("forums.add_agendarelease")

    @admin.action(description="Publish the agenda", permissions=["publish"])
    def publish(self, request, queryset):
        def published(release):
            return format_html("the agenda is published: {}.", release_links(release.edition, release))

        self.each(request, queryset, lambda edition: publish_agenda(edition, by=request.user), published)


def release_links(edition: Edition, release: AgendaRelease) -> str:
    """The release in the office, and what the public reads of it."""
    return format_html(
        '<a href="{}">release {}</a> (<a href="{}">as the public reads it</a>)',
        reverse("admin:forums_agendarelease_change", args=[release.pk]),
        release.version,
        f"/api/v1/editions/{edition.slug}/agenda/",
    )


class PartOfEditionAdmin(DomainAdmin):
    """Rows of one edition that are told apart by it."""

    part = True
    related = ["edition__forum"]
    autocomplete_fields = ["edition"]
    list_filter = [("edition", EditionFilter)]

    def label(self, obj):
        return f"{obj} ({obj.edition})"


@admin.register(Room)
class RoomAdmin(PartOfEditionAdmin, TranslatedAdmin):
    list_display = ["__str__", "edition", "capacity", "layout", "position", CountLink("sessions")]
    search_fields = ["name", "slug", "edition__slug"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["edition", "name", "slug", "capacity", "layout", "online_url", "position", "note"]


@admin.register(Track)
class TrackAdmin(PartOfEditionAdmin, TranslatedAdmin):
    list_display = ["__str__", "edition", "position", CountLink("sessions")]
    search_fields = ["name", "slug", "edition__slug"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["edition", "name", "slug", "position"]


@admin.register(Partnership)
class PartnershipAdmin(PartOfEditionAdmin):
    list_display = ["__str__", "edition", "role", "position"]
    list_filter = [("edition", EditionFilter), "role"]
    search_fields = ["organization__name", "organization__acronym", "edition__slug"]
    autocomplete_fields = ["edition", "organization"]
    related = ["edition__forum", "organization"]


@admin.register(Figure)
class FigureAdmin(PartOfEditionAdmin, TranslatedAdmin):
    list_display = ["__str__", "edition", "source", "as_of", "preferred"]
    list_filter = [("edition", EditionFilter), "kind", "preferred"]
    search_fields = ["source", "scope", "detail", "edition__slug"]
    fields = ["edition", "kind", ("qualifier", "value"), "scope", "detail", "source", "as_of", "preferred"]


@admin.register(Announcement)
class AnnouncementAdmin(PartOfEditionAdmin):
    list_display = ["__str__", "edition", "published_on", "preferred"]
    list_filter = [("edition", EditionFilter), "preferred"]
    search_fields = ["source", "edition__slug"]
