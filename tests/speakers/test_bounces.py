"""Mails that come back: what is recorded of a delivery report, and what changes nothing whoever sends it."""

import io
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from speakers.bounces import Came, read_bounce
from speakers.mails import send_again
from speakers.models import InvitationEvent, Mail
from speakers.returns import LARGEST, UnreadableError, read_report
from tests import factories as make

pytestmark = pytest.mark.django_db

UNKNOWN = "smtp; 550 5.1.1 <xue@example.org>: User unknown"


@pytest.fixture
def mail():
    """An invitation's mail that was sent."""
    invitation = make.InvitationFactory(sent=True, edition__forum__contact="office@example.org")
    return make.MailFactory(invitation=invitation, status="done", handed_over_at=timezone.now())


def id_of(mail):
    return f"<{mail.pk}.{mail.mark}@plenary.example>"


def report(message_id, *, action="failed", status="5.1.1", diagnostic=UNKNOWN, original="message/rfc822", extra=""):
    """A delivery report as Postfix writes it."""
    return f"""From: MAILER-DAEMON@mx.example.org
To: plenary@localhost
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
{extra}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B/1"

--B/1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B/1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon, 12 Dec 2022 12:00:00 +0000

Final-Recipient: rfc822; xue@example.org
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--B/1
Content-Type: {original}

Message-ID: {message_id}
Subject: Invitation

Dear person
--B/1--
""".encode()


def test_a_permanent_failure_marks_the_mail_and_its_invitation(mail, django_assert_num_queries):
    raw = report(id_of(mail))
    # the mail with its invitation; a savepoint, the mail, whether there is a later one, the invitation, the event,
    # the savepoint released
    with django_assert_num_queries(7):
        came, told = read_bounce(raw)
    reason = "550 5.1.1 <xue@example.org>: User unknown"
    assert (came, told) == (Came.RECORDED, f"recorded: a mail came back (mail {mail.pk}, {reason})")
    mail.refresh_from_db()
    mail.invitation.refresh_from_db()
    assert (mail.state, mail.error, mail.invitation.status) == ("bounced", f"Came back: {reason}", "bounced")
    assert [(it.kind, it.note) for it in InvitationEvent.objects.all()] == [("bounced", reason)]
    assert read_bounce(raw)[0] == Came.KNOWN
    assert InvitationEvent.objects.count() == 1


@pytest.mark.parametrize("original", ["text/rfc822-headers", "message/global", "message/global-headers"])
def test_the_headers_alone_are_enough(mail, original):
    assert read_bounce(report(id_of(mail), original=original))[0] == Came.RECORDED


def test_a_report_that_only_answers_our_mail_is_enough(mail):
    assert read_bounce(report("<other@mx>", extra=f"In-Reply-To: {id_of(mail)}\n"))[0] == Came.RECORDED


def test_a_mail_system_that_gave_up_after_days_did_not_deliver(mail):
    assert read_bounce(report(id_of(mail), status="4.4.7", diagnostic="smtp; 451 4.4.7 expired"))[0] == Came.RECORDED


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("relayed", "2.0.0"), ("failed", "2.0.0")]
)
def test_what_is_no_failure_changes_nothing(mail, action, status):
    assert read_bounce(report(id_of(mail), action=action, status=status))[0] == Came.DELAYED
    assert Mail.objects.get().state == "sent"


def test_what_carries_no_message_id_of_ours_changes_nothing(mail):
    other = make.MailFactory(status="done")
    for message_id in (
        "",
        "<whatever@example.org>",
        f"<{mail.pk}.{'0' * 32}@plenary.example>",
        f"<{other.pk}.{mail.mark}@plenary.example>",
        f"<{'9' * 18}.{mail.mark}@plenary.example>",
        f"<{'9' * 40}.{mail.mark}@plenary.example>",
    ):
        assert read_bounce(report(message_id))[0] == Came.NOT_OURS
    assert {it.state for it in Mail.objects.all()} == {"sent"}


def test_an_old_report_does_not_meet_a_mail_that_was_sent_anew(mail):
    raw = report(id_of(mail))
    read_bounce(raw)
    mail.refresh_from_db()
    send_again(mail)
    Mail.objects.filter(pk=mail.pk).update(status="done")
    assert read_bounce(raw)[0] == Came.NOT_OURS
    assert Mail.objects.get().state == "sent"


