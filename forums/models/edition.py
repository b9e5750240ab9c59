"""One edition of a forum: when, where, with whom, and what was counted."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django_countries.fields import CountryField

from .fields import LanguagesField, LineField, ProseField, validate_timezone
from .forum import Forum
from .organization import Organization


class EditionQuerySet(models.QuerySet["Edition"]):
    def public(self) -> "EditionQuerySet":
        """Editions that anyone may know of: announced and whatever follows."""
        return self.exclude(status=Edition.Status.PLANNED)

    def earlier_than(self, edition: "Edition") -> "EditionQuerySet":
        """The forum's editions before this one, the first of them first."""
        return self.filter(forum=edition.forum_id, number__lt=edition.number).order_by("number")


class Edition(models.Model):
    """A forum held once: the 2022 forum, the third summit."""

    class Status(models.TextChoices):
        PLANNED = "planned", "planned (not public)"
        ANNOUNCED = "announced", "announced"
        OPEN = "open", "open"
        HELD = "held", "held"
        DOCUMENTED = "documented", "documented"
        CANCELLED = "cancelled", "cancelled"

    class Format(models.TextChoices):
        ONSITE = "onsite", "onsite"
        ONLINE = "online", "online"
        HYBRID = "hybrid", "onsite and online"

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="editions")
    slug = models.SlugField("address", unique=True, help_text="Part of the public address; never changed.")
    number = models.PositiveSmallIntegerField(help_text="1 for the first edition.")
    year = models.PositiveSmallIntegerField()
    title = LineField(help_text="As printed on the cover.")
    theme = LineField(blank=True)
    starts_on = models.DateField("first day", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    when = LineField("approximate date", max_length=80, blank=True, help_text="Only while the days are not set.")
    timezone = models.CharField(
        "time zone", max_length=60, default="UTC", validators=[validate_timezone], help_text="Like Asia/Shanghai."
    )
    format = models.CharField(max_length=6, choices=Format, default=Format.ONSITE)
    city = LineField(max_length=80, blank=True)
    country = CountryField(blank=True)
    venue = LineField(blank=True)
    languages = LanguagesField(help_text="The languages that this edition is published in.")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    next_step = ProseField("next step", blank=True, help_text="The closing chapter. Markdown.")
    source = LineField(blank=True, help_text="Where these facts come from.")
    note = ProseField(blank=True, help_text="For the office; never printed.")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "number"],
                name="edition_number_once_per_forum",
                violation_error_message="This forum already has an edition with that number.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="edition_ends_after_it_starts",
                violation_error_message="Give both days, the last not before the first, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum} {self.year}"

    def clean(self) -> None:
        """What readers have an agenda of stays where they found it."""
        stored = Edition.objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        if stored is None:
            return
        if self.slug != stored and self.releases.exists():
            raise ValidationError({"slug": f"Leave “{stored}”: it is in addresses that were published."})
        if self.status == self.Status.PLANNED and self.releases.filter(withdrawn_at=None).exists():
            message = "Its agenda is published. Withdraw its releases first, or set the edition to cancelled."
            raise ValidationError({"status": message})


class Partnership(models.Model):
    """What an organization is to an edition, in protocol order."""

    class Role(models.TextChoices):
        HOST = "host", "host"
        ORGANIZER = "organizer", "organizer"
        CO_ORGANIZER = "co-organizer", "co-organizer"
        INTERNATIONAL_SUPPORTING = "international-supporting", "international supporting partner"
        SUPPORTING = "supporting", "supporting partner"
        PARTNER = "partner", "partner"
        MEDIA = "media", "media partner"
        SPONSOR = "sponsor", "sponsor"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="partnerships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="partnerships")
    role = models.CharField(max_length=24, choices=Role)
    position = models.PositiveSmallIntegerField("protocol order", default=0)

    class Meta:
        ordering = ["edition", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organization", "role"],
                name="partnership_once_per_role",
                violation_error_message="This organization already has that role in this edition.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.get_role_display()}"


class Announcement(models.Model):
    """The days of an edition as a source gave them; sources may disagree and all are kept."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="announcements")
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    source = LineField(help_text="Who said so, and where.")
    published_on = models.DateField("published on", null=True, blank=True)
    preferred = models.BooleanField(default=False, help_text="The one that the edition follows.")

    class Meta:
        ordering = ["edition", "-preferred", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="announcement_ends_after_it_starts",
                violation_error_message="The last day cannot come before the first.",
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(preferred=True),
                name="announcement_preferred_once_per_edition",
                violation_error_message="Another announcement of this edition is preferred already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%d %b}–{self.ends_on:%d %b %Y} ({self.source})"


class Figure(models.Model):
    """A number about an edition, with its qualifier and its source; two sources may disagree."""

    class Kind(models.TextChoices):
        PARTICIPANTS = "participants", "participants"
        SPEAKERS = "speakers", "speakers"
        ORGANIZATIONS = "organizations", "organizations represented"
        COUNTRIES = "countries", "countries"
        PARTNERS = "partners", "partner organizations"
        JOURNALISTS = "journalists", "journalists"
        MEDIA_OUTLETS = "media-outlets", "media outlets"
        NEWS_REPORTS = "news-reports", "news reports"
        LIVESTREAM_VIEWS = "livestream-views", "livestream views"
        REPOSTS = "reposts", "reposts"
        PLENARIES = "plenaries", "main plenaries"
        THEMATIC_SESSIONS = "thematic-sessions", "thematic sessions"
        SUB_FORUMS = "sub-forums", "sub-forums"
        YOUTH_FORUMS = "youth-forums", "youth forums"

    class Qualifier(models.TextChoices):
        EXACTLY = "exactly", "exactly"
        OVER = "over", "over"
        MORE_THAN = "more-than", "more than"
        NEARLY = "nearly", "nearly"
        ABOUT = "about", "about"
        SEVERAL = "several", "several (no number)"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="figures")
    kind = models.CharField(max_length=17, choices=Kind)
    qualifier = models.CharField(max_length=9, choices=Qualifier, default=Qualifier.EXACTLY)
    value = models.PositiveBigIntegerField(null=True, blank=True)
    scope = LineField(blank=True, help_text="Printed after the number: “online and offline”.")
    detail = LineField(blank=True, help_text="Printed after a comma: “including China and the UK”.")
    source = LineField(help_text="The document, page or person this number comes from.")
    as_of = models.DateField("as of", null=True, blank=True)
    preferred = models.BooleanField(default=True, help_text="The one that is printed.")

    class Meta:
        ordering = ["edition", "kind", "-preferred", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"],
                condition=Q(preferred=True),
                name="figure_preferred_once_per_kind",
                violation_error_message="Another figure of this kind is preferred already; only one is printed.",
            ),
            models.CheckConstraint(
                condition=Q(qualifier="several", value=None) | (~Q(qualifier="several") & Q(value__isnull=False)),
                name="figure_has_a_value_unless_several",
                violation_error_message="Give a number, or choose “several” and leave it out.",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="figure_has_a_source",
                violation_error_message="Say where the number comes from.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.qualifier} {'' if self.value is None else self.value}".strip()
