"""The pages that show who speaks: of one edition, and of a forum over its editions. Counted, never listed."""

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django_countries import countries

from forums.admin.edition import EditionAdmin
from forums.models import Credit, Edition, Organization
from speakers.balance import DIMENSIONS, UNKNOWN, over_editions, tally
from speakers.charts import Bar, Stack, bar_chart, stacked_chart
from speakers.models import Person, Registration
from speakers.participation import speakers_of

PERMISSION = "speakers.view_registration"
# More countries than these are told by number only.
MOST_BARS = 20

LABELS = {
    "country": countries.name,
    "organization kind": dict(Organization.Kind.choices).get,
    "stakeholder group": dict(Person.StakeholderGroup.choices).get,
    "role": dict(Credit.Role.choices).get,
    "mode": dict(Credit.Mode.choices).get,
}
EditionAdmin.pages = [*EditionAdmin.pages, ("Balance", "admin:speakers_person_balance_edition", PERMISSION)]


class BalancePages:
    """Pages of the person list that only count."""

    def get_urls(self):
        def own(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"speakers_person_{name}")

        return [
            own("balance/", self.balance_view, "balance"),
            own("balance/<int:pk>/", self.edition_balance_view, "balance_edition"),
            *super().get_urls(),
        ]

    def balance_view(self, request):
        """A forum over its editions: the one asked for, or the one that speakers were last registered for."""
        self._check_balance(request)
        registered = Exists(Registration.objects.live().filter(edition=OuterRef("pk")))
        known = Edition.objects.exclude(status=Edition.Status.CANCELLED).annotate(registered=registered)
        editions = list(known.select_related("forum"))
        editions.sort(key=lambda edition: (-edition.year, -edition.number, edition.pk))
        asked = request.GET.get("forum")
        forum = next((it.forum for it in editions if it.forum.slug == asked), None)
        if asked and not forum:
            raise Http404
        latest = max(editions, key=lambda edition: edition.registered, default=None)
        forum = forum or (latest and latest.forum)
        own = [edition for edition in reversed(editions) if edition.forum == forum]
        speakers = speakers_of(own)
        told = [edition for edition in own if speakers[edition.pk]]
        charts = []
        for dimension in DIMENSIONS if told else ():
            series = over_editions([speakers[edition.pk] for edition in told], dimension)
            parts = [*(_label(dimension, value) for value in series.values), "other"]
            rows = [row if series.others else row[:-1] for row in series.rows]
            stacks = [Stack(name, row) for name, row in zip(_years(told), rows, strict=True)]
            title = capfirst(dimension)
            svg = stacked_chart(title, parts[: len(rows[0])], stacks, key=_key(dimension)) if series.values else ""
            charts.append((title, mark_safe(svg)))  # noqa: S308 - made and escaped by speakers.charts
        context = {
            "title": "Balance over editions",
            "forum": forum,
            "forums": {edition.forum.slug: edition.forum for edition in editions}.values(),
            "editions": [(edition, len(speakers[edition.pk])) for edition in own],
            "charts": charts,
        }
        return self._render(request, "balance", context)

    def edition_balance_view(self, request, pk):
        """One edition."""
        self._check_balance(request)
        edition = get_object_or_404(Edition.objects.select_related("forum"), pk=pk)
        speakers = speakers_of([edition])[edition.pk]
        charts = []
        for dimension in DIMENSIONS if speakers else ():
            counts = tally(speakers, dimension)
            bars = [Bar(_label(dimension, it.value), it.number, it.share) for it in counts]
            shown = bars if len(bars) <= MOST_BARS else bars[:MOST_BARS]
            title = capfirst(dimension)
            more = len(bars) - len(shown)
            svg = bar_chart(title, shown, key=_key(dimension)) if any(it.value for it in counts) else ""
            charts.append((title, mark_safe(svg), more))  # noqa: S308 - made and escaped by speakers.charts
        context = {
            "title": f"Balance of {edition}",
            "edition": edition,
            "speakers": len(speakers),
            "charts": charts,
        }
        return self._render(request, "balance_edition", context)

    def _check_balance(self, request):
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied

    def _render(self, request, name, context):
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"admin/speakers/person/{name}.html", shared | context)


def _years(editions):
    """The editions by their years, and by their numbers where one year has several."""
    years = Counter(edition.year for edition in editions)
    return [f"{it.year}/{it.number}" if years[it.year] > 1 else str(it.year) for it in editions]


def _label(dimension, value):
    if value == UNKNOWN:
        return "not given"
    return str(LABELS.get(dimension, str)(value) or value)


def _key(dimension):
    return dimension.replace(" ", "-")
