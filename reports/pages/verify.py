"""The page on which anybody checks a file: by its SHA-256, which the browser works out. No file is sent here."""

import re
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.views import APIView

from forums.api.throttles import AddressThrottle
from reports.issues import verify_digest
from speakers.pages.words import LANGUAGES

from . import public
from .library import name_of
from .words import say

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SPAN = 600


class UnknownDigestThrottle(AddressThrottle):
    """Counts what is asked for in vain, by client address. What is genuine is always told so."""

    scope = "unknown-digest"

    rate = "60/10m"

    def parse_rate(self, rate: str | None) -> tuple[int, int]:
        """Sixty in ten minutes, in seconds: a span that REST framework has no word for."""
        return 60, _SPAN


@login_not_required
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Choose or drop a file, or write its digest; what is sent is the digest alone."""
    asked = request.GET.get("digest")
    if asked is None:
        return _form(request)
    digest = normal(asked)
    if not digest:
        return _form(request, asked=asked[:200], status=400)
    lang = request.GET.get("lang", "")
    return HttpResponseRedirect(reverse("verified", args=[digest]) + (f"?lang={lang}" if lang in LANGUAGES else ""))


def normal(text: str) -> str:
    """A SHA-256 as it is stored, however it was written or copied; empty for what is none."""
    bare = re.sub(r"[\s:]+", "", text.strip().lower().removeprefix("sha256:").removeprefix("sha-256:"))
    return bare if _DIGEST.fullmatch(bare) else ""


def _form(request: HttpRequest, *, asked: str = "", status: int = 200) -> HttpResponse:
    language = public.language_of(request)
    context = {"asked": asked, "error": say("verify-malformed", language) if status == 400 else ""}
    return public.show(request, "reports/verify.html", context, language=language, status=status)


@login_not_required
@require_safe
def verified(request: HttpRequest, digest: str) -> HttpResponse:
    """What the digest belongs to and whether that stands, or that nothing published has it."""
    language, asked = public.language_of(request), normal(digest)
    if not asked:
        return public.not_there(request, language, "verify-malformed")
    found = verify_digest(asked)
    if found is None:
        # Its headers alone are read, which Django's own request has as well.
        if not UnknownDigestThrottle().allow_request(cast(Request, request), APIView()):
            response = public.not_there(request, language, "verify-many", status=429)
            response.headers["Retry-After"] = str(_SPAN)
            return response
        return public.show(
            request, "reports/verified.html", {"digest": asked, "found": None}, language=language, status=404
        )
    issued = found.issued
    context = {"digest": asked, "found": found, "issued": issued, "language_name": name_of(issued.language)}
    return public.show(request, "reports/verified.html", context, language=language)
