"""The programme as printed: how a person is shown, and who does what in which session.

A card holds what the public may see of a person and nothing else; everything private lives in the speakers app.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django_countries.fields import CountryField

from .edition import Edition
from .fields import LineField, ProseField
from .organization import Organization
from .session import Session


class SpeakerCardQuerySet(models.QuerySet["SpeakerCard"]):
    def published(self) -> "SpeakerCardQuerySet":
        """Cards that the person has agreed to show."""
        return self.filter(published=True)

    def featured(self) -> "SpeakerCardQuerySet":
        """The edition's featured guests in protocol order."""
        return self.filter(featured_position__isnull=False).order_by("featured_position")


class SpeakerCard(models.Model):
    """A person in the programme of one edition: name as styled, titles as of its days."""

    class Rank(models.IntegerChoices):
        HEAD = 1, "head of state or government"
        MINISTER = 2, "minister, head of an international organization"
        DEPUTY = 3, "vice minister, deputy head of an international organization"
        DIRECTOR = 4, "ambassador, director-general, president of a university"
        OTHER = 5, "other"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="cards")
    guid = models.UUIDField("GUID", default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField("address", max_length=80, help_text="Part of the public address; never changed.")
    name = LineField("name as styled")
    sort_name = LineField("sorted as")
    native_name = LineField("native-script name", max_length=100, blank=True)
    titles = ProseField(blank=True, help_text="As of the edition, in protocol order, one a line.")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="cards")
    country = CountryField(blank=True)
    bio = ProseField("biography", blank=True)
    photo = models.ImageField(upload_to="cards", blank=True)
    links = ProseField(blank=True, help_text="Addresses, one a line.")
    rank = models.PositiveSmallIntegerField(
        "rank in protocol", choices=Rank, default=Rank.OTHER, help_text="Within a role, the higher rank comes first."
    )
    featured_position = models.PositiveSmallIntegerField(
        "featured as", null=True, blank=True, help_text="Place among the featured guests; empty if not featured."
    )
    published = models.BooleanField(default=False, help_text="The person agreed to be shown.")

    objects = SpeakerCardQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "sort_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "slug"],
                name="card_address_once_per_edition",
                violation_error_message="This edition already has a speaker with that address.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CreditQuerySet(models.QuerySet["Credit"]):
    def standing(self) -> "CreditQuerySet":
        """Credits that are still true: not cancelled and not handed to a substitute."""
        return self.exclude(status__in=[Credit.Status.CANCELLED, Credit.Status.SUBSTITUTED])


class Credit(models.Model):
    """What a person, or a seat still without a name, does in a session."""

    class Role(models.TextChoices):
        CHAIR = "chair", "chair"
        PRESIDING = "presiding", "presiding"
        OPENING_REMARKS = "opening-remarks", "opening remarks"
        KEYNOTE = "keynote", "keynote"
        SPEECH = "speech", "speech"
        PRESENTATION = "presentation", "presentation"
        PANELIST = "panelist", "panelist"
        DISCUSSANT = "discussant", "discussant"
        ONSITE_MODERATOR = "onsite-moderator", "onsite moderator"
        ONLINE_MODERATOR = "online-moderator", "online moderator"
        RAPPORTEUR = "rapporteur", "rapporteur"
        CONCLUDING_REMARKS = "concluding-remarks", "concluding remarks"

    class Mode(models.TextChoices):
        ONSITE = "onsite", "onsite"
        VIDEO_LINK = "video-link", "by video link"
        RECORDED = "recorded", "recorded"
        READ_ON_BEHALF = "read-on-behalf", "read on behalf"

    class Status(models.TextChoices):
        PLANNED = "planned", "planned"
        DELIVERED = "delivered", "delivered"
        SUBSTITUTED = "substituted", "substituted"
        CANCELLED = "cancelled", "cancelled"

    session = models.ForeignKey(Session, models.CASCADE, related_name="credits")
    card = models.ForeignKey(
        SpeakerCard, models.PROTECT, null=True, blank=True, related_name="credits", verbose_name="speaker"
    )
    seat_of = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        help_text="For a seat without a name: “Delegate of …”.",
    )
    delegate_of = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegates",
        help_text="Whose seat it was until they were named, or whom they stand in for.",
    )
    replaces = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="instead of",
        help_text="Whoever was to speak before they did.",
    )
    role = models.CharField(max_length=18, choices=Role)
    talk = LineField("talk title", blank=True)
    abstract = ProseField(blank=True, help_text="Printed with the session. Registered speakers write it themselves.")
    mode = models.CharField(max_length=14, choices=Mode, default=Mode.ONSITE)
    reader = models.ForeignKey(
        SpeakerCard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="readings",
        verbose_name="read by",
        help_text="For what is read on behalf: who reads it, if they are in the programme.",
    )
    reader_name = LineField(
        "read by, as printed", max_length=200, blank=True, help_text="A reader who is not in the programme."
    )
    position = models.PositiveSmallIntegerField(
        "protocol order",
        default=0,
        help_text="Their place in the session, from 1. 0: by role, then rank, then name.",
    )
    status = models.CharField(max_length=11, choices=Status, default=Status.PLANNED)

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ["session", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(card__isnull=False, seat_of=None) | Q(card=None, seat_of__isnull=False),
                name="credit_is_a_speaker_or_a_seat",
                violation_error_message="Choose a speaker, or the organization whose seat it is; not both.",
            ),
            models.UniqueConstraint(
                fields=["session", "card", "role"],
                condition=Q(card__isnull=False, status__in=["planned", "delivered"]),
                name="credit_standing_once_per_role",
                violation_error_message="This speaker already has that role in this session.",
            ),
            models.CheckConstraint(
                condition=Q(delegate_of=None) | Q(card__isnull=False),
                name="credit_delegate_has_a_name",
                violation_error_message="A seat without a name is the organization’s own: leave “delegate of” empty.",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")),
                name="credit_does_not_replace_itself",
                violation_error_message="Nobody speaks instead of themselves.",
            ),
            models.CheckConstraint(
                condition=Q(reader=None, reader_name="") | Q(mode="read-on-behalf"),
                name="credit_has_a_reader_if_read_on_behalf",
                violation_error_message="Only what is read on behalf has a reader; choose that mode.",
            ),
            models.CheckConstraint(
                condition=Q(reader=None) | Q(reader_name=""),
                name="credit_has_one_reader",
                violation_error_message="Choose the reader or type the name, not both.",
            ),
            models.CheckConstraint(
                condition=Q(reader=None) | Q(card=None) | ~Q(reader=F("card")),
                name="credit_is_not_read_by_the_speaker",
                violation_error_message="Nobody reads on their own behalf.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card or f'Delegate of {self.seat_of}'}, {self.get_role_display()}"

    def clean(self) -> None:
        """The cards of speaker and reader belong to the session's edition, and whoever is replaced to the session."""
        if self.session_id is None:
            return
        for name in ("card", "reader"):
            card = getattr(self, name)
            if card is not None and card.edition_id != self.session.edition_id:
                raise ValidationError({name: "This speaker card belongs to another edition."})
        if self.replaces is not None and self.replaces.session_id != self.session_id:
            raise ValidationError({"replaces": "They were to speak in another session."})
