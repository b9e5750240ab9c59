"""Persons who look alike and are not the same: what the office found out once."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from .person import Person


class Distinction(models.Model):
    """Two persons known to be two; the one with the lower number is named first, so that a pair is kept once."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="distinctions")
    other = models.ForeignKey(Person, models.CASCADE, related_name="distinctions_from")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["one", "other"]
        constraints = [
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="distinction_names_the_older_first",
                violation_error_message="Name two persons, the one who was entered first before the other.",
            ),
            models.UniqueConstraint(
                fields=["one", "other"],
                name="distinction_once",
                violation_error_message="These two are told apart already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"
