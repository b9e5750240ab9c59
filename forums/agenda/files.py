"""The files of an edition's newest release, for a web server to hand out without asking Django.

``PUBLISHED_DIR/<edition>/current`` links to the folder of one release: its representations by language, each plain and
packed. The link is taken down inside the transaction that changes what is current and put up once the new files are
complete; in between the web server finds nothing and asks Django, which is always right.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.db import transaction

from forums.models import AgendaRelease, Edition

from .representations import frozen, published_files


def take_down(edition_slug: str) -> None:
    """Let nobody read files of the edition any more. Called with the edition's row locked."""
    (_folder(edition_slug) / "current").unlink(missing_ok=True)


def write_files(release: AgendaRelease) -> tuple[int, int]:
    """Write the release's files and put them up if it is still the current one; their number and bytes."""
    root = _folder(release.edition.slug)
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(dir=root, prefix=f"{release.version}-"))
    count = size = 0
    up = False
    try:
        # Made by mkdtemp for its owner alone; the web server is somebody else.
        folder.chmod(0o755)
        for path, name, language, selection in published_files(release):
            made = frozen(release.pk, release.digest, name, language, selection)
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            for file, data in ((target, made.body), (target.with_name(f"{target.name}.gz"), made.packed)):
                _write(file, data, release.at)
                count, size = count + 1, size + len(data)
        up = _put_up(release, folder)
    finally:
        if not up:
            shutil.rmtree(folder, ignore_errors=True)
    for other in root.glob("*-*"):
        if int(other.name.partition("-")[0]) < release.version:
            shutil.rmtree(other, ignore_errors=True)
    return count, size


def _folder(edition_slug: str) -> Path:
    return settings.PUBLISHED_DIR / edition_slug


def _write(path: Path, data: bytes, at: datetime) -> None:
    """Write a file to the disk itself, dated with its release: a web server makes ETags of time and size."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.utime(path, (at.timestamp(), at.timestamp()))


def _put_up(release: AgendaRelease, folder: Path) -> bool:
    """Link the folder as the current one, unless another release has become current meanwhile."""
    with transaction.atomic():
        # Whoever publishes holds this row until the commit: there is a before and an after, nothing between.
        Edition.objects.select_for_update().get(pk=release.edition_id)
        current = AgendaRelease.objects.current(release.edition.slug)
        if current is None or current.pk != release.pk:
            return False
        link = folder.with_name(f".{folder.name}")
        link.symlink_to(folder.name)
        link.replace(folder.with_name("current"))
        return True
