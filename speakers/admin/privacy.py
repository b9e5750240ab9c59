"""What is held about a person: handed over, erased, and who looked at it; and how long what is kept."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from forums.adminbase import FrozenAdmin
from forums.exceptions import DomainError
from speakers.audit import MOST_LINES, How, history_of, note_access
from speakers.billing import name_of
from speakers.dossier import file_name, write_dossier
from speakers.erasure import erase_person, preview_erasure
from speakers.models import AccessEntry, Erasure, Person, PrivateLink
from speakers.retention import look_ahead

EXPORT, ERASE = "speakers.export_person", "speakers.erase_person"
AUDIT, RETENTION = "speakers.view_accessentry", "speakers.view_erasure"


class ErasureForm(forms.Form):
    """Why, and the name once more: nobody is erased by a slip of the hand."""

    reason = forms.ChoiceField(choices=Erasure.Reason)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.wanted = name_of(person).plain
        self.fields["name"] = forms.CharField(
            label="Their name",
            help_text=f"Type “{self.wanted}” to go on.",
            widget=forms.TextInput({"autocomplete": "off"}),
        )

    def clean_name(self):
        typed = " ".join(self.cleaned_data["name"].split())
        if typed.casefold() != self.wanted.casefold():
            raise forms.ValidationError(f"That is another name. Type “{self.wanted}”.", code="other")
        return typed


class PrivacyPages:
    """Pages of a person about their data, and one of the list about periods."""

    def get_urls(self):
        def own(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"speakers_person_{name}")

        return [
            own("<int:pk>/held/", self.held_view, "held"),
            own("<int:pk>/erase/", self.erase_view, "erase"),
            own("<int:pk>/seen/", self.seen_view, "seen"),
            own("retention/", self.retention_view, "retention"),
            *super().get_urls(),
        ]

    def held_view(self, request, pk):
        """Everything held about the person, as a file."""
        person = self._person(request, pk, EXPORT)
        note_access(request.user, How.EXPORTED, Person, person.pk, person=person.pk)
        response = FileResponse(write_dossier(person), as_attachment=True, filename=file_name(person))
        response.headers["Cache-Control"] = "no-store"
        return response

    @method_decorator(csrf_protect)
    def erase_view(self, request, pk):
        """What will go and what stays; then the act."""
        person = self._person(request, pk, ERASE)
        form = ErasureForm(request.POST if request.method == "POST" else None, person=person)
        try:
            if request.method == "POST" and form.is_valid():
                erase_person(person, by=request.user, reason=form.cleaned_data["reason"])
                told = f"Erased. What is left is a row without a name, no. {person.pk}; printed names stay in print."
                self.message_user(request, told, messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(pk))
            outlook = preview_erasure(person)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self.page_of(pk))
        context = {"title": "Erase", "original": person, "form": form, "outlook": outlook}
        return self._shown(request, "erase", context)

    def seen_view(self, request, pk):
        """Who saw or changed what is held about the person, the newest first."""
        person = self._person(request, pk, AUDIT)
        lines = history_of(person)
        context = {"title": "Who saw or changed this", "original": person, "lines": lines, "most": MOST_LINES}
        return self._shown(request, "seen", context)

    def retention_view(self, request):
        """How long what is kept, and what goes next."""
        if not request.user.has_perm(RETENTION):
            raise PermissionDenied
        return self._shown(request, "retention", {"title": "How long data are kept", "rules": look_ahead()})

    def _person(self, request, pk, permission):
        if not (request.user.has_perm(permission) and self.has_view_permission(request)):
            raise PermissionDenied
        return get_object_or_404(Person, pk=pk)

    def _shown(self, request, name, context):
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"admin/speakers/person/{name}.html", shared | context)

    def tools(self, request, person):
        """Of somebody erased there is only who did it, and who looked before."""
        if person.erased_at is None:
            return super().tools(request, person)
        return [("Who saw or changed this", reverse("admin:speakers_person_seen", args=[person.pk]))]

    def has_change_permission(self, request, obj=None):
        # What was erased is not filled in again.
        return super().has_change_permission(request, obj) and not (obj and obj.erased_at)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.erased_at)


PAGES = [
    ("Everything held", "admin:speakers_person_held", EXPORT),
    ("Who saw or changed this", "admin:speakers_person_seen", AUDIT),
    ("Erase", "admin:speakers_person_erase", ERASE),
]
LIST_PAGES = [("How long data are kept", "admin:speakers_person_retention", RETENTION)]


@admin.register(PrivateLink)
class PrivateLinkAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", "person", "issued_at", "opened_at", "expires_at", "revoked_at"]
    list_filter = ["purpose", ("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["person__family_name", "person__given_name"]
    related = ["person"]
    fields = ["purpose", "subject", "person", "issued_at", "opened_at", "expires_at", "revoked_at"]


@admin.register(AccessEntry)
class AccessEntryAdmin(FrozenAdmin):
    part = True
    list_display = ["at", "user", "how", "model", "row", "person"]
    list_filter = ["how", "on"]
    search_fields = ["user__username", "person__family_name", "person__given_name"]
    related = ["user", "person"]
    fields = ["user", "how", "model", "row", "person", "on", "at"]


@admin.register(Erasure)
class ErasureAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", "person", "reason", "by", "at"]
    list_filter = ["reason"]
    search_fields = ["by__username"]
    related = ["person", "by"]
    fields = ["person", "reason", "by", "at", "counts"]
