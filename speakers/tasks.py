"""Sending mails: each once, patiently while the server is away, and never again where it may have been taken."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from email.utils import formataddr, parseaddr
from functools import partial
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from forums.agenda.reading import bcp47
from forums.jobs import carries_out
from forums.models import Edition
from speakers.daytime import next_day
from speakers.letters import LINK
from speakers.models import Invitation, InvitationEvent, Mail

from .links import add_link, drop_link, drop_private_link, issue_private_link, renew_assistant_link
from .steps import record_step, take_step
from .whereabouts import zones_for

_LONGEST_PAUSE = timedelta(hours=4)
_DAY = timedelta(days=1)
# While the server is away, the other mails wait for the next one to find it back.
_PAUSE_FOR_ALL = timedelta(minutes=1)

# Where an invitation has to stand for a mail of this kind to be of any use when its turn comes.
_STANDING: dict[str, tuple[str, ...]] = {
    Mail.Kind.INVITATION: Invitation.UNANSWERED,
    Mail.Kind.REMINDER: Invitation.UNANSWERED,
    Mail.Kind.CONFIRMATION: (Invitation.Status.ACCEPTED,),
}

# What nobody is woken for.
_BY_DAY = (Mail.Kind.REMINDER, Mail.Kind.CHANGE, Mail.Kind.CLEARANCE_DUE, Mail.Kind.REPORT_DUE)

Wanted = Callable[[Mail], bool]
TakeBack = Callable[[], None]
_wanted: dict[str, Wanted] = {}
_pressing: dict[str, Wanted] = {}


@carries_out(Mail)
def send(mail: Mail) -> None:
    """Give one mail to the server, or put it off, or say why it cannot be sent."""
    now = timezone.now()
    if not _is_wanted(mail, now):
        mail.cancel("No longer needed: what it is about was settled before this mail left.")
        return
    if (morning := _soonest(mail, now)) > now:
        mail.defer("Waits for the morning where they are.", pause=morning - now)
        return
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        _put_off(mail, error)
        _hold_all(error)
        return
    try:
        _hand_over(mail, connection)
    finally:
        connection.close()


def _hand_over(mail: Mail, connection: Any) -> None:
    """The part that happens once: afterwards it is known what became of the mail, or a person has to look."""
    address, take_back = _link(mail) if LINK in mail.body else ("", _nothing)
    message = _message(mail, mail.body.replace(LINK, address), connection)
    if not mail.hand_over():
        take_back()
        return
    try:
        message.send()
    except (SMTPException, OSError) as error:
        if _may_have_been_taken(error, connection):
            mail.fail(f"{Mail.UNCERTAIN} ({_said(error)})")
            return
        take_back()
        if isinstance(error, SMTPRecipientsRefused) and _code(error) >= 500:
            _bounce(mail, _said(error))
        elif isinstance(error, SMTPDataError) and _code(error) >= 500:
            mail.fail(f"The mail server refuses this mail for good: {_said(error)}")
        else:
            _put_off(mail, error)
        return
    with transaction.atomic():
        if mail.finish():
            _record_sent(mail)


def wanted_if(*kinds: str) -> Callable[[Wanted], Wanted]:
    """Name the function that tells whether a mail of these kinds still says something when its turn comes."""

    def register(function: Wanted) -> Wanted:
        _wanted.update(dict.fromkeys(kinds, function))
        return function

    return register


def at_any_hour_if(kind: str) -> Callable[[Wanted], Wanted]:
    """Name the function that tells whether a mail of this kind, else sent by day, cannot wait for the morning."""

    def register(function: Wanted) -> Wanted:
        _pressing[kind] = function
        return function

    return register


def _link(mail: Mail) -> tuple[str, TakeBack]:
    """The address that is put into the mail, made for it alone; and what undoes it if the mail reaches nobody."""
    if mail.invitation:
        address = add_link(mail.invitation)
        return address, partial(drop_link, address)
    if mail.assistant_link:
        return renew_assistant_link(mail.assistant_link)
    if mail.link_subject is None or mail.link_until is None:
        return "", _nothing
    address = issue_private_link(mail.link_purpose, mail.link_subject, until=mail.link_until, person=mail.person)
    return address, partial(drop_private_link, address)


def _nothing() -> None:
    """There was no link to take back."""


def _is_wanted(mail: Mail, now: datetime) -> bool:
    """Whether the mail still says something: what it is about may have been settled while it waited."""
    if not mail.body or (mail.person and mail.person.erased_at):
        return False
    if mail.kind in _wanted:
        return _wanted[mail.kind](mail)
    if mail.kind == Mail.Kind.DIGEST:
        return mail.queued_at > now - _DAY
    standing = _STANDING.get(mail.kind)
    if standing is None or mail.invitation is None:
        return True
    return mail.invitation.status in standing and mail.invitation.edition.status != Edition.Status.CANCELLED


def _soonest(mail: Mail, now: datetime) -> datetime:
    """When the mail may reach the person: at once, or by day."""
    if mail.kind not in _BY_DAY or mail.person is None:
        return now
    if mail.kind in _pressing and _pressing[mail.kind](mail):
        return now
    return next_day(now, zones_for(mail.person, mail.edition))


def _message(mail: Mail, body: str, connection: Any) -> EmailMessage:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    forum = mail.edition.forum if mail.edition else None
    message = EmailMessage(
        subject=mail.subject,
        body=body,
        from_email=formataddr((forum.name, address)) if forum else settings.DEFAULT_FROM_EMAIL,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else [],
        connection=connection,
        headers={
            # The same at every attempt: a mail system that gets it twice can tell. What comes back is found by it.
            "Message-ID": f"<{mail.pk}.{mail.mark}@{address.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": bcp47(mail.language),
        },
    )
    if mail.calendar:
        calendar = MIMEText(mail.calendar, "calendar", "utf-8")
        calendar.set_param("method", "PUBLISH")
        calendar.add_header("Content-Disposition", "attachment", filename="sessions.ics")
        message.attach(calendar)
    return message


def _may_have_been_taken(error: Exception, connection: Any) -> bool:
    """Whether the mail may be on its way although there was an error.

    An answer of the server is clear: it refused. A connection that broke is clear only before the text was given.
    """
    if isinstance(error, SMTPResponseException | SMTPRecipientsRefused):
        return False
    # Only our SMTP backend can tell; of any other the worst is assumed.
    return bool(getattr(getattr(connection, "connection", None), "handing_over", True))


def _put_off(mail: Mail, error: Exception) -> None:
    """Wait longer from time to time: one minute, two, four, up to four hours."""
    if mail.attempts >= Mail.MAX_ATTEMPTS:
        mail.fail(f"Given up after {mail.attempts} attempts. The mail server last said: {_said(error)}")
        return
    pause = min(timedelta(minutes=2 ** (mail.attempts - 1)), _LONGEST_PAUSE)
    mail.defer(f"Attempt {mail.attempts}: {_said(error)}", pause=pause)


def _hold_all(error: Exception) -> None:
    """Keep the others from running into the same wall, each with its own time-out."""
    Mail.objects.waiting().filter(status=Mail.Status.QUEUED).order_by().update(
        not_before=timezone.now() + _PAUSE_FOR_ALL, error=f"The mail server is away: {_said(error)}"
    )


def _bounce(mail: Mail, reason: str) -> None:
    with transaction.atomic():
        if mail.bounce(f"The address was refused: {reason}") and mail.invitation:
            under_way = [Invitation.Status.QUEUED, Invitation.Status.SENT]
            if take_step(mail.invitation, under_way, status=Invitation.Status.BOUNCED):
                record_step([mail.invitation], InvitationEvent.Kind.BOUNCED, note=reason[:300])


def _record_sent(mail: Mail) -> None:
    if mail.invitation is None:
        return
    if mail.kind == Mail.Kind.INVITATION:
        sent = {"status": Invitation.Status.SENT, "sent_at": timezone.now()}
        if take_step(mail.invitation, [Invitation.Status.QUEUED, Invitation.Status.BOUNCED], **sent):
            record_step([mail.invitation], InvitationEvent.Kind.SENT)
    elif mail.kind == Mail.Kind.REMINDER:
        record_step([mail.invitation], InvitationEvent.Kind.REMINDED)


def _code(error: SMTPException) -> int:
    return _answer(error)[0]


def _said(error: Exception) -> str:
    """What the server said, on one line."""
    code, text = _answer(error)
    return " ".join(f"{code or ''} {text or type(error).__name__}".split())[:300]


def _answer(error: Exception) -> tuple[int, str]:
    """The server's reply code and text; 0 where there was no reply."""
    code: int
    text: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        code, text = 0, str(error)
    return code, text.decode(errors="replace") if isinstance(text, bytes) else text
