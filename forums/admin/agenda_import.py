"""Agendas that come as files: uploaded, looked at, applied."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from forums.adminbase import DomainAdmin
from forums.admincolumns import EditionFilter, Moment
from forums.adminforms import DomainForm
from forums.exceptions import DomainError
from forums.imports.content import UnreadableFileError
from forums.imports.files import LARGEST, too_large
from forums.imports.planner import Options
from forums.imports.services import apply_import, plan_import
from forums.imports.template import template_csv, template_xlsx
from forums.imports.text import line
from forums.models import AgendaImport

# What each outcome is called on the page.
SECTIONS = {
    "refused": "Refused",
    "changed": "Changed",
    "new": "New",
    "same": "The same",
    "absent": "Not in this file, and kept",
}
# A page of more rows than this is slow to show and read by nobody; the command lists them all.
MOST_SHOWN = 1_000
TEMPLATES = {
    "csv": (template_csv, "text/csv; charset=utf-8"),
    "xlsx": (template_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class UploadForm(DomainForm):
    """Compares the file with the edition before anything is kept; what cannot be read at all is not kept either."""

    def clean(self):
        data = super().clean()
        edition, file = data.get("edition"), data.get("file")
        if edition and file and {"language", "names_speakers"} <= data.keys():
            try:
                if file.size > LARGEST:
                    raise UnreadableFileError(too_large(file.size))
                plan = plan_import(edition, file.read(), Options(data["language"], data["names_speakers"]))
            except UnreadableFileError as error:
                self.add_error("file", str(error))
            else:
                file.seek(0)
                self.instance.report = plan.report()
        return data


@admin.register(AgendaImport)
class AgendaImportAdmin(DomainAdmin):
    form = UploadForm
    at = Moment("at", "edition__timezone", "uploaded")
    applied_at = Moment("applied_at", "edition__timezone", "applied")
    list_display = ["__str__", at, "by", applied_at, "applied_by"]
    list_filter = [("edition", EditionFilter)]
    search_fields = ["filename", "edition__slug"]
    autocomplete_fields = ["edition"]
    related = ["edition__forum", "by", "applied_by"]
    deferred = ["report"]
    fields = ["edition", "file", "language", "names_speakers"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and request.user.has_perm("forums.change_session")

    def has_change_permission(self, request, obj=None):
        # A file is what it was when it came; to correct one, another is uploaded.
        return False

    def save_model(self, request, obj, form, change):
        obj.by = request.user
        obj.filename = line(form.cleaned_data["file"].name)[:200] or "agenda"
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, "This is what the file would do. Nothing has been done yet.", messages.INFO)
        return HttpResponseRedirect(self.page_of(obj.pk))

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("template.<slug:kind>", wrap(self.template_view), name="forums_agendaimport_template"),
            path("<int:pk>/apply/", wrap(require_POST(self.apply_view)), name="forums_agendaimport_apply"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["title"] = "Import an agenda"
        if obj:
            edition = obj.edition_id
            context["title"] = "What this file did" if obj.applied_at else "What this file would do"
            sessions = reverse("admin:forums_session_changelist", query={"edition__id__exact": edition})
            context |= {
                "sections": list(sections(obj.report)),
                "added": [(name, texts) for name, texts in obj.report.get("added", {}).items() if texts],
                "may_apply": self.has_add_permission(request) and not obj.applied_at,
                "sessions": sessions,
                "review": reverse("admin:forums_edition_publish", args=[edition]),
                "applied_on": self.applied_at(obj),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def template_view(self, request, kind):
        """The empty table, to fill in."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if kind not in TEMPLATES:
            return HttpResponse("There is a template.csv and a template.xlsx.", status=404, content_type="text/plain")
        make, media_type = TEMPLATES[kind]
        disposition = {"Content-Disposition": f'attachment; filename="agenda.{kind}"'}
        return HttpResponse(make(), content_type=media_type, headers=disposition)

    @method_decorator(csrf_protect)
    def apply_view(self, request, pk):
        """Do what was looked at, and tell."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        upload = get_object_or_404(AgendaImport, pk=pk)
        try:
            plan = apply_import(upload, by=request.user, without_refused="without_refused" in request.POST)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            done = "Applied: {new:,} added, {changed:,} changed, {refused:,} left out.".format(**plan.counts)
            self.log_change(request, upload, done)
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(pk))


def sections(report):
    """The lines of a report by outcome: name, heading, number, those that are shown, and how many are not."""
    lines = report.get("lines", [])
    for name, heading in SECTIONS.items():
        found = [line for line in lines if line["outcome"] == name]
        hidden = max(0, len(found) - MOST_SHOWN)
        yield {"name": name, "heading": heading, "total": len(found), "lines": found[:MOST_SHOWN], "hidden": hidden}
