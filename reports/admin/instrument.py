"""Policy instruments."""

from django.contrib import admin

from forums.adminbase import TranslatedAdmin
from reports.models import Instrument


@admin.register(Instrument)
class InstrumentAdmin(TranslatedAdmin):
    list_display = ["__str__", "key", "kind", "issued_by", "adopted_on", "status"]
    list_filter = ["kind", "status"]
    search_fields = ["key", "title", "aliases", "issuer__name", "issuer__acronym", "issuer_text"]
    date_hierarchy = "adopted_on"
    autocomplete_fields = ["issuer"]
    related = ["issuer"]
    prepopulated_fields = {"key": ["title"]}
    fieldsets = [
        ("The instrument", {"fields": ["title", "kind", "key", "aliases"]}),
        (
            "Who adopted it, and when",
            {
                "fields": [
                    "issuer",
                    "issuer_text",
                    "signatories",
                    ("adopted_on", "status"),
                ]
            },
        ),
        ("Where it is found", {"fields": ["url", "source"]}),
        ("For the office", {"fields": ["note"]}),
    ]

    def label(self, instrument):
        return f"{instrument} [{instrument.key}]"

    @admin.display(description="issuer", ordering="issuer")
    def issued_by(self, instrument):
        return instrument.issuer or instrument.issuer_text
