"""Days and times as each of the six UN languages writes them. Pure: free of Django's active language."""

from datetime import date, datetime, timedelta

# Monday first, in full and short.
# fmt: off
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh-hans": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}
_SHORT_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh-hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "ar": _WEEKDAYS["ar"],
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "zh-hans": tuple(f"{month}月" for month in range(1, 13)),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
           "ноября", "декабря"),
    "ar": ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر",
           "ديسمبر"),
}
# How a day is written, with its weekday before and a month that a reader need not decline.
_DAYS = {
    "en": "{weekday} {day} {month:.3}", "zh-hans": "{month}{day}日（{weekday}）", "fr": "{weekday} {day} {month}",
    "es": "{weekday} {day} de {month}", "ru": "{weekday} {day} {month}", "ar": "{weekday} {day} {month}",
}
# fmt: on


def weekdays(language: str) -> tuple[str, ...]:
    """Monday to Sunday, in full; English where the language is none of the six."""
    return _WEEKDAYS.get(language, _WEEKDAYS["en"])


def months(language: str) -> tuple[str, ...]:
    """January to December, as they stand behind a day."""
    return _MONTHS.get(language, _MONTHS["en"])


def day(moment: date, language: str) -> str:
    """Mon 12 Dec: a day of the edition, whose year everybody knows."""
    code = language if language in _DAYS else "en"
    return _DAYS[code].format(
        weekday=_SHORT_WEEKDAYS[code][moment.weekday()], day=moment.day, month=_MONTHS[code][moment.month - 1]
    )


def clock(moment: datetime) -> str:
    """09:00, in every language."""
    return f"{moment:%H:%M}"


def time_span(starts_at: datetime, ends_at: datetime, language: str) -> str:
    """Mon 12 Dec 09:00–10:30; of an end on a later day than the next night, the day too."""
    later = ends_at.date() - starts_at.date() > timedelta(days=1)
    end = f" – {day(ends_at, language)} {clock(ends_at)}" if later else f"–{clock(ends_at)}"
    return f"{day(starts_at, language)} {clock(starts_at)}{end}"
