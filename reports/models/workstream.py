"""Work between editions: a committee, its programmes, and the milestones to a release."""

from django.db import models
from django.db.models import F, Q

from forums.models import Edition, Forum, Organization, Session
from forums.models.fields import LineField, ProseField
from speakers.models import Person


class Workstream(models.Model):
    """A standing committee, or a programme of one."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "committee"
        PROGRAMME = "programme", "programme"

    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=9, choices=Kind)
    title = LineField()
    purpose = ProseField(blank=True)
    forum = models.ForeignKey(Forum, models.PROTECT, null=True, blank=True, related_name="workstreams")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="workstreams")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name="part of"
    )
    released_at = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="workstreams", verbose_name="to be released at"
    )

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="workstream_is_not_part_of_itself",
                violation_error_message="A workstream cannot be part of itself.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Lead(models.Model):
    """Who leads a workstream, in protocol order."""

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="leads")
    person = models.ForeignKey(Person, models.PROTECT, related_name="leads")
    role = LineField(max_length=60, default="co-lead")
    position = models.PositiveSmallIntegerField("protocol order", default=0)

    class Meta:
        ordering = ["workstream", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workstream", "person"],
                name="lead_once_per_workstream",
                violation_error_message="This person leads the workstream already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"


class Milestone(models.Model):
    """A step on the way: framework, seminar, feedback, release."""

    class Kind(models.TextChoices):
        FRAMEWORK = "framework", "framework"
        SEMINAR = "seminar", "seminar"
        FEEDBACK = "feedback", "feedback"
        RELEASE = "release", "release"

    workstream = models.ForeignKey(Workstream, models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=9, choices=Kind)
    title = LineField()
    on = models.DateField(null=True, blank=True)
    place = LineField(max_length=100, blank=True)
    description = ProseField(blank=True)
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="milestones")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="milestones")
    source = LineField(blank=True)
    position = models.PositiveSmallIntegerField("order", default=0)
    note = ProseField(blank=True, help_text="For the office; never printed.")

    class Meta:
        ordering = ["workstream", "position", "id"]

    def __str__(self) -> str:
        return self.title
