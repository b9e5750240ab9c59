"""The public API: what a release says, byte for byte."""

from contextlib import suppress
from functools import lru_cache

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from forums.agenda.body import agenda_body
from forums.agenda.content import digest
from forums.languages import CODES, DEFAULT
from forums.models import AgendaRelease


class AgendaView(APIView):
    """The whole agenda of an edition, from its newest release."""

    permission_classes = [AllowAny]
    # Nobody is signed in here: staff and strangers get the same bytes.
    authentication_classes = []

    def get(self, request: Request, edition: str) -> HttpResponse:
        release = AgendaRelease.objects.current(edition)
        if release is None:
            raise NotFound(f"No edition “{edition}” has published an agenda.")
        language = _language(request)
        body, etag = _body(release.pk, language)
        modified = int(release.at.timestamp())
        response: HttpResponse | None = get_conditional_response(request, etag=etag, last_modified=modified)
        if response is None:
            response = HttpResponse(b"" if request.method == "HEAD" else body, content_type="application/json")
        if response.status_code in {200, 304}:
            # Of what a 304 stands for (RFC 9110, 8.6); Django would say 0.
            response.headers["Content-Length"] = str(len(body))
        response.headers["ETag"] = etag
        response.headers["Last-Modified"] = release.at.strftime("%a, %d %b %Y %H:%M:%S GMT")
        # Kept as long as one likes, asked about each time: the first request after a publish sees it.
        response.headers["Cache-Control"] = "public, no-cache"
        response.headers["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language"])
        return response


@lru_cache(maxsize=64)
def _body(release_id: int, language: str) -> tuple[bytes, str]:
    """The body and its ETag; a release never changes, so neither does this."""
    release = AgendaRelease.objects.get(pk=release_id)
    header = {"version": release.version, "digest": release.digest, "at": release.at.isoformat(), "note": release.note}
    body = agenda_body(release.tree, release=header, language=language, known=frozenset(CODES))
    return body, quote_etag(digest(body.decode()))


def _language(request: Request) -> str:
    """``?lang=``, else Accept-Language, else English."""
    asked = request.query_params.get("lang")
    if asked is None:
        return _accepted(request.headers.get("Accept-Language", ""))
    if asked not in CODES:
        raise ValidationError({"lang": [f"“{asked}” is not one of {', '.join(CODES)}."]})
    return asked


def _accepted(header: str) -> str:
    """The reader's first language that there is. A cookie has no say: caches are not told to vary by it."""
    for code, _ in parse_accept_lang_header(header):
        if code == "*":
            break
        with suppress(LookupError):
            return get_supported_language_variant(code)
    return DEFAULT


class NoSuchAddress(APIView):
    """Any other address of the API: a problem, not a page."""

    permission_classes = [AllowAny]
    authentication_classes = []

    def get(self, request: Request, **kwargs: str) -> Response:
        raise NotFound("There is nothing at this address.")
