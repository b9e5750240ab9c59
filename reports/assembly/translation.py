"""A document in another language: the original's chapters, place by place.

What it has to say is the original's version that stands, once there is one: readers of two languages read the same
document, however far the records have moved on. Before that it is the original as its records stand.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forums.agenda.reading import bcp47
from forums.languages import noting_fallbacks
from reports.models import Chapter, Document, DocumentVersion
from reports.models.intervention import SPEAKER
from reports.paper.content import Block, IndexEntry, Paper, Run, Runs, Section, from_json
from reports.paper.follow import Told, told_after
from reports.paper.markdown import cited_by, words
from reports.paper.plain import plain
from reports.paper.walk import block_with_runs

from .drafts import draft_chapters
from .instruments import cite
from .own_text import instead_of, with_own_text
from .runs import blocks
from .sources import Sources, read_sources
from .wordings import wording_in


@dataclass(frozen=True, slots=True)
class Reading:
    """An original, and what the records say in the language of its translation.

    ``sources`` are read for the translation. ``sections`` are the original's chapters, citations as they are typed and
    the annex empty; None where a chapter has nothing. ``version`` is the frozen one that they are of, ``index`` its
    index. ``fallbacks`` are the texts that the records have in no language but the default one.
    """

    sources: Sources
    chapters: list[Chapter]
    sections: tuple[Section | None, ...]
    told: Told
    fallbacks: frozenset[str]
    version: DocumentVersion | None = None
    index: tuple[IndexEntry, ...] = ()
    withdrawn: frozenset[str] = frozenset()

    def lacking(self, said: str) -> tuple[str, ...]:
        """Which words of what the records say stand there in the default language, because they have no others."""
        return tuple(sorted(it for it in self.fallbacks if _stands_in(it, said)))

    def said(self, anchor: str) -> str:
        """What the records say in the place of a heading or block of the original; empty where they say nothing.

        A name in one language before a sentence in the other says nothing either.
        """
        blocks = self.told.blocks.get(anchor)
        said = self.told.titles.get(anchor, "") if blocks is None else "\n".join(map(plain, blocks))
        return "" if 2 * sum(map(len, self.lacking(said))) > len(said) else said

    def printed(self, own: Mapping[str, str]) -> list[Section | None]:
        """The chapters in the language of the translation; ``own`` is what people wrote, Markdown by id.

        What nobody has said in it yet is printed as the original has it, marked as being in that language.
        """
        original = self.sources.document.original
        assert original is not None  # noqa: S101 - read for a translation
        return [
            _in_other_words(section, self, own, bcp47(original.language)) if section else None
            for section in self.sections
        ]


def read_translation(document: Document, *, today: date) -> Reading:
    """Read a translation's original and the records in both languages; a constant number of queries."""
    original = document.original
    assert original is not None  # noqa: S101 - asked by whoever calls
    original.edition = document.edition
    version = original.versions.standing().first()
    frozen = from_json(version.content) if version else None
    chapters = list(original.chapters.all())
    theirs = read_sources(original, today=today)
    if frozen:
        # Titles are told as of the same day in every language.
        theirs = replace(theirs, today=date.fromisoformat(frozen.meta.date))
    generated = draft_chapters(theirs, wording_in(original.language), chapters)
    written = {row.anchor: row.text for row in original.own_paragraphs.all()}
    current = [with_own_text(it, written) if it else None for it in generated]
    sections = _thawed(frozen, current, theirs) if frozen else tuple(current)
    ours = replace(theirs, document=document)
    with noting_fallbacks() as fallbacks:
        given = draft_chapters(ours, wording_in(document.language), chapters)
    return Reading(
        sources=ours,
        chapters=chapters,
        sections=sections,
        told=told_after(_there(sections), _there(generated), _there(given)),
        fallbacks=frozenset(piece for it in fallbacks for piece in _pieces(it)),
        version=version,
        index=frozen.index if frozen else (),
        withdrawn=frozenset(_said(_there(sections)) - _said(_there(generated))),
    )


