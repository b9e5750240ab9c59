"""What a session owes after it ended: takeaways, calls to action, and the full report."""

from django.conf import settings
from django.db import models

from forums.models import Organization, Session
from forums.models.fields import LineField, ProseField
from speakers.models import Person


class SessionReport(models.Model):
    """The record of one session, written by its rapporteur and approved by the office."""

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "submitted"
        APPROVED = "approved", "approved"

    session = models.OneToOneField(Session, models.PROTECT, related_name="report")
    rapporteur = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="reports")
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    takeaways_due_at = models.DateTimeField(null=True, blank=True, help_text="Two hours after the session's end.")
    due_at = models.DateTimeField("report due at", null=True, blank=True, help_text="14 days after the end.")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    note = ProseField(blank=True, help_text="For the office; never printed.")

    class Meta:
        ordering = ["session"]

    def __str__(self) -> str:
        return f"Report: {self.session}"


class Takeaway(models.Model):
    """A key message of a session."""

    report = models.ForeignKey(SessionReport, models.CASCADE, related_name="takeaways")
    text = ProseField()
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["report", "position", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class CallToAction(models.Model):
    """Something that a session asks of someone, followed from edition to edition."""

    class Status(models.TextChoices):
        OPEN = "open", "open"
        ANSWERED = "answered", "answered"
        UNDER_WAY = "under-way", "under way"
        DONE = "done", "done"
        DROPPED = "dropped", "dropped"

    report = models.ForeignKey(SessionReport, models.CASCADE, related_name="calls_to_action")
    text = ProseField()
    addressee = LineField(help_text="Who is asked.")
    addressee_organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="calls_to_action"
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.OPEN)
    reply = ProseField(blank=True)
    evidence_url = models.URLField("evidence", blank=True)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name="carried over from"
    )
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        verbose_name_plural = "calls to action"
        ordering = ["report", "position", "id"]

    def __str__(self) -> str:
        return self.text[:80]
