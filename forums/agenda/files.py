"""The files of an edition's newest release, for a web server to hand out without asking Django.

``PUBLISHED_DIR/<edition>/current`` links to the folder of one release: its representations by language, each plain and
packed, and under ``default-<language>`` those for readers who name no language. The link is taken down inside the
transaction that changes what is current and put up once the new files are complete; in between the web server finds
nothing and asks Django, which is always right. Should the transaction be undone, Django answers until the next publish
or ``manage.py write_files``.
"""

import os
import re
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.db import transaction

from forums.models import AgendaRelease, Edition
from forums.models.release import Standing

from .published import Published
from .representations import published_files, render


def take_down(edition_slug: str) -> None:
    """Let nobody read files of the edition any more. Called with its row locked, so that none are put up meanwhile."""
    link = _folder(edition_slug) / "current"
    if link.is_symlink():
        link.unlink(missing_ok=True)
        # The database survives a power cut; an old agenda must not come back beside it.
        _sync(link.parent)


def take_down_all() -> None:
    """Let nobody read files of any edition, known or not: the database may be another one than they were made from."""
    if settings.PUBLISHED_DIR.is_dir():
        for folder in settings.PUBLISHED_DIR.iterdir():
            take_down(folder.name)


def write_files(release: AgendaRelease) -> tuple[int, int]:
    """Write the release's files and put them up if it is still the current one; their number and bytes.

    Nothing is written for a release that another has followed.
    """
    slug = release.edition.slug
    standing = AgendaRelease.objects.standing_of(slug)
    if standing is None or standing.id != release.pk:
        return 0, 0
    root = _folder(slug)
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(dir=root, prefix=f"{release.version}-"))
    up = False
    try:
        # Made by mkdtemp for its owner alone; the web server is somebody else.
        folder.chmod(0o755)
        sizes = _fill(folder, Published(standing), release.at)
        up = _put_up(release, standing, folder)
    finally:
        # Also where the edition's lock was lost before the end: a link to nothing harms nobody, one to old files does.
        if not up:
            shutil.rmtree(folder, ignore_errors=True)
    return len(sizes), sum(sizes)


def _folder(edition_slug: str) -> Path:
    return settings.PUBLISHED_DIR / edition_slug


def _fill(folder: Path, published: Published, at: datetime) -> list[int]:
    """Write every file of the release into the folder; their sizes in bytes."""
    sizes = []
    tags: set[tuple[str, int]] = set()
    for path, name, language, selection in published_files(published):
        made = render(published, name, language, selection)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        for file, data in ((target, made.body), (target.with_name(f"{target.name}.gz"), made.packed)):
            # A web server makes ETags of time and size. Languages share an address: where two of them are of one size,
            # the second is left to Django.
            tag = (path.removeprefix(f"{language}/"), len(data))
            if tag not in tags:
                tags.add(tag)
                _write(file, data, at)
                sizes.append(len(data))
    first = published.languages[0]
    (folder / f"default-{first}").symlink_to(first)
    for entry in [*folder.rglob("*/"), folder]:
        _sync(entry)
    return sizes


def _write(path: Path, data: bytes, at: datetime) -> None:
    """Write a file to the disk itself, dated with its release."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.utime(file.fileno(), (at.timestamp(), at.timestamp()))
        os.fsync(file.fileno())


def _put_up(release: AgendaRelease, standing: Standing, folder: Path) -> bool:
    """Link the folder as the current one, unless another release has become current meanwhile."""
    with transaction.atomic():
        # Whoever publishes holds this row until the commit: there is a before and an after, nothing between.
        Edition.objects.select_for_update().get(pk=release.edition_id)
        if AgendaRelease.objects.standing_of(release.edition.slug) != standing:
            return False
        link = folder.with_name(f".{folder.name}")
        link.symlink_to(folder.name)
        link.replace(folder.with_name("current"))
        _sync(folder.parent)
        _remove_others(folder, release.version)
        return True


def _remove_others(folder: Path, version: int) -> None:
    """Remove what was there before, be it that it was replaced or that its writer was killed. Never a later release."""
    for entry in folder.parent.iterdir():
        made = re.fullmatch(r"\.?(\d+)-\w+", entry.name)
        if made is None or int(made[1]) > version or entry == folder:
            continue
        if entry.is_symlink():
            entry.unlink()
        else:
            shutil.rmtree(entry, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Let what was added to the folder, or removed from it, outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
