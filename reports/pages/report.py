"""The rapporteur's page: behind a private link, or for staff who are signed in. It works without a script.

A script saves while somebody types: it posts the same forms to the same addresses and is answered in JSON.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from forums.exceptions import DomainError
from reports.parts import Kind, Part
from reports.reporting import hand_in_takeaways, submit_report
from reports.writing import (
    ClosedError,
    GoneError,
    Saved,
    StaleError,
    kind_of_gone,
    move_part,
    remove_part,
    restore_part,
    save_part,
)
from speakers.pages.forms import ENDONYMS
from speakers.pages.frame import render_page
from speakers.pages.private import private

from .report_forms import registry
from .report_shown import Page, ShownPart, clock_now
from .words import say, say_why
from .writers import Access, by_link, by_staff

View = Callable[..., HttpResponseBase]

# A report as long as a book fits into this; what is larger is not read at all.
LARGEST = 1_000_000

_MADE = {"hand-in": hand_in_takeaways, "submit": submit_report}


def _limited(view: View) -> View:
    """Refuses by its size what is too large, before anything of it is read."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
        size = request.META.get("CONTENT_LENGTH") or "0"
        if size.isdigit() and int(size) <= LARGEST:
            return view(request, *args, **rest)
        language = translation.get_language() or "en"
        told = say("too-large-text", language, size=f"{int(size) / 1e6:.1f}" if size.isdigit() else "?")
        if _wants_json(request):
            return JsonResponse({"outcome": "refused", "told": told}, status=413)
        context = {"language": language, "title": say("too-large", language), "text": told}
        return render_page(request, "speakers/notice.html", context, language=language, root="", status=413)

    return answer


def _staff(view: View) -> View:
    """For the office: signed in, and with the permission to change reports."""
    protected = csrf_protect(require_http_methods(["GET", "HEAD", "POST"])(view))

    @wraps(view)
    def answer(request: HttpRequest, pk: int, **rest: Any) -> HttpResponseBase:
        response = _limited(protected)(request, pk, **rest)
        response.headers["Cache-Control"] = "no-store"
        return response

    # Whether the form is ours is asked once it is known to be short enough to be read.
    return csrf_exempt(answer)


