"""What tests of the API share."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@pytest.fixture
def server_leaves_connections():
    """A server closes what it asked the database with; here that is the test's own connection.

    To be used before the test's client, which connects what closes it again.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
