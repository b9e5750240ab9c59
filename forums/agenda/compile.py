"""Rows of an edition -> the agenda as it will be published. Eight queries, however large."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from forums.collation import folded
from forums.languages import DEFAULT, texts
from forums.models import Credit, Edition, Organization, Session, SpeakerCard

from .content import (
    Agenda,
    CreditEntry,
    EditionHeader,
    Lines,
    OrganizationEntry,
    PartnerEntry,
    RoomEntry,
    SessionEntry,
    SpeakerEntry,
    TrackEntry,
)
from .precedence import Standing, in_protocol_order


def compile_agenda(edition: Edition) -> Agenda:
    """The edition's agenda as it would be published now.

    Internal sessions are left out, and so is everybody whose card is not published. Where the attribution regime
    names nobody, neither a speaker nor a seat is carried over, nor in any of its parts: nothing made from the agenda
    can say who was there.
    """
    zone = ZoneInfo(edition.timezone)
    cards = {
        card.pk: card for card in SpeakerCard.objects.published().filter(edition=edition).select_related("organization")
    }
    shown: set[int] = {pk for pk, card in cards.items() if card.featured_position is not None}
    standing = Prefetch("credits", Credit.objects.standing().select_related("seat_of"))
    rows = (
        Session.objects.printable()
        .in_order()
        .filter(edition=edition)
        .select_related("track", "room")
        .prefetch_related(standing, "organizers")
    )
    parts: dict[int | None, list[Session]] = defaultdict(list)
    for row in rows:
        parts[row.parent_id].append(row)

    def entry(row: Session, *, named: bool = True) -> SessionEntry:
        named = named and row.attribution == Session.Attribution.NAMED
        printed = [
            credit for credit in row.credits.all() if named and (credit.card_id is None or credit.card_id in cards)
        ]
        shown.update(credit.card_id for credit in printed if credit.card_id)
        return SessionEntry(
            code=row.code,
            guid=str(row.guid),
            kind=row.kind,
            number=row.number,
            title=texts(row, "title"),
            theme=texts(row, "theme"),
            description=texts(row, "description"),
            track=row.track.slug if row.track else None,
            room=row.room.slug if row.room else None,
            all_rooms=row.all_rooms,
            layout=row.layout,
            starts_at=_local(row.starts_at, zone),
            ends_at=_local(row.ends_at, zone),
            actual_starts_at=_local(row.actual_starts_at, zone),
            actual_ends_at=_local(row.actual_ends_at, zone),
            status=row.status,
            floor_languages=row.floor_languages,
            interpretation_languages=row.interpretation_languages,
            livestream_url=row.livestream_url,
            livestream_opens_at=_local(row.livestream_opens_at, zone),
            livestream_closes_at=_local(row.livestream_closes_at, zone),
            recording_url=row.recording_url,
            policy_questions=_lines(row, "policy_questions"),
            sdgs=sorted(row.sdgs),
            sdg_targets=texts(row, "sdg_targets"),
            online_plan=texts(row, "online_plan"),
            organizers=[_organization(organization) for organization in row.organizers.all()],
            attribution=row.attribution,
            credits=[_credit(credit, cards) for credit in _in_order(printed, cards)],
            parts=[entry(part, named=named) for part in parts[row.pk]],
        )

    sessions = [entry(row) for row in parts[None]]
    return Agenda(
        edition=_header(edition),
        rooms=[RoomEntry(room.slug, texts(room, "name"), room.capacity) for room in edition.rooms.all()],
        tracks=[TrackEntry(track.slug, texts(track, "name")) for track in edition.tracks.all()],
        speakers=_speakers(card for pk, card in cards.items() if pk in shown),
        sessions=sessions,
    )


def _header(edition: Edition) -> EditionHeader:
    partnerships = edition.partnerships.select_related("organization")
    return EditionHeader(
        slug=edition.slug,
        forum_slug=edition.forum.slug,
        forum=texts(edition.forum, "name"),
        number=edition.number,
        year=edition.year,
        title=texts(edition, "title"),
        theme=texts(edition, "theme"),
        starts_on=edition.starts_on.isoformat() if edition.starts_on else None,
        ends_on=edition.ends_on.isoformat() if edition.ends_on else None,
        timezone=edition.timezone,
        format=edition.format,
        city=texts(edition, "city"),
        country=str(edition.country),
        venue=texts(edition, "venue"),
        languages=edition.languages,
        status=edition.status,
        partners=[PartnerEntry(_organization(row.organization), row.role) for row in partnerships],
    )


def _speakers(cards: Iterable[SpeakerCard]) -> list[SpeakerEntry]:
    return [
        SpeakerEntry(
            slug=card.slug,
            guid=str(card.guid),
            name=card.name,
            sort_name=card.sort_name,
            native_name=card.native_name,
            titles=_lines(card, "titles"),
            organization=_organization(card.organization) if card.organization else None,
            country=str(card.country),
            bio=texts(card, "bio"),
            links=card.links.split(),
            featured=card.featured_position,
        )
        for card in sorted(cards, key=lambda card: (folded(card.sort_name), card.slug))
    ]


def _in_order(listed: Iterable[Credit], cards: dict[int, SpeakerCard]) -> list[Credit]:
    def standing(credit: Credit) -> Standing:
        card = cards.get(credit.card_id) if credit.card_id else None
        if card is None:
            # A seat is of no rank until somebody sits on it.
            return Standing(credit.role, SpeakerCard.Rank.OTHER, place=credit.position)
        return Standing(credit.role, card.rank, card.sort_name, credit.position)

    return in_protocol_order(listed, standing)


def _credit(credit: Credit, cards: dict[int, SpeakerCard]) -> CreditEntry:
    card = cards.get(credit.card_id) if credit.card_id else None
    return CreditEntry(
        speaker=card.slug if card else None,
        name=card.name if card else None,
        seat_of=_organization(credit.seat_of) if credit.seat_of else None,
        role=credit.role,
        talk=texts(credit, "talk"),
        mode=credit.mode,
        status=credit.status,
        abstract=texts(credit, "abstract"),
        read_by=_reader(credit, cards),
    )


def _reader(credit: Credit, cards: dict[int, SpeakerCard]) -> str:
    """Who reads on behalf, as printed; whoever has not agreed to be shown is not named."""
    if credit.reader_id is None:
        return credit.reader_name
    return cards[credit.reader_id].name if credit.reader_id in cards else ""


def _organization(organization: Organization) -> OrganizationEntry:
    return OrganizationEntry(organization.slug, texts(organization, "name"), organization.acronym)


def _lines(row: object, field: str) -> Lines:
    """The text line by line; where there is none, no lines in the default language, so that it stays a list."""
    lines = {
        code: [line.strip() for line in text.splitlines() if line.strip()] for code, text in texts(row, field).items()
    }
    return lines or {DEFAULT: []}


def _local(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None
