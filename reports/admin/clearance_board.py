"""The board of an edition's clearance, and the page on which a correction is decided."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from forums.exceptions import DomainError
from forums.models import Edition
from reports.answers import (
    accept_correction,
    put_back,
    recorded_wording,
    refuse_correction,
    renames_speaker,
    settle_item,
    settle_items,
    wording_of,
)
from reports.clearance import Answer, Decision, latest_items, read_standings, shown_text
from reports.clearing import PURPOSE, deadline_on, prepare_clearances, send_clearances, usual_day
from reports.models import Clearance, ClearanceItem
from reports.paper.quotes import compared
from speakers.audit import How, note_access
from speakers.models import Mail

VIEW, CHANGE = "reports.view_clearance", "reports.change_clearance"


class SendForm(forms.Form):
    day = forms.DateField(
        label="Last day for an answer",
        widget=forms.DateInput({"type": "date"}),
        help_text="Silence until then is consent.",
    )


@dataclass
class Row:
    """Somebody on the board: their request, and their contributions with how each stands."""

    whose: object
    clearance: Clearance | None = None
    contributions: list = field(default_factory=list)
    mail: str = ""

    @property
    def may_be_chosen(self):
        return bool(self.clearance and any(it.item and it.objection for it in self.contributions))

    @property
    def is_ready(self):
        return self.may_be_sent and self.clearance.status == Clearance.Status.DRAFT

    @property
    def address_is_missing(self):
        return bool(self.clearance and not self.clearance.address)

    @property
    def may_be_sent(self):
        waiting = any(it.item and (it.item.is_open or it.item.answer == Answer.LAPSED) for it in self.contributions)
        return bool(self.clearance and self.clearance.address and waiting)


class ClearancePages:
    """Pages of the list of clearances."""

    def get_urls(self):
        def own(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"reports_clearance_{name}")

        return [
            own("board/<int:pk>/", self.board_view, "board"),
            own("decide/<int:pk>/", self.decide_view, "decide"),
            *super().get_urls(),
        ]

    @method_decorator(csrf_protect)
    def board_view(self, request, pk):
        """Who was asked about what, what they said, and what keeps the document from being final."""
        self._check(request)
        edition = get_object_or_404(Edition.objects.select_related("forum"), pk=pk)
        note_access(request.user, How.LISTED, Clearance)
        form = SendForm(request.POST if "send" in request.POST else None, initial={"day": usual_day(edition)})
        asked = request.GET.get("session", "")
        session = get_object_or_404(edition.sessions, pk=asked) if asked.isdecimal() else None
        query = f"?session={session.pk}" if session else ""
        if request.method == "POST" and self._act(request, edition, form, session):
            return HttpResponseRedirect(f"{request.path}{query}")
        with timezone.override(edition.timezone):
            context = {
                **self.admin_site.each_context(request),
                "title": f"Clearance of {edition}",
                "opts": self.opts,
                "edition": edition,
                "form": form,
                "may_change": request.user.has_perm(CHANGE),
                "session": session,
                "query": query,
                # What was ticked and typed outlives a refusal.
                "chosen": set(map(int, filter(str.isdecimal, request.POST.getlist("chosen")))),
                "choose_all": request.method == "GET" and request.GET.get("choose") == "all",
                "reason": request.POST.get("reason", ""),
                **_board(edition, session),
            }
            return render(request, "admin/reports/clearance_board.html", context)

    def _act(self, request, edition, form, session):
        """Do what a button of the board asks for; False if the form has to be shown again."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        try:
            if "prepare" in request.POST:
                done = prepare_clearances(edition)
                told = f"{done.requests} to be sent, about {done.contributions} contributions."
                if done.without_address:
                    told += f" {done.without_address} of them without an address: give one, or settle them."
                self.message_user(request, told, messages.SUCCESS)
                return True
            only = {int(key) for key in request.POST.getlist("chosen") if key.isdecimal()} or None
            if "settle" in request.POST:
                self._settle(request, _rows(edition, session), only or set())
                return True
            if not form.is_valid():
                return False
            if session and only is None:
                only = {row.clearance.pk for row in _rows(edition, session) if row.is_ready}
            deadline = deadline_on(edition, form.cleaned_data["day"])
            sent, left = send_clearances(edition, deadline=deadline, by=request.user, only=only)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return False
        self.message_user(request, f"{sent} sent.", messages.SUCCESS if sent else messages.WARNING)
        for reason in left:
            self.message_user(request, reason, messages.WARNING)
        return True

    def _settle(self, request, rows, chosen):
        """Settle everything that is open of those who are chosen, for the reason given."""
        items = [
            it.item
            for row in rows
            for it in row.contributions
            if it.item and it.objection and it.item.clearance_id in chosen
        ]
        if not items:
            raise DomainError("Choose whose contributions are settled.")
        settle_items(items, request.POST.get("reason", ""), by=request.user)
        for item in items:
            self.log_change(request, item.clearance, f"{item.intervention}: settled.")
        self.message_user(request, f"{len(items)} settled: they print as they stand now.", messages.SUCCESS)

    @method_decorator(csrf_protect)
    def decide_view(self, request, pk):
        """One contribution: as it was shown, as they want it and as it prints now; and what the office does."""
        self._check(request)
        related = ("clearance__edition__forum", "clearance__person", "clearance__organization", "clearance__card")
        related += ("intervention__report__session", "decided_by")
        item = get_object_or_404(ClearanceItem.objects.select_related(*related), pk=pk)
        self.note(request, How.VIEWED, item.clearance)
        if request.method == "POST" and self._decide(request, item):
            return HttpResponseRedirect(board_of(request, item.clearance))
        edition = item.clearance.edition
        standing = next((it for it in read_standings(edition) if it.quote.row.pk == item.intervention_id), None)
        is_current = standing is not None and standing.item == item
        shown = shown_text(item)
        undecided = is_current and standing.is_undecided
        with timezone.override(edition.timezone):
            context = {
                **self.admin_site.each_context(request),
                "title": f"Clearance: {item.clearance.whose}",
                "opts": self.opts,
                "item": item,
                "standing": standing,
                "is_current": is_current,
                "shown": shown,
                "wanted": compared(wording_of(item), item.correction) if item.correction else [],
                "now": compared(shown, standing.quote.plain) if standing and standing.is_stale else [],
                "undecided": undecided,
                "renamed": renames_speaker(item),
                "text": request.POST.get("text", recorded_wording(item)),
                "reason": request.POST.get("reason", ""),
                "may_settle": is_current and bool(standing.objection),
                "may_put_back": standing is None and item.answer == Answer.WITHDRAWN,
                "may_change": request.user.has_perm(CHANGE),
            }
            return render(request, "admin/reports/clearance_decide.html", context)

    def _decide(self, request, item):
        """Do what was decided; False, with the reason told, where it cannot be done."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        act, reason = request.POST.get("act"), request.POST.get("reason", "")
        try:
            if act == "accept":
                verbatim = accept_correction(item, request.POST.get("text", "").replace("\r\n", "\n"), by=request.user)
                told = "The correction is taken over."
                if not verbatim:
                    told += " It is not word for word theirs: prepare the clearances, and ask again."
            elif act == "refuse":
                refuse_correction(item, reason, by=request.user)
                told = "The correction is refused. Send the request again, so that they are told why."
            elif act == "settle":
                settle_item(item, reason, by=request.user)
                told = "Settled: it prints as it stands now."
            else:
                put_back(item)
                told = "It prints again. Prepare the clearances, and ask again."
        except (DomainError, ValidationError) as error:
            reasons = error.messages if isinstance(error, ValidationError) else [str(error)]
            self.message_user(request, " ".join(reasons), messages.ERROR)
            return False
        self.log_change(request, item.clearance, f"{item.intervention}: {told}")
        self.message_user(request, told, messages.SUCCESS)
        return True

    def _check(self, request):
        if not request.user.has_perm(VIEW):
            raise PermissionDenied


def board_of(request, clearance):
    """The board that a page about a request was opened from, at that request."""
    page = reverse("admin:reports_clearance_board", args=[clearance.edition_id])
    session = request.GET.get("session", "")
    return f"{page}{f'?session={session}' if session.isdecimal() else ''}#of-{clearance.pk}"


def _rows(edition, session=None, items=None):
    """Everybody who is quoted, in the session where one is given; those with something to do first."""
    rows = {}
    for standing in read_standings(edition, items=items):
        if session is None or standing.quote.row.report.session_id == session.pk:
            row = rows.setdefault(standing.whose, Row(standing.whose))
            row.contributions.append(standing)
            row.clearance = standing.item.clearance if standing.item else row.clearance
    return sorted(rows.values(), key=lambda row: not any(it.objection for it in row.contributions))


def _board(edition, session):
    """The rows of the board, and what is counted over it."""
    items = latest_items(edition)
    rows = _rows(edition, session, items)
    standings = [standing for row in rows for standing in row.contributions]
    printed = {standing.quote.row.pk for standing in standings}
    own = [item for item in items.values() if not session or item.intervention.report.session_id == session.pk]
    gone = [item for item in own if item.intervention_id not in printed]
    _add_mails(rows)
    counts = Counter(_state(standing) for standing in standings)
    counts["withdrawn"] += sum(item.answer == Answer.WITHDRAWN for item in gone)
    return {
        "rows": rows,
        "gone": gone,
        "counts": [(_WORDS.get(state, state), counts[state]) for state in _STATES if counts[state]],
        "cleared": sum(not standing.objection for standing in standings),
        "total": len(standings),
        "unasked": sum(standing.must_be_asked for standing in standings),
        "ready": sum(row.is_ready for row in rows),
    }


_STATES = (
    "approved",
    "lapsed",
    "accepted",
    "settled",
    "before",
    "prepared",
    "open",
    "corrected",
    "refused",
    "stale",
    "new",
    "withdrawn",
)
_WORDS = {
    "lapsed": "lapsed by silence",
    "accepted": "corrected as they asked",
    "settled": "settled by the office",
    "before": "cleared before",
    "prepared": "to be sent or settled",
    "open": "asked, no answer yet",
    "corrected": "ask for a correction",
    "refused": "correction refused, they object",
    "stale": "changed since the answer",
    "new": "not asked",
}


def _state(standing):
    """Where a contribution stands, in one word."""
    item = standing.item
    if item is None:
        return "new" if standing.must_be_asked else "before"
    if item.is_open:
        return item.decision or ("prepared" if item.clearance.status == Clearance.Status.DRAFT else "open")
    if standing.is_stale:
        return "stale"
    return item.decision if item.decision in {Decision.ACCEPTED, Decision.SETTLED} else item.answer


def _add_mails(rows):
    """What became of the newest mail of each request; one query."""
    subjects = {row.clearance.pk: row for row in rows if row.clearance}
    found = defaultdict(str)
    for mail in Mail.objects.filter(link_purpose=PURPOSE, link_subject__in=subjects).order_by("pk").defer("body"):
        found[mail.link_subject] = mail.state
    for pk, row in subjects.items():
        row.mail = found[pk]
