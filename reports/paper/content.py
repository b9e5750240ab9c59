"""The paper: frozen dataclasses for everything a document prints, and their JSON form.

A paper is complete: numbers, ordinals, names and titles are already words. A renderer adds only what depends on the
medium: page numbers, line breaks, colours. ``to_json`` is canonical (sorted keys, no spaces, UTF-8), so that equal
papers have equal bytes and the same digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

SCHEMA = 2


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text set in one way.

    ``lang`` is a BCP 47 tag where it differs from the paper's; ``index`` is the key of the index entry that this
    place belongs to; ``href`` an http(s) or mailto address; ``ref`` the id of the section or block of this paper that
    the words point to, as a citation points to its entry in the annex; ``change`` marks what a redline adds or removes.
    """

    text: str
    strong: bool = False
    emph: bool = False
    lang: str = ""
    href: str = ""
    index: str = ""
    ref: str = ""
    change: Literal["", "added", "removed"] = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``role`` says what it is, not how it looks.

    text: ordinary prose; speaker: one person's summary; collective: what panelists said together;
    point: an outcome point; lead: the sentence under a heading that says what a session was about;
    note: a quiet remark on what stands above it, as on what a point rests on.
    """

    id: str
    runs: Runs
    role: Literal["text", "speaker", "collective", "point", "lead", "note"] = "text"
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; ``label`` of each item is printed before it ("(1)", "•")."""

    id: str
    items: tuple[ListItem, ...]
    type: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class ListItem:
    label: str
    runs: Runs
    items: tuple[ListItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; ``align`` has one of l, r, c a column."""

    id: str
    caption: str
    header: tuple[str, ...]
    align: tuple[Literal["l", "r", "c"], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    type: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Chart:
    """Grouped bars: one group a label, one bar a series; ``None`` where a value is not known.

    ``shown`` has the same shape as the values and holds what is printed at each bar ("over 10 million").
    ``alt`` is the text a screen reader speaks; it may not be empty (PDF/UA-1).
    """

    id: str
    caption: str
    alt: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    type: Literal["chart"] = "chart"


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


Block = Paragraph | ListBlock | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the paper; chapters are sections of the first level. At most four levels deep."""

    id: str
    number: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def gap(self) -> str:
        """What stands between number and title: a space, unless the number ends in a mark that brings its own room."""
        return "" if not self.number or self.number.endswith(("、", "）")) else " "

    @property
    def heading(self) -> str:
        """Number and title in one line."""
        return f"{self.number}{self.gap}{self.title}".strip()


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the index of speakers; ``key`` is what ``Run.index`` points at.

    ``sort`` decides the order, ``letter`` the heading it stands under.
    """

    key: str
    name: str
    native: str
    detail: str
    sort: str
    letter: str


@dataclass(frozen=True, slots=True)
class Look:
    """The forum's own colours and mark. Empty: as the design has them.

    Colours are ``#rrggbb``; ``logo`` is a PNG in base64, ``logo_alt`` what a screen reader speaks for it; ``face`` the
    letters of the text.
    """

    accent: str = ""
    second: str = ""
    logo: str = ""
    logo_alt: str = ""
    face: Literal["serif", "sans"] = "serif"


@dataclass(frozen=True, slots=True)
class Meta:
    """What the cover, the running head and the file's metadata say. ``date`` is ISO 8601.

    ``verify`` is the address under which the paper's digest can be looked up, without the digest.
    """

    kind: str
    title: str
    subtitle: str
    theme: str
    forum: str
    year: str
    dates: str
    place: str
    date: str
    issued: str
    issuers: tuple[str, ...]
    symbol: str
    stage: str
    draft: bool
    running_head: str
    keywords: tuple[str, ...] = ()
    website: str = ""
    contact: str = ""
    verify: str = ""
    look: Look = Look()


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of the paper in its language."""

    contents: str
    index: str
    index_note: str
    draft: str
    verify: str


def canonical(part: Paper | Section) -> str:
    """JSON with sorted keys and without spaces: equal parts have equal text."""
    return json.dumps(asdict(part), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document. ``lang`` is a BCP 47 tag (en-GB, zh-Hans, ar)."""

    lang: str
    meta: Meta
    words: Words
    chapters: tuple[Section, ...]
    index: tuple[IndexEntry, ...] = ()
    schema: int = field(default=SCHEMA)

    def to_json(self) -> str:
        """The canonical form: what is stored, digested and given to a renderer."""
        return canonical(self)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical form, in hexadecimal."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


def from_json(text: str) -> Paper:
    """The paper of a canonical form, of this schema or an earlier one: what that had not yet is empty."""
    tree: dict[str, Any] = json.loads(text)
    look = Look(**tree["meta"].get("look", {}))
    lists = {key: tuple(tree["meta"][key]) for key in ("issuers", "keywords")}
    return Paper(
        lang=tree["lang"],
        meta=Meta(**tree["meta"] | lists | {"look": look}),
        words=Words(**tree["words"]),
        chapters=tuple(map(_section, tree["chapters"])),
        index=tuple(IndexEntry(**entry) for entry in tree["index"]),
    )


def section_from_json(text: str) -> Section:
    """The section of a canonical form."""
    return _section(json.loads(text))


def _section(tree: dict[str, Any]) -> Section:
    nested = tuple(map(_section, tree["sections"]))
    return Section(**tree | {"blocks": tuple(map(_block, tree["blocks"])), "sections": nested})


def _block(tree: dict[str, Any]) -> Block:
    match tree["type"]:
        case "paragraph":
            return Paragraph(**tree | {"runs": _runs(tree["runs"])})
        case "list":
            return ListBlock(**tree | {"items": _items(tree["items"])})
        case "table":
            rows = {"rows": tuple(map(tuple, tree["rows"]))}
            return Table(**tree | {key: tuple(tree[key]) for key in ("header", "align", "notes")} | rows)
        case "chart":
            series = (Series(it["name"], tuple(it["values"]), tuple(it["shown"])) for it in tree["series"])
            return Chart(**tree | {"labels": tuple(tree["labels"]), "series": tuple(series)})
    raise ValueError(f"There is no block of type {tree['type']!r}.")


def _runs(trees: list[dict[str, Any]]) -> Runs:
    return tuple(Run(**tree) for tree in trees)


def _items(trees: list[dict[str, Any]]) -> tuple[ListItem, ...]:
    return tuple(ListItem(it["label"], _runs(it["runs"]), _items(it["items"])) for it in trees)


def paragraphs(tree: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each printed text of a paper in its JSON form: where it stands, and the text.

    Where is a section's or block's id, in reading order; used to name the place of a character that no font has.
    """

    def words(runs: list[dict[str, Any]]) -> str:
        return "".join(run["text"] for run in runs)

    def items(block_id: str, rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
        for row in rows:
            yield block_id, row["label"] + " " + words(row["runs"])
            yield from items(block_id, row["items"])

    def blocks(section: dict[str, Any]) -> Iterator[tuple[str, str]]:
        yield section["id"], f"{section['number']} {section['title']}".strip()
        for block in section["blocks"]:
            match block["type"]:
                case "paragraph":
                    yield block["id"], words(block["runs"])
                case "list":
                    yield from items(block["id"], block["items"])
                case "table":
                    yield block["id"], block["caption"]
                    for row in (block["header"], *block["rows"], block["notes"]):
                        yield block["id"], " ".join(row)
                case "chart":
                    yield block["id"], block["caption"]
                    yield block["id"], " ".join(block["labels"])
                    for series in block["series"]:
                        yield block["id"], " ".join((series["name"], *series["shown"]))
        for child in section["sections"]:
            yield from blocks(child)

    for name, value in tree["meta"].items():
        if name == "look":
            continue
        yield f"cover: {name}", " ".join(value) if isinstance(value, list) else str(value)
    for chapter in tree["chapters"]:
        yield from blocks(chapter)
    for entry in tree["index"]:
        yield f"index: {entry['key']}", f"{entry['name']} {entry['native']} {entry['detail']}"
