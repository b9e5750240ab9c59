"""A session's report as a sheet of parts: what each says, in which order, and how it is written back to its row.

A part's values are plain data (text, keys), so that two states can be compared, kept and shown. Who may save what, and
what becomes of what stood before, is decided in ``writing.py``.
"""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import translation
from modeltranslation.utils import build_localized_fieldname

from forums.agenda.precedence import Standing, in_protocol_order
from forums.languages import DEFAULT
from forums.models import Credit
from reports.models import CallToAction, Instrument, Intervention, QuotedFigure, SessionReport, Takeaway

from .regime import Rule, rule_of

Values = dict[str, Any]


class Kind(StrEnum):
    """What a part is; the values of the first three are those of the rows."""

    CONTRIBUTION = "contribution"
    QUESTION = "question"
    ANSWER = "answer"
    COLLECTIVE = "collective"
    FURTHER = "further"
    TAKEAWAY = "takeaway"
    CALL = "call"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Shape:
    """How the parts of one kind are stored: the model, the texts written in one language, the other fields.

    ``prefix`` and the row's key are the part's name. ``list`` says which parts stand in one order.
    """

    model: type[Model]
    prefix: str
    list: str
    translated: tuple[str, ...]
    plain: tuple[str, ...] = ()


SHAPES = {
    Kind.CONTRIBUTION: Shape(Intervention, "said", "said", ("heading", "text"), ("instruments",)),
    Kind.COLLECTIVE: Shape(Intervention, "said", "said", ("heading", "text"), ("collective", "instruments")),
    # What somebody said besides the first contribution of theirs.
    Kind.FURTHER: Shape(Intervention, "said", "said", ("heading", "text"), ("credit", "instruments")),
    Kind.QUESTION: Shape(Intervention, "said", "exchange", ("text",), ("credit", "collective", "instruments")),
    Kind.ANSWER: Shape(Intervention, "said", "exchange", ("text",), ("credit", "collective", "instruments")),
    Kind.TAKEAWAY: Shape(Takeaway, "takeaway", "takeaways", ("text",)),
    Kind.CALL: Shape(CallToAction, "call", "calls", ("text",), ("addressee",)),
    Kind.FIGURE: Shape(QuotedFigure, "figure", "figures", ("subject",), ("value", "source", "url", "intervention")),
}
LISTS = ("said", "exchange", "takeaways", "calls", "figures")
# What can be added to each list.
ADDED = {
    "said": (Kind.COLLECTIVE, Kind.FURTHER),
    "exchange": (Kind.QUESTION, Kind.ANSWER),
    "takeaways": (Kind.TAKEAWAY,),
    "calls": (Kind.CALL,),
    "figures": (Kind.FIGURE,),
}


