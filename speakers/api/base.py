"""What the API of calls and registrations shares: who may ask, in which language, and how bodies are read."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from forums.api import parameters
from forums.api.answers import language_of, preflight
from forums.api.parsers import ObjectParser
from forums.api.views import PublicView
from speakers.pages.words import LANGUAGES

# What a page of another site may send along. No cookie is among it: none has a say here.
_MAY_SEND = "Accept, Accept-Language, Authorization, Content-Type"


class TakingView(PublicView):
    """An address that takes something, from a page of any site: nobody is signed in by a cookie here."""

    parser_classes = [ObjectParser]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return preflight(", ".join(self.allowed_methods), _MAY_SEND)
        return super().dispatch(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    def asked_language(self, request: Request) -> str:
        """The language that ``?lang=`` asks for; empty where it asks for none. Raises ValidationError."""
        selected = parameters.selection(request.GET, {"lang": parameters.LANG})
        return language_of(selected["lang"], "", tuple(LANGUAGES)) if selected else ""

    def accepted_language(self, request: Request) -> str:
        """The language that the reader's program accepts best."""
        return language_of(None, request.headers.get("accept-language", ""), tuple(LANGUAGES))


def answer(data: Mapping[str, Any], language: str, status: int = 200) -> Response:
    """An answer in a language."""
    return Response(data, status=status, headers={"Content-Language": language})


def body_of(request: Request) -> dict[str, Any]:
    """The object that was sent."""
    # The parser lets nothing else through.
    body: Any = request.data
    return dict(body)


def refuse(errors: Mapping[str, Any]) -> None:
    """Raise ValidationError by field if there is any error; those of no field stand under “body”."""
    told = {("body" if name == "__all__" else name): [str(it) for it in them] for name, them in errors.items()}
    if told:
        raise ValidationError(told)


def check_types(values: Mapping[str, Any], fields: Mapping[str, forms.Field], *, whole: bool) -> None:
    """Refuse what no form of a page could send: unknown names and other types; with ``whole``, a missing name."""
    errors: dict[str, list[str]] = {}
    for name in list(values)[: len(fields) + 10]:
        if name not in fields:
            errors[name[:100]] = [f"There is no such field here. Possible: {', '.join(fields)}."]
        elif wrong := _wrong_type(values[name], fields[name]):
            errors[name] = [wrong]
    if whole:
        errors |= {name: ["Missing: a section is sent whole."] for name in fields if name not in values}
    refuse(errors)


def _wrong_type(value: Any, field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return "" if isinstance(value, bool) else "Send true or false."
    if isinstance(field, forms.MultipleChoiceField):
        return "" if _is_list_of_texts(value) else "Send a list of texts."
    if isinstance(field, ListField):
        return "" if isinstance(value, list) else "Send a list."
    return "" if isinstance(value, str) else "Send a text."


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(it, str) for it in value)


class ListField(forms.Field):
    """A field whose value is a list of objects, which only a program sends."""


def pick(values: Mapping[str, Any], allowed: Collection[str]) -> dict[str, Any]:
    """The parts of an object; raises ValidationError for what is not among them."""
    refuse({name[:100]: [f"Possible here: {', '.join(allowed)}."] for name in list(values)[:20] if name not in allowed})
    return dict(values)
