"""What is held about a person: which rows of which tables, what of them is given out, what erasure does to them.

One list serves the download, the erasure and the account of changes. Apps further up add their tables to it in a
module of this name. A table that leads to a person and is in neither ``PARTS`` nor ``PASSED_OVER`` fails a test.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from django.db.models import Model, Q, QuerySet
from django.utils.text import capfirst

from forums.models import Credit, SpeakerCard
from speakers.models import (
    Abstract,
    AccessEntry,
    Appointment,
    AssistantLink,
    Availability,
    ChangeRequest,
    Consent,
    Distinction,
    Erasure,
    Invitation,
    InvitationEvent,
    InvitationLink,
    Mail,
    Person,
    PrivateLink,
    Proposal,
    Registration,
)

from .consents import wording


class Fate(StrEnum):
    """What becomes of rows when their person is erased."""

    GOES = "goes"
    EMPTIED = "emptied"  # of everything but what is named as kept
    PRINTED = "printed"  # stays where the person was printed, goes where not
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose data: the person's key, with those of the rows that were merged into it, and addresses of nobody else."""

    persons: tuple[int, ...]
    addresses: tuple[str, ...] = ()

    @classmethod
    def of(cls, person: Person) -> Self:
        """The person and whoever was merged into them; two queries."""
        rows = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person)).values_list("pk", "email")
        persons = tuple(pk for pk, _ in rows)
        own = {email.casefold() for _, email in rows if email}
        shared = _in_any(("email",), own) & ~Q(pk__in=persons)
        others = {it.casefold() for it in Person.objects.filter(shared).values_list("email", flat=True)} if own else ()
        return cls(persons, tuple(sorted(own.difference(others))))


