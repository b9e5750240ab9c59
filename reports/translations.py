"""Documents in another language: begun from an original, with its chapters in its order."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from modeltranslation.utils import build_localized_fieldname

from forums.exceptions import DomainError
from reports.assembly.wordings import languages
from reports.models import Document

_SHARED = ("edition_id", "session_id", "workstream_id", "kind", "dated_on")
_NAMES = dict(settings.LANGUAGES)


def languages_to_come(original: Document) -> list[tuple[str, str]]:
    """The languages into which a document can still be translated, with their names. One query."""
    taken = {original.language, *original.translations.values_list("language", flat=True)}
    return [(code, str(_NAMES[code])) for code in languages() if code not in taken]


@transaction.atomic
def create_translation(original: Document, language: str, *, title: str = "") -> Document:
    """Begin the translation of a document: its chapters, their order and its symbol are the original's.

    ``title`` is the document's title in that language. Raises DomainError for a translation of a translation, a
    language that has one already or that documents are not written in; ValidationError for a title that no row holds.
    """
    if original.original_id:
        raise DomainError("This is a translation itself; translate its original.")
    original = Document.objects.select_for_update(of=("self",)).get(pk=original.pk)
    if language == original.language:
        raise DomainError(f"The document is in {_NAMES[language]} already.")
    if language not in languages():
        raise DomainError("Documents are not written in that language.")
    if original.translations.filter(language=language).exists():
        raise DomainError(f"There is a translation into {_NAMES[language]} already.")
    fields = {name: getattr(original, name) for name in _SHARED}
    fields |= {name: getattr(original, name) for name in _columns("title")}
    if title:
        fields[build_localized_fieldname("title", language)] = title
    translation = Document(original=original, language=language, key=_key(original, language), **fields)
    try:
        translation.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    translation.save()
    return translation


def _columns(field: str) -> list[str]:
    return [build_localized_fieldname(field, code) for code in _NAMES]


def _key(original: Document, language: str) -> str:
    """A key that tells the original and the language."""
    stem = f"{original.key[:70]}-{language}"
    return stem if not Document.objects.filter(key=stem).exists() else f"{stem}-{original.pk}"[:80]
