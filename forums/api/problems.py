"""Errors of the API as problem details (RFC 9457)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework.exceptions import APIException, MethodNotAllowed, Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from forums.exceptions import DomainError
from forums.middleware import is_api

MEDIA_TYPE = "application/problem+json"

_TITLES = {
    400: "The request is not right",
    401: "Not signed in",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    412: "Precondition failed",
    413: "Too large",
    415: "Unsupported media type",
    429: "Too many requests",
    500: "Something went wrong here",
}
# A problem is worth nothing the next time, its text is English for all, and anyone's page may read it.
HEADERS = {"Cache-Control": "no-store", "Content-Language": "en", "Access-Control-Allow-Origin": "*"}


class PreconditionFailed(APIException):
    """The reader asked for a version that is no longer there."""

    status_code = 412
    default_detail = "What you ask about has changed; ask again without If-Match and If-Unmodified-Since."


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into a problem; None lets an unexpected error stay loud."""
    if isinstance(error, DomainError):
        return _response(409, str(error))
    response = default_handler(error, context)
    if response is None:
        return None
    data = response.data
    detail = str(data.pop("detail", "")) if isinstance(data, dict) else ""
    # Django would say these in the language of whoever asks, among sentences that are in English.
    if isinstance(error, MethodNotAllowed):
        detail = _possible(context["view"].allowed_methods)
    elif isinstance(error, Throttled):
        detail = f"Ask again in {response.headers.get('Retry-After', 60)} seconds."
    problem = _response(response.status_code, detail or "See the errors.", errors=data or None)
    for name, value in response.headers.items():
        if name.lower() not in {"content-type", "content-length"}:
            problem.headers[name] = value
    return problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django itself refuses: a Host that is not ours, too many fields."""
    if not is_api(request):
        return defaults.bad_request(request, exception)
    return _plain(400, "The server refuses this request: its Host is unknown here, or it has too many parameters.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Something unexpected; the log has it, the reader does not."""
    if not is_api(request):
        return defaults.server_error(request)
    return _plain(500, "The error has been noted. Ask again later.")


def _possible(methods: list[str]) -> str:
    """Which methods an address takes."""
    if not {"POST", "PUT"} & set(methods):
        return "This address is only read: GET, HEAD or OPTIONS."
    return f"Possible here: {', '.join(methods)}."


def body(status: int, detail: str, errors: Any = None) -> dict[str, Any]:
    """A problem as data."""
    said = {"type": "about:blank", "title": _TITLES.get(status, "Refused"), "status": status, "detail": detail}
    return said | {"errors": errors} if errors else said


def _response(status: int, detail: str, errors: Any = None) -> Response:
    response = Response(body(status, detail, errors), status=status, headers=HEADERS)
    response.content_type = MEDIA_TYPE
    return response


def _plain(status: int, detail: str) -> HttpResponse:
    return JsonResponse(body(status, detail), status=status, content_type=MEDIA_TYPE, headers=HEADERS)
