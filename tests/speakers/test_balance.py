"""Who speaks at a forum, counted and drawn: of one edition, and over its editions."""

import xml.etree.ElementTree as ET

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django_countries import countries

from forums.models import Organization
from speakers.balance import DIMENSIONS, Count, Series, Speaker, over_editions, tally
from speakers.charts import Bar, Stack, bar_chart, stacked_chart
from speakers.models import Person
from speakers.participation import speakers_of
from speakers.regions import REGIONS, region_of
from tests.factories import (
    CreditFactory,
    EditionFactory,
    ForumFactory,
    OrganizationFactory,
    PersonFactory,
    RegistrationFactory,
    SpeakerCardFactory,
    UserFactory,
)

HOSTILE = '<script>&"'

# Counting


def test_every_country_is_in_a_region():
    assert {code for code, _ in countries} - REGIONS.keys() == {"AQ"}
    assert REGIONS.keys() - {code for code, _ in countries} == set()
    assert [region_of(code) for code in ("CN", "BR", "ZA", "DE", "NZ", "AQ", "")] == [
        "Asia", "Americas", "Africa", "Europe", "Oceania", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dimension", "counts"),
    [
        ("country", [Count("CN", 2, 2 / 3), Count("CL", 1, 1 / 3), Count("", 1, None)]),
        ("region", [Count("Asia", 2, 2 / 3), Count("Americas", 1, 1 / 3), Count("", 1, None)]),
        ("organization kind", [Count("university", 2, 2 / 3), Count("association", 1, 1 / 3), Count("", 1, None)]),
        ("stakeholder group", [Count("academia", 1, 0.5), Count("technical-community", 1, 0.5), Count("", 2, None)]),
        ("gender", [Count("female", 2, 2 / 3), Count("non-binary", 1, 1 / 3), Count("", 1, None)]),
        ("role", [Count("panelist", 2, 2 / 3), Count("keynote", 1, 1 / 3)]),
        ("mode", [Count("onsite", 2, 2 / 3), Count("video-link", 1, 1 / 3)]),
    ],
)
def test_speakers_are_counted(dimension, counts):
    speakers = [
        Speaker("CN", "university", "", "female", ("panelist", "panelist"), ("onsite", "video-link")),
        Speaker("CN", "university", "technical-community", "Female ", ("keynote",), ("onsite",)),
        Speaker("CL", "association", "", "non-binary"),
        Speaker(),
    ]
    assert tally(speakers, dimension) == counts


def test_nobody_is_nothing():
    assert [tally([], dimension) for dimension in DIMENSIONS] == [[]] * 7
    assert over_editions([[], []], "country") == Series([], [[0], [0]])


def test_every_kind_of_organization_has_a_group_or_none():
    groups = {
        kind: tally([Speaker(organization_kind=kind)], "stakeholder group")[0].value for kind in Organization.Kind
    }
    assert {kind for kind, group in groups.items() if not group} == {"association", "other"}
    assert set(groups.values()) - {""} < set(Person.StakeholderGroup.values)


def test_editions_are_compared_by_what_is_frequent_in_all():
    first = [Speaker("CN")] * 3 + [Speaker("DE")]
    second = [Speaker("CN"), Speaker("CL"), Speaker("DE"), Speaker()]
    assert over_editions([first, second], "country", most=2) == Series(["CN", "DE"], [[3, 1, 0], [1, 1, 1]])
    assert over_editions([first, second], "country", most=2).others
    assert over_editions([first], "country") == Series(["CN", "DE"], [[3, 1, 0]])
    assert not over_editions([first], "country").others


# Drawing


def texts(svg):
    """The words of a drawing: title, description, and what is written in it."""
    root = ET.fromstring(svg)
    title, description, *_ = root
    written = [node.text for node in root.iter() if node.tag.endswith("}text")]
    return title.text, description.text, written


def test_bars_are_as_long_as_their_numbers():
    svg = bar_chart("Country", [Bar("China", 4, 0.8), Bar("Chile", 1, 0.2), Bar("not given", 2)], key="country")
    assert texts(svg) == (
        "Country",
        "China 4 (80 %); Chile 1 (20 %); not given 2",
        ["China", "4 (80 %)", "Chile", "1 (20 %)", "not given", "2"],
    )
    widths = [(node.get("class"), node.get("width")) for node in ET.fromstring(svg).iter() if node.get("width")]
    assert widths == [("bar", "210.0"), ("bar", "52.5"), ("bar unknown", "105.0")]
    assert 'aria-labelledby="country-title country-desc"' in svg


def test_stacks_are_divided_as_their_numbers_are():
    svg = stacked_chart("Region", ["Asia", "Europe"], [Stack("2021", [3, 1]), Stack("2022", [0, 2])], key="region")
    assert texts(svg) == (
        "Region",
        "2021: Asia 3, Europe 1; 2022: Asia 0, Europe 2",
        ["2021", "3", "1", "2022", "2", "Asia", "Europe"],
    )
    parts = [
        (node.get("class"), node.get("x"), node.get("width"))
        for node in ET.fromstring(svg).iter() if node.get("width")
    ]  # fmt: skip
    assert parts == [
        ("part series-0", "48.0", "324.0"),
        ("part series-1", "372.0", "108.0"),
        ("part series-1", "48.0", "432.0"),
        ("part series-0", "0.0", "14"),
        ("part series-1", "240.0", "14"),
    ]


