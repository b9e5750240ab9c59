"""Own text in the place of single paragraphs, of all documents: found here, changed on the document's page."""

from django.contrib import admin
from django.urls import reverse

from forums.adminbase import FrozenAdmin
from forums.admincolumns import EditionFilter
from reports.models import OwnParagraph


@admin.register(OwnParagraph)
class OwnParagraphAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", "text", "by"]
    list_filter = [("document__edition", EditionFilter)]
    search_fields = ["anchor", "text", "base", "document__key", "document__title"]
    related = ["document__edition__forum", "by"]
    fieldsets = [
        ("The paragraph", {"fields": ["document", "anchor", "text"]}),
        ("Where it comes from", {"fields": ["base", "by", "at"]}),
    ]
    readonly_fields = ["base", "by", "at"]

    def tools(self, request, obj):
        page = reverse("admin:reports_document_paragraphs", args=[obj.document_id])
        return [("Paragraphs of the document", page), *super().tools(request, obj)]
