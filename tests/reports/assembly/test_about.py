"""The chapter about the forum: its purpose, and the story of its editions as the records tell it."""

import datetime as dt

import pytest

from forums.models import Edition, Figure, Partnership, Session
from reports.assembly.about import about
from reports.assembly.sources import read_sources
from reports.assembly.wordings import english
from reports.models import Delivery
from reports.paper.content import Paragraph, Run
from speakers.models import Registration
from speakers.registrations import register_person
from tests import factories

pytestmark = pytest.mark.django_db

DECEMBER_2020 = {"starts_on": dt.date(2020, 12, 18), "ends_on": dt.date(2020, 12, 19)}


@pytest.fixture
def edition():
    """The second edition of a forum, with nothing to tell but its year."""
    return factories.EditionFactory(forum__name="Talks", slug="talks-2022", number=2, year=2022)


@pytest.fixture
def tell(chapter, said):
    """A function from an edition to what its own document says of it, sentence by sentence."""

    def tell(edition, **document):
        return said(chapter(about, edition, **document).blocks[-1])

    return tell


def partner(edition, role, *names):
    for position, name in enumerate(names):
        factories.PartnershipFactory(edition=edition, organization__name=name, role=role, position=position)


def figure(edition, kind, value, qualifier="exactly", **texts):
    factories.FigureFactory(
        edition=edition, kind=kind, value=value, qualifier=qualifier, preferred=texts.pop("preferred", True), **texts
    )


def test_the_forum_is_told_before_its_editions(chapter, said):
    edition = factories.EditionFactory(forum__name="Talks", forum__purpose="To *talk*.", slug="talks", number=1)
    factories.PartnershipFactory(
        edition=edition, organization__name="University", organization__takes_article=True, role=Partnership.Role.HOST
    )
    partner(edition, Partnership.Role.ORGANIZER, "Institute", "Club")
    section = chapter(about, edition)
    assert (section.id, section.number, section.title, section.sections) == ("about", "II.", "The Chapter", ())
    assert [block.id for block in section.blocks] == ["about/purpose", "about/talks"]
    assert said(section) == [
        "To talk. It is hosted by the University and organized by Institute and Club.",
        "The inaugural Talks was held in 2022.",
    ]


def test_a_forum_without_a_purpose_begins_with_its_editions(chapter, edition):
    assert [block.id for block in chapter(about, edition).blocks] == ["about/talks-2022"]


def test_earlier_editions_are_told_first_later_and_cancelled_ones_not(chapter, edition):
    forum = edition.forum
    factories.EditionFactory(forum=forum, slug="later", number=3)
    factories.EditionFactory(forum=forum, slug="first", number=1)
    factories.EditionFactory(forum=forum, slug="unheld", number=0, status=Edition.Status.CANCELLED)
    factories.EditionFactory(number=1)
    assert [block.id for block in chapter(about, edition).blocks] == ["about/first", "about/talks-2022"]


def test_everything_that_is_recorded_is_told(tell):
    edition = factories.EditionFactory(
        forum__name="Talks", number=2, theme="Trust", format="hybrid", city="Bonn", **DECEMBER_2020
    )
    partner(edition, Partnership.Role.INTERNATIONAL_SUPPORTING, "UNDP")
    partner(edition, Partnership.Role.SUPPORTING, "UNESCO", "ILO")
    partner(edition, Partnership.Role.PARTNER, "Centre")
    figure(edition, Figure.Kind.PARTNERS, 15)
    figure(edition, Figure.Kind.PLENARIES, 3)
    figure(edition, Figure.Kind.YOUTH_FORUMS, 1)
    figure(edition, Figure.Kind.SUB_FORUMS, None, "several")
    figure(edition, Figure.Kind.SPEAKERS, 70, "over", detail="experts and scholars")
    figure(edition, Figure.Kind.PARTICIPANTS, 500, "over", scope="online and offline")
    figure(edition, Figure.Kind.ORGANIZATIONS, 60, "more-than", detail="universities")
    figure(edition, Figure.Kind.COUNTRIES, 20, detail="including Chile")
    figure(edition, Figure.Kind.JOURNALISTS, 60, "more-than")
    figure(edition, Figure.Kind.MEDIA_OUTLETS, 40, "over", scope="from abroad")
    figure(edition, Figure.Kind.NEWS_REPORTS, 160, "nearly")
    figure(edition, Figure.Kind.LIVESTREAM_VIEWS, 3_000_000, "about")
    figure(edition, Figure.Kind.REPOSTS, 2_000_000)
    assert tell(edition) == (
        "The second Talks was held in Bonn and online on 18–19 December 2020 under the theme “Trust”. "
        "It was held with UNDP as international supporting partner; UNESCO and ILO as supporting partners; and 15 "
        "partner organizations, among them Centre. "
        "Its programme comprised several sub-forums, three main plenaries and one youth forum. "
        "It brought together over 70 speakers – experts and scholars – from more than 60 organizations (universities) "
        "and 20 countries, including Chile. "
        "Attendance came to over 500 participants online and offline. "
        "It was followed by more than 60 journalists from over 40 media outlets from abroad, with nearly 160 news "
        "reports. "
        "Its broadcasts received about 3 million views, and 2 million reposts."
    )  # fmt: skip


