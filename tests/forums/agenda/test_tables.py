"""The agenda as a table: its rows, what no cell may do to a spreadsheet, and both files read by others."""

import csv
import io
import json
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from forums.agenda.content import RoomEntry, TrackEntry
from forums.agenda.tables import agenda_csv, agenda_xlsx
from forums.languages import CODES

from .entries import agenda, organization, person, seat, session, speaker

TIMES = {1: datetime(2022, 11, 1, 9, 30, tzinfo=UTC), 2: datetime(2022, 11, 2, 10, tzinfo=UTC)}
MINISTRY = organization("ministry", "Ministry of Things", "MoT")
COLUMNS = [
    "code", "day", "start", "end", "kind", "number", "title", "theme", "track", "room", "all_rooms", "languages",
    "interpretation", "chairs", "moderators", "speakers", "rapporteurs", "status", "parent", "starts_at", "ends_at",
    "url",
]  # fmt: skip


def common(published, language):
    tree = published if isinstance(published, dict) else json.loads(published.to_json())
    return tree, {"language": language, "site": "https://plenary.example", "known": frozenset(CODES)}


def as_csv(published, *, language="en"):
    tree, rest = common(published, language)
    return agenda_csv(tree, **rest)


def as_xlsx(published, *, language="en"):
    tree, rest = common(published, language)
    return agenda_xlsx(tree, times=TIMES, **rest)


def rows(written):
    """The rows of a CSV file as a program reads them."""
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline=""), strict=True))


def column(published, name, **values):
    return [row[name] for row in rows(as_csv(published, **values))]


def sheet(written):
    return openpyxl.load_workbook(io.BytesIO(written))["Agenda"]


def cells(written):
    """The rows of a workbook below its heading."""
    return [list(row) for row in sheet(written).iter_rows(min_row=2, values_only=True)]


def forum(*sessions, **values):
    """An agenda with a hall, a salon and a track."""
    return replace(
        agenda(*sessions, forum_slug="forum", slug="forum-2022", **values),
        rooms=[RoomEntry("hall", {"en": "Hall", "fr": "Salle"}, 300), RoomEntry("salon", {"en": "Salon"}, None)],
        tracks=[TrackEntry("main", {"en": "Plenaries"})],
        speakers=[
            person("ada", "Ada", titles={"en": ["director of Engines", "fellow, Academy"]}, organization=MINISTRY),
            person("ben", "Ben", organization=MINISTRY),
            person("cy", "Cy"),
        ],
    )


def titled(title):
    """The title of a session as it stands in both files, and whether it is text that Excel does not look into."""
    published = agenda(session("a", title={"en": title}))
    [row], cell = rows(as_csv(published)), sheet(as_xlsx(published))["G2"]
    return row["title"], cell.value, (cell.data_type, cell.quotePrefix)


PLENARY = session(
    "plenary",
    "2022-12-12T09:00:00+08:00 - 2022-12-12T10:30:00+08:00",
    kind="plenary",
    number=1,
    title={"en": "Main Plenary", "fr": "Plénière"},
    theme={"en": "Trust, but “verify”"},
    track="main",
    room="hall",
    floor_languages=["en", "zh-hans"],
    interpretation_languages=["fr"],
    credits=[
        replace(speaker("ada"), role="chair"),
        replace(speaker("cy"), role="presiding"),
        replace(speaker("ben"), role="onsite-moderator"),
        seat(MINISTRY, "online-moderator"),
        replace(speaker("ada"), role="opening-remarks"),
        replace(speaker("ben"), role="keynote"),
        replace(speaker("ada"), role="concluding-remarks"),
        replace(speaker("cy"), role="rapporteur"),
    ],
)


def test_a_session_is_a_row():
    assert rows(as_csv(forum(PLENARY))) == [
        {
            "code": "plenary",
            "day": "2022-12-12",
            "start": "09:00",
            "end": "10:30",
            "kind": "Main Plenary",
            "number": "1",
            "title": "Main Plenary",
            "theme": "Trust, but “verify”",
            "track": "Plenaries",
            "room": "Hall",
            "all_rooms": "",
            "languages": "en, zh-hans",
            "interpretation": "fr",
            "chairs": "Ada, director of Engines, fellow, Academy\nCy",
            "moderators": "Ben, Ministry of Things\nDelegate of Ministry of Things",
            "speakers": "Ada, director of Engines, fellow, Academy\nBen, Ministry of Things",
            "rapporteurs": "Cy",
            "status": "Planned",
            "parent": "",
            "starts_at": "2022-12-12T09:00:00+08:00",
            "ends_at": "2022-12-12T10:30:00+08:00",
            "url": "https://plenary.example/forum/forum-2022/sessions/plenary/",
        }
    ]


