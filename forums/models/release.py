"""The agenda, frozen: what the public reads."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from .edition import Edition
from .fields import LineField


class AgendaReleaseQuerySet(models.QuerySet["AgendaRelease"]):
    def current(self, edition_slug: str, *related: str) -> "AgendaRelease | None":
        """The newest release of a public edition, without its content but with what is named; or None."""
        return (
            self.filter(edition__slug=edition_slug, edition__in=Edition.objects.public())
            .order_by("-version")
            .select_related(*related or [None])
            .defer("content", "changes")
            .first()
        )


class AgendaRelease(models.Model):
    """A release of an edition's agenda. Never changes; a later edit makes the next one.

    ``content`` is canonical JSON (``forums.agenda.content``) and ``digest`` its SHA-256.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="releases")
    version = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    changes = models.JSONField(default=list, blank=True, help_text="What changed since the release before.")
    note = LineField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = AgendaReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "version"],
                name="release_version_once_per_edition",
                violation_error_message="Someone has just published this version; look at it first.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}, release {self.version}"

    @property
    def tree(self) -> dict[str, Any]:
        """The content as data."""
        return json.loads(self.content)
