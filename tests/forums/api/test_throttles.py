"""Searches and refused requests are counted by client address; what is ready is not."""

import logging

import pytest
from django.core.cache import caches
from redis.exceptions import ConnectionError as RedisConnectionError

from forums.api.throttles import AddressThrottle
from tests.forums.api.bridges import EDITION, publish_bridges

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_a_minute(monkeypatch):
    """The edition, and three requests a minute that are counted."""
    monkeypatch.setattr(AddressThrottle, "rate", "3/min", raising=False)
    caches["default"].clear()
    publish_bridges()
    yield
    caches["default"].clear()


@pytest.mark.parametrize("address", [f"{EDITION}sessions/?q=opening", f"{EDITION}sessions/?%71=opening"])
def test_searches_are_counted(client, address):
    assert [client.get(address).status_code for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.parametrize("address", [f"{EDITION}sessions/nothing/", "/api/v1/nothing/", f"{EDITION}?junk=1"])
def test_refused_requests_are_counted(client, address):
    refused = [client.get(address) for _ in range(4)]
    assert [response.status_code for response in refused[:3]] == [refused[0].status_code] * 3
    assert (refused[3].status_code, refused[3]["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(refused[3]["Retry-After"]) <= 60
    assert refused[3].json()["detail"] == f"Ask again in {refused[3]['Retry-After']} seconds."


@pytest.mark.parametrize("address", [f"{EDITION}agenda/", f"{EDITION}sessions/?day=2022-12-09", "/api/v1/editions/"])
def test_what_is_ready_is_never_counted(client, address):
    refused = [client.get("/api/v1/nothing/").status_code for _ in range(4)]
    assert refused == [404, 404, 404, 429]
    assert [client.get(address).status_code for _ in range(9)] == [200] * 9
    assert client.options(address).status_code == 204


def test_nobody_gets_more_by_saying_that_they_are_somebody_else(client, settings):
    def ask(*forwarded):
        return [client.get(f"{EDITION}sessions/?q=a", headers={"x-forwarded-for": it}).status_code for it in forwarded]

    assert ask("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4") == [200, 200, 200, 429]


def test_one_proxy_is_believed_where_there_is_one(client, monkeypatch):
    monkeypatch.setattr("rest_framework.throttling.api_settings.NUM_PROXIES", 1)

    def ask(forwarded):
        return client.get(f"{EDITION}sessions/?q=a", headers={"x-forwarded-for": forwarded}).status_code

    assert [ask(f"10.9.9.{n}, 192.0.2.1") for n in range(4)] == [200, 200, 200, 429]
    assert ask("192.0.2.1, 192.0.2.2") == 200


def test_without_a_cache_everybody_is_let_through_and_it_is_said_once(client, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise RedisConnectionError("refused")

    monkeypatch.setattr(AddressThrottle, "told_at", float("-inf"))
    monkeypatch.setattr(AddressThrottle.cache, "get", refuse)
    with caplog.at_level(logging.WARNING, logger="forums.api.throttles"):
        assert [client.get(f"{EDITION}sessions/?q=a").status_code for _ in range(5)] == [200] * 5
    assert [record.message for record in caplog.records] == [
        "The cache does not answer, so nobody is throttled: refused"
    ]