def test_participants_are_who_came_where_no_speakers_were_counted(tell, edition):
    figure(edition, Figure.Kind.PARTICIPANTS, 70, scope="in total", detail="all welcome")
    assert tell(edition) == (
        "The second Talks was held in 2022. It brought together 70 participants in total – all welcome."
    )


def test_a_figure_that_is_not_preferred_is_not_told(tell, edition):
    figure(edition, Figure.Kind.PARTICIPANTS, 900, preferred=False)
    figure(edition, Figure.Kind.PARTICIPANTS, 70)
    assert tell(edition) == "The second Talks was held in 2022. It brought together 70 participants."


def test_sessions_are_counted_where_nobody_recorded_their_number(tell, edition):
    figure(edition, Figure.Kind.THEMATIC_SESSIONS, 9)
    for kind in (Session.Kind.PLENARY, Session.Kind.PLENARY, Session.Kind.THEMATIC_SESSION, Session.Kind.OPENING):
        factories.SessionFactory(edition=edition, kind=kind)
    factories.SessionFactory(edition=edition, kind=Session.Kind.PLENARY, internal=True)
    factories.SessionFactory(edition=edition, kind=Session.Kind.PLENARY, cancelled=True)
    factories.SessionFactory(edition=edition, kind=Session.Kind.PLENARY, part=True)
    assert tell(edition) == (
        "The second Talks was held in 2022. Its programme comprised two main plenaries and nine thematic sessions."
    )


def test_sessions_of_an_earlier_edition_are_not_counted(chapter, said, edition):
    first = factories.EditionFactory(forum=edition.forum, number=1, year=2021)
    for held in (first, edition):
        factories.SessionFactory(edition=held, kind=Session.Kind.PLENARY)
    assert said(chapter(about, edition)) == [
        "The inaugural Talks was held in 2021.",
        "The second Talks was held in 2022. Its programme comprised one main plenary.",
    ]


@pytest.fixture
def guest():
    """A function that features someone at an edition, with appointments from year to year."""

    def guest(edition, name, *appointments, position=1):
        family, given = name.split()
        person = factories.PersonFactory(family_name=family, given_name=given, name_order="family-first")
        for place, (title, since, until) in enumerate(appointments):
            days = {
                "started_on": since and dt.date(since, 1, 1),
                "ended_on": until and dt.date(until, 12, 31),
                "position": place,
            }
            factories.AppointmentFactory(person=person, title=title, **days)
        return register_person(edition=edition, person=person, featured=position, channel="mail")

    return guest


def test_guests_are_named_in_bold_in_protocol_order(chapter, guest):
    edition = factories.EditionFactory(forum__name="Talks", number=2, **DECEMBER_2020)
    guest(edition, "Qiu Yong", ("president", None, None), ("fellow", None, None), position=2)
    guest(edition, "Wang Qinmin", position=1)
    figure(edition, Figure.Kind.COUNTRIES, 20)
    [paragraph] = chapter(about, edition).blocks
    assert paragraph.runs == (
        Run("The second Talks was held on 18–19 December 2020."),
        Run(" Among its featured guests were "),
        Run("Wang Qinmin", strong=True),
        Run("; and "),
        Run("Qiu Yong", strong=True),
        Run(", president and fellow"),
        Run("."),
        Run(" Those present came from 20 countries."),
    )


