"""Background work: one worker a row, whatever dies on the way, and reasons that staff can read."""

import threading
import time
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.utils import timezone
from kombu import Connection
from kombu.pools import producers

from config.celery import app as celery
from forums import jobs
from forums.exceptions import DomainError
from forums.models.job import Job
from reports.models import Rendering
from tests.concurrency import at_once, only_postgres
from tests.factories import RenderingFactory

Status = Rendering.Status
LABEL = "reports.Rendering"
KILLED = "Stopped 3 times without an answer; the worker was killed or ran out of memory."

pytestmark = pytest.mark.django_db


@pytest.fixture
def carry_out(monkeypatch):
    """Say how renderings are carried out in this test."""
    monkeypatch.setattr(jobs, "_runners", {})
    return jobs.carries_out(Rendering)


@pytest.fixture
def sent(settings):
    """What has been sent to the workers through the broker since it was last asked: the arguments of each task."""
    settings.REDIS_URL = "redis://broker.example.org"  # Celery's own broker in tests is its memory.

    def messages():
        with celery.connection_for_read() as broker, broker.SimpleQueue("celery") as queue:
            found = [queue.get(block=False) for _ in range(queue.qsize())]
            for message in found:
                message.ack()
        return [message.payload[0] for message in found]

    messages()
    return messages


