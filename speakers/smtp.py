"""Django's SMTP backend, which can tell whether the server was being given the message when the connection broke."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class _Telling:
    """An SMTP connection that knows how far it came: before DATA nothing has been handed over."""

    handing_over = False

    def data(self, message: Any) -> Any:
        self.handing_over = True
        return super().data(message)  # type: ignore[misc]


class _SMTP(_Telling, smtplib.SMTP):
    pass


class _SMTPS(_Telling, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """As Django's; ``connection.handing_over`` says whether DATA was begun."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SMTPS if self.use_ssl else _SMTP
