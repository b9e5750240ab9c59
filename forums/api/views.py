"""The public API: what a release says, byte for byte."""

from contextlib import suppress
from datetime import datetime

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from forums.agenda.representations import Frozen, frozen
from forums.languages import CODES, DEFAULT
from forums.models import AgendaRelease


class ReleaseView(APIView):
    """An edition's newest release in one of its representations, or a selection of it."""

    permission_classes = [AllowAny]
    # Nobody is signed in here: staff and strangers get the same bytes.
    authentication_classes = []
    representation = "agenda"

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """The address names the representation; a browser's Accept header does not refuse it."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    def get(self, request: Request, edition: str, **selection: str) -> HttpResponse:
        release = AgendaRelease.objects.current(edition)
        if release is None:
            raise NotFound(f"No edition “{edition}” has published an agenda.")
        language = _language(request)
        try:
            answer = frozen(release.pk, release.digest, self.representation, language, tuple(selection.items()))
        except LookupError as error:
            raise NotFound(f"The published agenda has no “{error.args[0]}”.") from error
        response = _answer(request, answer, release.at)
        # Kept as long as one likes, asked about each time: the first request after a publish sees it.
        response.headers["Cache-Control"] = "public, no-cache"
        response.headers["Content-Language"] = language
        # Anyone's page may read what is public; no cookie has a say in it.
        response.headers["Access-Control-Allow-Origin"] = "*"
        patch_vary_headers(response, ["Accept-Language", "Accept-Encoding"])
        return response


def _answer(request: Request, answer: Frozen, at: datetime) -> HttpResponse:
    """The representation, packed where the reader takes it, or what its condition asks for (RFC 9110, 13)."""
    packed = _takes_gzip(request.headers.get("Accept-Encoding", ""))
    body, etag = (answer.packed, answer.packed_etag) if packed else (answer.body, answer.etag)
    response: HttpResponse | None = get_conditional_response(request, etag=etag, last_modified=int(at.timestamp()))
    if response is None:
        response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=answer.media_type)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
    if response.status_code in {200, 304}:
        # Of what a 304 stands for (RFC 9110, 8.6); Django would say 0.
        response.headers["Content-Length"] = str(len(body))
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(at.timestamp())
    return response


def _takes_gzip(header: str) -> bool:
    """Whether Accept-Encoding names gzip and does not refuse it with q=0."""
    for part in header.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


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
