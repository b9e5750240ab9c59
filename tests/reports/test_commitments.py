"""Calls to action: what became of them, step by step, and what the next edition takes up."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from forums.exceptions import DomainError
from reports.commitments import carry_over, pending_calls, record_step
from reports.models import CallToAction, CommitmentStep, SessionReport
from tests import factories

pytestmark = pytest.mark.django_db

MAY, JUNE = dt.date(2022, 5, 12), dt.date(2022, 6, 1)


@pytest.fixture
def editions():
    """Two editions of a forum; the later one has a session."""
    first = factories.EditionFactory(number=1, year=2021)
    second = factories.EditionFactory(forum=first.forum, number=2, year=2022)
    factories.SessionFactory(edition=second, title="Opening")
    return first, second


def call_of(edition, **values):
    return factories.CallToActionFactory(report__session__edition=edition, **values)


def test_a_call_holds_what_its_last_day_says_and_every_step_is_kept():
    call, user = factories.CallToActionFactory(), factories.UserFactory()
    record_step(call, status="done", on=JUNE, evidence_url="https://example.org/law", by=user)
    record_step(call, status="under-way", on=MAY, reply="We have begun.", by=user)
    call.refresh_from_db()
    assert (call.status, call.status_on, call.reply, call.evidence_url) == (
        "done", JUNE, "", "https://example.org/law",
    )  # fmt: skip
    assert [(it.status, it.on, it.reply, it.by) for it in call.steps.all()] == [
        ("under-way", MAY, "We have begun.", user),
        ("done", JUNE, "", user),
    ]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"on": dt.date(2999, 1, 1)}, "still to come"),
        ({"reply": ""}, "Say what became of it, or where that can be seen"),
        ({"evidence_url": "javascript:alert(1)"}, "valid URL"),
        ({"reply": "a\x00b"}, "invisible character|Null characters"),
        ({"status": "lost"}, "not a valid choice"),
    ],
)
def test_what_cannot_be_recorded_is_told(values, told):
    call = factories.CallToActionFactory()
    with pytest.raises(DomainError, match=told):
        record_step(call, **({"status": "answered", "on": MAY, "reply": "Yes."} | values))
    assert not CommitmentStep.objects.exists()


def test_the_same_is_recorded_once():
    call = factories.CallToActionFactory()
    record_step(call, status="answered", on=MAY, reply="Yes.")
    with pytest.raises(DomainError, match="recorded already"):
        record_step(call, status="answered", on=MAY, reply="Yes.")
    assert call.steps.count() == 1


def test_what_is_open_is_carried_over_once(editions):
    first, second = editions
    session = second.sessions.get()
    organization = factories.OrganizationFactory()
    open_ = call_of(
        first, text="Do it.", text_zh_hans="做吧。", addressee="States", addressee_organization=organization
    )
    under_way = call_of(first, status="under-way")
    for status in ("answered", "done", "dropped"):
        call_of(first, status=status)
    call_of(second)
    carried = carry_over(first, session)
    report = SessionReport.objects.get(session=session)
    assert [(it.carried_from, it.report, it.status, it.position) for it in carried] == [
        (open_, report, "open", 1),
        (under_way, report, "open", 2),
    ]
    copy = CallToAction.objects.get(carried_from=open_)
    assert (copy.text_en, copy.text_zh_hans, copy.addressee, copy.addressee_organization) == (
        "Do it.", "做吧。", "States", organization,
    )  # fmt: skip
    with pytest.raises(DomainError, match="carried over already"):
        carry_over(first, session)
    with pytest.raises(DomainError, match=f"^{second} has taken this call up; record it there"):
        record_step(open_, status="answered", on=MAY, reply="Yes.")
    assert not pending_calls(first).exists()


def test_there_has_to_be_a_next_edition_and_a_session_of_it(editions):
    first, second = editions
    call_of(first)
    with pytest.raises(DomainError, match=f"{second} has no next edition yet"):
        carry_over(second, second.sessions.get())
    with pytest.raises(DomainError, match=f"Choose a session of {second}"):
        carry_over(first, factories.SessionFactory(edition=first))
    with pytest.raises(DomainError, match="was cancelled"):
        carry_over(first, factories.SessionFactory(edition=second, status="cancelled"))
    assert CallToAction.objects.count() == 1


def allow(user, *names):
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))


def page(name, *args):
    return reverse(f"admin:reports_calltoaction_{name}", args=args)


@pytest.mark.office
def test_pages_are_for_those_who_may(client, editions):
    first, second = editions
    call = call_of(first)
    pages = [page("register"), page("record", call.pk), page("carry", first.pk)]
    assert [client.get(it).status_code for it in pages] == [302] * 3
    user = factories.UserFactory(staff=True)
    client.force_login(user)
    assert [client.get(it).status_code for it in pages] == [403] * 3
    assert [client.post(it, {"session": second.sessions.get().pk}).status_code for it in pages] == [403] * 3
    allow(user, "view_calltoaction", "change_calltoaction", "add_calltoaction")
    assert [client.get(it).status_code for it in pages] == [200] * 3
    assert CallToAction.objects.count() == 1


@pytest.mark.office
def test_recording_and_carrying_over_in_the_office(client, editions):
    first, second = editions
    call = call_of(first, text="<b>Do it.</b>")
    client.force_login(factories.UserFactory(superuser=True))
    body = client.get(page("record", call.pk)).content.decode()
    assert "&lt;b&gt;Do it.&lt;/b&gt;" in body
    form = {"status": "under-way", "on": "2022-05-12", "reply": "", "evidence_url": ""}
    assert "Say what became of it" in client.post(page("record", call.pk), form).content.decode()
    assert client.post(page("record", call.pk), form | {"reply": "Begun."}).url == page("change", call.pk)
    assert "recorded already" in client.post(page("record", call.pk), form | {"reply": "Begun."}).content.decode()
    step = CommitmentStep.objects.get()
    assert (step.status, step.reply, step.by.is_superuser) == ("under-way", "Begun.", True)
    assert "Begun." in client.get(page("change", call.pk)).content.decode()

    session = second.sessions.get()
    response = client.get(page("carry", first.pk))
    assert response.context["form"].initial["session"] == session
    response = client.post(page("carry", first.pk), {"session": session.pk})
    assert response.url.startswith(page("changelist"))
    assert CallToAction.objects.get(carried_from=call).report.session == session
    assert "Nothing is left to carry over" in client.get(page("carry", first.pk)).content.decode()
    assert "has no next edition yet" in client.get(page("carry", second.pk)).content.decode()


@pytest.mark.office
def test_an_edition_without_sessions_says_what_to_add(client, editions):
    first, second = editions
    call_of(first)
    second.sessions.all().delete()
    client.force_login(factories.UserFactory(superuser=True))
    assert f"{second} has no session yet" in client.get(page("carry", first.pk)).content.decode()


@pytest.mark.office
def test_an_empty_register_says_who_writes_calls(client):
    client.force_login(factories.UserFactory(superuser=True))
    assert "No session has called upon anybody yet" in client.get(page("register")).content.decode()
    assert client.get(page("register"), {"forum": "none"}).status_code == 404


@pytest.mark.office
@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_counts_by_addressee_and_edition_at_one_price(client, django_assert_num_queries, editions, rows):
    first, second = editions
    organization = factories.OrganizationFactory(name="Ånd Institute")
    for _ in range(rows):
        call_of(first, addressee="States", status="done")
        call_of(second, addressee="States")
        call_of(second, addressee="x", addressee_organization=organization)
    client.force_login(factories.UserFactory(superuser=True))
    # session, user; calls
    with django_assert_num_queries(2 + 1):
        response = client.get(page("register"))
    assert response.context["addressees"] == [
        ("Ånd Institute", [rows, 0, 0, 0, 0], rows),
        ("States", [rows, 0, 0, rows, 0], 2 * rows),
    ]
    assert [(edition, count) for edition, count, _ in response.context["editions"]] == [
        (first, rows),
        (second, 2 * rows),
    ]
    assert f"2022: open {2 * rows}" in response.content.decode()


def test_a_day_in_the_future_is_judged_by_today():
    assert (
        record_step(factories.CallToActionFactory(), status="answered", on=timezone.localdate(), reply="Today.").on
        == timezone.localdate()
    )
