"""The public library: what a forum has issued, and each document with its text, its files and what became of it."""

import logging
import re
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language_info
from django.views.decorators.http import conditional_page, require_safe

from forums.languages import text
from forums.models import Edition, Forum
from reports.issues import Issue, Issued, find_issue, read_library
from reports.models import Rendering
from speakers.pages.words import LANGUAGES

from . import public
from .papers import shown
from .press import kit_of

logger = logging.getLogger(__name__)

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "json": "application/json",
}
# Shown by browsers without running anything of it; all else is to be saved.
_INLINE = {"pdf"}


@login_not_required
@require_safe
@conditional_page
def library(request: HttpRequest, forum: str) -> HttpResponse:
    """Everything that a forum has issued, by edition."""
    language = public.language_of(request)
    found = Forum.objects.filter(slug=forum).exclude(editions=None).first()
    if found is None or not Edition.objects.public().filter(forum=found).exists():
        return public.not_there(request, language, "lib-no-forum")
    issues = read_library(document__edition__forum=found)
    context = {
        "forum": found,
        "forum_name": text(found, "name", language),
        "editions": [
            (text(edition, "title", language), edition, [ShownIssue(it, language) for it in them])
            for edition, them in groupby(issues, lambda issue: issue.first.version.document.edition)
        ],
    }
    return public.show(request, "reports/library.html", context, language=language)


class ShownIssue:
    """An issue as a page tells of it, in the page's language."""

    def __init__(self, issue: Issue, language: str) -> None:
        self.issue, self.address, self.language = issue, issue.address, language
        own = issue.in_language(language) or issue.first
        self.facts, self.issued = own.facts, own

    @property
    def versions(self) -> list[tuple[str, str, Issued]]:
        """Every language with its own name."""
        return [(it.language, name_of(it.language), it) for it in self.issue.languages]


def name_of(language: str) -> str:
    """A language by its own name."""
    return str(get_language_info(language)["name_local"])


@login_not_required
@require_safe
@conditional_page
def document(request: HttpRequest, symbol: str) -> HttpResponse:
    """What was issued under a symbol: what became of it, its files, and its text."""
    issue, issued, language = _asked(request, symbol)
    if issue is None or issued is None:
        return public.not_there(request, language)
    version = issued.version
    context = {
        "issue": ShownIssue(issue, language),
        "issued": issued,
        "edition": version.document.edition,
        "forum_name": text(version.document.edition.forum, "name", language),
        "paper": shown(version.pk, version.digest).html,
        "tag": f"?lang={issued.language}",
        "press": kit_of(issue),
    }
    others = [(it.language, name_of(it.language)) for it in issue.languages if it != issued]
    return public.show(request, "reports/issue.html", context, language=language, others=others)


def _asked(request: HttpRequest, symbol: str) -> tuple[Issue | None, Issued | None, str]:
    """The issue, its version in the language that is asked for, and the language of the page around it."""
    issue, asked = find_issue(symbol), request.GET.get("lang", "")
    issued = None
    if issue:
        wanted = asked or public.language_of(request)
        issued = issue.in_language(wanted) or (None if asked else issue.first)
    language = issued.language if issued and issued.language in LANGUAGES else public.language_of(request)
    return issue, issued, language


@login_not_required
@require_safe
def look(request: HttpRequest, symbol: str) -> HttpResponseBase:
    """The style sheet of a document's text, in its forum's colours: a file of its own, for no page has styles in it."""
    _, issued, language = _asked(request, symbol)
    if issued is None:
        return public.not_there(request, language)
    css = shown(issued.version.pk, issued.version.digest).css
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": public.CACHED})


@login_not_required
@require_safe
def file(request: HttpRequest, symbol: str, format: str) -> HttpResponseBase:  # noqa: A002 -- as the address has it
    """A file of what was issued, whole or not at all; in the original's language where none is asked for."""
    issue = find_issue(symbol)
    asked = request.GET.get("lang", "")
    issued = issue and (issue.in_language(asked) if asked else issue.first)
    rendering = issued.file(format) if issued else None
    if rendering is None or not issued or not is_whole(rendering):
        return public.not_there(request, public.language_of(request), "lib-no-file")
    headers = {
        "ETag": quote_etag(rendering.sha256),
        "Cache-Control": public.CACHED,
        "Access-Control-Allow-Origin": "*",
        "Content-Language": issued.language,
    }
    response: HttpResponseBase | None = get_conditional_response(request, etag=headers["ETag"])
    if response is None:
        response = FileResponse(
            rendering.file.open("rb"),
            as_attachment=format not in _INLINE,
            filename=file_name(issued, format),
            content_type=MEDIA_TYPES[format],
        )
        response.headers["Content-Length"] = str(rendering.bytes)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def is_whole(rendering: Rendering) -> bool:
    """Whether the file lies there in full. The log says where it does not: nobody else would notice."""
    try:
        whole = rendering.file.size == rendering.bytes
    except FileNotFoundError:
        whole = False
    if not whole:
        logger.error("The file of rendering %s is not there as it was written.", rendering.pk)
    return whole


def file_name(issued: Issued, format_: str) -> str:
    """What a file is called on the reader's disk: the symbol and the language, in letters that every disk takes."""
    plain = re.sub(r"[^0-9A-Za-z.]+", "-", issued.address).strip("-.")
    return f"{plain or issued.version.document.key}-{issued.language}.{format_}"
