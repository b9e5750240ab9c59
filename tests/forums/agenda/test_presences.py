"""Who takes part, as the office knows it."""

import pytest

from forums.agenda.checks import Presence
from forums.agenda.presences import office_presences
from tests.factories import CreditFactory, EditionFactory, OrganizationFactory, SessionFactory, SpeakerCardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return EditionFactory(public=True)


def test_everybody_in_a_public_session_is_there_named_in_public_or_not(edition):
    closed = SessionFactory(edition=edition, code="closed", attribution="chatham-house")
    talk = SessionFactory(edition=edition, code="talk", parent=closed)
    card = SpeakerCardFactory(edition=edition, slug="ada", name="Ada Lovelace")
    CreditFactory(session=closed, card=card, role="chair")
    CreditFactory(session=talk, card__slug="bob", card__name="Bob", card__published=True, mode="video-link")
    CreditFactory(session=talk, seat=True, seat_of=OrganizationFactory(name="UNESCO"))
    stranger = SpeakerCardFactory(slug="cyd", name="Cyd")
    CreditFactory(session=talk, card=stranger)
    assert office_presences(edition) == [
        Presence("closed", "ada", "Ada Lovelace", "chair", "onsite", is_published=False),
        Presence("talk", "bob", "Bob", "panelist", "video-link"),
        Presence("talk", "", "UNESCO", "panelist", "onsite"),
        Presence("talk", "cyd", "Cyd", "panelist", "onsite", is_published=False, is_foreign=True),
    ]


def test_who_does_not_come_or_is_in_no_public_session_is_not(edition):
    talk = SessionFactory(edition=edition)
    for status in ("cancelled", "substituted"):
        CreditFactory(session=talk, status=status)
    CreditFactory(session=SessionFactory(edition=edition, internal=True))
    CreditFactory()
    assert office_presences(edition) == []


@pytest.mark.parametrize("item_count", [1, 3])
def test_they_are_found_in_one_query(edition, item_count, django_assert_num_queries):
    for _ in range(item_count):
        CreditFactory(session__edition=edition)
        CreditFactory(session__edition=edition, seat=True)
    # 1 credits with their sessions, cards and seats
    with django_assert_num_queries(1):
        assert len(office_presences(edition)) == 2 * item_count
