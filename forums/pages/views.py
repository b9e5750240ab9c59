"""Public pages, made from the newest release like everything that is public."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import activate, get_language_info
from django.views.decorators.http import require_safe

from forums.agenda import words
from forums.agenda.compile import compile_agenda
from forums.agenda.content import from_json, in_language
from forums.agenda.jsonld import agenda_jsonld
from forums.agenda.reading import programme_day, public, walk
from forums.languages import CODES, DEFAULT, spoken
from forums.models import AgendaRelease, Edition
from forums.previews import PreviewExpiredError, previewed_edition

Tree = dict[str, Any]
View = Callable[..., HttpResponse]

_KNOWN = frozenset(CODES)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The editions that anyone may know of, with their agendas where one is published."""
    released = AgendaRelease.objects.standing().filter(edition=OuterRef("pk"))
    editions = Edition.objects.public().select_related("forum").annotate(has_agenda=Exists(released))
    return render(request, "forums/home.html", {"editions": editions})


@login_not_required
@require_safe
def edition(request: HttpRequest, forum: str, edition: str) -> HttpResponse:
    """The agenda, day by day."""
    return _edition(request, _published(request, forum, edition))


@login_not_required
@require_safe
def session(request: HttpRequest, forum: str, edition: str, code: str) -> HttpResponse:
    """One session with its parts and its speakers."""
    return _session(request, _published(request, forum, edition), code)


@login_not_required
@require_safe
def speaker(request: HttpRequest, forum: str, edition: str, slug: str) -> HttpResponse:
    """One speaker, and where they speak."""
    return _speaker(request, _published(request, forum, edition), slug)


def _unlisted(view: View) -> View:
    """For whoever holds the link: kept by no cache, found by no search engine, told to no other site."""

    @wraps(view)
    def answer(request: HttpRequest, token: str, **rest: str) -> HttpResponse:
        try:
            response = view(request, token, **rest)
        except PreviewExpiredError as error:
            response = render(request, "forums/notice.html", {"title": "Expired", "text": str(error)}, status=410)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return login_not_required(require_safe(answer))


@_unlisted
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The draft as it would be published now."""
    return _edition(request, _drafted(request, token))


@_unlisted
def preview_session(request: HttpRequest, token: str, code: str) -> HttpResponse:
    return _session(request, _drafted(request, token), code)


@_unlisted
def preview_speaker(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    return _speaker(request, _drafted(request, token), slug)


def _edition(request: HttpRequest, agenda: Tree) -> HttpResponse:
    days = [(day, list(sessions)) for day, sessions in groupby(agenda["sessions"], key=lambda session: session["day"])]
    return render(request, "forums/edition.html", agenda | {"days": days})


def _session(request: HttpRequest, agenda: Tree, code: str) -> HttpResponse:
    for found in walk(agenda["sessions"]):
        if found["code"] == code:
            linked = _linked(agenda["tree"], code) if "release" in agenda else ""
            return render(request, "forums/session.html", agenda | {"session": found, "linked": linked})
    raise Http404("The agenda has no such session.")


def _linked(tree: Tree, code: str) -> str:
    """A session for search engines, with nothing in it that could end the script element around it."""
    language = spoken(tree["edition"]["languages"])
    return agenda_jsonld(tree, language=language, site=settings.SITE_URL, known=_KNOWN, session=code).decode()


def _speaker(request: HttpRequest, agenda: Tree, slug: str) -> HttpResponse:
    for found in agenda["speakers"]:
        if found["slug"] == slug:
            parts = [
                (session, credit["role_name"])
                for session in walk(agenda["sessions"])
                for credit in session["credits"]
                if credit["speaker"] == slug
            ]
            return render(request, "forums/speaker.html", agenda | {"speaker": found, "parts": parts})
    raise Http404("The agenda has no such speaker.")


def _published(request: HttpRequest, forum: str, edition: str) -> Tree:
    """The newest release in the reader's language."""
    release = AgendaRelease.objects.current(edition, "edition__forum")
    if release is None or release.edition.forum.slug != forum:
        raise Http404("No agenda has been published here.")
    root = reverse("edition", args=[forum, edition])
    tree = public(from_json(release.content), settings.SITE_URL)
    agenda = _read(request, tree)
    released = agenda["say"]["release"].format(release.version)
    return agenda | {"release": release, "released": released, "root": root, "tree": tree}


def _drafted(request: HttpRequest, token: str) -> Tree:
    """The draft that a preview's link shows, in the reader's language."""
    try:
        edition = previewed_edition(token)
    except Edition.DoesNotExist as error:
        raise Http404("There is no such preview.") from error
    root = reverse("preview", args=[token])
    return _read(request, public(compile_agenda(edition).tree, settings.SITE_URL)) | {"root": root}


def _read(request: HttpRequest, tree: Tree) -> Tree:
    """An agenda in the language that was asked for or else the reader's, its times, rooms and roles in words."""
    live = tree["edition"]["languages"]
    asked = request.GET.get("lang", "")
    language = asked if asked in live else spoken(live)
    # The page around it is in the language of its texts.
    activate(language)
    agenda: Tree = in_language(tree, [language, *live, DEFAULT], _KNOWN)
    rooms = {room["slug"]: room["name"] for room in agenda["rooms"]}
    speakers = {entry["slug"]: entry for entry in agenda["speakers"]}
    first_day = tree["edition"]["starts_on"]
    for found in walk(agenda["sessions"]):
        # As printed, in the edition's zone: a template would turn an aware time into the site's.
        starts, ends = (
            datetime.fromisoformat(found[key]).replace(tzinfo=None) if found[key] else None
            for key in ("starts_at", "ends_at")
        )
        room = words.phrase("all-rooms", language) if found["all_rooms"] else rooms.get(found["room"], "")
        found |= {"starts": starts, "ends": ends, "room_name": room}
        found["label"] = words.label(found, language) if found["number"] else ""
        found["day"] = date.fromisoformat(programme_day(found["starts_at"], first_day)) if starts else None
        for credit in found["credits"]:
            seat = credit["seat_of"]
            credit |= {"role_name": words.role(credit["role"], language), "card": speakers.get(credit["speaker"])}
            credit["display"] = words.delegate_of(seat["name"], language) if seat else credit["name"]
            credit["attendance"] = words.attendance(credit, language)
    others = [{"code": code, "name": get_language_info(code)["name_local"]} for code in live if code != language]
    # Other pages are led to in the language that was asked for.
    query = f"?lang={language}" if asked == language else ""
    return agenda | {
        "say": words.phrases(language),
        "others": others,
        "query": query,
        "cancelled": words.status("cancelled", language),
        "zoned": words.phrase("times-of", language).format(agenda["edition"]["timezone"]),
    }
