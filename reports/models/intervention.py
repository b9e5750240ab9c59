"""What was said: one summary a speaker, or one for the panel as a whole."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modeltranslation.utils import build_localized_fieldname

from forums.languages import texts
from forums.models import Credit
from forums.models.fields import LineField, ProseField
from reports.regime import localized, refuse_names, rule_of

from .instrument import Instrument
from .session_report import SessionReport

# Where name and titles are set into a text.
SPEAKER = "{speaker}"


class Intervention(models.Model):
    """A summarised contribution.

    The text is Markdown; ``{speaker}`` stands where name and titles are set, bold is a key statement.
    """

    class Clearance(models.TextChoices):
        NOT_ASKED = "not-asked", "not asked"
        ASKED = "asked", "asked"
        APPROVED = "approved", "approved"
        CORRECTED = "corrected", "corrected"
        WITHDRAWN = "withdrawn", "withdrawn"
        LAPSED = "lapsed", "lapsed by silence"

    class Kind(models.TextChoices):
        CONTRIBUTION = "contribution", "contribution"
        QUESTION = "question", "question"
        ANSWER = "answer", "answer"

    report = models.ForeignKey(SessionReport, models.CASCADE, related_name="interventions")
    key = models.SlugField(max_length=80, help_text="Names it within its session: the speaker, or “panel-qa”.")
    credit = models.ForeignKey(
        Credit, models.PROTECT, null=True, blank=True, related_name="interventions", verbose_name="speaker"
    )
    collective = LineField(max_length=60, blank=True, help_text="Instead of a speaker: “panelists”.")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CONTRIBUTION)
    heading = LineField(blank=True)
    text = ProseField(help_text="Markdown. {speaker} is replaced by name and titles; **bold** is a key statement.")
    position = models.PositiveSmallIntegerField("order", default=0)
    instruments = models.ManyToManyField(Instrument, blank=True, related_name="interventions")
    clearance = models.CharField(max_length=9, choices=Clearance, default=Clearance.NOT_ASKED)

    class Meta:
        ordering = ["report", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="intervention_key_once_per_report",
                violation_error_message="This session already has an intervention with that key.",
            ),
            models.CheckConstraint(
                condition=Q(credit__isnull=False, collective="") | (Q(credit=None) & ~Q(collective="")),
                name="intervention_is_a_speaker_or_collective",
                violation_error_message="Choose the speaker, or say who spoke together; not both.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credit or self.collective}: {self.key}"

    def clean(self) -> None:
        """The speaker spoke in this session, and may be named there; their name is set once."""
        for code, text in texts(self, "text").items():
            if text.count(SPEAKER) > (0 if self.collective else 1):
                told = f"Leave {SPEAKER} out: nobody is named." if self.collective else f"Write {SPEAKER} once only."
                raise ValidationError({build_localized_fieldname("text", code): told})
        if self.report_id is None:
            return
        session = self.report.session
        if self.credit is not None:
            if self.credit.session_id != session.pk:
                raise ValidationError({"credit": "This speaker is credited in another session."})
            if rule := rule_of(session):
                raise ValidationError({"credit": f"Nobody may be named here: {rule.words}."})
        refuse_names(session, localized(self, "heading", "text") | {"collective": self.collective})


class QuotedFigure(models.Model):
    """A figure that somebody quoted in a session, and where it is from."""

    report = models.ForeignKey(SessionReport, models.CASCADE, related_name="quoted_figures")
    intervention = models.ForeignKey(
        Intervention, models.SET_NULL, null=True, blank=True, related_name="quoted_figures", verbose_name="said in"
    )
    subject = LineField("what it counts", help_text="“member states that adopted the recommendation”")
    value = LineField(max_length=60, help_text="As it was said: “more than 200”.")
    source = LineField(blank=True, help_text="A figure without a source is pointed out before printing.")
    url = models.URLField("address", blank=True)
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["report", "position", "id"]

    def __str__(self) -> str:
        return f"{self.value} {self.subject}"

    def clean(self) -> None:
        """It was said in this session, and nobody is named where nobody may be; who published it may be told."""
        if self.report_id is None:
            return
        if self.intervention is not None and self.intervention.report_id != self.report_id:
            raise ValidationError({"intervention": "This was said in another session."})
        session = self.report.session
        refuse_names(session, localized(self, "subject") | {"value": self.value})
        refuse_names(session, {"source": self.source}, names_alone=True)
