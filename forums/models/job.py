"""Background work as a row that owns its state.

The row is the queue of record. A broker, where there is one, only carries row ids to workers sooner; losing it loses
nothing. Whoever changes the row first owns the attempt, and only that attempt may finish it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone


class JobQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """What a worker may take now: queued, or running with a lease that nobody renewed."""
        return self.filter(
            Q(status=Job.Status.QUEUED) | Q(status=Job.Status.RUNNING, leased_until__lt=timezone.now())
        ).order_by("queued_at", "id")

    def claim(self, pk: int) -> Any | None:
        """Take the job for one attempt and return it, or None if someone else has it or it is over.

        A job that used up its attempts is failed instead: work that kills its worker must not kill every worker.
        """
        most = self.model.MAX_ATTEMPTS
        self.waiting().filter(pk=pk, attempts__gte=most).update(
            status=Job.Status.FAILED,
            error=f"Stopped {most} times without an answer; the worker was killed or ran out of memory.",
            finished_at=timezone.now(),
        )
        now = timezone.now()
        taken = self.waiting().filter(pk=pk).order_by()
        if not taken.update(
            status=Job.Status.RUNNING,
            attempts=F("attempts") + 1,
            started_at=now,
            leased_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
            error="",
        ):
            return None
        return self.get(pk=pk)


class Job(models.Model):
    """Queued work: abstract; a subclass adds what is to be done and what came of it."""

    class Status(models.TextChoices):
        QUEUED = "queued", "queued"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"

    # How often it is taken up before it is given up.
    MAX_ATTEMPTS = 3

    status = models.CharField(
        max_length=9, choices=Status, default=Status.QUEUED, db_default=Status.QUEUED, editable=False
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    error = models.TextField(blank=True, editable=False)
    queued_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    def _attempt(self) -> models.QuerySet[Any]:
        """This attempt's own row: empty once another attempt, a cancel or a failure took it over.

        The count alone does not tell: it begins anew when the job is queued again, and an attempt that was called off
        may still be at work then.
        """
        return type(self)._default_manager.filter(
            pk=self.pk, status=Job.Status.RUNNING, attempts=self.attempts, started_at=self.started_at
        )

    def is_held(self) -> bool:
        """Whether the job is still this attempt's: long work asks now and then, and stops when it is not."""
        return self._attempt().exists()

    def renew_lease(self) -> bool:
        """Say that this attempt is alive; False if it has lost the job."""
        until = timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        return bool(self._attempt().update(leased_until=until))

    def finish(self, **results: Any) -> bool:
        """Record the results of this attempt; False, and nothing stored, if it has lost the job."""
        return bool(
            self._attempt().update(
                status=Job.Status.DONE, leased_until=None, error="", finished_at=timezone.now(), **results
            )
        )

    def fail(self, reason: str) -> bool:
        """Record why this attempt failed; False if it has lost the job."""
        return bool(
            self._attempt().update(
                status=Job.Status.FAILED, leased_until=None, error=reason, finished_at=timezone.now()
            )
        )

    def call_off(self) -> bool:
        """Take the job back, whether it waits or is being carried out; False once it is over.

        An attempt that is under way learns of it with its next sign of life, and can record nothing any more.
        """
        under_way = [Job.Status.QUEUED, Job.Status.RUNNING]
        return bool(
            type(self)
            ._default_manager.filter(pk=self.pk, status__in=under_way)
            .update(status=Job.Status.CANCELLED, leased_until=None, finished_at=timezone.now())
        )

    def requeue(self) -> bool:
        """Start again from the beginning, whatever happened before; False while it is running."""
        over = [Job.Status.FAILED, Job.Status.CANCELLED, Job.Status.DONE]
        return bool(
            type(self)
            ._default_manager.filter(pk=self.pk, status__in=over)
            .update(
                status=Job.Status.QUEUED,
                attempts=0,
                error="",
                leased_until=None,
                started_at=None,
                finished_at=None,
                queued_at=timezone.now(),
            )
        )
