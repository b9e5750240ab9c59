"""After a session, as the guide tells it: its report approved and cleared, what rests on it, what is carried over."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from forums.jobs import work_off
from forums.models import Forum
from forums.organizers import create_organizer
from reports.models import CallToAction, SessionReport
from tests.factories import EditionFactory, SessionFactory
from tests.sample import load_sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.office]

SESSION = "AI and the Workplace of the Future"
QUOTED = f"Thematic Session 3: {SESSION}"


@pytest.fixture
def office(settings, live_server, page):
    settings.SITE_URL = live_server.url
    load_sample()
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "maria")
    page.fill("#id_password", create_organizer("maria"))
    page.click("[type=submit]")
    return page


@pytest.fixture
def phone(chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def follow(office, edition, step):
    """Go to the page of an edition, and along the path that it shows."""
    office.get_by_role("link", name="Editions", exact=True).first.click()
    office.get_by_role("link", name=edition, exact=True).click()
    office.get_by_role("navigation", name="After the sessions").get_by_role("link", name=step).click()


def of(page, name):
    """The row of a board."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(name)))


def opened(phone, to):
    """The private page whose link was mailed last."""
    assert work_off() > 0
    assert mail.outbox[-1].to == [to]
    phone.goto(re.search(r"http\S+", mail.outbox[-1].body).group())
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def told(page, words):
    expect(page.locator(".messagelist")).to_contain_text(words)


def test_a_session_is_reported_cleared_and_traced(office, phone):
    edition = EditionFactory(forum=Forum.objects.get(slug="iaicgf"), number=4, year=2023)
    following = SessionFactory(edition=edition, title="Opening")
    ask_the_rapporteur(office)
    write_and_approve(office, phone)
    clear(office, phone)

    # What rests on the session, and what on nothing.
    office.get_by_role("link", name="Provenance of the outcomes").click()
    expect(of(office, QUOTED)).to_contain_text("reached no outcome")
    expect(office.locator("#content")).to_contain_text("13 of 14 points rest on something that was said.")
    expect(of(office, "^1.4$")).to_contain_text("rests on nothing")

    # The next edition asks again what is open.
    follow(office, "IAICGF 2022", "Carry calls over")
    still_open = office.locator("#content li").count()
    office.get_by_label("Session that takes them up").select_option(label="Opening")
    office.get_by_role("button", name="Carry calls over").click()
    told(office, "carried over to IAICGF 2023.")
    assert CallToAction.objects.filter(report__session=following).count() == still_open > 0


def ask_the_rapporteur(office):
    """See what is late, give the rapporteur an address, and send them their link."""
    follow(office, "IAICGF 2022", "Reports")
    expect(of(office, SESSION).locator(".badge").first).to_have_text("late")
    of(office, SESSION).get_by_role("button", name="Send the link").click()
    told(office, "has no e-mail address")
    office.get_by_role("link", name="Mend: Yu Yang").click()
    office.get_by_label(re.compile("^Email")).fill("yu@example.org")
    office.get_by_role("button", name="Save", exact=True).click()
    follow(office, "IAICGF 2022", "Reports")
    of(office, SESSION).get_by_role("button", name="Send the link").click()


def write_and_approve(office, phone):
    """The rapporteur writes, hands in and submits on a telephone; and once more, after a note."""
    opened(phone, "yu@example.org")
    phone.get_by_text("+ Add a takeaway").click()
    takeaway = phone.locator("#list-takeaways article").first
    takeaway.get_by_label("Takeaway").fill("People come before technology.")
    takeaway.get_by_role("button", name="Save").click()
    expect(takeaway.locator(".state")).to_have_text("Added.")
    phone.get_by_role("button", name="Hand in the takeaways").click()
    phone.get_by_role("button", name="Submit the report").click()
    expect(phone.get_by_role("status").first).to_have_text("The report has been submitted. Thank you.")
    office.reload()
    of(office, SESSION).get_by_role("link", name="Send back").click()
    office.get_by_label("What is to be mended").fill("Who asked for better standards?")
    office.get_by_role("button", name="Send back").click()
    opened(phone, "yu@example.org")
    expect(phone.get_by_text("Who asked for better standards?")).to_be_visible()
    phone.get_by_role("button", name="Submit the report").click()
    office.reload()
    of(office, SESSION).get_by_role("button", name="Approve").click()
    told(office, "is approved.")
    assert SessionReport.objects.exclude(status="approved").count() == 0


def clear(office, phone):
    """One of those who are quoted corrects what prints, by the link; the others have told the office."""
    office.get_by_role("link", name="let those who are quoted clear it").click()
    office.get_by_role("button", name="Prepare what is to be asked").click()
    office.get_by_role("link", name="Kate Sutton").click()
    office.get_by_label(re.compile("^Email")).fill("kate@example.org")
    office.get_by_role("button", name="Save", exact=True).click()
    of(office, "Kate Sutton").get_by_role("checkbox").check()
    office.get_by_role("button", name="Send", exact=True).click()
    told(office, "1 sent.")
    opened(phone, "kate@example.org")
    asked = phone.get_by_role("region", name=QUOTED)
    asked.get_by_text("Correct it").click()
    wording = asked.locator("textarea[name=correction]")
    wording.fill(wording.input_value().replace("lose their jobs", "lose their work"))
    asked.locator("button[value=corrected]").click()
    phone.get_by_role("region", name="Panel Discussion II").get_by_role("button", name="Approve").click()
    expect(phone.get_by_text("You have answered everything")).to_be_visible()
    office.reload()
    of(office, "Kate Sutton").get_by_role("link", name=QUOTED).click()
    expect(office.locator("ins")).to_have_text("work")
    office.get_by_role("button", name="Take over").click()

    of(office, "Kate Sutton").get_by_role("checkbox").wait_for(state="detached")
    for choice in office.get_by_role("checkbox").all():
        choice.check()
    office.get_by_label("Why those chosen may print").fill("Agreed by telephone.")
    office.get_by_role("button", name="Settle what is chosen").click()
    expect(office.locator("#content")).to_contain_text("5 of 5 contributions may print in a final document.")
