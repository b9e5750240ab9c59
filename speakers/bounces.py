"""Mails that come back: delivery reports from a pipe, a folder or a mailbox, each recorded once."""

import logging
import re
from enum import StrEnum

from django.conf import settings
from django.utils.crypto import constant_time_compare

from forums.exceptions import DomainError
from speakers.imap import MailboxError, open_mailbox
from speakers.models import Mail
from speakers.returns import Report, UnreadableError, read_report

from .mails import note_bounce

log = logging.getLogger(__name__)

_OURS = re.compile(r"<(\d{1,18})\.([0-9a-f]{32})@[^<>\s]+>")


class Came(StrEnum):
    """What came of reading one mail."""

    RECORDED = "recorded: a mail came back"
    KNOWN = "known: this mail came back before, or was sent anew since"
    DELAYED = "delayed: the mail is still being delivered, or was"
    NOT_OURS = "nothing: a delivery report about none of our mails"
    OTHER = "nothing: no delivery report"
    UNREADABLE = "unreadable"
    LATER = "later: the mail is just being handed over"


def read_bounce(raw: bytes) -> tuple[Came, str]:
    """Record the bounce that a mail reports, if it is one of ours; what came of it, and a line to tell.

    A report has to carry the Message-ID of a mail of ours, of which only we can make one. Reading it again changes
    nothing, and nobody's report can do more than mark the one mail that it belongs to.
    """
    try:
        report = read_report(raw)
    except UnreadableError as error:
        return Came.UNREADABLE, f"unreadable: {error}"
    if report is None:
        return Came.OTHER, Came.OTHER
    mail = _find(report.message_ids)
    if mail is None:
        return Came.NOT_OURS, Came.NOT_OURS
    came = _record(mail, report)
    return came, f"{came} (mail {mail.pk}, {report.reason})"


def _record(mail: Mail, report: Report) -> Came:
    if not report.failed:
        return Came.DELAYED
    if mail.status == Mail.Status.RUNNING:
        # The report was faster than the answer to us.
        return Came.LATER
    try:
        note_bounce(mail, f"Came back: {report.reason}", note=report.reason)
    except DomainError:
        return Came.KNOWN
    return Came.RECORDED


def _find(message_ids: tuple[str, ...]) -> Mail | None:
    """The mail that one of the Message-IDs is of; one query for each that looks like ours."""
    for message_id in message_ids:
        if match := _OURS.fullmatch(message_id):
            mail = Mail.objects.select_related("invitation").filter(pk=int(match[1])).first()
            if mail and constant_time_compare(mail.mark, match[2]):
                return mail
    return None


def poll_bounces() -> None:
    """Read what is new in the mailbox that bounces come to; nothing where none is set.

    What was read is marked as seen there; what has to wait stays new.
    """
    if not settings.BOUNCE_MAILBOX:
        return
    try:
        with open_mailbox(settings.BOUNCE_MAILBOX) as mailbox:
            for number, raw in mailbox.unseen():
                came, told = read_bounce(raw)
                if came != Came.LATER:
                    mailbox.mark_seen(number)
                log.info("Bounce mailbox: %s", told)
    except MailboxError as error:
        log.warning("%s; the next round tries again", error)