def test_what_people_typed_is_text_in_a_drawing():
    for svg in (
        bar_chart(HOSTILE, [Bar(HOSTILE, 1, 1.0)], key="x"),
        stacked_chart(HOSTILE, [HOSTILE], [Stack(HOSTILE, [1])], key="x"),
    ):
        assert HOSTILE not in svg
        title, described, written = texts(svg)
        assert title == HOSTILE
        assert HOSTILE in described
        assert HOSTILE in written


def test_long_words_are_shortened_and_small_shares_are_not_nothing():
    svg = bar_chart("Gender", [Bar("x" * 40, 1, 0.001)], key="gender")
    assert texts(svg) == ("Gender", f"{'x' * 40} 1 (<1 %)", [f"{'x' * 26}…", "1 (<1 %)"])


# From the rows


@pytest.mark.django_db
def test_who_is_registered_is_counted_with_the_parts_they_play():
    edition = EditionFactory()
    card = SpeakerCardFactory(edition=edition, organization=OrganizationFactory(kind="university"))
    person = PersonFactory(country="CN", gender="female", stakeholder_group="technical-community")
    RegistrationFactory(edition=edition, person=person, card=card)
    RegistrationFactory(edition=edition)
    RegistrationFactory(edition=edition, withdrawn=True)
    RegistrationFactory()
    chatham = {"session__edition": edition, "session__attribution": "chatham-house"}
    CreditFactory(card=card, role="keynote", mode="video-link", **chatham)
    CreditFactory(session__edition=edition, card=card, role="panelist")
    CreditFactory(session__edition=edition, card=card, role="chair", status="cancelled")
    CreditFactory(session__edition=edition, seat=True)
    found = speakers_of([edition])
    assert list(found) == [edition.pk]
    one, other = sorted(found[edition.pk], key=lambda speaker: not speaker.country)
    assert (one.country, one.organization_kind, one.group, one.gender) == (
        "CN", "university", "technical-community", "female",
    )  # fmt: skip
    assert sorted(zip(one.roles, one.modes, strict=True)) == [("keynote", "video-link"), ("panelist", "onsite")]
    assert other == Speaker()


# The pages


@pytest.fixture
def office(client):
    user = UserFactory(staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_registration", "view_edition"]))
    client.force_login(user)
    return client


def page_of(edition):
    return reverse("admin:speakers_person_balance_edition", args=[edition.pk])


OVER_EDITIONS = "admin:speakers_person_balance"


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_for_any_number_of_speakers(office, django_assert_num_queries, rows):
    forum = ForumFactory()
    for _ in range(rows):
        edition = EditionFactory(forum=forum)
        for _ in range(rows):
            card = SpeakerCardFactory(edition=edition, organization=OrganizationFactory(kind="university"))
            person = PersonFactory(country="CN", gender="female")
            RegistrationFactory(edition=edition, card=card, person=person)
            CreditFactory(session__edition=edition, card=card)
    # the session, the user, their permissions (own, groups), the edition, credits, registrations
    with django_assert_num_queries(2 + 2 + 3):
        assert office.get(page_of(edition)).content.count(b'<svg class="chart"') == 7
    # the session, the user, their permissions (own, groups), editions, credits, registrations
    with django_assert_num_queries(2 + 2 + 3):
        assert office.get(reverse(OVER_EDITIONS)).content.count(b'<svg class="chart"') == 7


@pytest.mark.django_db
def test_empty_pages_say_what_to_do(office):
    edition = EditionFactory()
    body = office.get(page_of(edition)).content.decode()
    assert f"Nobody is registered for {edition} yet." in body
    assert reverse("admin:speakers_registration_add") in body
    assert "There is nothing to compare yet." in office.get(reverse(OVER_EDITIONS)).content.decode()
    RegistrationFactory(edition=edition)
    body = office.get(page_of(edition)).content.decode()
    assert (body.count("Nothing is known yet."), body.count('<svg class="chart"')) == (7, 0)


@pytest.mark.django_db
def test_a_forum_is_chosen_by_its_address(office):
    EditionFactory(forum__slug="one", forum__name="One", year=2021)
    two = EditionFactory(forum__slug="two", forum__name="Two", year=2022)
    EditionFactory(forum__slug="none", forum__name="Nobody yet", year=2023)
    RegistrationFactory(edition=two)
    assert office.get(reverse(OVER_EDITIONS)).context["forum"].slug == "two"
    assert office.get(reverse(OVER_EDITIONS), {"forum": "one"}).context["forum"].slug == "one"
    assert office.get(reverse(OVER_EDITIONS), {"forum": "three"}).status_code == 404
    assert office.get(reverse("admin:speakers_person_balance_edition", args=[0])).status_code == 404


@pytest.mark.django_db
def test_editions_of_one_year_are_told_by_their_number(office):
    forum = ForumFactory()
    for year, number in ((2021, 1), (2022, 2), (2022, 3)):
        edition = EditionFactory(forum=forum, year=year, number=number)
        RegistrationFactory(edition=edition, person__country="CN")
    title, svg = office.get(reverse(OVER_EDITIONS)).context["charts"][0]
    assert (title, texts(svg)[2]) == ("Country", ["2021", "1", "2022/2", "1", "2022/3", "1", "China"])


@pytest.mark.django_db
def test_only_those_who_see_registrations_see_what_is_counted(client):
    user = UserFactory(staff=True)
    client.force_login(user)
    edition = EditionFactory()
    for page in (page_of(edition), reverse(OVER_EDITIONS)):
        assert client.get(page).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_edition"))
    change = reverse("admin:forums_edition_change", args=[edition.pk])
    assert page_of(edition) not in client.get(change).content.decode()
    user.user_permissions.add(Permission.objects.get(codename="view_registration"))
    assert page_of(edition) in client.get(change).content.decode()
