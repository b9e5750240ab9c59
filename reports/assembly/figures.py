"""The chapter of figures: what was counted, edition by edition, as a table and a chart."""

from collections import defaultdict
from typing import Literal

from forums.models import Figure
from reports.paper.content import Chart, Paragraph, Section, Series, Table

from .runs import plain
from .sources import Sources
from .wordings.wording import Wording

# Counts of sessions tell how a programme was built, not how far the forum reached.
_STRUCTURE = {Figure.Kind.PLENARIES, Figure.Kind.THEMATIC_SESSIONS, Figure.Kind.SUB_FORUMS, Figure.Kind.YOUTH_FORUMS}
_MISSING = "–"
_RIGHT: Literal["r"] = "r"


def figures(sources: Sources, wording: Wording, number: str, title: str) -> Section:
    """A table of every kind that has a number, and bars for the kinds known of at least two editions."""
    editions = [edition for edition in sources.editions if sources.figures[edition.pk]]
    years = [edition.year for edition in editions]
    kinds = [kind for kind in Figure.Kind.values if any(kind in sources.figures[row.pk] for row in editions)]
    if not kinds:
        return Section("figures", number, title)

    def cell(kind: str, edition_id: int) -> str:
        figure = sources.figures[edition_id].get(kind)
        return wording.amount(figure.qualifier, figure.value) if figure else ""

    table = Table(
        id="figures/table",
        caption=wording.figures_caption(years),
        header=("", *map(str, years)),
        align=("l", *(_RIGHT for _ in years)),
        rows=tuple(
            (wording.FIGURE_LABELS[kind], *(cell(kind, row.pk) or _MISSING for row in editions)) for kind in kinds
        ),
        notes=_sources_of(sources, wording),
    )
    compared = [
        kind
        for kind in kinds
        if kind not in _STRUCTURE and sum(_value(sources, kind, row.pk) is not None for row in editions) > 1
    ]
    lead = Paragraph("figures/lead", plain(wording.figures_lead()), "lead")
    if not compared:
        return Section("figures", number, title, (lead, table))
    chart = Chart(
        id="figures/chart",
        caption=wording.chart_caption(years),
        alt=wording.chart_alt(
            [(wording.FIGURE_LABELS[kind], [(row.year, cell(kind, row.pk)) for row in editions]) for kind in compared]
        ),
        labels=tuple(map(str, years)),
        series=tuple(
            Series(
                name=wording.FIGURE_LABELS[kind],
                values=tuple(_value(sources, kind, row.pk) for row in editions),
                shown=tuple(cell(kind, row.pk) for row in editions),
            )
            for kind in compared
        ),
    )
    return Section("figures", number, title, (lead, table, chart))


def _value(sources: Sources, kind: str, edition_id: int) -> int | None:
    figure = sources.figures[edition_id].get(kind)
    return figure.value if figure else None


def _sources_of(sources: Sources, wording: Wording) -> tuple[str, ...]:
    """Each source once; with the kinds it stands for where there is more than one source."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for edition in sources.editions:
        for figure in sources.figures[edition.pk].values():
            label = wording.figure_of(figure.kind, edition.year)
            kinds[figure.source].append(label)
    return tuple(wording.source_note(source, labels if len(kinds) > 1 else []) for source, labels in kinds.items())
