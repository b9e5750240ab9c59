"""A speaker's way: invited, accepting, filling in their page, and credited in the published agenda."""

import datetime as dt

import pytest
from PIL import Image
from playwright.sync_api import expect

from forums.agenda.release import publish_agenda
from speakers.changes import decide_change
from speakers.invitations import issue_link
from speakers.models import ChangeRequest, Registration
from tests.factories import (
    AppointmentFactory,
    CreditFactory,
    EditionFactory,
    InvitationFactory,
    OrganizationFactory,
    PersonFactory,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.office]


@pytest.fixture
def invitation(settings, live_server):
    settings.SITE_URL = live_server.url
    edition = EditionFactory(
        public=True,
        title="International Forum",
        starts_on=dt.date(2022, 12, 12),
        ends_on=dt.date(2022, 12, 13),
        timezone="Asia/Shanghai",
        languages=["en", "zh-hans"],
    )
    person = PersonFactory(family_name="Xue", given_name="Lan", name_order="family-first", native_name="薛澜")
    university = OrganizationFactory(name="Tsinghua University", name_zh_hans="清华大学")
    AppointmentFactory(person=person, title="dean", title_zh_hans="院长", organization=university)
    return InvitationFactory(edition=edition, person=person, role="keynote", sent=True)


def save(page, section):
    page.locator(f"#{section}").get_by_role("button", name="Save").click()
    return page.locator(f"#{section} [role=status]")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_from_the_invitation_to_the_published_agenda(invitation, live_server, page, tmp_path):
    address = issue_link(invitation)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    expect(page.locator("body")).to_contain_text("dean of Tsinghua University")
    assert fits(page)
    page.get_by_label("I agree that my name").check()
    page.get_by_role("button", name="Accept the invitation").click()
    expect(page.locator("h1")).to_contain_text("Your part in International Forum")
    assert fits(page)

    page.get_by_label("Titles, one a line (English)").fill("president of Tsinghua University")
    expect(save(page, "titles")).to_have_text("Saved.")
    page.get_by_label("Biography (English)").fill("He studies policy.")
    expect(page.locator("#bio .count").first).to_have_text("18 of 2,000 characters")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#bio .card")).to_contain_text("He studies policy.")
    expect(save(page, "bio")).to_have_text("Saved.")
    photo = tmp_path / "me.png"
    Image.new("RGB", (400, 300), "green").save(photo)
    page.get_by_label("New photo").set_input_files(photo)
    expect(save(page, "photo")).to_have_text("Saved.")
    expect(page.locator("#photo img")).to_have_js_property("naturalWidth", 300)
    expect(page.locator(".progress > p")).to_have_text("3 of 9 sections looked through")

    # The office gives them a part, and publishes. Not while the browser still reads: this database knows no queue.
    page.wait_for_load_state("networkidle")
    registration = Registration.objects.get()
    CreditFactory(session__edition=invitation.edition, session__timed=True, card=registration.card, role="keynote")
    publish_agenda(invitation.edition)
    forum = invitation.edition.forum.slug
    speaker = f"{live_server.url}/{forum}/{invitation.edition.slug}/speakers/xue-lan/"
    page.goto(speaker)
    expect(page.locator("main")).to_contain_text("president of Tsinghua University")
    expect(page.locator("main")).to_contain_text("He studies policy.")

    # What they change now waits for the office, and is printed once it is accepted and published.
    page.goto(f"{address}?language=zh-hans")
    page.get_by_label("职务（每行一个）（English）").fill("professor of Tsinghua University")
    page.locator("#titles").get_by_role("button", name="保存").click()
    expect(page.locator("#titles [role=status]")).to_contain_text("您的修改已提交秘书处")
    page.wait_for_load_state("networkidle")
    decide_change(ChangeRequest.objects.get(), accept=True, by=None)
    publish_agenda(invitation.edition)
    page.goto(speaker)
    expect(page.locator("main")).to_contain_text("professor of Tsinghua University")
