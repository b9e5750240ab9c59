"""Releases of the agenda: what the public reads, never to be changed, but taken back or published again."""

from collections import Counter

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Length
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.views.decorators.csrf import csrf_protect

from forums.adminbase import FrozenAdmin
from forums.admincolumns import Badge, EditionFilter, Moment, badge, in_zone
from forums.adminforms import NoteForm, ReasonForm
from forums.agenda.change_words import in_words, title_of
from forums.agenda.changes import read_changes
from forums.agenda.content import from_json
from forums.agenda.reading import walk
from forums.agenda.release import republish_agenda, withdraw_release, write_again
from forums.exceptions import DomainError
from forums.languages import DEFAULT
from forums.models import AgendaFiles, AgendaRelease


@admin.register(AgendaRelease)
class AgendaReleaseAdmin(FrozenAdmin):
    at = Moment("at", "edition__timezone", "published")
    list_display = ["__str__", "state", at, "by", "note", "size"]
    list_filter = [("edition", EditionFilter)]
    date_hierarchy = "at"
    search_fields = ["edition__slug", "note", "digest"]
    related = ["edition__forum", "by", "files"]
    deferred = ["content", "changes"]
    fieldsets = [
        ("The release", {"fields": ["edition", "version", "state", at, "by", "note"]}),
        ("What is in it", {"fields": ["public_address", "sessions", "speakers", "size", "digest", "web_files"]}),
        ("What is new since the release before", {"fields": ["news"]}),
    ]
    readonly_fields = ["state", at, "public_address", "sessions", "speakers", "size", "web_files", "news"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(characters=Length("content"))

    @admin.display(description="state")
    def state(self, release):
        if release.withdrawn_at:
            when = in_zone(release.withdrawn_at, release.edition.timezone)
            return format_html("{} {}: {}", badge("withdrawn", "withdrawn"), when, release.withdrawn_reason)
        return badge("standing", "stands")

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

    @admin.display(description="files for the web server")
    def web_files(self, release):
        files = getattr(release, "files", None)
        if files is None:
            return "None."
        if files.status != AgendaFiles.Status.DONE:
            return format_html("{} {}", badge(files.status, files.get_status_display()), files.error)
        return f"{files.count} files, {filesizeformat(files.bytes)}, written in {files.seconds:.1f} s"

    @admin.display(description="changes")
    def news(self, release):
        if not release.changes:
            return "Nothing to tell: it is the first release, or only texts changed."
        changes = read_changes(release.changes, from_json(release.content))
        zone = release.edition.timezone
        kinds = Counter(change["kind"] for change in changes)
        summary = ", ".join(f"{total} {kind}" for kind, total in kinds.items())
        lines = format_html_join(
            "",
            "<li><strong>{}</strong> {}</li>",
            ((title_of(change, DEFAULT), in_words(change, DEFAULT, zone)) for change in changes),
        )
        return format_html('{}<ul class="problems">{}</ul>', summary, lines)

    def has_publish_permission(self, request):
        return request.user.has_perm("forums.add_agendarelease")

    def tools(self, request, release):
        if release.withdrawn_at or not self.has_publish_permission(request):
            return []
        acts = [("Publish again", "republish"), ("Withdraw", "withdraw")]
        return [(label, reverse(f"admin:forums_agendarelease_{name}", args=[release.pk])) for label, name in acts]

    def get_urls(self):
        views = [("republish", self.republish_view), ("withdraw", self.withdraw_view)]
        acts = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"forums_agendarelease_{name}")
            for name, view in views
        ]
        return [*acts, *super().get_urls()]

    @method_decorator(csrf_protect)
    def republish_view(self, request, pk):
        explained = [
            "The public reads this release again, as the next one: calendars only ever move forward.",
            "The draft stays as it is.",
        ]

        def republish(release, note):
            new = republish_agenda(release, note=note, by=request.user)
            return f"Release {release.version} is published again, as release {new.version}."

        return self._act(request, pk, title="Publish again", explained=explained, form_class=NoteForm, step=republish)

    @method_decorator(csrf_protect)
    def withdraw_view(self, request, pk):
        explained = [
            "Nobody reads this release any more, and nothing that follows tells what only it said.",
            "The newest release that stands becomes the current one; where there is none, the public reads nothing.",
            "The draft stays as it is: mend it before you publish again.",
        ]

        def withdraw(release, reason):
            current = withdraw_release(release, reason=reason, by=request.user)
            now = f"release {current.version}" if current else "nothing"
            return f"Release {release.version} is withdrawn. The public now reads {now}."

        return self._act(request, pk, title="Withdraw", explained=explained, form_class=ReasonForm, step=withdraw)

    def _act(self, request, pk, *, title, explained, form_class, step):
        """Explain the act and ask for its one word; then do it and say what came of it."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        release = get_object_or_404(self.get_queryset(request), pk=pk)
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                told = step(AgendaRelease.objects.get(pk=pk), **form.cleaned_data)
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.log_change(request, release, told)
                self.message_user(request, told, messages.SUCCESS)
            return HttpResponseRedirect(self.page_of(pk))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": release,
            "explained": explained,
            "form": form,
        }
        return render(request, "admin/act.html", context)


@admin.register(AgendaFiles)
class AgendaFilesAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", Badge("status"), "count", "size", "seconds", "attempts", "error"]
    list_filter = ["status", ("release__edition", EditionFilter)]
    search_fields = ["release__edition__slug"]
    related = ["release__edition__forum"]
    deferred = ["release__content", "release__changes"]
    actions = ["write_again"]
    buttons = ["write_again"]
    fieldsets = [
        ("The files", {"fields": ["release", "count", "size"]}),
        ("The work", {"fields": ["status", "attempts", "queued_at", "finished_at", "seconds", "error"]}),
    ]
    readonly_fields = ["size"]

    @admin.display(description="size", ordering="bytes")
    def size(self, files):
        return files.bytes and filesizeformat(files.bytes)

    def has_write_permission(self, request):
        return request.user.has_perm("forums.add_agendarelease")

    @admin.action(description="Write again", permissions=["write"])
    def write_again(self, request, queryset):
        self.each(request, queryset, write_again, "is being written again.")
