"""The delivery log: noted several at once, listed by recipient, told by the next document."""

import datetime as dt

import pytest
from django.urls import reverse

from forums.exceptions import DomainError
from reports.assembly.assemble import assemble
from reports.deliveries import record_deliveries
from reports.models import Chapter, Delivery
from tests import factories

from .issued import issue

pytestmark = [pytest.mark.django_db, pytest.mark.office]

DAY = dt.date(2023, 4, 3)


@pytest.fixture
def version():
    return issue(public=False)


@pytest.fixture
def ministries():
    return [factories.OrganizationFactory(name=f"Ministry {number}") for number in (1, 2, 3)]


def noted():
    return list(Delivery.objects.values_list("recipient__name_en", "channel", "occasion", "on", "position"))


def test_three_ministries_make_three_entries(version, ministries):
    record_deliveries(version, channel="presented", recipients=ministries, on=DAY)
    record_deliveries(version, channel="released", occasion="the summit in Osaka")
    assert noted() == [
        ("Ministry 1", "presented", "", DAY, 1),
        ("Ministry 2", "presented", "", DAY, 2),
        ("Ministry 3", "presented", "", DAY, 3),
        (None, "released", "the summit in Osaka", None, 4),
    ]
    assert {it.document for it in Delivery.objects.all()} == {version.document}


def test_what_is_noted_already_is_not_noted_twice(version, ministries):
    record_deliveries(version, channel="sent", recipients=ministries[:2], on=DAY)
    record_deliveries(version, channel="sent", recipients=ministries, on=DAY)
    assert [row[0] for row in noted()] == ["Ministry 1", "Ministry 2", "Ministry 3"]
    with pytest.raises(DomainError, match="noted already"):
        record_deliveries(version, channel="sent", recipients=ministries, on=DAY)
    # Another day is another delivery.
    record_deliveries(version, channel="sent", recipients=ministries[:1], on=DAY + dt.timedelta(days=1))
    assert len(noted()) == 4


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"channel": "sent"}, "Say to whom it was given"),
        ({"channel": "released"}, "Say at which occasion"),
        ({"channel": "released", "occasion": "the summit", "on": dt.date(2999, 1, 1)}, "That day is to come"),
    ],
)
def test_half_an_entry_is_refused(version, values, told):
    with pytest.raises(DomainError, match=told):
        record_deliveries(version, **values)
    assert noted() == []


def test_a_draft_is_not_delivered(ministries):
    with pytest.raises(DomainError, match="send it out for review instead"):
        record_deliveries(issue(stage="draft", public=False), channel="sent", recipients=ministries)


def test_the_next_document_tells_of_it(version, ministries):
    edition = version.document.edition
    version.document.title = "Outcome Document"
    version.document.save()
    record_deliveries(version, channel="presented", recipients=ministries[:2])
    record_deliveries(version, channel="released", occasion="the summit in Osaka")
    later = factories.EditionFactory(forum=edition.forum, number=edition.number + 1, year=2023)
    chapter = factories.ChapterFactory(kind=Chapter.Kind.ABOUT, override="", document__edition=later)
    paper = assemble(chapter.document, [chapter], today=dt.date(2024, 1, 9))
    told = [block for block in paper.chapters[0].blocks if block.id == f"about/{edition.slug}"]
    text = "".join(run.text for run in told[0].runs)
    for words in ("Outcome Document", "Ministry 1 and Ministry 2", "the summit in Osaka"):
        assert words in text


@pytest.fixture
def office(client):
    client.force_login(factories.UserFactory(superuser=True))
    return client


def test_the_office_notes_several_in_one_form(office, version, ministries):
    page = reverse("admin:reports_deliver", args=[version.pk])
    assert office.get(page).status_code == 200
    values = {"channel": "presented", "recipients": [it.pk for it in ministries], "on": "2023-04-03", "occasion": ""}
    done = office.post(page, values)
    assert done.headers["Location"] == reverse("admin:reports_documentversion_change", args=[version.pk])
    assert [row[0] for row in noted()] == ["Ministry 1", "Ministry 2", "Ministry 3"]
    again = office.post(page, values)
    assert "All of this is noted already." in again.content.decode()
    assert "Noted already: presented to Ministry 1 (3 April 2023)" in office.get(page).content.decode()
    listed = office.get(
        reverse("admin:reports_delivery_changelist"), {"recipient__id__exact": ministries[1].pk}
    ).context["cl"]
    assert [it.recipient for it in listed.result_list] == [ministries[1]]


def test_a_bad_form_keeps_what_was_typed(office, version, ministries):
    page = reverse("admin:reports_deliver", args=[version.pk])
    response = office.post(page, {"channel": "released", "recipients": [ministries[0].pk], "on": "yesterday"})
    assert response.status_code == 200
    assert "Enter a valid date." in response.content.decode()
    assert "Ministry 1" in response.content.decode()


def test_publication_and_delivery_ask_for_permission(client, version):
    client.force_login(factories.UserFactory(staff=True))
    for name in ("publication", "deliver"):
        assert client.get(reverse(f"admin:reports_{name}", args=[version.pk])).status_code == 403


def test_the_office_publishes_and_takes_back(office, version):
    page = reverse("admin:reports_publication", args=[version.pk])
    assert "Not published." in office.get(page).content.decode()
    wrong = office.post(page, {"act": "publish", "at_0": "2020-01-01", "at_1": "10:00"})
    assert "That time is over." in wrong.content.decode()
    # By the edition's clocks.
    version.document.edition.timezone = "Asia/Shanghai"
    version.document.edition.save()
    office.post(page, {"act": "publish", "at_0": "2199-01-01", "at_1": "10:00"})
    version.refresh_from_db()
    assert version.published_at == dt.datetime(2199, 1, 1, 2, tzinfo=dt.UTC)
    assert "It will be public from Tue 1 Jan 2199, 10:00 on" in office.get(page).content.decode()
    assert office.get("/documents/T/1/").status_code == 404
    office.post(page, {"act": "publish", "at_0": "", "at_1": ""})
    assert "/documents/T/1/?lang=en" in office.get(page).content.decode()
    assert office.get("/documents/T/1/").status_code == 200
    office.post(page, {"act": "unpublish"})
    assert office.get("/documents/T/1/").status_code == 404


def test_a_draft_has_no_button_to_publish(office):
    draft = issue(stage="draft", public=False)
    page = reverse("admin:reports_publication", args=[draft.pk])
    assert "Issue a final version first." in office.get(page).content.decode()
    assert "only a final version" in office.post(page, {"act": "publish"}).content.decode()
