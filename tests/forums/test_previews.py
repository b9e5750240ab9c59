"""Showing a draft by a signed link that expires."""

from datetime import timedelta

import pytest
from django.core import signing

from forums import previews
from forums.agenda.release import publish_agenda
from forums.previews import preview_address
from tests.factories import CreditFactory, EditionFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned():
    """A planned edition with a session and its speaker."""
    edition = EditionFactory(slug="forum-2023", title="Forum 2023")
    session = SessionFactory(edition=edition, code="opening", title="Opening", timed=True)
    CreditFactory(session=session, card__slug="ada", card__name="Ada King", card__published=True)
    return edition


def test_the_link_shows_what_would_be_published(client, planned):
    SessionFactory(edition=planned, title="Nobody’s business", internal=True)
    address = preview_address(planned)
    page = client.get(address).content.decode()
    assert "This is a draft" in page
    assert f'<a href="{address}sessions/opening/">Opening</a>' in page
    assert f'<a href="{address}speakers/ada/">Ada King</a>' in page
    assert "Nobody’s business" not in page
    assert "agenda.ics" not in page


@pytest.mark.parametrize("path", ["sessions/opening/", "speakers/ada/"])
def test_its_pages_stay_inside_the_draft(client, planned, path):
    address = preview_address(planned)
    page = client.get(address + path).content.decode()
    assert "This is a draft" in page
    assert f'<a href="{address}">Forum 2023</a>' in page
    assert ".ics" not in page


def test_the_draft_is_shown_beside_what_is_published(client):
    session = SessionFactory(edition__held=True, timed=True, title="As published")
    publish_agenda(session.edition)
    session.title = "As drafted"
    session.save()
    page = client.get(preview_address(session.edition)).content.decode()
    assert ("As drafted" in page, "As published" in page) == (True, False)


def test_no_cache_keeps_it_and_no_search_engine_finds_it(client, planned):
    headers = client.get(preview_address(planned)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_after_its_time_it_says_so(client, planned, monkeypatch):
    address = preview_address(planned)
    monkeypatch.setattr(previews, "LIFETIME", timedelta(seconds=-1))
    for path in ("", "sessions/opening/", "speakers/ada/"):
        response = client.get(address + path)
        assert response.status_code == 410
        assert "Ask the secretariat for a new link." in response.content.decode()
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["1", "MQ:1abcde:forged", "%00", "a" * 2000])
def test_what_was_not_signed_shows_nothing(client, planned, token):
    assert client.get(f"/preview/{token}/").status_code == 404


def test_what_is_not_in_the_draft_is_not_found(client, planned):
    address = preview_address(planned)
    assert client.get(f"{address}sessions/closing/").status_code == 404
    assert client.get(f"{address}speakers/eve/").status_code == 404


def test_a_token_for_another_purpose_shows_nothing(client, planned):
    assert client.get(f"/preview/{signing.dumps(planned.pk)}/").status_code == 404
