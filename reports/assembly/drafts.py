"""What the records give for each chapter, before anything is set in that people wrote paragraph by paragraph."""

from collections.abc import Callable

from reports.models import Chapter
from reports.paper.content import Section, canonical
from reports.paper.markdown import words

from .about import about
from .agenda import agenda
from .balance import balance
from .commitments import commitments
from .figures import figures
from .instruments import instruments
from .next_step import next_step
from .organizations import organizations
from .outcomes import outcomes
from .runs import blocks
from .sources import Sources
from .speakers import speakers
from .summaries import summaries
from .takeaways import takeaways
from .wordings.wording import Wording
from .workstream import workstream

_CHAPTERS: dict[str, Callable[[Sources, Wording, str, str], Section]] = {
    Chapter.Kind.ABOUT: about,
    Chapter.Kind.OUTCOMES: outcomes,
    Chapter.Kind.SUMMARIES: summaries,
    Chapter.Kind.NEXT_STEP: next_step,
    Chapter.Kind.FIGURES: figures,
    Chapter.Kind.COMMITMENTS: commitments,
    Chapter.Kind.INSTRUMENTS: instruments,
    Chapter.Kind.AGENDA: agenda,
    Chapter.Kind.SPEAKERS: speakers,
    Chapter.Kind.ORGANIZATIONS: organizations,
    Chapter.Kind.BALANCE: balance,
    Chapter.Kind.TAKEAWAYS: takeaways,
    Chapter.Kind.WORKSTREAM: workstream,
}


def draft_chapters(sources: Sources, wording: Wording, chapters: list[Chapter]) -> list[Section | None]:
    """Each chapter as the records give it, or as people wrote it as a whole; before paragraphs of their own are set in.

    None where a chapter is neither. What the records gave is noted in ``generated``, unsaved.
    """
    drafts: list[Section | None] = []
    for number, chapter in enumerate(chapters, 1):
        section = _generate(sources, wording, chapter, wording.chapter_number(number))
        chapter.generated = canonical(section) if section else ""
        drafts.append(_override(chapter, wording.chapter_number(number), wording) or section)
    return drafts


def _generate(sources: Sources, wording: Wording, chapter: Chapter, number: str) -> Section | None:
    """What the records give for the chapter; None where nothing is generated."""
    build = _CHAPTERS.get(chapter.kind)
    return build(sources, wording, number, words(chapter.title or wording.CHAPTERS[chapter.kind])) if build else None


def _override(chapter: Chapter, number: str, wording: Wording) -> Section | None:
    """What people wrote instead; None where they wrote nothing."""
    if not chapter.override:
        return None
    title = chapter.title or wording.CHAPTERS.get(chapter.kind, chapter.get_kind_display().capitalize())
    anchor = f"chapter-{chapter.pk}" if chapter.kind == Chapter.Kind.CUSTOM else chapter.kind
    return Section(anchor, number, words(title), tuple(blocks(chapter.override, f"{anchor}/1")))
