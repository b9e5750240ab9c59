"""Views behind a private link: kept by no cache, found by no search engine, told to no other site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from speakers.links import LinkError

from .throttle import too_many_bad_links
from .words import LANGUAGES, say

View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """For whoever holds the link: kept by no cache, found by no search engine, told to no other site.

    The address is the secret, so a forged request from another site cannot be addressed, and no cookie is needed:
    browsers send ``Origin: null`` from a page without referrer, which Django's own check could not tell from forgery.
    """

    allowed = require_http_methods(["GET", "HEAD", "POST"])(view)

    @wraps(view)
    def answer(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        try:
            response = allowed(request, token, **rest)
        except LinkError:
            response = nothing(request, too_many=too_many_bad_links(request))
        except Http404:
            response = nothing(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return login_not_required(csrf_exempt(answer))


def nothing(request: HttpRequest, *, too_many: bool = False) -> HttpResponse:
    """The same for every link that does not work, until there were too many."""
    language = translation.get_language() or "en"
    language = language if language in LANGUAGES else "en"
    key, status = ("too-many", 429) if too_many else ("bad-link", 404)
    context = {"language": language, "title": say(key, language), "text": say(f"{key}-text", language)}
    with translation.override(language):
        response = render(request, "speakers/notice.html", context, status=status)
    if status == 429:
        response.headers["Retry-After"] = "600"
    return response
