"""Days that cannot be right."""

import datetime as dt

import pytest

from reports.lint.finding import Held

FORUM = Held(("The 2022 Forum", "2022论坛"), 2022, dt.date(2022, 12, 9), dt.date(2022, 12, 10))


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("On Monday, 9 December 2022.", "en", ["“Monday, 9 December 2022”: that day is a Friday."]),
        ("On Mon 9th of Dec. 2022.", "en", ["“Mon 9th of Dec. 2022”: that day is a Friday."]),
        ("On Monday, December 9, 2022.", "en", ["“Monday, December 9, 2022”: that day is a Friday."]),
        ("On Friday, 9 December 2022, and Friday 9 to 10 December 2022.", "en", []),
        ("Since 31 November 2022.", "en", ["“31 November 2022”: there is no such day."]),
        ("By February 29, 2024, not February 29, 2023.", "en", ["“February 29, 2023”: there is no such day."]),
        ("In May 2022, and by March 2030; Mayor 2022 said so on Monday.", "en", []),
        ("2022年12月9日（星期一）", "zh-hans", ["“2022年12月9日（星期一）”: that day is a Friday."]),
        ("2022年12月9日星期五至2022年12月11日（周日）", "zh-hans", []),
        ("2022年2月30日", "zh-hans", ["“2022年2月30日”: there is no such day."]),
    ],
)
def test_a_weekday_is_that_of_the_day(found, text, lang, told):
    assert found(text, lang=lang, rule="weekdays") == [("error", "1", sentence) for sentence in told]


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("The forum was held on 9–10 December 2022.", "en", ""),
        ("The forum was held on 9 to 11 December 2022.", "en", "9 to 11 December 2022"),
        ("The 2022 Forum took place on 12 December 2022. It was good.", "en", "12 December 2022"),
        ("The code was announced on 12 December 2022; the forum was glad.", "en", ""),
        ("A seminar took place on 3 May 2022.", "en", ""),
        ("The forum was held on 12 December 2019.", "en", ""),
        ("2022论坛于2022年12月12日举行。", "zh-hans", "2022年12月12日"),
        ("2022论坛于2022年12月9日至10日举行。", "zh-hans", ""),
    ],
)
def test_an_edition_is_held_on_its_days(found, text, lang, told):
    sentences = found(text, lang=lang, rule="days", editions=(FORUM,))
    assert [told in sentence and sentence.endswith("9 December to 10 December.") for _, _, sentence in sentences] == [
        True
    ] * bool(told)


def test_an_event_has_one_day(found):
    days = {"Main Plenary II": dt.date(2022, 12, 9)}
    assert found(
        "Main Plenary II met on 10 December 2022.",
        "Main Plenary II met on 9 December 2022, and its report came on 10 December 2022.",
        "Main Plenary II spoke of the code of 10 December 2021.",
        rule="days",
        days=days,
    ) == [
        (
            "warning",
            "1",
            "“Main Plenary II met on 10 December 2022.”: by the records, Main Plenary II was on 9 December 2022.",
        )
    ]
