"""A mailbox on an IMAP server (RFC 3501), as far as reading what is new in it goes."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from forums.exceptions import DomainError
from speakers.returns import LARGEST

_PORT = 993
_SECONDS = 20
# So that a flooded mailbox does not keep everything else from its round.
_AT_ONCE = 100


class MailboxError(DomainError):
    """The mailbox could not be read; says why, never with the password."""


class Mailbox:
    """An open folder. Mails are told apart by their UIDs, which stay the same while others come and go."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    def unseen(self) -> Iterator[tuple[str, bytes]]:
        """The first of the mails that nobody has read, by UID; of one that is too large, as much as says so."""
        (found,) = self._ask("SEARCH", "UNSEEN")
        for number in found.split()[:_AT_ONCE]:
            uid = number.decode("ascii")
            # Not more than says that it is too large: a mail may be of any size.
            answer = self._ask("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
            raw = next((part[1] for part in answer if isinstance(part, tuple) and isinstance(part[1], bytes)), None)
            if raw is not None:
                yield uid, raw

    def mark_seen(self, uid: str) -> None:
        self._ask("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, command: str, *arguments: str) -> list[Any]:
        status, answer = self._server.uid(command, *arguments)
        if status != "OK":
            raise MailboxError(f"The mail server refused {command}.")
        return [part for part in answer if part] or [b""]


@contextmanager
def open_mailbox(address: str) -> Iterator[Mailbox]:
    """Open the folder that an address names, like imaps://name:password@mail.example.org/INBOX.

    Raises MailboxError where it cannot be opened or read.
    """
    parts = urlsplit(address)
    if parts.scheme != "imaps" or not parts.hostname:
        raise MailboxError("BOUNCE_MAILBOX is no address like imaps://name:password@mail.example.org/INBOX.")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    try:
        server = imaplib.IMAP4_SSL(
            parts.hostname,
            parts.port or _PORT,
            ssl_context=ssl.create_default_context(),
            timeout=_SECONDS,
        )
        try:
            server.login(unquote(parts.username or ""), unquote(parts.password or ""))
            quoted = folder.replace("\\", r"\\").replace('"', r"\"")
            if server.select(f'"{quoted}"')[0] != "OK":
                raise MailboxError(f"The mailbox has no folder “{folder}”.")
            yield Mailbox(server)
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                server.logout()
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxError(f"The mailbox for bounces cannot be read: {type(error).__name__}") from error
