"""Review: outsiders comment on a version, and every comment gets its answer."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from forums.models import Edition, Organization
from forums.models.fields import LineField, ProseField
from speakers.models import Person

from .document import DocumentVersion
from .intervention import Intervention


class ReviewRound(models.Model):
    """A span of days in which invited reviewers read one version."""

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="review_rounds")
    title = LineField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    note = ProseField("note to reviewers", blank=True)

    class Meta:
        ordering = ["version", "opens_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="review_round_closes_after_it_opens",
                violation_error_message="A review round cannot close before it opens.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """A reviewer's remark on one paragraph, and what the drafting team did with it."""

    class Disposition(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        PARTLY = "partly", "partly accepted"
        DECLINED = "declined", "declined"

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="comments")
    anchor = models.CharField("paragraph", max_length=300, help_text="The paragraph's id in the version.")
    author = LineField()
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="comments")
    text = ProseField()
    disposition = models.CharField(max_length=8, choices=Disposition, default=Disposition.OPEN)
    reason = ProseField(blank=True)
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["round", "anchor", "id"]

    def __str__(self) -> str:
        return f"{self.author} on {self.anchor}"

    def clean(self) -> None:
        """What is not simply accepted is explained."""
        if self.disposition in {self.Disposition.PARTLY, self.Disposition.DECLINED} and not self.reason:
            raise ValidationError({"reason": "Say why the comment was not accepted in full."})


class Clearance(models.Model):
    """One private link by which a person clears exactly their own paragraphs."""

    class Status(models.TextChoices):
        DRAFT = "draft", "not sent"
        SENT = "sent", "sent"
        APPROVED = "approved", "approved"
        CORRECTED = "corrected", "corrected"
        WITHDRAWN = "withdrawn", "withdrawn"
        LAPSED = "lapsed", "lapsed by silence"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="clearances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="clearances")
    interventions = models.ManyToManyField(Intervention, related_name="clearances")
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - unique
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    deadline = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer = ProseField(blank=True)

    class Meta:
        ordering = ["edition", "person", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=Q(status__in=["draft", "sent"]),
                name="clearance_open_once_per_person",
                violation_error_message="This person has an open clearance for the edition already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.edition}"
