"""The chapter of summaries: sections, speakers and the index of them."""

import pytest

from forums.models import Session
from reports.assembly.sources import read_sources
from reports.assembly.summaries import speaker_index, summaries
from reports.models import Intervention
from reports.paper.content import IndexEntry, ListBlock, ListItem, Paragraph, Run
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return factories.EditionFactory(slug="talks-2022")


@pytest.fixture
def speaks(edition):
    """A function that lets someone, or the panelists, speak in a session."""

    def speaks(session, text="{speaker} spoke.", *, card=None, **values):
        report = getattr(session, "report", None) or factories.SessionReportFactory(session=session)
        if values.get("collective"):
            values["credit"] = None
        elif "credit" not in values:
            card = card or factories.SpeakerCardFactory(edition=edition)
            values["credit"] = factories.CreditFactory(session=session, card=card)
        return factories.InterventionFactory(report=report, text=text, **values)

    return speaks


def outline(section):
    return [(part.id, part.number, part.title, outline(part)) for part in section.sections]


def test_sections_follow_the_programme_and_thematic_sessions_share_one(chapter, edition, speaks):
    kinds = [Session.Kind.OPENING, Session.Kind.THEMATIC_SESSION, Session.Kind.THEMATIC_SESSION, Session.Kind.CLOSING]
    for position, kind in enumerate(kinds):
        number = position if kind == Session.Kind.THEMATIC_SESSION else None
        speaks(
            factories.SessionFactory(
                edition=edition, code=f"s{position}", kind=kind, number=number, title=f"T{position}", position=position
            )
        )
    chapter = chapter(summaries, edition)
    assert (chapter.id, chapter.number, chapter.title, chapter.blocks) == ("summaries", "II.", "The Chapter", ())
    assert outline(chapter) == [
        ("summaries/s0", "I.", "T0", []),
        (
            "summaries/thematic-sessions",
            "II.",
            "Thematic Sessions",
            [
                ("summaries/s1", "(1)", "Thematic Session 1: T1", []),
                ("summaries/s2", "(2)", "Thematic Session 2: T2", []),
            ],
        ),
        ("summaries/s3", "III.", "T3", []),
    ]


def test_thematic_sessions_that_do_not_follow_each_other_stand_apart(chapter, edition, speaks):
    for position, kind in enumerate(["thematic-session", "plenary", "thematic-session"]):
        speaks(factories.SessionFactory(edition=edition, code=f"s{position}", kind=kind, title="T", position=position))
    assert outline(chapter(summaries, edition)) == [
        ("summaries/thematic-sessions", "I.", "Thematic Sessions", [("summaries/s0", "(1)", "T", [])]),
        ("summaries/s1", "II.", "T", []),
        ("summaries/thematic-sessions-2", "III.", "Thematic Sessions", [("summaries/s2", "(1)", "T", [])]),
    ]


def test_sections_are_in_the_order_of_the_day(chapter, edition, speaks):
    late = factories.SessionFactory(edition=edition, code="untimed", title="Untimed", position=0)
    timed = factories.SessionFactory(edition=edition, code="timed", title="Timed", position=9, timed=True)
    speaks(late)
    speaks(timed)
    assert [it.title for it in chapter(summaries, edition).sections] == ["Timed", "Untimed"]


def test_parts_stand_inside_their_session_without_a_number(chapter, edition, speaks):
    plenary = factories.SessionFactory(edition=edition, code="plenary", title="Plenary")
    speaks(factories.SessionFactory(edition=edition, parent=plenary, code="panel", title="Panel"))
    assert outline(chapter(summaries, edition)) == [
        ("summaries/plenary", "I.", "Plenary", [("summaries/panel", "", "Panel", [])])
    ]


