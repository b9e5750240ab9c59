"""Styles, page and properties of the Word document: what somebody who edits it finds in the style list."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from reports.paper.content import Paper
from reports.renderers.markup import direction

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_ACCENT = "#173a5e"
# Letters that every office has, for Latin, Han and Arabic.
_FACES = {"serif": ("Cambria", "SimSun", "Times New Roman"), "sans": ("Calibri", "SimHei", "Arial")}


def set_styles(document: Any, paper: Paper) -> None:
    """The styles, in the colours and letters of the forum."""
    look = paper.meta.look
    accent = look.accent if _COLOUR.fullmatch(look.accent) else _ACCENT
    colour = RGBColor.from_string(accent[1:].upper())
    quiet = RGBColor(0x56, 0x5C, 0x66)
    styles = document.styles
    faces = _FACES[look.face]
    _face(styles["Normal"], faces)
    styles["Normal"].font.size = Pt(11.5)
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    tag = quoteattr(paper.lang)
    defaults.append(parse_xml(f"<w:lang {nsdecls('w')} w:val={tag} w:eastAsia={tag} w:bidi={tag}/>"))
    sizes = {"Title": 30, "Subtitle": 15, "Heading 1": 22, "Heading 2": 16, "Heading 3": 13, "Heading 4": 11.5}
    for name, size in sizes.items():
        style = styles[name]
        _face(style, faces)
        style.font.size, style.font.color.rgb, style.font.bold = Pt(size), colour, name == "Heading 3"
        style.font.italic = name in {"Subtitle", "Heading 4"}
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size), Pt(6)
    styles["Header"].font.size = Pt(9)
    styles["Heading 1"].paragraph_format.page_break_before = True
    styles["Heading 1"].paragraph_format.space_after = Pt(18)
    body = styles["Body Text"].paragraph_format
    body.space_after, body.line_spacing = Pt(8), 1.25
    new: dict[str, dict[str, Any]] = {
        "Lead": {"italic": True, "color": colour},
        "Collective": {"border": accent},
        "Outcome Point": {"border": accent},
        "Quiet": {"color": quiet, "size": 10},
        "Cover Line": {"color": quiet, "size": 12, "after": 10},
        "Draft Mark": {"bold": True, "color": RGBColor(0x9B, 0x2C, 0x1D), "size": 12},
        "Colophon": {"color": quiet, "size": 10, "after": 2},
        "Table Head": {"bold": True, "color": colour, "size": 10, "after": 0},
        "Table Cell": {"size": 10, "after": 0},
        "Index 1": {"size": 10, "after": 3},
        "TOC 1": {"bold": True, "after": 3, "before": 9},
        "TOC 2": {"left": 0.6, "after": 3},
        "TOC 3": {"left": 1.2, "size": 10, "after": 2},
    }
    for name, wanted in new.items():
        _add_style(styles, name, **wanted)
    hyperlink = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    hyperlink.font.color.rgb = colour


def _add_style(
    styles: Any,
    name: str,
    *,
    size: float = 11.5,
    bold: bool = False,
    italic: bool = False,
    color: RGBColor | None = None,
    border: str = "",
    left: float = 0,
    before: float = 0,
    after: float = 8,
) -> None:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold or None, italic or None
    if color is not None:
        style.font.color.rgb = color
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.left_indent = Pt(before), Pt(after), Cm(left) if left else None
    if border:
        edge = f'<w:left w:val="single" w:sz="12" w:space="8" w:color="{border[1:]}"/>'
        # First of what is there: the schema wants borders before spacing.
        style.element.get_or_add_pPr().insert(0, parse_xml(f"<w:pBdr {nsdecls('w')}>{edge}</w:pBdr>"))


def _face(style: Any, faces: tuple[str, str, str]) -> None:
    latin, han, arabic = faces
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, face in (("ascii", latin), ("hAnsi", latin), ("eastAsia", han), ("cs", arabic)):
        fonts.set(qn(f"w:{name}"), face)


def set_page(document: Any, paper: Paper, header: str, mark: str) -> None:
    """A4 with a running head, which is given as a paragraph of finished markup; only its mark on the first page."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.different_first_page_header_footer = True
    properties = document.element.body.sectPr
    if direction(paper.lang) == "rtl":
        properties.find(qn("w:docGrid")).addprevious(parse_xml(f"<w:bidi {nsdecls('w')}/>"))
    section.header.is_linked_to_previous = False
    head = section.header.part.element
    head.replace(head[0], parse_xml(header))
    if mark:
        section.first_page_header.is_linked_to_previous = False
        first = section.first_page_header.part.element
        first.replace(first[0], parse_xml(f"<w:p {nsdecls('w')}>{mark}</w:p>"))
    # Word asks once whether it may count the pages of contents and index.
    update = parse_xml(f'<w:updateFields {nsdecls("w")} w:val="true"/>')
    document.settings.element.find(qn("w:compat")).addprevious(update)


def watermark(words: str) -> str:
    """A run with the words across the page, as Word makes its own watermarks (VML, ECMA-376 part 4, 19.1)."""
    spaces = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    place = (
        "position:absolute;margin-left:0;margin-top:0;width:400pt;height:150pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    shape = (
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" style="{place}" '
        f'alt="" o:allowincell="f" fillcolor="#c9d0d8" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" string={quoteattr(words)}/></v:shape>'
    )
    return f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict {spaces}>{shape}</w:pict></w:r>"


def set_properties(document: Any, paper: Paper, digest: str) -> None:
    """What the file says of itself; its days are those of the paper, not of its making.

    ``digest`` is the SHA-256 of the paper's canonical form: it leads to the content, which stands beside as JSON.
    """
    meta, properties = paper.meta, document.core_properties
    day = datetime.combine(datetime.fromisoformat(meta.date[:10]).date(), time())
    properties.title, properties.subject = meta.title[:255], meta.theme[:255]
    properties.author = "; ".join(meta.issuers)[:255]
    properties.keywords, properties.language = ", ".join(meta.keywords)[:255], paper.lang
    properties.comments = meta.symbol[:255]
    properties.identifier = f"urn:sha256:{digest}"
    properties.last_modified_by = ""
    properties.created = properties.modified = day
    properties.revision = 1
