"""The kinds of field that records are made of: a line, prose, a choice of several codes."""

import unicodedata
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.text import capfirst

from forums import sdgs

# Prose longer than this is a pasted file, not a paragraph.
PROSE_LIMIT = 20_000


def validate_printable(value: str) -> None:
    """Refuse characters that no page can show: controls, halves of pairs, non-characters, direction overrides."""
    for position, character in enumerate(value, 1):
        code = ord(character)
        hidden = (
            (unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\r\t")
            or code & 0xFFFE == 0xFFFE
            or 0xFDD0 <= code <= 0xFDEF
            or character in "\u202d\u202e"
        )
        if hidden:
            raise ValidationError(
                f"Remove the invisible character U+{code:04X} at position {position}.",
                code="unprintable",
                params={"character": f"U+{code:04X}", "position": position},
            )


def validate_one_line(value: str) -> None:
    """Refuse line breaks in a field that is printed on one line."""
    if any(mark in value for mark in "\n\r\u2028\u2029"):
        raise ValidationError("Write this on one line.", code="line_break")


def validate_timezone(value: str) -> None:
    """Refuse a time zone that the IANA database does not know."""
    if value not in available_timezones():
        raise ValidationError(f"“{value}” is not a time zone; write one like Asia/Shanghai.", code="timezone")


class LineField(models.CharField):
    """One line of text; 300 characters unless told otherwise."""

    default_validators = [*models.CharField.default_validators, validate_printable, validate_one_line]

    def __init__(self, *args: Any, max_length: int = 300, **kwargs: Any) -> None:
        super().__init__(*args, max_length=max_length, **kwargs)


class ProseField(models.TextField):
    """Paragraphs of text, Markdown where it is printed."""

    default_validators = [
        *models.TextField.default_validators,
        validate_printable,
        MaxLengthValidator(PROSE_LIMIT, f"Shorten this to {PROSE_LIMIT:,} characters; it has %(show_value)s."),
    ]


class CodesField(models.JSONField):
    """Several codes out of a closed list (languages, goals), in the order in which they were given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        known = [code for code, _ in self.codes]
        unknown = [code for code in value if code not in known] if isinstance(value, list) else [value]
        if unknown:
            raise ValidationError(
                f"{', '.join(map(str, unknown))}: choose from {', '.join(map(str, known))}.", code="choice"
            )

    # Kept out of `choices`, which Django would compare with the whole list.
    @property
    def codes(self) -> list[tuple[Any, str]]:
        raise NotImplementedError

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """What was chosen, in the order that it had: boxes know no order, and the first language counts."""
        before = getattr(instance, self.name)
        kept = [code for code in before if code in data]
        super().save_form_data(instance, kept + [code for code in data if code not in before])

    def formfield(self, **kwargs: Any) -> forms.Field:
        codes = self.codes
        return forms.TypedMultipleChoiceField(
            choices=codes,
            coerce=type(codes[0][0]),
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


class LanguagesField(CodesField):
    """Languages by their code in ``settings.LANGUAGES``."""

    @property
    def codes(self) -> list[tuple[Any, str]]:
        return list(settings.LANGUAGES)


class GoalsField(CodesField):
    """Sustainable Development Goals by number."""

    @property
    def codes(self) -> list[tuple[Any, str]]:
        return list(sdgs.CHOICES)
