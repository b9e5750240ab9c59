"""The sections of the speaker's page as forms: each reads a section's values and gives them back, checked."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format

from forums.languages import CODES
from forums.models import Credit
from speakers.consents import ASKED, wording
from speakers.models import Person
from speakers.photos import Crop, PhotoError, square_photo
from speakers.sections import Sheet, Values, keep_photo, languages_of
from speakers.times import Span, days_between, to_spans, to_utc

from .fields import Clock, Line, Prose, zone_choices
from .words import say

Data = Mapping[str, Any] | None

ENDONYMS = {"en": "English", "zh-hans": "中文", "fr": "Français", "es": "Español", "ru": "Русский", "ar": "العربية"}
_TITLES_LIMIT = 10


class PageForm(forms.Form):
    """A form that speaks the page's language where Django does not."""

    def __init__(
        self, data: Data = None, files: Any = None, *, language: str, name: str, initial: dict[str, Any] | None = None
    ) -> None:
        self.language = language
        super().__init__(data, files, auto_id=f"{name}-%s", initial=initial, label_suffix="")

    def say(self, key: str, /, **values: object) -> str:
        return say(key, self.language, **values)

    def full_clean(self) -> None:
        super().full_clean()
        for errors in self.errors.values():
            for error in errors.as_data():
                if error.code in {"unprintable", "line_break", "address"}:
                    error.message, error.params = self.say(f"error-{error.code}", **(error.params or {})), None


class SectionForm(PageForm):
    """One section, filled from its values; ``values`` is what was typed, in the section's own form."""

    def __init__(self, data: Data = None, files: Any = None, *, sheet: Sheet, standing: Values, name: str) -> None:
        self.sheet, self.standing = sheet, standing
        super().__init__(data, files, initial=self.to_initial(standing), language=sheet.language, name=name)
        for key, field in self.build().items():
            self.fields[key] = field

    def build(self) -> dict[str, forms.Field]:
        """The section's fields, in the language of the page."""
        raise NotImplementedError

    def to_initial(self, values: Values) -> dict[str, Any]:
        return values

    @property
    def values(self) -> Values:
        """What was typed, once it is valid."""
        return self.cleaned_data

    def differing(self, standing: Values) -> list[tuple[str, str]]:
        """Label and text of what stands where this form, as posted, says something else."""
        shown = self.to_initial(standing)
        return [
            (str(field.label), self.in_words(key, shown.get(key)))
            for key, field in self.fields.items()
            if key in shown and shown[key] != self.cleaned_data.get(key)
        ]

    def in_words(self, key: str, value: Any) -> str:
        """A value as a person reads it."""
        choices = dict(getattr(self.fields[key], "choices", []))
        if isinstance(value, list):
            return ", ".join(str(choices.get(it, it)) for it in value) or self.say("nothing")
        return str(choices.get(value, value) or self.say("nothing"))

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields in English and in the language of the page, and all that have no language."""
        return [field for field in self.visible_fields() if not self._is_other(field)]

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields in further languages, which wait behind a heading."""
        return [field for field in self.visible_fields() if self._is_other(field)]

    @property
    def others_needed(self) -> bool:
        """Whether something stands, or is wrong, in another language."""
        return any(field.errors or field.value() for field in self.others)

    def _is_other(self, field: forms.BoundField) -> bool:
        return getattr(field.field, "spoken", "en") not in {"en", self.language}

    def in_languages(self, key: str, field: type[Line] | type[Prose], **options: Any) -> dict[str, forms.Field]:
        """One field for each language that the edition is published in."""
        made: dict[str, forms.Field] = {}
        codes = languages_of(self.sheet.registration)
        for code in codes:
            label = self.say(key)
            if len(codes) > 1:
                label = self.say("in-language", label=label, language=ENDONYMS[code])
            made[f"{key}_{code.replace('-', '_')}"] = it = field(required=False, label=label, **options)
            it.spoken = code  # type: ignore[union-attr]
            it.widget.attrs |= {"lang": code, "dir": "rtl" if code == "ar" else "ltr"}
        return made


class NameForm(SectionForm):
    def build(self) -> dict[str, forms.Field]:
        order = [(value, self.say(value)) for value in Person.NameOrder.values]
        return {
            "honorific_en": Line(40, required=False, label=self.say("honorific"), help_text=self.say("honorific-help")),
            "given_name": Line(100, required=False, label=self.say("given_name")),
            "family_name": Line(100, label=self.say("family_name")),
            "name_order": forms.ChoiceField(choices=order, label=self.say("name_order")),
            "native_name": Line(
                100, required=False, label=self.say("native_name"), help_text=self.say("native_name-help")
            ),
        }


