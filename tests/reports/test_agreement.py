"""Where files, programme, published agenda and documents disagree about a person on one day."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from forums.agenda.release import publish_agenda
from forums.models import SpeakerCard
from reports.agreement import statements_of_documents
from reports.documents import assemble_document
from speakers.agreement import find_disagreements, registrations_like
from speakers.billing import bill_speaker
from speakers.models import Registration
from tests.factories import (
    AgendaReleaseFactory,
    AppointmentFactory,
    ChapterFactory,
    ConsentFactory,
    CreditFactory,
    DocumentFactory,
    DocumentVersionFactory,
    EditionFactory,
    InterventionFactory,
    OrganizationFactory,
    PersonFactory,
    RegistrationFactory,
    UserFactory,
)

DAY = dt.date(2022, 12, 12)
PAGE, PAGE_OF = "admin:reports_disagreements", "admin:reports_disagreements_edition"

pytestmark = pytest.mark.django_db


def billed(edition=None, title="dean", **person):
    """Someone confirmed, consenting and in the programme with a title at an Academy."""
    edition = edition or EditionFactory(held=True, forum__name="Bridges")
    person = PersonFactory(**({"family_name": "Xue", "given_name": "Lan", "name_order": "family-first"} | person))
    AppointmentFactory(person=person, title=title, organization=OrganizationFactory(name="Academy"))
    ConsentFactory(person=person, edition=edition)
    registration = RegistrationFactory(confirmed=True, edition=edition, person=person)
    bill_speaker(registration)
    return registration


def found(edition):
    """What does not agree: who, in which language, and what is said where."""
    rows = registrations_like(edition)
    return [
        (it.person, it.day, it.language, [(said.source, said.text) for said in it.statements])
        for it in find_disagreements(rows, statements_of_documents(rows))
    ]


def paper(*paragraphs):
    """A paper's chapters, as frozen: paragraphs by their place, each of runs."""
    blocks = [
        {
            "type": "paragraph",
            "id": place,
            "runs": [{"index": "", "strong": False, "text": ""} | run for run in runs],
        }
        for place, runs in paragraphs
    ]
    return json.dumps({"chapters": [{"blocks": [], "sections": [{"blocks": blocks, "sections": []}]}]})


def test_what_is_made_of_the_records_agrees_with_them():
    registration = billed()
    edition = registration.edition
    credit = CreditFactory(session__edition=edition, card=registration.card, session__timed=True)
    InterventionFactory(report__session=credit.session, credit=credit, text_en="{speaker} agreed.")
    publish_agenda(edition)
    document = DocumentFactory(edition=edition)
    ChapterFactory(document=document, kind="summaries", override="")
    assemble_document(document)
    assert found(edition) == []
    said = [it.text for it in statements_of_documents(registrations_like(edition))]
    assert said == ["Xue Lan, dean of Academy"]


def test_a_correction_that_did_not_reach_programme_and_agenda_is_shown():
    registration = billed()
    edition = registration.edition
    CreditFactory(session__edition=edition, card=registration.card, session__timed=True)
    publish_agenda(edition)
    registration.person.appointments.update(title_en="vice dean", title="vice dean")
    before = [
        ("titles on file", "Xue Lan, vice dean of Academy"),
        ("programme of Bridges 2022", "Xue Lan, dean of Academy"),
    ]
    agenda = ("agenda of Bridges 2022, release 1", "Xue Lan, dean of Academy")
    assert found(edition) == [(registration.person, DAY, "en", [*before, agenda])]
    # Billed again, only the published agenda is behind.
    bill_speaker(Registration.objects.get())
    [(_, _, _, said)] = found(edition)
    assert [text for _, text in said] == ["Xue Lan, vice dean of Academy"] * 2 + ["Xue Lan, dean of Academy"]


def test_titles_that_were_agreed_stand_for_those_on_file():
    registration = billed()
    registration.billed_titles_en = "Dean, as agreed"
    registration.save()
    bill_speaker(registration)
    assert found(registration.edition) == []
    SpeakerCard.objects.update(titles_en="dean")
    [(_, _, _, said)] = found(registration.edition)
    assert said == [
        ("titles as agreed for Bridges 2022", "Xue Lan, Dean, as agreed"),
        ("programme of Bridges 2022", "Xue Lan, dean"),
    ]


def test_names_disagree_too():
    registration = billed()
    SpeakerCard.objects.update(name="Lan Xue")
    [(_, _, _, said)] = found(registration.edition)
    assert [text for _, text in said] == ["Xue Lan, dean of Academy", "Lan Xue, dean of Academy"]


def test_two_forums_on_the_same_day_are_compared():
    registration = billed()
    other = EditionFactory(held=True, forum__name="Tunnels")
    again = RegistrationFactory(confirmed=True, edition=other, person=registration.person, billed_titles="rector")
    bill_speaker(again)
    [(person, _, _, said)] = found(registration.edition)
    assert person == registration.person
    assert dict(said) == {
        "titles on file": "Xue Lan, dean of Academy",
        "programme of Bridges 2022": "Xue Lan, dean of Academy",
        "titles as agreed for Tunnels 2022": "Xue Lan, rector",
        "programme of Tunnels 2022": "Xue Lan, rector",
    }


