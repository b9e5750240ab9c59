"""The lateness board, and what the office does with a report."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from reports.board import Standing, count_states, read_board, standing_of
from reports.models import SessionReport
from speakers.links import issue_private_link
from speakers.models import Mail, PrivateLink
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.office]

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
END = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
NOW = END + 3 * DAY


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def edition():
    return make.EditionFactory(title="Forum", timezone="UTC", starts_on=END.date(), ends_on=END.date())


@pytest.fixture
def office(client):
    user = make.UserFactory(superuser=True)
    client.force_login(user)
    client.user = user
    return client


def session(edition, title="Panel", **values):
    return make.SessionFactory(edition=edition, title=title, starts_at=END - HOUR, ends_at=END, **values)


def report(edition, title="Panel", **values):
    if "rapporteur" not in values:
        values["rapporteur"] = make.PersonFactory(email="rapporteur@example.org", family_name="Okafor")
    return make.SessionReportFactory(session=session(edition, title), **values)


def board(edition, **query):
    return reverse("admin:reports_board_edition", args=[edition.pk], query=query)


def act(row, name):
    return reverse(f"admin:reports_sessionreport_{name}", args=[row.pk])


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_board_tells_how_each_session_stands(edition, office):
    report(edition, "late")
    report(edition, "submitted", status="submitted", submitted_at=NOW, takeaways_at=END + HOUR)
    report(edition, "approved", status="approved", submitted_at=END + 15 * DAY, approved_at=NOW)
    session(edition, "unasked")
    future = {"starts_at": NOW + DAY, "ends_at": NOW + 2 * DAY}
    make.SessionFactory(edition=edition, title="to come", **future)
    lines = read_board(edition, NOW)
    assert [(str(it.clock.session), it.state, it.is_unasked) for it in lines] == [
        ("late", "late", False),
        ("submitted", "submitted", False),
        ("approved", "approved", False),
        ("unasked", "late", True),
        ("to come", "to-come", True),
    ]
    assert list(count_states(lines).values()) == [1, 0, 2, 1, 1]
    assert standing_of(lines[0].clock, "takeaways", NOW) == Standing("due Fri 20 Nov 2026, 06:00", "late by 2 days")
    assert standing_of(lines[0].clock, "report", NOW) == Standing("due Fri 4 Dec 2026, 04:00")
    assert standing_of(lines[1].clock, "takeaways", NOW).told == "handed in Fri 20 Nov 2026, 05:00"
    assert standing_of(lines[2].clock, "report", NOW) == Standing(
        "submitted Sat 5 Dec 2026, 04:00", "1 day late", False
    )
    page = office.get(board(edition)).text
    assert all(f">{it}</a>" in page for it in ("late", "submitted", "approved", "unasked", "to come"))
    assert "late 2 (40 %); submitted 1 (20 %)" in page


@pytest.mark.parametrize(
    ("show", "titles"),
    [("", ["late", "unasked", "in"]), ("late", ["late", "unasked"]), ("unasked", ["unasked"]), ("open", []), ("x", [])],
)
def test_the_board_shows_what_is_asked_for(edition, office, show, titles):
    report(edition, "late")
    session(edition, "unasked")
    report(edition, "in", status="submitted", submitted_at=NOW)
    rows = office.get(board(edition, show=show)).context["rows"]
    assert [str(row["session"]) for row in rows] == titles


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same_however_many_sessions(edition, office, django_assert_num_queries, count):
    for number in range(count):
        row = report(edition, f"Panel {number}", status="approved", approved_at=NOW, approved_by=office.user)
        make.MailFactory(edition=edition, kind="report", link_subject=row.pk, status="done", finished_at=NOW)
        registration = make.RegistrationFactory(edition=edition)
        registration.card = make.SpeakerCardFactory(edition=edition)
        registration.save()
        make.CreditFactory(session=session(edition), card=registration.card, role="rapporteur")
    # the session, the user; editions; sessions with their reports; allowances; last mails; credited rapporteurs
    with django_assert_num_queries(7):
        response = office.get(board(edition))
    assert len(response.context["rows"]) == 2 * count


def test_the_board_opens_at_the_edition_held_last(edition, office):
    session(edition)
    make.SessionFactory(edition__starts_on=NOW.date() + DAY, edition__ends_on=NOW.date() + DAY)
    assert office.get(reverse("admin:reports_board")).context["edition"] == edition
    assert "How all sessions stand" in office.get(reverse("admin:reports_sessionreport_changelist")).text
    assert board(edition) in office.get(reverse("admin:forums_edition_change", args=[edition.pk])).text


def test_an_empty_board_says_what_to_do(edition, office):
    assert "There is no edition with sessions yet" in office.get(reverse("admin:reports_board")).text
    assert "import an agenda" in office.get(board(edition)).text
    assert office.get(reverse("admin:reports_board_edition", args=[0])).status_code == 404


def test_titles_are_only_text(edition, office):
    session(edition, "<img src=x onerror=alert(1)>")
    assert "<img src=x" not in office.get(board(edition)).text


def test_the_board_asks_reminds_and_approves(edition, office):
    registration = make.RegistrationFactory(edition=edition, person__email="credited@example.org")
    registration.card = make.SpeakerCardFactory(edition=edition)
    registration.save()
    unasked = session(edition, "unasked")
    make.CreditFactory(session=unasked, card=registration.card, role="rapporteur")
    late = report(edition, "late")
    done = make.InterventionFactory(report=report(edition, "in", status="submitted", submitted_at=NOW)).report
    steps = [f"ask:{unasked.pk}", f"remind:{late.session_id}", f"approve:{done.session_id}"]
    said = [strip_tags(told(office.post(board(edition), {"action": action}))[-1]) for action in steps]
    assert said == [
        "unasked: the rapporteur is asked.",
        "Report: late: the rapporteur is reminded.",
        "Report: in: is approved. Next: let those who are quoted clear it.",
    ]
    assert unasked.report.rapporteur == registration.person
    assert sorted(Mail.objects.values_list("kind", flat=True)) == ["report", "report-due"]
    done.refresh_from_db()
    assert (done.status, done.approved_by) == ("approved", office.user)
    assert told(office.post(board(edition), {"action": f"approve:{done.session_id}"}))[-1].startswith(
        "Report: in: The report is approved already"
    )


def test_the_board_asks_everybody_who_is_credited(edition, office):
    assert told(office.post(board(edition), {"action": "ask-all"})) == ["0 asked."]


@pytest.mark.parametrize("action", ["", "x", "ask:", "approve:0", "remind:-1"])
def test_an_act_upon_nothing_is_not_found(edition, office, action):
    session(edition)
    assert office.post(board(edition), {"action": action}).status_code == 404


def test_who_may_not_is_refused(edition, client):
    user = make.UserFactory(staff=True)
    client.force_login(user)
    row = report(edition)
    assert client.get(board(edition)).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_sessionreport"))
    page = client.get(board(edition))
    assert (page.status_code, "Remind now" in page.text) == (200, False)
    assert client.post(board(edition), {"action": f"remind:{row.session_id}"}).status_code == 403
    assert [client.get(act(row, name)).status_code for name in ("return", "reopen", "extend")] == [403] * 3


def test_sending_back_and_reopening_ask_for_a_word(edition, office):
    row = report(edition, status="submitted", submitted_at=NOW)
    assert "This field is required." in office.post(act(row, "return")).text
    response = office.post(act(row, "return") + "?from=board", {"note": "Name the source."})
    assert (response.url, told(response)) == (board(edition), ["The report is sent back."])
    assert Mail.objects.get().kind == "report-returned"
    page = office.get(reverse("admin:reports_sessionreport_change", args=[row.pk])).text
    assert "Name the source." in page
    assert told(office.post(act(row, "reopen"), {"note": "x"})) == ["Report: Panel: The report is not submitted yet."]


def test_more_time_is_told_in_the_edition_s_clocks(office):
    row = report(make.EditionFactory(timezone="Asia/Shanghai"))
    # Eight hours ahead.
    page = office.get(act(row, "extend")).text
    suggested = re.findall(r'value="([^"]+)" id="id_|name="(?:\w+_at)" value="([^"]+)"', page)
    assert [first or second for first, second in suggested] == ["2026-11-24T12:00", "2026-12-11T12:00"]
    office.post(act(row, "extend"), {"due_at": "2026-12-31T18:00", "takeaways_due_at": ""})
    row.refresh_from_db()
    assert (row.due_at, row.takeaways_due_at) == (dt.datetime(2026, 12, 31, 10, tzinfo=dt.UTC), None)


def test_the_report_s_page_offers_what_can_be_done(edition, office):
    offered = {}
    for status in ("draft", "submitted", "approved"):
        row = report(edition, status, status=status)
        response = office.get(reverse("admin:reports_sessionreport_change", args=[row.pk]))
        offered[status] = ([name for name, _ in response.context["buttons"]], response.context["tools"][0][0])
    assert offered == {
        "draft": (["ask", "remind", "hand_in", "submit"], "More time"),
        "submitted": (["approve"], "Send back"),
        "approved": ([], "Reopen"),
    }


def test_a_report_s_status_does_not_move_by_its_form(edition, office):
    row = make.SessionReportFactory(session=session(edition))
    page = reverse("admin:reports_sessionreport_change", args=[row.pk])
    form = office.get(page).context["adminform"].form
    assert list(form.fields) == ["rapporteur", "reminders", "note"]


def test_another_rapporteur_ends_the_links_of_the_one_before(edition, office):
    row = report(edition)
    issue_private_link("r", row.pk, until=NOW + DAY)
    page = reverse("admin:reports_sessionreport_change", args=[row.pk])
    parts = ("takeaways", "calls_to_action", "interventions")
    data = {f"{part}-{name}_FORMS": 0 for part in parts for name in ("TOTAL", "INITIAL")}
    office.post(page, data | {"rapporteur": make.PersonFactory().pk})
    assert (PrivateLink.objects.live().count(), SessionReport.objects.get().rapporteur != row.rapporteur) == (0, True)


def test_a_new_report_leads_to_its_page(edition, office):
    row = session(edition)
    response = office.post(
        reverse("admin:reports_sessionreport_add"), {"session": row.pk, "rapporteur": make.PersonFactory().pk}
    )
    assert response.url == reverse("admin:reports_sessionreport_change", args=[row.report.pk])


def test_what_is_approved_is_only_read_until_it_is_reopened(edition, office):
    editable = {}
    for status in ("submitted", "approved"):
        row = make.TakeawayFactory(report=report(edition, status, status=status), text="All agreed").report
        make.InterventionFactory(report=row)
        page = office.get(reverse("admin:reports_sessionreport_change", args=[row.pk])).text
        assert "All agreed" in page
        editable[status] = ['name="takeaways-0-text_en"' in page, 'name="interventions-0-text_en"' in page]
    assert editable == {"submitted": [True, True], "approved": [False, False]}
