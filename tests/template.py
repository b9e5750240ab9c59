"""What costs seconds is made once a run, beside it: a migrated database, the sample loaded, the sample published.

``python -m tests.template ADDRESS FOLDER`` makes them one after the other. Each is there as soon as FOLDER has a file
of its name (`Made`), which is empty where it could not be made. `tests.services` begins that while the tests are still
being collected, and names the folder in ``TEST_TEMPLATE``. Without one, everybody makes what they need by themselves.
"""

import os
import pickle
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import psycopg


class Made(StrEnum):
    """What is made, in this order, and what its file holds."""

    MIGRATED = "migrated"  # the address of the database
    LOADED = "loaded"  # the address of another, with the sample
    PUBLISHED = "published"  # a pickled `tests.sample.PublishedSample`


def made_once(what: Made) -> bytes | None:
    """The file's content, once it is there; None where nothing is made for all."""
    folder = os.environ.get("TEST_TEMPLATE")
    if not folder:
        return None
    file = Path(folder) / what
    deadline = time.monotonic() + 300
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    content = file.read_bytes()
    if not content:
        raise RuntimeError(f"Nothing could be {what}; why stands in the output of tests.services.")
    return content


def address_of(what: Made) -> str:
    """The address of a database that is made for all; empty where there is none."""
    return (made_once(what) or b"").decode()


def database_of(address: str) -> str:
    """The name of a PostgreSQL database, or the path of a SQLite file."""
    parts = urlsplit(address)
    return parts.path if parts.scheme == "sqlite" else parts.path.removeprefix("/")


@contextmanager
def copied_to_memory(address: str, name: str) -> Iterator[None]:
    """SQLite keeps a database in memory for as long as somebody is connected to it."""
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(database_of(address))) as file:
            file.backup(memory)
        yield


def create_copy(address: str, of: str) -> None:
    """A new database at an address, with everything of another."""
    if not address.startswith("postgres"):
        if of:
            shutil.copy(database_of(of), database_of(address))
        return
    maintenance = urlsplit(address)._replace(path="/postgres").geturl()
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database_of(address)} TEMPLATE {database_of(of) or 'template1'}")


def main() -> None:
    address, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir()
    try:
        for what, content in _make(address, folder):
            part = folder / "part"
            part.write_bytes(content)
            part.rename(folder / what)
    finally:
        for what in Made:
            (folder / what).touch()


def _make(address: str, folder: Path) -> Iterator[tuple[Made, bytes]]:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": address, "VAR_DIR": str(folder / "var")}
    os.environ.setdefault("SECRET_KEY", "only-for-tests")
    import django
    from django.core.management import call_command
    from django.db import connection

    create_copy(address, "")
    django.setup()
    call_command("migrate", verbosity=0)
    # PostgreSQL copies no database that somebody is connected to.
    connection.close()
    yield Made.MIGRATED, address.encode()

    from reports.demo import SAMPLE
    from reports.records.load import load_records
    from tests.sample import publish_sample

    loaded = "loaded".join(address.rsplit("template", 1))
    create_copy(loaded, address)
    connection.settings_dict["NAME"] = database_of(loaded)
    load_records(SAMPLE)
    connection.close()
    yield Made.LOADED, loaded.encode()
    yield Made.PUBLISHED, pickle.dumps(publish_sample())


if __name__ == "__main__":
    main()
