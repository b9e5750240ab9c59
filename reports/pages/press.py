"""Press kits: their public pages from their time on, with everything as one file."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import conditional_page, require_safe

from forums.languages import text
from reports.assembly.runs import blocks
from reports.assembly.wordings import wording_in
from reports.issues import Issue, find_issue
from reports.models import PressKit
from reports.press import figures_of, open_kits, photo_name, press_archive

from . import public
from .blocks import as_html


def kit_of(issue: Issue) -> PressKit | None:
    """The kit that goes with an issue, once it is open: that of the original before those of its translations."""
    order = [it.version.pk for it in issue.languages]
    return min(open_kits().filter(version__in=order), key=lambda kit: order.index(kit.version_id), default=None)


@login_not_required
@require_safe
@conditional_page
def press(request: HttpRequest, symbol: str) -> HttpResponse:
    """The release with figures and photos."""
    language = public.language_of(request)
    kit = _open_kit(symbol)
    if kit is None:
        return public.not_there(request, language, "press-none")
    return public.show(request, "reports/press_kit.html", context_of(kit, symbol, language), language=language)


def context_of(kit: PressKit, symbol: str, language: str) -> dict[str, object]:
    """What the page of a kit shows."""
    edition, wording = kit.version.document.edition, wording_in(language)
    figures = [
        (
            wording.FIGURE_LABELS[it.kind],
            wording.amount(it.qualifier, it.value),
            ", ".join(part for part in (text(it, "scope", language), text(it, "detail", language)) if part),
            it.source,
        )
        for it in figures_of(kit)
    ]
    return {
        "kit": kit,
        "symbol": symbol,
        "edition": edition,
        "headline": text(kit, "headline", language),
        "release": as_html(blocks(text(kit, "text", language), "release")),
        "figures": figures,
        "archive": reverse("press-archive", args=[symbol]),
        "photos": [
            (it, text(it, "caption", language), reverse("press-photo", args=[symbol, it.pk])) for it in kit.photos.all()
        ],
        "forum_name": text(edition.forum, "name", language),
    }


@login_not_required
@require_safe
def archive(request: HttpRequest, symbol: str) -> HttpResponseBase:
    """The whole kit as a ZIP."""
    kit = _open_kit(symbol)
    if kit is None:
        return public.not_there(request, public.language_of(request), "press-none")
    return zipped(request, kit)


def zipped(request: HttpRequest, kit: PressKit) -> HttpResponseBase:
    """A kit as a download."""
    body = press_archive(kit)
    etag = quote_etag(hashlib.sha256(body).hexdigest())
    response: HttpResponseBase = get_conditional_response(request, etag=etag) or HttpResponse(
        body,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{kit.version.document.key}-press.zip"'},
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = public.CACHED
    return response


@login_not_required
@require_safe
def photo(request: HttpRequest, symbol: str, number: int) -> HttpResponseBase:
    """One photo of a kit, by its key."""
    kit = _open_kit(symbol)
    photos = list(kit.photos.all()) if kit else []
    place = next((at for at, it in enumerate(photos, 1) if it.pk == number), 0)
    if not place:
        return public.not_there(request, public.language_of(request), "press-none")
    found = photos[place - 1]
    response = FileResponse(found.file.open("rb"), filename=photo_name(found, place), content_type="image/jpeg")
    response.headers["Cache-Control"] = public.CACHED
    return response


def _open_kit(symbol: str) -> PressKit | None:
    issue = find_issue(symbol)
    return kit_of(issue) if issue else None
