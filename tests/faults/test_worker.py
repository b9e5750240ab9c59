"""Workers that are killed and a broker that is away: every paper is rendered all the same, and once.

An installation of its own: its processes share a database, a folder and Redis, and the tests look at the rows.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.request
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from reports.paper.content import Meta, Paper, Paragraph, Run, Section, Words
from tests.faults.installation import WORKER, Installation, installed, kill, wait
from tests.services import free_port, wait_for
from tests.smtp import smtp_server

REDIS_URL = os.environ.get("TEST_REDIS_URL", "")

pytestmark = pytest.mark.services

needs_redis = pytest.mark.skipif(not REDIS_URL, reason="TEST_REDIS_URL is not set: python -m tests.services sets it")

# Saves a rendering as the office does, and says how long it took to hand it over.
ORDER = """
import sys, time, uuid
import django
django.setup()
from django.db import transaction
from forums.jobs import enqueue
from tests.factories import DocumentFactory, RenderingFactory
key = uuid.uuid4().hex
with transaction.atomic():
    document = DocumentFactory(key=key, edition__slug=key, edition__forum__slug=key)
    rendering = RenderingFactory(version__document=document, version__content=sys.stdin.read())
    enqueue(rendering)
    began = time.monotonic()
print(rendering.pk, time.monotonic() - began)
"""

# Invites so many persons to an edition of their own.
INVITE = """
import sys, uuid
import django
django.setup()
from speakers.invitations import invite
from tests.factories import EditionFactory, PersonFactory
key = uuid.uuid4().hex
persons = [PersonFactory(email=f"{key}-{number}@example.org") for number in range(int(sys.stdin.read()))]
edition = EditionFactory(slug=key, forum__slug=key, public=True)
for invitation in invite(persons, edition=edition, role="panelist", by=None).invitations:
    print(invitation.mails.get().pk)
