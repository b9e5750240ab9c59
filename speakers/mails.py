"""Writing mails: which text, in which language, filled for whom. Sending them is ``tasks.py``."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from modeltranslation.utils import build_localized_fieldname

from forums.agenda import words
from forums.exceptions import DomainError
from forums.jobs import enqueue, wake_workers
from forums.languages import DEFAULT, text
from forums.models import Edition, Forum
from speakers.letters import LINK, Letter, fill, shipped
from speakers.models import AssistantLink, Invitation, InvitationEvent, Mail, MailTemplate, Person, PrivateLink

from .billing import name_of
from .steps import record_step, take_step

_UNSET = {
    "en": "to be announced",
    "zh-hans": "待定",
    "fr": "à préciser",
    "es": "por confirmar",
    "ru": "будет объявлено",
    "ar": "يعلن لاحقا",
}


Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LinkTo:
    """The page that a mail's private link opens; the link itself is made as the mail leaves."""

    purpose: PrivateLink.Purpose
    subject: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail to be written.

    ``key`` says what it is the only one of: a second mail with the same key is not made. ``values`` fill what is said
    in this mail alone, given the language where they depend on it: a text that is not there in the wanted language is
    written in English throughout. Name, edition and the like are filled by themselves. Without ``to`` it goes to the
    person. An invitation's mail carries the invitation's link, an assistant's a new address of theirs, any other the
    one that ``link`` names.
    """

    kind: str
    key: str
    edition: Edition
    person: Person | None = None
    invitation: Invitation | None = None
    to: str = ""
    language: str = DEFAULT
    values: Values | Callable[[str], Values] = field(default_factory=dict)
    calendar: str = ""
    not_before: datetime | None = None
    link: LinkTo | None = None
    assistant_link: AssistantLink | None = None


def queue_mails(drafts: Iterable[Draft]) -> None:
    """Queue the mails that are not there yet, in a constant number of queries; they leave once this is committed."""
    # Nobody writes to whoever was erased, whatever asked for it.
    drafts = [draft for draft in drafts if not (draft.person and draft.person.erased_at)]
    writer = Writer({draft.edition.pk for draft in drafts})
    Mail.objects.bulk_create(map(writer.write, drafts), ignore_conflicts=True)
    wake_workers()


class Writer:
    """Writes many mails with the office's own texts, which are read once."""

    def __init__(self, editions: Iterable[int]) -> None:
        rows = MailTemplate.objects.filter(Q(edition=None) | Q(edition__in=editions))
        self.templates = {(row.kind, row.edition_id): row for row in rows}
        self.about: dict[tuple[int, str], dict[str, str]] = {}

    def write(self, draft: Draft) -> Mail:
        """The mail, not saved."""
        letter, language = self.letter(draft)
        return Mail(
            kind=draft.kind,
            key=draft.key,
            person=draft.person,
            edition=draft.edition,
            invitation=draft.invitation,
            assistant_link=draft.assistant_link,
            to=draft.to or (draft.person.email if draft.person else ""),
            reply_to=draft.edition.forum.contact,
            language=language,
            subject=letter.subject,
            body=letter.body,
            calendar=draft.calendar,
            link_purpose=draft.link.purpose if draft.link else "",
            link_subject=draft.link.subject if draft.link else None,
            link_until=draft.link.until if draft.link else None,
            not_before=draft.not_before,
        )

    def letter(self, draft: Draft) -> tuple[Letter, str]:
        """The letter with everything it says of the edition, the person and the matter; and its language."""
        text, language = self._find(draft.kind, draft.edition, draft.language)
        key = (draft.edition.pk, language)
        if key not in self.about:
            self.about[key] = _about(draft.edition, language)
        name = {"name": addressed_as(draft.person, language)} if draft.person else {}
        own = draft.values(language) if callable(draft.values) else draft.values
        return fill(text, {**self.about[key], **name, **own}), language

    def _find(self, kind: str, edition: Edition, language: str) -> tuple[Letter, str]:
        """The edition's own text, else the office's for every edition, else the shipped one; else the same in English.

        Subject and body may come from different ones, but are in one language.
        """
        own = [row for key in (edition.pk, None) if (row := self.templates.get((kind, key)))]
        for code in (language, DEFAULT):
            letters = [
                Letter(*(getattr(row, build_localized_fieldname(part, code)) for part in ("subject", "body")))
                for row in own
            ]
            letters += filter(None, [shipped(kind, code)])
            subject = next((letter.subject for letter in letters if letter.subject), "")
            body = next((letter.body for letter in letters if letter.body), "")
            if subject and body:
                return Letter(subject, body), code
        raise LookupError(kind)  # Every kind is shipped in English.


