"""Press kits: from when they are read, and the whole of one as a file."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from forums.agenda.tables import safe_cell
from forums.languages import CODES, text, texts
from forums.models import Edition, Figure
from reports.models import PressKit, PressPhoto

# The earliest that a ZIP can say (APPNOTE.TXT 4.4.6): equal kits give equal bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_FIGURES = ("figure", "qualifier", "value", "scope", "detail", "as of", "source")
_PHOTOS = ("file", "caption", "credit")


def open_kits() -> "QuerySet[PressKit]":
    """The kits that anybody may read now: their embargo is over and their document is public."""
    now = timezone.now()
    return (
        PressKit.objects.filter(Q(embargo_until=None) | Q(embargo_until__lte=now), version__published_at__lte=now)
        .exclude(version__document__edition__status=Edition.Status.PLANNED)
        .select_related("version__document__edition__forum")
        .defer("version__content")
    )


def opens_at(kit: PressKit) -> datetime | None:
    """When the kit is public: at its own time, but never before its document; None while that has none."""
    published = kit.version.published_at
    return published and max(published, kit.embargo_until or published)


def figures_of(kit: PressKit) -> list[Figure]:
    """The figures that were chosen, or else those of the edition that are printed."""
    return list(kit.figures.all()) or list(kit.version.document.edition.figures.filter(preferred=True))


def embargo_note(kit: PressKit) -> str:
    """What stands above a release that is handed out before its time; empty once it may be told."""
    opens = opens_at(kit) or kit.embargo_until
    if opens is None:
        return "NOT FOR PUBLICATION\n\n"
    if opens <= timezone.now():
        return ""
    zone = kit.version.document.edition.timezone
    return f"EMBARGO: not to be published before {opens.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})\n\n"


def press_archive(kit: PressKit) -> bytes:
    """The release in each of its languages, the figures and the photos with their captions, as a ZIP."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(kit):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _files(kit: PressKit) -> Iterator[tuple[str, bytes]]:
    note = embargo_note(kit)
    headlines = texts(kit, "headline")
    for language in CODES:
        if language in headlines:
            contact = f"\n\n{kit.contact}" if kit.contact else ""
            body = f"{note}{headlines[language]}\n\n{text(kit, 'text', language)}{contact}\n"
            yield f"release-{language}.txt", body.encode()
    yield "figures.csv", _csv(_FIGURES, map(_figure, figures_of(kit)))
    photos = list(kit.photos.all())
    names = {it.pk: photo_name(it, place) for place, it in enumerate(photos, 1)}
    yield "photos.csv", _csv(_PHOTOS, ((names[it.pk], it.caption, it.credit) for it in photos))
    for photo in photos:
        with photo.file.open("rb") as file:
            yield f"photos/{names[photo.pk]}", file.read()


def photo_name(photo: PressPhoto, place: int) -> str:
    """What a photo is called on the reader's disk: its place in the list and its caption in plain letters."""
    words = re.sub(r"[^0-9a-z]+", "-", text(photo, "caption", "en").lower()).strip("-")[:60].strip("-")
    return f"{place:02d}-{words or 'photo'}.jpg"


def _figure(figure: Figure) -> tuple[str, ...]:
    value = "" if figure.value is None else str(figure.value)
    as_of = figure.as_of.isoformat() if figure.as_of else ""
    kind = str(figure.get_kind_display())
    return kind, figure.qualifier, value, figure.scope, figure.detail, as_of, figure.source


def _csv(header: tuple[str, ...], rows: "Iterator[tuple[str, ...]]") -> bytes:
    """CSV (RFC 4180) in UTF-8, marked as such for Excel, in which nothing is read as a formula."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()
