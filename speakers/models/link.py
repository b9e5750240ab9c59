"""Private links to pages that need no account. Whoever reads this table still cannot open any: it keeps hashes."""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from .person import Person


class PrivateLinkQuerySet(models.QuerySet["PrivateLink"]):
    def live(self) -> "PrivateLinkQuerySet":
        """Links that open now: not revoked, not expired."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PrivateLink(models.Model):
    """One address of one page for one purpose; several mails carry several links to the same page.

    ``subject`` is the key of the row that the page is about; which model it belongs to, the purpose says. Apps further
    up name their rows so, and those further down need not know them. ``person`` is whom it was sent to, where known.
    """

    class Purpose(models.TextChoices):
        # The value is the first part of the page's address.
        REPORT = "r", "a session's report"
        CLEARANCE = "c", "the clearance of what is quoted"
        REVIEW = "v", "the review of a document"
        PROPOSAL = "p", "the confirmation of a proposal"

    purpose = models.CharField(max_length=1, choices=Purpose)
    subject = models.PositiveBigIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="private_links")
    token_hash = models.CharField("SHA-256 of the token", max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("works until")
    issued_at = models.DateTimeField(db_default=Now())
    opened_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = PrivateLinkQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "subject", "id"]
        indexes = [models.Index(fields=["purpose", "subject"], name="private_link_subject")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.pk}"
