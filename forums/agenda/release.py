"""Publishing: the acts that change what the public reads of an agenda."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
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
from .presences import office_presences
from .reading import walk
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
    if problems := find_errors(agenda, office_presences(edition)):
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

    The newest release that stands is published again, even where it was current all along: what was made of it before
    (its feed, copies in caches) still tells of the one withdrawn. Returns what the public reads from then on, None
    where nothing is left. Raises DomainError without a reason, or where it was withdrawn before.
    """
    edition = _locked(release.edition_id)
    release.refresh_from_db()
    if release.withdrawn_at:
        raise DomainError(f"Release {release.version} was withdrawn before.")
    if not reason.strip():
        raise DomainError("Say why the release is withdrawn.")
    release.withdrawn_at, release.withdrawn_by, release.withdrawn_reason = timezone.now(), by, reason.strip()
    _validate(release)
    release.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    _compare_anew(edition, release.version)
    standing = _newest_standing(edition)
    if standing is None:
        take_down(edition.slug)
        return None
    note = f"Release {standing.version} again; release {release.version} is withdrawn"
    return _freeze(edition, from_json(standing.content), note=note, by=by, anew=True)


@transaction.atomic
def write_again(files: AgendaFiles) -> None:
    """Queue the files of a release once more. Raises DomainError while that is under way."""
    if not files.requeue():
        raise DomainError(f"{files} are {files.get_status_display()} already; wait until it is over.")
    enqueue(files)


def _locked(pk: int) -> Edition:
    """The edition, held until the end: two who publish in one second make two releases in a row, never one twice."""
    return Edition.objects.select_for_update(of=("self",)).select_related("forum").get(pk=pk)


@dataclass(frozen=True, slots=True)
class NextRelease:
    """What publishing would make: the content as it would be frozen, and what it changes of what the public reads.

    ``current`` is the release that stands, ``last`` the newest of all; ``unchanged``: there is nothing to publish.
    """

    version: int
    tree: Tree
    current: AgendaRelease | None
    last: AgendaRelease | None
    changes: list[Tree]
    unchanged: bool


def next_release(edition: Edition, tree: Tree) -> NextRelease:
    """The compiled content as the edition's next release. Stores nothing."""
    last = edition.releases.order_by("-version").first()
    current = last if last is None or last.withdrawn_at is None else _newest_standing(edition)
    before = from_json(last.content) if last else None
    # What only a withdrawn release said is not told again, not even as a change.
    shown = before if current == last else from_json(current.content) if current else None
    version = last.version + 1 if last else 1
    tree = stamp(tree, before, version, told=_told(edition))
    # Compared in today's shape: a new schema alone is nothing to tell the public.
    unchanged = current is not None and current == last and tree == before
    return NextRelease(version, tree, current, last, compare(shown, tree), unchanged)


def _freeze(edition: Edition, tree: Tree, *, note: str, by: Any, anew: bool = False) -> AgendaRelease:
    """The content as the next release; ``anew`` even where the last one says the same."""
    following = next_release(edition, tree)
    if following.unchanged and following.current and not anew:
        raise UnchangedError(following.current)
    content = to_json(following.tree)
    release = AgendaRelease(
        edition=edition,
        version=following.version,
        content=content,
        digest=digest(content),
        changes=following.changes,
        note=note,
        by=by,
        at=_after(following.last.at if following.last else None),
    )
    _validate(release)
    release.save()
    # From here to the commit and until the new files are written, Django answers.
    take_down(edition.slug)
    enqueue(AgendaFiles.objects.create(release=release))
    return release


def _validate(release: AgendaRelease) -> None:
    """Raise DomainError, in the words of the fields, where the office wrote what no release can hold."""
    try:
        release.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error


def _newest_standing(edition: Edition) -> AgendaRelease | None:
    return edition.releases.filter(withdrawn_at=None).order_by("-version").first()


def _told(edition: Edition) -> dict[str, Tree] | None:
    """Each session by GUID as a release that stands last showed it; None where no release was withdrawn."""
    if not edition.releases.filter(withdrawn_at__isnull=False).exists():
        return None
    standing = edition.releases.filter(withdrawn_at=None).order_by("version")
    # One at a time: a large agenda is megabytes, and there may be many releases of it.
    return {
        session["guid"]: session
        for content in standing.values_list("content", flat=True).iterator(chunk_size=1)
        for session in walk(from_json(content)["sessions"])
    }


def _compare_anew(edition: Edition, version: int) -> None:
    """Let the release after a withdrawn one tell what changed since the last one before it that stands."""
    standing = edition.releases.filter(withdrawn_at=None)
    following = standing.filter(version__gt=version).order_by("version").first()
    if following is None:
        return
    before = standing.filter(version__lt=version).order_by("-version").first()
    following.changes = compare(from_json(before.content) if before else None, from_json(following.content))
    following.save(update_fields=["changes"])


def _after(last: datetime | None) -> datetime:
    """Now, in a second of its own: HTTP tells releases apart by the second (Last-Modified)."""
    now = timezone.now()
    return max(now, last + timedelta(seconds=1)) if last else now