def _pieces(text: str) -> Iterator[str]:
    """What a text prints, each paragraph or item by its longest stretch between the places where a name is set in."""
    for block in blocks(text, ""):
        for line in plain(block).split("\n"):
            piece = max(line.split(SPEAKER), key=len).strip(" ,.;:，。；：")
            if has_letters(piece):
                yield piece


def _there(sections: Iterable[Section | None]) -> list[Section]:
    return [section for section in sections if section]


def _said(sections: Sequence[Section]) -> set[str]:
    """The ids of everything that stands in the chapter of summaries."""
    return {
        block.id.partition("/own/")[0]
        for section in sections
        if section.id.partition("/")[0] == Chapter.Kind.SUMMARIES
        for block in section.blocks
    } | {key for section in sections for key in _said(section.sections)}


def _thawed(frozen: Paper, current: Sequence[Section | None], sources: Sources) -> tuple[Section, ...]:
    """The chapters of a frozen paper with citations as they are typed, so that they can be numbered anew.

    A number leads to its key. Without an annex a citation printed as a title; there the words are taken as they are
    typed today, as long as they print the same.
    """
    typed = _blocks(_there(current))
    prints = _blocks(_there(cite(sources, wording_in(sources.language), current)[0]))

    def thawed(section: Section) -> Section:
        # An annex is filled anew; "instruments/1" is one that people wrote.
        if section.id == Chapter.Kind.INSTRUMENTS and section.blocks and section.blocks[0].id != "instruments/1":
            return replace(section, blocks=(), sections=())
        printed = (
            typed[block.id]
            if block.id in typed and block.id in prints and plain(prints[block.id]) == plain(block)
            else block_with_runs(block, _as_cited)
            for block in section.blocks
        )
        return replace(section, blocks=tuple(printed), sections=tuple(map(thawed, section.sections)))

    return tuple(map(thawed, frozen.chapters))


def _as_cited(runs: Runs) -> Runs:
    return tuple(replace(run, text=f"@{key}") if (key := cited_by(run)) else run for run in runs)


def _blocks(sections: Sequence[Section]) -> dict[str, Block]:
    found = {block.id: block for section in sections for block in section.blocks}
    return found | {key: block for section in sections for key, block in _blocks(section.sections).items()}


def _in_other_words(section: Section, reading: Reading, own: Mapping[str, str], original: str) -> Section:
    told = reading.told
    title = told.titles[section.id] if section.id in told.fitting else section.title
    return replace(
        section,
        number=told.numbers.get(section.id, section.number),
        title=words(own[section.id]) if section.id in own else title,
        blocks=tuple(part for block in section.blocks for part in _block(block, reading, own, original)),
        sections=tuple(_in_other_words(part, reading, own, original) for part in section.sections),
    )


def _block(block: Block, reading: Reading, own: Mapping[str, str], original: str) -> Sequence[Block]:
    told = reading.told
    given = told.blocks.get(block.id, ())
    if block.id in own:
        return instead_of(block, own[block.id], alike=given)
    said = reading.said(block.id)
    if block.id in told.fitting and said != plain(block) and (said or not given):
        return given
    if not has_letters(plain(block)):
        return [block]

    def marked(run: Run) -> Run:
        return replace(run, lang=run.lang or original)

    return [block_with_runs(block, lambda runs: tuple(map(marked, runs)))]


def has_letters(text: str) -> bool:
    """Whether there is anything to translate: figures are alike in all languages."""
    return any(letter.isalpha() for letter in text)


def _stands_in(words_: str, said: str) -> bool:
    """Whether the words are part of what is said, and not only of longer words."""
    if words_ not in said:
        return False
    return bool(re.search(rf"(?<![A-Za-z0-9]){re.escape(words_)}(?![A-Za-z0-9])", said))
