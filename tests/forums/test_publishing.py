"""The office's pages for publishing an agenda, publishing it again and taking it back."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from forums.agenda.release import UnchangedError, publish_agenda, withdraw_release
from forums.models import AgendaRelease
from tests.factories import CreditFactory, EditionFactory, RoomFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(UserFactory(superuser=True))
    return client


@pytest.fixture
def edition():
    """A held edition with one session."""
    return SessionFactory(edition__held=True, code="opening", title="Opening", timed=True).edition


def publish_page(edition):
    return reverse("admin:forums_edition_publish", args=[edition.pk])


def act_page(release, act):
    return reverse(f"admin:forums_agendarelease_{act}", args=[release.pk])


def release_page(release):
    return reverse("admin:forums_agendarelease_change", args=[release.pk])


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def told(response):
    """The newest message: those of earlier answers that nobody looked at are still waiting."""
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def test_the_page_of_the_edition_leads_there(office, edition):
    page = office.get(reverse("admin:forums_edition_change", args=[edition.pk])).content.decode()
    assert f'href="{publish_page(edition)}"' in page


def test_publishing_takes_a_note_and_links_to_what_came_of_it(office, edition):
    assert "Nothing has been published yet. Ready to publish." in text(office.get(publish_page(edition)))
    response = office.post(publish_page(edition), {"note": "The first one"})
    release = AgendaRelease.objects.get(edition=edition)
    assert (release.version, release.note, release.by.is_superuser) == (1, "The first one", True)
    assert response.url == reverse("admin:forums_edition_change", args=[edition.pk])
    message = told(response)
    assert release_page(release) in message
    assert f"/api/v1/editions/{edition.slug}/agenda/" in message
    assert LogEntry.objects.get().get_change_message() == (
        "The agenda is published: release 1 (as the public reads it)."
    )


def test_what_stands_against_it_is_listed_by_session_with_a_link_to_mend_it(office, edition):
    hall = RoomFactory(edition=edition, slug="hall")
    one = SessionFactory(edition=edition, title="One", room=hall, timed=True)
    other = SessionFactory(edition=edition, title="Other", room=hall, timed=True)
    response = office.get(publish_page(edition))
    page = response.content.decode()
    assert "must be mended first" in page
    assert 'name="note"' not in page
    headings = re.findall(r'<a href="([^"]+)"><strong>Other</strong>', page.partition("To be mended")[2])
    assert headings[0] == reverse("admin:forums_session_change", args=[other.pk])
    hall_page = reverse("admin:forums_room_change", args=[hall.pk])
    assert f'See <a href="{hall_page}">{hall}</a>.' in page
    assert one.code in text(response)
    response = office.post(publish_page(edition), {"note": ""})
    assert response.status_code == 200
    assert told(response).startswith("The agenda cannot be published yet:\n- ")
    assert not AgendaRelease.objects.exists()


def test_an_edition_that_is_planned_or_empty_says_so(office):
    page = text(office.get(publish_page(EditionFactory())))
    assert "The edition is still planned; set its status to announced first." in page
    assert "There is no session to publish." in page


def test_where_nothing_changed_there_is_nothing_to_publish(office, edition):
    publish_agenda(edition)
    page = office.get(publish_page(edition)).content.decode()
    assert "there is nothing to publish" in page
    assert 'name="note"' not in page


def test_the_page_and_publishing_agree_where_a_release_was_withdrawn(office, edition):
    publish_agenda(edition)
    early = SessionFactory(edition=edition, title="Too early")
    withdraw_release(publish_agenda(edition), reason="Announced too early")
    early.delete()
    assert "there is nothing to publish" in office.get(publish_page(edition)).content.decode()
    with pytest.raises(UnchangedError):
        publish_agenda(edition)


def test_what_publishing_would_change_is_told_in_words(office, edition):
    publish_agenda(edition)
    edition.sessions.update(title_en="Grand opening")
    page = text(office.get(publish_page(edition)))
    assert "What publishing would change" in page
    assert "Grand opening" in page
    assert "Ready to publish." in page


def test_the_preview_is_offered_as_a_link_to_pass_on(office, client, edition):
    page = office.get(publish_page(edition)).content.decode()
    [address] = re.findall(r'href="(http://testserver/preview/[^"]+)"', page)
    client.logout()
    assert "This is a draft" in client.get(address).content.decode()


def test_an_older_release_is_published_again_as_the_next(office, edition):
    first = publish_agenda(edition)
    edition.sessions.update(title_en="Renamed")
    publish_agenda(edition)
    assert "calendars only ever move forward" in text(office.get(act_page(first, "republish")))
    response = office.post(act_page(first, "republish"), {"note": "Back again"})
    assert told(response) == "Release 1 is published again, as release 3."
    third = AgendaRelease.objects.current(edition.slug)
    assert (third.version, third.note) == (3, "Back again")
    # What it says already cannot be published again.
    again = told(office.post(act_page(third, "republish"), {"note": ""}))
    assert "Nothing has changed since release 3" in again


def test_a_release_is_withdrawn_with_a_reason(office, edition):
    publish_agenda(edition)
    edition.sessions.update(title_en="Too early")
    second = publish_agenda(edition)
    response = office.post(act_page(second, "withdraw"), {"reason": " "})
    assert response.status_code == 200
    assert "This field is required." in text(response)
    response = office.post(act_page(second, "withdraw"), {"reason": "Announced too early"})
    assert told(response) == "Release 2 is withdrawn. The public now reads release 3."
    assert response.url == release_page(second)
    page = text(office.get(release_page(second)))
    assert "Announced too early" in page
    for act in ("republish", "withdraw"):
        assert act_page(second, act) not in office.get(release_page(second)).content.decode()
        refused = told(office.post(act_page(second, act), {"reason": "Again", "note": ""}))
        assert "withdrawn" in refused


def test_withdrawing_the_only_release_leaves_the_public_nothing(office, client, edition):
    release = publish_agenda(edition)
    response = office.post(act_page(release, "withdraw"), {"reason": "By mistake"})
    assert told(response) == "Release 1 is withdrawn. The public now reads nothing."
    assert client.get(f"/api/v1/editions/{edition.slug}/agenda/").status_code == 404
    assert "Nothing has been published yet." in text(office.get(publish_page(edition)))


def test_pages_are_for_those_who_may_publish(client, edition):
    release = publish_agenda(edition)
    client.force_login(UserFactory(staff=True))
    for address in (publish_page(edition), act_page(release, "republish"), act_page(release, "withdraw")):
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": "Mischief"}).status_code == 403
    assert AgendaRelease.objects.get().withdrawn_at is None


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_review_costs_the_same_for_any_number_of_sessions(office, django_assert_num_queries, sessions):
    edition = EditionFactory(held=True)
    for number in range(sessions):
        CreditFactory(session=SessionFactory(edition=edition, title=f"Session {number}"), card__published=True)
    publish_agenda(edition)
    # Session and user; the edition; cards, sessions, credits, organizers, partners, rooms, tracks; who is in what;
    # the release, and whether any was withdrawn; sessions, rooms and cards to link to.
    with django_assert_num_queries(2 + 1 + 7 + 1 + 2 + 3):
        office.get(publish_page(edition))


def test_no_page_for_an_edition_that_is_not_there(office):
    assert office.get("/admin/forums/edition/0/publish/").status_code == 404
