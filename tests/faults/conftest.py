"""The installation that the tests of workers share: made once, as its tables take the longest."""

from urllib.parse import urlsplit

import pytest
import redis

from tests.faults.installation import WORKER, installed
from tests.faults.site import REDIS_URL, Site


@pytest.fixture(scope="session")
def _installed(tmp_path_factory):
    with installed(tmp_path_factory.mktemp("site"), f"faults_{WORKER}") as (folder, database):
        yield folder, database


@pytest.fixture
def site(_installed):
    with Site(*_installed) as site:
        yield site


@pytest.fixture
def broker():
    """The address of a Redis database that no other process of the tests uses."""
    # gw0 has the first, and so on; without workers the last.
    number = int(WORKER.removeprefix("gw") or 14) + 1
    url = urlsplit(REDIS_URL)._replace(path=f"/{number}").geturl()
    with redis.Redis.from_url(url) as connection:
        connection.flushdb()
    return url
