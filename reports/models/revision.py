"""What stood in a part of a report before it was written over or taken out: nothing that was saved is lost."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from forums.models.fields import LineField

from .session_report import SessionReport


class PartRevision(models.Model):
    """A part of a report as it was until somebody changed it. Without ``by`` that came by the private link.

    While one person types, what stood before they began is kept once, not every pause. ``values`` are the row's
    fields, enough to put it back.
    """

    class Act(models.TextChoices):
        ADDED = "added", "added"
        CHANGED = "changed", "changed"
        REMOVED = "removed", "taken out"
        RESTORED = "restored", "taken out, and put back"

    report = models.ForeignKey(SessionReport, models.CASCADE, related_name="revisions")
    part = models.CharField(max_length=40, editable=False)
    title = LineField(editable=False)
    act = models.CharField("what was done to it", max_length=8, choices=Act)
    values = models.JSONField("as it was", default=dict, editable=False)
    mark = models.CharField(max_length=32, blank=True, editable=False, help_text="So that nothing is added twice.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    channel = LineField("by way of", max_length=60, blank=True, editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "mark"],
                condition=~Q(mark=""),
                name="part_added_once",
                violation_error_message="This part was added already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.get_act_display()}"
