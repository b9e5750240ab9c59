"""What a release can be read as: each representation with its media type and the rendering that makes it."""

import gzip
import hashlib
import json
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from threading import Condition
from typing import Any

from cachetools import LRUCache, cached
from cachetools.keys import hashkey
from django.conf import settings
from django.utils.http import quote_etag

from forums.models.release import Standing

from . import resources
from .body import agenda_body
from .feed import feed
from .frab import schedule_json, schedule_xml
from .ical import agenda_calendar
from .index import Index
from .jsonld import agenda_jsonld
from .published import KNOWN, Published, address_of
from .resources import Page
from .tables import agenda_csv, agenda_xlsx

# What an address selects of a release, as names and values.
Selection = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Representation:
    """``render`` takes the release, the language and what the address selects.

    It raises MissingError where the release does not have what is selected.
    """

    media_type: str
    render: Callable[[Published, str, dict[str, str]], bytes | Page]


def _json(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return agenda_body(published.tree, release=published.header, language=language, known=KNOWN)


def _ics(published: Published, language: str, selection: dict[str, str]) -> bytes:
    path = "agenda"
    for kind, value in selection.items():
        path = f"{kind}s/{value}"
    address = f"{address_of(published.tree['edition']['slug'])}{path}.ics?lang={language}"
    return agenda_calendar(
        published.tree,
        times=published.times,
        language=language,
        site=settings.SITE_URL,
        known=KNOWN,
        source=address,
        day=selection.get("day"),
        session=selection.get("session"),
        speaker=selection.get("speaker"),
        track=selection.get("track"),
    )


def _schedule_xml(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return schedule_xml(published.tree, times=published.times, language=language, site=settings.SITE_URL, known=KNOWN)


def _schedule_json(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return schedule_json(published.tree, times=published.times, language=language, site=settings.SITE_URL, known=KNOWN)


def _jsonld(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return agenda_jsonld(published.tree, language=language, site=settings.SITE_URL, known=KNOWN)


def _csv(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return agenda_csv(published.tree, language=language, site=settings.SITE_URL, known=KNOWN)


def _xlsx(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return agenda_xlsx(published.tree, times=published.times, language=language, site=settings.SITE_URL, known=KNOWN)


def _feed(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    return feed(published.history, tree=published.tree, language=language, site=settings.SITE_URL, known=KNOWN)


# The whole of a release: what is also written as files.
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


def _list(kind: Callable[[Index, Mapping[str, str], str], Page], path: str) -> Representation:
    """A list of entries of the release, at a path below the edition's address."""

    def render(published: Published, language: str, selection: dict[str, str]) -> Page:
        opened = index(published.standing, language)
        return kind(opened, selection, f"{address_of(opened.edition['slug'])}{path}/")

    return Representation("application/json", render)


def _entry(kind: Callable[[Index, str], bytes], name: str) -> Representation:
    """One entry of the release, selected by its name."""

    def render(published: Published, language: str, selection: dict[str, str]) -> bytes:
        return kind(index(published.standing, language), selection[name])

    return Representation("application/json", render)


def _edition(published: Published, language: str, _selection: dict[str, str]) -> bytes:
    # The whole agenda without what is not asked for: the edition is told in the same words.
    tree = published.tree | {key: [] for key in ("sessions", "withdrawn", "speakers", "rooms", "tracks")}
    whole = agenda_body(tree, release=published.header, language=language, known=KNOWN)
    edition = json.loads(whole)["edition"]
    page = f"{settings.SITE_URL}/{edition['forum_slug']}/{edition['slug']}/"
    return resources.edition(edition, published.header, language, address_of(edition["slug"]), page)


def _now(published: Published, language: str, selection: dict[str, str]) -> bytes:
    since = datetime.fromisoformat(selection["since"]) if "since" in selection else None
    return resources.now(index(published.standing, language), since, selection)


def _releases(published: Published, _language: str, selection: dict[str, str]) -> Page:
    address = address_of(published.tree["edition"]["slug"])
    return resources.releases(published.told, selection, f"{address}releases/")


def _release(published: Published, language: str, selection: dict[str, str]) -> bytes:
    opened = index(published.standing, language)
    return resources.release(published.told, selection["release"], opened, KNOWN)


def _changes(published: Published, language: str, selection: dict[str, str]) -> Page:
    path = f"releases/{selection['release']}/changes/" if "release" in selection else "changes/"
    opened = index(published.standing, language)
    address = address_of(opened.edition["slug"])
    return resources.changes(published.told, selection, f"{address}{path}", opened, KNOWN)


# Parts of a release, made when somebody asks for them.
RESOURCES = {
    "edition": Representation("application/json", _edition),
    "sessions": _list(resources.sessions, "sessions"),
    "session": _entry(resources.session, "session"),
    "speakers": _list(resources.speakers, "speakers"),
    "speaker": _entry(resources.speaker, "speaker"),
    "rooms": _list(resources.rooms, "rooms"),
    "room": _entry(resources.room, "room"),
    "tracks": _list(resources.tracks, "tracks"),
    "track": _entry(resources.track, "track"),
    "now": Representation("application/json", _now),
    "releases": Representation("application/json", _releases),
    "release": Representation("application/json", _release),
    "changes": Representation("application/json", _changes),
}


def published_files(published: Published) -> Iterator[tuple[str, str, str, Selection]]:
    """What of a release is written as files: path, representation, language and selection of each.

    ``/api/v1/editions/{edition}/`` and the path below the language's folder make the address.
    """
    for language in published.languages:
        for name in REPRESENTATIONS:
            yield f"{language}/{name if '.' in name else f'{name}.json'}", name, language, ()
        for kind in ("day", "track"):
            for value in sorted(published.names(kind)):
                yield f"{language}/{kind}s/{value}.ics", "agenda.ics", language, ((kind, value),)


@dataclass(frozen=True, slots=True)
class Frozen:
    """Bytes of a release, plain and packed, each with an ETag of its own (RFC 9110, 8.8.3.3).

    ``link`` names the neighbouring pages of a list (RFC 8288).
    """

    media_type: str
    body: bytes
    packed: bytes
    etag: str
    packed_etag: str
    link: str = ""

    @property
    def size(self) -> int:
        """What it weighs in memory, in bytes, with what surrounds it."""
        return len(self.body) + len(self.packed) + 1024


def freeze(media_type: str, body: bytes, link: str = "") -> Frozen:
    """The body as it is served: packed once, with its tags."""
    tag = hashlib.sha256(body).hexdigest()
    # Without a time in its header, the same body packs to the same bytes.
    packed = gzip.compress(body, 6, mtime=0)
    return Frozen(media_type, body, packed, quote_etag(tag), quote_etag(f"{tag}-gzip"), link)


def render(published: Published, name: str, language: str, selection: Selection) -> Frozen:
    """A representation of a release, made now. Raises MissingError as the representation does."""
    representation = REPRESENTATIONS.get(name) or RESOURCES[name]
    made = representation.render(published, language, dict(selection))
    if isinstance(made, Page):
        return freeze(representation.media_type, made.body, made.link)
    return freeze(representation.media_type, made)


# Within so many bytes, the least read goes first. Whoever asks for what is being made waits for it.
_kept: LRUCache[Hashable, Any] = LRUCache(settings.ANSWERS_KEPT_BYTES, getsizeof=lambda made: made.size)
_being_made = Condition()


@cached(_kept, condition=_being_made)
def frozen(standing: Standing, name: str, language: str, selection: Selection) -> Frozen:
    """A representation of the release that stands, made once: the release never changes, so neither does this."""
    return render(Published(standing), name, language, selection)


@cached(_kept, key=partial(hashkey, Index), condition=_being_made)
def index(standing: Standing, language: str) -> Index:
    """The release that stands, opened in one language."""
    return Index(frozen(standing, "agenda", language, ()).body)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an answer's headers say of a release; ``at`` in whole seconds, as HTTP counts."""

    languages: tuple[str, ...]
    at: int


@lru_cache(maxsize=256)
def facts(standing: Standing) -> Facts:
    """The release's languages and time, read once."""
    published = Published(standing)
    return Facts(published.languages, int(published.release.at.timestamp()))


@cached(_kept, key=partial(hashkey, "catalogue"), condition=_being_made)
def catalogue(standing: tuple[Standing, ...], name: str, language: str, selection: Selection) -> Frozen:
    """Editions or forums, each edition as the release that stands says it, in the language or else its first.

    ``name`` is ``editions``, ``forums`` or ``forum``. Raises MissingError where there is no such forum or page.
    """
    editions = []
    for one in standing:
        offered = facts(one).languages
        editions.append(frozen(one, "edition", language if language in offered else offered[0], ()).body)
    made = resources.catalogue(editions, name, dict(selection), f"{settings.SITE_URL}/api/v1/")
    return freeze("application/json", *((made.body, made.link) if isinstance(made, Page) else (made,)))
