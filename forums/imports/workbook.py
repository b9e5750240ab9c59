"""Workbooks (XLSX): looked at as an archive first, so that nothing in them can fill the memory, then read as values."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from .columns import Row, Table
from .content import UnreadableFileError

# Bytes when unpacked. A workbook of 5,000 sessions has 10 million; parts other than sheets and texts have few.
_LARGEST_UNPACKED = 50_000_000
_LARGEST_PART = 5_000_000
_MOST_PARTS = 2_000
_WIDEST = 200
# Rows of all sheets together, empty ones too.
_LAST_ROW = 50_000
# Elements of all sheets and texts; 5,000 sessions in twenty columns make half a million.
_MOST_ELEMENTS = 1_500_000
_OTHERS = {
    "word/document.xml": "a text document",
    "ppt/presentation.xml": "a presentation",
    "content.xml": "an OpenDocument file",
    "xl/workbook.bin": "a binary workbook (.xlsb)",
}


def read_workbook(data: bytes) -> list[Table]:
    """The visible sheets in their order. Raises UnreadableFileError for everything that is not a plain workbook."""
    _inspect(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return [
                Table(sheet.title, list(_rows(sheet, named=len(book.worksheets) > 1)))
                for sheet in book.worksheets
                if isinstance(sheet, ReadOnlyWorksheet) and sheet.sheet_state == "visible"
            ]
        finally:
            book.close()
    except UnreadableFileError:
        raise
    except Exception as error:
        # openpyxl answers a broken workbook with whatever it trips over.
        raise UnreadableFileError(
            f"The workbook is damaged ({type(error).__name__}). Open it, save it as a new .xlsx file and try again."
        ) from error


def _inspect(data: bytes) -> None:
    """Refuse what is no workbook, carries macros, or would unpack to more than an agenda can have."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _inspect_parts(archive, parts)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError) as error:
        raise UnreadableFileError(
            "The workbook is cut off or damaged. Save it as .xlsx and upload it again."
        ) from error


def _inspect_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        what = next((what for name, what in _OTHERS.items() if name in names), "an archive")
        raise UnreadableFileError(f"This is {what}, not a workbook. Save the agenda as .xlsx or as CSV.")
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError("The workbook is protected by a password. Save it without one.")
    # What a part unpacks to is never more than it says here.
    unpacked = sum(part.file_size for part in parts)
    large = [part for part in parts if part.file_size > _LARGEST_PART and not _may_be_large(part.filename)]
    is_too_large = unpacked > _LARGEST_UNPACKED or large or len(parts) > _MOST_PARTS
    if is_too_large or sum(_elements(archive, part) for part in parts) > _MOST_ELEMENTS:
        raise UnreadableFileError(
            f"The workbook unpacks to {unpacked / 1_000_000:,.0f} MB, more than an agenda has. "
            "Copy the agenda alone into a new workbook."
        )
    kinds = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in kinds or any(name.endswith("vbaProject.bin") for name in names):
        raise UnreadableFileError("The workbook carries macros (.xlsm). Save it as .xlsx, without them.")


def _elements(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many elements a part of XML has, more or less: counted, not parsed, a little at a time."""
    if not part.filename.endswith((".xml", ".rels")):
        return 0
    total = 0
    with archive.open(part) as stream:
        while piece := stream.read(1_000_000):
            total += piece.count(b"<") - piece.count(b"</")
    return total


def _may_be_large(name: str) -> bool:
    return name.startswith(("xl/worksheets/", "xl/sharedStrings", "xl/media/"))


def _rows(sheet: ReadOnlyWorksheet, *, named: bool) -> Iterator[Row]:
    """The rows that have something in them, by their numbers."""
    # Written by whoever made the file, and often wrong.
    sheet.reset_dimensions()
    where = f"{sheet.title}, row " if named else "row "
    rows: Iterator[Sequence[Any]] = sheet.iter_rows(max_row=_LAST_ROW + 1, max_col=_WIDEST, values_only=True)  # type: ignore[misc]
    for number, cells in enumerate(rows, 1):
        if number > _LAST_ROW:
            raise UnreadableFileError(
                f"Sheet “{sheet.title}” goes on below row {_LAST_ROW:,}. Copy the agenda alone into a new workbook."
            )
        if any(cell is not None and cell != "" for cell in cells):
            yield Row(f"{where}{number}", _trimmed(cells))


def _trimmed(cells: Sequence[Any]) -> Sequence[Any]:
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return cells[:end]
