"""Who saw what, and which persons were erased: the account that the office can give of private data."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .person import Person


class AccessEntry(models.Model):
    """Somebody of the office saw, or took away, something private: kept once a day for each row and each way.

    ``model`` and ``row`` name what it was; a list has no row. What was searched for is not kept. Changes are not
    here: they are in Django's own log.
    """

    class How(models.TextChoices):
        LISTED = "listed", "opened the list"
        VIEWED = "viewed", "opened the page"
        DOWNLOADED = "downloaded", "downloaded a file"
        EXPORTED = "exported", "downloaded everything held"
        ERASED = "erased", "erased the person"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    model = models.CharField("kind of record", max_length=60)
    row = models.PositiveBigIntegerField("number", null=True, blank=True)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="access_entries", help_text="Whose record it was."
    )
    on = models.DateField("day")
    at = models.DateTimeField("first at", db_default=Now())

    class Meta:
        verbose_name = "access"
        verbose_name_plural = "accesses"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "how", "model", "row", "on"],
                condition=Q(row__isnull=False),
                name="access_once_a_day_for_each_row",
                violation_error_message="This was noted today already.",
            ),
            models.UniqueConstraint(
                fields=["user", "how", "model", "on"],
                condition=Q(row=None),
                name="access_once_a_day_for_each_list",
                violation_error_message="This was noted today already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or 'somebody'} {self.get_how_display()}: {self.model} {self.row or ''}".strip()


class Erasure(models.Model):
    """A person whose data were erased. Says nothing of who it was: the row they had says only that it is erased."""

    class Reason(models.TextChoices):
        ASKED = "asked", "they asked for it"
        OVER = "over", "no longer needed"
        MISTAKE = "mistake", "entered by mistake"

    person = models.OneToOneField(Person, models.PROTECT, related_name="erasure", verbose_name="row")
    reason = models.CharField(max_length=7, choices=Reason)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    counts = models.JSONField("what went", default=dict, help_text="How many rows of each kind went or were emptied.")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"Erasure {self.pk}"