"""


def paper(paragraphs: int) -> str:
    """A paper of so many paragraphs; four thousand are set in some seconds."""
    meta = Meta(
        kind="Report", title="Talks", subtitle="", theme="", forum="Talks", year="2022", dates="", place="",
        date="2022-06-01", issued="", issuers=(), symbol="", stage="draft", draft=True, running_head="Talks",
    )  # fmt: skip
    words = Words(contents="Contents", index="Index", index_note="", draft="Draft", verify="")
    blocks = tuple(Paragraph(f"one/{number}", (Run("word " * 100),)) for number in range(paragraphs))
    return Paper("en", meta, words, (Section("one", "I.", "One", blocks),)).to_json()


QUICK, SLOW = paper(1), paper(4000)


class Site(Installation):
    """An installation that renders documents."""

    def order(self, content: str, redis_url: str = "") -> tuple[int, float]:
        """Save a rendering and hand it over: its number, and the seconds that took."""
        number, seconds = self.run("-c", ORDER, given=content, REDIS_URL=redis_url).split()
        return int(number), float(seconds)

    def work(self, redis_url: str, *, beat: bool = False, hands: int = 1, **environment: str) -> subprocess.Popen:
        """A Celery worker, with the clock that sweeps up what was lost, or without."""
        schedule = ["--beat", "--schedule", str(self.folder / f"{time.monotonic_ns()}.beat")] if beat else []
        return self.start(
            "-m", "celery", "-A", "config", "worker", "--concurrency", str(hands), "--without-mingle",
            "--without-gossip", *schedule, REDIS_URL=redis_url, **environment,
        )  # fmt: skip

    def invite(self, count: int, redis_url: str) -> list[int]:
        """Invite so many persons: the numbers of their mails."""
        return [int(number) for number in self.run("-c", INVITE, given=str(count), REDIS_URL=redis_url).split()]

    def mail(self, number: int) -> dict:
        """The mail as any process sees it."""
        return self._read("speakers_mail", number, "status", "attempts", "error")

    def row(self, number: int) -> dict:
        """The rendering as any process sees it."""
        return self._read("reports_rendering", number, "status", "attempts", "error", "file", "sha256")

    def _read(self, table: str, number: int, *columns: str) -> dict:
        query = f"SELECT {', '.join(columns)} FROM {table} WHERE id = {number}"
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(urlsplit(self.database).path, timeout=20)) as connection:
                found = connection.execute(query).fetchone()
        else:
            with psycopg.connect(self.database, autocommit=True) as connection:
                found = connection.execute(query).fetchone()
        return dict(zip(columns, found, strict=True))

    def wait_until(self, number: int, *statuses: str) -> dict:
        wait(lambda: self.row(number)["status"] in statuses)
        return self.row(number)

    def files(self, number: int) -> list[Path]:
        """Every file that a rendering has left, its own first."""
        name = self.row(number)["file"]
        assert name
        own = self.folder / "documents" / name
        return [own, *(path for path in own.parent.iterdir() if path != own)]


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def renderers(worker: subprocess.Popen) -> list[int]:
    """The processes of a worker that have a compiler at work."""
    found = []
    for entry in Path("/proc").iterdir():
        # Processes end while they are looked at.
        with suppress(FileNotFoundError, ProcessLookupError):
            if entry.name.isdigit() and b"reports.renderers.typst_process" in (entry / "cmdline").read_bytes():
                child = parent(int(entry.name))
                if parent(child) == worker.pid:
                    found.append(child)
    return found


@pytest.fixture(scope="module")
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


@needs_redis
def test_a_worker_renders_what_was_committed(site, broker):
    site.work(broker)
    number, _ = site.order(QUICK, broker)
    row = site.wait_until(number, "done", "failed")
    # Nothing sweeps here: the broker brought it.
    assert (row["status"], row["attempts"], row["error"]) == ("done", 1, "")
    [file] = site.files(number)
    assert sha256(file.read_bytes()).hexdigest() == row["sha256"]


@needs_redis
def test_a_worker_killed_while_rendering_is_replaced_by_the_next(site, broker):
    worker = site.work(broker)
    number, _ = site.order(SLOW, broker)
    site.wait_until(number, "running")
    wait(lambda: renderers(worker))
    kill(worker)
    assert (site.row(number)["status"], site.row(number)["attempts"]) == ("running", 1)

    # The message died with the worker; the row waits until its lease is over.
    site.work(broker, beat=True)
    row = site.wait_until(number, "done", "failed")
    assert (row["status"], row["attempts"], row["error"]) == ("done", 2, "")
    [file] = site.files(number)
    assert sha256(file.read_bytes()).hexdigest() == row["sha256"]


@needs_redis
def test_a_worker_that_is_told_to_stop_ends_its_job_first(site, broker):
    worker = site.work(broker)
    number, _ = site.order(SLOW, broker)
    site.wait_until(number, "running")
    worker.terminate()
    assert worker.wait(timeout=40) == 0
    row = site.row(number)
    assert (row["status"], row["attempts"], row["error"]) == ("done", 1, "")


@needs_redis
def test_a_job_longer_than_its_lease_is_not_taken_from_its_worker(site, broker):
    site.work(broker, beat=True, hands=2, JOB_LEASE_SECONDS="2")
    number, _ = site.order(paper(6000), broker)
    row = site.wait_until(number, "done", "failed")
    assert (row["status"], row["attempts"]) == ("done", 1)


@needs_redis
def test_a_job_that_kills_its_worker_is_given_up(site, broker):
    # A hand for each attempt: Celery may take five seconds to grow one again.
    worker = site.work(broker, beat=True, hands=4, JOB_LEASE_SECONDS="1")
    poison, _ = site.order(SLOW, broker)

    def is_over() -> bool:
        for process in renderers(worker):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        return site.row(poison)["status"] in {"done", "failed"}

    wait(is_over)
    row = site.row(poison)
    assert (row["status"], row["attempts"], row["file"]) == ("failed", 3, "")
    assert row["error"] == "Stopped 3 times without an answer; the worker was killed or ran out of memory."

    # It took nothing else with it.
    number, _ = site.order(QUICK, broker)
    assert site.wait_until(number, "done", "failed")["status"] == "done"


@needs_redis
def test_mails_reach_their_server_once_each(site, broker):
    with smtp_server() as server:
        site.work(broker, beat=True, hands=2, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        mails = site.invite(20, broker)
        wait(lambda: all(site.mail(number)["status"] == "done" for number in mails))
    assert len(server.recipients) == len({recipient for (recipient,) in server.recipients}) == 20


@needs_redis
def test_a_mail_that_a_killed_worker_may_have_sent_is_left_to_a_person(site, broker):
    with smtp_server() as server:
        server.pauses["DATA"] = 1
        mail_server = f"smtp://127.0.0.1:{server.port}"
        worker = site.work(broker, beat=True, EMAIL_URL=mail_server)
        [number] = site.invite(1, broker)
        wait(lambda: "DATA" in server.reached)
        kill(worker)
        site.work(broker, beat=True, EMAIL_URL=mail_server)
        wait(lambda: site.mail(number)["status"] != "running")
    row = site.mail(number)
    assert (row["status"], row["attempts"], server.reached.count("DATA")) == ("failed", 1, 1)
    assert row["error"].startswith("This mail may have been sent")


@pytest.fixture
def lost_broker(tmp_path):
    """A Redis of its own: where it will be, and a function that starts it."""
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    started = []

    def start():
        arguments = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        started.append(subprocess.Popen(arguments, stdout=subprocess.DEVNULL))
        wait_for(port, started[-1])
        return started[-1]

    yield f"redis://127.0.0.1:{port}/0", start
    for process in started:
        process.kill()
        process.wait()


@needs_redis
def test_a_broker_that_is_away_loses_nothing_and_holds_nobody_up(site, lost_broker):
    url, start = lost_broker
    number, seconds = site.order(QUICK, url)
    assert seconds < 3
    assert (site.row(number)["status"], site.row(number)["attempts"]) == ("queued", 0)

    start()
    site.work(url, beat=True)
    row = site.wait_until(number, "done", "failed")
    assert (row["status"], row["attempts"]) == ("done", 1)


@needs_redis
def test_a_broker_that_hangs_loses_nothing_and_holds_nobody_up(site, lost_broker):
    url, start = lost_broker
    process = start()
    process.send_signal(signal.SIGSTOP)
    number, seconds = site.order(QUICK, url)
    assert seconds < 7
    assert (site.row(number)["status"], site.row(number)["attempts"]) == ("queued", 0)

    process.send_signal(signal.SIGCONT)
    site.work(url, beat=True)
    row = site.wait_until(number, "done", "failed")
    assert (row["status"], row["attempts"]) == ("done", 1)


def test_an_installation_without_a_broker_serves_and_renders(site):
    port = free_port()
    server = site.start("manage.py", "serve", "--bind", f"127.0.0.1:{port}")
    number, _ = site.order(QUICK)

    def home():
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/") as response:
            return response.status, response.read()
        return None

    wait(home)
    status, body = home()
    assert (status, b"Plenary" in body) == (200, True)
    row = site.wait_until(number, "done", "failed")
    assert (row["status"], row["attempts"], row["error"]) == ("done", 1, "")
    [file] = site.files(number)
    assert sha256(file.read_bytes()).hexdigest() == row["sha256"]

    server.terminate()
    assert server.wait(timeout=40) == 0
