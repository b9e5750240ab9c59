"""The page on which those who are quoted clear what will print of them: no account, no script needed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from forums.agenda.reading import bcp47
from forums.exceptions import DomainError
from forums.languages import text
from forums.models import Edition
from reports.answers import ChangedError, ClosedError, Said, answer_clearance, can_answer, current_items, note_opened
from reports.clearance import Answer, Decision, cleared_document
from reports.clearing import PURPOSE, mail_language, name_in
from reports.models import Clearance, ClearanceItem, Document
from reports.paper.content import Section, section_from_json
from speakers.links import LinkError, find_private_link, note_private_link_opened
from speakers.mails import contact_of, day_in
from speakers.pages.frame import chosen_language, render_page
from speakers.pages.private import private
from speakers.pages.words import LANGUAGES

from .blocks import as_html
from .clearing_forms import CorrectionForm, WithdrawalForm
from .words import say, say_why

# The answers of the page's buttons, and which form goes with each.
_ANSWERS = (Answer.APPROVED, Answer.CORRECTED, Answer.WITHDRAWN)


class ShownItem:
    """One contribution on the page, with the forms to answer it."""

    def __init__(self, page: "Page", item: ClearanceItem) -> None:
        self.page, self.item = page, item
        self.error = ""
        language, written = page.language, bcp47(page.document.language)
        self.correcting = CorrectionForm(item=item, language=language, written=written)
        self.withdrawing = WithdrawalForm(item=item, language=language)

    @cached_property
    def section(self) -> Section:
        return section_from_json(self.item.shown)

    @property
    def printed(self) -> SafeString:
        return as_html(self.section.blocks)

    @property
    def held_on(self) -> str:
        starts = self.item.intervention.report.session.starts_at
        return self.page.day(starts) if starts else ""

    @property
    def state(self) -> str:
        """open, approved, corrected, withdrawn, lapsed; or what the office decided: accepted, refused, settled."""
        item = self.item
        if item.is_open:
            return item.decision or "open"
        if item.decision in {Decision.ACCEPTED, Decision.SETTLED}:
            return str(item.decision)
        return str(item.answer)

    @property
    def told(self) -> str:
        answered = self.item.answered_at
        return say(f"clear-is-{self.state}", self.page.language, date=self.page.day(answered) if answered else "")

    @property
    def may_approve(self) -> bool:
        return self.state in {"open", "refused", Answer.CORRECTED, Answer.WITHDRAWN}

    @property
    def may_correct(self) -> bool:
        return self.state not in {Decision.ACCEPTED, Decision.SETTLED}

    @property
    def may_withdraw(self) -> bool:
        return self.state != Answer.WITHDRAWN

    def said(self, request: HttpRequest) -> Said | None:
        """The answer that was posted; None where the form has errors, which it shows."""
        kind, seen = request.POST.get("answer", ""), request.POST.get("seen", "")
        if kind not in _ANSWERS:
            raise Http404("There is no such answer.")
        if kind == Answer.APPROVED:
            return Said(self.item.pk, kind, seen)
        correcting, written = kind == Answer.CORRECTED, bcp47(self.page.document.language)
        form: CorrectionForm | WithdrawalForm
        if correcting:
            form = self.correcting = CorrectionForm(
                request.POST, item=self.item, language=self.page.language, written=written
            )
        else:
            form = self.withdrawing = WithdrawalForm(request.POST, item=self.item, language=self.page.language)
        if not form.is_valid():
            return None
        return Said(self.item.pk, kind, seen, form.cleaned_data.get("correction", ""), form.cleaned_data["remark"])


@dataclass
class Page:
    """A request for clearance, opened by its link. ``root`` is its address."""

    clearance: Clearance
    root: str
    chosen: str

    @cached_property
    def language(self) -> str:
        code = self.chosen or mail_language(self.clearance)
        return code if code in LANGUAGES else "en"

    @property
    def edition(self) -> Edition:
        return self.clearance.edition

    @cached_property
    def document(self) -> Document:
        return cleared_document(self.edition)

    @cached_property
    def items(self) -> list[ShownItem]:
        return [ShownItem(self, item) for item in current_items(self.clearance)]

    @cached_property
    def is_open(self) -> bool:
        return can_answer(self.clearance, timezone.now())

    @property
    def waiting(self) -> list[ShownItem]:
        """What "approve everything" approves: not what they have corrected."""
        return [shown for shown in self.items if shown.state == "open"]

    def day(self, moment: Any) -> str:
        """The day of a moment, on the edition's clocks."""
        return day_in(moment.astimezone(ZoneInfo(self.edition.timezone)).date(), self.language)

    @property
    def until(self) -> str:
        return self.day(self.clearance.deadline) if self.clearance.deadline else ""


