"""Releases of the agenda: what the public reads, never to be changed."""

from collections import Counter

from django.contrib import admin
from django.db.models.functions import Length
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join

from forums.adminbase import FrozenAdmin
from forums.admincolumns import EditionFilter, Moment
from forums.agenda.content import from_json
from forums.agenda.reading import walk
from forums.models import AgendaRelease


@admin.register(AgendaRelease)
class AgendaReleaseAdmin(FrozenAdmin):
    at = Moment("at", "edition__timezone", "published")
    list_display = ["__str__", at, "by", "note", "size"]
    list_filter = [("edition", EditionFilter)]
    date_hierarchy = "at"
    search_fields = ["edition__slug", "note", "digest"]
    related = ["edition__forum", "by"]
    deferred = ["content", "changes"]
    fieldsets = [
        ("The release", {"fields": ["edition", "version", at, "by", "note"]}),
        ("What is in it", {"fields": ["public_address", "sessions", "speakers", "size", "digest"]}),
        ("What is new since the release before", {"fields": ["news"]}),
    ]
    readonly_fields = [at, "public_address", "sessions", "speakers", "size", "news"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(characters=Length("content"))

    @admin.display(description="size", ordering="characters")
    def size(self, release):
        return filesizeformat(release.characters)

    @admin.display(description="read at")
    def public_address(self, release):
        address = f"/api/v1/editions/{release.edition.slug}/agenda/"
        return format_html('<a href="{0}">{0}</a> (always the newest release)', address)

    @admin.display(description="sessions")
    def sessions(self, release):
        return sum(1 for _ in walk(from_json(release.content)["sessions"]))

    @admin.display(description="speakers")
    def speakers(self, release):
        return len(from_json(release.content)["speakers"])

    @admin.display(description="changes")
    def news(self, release):
        if not release.changes:
            return "Nothing to tell: it is the first release, or only texts changed."
        kinds = Counter(change["change"] for change in release.changes)
        summary = ", ".join(f"{total} {kind}" for kind, total in kinds.items())
        lines = format_html_join("", "<li>{title}: {change}</li>", release.changes)
        return format_html("{}<ul>{}</ul>", summary, lines)
