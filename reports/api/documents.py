"""The published documents as JSON: an edition's list, and what was issued under a symbol."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from rest_framework.exceptions import NotFound

from forums.agenda.representations import freeze
from forums.agenda.resources import MissingError, encode, paged
from forums.api import parameters
from forums.api.answers import answer
from forums.api.parameters import Parameter
from forums.api.views import AnswerView
from forums.languages import DEFAULT
from forums.models import Edition
from reports.issues import Issue, Issued, find_issue, read_library
from reports.library import address_of
from reports.models import DocumentVersion, Rendering
from reports.pages.library import MEDIA_TYPES

JSON = "application/json"


class DocumentsView(AnswerView):
    """An edition's documents."""

    parameters: Mapping[str, Parameter] = parameters.PAGES

    def answer(self, request: HttpRequest, edition: str = "", **_selected: str) -> HttpResponse:
        found = Edition.objects.public().filter(slug=edition).first()
        if found is None:
            raise NotFound(f"There is no edition “{edition}”.")
        entries = [encode(told(issue)) for issue in read_library(document__edition=found)]
        selection = self.selection(request)
        try:
            page = paged(entries, selection, f"{settings.SITE_URL}/api/v1/editions/{edition}/documents/")
        except MissingError as error:
            raise NotFound(str(error)) from error
        # What is published or taken back is so by the clock: its own time does not tell.
        return answer(request, freeze(JSON, page.body, page.link), language=DEFAULT, at=None)


class DocumentView(AnswerView):
    """What was issued under a symbol."""

    def answer(self, request: HttpRequest, symbol: str = "", **_selected: str) -> HttpResponse:
        self.selection(request)
        issue = find_issue(symbol.strip("/"))
        if issue is None:
            raise NotFound(f"No document “{symbol[:100]}” is published.")
        return answer(request, freeze(JSON, encode(told(issue))), language=DEFAULT, at=None)


def told(issue: Issue) -> dict[str, Any]:
    """An issue as data."""
    document = issue.first.version.document
    return {
        "symbol": issue.address,
        "title": issue.first.facts.title,
        "kind": document.kind,
        "stage": issue.first.version.stage,
        "edition": document.edition.slug,
        "forum": document.edition.forum.slug,
        "url": _page(issue.address),
        "languages": [_language(it) for it in issue.languages],
    }


def _language(issued: Issued) -> dict[str, Any]:
    version = issued.version
    assert version.published_at is not None  # noqa: S101 - all that is read here is published
    return {
        "language": issued.language,
        "title": issued.facts.title,
        "issued_on": issued.facts.date,
        "published_at": version.published_at.replace(microsecond=0).isoformat(),
        "content_sha256": version.digest,
        "url": _page(issued.address, issued.language),
        "superseded_by": _named(issued.superseded_by),
        "corrected_by": [address_of(it) for it in issued.corrections],
        "added_to_by": [address_of(it) for it in issued.addenda],
        "about": _named(issued.about),
        "files": [_file(issued, it) for it in issued.files],
    }


def _file(issued: Issued, rendering: Rendering) -> dict[str, Any]:
    path = reverse("document-file", args=[issued.address, rendering.format])
    return {
        "format": rendering.format,
        "media_type": MEDIA_TYPES[rendering.format].partition(";")[0],
        "bytes": rendering.bytes,
        "sha256": rendering.sha256,
        "url": f"{settings.SITE_URL}{path}?lang={quote(issued.language)}",
    }


def _named(version: DocumentVersion | None) -> str | None:
    return address_of(version) if version else None


def _page(address: str, language: str = "") -> str:
    path = reverse("document", args=[address])
    return f"{settings.SITE_URL}{path}" + (f"?lang={quote(language)}" if language else "")