class TitlesForm(SectionForm):
    def build(self) -> dict[str, forms.Field]:
        return self.in_languages("billed_titles", Prose, max_length=20_000)

    def clean(self) -> None:
        for key, text in list(self.cleaned_data.items()):
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            self.cleaned_data[key] = "\n".join(lines)
            if len(lines) > _TITLES_LIMIT:
                self.add_error(key, self.say("titles-many"))
            for number, line in enumerate(lines, 1):
                if len(line) > 300:
                    self.add_error(key, self.say("title-long", line=number, length=f"{len(line):,}"))
                    break


class BioForm(SectionForm):
    def build(self) -> dict[str, forms.Field]:
        return self.in_languages("bio", Prose, rows=8, help_text=self.say("bio-help"))

    @property
    def counter(self) -> str:
        """The words that count, with their brace: for whoever counts while somebody types."""
        return self.say("counter", count="{count}")

    def counted(self) -> list[tuple[forms.BoundField, str]]:
        """Each text with how long it is, in words."""
        texts = [(field, (field.value() or "").replace("\r\n", "\n")) for field in self]
        return [(field, self.say("counter", count=f"{len(text):,}")) for field, text in texts]


class PhotoForm(SectionForm):
    def build(self) -> dict[str, forms.Field]:
        crops = [(crop.value, self.say(f"crop-{crop}")) for crop in Crop]
        fields: dict[str, forms.Field] = {
            "file": forms.FileField(
                required=False,
                label=self.say("photo"),
                help_text=self.say("photo-help"),
                widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
            ),
            "crop": forms.ChoiceField(choices=crops, initial=Crop.MIDDLE, required=False, label=self.say("crop")),
        }
        if self.standing["photo"]:
            fields["remove"] = forms.BooleanField(required=False, label=self.say("remove"))
        return fields

    def to_initial(self, values: Values) -> dict[str, Any]:
        return {}

    def clean(self) -> None:
        data = self.cleaned_data
        file = data.get("file")
        if data.get("remove") and not file:
            self.photo = ""
        elif not file:
            if "file" not in self.errors:
                self.add_error("file", self.say("photo-missing"))
        elif "crop" in data:
            try:
                jpeg = square_photo(file.file, file.size, Crop(data["crop"] or Crop.MIDDLE))
            except PhotoError as error:
                self.add_error("file", self.say(f"photo-{error.reason}"))
            else:
                self.photo = keep_photo(self.sheet.registration, jpeg)

    @property
    def values(self) -> Values:
        return {"photo": self.photo}


class TalkForm(SectionForm):
    def build(self) -> dict[str, forms.Field]:
        talk = self.in_languages("talk", Line)
        abstract = self.in_languages("abstract", Prose, rows=6, max_length=3000, help_text=self.say("abstract-help"))
        return talk | abstract


class AttendanceForm(SectionForm):
    def build(self) -> dict[str, forms.Field]:
        # The office arranges it when someone else reads; who arranged it so sees it.
        offered = [
            mode for mode in Credit.Mode.values if mode != Credit.Mode.READ_ON_BEHALF or mode == self.standing["mode"]
        ]
        choices = [(mode, self.say(f"mode-{mode}")) for mode in offered]
        return {"mode": forms.ChoiceField(choices=choices, label=self.say("mode"), widget=forms.RadioSelect)}