@pytest.mark.parametrize(
    ("today", "titles"),
    [
        (dt.date(2021, 6, 1), "president"),
        (dt.date(2023, 3, 31), "then president (now secretary)"),
        (dt.date(2025, 1, 1), "then president"),
    ],
    ids=["still", "since", "no-longer"],
)
def test_a_guest_is_told_as_then_and_as_now(tell, guest, today, titles):
    edition = factories.EditionFactory(forum__name="Talks", number=2, **DECEMBER_2020)
    guest(edition, "Qiu Yong", ("president", None, 2021), ("secretary", 2022, 2024))
    told = f"The second Talks was held on 18–19 December 2020. Among its featured guests were Qiu Yong, {titles}."
    assert tell(edition, today=today) == told
    # The date of issue is the day as of which a document tells, whenever it is assembled.
    assert tell(edition, today=dt.date(1999, 1, 1), dated_on=today) == told


def test_only_those_who_came_and_agreed_are_named_as_guests(tell, guest):
    edition = factories.EditionFactory(forum__name="Talks", number=2, **DECEMBER_2020)
    invited, withdrawn = guest(edition, "Li Meng"), guest(edition, "Ma Jun")
    guest(edition, "Xu Xiaolan")
    invited.card.published = False
    invited.card.save()
    withdrawn.status = Registration.Status.WITHDRAWN
    withdrawn.save()
    factories.SpeakerCardFactory(edition=edition, public=True)
    assert tell(edition) == (
        "The second Talks was held on 18–19 December 2020. Among its featured guests were Xu Xiaolan."
    )


def test_guests_of_an_edition_without_days_are_not_named(tell, edition):
    card = factories.SpeakerCardFactory(edition=edition, featured_position=1, public=True)
    factories.RegistrationFactory(edition=edition, card=card)
    assert tell(edition) == "The second Talks was held in 2022."


def test_what_became_of_an_earlier_document_is_told_with_its_title_in_italics(chapter, edition):
    first = factories.EditionFactory(forum=edition.forum, slug="first", number=1, year=2021)
    paper = factories.DocumentFactory(edition=first, title="The Paper")
    ministry = factories.OrganizationFactory(name="Ministry", takes_article=True)
    for position, values in enumerate(
        [
            {"recipient": ministry, "channel": Delivery.Channel.PRESENTED, "occasion": ""},
            {"recipient": factories.OrganizationFactory(name="UNESCO"), "channel": Delivery.Channel.SENT},
            {"channel": Delivery.Channel.RELEASED, "occasion": "G20 Summit", "on": dt.date(2021, 10, 30)},
            {"channel": Delivery.Channel.PUBLISHED, "recipient": factories.OrganizationFactory(name="Press")},
        ]
    ):
        factories.DeliveryFactory(document=paper, position=position, **values)
    # Neither tells of anything: nobody was given it.
    factories.DocumentFactory(edition=first)
    factories.DeliveryFactory(document__edition=first, channel=Delivery.Channel.PUBLISHED)
    assert chapter(about, edition).blocks[0] == Paragraph(
        "about/first",
        (
            Run("The inaugural Talks was held in 2021."),
            Run(" Its outcome, "),
            Run("The Paper", emph=True),
            Run(", was presented to the Ministry and UNESCO and released during the G20 Summit in 2021."),
        ),
    )


def test_a_document_without_a_title_goes_by_its_kind(chapter, said, edition):
    first = factories.EditionFactory(forum=edition.forum, number=1, year=2021)
    ministry = factories.OrganizationFactory(name="Ministry")
    factories.DeliveryFactory(document__edition=first, recipient=ministry, channel=Delivery.Channel.SENT)
    assert said(chapter(about, edition))[0] == (
        "The inaugural Talks was held in 2021. Its outcome, Outcome document, Talks 2021, was presented to Ministry."
    )


def test_a_document_does_not_tell_of_itself(chapter, said, edition):
    own = factories.DocumentFactory(edition=edition)
    factories.DeliveryFactory(document=own, recipient=factories.OrganizationFactory(name="Ministry"))
    sources = read_sources(own, today=dt.date(2023, 3, 31))
    assert said(about(sources, english, "I.", "About")) == ["The second Talks was held in 2022."]
    # Its edition's other document does.
    assert said(chapter(about, edition)) == [
        "The second Talks was held in 2022. Its outcome, Outcome document, Talks 2022, was presented to Ministry."
    ]
