"""Renderings that are called off, sent twice or queued again while they are made: done once, and no process is left."""

import os
import signal
from hashlib import sha256
from pathlib import Path

import pytest

from tests.faults.installation import wait
from tests.faults.site import REDIS_URL, SLOW, paper, renderers

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(not REDIS_URL, reason="TEST_REDIS_URL is not set: python -m tests.services sets it"),
]

# What the office does with a rendering, by the names of the services; numbers and names come as arguments.
OFFICE = """
import sys
import django
django.setup()
from django.apps import apps
from forums.jobs import run_job
from reports.documents import cancel_rendering, render_again
from reports.models import Rendering
steps = {
    "cancel": cancel_rendering,
    "again": render_again,
    "send": lambda rendering: run_job.delay("reports.Rendering", rendering.pk),
}
number, *names = sys.argv[1:]
for name in names:
    steps[name](Rendering.objects.get(pk=number))
"""


def do(site, broker, number, *names):
    site.run("-c", OFFICE, str(number), *names, REDIS_URL=broker)


def test_what_is_called_off_is_ended_at_once_and_queued_again_is_done_once(site, broker):
    worker = site.work(broker, hands=2)
    number, _ = site.order(SLOW, broker)
    wait(lambda: renderers(worker))
    [busy] = renderers(worker)
    compiler = int(Path(f"/proc/{busy}/task/{busy}/children").read_text())
    # It gets no further by itself.
    os.kill(compiler, signal.SIGSTOP)
    do(site, broker, number, "cancel", "again")
    wait(lambda: not Path(f"/proc/{compiler}").exists(), seconds=5)
    row = site.wait_until(number, "done", "failed")
    # The count began anew, and the attempt that was called off did not end the new one.
    assert (row["status"], row["attempts"], row["error"]) == ("done", 1, "")
    wait(lambda: not renderers(worker))
    [file] = site.files(number)
    assert sha256(file.read_bytes()).hexdigest() == row["sha256"]

    # Both hands are given the next one, twice each.
    other, _ = site.order(paper(300), broker)
    do(site, broker, other, *["send"] * 4)
    row = site.wait_until(other, "done", "failed")
    assert (row["status"], row["attempts"], row["error"]) == ("done", 1, "")
    wait(lambda: not renderers(worker))
    [file] = site.files(other)
    assert sha256(file.read_bytes()).hexdigest() == row["sha256"]
