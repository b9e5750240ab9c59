"""Comments of a review round: how reviewers write them, and how the drafting team decides on each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError
from reports.models import Comment, Document, Reviewer, ReviewRound
from reports.paper.content import from_json
from reports.paper.plain import Place, places
from reports.paragraphs import Standing, read_paragraphs, write_paragraph

Disposition = Comment.Disposition
# More than anybody writes by hand about one document.
MOST = 500
WHOLE = Place("", "heading", "The document as a whole")


class ClosedError(DomainError):
    """The round is not open, or the reviewer is not in it any more."""

    def __init__(self) -> None:
        super().__init__("The review is over; nothing was changed.")


class SentBeforeError(DomainError):
    """A form was sent again with other words; ``comment`` is what it made the first time."""

    def __init__(self, comment: Comment) -> None:
        self.comment = comment
        super().__init__("This comment has arrived already; change it below.")


class DecidedError(DomainError):
    """The comment was decided on before it was changed."""

    def __init__(self) -> None:
        super().__init__("The drafting team has decided on this comment already; write a new one.")


@transaction.atomic
def write_comment(reviewer: Reviewer, *, key: str, anchor: str, text: str, proposed: str = "") -> Comment:
    """Keep a reviewer's comment on a paragraph of the version, or on the whole of it where ``anchor`` is empty.

    ``key`` is that of the form: sent twice, it makes one comment. Raises ClosedError outside the round,
    SentBeforeError where the form made a comment of other words, DomainError for a paragraph that is not there or
    too many comments, ValidationError for what no row can hold.
    """
    reviewer = _locked(reviewer)
    if key and (before := reviewer.comments.filter(key=key).first()):
        if (before.text, before.proposed) == (text, proposed):
            return before
        raise SentBeforeError(before)
    if anchor and anchor not in {place.id for place in places_of(reviewer.round)}:
        raise DomainError("The document has no such paragraph.")
    if reviewer.comments.count() >= MOST:
        raise DomainError(f"You have written {MOST} comments; change one of them, or write to the secretariat.")
    comment = Comment(
        round=reviewer.round,
        reviewer=reviewer,
        key=key,
        anchor=anchor,
        author=reviewer.name,
        organization=reviewer.organization,
        text=text,
        proposed=proposed,
    )
    comment.full_clean()
    comment.save()
    return comment


@transaction.atomic
def change_comment(comment: Comment, *, text: str, proposed: str) -> None:
    """Let a reviewer write a comment of theirs anew. Raises ClosedError and DecidedError where it is too late."""
    _locked(comment.reviewer)
    comment.text, comment.proposed, comment.changed_at = text, proposed, timezone.now()
    comment.full_clean()
    open_ = Comment.objects.filter(pk=comment.pk, disposition=Disposition.OPEN)
    if not open_.update(text=text, proposed=proposed, changed_at=comment.changed_at):
        raise DecidedError


@transaction.atomic
def remove_comment(comment: Comment) -> None:
    """Let a reviewer take a comment of theirs back. Raises ClosedError and DecidedError where it is too late."""
    _locked(comment.reviewer)
    if not Comment.objects.filter(pk=comment.pk, disposition=Disposition.OPEN).delete()[0]:
        raise DecidedError


def set_finished(reviewer: Reviewer, *, finished: bool) -> None:
    """Record that a reviewer is done, or is not after all. Raises ClosedError outside the round."""
    with transaction.atomic():
        _locked(reviewer)
        rows = Reviewer.objects.filter(pk=reviewer.pk)
        if finished:
            rows.filter(finished_at=None).update(finished_at=timezone.now())
        else:
            rows.update(finished_at=None)


def note_review_opened(reviewer: Reviewer) -> None:
    """Record that a reviewer has opened the page; only the first time counts."""
    Reviewer.objects.filter(pk=reviewer.pk, opened_at=None).update(opened_at=timezone.now())


def _locked(reviewer: Reviewer | None) -> Reviewer:
    """The reviewer, alone: two posts of one page follow each other. Raises ClosedError outside the round."""
    rows = Reviewer.objects.select_for_update(of=("self",))
    related = rows.select_related("round__version__document__edition", "organization")
    found = related.filter(pk=reviewer.pk if reviewer else 0, revoked_at=None).first()
    if found is None or not found.round.is_open:
        raise ClosedError
    return found


def places_of(round_: ReviewRound) -> list[Place]:
    """Every heading and block of the version under review, in reading order."""
    return list(places(from_json(round_.version.content).chapters))


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as the drafting team sees it: its number in the round, its paragraph then and now.

    ``now`` is None where the paragraph is no longer there, ``own`` the own text that stands in its place today.
    """

    number: int
    comment: Comment
    place: Place
    now: str | None
    own: str

    @property
    def chapter(self) -> str:
        """The chapter that it is about; empty for the whole document."""
        return self.place.trail[0] if self.place.trail else self.place.text if self.place.id else ""

    @property
    def where(self) -> str:
        """The sections around the paragraph, and the heading itself where the comment is on one."""
        trail = self.place.trail if self.place.kind != "heading" else (*self.place.trail, self.place.text)
        return " › ".join(trail) or self.comment.anchor

    @property
    def is_moved(self) -> bool:
        """Whether the paragraph reads differently today."""
        return bool(self.place.id) and self.now != self.place.text

    @property
    def can_take_wording(self) -> bool:
        """Whether the proposed wording can be taken over in one step."""
        is_open = self.comment.disposition == Disposition.OPEN
        return bool(is_open and self.comment.proposed and self.place.id and self.now is not None)


