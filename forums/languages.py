"""The languages a record can be written in, and how its texts are read in one of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

CODES: tuple[str, ...] = tuple(code for code, _ in settings.LANGUAGES)
DEFAULT: str = settings.LANGUAGE_CODE
_noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)


def text(record: Any, field: str, language: str) -> str:
    """The record's text in the language, or in the default language where it has none."""
    if found := getattr(record, build_localized_fieldname(field, language)):
        return str(found)
    instead = getattr(record, build_localized_fieldname(field, DEFAULT)) or ""
    noted = _noted.get()
    if instead and noted is not None:
        noted.add(instead)
    return str(instead)


@contextmanager
def noting_fallbacks() -> Iterator[set[str]]:
    """Every text that is read meanwhile in the default language because the record has it in no other."""
    found: set[str] = set()
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


def texts(record: Any, field: str) -> dict[str, str]:
    """Every language in which the record has this text, as ``{"en": …, "zh-hans": …}``."""
    found = {code: getattr(record, build_localized_fieldname(field, code)) for code in CODES}
    return {code: value for code, value in found.items() if value}


def spoken(languages: Sequence[str]) -> str:
    """The reader's language if it is one of these, else the first of them; the default one where there are none."""
    asked = get_language()
    return asked if asked in languages else next(iter(languages), DEFAULT)
