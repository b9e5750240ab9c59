"""Private links do not stand in the log."""

import datetime as dt
import logging
import sys
from logging.config import DictConfigurator

import pytest

from config import settings
from forums.jobs import work_off
from speakers.invitations import issue_link
from speakers.logs import LinkFilter
from speakers.models import InvitationLink, Mail, Registration
from tests import factories as make
from tests.canary import CANARY, sing_of


def config_formatter():
    """What writes the lines of an installation."""
    return DictConfigurator({}).configure_formatter(dict(settings.LOGGING["formatters"]["line"]))


def logged(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert LinkFilter().filter(record) is True
    return record.getMessage()


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("/i/abc-_123/", "/i/…/"),
        ("/i/abc/accept/", "/i/…/accept/"),
        ("/i/abc", "/i/…"),
        ("/i/abc?language=zh-hans", "/i/…?language=zh-hans"),
        ("/a/abc/7/name/", "/a/…/7/name/"),
        ("/preview/abc:def:ghi/sessions/opening/", "/preview/…/sessions/opening/"),
        ("https://example.org/i/abc/ and /a/def/", "https://example.org/i/…/ and /a/…/"),
        ("/api/v1/editions/2022/agenda/", "/api/v1/editions/2022/agenda/"),
        ("/admin/speakers/person/7/", "/admin/speakers/person/7/"),
    ],
)
def test_the_secret_of_an_address_is_masked(address, masked):
    assert logged("%s: %s", "Not Found", address) == f"Not Found: {masked}"
    assert logged(f"Not Found: {address}") == f"Not Found: {masked}"


def test_every_line_we_write_passes_the_filter():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["links"]
    assert settings.LOGGING["filters"]["links"] == {"()": "speakers.logs.LinkFilter"}
    assert settings.LOGGING["root"]["handlers"] == ["console"]


class RefusedError(Exception):
    pass


def test_an_error_under_a_line_tells_neither_addresses_nor_the_refused_row():
    formatter = config_formatter()
    try:
        raise RefusedError(
            'duplicate key\nDETAIL:  Key (email, phone)=(amina@example.org, +41 1) already exists.\nSee "/i/abc-123/".'
        )
    except RefusedError:
        record = logging.LogRecord("jobs", logging.ERROR, "", 0, "To %s", ("amina.b@mail.example.org",), sys.exc_info())
    text = formatter.format(record)
    assert "To …@…" in text
    assert "RefusedError: duplicate key\nDETAIL: …\n" in text
    assert '"/i/…/"' in text
    assert not any(told in text for told in ("amina", "+41", "abc-123"))


@pytest.mark.django_db
def test_a_request_or_a_mail_that_fails_logs_nothing_private(client, monkeypatch, caplog):
    person = make.PersonFactory()
    invitation = make.InvitationFactory(sent=True, person=person, expires_at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    token = issue_link(invitation, by=None).partition("/i/")[2].strip("/")
    make.MailFactory(person=person, kind="decision", to=f"{CANARY}@example.org", body=CANARY, subject=CANARY)
    make.RegistrationFactory(person=person)
    sing_of(person, but={Mail, Registration, InvitationLink})
    client.raise_request_exception = False

    def refuse(*_args, **_values):
        raise RefusedError(f"refused\nDETAIL: {CANARY}\n{CANARY}@example.org at /i/{CANARY}/")

    monkeypatch.setattr("speakers.pages.views.landing", refuse)
    monkeypatch.setattr("speakers.tasks._message", refuse)
    caplog.handler.setFormatter(config_formatter())
    assert client.get(f"/i/{token}/", {"q": "x"}).status_code == 500
    work_off()
    assert len(caplog.records) >= 2
    assert CANARY not in caplog.text
    assert token not in caplog.text
