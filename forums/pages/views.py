"""Public pages."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forums.models import AgendaRelease, Edition


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The editions that anyone may know of, with their agendas where one is published."""
    released = AgendaRelease.objects.filter(edition=OuterRef("pk"))
    editions = Edition.objects.public().select_related("forum").annotate(has_agenda=Exists(released))
    return render(request, "forums/home.html", {"editions": editions})
