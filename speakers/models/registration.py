"""A person taking part in an edition, with everything the office needs and nobody else sees."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from forums.models import AgendaRelease, Credit, Edition, SpeakerCard
from forums.models.fields import LineField, ProseField, validate_timezone

from .person import Person


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def live(self) -> "RegistrationQuerySet":
        """Registrations that were not withdrawn."""
        return self.exclude(status=Registration.Status.WITHDRAWN)


class Registration(models.Model):
    """A person at an edition: at most one live registration each, the withdrawn ones kept."""

    class Status(models.TextChoices):
        INVITED = "invited", "invited"
        CONFIRMED = "confirmed", "confirmed"
        ATTENDED = "attended", "attended"
        WITHDRAWN = "withdrawn", "withdrawn"

    COMING = (Status.CONFIRMED, Status.ATTENDED)

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="registrations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations")
    card = models.OneToOneField(
        SpeakerCard, models.SET_NULL, null=True, blank=True, editable=False, related_name="registration"
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.INVITED)
    mode = models.CharField(max_length=14, choices=Credit.Mode, default=Credit.Mode.ONSITE)
    timezone = models.CharField(
        "their time zone", max_length=60, blank=True, validators=[validate_timezone], help_text="Like Europe/Zurich."
    )
    availability = ProseField("about their time", blank=True)
    arrival = ProseField("arrival and departure", blank=True)
    needs = ProseField(blank=True, help_text="Diet, access, visa. Private.")
    bio = ProseField("biography for this edition", blank=True, help_text="The person's own if empty.")
    photo = models.ImageField("photo for this edition", upload_to="registrations", blank=True)
    billed_titles = ProseField(
        "billed titles", blank=True, help_text="As agreed, one a line. Empty: from the appointments of the day."
    )
    agreed_at = models.DateTimeField("titles agreed at", null=True, blank=True)
    sections = models.JSONField(
        "sections of their page", default=dict, editable=False, help_text="When each was last saved by them."
    )
    notices = models.BooleanField("tell them of changes", default=True, help_text="Off: no mails after a release.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "person", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=~Q(status="withdrawn"),
                name="registration_live_once_per_edition",
                violation_error_message="This person is already registered for this edition.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.edition}"


class Availability(models.Model):
    """A time at which a registered person can speak."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="times")
    starts_at = models.DateTimeField("from")
    ends_at = models.DateTimeField("to")

    class Meta:
        verbose_name = "available time"
        ordering = ["registration", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="availability_ends_after_it_starts",
                violation_error_message="The end must come after the start.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%d %b %Y %H:%M}–{self.ends_at:%H:%M} UTC"


class Abstract(models.Model):
    """What a speaker is going to say, as they wrote it. The programme prints it once they have agreed to that."""

    credit = models.OneToOneField(Credit, models.CASCADE, related_name="written")
    text = ProseField()

    class Meta:
        ordering = ["credit"]

    def __str__(self) -> str:
        return f"Abstract: {self.credit}"


class ChangeRequest(models.Model):
    """A change a speaker asks for after the agenda was released; staff accept or refuse it."""

    class Field(models.TextChoices):
        NAME = "name", "name"
        TITLES = "titles", "titles"
        BIO = "bio", "biography"
        PHOTO = "photo", "photo"
        TALK = "talk", "talk title"
        ATTENDANCE = "attendance", "attendance"

    class Status(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        REFUSED = "refused", "refused"

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="change_requests")
    release = models.ForeignKey(AgendaRelease, models.PROTECT, null=True, blank=True, related_name="change_requests")
    field = models.CharField(max_length=10, choices=Field)
    credit = models.ForeignKey(
        Credit, models.CASCADE, null=True, blank=True, related_name="change_requests", help_text="Whose talk it is."
    )
    before = ProseField(blank=True)
    after = ProseField(blank=True)
    values = models.JSONField(default=dict, editable=False, help_text="What is written once it is accepted.")
    photo = models.ImageField("photo asked for", upload_to="registrations", blank=True)
    channel = LineField("asked by", max_length=60, blank=True, editable=False)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    reason = LineField(blank=True, help_text="Told to the speaker when refused.")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    told_at = models.DateTimeField("office told", null=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["status", "-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "field"],
                condition=Q(status="open", credit=None),
                name="change_request_open_once_per_field",
                violation_error_message="A change of this field is waiting already.",
            ),
            models.UniqueConstraint(
                fields=["registration", "credit"],
                condition=Q(status="open", credit__isnull=False),
                name="change_request_open_once_per_talk",
                violation_error_message="A change of this talk is waiting already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.registration}"

    def clean(self) -> None:
        """A refusal is explained."""
        if self.status == self.Status.REFUSED and not self.reason:
            raise ValidationError({"reason": "Tell the speaker why the change was refused."})
