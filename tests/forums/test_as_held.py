"""The day after: a day recorded as it was held, and what went otherwise than the public last read."""

import datetime as dt

import pytest
from django.urls import reverse

from forums.agenda.as_held import compare_with_plan
from forums.agenda.release import publish_agenda
from forums.models import AgendaRelease, Credit, Session
from forums.seats import read_on_behalf, substitute
from tests.factories import (
    NOON,
    CreditFactory,
    EditionFactory,
    RoomFactory,
    SessionFactory,
    SpeakerCardFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A session of one hour from noon UTC, twenty o'clock in Beijing, with a room."""
    edition = EditionFactory(held=True, timezone="Asia/Shanghai")
    room = RoomFactory(edition=edition, name="Hall A")
    return SessionFactory(edition=edition, title="Bridges", timed=True, room=room)


def speaker(session, name, **values):
    return CreditFactory(session=session, card__name=name, card__published=True, **values)


@pytest.fixture
def office(client):
    client.force_login(UserFactory(superuser=True))
    return client


def held_page(session):
    return reverse("admin:forums_edition_held", args=[session.edition_id])


def posted(response, **changed):
    """What the page's form sends, with some of it changed."""
    data = {"seen": response.context["seen"]}
    for form, parts in response.context["rows"]:
        for one in (form, *parts):
            for field in one:
                value = field.value()
                data[field.html_name] = value.strftime("%H:%M") if isinstance(value, dt.time) else value or ""
    return data | changed


@pytest.mark.office
def test_a_day_that_went_as_planned_is_one_click(office, session):
    one, other = speaker(session, "Amina"), speaker(session, "Li", role="chair")
    page = office.get(held_page(session))
    answer = office.post(held_page(session), posted(page), follow=True)
    assert "Monday, 12 December: recorded as held, 3 entries changed." in answer.content.decode()
    assert Session.objects.get().status == "held"
    assert {it.status for it in (one, other) if it.refresh_from_db() is None} == {"delivered"}
    again = office.post(held_page(session), posted(office.get(held_page(session))), follow=True)
    assert "0 entries changed" in again.content.decode()


@pytest.mark.office
def test_what_went_otherwise_is_recorded_with_it(office, session):
    gone, ill, far = speaker(session, "Amina"), speaker(session, "Bo", role="chair"), speaker(session, "Cai")
    instead = SpeakerCardFactory(edition=session.edition, name="Li")
    changes = {
        f"c{gone.pk}-came": "no",
        f"c{ill.pk}-who": "Li",
        f"c{far.pk}-mode": "read-on-behalf",
        f"c{far.pk}-who": "Ms  Wang",
        f"s{session.pk}-starts_at": "20:10",
        f"s{session.pk}-ends_at": "00:05",
    }
    office.post(held_page(session), posted(office.get(held_page(session)), **changes))
    rows = Credit.objects.order_by("id").values_list("card__name", "status", "mode", "reader_name", "replaces")
    assert list(rows) == [
        ("Amina", "cancelled", "onsite", "", None),
        ("Bo", "substituted", "onsite", "", None),
        ("Cai", "delivered", "read-on-behalf", "Ms Wang", None),
        (instead.name, "delivered", "onsite", "", ill.pk),
    ]
    session.refresh_from_db()
    assert (session.actual_starts_at, session.actual_ends_at) == (
        NOON + dt.timedelta(minutes=10),
        NOON + dt.timedelta(hours=4, minutes=5),
    )


@pytest.mark.office
def test_a_mistake_is_marked_and_nothing_is_saved(office, session):
    credit, other = speaker(session, "Amina"), speaker(session, "Bo")
    for changes, reason in [
        ({f"c{credit.pk}-who": "Nobody Known"}, "Nobody of that name is in this edition’s programme."),
        ({f"c{credit.pk}-who": "Bo"}, "already has that role in this session"),
        ({f"s{session.pk}-ends_at": "21:00"}, "The real end needs a real beginning before it."),
        ({f"s{session.pk}-starts_at": "half past"}, "Enter a valid time."),
        ({f"c{other.pk}-mode": "by pigeon"}, "is not one of the available choices"),
    ]:
        answer = office.post(held_page(session), posted(office.get(held_page(session)), **changes))
        assert reason in answer.content.decode()
        assert "Nothing is saved yet" in answer.content.decode()
    assert set(Credit.objects.values_list("status", flat=True)) == {"planned"}
    assert Session.objects.get().status == "planned"


@pytest.mark.office
def test_who_saves_second_is_told_and_overwrites_nothing(office, session):
    credit = speaker(session, "Amina")
    first = office.get(held_page(session))
    office.post(held_page(session), posted(first, **{f"c{credit.pk}-came": "no"}))
    late = office.post(held_page(session), posted(first, **{f"c{credit.pk}-mode": "recorded"}))
    assert "Someone else has recorded something of this day in the meantime." in late.content.decode()
    credit.refresh_from_db()
    assert (credit.status, credit.mode) == ("cancelled", "onsite")
    # What was entered is still on the page, and saved the second time.
    office.post(held_page(session), posted(late))
    credit.refresh_from_db()
    assert (credit.status, credit.mode) == ("delivered", "recorded")


@pytest.mark.office
def test_a_cancelled_session_leaves_its_parts_as_they_were(office, session):
    credit = speaker(session, "Amina")
    office.post(held_page(session), posted(office.get(held_page(session)), **{f"s{session.pk}-status": "cancelled"}))
    credit.refresh_from_db()
    assert (Session.objects.get().status, credit.status) == ("cancelled", "planned")


@pytest.mark.office
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_day_costs_the_same_for_any_number_of_rows(office, session, django_assert_num_queries, rows):
    for row in [session, *SessionFactory.create_batch(rows - 1, edition=session.edition, timed=True)]:
        substitute(speaker(row, "Amina"), SpeakerCardFactory(edition=session.edition))
    # session and user; edition, days, sessions, parts, speakers
    with django_assert_num_queries(7):
        assert office.get(held_page(session)).status_code == 200


@pytest.mark.office
def test_days_can_be_chosen_and_an_edition_without_times_says_what_to_do(office, session):
    assert office.get(held_page(session), {"day": "2022-12-12"}).status_code == 200
    assert office.get(held_page(session), {"day": "2022-12-13"}).status_code == 404
    untimed = SessionFactory()
    assert "No session has a time yet." in office.get(held_page(untimed)).content.decode()


@pytest.mark.office
def test_both_pages_ask_for_their_permissions(client, session):
    client.force_login(UserFactory(is_staff=True))
    compared = reverse("admin:forums_edition_compared", args=[session.edition_id])
    assert [client.get(page).status_code for page in (held_page(session), compared)] == [403, 403]


def publish(session, at=NOON - dt.timedelta(days=1)):
    release = publish_agenda(session.edition)
    AgendaRelease.objects.filter(pk=release.pk).update(at=at)
    return release


def test_what_went_otherwise_is_told_session_by_session(session):
    came, gone, ill, far, seat = (
        speaker(session, "Amina"),
        speaker(session, "Bo"),
        speaker(session, "Cai", role="chair"),
        speaker(session, "Du"),
        CreditFactory(session=session, seat=True, seat_of__name="Union", role="speech"),
    )
    publish(session)
    Credit.objects.filter(pk=came.pk).update(status="delivered", mode="video-link")
    Credit.objects.filter(pk=gone.pk).update(status="cancelled")
    middle = substitute(ill, SpeakerCardFactory(edition=session.edition, name="Li"))
    substitute(middle, SpeakerCardFactory(edition=session.edition, name="Wang"))
    read_on_behalf(far, reader_name="Ms Wu")
    Credit.objects.filter(pk=seat.pk).update(
        card=SpeakerCardFactory(edition=session.edition, name="Xu"), seat_of=None, delegate_of=seat.seat_of
    )
    speaker(session, "Zhu", role="rapporteur")
    session.status, session.actual_starts_at = "held", NOON + dt.timedelta(minutes=10)
    session.room = RoomFactory(edition=session.edition, name="Hall B")
    session.save()
    [compared] = compare_with_plan(session.edition)
    assert sorted(compared.differences) == sorted(
        [
            "Began 20:10 instead of 20:00.",
            "In Hall B instead of Hall A.",
            "Cai (chair): did not come; Wang came instead.",
            "Delegate of Union (speech): Xu came.",
            "Amina (panelist): by video link instead of onsite.",
            "Bo (panelist): did not come.",
            "Du (panelist): read on behalf instead of onsite.",
            "Du (panelist): read by Ms Wu.",
            "Zhu, rapporteur: was not in the programme as printed.",
        ]
    )


def test_it_is_compared_with_what_was_read_as_it_began(session):
    credit = speaker(session, "Amina")
    before = publish(session)
    substitute(credit, SpeakerCardFactory(edition=session.edition, name="Li", published=True))
    publish(session, at=NOON + dt.timedelta(days=2))
    [compared] = compare_with_plan(session.edition)
    assert (compared.release, compared.differences) == (before, ["Amina (panelist): did not come; Li came instead."])


def test_what_was_in_no_release_is_not_compared(session):
    [compared] = compare_with_plan(session.edition)
    assert (compared.release, compared.differences) == (None, [])


def test_a_session_that_did_not_take_place_says_only_that(session):
    speaker(session, "Amina")
    publish(session)
    Session.objects.update(status="cancelled")
    assert compare_with_plan(session.edition)[0].differences == ["Did not take place."]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_comparison_costs_the_same_for_any_number_of_sessions(session, django_assert_num_queries, rows):
    for row in [session, *SessionFactory.create_batch(rows - 1, edition=session.edition, timed=True)]:
        substitute(speaker(row, "Amina"), SpeakerCardFactory(edition=session.edition))
    publish(session)
    # releases, sessions, parts, the release that was read
    with django_assert_num_queries(4):
        compare_with_plan(session.edition)


@pytest.mark.office
def test_the_page_of_the_comparison(office, session):
    speaker(session, "Amina")
    publish(session)
    Credit.objects.update(status="cancelled")
    page = office.get(reverse("admin:forums_edition_compared", args=[session.edition_id])).content.decode()
    assert "Amina (panelist): did not come." in page
    assert "record as held" in page
