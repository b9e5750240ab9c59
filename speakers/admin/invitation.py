"""Invitations in the office: how each stands, step by step, and what can be done about it."""

from zoneinfo import ZoneInfo

from django.contrib import admin
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.views.decorators.csrf import csrf_protect

from forums.adminbase import DomainAdmin, FrozenAdmin
from forums.admincolumns import Badge, EditionFilter, Moment, badge, in_zone
from forums.exceptions import DomainError
from speakers.invitations import (
    invite,
    issue_link,
    resend_invitation,
    revoke_invitation,
    send_invitation,
)
from speakers.models import Invitation, InvitationEvent, InvitationLink
from speakers.substitutes import carry_into_programme

from .audited import Audited
from .inviting import table_view


class Step(Moment):
    """When a step was taken, short enough to stand beside the others."""

    def __call__(self, invitation):
        moment = getattr(invitation, self.field)
        if moment is None:
            return None
        here = timezone.localtime(moment, ZoneInfo(invitation.edition.timezone))
        return date_format(here, "j\xa0M H:i")


@admin.register(Invitation)
class InvitationAdmin(Audited, DomainAdmin):
    list_display = [
        "person",
        Badge("status"),
        "role",
        Step("sent_at", "edition__timezone", "sent"),
        Step("opened_at", "edition__timezone", "opened"),
        Step("answered_at", "edition__timezone", "answered"),
        "answer_by",
        "edition",
    ]
    list_filter = [("edition", EditionFilter), "status", "role", "reminders"]
    search_fields = ["person__family_name", "person__given_name", "person__email", "edition__slug"]
    autocomplete_fields = ["edition", "person", "substitute"]
    related = ["edition__forum", "person", "substitute", "invited_by"]
    zone = "edition__timezone"
    list_pages = [("Invite from a table", "admin:speakers_invitation_table", "speakers.add_invitation")]
    actions = ["send", "send_again", "new_link", "revoke", "stop_reminders", "invite_substitute", "carry"]
    readonly_fields = ["status", "timeline", "mails", "invited_by", "reason"]
    fieldsets = [
        ("The invitation", {"fields": ["edition", "person", "role", "language", "expires_at", "reminders"]}),
        ("How it stands", {"fields": ["status", "timeline", "mails", "invited_by"]}),
        ("Their answer", {"fields": ["reason", "substitute", "delegate"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.table_view)
        return [path("table/", view, name="speakers_invitation_table"), *super().get_urls()]

    @method_decorator(csrf_protect)
    def table_view(self, request):
        return table_view(self, request)

    def buttons_of(self, invitation):
        status = invitation.status if invitation else ""
        if status == Invitation.Status.DRAFT:
            return ["send", "revoke"]
        if status in Invitation.UNANSWERED:
            return ["send_again", "new_link", "revoke"]
        if status == Invitation.Status.LAPSED:
            return ["send_again"]
        if status == Invitation.Status.ACCEPTED:
            return ["new_link"]
        return ["invite_substitute", "carry"] if invitation and invitation.substitute_id else []

    @admin.display(description="answer by", ordering="expires_at")
    def answer_by(self, invitation):
        if invitation.status in Invitation.UNANSWERED and invitation.expires_at:
            here = timezone.localtime(invitation.expires_at, ZoneInfo(invitation.edition.timezone))
            return date_format(here, "j\xa0M Y")
        return None

    def label(self, invitation):
        return f"{invitation} ({invitation.get_role_display()})"

    def get_fieldsets(self, request, obj=None):
        asked, *others = super().get_fieldsets(request, obj)
        return [asked, *others] if obj else [asked]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.invited_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description="step by step")
    def timeline(self, invitation):
        zone = invitation.edition.timezone
        steps = [
            (
                badge(step.kind, step.get_kind_display()),
                in_zone(step.at, zone),
                f"by {step.by}" if step.by else "",
                step.note,
            )
            for step in invitation.events.select_related("by")
        ]
        if not steps:
            return "Not sent yet: choose “Send”."
        return format_html('<ol class="timeline">{}</ol>', format_html_join("", "<li>{} {} {} {}</li>", steps))

    @admin.display(description="mails")
    def mails(self, invitation):
        rows = [
            (
                reverse("admin:speakers_mail_change", args=[mail.pk]),
                mail.get_kind_display(),
                badge(mail.state, mail.state),
            )
            for mail in invitation.mails.order_by("queued_at", "id")
        ]
        return format_html_join(" ", '<a href="{}">{}</a> {}', rows) or "None yet."

    @admin.action(description="Send", permissions=["change"])
    def send(self, request, queryset):
        self.each(request, queryset, lambda row: send_invitation(row, by=request.user), "is queued.")

    @admin.action(description="Send again with a new link", permissions=["change"])
    def send_again(self, request, queryset):
        done = "is queued again; the links sent before no longer work."
        self.each(request, queryset, lambda row: resend_invitation(row, by=request.user), done)

    @admin.action(description="Make a link to hand on", permissions=["change"])
    def new_link(self, request, queryset):
        if len(queryset) > 1:
            self.message_user(request, "Choose one: a link is shown once and belongs to one person.", "ERROR")
            return
        for invitation in queryset:
            address = issue_link(invitation, by=request.user)
            # Told to the person at the screen, not to the log.
            self.log_change(request, invitation, "New link made.")
            told = "The link for {}, shown this once; the ones before no longer work: {}"
            self.message_user(request, format_html(told, invitation.person, address), "SUCCESS")

    @admin.action(description="Revoke", permissions=["change"])
    def revoke(self, request, queryset):
        self.each(request, queryset, lambda row: revoke_invitation(row, by=request.user), "is revoked.")

    @admin.action(description="Stop reminders", permissions=["change"])
    def stop_reminders(self, request, queryset):
        queryset.update(reminders=False)
        self.message_user(request, "They get no more reminders.", "SUCCESS")

    @admin.action(description="Invite the substitute", permissions=["add"])
    def invite_substitute(self, request, queryset):
        def step(invitation):
            if invitation.substitute is None:
                raise DomainError("Nobody was named to come instead.")
            result = invite(
                [invitation.substitute],
                edition=invitation.edition,
                role=invitation.role,
                language=invitation.language,
                by=request.user,
            )
            for person, reason in result.refused:
                raise DomainError(f"{person} {reason}")
            return f"{invitation.substitute} is invited."

        self.each(request, queryset, step, str)

    def has_carry_permission(self, request):
        return request.user.has_perms(["forums.change_credit", "speakers.add_registration"])

    @admin.action(description="Put the substitute in the programme", permissions=["carry"])
    def carry(self, request, queryset):
        def done(places):
            sessions = ", ".join(f"“{place.session}”" for place in places)
            return f"{places[0].card} now has their place in {sessions}; printed once they agree to that."

        self.each(request, queryset, carry_into_programme, done)


@admin.register(InvitationLink)
class InvitationLinkAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", "invitation", "issued_at"]
    list_filter = [("invitation__edition", EditionFilter)]
    search_fields = ["invitation__person__family_name", "invitation__person__given_name"]
    related = ["invitation__person", "invitation__edition__forum"]
    fields = ["invitation", "issued_at"]


@admin.register(InvitationEvent)
class InvitationEventAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", "invitation", "at", "by", "note"]
    list_filter = ["kind", ("invitation__edition", EditionFilter)]
    search_fields = ["invitation__person__family_name", "invitation__person__given_name"]
    related = ["invitation__person", "invitation__edition__forum", "by"]
