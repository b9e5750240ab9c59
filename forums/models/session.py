"""Where and when things happen: rooms, tracks and the tree of sessions."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from .edition import Edition
from .fields import GoalsField, LanguagesField, LineField, ProseField
from .organization import Organization

# plenary > panel > part
MAX_DEPTH = 3


class Room(models.Model):
    """A hall, a salon or a video channel of an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="rooms")
    slug = models.SlugField("key")
    name = LineField(max_length=100)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    layout = LineField(max_length=100, blank=True)
    online_url = models.URLField("online link", blank=True)
    position = models.PositiveSmallIntegerField("order", default=0)
    note = ProseField(blank=True, help_text="For the office; never printed.")

    class Meta:
        ordering = ["edition", "position", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "slug"],
                name="room_key_once_per_edition",
                violation_error_message="This edition already has a room with that key.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Track(models.Model):
    """A strand of the programme."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tracks")
    slug = models.SlugField("key")
    name = LineField(max_length=100)
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["edition", "position", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "slug"],
                name="track_key_once_per_edition",
                violation_error_message="This edition already has a track with that key.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(models.QuerySet["Session"]):
    def in_order(self) -> "SessionQuerySet":
        """In the order of the day; what has no time yet comes last."""
        return self.order_by(F("starts_at").asc(nulls_last=True), "position", "id")

    def printable(self) -> "SessionQuerySet":
        """What the public agenda shows: not internal."""
        return self.filter(visibility=Session.Visibility.PUBLIC)


class Session(models.Model):
    """A plenary, a panel, a break: anything with a place in the programme."""

    class Kind(models.TextChoices):
        OPENING = "opening", "opening"
        PLENARY = "plenary", "main plenary"
        THEMATIC_SESSION = "thematic-session", "thematic session"
        SUB_FORUM = "sub-forum", "sub-forum"
        YOUTH_FORUM = "youth-forum", "youth forum"
        OPEN_FORUM = "open-forum", "open forum"
        PANEL = "panel", "panel discussion"
        ROUNDTABLE = "roundtable", "roundtable"
        KEYNOTE = "keynote", "keynote"
        QA = "qa", "questions and answers"
        SEMINAR = "seminar", "seminar"
        PART = "part", "part"
        BREAK = "break", "break"
        CLOSING = "closing", "closing"

    class Status(models.TextChoices):
        PLANNED = "planned", "planned"
        HELD = "held", "held"
        CANCELLED = "cancelled", "cancelled"

    class Attribution(models.TextChoices):
        NAMED = "named", "speakers are named"
        COLLECTIVE = "collective", "“panelists” only"
        CHATHAM_HOUSE = "chatham-house", "Chatham House rule"

    class Visibility(models.TextChoices):
        PUBLIC = "public", "in the published agenda"
        INTERNAL = "internal", "internal"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="sessions")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="parts", verbose_name="part of"
    )
    code = models.SlugField(max_length=80, help_text="Part of the public address; never changed.")
    guid = models.UUIDField("GUID", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Within its kind.")
    title = LineField()
    theme = LineField(blank=True)
    description = ProseField(blank=True)
    track = models.ForeignKey(Track, models.PROTECT, null=True, blank=True, related_name="sessions")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="sessions")
    all_rooms = models.BooleanField("all rooms", default=False)
    layout = LineField(max_length=100, blank=True, help_text="Like “Round Table – U-shape – 60 min”.")
    starts_at = models.DateTimeField("starts", null=True, blank=True)
    ends_at = models.DateTimeField("ends", null=True, blank=True)
    actual_starts_at = models.DateTimeField("actually started", null=True, blank=True)
    actual_ends_at = models.DateTimeField("actually ended", null=True, blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.PLANNED)
    floor_languages = LanguagesField("floor languages")
    interpretation_languages = LanguagesField("interpretation into")
    livestream_url = models.URLField("livestream", blank=True)
    livestream_opens_at = models.DateTimeField(
        "link opens", null=True, blank=True, help_text="The public gets the link from then on; empty: at once."
    )
    livestream_closes_at = models.DateTimeField(
        "link closes", null=True, blank=True, help_text="Nobody gets the link after that; empty: never."
    )
    recording_url = models.URLField("recording", blank=True)
    policy_questions = ProseField("policy questions", blank=True, help_text="One a line.")
    sdgs = GoalsField("Sustainable Development Goals")
    sdg_targets = ProseField("SDG targets", blank=True)
    organizers = models.ManyToManyField(Organization, blank=True, related_name="organized_sessions")
    online_plan = ProseField("online participation", blank=True)
    attribution = models.CharField(max_length=13, choices=Attribution, default=Attribution.NAMED)
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    position = models.PositiveSmallIntegerField("order", default=0)
    note = ProseField(blank=True, help_text="For the office; never printed.")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "starts_at", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="session_code_once_per_edition",
                violation_error_message="This edition already has a session with that code.",
            ),
            models.UniqueConstraint(
                fields=["edition", "kind", "number"],
                condition=Q(parent=None, number__isnull=False),
                name="session_number_once_per_kind",
                violation_error_message="This edition already has a session of that kind with that number.",
            ),
            models.UniqueConstraint(
                fields=["parent", "kind", "number"],
                condition=Q(parent__isnull=False, number__isnull=False),
                name="session_part_number_once_per_kind",
                violation_error_message="This session already has a part of that kind with that number.",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message="Give both times, the end after the start, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(actual_ends_at=None)
                | Q(actual_starts_at__isnull=False, actual_ends_at__gt=F("actual_starts_at")),
                name="session_actually_ends_after_it_starts",
                violation_error_message="The actual end needs an actual start before it.",
            ),
            models.CheckConstraint(
                condition=Q(livestream_opens_at=None)
                | Q(livestream_closes_at=None)
                | Q(livestream_closes_at__gt=F("livestream_opens_at")),
                name="session_livestream_closes_after_it_opens",
                violation_error_message="The link must close after it opens.",
            ),
            models.CheckConstraint(
                condition=Q(all_rooms=False) | Q(room=None),
                name="session_has_one_room_or_all",
                violation_error_message="Choose a room or “all rooms”, not both.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="session_is_not_part_of_itself",
                violation_error_message="A session cannot be part of itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Rules over several rows, which a constraint cannot hold."""
        for name in ("parent", "room", "track"):
            other = getattr(self, name)
            if other is not None and other.edition_id != self.edition_id:
                raise ValidationError({name: f"This {name} belongs to another edition."})
        levels, above = self._levels(), self.parent
        while above is not None:
            levels += 1
            # A circle has no end, so it is too deep as well.
            if levels > MAX_DEPTH:
                raise ValidationError({"parent": "Sessions nest three deep at most: plenary > panel > part."})
            above = above.parent

    def _levels(self) -> int:
        """How many levels it brings along: its own and those of its parts."""
        levels, parts = 1, [self.pk]
        while self.pk and levels < MAX_DEPTH:
            parts = list(Session.objects.filter(parent__in=parts).values_list("pk", flat=True))
            if not parts:
                break
            levels += 1
        return levels
