"""Errors of the API as problem details (RFC 9457)."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from forums.exceptions import DomainError


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into ``application/problem+json``; None lets an unexpected error stay loud."""
    if isinstance(error, DomainError):
        return _problem(409, str(error))
    response = default_handler(error, context)
    if response is None:
        return None
    data = response.data
    detail = data.pop("detail", "") if isinstance(data, dict) else ""
    problem = _problem(response.status_code, str(detail) or "See the errors.", errors=data or None)
    for name, value in response.headers.items():
        if name.lower() not in {"content-type", "content-length"}:
            problem.headers[name] = value
    return problem


def _problem(status: int, detail: str, errors: Any = None) -> Response:
    titles = {400: "The request is not right", 404: "Not found", 405: "Method not allowed", 409: "Conflict"}
    body = {"type": "about:blank", "title": titles.get(status, "Refused"), "status": status, "detail": detail}
    if errors:
        body["errors"] = errors
    response = Response(body, status=status)
    response.content_type = "application/problem+json"
    return response
