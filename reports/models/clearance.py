"""Clearance: each person or office who is quoted sees what will print, and says whether it may."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from forums.models import Edition, Organization, SpeakerCard
from forums.models.fields import LineField, ProseField
from speakers.models import Person

from .intervention import Intervention


class Clearance(models.Model):
    """One private link by which a person, or an office, clears exactly their own paragraphs.

    It is reopened when something is to be asked again, so that whoever is quoted has one page an edition. ``status``
    sums up the items: answered as a whole once every one of them has its answer.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "not sent"
        SENT = "sent", "sent"
        ANSWERED = "answered", "answered"
        LAPSED = "lapsed", "lapsed by silence"
        REVOKED = "revoked", "taken back"

    OPEN = (Status.DRAFT, Status.SENT)
    ASKED = (Status.SENT, Status.ANSWERED, Status.LAPSED)

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="clearances")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="clearances")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clearances",
        help_text="For a seat without a name: the office that it speaks for.",
    )
    card = models.ForeignKey(
        SpeakerCard,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clearances",
        help_text="For a speaker of the programme who is not on file as a person.",
    )
    email = models.EmailField(blank=True, help_text="Where the link goes. Empty: the person's own address.")
    language = models.CharField(
        "language of the mail", max_length=7, choices=settings.LANGUAGES, blank=True, help_text="Empty: their own."
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT, editable=False)
    deadline = models.DateTimeField(null=True, blank=True, help_text="Silence until then is consent.")
    note = ProseField("note to them", blank=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    opened_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["edition", "person", "organization", "card", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, organization=None, card=None)
                    | Q(person=None, organization__isnull=False, card=None)
                    | Q(person=None, organization=None, card__isnull=False)
                ),
                name="clearance_is_of_a_person_or_an_office",
                violation_error_message="Choose the person, the office, or the speaker of the programme: one of them.",
            ),
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=Q(status__in=["draft", "sent"], person__isnull=False),
                name="clearance_open_once_per_person",
                violation_error_message="This person has an open clearance for the edition already.",
            ),
            models.UniqueConstraint(
                fields=["edition", "organization"],
                condition=Q(status__in=["draft", "sent"], organization__isnull=False),
                name="clearance_open_once_per_office",
                violation_error_message="This office has an open clearance for the edition already.",
            ),
            models.UniqueConstraint(
                fields=["card"],
                condition=Q(status__in=["draft", "sent"], card__isnull=False),
                name="clearance_open_once_per_card",
                violation_error_message="This speaker has an open clearance already.",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(deadline__isnull=False, sent_at__isnull=False),
                name="clearance_sent_has_a_deadline",
                violation_error_message="Say until when they can answer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whose}, {self.edition}"

    @property
    def whose(self) -> str:
        """Whom it asks, as the office knows them."""
        return str(self.person or self.organization or self.card)

    @property
    def address(self) -> str:
        """Where its mails go; empty where there is nobody to ask."""
        return self.email or (self.person.email if self.person else "")


class ClearanceItemQuerySet(models.QuerySet["ClearanceItem"]):
    def open(self) -> "ClearanceItemQuerySet":
        """Items to which an answer of theirs is still wanted: none yet, or a correction that was refused."""
        return self.filter(Q(answer="", decision="") | Q(answer="corrected", decision="refused"))


class ClearanceItem(models.Model):
    """One contribution as it was shown, and what was said of it.

    ``shown`` is what would print, a section of the paper as JSON; ``digest`` tells whether it still would. ``text`` is
    its Markdown as it stood and ``speaker`` the name and titles that stand for ``{speaker}``: what a correction starts
    from. A correction prints nothing by itself: the office takes it over, wholly or in its own words, or says why not.
    Of several items of one contribution the newest counts; those before are kept.
    """

    class Answer(models.TextChoices):
        APPROVED = "approved", "approved"
        CORRECTED = "corrected", "asked for a correction"
        WITHDRAWN = "withdrawn", "withdrawn"
        LAPSED = "lapsed", "lapsed by silence"

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", "correction taken over"
        REFUSED = "refused", "correction refused"
        SETTLED = "settled", "settled by the office"

    clearance = models.ForeignKey(Clearance, models.CASCADE, related_name="items")
    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="clearance_items")
    shown = models.TextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    text = models.TextField(editable=False)
    speaker = models.TextField(editable=False)
    answer = models.CharField(max_length=9, choices=Answer, blank=True, editable=False)
    correction = ProseField(blank=True, editable=False)
    remark = ProseField(blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    decision = models.CharField(max_length=8, choices=Decision, blank=True, editable=False)
    reason = LineField(blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = ClearanceItemQuerySet.as_manager()

    class Meta:
        ordering = ["clearance", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clearance", "intervention"],
                condition=Q(answer=""),
                name="clearance_item_asked_once_at_a_time",
                violation_error_message="That contribution waits for an answer in this clearance already.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="clearance_item_answered_at_some_time",
                violation_error_message="Say when it was answered.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intervention}: {self.get_answer_display() or 'no answer'}"

    @property
    def is_open(self) -> bool:
        """As in the queryset, of this row."""
        refused = self.answer == self.Answer.CORRECTED and self.decision == self.Decision.REFUSED
        return refused or not (self.answer or self.decision)