def test_what_was_not_said_publicly_is_not_printed(chapter, edition, speaks):
    public = factories.SessionFactory(edition=edition, code="public", title="Public")
    speaks(public)
    silent = factories.SessionFactory(edition=edition, code="silent")
    factories.SessionReportFactory(session=silent)
    internal = factories.SessionFactory(edition=edition, code="internal", internal=True)
    speaks(internal)
    speaks(factories.SessionFactory(edition=edition, code="inside", parent=internal))
    speaks(factories.SessionFactory(edition=edition, code="cancelled", cancelled=True))
    speaks(factories.SessionFactory(code="elsewhere"), credit=factories.CreditFactory())
    assert outline(chapter(summaries, edition)) == [("summaries/public", "I.", "Public", [])]


def test_a_withdrawn_summary_is_not_printed(chapter, edition, speaks):
    session = factories.SessionFactory(edition=edition)
    speaks(session, key="kept", text="Kept.", collective="panelists")
    for clearance in Intervention.Clearance.values:
        speaks(session, key=clearance, text=clearance, collective="panelists", clearance=clearance)
    [section] = chapter(summaries, edition).sections
    keys = [block.id.rsplit("/", 1)[1] for block in section.blocks]
    assert keys == ["kept", "not-asked", "asked", "approved", "corrected", "lapsed"]


def test_a_session_begins_with_its_theme_and_description(chapter, edition, speaks, said):
    session = factories.SessionFactory(
        edition=edition, code="plenary", title="Plenary I", theme="Trust", description="It was\n\n*long*."
    )
    speaks(session, "They agreed.", key="all", collective="panelists")
    [section] = chapter(summaries, edition).sections
    assert [(block.id, block.role) for block in section.blocks] == [
        ("summaries/plenary/session/theme", "lead"),
        ("summaries/plenary/session/description", "lead"),
        ("summaries/plenary/session/description/2", "lead"),
        ("summaries/plenary/all", "collective"),
    ]
    assert said(section) == ["Plenary I was themed “Trust”.", "It was", "long.", "They agreed."]


def test_a_speaker_is_named_with_titles_in_bold_and_for_the_index(chapter, edition, speaks):
    card = factories.SpeakerCardFactory(
        edition=edition, slug="li-meng", name="Li Meng", titles="vice minister\nfellow\nprofessor"
    )
    session = factories.SessionFactory(edition=edition, code="opening")
    speaks(session, "To {speaker} **it was so**.", key="li", card=card)
    [section] = chapter(summaries, edition).sections
    assert section.blocks == (
        Paragraph(
            "summaries/opening/li",
            (
                Run("To "),
                Run("Li Meng", strong=True, index="li-meng"),
                Run(", vice minister, fellow and professor", strong=True),
                Run(", "),
                Run("it was so", strong=True),
                Run("."),
            ),
            "speaker",
        ),
    )


def test_a_second_contribution_prints_the_name_alone(chapter, edition, speaks, said):
    card = factories.SpeakerCardFactory(edition=edition, name="Zeng Yi", titles="director")
    session, other = factories.SessionFactory.create_batch(2, edition=edition)
    speaks(session, "{speaker} began.", key="zeng-yi", card=card)
    speaks(session, "{speaker} closed.", key="zeng-yi-2", credit=Intervention.objects.get().credit)
    speaks(other, "{speaker} spoke again.", card=card)
    sections = chapter(summaries, edition).sections
    assert [said(section) for section in sections] == [
        ["Zeng Yi, director, began.", "Zeng Yi closed."],
        ["Zeng Yi, director, spoke again."],
    ]


def test_two_of_one_name_are_each_titled(chapter, edition, speaks, said):
    session = factories.SessionFactory(edition=edition)
    for slug, titles in [("zhang-hui", "director"), ("zhang-hui-2", "head")]:
        card = factories.SpeakerCardFactory(edition=edition, slug=slug, name="Zhang Hui", titles=titles)
        speaks(session, "{speaker} spoke.", card=card)
    [section] = chapter(summaries, edition).sections
    assert said(section) == ["Zhang Hui, director, spoke.", "Zhang Hui, head, spoke."]


