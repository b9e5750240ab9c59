"""The rapporteur's page: by private link, or for staff."""

import re
from html import unescape

import pytest
from django.utils import timezone

from reports.models import Intervention, PartRevision, ReportEvent, SessionReport, Takeaway
from reports.pages import words
from speakers.links import issue_private_link, revoke_private_links
from tests.factories import (
    NOON,
    CreditFactory,
    InstrumentFactory,
    InterventionFactory,
    PartRevisionFactory,
    PersonFactory,
    PrivateLinkFactory,
    SessionReportFactory,
    TakeawayFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.office]

JSON = {"Accept": "application/json"}
NEW = "new-takeaway-a1b2c3d4e5f6a7b8"


@pytest.fixture
def report():
    return SessionReportFactory(
        session__timed=True,
        session__title="The Future of Tea",
        session__edition__title="The Forum",
        session__edition__timezone="Asia/Shanghai",
        session__edition__languages=["en", "zh-hans"],
        session__edition__forum__contact="office@example.org",
        rapporteur=PersonFactory(family_name="Rapporteur"),
    )


def link_to(report, settings, **values):
    until = timezone.now() + timezone.timedelta(days=1)
    address = issue_private_link("r", report.pk, until=values.get("until", until), person=report.rapporteur)
    return address.removeprefix(settings.SITE_URL)


@pytest.fixture
def root(report, settings):
    return link_to(report, settings)


def text(response):
    """What the page says, without its mark-up."""
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def seen(client, root, name):
    """The stamp that the page has for a part; a new one has another mark on every page."""
    body = client.get(root).content.decode()
    part = re.sub(r"^(new-[a-z]+-)\w+$", r"\1", name)
    article = body[body.index(f'<article id="{part}') :]
    return re.search(r'name="seen" value="(\w+)"', article)[1]


def post(client, root, name, **data):
    return client.post(f"{root}{name}/", {"seen": seen(client, root, name)} | data)


def test_the_page_says_how_the_report_stands(client, root, report):
    card = CreditFactory(session=report.session, card__name="Dame Kate Sutton", card__titles="president\nfellow").card
    SessionReport.objects.update(returned="Say more of the costs.")
    response = client.get(root)
    told = text(response)
    assert response.status_code == 200
    for words_ in (
        "The Future of Tea",
        "The session ended 12 December 2022, 21:00 (Asia/Shanghai)",
        "Takeaways and calls to action due 12 December 2022, 23:00 (Asia/Shanghai) – overdue by",
        "Full report due 26 December 2022, 21:00 (Asia/Shanghai)",
        "The office has sent the report back Say more of the costs.",
        f"{card.name} , president and fellow – Panelist",
        "Questions: office@example.org",
    ):
        assert words_ in told
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not client.cookies
    assert ReportEvent.objects.get().kind == "opened"
    client.get(root)
    assert ReportEvent.objects.count() == 1


def test_the_page_is_chinese_where_it_is_asked_to_be(client, root):
    assert "报告进展" in text(client.get(f"{root}?language=zh-hans"))
    assert set(words._WORDS["en"]) == set(words._WORDS["zh-hans"])
    for key, told in words._WORDS["en"].items():
        assert set(re.findall(r"\{\w+\}", told)) == set(re.findall(r"\{\w+\}", words._WORDS["zh-hans"][key])), key


def test_every_link_that_does_not_work_is_answered_alike(client, report, settings):
    root = link_to(report, settings)
    expired = link_to(report, settings, until=NOON)
    revoked = link_to(report, settings)
    revoke_private_links("r", report.pk)
    elsewhere = issue_private_link("c", report.pk, until=timezone.now() + timezone.timedelta(days=1))
    foreign = elsewhere.removeprefix(settings.SITE_URL).replace("/c/", "/r/")
    PrivateLinkFactory(subject=report.pk + 1)
    answers = [client.get(it) for it in (root, expired, revoked, foreign, "/r/unknown/")]
    answers += [client.post(f"{it}{NEW}/", {"text": "Share."}) for it in (expired, "/r/unknown/")]
    assert {(it.status_code, text(it)) for it in answers} == {(404, text(answers[0]))}
    assert not Takeaway.objects.exists()
    for _ in range(20):
        response = client.get("/r/unknown/")
    assert response.status_code == 429


