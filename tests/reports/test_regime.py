"""Where nobody may be named: whose names those are, and where a text has them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from reports.attribution import find_names
from reports.hidden import Hidden
from reports.regime import find_in, hidden_names, rule_of
from tests.factories import (
    AppointmentFactory,
    CallToActionFactory,
    CreditFactory,
    InterventionFactory,
    OrganizationFactory,
    PersonFactory,
    QuotedFigureFactory,
    RegistrationFactory,
    SessionFactory,
    SessionReportFactory,
    TakeawayFactory,
)

KATE = {"family_name": "Sutton", "given_name": "Kate"}
XUE = {"family_name": "Xue", "given_name": "Lan", "name_order": "family-first", "native_name": "薛澜"}


def credit(session, *, organization=None, **person):
    """Somebody registered who is credited in the session."""
    registration = RegistrationFactory(person=PersonFactory(**person), edition=session.edition)
    if organization:
        AppointmentFactory(person=registration.person, organization=organization)
    made = CreditFactory(session=session, card__name="H.E. Somebody", card__sort_name=str(registration.person))
    registration.card = made.card
    registration.save()
    return made


def hidden(*names, acronyms=()):
    made = Hidden()
    for name in names:
        made.hide(name)
    for name in acronyms:
        made.hide(name, acronym=True)
    return made


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Kate Sutton", "As kate  SUTTON’s paper said", ["kate  SUTTON"]),
        ("Kate Sutton", "Ｋａｔｅ Ｓｕｔｔｏｎ spoke", ["Kate Sutton"]),
        ("Ó hÉigeartaigh", "as O heigeartaigh noted", ["O heigeartaigh"]),
        ("Kovács-Ondrejkovic", "Kovacs Ondrejkovic", ["Kovacs Ondrejkovic"]),
        ("Sutton", "Sutton\u00ad and S\u200button and NFD Su\u0301tton", ["Sutton", "Sutton", "Sútton"]),
        ("Sutton", "sutton, Suttons, Suttonia", []),
        ("Power", "Power has shifted; computing power grew.", []),
        ("Power", "It was Power who asked.", ["Power"]),
        ("He", "He said so. She heard He speak.", ["He"]),
        ("Li", "LI and Li, but not li or Lin", ["LI", "Li"]),
        ("薛澜", "清华大学薛 澜教授，薛教授", ["薛 澜"]),
        ("薛", "薛教授", []),
        ("Ольга Иванова", "говорит ольга иванова", ["ольга иванова"]),
        ("K", "Point K", []),
        ("3", "3 of 4", []),
    ],
)
def test_a_name_is_found_as_readers_do(name, text, found):
    assert [it.name for it in hidden(name).find(text)] == found


def test_an_acronym_is_written_as_it_is():
    assert [it.name for it in hidden(acronyms=["WHO", "AI"]).find("Who? The WHO on AI.")] == ["WHO"]


def test_the_words_around_are_shown():
    text = "before " * 20 + "Kate Sutton" + " after" * 20
    assert hidden("Kate Sutton", "Sutton").find(text)[0].around == (
        "… before before before before before Kate Sutton after after after after after after …"
    )


@pytest.mark.django_db
def test_a_rule_of_the_whole_holds_for_its_parts_and_the_strictest_counts():
    whole = SessionFactory(attribution="collective")
    part = SessionFactory(edition=whole.edition, parent=whole, attribution="chatham-house")
    inner = SessionFactory(edition=whole.edition, parent=part)
    assert [rule_of(it).regime for it in (whole, part, inner)] == ["collective", "chatham-house", "chatham-house"]
    assert {rule_of(it).whole for it in (whole, part, inner)} == {whole.pk}
    assert rule_of(SessionFactory()) is None


@pytest.fixture
def report():
    return SessionReportFactory(session__attribution="collective")


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_names_are_read_in_a_constant_number_of_queries(report, django_assert_num_queries, rows):
    for number in range(rows):
        credit(report.session, family_name=f"Person{number}", organization=OrganizationFactory())
    rule = rule_of(report.session)
    # credits with cards; registrations with persons; appointments with organizations
    with django_assert_num_queries(3):
        found = hidden_names([rule])[rule]
    assert len(found.find("Person0 and Person1 and Person2")) == rows


NAMING = [
    "As Kate Sutton said.",
    "SUTTON, KATE: yes",
    "All agreed with Sutton.",
    "All agreed.\n\n- one\n- as **Sut**ton said",
    "See [the slides](https://example.org/kate-sutton).",
    "Xue Lan agreed",
    "Lan Xue agreed",
    "薛澜表示同意",
    "The Delegate of Ruritania agreed",
    "Replaced agreed",
    "Reader read it",
]


@pytest.mark.django_db
def test_nobody_who_took_part_is_named_in_any_form(report):
    credit(report.session, **KATE)
    part = SessionFactory(edition=report.session.edition, parent=report.session)
    credit(part, **XUE)
    CreditFactory(session=report.session, seat=True, seat_of__name="Ruritania")
    CreditFactory(session=report.session, status="substituted", card__name="Re Placed", card__sort_name="Replaced, Re")
    CreditFactory(session=report.session, mode="read-on-behalf", reader_name="Reader")
    names = hidden_names([rule_of(part)])[rule_of(part)]
    assert [text for text in NAMING if not list(find_in(text, names))] == []
    assert [number for number, _ in find_in("One.\n\nTwo.\n\nThree, Sutton.", names)] == [3]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factory", "values", "field"),
    [
        (InterventionFactory, {"panel": True, "text": "All agreed."}, "text_en"),
        (InterventionFactory, {"panel": True, "text": "All agreed."}, "heading_zh_hans"),
        (InterventionFactory, {"panel": True, "text": "All agreed."}, "collective"),
        (TakeawayFactory, {}, "text_en"),
        (CallToActionFactory, {}, "text_fr"),
        (QuotedFigureFactory, {}, "subject_en"),
        (QuotedFigureFactory, {}, "value"),
    ],
)
def test_no_part_of_a_report_names_anybody(report, factory, values, field):
    credit(report.session, **KATE)
    row = factory(report=report, **values)
    row.full_clean()
    setattr(row, field, "As Kate Sutton said.")
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    told = (
        "“Kate Sutton” may not be named here (“panelists” only); paragraph 1: “As Kate Sutton said.”. "
        "Write what was said without it."
    )
    assert refused.value.message_dict == {field: [told]}


@pytest.mark.django_db
def test_the_chatham_house_rule_hides_affiliations_too():
    report = SessionReportFactory(session__attribution="chatham-house")
    institute = OrganizationFactory(name="Institute for Tea", name_zh_hans="茶叶研究所", acronym="IFT")
    former = OrganizationFactory(name="Former House")
    speaker = credit(report.session, organization=institute, **KATE)
    person = speaker.card.registration.person
    AppointmentFactory(person=person, organization=former, ended_on=dt.date(2020, 1, 1))
    report.session.edition.starts_on = report.session.edition.ends_on = dt.date(2022, 12, 12)
    report.session.edition.save()
    takeaway = TakeawayFactory(report=report, text="The Institute for Tea, IFT, at 茶叶研究所; the Former House.")
    assert [it.name for it in find_names(report)] == ["Institute for Tea", "IFT", "茶叶研究所"]
    assert str(find_names(report)[0]) == (
        "Takeaway 1, paragraph 1: “The Institute for Tea, IFT, at 茶叶研究所; the Former House.” names "
        "“Institute for Tea” (Chatham House rule)"
    )
    takeaway.delete()
    # An organization may be asked for something, and may have published a figure; a person is neither.
    CallToActionFactory(report=report, addressee="Institute for Tea").full_clean()
    QuotedFigureFactory(report=report, source="Institute for Tea").full_clean()
    with pytest.raises(ValidationError, match="Kate Sutton"):
        CallToActionFactory(report=report, addressee="Kate Sutton").full_clean()


@pytest.mark.django_db
def test_where_speakers_are_named_nothing_is_looked_for(django_assert_num_queries):
    report = SessionReportFactory()
    credit(report.session, **KATE)
    TakeawayFactory(report=report, text="Kate Sutton agreed.").full_clean()
    with django_assert_num_queries(0):
        assert find_names(report) == []


@pytest.mark.django_db
def test_no_speaker_in_a_part_of_a_collective_session(report):
    part = SessionFactory(edition=report.session.edition, parent=report.session)
    row = InterventionFactory(report=SessionReportFactory(session=part), text="{speaker} agreed.")
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.message_dict == {"credit": ["Nobody may be named here: “panelists” only."]}