def stamp(values: Values) -> str:
    """A short mark of a state, to tell later whether it is still the same."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


@dataclass
class Part:
    """One part in one language: ``name`` is its address on the page; ``row`` is None while nothing is written."""

    kind: Kind
    name: str
    language: str
    row: Any = None
    credit: Credit | None = None
    values: Values = field(init=False)

    def __post_init__(self) -> None:
        self.values = read(self.kind, self.row, self.language) if self.row else self.blank

    @property
    def shape(self) -> Shape:
        return SHAPES[self.kind]

    @property
    def stamp(self) -> str:
        return stamp(self.values)

    @property
    def blank(self) -> Values:
        """The values of a part that nothing is written in."""
        empty: Values = dict.fromkeys((*self.shape.translated, *self.shape.plain), "")
        return empty | ({"instruments": []} if "instruments" in empty else {})


def read(kind: Kind, row: Any, language: str) -> Values:
    """What a row says in one language."""
    shape = SHAPES[kind]
    values: Values = {name: getattr(row, build_localized_fieldname(name, language)) or "" for name in shape.translated}
    for name in shape.plain:
        if name == "instruments":
            values[name] = sorted(instrument.key for instrument in row.instruments.all())
        elif name in {"credit", "intervention"}:
            values[name] = str(getattr(row, f"{name}_id") or "")
        else:
            values[name] = getattr(row, name)
    return values


def write(kind: Kind, row: Any, values: Values, language: str) -> None:
    """Check and save what a row is to say. Raises ValidationError by the names of the values."""
    shape = SHAPES[kind]
    for name in shape.translated:
        setattr(row, build_localized_fieldname(name, language), values[name])
    for name in shape.plain:
        if name in {"credit", "intervention"}:
            setattr(row, f"{name}_id", int(values[name]) if values[name] else None)
        elif name != "instruments":
            setattr(row, name, values[name])
    instruments = list(Instrument.objects.filter(key__in=values.get("instruments", [])))
    try:
        # A text that one language needs is missing if it is missing in this one.
        with translation.override(language):
            row.full_clean()
    except ValidationError as error:
        raise _by_value(shape, error) from error
    row.save()
    if "instruments" in shape.plain:
        row.instruments.set(instruments)


def _by_value(shape: Shape, error: ValidationError) -> ValidationError:
    """The errors under the names of the values; what belongs to none of them concerns the part as a whole."""
    found: dict[str, list[ValidationError]] = {}
    for name, errors in error.error_dict.items():
        base = next((it for it in shape.translated if name == it or name.startswith(f"{it}_")), name)
        place = base if base in (*shape.translated, *shape.plain) else "__all__"
        for it in errors:
            told = found.setdefault(place, [])
            if str(it) not in map(str, told):
                told.append(it)
    return ValidationError(found)


class Sheet:
    """A report in one language, read at once: seven queries, however much it says."""

    def __init__(self, report: SessionReport, language: str = DEFAULT) -> None:
        self.report, self.language = report, language

    @cached_property
    def rule(self) -> Rule | None:
        """The rule under which nobody is named, if there is one."""
        return rule_of(self.report.session)

    @cached_property
    def credits(self) -> list[Credit]:
        """Who takes part, in protocol order; whoever was replaced or did not come is not among them."""
        rows = Credit.objects.standing().filter(session=self.report.session_id)
        found = list(rows.select_related("card__organization", "seat_of").order_by("position", "id"))

        def standing(credit: Credit) -> Standing:
            card = credit.card
            return Standing(credit.role, card.rank if card else 9, card.sort_name if card else "", credit.position)

        return in_protocol_order(found, standing)

    @property
    def heard(self) -> list[Credit]:
        """Those of them who are recorded with a contribution already, and may have made another."""
        said = {row.credit_id for row in self.interventions if row.kind == Intervention.Kind.CONTRIBUTION}
        return [credit for credit in self.credits if credit.pk in said]

    @cached_property
    def interventions(self) -> list[Intervention]:
        rows = self.report.interventions.select_related("credit__card__organization", "credit__seat_of")
        found = list(rows.prefetch_related("instruments").order_by("position", "id"))
        for row in found:
            row.report = self.report
        return found

    @cached_property
    def lists(self) -> dict[str, list[Part]]:
        """The parts, by the list that they stand in, each in its order."""
        report = self.report
        said = [self._part(row) for row in self.interventions if row.kind == Kind.CONTRIBUTION]
        return {
            "said": self._with_silent(said),
            "exchange": [self._part(row) for row in self.interventions if row.kind != Kind.CONTRIBUTION],
            "takeaways": [self._row(Kind.TAKEAWAY, row) for row in report.takeaways.order_by("position", "id")],
            "calls": [self._row(Kind.CALL, row) for row in report.calls_to_action.order_by("position", "id")],
            "figures": [self._row(Kind.FIGURE, row) for row in report.quoted_figures.order_by("position", "id")],
        }

    @property
    def parts(self) -> list[Part]:
        return [part for name in LISTS for part in self.lists[name]]

    def find(self, name: str) -> Part | None:
        """The part of that name; None where there is none, or none any more."""
        return next((part for part in self.parts if part.name == name), None)

    def _part(self, row: Intervention) -> Part:
        if row.kind != Intervention.Kind.CONTRIBUTION:
            return self._row(Kind(row.kind), row)
        if row.credit_id is None:
            return self._row(Kind.COLLECTIVE, row)
        first = next(it for it in self.interventions if it.credit_id == row.credit_id and it.kind == row.kind)
        if first.pk != row.pk:
            return self._row(Kind.FURTHER, row)
        part = self._row(Kind.CONTRIBUTION, row)
        # Named for the speaker, as it was before anything was written.
        part.name = f"credit-{row.credit_id}"
        return part

    def _row(self, kind: Kind, row: Any) -> Part:
        row.report = self.report
        name = f"{SHAPES[kind].prefix}-{row.pk}"
        return Part(kind, name, self.language, row, row.credit if isinstance(row, Intervention) else None)

    def _with_silent(self, said: list[Part]) -> list[Part]:
        """With those of whom nothing is written yet, each after whoever comes before them in the programme."""
        if self.rule:
            return said
        heard = {part.credit.pk for part in said if part.credit}
        before: list[int] = []
        for credit in self.credits:
            if credit.pk not in heard and credit.role != Credit.Role.RAPPORTEUR:
                places = [place for place, part in enumerate(said, 1) if part.credit and part.credit.pk in before]
                part = Part(Kind.CONTRIBUTION, f"credit-{credit.pk}", self.language, credit=credit)
                said.insert(max(places, default=0), part)
            before.append(credit.pk)
        return said
