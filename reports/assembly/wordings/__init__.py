"""What a document writes by itself, one module a language, all with the names of ``wording.Wording``."""

from forums.exceptions import DomainError

from . import arabic, chinese, english, french, russian, spanish
from .wording import Wording

_WORDINGS: dict[str, Wording] = {
    "en": english,
    "zh-hans": chinese,
    "fr": french,
    "es": spanish,
    "ru": russian,
    "ar": arabic,
}


def wording_in(language: str) -> Wording:
    """The words that a document writes by itself in the language. Raises DomainError where there are none."""
    if language not in _WORDINGS:
        known = ", ".join(_WORDINGS)
        raise DomainError(f"Documents are written in {known}; there are no words for {language} yet.")
    return _WORDINGS[language]


def languages() -> list[str]:
    """The codes of the languages that documents are written in."""
    return list(_WORDINGS)