class TimeForm(SectionForm):
    """A zone, and for each day there from when to when. A day has as many rows as it has times."""

    def build(self) -> dict[str, forms.Field]:
        edition = self.sheet.registration.edition
        fields: dict[str, forms.Field] = {
            "timezone": forms.ChoiceField(choices=self.zone_choices(), label=self.say("timezone")),
        }
        self.rows: list[tuple[str, str, str]] = []
        stored = self._spans(self.standing)
        days = {span.day: 1 for span in stored}
        for span in stored:
            days[span.day] = max(days[span.day], sum(other.day == span.day for other in stored))
        if edition.starts_on and edition.ends_on:
            for zone in {self._zone(self.standing), self._posted_zone()}:
                for day in days_between(edition.starts_on, edition.ends_on, ZoneInfo(edition.timezone), zone):
                    days.setdefault(day, 1)
        for day in sorted(days):
            shown = date_format(day, self.say("day"))
            for number in range(days[day]):
                start, end = f"from-{day}-{number}", f"until-{day}-{number}"
                fields[start] = Clock(required=False, label=self.say("day-from", day=shown))
                fields[end] = Clock(required=False, label=self.say("day-until", day=shown))
                self.rows.append((shown, start, end))
        fields["availability"] = Prose(required=False, rows=3, label=self.say("availability"))
        return fields

    def zone_choices(self) -> list[tuple[str, Any]]:
        # The office may have chosen one by an older name.
        own = self._zone(self.standing).key
        return _zones() if own in _known_zones() else [(own, own), *_zones()]

    def _zone(self, values: Values) -> ZoneInfo:
        return ZoneInfo(values["timezone"] or self.sheet.registration.edition.timezone)

    def _posted_zone(self) -> ZoneInfo:
        posted = self.data.get("timezone") if self.is_bound else None
        return ZoneInfo(posted) if posted in _known_zones() else self._zone(self.standing)

    def _spans(self, values: Values) -> list[Span]:
        times = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in values["times"]]
        return to_spans(times, self._zone(values))

    def to_initial(self, values: Values) -> dict[str, Any]:
        initial: dict[str, Any] = {"timezone": self._zone(values).key, "availability": values["availability"]}
        for span in self._spans(values):
            number = sum(f"from-{span.day}-" in key for key in initial)
            initial |= {f"from-{span.day}-{number}": span.start, f"until-{span.day}-{number}": span.end}
        return initial

    def clean(self) -> None:
        spans: dict[Span, str] = {}
        for _, start, end in self.rows:
            begins, ends = self.cleaned_data.get(start), self.cleaned_data.get(end)
            if start in self.errors or end in self.errors or (begins is None and ends is None):
                continue
            if begins is None or ends is None:
                self.add_error(start if begins is None else end, self.say("half-a-time"))
                continue
            day = datetime.strptime(start[5:15], "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
            spans[Span(day, begins, ends)] = end
        zone = self.cleaned_data.get("timezone")
        if not zone or self.errors:
            return
        try:
            self.times = [[it.isoformat() for it in pair] for pair in to_utc(spans, ZoneInfo(zone))]
        except ValueError as error:
            self.add_error(spans[error.args[0]], self.say("end-before-start"))

    @property
    def values(self) -> Values:
        typed = {"timezone": self.cleaned_data["timezone"], "availability": self.cleaned_data["availability"]}
        return typed | {"times": self.times}

    def in_words(self, key: str, value: Any) -> str:
        return value.strftime("%H:%M") if hasattr(value, "strftime") else str(value or self.say("nothing"))

    @property
    def days(self) -> list[tuple[str, list[tuple[str, forms.BoundField]]]]:
        """Each row as its day and its two fields, which need not name the day again."""
        short = self.say("from"), self.say("until")
        return [(day, list(zip(short, (self[start], self[end]), strict=True))) for day, start, end in self.rows]


class StayForm(SectionForm):
    def build(self) -> dict[str, forms.Field]:
        return {
            key: Prose(required=False, rows=3, label=self.say(key), help_text=self.say(f"{key}-help"))
            for key in ("arrival", "needs")
        }


class LanguagesForm(SectionForm):
    def build(self) -> dict[str, forms.Field]:
        return {
            "languages": forms.MultipleChoiceField(
                choices=[(code, ENDONYMS[code]) for code in CODES],
                required=False,
                label=self.say("languages-spoken"),
                widget=forms.CheckboxSelectMultiple,
            )
        }

    def clean_languages(self) -> list[str]:
        # In the order of the list, as the records keep them.
        return [code for code in CODES if code in self.cleaned_data["languages"]]


class ConsentsForm(SectionForm):
    def build(self) -> dict[str, forms.Field]:
        return {
            purpose.value: forms.BooleanField(required=False, label=wording(purpose, self.language).text)
            for purpose in ASKED
        }

    def in_words(self, key: str, value: Any) -> str:
        return "✓" if value else "—"


FORMS: dict[str, type[SectionForm]] = {
    "name": NameForm,
    "titles": TitlesForm,
    "bio": BioForm,
    "photo": PhotoForm,
    "talk": TalkForm,
    "attendance": AttendanceForm,
    "time": TimeForm,
    "stay": StayForm,
    "languages": LanguagesForm,
    "consents": ConsentsForm,
}


class DeclineForm(PageForm):
    """A no, with a reason and whoever is named instead."""

    def __init__(self, data: Data = None, *, language: str) -> None:
        super().__init__(data, language=language, name="decline")
        instead = [(it, self.say(f"instead-{it}")) for it in ("nobody", "substitute", "delegate")]
        self.fields |= {
            "reason": Prose(required=False, label=self.say("reason"), help_text=self.say("reason-help")),
            "instead": forms.ChoiceField(
                choices=instead,
                initial="nobody",
                label=self.say("instead"),
                help_text=self.say("instead-help"),
                widget=forms.RadioSelect,
            ),
            "family_name": Line(100, required=False, label=self.say("instead-family")),
            "given_name": Line(100, required=False, label=self.say("instead-given")),
            "email": forms.EmailField(required=False, label=self.say("instead-email")),
        }

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("instead") in {"substitute", "delegate"}:
            if not data.get("family_name") and "family_name" not in self.errors:
                self.add_error("family_name", self.say("instead-missing"))
            if not data.get("email") and "email" not in self.errors:
                self.add_error("email", self.say("instead-email-missing"))

    @property
    def substitute(self) -> dict[str, str] | None:
        """The fields of the person named instead."""
        if self.cleaned_data["instead"] == "nobody":
            return None
        return {key: self.cleaned_data[key] for key in ("family_name", "given_name", "email")}


@cache
def _zones() -> list[tuple[str, Any]]:
    return zone_choices()


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(["UTC", *(zone for _, places in _zones()[1:] for zone, _ in places)])
