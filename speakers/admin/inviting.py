"""Asking many at once: from any list of persons, or from a table, with a look at what would happen before it does."""

from base64 import b64decode, b64encode
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from forums.exceptions import DomainError
from forums.models import Credit, Edition
from speakers.invitations import invite
from speakers.invitees import LARGEST, invite_table, read_invitees

_OVER = (Edition.Status.CANCELLED, Edition.Status.HELD, Edition.Status.DOCUMENTED)


class InviteForm(forms.Form):
    """To what, and as what."""

    edition = forms.ModelChoiceField(Edition.objects.exclude(status__in=_OVER).select_related("forum"))
    role = forms.ChoiceField(choices=Credit.Role.choices, initial=Credit.Role.PANELIST)
    language = forms.ChoiceField(
        choices=[("", "each person’s own"), *settings.LANGUAGES], required=False, label="Language of the mails"
    )
    answer_by = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=f"Empty: {settings.INVITATION_DAYS} days from now.",
    )

    def deadline(self):
        """The end of the chosen day, on the clocks of the edition."""
        day = self.cleaned_data["answer_by"]
        return day and datetime.combine(day, time(23, 59), ZoneInfo(self.cleaned_data["edition"].timezone))


class TableForm(forms.Form):
    """A table of persons; the file comes first, and travels along while it is looked at."""

    edition = forms.ModelChoiceField(Edition.objects.exclude(status__in=_OVER).select_related("forum"))
    role = forms.ChoiceField(
        choices=Credit.Role.choices, initial=Credit.Role.PANELIST, help_text="For rows that give none."
    )
    file = forms.FileField(
        required=False,
        help_text=(
            "CSV or XLSX. The first row names the columns: family name, given name, native name, email, role, "
            "language, organization, title."
        ),
    )
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2 * LARGEST)

    def content(self):
        """The bytes of the file, just sent or looked at before."""
        if sent := self.cleaned_data["file"]:
            return sent.read(LARGEST + 1)
        try:
            return b64decode(self.cleaned_data["looked_at"], validate=True)
        except ValueError as error:
            raise DomainError("Choose the file again.") from error


class InvitesPersons:
    """For the list of a model whose rows are persons, or belong to one."""

    def invitees(self, queryset):
        """The persons of the chosen rows."""
        raise NotImplementedError

    def has_invite_permission(self, request):
        return request.user.has_perm("speakers.add_invitation")

    @admin.action(description="Invite to an edition…", permissions=["invite"])
    def invite(self, request, queryset):
        persons = self.invitees(queryset)
        form = InviteForm(request.POST if "_invite" in request.POST else None)
        if form.is_valid():
            edition = form.cleaned_data["edition"]
            result = invite(
                persons,
                edition=edition,
                role=form.cleaned_data["role"],
                language=form.cleaned_data["language"],
                expires_at=form.deadline(),
                by=request.user,
            )
            tell(self, request, edition, result)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Invite to an edition",
            "opts": self.opts,
            "form": form,
            "count": persons.count(),
            "ids": request.POST.getlist(admin.helpers.ACTION_CHECKBOX_NAME),
            "across": request.POST.get("select_across", "0"),
        }
        return render(request, "admin/speakers/invitation/invite.html", context)


def table_view(model_admin, request):
    """A table of persons: first what it would do, then, on the second click, doing it."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = TableForm(request.POST or None, request.FILES or None)
    invitees, looked_at = [], ""
    if form.is_valid():
        try:
            content = form.content()
            invitees = read_invitees(content, role=form.cleaned_data["role"])
            if "_invite" in request.POST and not form.cleaned_data["file"]:
                edition = form.cleaned_data["edition"]
                result = invite_table(invitees, edition=edition, by=request.user)
                tell(model_admin, request, edition, result.invited, added=len(result.added))
                return HttpResponseRedirect(reverse("admin:speakers_invitation_changelist"))
            looked_at = b64encode(content).decode()
        except DomainError as error:
            invitees = []
            form.add_error("file", str(error))
    if looked_at:
        form.data = form.data.copy()
        form.data["looked_at"] = looked_at
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Invite from a table",
        "opts": model_admin.opts,
        "form": form,
        "invitees": invitees,
        "counted": [(what, sum(it.what == what for it in invitees)) for what in ("new", "same", "refused")],
        "ready": any(not it.refused for it in invitees),
    }
    return render(request, "admin/speakers/invitation/table.html", context)


def tell(model_admin, request, edition, result, *, added=0):
    """Say how many are on their way, and who was left out for which reason."""
    sent = len(result.invitations)
    mails = reverse("admin:speakers_mail_changelist", query={"edition__id__exact": edition.pk})
    told = format_html(
        '{} invitation{} to {} queued; <a href="{}">see how the mails get on</a>.{}',
        sent,
        "" if sent == 1 else "s",
        edition,
        mails,
        f" {added} new persons." if added else "",
    )
    model_admin.message_user(request, told, messages.SUCCESS if sent else messages.WARNING)
    if sent and not settings.MAIL_SERVER:
        waiting = "No mail server is set up yet, so they wait; nothing is lost (see the guide for operators)."
        model_admin.message_user(request, waiting, messages.WARNING)
    if result.refused:
        shown = [f"\n- {person}: {reason}" for person, reason in result.refused[:20]]
        more = len(result.refused) - len(shown)
        rest = f"\n- and {more} more" if more else ""
        model_admin.message_user(request, f"Left out:{''.join(shown)}{rest}", messages.WARNING)