@private
@_limited
def report(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page of one report."""
    return _home(request, by_link(request, token))


@private
@_limited
def report_step(request: HttpRequest, token: str, step: str) -> HttpResponseBase:
    """One act on it: a part saved, moved, taken out; the report handed in."""
    return _step(request, by_link(request, token), step)


@_staff
def staff_report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same page for the office."""
    return _home(request, by_staff(request, pk))


@_staff
def staff_report_step(request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
    """The same acts for the office."""
    return _step(request, by_staff(request, pk), step)


def _home(request: HttpRequest, access: Access) -> HttpResponseBase:
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return _show(request, access, Page(access), done=request.GET.get("done", ""))


def _step(request: HttpRequest, access: Access, step: str) -> HttpResponseBase:
    if request.method != "POST":
        return HttpResponseRedirect(f"{access.root}{access.query}#{step}")
    with translation.override(access.language):
        if step in _MADE:
            return _hand_in(request, access, step)
        if step.startswith("restore-"):
            return _restore(request, access, step)
        return _part(request, access, step)


def _hand_in(request: HttpRequest, access: Access, step: str) -> HttpResponseBase:
    try:
        _MADE[step](access.report, by=access.writer.user)
    except DomainError as error:
        access.report.refresh_from_db(fields=["status"])
        return _show(request, access, Page(access), told=say_why(error, access.language), status=409)
    return _back(access, step, place="state")


def _restore(request: HttpRequest, access: Access, step: str) -> HttpResponseBase:
    number = step.removeprefix("restore-")
    if not number.isdigit():
        raise Http404("There is no such part.")
    try:
        part = restore_part(access.report, int(number), language=access.written)
    except (DomainError, ValidationError) as error:
        told = say_why(error, access.language) if isinstance(error, DomainError) else " ".join(error.messages)
        return _show(request, access, Page(access), told=told, status=409)
    return _back(access, "restored", place=part.name)


def _part(request: HttpRequest, access: Access, step: str) -> HttpResponseBase:
    """Save a part, show how it would print, move it or take it out."""
    act = request.POST.get("act", "save")
    if act in {"up", "down", "remove"}:
        return _rearrange(request, access, step, act)
    shown = _posted(access, step)
    valid = shown.bind(request.POST).is_valid()
    if act == "preview":
        shown.is_previewed = valid
        return _answer(request, access, shown, status=200 if valid else 400)
    if shown.gone:
        return _answer(request, access, shown, status=409)
    if not valid:
        return _answer(request, access, shown, status=400)
    if shown.is_new and not shown.form.says_something and _wants_json(request):
        # They have only begun: nothing is refused yet, and nothing added.
        return JsonResponse({"outcome": "waiting", "told": ""})
    return _save(request, access, shown)


def _rearrange(request: HttpRequest, access: Access, step: str, act: str) -> HttpResponseBase:
    try:
        if act == "remove":
            seen = request.POST.get("seen", "")
            remove_part(access.report, step, seen=seen, by=access.writer, language=access.written)
        else:
            move_part(access.report, step, up=act == "up")
    except DomainError as error:
        return _show(request, access, Page(access), told=say_why(error, access.language), status=409)
    return _back(access, "removed", place="removed") if act == "remove" else _back(access, "moved", place=step)


def _posted(access: Access, name: str) -> ShownPart:
    """The part that is posted; what was taken out in the meantime as one to be added. Raises Http404 for no name."""
    part = access.sheet.find(name)
    prefix, _, rest = name.partition("-")
    kind = rest.partition("-")[0]
    if part is None and prefix == "new" and kind in set(Kind):
        part = Part(Kind(kind), name, access.written)
    if part is not None:
        return ShownPart(access, part, registry())
    if prefix not in {"said", "credit", "takeaway", "call", "figure"} or not rest.isdigit():
        raise Http404("There is no such part.")
    return _gone(access, kind_of_gone(access.report, name))


def _gone(access: Access, kind: Kind) -> ShownPart:
    """An empty part of the kind, for what somebody wrote in one that is not there any more."""
    # Without their name in the programme, what they said is still said.
    kind = Kind.COLLECTIVE if kind == Kind.CONTRIBUTION else kind
    return ShownPart(access, Page(access).blank(kind), registry(), gone=True)


def _save(request: HttpRequest, access: Access, shown: ShownPart) -> HttpResponseBase:
    seen, decided = request.POST.get("seen", ""), bool(request.POST.get("decided"))
    values, writer, told = shown.form.values, access.writer, ""
    try:
        outcome, part = save_part(
            access.report, shown.name, values, seen=seen, by=writer, language=access.written, decided=decided
        )
    except StaleError as error:
        shown.clash(error.standing)
    except GoneError as error:
        shown = _gone(access, error.kind)
        shown.bind(request.POST).is_valid()
    except ClosedError as error:
        access.report.refresh_from_db(fields=["status"])
        told = say_why(error, access.language)
    except (DomainError, ValidationError) as error:
        if isinstance(error, DomainError):
            error = ValidationError({"__all__": say_why(error, access.language)})
        shown.form.refuse(error)
        return _answer(request, access, shown, status=400)
    else:
        if _wants_json(request):
            return _saved(access, ShownPart(access, part, shown.registry), outcome)
        return _back(access, f"{part.name}.{outcome}", place=part.name)
    return _answer(request, access, shown, status=409, told=told)


def _saved(access: Access, shown: ShownPart, outcome: str) -> JsonResponse:
    answer = {
        "outcome": outcome,
        "told": say("saved-at", access.language, time=clock_now(access)),
        "name": shown.name,
        "address": f"{access.root}{shown.name}/{access.query}",
        "stamp": shown.stamp,
        "unknown": shown.lead_nowhere(),
    }
    return JsonResponse(answer)


def _answer(request: HttpRequest, access: Access, shown: ShownPart, *, status: int, told: str = "") -> HttpResponseBase:
    """What came of it: the page with what was typed, or what the script has to know."""
    if not _wants_json(request):
        return _show(request, access, Page(access, posted=shown), told=told, status=status)
    answer: dict[str, Any] = {"stamp": shown.stamp}
    if told:
        answer |= {"outcome": "closed", "told": told}
    elif shown.conflict is not None:
        standing = [{"label": label, "text": text} for label, text in shown.conflict]
        answer |= {"outcome": "conflict", "told": say("conflict", access.language), "standing": standing}
    elif shown.gone:
        address = f"{access.root}{shown.name}/{access.query}"
        answer |= {"outcome": "gone", "told": say("gone", access.language), "name": shown.name, "address": address}
    elif status == 200:
        answer |= {"outcome": "preview", "html": render_to_string("reports/printed.html", _of(access, shown))}
    else:
        errors = [
            {
                "field": name,
                "label": str(shown.form.fields[name].label) if name in shown.form.fields else "",
                "told": it,
            }
            for name, found in shown.form.errors.items()
            for it in found
        ]
        answer |= {"outcome": "refused", "told": say("not-saved", access.language), "errors": errors}
    return JsonResponse(answer, status=status)


def _of(access: Access, shown: ShownPart) -> dict[str, Any]:
    return {"shown": shown, "language": access.language}


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _back(access: Access, done: str, *, place: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{access.root}?{urlencode(access.chosen | {'done': done})}#{place}")


def _show(
    request: HttpRequest, access: Access, page: Page, *, done: str = "", told: str = "", status: int = 200
) -> HttpResponse:
    name, _, outcome = done.partition(".")
    if outcome in set(Saved):
        for shown in page.parts:
            if shown.name == name:
                shown.outcome = outcome
    about = {
        "access": access,
        "page": page,
        "report": access.report,
        "edition": access.report.session.edition,
        "query": access.query,
        "told": told,
        "done": done if done in {*_MADE, "removed", "restored", "moved"} else "",
        "written_languages": [(code, ENDONYMS[code]) for code in access.languages],
    }
    response = render_page(
        request, "reports/report.html", about, language=access.language, root=access.root, status=status
    )
    if access.is_staff:
        # The office is not kept out by a check that compares where a form came from.
        response.headers["Referrer-Policy"] = "same-origin"
    return response
