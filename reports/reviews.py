"""Review rounds: reviewers are named, asked, asked again, taken back, reminded of once, and told what came of it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError, NotReadyError
from forums.languages import DEFAULT
from forums.models import Edition, Organization
from forums.models.fields import validate_one_line, validate_printable
from reports.models import Comment, Reviewer, ReviewRound
from speakers.billing import name_of
from speakers.daytime import next_day
from speakers.links import revoke_private_links
from speakers.mails import Draft, LinkTo, day_in, language_of, queue_mails
from speakers.models import Mail, Person, PrivateLink
from speakers.tasks import wanted_if

PURPOSE = PrivateLink.Purpose.REVIEW
# A link goes on telling that the round is over, and what became of the comments.
_AFTERWARDS = timedelta(days=180)
_REMINDED = timedelta(days=3)
# Nobody is reminded of what they have only just been sent.
_PEACE = timedelta(days=2)
_AT_ONCE = 500
_WHOSE = ("round__version__document__edition__forum", "organization")
_LANGUAGES = {name.casefold(): code for code, name in settings.LANGUAGES} | {
    code.casefold(): code for code, _ in settings.LANGUAGES
}
_ADDRESS = re.compile(r"^(?P<name>.*?)\s*<(?P<email>[^<>]+)>$")

Disposition = Comment.Disposition


@dataclass(frozen=True, slots=True)
class Added:
    """How many reviewers came to a round, and who was in it already."""

    number: int
    already: list[str]


def read_reviewers(text: str) -> list[Reviewer]:
    """Reviewers out of pasted lines, not saved: name, e-mail, organization, language; the last two may be left out.

    Parts stand between tabs, as a spreadsheet copies them, or semicolons; ``Name <address>`` is taken as well. Raises
    NotReadyError with what is wrong, line by line.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" \t;")]
    if len(lines) > _AT_ONCE:
        raise DomainError(f"These are {len(lines)} lines; paste at most {_AT_ONCE} at a time.")
    known = _organizations(lines)
    reviewers, problems = [], []
    for number, line in lines:
        try:
            reviewers.append(_reviewer(_parts(line), known))
        except ValidationError as error:
            problems += [f"Line {number}: {message}" for message in error.messages]
    if problems:
        raise NotReadyError("Nobody was added:", problems)
    return reviewers


def _parts(line: str) -> list[str]:
    parts = [part.strip().strip('"').strip() for part in line.split("\t" if "\t" in line else ";")]
    if found := _ADDRESS.match(parts[0]):
        parts[:1] = [found["name"].strip('"') or found["email"], found["email"]]
    return [*parts, "", "", ""][:4]


def _organizations(lines: Iterable[tuple[int, str]]) -> dict[str, Organization]:
    """Organizations by name, acronym and key, where any line may name one; one query."""
    if not any(_parts(line)[2] for _, line in lines):
        return {}
    rows = Organization.objects.order_by("-pk")
    return {name.casefold(): row for row in rows for name in (row.slug, row.acronym, row.name) if name}


def _reviewer(parts: list[str], known: dict[str, Organization]) -> Reviewer:
    name, email, organization, language = parts
    if not name or not email:
        raise ValidationError("Give a name and an e-mail address, like “Amina Okafor; a.okafor@example.org”.")
    validate_printable(name)
    validate_one_line(name)
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(f"“{email[:100]}” is not an e-mail address.") from None
    if len(name) > 200:
        raise ValidationError("Shorten the name to 200 characters.")
    found = known.get(organization.casefold())
    if organization and found is None:
        raise ValidationError(f"There is no organization “{organization[:100]}”; add it first, or leave it out.")
    code = _LANGUAGES.get(language.casefold(), "") if language else DEFAULT
    if not code:
        raise ValidationError(f"“{language[:50]}” is none of the languages: {', '.join(dict(settings.LANGUAGES))}.")
    return Reviewer(name=name, email=email, organization=found, language=code)


