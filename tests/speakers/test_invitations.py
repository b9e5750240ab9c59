"""From asking a person to their answer, step by step."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from forums.exceptions import DomainError
from forums.jobs import work_off
from speakers.invitations import (
    LinkError,
    accept_invitation,
    decline_invitation,
    find_invitation,
    invite,
    issue_link,
    lapse_invitations,
    note_opened,
    resend_invitation,
    revoke_invitation,
    send_invitation,
)
from speakers.models import Invitation, InvitationLink, Mail, Person, Registration
from tests import factories as make
from tests.concurrency import at_once, only_postgres

pytestmark = pytest.mark.django_db

Status = Invitation.Status


@pytest.fixture
def edition():
    return make.EditionFactory(
        public=True,
        title="2026 Forum",
        starts_on=dt.date(2036, 12, 12),
        ends_on=dt.date(2036, 12, 13),
        forum__name="World Forum",
        forum__contact="office@example.org",
    )


@pytest.fixture
def invited(edition):
    """An invitation whose mail has gone out, and its token."""
    person = make.PersonFactory(family_name="Xue", given_name="Lan", email="xue@example.org")
    invite([person], edition=edition, role="panelist", by=None)
    work_off()
    return Invitation.objects.select_related("person", "edition__forum").get()


def token_in(message):
    return message.body.partition("/i/")[2].partition("/")[0]


def events(invitation):
    return list(invitation.events.values_list("kind", flat=True))


def test_an_invitation_is_mailed_with_a_private_link_that_is_kept_nowhere(invited):
    message = mail.outbox[0]
    token = token_in(message)
    assert (message.to, message.subject) == (["xue@example.org"], "Invitation to 2026 Forum")
    assert "Dear Lan Xue," in message.body
    assert "When: 12 December 2036 – 13 December 2036" in message.body
    assert find_invitation(token) == invited
    assert invited.status == Status.SENT
    assert events(invited) == ["queued", "sent"]
    assert "{link}" in invited.mails.get().body
    kept = [str(row) for model in (Mail, InvitationLink, Invitation) for row in model.objects.values_list()]
    assert not any(token in row for row in kept)


@pytest.mark.parametrize("count", [1, 3])
def test_many_are_invited_in_constant_queries(edition, count, django_assert_num_queries):
    persons = [make.PersonFactory(email=f"p{number}@example.org") for number in range(count)]
    # a savepoint and its release, the edition locked, who is invited already, invitations, events, templates, mails
    with django_assert_num_queries(8):
        result = invite(persons, edition=edition, role="panelist", by=None)
    assert [len(result.invitations), Mail.objects.count()] == [count, count]


def test_who_cannot_be_invited_is_left_out_with_the_reason(edition, invited):
    merged = make.PersonFactory(email="a@example.org", merged_into=invited.person)
    silent = make.PersonFactory()
    wrong = make.PersonFactory(email="not an address")
    result = invite([invited.person, merged, silent, wrong], edition=edition, role="panelist", by=None)
    assert result.invitations == []
    assert result.refused == [
        (invited.person, "has an invitation for that role already (sent)."),
        (merged, "merged into another person; invite that one."),
        (silent, "has no e-mail address; add one first."),
        (wrong, "has an e-mail address that cannot be right (not an address); correct it first."),
    ]


@pytest.mark.parametrize("status", ["cancelled", "held", "documented"])
def test_nobody_is_invited_to_an_edition_that_is_over(edition, status):
    edition.status = status
    with pytest.raises(DomainError, match="nobody can be invited to it"):
        invite([make.PersonFactory(email="a@example.org")], edition=edition, role="panelist", by=None)


def test_a_draft_is_sent_once(edition):
    invitation = make.InvitationFactory(edition=edition, person__email="a@example.org")
    send_invitation(invitation, by=None)
    with pytest.raises(DomainError, match="sent already"):
        send_invitation(invitation, by=None)
    assert Mail.objects.count() == 1


def test_a_new_link_ends_the_one_before(invited):
    before = token_in(mail.outbox[0])
    address = issue_link(invited)
    with pytest.raises(LinkError):
        find_invitation(before)
    assert find_invitation(address.rstrip("/").rpartition("/")[2]) == invited


def test_sending_again_ends_every_link_before(invited):
    note_opened(invited)
    resend_invitation(invited, by=None)
    work_off()
    before, after = map(token_in, mail.outbox)
    with pytest.raises(LinkError):
        find_invitation(before)
    assert find_invitation(after).status == Status.SENT
    assert events(invited) == ["queued", "sent", "opened", "queued", "sent"]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.REVOKED},
        {"status": Status.LAPSED},
        {"expires_at": dt.datetime(2022, 12, 12, tzinfo=dt.UTC)},
        {"expires_at": None},
    ],
)
def test_a_link_that_does_not_work_says_nothing_else(invited, changes, django_assert_num_queries):
    Invitation.objects.update(**changes)
    told = set()
    for token in (token_in(mail.outbox[0]), "forged", ""):
        # The one query that finds a link or does not.
        with django_assert_num_queries(1), pytest.raises(LinkError) as refusal:
            find_invitation(token)
        told.add(str(refusal.value))
    assert told == {"This link does not work, or no longer. Ask the secretariat for a new one."}


def test_only_the_first_look_is_noted(invited):
    note_opened(invited)
    first = invited.opened_at
    note_opened(invited)
    invited.refresh_from_db()
    assert (invited.status, invited.opened_at) == (Status.OPENED, first)
    assert events(invited) == ["queued", "sent", "opened"]


def test_accepting_registers_and_thanks_once(invited):
    registration = accept_invitation(invited)
    assert accept_invitation(invited) == registration
    work_off()
    assert (registration.status, registration.person) == (Registration.Status.CONFIRMED, invited.person)
    assert [message.subject for message in mail.outbox] == [
        "Invitation to 2026 Forum",
        "Thank you for accepting: 2026 Forum",
    ]
    # Both links lead to the page until a month after the edition.
    assert [find_invitation(token_in(message)).pk for message in mail.outbox] == [invited.pk] * 2
    invited.refresh_from_db()
    assert invited.expires_at == dt.datetime(2037, 1, 13, tzinfo=dt.UTC)
    assert events(invited) == ["queued", "sent", "accepted"]


def test_an_invitation_for_a_cancelled_edition_is_refused(invited, edition):
    invited.edition.status = "cancelled"
    with pytest.raises(DomainError, match="has been cancelled"):
        accept_invitation(invited)
    assert Registration.objects.count() == 0


def test_a_no_ends_it_and_a_later_yes_is_for_the_office(invited):
    decline_invitation(invited, "I travel")
    decline_invitation(invited, "Again")
    with pytest.raises(DomainError, match=r"write to office@example\.org"):
        accept_invitation(invited)
    invited.refresh_from_db()
    assert (invited.status, invited.reason) == (Status.DECLINED, "I travel")
    assert events(invited) == ["queued", "sent", "declined"]
    assert not Mail.objects.filter(kind="alert").exists()


def test_a_no_after_a_yes_frees_the_place_and_tells_the_office(invited):
    accept_invitation(invited)
    decline_invitation(invited, "Ill")
    assert Registration.objects.get().status == Registration.Status.WITHDRAWN
    alert = Mail.objects.get(kind="alert")
    assert alert.to == "office@example.org"
    assert alert.body == (
        "Lan Xue (Panelist) has declined after accepting; the place is free again.\nReason given: Ill\n"
    )


def test_a_place_that_another_role_holds_is_not_freed(invited, edition):
    accept_invitation(invited)
    other = make.InvitationFactory(edition=edition, person=invited.person, role="keynote", sent=True)
    accept_invitation(other)
    decline_invitation(invited)
    assert Registration.objects.get().status == Registration.Status.CONFIRMED


def test_a_substitute_is_kept_and_told_but_not_invited(invited):
    decline_invitation(invited, substitute={"family_name": "Zhang", "email": "z@example.org"}, delegate=True)
    named = Person.objects.get(family_name="Zhang")
    assert (invited.substitute, invited.delegate) == (named, True)
    assert "Named as their delegate: Zhang. Nobody has been invited yet." in Mail.objects.get(kind="alert").body
    assert named.invitations.count() == 0


def test_a_substitute_that_cannot_be_leaves_all_as_it_was(invited):
    with pytest.raises(ValidationError):
        decline_invitation(invited, substitute={"family_name": "Zh\u202eang"})
    invited.refresh_from_db()
    assert (invited.status, Person.objects.count()) == (Status.SENT, 1)


def test_revoking_ends_links_and_waiting_mails(edition):
    person = make.PersonFactory(email="a@example.org")
    [invitation] = invite([person], edition=edition, role="panelist", by=None).invitations
    revoke_invitation(invitation, by=make.UserFactory())
    work_off()
    assert mail.outbox == []
    assert Mail.objects.get().status == Mail.Status.CANCELLED
    with pytest.raises(DomainError, match="only an unanswered one can be revoked"):
        revoke_invitation(invitation, by=None)


def test_an_invitation_lapses_once_its_day_has_passed(invited, edition):
    later = make.InvitationFactory(edition=edition, sent=True, expires_at=timezone.now() + dt.timedelta(days=1))
    Invitation.objects.filter(pk=invited.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert [lapse_invitations(), lapse_invitations()] == [1, 0]
    assert dict(Invitation.objects.values_list("pk", "status")) == {invited.pk: "lapsed", later.pk: "sent"}
    assert events(invited) == ["queued", "sent", "lapsed"]


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_twelve_answers_at_once_are_one(edition):
    person = make.PersonFactory(email="a@example.org")
    [invitation] = invite([person], edition=edition, role="panelist", by=None).invitations

    def answer(number):
        fresh = Invitation.objects.select_related("person", "edition__forum").get(pk=invitation.pk)
        return accept_invitation(fresh) if number % 2 else decline_invitation(fresh, "No")

    at_once(answer)
    assert Registration.objects.live().count() == 0
    assert list(invitation.events.values_list("kind", flat=True))[-1] == "declined"
    assert Invitation.objects.get().status == Status.DECLINED


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_twelve_times_yes_at_once_is_one_registration(edition):
    person = make.PersonFactory(email="a@example.org")
    [invitation] = invite([person], edition=edition, role="panelist", by=None).invitations

    def accept(_):
        return accept_invitation(Invitation.objects.select_related("person", "edition__forum").get(pk=invitation.pk))

    assert at_once(accept) == [Registration.objects.get()] * 12
    assert Mail.objects.filter(kind="confirmation").count() == 1


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_inviting_twice_at_once_invites_once(edition):
    person = make.PersonFactory(email="a@example.org")
    results = at_once(lambda _: invite([person], edition=edition, role="panelist", by=None), 4)
    assert [Invitation.objects.count(), Mail.objects.count()] == [1, 1]
    assert sorted(len(result.invitations) for result in results) == [0, 0, 0, 1]
    assert sorted(len(result.refused) for result in results) == [0, 1, 1, 1]
