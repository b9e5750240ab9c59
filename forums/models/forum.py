"""The series: a forum that comes back."""

from django.db import models

from .fields import LineField, ProseField


class Forum(models.Model):
    """A recurring event: a summit, a policy dialogue, a committee that meets."""

    class Cadence(models.TextChoices):
        ANNUAL = "annual", "every year"
        BIENNIAL = "biennial", "every two years"
        IRREGULAR = "irregular", "as needed"

    slug = models.SlugField("address", unique=True, help_text="Part of the public address; never changed.")
    name = LineField(help_text="In full, without the year.")
    short_name = LineField("short name", max_length=60, blank=True)
    purpose = ProseField(blank=True, help_text="What the forum is for, in two or three sentences. Printed.")
    founded_in = models.PositiveSmallIntegerField("founded in", null=True, blank=True, help_text="A year.")
    cadence = models.CharField(max_length=9, choices=Cadence, default=Cadence.ANNUAL)
    website = models.URLField(blank=True)
    contact = models.EmailField(blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.short_name or self.name
