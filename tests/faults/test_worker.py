"""Workers that are killed and a broker that is away: every paper is rendered all the same, and once.

An installation of its own: its processes share a database, a folder and Redis, and the tests look at the rows.
"""

import os
import shutil
import signal
import subprocess
import urllib.request
from contextlib import suppress
from hashlib import sha256

import pytest

from tests.faults.installation import kill, wait
from tests.faults.site import QUICK, REDIS_URL, SLOW, paper, renderers
from tests.services import free_port, wait_for
from tests.smtp import smtp_server

pytestmark = pytest.mark.services

needs_redis = pytest.mark.skipif(not REDIS_URL, reason="TEST_REDIS_URL is not set: python -m tests.services sets it")


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
