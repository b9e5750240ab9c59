"""The English that a document writes by itself."""

from datetime import date

import pytest

from forums.models import Figure
from reports.assembly.wordings import english
from reports.models import Chapter, Document


@pytest.mark.parametrize(
    ("words", "text"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
    ids=["one", "two", "three"],
)
def test_a_series(words, text):
    assert english.series(words) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [(["a, x"], "a, x"), (["a, x", "b"], "a, x; and b"), (["a", "b", "c"], "a; b; and c")],
    ids=["one", "two", "three"],
)
def test_a_listing_of_parts_with_commas(words, text):
    assert english.listing(words) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        pytest.param(date(2025, 6, 20), date(2025, 6, 20), "20 June 2025", id="one-day"),
        pytest.param(date(2022, 12, 9), date(2022, 12, 10), "9–10 December 2022", id="one-month"),
        pytest.param(date(2022, 11, 30), date(2022, 12, 2), "30 November – 2 December 2022", id="two-months"),
        pytest.param(date(2022, 1, 31), date(2023, 1, 1), "31 January 2022 – 1 January 2023", id="two-years"),
        pytest.param(date(2022, 12, 31), date(2023, 1, 1), "31 December 2022 – 1 January 2023", id="new-year"),
        pytest.param(None, None, "autumn 2025", id="not-set"),
    ],
)
def test_the_days_of_an_edition(first, last, text):
    assert english.days(first, last, "autumn 2025") == text


def test_a_day():
    assert english.day(date(2023, 3, 1)) == "1 March 2023"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (70, "70"),
        (1_500, "1,500"),
        (160_000, "160,000"),
        (999_999, "999,999"),
        (1_000_000, "1 million"),
        (2_500_000, "2.5 million"),
        (1_250_000, "1,250,000"),
        (10_000_000, "10 million"),
        (1_200_000_000, "1200 million"),
    ],
)
def test_a_number(value, text):
    assert english.number(value) == text


@pytest.mark.parametrize(
    ("qualifier", "text"),
    [
        ("exactly", "70"),
        ("over", "over 70"),
        ("more-than", "more than 70"),
        ("nearly", "nearly 70"),
        ("about", "about 70"),
    ],
)
def test_an_amount_keeps_what_its_source_says(qualifier, text):
    assert english.amount(qualifier, 70) == text


def test_an_amount_without_a_number():
    assert english.amount("several", None) == "several"


@pytest.mark.parametrize(
    ("kind", "qualifier", "value", "in_words", "text"),
    [
        pytest.param("journalists", "more-than", 60, False, "more than 60 journalists", id="many"),
        pytest.param("countries", "exactly", 1, False, "1 country", id="one"),
        pytest.param("plenaries", "exactly", 3, True, "three main plenaries", id="words"),
        pytest.param("youth-forums", "exactly", 1, True, "one youth forum", id="one-in-words"),
        pytest.param("sub-forums", "over", 12, True, "over 12 sub-forums", id="past-ten"),
        pytest.param("sub-forums", "several", None, True, "several sub-forums", id="several"),
    ],
)
def test_what_was_counted(kind, qualifier, value, in_words, text):
    assert english.counted(kind, qualifier, value, in_words=in_words) == text


def test_everything_that_can_be_chosen_has_its_words():
    assert list(english.FIGURE_LABELS) == Figure.Kind.values
    assert list(english._COUNTED) == list(Figure.Kind.values)
    assert [*english._QUALIFIERS, "several"] == Figure.Qualifier.values
    assert list(english.KINDS) == Document.Kind.values
    assert set(english.CHAPTERS) < set(Chapter.Kind.values)


def test_an_organization_in_a_sentence():
    assert english.the("University", takes_article=True) == "the University"
    assert english.the("Baidu", takes_article=False) == "Baidu"


@pytest.mark.parametrize(
    ("hosts", "organizers", "text"),
    [
        ([], [], ""),
        (["A"], [], "It is hosted by A."),
        ([], ["B", "C"], "It is organized by B and C."),
        (["A"], ["B"], "It is hosted by A and organized by B."),
    ],
)
def test_who_holds_the_forum(hosts, organizers, text):
    assert english.hosted(hosts, organizers) == text


