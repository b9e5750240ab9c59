"""Days and times in words."""

from datetime import UTC, date, datetime

import pytest

from forums.agenda import dates
from forums.languages import CODES


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Thu 1 Sep"),
        ("zh-hans", "9月1日（周四）"),
        ("fr", "jeu. 1 septembre"),
        ("es", "jue 1 de septiembre"),
        ("ru", "чт 1 сентября"),
        ("ar", "الخميس 1 سبتمبر"),
        ("tlh", "Thu 1 Sep"),
    ],
)
def test_a_day_is_written_as_its_language_does(language, words):
    assert dates.day(date(2022, 9, 1), language) == words


@pytest.mark.parametrize("language", CODES)
def test_a_year_has_twelve_months_and_a_week_seven_days(language):
    assert (len(set(dates.months(language))), len(set(dates.weekdays(language)))) == (12, 7)


def test_a_span_says_its_last_day_only_where_it_is_not_that_night():
    start = datetime(2022, 12, 12, 22, tzinfo=UTC)
    assert dates.time_span(start, datetime(2022, 12, 13, 2, tzinfo=UTC), "en") == "Mon 12 Dec 22:00–02:00"
    assert dates.time_span(start, datetime(2022, 12, 14, 2, tzinfo=UTC), "en") == "Mon 12 Dec 22:00 – Wed 14 Dec 02:00"
