"""The report clock: what is owed, by when, however a session is moved."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from reports.clock import Clock, Owed, State, clock_of, owing, read_clocks, unapproved, why_nothing_is_owed
from tests import factories as make
from tests.factories import NOON

pytestmark = pytest.mark.django_db

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
END = NOON + HOUR


def report(**values):
    return make.SessionReportFactory(**({"session__timed": True} | values))


def dues(row):
    clock = clock_of(row)
    return clock.takeaways_due_at, clock.report_due_at


def test_a_session_owes_takeaways_in_two_hours_and_a_report_in_a_fortnight():
    assert dues(report()) == (END + 2 * HOUR, END + 14 * DAY)


def test_the_actual_end_counts_before_the_planned_one():
    row = report(session__actual_starts_at=NOON, session__actual_ends_at=END + HOUR)
    assert dues(row) == (END + 3 * HOUR, END + HOUR + 14 * DAY)


def test_a_session_without_an_end_owes_nothing_yet():
    row = report(session__timed=False)
    assert dues(row) == (None, None)
    assert clock_of(row).state(NOON) == State.TO_COME


def test_a_part_without_times_ends_with_its_whole():
    whole = make.SessionFactory(timed=True)
    row = report(session=make.SessionFactory(edition=whole.edition, parent=whole))
    assert clock_of(row).ended_at == END


def test_a_session_moved_over_midnight_is_due_anew_at_once():
    row = report()
    row.session.starts_at, row.session.ends_at = NOON + 11 * HOUR, NOON + 13 * HOUR
    assert dues(row) == (NOON + 15 * HOUR, NOON + 13 * HOUR + 14 * DAY)


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        # Clocks go forward on 26 March 2023 in Zurich, back on 29 October; in Shanghai they never change.
        ("Europe/Zurich", "2023-03-20T17:00", dt.datetime(2023, 4, 3, 15, tzinfo=dt.UTC)),
        ("Europe/Zurich", "2023-10-20T17:00", dt.datetime(2023, 11, 3, 16, tzinfo=dt.UTC)),
        ("Asia/Shanghai", "2023-03-20T17:00", dt.datetime(2023, 4, 3, 9, tzinfo=dt.UTC)),
        # Half past two does not exist that night.
        ("Europe/Zurich", "2023-03-12T02:30", dt.datetime(2023, 3, 26, 1, 30, tzinfo=dt.UTC)),
    ],
)
def test_a_fortnight_later_the_clock_on_the_wall_says_the_same(zone, local, utc):
    end = dt.datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    row = report(session__edition__timezone=zone, session__starts_at=end - HOUR, session__ends_at=end)
    assert dues(row) == (end + 2 * HOUR, utc)
    # The edition is held elsewhere after all.
    row.session.edition.timezone = "UTC"
    assert dues(row) == (end + 2 * HOUR, end + 14 * DAY)


def test_the_most_particular_allowance_counts():
    row = report(session__kind="keynote")
    told = []
    for hours, place in enumerate(
        [
            {"edition": None, "kind": ""},
            {"edition": None, "kind": "keynote"},
            {"edition": row.session.edition, "kind": ""},
            {"edition": row.session.edition, "kind": "keynote"},
        ],
        5,
    ):
        make.AllowanceFactory(takeaways_hours=hours, report_days=hours, **place)
        told.append(dues(row))
    assert told == [(END + hours * HOUR, END + hours * DAY) for hours in (5, 6, 7, 8)]
    make.AllowanceFactory(takeaways_hours=1)  # Another edition's.
    assert dues(row) == told[-1]


def test_a_report_can_have_its_own_times():
    row = report(takeaways_due_at=END + DAY, due_at=END + 30 * DAY)
    assert dues(row) == (END + DAY, END + 30 * DAY)


def test_what_is_in_is_not_late():
    later = END + 100 * DAY
    row = report()
    assert [clock_of(row).is_late(owed, later) for owed in Owed] == [True, True]
    row.takeaways_at = END
    assert [clock_of(row).is_late(owed, later) for owed in Owed] == [False, True]
    row.status, row.takeaways_at = "submitted", None
    assert [clock_of(row).is_late(owed, later) for owed in Owed] == [False, False]


@pytest.mark.parametrize(
    ("values", "moment", "state"),
    [
        ({}, END - HOUR, "to-come"),
        ({}, END, "open"),
        ({}, END + 2 * HOUR, "late"),
        ({"takeaways_at": END}, END + 2 * HOUR, "open"),
        ({"takeaways_at": END}, END + 14 * DAY, "late"),
        ({"status": "submitted", "submitted_at": END}, END + 99 * DAY, "submitted"),
        ({"status": "approved"}, END + 99 * DAY, "approved"),
    ],
)
def test_how_a_record_stands_as_a_whole(values, moment, state):
    assert clock_of(report(**values)).state(moment) == state


def test_who_owes_a_record():
    edition = make.EditionFactory(held=True)

    def session(title, **values):
        return make.SessionFactory(edition=edition, title=title, **values)

    whole = session("whole")
    session("part", parent=whole)
    asked = session("asked part", parent=whole)
    make.SessionReportFactory(session=asked)
    make.CreditFactory(session=session("credited part", parent=whole), role="rapporteur")
    make.CreditFactory(session=session("substituted", parent=whole), role="rapporteur", status="substituted")
    session("break", kind="break")
    session("internal", internal=True)
    make.SessionReportFactory(session=session("asked internal", internal=True))
    make.SessionReportFactory(session=session("cancelled", cancelled=True))
    gone = session("cancelled whole", cancelled=True)
    make.SessionReportFactory(session=session("part of it", parent=gone))
    make.SessionFactory(edition__status="cancelled")
    owed = {"whole", "asked part", "credited part", "asked internal"}
    assert {it.title for it in owing()} == owed
    # Each once, and unasked ones with no report.
    assert sorted(it.session.title for it in read_clocks(owing()) if it.report is None) == ["credited part", "whole"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, ""),
        ({"kind": "break"}, "A break owes no report."),
        ({"cancelled": True}, "This session was cancelled; it owes no report."),
        ({"part": True, "parent__cancelled": True}, "This session was cancelled; it owes no report."),
        ({"edition__status": "cancelled"}, "The edition was cancelled; its sessions owe no report."),
    ],
)
def test_why_nothing_is_owed(values, reason):
    assert why_nothing_is_owed(make.SessionFactory(**values)) == reason


@pytest.mark.parametrize("count", [1, 3])
def test_clocks_are_read_in_constant_queries(django_assert_num_queries, count):
    edition = make.EditionFactory()
    for _ in range(count):
        part = make.SessionFactory(part=True, edition=edition)
        make.SessionReportFactory(session=part, rapporteur=make.PersonFactory())
    # sessions with their wholes, reports and rapporteurs; allowances
    with django_assert_num_queries(2):
        clocks = read_clocks(owing().filter(edition=edition, parent__isnull=False))
        assert [str(it.report.rapporteur) != "" for it in clocks if isinstance(it, Clock)] == [True] * count


def test_what_is_not_approved_keeps_a_document_from_being_final():
    edition = make.EditionFactory()
    for code, values in [("a", {}), ("b", {"status": "submitted"}), ("c", {"approved": True})]:
        session = make.SessionFactory(edition=edition, title=code)
        make.SessionReportFactory(session=session, **values)
    make.SessionReportFactory(session__cancelled=True, session__edition=edition)
    make.SessionFactory(edition=edition)
    assert unapproved(edition) == [
        "a: its report is a draft; have it submitted, then approve it.",
        "b: its report is submitted; approve it or send it back.",
    ]
