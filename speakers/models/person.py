"""Persons and the titles they hold, each from one day to another."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django_countries.fields import CountryField

from forums.models import Organization, SpeakerCard
from forums.models.fields import LanguagesField, LineField, ProseField


class PersonQuerySet(models.QuerySet["Person"]):
    def unmerged(self) -> "PersonQuerySet":
        """Persons that were not merged into another."""
        return self.filter(merged_into=None)

    def on_file(self) -> "PersonQuerySet":
        """Persons who can still be asked and written to: neither merged nor erased."""
        return self.unmerged().filter(erased_at=None)


class Person(models.Model):
    """Someone who speaks at forums. Everything here is private; the public reads a card."""

    class NameOrder(models.TextChoices):
        GIVEN_FIRST = "given-first", "given name first"
        FAMILY_FIRST = "family-first", "family name first"

    class StakeholderGroup(models.TextChoices):
        GOVERNMENT = "government", "government"
        INTERGOVERNMENTAL = "intergovernmental", "intergovernmental organization"
        ACADEMIA = "academia", "academia"
        PRIVATE_SECTOR = "private-sector", "private sector"
        TECHNICAL_COMMUNITY = "technical-community", "technical community"
        CIVIL_SOCIETY = "civil-society", "civil society"
        MEDIA = "media", "media"

    guid = models.UUIDField("GUID", default=uuid.uuid4, unique=True, editable=False)
    family_name = LineField(max_length=100)
    given_name = LineField(max_length=100, blank=True)
    name_order = models.CharField(max_length=12, choices=NameOrder, default=NameOrder.GIVEN_FIRST)
    native_name = LineField("native-script name", max_length=100, blank=True)
    honorific = LineField(max_length=40, blank=True, help_text="Printed before the name: Dame, H.E.")
    short_name = LineField(
        "short reference", max_length=100, blank=True, help_text="For later mentions; the family name if empty."
    )
    pronoun = LineField(max_length=20, blank=True)
    gender = LineField(max_length=40, blank=True, help_text="In their own words, where given; private, only counted.")
    stakeholder_group = models.CharField(
        max_length=19,
        choices=StakeholderGroup,
        blank=True,
        help_text="For whom they speak; empty: by the kind of their organization.",
    )
    country = CountryField(blank=True)
    email = models.EmailField(blank=True)
    phone = LineField(max_length=40, blank=True)
    photo = models.ImageField(upload_to="people", blank=True)
    bio = ProseField("biography", blank=True)
    languages = LanguagesField()
    links = ProseField(blank=True, help_text="Addresses, one a line.")
    assistant_name = LineField(max_length=200, blank=True)
    assistant_email = models.EmailField(blank=True)
    assistant_phone = LineField(max_length=40, blank=True)
    distinguish = LineField(
        "told apart by", max_length=100, blank=True, help_text="For persons of the same name; never printed."
    )
    note = ProseField(blank=True, help_text="For the office; never printed.")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    erased_at = models.DateTimeField("erased", null=True, blank=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "persons"
        ordering = ["family_name", "given_name", "id"]
        permissions = [
            ("export_person", "Can download everything held about a person"),
            ("erase_person", "Can erase a person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="person_is_not_merged_into_itself",
                violation_error_message="A person cannot be merged into themselves.",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    family_name__startswith="Erased person ",
                    given_name="",
                    native_name="",
                    email="",
                    phone="",
                    photo="",
                    bio="",
                    links="",
                    assistant_name="",
                    assistant_email="",
                    assistant_phone="",
                    note="",
                ),
                name="person_erased_holds_nothing",
                violation_error_message="This person was erased; nothing is to be entered here any more.",
            ),
        ]

    def __str__(self) -> str:
        family_first = self.name_order == self.NameOrder.FAMILY_FIRST
        parts = [self.family_name, self.given_name] if family_first else [self.given_name, self.family_name]
        name = " ".join(part for part in parts if part)
        return f"{name} ({self.distinguish})" if self.distinguish else name


class Appointment(models.Model):
    """A title that a person holds, or held, with the days it began and ended."""

    class Kind(models.TextChoices):
        POSITION = "position", "position"
        FELLOWSHIP = "fellowship", "fellowship"
        HONORARY = "honorary", "honorary title"
        COMMITTEE = "committee", "committee seat"

    class OnceOver(models.TextChoices):
        DROP = "drop", "no longer printed"
        PAST = "past", "“past …”"
        FORMER = "former", "“former …”"

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments")
    title = LineField(blank=True, help_text="In lower case, as printed: “vice minister”.")
    short_title = LineField(max_length=100, blank=True, help_text="For lists and badges; the title if empty.")
    before_name = models.BooleanField(
        "before the name", default=False, help_text="Printed before the name, not after it: “Ambassador”."
    )
    link = LineField(
        "joined by",
        max_length=8,
        blank=True,
        default="of",
        help_text="Between title and organization: of, at, in, for.",
    )
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="appointments")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.POSITION)
    started_on = models.DateField("from", null=True, blank=True, help_text="Empty: since before anything known.")
    ended_on = models.DateField("to", null=True, blank=True, help_text="The last day; empty while held.")
    once_over = models.CharField("once over", max_length=6, choices=OnceOver, default=OnceOver.DROP)
    position = models.PositiveSmallIntegerField("protocol order", default=0)
    rank = models.PositiveSmallIntegerField(
        choices=SpeakerCard.Rank,
        default=SpeakerCard.Rank.OTHER,
        help_text="Who holds it is listed by the highest rank held on the day.",
    )
    note = ProseField(blank=True, help_text="For the office; never printed.")

    class Meta:
        ordering = ["person", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="appointment_ends_after_it_starts",
                violation_error_message="An appointment cannot end before it starts.",
            )
        ]

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.title, self.link, self.organization) if part)

    def clean(self) -> None:
        """An appointment says at least one thing."""
        if not self.title and self.organization is None:
            raise ValidationError("Give a title, an organization, or both.")
