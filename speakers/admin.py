"""The pages of the office for speakers: everything private."""

from django.contrib import admin

from forums.adminbase import DomainAdmin, TabularInline, TranslatedAdmin, TranslatedTabularInline
from forums.admincolumns import Badge, CountLink, EditionFilter, Moment

from .models import Appointment, ChangeRequest, Consent, Invitation, Person, Registration
from .registrations import save_registration


class AppointmentInline(TranslatedTabularInline):
    model = Appointment
    fields = ["title", "link", "organization", "kind", "started_on", "ended_on", "position"]
    autocomplete_fields = ["organization"]
    related = ["organization"]


class ConsentInline(TabularInline):
    model = Consent
    fields = ["purpose", "edition", "text_version", "language", "channel", "given_at", "withdrawn_at"]
    autocomplete_fields = ["edition"]
    related = ["edition__forum", "person"]
    show_change_link = False


@admin.register(Person)
class PersonAdmin(TranslatedAdmin):
    list_display = [
        "__str__",
        "native_name",
        "country",
        "email",
        CountLink("appointments"),
        CountLink("registrations"),
    ]
    list_filter = [("merged_into", admin.EmptyFieldListFilter), "name_order"]
    search_fields = ["family_name", "given_name", "native_name", "distinguish", "email"]
    inlines = [AppointmentInline, ConsentInline]
    fieldsets = [
        (
            "Name",
            {
                "fields": [
                    ("family_name", "given_name"),
                    "name_order",
                    "native_name",
                    "honorific",
                    "short_name",
                    "pronoun",
                    "distinguish",
                ]
            },
        ),
        (
            "For the programme, with their consent",
            {"fields": ["country", "languages", "bio", "photo", "links"]},
        ),
        (
            "Private: how to reach them",
            {
                "fields": [
                    "email",
                    "phone",
                    "assistant_name",
                    "assistant_email",
                    "assistant_phone",
                ]
            },
        ),
        ("For the office", {"fields": ["note"]}),
    ]


@admin.register(Invitation)
class InvitationAdmin(DomainAdmin):
    list_display = [
        "__str__",
        "role",
        Badge("status"),
        Moment("sent_at", "edition__timezone", "sent"),
        Moment("answered_at", "edition__timezone", "answered"),
        "substitute",
    ]
    list_filter = [("edition", EditionFilter), "status", "role"]
    search_fields = ["person__family_name", "person__given_name", "person__email", "edition__slug"]
    autocomplete_fields = ["edition", "person", "substitute"]
    related = ["edition__forum", "person", "substitute", "invited_by"]
    zone = "edition__timezone"
    readonly_fields = ["status", "sent_at", "opened_at", "answered_at", "invited_by", "created_at"]
    fieldsets = [
        ("The invitation", {"fields": ["edition", "person", "role", "expires_at"]}),
        (
            "How it stands",
            {
                "fields": [
                    "status",
                    "created_at",
                    "invited_by",
                    "sent_at",
                    "opened_at",
                    "answered_at",
                ]
            },
        ),
        ("Their answer", {"fields": ["reason", "substitute"]}),
    ]


class ChangeRequestInline(TabularInline):
    model = ChangeRequest
    fields = ["field", "before", "after", "status", "reason"]
    related = ["registration__person", "registration__edition__forum"]


@admin.register(Registration)
class RegistrationAdmin(TranslatedAdmin):
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
    readonly_fields = ["card", "created_at"]
    inlines = [ChangeRequestInline]
    fieldsets = [
        ("Who and when", {"fields": ["edition", "person", "status", "mode", "created_at"]}),
        ("In the programme", {"fields": ["card", "billed_titles", "agreed_at", "bio", "photo"]}),
        ("Private: for their stay", {"fields": ["availability", "arrival", "needs"]}),
    ]

    def label(self, registration):
        return str(registration)

    def save_model(self, request, obj, form, change):
        save_registration(obj)


@admin.register(ChangeRequest)
class ChangeRequestAdmin(DomainAdmin):
    list_display = ["__str__", Badge("status"), "before", "after", "asked_at"]
    list_filter = ["status", "field", ("registration__edition", EditionFilter)]
    search_fields = [
        "registration__person__family_name",
        "registration__person__given_name",
        "before",
        "after",
    ]
    autocomplete_fields = ["registration", "release"]
    related = [
        "registration__person",
        "registration__edition__forum",
        "release__edition__forum",
        "decided_by",
    ]
    deferred = ["release__content", "release__changes"]
    readonly_fields = ["asked_at", "decided_at", "decided_by"]
    fieldsets = [
        (
            "What they ask for",
            {"fields": ["registration", "release", "field", "before", "after", "asked_at"]},
        ),
        ("What was decided", {"fields": ["status", "reason", "decided_at", "decided_by"]}),
    ]


@admin.register(Appointment)
class AppointmentAdmin(TranslatedAdmin):
    part = True
    list_display = ["__str__", "person", "kind", "started_on", "ended_on"]
    list_filter = ["kind"]
    search_fields = ["title", "person__family_name", "person__given_name", "organization__name"]
    autocomplete_fields = ["person", "organization"]
    related = ["person", "organization"]
    fieldsets = [
        ("The title", {"fields": ["person", "title", "link", "organization", "kind", "position"]}),
        ("How long", {"fields": [("started_on", "ended_on"), "once_over"]}),
        ("For the office", {"fields": ["note"]}),
    ]


@admin.register(Consent)
class ConsentAdmin(DomainAdmin):
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
