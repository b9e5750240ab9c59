"""Doing a thing many times in the same instant, each time on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

only_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite lets one thread in at a time, which hides races; the PostgreSQL run shows them",
)


def at_once(act: Callable[[int], Any], times: int = 12) -> list[Any]:
    """What ``act(0)``, ``act(1)`` … returned or raised, all begun together."""
    gate = Barrier(times, timeout=20)

    def begin(number: int) -> Any:
        try:
            # The connection is made before the gate opens, so that nobody is late for it.
            connection.ensure_connection()
            gate.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        ended = [pool.submit(begin, number) for number in range(times)]
    return [future.exception() or future.result() for future in ended]
