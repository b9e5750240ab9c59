"""A real mail server on this machine that does as a test tells it, and keeps what it takes."""

import asyncio
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from django.test import override_settings

from .services import free_port


class Script:
    """What the server answers: a reply by step, or how many seconds it takes to give it."""

    def __init__(self) -> None:
        self.port = 0
        self.replies: dict[str, str] = {}
        self.pauses: dict[str, float] = {}
        self.reached: list[str] = []
        self.taken: list[EmailMessage] = []
        self.recipients: list[list[str]] = []

    async def answer(self, step: str) -> str:
        self.reached.append(step)
        await asyncio.sleep(self.pauses.get(step, 0))
        return self.replies.get(step, "250 OK")

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        session.host_name = hostname
        await self.answer("EHLO")
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        reply = await self.answer(f"RCPT {address}" if f"RCPT {address}" in self.replies else "RCPT")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        reply = await self.answer("DATA")
        if reply.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=default))
            self.recipients.append(list(envelope.rcpt_tos))
        return reply


@contextmanager
def smtp_server(*, timeout: float = 0.3):
    """A server on a free port of the loopback, and the settings that send mails to it."""
    script = Script()
    port = free_port()
    controller = Controller(script, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        script.port = port
        with mail_through(port, timeout=timeout):
            yield script
    finally:
        controller.stop(no_assert=True)


def mail_through(port: int, *, timeout: float = 0.3) -> override_settings:
    """Mails go to this port of the loopback."""
    return override_settings(
        MAIL_SERVER="smtp",
        EMAIL_BACKEND="speakers.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_TIMEOUT=timeout,
    )
