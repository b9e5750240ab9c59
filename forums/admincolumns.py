"""Columns and filters of the admin's lists."""

from functools import reduce
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from .models import Edition


class Column:
    """A column of a list, or a read-only field of a page, made from one field of the row."""

    def __init__(self, field, description=""):
        self.field = field
        self.__name__ = field
        self.short_description = description or field.replace("_", " ")
        self.admin_order_field = field


class CountLink(Column):
    """The number of a row's parts, linked to their list."""

    def __init__(self, relation, description=""):
        super().__init__(relation, description)
        self.annotation = self.admin_order_field = f"{relation}_count"

    def total(self, model):
        relation = model._meta.get_field(self.field)
        back = relation.field.name
        rows = relation.related_model.objects.filter(**{back: OuterRef("pk")}).order_by()
        return Coalesce(Subquery(rows.values(back).annotate(total=Count("pk")).values("total")), 0)

    def __call__(self, row):
        total = getattr(row, self.annotation)
        relation = row._meta.get_field(self.field)
        opts = relation.related_model._meta
        query = {f"{relation.field.name}__id__exact": row.pk}
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist", query=query)
        return format_html('<a href="{}">{}</a>', url, total)


class Badge(Column):
    """A status as a coloured word."""

    def __call__(self, row):
        label = getattr(row, f"get_{self.field}_display", lambda: getattr(row, self.field))()
        return badge(getattr(row, self.field), label)


class Moment(Column):
    """A time as the clocks of the edition show it; ``zone`` leads from the row to the name of their zone."""

    def __init__(self, field, zone, description=""):
        super().__init__(field, description)
        self.zone = zone

    def __call__(self, row):
        moment = getattr(row, self.field)
        # A dash as elsewhere in the office: on a row's own page nothing would read as “None”.
        return in_zone(moment, reduce(getattr, self.zone.split("__"), row)) if moment else "-"


class EditionFilter(admin.RelatedFieldListFilter):
    """Editions by forum and year, in one query."""

    def field_choices(self, field, request, model_admin):
        return [(edition.pk, str(edition)) for edition in Edition.objects.select_related("forum")]


def badge(status, label):
    return format_html('<span class="badge badge-{}">{}</span>', status, label)


def in_zone(moment, zone):
    """Date and time in the zone: “Mon 12 Dec 2022, 09:00”."""
    return date_format(timezone.localtime(moment, ZoneInfo(zone)), "D j M Y, H:i")
