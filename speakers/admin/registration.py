"""The pages of the office for registrations, what speakers ask to change, and what they agreed to."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from forums.adminbase import DomainAdmin, ReadOnlyInline, TabularInline, TranslatedAdmin
from forums.admincolumns import Badge, CountLink, EditionFilter, Moment, in_zone
from forums.adminforms import DomainForm
from forums.exceptions import DomainError
from speakers.changes import decide_change
from speakers.consents import standing_consents
from speakers.models import Abstract, Availability, ChangeRequest, Consent, Person, Registration
from speakers.registrations import save_consent, save_registration

from .audited import Audited
from .inviting import InvitesPersons
from .seats import PlacePages


class RegistrationForm(DomainForm):
    """A registration as the office edits it, with what the person told the office about the programme."""

    channel = forms.ChoiceField(
        label="They agree to be in the programme",
        required=False,
        choices=[
            ("", "nothing new to record"),
            ("mail", "told us by mail"),
            ("form", "told us on a form"),
            ("paper", "told us on paper"),
            ("phone", "told us by phone"),
        ],
        help_text="Recorded as their consent. They can give it, and take it back, on their own page too.",
    )


class AvailabilityInline(TabularInline):
    model = Availability
    fields = ["starts_at", "ends_at"]
    related = ["registration__person", "registration__edition__forum"]
    show_change_link = False


class ChangeRequestInline(ReadOnlyInline):
    model = ChangeRequest
    fields = ["page", "before", "after", "status"]
    readonly_fields = ["page"]
    related = ["registration__person", "registration__edition__forum"]


@admin.register(Registration)
class RegistrationAdmin(Audited, InvitesPersons, PlacePages, TranslatedAdmin):
    actions = ["invite"]
    list_display = [
        "__str__",
        Badge("status"),
        "mode",
        Moment("agreed_at", "edition__timezone", "titles agreed"),
        "card",
        CountLink("change_requests"),
    ]
    list_filter = [("edition", EditionFilter), "status", "mode"]
    search_fields = ["person__family_name", "person__given_name", "person__email", "edition__slug"]
    autocomplete_fields = ["edition", "person"]
    related = ["edition__forum", "person", "card"]
    zone = "edition__timezone"
    form = RegistrationForm
    readonly_fields = ["card", "created_at", "consents", "page"]
    inlines = [AvailabilityInline, ChangeRequestInline]
    fieldsets = [
        ("Who and when", {"fields": ["edition", "person", "status", "mode", "notices", "created_at"]}),
        ("What they agree to", {"fields": ["consents", "channel"]}),
        ("In the programme", {"fields": ["card", "billed_titles", "agreed_at", "bio", "photo"]}),
        ("Private: for their stay", {"fields": ["timezone", "availability", "arrival", "needs", "page"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        shown = super().get_fieldsets(request, obj)
        if obj:
            return shown
        # It was not created yet.
        fields = [[name for name in part["fields"] if name != "created_at"] for _, part in shown]
        return [(title, part | {"fields": kept}) for (title, part), kept in zip(shown, fields, strict=True)]

    def label(self, registration):
        return str(registration)

    def invitees(self, queryset):
        return Person.objects.filter(registrations__in=queryset).distinct()

    def save_model(self, request, obj, form, change):
        save_registration(obj, channel=form.cleaned_data["channel"])

    @admin.display(description="standing")
    def consents(self, registration):
        if registration.pk is None:
            return "Known once the registration is saved."
        given = standing_consents(registration.person, registration.edition).values()
        zone = registration.edition.timezone
        lines = [(it.get_purpose_display(), in_zone(it.given_at, zone), it.channel, it.text_version) for it in given]
        return format_html_join(mark_safe("<br>"), "{}: {}, by {} (wording {})", lines) or "They agreed to nothing yet."

    @admin.display(description="their own page")
    def page(self, registration):
        saved = len(registration.sections)
        return f"{saved} section{'' if saved == 1 else 's'} looked through." if saved else "Not filled in yet."


@admin.register(ChangeRequest)
class ChangeRequestAdmin(Audited, DomainAdmin):
    whose = "registration.person_id"
    list_display = [
        "__str__",
        Badge("status"),
        "before",
        "after",
        Moment("asked_at", "registration__edition__timezone", "asked"),
    ]
    list_filter = ["status", "field", ("registration__edition", EditionFilter)]
    search_fields = [
        "registration__person__family_name",
        "registration__person__given_name",
        "before",
        "after",
    ]
    related = [
        "registration__person",
        "registration__edition__forum",
        "release__edition__forum",
        "credit__session",
        "credit__card",
        "credit__seat_of",
        "decided_by",
    ]
    deferred = ["release__content", "release__changes"]
    zone = "registration__edition__timezone"
    actions = ["accept"]
    buttons = ["accept"]
    asked = ["registration", "release", "field", "credit", "before", "after", "picture", "channel", "asked_at"]
    fieldsets = [
        ("What they ask for", {"fields": asked}),
        ("What was decided", {"fields": ["status", "reason", "decided_at", "decided_by"]}),
    ]

    def has_add_permission(self, request):
        # They come from the speaker's page; what the office knows itself it writes into the registration.
        return False

    def get_readonly_fields(self, request, obj=None):
        # Not by the status, which is the form's own while it is being answered.
        decided = obj is None or obj.decided_at is not None
        return [*self.asked, "decided_at", "decided_by", *(["status", "reason"] if decided else [])]

    def save_model(self, request, obj, form, change):
        accept = {ChangeRequest.Status.ACCEPTED: True, ChangeRequest.Status.REFUSED: False}.get(obj.status)
        if accept is None:
            raise DomainError("Choose “accepted” or “refused”, or leave the page.")
        decide_change(obj, accept=accept, by=request.user, reason=obj.reason)

    @admin.display(description="photo asked for")
    def picture(self, change):
        if not change.photo:
            return "—"
        address = reverse("admin:speakers_changerequest_file", args=[change.pk, "photo"])
        return format_html('<a href="{}">Open it</a>', address)

    @admin.action(description="Accept", permissions=["change"])
    def accept(self, request, queryset):
        done = "is accepted; it is printed with the next release."
        self.each(request, queryset, lambda row: decide_change(row, accept=True, by=request.user), done)


@admin.register(Availability)
class AvailabilityAdmin(Audited, DomainAdmin):
    part = True
    whose = "registration.person_id"
    zone = "registration__edition__timezone"
    list_display = [
        "registration",
        Moment("starts_at", "registration__edition__timezone", "from"),
        Moment("ends_at", "registration__edition__timezone", "to"),
    ]
    list_filter = [("registration__edition", EditionFilter)]
    search_fields = ["registration__person__family_name", "registration__person__given_name"]
    autocomplete_fields = ["registration"]
    related = ["registration__person", "registration__edition__forum"]


@admin.register(Abstract)
class AbstractAdmin(TranslatedAdmin):
    part = True
    list_display = ["__str__", "credit"]
    list_filter = [("credit__session__edition", EditionFilter)]
    search_fields = ["text", "credit__card__name", "credit__session__title"]
    autocomplete_fields = ["credit"]
    related = ["credit__card", "credit__seat_of", "credit__session"]


@admin.register(Consent)
class ConsentAdmin(Audited, DomainAdmin):
    part = True
    list_display = ["__str__", "edition", "given_at", "withdrawn_at", "channel"]
    list_filter = ["purpose", ("withdrawn_at", admin.EmptyFieldListFilter), ("edition", EditionFilter)]
    search_fields = ["person__family_name", "person__given_name", "person__email"]
    autocomplete_fields = ["person", "edition"]
    related = ["person", "edition__forum"]
    fieldsets = [
        ("Who agreed to what", {"fields": ["person", "purpose", "edition"]}),
        ("In which words", {"fields": ["text_version", "language", "channel"]}),
        ("When", {"fields": ["given_at", "withdrawn_at"]}),
    ]

    def save_model(self, request, obj, form, change):
        save_consent(obj)
