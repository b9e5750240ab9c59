"""The paragraphs of a document, chapter by chapter: own text in their place, or what they say in another language."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_protect

from forums.agenda.reading import bcp47
from forums.exceptions import DomainError
from forums.uploads import refuse_too_large
from reports.models import Document
from reports.paper.content import Chart, ListBlock, Table
from reports.paper.quotes import compared
from reports.paper.typed import as_typed
from reports.paragraphs import (
    UNSETTLED,
    MovedOnError,
    StaleError,
    State,
    confirm_paragraph,
    counted,
    move_paragraph,
    read_paragraphs,
    settled_share,
    write_paragraph,
)
from reports.renderers.markup import direction

from .recorded import find_pages

VIEW, CHANGE = "reports.view_document", "reports.change_document"
ISSUE = "reports.issue_documentversion"
LOST = "lost"
# Texts that are longer together are shown side by side without their differences.
_LONG = 20_000
_LABELS = {
    State.RECORDS: "from the records",
    State.OWN: "own text",
    State.MOVED: "moved on",
    State.MISSING: "not translated",
    State.LOST: "lost its place",
}
_IN_TRANSLATION = _LABELS | {
    State.RECORDS: "in the records",
    State.OWN: "translated here",
    State.MOVED: "source changed",
}
_BADGES = {State.OWN: "standing", State.MOVED: "late", State.MISSING: "open", State.LOST: "failed"}


class ParagraphPages:
    """The page “Paragraphs” of a document."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.paragraphs_view)
        return [path("<int:pk>/paragraphs/", view, name="reports_document_paragraphs"), *super().get_urls()]

    def tools(self, request, obj):
        page = reverse("admin:reports_document_paragraphs", args=[obj.pk])
        return [("Paragraphs", page), *super().tools(request, obj)]

    @method_decorator(csrf_protect)
    def paragraphs_view(self, request, pk):
        """One chapter of a document, every heading and paragraph with what may be done with it."""
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        related = Document.objects.select_related("edition__forum", "original", "session", "workstream")
        document = get_object_or_404(related, pk=pk)
        failed = None
        if request.method == "POST":
            if not request.user.has_perm(CHANGE):
                raise PermissionDenied
            failed = self._act(request, document)
            if failed is None:
                return HttpResponseRedirect(_address(request, at=request.POST["anchor"]))
        try:
            standings = read_paragraphs(document)
        except DomainError as error:
            # No words in its language, or none in that of its original.
            self.message_user(request, str(error), messages.ERROR)
            standings = []
        context = {
            **self.admin_site.each_context(request),
            "title": f"Paragraphs of {document}",
            "opts": self.opts,
            "document": document,
            "may_change": request.user.has_perm(CHANGE),
            "may_issue": request.user.has_perm(ISSUE),
            **_shown(request, document, standings, failed),
        }
        return render(request, "admin/reports/paragraphs.html", context)

    def _act(self, request, document):
        """Do what a button asks for. What was typed, and why it could not be saved, where it could not."""
        typed = {
            name: request.POST.get(name, "").replace("\r\n", "\n") for name in ("anchor", "text", "seen", "digest")
        }
        anchor, seen, digest = typed["anchor"], typed["seen"], typed["digest"]
        act, by = request.POST.get("act"), request.user
        try:
            refuse_too_large(request)
            if act == "move":
                to = request.POST.get("to", "")
                move_paragraph(document, anchor, to, seen=seen, by=by)
                told = f"The text of {anchor} stands at {to} now."
            elif act == "confirm":
                row = document.own_paragraphs.filter(anchor=anchor).first()
                if row is None:
                    raise StaleError("")
                confirm_paragraph(row, by=by, seen=seen, digest=digest)
                told = "Confirmed: it fits what is given today."
            elif act == "give-back":
                write_paragraph(document, anchor, "", seen=seen, by=by)
                # Own text is kept in the history, where somebody may look for it.
                self.log_change(request, document, f"Removed the own text of {anchor}: {seen}"[:5000])
                self.message_user(request, "The own text is removed; it is kept in the history.", messages.SUCCESS)
                return None
            else:
                text = _copied(document, anchor, act) if act in {"same", "as-given"} else typed["text"]
                if not text.strip():
                    raise DomainError("Write the text; or give the paragraph back, if it has own text.")
                write_paragraph(document, anchor, text, seen=seen, by=by, digest=digest)
                told = "Saved."
        except (DomainError, ValidationError) as error:
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            theirs = error.standing if isinstance(error, StaleError) else None
            return typed | {"reason": reason, "theirs": theirs, "moved": isinstance(error, MovedOnError)}
        self.log_change(request, document, f"{anchor}: {told}")
        self.message_user(request, told, messages.SUCCESS)
        return None


def _copied(document, anchor, act):
    """The original's words, or those of the records, to be taken as they stand."""
    found = next((it for it in read_paragraphs(document) if it.place.id == anchor), None)
    if found is None:
        raise DomainError("The document has no such paragraph any more; open the page again.")
    if act == "as-given":
        return found.typed
    return as_typed(found.block) if found.block else found.place.text


