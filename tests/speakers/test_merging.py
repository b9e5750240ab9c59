"""Persons on file twice: found, told apart, or made one with everything they have."""

import datetime as dt

import pytest

from forums.exceptions import DomainError
from forums.models import Credit, SpeakerCard
from reports.models import Clearance, Intervention, Lead
from speakers.models import Appointment, Consent, Distinction, Invitation, Person, Registration
from speakers.people import find_duplicates, merge_persons, preview_merge, tell_apart
from tests.factories import (
    NOON,
    AppointmentFactory,
    AssistantLinkFactory,
    ClearanceFactory,
    ConsentFactory,
    CreditFactory,
    DistinctionFactory,
    EditionFactory,
    InterventionFactory,
    InvitationFactory,
    LeadFactory,
    OrganizationFactory,
    PersonFactory,
    RegistrationFactory,
    SessionReportFactory,
    SpeakerCardFactory,
    UserFactory,
)

HOUR = dt.timedelta(hours=1)

pytestmark = pytest.mark.django_db


def merge(one, other):
    told = merge_persons(one, other, by=None)
    one.refresh_from_db()
    other.refresh_from_db()
    return told


# Found and told apart


@pytest.mark.parametrize("couples", [1, 3])
def test_finding_costs_the_same_for_any_number_of_persons(django_assert_num_queries, couples):
    employer = OrganizationFactory()
    expected = []
    for number in range(couples):
        one, other, merged, settled = PersonFactory.create_batch(4, family_name="Wing", given_name=f"Given{number}")
        for person in (one, other):
            AppointmentFactory(person=person, organization=employer)
        Person.objects.filter(pk=merged.pk).update(merged_into=one)
        DistinctionFactory(one=one, other=settled)
        DistinctionFactory(one=other, other=settled)
        expected.append((one.pk, other.pk, 70, ("same name", "same organization")))
    # appointments, persons, distinctions
    with django_assert_num_queries(3):
        found = find_duplicates()
    assert [(it.one, it.other, it.score, it.reasons) for it in found.pairs] == expected


def test_two_are_told_apart_once():
    one, other = PersonFactory.create_batch(2, family_name="Wang")
    user = UserFactory()
    assert tell_apart(other, one, by=user) == tell_apart(one, other, by=None)
    kept = Distinction.objects.get()
    assert (kept.one, kept.other, kept.by, str(kept)) == (one, other, user, "Wang is not Wang")
    assert find_duplicates().pairs == []
    with pytest.raises(DomainError, match=r"^Choose two persons\.$"):
        tell_apart(one, one, by=None)


# Who cannot be merged


def test_who_cannot_be_merged():
    one, other, third = PersonFactory.create_batch(3, family_name="Wang")
    tell_apart(one, other, by=None)
    merge(one, third)
    for couple, reason in (
        ((one, one), "Choose two persons."),
        ((one, other), "These two were told apart. If that was a mistake, delete the distinction first."),
        ((other, third), "Wang was merged already; open the person that it was merged into."),
    ):
        with pytest.raises(DomainError) as refused:
            merge_persons(*couple, by=None)
        assert str(refused.value) == reason


# What becomes of everything they have


def test_what_the_survivor_lacks_is_filled_in_and_the_rest_is_kept_in_the_note():
    survivor = PersonFactory(
        family_name="Wing", given_name="Jeannette", email="one@example.org", languages=["en"], note="Met in 2021."
    )
    duplicate = PersonFactory(
        family_name="Wing", given_name="J. M.", email="two@example.org", native_name="周以真", country="US",
        bio="A biography.", bio_zh_hans="简介", languages=["zh-hans", "en"], note="Likes tea.",
    )  # fmt: skip
    told = merge(survivor, duplicate)
    assert told == [
        "Name: “Jeannette Wing” stays; “J. M. Wing” is kept in the note.",
        "Email: “one@example.org” stays; “two@example.org” is kept in the note.",
    ]
    assert (survivor.email, survivor.native_name, survivor.country.code) == ("one@example.org", "周以真", "US")
    assert (survivor.bio_en, survivor.bio_zh_hans, survivor.languages) == ("A biography.", "简介", ["en", "zh-hans"])
    first, merged, *others = survivor.note.splitlines()
    assert (first, others) == ("Met in 2021.", [*told, "Likes tea."])
    assert merged.startswith("Merged with J. M. Wing on 20")
    assert duplicate.merged_into == survivor
    assert list(Person.objects.unmerged()) == [survivor]


def test_who_was_merged_before_follows():
    first, second, third = PersonFactory.create_batch(3)
    merge(second, third)
    merge(first, second)
    assert Person.objects.get(pk=third.pk).merged_into == first


