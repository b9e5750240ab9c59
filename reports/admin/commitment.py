"""Commitments: the register of calls to action, what became of each, and what the next edition takes up."""

from collections import Counter, defaultdict

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from forums.adminbase import FrozenAdmin, ReadOnlyInline
from forums.admincolumns import Badge, EditionFilter
from forums.collation import folded
from forums.exceptions import DomainError
from forums.models import Edition, Session
from reports.commitments import carry_over, next_edition, pending_calls, record_step
from reports.models import CallToAction, CommitmentStep
from speakers.charts import Stack, stacked_chart

from .report import PartOfReportAdmin

VIEW, CHANGE, ADD = (f"reports.{act}_calltoaction" for act in ("view", "change", "add"))
STATUSES = CallToAction.Status.choices
RECORDING = (
    "The next document prints it as of its own day. What was recorded before stays, and is printed again where a "
    "document of an earlier day is assembled."
)


class StepForm(forms.ModelForm):
    evidence_url = forms.URLField(
        label="Evidence", required=False, max_length=200, assume_scheme="https", help_text="Where it can be seen."
    )

    class Meta:
        model = CommitmentStep
        fields = ["status", "on", "reply", "evidence_url"]
        widgets = {"on": AdminDateWidget, "reply": forms.Textarea(attrs={"rows": 4})}


class CarryForm(forms.Form):
    session = forms.ModelChoiceField(
        Session.objects.none(), label="Session that takes them up", help_text="Its report lists the calls from then on."
    )


class StepInline(ReadOnlyInline):
    model = CommitmentStep
    verbose_name_plural = "what became of it"
    fields = ["on", Badge("status"), "reply", "evidence_url", "by", "at"]
    readonly_fields = fields
    related = ["by"]


