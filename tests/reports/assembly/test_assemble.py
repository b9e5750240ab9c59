"""The whole document: its chapters in order, its cover, and every reason why it cannot be made yet."""

import datetime as dt
import json

import pytest

from forums.exceptions import DomainError, NotReadyError
from forums.models import Partnership, Session
from reports.assembly.assemble import assemble
from reports.assembly.wordings import wording_in
from reports.models import Chapter, Document
from reports.paper.content import Meta, Words
from reports.paper.markdown import parse
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = dt.date(2023, 3, 31)
Kind = Chapter.Kind


@pytest.fixture
def edition():
    """An edition with something in every chapter that is generated."""
    edition = factories.EditionFactory(
        forum__name="Talks", forum__purpose="To talk.", title="Talks 2022", year=2022, number=2, next_step="Again."
    )
    factories.OutcomePointFactory(outcome__edition=edition, outcome__heading="Agreed", text="So.")
    factories.FigureFactory(edition=edition, preferred=True)
    session = factories.SessionFactory(edition=edition, title="Opening")
    card = factories.SpeakerCardFactory(edition=edition, name="Li Meng", slug="li-meng", sort_name="Li Meng")
    credit = factories.CreditFactory(session=session, card=card)
    factories.InterventionFactory(report__session=session, credit=credit)
    return edition


def print_(edition, *kinds, today=TODAY, **values):
    """The paper of a document with these chapters."""
    document = factories.DocumentFactory(edition=edition, **values)
    for position, kind in enumerate(kinds):
        override = "Own." if kind == Kind.CUSTOM else ""
        factories.ChapterFactory(document=document, kind=kind, override=override, position=position)
    return assemble(document, list(document.chapters.all()), today=today)


def test_chapters_are_printed_in_their_order(edition):
    kinds = [Kind.FIGURES, Kind.ABOUT, Kind.CUSTOM, Kind.SUMMARIES, Kind.OUTCOMES, Kind.NEXT_STEP]
    paper = print_(edition, *kinds)
    custom = Chapter.objects.get(kind=Kind.CUSTOM)
    assert [(it.id, it.number, it.title) for it in paper.chapters] == [
        ("figures", "I.", "The Forum in Figures"),
        ("about", "II.", "About the Forum"),
        (f"chapter-{custom.pk}", "III.", "Own text"),
        ("summaries", "IV.", "Summaries"),
        ("outcomes", "V.", "Outcomes"),
        ("next-step", "VI.", "Next Step"),
    ]
    assert [entry.key for entry in paper.index] == ["li-meng"]


def test_a_document_without_summaries_has_no_index(edition):
    assert print_(edition, Kind.ABOUT).index == ()


def test_the_cover_says_what_the_records_say(edition):
    edition.theme, edition.starts_on, edition.ends_on = "Trust", dt.date(2022, 12, 9), dt.date(2022, 12, 10)
    edition.city = "Bonn"
    edition.forum.website, edition.forum.contact = "https://talks.org", "office@talks.org"
    edition.save()
    edition.forum.save()
    for role, name in [
        (Partnership.Role.ORGANIZER, "Institute"),
        (Partnership.Role.HOST, "University"),
        (Partnership.Role.PARTNER, "Club"),
    ]:
        factories.PartnershipFactory(edition=edition, role=role, organization__name=name)
    paper = print_(edition, Kind.ABOUT, symbol="T/2022/1", dated_on=TODAY, today=dt.date(2024, 1, 1))
    assert paper.lang == "en"
    assert paper.meta == Meta(
        kind="Outcome Document",
        title="Talks 2022",
        subtitle="",
        theme="Trust",
        forum="Talks",
        year="2022",
        dates="9–10 December 2022",
        place="Bonn",
        date="2023-03-31",
        issued="31 March 2023",
        issuers=("University", "Institute"),
        symbol="",
        stage="",
        draft=False,
        running_head="Outcome Document Talks 2022",
        keywords=("Talks", "Outcome Document", "2022"),
        website="https://talks.org",
        contact="office@talks.org",
        verify="http://localhost:8000/verify/",
    )
    assert paper.words == Words(
        contents="Contents",
        index="Index of Speakers",
        index_note="Page numbers point to the summaries of what each person said.",
        draft="Draft",
        verify="This document was assembled from the records of the forum and can be rebuilt from them byte for byte.",
    )


def test_the_cover_falls_back_on_what_there_is(edition):
    edition.format, edition.city, edition.when = "online", "Bonn", "autumn 2022"
    edition.save()
    meta = print_(edition, Kind.ABOUT, title="The Paper", kind=Document.Kind.WHITE_PAPER).meta
    assert (meta.kind, meta.title, meta.place, meta.dates) == ("White Paper", "The Paper", "Online", "autumn 2022")
    # A document without a date of issue is issued on the day of its assembly.
    assert (meta.date, meta.issued, meta.symbol) == ("2023-03-31", "31 March 2023", "")


def test_a_chapter_may_have_its_own_title_and_text(edition):
    document = factories.DocumentFactory(edition=edition)
    chapter = factories.ChapterFactory(
        document=document, kind=Kind.OUTCOMES, title="What *we* did", override="Much.\n\n- a\n- b"
    )
    paper = assemble(document, [chapter], today=TODAY)
    [section] = paper.chapters
    assert (section.id, section.number, section.title) == ("outcomes", "I.", "What *we* did")
    assert [block.id for block in section.blocks] == ["outcomes/1", "outcomes/1/2"]
    assert (section.blocks[0].runs, section.sections) == (parse("Much.")[0].runs, ())
    # What the records give is kept beside it.
    generated = json.loads(chapter.generated)
    assert (generated["title"], generated["sections"][0]["title"]) == ("What *we* did", "Agreed")