def lapse(rendering):
    """As if the worker had been dead for a while."""
    Rendering.objects.filter(pk=rendering.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def finish(rendering):
    rendering.finish(file="paper.pdf")


def test_every_kind_of_job_is_carried_out_by_someone():
    assert set(jobs._runners) == {model for model in apps.get_models() if issubclass(model, Job)}


# Claiming a row


def test_a_claimed_row_runs_on_a_lease(settings):
    settings.JOB_LEASE_SECONDS = 40
    rendering = RenderingFactory(error="from before")
    before = timezone.now()
    claimed = Rendering.objects.claim(rendering.pk)
    assert claimed == rendering
    assert (claimed.status, claimed.attempts, claimed.error) == (Status.RUNNING, 1, "")
    assert before <= claimed.started_at <= timezone.now()
    assert claimed.leased_until - claimed.started_at == timedelta(seconds=40)
    assert claimed.finished_at is None


def test_a_row_is_claimed_once():
    rendering = RenderingFactory()
    assert Rendering.objects.claim(rendering.pk) == rendering
    assert Rendering.objects.claim(rendering.pk) is None
    rendering.refresh_from_db()
    assert rendering.attempts == 1


@pytest.mark.parametrize("status", [Status.DONE, Status.FAILED, Status.CANCELLED])
def test_what_is_over_is_not_claimed(status):
    rendering = RenderingFactory(status=status, file="paper.pdf")
    lapse(rendering)
    assert Rendering.objects.claim(rendering.pk) is None
    rendering.refresh_from_db()
    assert (rendering.status, rendering.attempts) == (status, 0)


def test_what_is_not_there_is_not_claimed():
    assert Rendering.objects.claim(0) is None


def test_a_lapsed_lease_is_claimed_anew():
    rendering = RenderingFactory()
    Rendering.objects.claim(rendering.pk)
    lapse(rendering)
    claimed = Rendering.objects.claim(rendering.pk)
    assert (claimed.status, claimed.attempts) == (Status.RUNNING, 2)
    assert claimed.leased_until > timezone.now()


def test_three_lapsed_attempts_are_a_failure():
    rendering = RenderingFactory()
    for attempt in (1, 2, 3):
        assert Rendering.objects.claim(rendering.pk).attempts == attempt
        lapse(rendering)
    assert Rendering.objects.claim(rendering.pk) is None
    rendering.refresh_from_db()
    assert (rendering.status, rendering.attempts, rendering.error) == (Status.FAILED, 3, KILLED)
    assert rendering.finished_at is not None
    assert not Rendering.objects.waiting().exists()


def test_a_third_attempt_that_is_alive_is_left_alone():
    rendering = RenderingFactory(attempts=2)
    claimed = Rendering.objects.claim(rendering.pk)
    assert Rendering.objects.claim(rendering.pk) is None
    assert claimed.finish(file="paper.pdf")


def test_rows_wait_in_the_order_they_were_queued():
    later, running, lapsed, first = RenderingFactory.create_batch(4)
    Rendering.objects.filter(pk=first.pk).update(queued_at=timezone.now() - timedelta(hours=1))
    for rendering in (running, lapsed):
        Rendering.objects.claim(rendering.pk)
    lapse(lapsed)
    RenderingFactory(done=True)
    RenderingFactory(failed=True)
    RenderingFactory(status=Status.CANCELLED)
    assert list(Rendering.objects.waiting()) == [first, later, lapsed]


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_of_twelve_who_claim_at_once_one_gets_the_row():
    rendering = RenderingFactory()
    ended = at_once(lambda _: Rendering.objects.claim(rendering.pk))
    assert [it for it in ended if it is not None] == [rendering]
    lapse(rendering)
    ended = at_once(lambda _: Rendering.objects.claim(rendering.pk))
    assert [it.attempts for it in ended if it is not None] == [2]


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_carry_out_each_row_once(carry_out):
    carried_out = []

    @carry_out
    def note_and_finish(rendering):
        carried_out.append(rendering.pk)
        finish(rendering)

    renderings = RenderingFactory.create_batch(8)
    done = at_once(lambda _: jobs.work_off(), times=4)
    assert sum(done) == 8
    assert sorted(carried_out) == [rendering.pk for rendering in renderings]
    assert set(Rendering.objects.values_list("status", "attempts")) == {(Status.DONE, 1)}


# The fence around an attempt


def test_an_attempt_that_lost_its_row_changes_nothing():
    rendering = RenderingFactory()
    zombie = Rendering.objects.claim(rendering.pk)
    lapse(rendering)
    successor = Rendering.objects.claim(rendering.pk)
    before = Rendering.objects.values().get()
    assert zombie.renew_lease() is False
    assert zombie.finish(file="zombie.pdf", pages=13) is False
    assert zombie.fail("I was asleep.") is False
    assert Rendering.objects.values().get() == before

    assert successor.renew_lease() is True
    assert successor.finish(file="paper.pdf", pages=2) is True
    assert zombie.finish(file="zombie.pdf", pages=13) is False
    rendering.refresh_from_db()
    assert (rendering.status, rendering.file.name, rendering.pages) == (Status.DONE, "paper.pdf", 2)
    assert (rendering.leased_until, rendering.error) == (None, "")
    assert rendering.finished_at >= rendering.started_at


def test_an_attempt_ends_once():
    rendering = Rendering.objects.claim(RenderingFactory().pk)
    assert rendering.fail("No font.") is True
    assert rendering.finish(file="paper.pdf") is False
    rendering.refresh_from_db()
    assert (rendering.status, rendering.error, rendering.leased_until) == (Status.FAILED, "No font.", None)
    assert rendering.finished_at >= rendering.started_at


def test_a_lease_is_renewed_from_now(settings):
    rendering = Rendering.objects.claim(RenderingFactory().pk)
    settings.JOB_LEASE_SECONDS = 3600
    assert rendering.renew_lease() is True
    before = rendering.leased_until
    rendering.refresh_from_db()
    assert rendering.leased_until - before > timedelta(minutes=58)


# Carrying out


def test_a_row_is_carried_out_as_its_kind_says(carry_out):
    carry_out(finish)
    rendering = RenderingFactory()
    assert jobs.run(Rendering, rendering.pk) is True
    rendering.refresh_from_db()
    assert (rendering.status, rendering.attempts, rendering.file.name) == (Status.DONE, 1, "paper.pdf")


def test_what_cannot_be_claimed_is_not_carried_out(carry_out):
    carry_out(lambda rendering: pytest.fail("carried out"))
    rendering = RenderingFactory(done=True)
    assert jobs.run(Rendering, rendering.pk) is False


def test_a_broken_rule_is_the_reason_as_it_is(carry_out, caplog):
    @carry_out
    def refuse(rendering):
        raise DomainError("Ask the chair first.")

    rendering = RenderingFactory()
    assert jobs.run(Rendering, rendering.pk) is True
    rendering.refresh_from_db()
    assert (rendering.status, rendering.error) == (Status.FAILED, "Ask the chair first.")
    assert caplog.records == []


def test_an_unexpected_error_fails_the_row_and_is_logged(carry_out, caplog):
    @carry_out
    def stumble(rendering):
        raise ZeroDivisionError("no pages")

    rendering = RenderingFactory()
    assert jobs.run(Rendering, rendering.pk) is True
    rendering.refresh_from_db()
    assert rendering.status == Status.FAILED
    assert rendering.error == "Unexpected error, see the log: ZeroDivisionError: no pages"
    [record] = caplog.records
    assert (record.levelname, record.getMessage()) == ("ERROR", f"{LABEL} {rendering.pk} failed")
    assert record.exc_info[0] is ZeroDivisionError


@pytest.mark.parametrize("error", [None, DomainError("Late."), ValueError("late")], ids=["done", "rule", "error"])
def test_a_worker_that_was_overtaken_stores_nothing(carry_out, error):
    @carry_out
    def fall_asleep(rendering):
        lapse(rendering)
        finish(Rendering.objects.claim(rendering.pk))
        if error:
            raise error
        rendering.finish(file="zombie.pdf")

    rendering = RenderingFactory()
    assert jobs.run(Rendering, rendering.pk) is True
    rendering.refresh_from_db()
    assert (rendering.status, rendering.file.name, rendering.error) == (Status.DONE, "paper.pdf", "")


def test_everything_that_waits_is_worked_off(carry_out):
    carried_out = []

    @carry_out
    def stumble_once(rendering):
        carried_out.append(rendering.pk)
        if len(carried_out) == 1:
            raise ValueError("the first one")
        finish(rendering)

    renderings = RenderingFactory.create_batch(3)
    RenderingFactory(done=True)
    assert jobs.work_off() == 3
    assert carried_out == [rendering.pk for rendering in renderings]
    assert jobs.work_off() == 0


def test_the_command_works_off_and_says_so(carry_out):
    def said():
        output = StringIO()
        call_command("work", stdout=output)
        return output.getvalue()

    carry_out(finish)
    RenderingFactory.create_batch(2)
    assert said() == "2 done.\n"
    assert said() == "Nothing was waiting.\n"


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_the_lease_of_a_long_job_is_renewed_while_it_runs(carry_out, settings):
    settings.JOB_LEASE_SECONDS = 0.3
    leases = set()

    @carry_out
    def take_long(rendering):
        deadline = time.monotonic() + 10
        while len(leases) < 3 and time.monotonic() < deadline:
            leases.add(Rendering.objects.values_list("leased_until", flat=True).get())
            time.sleep(0.01)
        finish(rendering)

    rendering = RenderingFactory()
    threads = set(threading.enumerate())
    jobs.run(Rendering, rendering.pk)
    rendering.refresh_from_db()
    assert (len(leases), rendering.status, rendering.attempts) == (3, Status.DONE, 1)
    assert set(threading.enumerate()) <= threads


# Starting again


@pytest.mark.parametrize("status", [Status.DONE, Status.FAILED, Status.CANCELLED])
def test_what_is_over_starts_again_from_the_beginning(status):
    an_hour_ago = timezone.now() - timedelta(hours=1)
    over = {"started_at": an_hour_ago, "finished_at": an_hour_ago, "queued_at": an_hour_ago, "attempts": 3}
    rendering = RenderingFactory(status=status, file="paper.pdf", error="No font.", leased_until=an_hour_ago, **over)
    assert rendering.requeue() is True
    rendering.refresh_from_db()
    assert (rendering.status, rendering.attempts, rendering.error) == (Status.QUEUED, 0, "")
    assert (rendering.leased_until, rendering.started_at, rendering.finished_at) == (None, None, None)
    assert rendering.queued_at > an_hour_ago
    assert Rendering.objects.claim(rendering.pk).attempts == 1


@pytest.mark.parametrize("running", [False, True], ids=["queued", "running"])
def test_what_is_not_over_does_not_start_again(running):
    rendering = RenderingFactory()
    if running:
        Rendering.objects.claim(rendering.pk)
    before = Rendering.objects.values().get()
    assert rendering.requeue() is False
    assert Rendering.objects.values().get() == before


# Sending ids to workers


def test_a_row_is_sent_once_it_is_committed(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        rendering = RenderingFactory()
        jobs.enqueue(rendering)
        assert sent() == []
    assert sent() == [[LABEL, rendering.pk]]


def test_what_was_rolled_back_is_not_sent(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), suppress(DomainError), transaction.atomic():
        jobs.enqueue(RenderingFactory())
        raise DomainError("Not today.")
    assert sent() == []
    assert not Rendering.objects.exists()


def test_without_a_broker_nothing_is_sent(sent, settings, django_capture_on_commit_callbacks):
    settings.REDIS_URL = ""
    with django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue(RenderingFactory())
    assert sent() == []


def test_a_broker_that_is_down_does_not_undo_what_was_saved(
    settings, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    settings.REDIS_URL = "redis://127.0.0.1:9/0"  # Nobody listens on the port of "discard".
    monkeypatch.setattr(celery.amqp, "_producer_pool", producers[Connection(settings.REDIS_URL)])
    with django_capture_on_commit_callbacks(execute=True):
        rendering = RenderingFactory()
        jobs.enqueue(rendering)
    assert list(Rendering.objects.waiting()) == [rendering]
    assert "Connection refused" in caplog.text


def test_the_sweep_sends_what_was_lost_on_the_way(sent):
    queued, running, lapsed = RenderingFactory.create_batch(3)
    for rendering in (running, lapsed):
        Rendering.objects.claim(rendering.pk)
    lapse(lapsed)
    RenderingFactory(done=True)
    jobs.sweep_jobs()
    assert sent() == [[LABEL, queued.pk], [LABEL, lapsed.pk]]


def test_a_row_that_is_sent_twice_is_carried_out_once(sent, carry_out):
    carry_out(finish)
    rendering = RenderingFactory()
    jobs.sweep_jobs()
    jobs.sweep_jobs()
    messages = sent()
    assert messages == [[LABEL, rendering.pk]] * 2
    for arguments in messages:
        jobs.run_job(*arguments)
    rendering.refresh_from_db()
    assert (rendering.status, rendering.attempts) == (Status.DONE, 1)
    jobs.sweep_jobs()
    assert sent() == []


# The worker beside the web process


@pytest.fixture
def worker():
    worker = jobs.LocalWorker()
    yield worker
    if worker.is_alive():
        worker.stop()


@pytest.mark.django_db(transaction=True)
def test_the_local_worker_works_off_a_queued_row(worker, carry_out):
    finished = threading.Event()

    @carry_out
    def finish_and_tell(rendering):
        finish(rendering)
        finished.set()

    rendering = RenderingFactory()
    worker.start()
    assert finished.wait(10)
    worker.stop()
    assert not worker.is_alive()
    rendering.refresh_from_db()
    assert (rendering.status, rendering.attempts) == (Status.DONE, 1)


@pytest.mark.django_db(transaction=True)
def test_the_local_worker_lets_the_job_at_hand_finish(worker, carry_out):
    begun, go_on = threading.Event(), threading.Event()

    @carry_out
    def finish_when_told(rendering):
        begun.set()
        assert go_on.wait(10)
        finish(rendering)

    rendering = RenderingFactory()
    worker.start()
    assert begun.wait(10)
    stopping = threading.Thread(target=worker.stop)
    stopping.start()
    assert worker.stopped.wait(10)
    go_on.set()
    stopping.join(10)
    assert not worker.is_alive()
    rendering.refresh_from_db()
    assert rendering.status == Status.DONE


@pytest.mark.django_db(transaction=True)
def test_the_local_worker_outlives_a_database_that_does_not_answer(worker, carry_out, monkeypatch, caplog):
    failed, finished = threading.Event(), threading.Event()

    class Unreachable:
        """Stands for the table of a database that has gone away."""

        class objects:  # noqa: N801 - as Django names it
            @staticmethod
            def waiting():
                failed.set()
                raise OperationalError("the server closed the connection")

    def finish_and_tell(rendering):
        finish(rendering)
        finished.set()

    rendering = RenderingFactory()
    monkeypatch.setattr(jobs, "_runners", {Unreachable: finish_and_tell})
    worker.start()
    assert failed.wait(10)
    monkeypatch.setattr(jobs, "_runners", {Rendering: finish_and_tell})
    assert finished.wait(10)
    worker.stop()
    rendering.refresh_from_db()
    assert rendering.status == Status.DONE
    messages = {record.getMessage() for record in caplog.records}
    assert messages == {"The worker could not read its queue; it will try again"}


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_the_local_worker_is_woken_by_a_commit(worker, carry_out, monkeypatch):
    finished, idle = threading.Event(), threading.Event()

    class Patient(threading.Event):
        """Waits to be set, however short the wait was meant to be."""

        def wait(self, timeout=None):
            idle.set()
            return super().wait(30)

    @carry_out
    def finish_and_tell(rendering):
        finish(rendering)
        finished.set()

    monkeypatch.setattr(jobs, "_wake", Patient())
    worker.start()
    assert idle.wait(10)
    with transaction.atomic():
        rendering = RenderingFactory()
        jobs.enqueue(rendering)
    assert finished.wait(10)
    worker.stop()
    rendering.refresh_from_db()
    assert rendering.status == Status.DONE


def test_a_round_that_fails_keeps_no_other_from_its_own(monkeypatch, caplog):
    called = []

    def fail():
        raise RuntimeError("broken")

    monkeypatch.setattr(jobs, "_rounds", [fail, lambda: called.append("after")])
    jobs.go_rounds()
    assert called == ["after"]
    assert "fail failed on its round" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_local_worker_goes_its_rounds_again_and_again(worker, monkeypatch, settings):
    settings.ROUND_SECONDS = 0
    called = threading.Semaphore(0)
    monkeypatch.setattr(jobs, "_rounds", [called.release])
    worker.start()
    assert called.acquire(timeout=10)
    assert called.acquire(timeout=10)