@admin.register(CallToAction)
class CallToActionAdmin(PartOfReportAdmin):
    list_display = ["__str__", "addressee", Badge("status"), "status_on", "report"]
    list_filter = [("report__session__edition", EditionFilter), "status"]
    search_fields = ["text", "addressee", "addressee_organization__name", "report__session__title"]
    autocomplete_fields = ["report", "addressee_organization"]
    related = [
        "report__session__edition__forum",
        "addressee_organization",
        "carried_from__report__session__edition__forum",
    ]
    fieldsets = [
        ("The call", {"fields": ["report", "text", "addressee", "addressee_organization", "position"]}),
        ("How it stands", {"fields": ["status", "status_on", "carried_from"]}),
    ]
    readonly_fields = ["status", "status_on", "carried_from"]
    inlines = [StepInline]
    pages = [("Record what became of it", "admin:reports_calltoaction_record", CHANGE)]
    list_pages = [("Register", "admin:reports_calltoaction_register", VIEW)]

    def label(self, call):
        return f"{call} ({call.report.session.edition})"

    def get_inlines(self, request, obj):
        return super().get_inlines(request, obj) if obj else []

    def get_urls(self):
        views = [
            ("register/", self.register_view, "register"),
            ("<int:pk>/record/", self.record_view, "record"),
            ("carry/<int:pk>/", self.carry_view, "carry"),
        ]
        own = [
            path(address, self.admin_site.admin_view(view), name=f"reports_calltoaction_{name}")
            for address, view, name in views
        ]
        return [*own, *super().get_urls()]

    def register_view(self, request):
        """A forum's calls over its editions: by status, and by addressee."""
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        calls = list(CallToAction.objects.select_related("report__session__edition__forum", "addressee_organization"))
        forums = {call.report.session.edition.forum.slug: call.report.session.edition.forum for call in calls}
        asked = request.GET.get("forum")
        if asked and asked not in forums:
            raise Http404
        latest = max(calls, key=lambda call: (call.report.session.edition.year, -call.pk), default=None)
        forum = forums[asked] if asked else latest and latest.report.session.edition.forum
        own = [call for call in calls if call.report.session.edition.forum == forum]
        context = {
            **self.admin_site.each_context(request),
            "title": "Register of calls to action",
            "opts": self.opts,
            "forums": sorted(forums.values(), key=str),
            "forum": forum,
            "total": len(own),
            "statuses": [label for _, label in STATUSES],
            "chart": mark_safe(_chart(own)),  # noqa: S308 - made and escaped by speakers.charts
            "editions": _by_edition(own),
            "addressees": _by_addressee(own),
        }
        return render(request, "admin/reports/register.html", context)

    def record_view(self, request, pk):
        """Ask what became of a call, and keep it with its day."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        call = get_object_or_404(self.get_queryset(request), pk=pk)
        initial = {"on": timezone.localdate(), "status": CallToAction.Status.ANSWERED}
        form = StepForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                step = record_step(call, **form.cleaned_data, by=request.user)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                told = f"Recorded: {step}."
                self.log_change(request, call, told)
                self.message_user(request, told, messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(pk))
        explained = [f"{call.addressee}: {call.text}", RECORDING]
        return self._act(
            request, "admin/act.html", call, title="Record what became of it", explained=explained, form=form
        )

    def carry_view(self, request, pk):
        """Let a session of the next edition take up what is open."""
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        edition = get_object_or_404(Edition.objects.select_related("forum"), pk=pk)
        following, calls = next_edition(edition), list(pending_calls(edition))
        sessions = Session.objects.filter(edition=following).exclude(status=Session.Status.CANCELLED).in_order()
        form = CarryForm(request.POST or None, initial={"session": sessions.filter(parent=None).first()})
        form.fields["session"].queryset = sessions
        if following is None or not calls or not form.fields["session"].queryset:
            form = None
        if request.method == "POST" and form and form.is_valid():
            try:
                carried = carry_over(edition, form.cleaned_data["session"])
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                told = (
                    f"{len(carried)} {'call was' if len(carried) == 1 else 'calls were'} carried over to {following}."
                )
                for call in carried:
                    self.log_addition(request, call, f"Carried over from {edition}.")
                self.message_user(request, told, messages.SUCCESS)
                return HttpResponseRedirect(_list_of(following))
        more = {"calls": calls, "following": following, "has_sessions": bool(form)}
        return self._act(request, "admin/reports/carry.html", edition, title="Carry calls over", form=form, **more)

    def _act(self, request, template, original, **context):
        shared = {**self.admin_site.each_context(request), "opts": original._meta, "original": original}
        return render(request, template, shared | context)


@admin.register(CommitmentStep)
class CommitmentStepAdmin(FrozenAdmin):
    part = True
    list_display = ["__str__", "call", Badge("status"), "on", "by"]
    list_filter = ["status", ("call__report__session__edition", EditionFilter)]
    search_fields = ["call__text", "call__addressee", "reply"]
    related = ["call__report__session__edition__forum", "by"]
    fields = ["call", "status", "on", "reply", "evidence_url", "by", "at"]


def _list_of(edition, **more):
    query = {"report__session__edition__id__exact": edition.pk} | more
    return reverse("admin:reports_calltoaction_changelist", query=query)


def _chart(calls):
    """The editions as rows, each divided by how its calls stand."""
    counts = defaultdict(Counter)
    for call in calls:
        counts[call.report.session.edition][call.status] += 1
    rows = [
        Stack(str(edition.year), [counts[edition][status] for status, _ in STATUSES])
        for edition in sorted(counts, key=lambda edition: edition.number)
    ]
    return stacked_chart("Calls to action by edition", [label for _, label in STATUSES], rows, key="calls")


def _by_edition(calls):
    """Each edition with the number of its calls and where they are listed."""
    counts = Counter(call.report.session.edition for call in calls)
    return [(edition, counts[edition], _list_of(edition)) for edition in sorted(counts, key=lambda it: it.number)]


def _by_addressee(calls):
    """Each addressee with how many of its calls stand how, and how many in all."""
    counts = defaultdict(Counter)
    for call in calls:
        counts[str(call.addressee_organization or call.addressee)][call.status] += 1
    return [
        (name, [counts[name][status] for status, _ in STATUSES], counts[name].total())
        for name in sorted(counts, key=folded)
    ]
