"""The steps of a report: each once, each kept, none where it makes no sense."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from forums.exceptions import DomainError, NotReadyError
from forums.jobs import work_off
from reports.models import Escalation, SessionReport
from reports.reporting import (
    approve_report,
    ask_for_report,
    ask_rapporteurs,
    extend_report,
    hand_in_takeaways,
    reopen_report,
    return_report,
    submit_report,
)
from speakers.models import Mail, PrivateLink
from tests import factories as make
from tests.concurrency import at_once, only_postgres
from tests.factories import NOON

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def user():
    return make.UserFactory(staff=True)


def person(**values):
    return make.PersonFactory(email="rapporteur@example.org", **values)


def report(**values):
    return make.SessionReportFactory(**({"rapporteur": person(), "session__timed": True} | values))


def events(row):
    return list(row.events.values_list("kind", "note", "by__username"))


def test_a_rapporteur_is_asked_with_a_private_link(user):
    session = make.SessionFactory(timed=True, title="Panel", edition__title="Forum 2022", edition__timezone="UTC")
    row = ask_for_report(session, rapporteur=person(family_name="Okafor"), by=user)
    assert (row.session, row.status, events(row)) == (session, "draft", [("asked", "Okafor", user.username)])
    work_off()
    [message] = mail.outbox
    assert (message.to, message.subject) == (["rapporteur@example.org"], "Your report: Panel (12 December 2022)")
    assert "Takeaways and calls to action: 12 December 2022, 15:00 (UTC)\n" in message.body
    assert "Full report: 26 December 2022, 13:00 (UTC)\n" in message.body
    link = PrivateLink.objects.get()
    assert (link.purpose, link.subject, link.person) == ("r", row.pk, row.rapporteur)
    assert link.expires_at > timezone.now() + 89 * DAY
    assert "/r/" in message.body


def test_asking_in_chinese_says_everything_in_chinese(user):
    session = make.SessionFactory(title_zh_hans="专题会议", edition__languages=["zh-hans", "en"])
    ask_for_report(session, rapporteur=person(languages=["zh-hans"]), by=user)
    work_off()
    assert mail.outbox[0].subject == "场次报告：专题会议"
    assert "会后，时间待定" in mail.outbox[0].body


def test_asking_twice_sends_one_request_at_a_time(user):
    row = report()
    ask_for_report(row.session, rapporteur=row.rapporteur, by=user)
    with pytest.raises(DomainError, match="is on its way already"):
        ask_for_report(row.session, rapporteur=row.rapporteur, by=user)
    work_off()
    ask_for_report(row.session, rapporteur=row.rapporteur, by=user)
    work_off()
    assert (len(mail.outbox), PrivateLink.objects.live().count(), len(events(row))) == (2, 2, 2)


def test_asking_somebody_else_ends_the_link_of_whoever_was_asked_before(user):
    row = report()
    ask_for_report(row.session, rapporteur=row.rapporteur, by=user)
    work_off()
    other = make.PersonFactory(email="other@example.org")
    ask_for_report(row.session, rapporteur=other, by=user)
    work_off()
    row.refresh_from_db()
    assert (row.rapporteur, PrivateLink.objects.live().get().person) == (other, other)


def test_a_request_that_waits_is_not_sent_to_whoever_is_not_asked_any_more(user):
    row = report()
    ask_for_report(row.session, rapporteur=row.rapporteur, by=user)
    ask_for_report(row.session, rapporteur=make.PersonFactory(email="other@example.org"), by=user)
    work_off()
    assert [message.to for message in mail.outbox] == [["other@example.org"]]
    assert sorted(Mail.objects.values_list("status", flat=True)) == ["cancelled", "done"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"session__cancelled": True}, "This session was cancelled"),
        ({"session__kind": "break"}, "A break owes no report"),
        ({"status": "submitted"}, "The report is submitted already"),
        ({"approved": True}, "The report is approved already"),
        ({"rapporteur": None}, "has no e-mail address"),
    ],
)
def test_who_cannot_be_asked(user, values, told):
    row = report(**values)
    with pytest.raises(DomainError, match=told):
        ask_for_report(row.session, rapporteur=row.rapporteur or make.PersonFactory(), by=user)
    assert (Mail.objects.count(), events(row)) == (0, [])


@pytest.mark.parametrize("count", [1, 3])
def test_all_credited_rapporteurs_are_asked_in_constant_queries(user, django_assert_num_queries, count):
    edition = make.EditionFactory()
    for number in range(count):
        registration = make.RegistrationFactory(edition=edition, person__email=f"p{number}@example.org")
        registration.card = make.SpeakerCardFactory(edition=edition)
        registration.save()
        make.CreditFactory(session__edition=edition, card=registration.card, role="rapporteur")
    make.SessionFactory(edition=edition)
    # credits, sessions; make reports, read and lock them; requests on their way; who is named; events; allowances;
    # templates, mails; a savepoint and its release
    with django_assert_num_queries(12):
        asked = ask_rapporteurs(edition, by=user)
    assert (len(asked.reports), asked.refused, Mail.objects.filter(kind="report").count()) == (count, [], count)
    assert ask_rapporteurs(edition, by=user).reports == []


def test_whoever_cannot_be_asked_among_many_is_told(user):
    registration = make.RegistrationFactory()
    registration.card = make.SpeakerCardFactory(edition=registration.edition)
    registration.save()
    credit = make.CreditFactory(session__edition=registration.edition, card=registration.card, role="rapporteur")
    asked = ask_rapporteurs(registration.edition, by=user)
    reason = f"{registration.person} has no e-mail address; add it on their page first."
    refused = [(session, str(it), it.about) for session, it in asked.refused]
    assert (asked.reports, refused) == ([], [(credit.session, reason, registration.person)])
    assert SessionReport.objects.count() == 0


def test_takeaways_are_handed_in_once_and_never_empty():
    row = report()
    with pytest.raises(DomainError, match="Write at least one takeaway first"):
        hand_in_takeaways(row)
    make.TakeawayFactory(report=row)
    hand_in_takeaways(row)
    with pytest.raises(DomainError, match="The takeaways are in already, since"):
        hand_in_takeaways(row)
    row.refresh_from_db()
    assert (row.status, row.takeaways_at is not None, events(row)) == ("draft", True, [("takeaways", "", None)])


def test_a_report_without_a_summary_needs_a_note_why():
    row = report()
    with pytest.raises(NotReadyError, match="write at least one, or note for the office why there is none"):
        submit_report(row)
    SessionReport.objects.update(note="Nobody came.")
    row.refresh_from_db()
    submit_report(row)
    assert row.status == "submitted"


def test_nothing_is_handed_in_that_names_whom_the_session_hides():
    row = report(session__attribution="chatham-house")
    make.CreditFactory(session=row.session, card__name="Ann Okafor")
    make.TakeawayFactory(report=row, text="Ann Okafor agreed.")
    make.InterventionFactory(report=row, panel=True)
    with pytest.raises(NotReadyError, match=r"Takeaway 1, paragraph 1: “Ann Okafor agreed\.” names"):
        hand_in_takeaways(row)
    with pytest.raises(NotReadyError, match=r"Takeaway 1, paragraph 1: “Ann Okafor agreed\.” names"):
        submit_report(row)
    assert events(row) == []


def test_takeaways_come_in_with_the_report():
    row = report()
    make.TakeawayFactory(report=row)
    make.InterventionFactory(report=row)
    submit_report(row)
    row.refresh_from_db()
    assert row.takeaways_at == row.submitted_at is not None


def test_from_submitted_to_approved_and_back(user):
    row = make.InterventionFactory(report=report()).report
    with pytest.raises(DomainError, match="The report is not submitted yet"):
        approve_report(row, by=user)
    with pytest.raises(DomainError, match="The report is not submitted yet"):
        return_report(row, note="x", by=user)
    submit_report(row)
    with pytest.raises(DomainError, match="The report is submitted already, since"):
        submit_report(row)
    with pytest.raises(DomainError, match="Say what is to be mended"):
        return_report(row, note=" ", by=user)
    return_report(row, note="Name the source.", by=user)
    assert (row.status, row.submitted_at, row.returned) == ("draft", None, "Name the source.")
    submit_report(row)
    approve_report(row, by=user)
    with pytest.raises(DomainError, match="The report is approved already, since"):
        approve_report(row, by=user)
    row.refresh_from_db()
    assert (row.status, row.approved_by, row.returned) == ("approved", user, "")
    reopen_report(row, note="A figure was wrong.", by=user)
    row.refresh_from_db()
    assert (row.status, row.approved_by, row.approved_at) == ("draft", None, None)
    assert events(row) == [
        ("submitted", "", None),
        ("returned", "Name the source.", user.username),
        ("submitted", "", None),
        ("approved", "", user.username),
        ("reopened", "A figure was wrong.", user.username),
    ]
    work_off()
    # The first was overtaken by the second: the report stands as it says, so both still tell the truth.
    assert ["Name the source." in it.body or "A figure was wrong." in it.body for it in mail.outbox] == [True, True]


def test_what_the_office_writes_is_only_text(user):
    row = report(status="submitted")
    return_report(row, note="{link} {name}\nBcc: x@example.org", by=user)
    work_off()
    [message] = mail.outbox
    assert "{ link } {name}\nBcc: x@example.org" in message.body
    assert message.recipients() == ["rapporteur@example.org"]


@pytest.mark.parametrize("step", [hand_in_takeaways, submit_report, approve_report])
def test_a_cancelled_session_owes_nothing(user, step):
    row = make.TakeawayFactory(report=report(session__cancelled=True)).report
    with pytest.raises(DomainError, match="This session was cancelled; it owes no report"):
        step(row, by=user)


def test_of_two_who_act_at_once_the_second_is_told(user):
    row = report(status="submitted")
    make.InterventionFactory(report=row)
    other = SessionReport.objects.get(pk=row.pk)
    approve_report(row, by=user)
    with pytest.raises(DomainError, match="The report is approved already"):
        return_report(other, note="Too late.", by=user)
    assert (other.status, [kind for kind, *_ in events(row)]) == ("approved", ["approved"])


def test_more_time_is_given_and_kept(user):
    row = report(session__edition__timezone="UTC")
    Escalation.objects.create(session=row.session, owed="report")
    extend_report(row, takeaways_due_at=None, due_at=NOON + 30 * DAY, by=user)
    row.refresh_from_db()
    assert (row.takeaways_due_at, row.due_at) == (None, NOON + 30 * DAY)
    assert (events(row), Escalation.objects.count()) == ([("extended", "Wed 11 Jan 2023, 12:00", user.username)], 0)


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ({"due_at": NOON}, "Nothing can be due before the session has ended"),
        ({"takeaways_due_at": NOON + 20 * DAY}, "The takeaways cannot be due after the report"),
    ],
)
def test_times_that_make_no_sense_are_refused(user, times, told):
    row = report()
    with pytest.raises(DomainError, match=told):
        extend_report(row, **({"takeaways_due_at": None, "due_at": None} | times), by=user)


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_send_one_request(user):
    session, rapporteur = make.SessionFactory(), person()
    told = at_once(lambda _: ask_for_report(session, rapporteur=rapporteur, by=user), 6)
    refused = [str(it) for it in told if isinstance(it, DomainError)]
    assert (refused, SessionReport.objects.count()) == ([f"The request to {rapporteur} is on its way already."] * 5, 1)
    assert Mail.objects.filter(kind="report").count() == 1


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_approved_and_sent_back_at_once_is_one_of_both(user):
    row = make.InterventionFactory(report=report(status="submitted")).report

    def decide(number):
        mine = SessionReport.objects.get(pk=row.pk)
        return return_report(mine, note="x", by=user) if number % 2 else approve_report(mine, by=user)

    told = at_once(decide, 6)
    assert (told.count(None), len(events(row))) == (1, 1)
    assert all(isinstance(it, DomainError) for it in told if it)