def _address(request, *, at):
    kept = {name: request.GET[name] for name in ("chapter", "show") if name in request.GET}
    return f"{request.path}?{urlencode(kept | {'at': at})}#{_dom_id(at)}"


def _dom_id(anchor):
    return "p-" + anchor.replace("/", ".")


def paragraph_page(document, anchor):
    """The address of one paragraph, in its chapter."""
    query = urlencode({"chapter": anchor.partition("/")[0], "at": anchor})
    return f"{reverse('admin:reports_document_paragraphs', args=[document.pk])}?{query}#{_dom_id(anchor)}"


def _shown(request, document, standings, failed):
    """The chapter that is open, its rows, and what is counted over it."""
    counts = counted(standings)
    labels = _IN_TRANSLATION if document.original else _LABELS
    show = request.GET.get("show", "")
    show = show if show in counts else ""
    # What was just saved stays in sight, however it stands now.
    at = failed["anchor"] if failed else request.GET.get("at", "")
    wanted = [it for it in standings if not show or it.state == show or it.place.id == at]
    chapters = _chapters(wanted)
    asked = request.GET.get("chapter", "")
    opened = asked if asked in {key for key, _, _, _ in chapters} else (chapters[0][0] if chapters else "")
    rows = [it for it in wanted if (it.chapter or LOST) == opened]
    done, total = settled_share(standings)
    page_of = find_pages(document) if rows else None
    languages = _languages(document)
    page = Page(bool(document.original), labels, page_of, failed)
    shown = [_row(it, page) for it in rows]
    return {
        "chapters": chapters,
        "opened": opened,
        "groups": [(list(trail), list(part)) for trail, part in groupby(shown, key=lambda row: row["trail"])],
        "show": show,
        "filters": [("", "All", len(standings))]
        + [(state.value, labels[state].capitalize(), number) for state, number in counts.items() if number],
        "done": done,
        "total": total,
        "places": [it for it in standings if it.state != State.LOST and not it.own],
        "languages": languages,
        "query": urlencode({"chapter": opened, "show": show, "at": at}),
        "failed": failed if failed and failed["anchor"] not in {it.place.id for it in rows} else None,
    }


def _chapters(standings):
    """Each chapter with its title, its number of paragraphs, and how many of them want another look."""
    found = []
    for key, part in groupby(standings, key=lambda it: it.chapter or LOST):
        rows = list(part)
        title = "Own text without a place" if key == LOST else (rows[0].place.trail or (rows[0].place.text,))[0]
        found.append((key, title, len(rows), sum(it.state in UNSETTLED for it in rows)))
    return found


def _languages(document):
    """Language and direction of the text on either side."""
    tags = [bcp47(it.language) for it in (document.original or document, document)]
    names = [it.get_language_display() for it in (document.original or document, document)]
    return [{"tag": tag, "dir": direction(tag), "name": name} for tag, name in zip(tags, names, strict=True)]


@dataclass(frozen=True)
class Page:
    """What the rows of a page have in common; ``failed`` is what could not be saved."""

    is_translation: bool
    labels: dict
    page_of: Any
    failed: dict | None


def _row(standing, page):
    own, state, place = standing.own, standing.state, standing.place
    failure = page.failed if page.failed and page.failed["anchor"] == place.id else None
    text = own.text if own else standing.typed
    text = failure["text"] or text if failure else text
    was = own.base if own and state in {State.MOVED, State.LOST} else ""
    comparable = state == State.MOVED and len(was) + len(standing.base) < _LONG
    untranslated = page.is_translation and not own and state == State.MISSING
    return {
        "anchor": place.id,
        "dom": _dom_id(place.id),
        "kind": {"paragraph": place.role if place.role not in {"", "text"} else "paragraph"}.get(
            place.kind, place.kind
        ),
        "trail": place.trail[1:],
        "state": state,
        "label": page.labels[state],
        "badge": _BADGES.get(state, ""),
        "base": standing.base,
        "given": standing.given,
        "own": own,
        "was": was,
        "changes": compared(was, standing.base) if comparable else [],
        "lacking": standing.lacking,
        "withdrawn": standing.withdrawn,
        "page": page.page_of(place.id) if state != State.LOST else None,
        "digest": standing.digest,
        "seen": own.text if own else "",
        "text": text,
        "rows": 1 if place.kind == "heading" else min(14, 2 + text.count("\n") + len(text) // 80),
        "hint": _hint(standing),
        "failure": failure,
        "is_open": bool(failure) or untranslated,
        "can_copy": untranslated,
        "can_take": untranslated and bool(standing.given),
    }


def _hint(standing):
    match standing.block:
        case None:
            return "A heading is one line of plain text."
        case Table() | Chart():
            return (
                "A line for the caption, one for the header, one a row; cells divided by “|”. Keep lines and columns."
            )
        case ListBlock():
            return "Markdown: one item a line, each beginning with “1.” or “-”."
    return ""
