"""Writing a report as staff, and what was written over."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join

from forums.adminbase import FrozenAdmin
from forums.admincolumns import Badge, EditionFilter, Moment
from forums.languages import CODES
from reports.models import PartRevision

from .report import SessionReportAdmin

SessionReportAdmin.pages = [*SessionReportAdmin.pages, ("Write", "staff-report", "reports.change_sessionreport")]


@admin.register(PartRevision)
class PartRevisionAdmin(FrozenAdmin):
    part = True
    when = Moment("at", "report__session__edition__timezone", "when")
    list_display = ["title", "report", Badge("act"), "who", when]
    list_filter = [("report__session__edition", EditionFilter), "act"]
    search_fields = ["title", "report__session__title", "report__session__code"]
    related = ["report__session__edition__forum", "by"]
    zone = "report__session__edition__timezone"
    fieldsets = [(None, {"fields": ["report", "title", "act", "who", "at", "before"]})]
    readonly_fields = ["who", "before"]

    def get_queryset(self, request):
        # When a part was added there was nothing before.
        return super().get_queryset(request).exclude(act=PartRevision.Act.ADDED)

    @admin.display(description="by")
    def who(self, revision):
        return revision.by or revision.channel

    @admin.display(description="as it was")
    def before(self, revision):
        columns = {code.replace("-", "_") for code in CODES}
        words = {name: value for name, value in revision.values.items() if value and isinstance(value, str)}
        told = [(name, value) for name, value in words.items() if _base(name, columns) in _WRITTEN]
        lines = format_html_join("", "<dt>{}</dt><dd><pre>{}</pre></dd>", told)
        return format_html("<dl>{}</dl>", lines)


_WRITTEN = {"heading", "text", "collective", "addressee", "subject", "value", "source", "url"}


def _base(name, columns):
    """The field that a column belongs to, whichever its language."""
    return next((name.removesuffix(f"_{column}") for column in columns if name.endswith(f"_{column}")), name)
