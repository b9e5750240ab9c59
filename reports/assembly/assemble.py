"""The whole document: its chapters in order, the cover, the index."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from forums.agenda.reading import bcp47
from forums.exceptions import NotReadyError
from forums.languages import text
from forums.models import Partnership
from reports.attribution import find_all_names
from reports.models import Chapter, Document
from reports.paper.content import IndexEntry, Meta, Paper, Section, Words, canonical
from reports.paper.markdown import words
from reports.paper.walk import without_dead_links
from reports.regime import rule_of

from .drafts import draft_chapters
from .instruments import cite, cited_in
from .kinds import refusal_of
from .look import look_of
from .own_text import with_own_text
from .sources import Sources, read_sources
from .summaries import speaker_index
from .translation import read_translation
from .wordings import wording_in
from .wordings.wording import Wording

# What an empty chapter lacks, said to whoever can mend it.
_LACKING = {
    Chapter.Kind.ABOUT: "About the forum: write the forum's purpose.",
    Chapter.Kind.OUTCOMES: "Outcomes: record at least one outcome of the edition.",
    Chapter.Kind.SUMMARIES: "Summaries: no session of the edition has a summary yet.",
    Chapter.Kind.NEXT_STEP: "Next step: write the edition's next step.",
    Chapter.Kind.FIGURES: "Figures: record at least one figure of the edition or an earlier one.",
    Chapter.Kind.COMMITMENTS: "Commitments: no session of the edition or an earlier one has a call to action yet.",
    Chapter.Kind.INSTRUMENTS: "Instruments: no text cites one, like [@key], and no summary is linked to one.",
    Chapter.Kind.AGENDA: "Programme: enter the edition's sessions.",
    Chapter.Kind.SPEAKERS: "Speakers: nobody is named in the programme yet; see who has agreed to it.",
    Chapter.Kind.ORGANIZATIONS: "Organizations: enter who hosts and supports the edition, on its page.",
    Chapter.Kind.BALANCE: "Balance of speakers: nobody is named in the programme yet; see who has agreed to it.",
    Chapter.Kind.TAKEAWAYS: "Key takeaways: no report has any yet.",
    Chapter.Kind.WORKSTREAM: "The work and its timetable: choose the document's workstream, and give it a purpose.",
}


def assemble(document: Document, chapters: list[Chapter], *, today: date) -> Paper:
    """The document's paper as its records stand, in a number of queries that does not grow with them.

    Each chapter's ``generated`` is brought up to what the records give, unsaved; where the chapter has its own text,
    that is printed instead, and so is a paragraph's own text. The paper has no stage and no symbol yet: a version
    gives it both. Raises NotReadyError with every chapter that would be empty.
    """
    if not chapters and document.original is None:
        raise NotReadyError("The document has no chapters:", ["Add at least one chapter."])
    paper, problems = draft_paper(document, chapters, today=today)
    if not problems and not paper.chapters:
        problems = ["Its original has no chapters: add at least one there."]
    if problems:
        raise NotReadyError("The document cannot be assembled yet:", problems)
    return paper


def draft_paper(document: Document, chapters: list[Chapter], *, today: date) -> tuple[Paper, list[str]]:
    """The paper as far as it can be assembled, and a sentence for everything that is in the way of the rest.

    A translation has the chapters of its original.
    """
    wording = wording_in(document.language)
    own = {row.anchor: row.text for row in document.own_paragraphs.all()}
    index: tuple[IndexEntry, ...] = ()
    cited: list[str] = []
    if document.original is None:
        sources = read_sources(document, today=today)
        drafts = draft_chapters(sources, wording, chapters)
        drafts = [with_own_text(draft, own) if draft else None for draft in drafts]
    else:
        reading = read_translation(document, today=today)
        sources, chapters, index, drafts = reading.sources, reading.chapters, reading.index, reading.printed(own)
        # Numbered as the original numbers them, whatever the order of a sentence.
        cited = cited_in(section for section in reading.sections if section)
    drafts, problems = cite(sources, wording, drafts, first=cited)
    if document.original is not None and reading.version:
        printed = [section for section in drafts if section]
    else:
        printed, found = _checked(document, chapters, drafts)
        problems += found
    has_summaries = any(chapter.kind == Chapter.Kind.SUMMARIES for chapter in chapters)
    if has_summaries:
        problems += _named_against_the_rule(sources)
    paper = Paper(
        lang=bcp47(document.language),
        meta=_meta(sources, wording),
        words=Words(
            contents=wording.CONTENTS,
            index=wording.INDEX,
            index_note=wording.INDEX_NOTE,
            draft=wording.DRAFT,
            verify=wording.VERIFY,
        ),
        chapters=without_dead_links(printed),
        index=_index(sources, index) if has_summaries else (),
    )
    return paper, problems


def _checked(
    document: Document, chapters: list[Chapter], drafts: Sequence[Section | None]
) -> tuple[list[Section], list[str]]:
    """The chapters that print, and what is wrong with the others."""
    printed, problems = [], []
    for chapter, section in zip(chapters, drafts, strict=True):
        if refusal := refusal_of(document.kind, chapter.kind):
            problems.append(refusal)
        elif section is None:
            problems.append(f"{chapter}: nothing is generated for this chapter yet; write its own text.")
        elif not section.blocks and not section.sections:
            problems.append(_LACKING[Chapter.Kind(chapter.kind)])
        else:
            printed.append(section)
        if section and chapter.kind == Chapter.Kind.INSTRUMENTS and not chapter.override:
            chapter.generated = canonical(section)
    return printed, problems


def _index(sources: Sources, frozen: Sequence[IndexEntry]) -> tuple[IndexEntry, ...]:
    """Who is named; whoever the frozen original of a translation names, and nobody else, once there is one."""
    entries = speaker_index(sources)
    if not frozen:
        return entries
    wanted = {entry.key: entry for entry in frozen}
    known = {entry.key for entry in entries}
    missing = [entry for key, entry in wanted.items() if key not in known]
    found = [*(entry for entry in entries if entry.key in wanted), *missing]
    return tuple(sorted(found, key=lambda entry: (entry.sort, entry.key)))


def _named_against_the_rule(sources: Sources) -> list[str]:
    """Where somebody is named although nobody may be: the rule may be younger than the text. It holds for parts."""
    sessions = {session.pk: session for session in sources.sessions()}
    problems = []
    for session in sessions.values():
        rule = rule_of(session)
        if rule and any(row.credit_id for row in sources.interventions[session.pk]):
            problems.append(f"{session}: nobody may be named there ({rule.words}); make its summaries collective.")
    return problems + [f"{sessions[it.session]}: {it}." for it in find_all_names(sessions.values())]


def _meta(sources: Sources, wording: Wording) -> Meta:
    document, edition, language = sources.document, sources.edition, sources.language
    kind = wording.KINDS[document.kind]
    forum = words(text(edition.forum, "name", language))
    subject = document.session or document.workstream or edition
    title = words(text(document, "title", language) or text(subject, "title", language))
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
        symbol="",
        stage="",
        draft=False,
        running_head=words(wording.running_head(kind, text(edition, "title", language))),
        keywords=(forum, kind, str(edition.year)),
        website=edition.forum.website,
        contact=edition.forum.contact,
        verify=f"{settings.SITE_URL}/verify/",
        look=look_of(edition.forum, language),
    )
