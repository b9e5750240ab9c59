"""Organizations: who hosts, supports, employs and is addressed."""

from django.db import models
from django.db.models import F, Q
from django_countries.fields import CountryField

from .fields import LineField, ProseField


class Organization(models.Model):
    """A ministry, university, company, agency or a unit of one."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", "government"
        INTERGOVERNMENTAL = "intergovernmental", "intergovernmental organization"
        UNIVERSITY = "university", "university"
        RESEARCH = "research", "research institution"
        COMPANY = "company", "company"
        ASSOCIATION = "association", "association"
        CIVIL_SOCIETY = "civil-society", "civil society"
        MEDIA = "media", "media"
        OTHER = "other", "other"

    slug = models.SlugField("key", max_length=80, unique=True)
    name = LineField(help_text="As printed after “of” or “at”.")
    takes_article = models.BooleanField(
        "takes “the”", default=False, help_text="English: printed with “the” after “of” or “at”."
    )
    acronym = LineField(max_length=30, blank=True)
    kind = models.CharField(max_length=17, choices=Kind, default=Kind.OTHER)
    country = CountryField(blank=True, help_text="Empty for an international organization.")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name="part of"
    )
    website = models.URLField(blank=True)
    aliases = ProseField("other names", blank=True, help_text="One a line; found in search and import.")

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="organization_is_not_part_of_itself",
                violation_error_message="An organization cannot be part of itself.",
            )
        ]

    def __str__(self) -> str:
        return self.name
