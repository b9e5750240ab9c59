"""The agenda as a table, a row for each session: CSV and XLSX, made from a release's content alone."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from xlsxwriter import Workbook

from . import words
from .content import in_language
from .reading import held_in, lines, nearest, programme_day, titles

Tree = dict[str, Any]
Row = dict[str, str | int]

# The columns with their widths in characters. A part overlaps the session that it is part of: rows are what is in the
# programme, in its order, and whoever adds up hours leaves out the rows that have a parent.
COLUMNS = {
    "code": 22,
    "day": 11,
    "start": 7,
    "end": 7,
    "kind": 16,
    "number": 8,
    "title": 45,
    "theme": 45,
    "track": 20,
    "room": 20,
    "all_rooms": 10,
    "languages": 14,
    "interpretation": 14,
    "chairs": 40,
    "moderators": 40,
    "speakers": 60,
    "rapporteurs": 40,
    "status": 10,
    "parent": 22,
    "starts_at": 26,
    "ends_at": 26,
    "url": 40,
}
_PEOPLE = {
    "chair": "chairs",
    "presiding": "chairs",
    "onsite-moderator": "moderators",
    "online-moderator": "moderators",
    "rapporteur": "rapporteurs",
}
# No cell shows them, and some readers of CSV stop at the first.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
# Where a spreadsheet would begin to read a formula. Not only in front: where the list separator is a semicolon, Excel
# splits a line of CSV there and at line breaks, whatever the quotes say, and what follows begins a cell.
_FORMULA = re.compile(r"^(?=[\t\n])|(?:^|(?<=[;\t\n]))(?=[^\S\t\n]*[=+\-@＝＋－＠])")


def agenda_csv(tree: Tree, *, language: str, site: str, known: frozenset[str]) -> bytes:
    """The sessions as CSV (RFC 4180), in UTF-8, marked as such for Excel."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in _rows(tree, language, site, known):
        writer.writerow([safe_cell(str(cell)) for cell in row.values()])
    return text.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """A cell of CSV in which no spreadsheet reads a formula."""
    return _FORMULA.sub("'", text)


def agenda_xlsx(tree: Tree, *, times: Mapping[int, datetime], language: str, site: str, known: frozenset[str]) -> bytes:
    """The same rows as a workbook; a text longer than Excel's 32,767 characters is cut off there."""
    stream = io.BytesIO()
    # In memory, the files inside are all dated 1980: equal content, equal bytes.
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": times[max(times)].astimezone(UTC)})
        heading = book.add_format({"bold": True})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        # As if typed with an apostrophe: text it stays, even when somebody edits the cell.
        quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        sheet = book.add_worksheet("Agenda")
        if language == "ar":
            sheet.right_to_left()
        for column, (name, width) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, heading)
        count = 0
        for count, row in enumerate(_rows(tree, language, site, known), 1):
            for column, cell in enumerate(row.values()):
                if isinstance(cell, int):
                    sheet.write_number(count, column, cell, plain)
                elif cell:
                    sheet.write_string(count, column, _no_markup(cell), quoted if _FORMULA.search(cell) else plain)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
    return stream.getvalue()


def _rows(tree: Tree, language: str, site: str, known: frozenset[str]) -> Iterator[Row]:
    tree = in_language(tree, [language, *tree["edition"]["languages"], "en"], known)
    edition = tree["edition"]
    address = f"{site}/{edition['forum_slug']}/{edition['slug']}/sessions"
    names = {name: {entry["slug"]: entry["name"] for entry in tree[f"{name}s"]} for name in ("room", "track")}
    people = {speaker["slug"]: ", ".join([speaker["name"], *titles(speaker)]) for speaker in tree["speakers"]}
    for line in lines(tree["sessions"]):
        session = line[-1]
        place = held_in(line)
        row: Row = dict.fromkeys(COLUMNS, "")
        row |= {name: session[name] for name in ("code", "title", "theme")}
        row |= {name: session[name] or "" for name in ("number", "starts_at", "ends_at")}
        row |= _clock(session, edition["starts_on"])
        row |= {
            "kind": words.kind(session["kind"], language),
            "status": words.status(session["status"], language),
            "track": names["track"].get(nearest(line, "track"), ""),
            "room": names["room"].get(place["room"], ""),
            "all_rooms": words.phrase("yes", language) if place["all_rooms"] else "",
            "languages": ", ".join(nearest(line, "floor_languages") or []),
            "interpretation": ", ".join(nearest(line, "interpretation_languages") or []),
            "parent": line[-2]["code"] if len(line) > 1 else "",
            "url": f"{address}/{session['code']}/",
        }
        row |= _credited(session, people, language)
        yield {name: _plain(cell) if isinstance(cell, str) else cell for name, cell in row.items()}


def _clock(session: Tree, first: str | None) -> Row:
    """The times on the wall, and the day of the programme that they belong to; none is before the edition's first."""
    if not session["starts_at"]:
        return {}
    start, end = (datetime.fromisoformat(session[name]) for name in ("starts_at", "ends_at"))
    return {"day": programme_day(session["starts_at"], first), "start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}


def _credited(session: Tree, people: dict[str, str], language: str) -> Row:
    """Who does what, a line for each; nobody, and no delegation, where the attribution regime names nobody."""
    found: dict[str, dict[str, None]] = {}
    for credit in session["credits"] if session["attribution"] == "named" else []:
        seat = credit["seat_of"]
        who = people[credit["speaker"]] if credit["speaker"] else words.delegate_of(seat["name"], language)
        # Once, even of somebody who speaks twice.
        found.setdefault(_PEOPLE.get(credit["role"], "speakers"), {})[who] = None
    return {column: "\n".join(names) for column, names in found.items()}


def _plain(text: str) -> str:
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _no_markup(text: str) -> str:
    """The text as nothing but text: the library writes out a cell that is all ``<r>…</r>`` as the XML it looks like."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
