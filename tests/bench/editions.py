"""Two editions of the sizes that the peer is measured with: a small forum and a large one. The same rows each time."""

import datetime as dt
import random
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from forums.models import Credit, Edition, Forum, Organization, Room, Session, SpeakerCard, Track

WORDS = """agenda algorithm alliance assessment audit balance bridge capacity charter city climate code commitment
consensus dialogue dispute energy ethics evidence exchange finance framework health incident inclusion institution
language ledger literacy mandate measure mediation monitoring network norm observation oversight partnership pilot
policy principle protocol public region register regulation reporting research resilience safety standard summit
supply testing training transition transparency treaty trust water workforce youth""".split()  # noqa: SIM905 -- as words are read
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Shape:
    """How much of everything; ``panel`` is the fewest and the most speakers of a session."""

    sessions: int
    speakers: int
    rooms: int
    days: int
    tracks: int
    panel: tuple[int, int]
    minutes: int


SMALL = Shape(sessions=14, speakers=110, rooms=3, days=2, tracks=3, panel=(6, 11), minutes=90)
LARGE = Shape(sessions=600, speakers=700, rooms=30, days=5, tracks=12, panel=(1, 3), minutes=45)


def make_edition(slug: str, shape: Shape) -> Edition:
    """An announced edition in English and Chinese, with every session described and every speaker with a life."""
    rng = random.Random(slug)
    forum = Forum.objects.create(slug=f"{slug}-forum", name=f"{slug.title()} Forum")
    first = dt.date(2025, 6, 23)
    edition = Edition.objects.create(
        forum=forum,
        slug=slug,
        number=1,
        year=2025,
        title=f"{slug.title()} Forum 2025",
        title_zh_hans="2025年论坛",
        starts_on=first,
        ends_on=first + dt.timedelta(days=shape.days - 1),
        timezone=ZONE.key,
        languages=["en", "zh-hans"],
        status=Edition.Status.ANNOUNCED,
    )
    rooms = Room.objects.bulk_create(
        Room(edition=edition, slug=f"room-{n:02}", name_en=f"Room {n:02}", name_zh_hans=f"{n:02} 会议室", capacity=80)
        for n in range(shape.rooms)
    )
    tracks = Track.objects.bulk_create(
        Track(edition=edition, slug=f"track-{n}", name_en=f"{rng.choice(WORDS).title()} {n}", position=n)
        for n in range(shape.tracks)
    )
    organizations = Organization.objects.bulk_create(
        Organization(slug=f"{slug}-organization-{n}", name_en=f"Institute of {rng.choice(WORDS).title()} {n}")
        for n in range(shape.speakers // 4)
    )
    cards = SpeakerCard.objects.bulk_create(
        SpeakerCard(
            edition=edition,
            slug=f"speaker-{n:03}",
            name=f"Speaker {n:03} Surname",
            sort_name=f"Surname {n:03}",
            titles_en=f"Professor of {rng.choice(WORDS)}",
            titles_zh_hans="教授",
            bio_en=prose(rng, 500),
            organization=rng.choice(organizations),
            published=True,
        )
        for n in range(shape.speakers)
    )
    slots = -(-shape.sessions // (shape.rooms * shape.days))
    sessions = []
    for n in range(shape.sessions):
        slot, room = divmod(n, shape.rooms)
        day, place = divmod(slot, slots)
        starts = dt.datetime.combine(first + dt.timedelta(days=day), dt.time(8), ZONE) + place * dt.timedelta(
            minutes=shape.minutes + 15
        )
        sessions.append(
            Session(
                edition=edition,
                code=f"session-{n:03}",
                kind=Session.Kind.PANEL,
                title_en=" ".join(rng.choices(WORDS, k=7)).capitalize(),
                title_zh_hans=f"会议 {n:03}",
                description_en=prose(rng, 900),
                track=rng.choice(tracks),
                room=rooms[room],
                starts_at=starts,
                ends_at=starts + dt.timedelta(minutes=shape.minutes),
            )
        )
    sessions = Session.objects.bulk_create(sessions)
    seats = iter(cards * shape.sessions)
    Credit.objects.bulk_create(
        Credit(session=session, card=next(seats), role=Credit.Role.PANELIST, position=n)
        for session in sessions
        for n in range(rng.randint(*shape.panel))
    )
    return edition


def prose(rng: random.Random, length: int) -> str:
    """Sentences of about so many characters together."""
    text = ""
    while len(text) < length:
        text += " ".join(rng.choices(WORDS, k=rng.randint(9, 22))).capitalize() + ". "
    return text.strip()
