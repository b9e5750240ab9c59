"""What the public pages of the library share: their language, their words and their frame."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from forums.languages import spoken
from speakers.pages.words import LANGUAGES

from .words import say

# Kept as long as one likes, asked about each time: what is published or taken back is so for the next reader.
CACHED = "public, no-cache"


def language_of(request: HttpRequest) -> str:
    """The language that ``?lang=`` asks for, else the reader's; English where the pages are not written in it."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else spoken(list(LANGUAGES))


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    language: str,
    others: Iterable[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A public page; ``others`` are the languages that it can be read in instead, with their names."""
    if others is None:
        others = [(code, name) for code, name in LANGUAGES.items() if code != language]
    frame = {"language": language, "others": [{"code": code, "name": name} for code, name in others]}
    with translation.override(language):
        response = render(request, template, frame | context, status=status)
    response.headers["Cache-Control"] = CACHED if status == 200 else "no-store"
    return response


def not_there(request: HttpRequest, language: str, key: str = "lib-none", status: int = 404) -> HttpResponse:
    """That there is nothing, in words, and the same words whatever the reason."""
    context = {"title": say(key, language), "text": say(f"{key}-text", language)}
    return show(request, "forums/notice.html", context, language=language, status=status)
