"""Public pages, made from the newest release like everything that is public."""

from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forums.agenda.content import from_json, in_language
from forums.agenda.reading import programme_day, walk
from forums.languages import CODES, DEFAULT
from forums.models import AgendaRelease, Credit, Edition

Tree = dict[str, Any]

_KNOWN = frozenset(CODES)
_ROLES = dict(Credit.Role.choices)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The editions that anyone may know of, with their agendas where one is published."""
    released = AgendaRelease.objects.filter(edition=OuterRef("pk"))
    editions = Edition.objects.public().select_related("forum").annotate(has_agenda=Exists(released))
    return render(request, "forums/home.html", {"editions": editions})


@login_not_required
@require_safe
def edition(request: HttpRequest, forum: str, edition: str) -> HttpResponse:
    """The agenda, day by day."""
    agenda = _read(forum, edition)
    days = [(day, list(sessions)) for day, sessions in groupby(agenda["sessions"], key=lambda session: session["day"])]
    return render(request, "forums/edition.html", agenda | {"days": days})


@login_not_required
@require_safe
def session(request: HttpRequest, forum: str, edition: str, code: str) -> HttpResponse:
    """One session with its parts and its speakers."""
    agenda = _read(forum, edition)
    for found in walk(agenda["sessions"]):
        if found["code"] == code:
            return render(request, "forums/session.html", agenda | {"session": found})
    raise Http404("The published agenda has no such session.")


@login_not_required
@require_safe
def speaker(request: HttpRequest, forum: str, edition: str, slug: str) -> HttpResponse:
    """One speaker, and where they speak."""
    agenda = _read(forum, edition)
    for found in agenda["speakers"]:
        if found["slug"] == slug:
            parts = [
                (session, credit["role_name"])
                for session in walk(agenda["sessions"])
                for credit in session["credits"]
                if credit["speaker"] == slug
            ]
            return render(request, "forums/speaker.html", agenda | {"speaker": found, "parts": parts})
    raise Http404("The published agenda has no such speaker.")


def _read(forum: str, edition: str) -> Tree:
    """The newest release in the reader's language, its times, rooms and roles in words."""
    release = AgendaRelease.objects.current(edition, "edition__forum")
    if release is None or release.edition.forum.slug != forum:
        raise Http404("No agenda has been published here.")
    tree = from_json(release.content)
    languages = [get_language() or DEFAULT, *tree["edition"]["languages"], DEFAULT]
    agenda: Tree = in_language(tree, languages, _KNOWN)
    rooms = {room["slug"]: room["name"] for room in agenda["rooms"]}
    speakers = {entry["slug"]: entry for entry in agenda["speakers"]}
    first_day = tree["edition"]["starts_on"]
    for found in walk(agenda["sessions"]):
        # As printed, in the edition's zone: a template would turn an aware time into the site's.
        starts, ends = (
            datetime.fromisoformat(found[key]).replace(tzinfo=None) if found[key] else None
            for key in ("starts_at", "ends_at")
        )
        found |= {"starts": starts, "ends": ends, "room_name": rooms.get(found["room"], "")}
        found["day"] = date.fromisoformat(programme_day(found["starts_at"], first_day)) if starts else None
        for credit in found["credits"]:
            credit |= {"role_name": _ROLES[credit["role"]], "card": speakers.get(credit["speaker"])}
    return agenda | {"release": release}
