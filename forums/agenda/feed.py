"""The releases of an agenda as an Atom feed (RFC 4287): what changed, and when. Made from releases alone."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from . import phrases, words
from .change_words import in_words, title_of
from .changes import read_changes
from .content import in_language
from .reading import bcp47, walk

Tree = dict[str, Any]

# What XML 1.0 has no way to write, escaped or not.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(releases: list[Tree], *, tree: Tree, language: str, site: str, known: frozenset[str]) -> bytes:
    """The releases of an edition that stand, the newest first; ``tree`` is the content of the newest.

    A release is a mapping with ``version``, ``at``, ``note`` and ``changes`` (``changes.py``). All but the notes, which
    are as they were typed, is in the language.
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
        is_first = release is newest_first[-1]
        changes = read_changes(release["changes"], tree)
        entry = _add(root, "entry")
        _add(entry, "id", tag(release, f"/releases/{version}"))
        _add(entry, "title", phrases.heading(version, changes, language, is_first=is_first))
        _add(entry, "published", _stamp(release["at"]))
        _add(entry, "updated", _stamp(release["at"]))
        _add(entry, "link", rel="alternate", type="text/html", href=address)
        data = f"{site}/api/v1/editions/{edition['slug']}/releases/{version}/changes/"
        _add(entry, "link", rel="related", type="application/json", href=data)
        told = phrases.first_publication(language) if is_first else ""
        told = told or ("" if changes else phrases.corrections_only(language))
        news = [f"<p>{escape(text)}</p>" for text in (release["note"], told) if text]
        news += _html(changes, addresses, language, edition["timezone"])
        _add(entry, "content", "".join(news), type="html")
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _html(changes: list[Tree], addresses: dict[str, str], language: str, zone: str) -> Iterator[str]:
    """What happened to each session, in sentences; a link only to what is still there."""
    sessions: dict[str, list[Tree]] = {}
    for change in changes:
        sessions.setdefault(change["session"], []).append(change)
    if not sessions:
        return
    yield "<ul>"
    for code, told in sessions.items():
        sentences = " ".join(escape(in_words(change, language, zone)) for change in told)
        title = escape(title_of(told[0], language) or code)
        title = f'<a href="{escape(addresses[code])}">{title}</a>' if code in addresses else title
        yield f"<li>{words.pair(title, sentences, language) if code else sentences}</li>"
    yield "</ul>"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = None if text is None else _UNWRITABLE.sub("", text)
    return element
