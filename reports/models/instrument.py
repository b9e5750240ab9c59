"""Policy instruments that speakers cite: recommendations, acts, declarations."""

from django.db import models
from django.db.models import Q

from forums.languages import texts
from forums.models import Organization
from forums.models.fields import LineField, ProseField


class Instrument(models.Model):
    """A text of policy with its citation key; ``[@key]`` in a summary cites it."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "recommendation"
        DECLARATION = "declaration", "declaration"
        INITIATIVE = "initiative", "initiative"
        REGULATION = "regulation", "regulation"
        ACT = "act", "act"
        CODE = "code", "code of conduct or ethics"
        POLICY = "policy", "policy"
        STRATEGY = "strategy", "strategy"
        POSITION_PAPER = "position-paper", "position paper"
        REPORT = "report", "report"
        STANDARD = "standard", "standard"
        AGENDA = "agenda", "agenda"
        COMPACT = "compact", "compact"

    class Status(models.TextChoices):
        IN_PREPARATION = "in-preparation", "in preparation"
        PROPOSED = "proposed", "proposed"
        ANNOUNCED = "announced", "announced"
        ADOPTED = "adopted", "adopted"
        IN_FORCE = "in-force", "in force"

    key = models.SlugField("citation key", max_length=80, unique=True)
    title = LineField()
    aliases = ProseField("other names", blank=True, help_text="One a line.")
    issuer = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="instruments")
    issuer_text = LineField("issuer in words", blank=True, help_text="Where it is not one organization.")
    kind = models.CharField(max_length=14, choices=Kind)
    adopted_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=14, choices=Status, default=Status.ADOPTED)
    signatories = LineField(blank=True)
    url = models.URLField("address", blank=True)
    source = LineField(blank=True)
    note = ProseField(blank=True, help_text="For the office; never printed.")

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issuer=None) | Q(issuer_text=""),
                name="instrument_has_one_issuer",
                violation_error_message="Choose the issuer or write it in words, not both.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def names(self) -> list[str]:
        """The titles in every language, and the other names."""
        return [*texts(self, "title").values(), *filter(None, map(str.strip, self.aliases.splitlines()))]
