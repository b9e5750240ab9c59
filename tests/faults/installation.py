"""An installation of its own for a test: processes that share a database and a folder, as on a real machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import psycopg

from tests.template import Made, address_of, create_copy

ROOT = Path(__file__).resolve().parents[2]
DATABASE_URL = os.environ.get("DATABASE_URL", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw")


class Installation:
    """Where its database and files are, and the processes that were started on it."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database
        self.processes: dict[subprocess.Popen, Path] = {}
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "only-for-tests",
            "VAR_DIR": str(folder),
            "DATABASE_URL": database,
            "REDIS_URL": "",
            "JOB_LEASE_SECONDS": "3",
            "JOB_SWEEP_SECONDS": "1",
        }

    def run(self, *arguments: str, given: str = "", **environment: str) -> str:
        """What a process of the installation prints."""
        command = [sys.executable, *arguments]
        environment = self.environment | environment
        done = subprocess.run(
            command, check=False, cwd=ROOT, env=environment, input=given, text=True, capture_output=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen:
        """A process that runs on, leading a group of its own."""
        with (self.folder / f"{time.monotonic_ns()}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes[process] = Path(log.name)
        return process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        for process, log in self.processes.items():
            kill(process)
            # Shown where a test fails.
            sys.stdout.write(log.read_text())


@contextmanager
def installed(folder: Path, name: str) -> Iterator[tuple[Path, str]]:
    """The folder with the fonts, and a database of that name with its tables."""
    (folder / "fonts").symlink_to(ROOT / "var" / "fonts")
    migrated = address_of(Made.MIGRATED)
    if DATABASE_URL.startswith("postgres"):
        with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        database = urlsplit(DATABASE_URL)._replace(path=f"/{name}").geturl()
    else:
        database = f"sqlite:///{folder}/plenary.sqlite3"
    create_copy(database, migrated)
    if not migrated:
        Installation(folder, database).run("manage.py", "migrate", "--verbosity", "0")
    yield folder, database
    if DATABASE_URL.startswith("postgres"):
        with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def wait(condition: Callable[[], object], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "this took too long"
        time.sleep(0.02)


def kill(process: subprocess.Popen) -> None:
    """As the machine does when it is out of memory: the whole group at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