def test_lines_of_csv_are_what_the_rfc_says():
    written = as_csv(agenda(session("a", title={"en": 'A, "B"'}, theme={"en": "one\ntwo"})))
    assert written.decode() == (
        "\ufeff" + ",".join(COLUMNS) + "\r\n"
        'a,,,,Panel Discussion,,"A, ""B""","one\ntwo",,,,,,,,,,Planned,,,,https://plenary.example///sessions/a/\r\n'
    )


def test_an_agenda_without_sessions_is_a_heading():
    assert rows(as_csv(agenda())) == cells(as_xlsx(agenda())) == []
    assert [cell.value for cell in sheet(as_xlsx(agenda()))[1]] == COLUMNS


def test_rows_are_in_the_order_of_the_programme_with_parts_below_their_session():
    published = agenda(session("plenary", "", session("panel", "", session("part"))), session("lunch", kind="break"))
    assert [(row["code"], row["parent"]) for row in rows(as_csv(published))] == [
        ("plenary", ""), ("panel", "plenary"), ("part", "panel"), ("lunch", ""),
    ]  # fmt: skip


def test_a_part_is_where_its_session_is_unless_it_says_otherwise():
    values = {"room": "hall", "track": "main", "floor_languages": ["en"], "interpretation_languages": ["fr"]}
    parts = [
        session("same"),
        session("own", room="salon", floor_languages=["fr"], interpretation_languages=["en"]),
        session("lunch", all_rooms=True),
    ]
    names = ("room", "all_rooms", "track", "languages", "interpretation")
    assert [[row[name] for name in names] for row in rows(as_csv(forum(session("plenary", "", *parts, **values))))] == [
        ["Hall", "", "Plenaries", "en", "fr"],
        ["Hall", "", "Plenaries", "en", "fr"],
        ["Salon", "", "Plenaries", "fr", "en"],
        ["", "yes", "Plenaries", "en", "fr"],
    ]


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "told"),
    [
        ("2022-12-12T22:00:00+08:00", "2022-12-13T01:00:00+08:00", ["2022-12-12", "22:00", "01:00"]),
        ("2022-12-13T03:59:00+08:00", "2022-12-13T05:00:00+08:00", ["2022-12-12", "03:59", "05:00"]),
        ("2022-12-13T04:00:00+08:00", "2022-12-13T05:00:00+08:00", ["2022-12-13", "04:00", "05:00"]),
        ("2022-12-12T00:30:00+08:00", "2022-12-12T01:00:00+08:00", ["2022-12-12", "00:30", "01:00"]),
    ],
    ids=["past-midnight", "night-before", "morning", "before-the-first-day"],
)
def test_the_night_belongs_to_the_day_before(starts_at, ends_at, told):
    [row] = rows(as_csv(agenda(session("party", f"{starts_at} - {ends_at}"))))
    assert [row["day"], row["start"], row["end"]] == told
    assert [row["starts_at"], row["ends_at"]] == [starts_at, ends_at]


def test_the_night_belongs_to_the_day_before_where_the_edition_has_no_days_yet():
    assert column(agenda(session("party", "00:30-01:00"), starts_on=None, ends_on=None), "day") == ["2022-12-11"]


@pytest.mark.parametrize("regime", ["collective", "chatham-house"])
def test_nobody_is_named_where_the_regime_names_nobody(regime):
    closed = replace(PLENARY, attribution=regime)
    [row] = rows(as_csv(forum(closed)))
    assert [row[name] for name in ("chairs", "moderators", "speakers", "rapporteurs")] == ["", "", "", ""]
    assert cells(as_xlsx(forum(closed)))[0][13:17] == [None, None, None, None]


def test_texts_are_in_the_language_asked_for_or_the_edition_s_own():
    [row] = rows(as_csv(forum(PLENARY, languages=["en"]), language="fr"))
    assert [row["title"], row["room"], row["theme"]] == ["Plénière", "Salle", "Trust, but “verify”"]
    assert column(forum(PLENARY, languages=["fr"]), "title", language="es") == ["Plénière"]
    assert column(agenda(session("a", title={"ar": "غداء", "en": "Lunch"})), "title", language="fr") == ["Lunch"]


def test_words_are_in_the_language():
    ministry = seat(replace(MINISTRY, name={"fr": "Ministère"}))
    session_ = replace(PLENARY, status="cancelled", room=None, all_rooms=True, credits=[ministry])
    [row] = rows(as_csv(forum(session_), language="fr"))
    assert [row[name] for name in ("kind", "status", "all_rooms", "speakers")] == [
        "Séance plénière",
        "Annulé",
        "oui",
        "Délégation (Ministère)",
    ]


