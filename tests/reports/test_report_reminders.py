"""The ladder of reminders: each stage once, by day unless it presses, none of what is in; and the office's alert."""

import datetime as dt
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.utils import timezone

from forums.exceptions import DomainError
from forums.jobs import _rounds, work_off
from reports.models import Escalation, ReportEvent, SessionReport
from reports.reminders import remind, remind_now, tell_late
from reports.reporting import ask_for_report, extend_report, hand_in_takeaways, submit_report
from speakers.models import Mail
from tests import factories as make
from tests.concurrency import at_once, only_postgres

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
# Noon in Shanghai; the takeaways are due at two, the report a fortnight later at noon.
END = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
DUE = {"takeaways": END + 2 * HOUR, "report": END + 14 * DAY}


@pytest.fixture
def now(monkeypatch):
    """Sets the clock."""

    def turn(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    turn(END)
    return turn


@pytest.fixture
def session():
    return make.SessionFactory(
        title="Panel",
        edition__title="Forum",
        edition__timezone="Asia/Shanghai",
        edition__forum__contact="office@example.org",
        starts_at=END - HOUR,
        ends_at=END,
    )


@pytest.fixture
def report(session):
    return make.SessionReportFactory(session=session, rapporteur=make.PersonFactory(email="rapporteur@example.org"))


def stages(kind="report-due"):
    """What each mail is about, as its key says."""
    return [key.split(":", 2)[2] for key in Mail.objects.filter(kind=kind).order_by("id").values_list("key", flat=True)]


def test_the_clock_calls_both():
    assert {remind, tell_late} <= set(_rounds)


@pytest.mark.parametrize(
    ("owed", "ladder"),
    [
        ("takeaways", [(-31 * MINUTE, ""), (-30 * MINUTE, "before"), (0 * HOUR, "at"), (2 * HOUR, "after")]),
        ("report", [(-3 * DAY - MINUTE, ""), (-3 * DAY, "before"), (0 * DAY, "at"), (3 * DAY, "after")]),
    ],
)
def test_each_stage_reminds_once_however_often_the_clock_calls(report, now, owed, ladder):
    if owed == "report":
        SessionReport.objects.update(takeaways_at=END)
    sent = []
    for distance, stage in ladder:
        sent += [f"{owed}:{stage}"] * bool(stage)
        for late in (0 * MINUTE, 5 * MINUTE) if stage else [0 * MINUTE]:
            now(DUE[owed] + distance + late)
            remind()
            assert (distance, stages()) == (distance, sent)
    now(DUE[owed] + ladder[-1][0] + HOUR)
    remind()
    assert stages() == sent


def test_a_clock_that_stood_still_sends_the_last_stage_alone(report, now):
    now(DUE["takeaways"] + HOUR)
    remind()
    now(DUE["report"] + 4 * DAY)
    remind()
    assert stages() == ["takeaways:at", "report:after"]


def test_what_is_long_past_is_left_alone(report, now):
    now(DUE["report"] + 31 * DAY)
    remind()
    now(DUE["report"] + 38 * DAY)
    tell_late()
    assert Mail.objects.count() == 0


def test_a_reminder_says_what_is_due_and_by_how_much_it_is_late(report, now):
    now(DUE["takeaways"] + 2 * HOUR)
    remind()
    work_off()
    [message] = mail.outbox
    assert message.subject == "Takeaways and calls to action: Panel (20 November 2026)"
    assert "Due: 20 November 2026, 14:00 (Asia/Shanghai) – overdue by 2 hours\n" in message.body
    assert "/r/" in message.body


@pytest.mark.parametrize(
    "values",
    [
        {"reminders": False},
        {"rapporteur": None},
        {"status": "submitted", "submitted_at": END},
        {"status": "approved"},
        {"rapporteur__email": ""},
        {"session__status": "cancelled"},
        {"session__edition__status": "cancelled"},
        {"session__actual_starts_at": END - HOUR, "session__actual_ends_at": END + 9 * HOUR},
    ],
)
def test_who_is_not_reminded(session, now, values):
    for name in [name for name in values if name.startswith("session__")]:
        *path, field = name.split("__")[1:]
        row = session.edition if path else session
        setattr(row, field, values[name])
        row.save()
    email = values.get("rapporteur__email", "rapporteur@example.org")
    own = {name: value for name, value in values.items() if "__" not in name}
    make.SessionReportFactory(**({"session": session, "rapporteur": make.PersonFactory(email=email)} | own))
    now(DUE["takeaways"])
    remind()
    assert stages() == []


def test_what_was_handed_in_meanwhile_is_not_reminded_of(report, now):
    now(DUE["takeaways"])
    remind()
    make.TakeawayFactory(report=report)
    hand_in_takeaways(report)
    work_off()
    assert (mail.outbox, Mail.objects.get().status) == ([], "cancelled")


def test_a_session_that_is_moved_takes_its_reminders_along(report, session, now):
    now(DUE["takeaways"])
    remind()
    # It was put off over midnight before the mail left.
    session.starts_at, session.ends_at = END + 13 * HOUR, END + 14 * HOUR
    session.save()
    work_off()
    assert mail.outbox == []
    now(END + 16 * HOUR - 30 * MINUTE)
    remind()
    work_off()
    assert (len(mail.outbox), stages()) == (1, ["takeaways:at", "takeaways:before"])


def test_of_mails_that_piled_up_only_the_last_leaves(report, now, monkeypatch):
    def refuse(_connection):
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)
    for stage in (-30 * MINUTE, 0 * HOUR, 2 * HOUR):
        now(DUE["takeaways"] + stage)
        remind()
        work_off()
    monkeypatch.undo()
    monkeypatch.setattr(timezone, "now", lambda: DUE["takeaways"] + 3 * HOUR)
    work_off()
    assert len(mail.outbox) == 1
    assert sorted(Mail.objects.values_list("status", flat=True)) == ["cancelled", "cancelled", "done"]


