"""The page that compares two versions of a document, and the comparison as PDF or Word."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from forums.exceptions import DomainError
from reports.models import Document
from reports.redlines import FORMATS, compare_versions, render_redline
from reports.renderers.html import fragment
from reports.renderers.markup import anchor

PERMISSION = "reports.view_documentversion"
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class RedlinePages:
    """Pages of the list of documents."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.redline_view)
        return [path("<int:pk>/redline/", view, name="reports_document_redline"), *super().get_urls()]

    def redline_view(self, request, pk):
        """What differs between two versions; without a choice, between the newest and the one before it."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        document = Document.objects.select_related("edition__forum").filter(pk=pk).first()
        if document is None:
            raise Http404
        # Covers alone: the two texts are read by their keys.
        versions = list(document.versions.order_by("-version").defer("content"))
        old, new = self._chosen(request, versions)
        compared = None
        if old and new:
            try:
                compared = compare_versions(old, new)
                if (format_ := request.GET.get("format", "")) in FORMATS:
                    return _file(document, old, new, format_, render_redline(compared, format_))
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
                if compared:
                    query = {"old": old.version, "new": new.version}
                    return HttpResponseRedirect(reverse("admin:reports_document_redline", args=[pk], query=query))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Compare versions of {document}",
            "opts": self.opts,
            "document": document,
            "versions": versions,
            "old": old,
            "new": new,
            "compared": compared,
            "places": [(anchor(it.id), it) for it in compared.found] if compared else [],
            # Written by our own renderer, which escapes every text.
            "printed": mark_safe(fragment(compared.paper)) if compared else "",  # noqa: S308
        }
        return render(request, "admin/reports/redline.html", context)

    def _chosen(self, request, versions):
        """The older and the newer version, by their numbers; the other way round they are compared the other way."""
        by_number = {str(it.version): it for it in versions}
        if "old" in request.GET or "new" in request.GET:
            chosen = [by_number.get(request.GET.get(name, "")) for name in ("old", "new")]
            if None in chosen:
                self.message_user(request, "There is no such version of this document.", messages.ERROR)
            return chosen
        return (versions[1], versions[0]) if len(versions) > 1 else (None, None)


def _file(document, old, new, format_, made):
    name = f"{slugify(document.key)}-v{old.version}-v{new.version}.{format_}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(made.data, content_type=MEDIA[format_], headers=headers)
