"""After a release: telling each speaker what changed for them, in one mail with their calendar, and nobody else."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from forums.agenda.change_words import in_words, title_of
from forums.agenda.changes import compare, of_speaker, read_changes
from forums.agenda.content import from_json
from forums.agenda.published import Published
from forums.agenda.representations import render
from forums.models import AgendaRelease, Edition
from forums.models.release import Standing
from speakers.models import Invitation, Mail, Registration, ReleaseNotice

from .mails import Draft, language_of, queue_mails

Tree = dict[str, Any]

# A release of long ago is no news: what was published before this was set up is not told.
_NEWS = timedelta(days=2)


def tell_changes() -> None:
    """Tell the speakers of every release that is new; each release once, whoever asks and however often."""
    if not settings.MAIL_SERVER:
        return
    editions = Edition.objects.filter(status__in=[Edition.Status.ANNOUNCED, Edition.Status.OPEN])
    for edition in editions.filter(releases__notice=None, releases__at__gte=timezone.now() - _NEWS).distinct():
        release = AgendaRelease.objects.current(edition.slug)
        if release is not None:
            tell_release(release)


@transaction.atomic
def tell_release(release: AgendaRelease) -> None:
    """Queue the notices of a release, unless someone else just did.

    They tell what is new since the release that speakers were told of last, or since the one before. Of a first
    release there is nothing to tell.
    """
    notice, is_new = ReleaseNotice.objects.get_or_create(release=release)
    if not is_new:
        return
    earlier = AgendaRelease.objects.filter(
        edition=release.edition_id, version__lt=release.version, withdrawn_at=None
    ).order_by("-version")
    before = earlier.exclude(notice=None).first() or earlier.first()
    if before is None:
        return
    drafts = list(_drafts(AgendaRelease.objects.select_related("edition__forum").get(pk=release.pk), before))
    ReleaseNotice.objects.filter(pk=notice.pk).update(told=len(drafts))
    if drafts:
        queue_mails(drafts)


def _drafts(release: AgendaRelease, before: AgendaRelease) -> Iterator[Draft]:
    edition, tree = release.edition, from_json(release.content)
    changes = read_changes(compare(from_json(before.content), tree), tree)
    if not changes:
        return
    registrations = (
        Registration.objects.live()
        .filter(edition=edition, card__isnull=False, notices=True)
        .exclude(person__email="")
        .select_related("person", "card")
        .order_by("id")
    )
    chosen = dict(
        Invitation.objects.filter(edition=edition).exclude(language="").order_by("id").values_list("person", "language")
    )
    published = Published(Standing(release.pk, release.digest))
    printed, offered = published.names("speaker"), published.languages
    for registration in registrations:
        person, slug = registration.person, registration.card.slug
        mine = of_speaker(changes, slug)
        if not mine:
            continue
        language = language_of(person, edition, chosen.get(person.pk, ""))
        served = language if language in offered else offered[0]
        yield Draft(
            kind=Mail.Kind.CHANGE,
            key=f"change:{release.pk}:{person.pk}",
            edition=edition,
            person=person,
            language=language,
            values=partial(_values, edition, mine),
            calendar=_calendar(published, served, slug) if slug in printed else "",
        )


def _values(edition: Edition, changes: list[Tree], language: str) -> dict[str, str]:
    return {
        "changes": "\n".join(_lines(changes, language, edition.timezone)),
        "agenda": f"{settings.SITE_URL}/{edition.forum.slug}/{edition.slug}/",
    }


def _lines(changes: list[Tree], language: str, zone: str) -> Iterator[str]:
    for change in changes:
        title = title_of(change, language) if change["title"] else ""
        yield f"- {title}: {in_words(change, language, zone)}" if title else f"- {in_words(change, language, zone)}"


def _calendar(published: Published, language: str, slug: str) -> str:
    return render(published, "agenda.ics", language, (("speaker", slug),)).body.decode()