def reviewers_of(persons: Iterable[Person], edition: Edition) -> list[Reviewer]:
    """Reviewers out of persons on file, not saved; those without an address cannot be asked and are left out."""
    return [
        Reviewer(name=name_of(it).styled, email=it.email, language=language_of(it, edition))
        for it in persons
        if it.email and not it.erased_at
    ]


@transaction.atomic
def add_reviewers(round_: ReviewRound, reviewers: Iterable[Reviewer]) -> Added:
    """Put reviewers into a round, each address once whatever its capitals; nobody is written to yet."""
    # Two people pasting the same list in the same second add it once.
    ReviewRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    known = {email.casefold() for email in round_.reviewers.values_list("email", flat=True)}
    new, already = [], []
    for reviewer in reviewers:
        if reviewer.email.casefold() in known:
            already.append(f"{reviewer.name} ({reviewer.email})")
            continue
        known.add(reviewer.email.casefold())
        reviewer.round = round_
        new.append(reviewer)
    Reviewer.objects.bulk_create(new)
    return Added(len(new), already)


@transaction.atomic
def invite_reviewers(round_: ReviewRound, *, only: Collection[int] | None = None) -> int:
    """Send each reviewer who has not been asked yet a private link, or those ``only`` once more; returns how many.

    Before the first day the mails wait for it. Whoever was taken back and is asked again is in again. Raises
    DomainError once the round is over.
    """
    if round_.is_over:
        raise DomainError("The round is over. Give it a later last day first, if reviewers are to go on.")
    rows = Reviewer.objects.filter(round=round_)
    rows = rows.filter(invited_at=None, revoked_at=None) if only is None else rows.filter(pk__in=only)
    now = timezone.now()
    drafts = [
        _mail(row, Mail.Kind.REVIEW, f"review:{row.pk}:{now:%Y%m%dT%H%M%S%f}")
        for row in rows.select_related(*_WHOSE).order_by("pk")
        # Whoever changed the row first has sent it.
        if Reviewer.objects.filter(pk=row.pk, invited_at=row.invited_at).update(invited_at=now, revoked_at=None)
    ]
    if drafts:
        queue_mails(drafts)
    return len(drafts)


def revoke_reviewer(reviewer: Reviewer) -> None:
    """Take a reviewer's links back at once, and mails that have not left; what they wrote stays.

    Raises DomainError if that was done before.
    """
    with transaction.atomic():
        rows = Reviewer.objects.filter(pk=reviewer.pk, revoked_at=None)
        if not rows.update(revoked_at=timezone.now()):
            raise DomainError("This reviewer was taken back before.")
        cut_off(reviewer)


def cut_off(reviewer: Reviewer) -> None:
    """End every link of a reviewer, and every mail with one that has not left: after a new address, for one."""
    revoke_private_links(PURPOSE, reviewer.pk)
    queued = Mail.objects.filter(link_purpose=PURPOSE, link_subject=reviewer.pk, status=Mail.Status.QUEUED)
    queued.update(status=Mail.Status.CANCELLED, finished_at=timezone.now())


def remind_reviewers() -> None:
    """Queue one reminder for everybody who was asked and is not done when a round has three days left."""
    if not settings.MAIL_SERVER:
        return
    now = timezone.now()
    # A day more on either side: where the round's day begins, its edition's clocks tell.
    near = Reviewer.objects.filter(
        round__closes_on__gte=(now - timedelta(days=1)).date(),
        round__closes_on__lte=(now + _REMINDED + timedelta(days=1)).date(),
        invited_at__lte=now - _PEACE,
        finished_at=None,
        revoked_at=None,
    )
    rows = near.select_related(*_WHOSE).defer("round__version__content").order_by("pk")
    due = {_reminder_key(row): row for row in rows if _is_due(row.round, now)}
    made = set(Mail.objects.filter(key__in=due).values_list("key", flat=True))
    if drafts := [_mail(row, Mail.Kind.REVIEW_DUE, key) for key, row in due.items() if key not in made]:
        queue_mails(drafts)


