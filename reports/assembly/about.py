"""The chapter that tells what the forum is and how its editions went, from the records alone."""

from forums.languages import text
from forums.models import Edition, Figure, Organization, Partnership, Session
from reports.paper.content import Paragraph, Run, Runs, Section
from reports.paper.markdown import words
from speakers.titles import titles_then

from .names import name_in
from .runs import blocks
from .sources import Sources
from .wordings.wording import Wording

_STRUCTURE = {
    Figure.Kind.SUB_FORUMS: Session.Kind.SUB_FORUM,
    Figure.Kind.PLENARIES: Session.Kind.PLENARY,
    Figure.Kind.THEMATIC_SESSIONS: Session.Kind.THEMATIC_SESSION,
    Figure.Kind.YOUTH_FORUMS: Session.Kind.YOUTH_FORUM,
}


def about(sources: Sources, wording: Wording, number: str, title: str) -> Section:
    """The forum's purpose, then a paragraph for each edition, the first of them first."""
    forum, language = sources.edition.forum, sources.language
    hosts = _names(sources, wording, sources.edition, Partnership.Role.HOST)
    organizers = _names(sources, wording, sources.edition, Partnership.Role.ORGANIZER)
    purpose = wording.SPACE.join(
        part for part in (text(forum, "purpose", language), wording.hosted(hosts, organizers)) if part
    )
    chronicle = [Paragraph(f"about/{edition.slug}", _tell(sources, wording, edition)) for edition in sources.editions]
    return Section("about", number, title, (*blocks(purpose, "about/purpose"), *chronicle))


def _tell(sources: Sources, wording: Wording, edition: Edition) -> Runs:
    """One edition in prose; the names of its guests are set in bold."""
    language, figures = sources.language, sources.figures[edition.pk]

    def counted(kind: str, *, in_words: bool = False) -> str:
        figure = figures.get(kind)
        if figure is None:
            return ""
        scope = text(figure, "scope", language)
        return wording.counted(kind, figure.qualifier, figure.value, scope=scope, in_words=in_words)

    def told(kind: str) -> tuple[str, str]:
        return counted(kind), text(figures[kind], "detail", language) if kind in figures else ""

    # Where both are known, the speakers came from somewhere and the participants are the attendance.
    people = told(Figure.Kind.SPEAKERS if Figure.Kind.SPEAKERS in figures else Figure.Kind.PARTICIPANTS)
    attendance = counted(Figure.Kind.PARTICIPANTS) if Figure.Kind.SPEAKERS in figures else ""
    before_guests = [
        wording.held(
            forum=text(edition.forum, "name", language),
            edition_number=edition.number,
            year=edition.year,
            dates=wording.days(edition.starts_on, edition.ends_on, text(edition, "when", language)),
            format_=edition.format,
            place=text(edition, "city", language),
            theme=text(edition, "theme", language),
        ),
        wording.partnered(
            _names(sources, wording, edition, Partnership.Role.INTERNATIONAL_SUPPORTING),
            _names(sources, wording, edition, Partnership.Role.SUPPORTING),
            _names(sources, wording, edition, Partnership.Role.PARTNER),
            counted(Figure.Kind.PARTNERS),
        ),
        wording.structured(_structure(sources, wording, edition)),
    ]
    after_guests = [
        wording.gathered(people, told(Figure.Kind.ORGANIZATIONS), told(Figure.Kind.COUNTRIES)),
        wording.attended(attendance),
        wording.covered(
            counted(Figure.Kind.JOURNALISTS), counted(Figure.Kind.MEDIA_OUTLETS), counted(Figure.Kind.NEWS_REPORTS)
        ),
        wording.watched(counted(Figure.Kind.LIVESTREAM_VIEWS), counted(Figure.Kind.REPOSTS)),
    ]
    runs = [Run(words(wording.SPACE.join(part for part in before_guests if part)))]
    runs += _guests(sources, wording, edition)
    runs += [Run(words(wording.SPACE + wording.SPACE.join(part for part in after_guests if part)))]
    runs += _fate(sources, wording, edition)
    return tuple(run for run in runs if run.text.strip())


def _structure(sources: Sources, wording: Wording, edition: Edition) -> list[str]:
    """What the programme was made of: as recorded, else as counted from the sessions of this edition."""
    figures, parts = sources.figures[edition.pk], []
    for kind, session_kind in _STRUCTURE.items():
        if figure := figures.get(kind):
            parts.append(wording.counted(kind, figure.qualifier, figure.value, in_words=True))
        elif edition == sources.edition and sources.document.session_id is None:
            count = sum(session.kind == session_kind for session in sources.parts[None])
            parts += [wording.counted(kind, "exactly", count, in_words=True)] if count else []
    return parts


def _guests(sources: Sources, wording: Wording, edition: Edition) -> list[Run]:
    """Who was featured: the name in bold, with the titles of the day as told today."""
    guests = sources.guests[edition.pk]
    if not guests or edition.starts_on is None:
        return []
    markers = [f"\x00{place}\x00" for place in range(len(guests))]
    runs: list[Run] = []
    for place, piece in enumerate(wording.featured(markers).split("\x00")):
        if place % 2 == 0:
            runs.append(Run(words(wording.SPACE + piece if place == 0 else piece)))
            continue
        guest = guests[int(piece)]
        titles = titles_then(guest.held, edition.starts_on, sources.today, sources.language)
        before, after = wording.around_name(titles)
        name = name_in(guest.card, sources.language)
        runs += [Run(words(before)), Run(words(name), strong=True), Run(words(after))]
    return runs


def _fate(sources: Sources, wording: Wording, edition: Edition) -> list[Run]:
    """What became of the edition's documents; their titles are set in italics."""
    language, runs = sources.language, []
    by_document: dict[int, list] = {}
    # A document and its translations are one.
    this = sources.document.original_id or sources.document.pk
    for delivery in sources.deliveries[edition.pk]:
        # This document's own deliveries are told by the next one.
        if (told := delivery.document.original_id or delivery.document_id) != this:
            by_document.setdefault(told, []).append(delivery)
    for deliveries in by_document.values():
        recipients = [
            wording.the(text(row.recipient, "name", language), takes_article=row.recipient.takes_article)
            for row in deliveries
            if row.recipient and row.channel in {"presented", "sent"}
        ]
        occasions = [
            wording.occasion(text(row, "occasion", language), row.on.year if row.on else None)
            for row in deliveries
            if row.channel == "released" and text(row, "occasion", language)
        ]
        marked = wording.delivered("\x00", recipients, occasions)
        before, _, after = marked.partition("\x00")
        if marked:
            document = deliveries[0].document
            title = text(document, "title", language) or wording.untitled(
                document.kind, text(edition.forum, "name", language), edition.year
            )
            runs += [Run(words(wording.SPACE + before)), Run(words(title), emph=True), Run(words(after))]
    return runs


def _names(sources: Sources, wording: Wording, edition: Edition, role: str) -> list[str]:
    return [_name(sources, wording, organization) for organization in sources.with_role(edition, role)]


def _name(sources: Sources, wording: Wording, organization: Organization) -> str:
    return wording.the(text(organization, "name", sources.language), takes_article=organization.takes_article)
