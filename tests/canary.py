"""A word that stands in everything private about somebody, so that a test sees where it comes out."""

from django.db import models

from speakers.holdings import PARTS, Whose

CANARY = "Canary"
# What nobody typed, or what says which of two columns counts.
_NOT_TYPED = {"timezone", "country", "token_hash", "reader_name", "collective", "text_version", "language"}


def _typed(model):
    """The columns that somebody typed something into."""
    for it in model._meta.concrete_fields:
        text = isinstance(it, models.CharField | models.TextField) and not it.choices and not it.unique
        if text and it.name not in _NOT_TYPED:
            yield it


def sing(row):
    """Put the canary into every text of a row."""
    values = {}
    for it in _typed(type(row)):
        mail = isinstance(it, models.EmailField)
        values[it.name] = f"{CANARY}@example.org" if mail else CANARY[: it.max_length]
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def sing_of(person, but=()):
    """Put the canary into every text that is held about somebody, but into those of some models."""
    for part in PARTS:
        # What is another's, or nobody's, is not theirs.
        if not part.title and part.model not in but:
            for row in part.rows(Whose.of(person)):
                sing(row)
