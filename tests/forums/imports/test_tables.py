"""Tables: whatever the columns are called, however the cells are typed."""

from datetime import UTC, date, datetime, time

import pytest

from .readings import one, read, refusal, when, workbook

HEADER = "title,day,start,end"


@pytest.mark.parametrize(
    "header",
    [
        "title,day,start,end,room,track,speakers",
        "TITLE, Day ,START_TIME,End Time,Location,Track,Speaker",
        "标题,日期,开始,结束,会场,板块,嘉宾",
    ],
)
def test_columns_go_by_many_names(header):
    entry = one(f"{header}\nTalk,2026-06-01,9:00,10:00,Hall,AI,Ada Lovelace\n")
    assert when(entry) == ("06-01 09:00", "06-01 10:00")
    assert (entry.said["room"], entry.said["track"], entry.mentions[0].name) == ("Hall", "AI", "Ada Lovelace")


def test_columns_come_in_any_order():
    assert when(one("end,room,title,start,day\n10:00,Hall,Talk,9:00,2026-06-01\n")) == ("06-01 09:00", "06-01 10:00")


def test_unknown_columns_are_told_and_not_fatal():
    reading = read("title,catering\nTalk,tea\n")
    assert reading.notes == ["Columns that were not understood, and not read: “catering”."]
    assert [entry.title for entry in reading.entries] == ["Talk"]


@pytest.mark.parametrize("separator", [";", "\t", "|", ","])
def test_separators_are_found(separator):
    assert one("title,day,start,end\nTalk,2026-06-01,9:00,10:00\n".replace(",", separator)).title == "Talk"


def test_a_separator_may_be_declared():
    reading = read("sep=;\ntitle;room\nTalk;\n")
    assert [(entry.title, entry.place) for entry in reading.entries] == [("Talk", "line 3")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_chinese_encodings_are_found(encoding):
    assert one("标题,会场,日期\n开幕式主旨演讲,大会堂,\n".encode(encoding)).title == "开幕式主旨演讲"


def test_western_windows_is_found():
    entry = one("title;room\nÉthique à Genève;Salle fédérale\n".encode("cp1252"))
    assert (entry.title, entry.said["room"]) == ("Éthique à Genève", "Salle fédérale")


@pytest.mark.parametrize(
    ("row", "times"),
    [
        ("2026-06-01,9:00,10:30", ("06-01 09:00", "06-01 10:30")),
        ("2026-06-01,23:00,1:00", ("06-01 23:00", "06-02 01:00")),
        ("2026-06-01,1:00,2:00", ("06-02 01:00", "06-02 02:00")),
        ("2026-06-01,0:00,24:00", ("06-01 00:00", "06-02 00:00")),
        ("Day 2,9:00–10:30,", ("06-02 09:00", "06-02 10:30")),
        (",2026-06-01 09:00,2026-06-01 10:30", ("06-01 09:00", "06-01 10:30")),
        (",2026-06-01T01:00:00Z,2026-06-01T02:30:00Z", ("06-01 09:00", "06-01 10:30")),
    ],
)
def test_times_are_on_the_clocks_of_the_edition(row, times):
    assert when(one(f"{HEADER}\nTalk,{row}\n")) == times


@pytest.mark.parametrize("length", ["45 Minuten", "45", "0:45", "00:45:00"])
def test_a_duration_stands_for_the_end(length):
    assert when(one(f"title,day,start,duration\nTalk,1,9:00,{length}\n")) == ("06-01 09:00", "06-01 09:45")


def test_the_night_is_told():
    assert one(f"{HEADER}\nTalk,2026-06-01,1:00,2:00\n").remarks == ("01:00 is taken as the night after 2026-06-01.",)


def test_a_row_may_leave_its_day_to_the_row_above():
    reading = read(f"{HEADER}\nA,2026-06-02,9:00,10:00\n\nB,,10:00,11:00\n,,,\nMonday 1 June,,,\nC,,9:00,10:00\n")
    assert [when(entry)[0] for entry in reading.entries] == ["06-02 09:00", "06-02 10:00", "06-01 09:00"]
    assert [entry.place for entry in reading.entries] == ["line 2", "line 4", "line 7"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",2026-06-01,9:00,10:00", "It has no title; write one in the column “title”."),
        ("Talk,,9:00,10:00", "It has a start but no day; write one in the column “day”."),
        ("Talk,1,9:00,", "It has a start but neither an end nor a duration; add one."),
        ("Talk,1,25:99,", "“25:99” is not a time of day; write one like 09:30."),
        ("Talk,soon,9:00,10:00", "“soon” is not a date; write one like 2026-12-31."),
        (
            "Talk,,2026-06-01 09:00,2026-06-01 09:00",
            "It ends at 2026-06-01 09:00, not after its start at 2026-06-01 09:00; correct one.",
        ),
        ("x" * 301 + ",,,", "Its title has 301 characters; shorten it to 300."),
    ],
)
def test_a_bad_row_is_refused_with_the_reason(row, reason):
    assert refusal(f"{HEADER}\n{row}\n") == reason