HELD = {"forum": "Talks", "edition_number": 2, "year": 2021, "dates": "", "format_": "onsite", "place": "", "theme": ""}


@pytest.mark.parametrize(
    ("values", "text"),
    [
        pytest.param({}, "The second Talks was held in 2021.", id="year"),
        pytest.param({"edition_number": 1}, "The inaugural Talks was held in 2021.", id="inaugural"),
        pytest.param({"edition_number": 16}, "The 16th Talks was held in 2021.", id="sixteenth"),
        pytest.param({"dates": "4–5 May 2021"}, "The second Talks was held on 4–5 May 2021.", id="days"),
        pytest.param({"dates": "autumn 2021"}, "The second Talks was held in autumn 2021.", id="season"),
        pytest.param({"place": "Bonn"}, "The second Talks was held in Bonn in 2021.", id="place"),
        pytest.param({"format_": "online", "place": "Bonn"}, "The second Talks was held online in 2021.", id="online"),
        pytest.param(
            {"format_": "hybrid", "place": "Bonn"}, "The second Talks was held in Bonn and online in 2021.", id="hybrid"
        ),
        pytest.param(
            {"format_": "hybrid"}, "The second Talks was held onsite and online in 2021.", id="hybrid-without-place"
        ),
        pytest.param({"theme": "Trust"}, "The second Talks was held in 2021 under the theme “Trust”.", id="theme"),
    ],
)
def test_how_an_edition_was_held(values, text):
    assert english.held(**HELD | values) == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [([], ""), (["one plenary", "two panels"], "Its programme comprised one plenary and two panels.")],
    ids=["nothing", "parts"],
)
def test_what_the_programme_was_made_of(parts, text):
    assert english.structured(parts) == text


NONE = ("", "")


@pytest.mark.parametrize(
    ("people", "organizations", "countries", "text"),
    [
        pytest.param(NONE, NONE, NONE, "", id="nothing"),
        pytest.param(("70 participants", ""), NONE, NONE, "It brought together 70 participants.", id="people"),
        pytest.param(
            ("over 70 speakers", "experts and scholars"),
            NONE,
            NONE,
            "It brought together over 70 speakers – experts and scholars.",
            id="people-in-detail",
        ),
        pytest.param(
            ("over 70 speakers", "experts"),
            NONE,
            ("20 countries", "including Chile"),
            "It brought together over 70 speakers – experts – from 20 countries, including Chile.",
            id="people-from-countries",
        ),
        pytest.param(
            ("70 participants", ""),
            ("60 organizations", "all large"),
            ("20 countries", ""),
            "It brought together 70 participants from 60 organizations (all large) and 20 countries.",
            id="everything",
        ),
        pytest.param(
            NONE, NONE, ("20 countries", ""), "Those present came from 20 countries.", id="countries-without-people"
        ),
    ],
)
def test_who_came(people, organizations, countries, text):
    assert english.gathered(people, organizations, countries) == text


def test_attendance():
    assert english.attended("") == ""
    assert english.attended("over 500 participants") == "Attendance came to over 500 participants."


@pytest.mark.parametrize(
    ("journalists", "outlets", "reports", "text"),
    [
        ("", "", "", ""),
        ("", "", "160 reports", "It was the subject of 160 reports."),
        ("", "40 outlets", "", "It was covered by 40 outlets."),
        ("", "40 outlets", "160 reports", "It was covered by 40 outlets, with 160 reports."),
        ("60 journalists", "", "", "It was followed by 60 journalists."),
        ("60 journalists", "40 outlets", "", "It was followed by 60 journalists from 40 outlets."),
        ("60 journalists", "", "160 reports", "It was followed by 60 journalists, with 160 reports."),
    ],
)
def test_what_the_press_made_of_it(journalists, outlets, reports, text):
    assert english.covered(journalists, outlets, reports) == text


