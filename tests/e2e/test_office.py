"""An organizer's day in the browser: sign in, publish the agenda, assemble and print the document."""

import re

import pytest
from playwright.sync_api import expect

from forums.jobs import work_off
from forums.models import AgendaRelease, Edition, Session
from forums.organizers import create_organizer
from reports.models import DocumentVersion, Intervention
from tests.sample import load_sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.office]


@pytest.fixture
def office(live_server, page):
    load_sample()
    password = create_organizer("maria")
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_username", "maria")
    page.fill("#id_password", password)
    page.click("[type=submit]")
    return page


def act(page, row, action):
    """Choose a row of the list and do something with it."""
    page.locator("#result_list tr", has=page.get_by_role("link", name=row, exact=True)).get_by_role("checkbox").check()
    page.select_option("select[name=action]", label=action)
    page.click("button[name=index]")


def test_organizer_publishes_the_agenda_and_prints_the_document(office, live_server):
    office.get_by_role("link", name="Editions", exact=True).first.click()
    office.get_by_role("link", name="IAICGF 2022", exact=True).click()
    office.get_by_role("link", name="Publish the agenda").click()
    office.get_by_label("Note").fill("The whole programme")
    office.get_by_role("button", name="Publish the agenda").click()
    expect(office.locator(".messagelist .success")).to_contain_text("release 1")

    office.get_by_role("link", name="Publish the agenda").click()
    expect(office.locator("#content")).to_contain_text("Nothing has changed since; there is nothing to publish.")

    office.goto(f"{live_server.url}/admin/reports/document/")
    act(office, "Outcome document, IAICGF 2022", "Assemble and render")
    office.locator(".messagelist .success a").click()
    expect(office.locator("body")).to_contain_text("queued")

    assert work_off() == 6  # the files of the release, the document in five formats
    office.reload()
    expect(office.locator("body")).to_contain_text("ready")
    with office.expect_download() as download:
        office.get_by_role("link", name=re.compile("^PDF")).click()
    assert download.value.path().read_bytes()[:8] == b"%PDF-1.7"
    assert AgendaRelease.objects.count() == DocumentVersion.objects.count() == 1


def test_what_stands_against_publishing_is_listed(office, live_server):
    Session.objects.filter(code="plenary-2").update(starts_at="2022-12-12T06:00Z", ends_at="2022-12-12T07:00Z")

    edition = Edition.objects.get(slug="iaicgf-2022")
    office.goto(f"{live_server.url}/admin/forums/edition/{edition.pk}/publish/")
    expect(office.locator("#content")).to_contain_text("outside the edition")
    expect(office.get_by_role("button", name="Publish the agenda")).to_have_count(0)
    office.locator("h2", has_text="To be mended").locator("+ ul a").first.click()
    expect(office.locator("#id_code")).to_have_value("plenary-2")
    assert AgendaRelease.objects.count() == 0


def test_failed_rendering_tells_why_and_is_rendered_again(office, live_server):
    Intervention.objects.filter(key="li-meng").update(text="{speaker} smiled 🤖.", text_en="{speaker} smiled 🤖.")
    office.goto(f"{live_server.url}/admin/reports/document/")
    act(office, "Outcome document, IAICGF 2022", "Assemble and render")
    work_off()

    office.locator(".messagelist .success a").click()
    expect(office.locator("body")).to_contain_text("U+1F916")
    expect(office.locator("body")).to_contain_text("summaries/opening/li-meng")

    office.get_by_role("row", name=re.compile("PDF")).get_by_role("button", name="Render again").click()
    expect(office.locator("body")).to_contain_text("queued")


def test_home_page_fits_a_phone(live_server, page):
    load_sample()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator("article")).to_have_count(7)
