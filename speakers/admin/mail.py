"""Mails in the office: what was sent to whom and how it went, and the texts they are written from."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator

from forums.adminbase import FrozenAdmin, TranslatedAdmin
from forums.admincolumns import EditionFilter, badge
from forums.agenda.reading import bcp47
from forums.models import Edition
from speakers import letters
from speakers.mails import cancel_mail, example, note_bounce, send_again
from speakers.models import Mail, MailTemplate, ReleaseNotice

from .audited import Audited

# What the numbers over the list count, in the order of a mail's way.
STATES = {
    "queued": Q(status="queued"),
    "handed_over": Q(status="running"),
    "sent": Q(status="done", bounced_at=None),
    "bounced": Q(bounced_at__isnull=False),
    "failed": Q(status="failed", bounced_at=None),
    "cancelled": Q(status="cancelled"),
}


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state, state.replace("_", " ")) for state in STATES]

    def queryset(self, request, queryset):
        return queryset.filter(STATES[self.value()]) if self.value() in STATES else queryset


@admin.register(Mail)
class MailAdmin(Audited, FrozenAdmin):
    list_display = ["subject", "to", "stands", "remark", "queued_at"]
    list_filter = [StateFilter, "kind", ("edition", EditionFilter)]
    search_fields = ["to", "subject", "person__family_name", "person__given_name"]
    related = ["person", "edition__forum", "invitation__person", "invitation__edition__forum"]
    actions = ["send_again", "cancel", "note_bounce"]
    readonly_fields = ["stands", "attachment", "text"]
    fieldsets = [
        ("The mail", {"fields": ["kind", "person", "edition", "invitation", "to", "reply_to", "language"]}),
        ("What it says", {"fields": ["subject", "text", "attachment"]}),
        (
            "How it went",
            {"fields": ["stands", "attempts", "error", "queued_at", "not_before", "handed_over_at", "finished_at"]},
        ),
    ]
    change_list_template = "admin/speakers/mail/change_list.html"

    def buttons_of(self, mail):
        offered = {"queued": ["cancel"], "sent": ["note_bounce"], "handed over": []}
        return offered.get(mail.state, ["send_again"])

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        listed = getattr(response, "context_data", {}).get("cl")
        if listed is not None:
            counted = listed.queryset.order_by().aggregate(
                **{state: Count("pk", filter=condition) for state, condition in STATES.items()}
            )
            words = {state: badge(state, state.replace("_", " ")) for state in STATES}
            response.context_data |= {
                "counted": [(words[state], total) for state, total in counted.items() if total],
                "gone": sum(counted.values()) - counted["queued"] - counted["handed_over"],
                "total": sum(counted.values()),
                "no_server": not settings.MAIL_SERVER,
            }
        return response

    @admin.display(description="state", ordering="status")
    def stands(self, mail):
        return badge(mail.state, mail.state)

    @admin.display(description="what the server said", ordering="attempts")
    def remark(self, mail):
        return Truncator(mail.error).chars(120)

    @admin.display(description="text")
    def text(self, mail):
        return format_html('<div class="letter">{}</div>', mail.body)

    @admin.display(description="calendar file")
    def attachment(self, mail):
        return "sessions.ics" if mail.calendar else "None."

    def has_send_permission(self, request):
        return request.user.has_perm("speakers.change_mail")

    @admin.action(description="Send again", permissions=["send"])
    def send_again(self, request, queryset):
        self.each(request, queryset, send_again, "is queued again.")

    @admin.action(description="Cancel", permissions=["send"])
    def cancel(self, request, queryset):
        self.each(request, queryset, cancel_mail, "will not be sent.")

    @admin.action(description="It came back", permissions=["send"])
    def note_bounce(self, request, queryset):
        self.each(request, queryset, note_bounce, "is noted as bounced.")


@admin.register(MailTemplate)
class MailTemplateAdmin(TranslatedAdmin):
    list_display = ["__str__", "subject", "edition"]
    list_filter = ["kind", ("edition", EditionFilter)]
    search_fields = ["subject", "body"]
    autocomplete_fields = ["edition"]
    related = ["edition__forum"]
    readonly_fields = ["placeholders"]
    fieldsets = [
        ("For which mails", {"fields": ["kind", "edition"]}),
        ("The text; what is left empty is as shipped", {"fields": ["subject", "body", "placeholders"]}),
    ]

    @admin.display(description="placeholders")
    def placeholders(self, template):
        if not template.kind:
            return "Save to see what can be filled in, and a preview."
        possible = letters.allowed(template.kind, "body")
        rows = ((f"{{{name}}}", letters.PLACEHOLDERS[name]) for name in possible)
        return format_html_join("", "<div><code>{}</code> {}</div>", rows)

    change_list_template = "admin/speakers/mailtemplate/change_list.html"

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**(extra_context or {}), "kinds": Mail.Kind.choices})

    def tools(self, request, template):
        query = {"kind": template.kind} | ({"edition": template.edition_id} if template.edition_id else {})
        return [("Preview", reverse("admin:speakers_mailtemplate_preview", query=query))]

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview_view)
        return [path("preview/", view, name="speakers_mailtemplate_preview"), *super().get_urls()]

    def preview_view(self, request):
        """A kind of mail as an example person would get it now, in each language."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kinds, number = dict(Mail.Kind.choices), request.GET.get("edition", "")
        kind = request.GET.get("kind")
        if kind not in kinds or not (number.isdecimal() or not number):
            raise Http404
        editions = Edition.objects.select_related("forum")
        edition = get_object_or_404(editions, pk=number) if number else editions.first()
        context = {
            **self.admin_site.each_context(request),
            "title": f"Preview: {kinds[kind]}",
            "subtitle": str(edition or ""),
            "opts": self.opts,
            "letters": [(bcp47(code), name, example(kind, edition, code)) for code, name in settings.LANGUAGES],
        }
        return render(request, "admin/speakers/mailtemplate/preview.html", context)


@admin.register(ReleaseNotice)
class ReleaseNoticeAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", "told", "at"]
    list_filter = [("release__edition", EditionFilter)]
    search_fields = ["release__edition__slug"]
    related = ["release__edition__forum"]
    deferred = ["release__content", "release__changes"]
