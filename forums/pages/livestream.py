"""The way to a livestream that is open to the public for a time only.

Everything else that is public, in a cache or in somebody's calendar, has this address in the link's place
(``forums.agenda.reading.public``), so that the link itself reaches nobody too early.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import activate
from django.views.decorators.http import require_safe

from forums.agenda import dates, words
from forums.agenda.content import from_json, in_language
from forums.agenda.reading import is_cancelled, lines, web
from forums.languages import CODES, DEFAULT, spoken
from forums.models import AgendaRelease

Tree = dict[str, Any]

_KNOWN = frozenset(CODES)


@login_not_required
@require_safe
def join(request: HttpRequest, forum: str, edition: str, code: str) -> HttpResponse:
    """On to the livestream of a session while it is open; otherwise when it is."""
    release = AgendaRelease.objects.current(edition, "edition__forum")
    if release is None or release.edition.forum.slug != forum:
        raise Http404("No agenda has been published here.")
    header, sessions = _read(release.pk, release.digest)
    if code not in sessions:
        raise Http404("The agenda has no such session.")
    response = _answer(request, header, sessions[code])
    # Another second, another answer; and nothing here that anybody should find by searching.
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


# Thousands come in the same minute: what they ask for is taken out of the release once.
@lru_cache(maxsize=8)
def _read(release_id: int, _digest: str) -> tuple[Tree, dict[str, Tree]]:
    """A release's heading, and what opens its livestreams by the codes of their sessions."""
    tree = from_json(AgendaRelease.objects.values_list("content", flat=True).get(pk=release_id))
    fields = ("code", "title", "livestream_url", "livestream_opens_at", "livestream_closes_at")
    sessions = {
        line[-1]["code"]: {name: line[-1][name] for name in fields} | {"is_cancelled": is_cancelled(line)}
        for line in lines(tree["sessions"])
    }
    return tree["edition"], sessions


def _answer(request: HttpRequest, header: Tree, session: Tree) -> HttpResponse:
    opens, closes = (
        datetime.fromisoformat(moment) if moment else None
        for moment in (session["livestream_opens_at"], session["livestream_closes_at"])
    )
    now = timezone.now()
    language = spoken(header["languages"])
    if session["is_cancelled"]:
        status, text = 404, words.phrase("stream-cancelled", language)
    elif not web(session["livestream_url"]):
        status, text = 404, words.phrase("stream-none", language)
    elif opens and now < opens:
        # By the clocks of the edition, in which a release tells all its times.
        when = f"{dates.day(opens, language)} {dates.clock(opens)} ({header['timezone']})"
        status, text = 403, words.pair(words.phrase("stream-opens", language), when, language)
    elif closes and now >= closes:
        status, text = 410, words.phrase("stream-over", language)
    else:
        return HttpResponseRedirect(session["livestream_url"])
    activate(language)
    read = in_language({"edition": header, "session": session}, [language, *header["languages"], DEFAULT], _KNOWN)
    context = read | {"text": text, "about": words.phrase("about-session", language)}
    return render(request, "forums/livestream.html", context, status=status)
