"""The public page of an open call, and the private one on which a proposal is confirmed. Neither needs an account."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from forums.exceptions import DomainError
from forums.models import Edition
from speakers.mails import contact_of
from speakers.models import OpenCall, Proposal
from speakers.proposals import confirm_proposal, find_proposal, submit_proposal, take_back_proposal

from .call_forms import ProposalForm
from .frame import chosen_language, language_of_reader, render_page
from .private import private
from .throttle import too_many_proposals
from .words import say

# What a proposal says, in the order of its page, with the words that each is labelled by.
SHOWN = {
    "speaker": "call-person",
    "native_name": "native_name",
    "email": "call-email",
    "organization": "call-organization",
    "title": "call-position",
    "country_name": "call-country",
    "bio": "call-bio",
    "talk": "call-talk",
    "abstract": "call-abstract",
    "nominator_name": "call-nominator-name",
    "nominator_email": "call-nominator-email",
    "nominator_organization": "call-nominator-organization",
}


@login_not_required
@require_safe
def call(request: HttpRequest, edition: str) -> HttpResponse:
    """What the call is about, until when it is open, and its forms."""
    found = _edition(edition)
    its_call = _call_of(found)
    if its_call is None:
        return _notice(request, found, "call-none", status=404)
    if its_call.state != "open":
        return _not_open(request, its_call, status=200)
    language = language_of_reader(request)
    with translation.override(language):
        introduction = its_call.introduction
    kinds = [(kind, say(f"call-{kind}", language), say(f"call-{kind}-text", language)) for kind in its_call.kinds]
    context = {
        "introduction": introduction,
        "until": say("call-until", language, **_moment(found, its_call.closes_at, language)),
        "kinds": kinds,
    }
    return _show(request, found, "speakers/call.html", context)


# No cookie has a say in it, and other sites may post to the same services by the API: there is nothing to forge.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def call_step(request: HttpRequest, edition: str, step: str) -> HttpResponse:
    """One of the call's forms, or what to do once it was sent."""
    found = _edition(edition)
    its_call = _call_of(found)
    if its_call is None:
        return _notice(request, found, "call-none", status=404)
    if step == "sent" and request.method != "POST":
        return _show(request, found, "speakers/call_sent.html", {})
    if step not in Proposal.Kind.values or step not in its_call.kinds:
        return _notice(request, found, "call-none", status=404)
    if its_call.state != "open":
        return _not_open(request, its_call, status=409 if request.method == "POST" else 200)
    with translation.override(language_of_reader(request)):
        return _form(request, its_call, step)


def _form(request: HttpRequest, its_call: OpenCall, kind: str) -> HttpResponse:
    language = language_of_reader(request)
    form = ProposalForm(request.POST if request.method == "POST" else None, kind=kind, language=language)
    if form.is_bound and form.is_valid():
        if too_many_proposals(request):
            response = _notice(request, its_call.edition, "call-many", status=429)
            response.headers["Retry-After"] = "3600"
            return response
        if not form.is_trapped:
            submit_proposal(its_call, kind=kind, values=form.values, language=language)
        return HttpResponseRedirect(_address(request, its_call.edition, "sent"))
    other = next((it for it in its_call.kinds if it != kind), "")
    return _show(
        request,
        its_call.edition,
        "speakers/call_form.html",
        {"form": form, "kind": kind, "heading": say(f"call-{kind}", language), "other": other},
        step=kind,
        status=400 if form.is_bound else 200,
    )


@private
def proposal(request: HttpRequest, token: str) -> HttpResponseBase:
    """What somebody sent in, to be confirmed or deleted; opening the page does neither, for mail filters open it."""
    found = find_proposal(token, opened=request.method == "GET")
    language = chosen_language(request) or found.language
    with translation.override(language):
        if request.method != "POST":
            return _proposal(request, found, language)
        if "delete" in request.POST:
            try:
                take_back_proposal(found)
            except DomainError as error:
                return _notice(request, found.call.edition, "proposal-error", text=str(error), status=409)
            return _notice(request, found.call.edition, "proposal-deleted", root=request.path)
        if "confirm" not in request.POST:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if found.call.state == "cancelled":
            return _not_open(request, found.call, status=409, root=request.path)
        confirm_proposal(found)
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(f"{request.path}{query}")


def _proposal(request: HttpRequest, found: Proposal, language: str) -> HttpResponse:
    edition = found.call.edition
    # A Country, which the types take for its code.
    country = str(found.country.name)  # type: ignore[attr-defined]
    values = {name: getattr(found, name, "") for name in SHOWN} | {"country_name": country}
    context = {
        "proposal": found,
        "shown": [(say(label, language), values[name]) for name, label in SHOWN.items() if values[name]],
        "text": say("proposal-text", language, edition=edition.title),
        "cancelled": found.call.state == "cancelled",
    }
    return _show(request, edition, "speakers/proposal.html", context, root=request.path, language=language)


def _edition(slug: str) -> Edition:
    return get_object_or_404(Edition.objects.public().select_related("forum", "open_call"), slug=slug)


def _call_of(edition: Edition) -> OpenCall | None:
    try:
        return edition.open_call
    except OpenCall.DoesNotExist:
        return None


def _moment(edition: Edition, moment: Any, language: str) -> dict[str, str]:
    here = timezone.localtime(moment, ZoneInfo(edition.timezone))
    with translation.override(language):
        return {"moment": date_format(here, say("moment", language)), "zone": edition.timezone}


def _not_open(request: HttpRequest, its_call: OpenCall, *, status: int, root: str = "") -> HttpResponse:
    key, edition = f"call-{its_call.state}", its_call.edition
    moment = _moment(
        edition, its_call.opens_at if its_call.state == "early" else its_call.closes_at, language_of_reader(request)
    )
    return _notice(request, edition, key, status=status, root=root, **moment)


def _notice(
    request: HttpRequest,
    edition: Edition,
    key: str,
    *,
    text: str = "",
    status: int = 200,
    root: str = "",
    **values: str,
) -> HttpResponse:
    language = language_of_reader(request)
    with translation.override(language):
        values |= {"edition": str(edition.title), "contact": contact_of(edition)}
    told = text or say(f"{key}-text", language, **values)
    context = {"title": say(key, language), "text": told}
    return _show(request, edition, "speakers/call_notice.html", context, status=status, root=root)


def _address(request: HttpRequest, edition: Edition, step: str = "") -> str:
    address = reverse("call-step", args=[edition.slug, step]) if step else reverse("call", args=[edition.slug])
    chosen = chosen_language(request)
    return f"{address}?{urlencode({'language': chosen})}" if chosen else address


def _show(
    request: HttpRequest,
    edition: Edition,
    template: str,
    context: dict[str, Any],
    *,
    step: str = "",
    status: int = 200,
    root: str = "",
    language: str = "",
) -> HttpResponse:
    chosen = chosen_language(request)
    call_address = reverse("call", args=[edition.slug])
    frame = {
        "edition": edition,
        "query": f"?language={chosen}" if chosen else "",
        "call_address": call_address,
        "is_public": not root,
    }
    own = reverse("call-step", args=[edition.slug, step]) if step else call_address
    return render_page(
        request,
        template,
        frame | context,
        language=language or language_of_reader(request),
        root=root or own,
        status=status,
    )
