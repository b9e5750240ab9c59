"""Days, times of day and lengths of time in the many ways that people and programs write them.

Every function raises ValueError with a sentence that says what was found and how to write it.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .content import Background
from .text import told as told_at_length

# What begins before four belongs to the evening before, unless it lasts half a day.
NIGHT = timedelta(hours=4)
_HALF_A_DAY = timedelta(hours=12)
_DAY = timedelta(days=1)
# Day 0 of a spreadsheet, and the days that a number in one may mean: 1954 to 2119.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv enero ene januar января",
            "february feb février fevrier févr febrero februar февраля",
            "march mar mars marzo märz марта",
            "april apr avril avr abril abr апреля",
            "may mai mayo мая",
            "june jun juin junio juni июня",
            "july jul juillet juil julio juli июля",
            "august aug août aout agosto ago августа",
            "september sep sept septembre septiembre сентября",
            "october oct octobre octubre oktober okt октября",
            "november nov novembre noviembre ноября",
            "december dec décembre decembre déc diciembre dic dezember dez декабря",
        ),
        1,
    )
    for name in names.split()
}
_LONGEST = 80
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_NTH_DAY = re.compile(
    r"(?:day|jour|día|dia|день|tag)\s*(\d{1,2})|第\s*(\d{1,2}|[一二三四五六七八九十])\s*[天日]", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?P<before>上午|下午|晚上|中午|[ap]\.?m\.?)?\s*(?P<hour>\d{1,2})\s*(?:[:：.hH时點点]\s*(?P<minute>\d{2})?)?"
    r"(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?:分|uhr|h)?\s*(?P<after>[ap]\.?\s?m\.?)?\s*(?:\([^)]*\)|(?-i:[A-Z]{2,5}))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:[-–—~～至]|\bto\b)\s*", re.IGNORECASE)
_ISO_LENGTH = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE)
_UNITS = {
    "days": re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:days?|d\b|tage?|jours?|天)", re.IGNORECASE),
    "hours": re.compile(
        r"(\d+(?:[.,]\d+)?)\s*(?:hours?|hrs?|h|stunden?|std\.?|heures?|horas?|час\w*|小时)", re.IGNORECASE
    ),
    "minutes": re.compile(
        r"(\d+(?:[.,]\d+)?)\s*(?:minut\w*|mins?\b\.?|m\b|′|'|мин\w*|分钟|分)|(?<=h)\s*(\d{1,2})$", re.IGNORECASE
    ),
}


def told(cell: Any) -> str:
    """A cell as text, if it is short enough to be a time of any kind."""
    text = told_at_length(cell)
    if len(text) > _LONGEST:
        raise ValueError(f"“{text[:20]}…” is not a date or a time.")
    return text


def read_day(cell: Any, background: Background) -> date:
    """A date, the number of a day of the edition or of a spreadsheet; which of day and month comes first is guessed.

    Where 03/04 may be either, the one within the edition is meant, and otherwise the day comes first.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = told(cell)
    number = re.fullmatch(r"\d{1,2}|\d{5}(?:\.\d+)?", text)
    if number and int(float(text)) in _SERIALS:
        return _EPOCH + timedelta(days=int(float(text)))
    nth = _NTH_DAY.search(text)
    if background.first_day and (nth or number):
        said = next(filter(None, nth.groups())) if nth else text
        return background.first_day + timedelta(days=_NUMERALS.get(said) or int(said)) - _DAY
    found = list(_dates(text, background))
    if not found:
        raise ValueError(f"“{text}” is not a date; write one like 2026-12-31.")
    first, last = background.first_day, background.last_day
    return next((day for day in found if first and last and first <= day <= last), found[0])


def _dates(text: str, background: Background) -> list[date]:
    """Every date that the text may mean, the likeliest first."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    words = re.findall(r"[^\W\d_]+", text.casefold())
    month = next((_MONTHS[word] for word in words if word in _MONTHS), None)
    readings: list[tuple[int, int, int]] = []
    if iso := re.search(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})", text):
        year, second, third = map(int, iso.groups())
        readings = [(year, second, third)]
    elif compact := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        year, second, third = map(int, compact.groups())
        readings = [(year, second, third)]
    elif chinese := re.search(r"(\d{1,2})\s*月\s*(\d{1,2})", text):
        readings = [(background.year, *map(int, chinese.groups()))]  # type: ignore[list-item]
    elif month and numbers:
        year = next((number for number in numbers if number > 1000), background.year)
        readings = [(year, month, next((number for number in numbers if number <= 31), 0))]
    elif short := re.fullmatch(r"\D*?(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?\.?", text):
        first, second = int(short[1]), int(short[2])
        year = int(short[3]) if short[3] else background.year
        year += 2000 if year < 100 else 0
        readings = [(year, second, first), (year, first, second)]
    found = []
    for reading in readings:
        try:
            found.append(date(*reading))
        except ValueError:
            continue
    return found


def read_clock(cell: Any) -> timedelta:
    """A time of day, counted from midnight; 24:00 and 25:30 are the night after."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta):
        return cell
    text = told(cell)
    if re.fullmatch(r"[01]?\.\d+|0|1", text):
        # A part of a day, as spreadsheets keep it.
        return timedelta(minutes=round(float(text) * 24 * 60))
    if re.fullmatch(r"\d{3,4}", text):
        text = f"{text[:-2]}:{text[-2:]}"
    match = _CLOCK.fullmatch(text)
    if not match:
        raise ValueError(f"“{text}” is not a time of day; write one like 09:30.")
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    half = (match["before"] or match["after"] or "").casefold()
    if half in {"下午", "晚上"} or half.startswith("p"):
        hour += 12 if hour < 12 else 0
    elif half.startswith("a") and hour == 12:
        hour = 0
    if hour > 30 or minute > 59 or second > 59:
        raise ValueError(f"“{text}” is not a time of day; write one like 09:30.")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def read_range(cell: Any) -> tuple[Any, Any]:
    """09:00–10:30 as its two ends; anything else is a beginning alone."""
    text = told(cell) if isinstance(cell, str) else ""
    ends = _RANGE.split(text)
    if len(ends) == 2 and all(re.search(r"\d", end) for end in ends) and not _dated(text):
        return ends[0], ends[1]
    return cell, None


