"""The pages on which reviewers read a version and comment on it: no account, no script needed.

A reviewer sees their own comments alone: what others think of the text is the drafting team's to weigh.
"""

from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from forums.agenda.reading import bcp47
from forums.exceptions import DomainError
from reports.comments import (
    MOST,
    ClosedError,
    DecidedError,
    SentBeforeError,
    change_comment,
    note_review_opened,
    remove_comment,
    set_finished,
    write_comment,
)
from reports.models import Comment, Document, Reviewer, ReviewRound
from reports.paper.content import Look, Paper, Section, from_json
from reports.paper.plain import Place, places
from reports.renderers.html import fragment, style
from reports.renderers.markup import Writer
from reports.renderers.markup import anchor as html_id
from reports.reviews import PURPOSE
from speakers.links import LinkError, find_private_link, note_private_link_opened
from speakers.mails import contact_of, day_in
from speakers.pages.frame import chosen_language, render_page
from speakers.pages.private import private
from speakers.pages.words import LANGUAGES

from .review_forms import CommentForm
from .words import say

_RELATED = ("round__version__document__edition__forum", "organization")


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment of theirs on the page."""

    comment: Comment
    place: Place
    language: str
    is_answered: bool

    @property
    def where(self) -> str:
        """The sections that it stands in, and what it is on."""
        place = self.place
        trail = (*place.trail, place.text) if place.kind == "heading" else place.trail
        return " › ".join(part for part in trail if part) or self.comment.anchor

    @property
    def href(self) -> str:
        return f"#{html_id(self.comment.anchor)}" if self.comment.anchor else "#yours"

    @property
    def state(self) -> str:
        """What was done with it, once reviewers were told."""
        return say(f"review-is-{self.comment.disposition}", self.language) if self.is_answered else ""


@dataclass
class Page:
    """A review, opened by its link. ``root`` is its address."""

    reviewer: Reviewer
    root: str
    chosen: str

    @cached_property
    def language(self) -> str:
        code = self.chosen or self.reviewer.language
        return code if code in LANGUAGES else "en"

    @property
    def round(self) -> ReviewRound:
        return self.reviewer.round

    @property
    def document(self) -> Document:
        return self.round.version.document

    @cached_property
    def paper(self) -> Paper:
        return from_json(self.round.version.content)

    @cached_property
    def places(self) -> dict[str, Place]:
        whole = Place("", "heading", say("review-whole", self.language))
        return {place.id: place for place in (whole, *places(self.paper.chapters))}

    @cached_property
    def comments(self) -> list[Shown]:
        """Their own, in the order of the document."""
        order = {place: number for number, place in enumerate(self.places)}
        rows = sorted(self.reviewer.comments.all(), key=lambda row: (order.get(row.anchor, len(order)), row.pk))
        told = self.round.answered_at is not None
        return [Shown(row, self._place(row.anchor), self.language, told) for row in rows]

    def _place(self, anchor: str) -> Place:
        return self.places.get(anchor, Place(anchor, "paragraph", ""))

    @cached_property
    def is_open(self) -> bool:
        return self.round.is_open

    @property
    def until(self) -> str:
        return day_in(self.round.closes_on, self.language)

    @property
    def written(self) -> str:
        """The language of the document, for the reader's software."""
        return bcp47(self.document.language)

    def address(self, step: str = "", fragment_: str = "", **query: Any) -> str:
        """One of the pages, in the language that was chosen."""
        if self.chosen:
            query["language"] = self.chosen
        path = f"{self.root}{step}/" if step else self.root
        return path + (f"?{urlencode(query)}" if query else "") + (f"#{fragment_}" if fragment_ else "")

    def printed(self) -> SafeString:
        """The document with a link to comment below each heading and paragraph, and what they wrote there."""
        mine: dict[str, list[Shown]] = {}
        for it in self.comments:
            mine.setdefault(it.comment.anchor, []).append(it)
        labels = {key: escape(say(key, self.language)) for key in ("review-comment", "review-your-comment-here")}

        def remark(place: str) -> str:
            told = "".join(self._remark(it, labels["review-your-comment-here"]) for it in mine.get(place, ()))
            if not self.is_open or place not in self.places:
                return told
            about = " ".join(self.places[place].text.split())[:60]
            label = f'{labels["review-comment"]}<span class="visually-hidden">: {escape(about)}</span>'
            link = f'<a href="{escape(self.address("comment", at=place))}">{label}</a>'
            return f'{told}<p class="remark" lang="{self.language}">{link}</p>'

        # Written by our own renderer, which escapes every text, and above.
        return mark_safe(fragment(self.paper, remark=remark))  # noqa: S308

    def _remark(self, shown: Shown, label: str) -> str:
        comment = shown.comment
        link = f'<a href="#mine-{comment.pk}">{label}</a>'
        told = f"<p><strong>{link}</strong> {escape(comment.text[:300])}</p>"
        return f'<div class="mine" lang="{self.language}">{told}</div>'

    def part(self, place: Place) -> SafeString:
        """One heading or block as it is printed."""
        section = _only(self.paper.chapters, place)
        if section is None:
            return mark_safe(f"<p><strong>{escape(place.text)}</strong></p>") if place.id else SafeString("")  # noqa: S308
        block = next(block for block in section.blocks if block.id == place.id)
        return mark_safe(Writer(self.paper).block(block))  # noqa: S308


