"""Form fields of the speaker's page: text is checked as the records check it."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.validators import MaxLengthValidator

from forums.models.fields import validate_one_line, validate_printable


class Line(forms.CharField):
    """One line of text."""

    default_validators = [validate_printable, validate_one_line]

    def __init__(self, max_length: int = 300, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class Prose(forms.CharField):
    """Paragraphs; line ends are those of the records, whichever the browser sent."""

    default_validators = [validate_printable]

    def __init__(self, *, rows: int = 4, max_length: int = 2000, **kwargs: Any) -> None:
        # Not as Django's max_length, which the page would carry: browsers cut what is pasted without a word.
        super().__init__(widget=forms.Textarea({"rows": rows}), **kwargs)
        self.validators.append(MaxLengthValidator(max_length))

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class Clock(forms.TimeField):
    """A time of day, to the minute."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def zone_choices() -> list[tuple[str, Any]]:
    """Every time zone with a place, by continent; UTC first."""
    places: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(available_timezones()):
        continent, _, place = zone.partition("/")
        if place and continent not in {"Etc", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico"}:
            places.setdefault(continent, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *places.items()]
