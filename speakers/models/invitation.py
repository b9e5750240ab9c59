"""Invitations: asking a person to come, by a private link."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from forums.models import Credit, Edition
from forums.models.fields import ProseField

from .person import Person


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self) -> "InvitationQuerySet":
        """Invitations that can still be answered or were accepted."""
        return self.exclude(status__in=Invitation.OVER)


class Invitation(models.Model):
    """A person asked to an edition in a role. The link's token is stored only as its SHA-256."""

    class Status(models.TextChoices):
        DRAFT = "draft", "not sent"
        SENT = "sent", "sent"
        OPENED = "opened", "opened"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        LAPSED = "lapsed", "lapsed"
        REVOKED = "revoked", "revoked"

    OVER = (Status.DECLINED, Status.LAPSED, Status.REVOKED)

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=18, choices=Credit.Role)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - unique
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    reason = ProseField("reason for declining", blank=True)
    substitute = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutions",
        help_text="Named by the invited person to come instead, or as delegate.",
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "person", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person", "role"],
                condition=~Q(status__in=["declined", "lapsed", "revoked"]),
                name="invitation_live_once_per_role",
                violation_error_message="This person has a live invitation for that role already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.edition}"
