"""The agenda, frozen: what the public reads, and the files that a web server hands out."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .edition import Edition
from .fields import LineField
from .job import Job, JobQuerySet


class AgendaReleaseQuerySet(models.QuerySet["AgendaRelease"]):
    def standing(self) -> "AgendaReleaseQuerySet":
        """Releases that nobody withdrew, of editions that anyone may know of."""
        return self.filter(withdrawn_at=None, edition__in=Edition.objects.public())

    def current(self, edition_slug: str, *related: str) -> "AgendaRelease | None":
        """The newest release of a public edition, without its content but with what is named; or None."""
        return (
            self.standing()
            .filter(edition__slug=edition_slug)
            .order_by("-version")
            .select_related(*related or [None])
            .defer("content", "changes")
            .first()
        )


class AgendaRelease(models.Model):
    """A release of an edition's agenda. Never changes; a later edit makes the next one.

    ``content`` is canonical JSON (``forums.agenda.content``) and ``digest`` its SHA-256. A release that was withdrawn
    is kept for the record and read by nobody.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="releases")
    version = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    changes = models.JSONField(default=list, blank=True, help_text="What changed since the release before.")
    note = LineField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    withdrawn_reason = LineField("why it was withdrawn", blank=True, editable=False)

    objects = AgendaReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "version"],
                name="release_version_once_per_edition",
                violation_error_message="Someone has just published this version; look at it first.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="release_is_withdrawn_with_a_reason",
                violation_error_message="Say why the release is withdrawn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, release {self.version}"


class AgendaFiles(Job):
    """Writing a release's representations as files, for a web server to hand out without Django."""

    release = models.OneToOneField(AgendaRelease, models.CASCADE, related_name="files")
    count = models.PositiveIntegerField(null=True, editable=False)
    bytes = models.PositiveBigIntegerField(null=True, editable=False)
    seconds = models.FloatField(null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "files of a release"
        ordering = ["-queued_at", "-id"]

    def __str__(self) -> str:
        return f"Files of {self.release}"
