"""What the press is given with a document, and from when it may be told."""

from django.db import models

from forums.models import Figure
from forums.models.fields import LineField, ProseField

from .document import DocumentVersion


class PressKit(models.Model):
    """A release text with the document's figures and photos; nobody outside the office sees it before its time."""

    version = models.OneToOneField(DocumentVersion, models.PROTECT, related_name="press_kit")
    headline = LineField()
    text = ProseField(help_text="Markdown.")
    contact = LineField(blank=True, help_text="Whom journalists may ask.")
    embargo_until = models.DateTimeField(
        null=True, blank=True, help_text="Empty: from the document’s publication on. Never before that."
    )
    figures = models.ManyToManyField(
        Figure, blank=True, related_name="+", help_text="None chosen: those of the edition that are printed."
    )

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return self.headline


class PressPhoto(models.Model):
    """A photo of the list: its file, what it shows, and who took it."""

    kit = models.ForeignKey(PressKit, models.CASCADE, related_name="photos")
    file = models.ImageField(upload_to="press")
    caption = LineField()
    credit = LineField()
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["kit", "position", "id"]

    def __str__(self) -> str:
        return self.caption
