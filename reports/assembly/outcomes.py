"""The chapter of outcomes: headings with their points, first, second and so on."""

from collections.abc import Iterable, Iterator
from types import ModuleType

from forums.languages import text
from reports.models import OutcomePoint
from reports.paper.content import Block, ListBlock, ListItem, Paragraph, Run, Runs, Section
from reports.paper.markdown import Text, joined, parse, words

from .sources import Sources


def outcomes(sources: Sources, wording: ModuleType, number: str, title: str) -> Section:
    """1. heading > First. point > (1) nested point."""
    sections = []
    for place, outcome in enumerate(sources.outcomes, 1):
        anchor = f"outcomes/{place}"
        printed: list[Block] = []
        for order, point in enumerate(sources.points[outcome.pk, None], 1):
            printed.append(_point(point, f"{anchor}/{order}", wording.point(order), sources.language))
            nested = sources.points[outcome.pk, point.pk]
            if nested:
                printed.append(ListBlock(f"{anchor}/{order}/points", _items(nested, sources.language)))
        heading = words(text(outcome, "heading", sources.language))
        sections.append(Section(anchor, f"{place}.", heading, tuple(printed)))
    return Section("outcomes", number, title, (), tuple(sections))


def _point(point: OutcomePoint, anchor: str, ordinal: str, language: str) -> Paragraph:
    return Paragraph(anchor, joined((Run(ordinal, strong=True), Run(" "), *_runs(point, language))), "point")


def _items(points: list[OutcomePoint], language: str) -> tuple[ListItem, ...]:
    return tuple(ListItem(f"({place})", _runs(point, language)) for place, point in enumerate(points, 1))


def _runs(point: OutcomePoint, language: str) -> Runs:
    """A point is one paragraph, whatever was typed."""
    runs: list[Run] = []
    for part in parse(text(point, "text", language)):
        for found in [part.runs] if isinstance(part, Text) else _each(part.items):
            runs += [Run(" "), *found] if runs else found
    return joined(runs)


def _each(items: Iterable[ListItem]) -> Iterator[Runs]:
    """Every item of a list, nested ones too, in the order they are read."""
    for item in items:
        yield item.runs
        yield from _each(item.items)
