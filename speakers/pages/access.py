"""Whose page a private link opens, and for whom."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from forums.models import Credit, Edition
from speakers.assistants import find_assistant_link
from speakers.billing import name_of
from speakers.invitations import find_invitation
from speakers.mails import language_of
from speakers.models import AssistantLink, Invitation, Person, Registration
from speakers.sections import Sheet

from .words import LANGUAGES

UNANSWERED = frozenset(Invitation.UNANSWERED)


@dataclass
class Access:
    """A speaker's page, opened by themselves or by their assistant. ``root`` is its address."""

    person: Person
    edition: Edition
    root: str
    invitation: Invitation | None
    assistant: AssistantLink | None = None
    chosen: str = ""

    @cached_property
    def language(self) -> str:
        """As chosen on the page, else that of the person's mails; English where the page has no such language."""
        code = self.chosen or language_of(
            self.person, self.edition, self.invitation.language if self.invitation else ""
        )
        return code if code in LANGUAGES else "en"

    @property
    def name(self) -> str:
        """How the page names them; never by what the office tells namesakes apart with."""
        return name_of(self.person, self.language).in_language(self.language)

    @property
    def channel(self) -> str:
        """How the office is told what came by this page."""
        if self.assistant is None:
            return "link"
        return f"link of {self.assistant.name or self.assistant.email}"[:60]

    @cached_property
    def registration(self) -> Registration | None:
        """Their live registration with everything that the page reads; four queries."""
        rows = Registration.objects.live().filter(edition=self.edition, person=self.person)
        registration = (
            rows.select_related("card", "person", "edition__forum")
            .prefetch_related("person__appointments__organization", "times")
            .first()
        )
        if registration:
            # The same objects, so that what hangs on them is read once.
            registration.edition = self.edition
        return registration

    @cached_property
    def credits(self) -> list[Credit]:
        """Their parts in the programme, in its order."""
        registration = self.registration
        if registration is None or registration.card_id is None:
            return []
        rows = Credit.objects.standing().filter(card=registration.card_id)
        return list(rows.select_related("session", "written").order_by("session__starts_at", "position", "id"))

    def sheet(self, credit: Credit | None = None) -> Sheet:
        """A section of this page, to be read or saved."""
        if self.registration is None:
            raise Http404("There is no registration yet.")
        return Sheet(self.registration, credit=credit, channel=self.channel, language=self.language)


def speaker_access(token: str, chosen: str) -> Access:
    """What an invitation's link opens. Raises LinkError."""
    invitation = find_invitation(token)
    return Access(
        person=invitation.person,
        edition=invitation.edition,
        root=reverse("invitation", args=[token]),
        invitation=invitation,
        chosen=chosen,
    )


def assistant_access(token: str, person: int, chosen: str) -> Access:
    """What an assistant's link opens for one of their speakers. Raises LinkError; Http404 for anybody else."""
    link = find_assistant_link(token)
    found = link.persons.filter(pk=person).first()
    if found is None:
        raise Http404("The link does not open the page of this person.")
    sent = Invitation.objects.filter(edition=link.edition, person=found).exclude(status=Invitation.Status.DRAFT)
    return Access(
        person=found,
        edition=link.edition,
        root=reverse("assisted", args=[token, found.pk]),
        invitation=sent.exclude(status__in=[Invitation.Status.LAPSED, Invitation.Status.REVOKED]).last(),
        assistant=link,
        chosen=chosen,
    )