@pytest.mark.parametrize(
    ("owed", "distance", "waits"),
    [
        # It is three and five in the morning in New York.
        ("takeaways", 2 * HOUR, True),
        ("takeaways", 0 * HOUR, False),
        ("report", 0 * HOUR, True),
    ],
)
def test_nobody_is_woken_but_for_takeaways_of_a_session_just_over(report, now, owed, distance, waits):
    report.rapporteur.country = "JM"
    report.rapporteur.save()
    if owed == "report":
        SessionReport.objects.update(takeaways_at=END)
    now(DUE[owed] + distance)
    remind()
    work_off()
    row = Mail.objects.get()
    assert (row.status, row.not_before is not None) == (("queued", True) if waits else ("done", False))


def test_whoever_is_asked_late_is_not_reminded_of_what_had_passed(report, now):
    now(DUE["takeaways"] + HOUR)
    ReportEvent.objects.create(report=report, kind="asked", at=timezone.now())
    now(DUE["takeaways"] + HOUR + MINUTE)
    remind()
    assert stages() == []
    now(DUE["takeaways"] + 2 * HOUR)
    remind()
    assert stages() == ["takeaways:after"]


def test_a_report_that_is_given_more_time_is_reminded_of_anew(report, now):
    SessionReport.objects.update(takeaways_at=END)
    report.refresh_from_db()
    now(DUE["report"])
    remind()
    until = DUE["report"] + 10 * DAY
    extend_report(report, takeaways_due_at=None, due_at=until, by=make.UserFactory())
    remind()
    now(until)
    remind()
    assert stages() == ["report:at", f"report:at:{until.timestamp():.0f}"]


def test_no_mail_server_no_reminders(report, now, settings):
    settings.MAIL_SERVER = ""
    now(DUE["takeaways"] + 5 * HOUR)
    remind()
    tell_late()
    assert Mail.objects.count() == 0


def test_the_office_reminds_by_hand_once_a_day(report, now):
    user = make.UserFactory()
    remind_now(report, by=user)
    with pytest.raises(DomainError, match="was reminded by hand today already"):
        remind_now(report, by=user)
    now(DUE["report"] + DAY)
    remind_now(report, by=user)
    assert stages() == ["takeaways:by-hand:2026-11-20", "report:by-hand:2026-12-05"]
    assert list(report.events.values_list("kind", "note", "by")) == [
        ("reminded", "takeaways", user.pk),
        ("reminded", "full report", user.pk),
    ]
    work_off()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"rapporteur": None}, "Nobody has been asked"),
        ({"status": "approved"}, "nothing to remind of"),
        ({"session__cancelled": True}, "was cancelled"),
    ],
)
def test_nobody_is_reminded_by_hand_in_vain(values, told):
    row = make.SessionReportFactory(**({"rapporteur": make.PersonFactory(email="a@example.org")} | values))
    with pytest.raises(DomainError, match=told):
        remind_now(row, by=make.UserFactory())


def test_the_office_is_told_once_in_one_mail_of_all_that_is_late(report, session, now):
    other = make.SessionFactory(edition=session.edition, title="Second", starts_at=END - HOUR, ends_at=END)
    now(DUE["takeaways"] + 4 * HOUR - MINUTE)
    tell_late()
    assert stages("alert") == []
    now(DUE["takeaways"] + 4 * HOUR)
    for _ in range(2):
        tell_late()
    work_off()
    [message] = mail.outbox
    lines = [line for line in message.body.splitlines() if line.startswith("- ")]
    assert message.to == ["office@example.org"]
    due = "takeaways and calls to action, due 20 November 2026, 14:00 (Asia/Shanghai) – overdue by 4 hours"
    assert lines == [f"- Panel: {due}; asked of {report.rapporteur}", f"- Second: {due}; nobody has been asked"]
    assert f"/admin/reports/sessionreport/board/{session.edition_id}/" in message.body
    assert list(report.events.values_list("kind", "note")) == [("escalated", "takeaways")]
    # What becomes late afterwards is told by itself.
    submit_report(make.InterventionFactory(report=report).report)
    now(DUE["report"] + 7 * DAY)
    tell_late()
    assert list(Escalation.objects.order_by("id").values_list("session", "owed")) == [
        (session.pk, "takeaways"),
        (other.pk, "takeaways"),
        (other.pk, "report"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_rounds_cost_the_same_however_many_are_due(session, now, django_assert_num_queries, count):
    for number in range(count):
        row = make.SessionFactory(edition=session.edition, starts_at=END - HOUR, ends_at=END)
        ask_for_report(row, rapporteur=make.PersonFactory(email=f"p{number}@example.org"), by=None)
    now(DUE["takeaways"])
    ReportEvent.objects.update(at=END)
    # the longest allowance; sessions; allowances; mails made; templates; mails
    with django_assert_num_queries(6):
        remind()
    assert len(stages()) == count
    # the longest allowance; sessions; allowances; mails made
    with django_assert_num_queries(4):
        remind()


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_many_rounds_at_once_write_each_mail_once(report, session, now):
    make.SessionFactory(edition=session.edition, starts_at=END - HOUR, ends_at=END)
    now(DUE["takeaways"] + 4 * HOUR)
    assert at_once(lambda _: (remind(), tell_late()), 6) == [(None, None)] * 6
    assert (stages(), len(stages("alert")), Escalation.objects.count()) == (["takeaways:after"], 1, 2)
