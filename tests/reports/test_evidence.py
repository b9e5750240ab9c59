"""What points rest on: the matrix as rows give it, and what the office decides."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from forums.exceptions import DomainError
from forums.models import Session
from reports.evidence import accept_source, accept_verbatim, read_likenesses, read_matrix, refuse_source
from reports.models import EvidenceRefusal, Intervention, OutcomePoint
from reports.provenance import Piece
from reports.reach import Reach, reach_of
from tests import factories
from tests.factories import NOON

POINT = "Testing for resilience should become part of the relevant standards everywhere"
PART = "Testing for resilience should become part of life"

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return factories.EditionFactory(held=True, timezone="Asia/Shanghai")


def held(edition, **values):
    return factories.SessionFactory(edition=edition, **values)


def said(session, text="Nothing that is alike", **values):
    report = getattr(session, "report", None) or factories.SessionReportFactory(session=session)
    return factories.InterventionFactory(report=report, text=text, **values)


def made(edition, *texts, **values):
    """The points of one outcome."""
    outcome = factories.OutcomeFactory(edition=edition)
    return [
        factories.OutcomePointFactory(outcome=outcome, text=text, position=place, **values)
        for place, text in enumerate(texts)
    ]


def shown(matrix):
    """The rows: session, and its cells as (recorded, suggested, score in per cent)."""
    return [
        (row.session.title, [cell and (cell.recorded, cell.suggested, round(cell.score * 100)) for cell in row.cells])
        for row in matrix.rows
    ]


def test_the_matrix_counts_what_is_recorded_and_what_is_suggested(edition):
    one, other = (
        held(edition, title="One", starts_at=NOON, ends_at=NOON + dt.timedelta(hours=1)),
        held(edition, title="Other"),
    )
    point, alone = made(edition, POINT, "Everybody agrees that nobody said so")
    point.evidence.add(said(one), said(one))
    said(one, PART)
    said(other, POINT)
    said(other, PART)
    # Another edition's points and words are no business of this one.
    factories.OutcomePointFactory(text=POINT).evidence.add(factories.InterventionFactory(text=POINT))
    matrix = read_matrix(edition)
    assert shown(matrix) == [("One", [(2, 1, 56), None]), ("Other", [(0, 2, 100), None])]
    assert [(it.point, it.number, it.total, it.orphan) for it in matrix.columns] == [
        (point, "1.1", 2, False),
        (alone, "1.2", 0, True),
    ]
    assert [(row.said, row.points, row.reached) for row in matrix.rows] == [(3, 1, True), (2, 0, False)]
    assert [day for day, _ in matrix.days] == [dt.date(2022, 12, 12), None]
    assert [it.session for it in matrix.unheard] == [other]
    assert matrix.orphans == [matrix.columns[1]]
    assert len(matrix.verbatim) == 1


def test_a_session_belongs_to_the_day_of_its_place(edition):
    late = dt.datetime(2022, 12, 12, 17, tzinfo=dt.UTC)
    held(edition, starts_at=late, ends_at=late + dt.timedelta(hours=1))
    assert [day for day, _ in read_matrix(edition).days] == [dt.date(2022, 12, 13)]


def test_parts_follow_their_whole_which_reaches_what_they_reach(edition):
    whole = held(edition, title="Whole", kind=Session.Kind.PLENARY)
    heard, unheard = (held(edition, title=it, parent=whole, position=n) for n, it in enumerate(["Heard", "Unheard"]))
    [point] = made(edition, "Point")
    point.evidence.add(said(heard))
    said(unheard)
    matrix = read_matrix(edition)
    assert [(row.session.title, row.depth, row.reached, row.silent) for row in matrix.rows] == [
        ("Whole", 0, True, False),
        ("Heard", 1, True, False),
        ("Unheard", 1, False, False),
    ]
    assert [row.session for row in matrix.unheard] == [unheard]


def test_a_whole_that_reached_nothing_is_told_once(edition):
    whole = held(edition)
    said(held(edition, parent=whole))
    made(edition, "Point")
    assert [row.session for row in read_matrix(edition).unheard] == [whole]


def test_breaks_and_cancelled_sessions_are_shown_only_where_something_was_said(edition):
    held(edition, title="Lunch", kind=Session.Kind.BREAK)
    held(edition, title="Cancelled", status=Session.Status.CANCELLED)
    said(held(edition, title="Working lunch", kind=Session.Kind.BREAK))
    held(edition, title="To come")
    rows = read_matrix(edition).rows
    assert [(row.session.title, row.silent) for row in rows] == [("Working lunch", False), ("To come", True)]


def test_a_point_rests_on_what_the_points_in_it_rest_on(edition):
    whole, other = made(edition, "Whole", "Other")
    nested = factories.OutcomePointFactory(outcome=whole.outcome, parent=whole, text="Nested")
    nested.evidence.add(said(held(edition)))
    columns = read_matrix(edition).columns
    assert [(it.number, it.total, it.orphan) for it in columns] == [
        ("1.1", 0, False),
        ("1.1.1", 1, False),
        ("1.2", 0, True),
    ]
    assert list(OutcomePoint.objects.unsupported()) == [other]


def test_what_was_withdrawn_is_nobodys_source(edition):
    [point] = made(edition, POINT)
    withdrawn = said(held(edition), POINT, clearance=Intervention.Clearance.WITHDRAWN)
    point.evidence.add(withdrawn)
    matrix = read_matrix(edition)
    assert (matrix.columns[0].total, matrix.columns[0].orphan, matrix.said) == (0, True, [])
    assert list(OutcomePoint.objects.unsupported()) == [point]
    assert read_likenesses(point) == []
    with pytest.raises(DomainError, match="was withdrawn"):
        accept_source(point, withdrawn)


def test_an_empty_edition_has_an_empty_matrix(edition):
    matrix = read_matrix(edition)
    assert (matrix.columns, matrix.rows, matrix.suggestions, matrix.orphans) == ([], [], [], [])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_matrix_costs_the_same_for_any_number_of_rows(edition, django_assert_num_queries, rows):
    for _ in range(rows):
        said(held(edition, parent=held(edition)), POINT)
    points = made(edition, *[POINT] * rows)
    points[0].evidence.set(Intervention.objects.all()[:1])
    factories.EvidenceRefusalFactory(point=points[-1], intervention=Intervention.objects.last())
    # sessions, interventions, points, what they rest on, what was refused
    with django_assert_num_queries(5):
        assert len(read_matrix(edition).rows) == 2 * rows


def test_a_source_is_accepted_once_and_stays(edition):
    [point] = made(edition, POINT)
    source = said(held(edition), POINT)
    accept_source(point, source)
    accept_source(point, source)
    assert list(point.evidence.all()) == [source]
    assert read_matrix(edition).suggestions == []


def test_a_refused_source_is_not_suggested_again_until_it_is_accepted_after_all(edition):
    [point] = made(edition, POINT)
    source = said(held(edition), POINT)
    accept_source(point, source)
    user = factories.UserFactory()
    refuse_source(point, source, by=user)
    refuse_source(point, source)
    assert [(it.point, it.intervention, it.by) for it in EvidenceRefusal.objects.all()] == [(point, source, user)]
    assert not point.evidence.exists()
    assert read_matrix(edition).suggestions == []
    assert accept_verbatim(edition) == {}
    accept_source(point, source)
    assert not EvidenceRefusal.objects.exists()
    assert list(point.evidence.all()) == [source]


def test_what_was_said_at_another_edition_is_no_source(edition):
    [point] = made(edition, POINT)
    elsewhere = factories.InterventionFactory(text=POINT)
    with pytest.raises(DomainError, match="was said at another edition"):
        accept_source(point, elsewhere)
    assert not point.evidence.exists()


def test_all_verbatim_sources_are_accepted_together(edition):
    first, second = made(edition, POINT, f"{POINT} and always")
    verbatim = said(held(edition), POINT)
    said(held(edition), PART)
    assert accept_verbatim(edition) == {first: 1, second: 1}
    assert [list(point.evidence.all()) for point in (first, second)] == [[verbatim], [verbatim]]
    assert accept_verbatim(edition) == {}


def test_likenesses_come_as_decided_then_by_score(edition):
    [point] = made(edition, POINT)
    session = held(edition)
    recorded, part, whole, refused = (said(session, text) for text in ("Other words here", PART, f"**{POINT}**", PART))
    point.evidence.add(recorded)
    refuse_source(point, refused)
    said(held(edition), POINT)
    found = read_likenesses(point, session)
    assert [(it.intervention, it.state, round(it.score, 2)) for it in found] == [
        (recorded, "recorded", 0),
        (whole, "suggested", 1),
        (part, "suggested", 0.56),
        (refused, "refused", 0.56),
    ]
    assert (found[1].point, found[1].source) == ([Piece(POINT, shared=True)], [Piece(POINT, shared=True)])
    assert len(read_likenesses(point)) == 5


def test_texts_without_a_language_in_common_are_shown_all_the_same(edition):
    [point] = made(edition, "", text_fr="Agir ensemble")
    source = said(held(edition), "Act together")
    point.evidence.add(source)
    [found] = read_likenesses(point)
    assert (found.language, found.score) == ("", 0)
    assert (found.point, found.source) == (
        [Piece("Agir ensemble", shared=False)],
        [Piece("Act together", shared=False)],
    )


def test_regions_and_groups_are_counted_by_who_reached_an_outcome(edition):
    cards = [factories.SpeakerCardFactory(edition=edition) for _ in range(3)]
    for card, country, group in zip(cards, ["KE", "FR"], ["academia", ""], strict=False):
        person = factories.PersonFactory(country=country, stakeholder_group=group)
        factories.RegistrationFactory(edition=edition, person=person, card=card)
    keys = [card.pk for card in cards]
    found = reach_of(edition, [*keys, keys[0]], keys[:1])
    assert found["region"] == [
        Reach("Africa", 1, 1),
        Reach("Americas", 0, 0),
        Reach("Asia", 0, 0),
        Reach("Europe", 1, 0),
        Reach("Oceania", 0, 0),
        Reach("", 1, 0),
    ]
    assert [it for it in found["stakeholder group"] if it.spoke] == [Reach("academia", 1, 1), Reach("", 2, 0)]


def test_a_point_with_points_in_it_is_not_nested(edition):
    whole, other = made(edition, "Whole", "Other")
    factories.OutcomePointFactory(outcome=whole.outcome, parent=whole)
    whole.parent = other
    with pytest.raises(ValidationError, match="points nest one level deep"):
        whole.full_clean()
