"""The public API: what a release says, byte for byte."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.exceptions import APIException, NotFound
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from forums.agenda.index import Index
from forums.agenda.published import Published
from forums.agenda.representations import catalogue, facts, frozen, index, render
from forums.agenda.resources import MissingError
from forums.languages import CODES, DEFAULT
from forums.models import AgendaRelease

from . import parameters
from .answers import answer, language_of, preflight
from .parameters import Parameter, no_release
from .throttles import AddressThrottle


class PublicView(APIView):
    """Open to everybody, and the same to everybody: nobody is signed in here."""

    permission_classes = [AllowAny]
    authentication_classes = []
    throttle_classes = [AddressThrottle]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """The address names the representation; a browser's Accept header does not refuse it."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type


class AnswerView(PublicView):
    """Something that is made once and answered to everybody from then on."""

    representation = ""
    parameters: Mapping[str, Parameter] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return preflight()
        if request.method in {"GET", "HEAD"} and not self.is_search(request):
            # What is right is answered at once; what is not goes the long way, which counts it and tells what is wrong.
            with suppress(APIException):
                return self.answer(request, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Request, **kwargs: str) -> HttpResponse:
        """What is asked for."""
        plain: HttpRequest = request._request  # noqa: SLF001 -- what DRF wrapped, as the short way reads it
        return self.answer(plain, **kwargs)

    def selection(self, request: HttpRequest, opened: Callable[[], Index] = no_release) -> dict[str, str]:
        """What the query selects of a release, which ``opened`` gives in the reader's language."""
        if not request.META.get("QUERY_STRING"):
            return {}
        found = parameters.selection(request.GET, {"lang": parameters.LANG, **self.parameters}, opened)
        if "page" not in self.parameters:
            # Only lists have other pages, to be asked for in the same language.
            found.pop("lang", None)
        return found

    def is_search(self, request: HttpRequest) -> bool:
        """Whether the answer has to be worked out for this reader alone."""
        return bool(request.META.get("QUERY_STRING")) and "q" in request.GET

    def answer(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """What is asked for. Raises APIException where there is no such thing."""
        raise NotImplementedError


class ReleaseView(AnswerView):
    """An edition's newest release in one of its representations, or a selection of it."""

    # Whether it is as old as its release.
    is_dated = True

    def answer(self, request: HttpRequest, edition: str = "", **selected: Any) -> HttpResponse:
        standing = AgendaRelease.objects.standing_of(edition)
        if standing is None:
            raise NotFound(f"No edition “{edition}” has published an agenda.")
        release = facts(standing)
        language = _language(request, release.languages)
        selected |= self.selection(request, partial(index, standing, language))
        selection = tuple(sorted((name, str(value)) for name, value in selected.items()))
        try:
            if "q" in selected:
                found = render(Published(standing), self.representation, language, selection)
            else:
                found = frozen(standing, self.representation, language, selection)
        except MissingError as error:
            raise NotFound(str(error)) from error
        return answer(request, found, language=language, at=release.at if self.is_dated else None)


class CalendarView(ReleaseView):
    """A calendar of a part of the release."""

    def selection(self, request: HttpRequest, opened: Callable[[], Index] = no_release) -> dict[str, str]:
        kind, name = next((kind, name) for kind, name in self.kwargs.items() if kind != "edition")
        if name not in opened().names(kind):
            raise NotFound(f"The published agenda has no {kind} “{name}”.")
        return super().selection(request, opened)


class NowView(ReleaseView):
    """What is on now, or at another time, and what begins next."""

    is_dated = False

    def selection(self, request: HttpRequest, opened: Callable[[], Index] = no_release) -> dict[str, str]:
        found = super().selection(request, opened)
        at = datetime.fromisoformat(found.pop("at")) if "at" in found else timezone.now()
        # All who ask between two beginnings get the same bytes.
        since = opened().since(at if at.tzinfo else at.replace(tzinfo=opened().zone))
        return found | ({"since": since.isoformat()} if since else {})


class CatalogueView(AnswerView):
    """The editions that have published an agenda, or their forums."""

    def answer(self, request: HttpRequest, **selected: str) -> HttpResponse:
        standing = AgendaRelease.objects.standing_of_all()
        published = {code for release in standing for code in facts(release).languages}
        language = _language(request, tuple(code for code in CODES if code in published) or (DEFAULT,))
        selected |= self.selection(request)
        try:
            found = catalogue(standing, self.representation, language, tuple(sorted(selected.items())))
        except MissingError as error:
            raise NotFound(str(error)) from error
        # What is withdrawn takes its time along: by time alone, nobody would learn of it.
        return answer(request, found, language=language, at=None)


class NoSuchAddress(PublicView):
    """Any other address of the API: a problem, not a page."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whatever the method is."""
        super().initial(request, *args, **kwargs)
        raise NotFound("There is nothing at this address. All addresses are listed at /api/v1/docs/.")


def _language(request: HttpRequest, offered: tuple[str, ...]) -> str:
    asked = request.GET.get("lang") if request.META.get("QUERY_STRING") else None
    return language_of(asked, request.META.get("HTTP_ACCEPT_LANGUAGE", ""), offered)
