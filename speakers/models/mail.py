"""Mails to persons, each a row that is carried out once, and the templates that they are written from."""

from datetime import UTC, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import salted_hmac
from modeltranslation.utils import build_localized_fieldname

from forums.languages import CODES
from forums.models import AgendaRelease, Edition
from forums.models.fields import LineField, ProseField
from forums.models.job import Job, JobQuerySet
from speakers import letters

from .assistant import AssistantLink
from .invitation import Invitation
from .link import PrivateLink
from .person import Person


class MailKind(models.TextChoices):
    """What a mail is about."""

    INVITATION = "invitation", "invitation"
    REMINDER = "reminder", "reminder"
    CONFIRMATION = "confirmation", "confirmation"
    CHANGE = "change", "change notice"
    DECISION = "decision", "answer to a change request"
    ASSISTANT = "assistant", "link for an assistant"
    PROPOSAL = "proposal", "proposal to confirm"
    PROPOSAL_ANSWER = "proposal-answer", "answer to a proposal"
    REPORT = "report", "request for a report"
    REPORT_DUE = "report-due", "reminder of a report"
    REPORT_RETURNED = "report-returned", "report sent back"
    CLEARANCE = "clearance", "request for clearance"
    CLEARANCE_DUE = "clearance-due", "reminder of a clearance"
    REVIEW = "review", "invitation to a review"
    REVIEW_DUE = "review-due", "reminder of a review"
    REVIEW_ANSWER = "review-answer", "answer to a reviewer"
    DIGEST = "digest", "digest for the office"
    ALERT = "alert", "message to the office"


class MailQuerySet(JobQuerySet):
    def waiting(self) -> "MailQuerySet":
        """Mails whose time has come. Without a mail server there are none: they stay queued, and nothing is lost."""
        if not settings.MAIL_SERVER:
            return self.none()
        due = Q(not_before=None) | Q(not_before__lte=timezone.now())
        return super().waiting().filter(due)

    def claim(self, pk: int) -> "Mail | None":
        """Take the mail for one attempt, but never again once an attempt may have handed it over."""
        now = timezone.now()
        self.filter(pk=pk, status=Job.Status.RUNNING, leased_until__lt=now, handed_over_at__isnull=False).update(
            status=Job.Status.FAILED, leased_until=None, error=Mail.UNCERTAIN, finished_at=now
        )
        return super().claim(pk)

    def unsent(self) -> "MailQuerySet":
        """Mails that are still to go out."""
        return self.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING])


class Mail(Job):
    """One mail to one address. Its text is kept as sent, but for the private link, which is never kept."""

    Kind = MailKind

    # With the pauses of tasks.py, a server that does not take a mail is asked for a day and a half.
    MAX_ATTEMPTS = 16
    UNCERTAIN = (
        "This mail may have been sent: the connection broke while the server was taking it. "
        "Look whether it arrived; if it did not, send it again by hand."
    )

    kind = models.CharField(max_length=20, choices=MailKind)
    key = models.CharField(
        max_length=200, unique=True, editable=False, help_text="What this mail is the only one of: it is sent once."
    )
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="mails")
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, blank=True, related_name="mails")
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, blank=True, related_name="mails")
    assistant_link = models.ForeignKey(AssistantLink, models.CASCADE, null=True, blank=True, related_name="mails")
    link_purpose = models.CharField(
        max_length=1, choices=PrivateLink.Purpose, blank=True, editable=False, help_text="What its private link opens."
    )
    link_subject = models.PositiveBigIntegerField(null=True, editable=False)
    link_until = models.DateTimeField(null=True, editable=False)
    to = models.EmailField()
    reply_to = models.EmailField(blank=True)
    language = models.CharField(max_length=7, choices=settings.LANGUAGES, default="en")
    subject = LineField()
    body = ProseField()
    calendar = models.TextField(blank=True, editable=False, help_text="An iCalendar file that goes with the mail.")
    not_before = models.DateTimeField("not before", null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, editable=False)
    bounced_at = models.DateTimeField(null=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.to}"

    @property
    def state(self) -> str:
        """Where the mail stands: queued, handed over, sent, failed, bounced or cancelled."""
        if self.bounced_at:
            return "bounced"
        if self.status == Job.Status.RUNNING:
            return "handed over" if self.handed_over_at else "queued"
        return "sent" if self.status == Job.Status.DONE else self.status

    @property
    def mark(self) -> str:
        """What only we can put into its Message-ID: the same at every attempt, another once it is sent again."""
        sent_as = f"{self.pk} {self.queued_at.astimezone(UTC).isoformat()}"
        return salted_hmac("speakers.Mail", sent_as, algorithm="sha256").hexdigest()[:32]

    def hand_over(self) -> bool:
        """Say that the server is about to be given the mail; False if this attempt has lost it."""
        return bool(self._attempt().update(handed_over_at=timezone.now()))

    def defer(self, reason: str, *, pause: timedelta) -> bool:
        """Put the mail back, to be tried again after a while: the server has not taken it."""
        return bool(
            self._attempt().update(
                status=Job.Status.QUEUED,
                leased_until=None,
                handed_over_at=None,
                error=reason,
                not_before=timezone.now() + pause,
            )
        )

    def cancel(self, reason: str) -> bool:
        """Record that the mail is not needed any more."""
        return bool(
            self._attempt().update(
                status=Job.Status.CANCELLED, leased_until=None, error=reason, finished_at=timezone.now()
            )
        )

    def bounce(self, reason: str) -> bool:
        """Record that the address was refused for good."""
        now = timezone.now()
        return bool(
            self._attempt().update(
                status=Job.Status.FAILED, leased_until=None, error=reason, finished_at=now, bounced_at=now
            )
        )


class MailTemplate(models.Model):
    """What the office writes instead of a text as shipped: for every edition or for one."""

    kind = models.CharField(max_length=20, choices=MailKind)
    edition = models.ForeignKey(
        Edition,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mail_templates",
        help_text="Empty: for every edition without its own.",
    )
    subject = LineField(blank=True)
    body = ProseField(blank=True)

    class Meta:
        ordering = ["kind", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "edition"],
                condition=Q(edition__isnull=False),
                name="mail_template_once_per_edition",
                violation_error_message="This edition has a template of that kind already; change that one.",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(edition=None),
                name="mail_template_once_for_all",
                violation_error_message="There is a template of that kind for every edition already; change that one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.edition or 'every edition'}"

    def clean(self) -> None:
        """Only placeholders that can be filled are taken, in every language."""
        if not self.kind:
            return
        mistakes = {}
        for name in ("subject", "body"):
            for code in CODES:
                column = build_localized_fieldname(name, code)
                if mistake := letters.find_mistake(self.kind, name, getattr(self, column) or ""):
                    mistakes[column] = mistake
        if mistakes:
            raise ValidationError(mistakes)


class ReleaseNotice(models.Model):
    """A release whose speakers were told what changed for them: once."""

    release = models.OneToOneField(AgendaRelease, models.CASCADE, related_name="notice")
    told = models.PositiveIntegerField("speakers told", default=0)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return str(self.release)
