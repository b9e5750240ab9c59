"""The review of proposals in the office: who it may be, accepting, declining, and the answers that go out."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse

from forums.exceptions import DomainError
from forums.jobs import work_off
from forums.models import Organization
from speakers.models import Invitation, Mail, Person, Proposal
from speakers.proposals import accept_proposal, confirm_proposal, decline_proposal, find_on_file
from tests.factories import (
    AppointmentFactory,
    EditionFactory,
    InvitationFactory,
    OpenCallFactory,
    OrganizationFactory,
    PersonFactory,
    ProposalFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory(superuser=True)


@pytest.fixture
def office(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def call():
    edition = EditionFactory(public=True, title="The Forum", title_zh_hans="论坛", languages=["en", "zh-hans"])
    return OpenCallFactory(edition=edition)


OSEI = {
    "family_name": "Osei", "given_name": "Ama", "email": "ama@example.org", "organization": "Institute of Law",
    "title": "director", "country": "GH", "bio": "Writes.", "talk": "Rules",
}  # fmt: skip


@pytest.fixture
def proposal(call):
    return ProposalFactory(call=call, **OSEI)


@pytest.fixture
def nomination(call):
    return ProposalFactory(call=call, nominated=True, language="zh-hans", native_name="奥塞", **OSEI)


def accept(proposal, **more):
    return accept_proposal(proposal, **({"role": "panelist", "by": None} | more))


def sent():
    """Recipient and subject of each mail that left, the body of answers beside them."""
    work_off()
    return [(message.to[0], message.subject) for message in mail.outbox]


# Accepting


def test_accepting_makes_the_person_and_invites_them(proposal, user):
    invitation = accept(proposal, role="keynote", by=user)
    person = Person.objects.get()
    assert (person.family_name, person.given_name, person.email, person.country) == (
        "Osei", "Ama", "ama@example.org", "GH",
    )  # fmt: skip
    assert (person.bio_en, person.note) == (
        "Writes.", f"Proposed themselves by the open call of {proposal.call.edition}.",
    )  # fmt: skip
    [appointment] = person.appointments.all()
    assert (appointment.title, appointment.organization.name) == ("director", "Institute of Law")
    assert (invitation.person, invitation.role, invitation.status) == (person, "keynote", "queued")
    assert (invitation.invited_by, invitation.language) == (user, "en")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.person, proposal.invitation, proposal.decided_by) == (
        "accepted", person, invitation, user,
    )  # fmt: skip
    assert sorted(sent()) == [
        ("ama@example.org", "Invitation to The Forum"),
        ("ama@example.org", "Your proposal: The Forum"),
    ]
    answer = next(message for message in mail.outbox if "proposal" in message.subject)
    assert "Dear Ama Osei," in answer.body
    assert "Our answer: we are glad to accept it, as Keynote. The invitation" in answer.body


def test_who_nominated_somebody_is_answered_in_their_language_and_the_speaker_invited_in_their_own(nomination):
    invitation = accept(nomination)
    assert invitation.language == ""
    assert (
        Person.objects.get().note
        == f"Nominated by Focal Point (Institute) by the open call of {nomination.call.edition}."
    )
    assert sorted(sent()) == [
        ("ama@example.org", "Invitation to The Forum"),
        ("focal@example.org", "关于您的申请或提名：论坛"),
    ]
    answer = next(message for message in mail.outbox if message.to == ["focal@example.org"])
    assert "尊敬的Focal Point：" in answer.body
    assert "嘉宾：奥塞" in answer.body


def test_an_organization_on_file_is_found_by_any_of_its_names(proposal):
    organization = OrganizationFactory(name="Law Institute", aliases="INSTITUTE OF LAW")
    accept(proposal)
    assert Organization.objects.get() == organization
    assert Person.objects.get().appointments.get().organization == organization


def test_whoever_is_on_file_is_invited_at_the_address_on_file(proposal):
    person = PersonFactory(family_name="Osei", given_name="Ama", email="real@example.org")
    accept(proposal, person=person)
    person.refresh_from_db()
    assert (Person.objects.count(), person.email, person.appointments.count()) == (1, "real@example.org", 0)
    assert sorted(sent()) == [
        ("ama@example.org", "Your proposal: The Forum"),
        ("real@example.org", "Invitation to The Forum"),
    ]
    # So that what is on file about the person is not told to somebody who only says that it is them.
    assert Mail.objects.get(kind="proposal-answer").person is None


def test_whoever_is_on_file_without_an_address_gets_it(proposal):
    person = PersonFactory(family_name="Osei", given_name="Ama", email="")
    accept(proposal, person=person)
    person.refresh_from_db()
    assert person.email == "ama@example.org"
    assert Mail.objects.get(kind="proposal-answer").person == person


def test_an_invitation_that_stands_is_kept(proposal):
    standing = InvitationFactory(edition=proposal.call.edition, person__email="ama@example.org", sent=True)
    assert accept(proposal, person=standing.person) == standing
    assert sent() == [("ama@example.org", "Your proposal: The Forum")]
    assert "There is an invitation already; it stands." in mail.outbox[0].body


@pytest.mark.parametrize("status", ["cancelled", "held"])
def test_nobody_is_accepted_for_an_edition_that_is_over(proposal, status):
    proposal.call.edition.status = status
    proposal.call.edition.save()
    with pytest.raises(DomainError, match="nobody can be invited to it"):
        accept(proposal)
    proposal.refresh_from_db()
    assert (proposal.status, Person.objects.count()) == ("received", 0)


def test_a_person_who_cannot_be_invited_leaves_everything_as_it_was(proposal):
    survivor = PersonFactory()
    with pytest.raises(DomainError, match="merged into another person"):
        accept(proposal, person=PersonFactory(merged_into=survivor))
    proposal.refresh_from_db()
    assert (proposal.status, Invitation.objects.count(), Mail.objects.count()) == ("received", 0, 0)


def test_it_is_answered_once(proposal):
    accept(proposal)
    with pytest.raises(DomainError, match="This proposal is accepted: only a received one can be answered"):
        accept(proposal)
    with pytest.raises(DomainError, match="This proposal is accepted"):
        decline_proposal(proposal, reason="No room.", by=None)
    assert (Person.objects.count(), Invitation.objects.count()) == (1, 1)


def test_what_nobody_confirmed_is_not_answered(call):
    proposal = ProposalFactory(call=call, unconfirmed=True)
    with pytest.raises(DomainError, match="This proposal is unconfirmed"):
        accept(proposal)
    confirm_proposal(proposal)
    accept(proposal)


# Declining


def test_a_proposal_is_declined_with_a_reason(nomination, user):
    with pytest.raises(DomainError, match="Give the reason"):
        decline_proposal(nomination, reason=" ", by=user)
    decline_proposal(nomination, reason="The programme is full.", by=user)
    nomination.refresh_from_db()
    assert (nomination.status, nomination.reason, nomination.decided_by) == (
        "declined", "The programme is full.", user,
    )  # fmt: skip
    assert sent() == [("focal@example.org", "关于您的申请或提名：论坛")]
    assert "很遗憾，本次未能采纳。\n\nThe programme is full." in mail.outbox[0].body
    assert not Person.objects.exists()


# Who it may be


def test_persons_on_file_who_may_be_the_same_are_found(proposal, call, django_assert_num_queries):
    namesake = PersonFactory(family_name="AMA", given_name="Osei")
    same = PersonFactory(family_name="Osei-Bonsu", given_name="A.", email="AMA@example.org")
    AppointmentFactory(person=same, organization=OrganizationFactory())
    PersonFactory(family_name="Osei", given_name="Kofi")
    other = ProposalFactory(call=call, family_name="Nobody")
    # persons, their organizations
    with django_assert_num_queries(2):
        found = find_on_file([proposal, other])
    assert [(pair.other, pair.reasons) for pair in found[proposal.pk]] == [
        (namesake.pk, ("same name",)),
        (same.pk, ("same e-mail",)),
    ]
    assert found[other.pk] == []


# In the office


LIST = "/admin/speakers/proposal/"


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def act(office, name, *proposals, **more):
    return office.post(LIST, {"action": name, "index": 0, "_selected_action": [it.pk for it in proposals]} | more)


def test_the_list_shows_what_was_confirmed(office, proposal, call):
    ProposalFactory(call=call, unconfirmed=True, family_name="Secretive")
    assert "Secretive" not in office.get(LIST).content.decode()
    listed = office.get(LIST).context["cl"].result_list
    assert list(listed) == [proposal]
    counted = office.get("/admin/speakers/opencall/").content.decode()
    query = f"?status__exact=received&amp;call__edition__id__exact={call.edition_id}"
    assert f'<a href="{LIST}{query}">1</a>' in counted


def test_a_proposal_is_read_with_who_may_be_the_same(office, proposal):
    PersonFactory(family_name="Osei", given_name="Ama", email="real@example.org")
    page = office.get(f"{LIST}{proposal.pk}/change/").content.decode()
    assert "real@example.org (same name, another country)" in page or "real@example.org (same name)" in page
    assert "Accept…" in page
    assert "Who nominates them" not in page
    # Nothing of it can be edited.
    assert 'name="family_name"' not in page


def test_accepting_asks_for_the_role_and_is_done(office, proposal):
    page = act(office, "accept", proposal, _page="1")
    assert "Invite as" in page.content.decode()
    assert Proposal.objects.get().status == "received"
    response = act(office, "accept", proposal, _page="1", _do="Accept", role="keynote")
    assert (response.status_code, response["Location"]) == (302, f"{LIST}{proposal.pk}/change/")
    assert told(response) == ["Ama Osei: is accepted and invited."]
    assert Invitation.objects.get().role == "keynote"
    assert "is accepted and invited." in office.get(f"{LIST}{proposal.pk}/history/").content.decode()
    page = office.get(f"{LIST}{proposal.pk}/change/").content.decode()
    assert reverse("admin:speakers_invitation_change", args=[Invitation.objects.get().pk]) in page
    assert "Accept…" not in page


def test_whoever_may_be_on_file_is_asked_about_before_many_are_accepted(office, proposal, call):
    person = PersonFactory(family_name="Osei", given_name="Ama", email="real@example.org")
    other = ProposalFactory(call=call, family_name="Nobody")
    response = act(office, "accept", proposal, other, _do="Accept", role="panelist")
    assert response.context["form"].errors == {f"person-{proposal.pk}": ["This field is required."]}
    assert not Invitation.objects.exists()
    act(office, "accept", proposal, other, _do="Accept", role="panelist", **{f"person-{proposal.pk}": person.pk})
    assert Invitation.objects.filter(person=person).exists()
    assert list(Person.objects.exclude(pk=person.pk).values_list("family_name", flat=True)) == ["Nobody"]


def test_a_namesake_can_be_somebody_new(office, proposal):
    person = PersonFactory(family_name="Osei", given_name="Ama")
    act(office, "accept", proposal, _do="Accept", role="panelist", **{f"person-{proposal.pk}": "new"})
    assert Invitation.objects.get().person != person


def test_nobody_else_can_be_chosen(office, proposal):
    PersonFactory(family_name="Osei", given_name="Ama")
    stranger = PersonFactory(family_name="Else")
    act(office, "accept", proposal, _do="Accept", role="panelist", **{f"person-{proposal.pk}": stranger.pk})
    assert not Invitation.objects.exists()


def test_many_are_declined_with_one_reason(office, proposal, nomination):
    assert act(office, "decline", proposal, nomination, _do="Decline", reason="").context["form"].errors
    response = act(office, "decline", proposal, nomination, _do="Decline", reason="The programme is full.")
    assert sorted(told(response)) == ["Ama Osei: is declined; they are told."] * 2
    assert Mail.objects.filter(kind="proposal-answer").count() == 2
    response = act(office, "decline", proposal)
    assert told(response)[-1] == "Choose proposals that have not been answered yet."


def test_what_a_stranger_typed_is_text_in_the_office(office, call):
    hostile = "<img src=x onerror=alert(1)>"
    proposal = ProposalFactory(call=call, title=hostile, bio=hostile, talk=hostile)
    for page in (office.get(LIST), office.get(f"{LIST}{proposal.pk}/change/"), act(office, "accept", proposal)):
        assert "<img src=x" not in page.content.decode()


def test_accepting_takes_the_permission_to_invite(client, proposal):
    user = UserFactory(staff=True)
    client.force_login(user)
    from django.contrib.auth.models import Permission

    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_proposal", "change_proposal"]))
    assert "accept" not in dict(client.get(LIST).context["action_form"].fields["action"].choices)
    act(client, "accept", proposal, _do="Accept", role="panelist")
    assert Proposal.objects.get().status == "received"
    act(client, "decline", proposal, _do="Decline", reason="No.")
    assert Proposal.objects.get().status == "declined"
