"""What a release can be read as: each representation with its media type and the rendering that makes it."""

import gzip
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.utils.http import quote_etag

from forums.languages import CODES, DEFAULT
from forums.models import AgendaRelease

from .body import agenda_body
from .content import from_json
from .feed import feed
from .frab import schedule_json, schedule_xml
from .ical import agenda_calendar
from .jsonld import agenda_jsonld
from .reading import walk
from .tables import agenda_csv, agenda_xlsx

Tree = dict[str, Any]

_KNOWN = frozenset(CODES)


class Published:
    """A release with what its renderings need, read when they need it."""

    def __init__(self, release: AgendaRelease) -> None:
        self.release = release
        self.tree: Tree = from_json(release.content)

    @property
    def header(self) -> Tree:
        """What identifies the release."""
        release = self.release
        at = release.at.isoformat()
        return {"version": release.version, "digest": release.digest, "at": at, "note": release.note}

    @cached_property
    def history(self) -> list[Tree]:
        """This release and those before it: version, time, note and changes."""
        upto = AgendaRelease.objects.filter(edition=self.release.edition_id, version__lte=self.release.version)
        rows = upto.order_by("version").values("version", "at", "note", "changes")
        return [dict(row) for row in rows]

    @property
    def times(self) -> Mapping[int, datetime]:
        """When each of them was published."""
        return {row["version"]: row["at"] for row in self.history}

    def names(self, kind: str) -> set[str]:
        """What an address may select of this kind: session, speaker or track."""
        tree = self.tree
        if kind == "session":
            return {entry["code"] for entry in walk(tree["sessions"])} | {entry["code"] for entry in tree["withdrawn"]}
        return {entry["slug"] for entry in tree[f"{kind}s"]}


@dataclass(frozen=True, slots=True)
class Representation:
    """``render`` takes the release, the language and what the address selects; LookupError: there is no such thing."""

    media_type: str
    render: Callable[[Published, str, dict[str, str]], bytes]


def _json(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return agenda_body(published.tree, release=published.header, language=language, known=_KNOWN)


def _ics(published: Published, language: str, selection: dict[str, str]) -> bytes:
    for kind, value in selection.items():
        if value not in published.names(kind):
            raise LookupError(value)
    return agenda_calendar(
        published.tree,
        times=published.times,
        language=language,
        site=settings.SITE_URL,
        known=_KNOWN,
        session=selection.get("session"),
        speaker=selection.get("speaker"),
        track=selection.get("track"),
    )


def _schedule_xml(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return schedule_xml(published.tree, times=published.times, language=language, site=settings.SITE_URL, known=_KNOWN)


def _schedule_json(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return schedule_json(published.tree, times=published.times, language=language, site=settings.SITE_URL, known=_KNOWN)


def _jsonld(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return agenda_jsonld(published.tree, language=language, site=settings.SITE_URL, known=_KNOWN)


def _csv(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return agenda_csv(published.tree, language=language, site=settings.SITE_URL, known=_KNOWN)


def _xlsx(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return agenda_xlsx(published.tree, times=published.times, language=language, site=settings.SITE_URL, known=_KNOWN)


def _feed(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return feed(published.history, tree=published.tree, language=language, site=settings.SITE_URL, known=_KNOWN)


REPRESENTATIONS = {
    "agenda": Representation("application/json", _json),
    "agenda.ics": Representation("text/calendar; charset=utf-8", _ics),
    "agenda.csv": Representation("text/csv; charset=utf-8", _csv),
    "agenda.xlsx": Representation("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "agenda.jsonld": Representation("application/ld+json", _jsonld),
    "schedule.xml": Representation("application/xml; charset=utf-8", _schedule_xml),
    "schedule.json": Representation("application/json", _schedule_json),
    "feed.atom": Representation("application/atom+xml; charset=utf-8", _feed),
}


def published_files(release: AgendaRelease) -> Iterator[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
    """What of a release is written as files: path, representation, language and selection of each."""
    tree = from_json(release.content)
    for language in tree["edition"]["languages"] or [DEFAULT]:
        for name in REPRESENTATIONS:
            yield f"{language}/{name if '.' in name else f'{name}.json'}", name, language, ()


@dataclass(frozen=True, slots=True)
class Frozen:
    """Bytes of a release, plain and packed, each with an ETag of its own (RFC 9110, 8.8.3.3)."""

    media_type: str
    body: bytes
    packed: bytes
    etag: str
    packed_etag: str


@lru_cache(maxsize=128)
def frozen(release_id: int, _digest: str, name: str, language: str, selection: tuple[tuple[str, str], ...]) -> Frozen:
    """A representation of a release, made once: the release never changes, so neither does this.

    The digest only keeps apart what two databases call by the same number. Raises LookupError where the address
    selects what the release does not have.
    """
    release = AgendaRelease.objects.get(pk=release_id)
    representation = REPRESENTATIONS[name]
    body = representation.render(Published(release), language, dict(selection))
    # Without a time in its header, the same body packs to the same bytes.
    packed = gzip.compress(body, 9, mtime=0)
    tag = hashlib.sha256(body).hexdigest()
    return Frozen(representation.media_type, body, packed, quote_etag(tag), quote_etag(f"{tag}-gzip"))
