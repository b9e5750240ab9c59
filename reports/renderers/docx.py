"""The paper as a Word document to be edited: real styles, headings, contents and index as fields, nothing locked.

Office Open XML (ISO/IEC 29500). The body is written as one piece of XML and parsed once: cell by cell, a table would
take a time that grows with its square. Everything that people wrote goes through ``escape``.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from reports.paper.content import (
    Block,
    Chart,
    ListBlock,
    ListItem,
    Paper,
    Paragraph,
    Run,
    Runs,
    Section,
    Table,
    from_json,
)
from reports.renderers import verification
from reports.renderers.docx_styles import set_page, set_properties, set_styles, watermark
from reports.renderers.markup import direction, given
from reports.renderers.rendered import Rendered

_DAY = (1980, 1, 1, 0, 0, 0)
_CHANGES_FROM = 900_000
_SOURCES = ("docx.py", "docx_styles.py", "markup.py", "verification.py")
_SIDES = {"l": "start", "r": "end", "c": "center"}
# What a role looks like is the style's matter; these are the styles' names, as the reader of Word sees them.
_STYLES = {
    "text": "Body Text",
    "speaker": "Body Text",
    "collective": "Collective",
    "point": "Outcome Point",
    "lead": "Lead",
    "note": "Quiet",
}


def render_docx(paper_json: str) -> Rendered:
    """Write a paper (the text of ``Paper.to_json``) as a DOCX; equal papers give equal bytes."""
    paper = from_json(paper_json)
    document = docx.Document()
    writer = _Writer(
        paper, document.part, verification.address(paper.meta.verify, hashlib.sha256(paper_json.encode()).hexdigest())
    )
    set_styles(document, paper)
    set_page(document, paper, writer.head(), writer.mark())
    set_properties(document, paper, hashlib.sha256(paper_json.encode()).hexdigest())
    body = document.element.body
    end = body.sectPr
    for child in list(body):
        if child is not end:
            body.remove(child)
    for child in parse_xml(f"<w:body {nsdecls('w', 'r')}>{writer.body()}</w:body>"):
        end.addprevious(child)
    if paper.meta.look.logo:
        _put_logo(document, paper)
    if writer.verified_at:
        run = document.add_paragraph(style="Colophon").add_run()
        _put_picture(run, verification.png(writer.verified_at), Cm(3), writer.verified_at)
    packed = io.BytesIO()
    document.save(packed)
    return Rendered(_with_fixed_days(packed), docx_producer())


def docx_producer() -> str:
    """Name what makes the file: the design and the library."""
    return f"plenary-docx design {_design()}, python-docx {docx.__version__}"


@dataclass
class _Writer:
    """Writes the body as WordprocessingML."""

    paper: Paper
    part: Any
    verified_at: str
    bookmarks: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    index: dict[str, str] = field(default_factory=dict)
    changes: int = 0

    def __post_init__(self) -> None:
        self.rtl = direction(self.paper.lang) == "rtl"
        self.index = {entry.key: entry.name for entry in self.paper.index}
        # Named before anything is written, so that a reference may point ahead.
        for number, place in enumerate(_places(self.paper.chapters), 1):
            self.bookmarks[place] = f"_p{number}"

    def body(self) -> str:
        paper, words = self.paper, self.paper.words
        return "".join(
            [
                *self._cover(),
                self._line("TOC Heading", words.contents),
                *self._contents(),
                *(self._section(chapter, 1) for chapter in paper.chapters),
                *self._index(),
                *self._colophon(),
            ]
        )

    def head(self) -> str:
        """The running head with the page's number, as a paragraph."""
        words = [self.paper.meta.running_head, *([self.paper.words.draft] if self.paper.meta.draft else [])]
        text = _run(" · ".join(given(*words)) + " \\ ", self.rtl)
        number = f"{_field_begin('PAGE')}{_run('1', self.rtl)}{_FIELD_END}"
        properties = '<w:pPr><w:pStyle w:val="Header"/><w:jc w:val="end"/></w:pPr>'
        return f"<w:p {nsdecls('w')}>{properties}{text}{number}{self.mark()}</w:p>"

    def mark(self) -> str:
        """Across the page of what is not final, so that no page of it can pass for the document."""
        return watermark(self.paper.words.draft) if self.paper.meta.draft else ""

    # Parts

    def _cover(self) -> Iterator[str]:
        meta, words = self.paper.meta, self.paper.words
        yield self._line("Cover Line", meta.forum)
        if meta.draft:
            yield self._line("Draft Mark", words.draft)
        yield self._line("Cover Line", meta.kind)
        yield self._line("Title", meta.title)
        yield from (self._line("Subtitle", text) for text in given(meta.subtitle, meta.theme))
        when = " · ".join(given(meta.dates, meta.place))
        last = " · ".join(given(meta.symbol, meta.stage, meta.issued))
        yield from (self._line("Cover Line", text) for text in given(when, *meta.issuers, last))

    def _contents(self) -> Iterator[str]:
        """The field with its entries filled in: right before Word has counted the pages, and without Word."""
        entries = list(_headings(self.paper.chapters))
        if not entries:
            return
        begin = _field_begin('TOC \\o "1-3" \\h \\z \\u')
        for place, (level, section) in enumerate(entries):
            title = _run(section.heading, self.rtl)
            link = f'<w:hyperlink w:anchor="{self.bookmarks[section.id]}" w:history="1">{title}</w:hyperlink>'
            first, last = begin if place == 0 else "", _FIELD_END if place == len(entries) - 1 else ""
            yield self._paragraph(f"TOC {level}", first + link + last)

    def _section(self, section: Section, level: int) -> str:
        heading = _run(section.heading, self.rtl)
        parts = [self._paragraph(f"Heading {min(level, 4)}", self._marked(section.id, heading))]
        parts += map(self._block, section.blocks)
        parts += (self._section(part, level + 1) for part in section.sections)
        return "".join(parts)

    def _index(self) -> Iterator[str]:
        entries = sorted(self.paper.index, key=lambda it: it.sort)
        if not entries:
            return
        yield self._line("Heading 1", self.paper.words.index)
        begin = _field_begin('INDEX \\h "A" \\c "1" \\e ", "')
        for place, entry in enumerate(entries):
            told = " ".join(given(entry.name, entry.native)) + (f", {entry.detail}" if entry.detail else "")
            first, last = begin if place == 0 else "", _FIELD_END if place == len(entries) - 1 else ""
            yield self._paragraph("Index 1", first + _run(told, self.rtl) + last)

    def _colophon(self) -> Iterator[str]:
        meta, words = self.paper.meta, self.paper.words
        lines = [meta.title, meta.forum, *meta.issuers, meta.symbol, meta.issued, meta.website, meta.contact]
        for place, line in enumerate(given(*lines, words.verify, self.verified_at)):
            yield self._paragraph("Colophon", _run(line, self.rtl), "<w:pageBreakBefore/>" if place == 0 else "")

    # Blocks

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return self._paragraph(_STYLES.get(block.role, "Quiet"), self._marked(block.id, self._runs(block.runs)))
            case ListBlock():
                return "".join(self._items(block.items, 0, block.id))
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)

    def _items(self, items: Iterable[ListItem], level: int, place: str) -> Iterator[str]:
        # Word knows nine levels of indentation; what nests deeper stays on the last.
        left = 567 * (min(level, 8) + 1)
        for item in items:
            text = _run(item.label, self.rtl) + "<w:r><w:tab/></w:r>" + self._runs(item.runs)
            indent = f'<w:ind w:start="{left}" w:hanging="567"/>'
            yield self._paragraph("List Paragraph", self._marked(place, text) if place else text, indent)
            place = ""
            yield from self._items(item.items, level + 1, "")

    def _table(self, table: Table) -> str:
        count = max(1, len(table.header))
        sides = [_SIDES[side] for side in (*table.align, *("l",) * count)][:count]
        head = self._row(table.header, sides, count, header=True)
        rows = "".join(self._row(row, sides, count) for row in table.rows)
        notes = "".join(self._line("Quiet", note) for note in table.notes)
        made = self._grid(head + rows, count, table.caption)
        return self._caption(table.id, table.caption) + made + (notes or self._line("Quiet", ""))

    def _chart(self, chart: Chart) -> str:
        """The figures of a chart: whoever edits the text can edit them too."""
        sides = ["start", *("end" for _ in chart.series)]
        head = self._row(("", *(series.name for series in chart.series)), sides, len(sides), header=True)
        rows = "".join(
            self._row((label, *(series.shown[place] or "—" for series in chart.series)), sides, len(sides))
            for place, label in enumerate(chart.labels)
        )
        made = self._grid(head + rows, len(sides), chart.caption, chart.alt)
        return self._caption(chart.id, chart.caption) + made + self._line("Quiet", "")

    def _grid(self, rows: str, count: int, caption: str, alt: str = "") -> str:
        """The table around its rows; what it is called and shows is read out to those who do not see it."""
        columns = "".join(f'<w:gridCol w:w="{9000 // count}"/>' for _ in range(count))
        edge = 'w:val="single" w:sz="4" w:space="0" w:color="B8C0CA"'
        bidi = "<w:bidiVisual/>" if self.rtl else ""
        borders = f"<w:top {edge}/><w:bottom {edge}/><w:insideH {edge}/>"
        look = '<w:tblLook w:val="0020" w:firstRow="1" w:noHBand="1" w:noVBand="1"/>'
        told = f"<w:tblCaption w:val={quoteattr(caption)}/>" if caption else ""
        told += f"<w:tblDescription w:val={quoteattr(alt)}/>" if alt else ""
        properties = f'{bidi}<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{borders}</w:tblBorders>{look}{told}'
        return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"

    def _caption(self, place: str, caption: str) -> str:
        return self._paragraph("Caption", self._marked(place, _run(caption, self.rtl)))

    def _row(self, cells: Iterable[str], sides: list[str], count: int, *, header: bool = False) -> str:
        texts = [*cells, *[""] * count][:count]
        style = "Table Head" if header else "Table Cell"
        made = "".join(
            f"<w:tc>{self._paragraph(style, _run(text, self.rtl), _aligned(side))}</w:tc>"
            for text, side in zip(texts, sides, strict=True)
        )
        head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if header else "<w:trPr><w:cantSplit/></w:trPr>"
        return f"<w:tr>{head}{made}</w:tr>"

    # Lines

    def _line(self, style: str, text: str) -> str:
        return self._paragraph(style, _run(text, self.rtl))

    def _paragraph(self, style: str, inner: str, extra: str = "") -> str:
        bidi = "<w:bidi/>" if self.rtl else ""
        # The order of these elements is the schema's: page break, direction, indentation, alignment.
        before, after = (extra, "") if extra.startswith("<w:pageBreak") else ("", extra)
        style_id = style.replace(" ", "")
        return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{before}{bidi}{after}</w:pPr>{inner}</w:p>'

    def _marked(self, place: str, inner: str) -> str:
        name = self.bookmarks.get(place)
        if name is None:
            return inner
        number = name.removeprefix("_p")
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'

    def _runs(self, runs: Runs) -> str:
        return "".join(map(self._one, runs))

    def _one(self, run: Run) -> str:
        text = _run(run.text, self.rtl, run)
        if run.change:
            text = self._tracked(text, run.change)
        if run.ref in self.bookmarks:
            text = f'<w:hyperlink w:anchor="{self.bookmarks[run.ref]}" w:history="1">{text}</w:hyperlink>'
        elif run.href:
            text = f'<w:hyperlink r:id="{self._relation(run.href)}" w:history="1">{text}</w:hyperlink>'
        # Quotation marks end the entry and a colon begins a sub-entry of Word's index.
        name = self.index.get(run.index, "").replace('"', "”").replace(":", "\\:")
        return text + (_field(f'XE "{name}"') if name else "")

    def _tracked(self, text: str, change: str) -> str:
        """As a change that Word tracks, to be accepted or refused there."""
        self.changes += 1
        name = "ins" if change == "added" else "del"
        if name == "del":
            text = text.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        meta = self.paper.meta
        # Ids of tracked changes and of bookmarks share one range.
        who = f'w:author={quoteattr(meta.forum)} w:date="{meta.date[:10]}T00:00:00Z"'
        return f'<w:{name} w:id="{_CHANGES_FROM + self.changes}" {who}>{text}</w:{name}>'

    def _relation(self, address: str) -> str:
        if address not in self.addresses:
            self.addresses[address] = self.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self.addresses[address]


