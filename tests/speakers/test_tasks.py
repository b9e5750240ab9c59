"""Mails through a real mail server: each is sent once, whatever the server does."""

import datetime as dt

import pytest
from django.test import override_settings
from django.utils import timezone

from forums.jobs import work_off
from speakers.invitations import find_invitation, invite
from speakers.models import Invitation, InvitationLink, Mail
from tests import factories as make
from tests.services import free_port
from tests.smtp import mail_through, smtp_server

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def server():
    with smtp_server() as script:
        yield script


@pytest.fixture
def edition():
    return make.EditionFactory(title="2036 Forum", forum__name="论坛 Forum", forum__contact="office@example.org")


def invite_one(edition, email="xue@example.org"):
    [invitation] = invite([make.PersonFactory(email=email)], edition=edition, role="panelist", by=None).invitations
    return invitation


def pass_time():
    """Whatever waits for its time has come to it."""
    Mail.objects.update(not_before=None)


def test_a_mail_arrives_with_all_that_belongs_to_it(server, edition):
    invitation = invite_one(edition)
    assert work_off() == 1
    [message] = server.taken
    assert server.recipients == [["xue@example.org"]]
    assert message["Subject"] == "Invitation to 2036 Forum"
    assert message["From"] == "论坛 Forum <plenary@localhost>"
    assert message["Reply-To"] == "office@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    token = message.get_content().partition("/i/")[2].partition("/")[0]
    assert find_invitation(token) == invitation
    sent = Mail.objects.get()
    assert (sent.state, sent.attempts, sent.error) == ("sent", 1, "")


def test_a_calendar_goes_along_as_a_file(server):
    make.MailFactory(calendar="BEGIN:VCALENDAR\r\nSUMMARY:论坛\r\nEND:VCALENDAR\r\n")
    work_off()
    [part] = server.taken[0].iter_attachments()
    assert (part.get_content_type(), part.get_param("method"), part.get_filename()) == (
        "text/calendar",
        "PUBLISH",
        "sessions.ics",
    )
    assert "SUMMARY:论坛" in part.get_content()


def test_without_a_mail_server_mails_wait(edition):
    with override_settings(MAIL_SERVER=""):
        invite_one(edition)
        assert work_off() == 0
    assert Mail.objects.get().state == "queued"


def test_a_server_that_is_down_is_waited_for(edition):
    with mail_through(free_port()):
        invite_one(edition)
        invite_one(edition)
        # One finds the server away; the other does not try.
        assert [work_off(), work_off()] == [1, 0]
    first, second = Mail.objects.order_by("id")
    assert (first.state, first.attempts, second.state, second.attempts) == ("queued", 1, "queued", 0)
    assert first.error == "Attempt 1: [Errno 111] Connection refused"
    assert timezone.now() < second.not_before <= timezone.now() + MINUTE
    with smtp_server() as server:
        pass_time()
        assert work_off() == 2
    assert sorted(server.recipients) == [["xue@example.org"]] * 2
    assert set(Invitation.objects.values_list("status", flat=True)) == {"sent"}


@pytest.mark.parametrize("step", ["EHLO", "RCPT"])
def test_a_slow_server_is_tried_again_while_it_has_not_been_given_the_mail(server, edition, step):
    server.pauses[step] = 1
    invite_one(edition)
    work_off()
    waiting = Mail.objects.get()
    assert (waiting.state, waiting.handed_over_at) == ("queued", None)
    assert "timed out" in waiting.error
    # The link of an attempt that reached nobody is gone.
    assert InvitationLink.objects.count() == 0
    server.pauses.clear()
    pass_time()
    work_off()
    assert len(server.taken) == 1
    assert Mail.objects.get().attempts == 2


def test_a_server_that_breaks_off_while_taking_the_mail_is_not_given_it_twice(server, edition):
    server.pauses["DATA"] = 1
    invite_one(edition)
    work_off()
    pass_time()
    assert work_off() == 0
    uncertain = Mail.objects.get()
    assert uncertain.state == "failed"
    assert uncertain.error.startswith("This mail may have been sent: ")
    # It may have arrived: then its link works.
    assert InvitationLink.objects.count() == 1


