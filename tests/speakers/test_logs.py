"""Private links do not stand in the log."""

import logging

import pytest

from config import settings
from speakers.logs import LinkFilter


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
