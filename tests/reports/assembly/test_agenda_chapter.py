"""The programme as a chapter: as planned, and as it was held; who is named in it and in the annex of speakers."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.models import Credit, Edition, Session
from reports.assembly.agenda import agenda
from reports.assembly.sources import read_sources
from reports.assembly.speakers import speakers
from reports.assembly.wordings import english
from reports.paper.plain import places
from tests import factories

pytestmark = pytest.mark.django_db

NINE = dt.datetime(2022, 12, 12, 1, tzinfo=dt.UTC)  # 09:00 in Shanghai
HOUR = dt.timedelta(hours=1)


def text_of(section):
    return [place.text for place in places([section])]


@pytest.fixture
def edition():
    """An edition of one plenary with a speaker, a seat and somebody who has not agreed to be named."""
    edition = factories.EditionFactory(held=True, timezone="Asia/Shanghai", status=Edition.Status.ANNOUNCED)
    room = factories.RoomFactory(edition=edition, name="Hall")
    session = factories.SessionFactory(
        edition=edition, code="plenary", title="Plenary", theme="Trust", starts_at=NINE, ends_at=NINE + HOUR, room=room
    )
    card = factories.SpeakerCardFactory(
        edition=edition, public=True, name="Ann Lee", titles="minister of A\nchair of B"
    )
    factories.CreditFactory(session=session, card=card, role=Credit.Role.SPEECH, talk="On trust")
    factories.CreditFactory(session=session, card__name="Unseen", role=Credit.Role.SPEECH)
    factories.CreditFactory(session=session, seat=True, seat_of__name="Club")
    return edition


def test_before_it_is_held_it_is_what_is_planned(edition, chapter):
    session = edition.sessions.get()
    session.actual_starts_at = NINE + HOUR / 2
    session.save()
    assert text_of(chapter(agenda, edition)) == [
        "The Chapter",
        "This is the programme as it stood on 31 March 2023.",
        "Monday, 12 December 2022",
        "09:30–10:00  Plenary – Trust, Hall",
        "• Speech: Ann Lee, minister of A and chair of B, “On trust”\n• Panelist: Delegate of Club",
    ]


def test_once_it_was_held_it_tells_what_was_otherwise(edition, chapter):
    Edition.objects.update(status=Edition.Status.HELD)
    edition.refresh_from_db()
    session = edition.sessions.get()
    session.actual_starts_at, session.actual_ends_at = NINE + HOUR / 2, NINE + 2 * HOUR
    session.save()
    planned = Credit.objects.get(card__name="Ann Lee")
    Credit.objects.filter(pk=planned.pk).update(status=Credit.Status.SUBSTITUTED)
    came = factories.SpeakerCardFactory(edition=edition, public=True, name="Bo Li")
    factories.CreditFactory(session=session, card=came, role="speech", replaces=planned, mode=Credit.Mode.VIDEO_LINK)
    factories.SessionFactory(edition=edition, cancelled=True, title="Gala")
    part = factories.SessionFactory(edition=edition, parent=session, title="Coda")
    factories.CreditFactory(
        session=part, card=came, role="keynote", mode=Credit.Mode.READ_ON_BEHALF, reader_name="Cy Young"
    )
    assert text_of(chapter(agenda, edition))[1:] == [
        "This is the programme as it was held; what had been planned otherwise is said with each session.",
        "Monday, 12 December 2022",
        "09:30–11:00  Plenary – Trust, Hall",
        "• Speech: Bo Li (in place of Ann Lee; by video link)\n• Panelist: Delegate of Club",
        "Planned for 09:00–10:00.",
        "Coda",
        "• Keynote: Bo Li (read by Cy Young)",
        "Did Not Take Place",
        "Gala",
    ]


def test_the_replaced_are_named_only_if_the_programme_had_named_them(edition, chapter):
    edition.cards.filter(name="Ann Lee").update(published=False)
    planned = Credit.objects.get(card__name="Ann Lee")
    Credit.objects.filter(pk=planned.pk).update(status=Credit.Status.SUBSTITUTED)
    came = factories.SpeakerCardFactory(edition=edition, public=True, name="Bo Li")
    factories.CreditFactory(session=planned.session, card=came, role="speech", replaces=planned)
    assert "Ann Lee" not in str(text_of(chapter(agenda, edition)))


def test_where_nobody_is_named_nobody_is_and_internal_sessions_are_not_told(edition, chapter):
    session = edition.sessions.get()
    session.attribution = Session.Attribution.CHATHAM_HOUSE
    session.save()
    factories.SessionFactory(edition=edition, internal=True, title="Prep")
    part = factories.SessionFactory(edition=edition, parent=session, title="Coda")
    factories.CreditFactory(session=part, card=edition.cards.get(name="Ann Lee"))
    told = text_of(chapter(agenda, edition))
    assert told[3:] == ["09:00–10:00  Plenary – Trust, Hall", "Coda"]
    assert chapter(speakers, edition).sections == ()


def test_whoever_cleared_their_summary_is_named(edition, chapter):
    said = Credit.objects.get(card__name="Unseen")
    report = factories.SessionReportFactory(session=said.session)
    row = factories.InterventionFactory(report=report, credit=said, clearance="asked")
    assert "Unseen" not in str(text_of(chapter(agenda, edition)))
    row.clearance = "approved"
    row.save()
    assert "Unseen" in str(text_of(chapter(agenda, edition)))


def test_what_has_no_time_comes_last(edition, chapter):
    factories.SessionFactory(edition=edition, title="Later")
    assert text_of(chapter(agenda, edition))[-2:] == ["Time Not Set Yet", "Later"]


def test_an_edition_without_sessions_has_no_programme(chapter):
    assert chapter(agenda, factories.EditionFactory()).blocks == ()


def test_speakers_stand_role_by_role_with_their_sessions(edition, chapter):
    session = edition.sessions.get()
    other = factories.SessionFactory(edition=edition, code="thematic", kind="thematic-session", number=3)
    lee = edition.cards.get(name="Ann Lee")
    factories.CreditFactory(session=other, card=lee, role="speech")
    head = factories.SpeakerCardFactory(edition=edition, public=True, name="Zoe Ba", rank=1)
    factories.CreditFactory(session=session, card=head, role="speech")
    factories.CreditFactory(session=session, card=head, role="chair", status=Credit.Status.CANCELLED)
    section = chapter(speakers, edition)
    assert text_of(section) == [
        "The Chapter",
        "Speeches",
        "• Zoe Ba – Plenary\n• Ann Lee, minister of A and chair of B – Plenary; Thematic Session 3",
    ]
    assert [run.ref for run in section.sections[0].blocks[0].items[1].runs if run.ref] == [
        "agenda/plenary",
        "agenda/thematic",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_programme_costs_one_query_more(edition, rows):
    for _ in range(rows):
        part = factories.SessionFactory(edition=edition, part=True)
        factories.CreditFactory.create_batch(rows, session=part, card__published=True)
    document = factories.DocumentFactory(edition=edition)
    sources = read_sources(document, today=dt.date(2023, 3, 31))
    with CaptureQueriesContext(connection) as queries:
        agenda(sources, english, "I.", "A")
        speakers(sources, english, "II.", "B")
    # Who took part: 1
    assert len(queries) == 1
