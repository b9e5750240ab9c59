"""The languages a record can be written in, and how its texts are read in one of them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

CODES: tuple[str, ...] = tuple(code for code, _ in settings.LANGUAGES)
DEFAULT: str = settings.LANGUAGE_CODE


def text(record: Any, field: str, language: str) -> str:
    """The record's text in the language, or in the default language where it has none."""
    return (
        getattr(record, build_localized_fieldname(field, language))
        or getattr(record, build_localized_fieldname(field, DEFAULT))
        or ""
    )


def texts(record: Any, field: str) -> dict[str, str]:
    """Every language in which the record has this text, as ``{"en": …, "zh-hans": …}``."""
    found = {code: getattr(record, build_localized_fieldname(field, code)) for code in CODES}
    return {code: value for code, value in found.items() if value}


def spoken(languages: Sequence[str]) -> str:
    """The reader's language if it is one of these, else the first of them; the default one where there are none."""
    asked = get_language()
    return asked if asked in languages else next(iter(languages), DEFAULT)
