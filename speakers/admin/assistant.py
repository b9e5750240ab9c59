"""The pages of the office for assistants' links."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from forums.adminbase import DomainAdmin
from forums.admincolumns import EditionFilter, Moment, in_zone
from speakers.assistants import issue_assistant_link, revoke_assistant_link, send_assistant_link
from speakers.models import AssistantLink

from .audited import Audited


@admin.register(AssistantLink)
class AssistantLinkAdmin(Audited, DomainAdmin):
    whose = ""
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
    actions = ["send_link", "new_link", "revoke"]
    buttons = ["send_link", "new_link", "revoke"]
    readonly_fields = ["expires_at", "opened_at", "revoked_at", "issued_by", "created_at", "sent"]
    fieldsets = [
        ("Who assists whom", {"fields": ["edition", "name", "email", "persons"]}),
        (
            "The link",
            {
                "description": "There is one address at a time, kept nowhere. “Send the link” mails a new one; the one "
                "before works until that mail leaves. “Make a new link” shows a new one here, once, and ends the one "
                "before at once.",
                "fields": ["sent", "expires_at", "opened_at", "revoked_at", "issued_by", "created_at"],
            },
        ),
    ]

    def get_fieldsets(self, request, obj=None):
        asked, *others = super().get_fieldsets(request, obj)
        return [asked, *others] if obj else [asked]

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            self._tell_address(request, obj)

    @admin.display(description="mails")
    def sent(self, link):
        rows = [
            (
                reverse("admin:speakers_mail_change", args=[it.pk]),
                in_zone(it.queued_at, link.edition.timezone),
                it.state,
            )
            for it in link.mails.order_by("queued_at", "id")
        ]
        return format_html_join(" ", '<a href="{}">{}</a> ({})', rows) or "Not sent by mail yet."

    @admin.action(description="Send the link", permissions=["change"])
    def send_link(self, request, queryset):
        done = "is queued; the address they had works until the mail leaves."
        self.each(request, queryset, lambda link: send_assistant_link(link, by=request.user), done)

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
