"""The paper as one accessible HTML page that stands alone: no script, no other file.

Every section and paragraph has an id, so that a remark can point to it. ``fragment`` is what goes into a page of a
site.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from reports.paper.content import Look, Meta, Paper, from_json
from reports.renderers import verification
from reports.renderers.markup import Writer, direction, element, given
from reports.renderers.rendered import Rendered

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_STYLE = Path(__file__).with_name("paper.css")
_SOURCES = ("html.py", "markup.py", "paper.css", "verification.py")


def render_html(paper_json: str) -> Rendered:
    """Write a paper (the text of ``Paper.to_json``) as a page of HTML; equal papers give equal bytes."""
    paper = from_json(paper_json)
    digest = hashlib.sha256(paper_json.encode()).hexdigest()
    head = (
        '<meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>'
        + element("title", escape(title_of(paper.meta)))
        + f'<meta name="plenary-content-sha256" content="{digest}"/>'
        + element("style", style(paper.meta.look))
    )
    body = mark(paper) + element("main", fragment(paper, digest=digest))
    page = element("html", element("head", head) + element("body", body), lang=paper.lang, dir=direction(paper.lang))
    return Rendered(f"<!DOCTYPE html>\n{page}\n".encode(), html_producer())


def html_producer() -> str:
    """Name what makes the file: the design."""
    return f"plenary-html design {_design()}"


def fragment(paper: Paper, *, digest: str = "", remark: Callable[[str], str] | None = None) -> str:
    """Cover, contents, chapters, index and colophon as elements for the inside of a page.

    ``digest`` is the SHA-256 of the paper's canonical form, printed where the paper can be verified; ``remark`` gives
    what is set after the heading or block of an id, as finished markup.
    """
    writer = Writer(paper, permalinks=remark is None, remark=remark)
    chapters = "".join(writer.section(chapter, 2) for chapter in paper.chapters)
    # Only now: the index is made of what the chapters mentioned.
    index = writer.index(paper.words.index) if paper.index else ""
    contents = element("h2", escape(paper.words.contents)) + writer.contents()
    if paper.index:
        contents += element("p", element("a", escape(paper.words.index), href="#index"))
    return element(
        "article",
        cover(paper) + element("nav", contents, class_="contents") + chapters + index + colophon(paper, digest),
        class_="paper",
        lang=paper.lang,
        dir=direction(paper.lang),
    )


def mark(paper: Paper) -> str:
    """Across what is not final, for the eye: it says again what the cover says, in view wherever one reads."""
    if not paper.meta.draft:
        return ""
    return element("div", element("span", escape(paper.words.draft)), class_="watermark", aria_hidden="true")


def cover(paper: Paper) -> str:
    """What the cover says."""
    meta = paper.meta
    draft = element("p", escape(paper.words.draft), class_="draft") if meta.draft else ""
    logo = ""
    if meta.look.logo:
        source = quoteattr(f"data:image/png;base64,{meta.look.logo}")
        logo = f'<img class="logo" src={source} alt={quoteattr(meta.look.logo_alt)}/>'
    lines = [
        element("p", escape(text), class_=name) for name, text in (("forum", meta.forum), ("kind", meta.kind)) if text
    ]
    rest = [
        element("p", escape(text), class_=name)
        for name, text in (
            ("subtitle", meta.subtitle),
            ("theme", meta.theme),
            ("when", " · ".join(given(meta.dates, meta.place))),
            *(("issuer", issuer) for issuer in meta.issuers),
            ("symbol", " · ".join(given(meta.symbol, meta.stage, meta.issued))),
        )
        if text
    ]
    return element("header", logo + draft + "".join(lines) + element("h1", escape(meta.title)) + "".join(rest))


def colophon(paper: Paper, digest: str = "") -> str:
    """Who issued the paper, and how it is verified."""
    meta = paper.meta
    lines = [*given(meta.title, meta.forum, *meta.issuers, meta.symbol, meta.issued)]
    told = "".join(element("p", escape(line)) for line in lines)
    if meta.website.startswith(("https://", "http://")):
        told += element("p", element("a", escape(meta.website), href=meta.website))
    if meta.contact:
        told += element("p", escape(meta.contact))
    if paper.words.verify:
        told += element("p", escape(paper.words.verify))
    if address := verification.address(meta.verify, digest):
        told += element("p", element("a", escape(address), href=address), class_="verify")
        told += element("p", verification.svg(address), aria_hidden="true")
    return element("footer", told)


def style(look: Look) -> str:
    """The style sheet, in the colours and letters of the forum. A colour that is none is left out."""
    sheet = _STYLE.read_text("utf-8")
    own = {"--accent": look.accent, "--second": look.second}
    colours = "".join(f"{name}:{value};" for name, value in own.items() if _COLOUR.fullmatch(value))
    face = "--face:var(--sans);" if look.face == "sans" else ""
    return sheet + (f":root{{{colours}{face}}}" if colours or face else "")


def title_of(meta: Meta) -> str:
    """The title of the file, with its kind and symbol."""
    return ", ".join(given(meta.title, meta.kind if meta.kind != meta.title else "", meta.symbol))


@cache
def _design() -> str:
    folder = Path(__file__).resolve().parent
    return hashlib.sha256(b"\0".join((folder / name).read_bytes() for name in _SOURCES)).hexdigest()[:12]
