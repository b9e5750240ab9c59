"""The pages of the office for persons and the titles they hold."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import Truncator

from forums.adminbase import DomainAdmin, TabularInline, TranslatedAdmin, TranslatedTabularInline
from forums.admincolumns import CountLink
from speakers.billing import held_by, name_of, with_titles
from speakers.models import Appointment, Consent, Distinction, Person
from speakers.registrations import show_as_agreed
from speakers.titles import introduce, titles_on

from .audited import Audited
from .balance import BalancePages
from .duplicates import DuplicatePages
from .inviting import InvitesPersons
from .privacy import LIST_PAGES, PAGES, PrivacyPages


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
class PersonAdmin(Audited, InvitesPersons, PrivacyPages, DuplicatePages, BalancePages, TranslatedAdmin):
    whose = "pk"
    list_display = [
        "__str__",
        "native_name",
        "title_today",
        "country",
        "email",
        CountLink("appointments"),
        CountLink("registrations"),
    ]
    list_filter = [("merged_into", admin.EmptyFieldListFilter), ("erased_at", admin.EmptyFieldListFilter), "name_order"]
    pages = PAGES
    list_pages = [
        ("Duplicates", "admin:speakers_person_duplicates", "speakers.change_person"),
        ("Balance", "admin:speakers_person_balance", "speakers.view_registration"),
        *LIST_PAGES,
    ]
    search_fields = ["family_name", "given_name", "native_name", "distinguish", "email"]
    inlines = [AppointmentInline, ConsentInline]
    readonly_fields = ["as_printed", "merged_into"]
    related = ["merged_into"]
    actions = ["invite"]
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
                    "as_printed",
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
        ("Only counted", {"fields": ["gender", "stakeholder_group"]}),
        ("For the office", {"fields": ["note", "merged_into"]}),
    ]

    def label(self, person):
        """The name with what the office tells namesakes apart by, or with what else is at hand."""
        apart = "" if person.distinguish else person.native_name or person.email
        return f"{person} ({apart})" if apart else str(person)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(with_titles())

    def get_search_results(self, request, queryset, search_term):
        if request.path == reverse("admin:autocomplete"):
            # Who was merged or erased is not to be chosen any more.
            queryset = queryset.filter(merged_into=None, erased_at=None)
        return super().get_search_results(request, queryset, search_term)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is Consent:
            changed = [consent for consent, _ in formset.changed_objects]
            show_as_agreed([*formset.new_objects, *changed, *formset.deleted_objects])

    def invitees(self, queryset):
        return queryset

    @admin.display(description="title today")
    def title_today(self, person):
        titles = titles_on(held_by(person), timezone.localdate(), short=True)
        return Truncator("".join(titles[:1])).chars(60)

    @admin.display(description="printed today as")
    def as_printed(self, person):
        name, held, today = name_of(person), held_by(person), timezone.localdate()
        lines = [
            introduce(name, held, today),
            introduce(name_of(person, "zh-hans"), held, today, "zh-hans"),
            f"In both scripts: {name.beside} · In an index: {name.sorted} · At a later mention: {name.later}",
        ]
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines))


@admin.register(Distinction)
class DistinctionAdmin(DomainAdmin):
    part = True
    list_display = ["__str__", "by", "at"]
    search_fields = ["one__family_name", "one__given_name", "other__family_name", "other__given_name"]
    autocomplete_fields = ["one", "other"]
    related = ["one", "other", "by"]
    readonly_fields = ["by", "at"]
    fieldsets = [("Two persons, not one", {"fields": ["one", "other", "by", "at"]})]

    def get_fieldsets(self, request, obj=None):
        # Nobody has said so yet of two who are being added.
        return self.fieldsets if obj else [("Two persons, not one", {"fields": ["one", "other"]})]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Appointment)
class AppointmentAdmin(TranslatedAdmin):
    part = True
    list_display = ["__str__", "person", "kind", "started_on", "ended_on"]
    list_filter = ["kind"]
    search_fields = ["title", "person__family_name", "person__given_name", "organization__name"]
    autocomplete_fields = ["person", "organization"]
    related = ["person", "organization"]
    fieldsets = [
        (
            "The title",
            {
                "fields": [
                    "person",
                    ("title", "before_name"),
                    "short_title",
                    "link",
                    "organization",
                    "kind",
                    ("rank", "position"),
                ]
            },
        ),
        ("How long", {"fields": [("started_on", "ended_on"), "once_over"]}),
        ("For the office", {"fields": ["note"]}),
    ]
