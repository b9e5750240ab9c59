"""What a person agreed to, in which words, and when they took it back."""

from django.db import models
from django.db.models import F, Q

from forums.models import Edition
from forums.models.fields import LineField

from .person import Person


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> "ConsentQuerySet":
        """Consents that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def covering(self, person: Person, edition: Edition) -> "ConsentQuerySet":
        """What the person said about this edition, or about every one."""
        return self.filter(Q(edition=edition) | Q(edition=None), person=person)


class Consent(models.Model):
    """One agreement for one purpose: each is given, and withdrawn, by itself."""

    class Purpose(models.TextChoices):
        PROGRAMME = "programme", "name and titles in the programme"
        PHOTO = "photo", "photo in the programme"
        RECORDING = "recording", "recording of the session"
        SUMMARY = "summary", "publication of the summary"
        CONTACT = "contact", "invitation to later editions"
        TRANSFER = "transfer", "transfer of data abroad"

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="consents")
    purpose = models.CharField(max_length=9, choices=Purpose)
    text_version = LineField("text agreed to", max_length=40, help_text="Which version of the wording.")
    language = models.CharField(max_length=7, default="en")
    channel = LineField(max_length=60, blank=True, help_text="By link, mail, form or on paper.")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["person", "purpose", "-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition", "purpose"],
                condition=Q(withdrawn_at=None, edition__isnull=False),
                name="consent_standing_once_per_edition",
                violation_error_message="This consent stands already.",
            ),
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at=None, edition=None),
                name="consent_standing_once_for_all",
                violation_error_message="This consent stands already for every edition.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
                violation_error_message="A consent cannot be withdrawn before it was given.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_purpose_display()}"