def _only(sections: tuple[Section, ...], place: Place) -> Section | None:
    """The section that a block stands in."""
    for section in sections:
        if any(block.id == place.id for block in section.blocks):
            return section
        if found := _only(section.sections, place):
            return found
    return None


@private
def review(request: HttpRequest, token: str) -> HttpResponseBase:
    """The document with everything that they wrote, or why there is nothing to comment on."""
    page = _open(request, token)
    if request.method == "GET" and page.reviewer.opened_at is None:
        note_review_opened(page.reviewer)
    return _show(request, page)


@private
def review_step(request: HttpRequest, token: str, step: str) -> HttpResponseBase:
    """comment: on one place, new or changed; remove; finish; resume."""
    page = _open(request, token)
    if step not in _STEPS:
        raise Http404("There is no such step.")
    with translation.override(page.language):
        try:
            if request.method == "POST":
                return _STEPS[step](request, page)
            return _form_page(request, page) if step == "comment" and page.is_open else _back(page)
        except ClosedError:
            return _show(request, page, error="review-late", status=409)
        except DecidedError:
            return _show(request, page, error="review-decided", status=409)
        except RequestDataTooBig:
            return _show(request, page, error="review-too-long", status=413)


@require_safe
@login_not_required
def paper_css(_request: HttpRequest) -> HttpResponse:
    """The design of a paper for the inside of a page that has a design of its own."""
    return HttpResponse(_CSS, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"})


def _inside(sheet: str) -> str:
    """The sheet without what it says of the page around the paper."""
    kept = (line for line in sheet.splitlines() if not line.startswith(("* {", "body {")))
    text = "\n".join(kept).replace(":root", ".paper")
    return text + "\n.paper { background: #fff; color: var(--ink); }\n.paper * { box-sizing: border-box; }\n"


_CSS = _inside(style(Look()))


def _open(request: HttpRequest, token: str) -> Page:
    link = find_private_link(PURPOSE, token)
    rows = Reviewer.objects.filter(pk=link.subject, revoked_at=None).select_related(*_RELATED)
    found = rows.first()
    if found is None:
        raise LinkError
    if request.method == "GET" and link.opened_at is None:
        note_private_link_opened(link)
    return Page(found, reverse("review", args=[token]), chosen_language(request))


def _form_page(request: HttpRequest, page: Page) -> HttpResponse:
    comment = _own(page, request.GET["change"]) if "change" in request.GET else None
    return _show_form(request, page, _place(page, comment.anchor if comment else request.GET.get("at", "")), comment)


def _comment(request: HttpRequest, page: Page) -> HttpResponse:
    """Take a new comment, or one of theirs written anew."""
    comment = _own(page, request.POST["change"]) if "change" in request.POST else None
    place = _place(page, comment.anchor if comment else request.POST.get("at", ""))
    form = _form(page, place, comment, request.POST)
    if not form.is_valid():
        return _show_form(request, page, place, comment, form, status=400)
    text, proposed = form.cleaned_data["text"], form.cleaned_data.get("proposed", "")
    try:
        if comment is not None:
            change_comment(comment, text=text, proposed=proposed)
        else:
            key = form.cleaned_data["key"]
            comment = write_comment(page.reviewer, key=key, anchor=place.id, text=text, proposed=proposed)
    except SentBeforeError as error:
        # Somebody went back, and wrote on: what they typed is offered as a change of what they had sent.
        again = _form(page, place, error.comment, request.POST)
        return _show_form(request, page, place, error.comment, again, error="review-sent-before", status=409)
    except (ClosedError, DecidedError):
        raise
    except DomainError:
        form.add_error(None, say("review-too-many", page.language, most=MOST))
        return _show_form(request, page, place, comment, form, status=400)
    return HttpResponseRedirect(page.address(fragment_=f"mine-{comment.pk}", saved=comment.pk))


def _remove(request: HttpRequest, page: Page) -> HttpResponse:
    # A second press on the same button finds it gone, which is what was wanted.
    comment = page.reviewer.comments.filter(pk=_number(request.POST.get("comment", ""))).first()
    if comment is not None:
        remove_comment(comment)
    return HttpResponseRedirect(page.address(fragment_="yours", saved="removed"))


def _finish(_request: HttpRequest, page: Page) -> HttpResponse:
    set_finished(page.reviewer, finished=True)
    return _back(page)


def _resume(_request: HttpRequest, page: Page) -> HttpResponse:
    set_finished(page.reviewer, finished=False)
    return _back(page)


_STEPS = {"comment": _comment, "remove": _remove, "finish": _finish, "resume": _resume}


def _back(page: Page) -> HttpResponse:
    return HttpResponseRedirect(page.address())


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _own(page: Page, key: str) -> Comment:
    comment = page.reviewer.comments.filter(pk=_number(key)).first()
    if comment is None:
        raise Http404("There is no such comment of theirs.")
    return comment


def _place(page: Page, anchor: str) -> Place:
    if anchor not in page.places:
        raise Http404("There is no such paragraph.")
    return page.places[anchor]


def _form(page: Page, place: Place, comment: Comment | None, data: Any = None) -> CommentForm:
    return CommentForm(data, language=page.language, written=page.written, whole=not place.id, comment=comment)


def _show_form(
    request: HttpRequest,
    page: Page,
    place: Place,
    comment: Comment | None,
    form: CommentForm | None = None,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = Shown(comment or Comment(anchor=place.id), place, page.language, is_answered=False)
    context = {
        "page": page,
        "edition": page.document.edition,
        "place": place,
        "where": shown.where,
        "printed": page.part(place),
        "comment": comment,
        "form": form or _form(page, place, comment),
        "told": say(error, page.language) if error else "",
        "back": page.address(fragment_=html_id(place.id)),
        "query": f"?language={page.chosen}" if page.chosen else "",
    }
    return render_page(
        request, "reports/review_comment.html", context, language=page.language, root=page.root, status=status
    )


def _show(request: HttpRequest, page: Page, *, error: str = "", status: int = 200) -> HttpResponse:
    round_, language = page.round, page.language
    closing = "" if page.is_open else "closed" if round_.is_over else "waits"
    day = page.until if closing == "closed" else day_in(round_.opens_on, language)
    context = {
        "page": page,
        "edition": page.document.edition,
        "round": round_,
        "title": page.paper.meta.title or str(page.document),
        "closing": f"review-{closing}" if closing else "",
        "closing_text": say(f"review-{closing}-text", language, date=day, contact=contact_of(page.document.edition))
        if closing
        else "",
        "printed": page.printed() if closing != "waits" else "",
        "saved": request.GET.get("saved", ""),
        "told": say(error, language) if error else "",
        "query": f"?language={page.chosen}" if page.chosen else "",
        "whole": page.address("comment", at=""),
    }
    return render_page(request, "reports/review.html", context, language=language, root=page.root, status=status)
