"""Servers to be measured, and what wrk says of them."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.services import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
WRK = shutil.which("wrk")


@dataclass(frozen=True, slots=True)
class Target:
    """An address and what is sent with the question."""

    port: int
    path: str
    headers: dict[str, str] = field(default_factory=dict)


@contextmanager
def gunicorn(
    application: str,
    environment: dict[str, str],
    *,
    python: str = sys.executable,
    folder: Path = ROOT,
    options: str = "",
) -> Iterator[tuple[int, int]]:
    """The port of an application, and its process. One worker with eight threads, as `manage.py serve` has."""
    port = free_port()
    command = [
        python, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--log-level", "warning",
        "--no-control-socket", *(options or "--workers 1 --worker-class gthread --threads 8").split(),
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=folder, env=os.environ | environment)
    try:
        wait_for(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def requests_per_second(target: Target, seconds: int = 1, connections: int = 8) -> float:
    """Raises ValueError where an answer was neither 2xx nor 3xx."""
    headers = [item for name, value in target.headers.items() for item in ("-H", f"{name}: {value}")]
    command = [str(WRK), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "120s", *headers]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{target.port}{target.path}"], capture_output=True, text=True, check=True
    )
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise ValueError(f"{target.path}: {done.stdout}")
    return float(found[1])


def answers_per_second(target: Target, at_once: int = 2) -> float:
    """The same where one answer takes long: each of so many readers asks once."""

    def ask(_: int) -> None:
        request = urllib.request.Request(f"http://127.0.0.1:{target.port}{target.path}", headers=target.headers)
        with urllib.request.urlopen(request, timeout=300) as response:
            response.read()

    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(ask, range(at_once)))
    return at_once / (time.perf_counter() - began)


def in_turn(pairs: dict[str, tuple[Target, Target]], rounds: int) -> dict[str, tuple[float, float, float]]:
    """Of each pair the median requests per second of both and the median ratio of the first to the second.

    All are measured in every round, so that whatever else the machine does falls on all of them.
    """
    for pair in pairs.values():
        for target in pair:
            requests_per_second(target)
    rounds_of: dict[str, list[tuple[float, float]]] = {name: [] for name in pairs}
    for _ in range(rounds):
        for name, (ours, limit) in pairs.items():
            rounds_of[name].append((requests_per_second(ours), requests_per_second(limit)))
    return {
        name: (
            statistics.median(ours for ours, _ in found),
            statistics.median(limit for _, limit in found),
            statistics.median(ours / limit for ours, limit in found),
        )
        for name, found in rounds_of.items()
    }


def memory(pid: int) -> float:
    """Megabytes that the workers of a server hold, shared pages by their share."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for child in children:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{child}/smaps_rollup").read_text(), re.MULTILINE)
        total += int(found[1]) if found else 0
    return total * 1024 / 1e6
