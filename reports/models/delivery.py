"""To whom a document was given, where and when."""

from django.db import models

from forums.models import Organization
from forums.models.fields import LineField

from .document import Document, DocumentVersion


class Delivery(models.Model):
    """A document presented, sent or released; next year's chronicle tells of it."""

    class Channel(models.TextChoices):
        PRESENTED = "presented", "presented to"
        SENT = "sent", "sent to"
        RELEASED = "released", "released at"
        PUBLISHED = "published", "published by"

    document = models.ForeignKey(Document, models.PROTECT, related_name="deliveries")
    version = models.ForeignKey(DocumentVersion, models.PROTECT, null=True, blank=True, related_name="deliveries")
    recipient = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="deliveries")
    occasion = LineField(blank=True, help_text="As printed: “the G20 Summit in 2021”.")
    on = models.DateField(null=True, blank=True)
    channel = models.CharField(max_length=9, choices=Channel, default=Channel.PRESENTED)
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["document", "position", "id"]

    def __str__(self) -> str:
        return f"{self.document} {self.get_channel_display()} {self.recipient or self.occasion}"
