"""Clearances by those who are quoted: the requests, what they ask about, and the board of an edition."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from forums.adminbase import DomainAdmin, FrozenAdmin, ReadOnlyInline
from forums.admincolumns import Badge, EditionFilter, Moment
from reports.clearance import shown_text
from reports.clearing import change_address, revoke_clearance
from reports.models import Clearance, ClearanceItem
from speakers.admin.audited import Audited

from .clearance_board import ClearancePages, board_of

MOMENTS = ("sent_at", "opened_at", "answered_at")


class ItemInline(ReadOnlyInline):
    model = ClearanceItem
    verbose_name_plural = "what is asked"
    fields = ["page", Badge("answer"), "remark", Badge("decision"), "reason"]
    readonly_fields = fields
    related = ["intervention__report__session", "intervention__credit__card", "intervention__credit__seat_of"]
    deferred = ["shown", "text"]


@admin.register(Clearance)
class ClearanceAdmin(Audited, ClearancePages, DomainAdmin):
    deadline, *moments = (Moment(name, "edition__timezone") for name in ("deadline", *MOMENTS))
    list_display = ["__str__", Badge("status"), deadline, *moments]
    list_filter = [("edition", EditionFilter), "status"]
    search_fields = [
        "person__family_name",
        "person__given_name",
        "person__email",
        "organization__name",
        "card__name",
        "edition__slug",
    ]
    related = ["edition__forum", "person", "organization", "card", "sent_by"]
    zone = "edition__timezone"
    inlines = [ItemInline]
    actions = ["revoke"]
    buttons = ["revoke"]
    readonly_fields = [
        "edition",
        "person",
        "organization",
        "card",
        "status",
        "deadline",
        "sent_at",
        "sent_by",
        "opened_at",
        "answered_at",
    ]
    fieldsets = [
        ("Who is asked", {"fields": ["edition", "person", "organization", "card", "email", "language", "note"]}),
        ("How it stands", {"fields": ["status", "deadline", ("sent_at", "sent_by"), ("opened_at", "answered_at")]}),
    ]

    def has_add_permission(self, request):
        # They are prepared for a whole edition, from what prints.
        return False

    def has_delete_permission(self, request, obj=None):
        # What was sent is taken back: who was asked what, and said what, stays on record.
        return super().has_delete_permission(request, obj) and (obj is None or obj.sent_at is None)

    def tools(self, request, obj):
        board = ("Board of the edition", reverse("admin:reports_clearance_board", args=[obj.edition_id]))
        return [board, *super().tools(request, obj)]

    def save_model(self, request, obj, form, change):
        if "email" in form.changed_data:
            change_address(Clearance.objects.get(pk=obj.pk), obj.email)
            obj.refresh_from_db(fields=["status", "opened_at"])
        super().save_model(request, obj, form, change)

    def response_post_save_change(self, request, obj):
        # The requests are worked through on the board.
        return HttpResponseRedirect(board_of(request, obj))

    def has_revoke_permission(self, request):
        return request.user.has_perm("reports.change_clearance")

    @admin.action(description="Take back", permissions=["revoke"])
    def revoke(self, request, queryset):
        self.each(request, queryset, revoke_clearance, "is taken back; its links open nothing any more.")


@admin.register(ClearanceItem)
class ClearanceItemAdmin(Audited, FrozenAdmin):
    whose = "clearance.person_id"
    part = True
    list_display = ["__str__", "clearance", Badge("answer"), "answered_at", Badge("decision")]
    list_filter = [("clearance__edition", EditionFilter), "answer", "decision"]
    search_fields = ["clearance__person__family_name", "clearance__edition__slug", "intervention__key"]
    related = [
        "clearance__edition__forum",
        "clearance__person",
        "clearance__organization",
        "clearance__card",
        "intervention__report__session",
        "intervention__credit__card",
        "intervention__credit__seat_of",
        "decided_by",
    ]
    readonly_fields = ["as_shown"]
    fieldsets = [
        ("What was asked", {"fields": ["clearance", "intervention", "as_shown"]}),
        ("What was answered", {"fields": ["answer", "answered_at", "correction", "remark"]}),
        ("What the office decided", {"fields": ["decision", "reason", "decided_by", "decided_at"]}),
    ]

    @admin.display(description="as it was shown")
    def as_shown(self, item):
        return shown_text(item)

    def tools(self, request, obj):
        return [("Decide", reverse("admin:reports_clearance_decide", args=[obj.pk])), *super().tools(request, obj)]
