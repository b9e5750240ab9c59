"""A small edition with something of everything, and two releases; the same rows, and so the same answers, each time."""

import datetime as dt
import uuid

from forums.agenda.release import publish_agenda
from forums.models import AgendaRelease, Session
from tests import factories

EDITION = "/api/v1/editions/bridges-2022/"
NAMES = {
    "edition": "bridges-2022", "forum": "bridges", "session": "opening", "speaker": "ada-example", "room": "hall-a",
    "track": "governance", "day": "2022-12-09", "release": "2",
}  # fmt: skip


def at(hour, minute=0, day=9):
    """A time of December 2022 in Shanghai."""
    return dt.datetime(2022, 12, day, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def guid(number):
    return uuid.UUID(int=number, version=4)


def publish_bridges():
    """Publish the edition, move its panel and publish it again; the second release."""
    forum = factories.ForumFactory(slug="bridges", name="Bridges Forum", name_fr="Forum des ponts")
    host = factories.OrganizationFactory(slug="institute", name="Example Institute", acronym="EI")
    edition = factories.EditionFactory(
        forum=forum, slug="bridges-2022", public=True, number=3, year=2022, title="Bridges Forum 2022",
        title_fr="Forum des ponts 2022", theme="What carries us", starts_on=dt.date(2022, 12, 9),
        ends_on=dt.date(2022, 12, 10), timezone="Asia/Shanghai", languages=["en", "fr"], city="Harbour",
    )  # fmt: skip
    factories.PartnershipFactory(edition=edition, organization=host, role="host")
    hall = factories.RoomFactory(edition=edition, slug="hall-a", name="Hall A", name_fr="Salle A", capacity=300)
    track = factories.TrackFactory(edition=edition, slug="governance", name="Governance", name_fr="Gouvernance")
    ada = factories.SpeakerCardFactory(
        edition=edition, slug="ada-example", guid=guid(1), name="Ada EXAMPLE", sort_name="Example Ada", published=True,
        titles="President of the Example Institute", organization=host, country="KE", bio="Builds bridges.",
    )  # fmt: skip
    opening = factories.SessionFactory(
        edition=edition, code="opening", guid=guid(2), kind="opening", title="Opening", title_fr="Ouverture",
        room=hall, starts_at=at(9), ends_at=at(10, 30), floor_languages=["en"], interpretation_languages=["fr"],
        sdgs=[16],
    )  # fmt: skip
    panel = factories.SessionFactory(
        edition=edition, code="panel", guid=guid(3), kind="panel", number=1, title="Rules that carry", parent=opening,
        track=track, starts_at=at(9, 30), ends_at=at(10), description="Who bears what?",
    )  # fmt: skip
    factories.SessionFactory(
        edition=edition, code="tea", guid=guid(4), kind="break", title="Tea", all_rooms=True, starts_at=at(10, 30),
        ends_at=at(11),
    )  # fmt: skip
    factories.CreditFactory(session=opening, card=ada, role="opening-remarks", talk="Why bridges")
    factories.CreditFactory(session=panel, seat=True, seat_of=host, role="panelist", mode="video-link")
    publish_agenda(edition, note="The first programme")
    Session.objects.filter(pk=panel.pk).update(starts_at=at(9, 40))
    release = publish_agenda(edition, note="The panel begins later")
    for version, day in ((1, 1), (2, 2)):
        AgendaRelease.objects.filter(edition=edition, version=version).update(at=at(12, day=day))
    return release
