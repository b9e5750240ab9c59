"""Figures about one thing that cannot all be right; few false alarms."""

import math

import pytest
from django.urls import reverse

from reports.conflicts import conflicts_about_instruments, conflicts_of_edition, figures_about
from reports.mentions import Names
from reports.quantities import agree, amount_of, quantities
from tests import factories

NAMES = Names({"unesco": ["UNESCO Recommendation", "人工智能伦理问题建议书"], "code": ["Code of Ethics"]})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("among 193\nmember states", [("193 member states", "states", 193, 193)]),
        ("193 UNESCO member states", [("193 UNESCO member states", "states", 193, 193)]),
        ("adopted by more than 200 countries", [("more than 200 countries", "states", 200, math.inf)]),
        ("two hundred and six nations", [("two hundred and six nations", "states", 206, 206)]),
        ("some 160 parties", [("some 160 parties", "parties", 144, 176)]),
        ("nearly 1,200 companies", [("nearly 1,200 companies", "companies", 960, 1200)]),
        ("1.2 million companies", [("1.2 million companies", "companies", 1_200_000, 1_200_000)]),
        ("193个会员国", [("193个会员国", "states", 193, 193)]),
        ("一百九十三个国家", [("一百九十三个国家", "states", 193, 193)]),
        ("200多个国家", [("200多个国家", "states", 200, math.inf)]),
        ("超过二百个国家", [("超过二百个国家", "states", 200, math.inf)]),
        ("10万家企业", [("10万家企业", "companies", 100_000, 100_000)]),
        ("in 2022 countries agreed; three countries; the 193 of these very many countries; 150 ethics officers", []),
    ],
)
def test_numbers_of_what_is_counted(text, found):
    assert [(it.words, it.what, it.least, it.most) for it in quantities(text)] == found


def test_whatever_is_pasted_is_read_in_passing():
    for text in ("1" * 20_000, "1,111" * 4_000, "hundred " * 2_500, "百" * 20_000, "more than " * 2_000):
        assert list(quantities(text)) == []


def test_an_amount_alone():
    assert [amount_of(it) for it in ("more than 200", "193", "约200", "many")] == [
        (200, math.inf),
        (193, 193),
        (180, 220),
        None,
    ]
    assert agree((193, 193), (150, math.inf))
    assert not agree((193, 193), (200, math.inf))


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The UNESCO Recommendation, adopted by more than 200 countries, is a guide.", ["unesco"]),
        ("A UNESCO Recommendation exists. Its adoption followed talks among 193 member states.", ["unesco"]),
        (
            "More than 200 countries adopted the UNESCO Recommendation; 150 countries the Code of Ethics.",
            ["unesco"] * 2,
        ),
        ("It is cited [@code], and 160 parties signed.", ["code"]),
        ("193个会员国通过了《人工智能伦理问题建议书》。", ["unesco"]),
        ("A UNESCO Recommendation exists. The forum gathered 20 countries.", []),
        ("Twenty countries came.", []),
    ],
)
def test_a_number_is_about_the_instrument_beside_it(text, about):
    assert [key for key, _, _ in figures_about(text, NAMES)] == about


@pytest.fixture
def edition():
    """Two speakers who count the adopters of one instrument, as in the outcome document of 2022."""
    edition = factories.EditionFactory()
    factories.InstrumentFactory(
        key="unesco", title="UNESCO Recommendation", signatories="193 member states", signatories_zh_hans="193个会员国"
    )
    report = factories.SessionReportFactory(session__edition=edition, session__title="Ethics")
    for text in (
        "{speaker} cited the UNESCO Recommendation, adopted by more than 200 countries.",
        "{speaker} told of the UNESCO Recommendation. Its adoption followed talks among 193 member states.",
    ):
        factories.InterventionFactory(report=report, text=text, credit__card__name="Ann Lee")
    return edition


@pytest.mark.django_db
def test_speakers_and_registry_contradict_each_other(edition):
    [conflict] = conflicts_about_instruments(edition)
    assert conflict.subject == "UNESCO Recommendation: states"
    assert [(it.place.partition(",")[0], it.words) for it in conflict.statements] == [
        ("Registry", "193 member states"),
        ("Registry", "193个会员国"),
        ("Ethics", "more than 200 countries"),
        ("Ethics", "193 member states"),
    ]


@pytest.mark.django_db
def test_quoted_figures_are_compared_by_instrument_and_by_subject(edition):
    report = factories.SessionReportFactory(session__edition=edition)
    for value, subject in (
        ("over 150", "countries that adopted the UNESCO Recommendation"),
        ("40", "models on the market"),
        ("about 41", "Models on the market"),
        ("60", "models on the market"),
        ("many", "models on the market"),
    ):
        factories.QuotedFigureFactory(report=report, subject=subject, value=value)
    adopters, models = conflicts_about_instruments(edition)
    assert [it.words for it in adopters.statements][-1] == "over 150 countries that adopted the UNESCO Recommendation"
    assert (models.subject, [it.words for it in models.statements]) == (
        "models on the market",
        ["40 models on the market", "about 41 Models on the market", "60 models on the market"],
    )


@pytest.mark.django_db
def test_the_figures_of_an_edition_by_source():
    edition = factories.EditionFactory()
    for kind, value, qualifier, scope, preferred in (
        ("participants", 500, "over", "", True),
        ("participants", 450, "exactly", "", False),
        ("speakers", 70, "over", "", True),
        ("speakers", 75, "exactly", "", False),
        ("livestream-views", 10, "exactly", "online", True),
        ("livestream-views", 20, "exactly", "in all", False),
        ("sub-forums", None, "several", "", True),
    ):
        factories.FigureFactory(
            edition=edition, kind=kind, value=value, qualifier=qualifier, scope=scope, preferred=preferred
        )
    [conflict] = conflicts_of_edition(edition)
    assert (conflict.subject, [it.words for it in conflict.statements]) == (
        "participants",
        ["over 500 (printed)", "exactly 450"],
    )


@pytest.mark.office
@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_lists_both_places_at_one_price(client, django_assert_num_queries, edition, rows):
    for _ in range(rows):
        report = factories.SessionReportFactory(session__edition=edition)
        for value in ("10 or so", "99"):
            factories.QuotedFigureFactory(report=report, subject="models", value=value)
        factories.FigureFactory(edition=edition, preferred=False)
    client.force_login(factories.UserFactory(superuser=True))
    page = reverse("admin:reports_instrument_conflicts", args=[edition.pk])
    # session, user, edition; registry; contributions, takeaways, calls, points, sessions, chapters, own paragraphs;
    # quoted figures; figures of the edition
    with django_assert_num_queries(3 + 1 + 7 + 1 + 1):
        body = client.get(page).content.decode()
    assert "more than 200 countries" in body
    assert body.count("193 member states") >= 2
    assert body.count("10 or so models") == rows
    client.force_login(factories.UserFactory(staff=True))
    assert client.get(page).status_code == 403
