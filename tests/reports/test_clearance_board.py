"""The office's board of clearance, and the page on which a correction is decided."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from reports.answers import current_items
from reports.models import Clearance, Intervention
from speakers.models import Mail
from tests import factories

from .quoted import answer, ask, make_edition, quote, states

pytestmark = [pytest.mark.django_db, pytest.mark.office]


@pytest.fixture
def edition():
    return make_edition()


@pytest.fixture
def office(client):
    client.force_login(factories.UserFactory(superuser=True))
    return client


def board(edition):
    return reverse("admin:reports_clearance_board", args=[edition.pk])


def decide(item):
    return reverse("admin:reports_clearance_decide", args=[item.pk])


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_an_empty_board_says_what_comes_first(office, edition):
    assert "Nobody is quoted by name in this edition yet." in office.get(board(edition)).content.decode()


def test_requests_are_prepared_and_sent_from_the_board(office, edition):
    quote(edition)
    assert "still to be asked about" in office.get(board(edition)).content.decode()
    assert told(office.post(board(edition), {"prepare": 1})) == ["1 to be sent, about 1 contributions."]
    day = (timezone.now() + dt.timedelta(days=5)).date()
    assert told(office.post(board(edition), {"send": 1, "day": str(day)}))[1:] == ["1 sent."]
    clearance = Clearance.objects.get()
    assert (clearance.status, clearance.deadline.astimezone(timezone.get_fixed_timezone(480)).date()) == ("sent", day)
    assert clearance.sent_by is not None
    assert Mail.objects.count() == 1
    assert "Asked, no answer yet: <strong>1</strong>" in office.get(board(edition)).content.decode()


@pytest.mark.parametrize(
    ("day", "reason"), [("2020-01-01", "the last day for an answer is over"), ("soon", "Enter a valid date")]
)
def test_a_wrong_day_is_told(office, edition, day, reason):
    quote(edition)
    office.post(board(edition), {"prepare": 1})
    response = office.post(board(edition), {"send": 1, "day": day})
    assert reason in " ".join([*told(response), response.content.decode()])
    assert not Mail.objects.exists()


def test_only_what_is_chosen_is_sent(office, edition):
    quote(edition)
    quote(edition)
    office.post(board(edition), {"prepare": 1})
    first, second = Clearance.objects.order_by("pk")
    day = (timezone.now() + dt.timedelta(days=5)).date()
    office.post(board(edition), {"send": 1, "day": str(day), "chosen": [second.pk]})
    assert list(Clearance.objects.order_by("pk").values_list("status", flat=True)) == ["draft", "sent"]
    assert first.address in office.get(board(edition)).content.decode()


def test_a_correction_is_taken_over_on_its_page(office, edition):
    row = quote(edition)
    [clearance] = ask(edition)
    answer(clearance, "corrected", correction="Ms Amina Okafor, Minister of Labour, said <b>less</b>.", remark="Hm.")
    [item] = current_items(clearance)
    page = office.get(decide(item)).content.decode()
    assert "<del>" in page
    assert "&lt;b&gt;less" in page
    response = office.post(decide(item), {"act": "accept", "text": "{speaker} said <b>less</b>."})
    assert response.url == f"{board(edition)}#of-{clearance.pk}"
    row.refresh_from_db()
    assert row.text == "{speaker} said <b>less</b>."
    # Decided once.
    assert "Somebody has decided" in office.post(decide(item), {"act": "accept", "text": "x"}).content.decode()


def test_a_text_that_cannot_be_recorded_is_told(office, edition):
    quote(edition)
    [clearance] = ask(edition)
    answer(clearance, "corrected", correction="Less.")
    [item] = current_items(clearance)
    page = office.post(decide(item), {"act": "accept", "text": "{speaker} and {speaker}."}).content.decode()
    assert "once only" in page
    item.refresh_from_db()
    assert item.decision == ""
    assert "They write their name or titles otherwise." in page


@pytest.mark.parametrize(("act", "state"), [("refuse", "refused"), ("settle", "settled")])
def test_a_correction_is_refused_or_settled_with_a_reason(office, edition, act, state):
    quote(edition)
    [clearance] = ask(edition)
    answer(clearance, "corrected", correction="Less.")
    [item] = current_items(clearance)
    assert "Say why" in office.post(decide(item), {"act": act, "reason": ""}).content.decode()
    assert office.post(decide(item), {"act": act, "reason": "As recorded."}).status_code == 302
    item.refresh_from_db()
    assert (item.decision, item.reason) == (state, "As recorded.")


def test_what_was_withdrawn_is_listed_and_can_be_put_back(office, edition):
    quote(edition)
    [clearance] = ask(edition)
    answer(clearance, "withdrawn", remark="Never said.")
    page = office.get(board(edition)).content.decode()
    assert "Left the document" in page
    assert "Never said." in page
    [item] = current_items(clearance)
    assert office.post(decide(item), {"act": "put-back"}).status_code == 302
    assert states(edition) == ["not-asked"]


def test_what_prints_otherwise_is_shown_with_the_difference(office, edition):
    quote(edition)
    [clearance] = ask(edition)
    answer(clearance)
    Intervention.objects.update(text_en="{speaker} said nothing.")
    assert "prints otherwise now" in office.get(board(edition)).content.decode()
    [item] = current_items(clearance)
    assert "<ins>nothing.</ins>" in office.get(decide(item)).content.decode()


def test_a_new_address_is_given_on_the_page_of_the_request(office, edition):
    quote(edition)
    [clearance] = ask(edition)
    page = reverse("admin:reports_clearance_change", args=[clearance.pk])
    inline = {"items-TOTAL_FORMS": 0, "items-INITIAL_FORMS": 0}
    assert office.post(page, {"email": "new@example.org", "language": "", "note": ""} | inline).status_code == 302
    clearance.refresh_from_db()
    assert (clearance.email, clearance.status, Mail.objects.get().status) == ("new@example.org", "draft", "cancelled")


def test_a_request_is_taken_back(office, edition):
    quote(edition)
    [clearance] = ask(edition)
    office.post(reverse("admin:reports_clearance_changelist"), {"action": "revoke", "_selected_action": [clearance.pk]})
    clearance.refresh_from_db()
    assert clearance.status == "revoked"


@pytest.mark.parametrize(
    ("permissions", "seen", "done"),
    [((), 403, 403), (("view_clearance",), 200, 403), (("view_clearance", "change_clearance"), 200, 302)],
)
def test_the_board_asks_for_permission(client, edition, permissions, seen, done):
    user = factories.UserFactory(staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    quote(edition)
    [clearance] = ask(edition)
    [item] = current_items(clearance)
    assert [client.get(page).status_code for page in (board(edition), decide(item))] == [seen, seen]
    assert client.post(board(edition), {"prepare": 1}).status_code == done
    assert client.post(decide(item), {"act": "settle", "reason": "So."}).status_code == done


def test_how_many_queries_the_board_takes(office, edition, django_assert_num_queries):
    # session, user, edition, noting it; the document; its records; the persons behind the cards; what was asked; mails
    expected = 4 + 1 + 10 + 1 + 1 + 1
    quote(edition)
    ask(edition)
    office.get(board(edition))
    with django_assert_num_queries(expected):
        office.get(board(edition))
    quote(edition)
    quote(edition, published=False)
    ask(edition)
    with django_assert_num_queries(expected):
        office.get(board(edition))
