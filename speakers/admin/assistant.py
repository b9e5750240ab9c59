"""The pages of the office for assistants' links."""

from django.contrib import admin
from django.utils.html import format_html

from forums.adminbase import DomainAdmin
from forums.admincolumns import EditionFilter, Moment
from speakers.assistants import issue_assistant_link, revoke_assistant_link
from speakers.models import AssistantLink


@admin.register(AssistantLink)
class AssistantLinkAdmin(DomainAdmin):
    list_display = [
        "__str__",
        "email",
        Moment("expires_at", "edition__timezone", "works until"),
        Moment("opened_at", "edition__timezone", "first opened"),
        Moment("revoked_at", "edition__timezone", "revoked"),
    ]
    list_filter = [("edition", EditionFilter), ("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "email", "persons__family_name", "persons__given_name"]
    autocomplete_fields = ["edition", "persons"]
    related = ["edition__forum", "issued_by"]
    zone = "edition__timezone"
    actions = ["new_link", "revoke"]
    buttons = ["new_link", "revoke"]
    readonly_fields = ["expires_at", "opened_at", "revoked_at", "issued_by", "created_at"]
    fieldsets = [
        ("Who assists whom", {"fields": ["edition", "name", "email", "persons"]}),
        ("The link", {"fields": ["expires_at", "opened_at", "revoked_at", "issued_by", "created_at"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        asked, *others = super().get_fieldsets(request, obj)
        return [asked, *others] if obj else [asked]

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            self._tell_address(request, obj)

    @admin.action(description="Make a new link", permissions=["change"])
    def new_link(self, request, queryset):
        if len(queryset) > 1:
            self.message_user(request, "Choose one: a link is shown once and belongs to one assistant.", "ERROR")
            return
        for link in queryset:
            self._tell_address(request, link)
            self.log_change(request, link, "New link made.")

    @admin.action(description="Revoke", permissions=["change"])
    def revoke(self, request, queryset):
        self.each(request, queryset, revoke_assistant_link, "is revoked; it opens nothing any more.")

    def _tell_address(self, request, link):
        """Shown to the person at the screen, once: it is kept nowhere."""
        address = issue_assistant_link(link, by=request.user)
        told = "The link for {}, shown this once; one made before no longer works: {}"
        self.message_user(request, format_html(told, link.email, address), "SUCCESS")