def test_nothing_in_common_is_nothing_to_tell():
    survivor, duplicate = PersonFactory.create_batch(2, family_name="Wing")
    for person in (survivor, duplicate):
        RegistrationFactory(person=person)
        InvitationFactory(person=person)
        ConsentFactory(person=person)
        AppointmentFactory(person=person, title=f"title {person.pk}")
    SessionReportFactory(rapporteur=duplicate)
    LeadFactory(person=duplicate)
    ClearanceFactory(person=duplicate)
    assert merge(survivor, duplicate) == []
    related = ("registrations", "invitations", "consents", "appointments", "reports", "leads", "clearances")
    assert [getattr(survivor, name).count() for name in related] == [2, 2, 2, 2, 1, 1, 1]
    assert [getattr(duplicate, name).count() for name in related] == [0] * 7


def test_a_preview_changes_nothing():
    survivor, duplicate = PersonFactory(email="a@example.org"), PersonFactory(email="b@example.org")
    told = preview_merge(survivor, duplicate)
    assert [line.partition(":")[0] for line in told] == ["Name", "Email"]
    assert list(Person.objects.values_list("merged_into", "note")) == [(None, ""), (None, "")]


def test_titles_are_taken_over_once():
    survivor, duplicate = PersonFactory.create_batch(2, family_name="Wing")
    academy = OrganizationFactory(name="Academy")
    for person, values in (
        (survivor, {"title": "dean", "started_on": dt.date(2020, 1, 1), "position": 3}),
        (survivor, {"title": "chair", "started_on": dt.date(2020, 1, 1), "position": 4}),
        (duplicate, {"title": "dean", "position": 1}),
        (duplicate, {"title": "chair", "started_on": dt.date(2021, 1, 1), "position": 2}),
        (duplicate, {"title": "envoy", "position": 3}),
    ):
        AppointmentFactory(person=person, organization=academy, **values)
    assert merge(survivor, duplicate) == ["“chair of Academy” is on file with two sets of dates: see which is right."]
    rows = Appointment.objects.filter(person=survivor).values_list("title_en", "position")
    assert list(rows) == [("dean", 3), ("chair", 4), ("chair", 5), ("envoy", 6)]


def test_what_was_said_last_about_a_consent_counts():
    survivor, duplicate = PersonFactory.create_batch(2, family_name="Wing")
    edition = EditionFactory()
    for person, purpose, given, withdrawn in (
        (survivor, "photo", 0, None), (duplicate, "photo", 1, None),
        (survivor, "summary", 0, 2), (duplicate, "summary", 1, None),
        (survivor, "recording", 0, 1), (duplicate, "recording", 2, None),
        (duplicate, "contact", 0, None),
    ):  # fmt: skip
        ConsentFactory(
            person=person, edition=edition, purpose=purpose, given_at=NOON + given * HOUR,
            withdrawn_at=None if withdrawn is None else NOON + withdrawn * HOUR,
        )  # fmt: skip
    assert merge(survivor, duplicate) == [
        "Consent to publication of the summary: withdrawn, for it was withdrawn last."
    ]  # fmt: skip
    assert not duplicate.consents.exists()
    standing = Consent.objects.standing().filter(person=survivor).order_by("purpose")
    assert list(standing.values_list("purpose", "given_at")) == [
        ("contact", NOON), ("photo", NOON + HOUR), ("recording", NOON + 2 * HOUR),
    ]  # fmt: skip


def test_of_two_registrations_one_goes_on():
    survivor, duplicate = PersonFactory.create_batch(2, family_name="Wing")
    edition = EditionFactory(forum__name="Bridges")
    mine = RegistrationFactory(edition=edition, person=survivor, needs="Vegetarian")
    theirs = RegistrationFactory(
        edition=edition, person=duplicate, confirmed=True, needs="None", bio="This year.", billed_titles="dean"
    )
    assert merge(survivor, duplicate) == [
        "Bridges 2022: both were registered; one registration goes on, the other is withdrawn."
    ]
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.status, mine.needs, mine.bio_en, mine.billed_titles_en) == (
        "confirmed", "Vegetarian", "This year.", "dean",
    )  # fmt: skip
    assert (theirs.status, theirs.person, theirs.needs) == (Registration.Status.WITHDRAWN, survivor, "None")


def test_the_only_card_of_two_registrations_is_kept():
    survivor, duplicate = PersonFactory.create_batch(2, family_name="Wing")
    edition = EditionFactory()
    card = SpeakerCardFactory(edition=edition, public=True)
    mine = RegistrationFactory(edition=edition, person=survivor)
    RegistrationFactory(edition=edition, person=duplicate, card=card)
    merge(survivor, duplicate)
    mine.refresh_from_db()
    assert mine.card == card
    assert SpeakerCard.objects.get().published