def read_remarks(round_: ReviewRound) -> list[Remark]:
    """Every comment of a round in the order of the document, the whole document's first; a constant number of queries.

    ``number`` is the comment's in the matrix.
    """
    then = {place.id: place for place in (WHOLE, *places_of(round_))}
    now = {it.place.id: it for it in read_paragraphs(round_.version.document)}
    order = {anchor: number for number, anchor in enumerate(then)}
    rows = round_.comments.select_related("organization", "reviewer", "decided_by")
    found = sorted(rows, key=lambda row: (order.get(row.anchor, len(order)), row.anchor, row.pk))
    return [
        Remark(
            number,
            row,
            then.get(row.anchor, Place(row.anchor, "paragraph", "")),
            _printed(now.get(row.anchor)),
            _own(now.get(row.anchor)),
        )
        for number, row in enumerate(found, 1)
    ]


def _printed(standing: Standing | None) -> str | None:
    if standing is None:
        return None
    return standing.own.text if standing.own else standing.given


def _own(standing: Standing | None) -> str:
    return standing.own.text if standing and standing.own else ""


def decide_comment(comment: Comment, disposition: str, reason: str = "", *, seen: str, by: Any) -> None:
    """Say what is done with a comment and why; ``open`` takes a decision back.

    ``seen`` is the disposition that whoever decides had before them. Raises DomainError where somebody else has
    decided meanwhile, where the reason is missing, and once the reviewers were told.
    """
    reason = reason.strip()
    if disposition not in Disposition.values:
        raise DomainError("Accept, accept partly, decline, or leave it open.")
    if disposition in Comment.EXPLAINED and not reason:
        raise DomainError("Say why the comment was not accepted in full.")
    values = {"disposition": disposition, "reason": reason, "decided_by": by, "decided_at": timezone.now()}
    if disposition == Disposition.OPEN:
        values |= {"decided_by": None, "decided_at": None}
    Comment._meta.get_field("reason").run_validators(reason)
    rows = Comment.objects.filter(pk=comment.pk, round__answered_at=None, disposition=seen)
    if not rows.update(**values):
        raise DomainError("Somebody else has decided, or the reviewers were told already; look at it again.")


@transaction.atomic
def accept_wording(comment: Comment, *, seen: str, by: Any) -> None:
    """Write the proposed wording as own text of the paragraph, and accept the comment with it.

    ``seen`` is the own text that stood there, empty for none. Raises DomainError where nothing is proposed, where the
    paragraph is gone, and StaleError where somebody else wrote it since.
    """
    if not comment.proposed.strip():
        raise DomainError("No other wording is proposed; decide on the comment instead.")
    if not comment.anchor:
        raise DomainError("The comment is on the whole document; write the paragraphs that it touches.")
    document: Document = comment.round.version.document
    decide_comment(comment, Disposition.ACCEPTED, "Taken over as proposed.", seen=Disposition.OPEN, by=by)
    write_paragraph(document, comment.anchor, comment.proposed, seen=seen, by=by)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many comments of somebody, or of a chapter, there are, and how many of them are open."""

    label: str
    total: int
    open: int


def tally(labels: Iterable[tuple[str, Comment]]) -> list[Tally]:
    """The comments counted under each label, those with most open ones first."""
    counts: dict[str, list[int]] = {}
    for label, comment in labels:
        both = counts.setdefault(label, [0, 0])
        both[0] += 1
        both[1] += comment.disposition == Disposition.OPEN
    found = [Tally(label, *both) for label, both in counts.items()]
    return sorted(found, key=lambda it: (-it.open, -it.total, it.label))
