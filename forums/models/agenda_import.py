"""A schedule that came as a file: kept as it came, with what was done with it."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models.functions import Now

from .edition import Edition
from .fields import LineField


def private_storage():
    """Where files lie that have no address of their own."""
    return storages["documents"]


class AgendaImport(models.Model):
    """An agenda in a file, looked at first and applied afterwards, in one transaction or not at all.

    ``report`` says of each row what it would do or did: new, changed, same or refused, with the reason.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="imports")
    file = models.FileField(upload_to="imports/", storage=private_storage)
    filename = LineField(max_length=200, help_text="As it was called where it came from.")
    language = models.CharField(
        max_length=7, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE, help_text="In which its texts are."
    )
    names_speakers = models.BooleanField(
        "speakers may be named",
        default=True,
        help_text="The speakers in this file may be named in the public programme. Without it they wait unpublished.",
    )
    report = models.JSONField(default=dict, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("uploaded", db_default=Now())
    applied_at = models.DateTimeField("applied", null=True, blank=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.filename} ({self.edition})"
