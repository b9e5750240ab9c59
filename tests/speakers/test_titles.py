"""Titles as of a day: held, over, then and now, in English and in Chinese."""

import datetime as dt

import pytest

from speakers.titles import Held, phrase, style_on, titles_on, titles_then

DAY = dt.date(2022, 12, 12)
EVE, NEXT = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
LATER = dt.date(2023, 6, 1)


def held(title, **values):
    return Held(title={"en": title}, **values)


# An appointment against a day


@pytest.mark.parametrize(
    ("since", "until", "begun", "over", "now"),
    [
        (None, None, True, False, True),
        (EVE, None, True, False, True),
        (DAY, None, True, False, True),
        (NEXT, None, False, False, False),
        (None, EVE, True, True, False),
        (None, DAY, True, False, True),
        (None, NEXT, True, False, True),
        (EVE, EVE, True, True, False),
        (DAY, DAY, True, False, True),
        (NEXT, NEXT, False, False, False),
        (EVE, NEXT, True, False, True),
    ],
    ids=[
        "always", "since-yesterday", "since-today", "from-tomorrow", "until-yesterday", "until-today",
        "until-tomorrow", "yesterday-only", "today-only", "tomorrow-only", "in-the-middle",
    ],
)  # fmt: skip
def test_a_title_is_held_from_its_first_day_to_its_last(since, until, *, begun, over, now):
    appointment = held("dean", since=since, until=until)
    assert (appointment.begun(DAY), appointment.over(DAY), appointment.held(DAY)) == (begun, over, now)


@pytest.mark.parametrize(
    ("since", "until", "once_over", "printed"),
    [
        (None, None, "drop", ["dean"]),
        (None, None, "former", ["dean"]),
        (None, DAY, "past", ["dean"]),
        (None, EVE, "drop", []),
        (None, EVE, "past", ["past dean"]),
        (None, EVE, "former", ["former dean"]),
        (NEXT, None, "drop", []),
        (NEXT, None, "former", []),
        (NEXT, LATER, "past", []),
    ],
    ids=[
        "held", "held-although-former-later", "last-day", "dropped", "past", "former", "not-yet", "not-yet-former",
        "not-yet-past",
    ],
)  # fmt: skip
def test_titles_of_a_day(since, until, once_over, printed):
    assert titles_on([held("dean", since=since, until=until, once_over=once_over)], DAY) == printed


def test_titles_keep_their_order():
    appointments = [
        held("chair"),
        held("minister", until=EVE, once_over="former"),
        held("envoy", until=EVE),
        held("professor"),
    ]
    assert titles_on(appointments, DAY) == ["chair", "former minister", "professor"]
    assert titles_on(reversed(appointments), DAY) == ["professor", "former minister", "chair"]
    assert titles_on([], DAY) == []


# Told later

PRESIDENT = held("president", organization={"en": "X"}, until=LATER)
SECRETARY = held("secretary", organization={"en": "Y"}, since=LATER)
DEAN = held("dean")
NOW = dt.date(2023, 12, 31)


@pytest.mark.parametrize(
    ("appointments", "printed"),
    [
        ([DEAN], ["dean"]),
        ([], []),
        ([PRESIDENT], ["then president of X"]),
        ([PRESIDENT, SECRETARY], ["then president of X (now secretary of Y)"]),
        ([SECRETARY, PRESIDENT], ["then president of X (now secretary of Y)"]),
        ([PRESIDENT, SECRETARY, held("envoy", since=LATER)], ["then president of X (now secretary of Y and envoy)"]),
        (
            [PRESIDENT, SECRETARY, held("envoy", since=LATER), held("chair", since=NOW)],
            ["then president of X (now secretary of Y, envoy and chair)"],
        ),
        ([DEAN, PRESIDENT, SECRETARY], ["dean", "then president of X (now secretary of Y)"]),
        ([PRESIDENT, DEAN, SECRETARY], ["then president of X (now secretary of Y)", "dean"]),
        (
            [PRESIDENT, held("rector", until=NEXT), SECRETARY],
            ["then president of X", "then rector (now secretary of Y)"],
        ),
        # No title has ended: what came since is not told.
        ([DEAN, SECRETARY], ["dean"]),
        # What came and went between the days is nobody's business.
        ([PRESIDENT, held("envoy", since=NEXT, until=LATER)], ["then president of X"]),
        # Not begun yet on either day.
        ([PRESIDENT, held("envoy", since=NOW + dt.timedelta(days=1), once_over="former")], ["then president of X"]),
        # Over before the day.
        ([PRESIDENT, held("envoy", until=EVE)], ["then president of X"]),
        ([PRESIDENT, held("envoy", until=EVE, once_over="past")], ["then president of X", "past envoy"]),
        ([PRESIDENT, held("envoy", until=EVE, once_over="former")], ["then president of X", "former envoy"]),
        ([held("envoy", until=EVE, once_over="former"), SECRETARY], ["former envoy"]),
        # "then" says it already.
        ([held("envoy", until=NEXT, once_over="former")], ["then envoy"]),
    ],
    ids=[
        "still-held", "none", "ended", "followed", "followed-in-another-order", "followed-by-two", "followed-by-three",
        "beside-another", "before-another", "two-ended-told-once", "nothing-ended", "came-and-went", "still-to-come",
        "over-before", "past-before", "former-before", "only-former", "then-not-former",
    ],
)  # fmt: skip
def test_titles_of_a_day_as_told_later(appointments, printed):
    assert titles_then(appointments, DAY, NOW) == printed


def test_told_on_the_day_itself_titles_are_those_of_the_day():
    appointments = [PRESIDENT, SECRETARY, held("envoy", until=EVE, once_over="past")]
    assert titles_then(appointments, DAY, DAY) == titles_on(appointments, DAY) == ["president of X", "past envoy"]


