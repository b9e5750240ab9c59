"""Sections of a speaker's page as data: each with its stamp, its values, and the fields that a form of it has."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms

from speakers.pages.fields import Prose
from speakers.pages.forms import FORMS, SectionForm, TimeForm
from speakers.pages.shown import ShownSection
from speakers.sections import Values

from .base import ListField

# More spans than that are no availability but a calendar.
_MOST_SPANS = 50


class SpansField(ListField):
    """Times as ``{"starts_at", "ends_at"}``, ISO 8601 with an offset; cleaned to pairs in UTC, in order and apart."""

    def clean(self, value: Any) -> list[list[str]]:
        spans = sorted(map(self._span, value or []))
        if len(spans) > _MOST_SPANS:
            raise forms.ValidationError(f"Send at most {_MOST_SPANS} spans.")
        joined: list[tuple[datetime, datetime]] = []
        for start, end in spans:
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        return [[it.isoformat() for it in span] for span in joined]

    def _span(self, value: Any) -> tuple[datetime, datetime]:
        try:
            start, end = (datetime.fromisoformat(value[name]) for name in ("starts_at", "ends_at"))
            if start.tzinfo is None or end.tzinfo is None or len(value) != 2:
                raise ValueError(value)
            start, end = start.astimezone(UTC), end.astimezone(UTC)
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            told = 'Send each span as {"starts_at": …, "ends_at": …}, like 2022-12-31T09:30:00+08:00.'
            raise forms.ValidationError(told) from error
        if end <= start:
            raise forms.ValidationError("A span ends after it starts.")
        return start, end


class SpansForm(TimeForm):
    """When somebody can speak, as times and not as the days of a page."""

    def build(self) -> dict[str, forms.Field]:
        self.rows = []
        return {
            "timezone": forms.ChoiceField(choices=self.zone_choices(), label=self.say("timezone")),
            "times": SpansField(required=False, label=self.say("section-time")),
            "availability": Prose(required=False, rows=3, label=self.say("availability")),
        }

    def to_initial(self, values: Values) -> dict[str, Any]:
        spans = [{"starts_at": start, "ends_at": end} for start, end in values["times"]]
        return super().to_initial(values | {"times": []}) | {"times": spans}

    def clean(self) -> None:
        self.times = self.cleaned_data.get("times", [])


def form_of(section: ShownSection, data: Mapping[str, Any] | None = None, files: Any = None) -> SectionForm:
    """The form that checks a section, as the page's does."""
    form = SpansForm if section.name == "time" else FORMS[section.name]
    return form(data, files, sheet=section.sheet, standing=section.current, name=section.key)


def as_data(section: ShownSection) -> dict[str, Any]:
    """A section as it stands, with what its speaker has asked for."""
    form = form_of(section)
    waiting = section.waiting
    # Where a photo is kept is nobody's business.
    values = {"photo": bool(section.current["photo"])} if section.name == "photo" else dict(form.initial)
    return {
        "key": section.key,
        "heading": section.heading,
        "about": list(section.when),
        "stamp": section.stamp,
        "looked_through": section.is_done,
        "values": values,
        "asked": {"at": waiting.asked_at.isoformat(), "printed": waiting.before} if waiting else None,
        "fields": [_field(name, field) for name, field in form.fields.items()],
    }


def _field(name: str, field: forms.Field) -> dict[str, Any]:
    # Six hundred time zones are in every program already.
    listed = isinstance(field, forms.ChoiceField) and name != "timezone"
    return {
        "name": name,
        "label": str(field.label),
        "help": str(field.help_text),
        "required": field.required,
        "choices": [[str(value), str(label)] for value, label in field.choices] if listed else None,  # type: ignore[attr-defined]
    }