def test_an_invitation_that_was_sent_anew_stands_as_it_does(mail):
    make.MailFactory(invitation=mail.invitation, status="done")
    assert read_bounce(report(id_of(mail)))[0] == Came.RECORDED
    mail.invitation.refresh_from_db()
    assert mail.invitation.status == "sent"


def test_a_report_that_is_faster_than_the_answer_waits(mail):
    Mail.objects.update(status="running")
    assert read_bounce(report(id_of(mail)))[0] == Came.LATER


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@example.org\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nI am away.\n",
        b"From: a@example.org\nSubject: Re: Invitation\n\nThank you!\n",
        b"From: a\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b--\n",
    ],
)
def test_other_mails_are_passed_over(raw):
    assert read_report(raw) is None


def nested(depth):
    inner = b"Content-Type: message/rfc822\n\n" * depth
    return (
        b"From: a\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n" + inner + b"--b--"
    )


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no mail"),
        (bytes(range(256)) * 40, "no mail"),
        (b"From: a\n" + b"x" * LARGEST, "larger than"),
        (b"From: a\n" + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 500, "nested too deeply"),
        (nested(5000), "broken|says nothing"),
        (b"From: a\nContent-Type: multipart/report; report-type=delivery-status\n\nnothing\n", "without parts"),
        (report("<a@b>").replace(b"Action:", b"Inaction:"), "says nothing of a recipient"),
    ],
    ids=["empty", "binary", "huge", "boundaries", "nested", "no boundary", "no recipient"],
)
def test_hostile_mails_are_refused_at_once(raw, reason):
    with pytest.raises(UnreadableError, match=reason):
        read_report(raw)


def test_a_reason_is_kept_short_on_one_line_and_without_what_cannot_be_seen(mail):
    read_bounce(report(id_of(mail), diagnostic="smtp; 550 \u202eevil\x07\n  more" + "x" * 900))
    error = Mail.objects.get().error
    assert (len(error) < 300, error.isprintable(), InvitationEvent.objects.get().note.isprintable()) == (True,) * 3


def piped(monkeypatch, raw, *arguments):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    told = io.StringIO()
    call_command("read_bounces", *arguments, stdout=told)
    return told.getvalue()


def test_a_mail_server_pipes_one_mail(mail, monkeypatch):
    assert piped(monkeypatch, report(id_of(mail))).startswith("recorded: a mail came back")
    assert piped(monkeypatch, b"From: a\n\nHello") == "nothing: no delivery report\n"
    with pytest.raises(CommandError, match="unreadable: no mail") as refusal:
        piped(monkeypatch, b"\0\1\2")
    assert refusal.value.returncode == 65
    second = make.MailFactory(status="running")
    with pytest.raises(CommandError) as refusal:
        piped(monkeypatch, report(id_of(second)))
    assert refusal.value.returncode == 75


def test_a_maildir_and_an_mbox_are_read_and_stay_as_they_are(mail, tmp_path, monkeypatch):
    raw = report(id_of(mail))
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "box" / folder).mkdir(parents=True)
    (tmp_path / "box/new/1.a").write_bytes(raw)
    (tmp_path / "box/cur/2.b:2,S").write_bytes(b"\0")
    (tmp_path / "mbox").write_bytes(b"From MAILER-DAEMON Mon Dec 12 12:00:00 2022\n" + raw + b"\n")
    assert piped(monkeypatch, b"", tmp_path / "box").splitlines()[-1] == "2 read, 1 recorded, 1 unreadable"
    assert piped(monkeypatch, b"", tmp_path / "mbox") == "1 read, 0 recorded, 0 unreadable\n"
    assert (tmp_path / "box/new/1.a").read_bytes() == raw
    for missing in (tmp_path / "none", tmp_path):
        with pytest.raises(CommandError):
            piped(monkeypatch, b"", missing)


def test_the_command_answers_with_one_line_and_a_code():
    command = [sys.executable, "manage.py", "read_bounces"]
    settings = os.environ | {"SECRET_KEY": "for a test"}
    found = subprocess.run(command, input=b"\0\xff" * 100, capture_output=True, check=False, env=settings)
    assert (found.returncode, found.stdout, found.stderr.decode().splitlines()[-1]) == (
        65,
        b"",
        "CommandError: unreadable: no mail",
    )
