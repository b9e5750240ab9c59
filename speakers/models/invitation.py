"""Invitations: asking a person to come, by a private link."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from forums.models import Credit, Edition
from forums.models.fields import LineField, ProseField

from .person import Person


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self) -> "InvitationQuerySet":
        """Invitations that can still be answered or were accepted."""
        return self.exclude(status__in=Invitation.OVER)

    def unanswered(self) -> "InvitationQuerySet":
        """Invitations whose answer is awaited, whether or not the mail has arrived."""
        return self.filter(status__in=Invitation.UNANSWERED)


class Invitation(models.Model):
    """A person asked to an edition in a role. Its links are rows of their own."""

    class Status(models.TextChoices):
        DRAFT = "draft", "not sent"
        QUEUED = "queued", "queued"
        SENT = "sent", "sent"
        BOUNCED = "bounced", "bounced"
        OPENED = "opened", "opened"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        LAPSED = "lapsed", "lapsed"
        REVOKED = "revoked", "revoked"

    OVER = (Status.DECLINED, Status.LAPSED, Status.REVOKED)
    UNANSWERED = (Status.DRAFT, Status.QUEUED, Status.SENT, Status.BOUNCED, Status.OPENED)

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=18, choices=Credit.Role)
    language = models.CharField(
        "language of the mails",
        max_length=7,
        choices=settings.LANGUAGES,
        blank=True,
        help_text="Empty: the one that the person and the edition have in common.",
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT, editable=False)
    expires_at = models.DateTimeField(
        "link works until",
        null=True,
        blank=True,
        help_text="The last moment for an answer. Empty: set when the invitation goes out. "
        "Whoever accepts reaches their page until a month after the edition.",
    )
    reminders = models.BooleanField("remind them", default=True, help_text="Off: no reminders until they answer.")
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
    delegate = models.BooleanField(
        "as delegate", default=False, help_text="The substitute speaks for the invited person, not in their own right."
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


class InvitationLink(models.Model):
    """A private link to an invitation, one a mail. Whoever reads this table still cannot open any: it keeps hashes."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="links")
    token_hash = models.CharField("SHA-256 of the token", max_length=64, unique=True)
    issued_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["invitation", "id"]

    def __str__(self) -> str:
        return f"Link {self.pk}"


class InvitationEvent(models.Model):
    """One step of an invitation, kept: what happened, when, and who did it if it was the office."""

    class Kind(models.TextChoices):
        QUEUED = "queued", "queued"
        SENT = "sent", "sent"
        BOUNCED = "bounced", "bounced"
        OPENED = "opened", "opened"
        LINKED = "linked", "new link made"
        REMINDED = "reminded", "reminded"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        LAPSED = "lapsed", "lapsed"
        REVOKED = "revoked", "revoked"

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind)
    note = LineField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["invitation", "at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()