@private
def clearance(request: HttpRequest, token: str) -> HttpResponseBase:
    """Everything that is asked, or why nothing can be answered any more."""
    page = _open(request, token)
    if request.method == "GET" and page.clearance.opened_at is None:
        note_opened(page.clearance)
    return _show(request, page)


@private
def clearance_step(request: HttpRequest, token: str, step: str) -> HttpResponseBase:
    """The answer to one contribution, or "all": to everything that is not answered yet."""
    page = _open(request, token)
    if request.method != "POST":
        return HttpResponseRedirect(_address(page))
    with translation.override(page.language):
        try:
            return _answer(request, page, step)
        except RequestDataTooBig:
            return _show(request, page, error="clear-too-long", status=413)


def _open(request: HttpRequest, token: str) -> Page:
    link = find_private_link(PURPOSE, token)
    related = ("edition__forum", "person", "organization", "card")
    rows = Clearance.objects.exclude(status=Clearance.Status.REVOKED).select_related(*related)
    found = rows.filter(pk=link.subject).first()
    if found is None:
        raise LinkError
    if request.method == "GET" and link.opened_at is None:
        note_private_link_opened(link)
    return Page(found, reverse("clearance", args=[token]), chosen_language(request))


def _answer(request: HttpRequest, page: Page, step: str) -> HttpResponse:
    if step == "all":
        # What was not shown is not approved: it came to the request after the page was opened.
        seen = dict(pair.split(":", 1) for pair in request.POST.getlist("seen") if ":" in pair)
        answers = [Said(it.item.pk, Answer.APPROVED, seen.get(str(it.item.pk), "")) for it in page.waiting]
        shown = None
    else:
        shown = next((it for it in page.items if str(it.item.pk) == step), None)
        if shown is None:
            raise Http404("There is no such contribution.")
        said = shown.said(request)
        if said is None:
            return _show(request, page, status=400)
        answers = [said]
    try:
        answer_clearance(page.clearance, answers)
    except (ClosedError, ChangedError) as error:
        told = "clear-late" if isinstance(error, ClosedError) else "clear-changed"
        return _show(request, _open_again(page), error=told, status=409)
    except DomainError as error:
        return _show(request, page, told=say_why(error, page.language), status=400)
    return HttpResponseRedirect(_address(page, saved=step) + (f"#item-{step}" if shown else ""))


def _open_again(page: Page) -> Page:
    """The page as it stands by now."""
    page.clearance.refresh_from_db(fields=["status", "deadline", "sent_at", "answered_at"])
    return Page(page.clearance, page.root, page.chosen)


def _address(page: Page, **query: str) -> str:
    if page.chosen:
        query["language"] = page.chosen
    return f"{page.root}?{urlencode(query)}" if query else page.root


def _show(request: HttpRequest, page: Page, *, error: str = "", told: str = "", status: int = 200) -> HttpResponse:
    language, row = page.language, page.clearance
    contact = contact_of(page.edition)
    closing = ""
    if not page.is_open:
        closing = "closed" if row.sent_at and row.status != Clearance.Status.DRAFT else "waits"
    lapsed = closing == "closed" and any(shown.state == Answer.LAPSED for shown in page.items)
    with translation.override(language):
        title = page.document.title or text(page.edition, "title", language)
    context = {
        "page": page,
        "edition": page.edition,
        "name": name_in(row, language),
        "document_title": title,
        "closing": f"clear-{closing}" if closing else "",
        "closing_text": say(
            "clear-lapsed-text" if lapsed else f"clear-{closing}-text", language, date=page.until, contact=contact
        )
        if closing
        else "",
        "done": len(page.items) - sum(shown.item.is_open for shown in page.items),
        "saved": request.GET.get("saved", ""),
        "told": say(error, language) if error else told,
        "written": bcp47(page.document.language),
        "query": f"?language={page.chosen}" if page.chosen else "",
        "unpublished": any(_is_unpublished(shown.item) for shown in page.items),
    }
    return render_page(request, "reports/clearance.html", context, language=language, root=page.root, status=status)


def _is_unpublished(item: ClearanceItem) -> bool:
    credit = item.intervention.credit
    return credit is not None and credit.card is not None and not credit.card.published
