"""Policy instruments, the pages about what texts cite, and the figures that were quoted."""

from django.contrib import admin

from forums.adminbase import TranslatedAdmin
from forums.admincolumns import EditionFilter
from reports.models import Instrument, QuotedFigure

from .citing import CitingPages
from .report import PartOfReportAdmin


@admin.register(Instrument)
class InstrumentAdmin(CitingPages, TranslatedAdmin):
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


@admin.register(QuotedFigure)
class QuotedFigureAdmin(PartOfReportAdmin):
    list_display = ["__str__", "report", "source"]
    list_filter = [("report__session__edition", EditionFilter), ("source", admin.EmptyFieldListFilter)]
    search_fields = ["subject", "value", "source", "report__session__title"]
    autocomplete_fields = ["report", "intervention"]
    related = [
        "report__session__edition__forum",
        "intervention__report__session__edition__forum",
        "intervention__credit__card",
        "intervention__credit__seat_of",
    ]
    fieldsets = [
        ("The figure", {"fields": ["report", "intervention", "value", "subject", "position"]}),
        ("Where it is from", {"fields": ["source", "url"]}),
    ]