def test_a_session_without_a_start_is_taken_without_times():
    entry = one(f"{HEADER}\nLunch,2026-06-01,,\n")
    assert "starts_at" not in entry.said
    assert entry.remarks == ("It has no start, so it is taken without times.",)


def test_a_dash_clears_and_an_empty_cell_says_nothing():
    said = one("title,room,start,theme,languages\nTalk,-,–,—,\n").said
    assert said == {"title": "Talk", "room": "", "all_rooms": False, "starts_at": None, "ends_at": None, "theme": ""}


def test_people_stand_in_columns_of_their_roles():
    entry = one("title,chair,moderators,speaker 1,speaker 2,keynote speaker,rapporteur\nTalk,A A,B B,C C,D D,E E,F F\n")
    assert [(it.name, it.group, it.role) for it in entry.mentions] == [
        ("A A", "chairs", ""),
        ("B B", "moderators", ""),
        ("E E", "speakers", "keynote"),
        ("C C", "speakers", ""),
        ("D D", "speakers", ""),
        ("F F", "rapporteurs", ""),
    ]


def test_affiliations_go_with_names_one_to_one():
    entry = one("title,speakers,affiliation\nTalk,Ada Lovelace; Grace Hopper,MIT; US Navy\n")
    assert [it.titles for it in entry.mentions] == [("MIT",), ("US Navy",)]


def test_kinds_languages_and_rooms_go_by_their_words():
    said = one("title,kind,languages,interpretation,room,status\nTalk,圆桌会议,English/中文,法语,All rooms,取消\n").said
    assert said["kind"] == "roundtable"
    assert (said["floor_languages"], said["interpretation_languages"]) == (["en", "zh-hans"], ["fr"])
    assert (said["room"], said["all_rooms"], said["status"]) == ("", True, "cancelled")


def test_unknown_words_are_told():
    entry = one("title,kind,languages,livestream\nTalk,sauna,de,ftp://x\n")
    assert entry.said == {"title": "Talk"}
    assert entry.remarks == (
        "“sauna” is not a kind of session known here.",
        "de: not among the six languages of the United Nations, and left out.",
        "“ftp://x” is not a web address of up to 200 characters, and is left out.",
    )


def test_formulas_are_text():
    assert one("title,theme\n=cmd|'/c calc'!A0,'=1+1\n").said == {"title": "=cmd|'/c calc'!A0", "theme": "=1+1"}


def test_a_workbook_is_read_by_its_values():
    rows = [
        ["Our agenda"],
        [],
        ["Title", "Day", "Start", "Duration", "Number"],
        ["Talk", date(2026, 6, 1), time(9), 0.0625, 5.0],
        [None, None, None, None, None],
        ["Lunch", None, 0.5, "1:00", None],
    ]
    reading = read(workbook(rows, [["Notes"], ["nothing here"]]))
    assert [(entry.place, entry.title, *when(entry)) for entry in reading.entries] == [
        ("Sheet 0, row 4", "Talk", "06-01 09:00", "06-01 10:30"),
        ("Sheet 0, row 6", "Lunch", "06-01 12:00", "06-01 13:00"),
    ]
    assert reading.entries[0].said["number"] == 5
    assert reading.notes == ["Sheet “Sheet 1” has no header and was not read."]


def test_a_sheet_for_each_day_is_one_agenda():
    sheets = [
        [["title", "day", "start", "end"], ["Talk", day, "9:00", "10:00"]] for day in ("2026-06-01", "2026-06-02")
    ]
    assert [when(entry)[0] for entry in read(workbook(*sheets)).entries] == ["06-01 09:00", "06-02 09:00"]


def test_moments_keep_their_own_offset():
    entry = one("title,starts_at,ends_at\nTalk,2026-06-01T09:00:00+02:00,2026-06-01T10:00:00+02:00\n")
    assert entry.said["starts_at"] == datetime(2026, 6, 1, 7, tzinfo=UTC)
