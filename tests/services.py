"""Run a command beside throw-away services: ``python -m tests.services postgres -- COMMAND``.

``sqlite`` starts Redis alone, ``postgres`` a PostgreSQL cluster too and sets ``DATABASE_URL`` for it. Both set
``TEST_REDIS_URL``, and ``TEST_TEMPLATE`` for what tests need not make by themselves (`tests.template`). A service that
is not installed is said and left out; with ``REQUIRE_SERVICES=1`` that is an error.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit


def main() -> int:
    database, separator, *command = sys.argv[1:]
    if database not in {"sqlite", "postgres"} or separator != "--" or not command:
        sys.exit(__doc__)
    environment = dict(os.environ)
    with ExitStack() as services, tempfile.TemporaryDirectory(prefix="plenary-") as folder:
        if redis := shutil.which("redis-server"):
            environment["TEST_REDIS_URL"] = services.enter_context(_redis(redis, Path(folder)))
        elif not _may_miss("redis-server"):
            return 1
        if database == "postgres":
            binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
            if binaries:
                environment["DATABASE_URL"] = services.enter_context(_postgres(binaries[0], Path(folder)))
            else:
                return 0 if _may_miss("postgresql") else 1
        template = _template(environment.get("DATABASE_URL", "") if database == "postgres" else "", Path(folder))
        environment["TEST_TEMPLATE"] = str(services.enter_context(template))
        print(f"tests on {database}, Redis {'beside' if 'TEST_REDIS_URL' in environment else 'missing'}", flush=True)
        return subprocess.run(command, env=environment, check=False).returncode


def _may_miss(package: str) -> bool:
    required = os.environ.get("REQUIRE_SERVICES") == "1"
    print(f"{'ERROR' if required else 'skipped'}: {package} is not installed", flush=True)
    return not required


@contextmanager
def _redis(binary: str, folder: Path) -> Iterator[str]:
    port = free_port()
    arguments = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _postgres(binaries: Path, folder: Path) -> Iterator[str]:
    """A cluster without durability, owned by an unprivileged user where we are root."""
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    data, port = folder / "cluster", free_port()
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, user)
        shutil.chown(data, user)
    options: dict = {"user": user} if os.geteuid() == 0 else {}
    initdb = [binaries / "initdb", "-D", data, "-U", "plenary", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **options)
    settings = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "port": port,
                "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}  # fmt: skip
    arguments = [binaries / "postgres", "-D", data]
    for name, value in settings.items():
        arguments += ["-c", f"{name}={value}"]
    server = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        wait_for(port, server)
        yield f"postgres://plenary@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _template(server: str, folder: Path) -> Iterator[Path]:
    """What tests need is made beside them; the folder in which it will be told."""
    made = folder / "made"
    address = urlsplit(server)._replace(path="/template").geturl() if server else f"sqlite:///{folder}/template.sqlite3"
    process = subprocess.Popen([sys.executable, "-m", "tests.template", address, str(made)])
    try:
        yield made
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{server.args[0]} did not start")


if __name__ == "__main__":
    sys.exit(main())
