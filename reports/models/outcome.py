"""Outcomes: what the edition arrived at, and the interventions it rests on."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

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
        """Points that rest on nothing that stands: neither they nor a point nested in them."""
        withdrawn = Intervention.Clearance.WITHDRAWN
        rests = OutcomePoint.evidence.through.objects.exclude(intervention__clearance=withdrawn)
        own = Exists(rests.filter(outcomepoint=OuterRef("pk")))
        nested = Exists(rests.filter(outcomepoint__parent=OuterRef("pk")))
        return self.exclude(own | nested)


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
            if self.pk and self.points.exists():
                raise ValidationError({"parent": "This point has points in it, and points nest one level deep only."})


class EvidenceRefusal(models.Model):
    """That a point does not rest on an intervention, whatever words they share: it is not suggested again."""

    point = models.ForeignKey(OutcomePoint, models.CASCADE, related_name="refusals")
    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="refusals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["point", "at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "intervention"],
                name="evidence_refused_once",
                violation_error_message="This source was refused already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.point}: not {self.intervention}"
