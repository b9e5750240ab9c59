"""What the office may not change of an edition once readers have its agenda."""

import pytest
from django.core.exceptions import ValidationError

from forums.agenda.release import publish_agenda, withdraw_release
from forums.models import Edition
from tests.factories import EditionFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    """An edition with a release."""
    edition = SessionFactory(edition__public=True, edition__slug="forum-2022").edition
    publish_agenda(edition)
    return edition


def complaints(edition):
    with pytest.raises(ValidationError) as refused:
        edition.full_clean()
    return refused.value.message_dict


def test_an_edition_that_readers_know_is_not_planned_any_more(published):
    published.status = Edition.Status.PLANNED
    assert complaints(published) == {
        "status": ["Its agenda is published. Withdraw its releases first, or set the edition to cancelled."]
    }
    withdraw_release(published.releases.get(), reason="Too early")
    published.full_clean()


def test_an_address_that_was_published_stays(published):
    withdraw_release(published.releases.get(), reason="Too early")
    published.slug = "forum-22"
    assert complaints(published) == {"slug": ["Leave “forum-2022”: it is in addresses that were published."]}


def test_everything_else_may_change(published):
    published.status, published.title_en, published.timezone = Edition.Status.HELD, "Renamed", "Asia/Shanghai"
    published.full_clean()


def test_an_edition_that_was_never_published_is_free():
    edition = EditionFactory(public=True)
    edition.slug, edition.status = "other", Edition.Status.PLANNED
    edition.full_clean()
    EditionFactory.build(forum=edition.forum, slug="new", number=99).full_clean()
