"""A table of texts as a spreadsheet and as a Word document: what is answered comment by comment.

What people wrote is text to both: a cell that looks like a formula is marked as typed text, and stays so when edited.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from xlsxwriter import Workbook

# Where a spreadsheet would begin to read a formula.
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]")
# No cell shows them, and XML cannot hold them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CELL_LIMIT = 32_767

Row = Sequence[str | int]


def matrix_xlsx(title: str, header: Sequence[str], widths: Sequence[int], rows: Sequence[Row]) -> bytes:
    """The rows as a workbook of one sheet; ``widths`` in characters. A text too long for a cell is cut off there."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": _clean(title)})
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        # As if typed with an apostrophe.
        quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        sheet = book.add_worksheet("Comments")
        for column, (name, width) in enumerate(zip(header, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, heading)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell, plain)
                elif cell:
                    text = _clean(cell)[:_CELL_LIMIT]
                    sheet.write_string(number, column, text, quoted if _FORMULA.search(text) else plain)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return stream.getvalue()


def matrix_docx(title: str, about: str, header: Sequence[str], widths: Sequence[int], rows: Sequence[Row]) -> bytes:
    """The rows as a table on landscape A4, its head repeated on every page; ``about`` stands below the title."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.5)
    document.core_properties.title = _clean(title)[:255]
    document.core_properties.author = ""
    document.styles["Normal"].font.size = Pt(9)
    document.add_heading(_clean(title), level=1)
    if about:
        document.add_paragraph(_clean(about))
    table = document.add_table(rows=1 + len(rows), cols=len(header), style="Table Grid")
    table.autofit = False
    room = Cm(26.7) / sum(widths)
    # Row by row from the table's own list: asked for one by one, each cell is looked for from the front.
    for number, (line, cells) in enumerate(zip([header, *rows], table.rows, strict=True)):
        for cell, text, width in zip(cells.cells, line, widths, strict=True):
            cell.width = int(room * width)
            run = cell.paragraphs[0].add_run(_clean(str(text)))
            run.bold = number == 0
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)  # noqa: SLF001 - no other way in the library
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text)
