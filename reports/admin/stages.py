"""The page on which a document goes from stage to stage: what each step does, what stands against it, who may."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from forums.exceptions import DomainError
from forums.models.fields import PROSE_LIMIT, validate_printable
from reports.documents import (
    Gate,
    assemble_document,
    find_obstacles,
    issue_addendum,
    standing_version,
    why_not_now,
)
from reports.models import DocumentVersion
from reports.paragraphs import read_paragraphs, tell_unsettled
from speakers.pages.fields import Line, Prose

Stage = DocumentVersion.Stage
DRAFT, ISSUE = "reports.add_documentversion", "reports.issue_documentversion"

# What each stage does, in the order of the work.
EXPLAINED = {
    Stage.DRAFT: (
        "Assemble a draft",
        (
            "Freezes the document as the records stand, for the house. It carries a watermark and a symbol with L. "
            "Drafts can be made at any time, as often as the records change."
        ),
    ),
    Stage.REVIEW: (
        "Freeze for review",
        "The same, for reviewers outside: on it a review round is opened, and its paragraphs are commented on.",
    ),
    Stage.FINAL: (
        "Make it final",
        (
            "Freezes the document for good, under its own symbol and without a watermark. It never changes again: what "
            "comes later is a revision, a corrigendum or an addendum."
        ),
    ),
    Stage.REVISION: (
        "Issue a revision",
        "Takes the place of the version in force with the whole text as the records stand now, as Rev.",
    ),
    Stage.CORRIGENDUM: (
        "Issue a corrigendum",
        (
            "Lists everything that reads differently now from the version in force, correction by correction, as Corr. "
            "That version stays in force; a later corrigendum lists the corrections of the earlier ones as well."
        ),
    ),
    Stage.ADDENDUM: (
        "Issue an addendum",
        "Adds a text of its own to the version in force, as Add. Nothing else changes.",
    ),
}
# Where each kind of obstacle is mended: what the page is called, its name, and what it is about.
MENDED = {
    Gate.REPORTS: ("Reports of the edition", "admin:reports_board_edition", "edition_id"),
    Gate.CLEARANCE: ("Clearance of the edition", "admin:reports_clearance_board", "edition_id"),
    Gate.ORIGINAL: ("The original", "admin:reports_document_change", "original_id"),
    Gate.CHECK: ("Check of the document", "admin:reports_document_check", "pk"),
    Gate.PARAGRAPHS: ("Paragraphs of the document", "admin:reports_document_paragraphs", "pk"),
}


class StageForm(forms.Form):
    note = Line(required=False, label="Note", help_text="For the office: why now, and for whom.")


class FinalForm(StageForm):
    allow_unsettled = forms.BooleanField(
        required=False,
        label="Let paragraphs pass that are not translated, or written for something that has changed",
        help_text="What was let pass is noted on the version, with who allowed it.",
    )


class AddendumForm(StageForm):
    title = Line(required=False, label="Title", help_text="Empty: Addendum.")
    text = Prose(rows=8, max_length=PROSE_LIMIT, label="What is added", help_text="Markdown.")
    field_order = ["title", "text", "note"]


FORMS = {Stage.ADDENDUM: AddendumForm, Stage.FINAL: FinalForm, Stage.REVISION: FinalForm, Stage.CORRIGENDUM: FinalForm}


class StagePages:
    """Pages of the list of documents."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.stage_view)
        return [path("<int:pk>/stage/", view, name="reports_document_stage"), *super().get_urls()]

    @method_decorator(csrf_protect)
    def stage_view(self, request, pk):
        """Every stage with what it does and what stands against it; a post makes the version."""
        if not request.user.has_perm("reports.view_document"):
            raise PermissionDenied
        document = self.get_object(request, str(pk))
        if document is None:
            raise Http404
        stage, form = "", None
        if request.method == "POST":
            stage = request.POST.get("stage", "")
            if stage not in EXPLAINED:
                raise Http404
            if not may(request.user, stage):
                raise PermissionDenied
            form = FORMS.get(stage, StageForm)(request.POST, auto_id=f"id_{stage}_%s")
            if form.is_valid() and (version := self._make(request, document, stage, form.cleaned_data)):
                return HttpResponseRedirect(reverse("admin:reports_documentversion_change", args=[version.pk]))
        standing = standing_version(document)
        obstacles = find_obstacles(document)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Next version of {document}",
            "opts": self.opts,
            "document": document,
            "standing": standing,
            "last": document.versions.with_status().defer("content").order_by("-version").first(),
            "obstacles": [_told(document, gate, problems) for gate, problems in obstacles.items()],
            "steps": [
                {
                    "stage": it,
                    "label": EXPLAINED[it][0],
                    "does": EXPLAINED[it][1],
                    "may": may(request.user, it),
                    "reason": why_not_now(it, standing),
                    "blocked": bool(obstacles) and it not in (*DocumentVersion.UNFINISHED, Stage.ADDENDUM),
                    "form": form if it == stage else FORMS.get(it, StageForm)(auto_id=f"id_{it}_%s"),
                }
                for it in EXPLAINED
            ],
        }
        return render(request, "admin/reports/document_stage.html", context)

    def _make(self, request, document, stage, values):
        """The version; None, with the reason told, where it cannot be made."""
        try:
            for value in values.values():
                if isinstance(value, str):
                    validate_printable(value)
            if stage == Stage.ADDENDUM:
                version = issue_addendum(document, by=request.user, **values)
            else:
                version = assemble_document(document, by=request.user, stage=stage, **values)
        except (DomainError, ValidationError) as error:
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            self.message_user(request, reason, messages.ERROR)
            return None
        told = f"{version} ({version.get_stage_display()}) is assembled and being rendered."
        if stage in DocumentVersion.UNFINISHED and (unsettled := tell_unsettled(read_paragraphs(document))):
            told = f"{told} {unsettled}"
        self.log_change(request, document, told)
        self.message_user(request, told, messages.SUCCESS)
        return version


def may(user, stage):
    """Drafting is for all who may assemble; what leaves the house for good takes a permission of its own."""
    return user.has_perm(DRAFT) and (stage in DocumentVersion.UNFINISHED or user.has_perm(ISSUE))


def _told(document, gate, problems):
    label, name, about = MENDED[gate]
    return {"problems": problems, "label": label, "address": reverse(name, args=[getattr(document, about)])}
