"""What a file is, told by its content and never by its name, and how it is read. The one way in."""

import re

from . import columns, frab, sheets, workbook
from .content import Background, Reading, UnreadableFileError

# Schedules of a thousand sessions have two megabytes.
LARGEST = 20 * 1024 * 1024
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"{\\rtf", "a text document"),
    (b"BEGIN:VCALENDAR", "a calendar"),
)
_USE = "Save the agenda as XLSX or CSV, or take schedule.xml or schedule.json."


def read_file(data: bytes, background: Background) -> Reading:
    """The agenda in the file. Raises UnreadableFileError, which says why and what to do, and nothing else."""
    if len(data) > LARGEST:
        raise UnreadableFileError(too_large(len(data)))
    if not data.strip():
        raise UnreadableFileError("The file is empty.")
    reading = _read(data, background)
    if not reading.entries and not reading.refused:
        raise UnreadableFileError("There is no session in the file, below its columns or in its days.")
    return reading


def too_large(size: int) -> str:
    """What is said of a file of so many bytes."""
    return (
        f"The file has {size / 1024 / 1024:,.0f} MB; an agenda may have {LARGEST // 1024 // 1024}. Take out pictures, "
        "or split it, a file for each day."
    )


def _read(data: bytes, background: Background) -> Reading:
    if data.startswith(b"PK"):
        return columns.read_tables(workbook.read_workbook(data), background)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # Both are the same container of old; an encrypted workbook names what is inside.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableFileError("The workbook is protected by a password. Save it without one.")
        raise UnreadableFileError("This is a workbook in Excel's old format (.xls). Save it as .xlsx.")
    for signature, what in _SIGNATURES:
        if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(signature):
            raise UnreadableFileError(f"This is {what}, not an agenda. {_USE}")
    text = sheets.decode(data)
    beginning = text[:2000].lstrip().casefold()
    if re.match(r"<!doctype html|<html", beginning):
        raise UnreadableFileError(f"This is a web page, not an agenda. {_USE}")
    if beginning.startswith("<"):
        # From the bytes, which say themselves how they are encoded.
        return frab.read_xml(data, background)
    if beginning.startswith(("{", "[")):
        return frab.read_json(text, background)
    return columns.read_tables([sheets.read_csv(text)], background)