def test_a_part_is_saved_without_a_script(client, root, report):
    credit = CreditFactory(session=report.session, card__name="Dame Kate Sutton")
    InstrumentFactory(key="ethics", title="Recommendation on Ethics")
    name = f"credit-{credit.pk}"
    response = post(client, root, name, text="{speaker} **agreed**\r\n\r\n- one", cite="recommendation on ethics")
    assert response.url == f"{root}?done={name}.added#{name}"
    row = Intervention.objects.get()
    assert row.text_en == "{speaker} **agreed**\n\n- one"
    assert [it.key for it in row.instruments.all()] == ["ethics"]
    told = text(client.get(response.url))
    assert "Added." in told
    assert "Recommendation on Ethics [@ethics]" in told
    # What is not marked any more is not cited any more.
    again = post(client, root, name, text="{speaker} **agreed**\r\n\r\n- one")
    assert again.url == f"{root}?done={name}.saved#{name}"
    assert not row.instruments.exists()


def test_a_script_is_answered_in_json(client, root, report):
    begun = client.post(f"{root}{NEW}/", {"text": ""}, headers=JSON).json()
    assert begun == {"outcome": "waiting", "told": ""}
    mark = seen(client, root, NEW)
    saved = client.post(f"{root}{NEW}/", {"text": "Share [@etics].", "seen": mark}, headers=JSON).json()
    row = Takeaway.objects.get()
    name = f"takeaway-{row.pk}"
    assert re.fullmatch(r"Saved \d\d:\d\d", saved.pop("told"))
    assert saved == {
        "outcome": "added",
        "name": name,
        "address": f"{root}{name}/",
        "stamp": seen(client, root, name),
        "unknown": ["[@etics] leads nowhere: no instrument has that key. Ask the secretariat to register it."],
    }
    Takeaway.objects.update(text_en="Other.")
    clash = client.post(f"{root}{name}/", {"text": "Mine.", "seen": saved["stamp"]}, headers=JSON)
    assert clash.status_code == 409
    assert clash.json() == {
        "outcome": "conflict",
        "stamp": seen(client, root, name),
        "told": "Someone else has saved this section in the meantime",
        "standing": [{"label": "Takeaway", "text": "Other."}],
    }
    refused = client.post(f"{root}{name}/", {"text": "x" * 20_001, "seen": seen(client, root, name)}, headers=JSON)
    assert refused.status_code == 400
    assert [it["field"] for it in refused.json()["errors"]] == ["text"]
    row.delete()
    gone = client.post(f"{root}{name}/", {"text": "Mine."}, headers=JSON)
    assert (gone.status_code, gone.json()["outcome"]) == (409, "gone")


def test_a_conflict_shows_both_and_what_was_typed_stays_in_the_form(client, root, report):
    row = TakeawayFactory(report=report, text="First.")
    name = f"takeaway-{row.pk}"
    before = seen(client, root, name)
    Takeaway.objects.update(text_en="Other <b>words</b>.")
    response = client.post(f"{root}{name}/", {"text": "Mine.", "seen": before})
    told = text(response)
    assert response.status_code == 409
    assert "Nothing is lost" in told
    assert "Other <b>words</b>." in told
    assert "Other <b>" not in response.content.decode()
    assert ">\nMine.</textarea>" in response.content.decode()
    stamp = re.search(r'name="seen" value="(\w+)"', response.content.decode().split(f'id="{name}"')[1])[1]
    client.post(f"{root}{name}/", {"text": "Mine.", "seen": stamp, "decided": "1"})
    assert Takeaway.objects.get().text_en == "Mine."
    assert PartRevision.objects.get().values["text_en"] == "Other <b>words</b>."


def test_a_name_is_refused_with_its_place_and_the_text_comes_back(client, root, report):
    CreditFactory(session=report.session, card__name="Kate Sutton", card__sort_name="Sutton, Kate")
    report.session.attribution = "collective"
    report.session.save()
    response = post(client, root, NEW, text="One.\n\nAs Kate Sutton said.")
    assert response.status_code == 400
    assert "“Kate Sutton” may not be named here (nobody is named). Paragraph 2: “As Kate Sutton said.”" in text(
        response
    )
    assert "As Kate Sutton said.</textarea>" in response.content.decode()
    chinese = client.post(f"{root}{NEW}/?language=zh-hans", {"text": "Sutton", "seen": seen(client, root, NEW)})
    assert "此处不得提到“Sutton”（不记名）。第1段：“Sutton”。" in text(chinese)
    assert not Takeaway.objects.exists()


def test_ten_megabytes_are_refused_unread(client, root, report):
    for headers in ({}, JSON):
        response = client.post(f"{root}{NEW}/", {"text": "x" * 10_000_000}, headers=headers)
        assert response.status_code == 413
    assert response.json()["told"].startswith("10.0 megabytes were sent, and nothing of it was read or saved.")


