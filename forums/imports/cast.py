"""The speakers that a file names: cards on file are used as they are, others are made, and credits are added."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from modeltranslation.utils import build_localized_fieldname

from forums.languages import CODES
from forums.models import Credit, Edition, Organization, Session, SpeakerCard

from .content import Mention
from .matching import guids
from .places import free_slug, untranslated
from .text import key

_GROUPS = {
    "chairs": (Credit.Role.CHAIR, Credit.Role.PRESIDING),
    "moderators": (Credit.Role.ONSITE_MODERATOR, Credit.Role.ONLINE_MODERATOR),
    "rapporteurs": (Credit.Role.RAPPORTEUR,),
}
_NOT_SPEAKING = {role for roles in _GROUPS.values() for role in roles}
_SPEAKING = tuple(role for role in Credit.Role if role not in _NOT_SPEAKING)
_PANELS = {Session.Kind.PANEL, Session.Kind.ROUNDTABLE, Session.Kind.THEMATIC_SESSION}
_PROSE_LIMIT = 20_000
_LONGEST_NAME = 300


class Cast:
    """Four queries. Cards that are on file are never changed: a registered speaker's is written by the registration."""

    def __init__(self, edition: Edition, language: str, mentions: Iterable[Mention], *, names_speakers: bool) -> None:
        self._edition = edition
        self._language = language
        self._names_speakers = names_speakers
        cards = list(
            SpeakerCard.objects.filter(edition=edition).only(
                "edition", "guid", "slug", "name", "native_name", "published"
            )
        )
        self._guids_elsewhere = set(SpeakerCard.objects.exclude(edition=edition).values_list("guid", flat=True))
        self._organizations = _organizations()
        self._cards = {card.pk: card for card in cards}
        self._by_guid = {card.guid: card for card in cards}
        self._by_name: dict[str, list[SpeakerCard]] = defaultdict(list)
        for card in cards:
            for name in {key(card.name), key(card.native_name)} - {""}:
                self._by_name[name].append(card)
        # Whom the file itself tells apart is not taken for a namesake.
        self._said_guids = {guid for it in mentions if it.guid for guid in guids(it.guid, edition.slug)}
        self._slugs = {card.slug for card in cards}
        self._roles: dict[Session, dict[SpeakerCard | int, set[str]]] = {}
        self._credited: dict[int, list[tuple[int | None, int | None, str, int, str]]] = defaultdict(list)
        rows = Credit.objects.filter(session__edition=edition)
        for session, *credit in rows.values_list("session", "card", "seat_of", "role", "position", "status"):
            self._credited[session].append(tuple(credit))  # type: ignore[arg-type]
        self._reused: set[int] = set()
        self.new_cards: list[SpeakerCard] = []
        self.new_credits: list[Credit] = []

    @property
    def notes(self) -> list[str]:
        """What is to be said of the speakers as a whole."""
        found = []
        if self._reused:
            found.append(f"Speakers who are on file already, and stay as they are there: {len(self._reused):,}.")
        if self.new_cards and not self._names_speakers:
            found.append("New speakers are not published, because the file's speakers may not be named yet.")
        return found

    def join(self, session: Session, mentions: Sequence[Mention], remarks: list[str]) -> list[str]:
        """Credit those in the session who are not yet; what is new, in words. Nobody is ever taken out."""
        known = self._credited[session.pk] if session.pk else []
        roles: dict[int, set[str]] = defaultdict(set)
        seats: set[tuple[int, str]] = set()
        for card_pk, seat_pk, role, _, _ in known:
            if card_pk:
                roles[id(self._cards[card_pk])].add(role)
            elif seat_pk:
                seats.add((seat_pk, role))
        # From 1, in the order of the file; who is ranked by protocol (0) is followed by others who are.
        position = max((position for _, _, _, position, _ in known), default=0)
        is_ranked = bool(known) and not position
        seen: set[int] = set()
        added: list[str] = []
        for mention in mentions:
            credit = Credit(session=session, role=_role(mention, session.kind), **untranslated(Credit))
            if mention.is_seat:
                organization = self._organizations.get(key(mention.name))
                if organization is None:
                    remarks.append(
                        f"“{mention.name[:100]}” is not among the organizations; the seat is left out until it is."
                    )
                    continue
                if any((organization, role) in seats for role in _meant(mention)):
                    continue
                credit.seat_of_id = organization
                seats.add((organization, credit.role))
                added.append(f"Delegate of {mention.name} ({credit.get_role_display()})")
            else:
                if len(mention.name) > _LONGEST_NAME:
                    remarks.append(f"“{mention.name[:60]}…” is too long for a name, and is left out.")
                    continue
                card = self._card(mention, roles)
                seen.add(id(card))
                if roles[id(card)] & set(_meant(mention)):
                    continue
                credit.card = card
                roles[id(card)].add(credit.role)
                added.append(f"{card.name} ({credit.get_role_display()})")
            position += 1
            credit.position = 0 if is_ranked else min(position, 32_767)
            self.new_credits.append(credit)
        if mentions:
            meant = {role for mention in mentions for role in _meant(mention)}
            kept = [
                self._cards[pk].name
                for pk, _, role, _, status in known
                if pk and id(self._cards[pk]) not in seen and role in meant
                and self._cards[pk].published and status in {Credit.Status.PLANNED, Credit.Status.DELIVERED}
            ]  # fmt: skip
            if kept:
                remarks.append(f"On file and not in the file, so kept: {', '.join(dict.fromkeys(kept))}.")
        return added

    def _card(self, mention: Mention, roles: dict[int, set[str]]) -> SpeakerCard:
        """The card of whoever is meant: by GUID, else by name, where somebody in this session goes before namesakes."""
        own = guids(mention.guid, self._edition.slug) if mention.guid else []
        card = next((self._by_guid[guid] for guid in own if guid in self._by_guid), None)
        if card is None:
            namesakes = [it for it in self._by_name[key(mention.name)] if not own or it.guid not in self._said_guids]
            card = next((it for it in namesakes if id(it) in roles), None) or next(iter(namesakes), None)
        if card is None:
            return self._made(mention, own)
        if own:
            self._by_guid[own[0]] = card
        if card.pk:
            self._reused.add(card.pk)
        return card

    def _made(self, mention: Mention, own: Sequence[UUID]) -> SpeakerCard:
        card = SpeakerCard(
            edition=self._edition,
            slug=free_slug(mention.name, self._slugs, "speaker", 80),
            name=mention.name,
            sort_name=mention.name,
            links="\n".join(dict.fromkeys(link for link in mention.links if link.startswith(("http://", "https://")))),
            published=self._names_speakers,
        )
        if own:
            card.guid = next((guid for guid in own if guid not in self._guids_elsewhere), card.guid)
            self._by_guid |= dict.fromkeys(own, card)
        organizations = [
            self._organizations[key(title)] for title in mention.titles if key(title) in self._organizations
        ]
        if organizations:
            card.organization_id = organizations[0]
        # The organization alone is no title.
        titles = [] if organizations and len(mention.titles) == 1 else mention.titles
        setattr(card, build_localized_fieldname("titles", self._language), "\n".join(titles)[:_PROSE_LIMIT])
        setattr(card, build_localized_fieldname("bio", self._language), mention.bio[:_PROSE_LIMIT])
        card.links = card.links[:_PROSE_LIMIT]
        self._slugs.add(card.slug)
        self._by_name[key(mention.name)].append(card)
        self.new_cards.append(card)
        return card