Act = Callable[[QuerySet[Any], Whose], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows of one table that are held about a person.

    ``paths`` lead from a row to the person; ``addresses`` are columns that hold the person's e-mail address in rows
    that are ``unlinked``. ``given`` is all that is given out of a row, else everything but what is ``withheld``: what
    says more of others than of the person. ``related`` is joined for the names of what a row is linked to.
    ``fate`` is what erasure does, ``kept`` the columns that it leaves, ``why`` what the office is told of what stays,
    ``card`` the way to the card that decides whether a row was printed, and ``act`` what is done before.
    """

    model: type[Model]
    paths: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    unlinked: Q = field(default_factory=Q)
    fate: Fate
    kept: tuple[str, ...] = ()
    why: str = ""
    card: str = ""
    act: Act | None = None
    given: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    more: Callable[[Any], dict[str, str]] | None = None
    title: str = ""

    @property
    def key(self) -> str:
        """The part's name in files; of two parts of one table, that of the second says by which way."""
        way = f":{(self.paths or self.addresses)[0]}" if self.title else ""
        return f"{self.model._meta.label_lower}{way}"

    @property
    def heading(self) -> str:
        """What the rows are called, in the plural."""
        return self.title or capfirst(str(self.model._meta.verbose_name_plural))

    def rows(self, whose: Whose) -> QuerySet[Any]:
        """The rows held about somebody, each once."""
        about = Q(pk=None)
        for path in self.paths:
            about |= Q(**{f"{path}__in": whose.persons})
        if self.addresses and whose.addresses:
            about |= _in_any(self.addresses, whose.addresses) & self.unlinked
        rows: QuerySet[Any] = self.model._default_manager.all()
        # By key, for a join over several links would tell a row several times.
        return rows.filter(pk__in=self.model._default_manager.filter(about).order_by().values("pk")).order_by("pk")


def _in_any(columns: Iterable[str], addresses: Iterable[str]) -> Q:
    found = Q(pk=None)
    for column in columns:
        for address in addresses:
            found |= Q(**{f"{column}__iexact": address})
    return found


PARTS: list[Part] = []

# Links that lead to what is held and say nothing of the person; each with the reason.
PASSED_OVER: dict[str, str] = {
    "speakers.Person.merged_into": "whoever was merged is the same person, and treated with them",
}


# Functions that tell which cards, by key, something other than the agenda has printed.
PRINTED_BY: list[Callable[[list[SpeakerCard]], set[int]]] = []


def printed_by(function: Callable[[list[SpeakerCard]], set[int]]) -> Callable[[list[SpeakerCard]], set[int]]:
    """Name a function that tells which of some cards are named in print, besides the releases of the agenda."""
    PRINTED_BY.append(function)
    return function


def hold(*parts: Part) -> None:
    """Add tables to what is held about persons."""
    PARTS.extend(parts)


def pass_over(**reasons: str) -> None:
    """Say why a link to what is held says nothing of the person; dots of the name are written as two underscores."""
    PASSED_OVER.update({name.replace("__", "."): reason for name, reason in reasons.items()})


def drop_links(purpose: str, rows: QuerySet[Any]) -> None:
    """Delete the private links to rows, and the mails that brought them, whomever they were sent to."""
    keys = list(rows.values_list("pk", flat=True))
    Mail.objects.filter(link_purpose=purpose, link_subject__in=keys).delete()
    PrivateLink.objects.filter(purpose=purpose, subject__in=keys).delete()


def _wording(consent: Consent) -> dict[str, str]:
    """The words agreed to, where they are on file; what was agreed on paper has its own."""
    try:
        return {"wording": wording(consent.purpose, consent.language, consent.text_version).text}
    except KeyError:
        return {}


def _forget_substitute(rows: QuerySet[Any], _whose: Whose) -> None:
    rows.update(substitute=None, delegate=False)


def _leave_assistant(rows: QuerySet[Any], whose: Whose) -> None:
    """An assistant's link opens the others' pages still; one that opens nobody's goes."""
    links = list(rows.values_list("pk", flat=True))
    AssistantLink.persons.through.objects.filter(person__in=whose.persons).delete()
    AssistantLink.objects.filter(pk__in=links, persons=None).delete()


def _drop_proposal_links(rows: QuerySet[Any], _whose: Whose) -> None:
    drop_links(PrivateLink.Purpose.PROPOSAL, rows)


def _forget_nominator(rows: QuerySet[Any], _whose: Whose) -> None:
    rows.update(nominator_name="", nominator_email="erased@erased.invalid")


hold(
    Part(
        model=Person,
        paths=("pk",),
        fate=Fate.EMPTIED,
        kept=("guid", "family_name", "name_order", "merged_into", "erased_at"),
        why="A row without a name stays, so that what is linked to it still leads somewhere.",
        related=("merged_into",),
    ),
    Part(model=Appointment, paths=("person",), fate=Fate.GOES, related=("organization",)),
    Part(model=Distinction, paths=("one", "other"), fate=Fate.GOES, given=("at",)),
    # Whoever was printed with their consent, or filmed, is owed nothing by this proof; the office needs it.
    Part(
        model=Consent,
        paths=("person",),
        fate=Fate.EMPTIED,
        kept=("person", "edition", "purpose", "text_version", "language", "given_at", "withdrawn_at"),
        why="Purpose, wording and dates stay: they prove that what was printed was agreed to.",
        related=("edition__forum",),
        more=_wording,
    ),
    Part(
        model=SpeakerCard,
        paths=("registration__person",),
        fate=Fate.PRINTED,
        card="pk",
        why="Name and titles stay as they were printed.",
        related=("edition__forum", "organization"),
    ),
    Part(
        model=Credit,
        paths=("card__registration__person",),
        fate=Fate.PRINTED,
        card="card",
        why="Who spoke in a session that was published stays on record.",
        related=("session", "card", "delegate_of"),
        withheld=("seat_of", "replaces", "reader"),
    ),
    Part(
        model=Credit,
        paths=("reader__registration__person",),
        title="What they read on behalf of others",
        fate=Fate.STAYS,
        why="It is on record that something was read on behalf.",
        given=("session", "role"),
        related=("session",),
    ),
    Part(
        model=Registration,
        paths=("person",),
        fate=Fate.EMPTIED,
        kept=("edition", "person", "card", "status", "mode", "agreed_at", "notices", "created_at"),
        why="That somebody took part is still counted; who, only the printed programme says.",
        related=("edition__forum", "card"),
    ),
    Part(model=Availability, paths=("registration__person",), fate=Fate.GOES),
    Part(
        model=Abstract,
        paths=("credit__card__registration__person",),
        fate=Fate.GOES,
        related=("credit__session", "credit__card", "credit__seat_of"),
    ),
    Part(
        model=ChangeRequest,
        paths=("registration__person",),
        fate=Fate.GOES,
        withheld=("release",),
    ),
    Part(
        model=Invitation,
        paths=("person",),
        fate=Fate.GOES,
        withheld=("substitute",),
        related=("edition__forum",),
    ),
    Part(
        model=Invitation,
        paths=("substitute",),
        title="Invitations of others who named them",
        fate=Fate.STAYS,
        act=_forget_substitute,
        why="The invitation is another person's; it no longer names this one.",
        given=("edition", "role", "delegate"),
        related=("edition__forum",),
    ),
    Part(model=InvitationLink, paths=("invitation__person",), fate=Fate.GOES, withheld=("token_hash",)),
    Part(model=InvitationEvent, paths=("invitation__person",), fate=Fate.GOES),
    Part(
        model=Proposal,
        paths=("person", "invitation__person"),
        addresses=("email",),
        unlinked=Q(person=None),
        fate=Fate.GOES,
        act=_drop_proposal_links,
        withheld=("digest", "call", "invitation"),
    ),
    Part(
        model=Proposal,
        addresses=("nominator_email",),
        title="Nominations that they sent in",
        fate=Fate.STAYS,
        act=_forget_nominator,
        why="The proposal is about another person; it no longer says who nominated.",
        given=("nominator_name", "nominator_email", "nominator_organization", "created_at"),
    ),
    Part(
        model=Mail,
        paths=("person", "invitation__person"),
        addresses=("to",),
        unlinked=Q(person=None, invitation=None)
        & ~Q(kind__in=[Mail.Kind.DIGEST, Mail.Kind.ALERT, Mail.Kind.ASSISTANT]),
        fate=Fate.GOES,
        given=(
            "kind",
            "edition",
            "to",
            "reply_to",
            "language",
            "subject",
            "body",
            "calendar",
            "status",
            "queued_at",
            "handed_over_at",
            "bounced_at",
            "error",
        ),
        related=("edition__forum",),
    ),
    Part(
        model=PrivateLink,
        paths=("person",),
        fate=Fate.GOES,
        given=("purpose", "issued_at", "expires_at", "opened_at", "revoked_at"),
    ),
    Part(
        model=AssistantLink,
        paths=("persons",),
        fate=Fate.STAYS,
        act=_leave_assistant,
        why="An assistant's link stays for the others whom they assist; it opens this person's page no longer.",
        given=("edition", "name", "email", "created_at", "expires_at", "opened_at", "revoked_at"),
        related=("edition__forum",),
    ),
    Part(
        model=AccessEntry,
        paths=("person",),
        fate=Fate.STAYS,
        why="Who of the office looked when is kept as long as every such entry, and says nothing of the person.",
        given=("how", "model", "at"),
        title="Who of the office looked",
    ),
    Part(model=Erasure, paths=("person",), fate=Fate.STAYS, given=("reason", "at")),
)
pass_over(
    speakers__Registration__card="a card is found by the registration, not the other way",
    speakers__Mail__assistant_link="a mail to an assistant is about several; its text goes with whoever it names",
    speakers__ChangeRequest__credit="a request of another speaker about the same credit is theirs",
    forums__Credit__replaces="the one who speaks instead is another person",
)
