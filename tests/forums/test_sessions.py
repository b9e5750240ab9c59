"""The tree of sessions: what may be part of what, and in which order it is read."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from forums.models import Credit, Edition, Session
from tests.factories import (
    NOON,
    CreditFactory,
    EditionFactory,
    RoomFactory,
    SessionFactory,
    SpeakerCardFactory,
    TrackFactory,
)

pytestmark = pytest.mark.django_db

TOO_DEEP = {"parent": ["Sessions nest three deep at most: plenary > panel > part."]}


def refusal(session):
    with pytest.raises(ValidationError) as refused:
        session.full_clean()
    return refused.value.message_dict


def chain(*, levels, edition=None):
    """Sessions each part of the one before."""
    sessions = [SessionFactory(edition=edition or EditionFactory())]
    while len(sessions) < levels:
        sessions.append(SessionFactory(edition=sessions[0].edition, parent=sessions[-1]))
    return sessions


def test_sessions_nest_three_deep():
    *_, part = chain(levels=3)
    part.full_clean()
    below = SessionFactory.build(edition=part.edition, parent=part)
    assert refusal(below) == TOO_DEEP


def test_a_session_with_parts_is_not_moved_too_deep():
    plenary, *_ = chain(levels=3)
    panel, _ = chain(levels=2, edition=plenary.edition)
    other = SessionFactory(edition=plenary.edition)
    panel.parent = other
    panel.full_clean()
    plenary.parent = other
    assert refusal(plenary) == TOO_DEEP
    panel.parent = plenary.parts.get()
    assert refusal(panel) == TOO_DEEP


@pytest.mark.parametrize("levels", [2, 3])
def test_a_session_is_not_part_of_its_own_part(levels):
    first, *_, last = chain(levels=levels)
    first.parent = last
    assert refusal(first) == TOO_DEEP


def test_a_circle_of_sessions_is_refused_not_followed():
    one, other = chain(levels=2)
    Session.objects.filter(pk=one.pk).update(parent=other)
    one, other = Session.objects.filter(pk__in=[one.pk, other.pk])
    for session in (one, other, SessionFactory.build(edition=one.edition, parent=other)):
        assert refusal(session) == TOO_DEEP


@pytest.mark.parametrize(
    ("name", "factory"),
    [("parent", SessionFactory), ("room", RoomFactory), ("track", TrackFactory)],
    ids=["parent", "room", "track"],
)
def test_a_session_stays_within_its_edition(name, factory):
    session = SessionFactory()
    setattr(session, name, factory(edition=session.edition))
    session.full_clean()
    setattr(session, name, factory())
    assert refusal(session) == {name: [f"This {name} belongs to another edition."]}


def test_a_credit_stays_within_its_edition():
    credit = CreditFactory()
    credit.full_clean()
    credit.card = SpeakerCardFactory()
    with pytest.raises(ValidationError) as refused:
        credit.full_clean()
    assert refused.value.message_dict == {"card": ["This speaker card belongs to another edition."]}


def test_sessions_are_read_in_the_order_of_the_day():
    edition = EditionFactory()

    def session(code, hour=None, position=0):
        starts_at = hour and NOON.replace(hour=hour)
        ends_at = hour and starts_at + dt.timedelta(minutes=30)
        SessionFactory(edition=edition, code=code, starts_at=starts_at, ends_at=ends_at, position=position)

    session("later-without-a-time", position=2)
    session("without-a-time", position=1)
    session("afternoon", 14)
    session("second-hall", 9, position=2)
    session("first-hall", 9, position=1)
    session("first-hall-too", 9, position=1)
    assert list(edition.sessions.in_order().values_list("code", flat=True)) == [
        "first-hall",
        "first-hall-too",
        "second-hall",
        "afternoon",
        "without-a-time",
        "later-without-a-time",
    ]


def test_internal_sessions_are_not_printable():
    session = SessionFactory()
    SessionFactory(edition=session.edition, internal=True)
    assert list(Session.objects.printable()) == [session]


def test_credits_stand_until_cancelled_or_substituted():
    session = SessionFactory()
    for status in Credit.Status.values:
        CreditFactory(session=session, status=status)
    standing = session.credits.standing().values_list("status", flat=True)
    assert list(standing) == ["planned", "delivered"]


def test_cards_are_shown_once_published_and_featured_in_their_place():
    edition = EditionFactory()
    second = SpeakerCardFactory(edition=edition, featured_position=2)
    first = SpeakerCardFactory(edition=edition, featured_position=1, public=True)
    other = SpeakerCardFactory(edition=edition, public=True)
    assert list(edition.cards.published()) == [first, other]
    assert list(edition.cards.featured()) == [first, second]


def test_every_edition_is_public_but_a_planned_one():
    for status in Edition.Status.values:
        EditionFactory(status=status, slug=status)
    public = Edition.objects.public().values_list("slug", flat=True)
    assert set(public) == {"announced", "open", "held", "documented", "cancelled"}


def test_earlier_editions_are_those_of_the_forum_the_first_of_them_first():
    third = EditionFactory(number=3)
    second, first = EditionFactory(forum=third.forum, number=2), EditionFactory(forum=third.forum, number=1)
    EditionFactory(forum=third.forum, number=4)
    EditionFactory(number=1)
    assert list(Edition.objects.earlier_than(third)) == [first, second]
