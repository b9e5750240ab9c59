"""The columns of an agenda as a table, by all the names that people give them, and a row of them as an entry."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from forums.agenda import words
from forums.agenda.tables import COLUMNS as EXPORTED

from . import times
from .content import CLEAR, Background, Entry, Mention, Reading, Refusal, UnreadableFileError
from .kinds import read_kind, read_languages, read_status
from .people import read_people
from .text import key, line, plain, prose, told

# What a column may be called besides its own name, in any case and with any spaces.
# fmt: off
_ALIASES = {
    "guid": "uuid, uid",
    "code": "session code, id, session id, slug, identifier, 代码, 编码, 会议代码",
    "parent": "part of, belongs to, within, session of, 上级, 所属, 所属会议, 上级会议",
    "day": "date, datum, fecha, jour, дата, 日期, 日, 天",
    "start": "start time, begin, begins, beginning, from, beginn, anfang, inicio, début, начало, 开始, 开始时间",
    "end": "ends, end time, finish, until, to, ende, fin, конец, 结束, 结束时间",
    "time": "times, hours, zeit, uhrzeit, hora, heure, время, 时间",
    "duration": "length, minutes, dauer, durée, duración, 时长, 持续时间, 分钟",
    "kind": "type, session type, format, category, art, 类型, 形式, 会议类型",
    "number": "no, nr, num, session number, 序号, 编号, 场次",
    "title":
        "name, session, session title, session name, event, topic, subject, titel, titre, título, название, 标题, "
        "名称, 题目, 会议名称, 议题, 活动",
    "theme": "subtitle, untertitel, sous-titre, тема, 主题, 副标题",
    "description": "abstract, summary, text, beschreibung, content, details, 简介, 描述, 内容, 摘要, 说明",
    "track": "strand, stream, theme track, programme track, spur, 专题, 板块, 系列",
    "room": "venue, location, place, hall, where, raum, saal, ort, salle, sala, зал, 地点, 会场, 房间, 会议室, 场地",
    "all_rooms": "plenary break, 所有会场, 全场",
    "layout": "room layout, set-up, setup, seating, 布置, 座位",
    "languages": "language, floor languages, floor language, sprache, langue, idioma, 语言, 工作语言",
    "interpretation": "interpretation into, interpretation languages, 同传, 口译, 同声传译",
    "chairs": "chair, chaired by, chairperson, presiding, vorsitz, président, 主席",
    "moderators": "moderator, moderated by, host, facilitator, moderation, modérateur, moderador, 主持人, 主持",
    "speakers":
        "speaker, panelists, panellists, panelist, panellist, presenters, presenter, persons, people, guests, "
        "referenten, intervenants, ponentes, спикеры, 嘉宾, 发言人, 演讲人, 演讲嘉宾, 讲者, 发言嘉宾",
    "keynotes": "keynote speakers, keynote speaker, keynote, 主旨演讲, 主旨演讲人",
    "opening_remarks": "opening remarks by, welcome, welcome remarks, 致辞, 开幕致辞, 致辞嘉宾",
    "discussants": "discussant, 评议人, 点评嘉宾",
    "rapporteurs": "rapporteur, note taker, note-taker, berichterstatter, 报告员, 记录员, 记录人",
    "affiliations": "affiliation, organization, organisation, organizations, company, 单位, 机构, 工作单位",
    "status": "state, 状态",
    "livestream": "livestream url, stream, 直播, 直播链接",
    "recording": "recording url, video, 录像, 回放",
    "starts_at": "start at, start datetime, starts",
    "ends_at": "end at, end datetime",
    "url": "link, address",
}
# fmt: on
_NAMES = {key(alias): name for name, text in _ALIASES.items() for alias in text.split(", ")} | {
    key(name): name for name in _ALIASES
}
# The columns of people, with the role that a column stands for where it is but one.
_PEOPLE = {
    "chairs": ("chairs", ""),
    "moderators": ("moderators", ""),
    "opening_remarks": ("speakers", "opening-remarks"),
    "keynotes": ("speakers", "keynote"),
    "speakers": ("speakers", ""),
    "discussants": ("speakers", "discussant"),
    "rapporteurs": ("rapporteurs", ""),
}
_LIMITS = {"title": 300, "theme": 300, "layout": 100, "room": 100, "track": 100}
_PROSE_LIMIT = 20_000
_EVERYWHERE = {key(words.phrase("all-rooms", language)) for language in ("en", "zh-hans", "fr", "es", "ru", "ar")} | {
    "all"
}
_YES = {key(words.phrase("yes", language)) for language in ("en", "zh-hans", "fr", "es", "ru", "ar")} | {
    "y",
    "true",
    "1",
    "x",
    "✓",
}
# A header is looked for in the first rows; above it may stand a title or a logo.
_HEADER_WITHIN = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with where it stands."""

    place: str
    cells: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, or a whole file of text; ``name`` is empty where there is but one."""

    name: str
    rows: Sequence[Row]


def read_tables(tables: Iterable[Table], background: Background) -> Reading:
    """Every table that has a header, one after the other. Raises UnreadableFileError where none has."""
    reading = Reading([], [], [])
    found: list[str] = []
    skipped: list[Table] = []
    for table in tables:
        header = next((number for number, row in enumerate(table.rows[:_HEADER_WITHIN]) if _is_header(row.cells)), None)
        if header is None:
            skipped.append(table)
            continue
        found.append(table.name)
        _TableReader(table.rows[header], background, reading).read(table.rows[header + 1 :])
    if not found:
        first = next((row for table in skipped for row in table.rows if any(map(told, row.cells))), None)
        seen = ", ".join(f"“{line(told(cell))[:30]}”" for cell in first.cells[:6] if told(cell)) if first else "nothing"
        raise UnreadableFileError(
            "No row names the columns. Name them in the first row; one must be “title”, others may be day, start, end, "
            f"room, track, speakers. Found instead: {seen}."
        )
    reading.notes.extend(f"Sheet “{table.name}” has no header and was not read." for table in skipped if table.rows)
    return reading


def column_of(heading: Any) -> str:
    """The column that a heading names, empty if none; speaker 1 and speaker 2 are one column."""
    name = key(told(heading))
    return _NAMES.get(name) or (_NAMES.get(name.rstrip("0123456789")) or "" if name else "")


def _is_header(cells: Sequence[Any]) -> bool:
    columns = [column_of(cell) for cell in cells]
    filled = sum(bool(told(cell)) for cell in cells)
    is_plain = any(key(told(cell)) == "title" for cell in cells)
    return "title" in columns and (is_plain or filled == 1 or len(set(filter(None, columns))) > 1)


class _TableReader:
    """Reads the rows below one header into entries; a row may leave its day to the row above."""

    def __init__(self, header: Row, background: Background, reading: Reading) -> None:
        self._background = background
        self._reading = reading
        headings = [line(told(cell)) for cell in header.cells]
        self._columns = [column_of(heading) for heading in headings]
        self._is_exported = set(EXPORTED) <= set(self._columns)
        self._day: date | None = None
        unknown = [heading for heading, column in zip(headings, self._columns, strict=True) if heading and not column]
        if unknown:
            listed = ", ".join(f"“{heading[:60]}”" for heading in unknown[:20])
            reading.notes.append(f"Columns that were not understood, and not read: {listed}.")

    def read(self, rows: Iterable[Row]) -> None:
        for row in rows:
            filled = [cell for cell in row.cells if told(cell)]
            if not filled or self._is_banner(filled):
                continue
            cells = self._by_column(row.cells)
            if set(cells) <= {"day"} or _repeats_header(cells):
                continue
            title = line(told(cells.get("title")))
            try:
                self._reading.add(self._entry(row.place, title, cells))
            except ValueError as error:
                self._reading.add(Refusal(row.place, title[:300], str(error)))

    def _by_column(self, cells: Sequence[Any]) -> dict[str, Any]:
        """The filled cells; where two columns are one, the people of both or the first of the others."""
        found: dict[str, Any] = {}
        for column, cell in zip(self._columns, cells, strict=False):
            if not column or not told(cell):
                continue
            if column in _PEOPLE and column in found:
                found[column] = f"{told(found[column])}\n{told(cell)}"
            else:
                found.setdefault(column, cell)
        return found

    def _is_banner(self, filled: Sequence[Any]) -> bool:
        """Monday 12 December alone in a row: the day of the rows below."""
        if len(filled) != 1 or isinstance(filled[0], int | float):
            return False
        try:
            self._day = times.read_day(filled[0], self._background)
        except ValueError:
            return False
        return True

    def _entry(self, place: str, title: str, cells: dict[str, Any]) -> Entry:
        remarks: list[str] = []
        kind = read_kind(told(cells.get("kind")), remarks)
        if not title and kind == "break":
            title = words.kind("break", "en")
        if not title:
            raise ValueError("It has no title; write one in the column “title”.")
        said: dict[str, Any] = {"title": title} | ({"kind": kind} if kind else {})
        said |= self._times(cells, remarks)
        for column in ("theme", "layout", "track", "room"):
            if text := line(told(cells.get(column))):
                said[column] = "" if text in CLEAR else text
        self._place(cells, said)
        if description := plain(told(cells.get("description"))):
            said["description"] = "" if description in CLEAR else description
        if number := told(cells.get("number")):
            digits = re.search(r"\d{1,4}", number)
            said["number"] = int(digits[0]) if digits else None
            if not digits and number not in CLEAR:
                raise ValueError(f"“{number}” is not a number; write one like 5 in the column “number”.")
        for column, name in (("languages", "floor_languages"), ("interpretation", "interpretation_languages")):
            if text := told(cells.get(column)):
                said |= {name: found} if (found := read_languages(text, remarks)) is not None else {}
        if status := read_status(told(cells.get("status"))):
            said["status"] = status
        for column, name in (("livestream", "livestream_url"), ("recording", "recording_url")):
            said |= read_address(name, told(cells.get(column)), remarks)
        check_lengths(said)
        return Entry(
            place=place,
            title=title,
            guid=line(told(cells.get("guid"))),
            code=line(told(cells.get("code"))),
            parent=line(told(cells.get("parent"))),
            said=said,
            mentions=tuple(self._mentions(cells, remarks)),
            remarks=tuple(remarks),
        )

    def _place(self, cells: dict[str, Any], said: dict[str, Any]) -> None:
        """One room or all of them; whoever names the one leaves the other."""
        everywhere = key(told(cells.get("all_rooms"))) in _YES or key(said.get("room") or "") in _EVERYWHERE
        if everywhere:
            said |= {"all_rooms": True, "room": ""}
        elif "room" in said:
            said["all_rooms"] = False

    def _times(self, cells: dict[str, Any], remarks: list[str]) -> dict[str, datetime | None]:
        background = self._background
        starts_at, ends_at = cells.get("starts_at"), cells.get("ends_at")
        if starts_at is None and times.has_date(cells.get("start")):
            starts_at = cells["start"]
        if ends_at is None and times.has_date(cells.get("end")):
            ends_at = cells["end"]
        start, end = times.read_range(cells["start"] if "start" in cells else cells.get("time"))
        end = cells.get("end", end)
        if told(starts_at) in CLEAR or told(start) in CLEAR:
            return {"starts_at": None, "ends_at": None}
        if "day" in cells:
            self._day = times.read_day(cells["day"], background)
        length = times.read_length(cells["duration"]) if "duration" in cells else None
        if starts_at is not None:
            begins = times.read_moment(starts_at, background.zone)
            return {"starts_at": begins, "ends_at": self._end(begins, ends_at, end, length)}
        if start is None:
            if "day" in cells or end is not None or length is not None:
                remarks.append("It has no start, so it is taken without times.")
            return {}
        if self._day is None:
            raise ValueError("It has a start but no day; write one in the column “day”.")
        clock = times.read_clock(start)
        # A break of the whole day begins at its midnight, not at the one after it.
        ending = times.read_clock(end) if end is not None and not times.has_date(end) else None
        whole = times.lasts_all_day(clock, ending or (clock + length if length else None))
        night = timedelta(0) if whole else times.NIGHT
        begins, after_midnight = times.on_day(self._day, clock, background.zone, night=night)
        if after_midnight:
            remarks.append(f"{begins:%H:%M} is taken as the night after {self._day}.")
        return {"starts_at": begins, "ends_at": self._end(begins, ends_at, end, length)}

    def _end(self, begins: datetime, ends_at: Any, end: Any, length: timedelta | None) -> datetime:
        if ends_at is not None:
            ends = times.read_moment(ends_at, self._background.zone)
        elif end is not None:
            ends = times.after(begins, times.read_clock(end))
        elif length is not None:
            ends = times.lasting(begins, length)
        else:
            raise ValueError("It has a start but neither an end nor a duration; add one.")
        if ends <= begins:
            raise ValueError(
                f"It ends at {ends:%Y-%m-%d %H:%M}, not after its start at {begins:%Y-%m-%d %H:%M}; correct one."
            )
        return ends

    def _mentions(self, cells: dict[str, Any], remarks: list[str]) -> Iterator[Mention]:
        found: list[Mention] = []
        for column, (group, role) in _PEOPLE.items():
            if column not in cells:
                continue
            people, guessed = read_people(
                prose(told(cells[column])), group, self._background.names, one_a_line=self._is_exported
            )
            if guessed:
                remarks.append("Read as " + "; ".join(map(_shown, people)) + ".")
            found += [_with_role(person, role) for person in people]
        affiliations = [line(text) for text in re.split(r"[\n;；]", told(cells.get("affiliations"))) if line(text)]
        if affiliations and len(affiliations) == len(found) and not any(person.titles for person in found):
            found = [
                Mention(person.name, person.group, person.role, (affiliation,))
                for person, affiliation in zip(found, affiliations, strict=True)
            ]
        yield from found


def _with_role(person: Mention, role: str) -> Mention:
    return Mention(person.name, person.group, role, person.titles, is_seat=person.is_seat) if role else person


def _shown(person: Mention) -> str:
    return f"{person.name} ({', '.join(person.titles)})" if person.titles else person.name


def _repeats_header(cells: dict[str, Any]) -> bool:
    """A header printed once more, as on each page of a long table."""
    return len(cells) > 1 and all(isinstance(cell, str) and column_of(cell) == column for column, cell in cells.items())


def read_address(name: str, text: str, remarks: list[str]) -> dict[str, str]:
    """A web address as the field of that name; one that is none is left out, and told."""
    text = line(text)
    if not text:
        return {}
    if text in CLEAR:
        return {name: ""}
    if not re.fullmatch(r"https?://[^\s<>\"]{3,190}", text):
        remarks.append(f"“{text[:60]}” is not a web address of up to 200 characters, and is left out.")
        return {}
    return {name: text}


def check_lengths(said: dict[str, Any]) -> None:
    """Refuse texts that have no room; ValueError says how much there is."""
    for name, limit in _LIMITS.items():
        if len(said.get(name) or "") > limit:
            raise ValueError(f"Its {name} has {len(said[name])} characters; shorten it to {limit}.")
    if len(said.get("description") or "") > _PROSE_LIMIT:
        length = len(said["description"])
        raise ValueError(f"Its description has {length:,} characters; shorten it to {_PROSE_LIMIT:,}.")
