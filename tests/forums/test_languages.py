"""How a record's texts are read in one language or in all it has."""

import pytest

from forums.agenda.reading import bcp47
from forums.languages import text, texts
from tests.factories import SessionFactory


@pytest.fixture
def session():
    return SessionFactory.build(edition=None, title_en="Opening", title_zh_hans="开幕式", theme_fr="Début")


@pytest.mark.parametrize(
    ("field", "language", "words"),
    [
        ("title", "en", "Opening"),
        ("title", "zh-hans", "开幕式"),
        ("title", "fr", "Opening"),
        ("theme", "fr", "Début"),
    ],
    ids=["english", "chinese", "falls-back-to-english", "french-only"],
)
def test_a_text_is_read_in_a_language(session, field, language, words):
    assert text(session, field, language) == words


def test_all_texts_are_those_that_were_written(session):
    assert texts(session, "title") == {"en": "Opening", "zh-hans": "开幕式"}
    assert texts(session, "theme") == {"fr": "Début"}
    assert texts(session, "description") == {}


@pytest.mark.parametrize(("code", "tag"), [("en", "en"), ("zh-hans", "zh-Hans")])
def test_a_code_is_spelled_as_documents_carry_it(code, tag):
    assert bcp47(code) == tag