def test_the_preview_is_what_prints_and_mark_up_is_text(client, root, report):
    credit = CreditFactory(session=report.session, card__name="Kate Sutton", card__titles="president")
    typed = "{speaker} said <script>alert(1)</script> **a key [x](javascript:alert(1))** and [y](https://example.org)."
    data = {"text": typed, "act": "preview"}
    html = client.post(f"{root}credit-{credit.pk}/", data, headers=JSON).json()["html"]
    assert (
        "<p><strong>Kate Sutton</strong><strong>, president</strong>, said &lt;script&gt;alert(1)&lt;/script&gt; "
        "<strong>a key [x](javascript:alert(1))</strong> and "
        '<a href="https://example.org" rel="noreferrer">y</a>.</p>'
    ) in html
    assert "<li>a key [x](javascript:alert(1))</li>" in html
    assert html in client.post(f"{root}credit-{credit.pk}/", data).content.decode()
    assert not Intervention.objects.exists()


def test_from_takeaways_to_submission(client, root, report):
    assert "Write at least one takeaway first." in text(client.post(f"{root}hand-in/"))
    TakeawayFactory(report=report, text="Share.")
    InterventionFactory(report=report, text="{speaker} **agreed**.", credit__card__name="Kate Sutton")
    assert client.post(f"{root}hand-in/").url == f"{root}?done=hand-in#state"
    assert client.post(f"{root}submit/").url == f"{root}?done=submit#state"
    response = client.get(root)
    told = text(response)
    assert "The office reads it, then approves it or sends it back" in told
    assert "Kate Sutton agreed ." in told
    assert "<textarea" not in response.content.decode()
    late = client.post(f"{root}{NEW}/", {"text": "More."})
    assert late.status_code == 409
    assert "This report has been submitted. Ask the office to open it again" in text(late)


def test_the_report_of_a_cancelled_session_is_not_asked_for(client, root, report):
    report.session.status = "cancelled"
    report.session.save()
    assert "This session was cancelled; it owes no report." in text(client.get(root))
    assert client.post(f"{root}{NEW}/", {"text": "Share."}).status_code == 409
    assert client.post(f"{root}submit/").status_code == 409


def test_what_was_taken_out_is_put_back(client, root, report):
    row = TakeawayFactory(report=report, text="Share.")
    assert post(client, root, f"takeaway-{row.pk}", act="remove").url == f"{root}?done=removed#removed"
    kept = PartRevision.objects.get()
    client.post(f"{root}restore-{kept.pk}/")
    assert Takeaway.objects.get().text == "Share."
    assert client.post(f"{root}restore-{kept.pk}/").status_code == 409
    other = PartRevisionFactory(act="removed")
    assert client.post(f"{root}restore-{other.pk}/").status_code == 409
    for step in ("restore-x", "nonsense", "said-x", "new-nothing-12345678"):
        assert client.post(f"{root}{step}/").status_code == 404


def test_staff_write_on_the_same_page_under_their_name(client, admin_client, report):
    root = f"/reports/{report.pk}/"
    assert client.get(root).url == f"/admin/login/?next={root}"
    post(admin_client, root, NEW, text="Share.")
    revision = PartRevision.objects.get()
    assert (revision.by.username, revision.channel) == ("admin", "office")
    assert f'href="{root}"' in admin_client.get(f"/admin/reports/sessionreport/{report.pk}/change/").content.decode()


@pytest.mark.parametrize("user", [{}, {"staff": True}])
def test_nobody_else_writes(client, report, user):
    client.force_login(UserFactory(**user))
    for response in (client.get(f"/reports/{report.pk}/"), client.post(f"/reports/{report.pk}/{NEW}/", {"text": "x"})):
        assert response.status_code == 403
    assert not Takeaway.objects.exists()


def test_the_form_of_staff_is_protected_against_forgery(report):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory(superuser=True))
    assert strict.post(f"/reports/{report.pk}/{NEW}/", {"text": "Share."}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_speakers(client, root, report, django_assert_num_queries, rows):
    client.get(root)
    for _ in range(rows):
        row = InterventionFactory(report=report, text="{speaker} cited [@nothing].")
        row.instruments.add(InstrumentFactory())
        TakeawayFactory(report=report)
        PartRevisionFactory(report=report, act="removed")
    # the link, the report; interventions, instruments, credits, takeaways, calls, figures; the registry, once more for
    # what looks like an unknown key; when it is due; what was taken out
    with django_assert_num_queries(2 + 6 + 2 + 1 + 1):
        client.get(root)
