"""The paper as an EPUB 3.3 book: a file a chapter, contents as navigation, the same bytes for the same paper.

EPUB 3.3 and EPUB Accessibility 1.1, both of the W3C; the package file says which ways of reading the book allows.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from reports.paper.content import Paper, Section, from_json
from reports.renderers.html import colophon, cover, style, title_of
from reports.renderers.markup import Writer, anchor, direction, element
from reports.renderers.rendered import Rendered

_SOURCES = ("epub.py", "html.py", "markup.py", "paper.css", "verification.py")
# The earliest day that a ZIP can name: what is in the book does not depend on when it was packed.
_DAY = (1980, 1, 1, 0, 0, 0)
_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)


def render_epub(paper_json: str) -> Rendered:
    """Write a paper (the text of ``Paper.to_json``) as an EPUB; equal papers give equal bytes."""
    paper = from_json(paper_json)
    digest = hashlib.sha256(paper_json.encode()).hexdigest()
    pages = _pages(paper, digest)
    files: dict[str, bytes] = {
        "META-INF/container.xml": _CONTAINER.encode(),
        "OEBPS/book.opf": _package(paper, digest, list(pages)).encode(),
        "OEBPS/style.css": style(paper.meta.look).encode(),
        **{f"OEBPS/{name}": page.encode() for name, page in pages.items()},
    }
    if paper.meta.look.logo:
        files["OEBPS/logo.png"] = base64.b64decode(paper.meta.look.logo)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        # First and as it is, so that the first bytes of the file say what it is.
        book.writestr(zipfile.ZipInfo("mimetype", _DAY), "application/epub+zip", zipfile.ZIP_STORED)
        for name, data in files.items():
            book.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
    return Rendered(packed.getvalue(), epub_producer())


def epub_producer() -> str:
    """Name what makes the file: the design."""
    return f"plenary-epub design {_design()}"


def _pages(paper: Paper, digest: str) -> dict[str, str]:
    """The pages of the book by name, in reading order, the navigation among them."""
    files = {place: _name(number) for number, chapter in enumerate(paper.chapters, 1) for place in _places(chapter)}

    def address(place: str) -> str:
        return f"{files[place]}#{anchor(place)}" if place in files else "nav.xhtml"

    writer = Writer(paper, address)
    # No reading system prints across its pages: what is not final says so at the head of every chapter.
    running = element("p", escape(paper.words.draft), class_="running") if paper.meta.draft else ""
    chapters = {
        _name(number): _page(paper, chapter.title, running + writer.section(chapter, 2))
        for number, chapter in enumerate(paper.chapters, 1)
    }
    # The logo is a file of the book, not part of its page.
    front = cover(replace(paper, meta=replace(paper.meta, look=replace(paper.meta.look, logo=""))))
    if paper.meta.look.logo:
        front = f'<p><img class="logo" src="logo.png" alt={quoteattr(paper.meta.look.logo_alt)}/></p>' + front
    entries = writer.contents()
    if paper.index:
        entries = entries.removesuffix("</ol>") + _entry("index.xhtml", paper.words.index) + "</ol>"
    toc = f'<nav epub:type="toc" id="toc"><h2>{escape(paper.words.contents)}</h2>{entries}</nav>'
    pages = {"cover.xhtml": _page(paper, paper.meta.title, front), "nav.xhtml": _page(paper, paper.words.contents, toc)}
    pages |= chapters
    if paper.index:
        pages["index.xhtml"] = _page(paper, paper.words.index, writer.index(paper.words.index))
    return pages | {"colophon.xhtml": _page(paper, paper.meta.title, colophon(paper, digest))}


def _name(number: int) -> str:
    return f"chapter-{number}.xhtml"


def _entry(address: str, words: str) -> str:
    return element("li", element("a", escape(words), href=address))


def _places(section: Section) -> list[str]:
    """The ids of a section and of everything in it."""
    blocks = [block.id for block in section.blocks]
    return [section.id, *blocks, *(place for part in section.sections for place in _places(part))]


def _page(paper: Paper, title: str, inner: str) -> str:
    lang = f'lang="{escape(paper.lang)}" xml:lang="{escape(paper.lang)}" dir="{direction(paper.lang)}"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" {lang}>'
        f'<head><title>{escape(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>'
        f'<body><div class="paper">{inner}</div></body></html>\n'
    )


def _package(paper: Paper, digest: str, pages: list[str]) -> str:
    meta = paper.meta
    properties = {"nav.xhtml": ' properties="nav"'}
    if meta.verify:
        properties["colophon.xhtml"] = ' properties="svg"'
    if any(_has_chart(chapter) for chapter in paper.chapters):
        properties |= {
            _name(number): ' properties="svg"'
            for number, chapter in enumerate(paper.chapters, 1)
            if _has_chart(chapter)
        }
    items = [
        f'<item id="p{number}" href="{page}" media-type="application/xhtml+xml"{properties.get(page, "")}/>'
        for number, page in enumerate(pages)
    ]
    items.append('<item id="style" href="style.css" media-type="text/css"/>')
    if meta.look.logo:
        items.append('<item id="logo" href="logo.png" media-type="image/png"/>')
    spine = "".join(f'<itemref idref="p{number}"/>' for number in range(len(pages)))
    onward = ' page-progression-direction="rtl"' if direction(paper.lang) == "rtl" else ""
    described = [
        f'<dc:identifier id="id">urn:uuid:{UUID(digest[:32], version=4)}</dc:identifier>',
        element("dc:title", escape(title_of(meta))),
        element("dc:language", escape(paper.lang)),
        element("dc:date", escape(meta.date)),
        *(element("dc:creator", escape(issuer)) for issuer in meta.issuers),
        *(element("dc:subject", escape(word)) for word in meta.keywords if word),
        f'<meta property="dcterms:modified">{escape(meta.date[:10])}T00:00:00Z</meta>',
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessModeSufficient">textual</meta>',
        *(
            f'<meta property="schema:accessibilityFeature">{feature}</meta>'
            for feature in ("structuralNavigation", "tableOfContents", "readingOrder", "index")
            if feature != "index" or paper.index
        ),
        '<meta property="schema:accessibilityHazard">none</meta>',
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{escape(paper.lang)}">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{"".join(described)}</metadata>'
        f"<manifest>{''.join(items)}</manifest><spine{onward}>{spine}</spine></package>\n"
    )


def _has_chart(section: Section) -> bool:
    return any(block.type == "chart" for block in section.blocks) or any(map(_has_chart, section.sections))


@cache
def _design() -> str:
    folder = Path(__file__).resolve().parent
    return hashlib.sha256(b"\0".join((folder / name).read_bytes() for name in _SOURCES)).hexdigest()[:12]
