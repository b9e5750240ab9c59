"""A paper as well-formed XHTML elements, for the page, the file and the book alike.

Everything that people wrote goes through ``escape``; attributes are ours or go through ``quoteattr``. Nothing needs a
script or a style attribute, so that the strictest content policy prints it whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from reports.paper.content import (
    Block,
    Chart,
    ListBlock,
    ListItem,
    Paper,
    Paragraph,
    Run,
    Runs,
    Section,
    Series,
    Table,
)

_SIDES = {"l": "start", "r": "end", "c": "middle"}
_RIGHT_TO_LEFT = ("ar", "fa", "ur", "he", "ps")
_CHANGES = {"added": "ins", "removed": "del"}
# The widest bar of a chart, in pixels.
_BAR = 240


def anchor(place: str) -> str:
    """The id of a section or block as an XML name."""
    return place.replace("/", ".")


def direction(lang: str) -> str:
    """Which way a BCP 47 language is written: rtl or ltr."""
    return "rtl" if lang.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def element(name: str, content: str, **attributes: str) -> str:
    """An element around finished markup; an attribute that is empty is left out."""
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(value)}" for key, value in attributes.items() if value
    )
    return f"<{name}{given}>{content}</{name}>"


def numbered(section: Section) -> str:
    """Number and title of a section, as markup."""
    number = element("span", escape(section.number), class_="number") + section.gap if section.number else ""
    return number + escape(section.title)


def same_page(place: str) -> str:
    """The address of a place on the same page."""
    return f"#{anchor(place)}"


@dataclass
class Writer:
    """Writes sections and blocks as XHTML.

    ``address`` gives the address of a place of the paper, by its id; ``remark`` what is set after each heading and
    block, as finished markup. ``mentions`` collects, as sections are written,
    in which blocks each entry of the index is named.
    """

    paper: Paper
    address: Callable[[str], str] = same_page
    permalinks: bool = False
    remark: Callable[[str], str] | None = None
    mentions: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def section(self, section: Section, level: int) -> str:
        """A section with all that is in it; ``level`` is that of its heading."""
        heading = element(f"h{min(level, 6)}", numbered(section) + self._permalink(section.id))
        heading += self._remark(section.id)
        inner = "".join(self.block(block) + self._remark(block.id) for block in section.blocks)
        nested = "".join(self.section(part, level + 1) for part in section.sections)
        return element("section", heading + inner + nested, id=anchor(section.id))

    def block(self, block: Block) -> str:
        """A block, whatever it is."""
        match block:
            case Paragraph():
                inner = self.runs(block.runs, block.id) + self._permalink(block.id)
                return element("p", inner, id=anchor(block.id), class_=block.role)
            case ListBlock():
                return self._list(block.items, block.id, id_=anchor(block.id))
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)

    def runs(self, runs: Runs, place: str = "") -> str:
        """Runs of text; ``place`` is the block that they stand in, for the index."""
        return "".join(self._run(run, place) for run in runs)

    def index(self, heading: str) -> str:
        """The index of speakers, once the sections are written: each name with links to where it stands."""
        groups: dict[str, list[str]] = defaultdict(list)
        for entry in sorted(self.paper.index, key=lambda it: it.sort):
            native = " " + element("span", escape(entry.native), class_="native") if entry.native else ""
            places = dict.fromkeys(self.mentions[entry.key])
            links = ", ".join(
                element("a", str(number), href=self.address(place)) for number, place in enumerate(places, 1)
            )
            name = element("b", escape(entry.name)) + native + (f" {links}" if links else "")
            detail = element("small", escape(entry.detail)) if entry.detail else ""
            groups[entry.letter].append(element("li", name + detail))
        listed = "".join(
            element("h3", escape(letter)) + element("ul", "".join(entries)) for letter, entries in groups.items()
        )
        return element("section", element("h2", escape(heading)) + listed, id="index", class_="index")

    def contents(self, levels: int = 3) -> str:
        """The table of contents as nested lists of links."""
        return self._entries(self.paper.chapters, levels)

    def _entries(self, sections: Iterable[Section], levels: int) -> str:
        lines = [
            element(
                "li",
                element("a", numbered(part), href=self.address(part.id))
                + (self._entries(part.sections, levels - 1) if part.sections and levels > 1 else ""),
            )
            for part in sections
        ]
        return element("ol", "".join(lines))

    def _run(self, run: Run, place: str) -> str:
        if run.index and place:
            self.mentions[run.index].append(place)
        text = escape(run.text)
        if run.lang:
            text = element("span", text, lang=run.lang, dir=direction(run.lang))
        if run.emph:
            text = element("em", text)
        if run.strong:
            text = element("strong", text)
        if run.ref:
            text = element("a", text, href=self.address(run.ref), class_="ref")
        elif run.href:
            text = element("a", text, href=run.href, rel="noopener")
        return element(_CHANGES[run.change], text) if run.change else text

    def _remark(self, place: str) -> str:
        return self.remark(place) if self.remark else ""

    def _permalink(self, place: str) -> str:
        if not self.permalinks:
            return ""
        # For the mouse alone: hundreds of such links would drown the text for everybody else.
        return f'<a class="permalink" href={quoteattr(same_page(place))} aria-hidden="true" tabindex="-1">¶</a>'

    def _list(self, items: Iterable[ListItem], place: str, id_: str = "") -> str:
        lines = [
            element(
                "li",
                element("span", escape(item.label), class_="label")
                + element("div", self.runs(item.runs, place) + (self._list(item.items, place) if item.items else "")),
            )
            for item in items
        ]
        return element("ul", "".join(lines), id=id_, class_="labelled", role="list")

    def _table(self, table: Table) -> str:
        def cells(name: str, row: Iterable[str], **scope: str) -> str:
            sides = [*table.align, *("l" for _ in table.header)]
            row = (
                element(name, escape(cell), class_=_SIDES[side], **scope)
                for cell, side in zip(row, sides, strict=False)
            )
            return element("tr", "".join(row))

        caption = element("caption", escape(table.caption)) if table.caption else ""
        head = element("thead", cells("th", table.header, scope="col"))
        body = element("tbody", "".join(cells("td", row) for row in table.rows))
        notes = "".join(element("p", escape(note), class_="note") for note in table.notes)
        return element("div", element("table", caption + head + body) + notes, id=anchor(table.id), class_="table")

    def _chart(self, chart: Chart) -> str:
        """Each series as a table of its own, with bars: figures of an event range from tens to millions."""
        panels = "".join(self._panel(chart.labels, series) for series in chart.series)
        caption = element("figcaption", escape(chart.caption)) if chart.caption else ""
        return element("figure", caption + panels, id=anchor(chart.id), class_="chart")

    def _panel(self, labels: tuple[str, ...], series: Series) -> str:
        most = max((value for value in series.values if value), default=0)
        rows = []
        for label, value, shown in zip(labels, series.values, series.shown, strict=True):
            width = round(_BAR * max(0, value) / most) if value and most else 0
            # With its own namespace: books are XML.
            rect = f'<rect width="{width}" height="11"/>'
            bar = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="11" aria-hidden="true">{rect}</svg>'
            told = escape(shown or "—")
            rows.append(element("tr", element("th", escape(label), scope="row") + element("td", f"{bar} {told}")))
        return element("table", element("caption", escape(series.name)) + element("tbody", "".join(rows)))


def given(*values: str) -> Iterator[str]:
    """The values that say something."""
    return (value for value in values if value)