def _places(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield section.id
        yield from (block.id for block in section.blocks)
        yield from _places(section.sections)


def _headings(sections: Iterable[Section], level: int = 1) -> Iterator[tuple[int, Section]]:
    for section in sections:
        yield level, section
        if level < 3:
            yield from _headings(section.sections, level + 1)


def _run(text: str, rtl: bool, run: Run | None = None) -> str:
    """A run of text; ``run`` tells how it is set."""
    marks = "<w:b/><w:bCs/>" if run and run.strong else ""
    marks += "<w:i/><w:iCs/>" if run and run.emph else ""
    if run and (run.href or run.ref):
        marks = '<w:rStyle w:val="Hyperlink"/>' + marks
    own = run.lang if run else ""
    if (direction(own) == "rtl") if own else rtl:
        marks += "<w:rtl/>"
    if own:
        marks += f"<w:lang w:val={quoteattr(own)} w:eastAsia={quoteattr(own)} w:bidi={quoteattr(own)}/>"
    look = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


_FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def _field_begin(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _field(code: str) -> str:
    """A field without a text of its own."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f"{_FIELD_END}"
    )


def _aligned(side: str) -> str:
    return f'<w:jc w:val="{side}"/>' if side != "start" else ""


def _put_logo(document: Any, paper: Paper) -> None:
    run = document.paragraphs[0].insert_paragraph_before(style="Cover Line").add_run()
    _put_picture(run, base64.b64decode(paper.meta.look.logo), Cm(2), paper.meta.look.logo_alt)


def _put_picture(run: Any, png: bytes, height: Any, words: str) -> None:
    """A picture with the words that stand for it."""
    picture = run.add_picture(io.BytesIO(png), height=height)
    picture._inline.docPr.set("descr", words)  # noqa: SLF001 - python-docx has no name for it


def _with_fixed_days(packed: io.BytesIO) -> bytes:
    """The same package without the time at which it was packed."""
    result = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _DAY), old.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


@cache
def _design() -> str:
    folder = Path(__file__).resolve().parent
    return hashlib.sha256(b"\0".join((folder / name).read_bytes() for name in _SOURCES)).hexdigest()[:12]