@pytest.mark.parametrize(
    ("views", "reposts", "text"),
    [
        ("", "", ""),
        ("3 million views", "", "Its broadcasts received 3 million views."),
        ("3 million views", "2 reposts", "Its broadcasts received 3 million views, and 2 reposts."),
        ("", "2 reposts", "News of it was passed on in 2 reposts."),
    ],
)
def test_how_far_the_broadcasts_reached(views, reposts, text):
    assert english.watched(views, reposts) == text


@pytest.mark.parametrize(
    ("international", "supporting", "partners", "count", "text"),
    [
        ([], [], [], "", ""),
        (["A"], [], [], "", "It was held with A as international supporting partner."),
        (["A", "B"], [], [], "", "It was held with A and B as international supporting partners."),
        ([], ["A"], [], "", "It was held with A as supporting partner."),
        ([], ["A", "B"], [], "", "It was held with A and B as supporting partners."),
        ([], [], ["A"], "", "It was held with A as partner."),
        ([], [], ["A", "B"], "", "It was held with A and B as partners."),
        ([], [], [], "15 partner organizations", "It was held with 15 partner organizations."),
        ([], [], ["A"], "15 partner organizations", "It was held with 15 partner organizations, among them A."),
        (["A"], ["B"], [], "", "It was held with A as international supporting partner and B as supporting partner."),
        (
            ["A"],
            ["B"],
            ["C", "D"],
            "",
            "It was held with A as international supporting partner; B as supporting partner; and C and D as partners.",
        ),
    ],
)
def test_who_supported_it(international, supporting, partners, count, text):
    assert english.partnered(international, supporting, partners, count) == text


def test_featured_guests():
    assert english.featured([]) == ""
    assert english.featured(["A", "B"]) == "Among its featured guests were A; and B."


@pytest.mark.parametrize(
    ("recipients", "occasions", "text"),
    [
        ([], [], ""),
        (["A", "B"], [], "Its outcome, Paper, was presented to A and B."),
        ([], ["the Summit"], "Its outcome, Paper, was released during the Summit."),
        (["A"], ["the Summit"], "Its outcome, Paper, was presented to A and released during the Summit."),
    ],
)
def test_what_became_of_the_document(recipients, occasions, text):
    assert english.delivered("Paper", recipients, occasions) == text


@pytest.mark.parametrize(
    ("words", "year", "text"),
    [
        ("G20 Summit", 2021, "the G20 Summit in 2021"),
        ("G20 Summit", None, "the G20 Summit"),
        ("2021 G20 Summit", 2021, "the 2021 G20 Summit"),
        ("the G20 Summit in 2021", 2021, "the G20 Summit in 2021"),
    ],
)
def test_an_occasion(words, year, text):
    assert english.occasion(words, year) == text


def test_a_theme():
    assert english.themed("Plenary I", "Trust") == "Plenary I was themed “Trust”."


@pytest.mark.parametrize(
    ("kind", "number", "text"),
    [("thematic-session", 3, "Thematic Session 3: Work"), ("thematic-session", None, "Work"), ("plenary", 3, "Work")],
)
def test_the_heading_of_a_session(kind, number, text):
    assert english.session_heading(kind, number, "Work") == text


def test_a_seat_without_a_name():
    assert english.delegate("University") == "Delegate of University"


def test_the_word_before_a_point():
    assert [english.point(number) for number in (1, 3, 13)] == ["First.", "Third.", "13th."]


def test_captions_name_their_years():
    assert english.figures_caption([2022]) == "The forum in figures, 2022"
    assert english.figures_caption([2020, 2021, 2022]) == "The forum in figures, 2020–2022"
    assert english.chart_caption([2020, 2022]) == "Reach of the forum, 2020–2022"


def test_a_source_with_what_it_stands_for():
    assert english.source_note("Report", []) == "Source: Report."
    assert english.source_note("Report", ["Speakers 2021", "Views 2022"]) == (
        "Source: Report (Speakers 2021 and Views 2022)."
    )


def test_a_chart_in_words():
    rows = [("Views", [(2020, "over 3"), (2021, "")]), ("Speakers", [(2020, "7"), (2021, "9")])]
    assert english.chart_alt(rows) == (
        "Bar chart. Views: over 3 in 2020 and not known in 2021. Speakers: 7 in 2020 and 9 in 2021."
    )
