"""Outcomes: what the edition arrived at, and the interventions it rests on."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from forums.models import Edition
from forums.models.fields import LineField, ProseField

from .intervention import Intervention


class Outcome(models.Model):
    """A heading sentence with its points."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="outcomes")
    heading = LineField()
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["edition", "position", "id"]

    def __str__(self) -> str:
        return self.heading


class OutcomePointQuerySet(models.QuerySet["OutcomePoint"]):
    def unsupported(self) -> "OutcomePointQuerySet":
        """Points that rest on no intervention."""
        return self.filter(evidence=None)


class OutcomePoint(models.Model):
    """A point of an outcome; it may hold nested points, one level deep."""

    class Convergence(models.TextChoices):
        CONSENSUS = "consensus", "consensus"
        ROUGH_CONSENSUS = "rough-consensus", "rough consensus"
        VIEWS_DIFFER = "views-differ", "views differ"
        SINGLE_VIEW = "single-view", "single view"

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="points")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="points", verbose_name="nested in"
    )
    text = ProseField(help_text="Markdown, without the ordinal: “First” is added when printed.")
    position = models.PositiveSmallIntegerField("order", default=0)
    evidence = models.ManyToManyField(Intervention, blank=True, related_name="outcome_points", verbose_name="rests on")
    convergence = models.CharField(max_length=15, choices=Convergence, default=Convergence.CONSENSUS)
    dissent = ProseField("dissent note", blank=True)

    objects = OutcomePointQuerySet.as_manager()

    class Meta:
        ordering = ["outcome", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="point_is_not_nested_in_itself",
                violation_error_message="A point cannot be nested in itself.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def clean(self) -> None:
        """Points nest once, inside their own outcome."""
        if self.parent is not None:
            if self.parent.outcome_id != self.outcome_id:
                raise ValidationError({"parent": "That point belongs to another outcome."})
            if self.parent.parent_id is not None:
                raise ValidationError({"parent": "Points nest one level deep only."})
