"""The frame of every page for speakers and for those who want to be: its languages and how it is rendered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from .words import LANGUAGES


def chosen_language(request: HttpRequest) -> str:
    """The language that was chosen on the page; empty if none was."""
    chosen = request.GET.get("language", "")
    return chosen if chosen in LANGUAGES else ""


def language_of_reader(request: HttpRequest) -> str:
    """As chosen on the page, else as the browser asks; English where the page has no such language."""
    language = chosen_language(request) or translation.get_language() or "en"
    return language if language in LANGUAGES else "en"


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, language: str, root: str, status: int = 200
) -> HttpResponse:
    """A page in one language; ``root`` is its address, to which other languages are added."""
    frame = {"language": language, "address": root, "page_languages": list(LANGUAGES.items())}
    with translation.override(language):
        response = render(request, template, frame | context, status=status)
    response.headers["Content-Language"] = language
    return response
