"""Telling the office of changes that speakers ask for: one mail a person, with all that came in since the last."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from speakers.models import ChangeRequest, Mail, Registration

from .mails import Draft, queue_mails

# Whoever fills in section after section is one mail, and what follows is the next.
_PAUSE = timedelta(hours=1)


def tell_requests() -> None:
    """Tell the office of each person who asked for a change since it was told of them, once an hour at most.

    Harmless to repeat: what was told is marked, and a mail is made once. A constant number of queries.
    """
    if not settings.MAIL_SERVER:
        return
    now = timezone.now()
    news = ChangeRequest.objects.filter(
        Q(told_at=None) | Q(told_at__lt=F("asked_at")), status=ChangeRequest.Status.OPEN
    )
    told_lately = ChangeRequest.objects.filter(told_at__gt=now - _PAUSE).values("registration")
    rows = (
        news.exclude(registration__in=told_lately)
        .exclude(registration__edition__forum__contact="")
        .select_related("registration__person", "registration__edition__forum")
        .order_by("asked_at", "id")
    )
    asked: dict[Registration, list[ChangeRequest]] = defaultdict(list)
    for request in rows:
        asked[request.registration].append(request)
    if not asked:
        return
    queue_mails(_alert(registration, requests) for registration, requests in asked.items())
    told = [request.pk for requests in asked.values() for request in requests]
    ChangeRequest.objects.filter(pk__in=told).update(told_at=now)


def _alert(registration: Registration, requests: list[ChangeRequest]) -> Draft:
    fields = ", ".join(dict.fromkeys(request.get_field_display() for request in requests))
    listed = reverse(
        "admin:speakers_changerequest_changelist",
        query={"registration__id__exact": registration.pk, "status__exact": ChangeRequest.Status.OPEN.value},
    )
    return Draft(
        kind=Mail.Kind.ALERT,
        key=f"asked:{registration.pk}:{requests[-1].asked_at.isoformat()}",
        edition=registration.edition,
        to=registration.edition.forum.contact,
        values={
            "message": f"{registration.person} asks to change what is printed: {fields}.\n"
            f"Accept or refuse it here, seeing before and after:\n{settings.SITE_URL}{listed}"
        },
    )
