"""The empty table to fill in: the columns that most agendas need, each told what belongs in it."""

import csv
import io

from xlsxwriter import Workbook

from .kinds import KINDS

COLUMNS = {
    "Code": "A short name that stays, like ts-5: it finds the session again when the file is imported once more. Part "
    "of the public address. May be empty.",
    "Part of": "The code or the title of the session that this one is part of.",
    "Day": "Like 2026-12-31. Empty: the day of the row above.",
    "Start": "Like 09:30, on the clocks of the edition. Before 04:00: the night after that day.",
    "End": "Like 10:45; or fill in the duration.",
    "Duration": "Like 1:15 or 75 min.",
    "Kind": f"One of: {', '.join(KINDS)}.",
    "Number": "Within its kind, like 5.",
    "Title": "The one column that no row may leave empty.",
    "Theme": "The line below the title.",
    "Description": "Paragraphs.",
    "Track": "By its name; a new one is added to the edition.",
    "Room": "By its name; a new one is added to the edition. “All rooms” for a break.",
    "Languages": "Of the floor: en, zh, fr, es, ru, ar.",
    "Interpretation": "Into: en, zh, fr, es, ru, ar.",
    "Chairs": "One a line: Name, Title, Title.",
    "Moderators": "One a line: Name, Title, Title.",
    "Speakers": "One a line: Name, Title, Title. “Delegate of …” for a seat without a name.",
    "Rapporteurs": "One a line: Name, Title, Title.",
    "Status": "planned, held or cancelled.",
    "Livestream": "A web address.",
}


def template_csv() -> bytes:
    """The header as CSV, marked as UTF-8 for Excel."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(COLUMNS)
    return text.getvalue().encode("utf-8-sig")


def template_xlsx() -> bytes:
    """The header as a workbook, with a note on each column."""
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Agenda")
        heading = book.add_format({"bold": True})
        # Text, or a spreadsheet makes times and numbers of what it takes for such.
        plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for column, (name, note) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, 40 if name in {"Title", "Description", "Speakers"} else 16, plain)
            sheet.write_string(0, column, name, heading)
            sheet.write_comment(0, column, note)
        sheet.data_validation(
            1,
            list(COLUMNS).index("Kind"),
            5000,
            list(COLUMNS).index("Kind"),
            {"validate": "list", "source": list(KINDS)},
        )
        sheet.freeze_panes(1, 0)
    return stream.getvalue()
