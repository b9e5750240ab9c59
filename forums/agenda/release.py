"""Publishing: the acts that change what the public reads of an agenda."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError, NotReadyError
from forums.jobs import enqueue
from forums.models import AgendaFiles, AgendaRelease, Edition

from .changes import compare
from .checks import find_errors
from .compile import compile_agenda
from .content import digest, from_json, to_json
from .files import take_down
from .revisions import stamp

Tree = dict[str, Any]


class UnchangedError(DomainError):
    """There is nothing new to publish; ``release`` is the one that stands."""

    def __init__(self, release: AgendaRelease) -> None:
        self.release = release
        super().__init__(f"Nothing has changed since release {release.version}; it stays the current one.")


@transaction.atomic
def publish_agenda(edition: Edition, *, note: str = "", by: Any = None) -> AgendaRelease:
    """Freeze the edition's agenda as the next release, which the public reads from then on.

    Raises NotReadyError with every problem that blocks it, and UnchangedError where it would equal the last release.
    """
    edition = _locked(edition.pk)
    agenda = compile_agenda(edition)
    if problems := find_errors(agenda):
        raise NotReadyError("The agenda cannot be published yet:", [str(problem) for problem in problems])
    return _freeze(edition, agenda.tree, note=note, by=by)


@transaction.atomic
def republish_agenda(release: AgendaRelease, *, note: str = "", by: Any = None) -> AgendaRelease:
    """Make an older release the current one again, as the next release: calendars only ever move forward.

    Raises UnchangedError where it says what the current one says, and DomainError where it was withdrawn.
    """
    edition = _locked(release.edition_id)
    release.refresh_from_db()
    if release.withdrawn_at:
        raise DomainError(f"Release {release.version} was withdrawn: {release.withdrawn_reason}")
    return _freeze(edition, from_json(release.content), note=note or f"Release {release.version} again", by=by)


@transaction.atomic
def withdraw_release(release: AgendaRelease, *, reason: str, by: Any = None) -> AgendaRelease | None:
    """Take a release back: nobody reads it any more, and nothing that follows tells what it said.

    Where it was the current one, the newest release that stands is published again; returns what the public reads from
    then on, None where nothing is left. Raises DomainError without a reason, or where it was withdrawn before.
    """
    edition = _locked(release.edition_id)
    if not reason.strip():
        raise DomainError("Say why the release is withdrawn.")
    taken = AgendaRelease.objects.filter(pk=release.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason.strip()
    )
    if not taken:
        raise DomainError(f"Release {release.version} was withdrawn before.")
    take_down(edition.slug)
    newest = edition.releases.order_by("-version").first()
    standing = edition.releases.filter(withdrawn_at=None).order_by("-version").first()
    if standing is None or newest is None or newest.withdrawn_at is None:
        return standing
    return _freeze(edition, from_json(standing.content), note=f"Release {standing.version} again", by=by)


def _locked(pk: int) -> Edition:
    """The edition, held until the end: two who publish in one second make two releases in a row, never one twice."""
    return Edition.objects.select_for_update(of=("self",)).select_related("forum").get(pk=pk)


def _freeze(edition: Edition, tree: Tree, *, note: str, by: Any) -> AgendaRelease:
    last = edition.releases.order_by("-version").first()
    standing = edition.releases.filter(withdrawn_at=None).order_by("-version").first()
    version = last.version + 1 if last else 1
    before = from_json(last.content) if last else None
    # What only a withdrawn release said is not told again, not even as a change.
    told = before if standing == last else from_json(standing.content) if standing else None
    tree = stamp(tree, before, version, told=told)
    content = to_json(tree)
    if last and last.withdrawn_at is None and last.digest == digest(content):
        raise UnchangedError(last)
    release = AgendaRelease(
        edition=edition,
        version=version,
        content=content,
        digest=digest(content),
        changes=compare(told, tree),
        note=note,
        by=by,
        at=_after(last.at if last else None),
    )
    release.full_clean()
    release.save()
    # From here to the commit and until the new files are written, Django answers.
    take_down(edition.slug)
    enqueue(AgendaFiles.objects.create(release=release))
    return release


def _after(last: datetime | None) -> datetime:
    """Now, in a second of its own: HTTP tells releases apart by the second (Last-Modified)."""
    now = timezone.now()
    return max(now, last + timedelta(seconds=1)) if last else now
