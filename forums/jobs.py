"""Carrying out jobs: the rows are the queue, this is what works it off.

With ``REDIS_URL`` set, Celery brings a row's id to a worker at once and beat sweeps up what was lost on the way.
Without it, one thread beside the web process (`LocalWorker`) looks at the same rows and calls the same functions.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from celery import shared_task
from django.apps import apps
from django.conf import settings
from django.db import close_old_connections, connection, transaction

from forums.exceptions import DomainError
from forums.models.job import Job

log = logging.getLogger(__name__)

Runner = Callable[[Any], None]
_runners: dict[type[Job], Runner] = {}
_rounds: list[Callable[[], object]] = []
_wake = threading.Event()


def carries_out(model: type[Job]) -> Callable[[Runner], Runner]:
    """Name the function that carries out jobs of this kind; it is called with the claimed row.

    The function finishes the row itself. An error it raises fails the row: the message of a DomainError as it is.
    """

    def register(function: Runner) -> Runner:
        _runners[model] = function
        return function

    return register


def on_rounds(function: Callable[[], object]) -> None:
    """Have the function called every few minutes. It finds out itself what is due, and is harmless to repeat."""
    _rounds.append(function)


def enqueue(job: Job) -> None:
    """Have a queued row carried out once the running transaction is committed."""
    label, pk = job._meta.label, job.pk

    # Not a partial: where it fails, Django logs it by its name, and a partial has none.
    def send() -> None:
        if settings.REDIS_URL:
            run_job.delay(label, pk)
        else:
            _wake.set()

    # A broker that is down must not undo what was saved: the sweep finds the row.
    transaction.on_commit(send, robust=True)


def wake_workers() -> None:
    """Have whatever waits looked at once the running transaction is committed: for many rows at a time."""

    def send() -> None:
        if settings.REDIS_URL:
            sweep_jobs.delay()
        else:
            _wake.set()

    transaction.on_commit(send, robust=True)


@shared_task(name="forums.run_job")
def run_job(label: str, pk: int) -> None:
    """Carry out one row, unless someone else has it."""
    run(apps.get_model(label), pk)


@shared_task(name="forums.sweep_jobs")
def sweep_jobs() -> None:
    """Send the ids of rows that wait although they were sent: the broker or a worker died. Harmless to repeat."""
    for model in _runners:
        for pk in model.objects.waiting().values_list("pk", flat=True)[:100]:
            run_job.delay(model._meta.label, pk)


@shared_task(name="forums.go_rounds")
def go_rounds() -> None:
    """Call everything that is looked after by the clock; one that fails does not keep the others from it."""
    for function in _rounds:
        try:
            function()
        except Exception:
            log.exception("%s failed on its round; the next one tries again", function.__name__)


def run(model: type[Job], pk: int) -> bool:
    """Claim the row and carry it out; False if there was nothing to claim."""
    job = model.objects.claim(pk)
    if job is None:
        return False
    with _Heartbeat(job):
        try:
            _runners[model](job)
        except DomainError as error:
            job.fail(str(error))
        except Exception as error:
            log.exception("%s %s failed", model._meta.label, pk)
            job.fail(f"Unexpected error, see the log: {type(error).__name__}: {error}")
    return True


def work_off() -> int:
    """Carry out everything that waits, here and now; returns how many rows."""
    done = 0
    for model in _runners:
        for pk in list(model.objects.waiting().values_list("pk", flat=True)):
            done += run(model, pk)
    return done


class _Heartbeat:
    """Renews the lease of a running job, so that only a dead worker's lease lapses."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.beat, daemon=True)

    def beat(self) -> None:
        try:
            while not self.stop.wait(settings.JOB_LEASE_SECONDS / 3):
                if not self.job.renew_lease():
                    return
        except Exception:
            log.exception("The lease of %s %s could not be renewed", self.job._meta.label, self.job.pk)
        finally:
            connection.close()

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *exc_info: object) -> None:
        self.stop.set()
        self.thread.join()


class LocalWorker(threading.Thread):
    """The worker of an installation without a broker."""

    def __init__(self) -> None:
        super().__init__(name="plenary-worker", daemon=True)
        self.stopped = threading.Event()

    def run(self) -> None:
        next_round = time.monotonic()
        while not self.stopped.is_set():
            close_old_connections()
            _wake.clear()
            if time.monotonic() >= next_round:
                go_rounds()
                next_round = time.monotonic() + settings.ROUND_SECONDS
            try:
                idle = not work_off()
            except Exception:
                log.exception("The worker could not read its queue; it will try again")
                idle = True
            if idle:
                _wake.wait(timeout=1)
        connection.close()

    def stop(self) -> None:
        """Let the job at hand finish, then end the thread."""
        self.stopped.set()
        _wake.set()
        self.join()
