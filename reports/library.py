"""The public library: publishing a version, and what strangers may know of the documents from its time on.

A version is public while its time has come: whoever asks one second earlier is told the same as of a version that does
not exist. No job makes it so; every reading asks the clock.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from forums.exceptions import DomainError
from forums.models import Edition
from reports.models import DocumentVersion, Rendering

Stage = DocumentVersion.Stage

# Addresses below a document's own (reports.pages.urls), which no symbol may look like.
_TAKEN = frozenset({"press"})


@transaction.atomic
def publish_version(version: DocumentVersion, *, by: Any = None, at: datetime | None = None) -> DocumentVersion:
    """Let the library show a version, at once or from ``at`` on. What waits for its time may be given another one.

    Raises DomainError for a draft, for files that are not all ready, for what is about a version that is not public by
    then, and where it is public already.
    """
    now = timezone.now()
    if at is not None and at <= now:
        raise DomainError("That time is over. Leave it empty to publish at once.")
    row = _locked(version)
    moment = at or now
    _check_publishable(row, moment)
    waiting = DocumentVersion.objects.filter(Q(published_at=None) | Q(published_at__gt=now), pk=row.pk)
    if not waiting.update(published_at=moment, published_by=by):
        raise DomainError(f"{row} is public already.")
    row.published_at, row.published_by = moment, by
    return row


def _locked(version: DocumentVersion) -> DocumentVersion:
    rows = DocumentVersion.objects.select_for_update(of=("self",)).select_related(
        "document__edition__forum", "corrects"
    )
    return rows.defer("content", "corrects__content").get(pk=version.pk)


def _check_publishable(version: DocumentVersion, moment: datetime) -> None:
    if version.stage in DocumentVersion.UNFINISHED:
        raise DomainError(f"{version} is {_article(version)}: only a final version, or what follows one, is published.")
    if version.document.edition.status == Edition.Status.PLANNED:
        raise DomainError(f"Nobody may know of {version.document.edition} yet: announce the edition first.")
    if not _is_address(address_of(version)):
        raise DomainError(f"“{version.symbol}” cannot be part of an address; give the document another symbol.")
    renderings = list(version.renderings.all())
    unready = [it.get_format_display() for it in renderings if it.status != Rendering.Status.DONE]
    if unready or not renderings:
        raise DomainError(f"Its files are not all ready: {', '.join(unready) or 'there is none'}.")
    about = version.corrects if version.stage in {Stage.CORRIGENDUM, Stage.ADDENDUM} else None
    if about and (about.published_at is None or about.published_at > moment):
        raise DomainError(f"It is about {about}, which is not public by then. Publish that one first.")
    if version.corrections.filter(published_at__lt=moment, stage__in=[Stage.CORRIGENDUM, Stage.ADDENDUM]).exists():
        raise DomainError("What was issued about it is published earlier; give that another time first.")


def _article(version: DocumentVersion) -> str:
    return "a draft" if version.stage == Stage.DRAFT else "for review"


@transaction.atomic
def unpublish_version(version: DocumentVersion) -> None:
    """Take a version out of the library, or its time back. Its files and its symbol stay as they are.

    Raises DomainError where it is not published, or where something that is published tells of it.
    """
    row = _locked(version)
    about = row.corrections.filter(published_at__isnull=False, stage__in=[Stage.CORRIGENDUM, Stage.ADDENDUM])
    if told := about.defer("content").first():
        raise DomainError(f"{told.symbol or told} is published and tells of it. Take that back first.")
    if not DocumentVersion.objects.filter(pk=row.pk, published_at__isnull=False).update(
        published_at=None, published_by=None
    ):
        raise DomainError(f"{row} is not published.")


def public_versions() -> "QuerySet[DocumentVersion]":
    """The versions that anybody may read now, without their content."""
    return (
        DocumentVersion.objects.filter(published_at__lte=timezone.now())
        .exclude(document__edition__status=Edition.Status.PLANNED)
        .select_related("document__edition__forum")
        .defer("content")
    )


def address_of(version: DocumentVersion) -> str:
    """What names a version in addresses: its symbol, or the document's key and the version's number."""
    return version.symbol or f"{version.document.key}/v{version.version}"


def _is_address(name: str) -> bool:
    parts = name.split("/")
    return not {"", ".", ".."}.intersection(parts) and parts[-1] not in _TAKEN