def test_a_seat_without_a_name_speaks_as_its_delegate(chapter, edition, speaks, said):
    session = factories.SessionFactory(edition=edition)
    seat = factories.CreditFactory(session=session, seat=True, seat_of__name="University")
    speaks(session, "{speaker} agreed.", credit=seat)
    [section] = chapter(summaries, edition).sections
    assert said(section) == ["Delegate of University agreed."]
    assert section.blocks[0].runs[0] == Run("Delegate of University", strong=True)


def test_a_heading_runs_in_at_the_front(chapter, edition, speaks):
    session = factories.SessionFactory(edition=edition)
    speaks(session, "They agreed.", collective="panelists", heading="Questions and answers")
    [section] = chapter(summaries, edition).sections
    assert section.blocks[0].runs == (Run("Questions and answers. ", strong=True), Run("They agreed."))


def test_several_paragraphs_are_anchored_one_by_one(chapter, edition, speaks, said):
    session = factories.SessionFactory(edition=edition, code="opening")
    card = factories.SpeakerCardFactory(edition=edition, name="Li Meng")
    speaks(session, "{speaker} began.\n\nAnd went on.", key="li", card=card)
    [section] = chapter(summaries, edition).sections
    assert [block.id for block in section.blocks] == ["summaries/opening/li", "summaries/opening/li/2"]
    assert said(section) == ["Li Meng began.", "And went on."]


def test_no_two_paragraphs_have_one_anchor(chapter, edition, speaks):
    session = factories.SessionFactory(edition=edition, theme="Trust", description="Long.")
    factories.SessionFactory(edition=edition, parent=session)
    for key in ("li", "li-2", "theme", "description", "conclusion"):
        speaks(session, "One.\n\nTwo.\n\n- three", key=key)
    speaks(session, "Together.", key="all", collective="panelists")
    speaks(factories.SessionFactory(edition=edition, parent=session), "In a part.", collective="panelists")
    [section] = chapter(summaries, edition).sections
    anchors = [it.id for part in (section, *section.sections) for it in (part, *part.blocks)]
    assert len(set(anchors)) == len(anchors) == 1 + 2 + 5 * 3 + 2 + 2


def test_who_speaks_in_a_list_is_named_before_it(chapter, edition, speaks):
    session = factories.SessionFactory(edition=edition, code="opening")
    card = factories.SpeakerCardFactory(edition=edition, slug="li", name="Li Meng", titles="dean")
    speaks(session, "- a\n- b", key="li", card=card, heading="Advice")
    speaks(session, "- c", key="all", collective="panelists")
    [section] = chapter(summaries, edition).sections
    assert section.blocks == (
        Paragraph(
            "summaries/opening/li/lead",
            (
                Run("Advice. ", strong=True),
                Run("Li Meng", strong=True, index="li"),
                Run(", dean", strong=True),
                Run(":"),
            ),
            "speaker",
        ),
        ListBlock("summaries/opening/li", (ListItem("•", (Run("a"),)), ListItem("•", (Run("b"),)))),
        ListBlock("summaries/opening/all", (ListItem("•", (Run("c"),)),)),
    )


def test_a_text_without_words_prints_nothing(chapter, edition, speaks):
    session = factories.SessionFactory(edition=edition)
    speaks(session, "***")
    [section] = chapter(summaries, edition).sections
    assert section.blocks == ()


def test_collective_conclusions_follow_the_parts(chapter, edition, speaks, said):
    plenary = factories.SessionFactory(edition=edition, code="plenary", title="Plenary")
    panel = factories.SessionFactory(edition=edition, code="panel", title="Panel", parent=plenary)
    speaks(plenary, "Together.", key="all", collective="panelists", position=1)
    speaks(plenary, "First.", key="first", position=2)
    speaks(panel, "They agreed.", collective="panelists")
    [section] = chapter(summaries, edition).sections
    assert [block.id for block in section.blocks] == ["summaries/plenary/first"]
    assert outline(section) == [
        ("summaries/panel", "", "Panel", []),
        ("summaries/plenary/session/conclusion", "", "Conclusion", []),
    ]
    assert [said(part) for part in section.sections] == [["They agreed."], ["Together."]]


