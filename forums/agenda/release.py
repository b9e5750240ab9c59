"""Publishing: the one act that freezes an agenda."""

from typing import Any

from django.db import transaction

from forums.exceptions import DomainError, NotReadyError
from forums.models import AgendaRelease, Edition

from .changes import compare
from .checks import find_errors
from .compile import compile_agenda
from .content import digest
from .revisions import stamp


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
    # Two people publishing in the same second make two releases in a row, never the same number twice.
    edition = Edition.objects.select_for_update(of=("self",)).select_related("forum").get(pk=edition.pk)
    agenda = compile_agenda(edition)
    if problems := find_errors(agenda):
        raise NotReadyError("The agenda cannot be published yet:", [str(problem) for problem in problems])
    last = edition.releases.order_by("-version").first()
    version = last.version + 1 if last else 1
    content = stamp(agenda, last.tree if last else None, version).to_json()
    if last and last.digest == digest(content):
        raise UnchangedError(last)
    release = AgendaRelease(
        edition=edition,
        version=version,
        content=content,
        digest=digest(content),
        note=note,
        by=by,
    )
    release.changes = compare(last.tree if last else None, release.tree)
    release.full_clean()
    release.save()
    return release
