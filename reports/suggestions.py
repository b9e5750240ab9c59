"""Names of instruments that stand in an edition's texts without a citation, and what the office makes of them."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

from forums.exceptions import DomainError
from forums.languages import CODES
from forums.models import Edition
from forums.models.fields import PROSE_LIMIT
from reports.citable import CITING, Citable, citable_texts
from reports.mentions import Mention, Names, with_citation
from reports.models import Instrument


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name in a text that carries no citation yet."""

    place: Citable
    mention: Mention


def registered_names() -> Names:
    """The names of every instrument. One query."""
    return Names({row.key: row.names for row in Instrument.objects.order_by("key")})


def suggest_citations(edition: Edition) -> list[Suggestion]:
    """The first mention of each instrument in each text that does not cite it. A constant number of queries."""
    names = registered_names()
    return [Suggestion(place, mention) for place in citable_texts(edition) for mention in names.unlinked(place.text)]


@transaction.atomic
def insert_citation(label: str, pk: int, column: str, *, start: int, words: str, key: str) -> models.Model:
    """Put ``[@key]`` after the words that stand at ``start`` of a text, and return the record it is part of.

    ``label`` and ``column`` say which text, as in ``Citable``. Raises DomainError where that is no text that cites,
    where there is no such instrument, and where the text has changed since it was read.
    """
    model = apps.get_model(label) if label in {model._meta.label for model in CITING} else None
    if model is None or column not in _columns(model):
        raise DomainError("Citations cannot be put there.")
    if not Instrument.objects.filter(key=key).exists():
        raise DomainError(f"There is no instrument with the citation key “{key}” any more.")
    row = model._default_manager.filter(pk=pk).first()
    old = getattr(row, column, None) or ""
    if row is None or start < 0 or old[start : start + len(words)] != words or not words:
        raise DomainError("The text has been changed meanwhile; look at it again.")
    new = with_citation(old, Mention(start, start + len(words), words, (key,)), key)
    if len(new) > PROSE_LIMIT:
        raise DomainError("The text is too long for another citation.")
    # Whoever saved in between wins: their words are not to be lost.
    if not model._default_manager.filter(pk=pk, **{column: old}).update(**{column: new}):
        raise DomainError("The text has been changed meanwhile; look at it again.")
    return row


def _columns(model: type[models.Model]) -> set[str]:
    """The columns of a model's texts that may cite, by language where they are translated."""
    try:
        translated = set(translator.get_options_for_model(model).get_field_names())
    except NotRegistered:
        translated = set()
    fields = CITING[model]
    return {
        column
        for field in fields
        for column in ([build_localized_fieldname(field, code) for code in CODES] if field in translated else [field])
    }


@transaction.atomic
def add_alias(instrument: Instrument, alias: str) -> None:
    """Let the instrument be found by one more name. Raises DomainError where that is a name in the registry already."""
    alias = " ".join(alias.split())
    instrument = Instrument.objects.select_for_update(of=("self",)).get(pk=instrument.pk)
    for mention in registered_names().mentions(alias):
        if mention.words == alias:
            whose = Instrument.objects.get(key=mention.keys[0])
            raise DomainError(f"“{alias}” is a name of “{whose}” already.")
    instrument.aliases = f"{instrument.aliases}\n{alias}".strip()
    instrument.full_clean()
    instrument.save(update_fields=["aliases"])
