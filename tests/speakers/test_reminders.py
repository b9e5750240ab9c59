"""Reminders: one a person and stage, by day, and none for those who want none. And the office's digest."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from forums.jobs import work_off
from speakers.invitations import accept_invitation
from speakers.models import Invitation, Mail
from speakers.reminders import remind, tell_unanswered
from tests import factories as make

pytestmark = pytest.mark.django_db

# Noon in Zurich.
NOON = dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def now(monkeypatch):
    """Sets the clock."""

    def turn(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    turn(NOON)
    return turn


@pytest.fixture
def edition():
    return make.EditionFactory(
        public=True, title="Forum", timezone="Europe/Zurich", forum__contact="office@example.org"
    )


def invitation(edition, **values):
    sent = {"status": "sent", "sent_at": NOON - 7 * DAY, "expires_at": NOON + 7 * DAY}
    if "person" not in values:
        values["person__email"] = f"p{Invitation.objects.count()}@example.org"
    return make.InvitationFactory(edition=edition, **(sent | values))


def reminders():
    return list(Mail.objects.filter(kind="reminder").order_by("id").values_list("to", flat=True))


def test_each_stage_reminds_once_however_often_or_late_the_clock_calls(edition, now):
    row = invitation(edition)
    for days, expected in [(0, 1), (0, 1), (1, 1), (4.9, 1), (5, 2), (5.1, 2), (6.9, 2), (7, 2)]:
        now(NOON + days * DAY)
        remind()
        assert (days, len(reminders())) == (days, expected)
    work_off()
    assert [message.subject for message in mail.outbox] == ["Your answer: Forum"] * 2
    assert list(row.events.values_list("kind", flat=True)) == ["reminded"] * 2
    # Each has a link of its own, and the first one's still works.
    assert row.links.count() == 2


def test_a_clock_that_stood_still_sends_the_last_stage_alone(edition, now):
    invitation(edition)
    now(NOON + 6 * DAY)
    remind()
    remind()
    assert len(reminders()) == 1


def test_a_person_with_two_invitations_is_reminded_once(edition, now):
    first = invitation(edition)
    invitation(edition, person=first.person, role="keynote", expires_at=NOON + 6 * DAY)
    remind()
    assert len(reminders()) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"reminders": False},
        {"status": "accepted"},
        {"status": "declined"},
        {"status": "bounced"},
        {"status": "queued"},
        {"sent_at": NOON - DAY},
        {"expires_at": NOON + 8 * DAY},
        {"expires_at": NOON},
    ],
)
def test_nobody_else_is_reminded(edition, now, values):
    invitation(edition, **values)
    remind()
    assert reminders() == []


@pytest.mark.parametrize("status", ["cancelled", "held", "documented"])
def test_nobody_is_reminded_of_an_edition_that_is_over(edition, now, status):
    edition.status = status
    edition.save()
    invitation(edition)
    remind()
    assert reminders() == []


def test_at_night_a_reminder_waits_for_the_morning(edition, now):
    invitation(edition, person__country="JP")
    remind()
    # Noon in Zurich is eight in the evening in Tokyo.
    work_off()
    assert mail.outbox == []
    waiting = Mail.objects.get()
    assert (waiting.state, waiting.not_before) == ("queued", dt.datetime(2026, 11, 20, 23, tzinfo=dt.UTC))
    now(waiting.not_before)
    work_off()
    assert len(mail.outbox) == 1


def test_the_time_zone_that_a_person_gave_is_theirs(edition, now):
    row = invitation(edition, person__country="JP")
    make.RegistrationFactory(edition=edition, person=row.person, timezone="Europe/Zurich")
    remind()
    work_off()
    assert len(mail.outbox) == 1


def test_who_answered_before_the_reminder_left_gets_none(edition, now):
    row = invitation(edition)
    remind()
    accept_invitation(row)
    work_off()
    assert [message.subject for message in mail.outbox] == ["Thank you for accepting: Forum"]
    assert Mail.objects.get(kind="reminder").status == Mail.Status.CANCELLED


@pytest.mark.parametrize("count", [1, 3])
def test_reminding_costs_the_same_for_any_number(edition, now, count, django_assert_num_queries):
    for _ in range(count):
        invitation(edition)
    # invitations, mails made already, templates, mails
    with django_assert_num_queries(4):
        remind()


def test_the_office_is_told_once_a_day_who_has_not_answered(edition, now):
    now(NOON.replace(hour=6, minute=59))
    first = invitation(edition, person__family_name="Xue", person__given_name="Lan")
    invitation(edition, status="opened", person__family_name="Kim", expires_at=None)
    invitation(edition, status="accepted")
    invitation(edition, status="draft")
    tell_unanswered()
    assert Mail.objects.count() == 0
    for hour in (7, 8, 20):
        now(NOON.replace(hour=hour))
        tell_unanswered()
    digest = Mail.objects.get()
    assert (digest.to, digest.subject) == ("office@example.org", "2 still to answer: Forum")
    assert "- Lan Xue (Panelist): sent, answer by 27 November 2026\n" in digest.body
    assert "- Kim (Panelist): opened\n" in digest.body
    now(NOON + DAY)
    tell_unanswered()
    assert Mail.objects.count() == 2
    assert first.links.count() == 0


def test_without_a_mail_server_nothing_piles_up(edition, now, settings):
    settings.MAIL_SERVER = ""
    invitation(edition)
    remind()
    tell_unanswered()
    assert Mail.objects.count() == 0


def test_reminders_can_be_switched_off_for_all(edition, now, settings):
    settings.REMINDER_DAYS = []
    invitation(edition)
    remind()
    assert reminders() == []
