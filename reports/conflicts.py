"""Figures that cannot all be right: about an instrument, about one subject, and about an edition."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db import models

from forums.collation import folded
from forums.languages import texts
from forums.models import Edition, Figure
from reports.citable import citable_texts
from reports.mentions import Names
from reports.models import Instrument, QuotedFigure
from reports.paper.markdown import citation_spans, cited_keys
from reports.quantities import MEANINGS, Quantity, agree, amount_of, quantities, span_of

# A sentence that begins so goes on about what the one before was about.
_GOES_ON = re.compile(r"\W*(?:It|Its|This|They|Their)\b|[其它该]")
_STOP = re.compile(r"[.!?]+(?=[\s”’\"*)])|[。！？]|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Statement:
    """A number as it was said: what it can mean, its words, those around it, where it stands, the record to mend."""

    span: tuple[float, float]
    words: str
    context: str
    place: str
    record: models.Model


@dataclass(frozen=True, slots=True)
class Conflict:
    """Statements about one thing of which at least two cannot both be right."""

    subject: str
    statements: tuple[Statement, ...]


def conflicts_about_instruments(edition: Edition) -> list[Conflict]:
    """Numbers said of an instrument, in the same sentence or going on from it, that cannot all be right.

    The texts of the edition, the figures quoted in its sessions and the registry's signatories are compared, by
    instrument and by what is counted. A constant number of queries.
    """
    registry = {row.key: row for row in Instrument.objects.all()}
    names = Names({key: row.names for key, row in registry.items()})
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for key, row in registry.items():
        for signatories in texts(row, "signatories").values():
            for found in quantities(signatories):
                span = found.least, found.most
                groups[key, found.what].append(Statement(span, found.words, signatories, "Registry", row))
    for place in citable_texts(edition):
        for key, found, sentence in figures_about(place.text, names):
            statement = Statement((found.least, found.most), found.words, sentence, place.place, place.record)
            groups[key, found.what].append(statement)
    for group, statement in _quoted(edition, names):
        groups[group].append(statement)
    return [
        Conflict(f"{registry[key]}: {what}" if key in registry else what, tuple(statements))
        for (key, what), statements in groups.items()
        if _disagree(statements)
    ]


def conflicts_of_edition(edition: Edition) -> list[Conflict]:
    """Kinds of figure of which the edition's sources give numbers that cannot all be right. One query."""
    groups: dict[str, list[tuple[str, Statement]]] = defaultdict(list)
    for row in Figure.objects.filter(edition=edition).order_by("kind", "-preferred", "pk"):
        if row.value is not None:
            words = f"{row.get_qualifier_display()} {row.value:,}{' (printed)' if row.preferred else ''}"
            span = span_of(row.value, MEANINGS[row.qualifier])
            groups[row.get_kind_display()].append(
                (folded(row.scope), Statement(span, words, row.scope, row.source, row))
            )
    return [
        Conflict(kind, tuple(statement for _, statement in rows))
        for kind, rows in groups.items()
        # Online and in all are two numbers; one that does not say which may be either.
        if any(
            (one == other or not one or not other) and not agree(first.span, second.span)
            for (one, first), (other, second) in combinations(rows, 2)
        )
    ]


def figures_about(text: str, names: Names) -> Iterator[tuple[str, Quantity, str]]:
    """The numbers of a text that are said of one instrument: its key, the number, and the sentence.

    The instrument is the one named or cited last before the number in its sentence, else first after it, else the
    last of the sentence before, where this one goes on about it (“Its adoption …”).
    """
    cited = ((start, cited_keys(text[start:end])) for start, end in citation_spans(text))
    named = [(it.start, it.keys[0]) for it in names.mentions(text) if len(it.keys) == 1]
    named = sorted([*named, *((start, keys[0]) for start, keys in cited if keys)])
    counted = list(quantities(text))
    before = ""
    for start, end in _sentences(text) if counted else ():
        here = [(at, key) for at, key in named if start <= at < end]
        going_on = before if _GOES_ON.match(text, start) else ""
        for found in counted:
            if start <= found.start < end:
                earlier = [key for at, key in here if at < found.start]
                key = earlier[-1] if earlier else here[0][1] if here else going_on
                if key:
                    yield key, found, " ".join(text[start:end].split())
        before = here[-1][1] if here else going_on


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(text):
        yield start, stop.end()
        start = stop.end()
    yield start, len(text)


def _quoted(edition: Edition, names: Names) -> Iterator[tuple[tuple[str, str], Statement]]:
    """The figures recorded as quoted: by instrument and what they count, else by their subject."""
    rows = QuotedFigure.objects.filter(report__session__edition=edition).select_related("report__session")
    for row in rows.prefetch_related("intervention__instruments"):
        span = amount_of(row.value)
        if span is None:
            continue
        named = {it.keys[0] for it in names.mentions(row.subject) if len(it.keys) == 1}
        if not named and row.intervention:
            named = {instrument.key for instrument in row.intervention.instruments.all()}
        told = next(quantities(f"{row.value} {row.subject}"), None)
        group = (named.pop(), told.what) if len(named) == 1 and told else ("", folded(row.subject))
        words = f"{row.value} {row.subject}"
        yield group, Statement(span, words, row.source, f"{row.report.session}, quoted figure", row)


def _disagree(statements: Sequence[Statement]) -> bool:
    return any(not agree(one.span, other.span) for one, other in combinations(statements, 2))
