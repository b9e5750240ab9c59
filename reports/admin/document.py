"""Documents, their frozen versions, and the files made from them."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Length
from django.http import Http404, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from forums.adminbase import (
    DomainAdmin,
    FrozenAdmin,
    ReadOnlyInline,
    TranslatedAdmin,
    send_file,
)
from forums.admincolumns import Badge, CountLink, EditionFilter, Moment, badge
from reports import documents
from reports.models import Chapter, Document, DocumentVersion, Rendering
from reports.paragraphs import read_paragraphs, tell_unsettled

from .chapters import ChapterInline, ChapterPages
from .checking import CheckPages
from .disagreements import DisagreementPages
from .paragraphs import ParagraphPages
from .redline import RedlinePages
from .stages import StagePages
from .translating import TranslationPages

UNDER_WAY = (Rendering.Status.QUEUED, Rendering.Status.RUNNING)
# How often a page looks again for files that are under way, in seconds.
LOOKS_AGAIN = "4"


@admin.register(Document)
class DocumentAdmin(
    DisagreementPages,
    ChapterPages,
    CheckPages,
    ParagraphPages,
    TranslationPages,
    StagePages,
    RedlinePages,
    TranslatedAdmin,
):
    versions, deliveries = CountLink("versions"), CountLink("deliveries")
    list_display = ["__str__", "edition", "kind", "language", "symbol", versions, deliveries]
    list_filter = [("edition", EditionFilter), "kind", "language"]
    search_fields = ["key", "title", "symbol", "edition__slug", "edition__title"]
    autocomplete_fields = ["edition", "session", "workstream"]
    related = ["edition__forum"]
    inlines = [ChapterInline]
    readonly_fields = ["newest", versions]
    actions = ["assemble", "usual_chapters"]
    buttons = ["assemble", "usual_chapters"]
    pages = [
        ("Check", "admin:reports_document_check", "reports.view_document"),
        ("Next version", "admin:reports_document_stage", "reports.add_documentversion"),
        ("Compare versions", "admin:reports_document_redline", "reports.view_documentversion"),
    ]
    fieldsets = [
        (
            "The document",
            {
                "fields": [
                    "edition",
                    ("kind", "language"),
                    ("session", "workstream"),
                    "title",
                    ("symbol", "dated_on"),
                    "key",
                ]
            },
        ),
        ("What was made of it", {"fields": ["newest", versions]}),
    ]

    def get_fieldsets(self, request, obj=None):
        document, made, *others = super().get_fieldsets(request, obj)
        return [document, made, *others] if obj else [document, *others]

    @admin.display(description="newest version")
    def newest(self, document):
        version = document.versions.with_status().defer("content").order_by("-version").first()
        if version is None:
            return "None yet."
        url = reverse("admin:reports_documentversion_change", args=[version.pk])
        told = '<a href="{}">version {}</a>, {} {}'
        return format_html(
            told, url, version.version, version.get_stage_display(), badge(version.status, version.status)
        )

    def has_assemble_permission(self, request):
        return request.user.has_perm("reports.add_documentversion")

    @admin.action(description="Assemble and render", permissions=["assemble"])
    def assemble(self, request, queryset):
        def assembled(version):
            url = reverse("admin:reports_documentversion_change", args=[version.pk])
            told = '<a href="{}">version {}</a> is assembled and being rendered. {}'
            return format_html(told, url, version.version, tell_unsettled(read_paragraphs(version.document)))

        def assemble(document):
            return documents.assemble_document(document, by=request.user)

        self.each(request, queryset, assemble, assembled)


@admin.register(Chapter)
class ChapterAdmin(DomainAdmin):
    part = True
    list_display = ["__str__", "document", "kind", "position", "is_generated"]
    list_filter = [("document__edition", EditionFilter), "kind"]
    search_fields = ["title", "override", "document__key"]
    autocomplete_fields = ["document"]
    related = ["document__edition__forum"]
    deferred = ["generated"]
    fields = ["document", "kind", "title", "position", "override"]

    @admin.display(description="from the records", boolean=True)
    def is_generated(self, chapter):
        return not chapter.override


class RenderingInline(ReadOnlyInline):
    model = Rendering
    verbose_name_plural = "files"
    fields = ["page", Badge("status"), "download", "pages", "seconds", "attempts", "again"]
    readonly_fields = fields
    related = ["version__document__edition__forum"]
    deferred = ["version__content"]

    def get_fields(self, request, obj=None):
        return [name for name in self.fields if name != "again" or request.user.has_perm("reports.change_rendering")]

    @admin.display(description="file")
    def download(self, rendering):
        return download_link(rendering)

    @admin.display(description="")
    def again(self, rendering):
        act, label = ("cancel", "Cancel") if rendering.status in UNDER_WAY else ("again", "Render again")
        # A button of the page's own form: a form inside a form would be lost.
        url = reverse(f"admin:reports_rendering_{act}", args=[rendering.pk])
        return format_html('<button class="tool" formaction="{}">{}</button>', url, label)


@admin.register(DocumentVersion)
class DocumentVersionAdmin(FrozenAdmin):
    at = Moment("at", "document__edition__timezone", "assembled")
    public = Moment("published_at", "document__edition__timezone", "public from")
    status = Badge("status")
    list_display = ["__str__", "symbol", "stage", status, "files", at, public, "by", "note", "size"]
    list_filter = [("document__edition", EditionFilter), "stage"]
    date_hierarchy = "at"
    search_fields = ["document__key", "document__title", "symbol", "document__symbol", "note", "digest"]
    related = ["document__edition__forum", "by"]
    deferred = ["content"]
    inlines = [RenderingInline]
    readonly_fields = [at, public, status, "files", "size", "failure"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).with_status().with_progress()
        return rows.annotate(characters=Length("content"))

    def change_view(self, request, object_id, *args, **kwargs):
        response = super().change_view(request, object_id, *args, **kwargs)
        version = getattr(response, "context_data", {}).get("original")
        if version is not None and version.status in {"queued", "rendering"}:
            # Nothing is typed on this page, so that it may load itself anew without a script.
            response.headers["Refresh"] = LOOKS_AGAIN
        return response

    def get_fieldsets(self, request, obj=None):
        failure = ["failure"] if obj and obj.error else []
        allowed = ["unsettled"] if obj and obj.unsettled else []
        return [
            ("The version", {"fields": ["document", ("version", "symbol"), "stage", self.at, "by", "note", *allowed]}),
            ("How it stands", {"fields": [self.status, "files", self.public, *failure]}),
            ("What is in it", {"fields": ["size", "digest"]}),
        ]

    @admin.display(description="files", ordering="ready_count")
    def files(self, version):
        told = f"{version.ready_count} of {version.file_count} ready"
        if version.ready_count == version.file_count or version.status not in {"queued", "rendering"}:
            return told
        bar = '<progress max="{}" value="{}" aria-hidden="true"></progress> {}'
        return format_html(bar, version.file_count, version.ready_count, told)

    @admin.display(description="content", ordering="characters")
    def size(self, version):
        return filesizeformat(version.characters)

    @admin.display(description="what went wrong")
    def failure(self, version):
        return format_html('<pre class="failure">{}</pre>', version.error)


@admin.register(Rendering)
class RenderingAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", "format", Badge("status"), "pages", "size", "seconds", "attempts", "download"]
    list_filter = ["status", "format", ("version__document__edition", EditionFilter)]
    search_fields = ["version__document__key", "sha256"]
    related = ["version__document__edition__forum"]
    deferred = ["version__content"]
    actions = ["render_again", "cancel"]
    buttons = ["render_again", "cancel"]
    fieldsets = [
        ("The file", {"fields": ["version", "format", "download", "size", "pages", "sha256", "engine"]}),
        (
            "The work",
            {
                "fields": [
                    "status",
                    "attempts",
                    "queued_at",
                    "started_at",
                    "finished_at",
                    "seconds",
                    "failure",
                ]
            },
        ),
    ]
    readonly_fields = ["download", "size", "failure"]

    @admin.display(description="file", empty_value="")
    def download(self, rendering):
        return download_link(rendering)

    @admin.display(description="size", ordering="bytes")
    def size(self, rendering):
        return rendering.bytes and filesizeformat(rendering.bytes)

    @admin.display(description="what went wrong")
    def failure(self, rendering):
        return format_html('<pre class="failure">{}</pre>', rendering.error) if rendering.error else ""

    def has_render_permission(self, request):
        return request.user.has_perm("reports.change_rendering")

    @admin.action(description="Render again", permissions=["render"])
    def render_again(self, request, queryset):
        self.each(request, queryset, documents.render_again, "is being rendered again.")

    @admin.action(description="Cancel the rendering", permissions=["render"])
    def cancel(self, request, queryset):
        self.each(request, queryset, documents.cancel_rendering, "is cancelled.")

    def get_urls(self):
        download = self.admin_site.admin_view(self.download_view)
        again = self.admin_site.admin_view(require_POST(self.again_view))
        cancel = self.admin_site.admin_view(require_POST(self.cancel_view))
        return [
            path("<int:pk>/download/", download, name="reports_rendering_download"),
            path("<int:pk>/again/", again, name="reports_rendering_again"),
            path("<int:pk>/cancel/", cancel, name="reports_rendering_cancel"),
            *super().get_urls(),
        ]

    def download_view(self, request, pk):
        """The finished file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rendering = self.get_object(request, pk)
        if rendering is None or rendering.status != Rendering.Status.DONE:
            raise Http404
        return send_file(rendering.file)

    def again_view(self, request, pk):
        """Queue one rendering again and go back to its version."""
        return self._act_view(request, pk, documents.render_again, "is being rendered again.")

    def cancel_view(self, request, pk):
        """Take one rendering back and go back to its version."""
        return self._act_view(request, pk, documents.cancel_rendering, "is cancelled.")

    def _act_view(self, request, pk, act, told):
        if not self.has_render_permission(request):
            raise PermissionDenied
        rendering = self.get_object(request, pk)
        if rendering is None:
            raise Http404
        self.each(request, [rendering], act, told)
        page = reverse("admin:reports_documentversion_change", args=[rendering.version_id])
        return HttpResponseRedirect(page)


def download_link(rendering: Rendering) -> str:
    """A link to the file once there is one."""
    if rendering.status != Rendering.Status.DONE:
        return ""
    url = reverse("admin:reports_rendering_download", args=[rendering.pk])
    size = filesizeformat(rendering.bytes)
    return format_html('<a href="{}">{}, {}</a>', url, rendering.get_format_display(), size)