def test_a_chapter_that_nothing_is_generated_for_needs_its_own_text(edition):
    document = factories.DocumentFactory(edition=edition)
    chapter = factories.ChapterFactory(document=document, title="Thanks", override="Everyone.")
    [section] = assemble(document, [chapter], today=TODAY).chapters
    assert (section.title, chapter.generated) == ("Thanks", "")

    chapter.override = ""
    with pytest.raises(NotReadyError) as refusal:
        assemble(document, [chapter], today=TODAY)
    assert refusal.value.problems == ["Thanks: nothing is generated for this chapter yet; write its own text."]


def test_every_empty_chapter_is_told_at_once():
    edition = factories.EditionFactory()
    factories.FigureFactory(edition=edition, preferred=False)
    factories.SessionReportFactory(session__edition=edition)
    kinds = [Kind.SUMMARIES, Kind.OUTCOMES, Kind.NEXT_STEP, Kind.FIGURES, Kind.SPEAKERS, Kind.CUSTOM]
    with pytest.raises(NotReadyError) as refusal:
        print_(edition, *kinds)
    assert str(refusal.value).splitlines() == [
        "The document cannot be assembled yet:",
        "- Summaries: no session of the edition has a summary yet.",
        "- Outcomes: record at least one outcome of the edition.",
        "- Next step: write the edition's next step.",
        "- Figures: record at least one figure of the edition or an earlier one.",
        "- Speakers: nobody is named in the programme yet; see who has agreed to it.",
    ]


def test_a_document_without_chapters_is_told():
    with pytest.raises(NotReadyError) as refusal:
        print_(factories.EditionFactory())
    assert refusal.value.problems == ["Add at least one chapter."]


def test_a_language_without_words_is_refused():
    with pytest.raises(DomainError, match=r"^Documents are written in en, .*, ar; there are no words for de yet\.$"):
        wording_in("de")


@pytest.mark.parametrize("attribution", ["collective", "chatham-house"])
def test_nobody_is_named_where_a_session_was_given_its_rule_later(edition, attribution):
    session = Session.objects.get()
    session.attribution = attribution
    session.save()
    part = factories.SessionFactory(edition=edition, parent=session, title="Part")
    seat = factories.CreditFactory(session=part, seat=True)
    factories.InterventionFactory(report__session=part, credit=seat)
    rule = session.get_attribution_display()
    with pytest.raises(NotReadyError) as refusal:
        print_(edition, Kind.SUMMARIES)
    assert refusal.value.problems == [
        f"{title}: nobody may be named there ({rule}); make its summaries collective." for title in ("Opening", "Part")
    ]
    # Other chapters name nobody.
    assert len(print_(edition, Kind.ABOUT, Kind.OUTCOMES).chapters) == 2


def test_a_name_in_what_was_said_together_is_told_with_its_place(edition):
    session = Session.objects.get()
    session.attribution = "collective"
    session.save()
    part = factories.SessionFactory(edition=edition, parent=session, title="Part")
    factories.CreditFactory(session=part, card__name="Kate Sutton", card__sort_name="Sutton, Kate")
    factories.SessionReportFactory(session=part)
    factories.InterventionFactory(report=part.report, panel=True, text="As Kate Sutton said.")
    session.report.interventions.all().delete()
    with pytest.raises(NotReadyError) as refusal:
        print_(edition, Kind.SUMMARIES)
    assert refusal.value.problems == [
        "Part: panelists, paragraph 1: “As Kate Sutton said.” names “Kate Sutton” (“panelists” only)."
    ]


def test_what_was_said_together_may_be_printed_under_any_rule(edition):
    session = factories.SessionFactory(edition=edition, attribution=Session.Attribution.CHATHAM_HOUSE)
    factories.InterventionFactory(report__session=session, panel=True)
    assert len(print_(edition, Kind.SUMMARIES).chapters[0].sections) == 2


def test_what_looks_like_code_is_printed_as_it_was_typed():
    hostile = '#import "x"; <script>a()</script> ../../etc/x $y$ \\input{z}'
    edition = factories.EditionFactory(
        title=hostile, theme=hostile, city=hostile, forum__name=hostile, forum__purpose=hostile, next_step=hostile
    )
    factories.PartnershipFactory(edition=edition, organization__name=hostile)
    factories.FigureFactory(edition=edition, preferred=True, scope=hostile, detail=hostile, source=hostile)
    factories.OutcomePointFactory(outcome__edition=edition, outcome__heading=hostile, text=hostile)
    session = factories.SessionFactory(edition=edition, title=hostile, theme=hostile, description=hostile)
    card = factories.SpeakerCardFactory(
        edition=edition, name=hostile, sort_name=hostile, native_name=hostile, titles=hostile
    )
    credit = factories.CreditFactory(session=session, card=card)
    factories.InterventionFactory(report__session=session, credit=credit, text=hostile, heading=hostile)
    kinds = [Kind.ABOUT, Kind.OUTCOMES, Kind.SUMMARIES, Kind.NEXT_STEP, Kind.FIGURES]
    paper = print_(edition, *kinds, title=hostile, symbol=hostile).to_json()
    # On the cover: forum, title, theme, place, issuer, running head, and the forum among the keywords. Then
    # purpose, host, forum, place, theme, scope, detail; heading, point; title, theme with title, description, heading,
    # name, titles, text; next step; source; and in the index the two names, the title and the sort key.
    typed = json.dumps(hostile)[1:-1]
    assert paper.count(typed) == 7 + 7 + 2 + 8 + 1 + 1 + 4