def read_length(cell: Any, *, days_first: bool = False) -> timedelta:
    """How long something lasts; a bare number is minutes.

    ``days_first``: three numbers are days, hours and minutes, as pretalx writes them, not hours, minutes and seconds.
    """
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta):
        return cell
    text = told(cell).strip(" .")
    length = None
    if re.fullmatch(r"\d{1,5}", text):
        length = timedelta(minutes=int(text))
    elif re.fullmatch(r"0?\.\d+", text):
        length = timedelta(minutes=round(float(text) * 24 * 60))
    elif clock := re.fullmatch(
        r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.\d+)?(?:\s*(?:h|hours?|uhr|std\.?))?", text, re.IGNORECASE
    ):
        first, second, third = (int(number or 0) for number in clock.groups())
        if clock[1] is None:
            length = timedelta(hours=second, minutes=third)
        elif days_first:
            length = timedelta(days=first, hours=second, minutes=third)
        else:
            length = timedelta(hours=first, minutes=second, seconds=third)
    elif (iso := _ISO_LENGTH.fullmatch(text)) and any(iso.groups()):
        days, hours, minutes, seconds = (int(number or 0) for number in iso.groups())
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    else:
        length = _in_words(text)
    if length is None or not timedelta(0) <= length <= timedelta(days=60):
        raise ValueError(f"“{text}” is not a length of time; write one like 1:30 or 90 min.")
    return length


def _in_words(text: str) -> timedelta | None:
    """1 h 30 min, 45 Minuten; None where something is left that is not understood."""
    length, left = timedelta(0), text
    for unit, pattern in _UNITS.items():
        if match := pattern.search(left):
            amount = float(next(filter(None, match.groups())).replace(",", "."))
            length += timedelta(**{unit: min(amount, 100_000.0)})
            left = f"{left[: match.start()]}h{left[match.end() :]}" if unit == "hours" else left.replace(match[0], "")
    return (
        length if length and not re.search(r"\w", left.replace("h", "").replace("and", "").replace("und", "")) else None
    )


def read_moment(cell: Any, zone: ZoneInfo) -> datetime:
    """A date with a time, in the given zone where it does not say which."""
    if isinstance(cell, datetime):
        moment = cell
    else:
        text = told(cell)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"“{text}” is not a date with a time; write one like 2026-12-31T09:30.") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return within_reach(moment)


def within_reach(moment: datetime) -> datetime:
    """The moment, unless no calendar of a forum can have it."""
    if not 1900 < moment.year < 2200:
        raise ValueError(f"The year {moment.year} is not one of a forum; correct the date.")
    return moment


def has_date(cell: Any) -> bool:
    """Whether the cell says a day beside the time."""
    return (isinstance(cell, datetime) and cell.year > 1901) or (isinstance(cell, str) and _dated(cell))


def _dated(text: str) -> bool:
    return bool(re.match(r"\s*\d{4}-\d{2}-\d{2}[T ]\d", text))


def on_day(day: date, clock: timedelta, zone: ZoneInfo, *, night: timedelta = NIGHT) -> tuple[datetime, bool]:
    """A time of a day of the programme, and whether it is in the night after that day."""
    is_after_midnight = clock < night
    moment = datetime.combine(day, time()) + clock + (_DAY if is_after_midnight else timedelta(0))
    # By the clock on the wall, whatever it did that night.
    return within_reach(moment.replace(tzinfo=zone)), is_after_midnight


def lasts_all_day(start: timedelta, end: timedelta | None) -> bool:
    """Whether something that begins at midnight is the day itself rather than the end of the night before."""
    return end is not None and end - start >= _HALF_A_DAY


def after(moment: datetime, clock: timedelta) -> datetime:
    """The next time that the clocks show this, after the moment."""
    end = datetime.combine(moment.date(), time()) + clock
    if end <= moment.replace(tzinfo=None):
        end += _DAY
    return end.replace(tzinfo=moment.tzinfo)


def lasting(moment: datetime, length: timedelta) -> datetime:
    """The moment so much later, by elapsed time."""
    utc = ZoneInfo("UTC")
    return (moment.astimezone(utc) + length).astimezone(moment.tzinfo)
