"""The office's way after the sessions: the path, what is told with a link, and what can no longer be set by hand."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from reports.clearing import prepare_clearances
from reports.models import Clearance, ClearanceItem, Intervention, Takeaway
from reports.pages.words import say_why
from reports.parts import Kind, Part, Sheet
from reports.reporting import hand_in_takeaways
from reports.writing import ClosedError, Writer, save_part
from tests import factories as make

from .quoted import answer, ask, make_edition, quote

pytestmark = [pytest.mark.django_db, pytest.mark.office]


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture
def office(client):
    client.force_login(make.UserFactory(superuser=True))
    return client


def change(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def board(edition, session=None):
    page = reverse("admin:reports_clearance_board", args=[edition.pk])
    return f"{page}?session={session.pk}" if session else page


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def steps(client, edition):
    return [label for label, _, _ in client.get(change(edition)).context["path"]]


def test_the_edition_leads_along_the_work_in_order(office, edition):
    shown = office.get(change(edition)).context["path"]
    order = "Reports, Outcomes, Provenance, Clearance, Mentions, Conflicting figures, Documents, Carry calls over"
    assert ", ".join(label for label, _, _ in shown) == order
    assert {office.get(address).status_code for _, address, _ in shown} == {200}


def test_the_path_shows_what_one_may_see(client, edition):
    user = make.UserFactory(is_staff=True)
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["view_edition", "view_outcome"], content_type__app_label__gt="a")
    )
    client.force_login(user)
    assert steps(client, edition) == ["Outcomes", "Provenance"]


def test_whoever_lacks_an_address_is_a_link_away(office, edition):
    person = make.PersonFactory(family_name="Yu", email="")
    report = make.SessionReportFactory(session__edition=edition, session__timed=True, rapporteur=person)
    page = reverse("admin:reports_board_edition", args=[edition.pk])
    (message,) = told(office.post(page, {"action": f"ask:{report.session_id}"}))
    assert f'<a href="{change(person)}">Mend: {person}</a>' in message


def test_the_board_of_a_session_sends_to_those_quoted_in_it(office, edition):
    here, there = quote(edition), quote(edition)
    prepare_clearances(edition)
    page = board(edition, here.report.session)
    rows = office.get(page).context["rows"]
    assert [it.quote.row for row in rows for it in row.contributions] == [here]
    assert told(office.post(page, {"send": 1, "day": str(timezone.localdate() + timezone.timedelta(days=9))})) == [
        "1 sent."
    ]
    data = {"email": "a@example.org", "items-TOTAL_FORMS": 0, "items-INITIAL_FORMS": 0}
    request = Clearance.objects.first()
    saved = office.post(f"{change(request)}?session={here.report.session.pk}", data)
    assert saved.url == f"{page}#of-{request.pk}"
    there.refresh_from_db()
    assert there.clearance == "not-asked"


def test_those_who_agreed_otherwise_are_settled_together_with_a_reason(office, edition):
    rows = [quote(edition), quote(edition)]
    prepare_clearances(edition)
    items = ClearanceItem.objects.order_by("pk")
    chosen = [item.clearance_id for item in items]
    data = {"settle": 1, "chosen": chosen, "reason": " "}
    assert told(office.post(board(edition), data)) == ["Say why it may print without their answer; it is kept."]
    data["reason"] = "Signed on paper."
    assert told(office.post(board(edition), data))[-1] == "2 settled: they print as they stand now."
    assert [(it.decision, it.reason) for it in items.all()] == [("settled", "Signed on paper.")] * len(rows)
    assert told(office.post(board(edition), data))[-1] == "Choose whose contributions are settled."


def test_everybody_is_chosen_at_once_and_a_refusal_keeps_the_choice(office, edition):
    quote(edition), quote(edition)
    prepare_clearances(edition)
    ticked = re.compile(r'name="chosen" value="(\d+)"[^>]* checked>')
    chosen = {str(pk) for pk in ClearanceItem.objects.values_list("clearance_id", flat=True)}
    assert ticked.findall(office.get(board(edition)).content.decode()) == []
    assert set(ticked.findall(office.get(f"{board(edition)}?choose=all").content.decode())) == chosen
    refused = office.post(board(edition), {"settle": 1, "chosen": [*chosen], "reason": " "})
    assert set(ticked.findall(refused.content.decode())) == chosen


def test_what_somebody_withdrew_is_not_settled_with_the_others(office, edition):
    quote(edition)
    (clearance,) = ask(edition)
    answer(clearance, "withdrawn")
    data = {"settle": 1, "chosen": [clearance.pk], "reason": "So be it."}
    assert told(office.post(board(edition), data)) == ["Choose whose contributions are settled."]


def test_nobody_sets_a_clearance_by_hand(office, edition):
    row = quote(edition)
    row.report.status = "draft"
    row.report.approved_at = None
    row.report.save()
    form = office.get(change(row)).context["adminform"].form
    assert "clearance" not in form.fields
    assert "text_en" in form.fields


def test_what_is_approved_is_not_changed_on_its_own_page(office, edition):
    row = quote(edition)
    takeaway = make.TakeawayFactory(report=row.report, text="As approved.")
    for part in (row, takeaway):
        assert office.get(change(part)).context["has_change_permission"] is False
        assert office.post(change(part), {"text_en": "Otherwise."}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [takeaway.pk], "post": "yes"}
    assert office.post(reverse("admin:reports_takeaway_changelist"), chosen).status_code == 403
    assert Takeaway.objects.get().text == "As approved."
    data = {"report": row.report.pk, "text_en": "New.", "position": 0}
    assert "reopen it first." in told(office.post(reverse("admin:reports_takeaway_add"), data))[0]
    assert Takeaway.objects.count() == 1


def test_a_speaker_speaks_again():
    report = make.SessionReportFactory()
    first = make.InterventionFactory(report=report, credit__session=report.session, key="xue-lan")
    name = f"new-further-{'ab' * 8}"
    part = Part(Kind.FURTHER, name, "en")
    values = part.values | {"credit": str(first.credit_id), "text": "{speaker} came back to it."}
    save_part(report, name, values, seen=part.stamp, by=Writer(None, "link"))
    second = Intervention.objects.latest("pk")
    assert (second.credit, second.kind, second.text) == (first.credit, "contribution", "{speaker} came back to it.")
    assert [it.name for it in Sheet(report).lists["said"]] == [f"credit-{first.credit_id}", f"said-{second.pk}"]


def test_reasons_are_told_in_the_language_of_the_page():
    report = make.SessionReportFactory()
    with pytest.raises(Exception, match="at least one takeaway") as error:
        hand_in_takeaways(report)
    assert say_why(error.value, "zh-hans") == "请先写至少一条要点。"
    assert say_why(error.value, "en") == str(error.value)
    approved = make.SessionReportFactory(approved=True)
    with pytest.raises(ClosedError) as closed:
        save_part(approved, "new-takeaway-abcdabcd", {"text": "x"}, seen="", by=Writer(None, "link"))
    assert say_why(closed.value, "zh-hans") == "报告已提交。如需继续撰写，请秘书处重新开放。"
