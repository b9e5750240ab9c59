"""The parts of a report as forms: each reads a part's values and gives them back, checked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from forums.agenda import words as agenda_words
from forums.models import Credit
from forums.models.fields import PROSE_LIMIT
from reports.citations import unknown_among
from reports.models import Instrument
from reports.parts import Kind, Part, Sheet, Values
from speakers.pages.fields import Line, Prose
from speakers.pages.forms import PageForm

from .words import say

Data = Mapping[str, Any] | None

_MORE = ("heading", "instruments", "cite")
_LENGTHS = {"heading": 300, "collective": 60, "addressee": 300, "subject": 300, "value": 60, "source": 300}


class PartForm(PageForm):
    """One part, filled from its values.

    ``registry`` are the titles of the instruments by their citation keys; one is cited by its key, by its title, or by
    a mark in the list of those that are cited already.
    """

    def __init__(
        self, data: Data = None, *, part: Part, sheet: Sheet, registry: Mapping[str, str], language: str, name: str = ""
    ) -> None:
        self.part, self.sheet, self.registry = part, sheet, registry
        initial = dict(part.values)
        if part.row is None and "collective" in initial:
            initial["collective"] = say(f"usual-{part.kind}", part.language)
        super().__init__(data, language=language, name=name or part.name, initial=initial)
        for key, field in self._fields().items():
            self.fields[key] = field
            if key in part.shape.translated:
                field.widget.attrs |= {"lang": part.language, "dir": "rtl" if part.language == "ar" else "ltr"}

    def say(self, key: str, /, **values: object) -> str:
        return say(key, self.language, or_else="", **values)

    def _fields(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        shape = self.part.shape
        for key in ("credit", "collective", "heading", *shape.translated, *shape.plain):
            if key in found or key not in (*shape.translated, *shape.plain):
                continue
            label, help_text = self._said(key)
            if key == "text":
                rows = 8 if shape.prefix == "said" else 3
                found[key] = Prose(rows=rows, max_length=PROSE_LIMIT, required=False, label=label, help_text=help_text)
            elif key == "credit":
                if self.part.kind == Kind.FURTHER:
                    found[key] = self._choice(label, help_text, self._named(self.sheet.heard))
                    found[key].required = True
                elif not self.sheet.rule:
                    found[key] = self._choice(
                        label, help_text, [("", self.say("nobody-named")), *self._named(self.sheet.credits)]
                    )
            elif key == "intervention":
                found[key] = self._choice(label, help_text, [("", self.say("somebody")), *self._contributions()])
            elif key == "url":
                found[key] = forms.URLField(max_length=200, required=False, label=label, assume_scheme="https")
            elif key == "instruments":
                found |= self._instruments(label)
            else:
                found[key] = Line(_LENGTHS[key], required=False, label=label, help_text=help_text)
        return found

    def _said(self, key: str) -> tuple[str, str]:
        """Label and help of a field: those of this kind of part, else those of every kind."""
        kind = self.part.kind
        label = say(f"{kind}-{key}", self.language, or_else=f"part-{key}")
        return label, say(f"{kind}-{key}-help", self.language, or_else=f"part-{key}-help")

    def _choice(self, label: str, help_text: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
        return forms.ChoiceField(choices=choices, required=False, label=label, help_text=help_text)

    def _named(self, credited: list[Credit]) -> list[tuple[str, str]]:
        return [(str(credit.pk), name_of_credit(credit, self.language)) for credit in credited]

    def _contributions(self) -> list[tuple[str, str]]:
        rows = self.sheet.interventions
        return [
            (str(row.pk), name_of_credit(row.credit, self.language) if row.credit else f"{row.collective}: {row.key}")
            for row in rows
        ]

    def _instruments(self, label: str) -> dict[str, forms.Field]:
        cited = [key for key in self.registry if key in self._cited()]
        boxes = forms.MultipleChoiceField(
            choices=[(key, f"{self.registry[key]} [@{key}]") for key in cited],
            required=False,
            label=label,
            widget=forms.CheckboxSelectMultiple,
        )
        add = Line(300, required=False, label=self.say("cite"), help_text=self.say("cite-help"))
        add.widget.attrs |= {"list": "instruments", "autocomplete": "off"}
        return {"instruments": boxes, "cite": add}

    def _cited(self) -> set[str]:
        posted = self.data.getlist("instruments") if hasattr(self.data, "getlist") else []
        return {*self.part.values["instruments"], *posted}

    def clean_cite(self) -> str:
        """The key of the instrument that is to be cited; empty for none."""
        asked = str(self.cleaned_data["cite"]).strip()
        key = asked.removeprefix("[").removesuffix("]").removeprefix("@")
        if not asked or key in self.registry:
            return key
        named = [it for it, title in self.registry.items() if title.casefold() == asked.casefold()]
        if named:
            return named[0]
        near = ", ".join(unknown_among([("", key)])[0].near)
        raise ValidationError(self.say("cite-near" if near else "cite-unknown", key=asked, near=near))

    @property
    def main(self) -> list[forms.BoundField]:
        """What every part of this kind is asked for."""
        return [field for field in self if field.name not in _MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        """What most parts do without, behind a heading; what is cited already is listed if anything is."""
        found = [field for field in self if field.name in _MORE]
        return [field for field in found if field.name != "instruments" or field.field.choices]  # type: ignore[attr-defined]

    @property
    def more_needed(self) -> bool:
        """Whether something of it is filled in, or wrong."""
        return any(field.errors or field.value() for field in self.more)

    @property
    def values(self) -> Values:
        """What was typed, once it is valid; what the form does not ask for stays as it is."""
        values = self.part.values | {key: it for key, it in self.cleaned_data.items() if key in self.part.values}
        if "instruments" in values:
            cited = {*values["instruments"], *filter(None, [self.cleaned_data.get("cite")])}
            values["instruments"] = sorted(cited)
        return values

    @property
    def says_something(self) -> bool:
        """Whether there is anything in the part's own text."""
        return any(self.values[name] for name in self.part.shape.translated)

    def refuse(self, error: ValidationError) -> None:
        """Show what the row refused beside the fields, in the language of the page."""
        for name, errors in error.error_dict.items():
            place = name if name in self.fields else None
            for it in errors:
                told = self._in_words(it)
                self.add_error(place, told if place or name == NON_FIELD_ERRORS else f"{name}: {told}")

    def _in_words(self, error: ValidationError) -> str:
        if error.code == "named":
            values = error.values  # type: ignore[attr-defined]
            return self.say("error-named", **values | {"rule": self.say(f"rule-{values['regime']}")})
        if error.code == "blank":
            return self.say("error-blank")
        return " ".join(error.messages)

    def differing(self, standing: Values) -> list[tuple[str, str]]:
        """Label and text of what stands where this form, as posted, says something else."""
        mine = self.values
        found = []
        for key, value in standing.items():
            if key in self.fields and value != mine.get(key):
                choices = dict(getattr(self.fields[key], "choices", []))
                told = ", ".join(value) if isinstance(value, list) else str(choices.get(value, value))
                found.append((str(self.fields[key].label), told or self.say("nothing")))
        return found


def name_of_credit(credit: Credit, language: str) -> str:
    """Somebody in the programme, with what they do there."""
    return (
        f"{credit.card or say('delegate', language, name=credit.seat_of)}, {agenda_words.role(credit.role, language)}"
    )


def registry() -> dict[str, str]:
    """The titles of all instruments by their citation keys, in one query."""
    return {row.key: row.title for row in Instrument.objects.order_by("key")}