def example(kind: str, edition: Edition | None, language: str) -> Letter:
    """The mail as a made-up person would get it now, for looking at before anything is sent."""
    if edition is None:
        edition = Edition(forum=Forum(name="Example Forum"), title="Example Forum 2030", year=2030)
    person = Person(honorific="H.E.", given_name="Amina", family_name="Okafor", native_name="阿米娜·奥卡福")
    day = timezone.localdate() + timedelta(days=settings.INVITATION_DAYS)

    def values(language: str) -> Values:
        return {
            "role": words.role("panelist", language),
            "answer_by": day_in(day, language),
            "sessions": words.kind("opening", language),
            "changes": f"- {words.kind('opening', language)}: …",
            "agenda": settings.SITE_URL,
            "field": "…",
            "outcome": "…",
            "speaker": "Amina Okafor",
            "reason": "…",
            "count": "2",
            "missing": "- Amina Okafor\n- Li Bai",
            "message": "…",
            "persons": "- Amina Okafor\n- Li Bai",
            "until": day_in(day, language),
            "session": words.kind("opening", language),
            "what": "…",
            "takeaways_due": day_in(day, language),
            "due": day_in(day, language),
        }

    draft = Draft(kind=kind, key="", edition=edition, person=person, language=language, values=values)
    letter, _ = Writer([edition.pk] if edition.pk else []).letter(draft)
    return Letter(letter.subject, letter.body.replace(LINK, f"{settings.SITE_URL}/i/…/"))


def language_of(person: Person, edition: Edition, chosen: str = "") -> str:
    """The language to write in: as chosen, or one that the person and the edition share, the edition's first first.

    Whoever gave no language reads the edition's first, and English where it has none.
    """
    if chosen:
        return chosen
    spoken = person.languages or edition.languages
    shared = [code for code in edition.languages if code in spoken]
    return next(iter([*shared, *spoken]), DEFAULT)


def addressed_as(person: Person, language: str) -> str:
    """How a mail addresses the person: in Chinese by the native-script name, where there is one."""
    if language == "zh-hans" and person.native_name:
        return person.native_name
    return name_of(person).styled


def day_in(day: date, language: str) -> str:
    """12 December 2022, as the language writes it."""
    with translation.override(language):
        return date_format(day, "j F Y" if language == DEFAULT else "DATE_FORMAT")


def contact_of(edition: Edition) -> str:
    """Where questions go: the forum's address, or the one that mails come from."""
    return edition.forum.contact or settings.DEFAULT_FROM_EMAIL


def _about(edition: Edition, language: str) -> dict[str, str]:
    """What every mail can say of the edition."""
    unset = _UNSET.get(language, _UNSET[DEFAULT])
    days = [day_in(day, language) for day in (edition.starts_on, edition.ends_on) if day]
    with translation.override(language):
        country = str(getattr(edition.country, "name", ""))
    place = [text(edition, "venue", language), text(edition, "city", language), country]
    if edition.format == Edition.Format.ONLINE and not any(place):
        place = [words.phrase("online", language).lower()]
    return {
        "forum": text(edition.forum, "name", language),
        "edition": text(edition, "title", language),
        "dates": " – ".join(dict.fromkeys(days)) or edition.when or unset,
        "place": ("，" if language == "zh-hans" else ", ").join(part for part in place if part) or unset,
        "contact": contact_of(edition),
    }


@transaction.atomic
def send_again(mail: Mail) -> None:
    """Queue a mail once more that failed, bounced or was cancelled, to the person's address as it is now.

    Raises DomainError for one that is on its way or has been sent.
    """
    if not mail.body or (mail.person and mail.person.erased_at):
        raise DomainError("The text of this mail is kept no longer, so there is nothing to send.")
    again: dict[str, Any] = {"handed_over_at": None, "bounced_at": None, "not_before": None}
    if mail.person and mail.person.email:
        again["to"] = mail.person.email
    if mail.state in {"sent", "queued", "handed over"} or not mail.requeue():
        raise DomainError(f"This mail is {mail.state}; only one that did not arrive can be sent again.")
    Mail.objects.filter(pk=mail.pk).update(**again)
    if mail.invitation:
        take_step(mail.invitation, [Invitation.Status.BOUNCED], status=Invitation.Status.QUEUED)
    enqueue(mail)


def cancel_mail(mail: Mail) -> None:
    """Keep a mail from leaving. Raises DomainError if it has left or is leaving."""
    waiting = Mail.objects.filter(pk=mail.pk, status=Mail.Status.QUEUED)
    if not waiting.update(status=Mail.Status.CANCELLED, finished_at=timezone.now()):
        raise DomainError(f"This mail is {mail.state}; only a queued one can be cancelled.")


@transaction.atomic
def note_bounce(mail: Mail, reason: str = "Came back, as the office noted.", note: str = "noted by the office") -> None:
    """Record that a mail which had been sent came back, or one that may have been. Raises DomainError for any other.

    An invitation that was sent anew since stands as it does.
    """
    left = Q(status=Mail.Status.DONE) | Q(status=Mail.Status.FAILED, handed_over_at__isnull=False)
    sent = Mail.objects.filter(left, pk=mail.pk, bounced_at=None)
    if not sent.update(bounced_at=timezone.now(), error=reason):
        raise DomainError(f"This mail is {mail.state}; only one that was sent can have come back.")
    if mail.invitation is None or mail.invitation.mails.filter(pk__gt=mail.pk).exists():
        return
    under_way = [Invitation.Status.SENT, Invitation.Status.QUEUED]
    if take_step(mail.invitation, under_way, status=Invitation.Status.BOUNCED):
        record_step([mail.invitation], InvitationEvent.Kind.BOUNCED, note=note)