def _role(mention: Mention, kind: str) -> str:
    """The role that a credit gets: the file's, if it is one of ours, else what is usual in such a session."""
    if mention.role in Credit.Role.values:
        return mention.role
    if mention.group in _GROUPS:
        return _GROUPS[mention.group][0]
    if kind == Session.Kind.KEYNOTE:
        return Credit.Role.KEYNOTE
    return Credit.Role.PANELIST if kind in _PANELS else Credit.Role.SPEECH


def _meant(mention: Mention) -> tuple[str, ...]:
    """The roles that count as the one in the file: all of its column, or all there are where it has none."""
    if mention.role in Credit.Role.values:
        return (mention.role,)
    return _GROUPS.get(mention.group, _SPEAKING) if mention.group else tuple(Credit.Role)


def _organizations() -> dict[str, int]:
    """Organizations by every name that they go by. A name goes before another's alias."""
    names = [build_localized_fieldname("name", code) for code in CODES]
    found: dict[str, int] = {}
    rows = list(Organization.objects.order_by("pk").values_list("pk", "acronym", "aliases", *names))
    for pk, _, _, *written in rows:
        for name in written:
            found.setdefault(key(name or ""), pk)
    for pk, acronym, aliases, *_ in rows:
        for name in [acronym, *aliases.splitlines()]:
            found.setdefault(key(name), pk)
    found.pop("", None)
    return found