def test_the_last_day_of_a_title_is_not_after_it():
    assert titles_then([PRESIDENT], DAY, LATER) == ["president of X"]
    assert titles_then([PRESIDENT], DAY, LATER + dt.timedelta(days=1)) == ["then president of X"]


def test_appointments_may_come_one_by_one():
    assert titles_then(iter([PRESIDENT, SECRETARY]), DAY, NOW) == ["then president of X (now secretary of Y)"]


# In words

TSINGHUA = {"en": "Tsinghua University", "zh-hans": "清华大学"}
PROFESSOR = {"en": "professor", "zh-hans": "教授"}


@pytest.mark.parametrize(
    ("appointment", "words"),
    [
        (Held(PROFESSOR), "professor"),
        (Held(PROFESSOR, TSINGHUA), "professor of Tsinghua University"),
        (Held(PROFESSOR, TSINGHUA, link="at"), "professor at Tsinghua University"),
        (Held(PROFESSOR, TSINGHUA, link=","), "professor, Tsinghua University"),
        (Held(PROFESSOR, TSINGHUA, link=""), "professor Tsinghua University"),
        (Held({}, TSINGHUA), "Tsinghua University"),
        (Held({}, TSINGHUA, link=","), "Tsinghua University"),
        (Held({}, {"en": "Academy"}, takes_article=True), "Academy"),
        (
            Held({"en": "chair"}, {"en": "Academy"}, takes_article=True),
            "chair of the Academy",
        ),
        (
            Held({"en": "fellow"}, {"en": "Academy"}, takes_article=True, link="at"),
            "fellow at the Academy",
        ),
        (Held({"en": "Academy fellow"}, {"en": "Academy"}, takes_article=True, link=""), "Academy fellow Academy"),
        (Held({"en": "chair"}, takes_article=True), "chair"),
    ],
    ids=[
        "title-alone", "joined-by-of", "joined-by-at", "comma", "no-link", "organization-alone",
        "organization-alone-without-comma", "organization-alone-without-article",
        "article", "article-after-at", "no-article-without-link",
        "no-article-without-organization",
    ],
)  # fmt: skip
def test_a_title_in_english(appointment, words):
    assert phrase(appointment, "en") == words


@pytest.mark.parametrize(
    ("prefix", "english", "chinese"),
    [
        ("", "professor of Tsinghua University", "清华大学教授"),
        ("past", "past professor of Tsinghua University", "清华大学前教授"),
        ("former", "former professor of Tsinghua University", "清华大学前教授"),
        ("then", "then professor of Tsinghua University", "时任清华大学教授"),
    ],
    ids=["held", "past", "former", "then"],
)
def test_a_title_with_what_became_of_it(prefix, english, chinese):
    appointment = Held(PROFESSOR, TSINGHUA)
    assert phrase(appointment, "en", prefix=prefix) == english
    assert phrase(appointment, "zh-hans", prefix=prefix) == chinese
    alone = Held({}, {"en": "Academy"})
    assert phrase(alone, "zh-hans", prefix=prefix) == f"{prefix} Academy".strip()


@pytest.mark.parametrize(
    ("appointment", "words"),
    [
        (Held(PROFESSOR, TSINGHUA, link=","), "清华大学教授"),
        (Held(PROFESSOR, TSINGHUA, takes_article=True), "清华大学教授"),
        (Held(PROFESSOR), "教授"),
        (Held({}, TSINGHUA), "清华大学"),
        (Held({"en": "professor"}, TSINGHUA), "professor of Tsinghua University"),
        (Held(PROFESSOR, {"en": "Tsinghua University"}), "professor of Tsinghua University"),
        (Held({"en": "professor"}), "professor"),
        (Held({}, {"en": "Academy"}, takes_article=True, link="at"), "Academy"),
    ],
    ids=[
        "whole", "no-article", "title-alone", "organization-alone", "title-missing", "organization-missing",
        "title-alone-missing", "organization-alone-missing",
    ],
)  # fmt: skip
def test_a_title_in_chinese_is_never_half_translated(appointment, words):
    assert phrase(appointment, "zh-hans") == words


def test_chinese_titles_told_later():
    president = Held({"en": "president", "zh-hans": "主席"}, TSINGHUA, until=LATER)
    followers = [
        Held({"en": title, "zh-hans": chinese}, since=LATER)
        for title, chinese in (("secretary", "秘书长"), ("envoy", "特使"))
    ]
    assert titles_then([president], DAY, NOW, "zh-hans") == ["时任清华大学主席"]
    assert titles_then([president, *followers], DAY, NOW, "zh-hans") == ["时任清华大学主席（现任秘书长、特使）"]
    assert titles_on([president], DAY, "zh-hans") == ["清华大学主席"]
    assert titles_on([president], NOW, "zh-hans") == []


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar"])
def test_what_is_half_translated_is_printed_in_english(language):
    appointment = Held({"en": "professor", language: "other"}, {"en": "X"}, until=LATER)
    assert phrase(appointment, language) == "professor of X"
    assert phrase(appointment, language, prefix="then") == "then professor of X"


def test_what_stands_before_the_name_is_not_printed_after_it():
    ambassador = held("Ambassador", before_name=True, until=LATER, once_over="former")
    assert titles_on([ambassador, DEAN], DAY) == ["dean"]
    assert titles_then([ambassador, DEAN], DAY, NOW) == ["dean"]
    assert [style_on([ambassador, DEAN], day) for day in (DAY, NOW)] == ["Ambassador", "former Ambassador"]
    assert style_on([DEAN], DAY) == ""
