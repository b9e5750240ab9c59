"""Review: outsiders comment on a version, and every comment gets its answer."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils import timezone

from forums.models import Organization
from forums.models.fields import LineField, ProseField

from .document import DocumentVersion


class ReviewRound(models.Model):
    """A span of days in which invited reviewers read one version, on the clocks of the edition."""

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="review_rounds")
    title = LineField()
    opens_on = models.DateField("from")
    closes_on = models.DateField("until", help_text="The last day for comments.")
    note = ProseField("note to reviewers", blank=True, help_text="Stands in the mail and on their page.")
    answered_at = models.DateTimeField(
        null=True, editable=False, help_text="When the reviewers were told what became of their comments."
    )

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

    def clean(self) -> None:
        """Only what was frozen for review is reviewed: a draft would be commented on that nobody meant to show."""
        if self.version_id and self.version.stage != DocumentVersion.Stage.REVIEW:
            raise ValidationError({"version": "Assemble a version for review first; only such a version is reviewed."})

    @property
    def zone(self) -> ZoneInfo:
        """Where its days begin and end."""
        return ZoneInfo(self.version.document.edition.timezone)

    @property
    def ends_at(self) -> datetime:
        """The first moment after its last day."""
        return datetime.combine(self.closes_on + timedelta(days=1), datetime.min.time(), tzinfo=self.zone)

    @property
    def today(self) -> date:
        """The day that it is where its days begin and end."""
        return timezone.now().astimezone(self.zone).date()

    @property
    def is_open(self) -> bool:
        """Whether comments are taken today."""
        return self.opens_on <= self.today <= self.closes_on

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.today > self.closes_on


class Reviewer(models.Model):
    """Somebody asked to read and comment by a private link, without an account."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="reviewers")
    name = LineField(max_length=200)
    email = models.EmailField()
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="reviewers")
    language = models.CharField(max_length=7, choices=settings.LANGUAGES, default="en")
    invited_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False, help_text="When they said that they were done.")
    revoked_at = models.DateTimeField(null=True, editable=False, help_text="When their link was taken back.")

    class Meta:
        ordering = ["round", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                "round",
                Lower("email"),
                name="reviewer_once_per_round",
                violation_error_message="This reviewer is in the round already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """not invited, invited, reading, finished or taken back."""
        if self.revoked_at:
            return "taken back"
        if self.finished_at:
            return "finished"
        if self.opened_at:
            return "reading"
        return "invited" if self.invited_at else "not invited"


class Comment(models.Model):
    """A remark on one paragraph, or on the whole document, and what the drafting team did with it.

    ``anchor`` is the paragraph's id in the version; empty for the whole document. ``key`` is that of the form by which
    it was sent, so that a form sent twice makes one comment.
    """

    class Disposition(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        PARTLY = "partly", "partly accepted"
        DECLINED = "declined", "declined"

    # What has to be explained.
    EXPLAINED = (Disposition.PARTLY, Disposition.DECLINED)

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="comments")
    anchor = models.CharField(
        "paragraph",
        max_length=300,
        blank=True,
        help_text="The paragraph's id in the version; empty: the document as a whole.",
    )
    reviewer = models.ForeignKey(
        Reviewer, models.SET_NULL, null=True, blank=True, editable=False, related_name="comments"
    )
    key = models.CharField(max_length=32, blank=True, editable=False)
    author = LineField()
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="comments")
    text = ProseField("comment")
    proposed = ProseField("proposed wording", blank=True)
    disposition = models.CharField(max_length=8, choices=Disposition, default=Disposition.OPEN, editable=False)
    reason = ProseField(blank=True, editable=False)
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["round", "anchor", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "key"],
                condition=~Q(key=""),
                name="comment_sent_once",
                violation_error_message="This comment has arrived already.",
            ),
            models.CheckConstraint(
                condition=~Q(disposition__in=["partly", "declined"]) | ~Q(reason=""),
                name="comment_not_taken_over_says_why",
                violation_error_message="Say why the comment was not accepted in full.",
            ),
            models.CheckConstraint(
                condition=Q(disposition="open", decided_at=None)
                | (~Q(disposition="open") & Q(decided_at__isnull=False)),
                name="comment_decided_at_some_time",
                violation_error_message="Say when it was decided.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} on {self.anchor or 'the whole document'}"
