"""Files made small, and what is read out of them."""

import io
from datetime import date
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from forums.imports.content import Background
from forums.imports.files import read_file
from forums.imports.text import key

SHANGHAI = ZoneInfo("Asia/Shanghai")


def background(*names, zone=SHANGHAI):
    return Background(zone, date(2026, 6, 1), date(2026, 6, 3), 2026, frozenset(map(key, names)))


def read(data, *names, zone=SHANGHAI):
    return read_file(data.encode() if isinstance(data, str) else data, background(*names, zone=zone))


def one(data, *names, zone=SHANGHAI):
    """The only entry of a file that has nothing wrong with it."""
    reading = read(data, *names, zone=zone)
    assert reading.refused == []
    [entry] = reading.entries
    return entry


def refusal(data):
    """Why the only entry of a file is refused."""
    reading = read(data)
    assert reading.entries == []
    [refused] = reading.refused
    return refused.reason


def workbook(*sheets):
    """Sheets of rows as a workbook."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def schedule_xml(*events, day='date="2026-06-01"', room='name="Hall"', conference="", generator="frab"):
    return (
        f'<schedule><generator name="{generator}"/><conference>{conference}</conference>'
        f"<day {day}><room {room}>{''.join(events)}</room></day></schedule>"
    )


def event(title="Talk", guid="", number="", **texts):
    texts = {"start": "10:00", "duration": "00:45"} | texts
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in texts.items())
    return f'<event guid="{guid}" id="{number}"><title>{title}</title>{inner}</event>'


def when(entry, zone=SHANGHAI):
    """The times of an entry on the clocks of the edition."""
    return tuple(f"{entry.said[name].astimezone(zone):%m-%d %H:%M}" for name in ("starts_at", "ends_at"))
