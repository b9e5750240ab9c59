"""Tables as text: in whatever encoding and with whatever separator a spreadsheet saved them."""

import codecs
import csv
import io
import re

from .columns import Row, Table, column_of
from .content import MOST_ENTRIES, UnreadableFileError, too_many

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", ";", "\t", "|")
# The apostrophe that our exports, and careful people, put where a spreadsheet would begin to read a formula.
_GUARD = re.compile(r"(?:^|(?<=[;\t\n]))'(?=[\t\n]|[^\S\t\n]*[=+\-@＝＋－＠])")
# Rows that are no sessions: headings, spaces between.
_ROOM_FOR_BLANKS = 5


def decode(data: bytes) -> str:
    """The bytes as text: as they are marked, as UTF-8, or as Windows in China or Western Europe would have it."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _unmarked_utf16(data)
    if not encoding and b"\0" in data:
        raise UnreadableFileError("This is no text and no workbook. Save the agenda as XLSX or as CSV in UTF-8.")
    for candidate in [encoding] if encoding else ["utf-8", *(["gb18030"] if _is_chinese(data) else []), "cp1252"]:
        try:
            return data.decode(candidate)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("The file is in an unknown encoding. Save it as CSV in UTF-8, or as XLSX.")


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 by the empty halves of its commas and line breaks: all of them first, or all of them second."""
    first, second = data[:4000:2].count(0), data[1:4000:2].count(0)
    if second > 2 * first:
        return "utf-16-le"
    return "utf-16-be" if first > 2 * second else ""


def _is_chinese(data: bytes) -> bool:
    """Whether what is not ASCII stands in pairs, as in GB 18030, instead of alone between letters, as é does."""
    runs = re.findall(rb"[\x80-\xff]+", data[:200_000])
    return sum(len(run) % 2 == 0 for run in runs) * 5 > len(runs) * 4


def read_csv(text: str) -> Table:
    """The rows with the lines that they begin on; the separator is the one that makes a header of some row."""
    if declared := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):
        separator = declared[1]
        # The line stays, empty, so that the others keep their numbers.
        text = text[declared.end() - 1 :]
    else:
        separator = max(_SEPARATORS, key=lambda it: _columns_known(text, it))
    rows = []
    begins = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            if cells:
                rows.append(Row(f"line {begins}", [_GUARD.sub("", cell) for cell in cells]))
            begins = reader.line_num + 1
            if len(rows) > MOST_ENTRIES * _ROOM_FOR_BLANKS:
                raise too_many()
    except csv.Error as error:
        raise UnreadableFileError(
            f"Line {begins} cannot be read ({error}). Look for a quotation mark that is not closed, or save as XLSX."
        ) from error
    return Table("", rows)


def _columns_known(text: str, separator: str) -> int:
    """How many columns the best of the first rows names, if this separates them."""
    try:
        rows = [
            row
            for row, _ in zip(
                csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator), range(30), strict=False
            )
        ]
    except csv.Error:
        return 0
    return max((sum(bool(column_of(cell)) for cell in row) for row in rows), default=0)