def test_without_parts_a_collective_text_keeps_its_place(chapter, edition, speaks, said):
    plenary = factories.SessionFactory(edition=edition)
    factories.SessionFactory(edition=edition, parent=plenary)
    speaks(plenary, "Together.", collective="panelists", position=1)
    speaks(plenary, "{speaker} closed.", position=2, card=factories.SpeakerCardFactory(edition=edition, name="Li Meng"))
    [section] = chapter(summaries, edition).sections
    assert said(section) == ["Together.", "Li Meng closed."]
    assert section.sections == ()


def test_questions_and_answers_follow_the_contributions_and_say_what_they_are(chapter, edition, speaks, said):
    session = factories.SessionFactory(edition=edition)
    factories.SessionFactory(edition=edition, parent=session)
    card = factories.SpeakerCardFactory(edition=edition, name="Li Meng")
    part = factories.SessionFactory(edition=edition, parent=session, title="Part")
    speaks(part, "{speaker} began.", card=card, position=1)
    speaks(session, "Why so?", collective="a participant", kind="question", position=1)
    answer = speaks(session, "{speaker} did not know.", card=card, kind="answer", position=2)
    speaks(session, "{speaker} spoke.", credit=answer.credit, position=3)
    [section] = chapter(summaries, edition).sections
    assert said(section) == ["Li Meng spoke.", "Question. Why so?", "Answer. Li Meng did not know."]
    assert [it.title for it in section.sections] == ["Part"]


def test_texts_are_in_the_language_or_in_english(chapter, edition, speaks, said):
    session = factories.SessionFactory(edition=edition, title="Panel", title_fr="Table ronde")
    card = factories.SpeakerCardFactory(edition=edition, name="Li Meng", titles="dean", titles_fr="doyen")
    speaks(session, "{speaker} spoke.", text_fr="{speaker} parla.", card=card, position=1)
    speaks(session, "They agreed.", collective="panelists", position=2)
    [section] = chapter(summaries, edition, language="fr").sections
    assert (section.title, said(section)) == ("Table ronde", ["Li Meng, doyen, parla.", "They agreed."])


def test_the_index_has_everyone_once_by_family_name(edition, speaks):
    names = {
        "o-heigeartaigh": ("Ó hÉigeartaigh, Seán", "", ""),
        "obama": ("Obama, Barack", "", "president\nauthor"),
        "zhang-hui-2": ("Zhang Hui", "张辉", "head"),
        "zhang-hui": ("Zhang Hui", "张慧", "director"),
        "etienne": ("étienne", "", ""),
        "luetge": ("Lütge, Christoph", "", ""),
    }
    session = factories.SessionFactory(edition=edition)
    for slug, (sort_name, native, titles) in names.items():
        card = factories.SpeakerCardFactory(
            edition=edition, slug=slug, sort_name=sort_name, native_name=native, titles=titles
        )
        credit = speaks(session, card=card).credit
        speaks(session, credit=credit)
    speaks(session, collective="panelists")
    speaks(session, credit=factories.CreditFactory(session=session, seat=True))
    # Credited, but silent.
    factories.CreditFactory(session=session)
    document = factories.DocumentFactory(edition=edition)
    assert speaker_index(read_sources(document, today=factories.NOON.date())) == (
        IndexEntry("etienne", "étienne", "", "", "etienne", "E"),
        IndexEntry("luetge", "Lütge, Christoph", "", "", "lutge, christoph", "L"),
        IndexEntry("o-heigeartaigh", "Ó hÉigeartaigh, Seán", "", "", "o heigeartaigh, sean", "O"),
        IndexEntry("obama", "Obama, Barack", "", "president", "obama, barack", "O"),
        IndexEntry("zhang-hui", "Zhang Hui", "张慧", "director", "zhang hui", "Z"),
        IndexEntry("zhang-hui-2", "Zhang Hui", "张辉", "head", "zhang hui", "Z"),
    )
