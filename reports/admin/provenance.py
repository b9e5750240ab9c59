"""The pages that show what outcomes rest on: an edition's matrix, and one point beside what was said."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from forums.exceptions import DomainError
from forums.models import Edition, Session
from reports.assembly.wordings.english import session_heading
from reports.evidence import accept_source, accept_verbatim, read_likenesses, read_matrix, refuse_source
from reports.models import Intervention, OutcomePoint
from reports.reach import reach_of
from speakers.balance import UNKNOWN
from speakers.charts import Bar, bar_chart
from speakers.models import Person

VIEW = "reports.view_outcomepoint"
CHANGE = "reports.change_outcomepoint"
# Who came from where is known from registrations.
PEOPLE = "speakers.view_registration"
_EMPTY = mark_safe("<td></td>")
LABELS = dict(Person.StakeholderGroup.choices) | {UNKNOWN: "not known"}


class MatrixPages:
    """Pages of the list of outcomes: the latest edition that has some, or the one asked for."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.provenance_view)
        verbatim = self.admin_site.admin_view(self.verbatim_view)
        return [
            path("provenance/", view, name="reports_outcome_provenance"),
            path("provenance/<int:pk>/", view, name="reports_outcome_provenance_edition"),
            path("provenance/<int:pk>/verbatim/", verbatim, name="reports_outcome_verbatim"),
            *super().get_urls(),
        ]

    def provenance_view(self, request, pk=None):
        """Sessions by points: how many interventions each point rests on, and which are suggested."""
        _check(request, VIEW)
        known = Edition.objects.filter(Exists(OutcomePoint.objects.filter(outcome__edition=OuterRef("pk"))))
        editions = sorted(known.select_related("forum"), key=lambda it: (-it.year, -it.number, it.pk))
        if pk is None:
            edition = editions[0] if editions else None
        else:
            edition = next((it for it in editions if it.pk == pk), None)
            edition = edition or get_object_or_404(Edition.objects.select_related("forum"), pk=pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Provenance of the outcomes of {edition}" if edition else "Provenance of outcomes",
            "opts": self.opts,
            "editions": editions,
            "edition": edition,
            **(_shown(edition, request) if edition else {}),
        }
        return render(request, "admin/reports/provenance.html", context)

    @method_decorator([require_POST, csrf_protect])
    def verbatim_view(self, request, pk):
        """Accept everything that was said nearly word for word."""
        _check(request, CHANGE)
        edition = get_object_or_404(Edition, pk=pk)
        given = accept_verbatim(edition)
        for point, number in given.items():
            self.log_change(request, point, f"Accepted {number} verbatim source{'s' if number > 1 else ''}.")
        total = sum(given.values())
        told = (
            f"{total} verbatim source{'s' if total != 1 else ''} accepted." if total else "Nothing was left to accept."
        )
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:reports_outcome_provenance_edition", args=[pk]))


class SourcePages:
    """Pages of one point: what it rests on, may rest on and does not, side by side with what was said."""

    def get_urls(self):
        def own(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"reports_outcomepoint_{name}")

        return [
            own("<int:pk>/sources/", self.sources_view, "sources"),
            own("<int:pk>/sources/<int:intervention>/", self.decide_view, "decide"),
            *super().get_urls(),
        ]

    def sources_view(self, request, pk):
        """The point beside everything that was said like it, in one session if the address names one."""
        _check(request, VIEW)
        point = get_object_or_404(OutcomePoint.objects.select_related("outcome__edition__forum"), pk=pk)
        session = _asked_session(request.GET, point)
        found = read_likenesses(point, session)
        context = {
            **self.admin_site.each_context(request),
            "title": "Sources of a point",
            "opts": self.opts,
            "original": point,
            "session": session,
            "heading": session and heading_of(session),
            "likenesses": [(it, heading_of(it.intervention.report.session), percent(it.score)) for it in found],
            "may_decide": request.user.has_perm(CHANGE),
        }
        return render(request, "admin/reports/sources.html", context)

    @method_decorator([require_POST, csrf_protect])
    def decide_view(self, request, pk, intervention):
        """Accept one source, or refuse it, and show the page again."""
        _check(request, CHANGE)
        point = get_object_or_404(OutcomePoint.objects.select_related("outcome"), pk=pk)
        said = get_object_or_404(
            Intervention.objects.select_related("report__session", "credit__card"), pk=intervention
        )
        try:
            if request.POST.get("decision") == "accept":
                accept_source(point, said)
                done = format_html("Recorded: the point rests on {}.", said)
            else:
                refuse_source(point, said, by=request.user)
                done = format_html("Refused: the point does not rest on {}, and it is not suggested again.", said)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, point, str(done))
            self.message_user(request, done, messages.SUCCESS)
        session = _asked_session(request.POST, point)
        query = {"session": session.pk} if session else None
        return HttpResponseRedirect(reverse("admin:reports_outcomepoint_sources", args=[pk], query=query))


