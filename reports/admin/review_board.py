"""The drafting team's pages of a review round: its comments paragraph by paragraph, the matrix, adding reviewers."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_protect

from forums.exceptions import DomainError
from reports.comment_matrix import FORMATS, write_matrix
from reports.comments import accept_wording, decide_comment, read_remarks, tally
from reports.models import Comment, ReviewRound
from reports.paper.quotes import compared
from reports.reviews import add_reviewers, read_reviewers, reviewers_of
from speakers.charts import Bar, bar_chart
from speakers.models import Person

VIEW, CHANGE, ADD = "reports.view_comment", "reports.change_comment", "reports.add_reviewer"
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
Disposition = Comment.Disposition


class ReviewersForm(forms.Form):
    """Reviewers as pasted lines, and out of the persons of the edition."""

    pasted = forms.CharField(
        required=False,
        max_length=100_000,
        widget=forms.Textarea({"rows": 8, "cols": 80}),
        label="One a line",
        help_text="Name; e-mail; organization; language. The last two may be left out. Lines can be pasted from a "
        "spreadsheet.",
    )
    persons = forms.ModelMultipleChoiceField(
        Person.objects.none(), required=False, label="Speakers of the edition with an e-mail address"
    )

    def __init__(self, *args, edition, may_see_persons, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Person.objects.filter(registrations__edition=edition).exclude(email="").distinct()
        self.fields["persons"].queryset = rows.order_by("family_name", "given_name", "pk")
        self.fields["persons"].widget.attrs["size"] = 12
        if not may_see_persons:
            del self.fields["persons"]


class ReviewPages:
    """Pages of the list of review rounds."""

    def get_urls(self):
        def own(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"reports_review_{name}")

        return [
            own("<int:pk>/board/", self.board_view, "board"),
            own("<int:pk>/matrix.<slug:format_>", self.matrix_view, "matrix"),
            own("<int:pk>/reviewers/", self.reviewers_view, "add"),
            *super().get_urls(),
        ]

    def _round(self, request, pk, permission):
        if not request.user.has_perm(permission):
            raise PermissionDenied
        return get_object_or_404(ReviewRound.objects.select_related("version__document__edition__forum"), pk=pk)

    @method_decorator(csrf_protect)
    def board_view(self, request, pk):
        """Every comment with its paragraph then and now, what was decided, and what remains."""
        round_ = self._round(request, pk, VIEW)
        if request.method == "POST":
            return self._decide(request, round_)
        remarks = read_remarks(round_)
        shown = [it for it in remarks if request.GET.get("show") != "open" or it.comment.disposition == "open"]
        open_ = sum(it.comment.disposition == Disposition.OPEN for it in remarks)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Comments: {round_}",
            "opts": self.opts,
            "round": round_,
            "remarks": [(it, _changed(it)) for it in shown],
            "total": len(remarks),
            "open": open_,
            "decided": len(remarks) - open_,
            "charts": _charts(remarks) if open_ else [],
            "dispositions": [choice for choice in Disposition.choices if choice[0] != Disposition.OPEN],
            "may_change": request.user.has_perm(CHANGE) and round_.answered_at is None,
            "may_write": request.user.has_perm("reports.change_document"),
            "only_open": request.GET.get("show") == "open",
        }
        with timezone.override(round_.zone):
            return render(request, "admin/reports/review_board.html", context)

    def _decide(self, request, round_):
        """Do what a button at a comment asks for, and come back to the comment."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        key = request.POST.get("comment", "")
        comments = round_.comments.select_related("round__version__document__edition")
        comment = get_object_or_404(comments, pk=key if key.isdigit() and len(key) < 18 else 0)
        act = request.POST.get("act", "")
        try:
            if act == "wording":
                if not request.user.has_perm("reports.change_document"):
                    raise PermissionDenied
                accept_wording(comment, seen=_lines(request.POST.get("own", "")), by=request.user)
                told = "The proposed wording stands in the document now; the comment is accepted."
            else:
                reason = _lines(request.POST.get("reason", ""))
                decide_comment(comment, act, reason, seen=request.POST.get("seen", ""), by=request.user)
                told = f"The comment is {Disposition(act).label}."
        except (DomainError, ValidationError) as error:
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            self.message_user(request, reason, messages.ERROR)
        else:
            self.log_change(request, round_, f"{comment}: {told}")
            self.message_user(request, told, messages.SUCCESS)
        query = {"show": "open"} if request.GET.get("show") == "open" else None
        board = reverse("admin:reports_review_board", args=[round_.pk], query=query)
        return HttpResponseRedirect(f"{board}#comment-{comment.pk}")

    def matrix_view(self, request, pk, format_):
        """The matrix as a file."""
        round_ = self._round(request, pk, VIEW)
        if format_ not in FORMATS:
            raise Http404
        name = f"{slugify(round_.version.document.key)}-comments-{round_.pk}.{format_}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        data = write_matrix(round_, read_remarks(round_), format_)
        return HttpResponse(data, content_type=MEDIA[format_], headers=headers)

    @method_decorator(csrf_protect)
    def reviewers_view(self, request, pk):
        """Many reviewers at once; nobody is written to before they are invited."""
        round_ = self._round(request, pk, ADD)
        edition = round_.version.document.edition
        form = ReviewersForm(
            request.POST or None, edition=edition, may_see_persons=request.user.has_perm("speakers.view_person")
        )
        if request.method == "POST" and form.is_valid() and self._add(request, round_, form):
            return HttpResponseRedirect(reverse("admin:reports_reviewround_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": "Add reviewers",
            "opts": self.opts,
            "original": round_,
            "form": form,
            "explained": ["They are put on the list of the round. Nobody is written to until you invite them."],
        }
        return render(request, "admin/act.html", context)

    def _add(self, request, round_, form):
        persons = form.cleaned_data.get("persons", ())
        try:
            found = read_reviewers(form.cleaned_data["pasted"])
            added = add_reviewers(round_, [*found, *reviewers_of(persons, round_.version.document.edition)])
        except DomainError as error:
            form.add_error("pasted", str(error).split("\n- "))
            return False
        for who in added.already:
            self.message_user(request, f"{who} is in the round already.", messages.WARNING)
        told = f"{added.number} added."
        self.log_change(request, round_, told)
        self.message_user(request, told, messages.SUCCESS if added.number else messages.WARNING)
        return True


def _lines(text):
    """Line ends as records have them, whichever the browser sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _changed(remark):
    """The paragraph with what has changed since it was commented on, in pieces; empty where nothing has."""
    return compared(remark.place.text, remark.now) if remark.is_moved and remark.now is not None else []


def _charts(remarks):
    """What is open by reviewer, organization and chapter, drawn."""
    sides = {
        "By reviewer": lambda it: it.comment.author,
        "By organization": lambda it: str(it.comment.organization or "no organization"),
        "By chapter": lambda it: it.chapter or "the document as a whole",
    }
    charts = []
    for number, (title, label) in enumerate(sides.items()):
        open_ = [it for it in tally((label(remark), remark.comment) for remark in remarks) if it.open]
        total = sum(it.open for it in open_)
        bars = [Bar(it.label, it.open, it.open / total) for it in open_[:20]]
        # Drawn by our own function, which escapes every label.
        charts.append((title, mark_safe(bar_chart(f"Open comments, {title.lower()}", bars, key=f"open{number}"))))  # noqa: S308
    return charts
