"""The words of the agenda: nothing without a word in a language, and how they are put together."""

import pytest

from forums.agenda import words
from forums.languages import CODES
from forums.models import Credit, Partnership, Session

CHOICES = {
    words.kind: Session.Kind,
    words.role: Credit.Role,
    words.mode: Credit.Mode,
    words.status: Session.Status,
    words.partner: Partnership.Role,
}
PHRASES = [
    "all-rooms", "no-room", "online", "livestream", "recording", "part-of", "cancelled-session", "yes",
    "stream-opens", "stream-over", "stream-none", "stream-cancelled", "about-session",
]  # fmt: skip


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(("word", "choices"), CHOICES.items(), ids=lambda value: value.__name__)
def test_every_choice_has_a_word_of_its_own_in_every_language(word, choices, language):
    found = {word(slug, language) for slug in choices.values}
    assert len(found - {""}) == len(choices)


@pytest.mark.parametrize("word", [*CHOICES, words.phrase], ids=lambda word: word.__name__)
def test_no_language_borrows_the_words_of_another(word):
    slugs = CHOICES[word].values if word in CHOICES else PHRASES
    told = {tuple(word(slug, language) for slug in slugs) for language in CODES}
    assert len(told) == len(CODES)


@pytest.mark.parametrize("slug", PHRASES)
def test_a_phrase_is_in_every_language(slug):
    assert "" not in {words.phrase(slug, language) for language in CODES}


def test_a_language_that_is_not_one_of_the_six_reads_english():
    assert words.kind("break", "de") == "Break"
    assert words.label({"kind": "plenary", "number": 3}, "de") == "Main Plenary III"


def test_a_code_without_words_is_a_mistake():
    with pytest.raises(KeyError, match="karaoke"):
        words.kind("karaoke", "en")


@pytest.mark.parametrize(
    ("kind", "number", "labels"),
    [
        (
            "thematic-session",
            5,
            ["Thematic Session 5", "第5场专题论坛", "Session thématique 5", "Sesión temática 5",
             "Тематическая сессия 5", "الجلسة المواضيعية 5"],
        ),
        (
            "plenary",
            3,
            ["Main Plenary III", "第3场全体会议", "Séance plénière III", "Sesión plenaria III",
             "Пленарное заседание III", "الجلسة العامة 3"],
        ),
        ("part", 2, ["Part 2", "第2部分", "Partie 2", "Parte 2", "Часть 2", "الجزء 2"]),
        ("break", None, ["Break", "休息", "Pause", "Pausa", "Перерыв", "استراحة"]),
    ],
)  # fmt: skip
def test_a_label_is_the_kind_with_its_number(kind, number, labels):
    session = {"kind": kind, "number": number}
    assert [words.label(session, language) for language in CODES] == labels


def test_numerals_end_where_nobody_reads_them_at_a_glance():
    numbers = {1: "I", 4: "IV", 9: "IX", 12: "XII", 13: "13", 400: "400"}
    told = {number: words.label({"kind": "panel", "number": number}, "en") for number in numbers}
    assert told == {number: f"Panel Discussion {numeral}" for number, numeral in numbers.items()}


@pytest.mark.parametrize(
    ("kind", "number", "language", "heading"),
    [
        ("thematic-session", 3, "en", "Thematic Session 3: {Work}"),
        ("thematic-session", 3, "zh-hans", "第3场专题论坛：{Work}"),
        ("thematic-session", 3, "fr", "Session thématique 3\u202f: {Work}"),
        ("thematic-session", None, "en", "{Work}"),
        ("plenary", 3, "en", "{Work}"),
    ],
)
def test_a_session_is_headed_as_in_documents(kind, number, language, heading):
    assert words.heading({"kind": kind, "number": number}, "{Work}", language) == heading


def test_what_people_typed_is_put_into_words_as_it_is():
    name = "{0} % {} \\"
    assert [words.delegate_of(name, language) for language in CODES] == [
        f"Delegate of {name}",
        f"{name}代表",
        f"Délégation ({name})",
        f"Delegación ({name})",
        f"Делегат ({name})",
        f"ممثل {name}",
    ]
    assert [words.quoted(name, language) for language in ("en", "fr", "ru")] == [
        f"“{name}”",
        f"«\u202f{name}\u202f»",
        f"«{name}»",
    ]
