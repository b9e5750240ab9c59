"""What a release says, as an answer to a request: the reader's language, conditions, packing and headers."""

from contextlib import suppress
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import ValidationError

from forums.agenda.representations import Frozen
from forums.languages import CODES

from .problems import PreconditionFailed

_REFUSED = {"q=0", "q=0.0", "q=0.00", "q=0.000"}


def answer(request: HttpRequest, frozen: Frozen, *, language: str, at: int | None) -> HttpResponse:
    """The bytes, packed where the reader takes that, or what the reader's condition asks for (RFC 9110, 13).

    ``at`` is when it became what it is, in seconds; None where time alone does not tell. Raises PreconditionFailed.
    """
    packed = takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    body, etag = (frozen.packed, frozen.packed_etag) if packed else (frozen.body, frozen.etag)
    headers = {
        "ETag": etag,
        # Kept as long as one likes, asked about each time: the first request after a publish sees it.
        "Cache-Control": "public, no-cache",
        "Content-Language": language,
        "Vary": "Accept-Language, Accept-Encoding",
        # Anyone's page may read what is public; no cookie has a say in it.
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Link",
    }
    if at is not None:
        headers["Last-Modified"] = http_date(at)
    if frozen.link:
        headers["Link"] = frozen.link
    response: HttpResponse | None = get_conditional_response(request, etag=etag, last_modified=at)
    if response is None:
        if packed:
            headers["Content-Encoding"] = "gzip"
        headers["Content-Type"] = frozen.media_type
        # Of what HEAD does not send, too.
        headers["Content-Length"] = str(len(body))
        return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)
    if response.status_code == 412:
        raise PreconditionFailed
    for name, value in headers.items():
        response.headers[name] = value
    return response


def preflight(
    methods: str = "GET, HEAD, OPTIONS",
    headers: str = "Accept, Accept-Language, If-None-Match, If-Modified-Since",
) -> HttpResponse:
    """What a browser is told that asks before it asks (CORS), and anybody who asks what may be done."""
    return HttpResponse(
        status=204,
        headers={
            "Allow": methods,
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": headers,
            "Access-Control-Max-Age": "86400",
        },
    )


def language_of(asked: str | None, accepted: str, offered: tuple[str, ...]) -> str:
    """The language to answer in: what ``?lang=`` asks for, else Accept-Language, else the first that is offered.

    A cookie has no say: caches are not told to vary by it. Raises ValidationError where there is no such language.
    """
    if asked is None:
        # One character more than Django reads of it: no header fills the memory of `nearest`.
        return nearest(accepted[:501], offered)
    if asked not in CODES:
        raise ValidationError({"lang": [f"“{asked}” is not a language. Possible: {', '.join(CODES)}."]})
    return asked if asked in offered else offered[0]


@lru_cache(maxsize=1024)
def nearest(accepted: str, offered: tuple[str, ...]) -> str:
    """The first language that an Accept-Language header names and that is offered, else the first offered."""
    for code, _ in parse_accept_lang_header(accepted):
        if code == "*":
            break
        with suppress(LookupError):
            found = get_supported_language_variant(code)
            if found in offered:
                return found
    return offered[0]


def takes_gzip(header: str) -> bool:
    """Whether Accept-Encoding names gzip and does not refuse it with q=0."""
    if "gzip" not in header.lower():
        return False
    for part in header.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in _REFUSED
    return False