def test_of_two_cards_one_has_all_the_credits():
    survivor, duplicate = PersonFactory.create_batch(2, family_name="Wing")
    edition = EditionFactory(forum__name="Bridges")
    kept = SpeakerCardFactory(edition=edition, public=True, name="Jeannette Wing", slug="wing")
    other = SpeakerCardFactory(edition=edition, public=True, name="J. Wing", slug="wing-2", featured_position=3)
    for person, card in ((survivor, kept), (duplicate, other)):
        RegistrationFactory(edition=edition, person=person, card=card)
    alone = CreditFactory(session__edition=edition, card=other, role="speech")
    same = CreditFactory(session__edition=edition, card=kept, role="keynote")
    twice = CreditFactory(session=same.session, card=other, role="keynote")
    said = InterventionFactory(report__session=same.session, credit=twice)
    assert merge(survivor, duplicate) == [
        "Bridges 2022: both were registered; one registration goes on, the other is withdrawn.",
        "Two cards in the programme: “Jeannette Wing” (wing) stays, “J. Wing” (wing-2) leaves it.",
    ]
    assert set(Credit.objects.values_list("pk", "card")) == {(alone.pk, kept.pk), (same.pk, kept.pk)}
    assert Intervention.objects.get(pk=said.pk).credit == same
    cards = SpeakerCard.objects.order_by("slug").values_list("slug", "published", "featured_position")
    assert list(cards) == [("wing", True, 3), ("wing-2", False, None)]


@pytest.mark.parametrize(
    ("mine", "theirs", "then"),
    [
        ("sent", "draft", ["sent", "revoked"]),
        ("sent", "accepted", ["revoked", "accepted"]),
        ("accepted", "accepted", ["accepted", "revoked"]),
        ("declined", "sent", ["declined", "sent"]),
        ("sent", "lapsed", ["sent", "lapsed"]),
    ],
)
def test_of_two_invitations_the_better_answered_goes_on(mine, theirs, then):
    survivor, duplicate = PersonFactory.create_batch(2, family_name="Wing")
    edition = EditionFactory(forum__name="Bridges")
    for person, status in ((survivor, mine), (duplicate, theirs)):
        InvitationFactory(edition=edition, person=person, status=status)
    told = merge(survivor, duplicate)
    twice = ["Bridges 2022: both were invited as panelist; one invitation is revoked."]
    assert told == (twice if "revoked" in then else [])
    rows = Invitation.objects.order_by("pk")
    assert [row.status for row in rows] == then
    assert {row.person for row in rows} == {survivor}
    notes = [event.note for row in rows if row.status == "revoked" for event in row.events.all()]
    assert notes == ["one of two for the same person"] * len(told)


def test_what_both_have_where_one_may_have_it_is_told_and_left():
    survivor, duplicate = PersonFactory.create_batch(2, family_name="Wing")
    lead = LeadFactory(person=survivor)
    other = LeadFactory(person=duplicate, workstream=lead.workstream)
    clearances = [ClearanceFactory(person=person) for person in (survivor, duplicate)]
    told = merge(survivor, duplicate)
    assert told == [f"Lead “{other}”: both have one, so it stays where it is."]
    assert set(Lead.objects.values_list("person", flat=True)) == {survivor.pk, duplicate.pk}
    assert set(Clearance.objects.filter(pk__in=[it.pk for it in clearances]).values_list("person", flat=True)) == {
        survivor.pk
    }


def test_an_assistant_s_link_opens_the_survivor_s_page():
    survivor, duplicate, third = PersonFactory.create_batch(3, family_name="Wing")
    link = AssistantLinkFactory()
    link.persons.set([duplicate, third])
    merge(survivor, duplicate)
    assert set(link.persons.all()) == {survivor, third}


def test_who_was_told_apart_from_the_duplicate_is_told_apart_from_the_survivor():
    homonym, survivor, duplicate = PersonFactory.create_batch(3, family_name="Wang")
    DistinctionFactory(one=homonym, other=duplicate)
    merge(survivor, duplicate)
    assert list(Distinction.objects.values_list("one", "other")) == [(homonym.pk, survivor.pk)]


@pytest.mark.parametrize(("status", "name"), [("open", "Jeannette Wing"), ("held", "As printed")])
def test_programmes_to_come_are_brought_up_to_the_survivor(status, name):
    survivor = PersonFactory(family_name="Wing", given_name="Jeannette")
    duplicate = PersonFactory(family_name="Wing", given_name="J.")
    edition = EditionFactory(held=True, status=status)
    card = SpeakerCardFactory(edition=edition, name="As printed")
    RegistrationFactory(edition=edition, person=duplicate, card=card)
    merge(survivor, duplicate)
    card.refresh_from_db()
    assert card.name == name
