"""Files of every kind are told by their content, and hostile ones are refused with a sentence."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forums.imports.content import UnreadableFileError
from forums.imports.files import LARGEST, read_file

from .readings import background, event, read, schedule_xml, workbook

AGENDA = workbook([["title", "day", "start", "end"], ["Talk", "2026-06-01", "9:00", "10:00"]])
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(data=AGENDA, **parts):
    """The workbook with these parts instead of its own."""
    stream = io.BytesIO()
    parts = {name.replace("__", "/"): part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return stream.getvalue()


def sheet(rows):
    return packed(**{"xl/worksheets/sheet1.xml": SHEET.format(rows)})


HOSTILE = {
    "empty": (b"", "The file is empty."),
    "blank": (b" \r\n", "The file is empty."),
    "100 MB": (bytes(LARGEST + 1), "The file has 20 MB; an agenda may have 20. Take out pictures"),
    "a picture called .xlsx": (b"\x89PNG\r\n\x1a\n", "This is a picture, not an agenda."),
    "a PDF": (b"%PDF-1.7", "This is a PDF, not an agenda."),
    "a calendar": (b"BEGIN:VCALENDAR\r\n", "This is a calendar, not an agenda."),
    "a web page": (b"<!DOCTYPE html><html>", "This is a web page, not an agenda."),
    "binary": (b"\x01\x02\x00\x00\x03", "This is no text and no workbook."),
    "prose": (b"hello world", "No row names the columns."),
    "a quotation mark left open": (b'title,day\n"' + b"x" * 200_000, "Line 2 cannot be read"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "The workbook is protected by a password."),
    "xls": (OLE + bytes(100), "This is a workbook in Excel's old format (.xls)."),
    "cut off": (AGENDA[:-100], "The workbook is cut off or damaged."),
    "another archive": (packed(io.BytesIO(b"PK\x05\x06" + bytes(18)).getvalue(), a=b""), "This is an archive"),
    "macros": (packed(**{"xl/vbaProject.bin": b"x"}), "The workbook carries macros (.xlsm)."),
    "a zip bomb": (packed(**{"xl/worksheets/sheet1.xml": bytes(51_000_000)}), "The workbook unpacks to 51 MB"),
    "a bomb of styles": (packed(**{"xl/styles.xml": bytes(6_000_000)}), "The workbook unpacks to 6 MB"),
    "a bomb of cells": (sheet("<row/>" * 1_600_000), "The workbook unpacks to 10 MB"),
    "a row far down": (sheet('<row r="9999999"><c t="str"><v>x</v></c></row>'), "Sheet “Sheet 0” goes on below row"),
    "entities in a sheet": (
        packed(**{"xl/worksheets/sheet1.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "The workb",
    ),
    "a broken sheet": (packed(**{"xl/worksheets/sheet1.xml": "<a"}), "The workbook is damaged (ParseError)."),
    "entities": (b'<!DOCTYPE a [<!ENTITY b "c">]><schedule>&b;</schedule>', "This XML declares a document type"),
    "a document type": (b'<!DOCTYPE schedule SYSTEM "http://x.test/"><schedule/>', "This XML declares a document type"),
    "other XML": (b"<feed/>", "This is XML (<feed>) but no schedule."),
    "broken XML": (b"<schedule><day>", "This XML is broken"),
    "XML in no encoding": (b'<?xml version="1.0" encoding="klingon"?><schedule/>', "This XML is broken"),
    "an empty schedule": (b"<schedule/>", "There is no session in the file"),
    "other JSON": (b'{"a": 1}', "This is JSON but no schedule."),
    "broken JSON": (b'{"days": [', "This JSON is broken"),
    "deep JSON": (b"[" * 100_000, "This JSON is broken"),
    "a long number": (b'{"days": ' + b"9" * 5000 + b"}", "This JSON is broken"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    data, told = HOSTILE[name]
    with pytest.raises(UnreadableFileError) as refused:
        read(data)
    assert str(refused.value).startswith(told)


def test_more_sessions_than_any_forum_has_are_refused():
    with pytest.raises(UnreadableFileError, match=r"more than 5,000 sessions. Split it, a file for each day"):
        read("title\n" + "a\n" * 5_001)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_says_itself_how_it_is_encoded(encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + schedule_xml(event("Überblick"))
    assert read(text.encode(encoding)).entries[0].title == "Überblick"


@given(
    data=st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: f"title,day,start,end,speakers\n{text}".encode("utf-8", "ignore"))
)
@settings(max_examples=60)
def test_garbage_is_never_a_server_error(data):
    with suppress(UnreadableFileError):
        read_file(data, background())


@given(place=st.integers(0, len(AGENDA) - 1), byte=st.integers(0, 255))
@settings(max_examples=40)
def test_a_workbook_with_one_wrong_byte_is_never_a_server_error(place, byte):
    with suppress(UnreadableFileError):
        read_file(AGENDA[:place] + bytes([byte]) + AGENDA[place + 1 :], background())
