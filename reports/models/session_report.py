"""What a session owes after it ended: takeaways, calls to action, and the full report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from forums.models import Edition, Organization, Session
from forums.models.fields import LineField, ProseField
from reports.regime import localized, refuse_names
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
    takeaways_due_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: so many hours after the session's end as its kind is allowed."
    )
    due_at = models.DateTimeField(
        "report due at", null=True, blank=True, help_text="Empty: so many days after the session's end."
    )
    takeaways_at = models.DateTimeField("takeaways handed in", null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    reminders = models.BooleanField("remind the rapporteur", default=True)
    returned = ProseField("what is to be mended", blank=True, editable=False, help_text="Said when it was sent back.")
    note = ProseField(blank=True, help_text="For the office; never printed.")

    class Meta:
        ordering = ["session"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="draft") | Q(submitted_at=None),
                name="report_draft_is_not_submitted",
                violation_error_message="A draft has not been submitted.",
            ),
            models.CheckConstraint(
                condition=Q(status="approved") | Q(approved_at=None),
                name="report_unapproved_was_not_approved",
                violation_error_message="Only an approved report was approved at some time.",
            ),
        ]

    def __str__(self) -> str:
        return f"Report: {self.session}"


class ReportEvent(models.Model):
    """One step of a report, kept: what happened, when, and who did it. Without ``by`` it came by the private link."""

    class Kind(models.TextChoices):
        ASKED = "asked", "asked for"
        OPENED = "opened", "opened"
        TAKEAWAYS = "takeaways", "takeaways handed in"
        SUBMITTED = "submitted", "submitted"
        RETURNED = "returned", "sent back"
        APPROVED = "approved", "approved"
        REOPENED = "reopened", "reopened"
        EXTENDED = "extended", "given more time"
        REMINDED = "reminded", "reminded"
        ESCALATED = "escalated", "the office was told"

    report = models.ForeignKey(SessionReport, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=9, choices=Kind)
    note = ProseField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["report", "at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Escalation(models.Model):
    """That the office was told, once, that something a session owes is late."""

    class Owed(models.TextChoices):
        TAKEAWAYS = "takeaways", "takeaways"
        REPORT = "report", "full report"

    session = models.ForeignKey(Session, models.CASCADE, related_name="escalations")
    owed = models.CharField(max_length=9, choices=Owed)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "owed"],
                name="escalation_once_per_obligation",
                violation_error_message="The office was told of that already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_owed_display().capitalize()}: {self.session}"


class Allowance(models.Model):
    """How long after a session's end its record may take, by kind of session.

    What an edition says goes before what is said for every edition; there, a kind before every kind.
    """

    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, blank=True, related_name="allowances", help_text="Empty: every edition."
    )
    kind = models.CharField(
        "kind of session", max_length=20, choices=Session.Kind, blank=True, help_text="Empty: every kind."
    )
    takeaways_hours = models.PositiveSmallIntegerField("takeaways, hours after the end", default=2)
    report_days = models.PositiveSmallIntegerField("full report, days after the end", default=14)

    class Meta:
        ordering = ["edition", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"],
                condition=Q(edition__isnull=False),
                name="allowance_once_per_kind_and_edition",
                violation_error_message="This edition has an allowance for that kind already; change that one.",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(edition=None),
                name="allowance_once_per_kind",
                violation_error_message="There is an allowance for that kind in every edition; change that one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display() or 'every kind'}, {self.edition or 'every edition'}"


class Takeaway(models.Model):
    """A key message of a session."""

    report = models.ForeignKey(SessionReport, models.CASCADE, related_name="takeaways")
    text = ProseField()
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["report", "position", "id"]

    def __str__(self) -> str:
        return self.text[:80]

    def clean(self) -> None:
        """Nobody is named where nobody may be."""
        if self.report_id is not None:
            refuse_names(self.report.session, localized(self, "text"))


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
    status_on = models.DateField("status as of", null=True, blank=True)
    reply = ProseField(blank=True)
    evidence_url = models.URLField("evidence", blank=True)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name="carried over from"
    )
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        verbose_name_plural = "calls to action"
        ordering = ["report", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["carried_from"],
                condition=models.Q(carried_from__isnull=False),
                name="call_carried_over_once",
                violation_error_message="That call was carried over already.",
            ),
            models.CheckConstraint(
                condition=models.Q(carried_from=None) | ~models.Q(carried_from=models.F("id")),
                name="call_is_not_carried_from_itself",
                violation_error_message="A call cannot be carried over from itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def clean(self) -> None:
        """Nobody is named where nobody may be; an organization may be asked for something."""
        if self.report_id is not None:
            refuse_names(self.report.session, localized(self, "text"))
            refuse_names(self.report.session, {"addressee": self.addressee}, names_alone=True)


class CommitmentStep(models.Model):
    """What became of a call on one day: kept, so that a document can tell how things stood then.

    The call itself holds what its last step says.
    """

    call = models.ForeignKey(CallToAction, models.CASCADE, related_name="steps", verbose_name="call to action")
    status = models.CharField(max_length=9, choices=CallToAction.Status)
    on = models.DateField("as of")
    reply = ProseField("what became of it", blank=True, help_text="Printed in the next document. Markdown.")
    evidence_url = models.URLField("evidence", blank=True, help_text="Where it can be seen.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    at = models.DateTimeField("recorded", db_default=Now(), editable=False)

    class Meta:
        ordering = ["call", "on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="open") | ~models.Q(reply="") | ~models.Q(evidence_url=""),
                name="step_says_what_became_of_the_call",
                violation_error_message="Say what became of it, or where that can be seen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.on}"
