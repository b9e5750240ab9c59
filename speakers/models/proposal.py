"""An open call, and what comes of it: people who propose themselves as speakers, or somebody else."""

import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django_countries.fields import CountryField

from forums.models import Edition
from forums.models.fields import LineField, ProseField

from .invitation import Invitation
from .person import Person

# What mail programs make a link of: a scheme, www, a mailbox, or a word that ends in a dot and a domain's letters.
# "J.R.R. Smith" and "St.John" are names.
_ADDRESS = re.compile(r"://|www\.|@|\w\.(?:[a-z]{2,}|[A-Z]{2,}|[^\x00-\x7f]{2,})", re.UNICODE)


def validate_no_address(value: str) -> None:
    """Refuse an address of a page or a mailbox in a name: our mails are no vehicle for a stranger's."""
    if _ADDRESS.search(unicodedata.normalize("NFKC", value)):
        raise ValidationError("Write the name alone, without an address; after a dot, leave a space.", code="address")


class NameField(LineField):
    """A name that somebody unknown typed and that a mail of ours may hold."""

    default_validators = [*LineField.default_validators, validate_no_address]


class OpenCall(models.Model):
    """An edition's call for speakers, open from one moment to another."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="open_call")
    opens_at = models.DateTimeField("opens")
    closes_at = models.DateTimeField("closes")
    self_registration = models.BooleanField("people may propose themselves", default=True)
    nominations = models.BooleanField("organizations may nominate speakers", default=True)
    introduction = ProseField(
        blank=True, help_text="What the call is about and who is sought. Stands above the form, in plain paragraphs."
    )

    class Meta:
        ordering = ["-closes_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="open_call_closes_after_it_opens",
                violation_error_message="A call cannot close before it opens.",
            ),
            models.CheckConstraint(
                condition=Q(self_registration=True) | Q(nominations=True),
                name="open_call_is_for_somebody",
                violation_error_message="Let people propose themselves, or organizations nominate speakers, or both.",
            ),
        ]

    def __str__(self) -> str:
        return f"Open call, {self.edition}"

    @property
    def state(self) -> str:
        """cancelled (with its edition), early, open or closed."""
        if self.edition.status == Edition.Status.CANCELLED:
            return "cancelled"
        now = timezone.now()
        if now < self.opens_at:
            return "early"
        return "open" if now < self.closes_at else "closed"

    @property
    def kinds(self) -> list[str]:
        """What may be sent in: self, nomination or both."""
        allowed = {Proposal.Kind.SELF: self.self_registration, Proposal.Kind.NOMINATION: self.nominations}
        return [kind.value for kind, may in allowed.items() if may]


class Proposal(models.Model):
    """Somebody proposed as a speaker. Nobody has vouched for any of it but the mailbox that it was confirmed from."""

    class Kind(models.TextChoices):
        SELF = "self", "self-registration"
        NOMINATION = "nomination", "nomination"

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "unconfirmed"
        RECEIVED = "received", "received"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    call = models.ForeignKey(OpenCall, models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=10, choices=Kind)
    status = models.CharField(max_length=11, choices=Status, default=Status.UNCONFIRMED)
    language = models.CharField("language of the mails", max_length=7, choices=settings.LANGUAGES, default="en")
    family_name = NameField(max_length=100)
    given_name = NameField(max_length=100, blank=True)
    name_order = models.CharField(max_length=12, choices=Person.NameOrder, default=Person.NameOrder.GIVEN_FIRST)
    native_name = NameField("native-script name", max_length=100, blank=True)
    email = models.EmailField()
    organization = LineField(blank=True)
    title = LineField(blank=True)
    country = CountryField(blank=True)
    bio = ProseField("biography", blank=True)
    talk = LineField("title of the talk", blank=True)
    abstract = ProseField(blank=True)
    nominator_name = NameField(max_length=200, blank=True)
    nominator_email = models.EmailField(blank=True)
    nominator_organization = LineField(blank=True)
    digest = models.CharField("SHA-256 of what was sent in", max_length=64, editable=False)
    created_at = models.DateTimeField("sent in", db_default=Now(), editable=False)
    expires_at = models.DateTimeField("to be confirmed until")
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    reason = ProseField("reason for declining", blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, editable=False, related_name="proposals")
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, editable=False, related_name="proposals"
    )

    class Meta:
        ordering = ["-confirmed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "digest"],
                name="proposal_once_per_call",
                violation_error_message="The same proposal was sent in before.",
            ),
            models.CheckConstraint(
                condition=Q(kind="self", nominator_email="") | Q(kind="nomination") & ~Q(nominator_email=""),
                name="proposal_names_who_nominates",
                violation_error_message="A nomination has an address of whoever nominates; nothing else has.",
            ),
            models.CheckConstraint(
                condition=Q(status="unconfirmed", confirmed_at=None)
                | ~Q(status="unconfirmed") & Q(confirmed_at__isnull=False),
                name="proposal_is_received_once_confirmed",
                violation_error_message="A proposal is received when it is confirmed, and not before.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["unconfirmed", "received"], decided_at=None)
                | Q(status__in=["accepted", "declined"], decided_at__isnull=False),
                name="proposal_answered_has_its_time",
                violation_error_message="An answered proposal says when it was answered; no other does.",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(reason=""),
                name="proposal_is_declined_with_a_reason",
                violation_error_message="Give the reason: it goes into the answer.",
            ),
        ]

    def __str__(self) -> str:
        return self.speaker

    @property
    def speaker(self) -> str:
        """The name of who is proposed, as it would be printed without titles."""
        return str(Person(family_name=self.family_name, given_name=self.given_name, name_order=self.name_order))

    @property
    def sender_email(self) -> str:
        """The address of whoever sent it in, which it is confirmed from."""
        return self.nominator_email or self.email

    @property
    def sender_name(self) -> str:
        """How whoever sent it in is addressed."""
        return self.nominator_name if self.kind == self.Kind.NOMINATION else self.speaker