def _reminder_key(row: Reviewer) -> str:
    # A round that is given more days is reminded of anew.
    return f"review-due:{row.pk}:{row.round.closes_on}"


def _is_due(round_: ReviewRound, now: datetime) -> bool:
    return round_.is_open and round_.ends_at - now <= _REMINDED


@wanted_if(Mail.Kind.REVIEW, Mail.Kind.REVIEW_DUE)
def _is_wanted(mail: Mail) -> bool:
    """Whether there is still somebody to read, and something to be read until then."""
    rows = Reviewer.objects.filter(pk=mail.link_subject or 0, revoked_at=None)
    row = rows.select_related(*_WHOSE).defer("round__version__content").first()
    if row is None or row.round.is_over or row.round.version.document.edition.status == Edition.Status.CANCELLED:
        return False
    return mail.kind == Mail.Kind.REVIEW or row.finished_at is None


@transaction.atomic
def answer_reviewers(round_: ReviewRound) -> int:
    """Tell everybody who commented what became of it, once; returns how many were told.

    Raises DomainError while the round runs, while a comment is open, and where it was done before.
    """
    if not round_.is_over:
        raise DomainError("The round still runs; reviewers are told once it is over.")
    if open_ := round_.comments.filter(disposition=Disposition.OPEN).count():
        raise DomainError(f"{open_} {'comment is' if open_ == 1 else 'comments are'} still open; decide first.")
    now = timezone.now()
    if not ReviewRound.objects.filter(pk=round_.pk, answered_at=None).update(answered_at=now):
        raise DomainError("The reviewers of this round were told before.")
    counts: dict[int, Counter[str]] = {}
    for pk, disposition in round_.comments.exclude(reviewer=None).values_list("reviewer", "disposition"):
        counts.setdefault(pk, Counter())[disposition] += 1
    rows = Reviewer.objects.filter(pk__in=counts, revoked_at=None).select_related(*_WHOSE).order_by("pk")
    drafts = [_mail(row, Mail.Kind.REVIEW_ANSWER, f"review-answer:{row.pk}", counts[row.pk]) for row in rows]
    if drafts:
        queue_mails(drafts)
    return len(drafts)


def _mail(row: Reviewer, kind: str, key: str, counts: Counter[str] | None = None) -> Draft:
    round_ = row.round
    document, edition = round_.version.document, round_.version.document.edition
    now = timezone.now()

    def values(language: str) -> dict[str, str]:
        return {
            "name": row.name,
            "document": str(document),
            "due": day_in(round_.closes_on, language),
            "message": _summed_up(counts, language) if counts else round_.note,
        }

    opens = datetime.combine(round_.opens_on, datetime.min.time(), tzinfo=round_.zone)
    # Of a reviewer only the edition's clocks are known: no reminder and no opening day in the middle of its night.
    waits = kind == Mail.Kind.REVIEW_DUE or opens > now
    return Draft(
        kind=kind,
        key=key,
        edition=edition,
        to=row.email,
        language=row.language,
        values=values,
        link=LinkTo(PURPOSE, row.pk, until=max(round_.ends_at, now) + _AFTERWARDS),
        not_before=next_day(max(now, opens), [edition.timezone]) if waits else None,
    )


_SUMMED_UP = {
    "en": ("Your comments: {}.", ", ", {"accepted": "accepted", "partly": "partly accepted", "declined": "declined"}),
    "zh-hans": ("您的意见：{}。", "，", {"accepted": "采纳", "partly": "部分采纳", "declined": "未采纳"}),
}


def _summed_up(counts: Counter[str], language: str) -> str:
    """How many comments were accepted, partly accepted and declined, as a sentence."""
    sentence, comma, terms = _SUMMED_UP.get(language, _SUMMED_UP[DEFAULT])
    told = (
        f"{counts[key]} {term}" if comma == ", " else f"{term}{counts[key]}条"
        for key, term in terms.items()
        if counts[key]
    )
    return sentence.format(comma.join(told))
