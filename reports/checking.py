"""The check before printing: a document's paper against its records, read once, in a constant number of queries."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from forums.languages import text, texts
from forums.models import Credit, Figure, Organization, SpeakerCard
from reports.assembly.agenda import took
from reports.assembly.assemble import draft_paper
from reports.assembly.sources import Sources, read_sources
from reports.assembly.summaries import heading_of
from reports.assembly.wordings import wording_in
from reports.lint.check import lint
from reports.lint.finding import Facts, Finding, Held, Named, Printed, Severity, Unsourced
from reports.models import Chapter, Document, DocumentVersion, Instrument, QuotedFigure
from reports.paper.content import Paper, from_json
from reports.paper.plain import places
from reports.quantities import MEANINGS, span_of
from reports.renderers import fonts

_CAPITALS = re.compile(r"[A-Z][A-Z0-9]+")
_ISSUED = (DocumentVersion.Stage.FINAL, DocumentVersion.Stage.REVISION)
# A shorter name is a word as often as a person.
_SHORTEST = 4


def check_document(document: Document, *, today: date | None = None) -> list[Finding]:
    """Everything that is wrong or doubtful in the document as it would be assembled now, errors first.

    What keeps it from being assembled at all is an error; the rest is checked as far as there is a paper.
    """
    chapters = list((document.original or document).chapters.all())
    sources = read_sources(document, today=today or timezone.localdate())
    paper, problems = draft_paper(document, chapters, today=sources.today)
    if not chapters:
        problems = ["The document has no chapters: add at least one."]
    found = lint(paper, read_facts(sources, paper, chapters))
    # Assembling tells of a dead citation what may have been meant, the paper where it stands.
    hints = {it.place: hint for it in found if it.rule == "citations" and (hint := _hint(problems, it.place))}
    in_the_way = [Finding("assembly", Severity.ERROR, "", it) for it in problems if it not in hints.values()]
    hinted = (
        replace(it, sentence=hints[it.place]) if it.place in hints and it.rule == "citations" else it for it in found
    )
    return in_the_way + list(dict.fromkeys(hinted))


def _hint(problems: Sequence[str], place: str) -> str:
    """What assembling says of the citation at a place; empty where it says nothing."""
    return next((problem for problem in problems if f"({place}): " in problem), "")


def errors_of(document: Document) -> list[str]:
    """What keeps the document from being final, a sentence each."""
    return [finding.sentence for finding in check_document(document) if finding.severity == Severity.ERROR]


def read_facts(sources: Sources, paper: Paper, chapters: list[Chapter]) -> Facts:
    """What the records say about a paper: seven queries, two more where chapters have asked for who took part."""
    overridden = {
        f"chapter-{chapter.pk}" if chapter.kind == Chapter.Kind.CUSTOM else chapter.kind
        for chapter in chapters
        if chapter.override
    }
    own = {row.anchor for row in sources.document.own_paragraphs.all()}
    own |= {place.id for chapter in paper.chapters if chapter.id in overridden for place in places([chapter])}
    has_summaries = any(chapter.kind == Chapter.Kind.SUMMARIES for chapter in chapters)
    return Facts(
        language=sources.language,
        editions=tuple(
            Held(tuple(texts(row, "title").values()), row.year, row.starts_on, row.ends_on) for row in sources.editions
        ),
        days=_days(sources),
        people=_people(sources),
        known=_known(sources),
        own=frozenset(own),
        counted=_counted(sources),
        unsourced=_unsourced(sources) if has_summaries else (),
        earlier=_earlier(sources.document),
        glyphs=None if fonts.missing(settings.FONTS_DIR) else fonts.characters(settings.FONTS_DIR),
    )


def _days(sources: Sources) -> dict[str, date]:
    """The day of each session whose heading nothing else has."""
    zone, wording = ZoneInfo(sources.edition.timezone), wording_in(sources.language)
    found: dict[str, set[date]] = defaultdict(set)
    for session in sources.sessions():
        began, _ = took(session)
        if began:
            found[heading_of(sources, wording, session)].add(began.astimezone(zone).date())
    return {heading: days.pop() for heading, days in found.items() if len(days) == 1}


def _people(sources: Sources) -> tuple[Named, ...]:
    """Everybody who has a card at the edition; those who do not print with the reason."""
    language, wording = sources.language, wording_in(sources.language)
    printed = {session.pk for session in sources.sessions()}
    taking_part: set[int | None] = set()
    standing = Credit.objects.standing().filter(session__edition=sources.edition).order_by()
    for session, card, reader in standing.values_list("session", "card", "reader"):
        if session in printed or sources.document.session_id is not None:
            taking_part |= {card, reader}
    cleared = {row.credit.card_id for rows in sources.interventions.values() for row in rows if row.credit}
    people = []
    for card in SpeakerCard.objects.filter(edition=sources.edition).order_by("pk"):
        absent = ""
        if card.pk not in taking_part and card.featured_position is None:
            absent = "no session that took place has them"
        elif not card.published and card.pk not in cleared:
            absent = "they have not agreed to be named in it"
        names = {card.name, card.native_name} if language.startswith("zh") else {card.name}
        titles = text(card, "titles", language).splitlines()
        told = tuple(sorted(name for name in names if len(name) >= (2 if name > "\u2e80" else _SHORTEST)))
        people.append(Named(told, wording.series(titles) if titles else "", absent, ("forums.speakercard", card.pk)))
    return tuple(people)


def _known(sources: Sources) -> frozenset[str]:
    """Words in capitals that are part of a name: of organizations, instruments, sessions, editions; and of titles."""
    names = [*Organization.objects.order_by().values_list("name", flat=True)]
    names += Instrument.objects.order_by().values_list("title", flat=True)
    names += SpeakerCard.objects.filter(edition=sources.edition).order_by().values_list("titles", flat=True)
    names += [text(row, field, sources.language) for row in sources.sessions() for field in ("title", "theme")]
    for edition in sources.editions:
        names += [text(edition, "title", sources.language), text(edition, "theme", sources.language)]
    return frozenset(word for name in names for word in _CAPITALS.findall(name or ""))


def _counted(sources: Sources) -> dict[str, tuple[tuple[float, float], ...]]:
    """What the records give for each kind of figure, of any edition told of, whichever source is preferred."""
    found: dict[str, tuple[tuple[float, float], ...]] = {}
    rows = Figure.objects.filter(edition__in=[row.pk for row in sources.editions], value__isnull=False).order_by("pk")
    for kind, qualifier, value in rows.values_list("kind", "qualifier", "value"):
        assert value is not None  # noqa: S101 - the filter above
        found[kind] = (*found.get(kind, ()), span_of(value, MEANINGS[qualifier]))
    return found


def _unsourced(sources: Sources) -> tuple[Unsourced, ...]:
    sessions = {session.pk: session for session in sources.sessions()}
    rows = QuotedFigure.objects.filter(report__session__in=sessions, source="", url="").select_related("report")
    return tuple(
        Unsourced(
            f"{row.value} {row.subject}",
            f"summaries/{sessions[row.report.session_id].code}",
            ("reports.sessionreport", row.report_id),
        )
        for row in rows.order_by("report", "position", "pk")
    )


def _earlier(document: Document) -> tuple[Printed, ...]:
    """What the forum's other documents in the language told of its editions, each in its newest issued version."""
    edition = document.edition
    issued = DocumentVersion.objects.filter(document=OuterRef("document"), stage__in=_ISSUED).order_by("-version")
    rows = (
        DocumentVersion.objects.filter(
            document__edition__forum=edition.forum_id,
            document__edition__number__lte=edition.number,
            document__language=document.language,
            pk=Subquery(issued.values("pk")[:1]),
        )
        .exclude(document=document.pk)
        .select_related("document__edition__forum")
    )
    found = []
    for row in rows.order_by("document__edition__number", "pk"):
        told = {
            place.id: place.text
            for chapter in from_json(row.content).chapters
            if chapter.id == "about"
            for place in places([chapter])
            # The purpose is written anew when the forum wants it so.
            if place.id.startswith("about/") and not place.id.startswith("about/purpose")
        }
        if told:
            found.append(Printed(str(row.document), row.symbol, told))
    return tuple(found)
