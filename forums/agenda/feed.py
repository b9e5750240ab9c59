"""The releases of an agenda as an Atom feed (RFC 4287): what changed, and when. Made from releases alone."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from .content import in_language
from .reading import bcp47, walk

Tree = dict[str, Any]

# What XML 1.0 has no way to write, escaped or not.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Each kind of change, counted in a heading and told of one session.
_WORDS = {
    "added": ("added", "added"),
    "moved": ("moved", "moved to another time or room"),
    "renamed": ("renamed", "renamed"),
    "credits changed": ("with other speakers", "speakers changed"),
    "cancelled": ("cancelled", "cancelled"),
    "removed": ("withdrawn", "withdrawn"),
}


def feed(releases: list[Tree], *, tree: Tree, language: str, site: str, known: frozenset[str]) -> bytes:
    """All the releases of an edition, the newest first; ``tree`` is the content of the newest.

    A release is a mapping with ``version``, ``at``, ``note`` and ``changes`` (``changes.py``). The heading is in the
    language; changes are told in English, as the names of the sessions in them are.
    """
    edition = in_language(tree["edition"], [language, *tree["edition"]["languages"], "en"], known)
    address = f"{site}/{edition['forum_slug']}/{edition['slug']}/"
    addresses = {session["code"]: f"{address}sessions/{session['code']}/" for session in walk(tree["sessions"])}
    source = f"{site}/api/v1/editions/{edition['slug']}/feed.atom?lang={language}"
    newest_first = sorted(releases, key=lambda release: release["version"], reverse=True)

    def tag(release: Tree, path: str = "") -> str:
        """A name that no later release changes (RFC 4151): of a release, or of the feed after its first."""
        return f"tag:{urlsplit(site).hostname},{release['at'].astimezone(UTC):%Y-%m-%d}:{edition['slug']}{path}"

    # Written out: with the namespace given to the library, it refuses attributes that have none.
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": bcp47(language)})
    _add(root, "id", tag(newest_first[-1]))
    _add(root, "title", edition["title"] or edition["slug"])
    _add(root, "updated", _stamp(max(release["at"] for release in releases)))
    _add(_add(root, "author"), "name", edition["forum"] or edition["forum_slug"])
    _add(root, "link", rel="self", type="application/atom+xml", href=source)
    _add(root, "link", rel="alternate", type="text/html", href=address)
    for release in newest_first:
        version = release["version"]
        entry = _add(root, "entry", **{"xml:lang": "en"})
        _add(entry, "id", tag(release, f"/releases/{version}"))
        _add(entry, "title", f"Release {version}: {_heading(release)}")
        _add(entry, "published", _stamp(release["at"]))
        _add(entry, "updated", _stamp(release["at"]))
        _add(entry, "link", rel="alternate", type="text/html", href=address)
        data = f"{site}/api/v1/editions/{edition['slug']}/releases/{version}/changes/"
        _add(entry, "link", rel="related", type="application/json", href=data)
        _add(entry, "content", "".join(_html(release, addresses)), type="html")
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _heading(release: Tree) -> str:
    """In a few words: 1 added, 2 moved."""
    if release["version"] == 1:
        return "first publication"
    counts = Counter(change["change"] for change in release["changes"])
    kinds = sorted(counts, key=list(_WORDS).index)
    return ", ".join(f"{counts[kind]} {_WORDS[kind][0]}" for kind in kinds) or "corrections"


def _html(release: Tree, addresses: dict[str, str]) -> Iterator[str]:
    """The note, then what happened to each session; a link only to what is still there."""
    if release["note"]:
        yield f"<p>{escape(release['note'])}</p>"
    if release["version"] == 1:
        yield "<p>The agenda is published for the first time.</p>"
        return
    sessions: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for change in release["changes"]:
        sessions.setdefault(change["session"], []).append(_WORDS[change["change"]][1])
        titles[change["session"]] = escape(change["title"] or change["session"])
    if not sessions:
        yield "<p>Corrections only: every session keeps its time, its room, its title and its speakers.</p>"
        return
    yield "<ul>"
    for code, words in sessions.items():
        link = f'<a href="{escape(addresses[code])}">{titles[code]}</a>' if code in addresses else titles[code]
        yield f"<li>{link}: {', '.join(words)}</li>"
    yield "</ul>"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = None if text is None else _UNWRITABLE.sub("", text)
    return element