def _check(request, permission):
    # What was said is shown beside the points.
    if not request.user.has_perm(permission) or not request.user.has_perm("reports.view_intervention"):
        raise PermissionDenied


def _asked_session(asked, point):
    """The session of the point's edition that the request names, if it names one."""
    key = asked.get("session", "")
    if not key:
        return None
    return get_object_or_404(Session, edition=point.outcome.edition_id, pk=int(key) if key.isdecimal() else 0)


def heading_of(session):
    """A session as the document's headings name it."""
    return session_heading(session.kind, session.number, session.title)


def percent(score):
    """A whole percentage; only what is all there is called 100 %, and nothing that exists 0 %."""
    return f"{max(1, min(99, round(score * 100))) if 0 < score < 1 else round(score * 100)} %"


def _shown(edition, request):
    """The matrix of the edition as its page tells it."""
    matrix = read_matrix(edition)
    outcomes = [
        (number, outcome, len(list(columns)))
        for number, (outcome, columns) in enumerate(groupby(matrix.columns, key=lambda it: it.point.outcome), 1)
    ]
    columns = [
        (column, reverse("admin:reports_outcomepoint_sources", args=[column.point.pk])) for column in matrix.columns
    ]
    people = request.user.has_perm(PEOPLE)
    return {
        "matrix": matrix,
        "outcomes": outcomes,
        "columns": columns,
        "days": [
            (day, [(row, heading_of(row.session), _cells(row, columns)) for row in rows]) for day, rows in matrix.days
        ],
        "supported": len(matrix.columns) - len(matrix.orphans),
        "unheard": [heading_of(row.session) for row in matrix.unheard],
        "may_decide": request.user.has_perm(CHANGE),
        "reaches": _reaches(edition, matrix) if people and matrix.said else [],
    }


def _cells(row, columns):
    """The cells of a row, one a column."""
    pairs = zip(row.cells, columns, strict=True)
    return format_html_join("", "{}", ((_cell(row, cell, *it) if cell else _EMPTY,) for cell, it in pairs))


def _cell(row, cell, column, address):
    said, shown = [], []
    if cell.recorded:
        said.append(f"rests on {cell.recorded}")
        shown.append(format_html('<b class="recorded">{}</b>', cell.recorded))
    if cell.suggested:
        said.append(f"{cell.suggested} suggested, {percent(cell.score)}")
        shown.append(format_html('<span class="suggested">{}</span>', percent(cell.score)))
    told = f"{column.number}, {row.session}: {'; '.join(said)}"
    link = '<td><a href="{}?session={}" aria-label="{}" title="{}">{}</a></td>'
    return format_html(link, address, row.session.pk, told, told, format_html_join(" ", "{}", ((it,) for it in shown)))


def _reaches(edition, matrix):
    """Regions and stakeholder groups: their numbers, and a chart of those that reached an outcome."""
    card_of = {it.key: it.card for it in matrix.said if it.card}
    reached = {card_of[key] for _, key in matrix.recorded if key in card_of}
    found = []
    for dimension, rows in reach_of(edition, card_of.values(), reached).items():
        named = [(LABELS.get(row.value, row.value), row) for row in rows]
        total = len(reached)
        bars = [
            Bar(str(label), row.reached, row.reached / total if total else 0.0) for label, row in named if row.spoke
        ]
        chart = bar_chart(f"Reached an outcome, by {dimension}", bars, key=f"reach-{dimension.replace(' ', '-')}")
        found.append((dimension, named, mark_safe(chart)))  # noqa: S308 - made and escaped by speakers.charts
    return found
