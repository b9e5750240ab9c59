"""What reports and documents hold about a person, added to the list of ``speakers.holdings``."""

from typing import Any

from django.db.models import QuerySet

from forums.models import SpeakerCard
from reports.models import (
    Clearance,
    ClearanceItem,
    Comment,
    DocumentVersion,
    Intervention,
    Lead,
    PartRevision,
    Reviewer,
    SessionReport,
)
from speakers.holdings import Fate, Part, Whose, drop_links, hold, pass_over, printed_by
from speakers.models import PrivateLink


@printed_by
def cards_in_documents(cards: list[SpeakerCard]) -> set[int]:
    """The cards whose name stands in a version of a document."""
    printed = set()
    for card in cards:
        # As canonical JSON writes a text.
        name = card.name.replace("\\", "\\\\").replace('"', '\\"')
        if name and DocumentVersion.objects.filter(content__contains=name).exists():
            printed.add(card.pk)
    return printed


def _take_back(rows: QuerySet[Any], _whose: Whose) -> None:
    """Nobody is left to answer."""
    drop_links(PrivateLink.Purpose.CLEARANCE, rows)
    rows.filter(status__in=Clearance.OPEN).update(status=Clearance.Status.REVOKED)


def _drop_review_links(rows: QuerySet[Any], _whose: Whose) -> None:
    drop_links(PrivateLink.Purpose.REVIEW, rows)


def _drop_revisions(rows: QuerySet[Any], _whose: Whose) -> None:
    """What somebody wrote before it read as it does was never printed."""
    PartRevision.objects.filter(values__credit__in=list(rows.values_list("credit", flat=True))).delete()


_OF_SESSION = "a report is the session's, not the rapporteur's own"
_CLEARED = ("clearance__person", "clearance__card__registration__person")

hold(
    Part(
        model=SessionReport,
        paths=("rapporteur",),
        fate=Fate.STAYS,
        why="The report is the session's; its rapporteur has no name any more.",
        given=("session", "status", "takeaways_at", "submitted_at", "approved_at", "returned"),
        related=("session",),
        title="Reports that they wrote",
    ),
    Part(
        model=Intervention,
        paths=("credit__card__registration__person",),
        fate=Fate.PRINTED,
        card="credit__card",
        act=_drop_revisions,
        why="What was said in a session that was published stays in its report, as it reads today.",
        withheld=("report",),
        related=("credit__session", "credit__card", "credit__seat_of"),
    ),
    Part(
        model=Clearance,
        paths=("person", "card__registration__person"),
        fate=Fate.EMPTIED,
        kept=(
            "edition",
            "person",
            "organization",
            "card",
            "status",
            "deadline",
            "sent_at",
            "opened_at",
            "answered_at",
            "sent_by",
            "created_at",
        ),
        act=_take_back,
        why="That and when they were asked stays: it proves that what was printed was cleared.",
        withheld=("organization", "card"),
        related=("edition__forum",),
    ),
    Part(
        model=ClearanceItem,
        paths=_CLEARED,
        fate=Fate.EMPTIED,
        kept=("clearance", "intervention", "digest", "answer", "answered_at", "decision", "decided_by", "decided_at"),
        why="Their answer stays, without the words.",
        withheld=("clearance", "intervention"),
    ),
    Part(model=Lead, paths=("person",), fate=Fate.GOES, related=("workstream",)),
    # Before their comments here, and so after them when they are erased.
    Part(
        model=Reviewer, addresses=("email",), fate=Fate.GOES, act=_drop_review_links, related=("round", "organization")
    ),
    Part(
        model=Comment,
        addresses=("reviewer__email",),
        fate=Fate.EMPTIED,
        kept=(
            "round",
            "reviewer",
            "key",
            "anchor",
            "organization",
            "text",
            "proposed",
            "disposition",
            "reason",
            "written_at",
            "changed_at",
            "decided_by",
            "decided_at",
        ),
        why="Comments on a document were answered in it; they no longer say whose they are.",
        withheld=("round", "reviewer"),
    ),
)
pass_over(
    reports__ReportEvent__report=_OF_SESSION,
    reports__Takeaway__report=_OF_SESSION,
    reports__CallToAction__report=_OF_SESSION,
    reports__QuotedFigure__report=_OF_SESSION,
    reports__PartRevision__report=_OF_SESSION,
    reports__Intervention__report=_OF_SESSION,
    reports__QuotedFigure__intervention="a figure is the session's, whoever quoted it",
    reports__OutcomePoint__evidence="a point is the forum's, whoever it rests on",
    reports__EvidenceRefusal__intervention="what a point does not rest on is the office's finding",
    reports__ClearanceItem__intervention="what is cleared is held by way of the clearance",
)
