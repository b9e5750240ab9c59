"""The whole document: its chapters in order, the cover, the index."""

from collections.abc import Callable
from datetime import date
from types import ModuleType

from forums.agenda.reading import bcp47
from forums.exceptions import DomainError, NotReadyError
from forums.languages import text
from forums.models import Partnership, Session
from reports.models import Chapter, Document
from reports.paper.content import Meta, Paper, Section, Words, canonical
from reports.paper.markdown import words
from reports.paper.numbering import roman

from . import english
from .about import about
from .figures import figures
from .next_step import next_step
from .outcomes import outcomes
from .runs import blocks
from .sources import Sources, read_sources
from .summaries import speaker_index, summaries

_WORDINGS: dict[str, ModuleType] = {"en": english}

_CHAPTERS: dict[str, Callable[[Sources, ModuleType, str, str], Section]] = {
    Chapter.Kind.ABOUT: about,
    Chapter.Kind.OUTCOMES: outcomes,
    Chapter.Kind.SUMMARIES: summaries,
    Chapter.Kind.NEXT_STEP: next_step,
    Chapter.Kind.FIGURES: figures,
}

# What an empty chapter lacks, said to whoever can mend it.
_LACKING = {
    Chapter.Kind.ABOUT: "About the forum: write the forum's purpose.",
    Chapter.Kind.OUTCOMES: "Outcomes: record at least one outcome of the edition.",
    Chapter.Kind.SUMMARIES: "Summaries: no session of the edition has a summary yet.",
    Chapter.Kind.NEXT_STEP: "Next step: write the edition's next step.",
    Chapter.Kind.FIGURES: "Figures: record at least one figure of the edition or an earlier one.",
}


def assemble(document: Document, chapters: list[Chapter], *, stage: str, today: date) -> Paper:
    """The document's paper as its records stand, in a number of queries that does not grow with them.

    Each chapter's ``generated`` is brought up to what the records give, unsaved; where the chapter has its own text,
    that is printed instead. Raises NotReadyError with every chapter that would be empty.
    """
    wording = _WORDINGS.get(document.language)
    if wording is None:
        known = ", ".join(_WORDINGS)
        raise DomainError(f"Documents are written in {known}; there are no words for {document.language} yet.")
    if not chapters:
        raise NotReadyError("The document has no chapters:", ["Add at least one chapter."])
    sources = read_sources(document, today=today)
    printed, problems = [], []
    for number, chapter in enumerate(chapters, 1):
        section = _generate(sources, wording, chapter, f"{roman(number)}.")
        chapter.generated = canonical(section) if section else ""
        section = _override(chapter, f"{roman(number)}.", wording) or section
        if section is None:
            problems.append(f"{chapter}: nothing is generated for this chapter yet; write its own text.")
        elif not section.blocks and not section.sections:
            problems.append(_LACKING[Chapter.Kind(chapter.kind)])
        else:
            printed.append(section)
    has_summaries = any(chapter.kind == Chapter.Kind.SUMMARIES for chapter in chapters)
    if has_summaries:
        problems += _named_against_the_rule(sources)
    if problems:
        raise NotReadyError("The document cannot be assembled yet:", problems)
    return Paper(
        lang=bcp47(document.language),
        meta=_meta(sources, wording, stage),
        words=Words(
            contents=wording.CONTENTS,
            index=wording.INDEX,
            index_note=wording.INDEX_NOTE,
            draft=wording.DRAFT,
            verify=wording.VERIFY,
        ),
        chapters=tuple(printed),
        index=speaker_index(sources) if has_summaries else (),
    )


def _named_against_the_rule(sources: Sources, parent: int | None = None, rule: str = "") -> list[str]:
    """Sessions that were given their rule after somebody's words had been written down by name; it holds for parts."""
    problems = []
    for session in sources.parts[parent]:
        own = rule or ("" if session.attribution == Session.Attribution.NAMED else session.get_attribution_display())
        if own and any(row.credit_id for row in sources.interventions[session.pk]):
            problems.append(f"{session}: nobody may be named there ({own}); make its summaries collective.")
        problems += _named_against_the_rule(sources, session.pk, own)
    return problems


def _generate(sources: Sources, wording: ModuleType, chapter: Chapter, number: str) -> Section | None:
    """What the records give for the chapter; None where nothing is generated."""
    build = _CHAPTERS.get(chapter.kind)
    return build(sources, wording, number, words(chapter.title or wording.CHAPTERS[chapter.kind])) if build else None


def _override(chapter: Chapter, number: str, wording: ModuleType) -> Section | None:
    """What people wrote instead; None where they wrote nothing."""
    if not chapter.override:
        return None
    title = chapter.title or wording.CHAPTERS.get(chapter.kind, chapter.get_kind_display().capitalize())
    anchor = f"chapter-{chapter.pk}" if chapter.kind == Chapter.Kind.CUSTOM else chapter.kind
    return Section(anchor, number, words(title), tuple(blocks(chapter.override, f"{anchor}/1")))


def _meta(sources: Sources, wording: ModuleType, stage: str) -> Meta:
    document, edition, language = sources.document, sources.edition, sources.language
    kind = wording.KINDS[document.kind]
    forum = words(text(edition.forum, "name", language))
    title = words(text(document, "title", language) or text(edition, "title", language))
    city = text(edition, "city", language)
    issuers = [
        text(organization, "name", language)
        for role in (Partnership.Role.HOST, Partnership.Role.ORGANIZER)
        for organization in sources.with_role(edition, role)
    ]
    return Meta(
        kind=kind,
        title=title,
        subtitle="",
        theme=words(text(edition, "theme", language)),
        forum=forum,
        year=str(edition.year),
        dates=words(wording.days(edition.starts_on, edition.ends_on, text(edition, "when", language))),
        place=words(wording.ONLINE if edition.format == "online" else city),
        date=sources.today.isoformat(),
        issued=wording.day(sources.today),
        issuers=tuple(map(words, issuers)),
        symbol=words(document.symbol),
        stage=stage,
        draft=stage == "draft",
        running_head=f"{kind} {words(text(edition, 'title', language))}",
        keywords=(forum, kind, str(edition.year)),
        website=edition.forum.website,
        contact=edition.forum.contact,
    )
