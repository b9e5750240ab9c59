"""Assistants: people who answer for speakers, with one private link for all of them."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from forums.models import Edition
from forums.models.fields import LineField

from .person import Person


class AssistantLinkQuerySet(models.QuerySet["AssistantLink"]):
    def live(self) -> "AssistantLinkQuerySet":
        """Links that open now: not revoked, not expired."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class AssistantLink(models.Model):
    """One link with which an assistant fills in the pages of several speakers. Its token is stored only as a hash."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="assistant_links")
    name = LineField(max_length=200, blank=True)
    email = models.EmailField(help_text="The link is theirs; it opens without an account.")
    persons = models.ManyToManyField(
        Person, related_name="assistant_links", verbose_name="for", help_text="Those whose pages the link opens."
    )
    token_hash = models.CharField("SHA-256 of the token", max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("works until", editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AssistantLinkQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "email", "id"]

    def __str__(self) -> str:
        return f"{self.name or self.email}, {self.edition}"
