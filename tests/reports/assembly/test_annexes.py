"""The annexes of organizations and balance, and the chapters of reports."""

import datetime as dt

import pytest

from forums.models import Partnership
from reports.assembly.balance import balance, guarded
from reports.assembly.commitments import commitments
from reports.assembly.organizations import organizations
from reports.assembly.takeaways import takeaways
from reports.assembly.wordings import english
from reports.assembly.workstream import workstream
from reports.paper.plain import places
from speakers.balance import Speaker, tally
from speakers.models import Registration
from tests import factories

pytestmark = pytest.mark.django_db

Role = Partnership.Role


def text_of(section):
    return [place.text for place in places([section])]


def test_organizations_stand_by_role_in_protocol_order(chapter):
    edition = factories.EditionFactory()
    for position, (role, name, acronym) in enumerate(
        [(Role.MEDIA, "Daily", ""), (Role.HOST, "Zeta University", "ZU"), (Role.HOST, "UNDP", "UNDP")], 1
    ):
        factories.PartnershipFactory(
            edition=edition, role=role, position=position, organization__name=name, organization__acronym=acronym
        )
    factories.PartnershipFactory()
    section = chapter(organizations, edition)
    assert text_of(section) == [
        "The Chapter",
        "Hosts",
        "• Zeta University (ZU)\n• UNDP",
        "Media Partners",
        "• Daily",
    ]
    assert [part.number for part in section.sections] == ["1.", "2."]


def speak(edition, number, gender, country="", **card):
    """So many speakers who are named in the programme."""
    for _ in range(number):
        named = factories.SpeakerCardFactory(edition=edition, public=True, country=country, **card)
        person = factories.PersonFactory(gender=gender)
        Registration.objects.create(edition=edition, person=person, card=named)
        factories.CreditFactory(session=edition.sessions.get(), card=named)


def test_speakers_are_counted_by_what_the_programme_shows_and_by_gender(chapter):
    edition = factories.SessionFactory().edition
    speak(edition, 6, "female", "FR", organization=factories.OrganizationFactory(kind="university"))
    speak(edition, 7, "Male", "CN")
    speak(edition, 5, "", "CN")
    hidden = factories.SpeakerCardFactory(edition=edition, country="BR")
    factories.CreditFactory(session=edition.sessions.get(), card=hidden)
    section = chapter(balance, edition)
    assert text_of(section)[1:] == [
        english.balance_lead(18),
        "Speakers by region\n | Speakers | Share\nAsia | 12 | 67%\nEurope | 6 | 33%",
        "Speakers by gender\n | Speakers | Share\nMen | 7 | 54%\nWomen | 6 | 46%\nOthers, or not stated | 5 | ",
    ]


@pytest.mark.parametrize(
    ("genders", "told"),
    [
        ({"female": 6, "male": 7}, [("male", 7), ("female", 6)]),
        ({"female": 6, "male": 7, "": 5}, [("male", 7), ("female", 6), ("", 5)]),
        # One person is told from the total: the smallest group goes with them, and one group alone says nothing.
        ({"female": 6, "male": 7, "nonbinary": 1}, []),
        ({"female": 4, "male": 30}, []),
        # Words of their own are never printed, however many use them.
        ({"female": 6, "male": 7, "agender": 9}, [("male", 7), ("female", 6), ("", 9)]),
        ({}, []),
    ],
)
def test_no_small_number_can_be_told_from_the_table(genders, told):
    counts = tally([Speaker(gender=gender) for gender, number in genders.items() for _ in range(number)], "gender")
    assert [(count.value, count.number) for count in guarded(counts)] == told


def test_the_report_of_a_session_tells_it_and_its_parts_alone(chapter):
    session = factories.SessionFactory(code="forum", title="Open Forum")
    edition = session.edition
    part = factories.SessionFactory(edition=edition, parent=session, code="part", title="Part")
    for row in (session, part, factories.SessionFactory(edition=edition)):
        report = factories.SessionReportFactory(session=row)
        factories.TakeawayFactory(report=report, text=f"Of **{row.code}**.")
        factories.CallToActionFactory(report=report, text="Do it.", addressee=row.code)
    factories.TakeawayFactory(report=session.report, text="More.", position=2)
    told = chapter(takeaways, edition, kind="report", session=session)
    assert text_of(told) == [
        "The Chapter",
        "Open Forum",
        "1. Of forum.\n2. More.",
        "Part",
        "1. Of part.",
    ]
    asked = chapter(commitments, edition, kind="report", session=session)
    assert text_of(asked)[2:] == ["forum: Do it.", "part: Do it."]
    part.report.takeaways.all().delete()
    assert text_of(chapter(takeaways, edition, kind="report", session=session)) == [
        "The Chapter",
        "1. Of forum.\n2. More.",
    ]


def test_a_workstream_tells_its_purpose_who_leads_it_and_its_steps(chapter):
    work = factories.WorkstreamFactory(purpose="To study.")
    lead = factories.LeadFactory(workstream=work, role="co-lead")
    factories.LeadFactory(workstream=work)
    card = factories.SpeakerCardFactory(public=True, name="Ann Lee")
    Registration.objects.create(edition=card.edition, person=lead.person, card=card)
    factories.MilestoneFactory(
        workstream=work, title="Seminar", on=dt.date(2025, 6, 20), place="Beijing", description="They met."
    )
    factories.MilestoneFactory(workstream=work, title="Release", position=2)
    edition = factories.EditionFactory()
    assert text_of(chapter(workstream, edition, kind="report-framework", workstream=work)) == [
        "The Chapter",
        "To study.",
        "Led By",
        # The other lead has not agreed to be named anywhere.
        "• Ann Lee, co-lead",
        "Timetable",
        "1. 20 June 2025, Beijing: Seminar\n  – They met.\n2. Release",
    ]
    assert text_of(chapter(workstream, edition)) == ["The Chapter"]