@pytest.mark.parametrize(
    ("title", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠A", "'＠A"),
        (" =1", "' =1"),
        ("\u3000=1", "'\u3000=1"),
        ("\tA", "'\tA"),
        ("\nA", "'\nA"),
        ("\t=1", "'\t'=1"),
        ("A;=1", "A;'=1"),
        ("A; -B", "A;' -B"),
        ("A\t@B", "A\t'@B"),
        ("A\n=1", "A\n'=1"),
        ("\x00=1", "'=1"),
    ],
)
def test_no_cell_becomes_a_formula(title, guarded):
    in_csv, in_xlsx, kind = titled(title)
    assert in_csv == guarded
    # A workbook says of each cell what it is: the text stays as it was typed.
    assert (in_xlsx, kind) == (title.replace("\x00", ""), ("s", 1))


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_lines_end_alike_and_begin_no_formula(end):
    assert titled(f"A{end}=1") == ("A\n'=1", "A\n=1", ("s", 1))
    assert titled(f"{end}A") == ("'\nA", "\nA", ("s", 1))


@pytest.mark.parametrize(
    "title",
    ["Q&A", "AI-based", "a=b", "Who? What; where", "'quoted'", "1+1", "A, =B", "_x0041_", "<b>&amp;</b>", "", "工作坊"],
)
def test_other_text_stays_as_it_is(title):
    assert titled(title) == (title, title or None, ("s" if title else "n", 0))


def test_control_characters_are_left_out():
    assert titled("A\x00\x07B\x0b\x1f\x7f\x85C\ufffe")[:2] == ("ABC", "ABC")


def test_text_in_a_workbook_is_no_markup():
    title = "<r><t>A</t></r>"
    assert titled(title)[:2] == (title, f"{title} ")
    assert titled("<r> and")[:2] == ("<r> and", "<r> and")
    assert titled("and </r>")[:2] == ("and </r>", "and </r>")


def test_a_text_too_long_for_a_workbook_is_cut_off():
    in_csv, in_xlsx, _ = titled("x" * 40_000)
    assert (len(in_csv), len(in_xlsx)) == (40_000, 32_767)


def test_a_workbook_holds_the_same_rows():
    published = forum(replace(PLENARY, parts=[session("lunch", kind="break", all_rooms=True)]))
    [plenary, lunch] = rows(as_csv(published))
    assert cells(as_xlsx(published)) == [
        [value or None for value in (plenary | {"number": 1}).values()],
        [value or None for value in lunch.values()],
    ]


def test_a_workbook_is_ready_to_be_read():
    book = sheet(as_xlsx(forum(PLENARY)))
    assert (book.freeze_panes, book.auto_filter.ref, book.sheet_view.rightToLeft) == ("B2", "A1:V2", None)
    assert (book["A1"].font.b, book["A2"].font.b, book["P2"].alignment.wrap_text) == (True, False, True)
    assert [(name, book.column_dimensions[name].width // 1) for name in "AG"] == [("A", 22), ("G", 45)]
    assert sheet(as_xlsx(forum(PLENARY), language="ar")).sheet_view.rightToLeft is True


def test_a_workbook_is_dated_as_the_release():
    published = agenda(session("a"))
    properties = openpyxl.load_workbook(io.BytesIO(as_xlsx(published))).properties
    assert f"{properties.created} {properties.modified}" == "2022-11-02 10:00:00 2022-11-02 10:00:00"
    with zipfile.ZipFile(io.BytesIO(as_xlsx(published))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_equal_content_is_equal_bytes():
    assert as_csv(forum(PLENARY)) == as_csv(forum(PLENARY))
    assert as_xlsx(forum(PLENARY)) == as_xlsx(forum(PLENARY))


@pytest.fixture
def sample(published_sample):
    """The sample's forum of 2022 as it is published."""
    return published_sample.agendas["iaicgf-2022"]


@pytest.mark.django_db
def test_the_sample_is_whole(sample):
    table = rows(as_csv(sample))
    assert len(table) == 15
    assert Counter(row["kind"] for row in table) == {
        "Opening": 1, "Main Plenary": 3, "Panel Discussion": 2, "Thematic Session": 7, "Part": 2,
    }  # fmt: skip
    assert [row["code"] for row in table if row["parent"]] == [
        "plenary-3-panel-1", "plenary-3-panel-2", "thematic-2-session-1", "thematic-2-session-2",
    ]  # fmt: skip
    [closed] = [row for row in table if row["code"] == "thematic-2"]
    assert [closed[name] for name in ("chairs", "moderators", "speakers", "rapporteurs")] == ["", "", "", ""]
    filled = [[str(value or "") for value in row] for row in cells(as_xlsx(sample))]
    assert filled == [list(row.values()) for row in table]


@pytest.mark.django_db
@pytest.mark.parametrize("language", CODES)
def test_the_sample_is_the_same_bytes_again(sample, language):
    assert as_csv(sample, language=language) == as_csv(sample, language=language)
    assert as_xlsx(sample, language=language) == as_xlsx(sample, language=language)