def test_a_language_is_told_where_it_says_something_else():
    edition = EditionFactory(held=True, languages=["en", "zh-hans"])
    registration = billed(edition)
    # Nothing is translated: both languages say the same, and it is told once.
    SpeakerCard.objects.update(name="Lan Xue")
    assert [language for _, _, language, _ in found(edition)] == ["en"]
    SpeakerCard.objects.update(name="Xue Lan", titles_zh_hans="院长")
    assert [language for _, _, language, _ in found(edition)] == ["zh-hans"]
    assert registration.person.registrations.count() == 1


@pytest.mark.parametrize(
    ("titles", "agrees"),
    [
        (", then dean of Academy (now rector (acting) of Academy)", True),
        (", then dean of Academy", True),
        (", dean of Academy", True),
        (", dean\u00a0of Academy", True),
        (", then rector of Academy", False),
    ],
    ids=["then-and-now", "then", "still", "no-break-space", "another"],
)
def test_a_later_document_may_look_back(titles, agrees):
    registration = billed()
    edition = registration.edition
    later = EditionFactory(forum=edition.forum, year=2023, number=edition.number + 1)
    place = f"about/{edition.slug}"
    content = paper((place, [{"text": "The forum featured "}, {"text": "Xue Lan", "strong": True}, {"text": titles}]))
    DocumentVersionFactory(document__edition=later, content=content)
    assert (found(edition) == []) == agrees


def test_only_the_first_mention_in_a_chapter_and_the_newest_version_count():
    registration = billed()
    slug = registration.card.slug
    name = {"text": "Xue Lan", "strong": True, "index": slug}
    first = ("summaries/a", [name, {"text": ", dean of Academy", "strong": True}, {"text": " agreed."}])
    second = ("summaries/b", [name, {"text": " agreed again."}])
    other = ("summaries/c", [{"text": "Gong Ke", "strong": True, "index": "gong-ke"}])
    document = DocumentFactory(edition=registration.edition)
    DocumentVersionFactory(document=document, version=1, content=paper(("summaries/a", [name])))
    DocumentVersionFactory(document=document, version=2, content=paper(first, second, other))
    assert found(registration.edition) == []
    said = [(it.text, it.source) for it in statements_of_documents(registrations_like(registration.edition))]
    assert said == [("Xue Lan, dean of Academy", f"{document}, version 2")]


def test_a_withdrawn_release_says_nothing():
    registration = billed()
    entry = {"guid": str(registration.card.guid), "name": "Lan Xue", "titles": {"en": []}}
    content = json.dumps({"schema": 2, "sessions": [], "speakers": [entry]})
    release = AgendaReleaseFactory(edition=registration.edition, content=content)
    assert len(found(registration.edition)) == 1
    type(release).objects.update(withdrawn_at=dt.datetime(2022, 12, 12, tzinfo=dt.UTC), withdrawn_reason="Wrong.")
    assert found(registration.edition) == []


# The page


@pytest.fixture
def office(client):
    user = UserFactory(staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_registration", "view_person"]))
    client.force_login(user)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_persons(office, django_assert_num_queries, rows):
    edition = EditionFactory(held=True)
    for number in range(rows):
        billed(edition, given_name=f"Lan{number}")
        DocumentVersionFactory(document__edition=edition, content=paper())
    SpeakerCard.objects.update(name="Lan Xue")
    AgendaReleaseFactory(edition=edition)
    # the session, the user, their permissions (own, groups), editions; registrations, titles, releases, documents
    with django_assert_num_queries(2 + 2 + 1 + 4):
        response = office.get(reverse(PAGE_OF, args=[edition.pk]))
    assert len(response.context["disagreements"]) == rows


def test_the_page_says_where_and_leads_to_what_mends_it(office):
    registration = billed(given_name="<b>")
    SpeakerCard.objects.update(name="Lan Xue")
    body = office.get(reverse(PAGE)).content.decode()
    assert "1 person is named or titled in more than one way" in body
    assert "<b>" not in body
    for row in (registration.person, registration):
        assert reverse(f"admin:speakers_{row._meta.model_name}_change", args=[row.pk]) in body
    listed = office.get(reverse("admin:speakers_person_changelist")).content.decode()
    assert reverse(PAGE) in listed


def test_nothing_to_show_is_said(office):
    assert "There is nobody to compare yet" in office.get(reverse(PAGE)).content.decode()
    registration = billed()
    assert "1 person compared" in office.get(reverse(PAGE)).content.decode()
    without_days = EditionFactory()
    page = office.get(reverse(PAGE_OF, args=[without_days.pk])).content.decode()
    assert "There is nobody to compare yet" in page
    assert str(registration.edition) in page
    assert office.get(reverse(PAGE_OF, args=[0])).status_code == 404


def test_only_those_who_see_registrations_see_the_page(client):
    client.force_login(UserFactory(staff=True))
    assert client.get(reverse(PAGE)).status_code == 403