def test_an_address_that_is_refused_bounces_and_the_others_arrive(server, edition):
    server.replies["RCPT gone@example.org"] = "550 No such user here"
    gone, there = invite_one(edition, "gone@example.org"), invite_one(edition)
    work_off()
    for invitation in (gone, there):
        invitation.refresh_from_db()
    assert (gone.status, there.status) == ("bounced", "sent")
    refused = gone.mails.get()
    assert (refused.state, refused.error) == ("bounced", "The address was refused: 550 No such user here")
    assert list(gone.events.values_list("kind", "note")) == [("queued", ""), ("bounced", "550 No such user here")]


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_busy_server_is_asked_again_after_longer_and_longer(server, edition, step):
    server.replies[step] = "451 Greylisted, try again later"
    invite_one(edition)
    pauses = []
    for _ in range(3):
        work_off()
        row = Mail.objects.get()
        pauses.append(round((row.not_before - timezone.now()) / MINUTE))
        pass_time()
    assert pauses == [1, 2, 4]
    assert row.error == "Attempt 3: 451 Greylisted, try again later"
    server.replies.clear()
    work_off()
    assert len(server.taken) == 1


def test_a_server_that_never_takes_it_is_given_up(server, edition):
    server.replies["RCPT"] = "451 Busy"
    invite_one(edition)
    Mail.objects.update(attempts=Mail.MAX_ATTEMPTS - 1)
    work_off()
    given_up = Mail.objects.get()
    assert (given_up.state, given_up.error) == (
        "failed",
        "Given up after 16 attempts. The mail server last said: 451 Busy",
    )


def test_a_mail_that_the_server_refuses_for_good_fails_with_its_words(server, edition):
    server.replies["DATA"] = "554 Too large"
    invite_one(edition)
    work_off()
    assert Mail.objects.get().error == "The mail server refuses this mail for good: 554 Too large"


def test_an_attempt_that_died_after_handing_over_is_for_a_person_to_look_at(server, edition):
    invite_one(edition)
    row = Mail.objects.claim(Mail.objects.get().pk)
    assert row.hand_over()
    Mail.objects.update(leased_until=timezone.now() - MINUTE)
    work_off()
    assert server.taken == []
    assert Mail.objects.get().error == Mail.UNCERTAIN


def test_an_attempt_that_died_before_is_simply_repeated(server, edition):
    invite_one(edition)
    Mail.objects.claim(Mail.objects.get().pk)
    Mail.objects.update(leased_until=timezone.now() - MINUTE)
    work_off()
    assert len(server.taken) == 1


def test_a_mail_waits_for_its_hour(server):
    make.MailFactory(not_before=timezone.now() + MINUTE)
    assert work_off() == 0


@pytest.mark.parametrize("text", ["A\nBcc: all@example.org", "A\r\nBcc: all@example.org", "A\u2028B"])
def test_no_name_makes_a_header(server, edition, text):
    edition.title = text
    invite_one(edition)
    work_off()
    [message] = server.taken
    assert server.recipients == [["xue@example.org"]]
    assert message["Bcc"] is None
    assert message["Subject"] == f"Invitation to {' '.join(text.split())}"


def test_nobody_is_invited_to_an_edition_that_was_cancelled_meanwhile(server, edition):
    invite_one(edition)
    type(edition).objects.update(status="cancelled")
    work_off()
    assert (server.taken, Mail.objects.get().state) == ([], "cancelled")


def test_yesterdays_digest_is_not_sent(server):
    make.MailFactory(kind="digest", queued_at=timezone.now() - 25 * 60 * MINUTE)
    make.MailFactory(kind="digest", queued_at=timezone.now() - 23 * 60 * MINUTE)
    work_off()
    assert sorted(Mail.objects.values_list("status", flat=True)) == ["cancelled", "done"]
