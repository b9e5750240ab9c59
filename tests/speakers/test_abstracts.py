"""What speakers write of their talks: printed once they agree to it in words that say so."""

import pytest

from forums.agenda.compile import compile_agenda
from forums.agenda.release import publish_agenda
from forums.models import Credit
from speakers.billing import WITH_ABSTRACTS
from speakers.changes import current_values, save_section, stamp
from speakers.consents import give_consent, withdraw_consent, wording
from speakers.registrations import register_person, update_programme
from speakers.sections import Sheet
from tests.factories import CreditFactory, EditionFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    return register_person(
        edition=EditionFactory(held=True, languages=["en"]), person=PersonFactory(family_name="Xue"), channel="mail"
    )


@pytest.fixture
def credit(registration):
    return CreditFactory(session__edition=registration.edition, session__code="talks", card=registration.card)


def write(registration, credit, text):
    # As the page reads it: what was looked up before is kept by the row.
    sheet = Sheet(registration, credit=Credit.objects.get(pk=credit.pk), channel="link")
    current = current_values(sheet, "talk", None)
    save_section(sheet, "talk", current | {"abstract_en": text}, seen=stamp(current))


def printed(registration):
    [session] = compile_agenda(registration.edition).tree["sessions"]
    return [it["abstract"] for it in session["credits"]]


def test_what_they_wrote_is_printed(registration, credit):
    write(registration, credit, "Trust.")
    assert printed(registration) == [{"en": "Trust."}]
    write(registration, credit, "")
    assert printed(registration) == [{}]


def test_it_is_not_printed_on_the_word_given_before_it_was_asked_for(registration, credit):
    person, edition = registration.person, registration.edition
    give_consent(person, edition, "programme", language="en", channel="mail", version="2026-1")
    write(registration, credit, "Trust.")
    assert printed(registration) == [{}]
    give_consent(person, edition, "programme", language="en", channel="link")
    update_programme(registration)
    assert printed(registration) == [{"en": "Trust."}]
    withdraw_consent(person, edition, "programme")
    update_programme(registration)
    credit.refresh_from_db()
    assert (credit.abstract_en, printed(registration)) == ("", [])


def test_the_words_asked_for_now_speak_of_abstracts():
    assert wording("programme", "en").version in WITH_ABSTRACTS


def test_the_public_reads_it_on_the_page_and_in_the_api(registration, credit, client):
    write(registration, credit, "Trust.\n\n<b>More.</b>")
    edition = registration.edition
    publish_agenda(edition)
    page = client.get(f"/{edition.forum.slug}/{edition.slug}/sessions/talks/").content.decode()
    assert '<div class="abstract"><p>Trust.</p>\n\n<p>&lt;b&gt;More.&lt;/b&gt;</p></div>' in page
    body = client.get(f"/api/v1/editions/{edition.slug}/sessions/talks/").json()
    assert body["credits"][0]["abstract"] == "Trust.\n\n<b>More.</b>"
    schedule = client.get(f"/api/v1/editions/{edition.slug}/speakers/xue/").json()
    assert schedule["sessions"][0]["credits"][0]["abstract"] == "Trust.\n\n<b>More.</b>"
