"""A rapporteur's way on a phone: writing while it is saved by itself, and meeting somebody else's words."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.models import Intervention, Takeaway
from speakers.links import issue_private_link
from tests.factories import CreditFactory, SessionReportFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.office]


@pytest.fixture
def phone(chromium):
    """A page of a phone's width; that somebody else was faster is no error of the page."""
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    # Nobody waits for seconds in a test.
    context.add_init_script("const late = setTimeout; window.setTimeout = (act, wait) => late(act, wait / 20);")
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def test_what_is_typed_is_saved_and_a_conflict_is_shown(settings, live_server, phone):
    settings.SITE_URL = live_server.url
    credit = CreditFactory(session__timed=True, card__name="Kate Sutton", card__titles="president")
    report = SessionReportFactory(session=credit.session)
    phone.goto(issue_private_link("r", report.pk, until=timezone.now() + timezone.timedelta(days=1)))
    summary = phone.locator(f"#credit-{credit.pk}")
    summary.get_by_label("Summary").fill("{speaker} **agreed**.")
    expect(summary.locator(".state")).to_contain_text("Saved")
    assert Intervention.objects.get().text_en == "{speaker} **agreed**."
    summary.get_by_role("button", name="As it will print").click()
    expect(summary.locator(".printed-part")).to_have_text("Kate Sutton, president, agreed.")
    expect(summary.locator(".statements li")).to_have_text("agreed")
    phone.get_by_text("+ Add a takeaway").click()
    takeaway = phone.locator("#list-takeaways article")
    takeaway.get_by_label("Takeaway").fill("Share.")
    expect(takeaway.locator(".state")).to_contain_text("Saved")
    takeaway.get_by_label("Takeaway").fill("Share more.")
    expect(takeaway.locator(".state")).to_contain_text("Saved")

    phone.reload()
    expect(summary.get_by_label("Summary")).to_have_value("{speaker} **agreed**.")
    expect(phone.locator("#list-takeaways article").first.get_by_role("textbox")).to_have_value("Share more.")
    assert Takeaway.objects.count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    Intervention.objects.update(text_en="{speaker} left.")
    summary.get_by_label("Summary").fill("{speaker} stayed.")
    expect(summary.locator(".trouble")).to_contain_text("{speaker} left.")
    # Kept on the device, until somebody decides.
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.reload()
    expect(summary.get_by_label("Summary")).to_have_value("{speaker} stayed.")
    expect(summary.locator(".trouble")).to_contain_text("{speaker} left.")
    summary.get_by_role("button", name="Save").click()
    expect(summary.locator(".state")).to_have_text("Saved.")
    phone.wait_for_load_state("networkidle")
    assert Intervention.objects.get().text_en == "{speaker} stayed."
