"""Press kits: what the press is given with a version, and how it will look."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from forums.adminbase import TranslatedAdmin, TranslatedStackedInline, send_file
from forums.admincolumns import EditionFilter, in_zone
from forums.adminforms import DomainForm
from reports.library import address_of
from reports.models import DocumentVersion, PressKit, PressPhoto
from reports.pages.press import context_of, zipped
from reports.pages.public import language_of, show
from reports.press import embargo_note, opens_at
from speakers.photos import PhotoError, whole_photo

from .document import DocumentVersionAdmin

DocumentVersionAdmin.pages = [
    *DocumentVersionAdmin.pages,
    ("Press kit", "admin:reports_presskit_of", "reports.add_presskit"),
]

# Enough for half a page of a newspaper.
_SIDE = 2400


class PressPhotoForm(DomainForm):
    """What arrives as a photo may be anything: a new picture is made of its pixels."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file or "file" not in self.changed_data:
            return file
        try:
            file.open()
            return ContentFile(whole_photo(file, file.size, side=_SIDE), name="photo.jpg")
        except PhotoError as error:
            raise ValidationError(str(error)) from error


class PressPhotoInline(TranslatedStackedInline):
    model = PressPhoto
    form = PressPhotoForm
    fieldsets = [(None, {"fields": ["file", "caption", ("credit", "position")]})]


class PressKitForm(DomainForm):
    """Figures of the document's own edition alone."""

    def clean(self):
        cleaned = super().clean()
        version, figures = cleaned.get("version"), cleaned.get("figures")
        if version and figures:
            foreign = [str(it) for it in figures if it.edition_id != version.document.edition_id]
            if foreign:
                self.add_error("figures", f"Of another edition: {', '.join(foreign)}.")
        return cleaned


@admin.register(PressKit)
class PressKitAdmin(TranslatedAdmin):
    form = PressKitForm
    zone = "version__document__edition__timezone"
    list_display = ["__str__", "version", "opens"]
    list_filter = [("version__document__edition", EditionFilter)]
    search_fields = ["headline", "version__symbol", "version__document__key"]
    autocomplete_fields = ["version", "figures"]
    related = ["version__document__edition__forum"]
    deferred = ["version__content"]
    inlines = [PressPhotoInline]
    pages = [
        ("Look at it", "admin:reports_presskit_preview", "reports.view_presskit"),
        ("Download as a ZIP", "admin:reports_presskit_archive", "reports.view_presskit"),
    ]
    readonly_fields = ["opens"]
    fieldsets = [
        ("What goes with it", {"fields": ["version", "embargo_until", "opens"]}),
        ("The release", {"fields": ["headline", "text", "contact"]}),
        ("Figures", {"fields": ["figures"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("figures__edition__forum")

    @admin.display(description="public")
    def opens(self, kit):
        if kit.pk is None:
            return ""
        opens = opens_at(kit)
        if opens is None:
            return "not before its document is published"
        return f"from {in_zone(opens, kit.version.document.edition.timezone)} on"

    def get_urls(self):
        views = {"preview": self.preview_view, "archive": self.archive_view}
        pages = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"reports_presskit_{name}")
            for name, view in views.items()
        ]
        photo = path("photos/<int:pk>.jpg", self.admin_site.admin_view(self.photo_view), name="reports_presskit_photo")
        of = path("of/<int:pk>/", self.admin_site.admin_view(self.of_view), name="reports_presskit_of")
        return [*pages, photo, of, *super().get_urls()]

    def of_view(self, request, pk):
        """The kit of a version, or the form for a new one."""
        version = get_object_or_404(DocumentVersion.objects.defer("content").select_related("press_kit"), pk=pk)
        kit = getattr(version, "press_kit", None)
        if kit:
            return HttpResponseRedirect(self.page_of(kit.pk))
        return HttpResponseRedirect(reverse("admin:reports_presskit_add", query={"version": pk}))

    def preview_view(self, request, pk):
        """The public page as it will be, for the office."""
        kit = self._kit(request, pk)
        language = language_of(request)
        context = context_of(kit, address_of(kit.version), language)
        context |= {
            "embargo": embargo_note(kit).strip(),
            "archive": reverse("admin:reports_presskit_archive", args=[pk]),
            "photos": [
                (photo, caption, reverse("admin:reports_presskit_photo", args=[photo.pk]))
                for photo, caption, _ in context["photos"]
            ],
        }
        return _private(show(request, "reports/press_kit.html", context, language=language))

    def archive_view(self, request, pk):
        """The kit as a ZIP; before its time the release says so in its first line."""
        return _private(zipped(request, self._kit(request, pk)))

    def photo_view(self, request, pk):
        """A photo of the preview."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = PressPhoto.objects.filter(pk=pk).first()
        if photo is None:
            raise Http404
        return send_file(photo.file)

    def _kit(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        kit = self.get_object(request, str(pk))
        if kit is None:
            raise Http404
        return kit


@admin.register(PressPhoto)
class PressPhotoAdmin(TranslatedAdmin):
    form = PressPhotoForm
    part = True
    list_display = ["__str__", "credit", "kit", "position"]
    list_filter = [("kit__version__document__edition", EditionFilter)]
    search_fields = ["caption", "credit", "kit__headline"]
    autocomplete_fields = ["kit"]
    related = ["kit"]
    fieldsets = [(None, {"fields": ["kit", "file", "caption", ("credit", "position")]})]


def _private(response):
    response.headers["Cache-Control"] = "no-store"
    return response
