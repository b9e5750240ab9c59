"""An edition and what is written on its page: partners, figures, announced days, rooms, tracks."""

from collections import Counter

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join, strip_tags
from django.views.decorators.csrf import csrf_protect

from forums.adminbase import DomainAdmin, TabularInline, TranslatedAdmin, TranslatedTabularInline
from forums.admincolumns import Badge, CountLink, EditionFilter, in_zone
from forums.adminforms import NoteForm
from forums.agenda.change_words import in_words, title_of
from forums.agenda.release import publish_agenda
from forums.agenda.review import review_agenda
from forums.exceptions import DomainError
from forums.languages import DEFAULT
from forums.models import AgendaRelease, Announcement, Edition, Figure, Partnership, Room, Track
from forums.previews import LIFETIME, preview_address

from .held import PAGES, HeldPages


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
class EditionAdmin(HeldPages, TranslatedAdmin):
    parts = [CountLink("sessions"), CountLink("cards", "speakers"), CountLink("releases")]
    list_display = ["__str__", Badge("status"), "starts_on", "ends_on", "city", *parts]
    list_filter = ["forum", "status"]
    search_fields = ["slug", "title", "forum__name", "forum__short_name", "year"]
    related = ["forum"]
    inlines = [PartnershipInline, RoomInline, TrackInline, FigureInline, AnnouncementInline]
    pages = PAGES
    # What follows the sessions, in the order of the work: label, name of the address, permission, what is done there.
    path = ()
    readonly_fields = ["programme", "published_agenda"]
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
        release = edition.releases.filter(withdrawn_at=None).defer("content", "changes").order_by("-version").first()
        if not release:
            return "Not published yet."
        return format_html("{}, {}", release_links(edition, release), in_zone(release.at, edition.timezone))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["path"] = [
            (label, _address(name, obj), told)
            for label, name, permission, told in self.path
            if obj and request.user.has_perm(permission)
        ]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def has_publish_permission(self, request):
        return request.user.has_perm("forums.add_agendarelease")

    def tools(self, request, edition):
        pages = super().tools(request, edition)
        if request.user.has_perms(["forums.add_agendaimport", "forums.change_session"]):
            pages.append(("Import an agenda", reverse("admin:forums_agendaimport_add", query={"edition": edition.pk})))
        if not self.has_publish_permission(request):
            return pages
        return [("Publish the agenda", reverse("admin:forums_edition_publish", args=[edition.pk])), *pages]

    def get_urls(self):
        view = self.admin_site.admin_view(self.publish_view)
        return [path("<int:pk>/publish/", view, name="forums_edition_publish"), *super().get_urls()]

    @method_decorator(csrf_protect)
    def publish_view(self, request, pk):
        """What stands against publishing, what publishing would change, and the button that does it."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        edition = get_object_or_404(Edition.objects.select_related("forum"), pk=pk)
        form = NoteForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                release = publish_agenda(edition, note=form.cleaned_data["note"], by=request.user)
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                told = format_html("The agenda is published: {}.", release_links(edition, release))
                self.log_change(request, edition, strip_tags(told))
                self.message_user(request, told, messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(edition.pk))
        review, rows = review_agenda(edition), rows_of(edition)
        context = {
            **self.admin_site.each_context(request),
            "title": "Publish the agenda",
            "subtitle": str(edition),
            "opts": self.opts,
            "original": edition,
            "review": review,
            "errors": mendable(edition, rows, review.errors),
            "warnings": mendable(edition, rows, review.warnings),
            "changes": [(title_of(it, DEFAULT), in_words(it, DEFAULT, edition.timezone)) for it in review.changes],
            "preview": request.build_absolute_uri(preview_address(edition)),
            "preview_days": LIFETIME.days,
            "current": review.current and release_links(edition, review.current),
            "form": form,
        }
        return render(request, "admin/forums/edition/publish.html", context)


def _address(name, edition):
    """A page about the edition, or the list of what belongs to it."""
    if name.endswith("_changelist"):
        return reverse(name, query={"edition__id__exact": edition.pk})
    return reverse(name, args=[edition.pk])


# More sessions than this that want the same are listed together.
COMMON = 3


def rows_of(edition):
    """By what a problem may be about, the edition's rows by their slugs and codes."""
    return {
        "session": {it.code: it for it in edition.sessions.only("edition", "code", "title_en")},
        "room": {it.slug: it for it in edition.rooms.only("edition", "slug", "name_en")},
        "speaker": {it.slug: it for it in edition.cards.only("edition", "slug", "name")},
    }


def mendable(edition, rows, problems):
    """What is wrong, session by session in the order of the programme, each with the pages that mend it.

    What is said of many sessions alike is said once, with a link to each.
    """
    times = Counter(problem.message for problem in problems)
    groups, common = {}, {}
    for problem in problems:
        session = rows["session"].get(problem.session)
        if session and times[problem.message] > COMMON:
            common.setdefault(problem.message, []).append((str(session), change_page(session)))
            continue
        group = groups.setdefault(problem.session, {"about": str(session or edition), "problems": []})
        group["address"] = change_page(session or edition)
        other = rows.get(problem.subject, {}).get(problem.key)
        link = (str(other), change_page(other)) if other and other != session else None
        group["problems"].append((problem.message, link))
    return {"groups": list(groups.values()), "common": list(common.items())}


def change_page(row):
    return reverse(f"admin:forums_{row._meta.model_name}_change", args=[row.pk])


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
