"""The description of the API: for programs, and as a page for people."""

import json
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forums.agenda.representations import Frozen, freeze

from .answers import answer
from .openapi import document
from .views import AnswerView


@cache
def _frozen() -> Frozen:
    return freeze("application/vnd.oai.openapi+json;version=3.1", json.dumps(document(), ensure_ascii=False).encode())


class SchemaView(AnswerView):
    """The OpenAPI document."""

    def answer(self, request: HttpRequest, **selected: str) -> HttpResponse:
        self.selection(request)
        return answer(request, _frozen(), language="en", at=None)


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same as a page on which each address can be tried."""
    return render(request, "forums/api.html")
