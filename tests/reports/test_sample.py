"""The sample that is shipped: the facts of its sources, in words of its own."""

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from django.db import transaction

from forums.languages import text
from forums.models import Announcement, Credit, Edition, Figure, Forum, Session, SpeakerCard
from reports.clock import clock_of, unapproved
from reports.demo import SAMPLE
from reports.documents import assemble_document
from reports.evidence import read_matrix
from reports.models import (
    CallToAction,
    Document,
    Instrument,
    Intervention,
    Lead,
    Milestone,
    Outcome,
    OutcomePoint,
    SessionReport,
    Takeaway,
    Workstream,
)
from reports.paragraphs import State, read_paragraphs
from reports.records.load import load_records
from speakers.billing import held_by
from speakers.models import Person
from speakers.titles import titles_on
from tests.sample import load_sample

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
DOCUMENT = "Outcome Document 2022, chapter I"


@pytest.fixture(scope="module")
def _sample(django_db_setup, django_db_blocker):
    """The sample, loaded once for every test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_sample()
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.usefixtures("_sample"), pytest.mark.django_db, pytest.mark.office]


def interventions():
    """What was said by somebody at the forum of 2022."""
    return Intervention.objects.filter(report__session__edition__slug="iaicgf-2022", collective="")


def test_loading_the_sample_again_changes_nothing():
    loaded = load_records(SAMPLE)
    assert (loaded.new, loaded.changed) == ({}, {})


@pytest.mark.parametrize(
    ("slug", "number", "days", "where", "theme"),
    [
        (
            "iaicgf-2020",
            1,
            "2020-12-18 – 2020-12-19",
            "hybrid",
            "International AI Cooperation and Governance in the Post-COVID World",
        ),
        (
            "iaicgf-2021",
            2,
            "2021-12-04 – 2021-12-05",
            "hybrid",
            "To Build a Balanced and Inclusive AI Governance System",
        ),
        (
            "iaicgf-2022",
            3,
            "2022-12-09 – 2022-12-10",
            "online",
            "AI Governance and International Cooperation for a Resilient Future",
        ),
    ],
)
def test_the_forum_was_held_three_times(slug, number, days, where, theme):
    edition = Edition.objects.get(slug=slug)
    assert (edition.forum.slug, edition.number, edition.format) == ("iaicgf", number, where)
    assert (f"{edition.starts_on} – {edition.ends_on}", edition.theme_en) == (days, theme)
    assert [it.organization.slug for it in edition.partnerships.all()][:2] == ["tsinghua", "i-aiig"]


@pytest.mark.parametrize(
    ("slug", "figures"),
    [
        (
            "iaicgf-2020",
            {
                "participants": "exactly 70",
                "organizations": "more-than 60",
                "livestream-views": "over 10000000",
                "sub-forums": "several None",
            },
        ),
        (
            "iaicgf-2021",
            {
                "plenaries": "exactly 3",
                "thematic-sessions": "exactly 7",
                "youth-forums": "exactly 1",
                "speakers": "over 70",
                "countries": "exactly 20",
                "partners": "exactly 15",
                "participants": "over 500",
                "journalists": "more-than 60",
                "media-outlets": "over 40",
                "news-reports": "more-than 160",
                "livestream-views": "exactly 3000000",
                "reposts": "more-than 2000000",
            },
        ),
        (
            "iaicgf-2022",
            {
                "speakers": "more-than 100",
                "countries": "over 20",
                "media-outlets": "more-than 40",
                "news-reports": "over 100",
                "livestream-views": "over 7000000",
            },
        ),
    ],
)
def test_every_figure_is_that_of_its_source(slug, figures):
    rows = Figure.objects.filter(edition__slug=slug)
    assert {row.kind: f"{row.qualifier} {row.value}" for row in rows} == figures
    assert {row.source for row in rows} == {DOCUMENT}


def test_as_many_spoke_in_each_session_as_its_source_says():
    sessions = Session.objects.filter(edition__slug="iaicgf-2022").in_order()
    spoke = Counter(interventions().values_list("report__session__code", flat=True))
    assert {it.code: spoke[it.code] for it in sessions} == {
        "opening": 7,
        "plenary-1": 5,
        "plenary-2": 4,
        "plenary-3": 7,
        "plenary-3-panel-1": 7,
        "plenary-3-panel-2": 5,
        "thematic-1": 9,
        "thematic-2": 0,
        "thematic-2-session-1": 0,
        "thematic-2-session-2": 0,
        "thematic-3": 5,
        "thematic-4": 6,
        "thematic-5": 7,
        "thematic-6": 11,
        "thematic-7": 7,
    }
    assert sum(spoke.values()) == 80
    assert {it.parent and it.parent.code for it in sessions} == {None, "plenary-3", "thematic-2"}


def test_the_sessions_that_name_nobody_say_what_was_said_together():
    together = Intervention.objects.exclude(collective="").filter(report__session__edition__slug="iaicgf-2022")
    assert Counter(together.values_list("report__session__code", flat=True)) == {
        "plenary-1": 2,
        "plenary-2": 4,
        "thematic-2": 1,
        "thematic-2-session-1": 1,
        "thematic-2-session-2": 1,
        "thematic-6": 1,
        "thematic-7": 1,
    }


def test_four_of_the_seventy_six_spoke_twice():
    spoke = Counter(interventions().values_list("credit__card__name", flat=True))
    assert len(spoke) == 76
    assert {name: times for name, times in spoke.items() if times > 1} == {
        "Kate Sutton": 2,
        "Tian Feng": 2,
        "Zeng Yi": 2,
        "Zhang Hui": 2,
    }
    assert set(spoke.values()) == {1, 2}


def test_every_summary_has_a_length_that_can_be_read_aloud():
    # Citations are not read aloud.
    spoken = {it.key: re.sub(r"\[@[^]]+\]", "", it.text_en) for it in Intervention.objects.all()}
    lengths = {key: len(prose.split()) for key, prose in spoken.items()}
    assert {key: length for key, length in lengths.items() if not 60 <= length <= 150} == {}


def test_every_summary_of_a_person_has_its_name_once_and_a_key_statement():
    named = Counter(it.text_en.count("{speaker}") for it in interventions())
    assert named == {1: 80}
    assert [it.key for it in interventions() if not re.search(r"\*\*[^*]+\*\*", it.text_en)] == []
    assert not Intervention.objects.exclude(collective="").filter(text_en__contains="{speaker}").exists()


def test_two_persons_may_have_one_name():
    alibaba, megvii = Person.objects.filter(family_name="Zhang", given_name="Hui").order_by("distinguish")
    assert (alibaba.distinguish, megvii.distinguish) == ("Alibaba Cloud", "MEGVII")
    cards = SpeakerCard.objects.filter(registration__person__in=[alibaba, megvii]).order_by("registration__person")
    assert [(it.edition.slug, it.name, it.titles_en) for it in cards] == [
        ("iaicgf-2022", "Zhang Hui", "senior technical director at Alibaba Cloud"),
        ("igf-2021", "Zhang Hui", "head of AI Governance Research at MEGVII"),
    ]


ZENG = (
    "director of the International Research Center for AI Ethics and Governance at the Institute of Automation, "
    "Chinese Academy of Sciences"
)
ZHANG_THEN = (
    "executive director of the Research Center for Digital Economy and Legal Innovation, University of International "
    "Business and Economics"
)
ZHANG_LATER = (
    "director of the Digital Economy and Legal Innovation Research Center, the University of International Business "
    "and Economics"
)


@pytest.mark.parametrize(
    ("name", "day", "titles"),
    [
        pytest.param(
            "Zeng Yi",
            dt.date(2022, 12, 10),
            ["director of the Center for Long-term AI at the Chinese Academy of Sciences"],
            id="zeng-yi-2022",
        ),
        pytest.param(
            "Zeng Yi",
            dt.date(2023, 11, 15),
            [ZENG],
            id="zeng-yi-2023",
        ),
        pytest.param(
            "Zeng Yi",
            dt.date(2025, 6, 20),
            [
                "co-chair of the World Internet Conference Specialized Committee on AI",
                "co-lead of the AI Safety and Governance Program",
                ZENG,
            ],
            id="zeng-yi-2025",
        ),
        pytest.param(
            "Zhang Xin",
            dt.date(2022, 12, 10),
            [ZHANG_THEN],
            id="zhang-xin-2022",
        ),
        pytest.param(
            "Zhang Xin",
            dt.date(2023, 11, 15),
            [ZHANG_LATER],
            id="zhang-xin-2023",
        ),
    ],
)
def test_titles_are_those_of_the_day(name, day, titles):
    family, given = name.split()
    person = Person.objects.get(family_name=family, given_name=given)
    assert titles_on(held_by(person), day) == titles


def test_whoever_has_risen_since_is_told_as_then_and_as_now():
    [qiu] = Person.objects.filter(family_name="Qiu", given_name="Yong")
    held = held_by(qiu)
    assert titles_on(held, dt.date(2020, 12, 18)) == ["president of Tsinghua University"]
    assert titles_on(held, dt.date(2023, 3, 31)) == ["secretary of the CPC Tsinghua University Committee"]


def test_the_outcomes_rest_on_what_was_said_but_for_one_point():
    assert Edition.objects.get(slug="iaicgf-2022").outcomes.count() == Outcome.objects.count() == 3
    assert [it.points.filter(parent=None).count() for it in Outcome.objects.all()] == [5, 3, 3]
    nested = OutcomePoint.objects.exclude(parent=None)
    assert [str(it.parent.position) for it in nested] == ["5", "5", "5"]
    unsupported = OutcomePoint.objects.unsupported().get()
    assert (unsupported.outcome.position, unsupported.position) == (1, 4)
    assert unsupported.text_en.startswith("Governance should be secure, responsible and inclusive.")


def test_the_matrix_shows_the_orphan_and_the_sessions_that_reached_no_outcome():
    matrix = read_matrix(Edition.objects.get(slug="iaicgf-2022"))
    assert [column.number for column in matrix.orphans] == ["1.4"]
    assert [row.session.code for row in matrix.unheard] == [
        "plenary-2",
        "plenary-3-panel-2",
        *(f"thematic-{number}" for number in range(2, 8)),
    ]
    assert matrix.suggestions == []


def test_where_a_point_keeps_to_the_words_that_were_said_its_sources_are_found_and_no_others():
    edition = Edition.objects.get(slug="iaicgf-2022")
    recorded = read_matrix(edition).recorded
    OutcomePoint.evidence.through.objects.all().delete()
    suggested = read_matrix(edition).suggestions
    assert {(it.point, it.source) for it in suggested} <= recorded
    keys = dict(Intervention.objects.values_list("pk", "key"))
    assert [keys[it.source] for it in suggested] == ["li-wei", "shen-yang", "ren-aiguang"]


def test_the_open_forum_has_every_field_of_its_page():
    session = Session.objects.get(edition__slug="igf-2021", code="open-forum-5")
    assert (session.kind, session.number, session.title_en) == (
        "open-forum",
        5,
        "Development and Rule-Making on Artificial Intelligence",
    )
    assert (session.starts_at, session.ends_at) == (
        dt.datetime(2021, 12, 10, 8, 30, tzinfo=dt.UTC),
        dt.datetime(2021, 12, 10, 9, 30, tzinfo=dt.UTC),
    )
    assert (session.room.name_en, session.layout) == ("Ballroom B", "Round Table – U-shape – 60 Min")
    assert len(session.policy_questions_en.splitlines()) == 3
    assert session.sdgs == [8, 9, 10, 11, 12, 16]
    assert session.sdg_targets_en
    assert session.online_plan_en
    assert sorted(it.slug for it in session.organizers.all()) == ["cac-bic", "cacs"]
    assert [str(it) for it in session.credits.all()] == [
        "Xu Feng, keynote",
        "Xia Xueping, concluding remarks",
        "Delegate of Cyberspace Administration of China, onsite moderator",
        "Li Yuxiao, online moderator",
        "Delegate of Cyberspace Administration of China, rapporteur",
    ]
    assert [[it.card.name for it in part.credits.all()] for part in session.parts.order_by("position")] == [
        ["Gong Ke", "David Robertson", "Zhang Hui", "Wang Bo", "Ma Yanjun"],
        ["Xue Lan", "Thorsten Jelinek", "Ayad Al-Ani", "Luca Belli"],
    ]
    assert (session.report.takeaways.count(), session.report.calls_to_action.count()) == (2, 2)
    # Two hours after the end, as the page says.
    assert clock_of(session.report).takeaways_due_at == dt.datetime(2021, 12, 10, 11, 30, tzinfo=dt.UTC)


def test_one_report_is_still_to_be_approved():
    session = Session.objects.get(edition__slug="iaicgf-2022", code="thematic-3")
    assert (session.report.status, str(session.report.rapporteur)) == ("draft", "Yu Yang")
    assert session.note.endswith("rapporteur, report.")
    assert unapproved(session.edition) == [
        "AI and the Workplace of the Future: its report is a draft; have it submitted, then approve it."
    ]
    assert not SessionReport.objects.exclude(pk=session.report.pk).exclude(status="approved").exists()


def test_a_source_that_contradicts_itself_is_kept_with_both_its_dates():
    summit = Edition.objects.get(slug="wic-2024")
    assert [(it.starts_on, it.ends_on, it.preferred) for it in summit.announcements.all()] == [
        (dt.date(2024, 11, 19), dt.date(2024, 11, 22), True),
        (dt.date(2024, 11, 12), dt.date(2024, 11, 22), False),
    ]
    assert (summit.starts_on, summit.ends_on, summit.theme_en) == (
        dt.date(2024, 11, 19),
        dt.date(2024, 11, 22),
        "Intelligence for Good",
    )
    assert Announcement.objects.count() == 2


def test_the_committee_has_a_programme_on_its_way_to_a_release():
    committee, programme = Workstream.objects.order_by("kind")
    assert (committee.kind, programme.kind, programme.parent) == ("committee", "programme", committee)
    assert [str(it) for it in Lead.objects.order_by("workstream__kind", "position")] == [
        "Zeng Yi, co-chair",
        "Wendy Hall, co-chair",
        "Zeng Yi, co-lead",
        "Seán Ó hÉigeartaigh, co-lead",
    ]
    assert [(it.kind, it.on, it.session and it.session.code) for it in programme.milestones.all()] == [
        ("framework", dt.date(2025, 6, 20), "seminar"),
        ("seminar", dt.date(2025, 6, 20), "seminar"),
        ("feedback", None, None),
        ("release", None, None),
    ]
    assert programme.released_at.slug == "wic-2025"


def test_instruments_have_an_issuer_and_a_source():
    assert Instrument.objects.count() == 21
    assert not Instrument.objects.filter(issuer=None, issuer_text="").exists()
    assert not Instrument.objects.filter(source="").exists()


def test_everything_that_is_printed_is_in_english_and_chinese():
    forums = [(it.name_en, it.name_zh_hans) for it in Forum.objects.all()]
    editions = [(it.title_en, it.title_zh_hans) for it in Edition.objects.all()]
    sessions = [(it.title_en, it.title_zh_hans) for it in Session.objects.all()]
    assert [pair for pair in (*forums, *editions, *sessions) if not all(pair)] == []


def test_nobody_is_credited_under_a_rule_that_names_nobody():
    assert not Credit.objects.exclude(session__attribution="named").exclude(card=None).exists()


def nodes(part):
    """Every mapping of a paper in its JSON form."""
    if isinstance(part, dict):
        yield part
    for child in part.values() if isinstance(part, dict) else part if isinstance(part, list) else []:
        yield from nodes(child)


def test_the_outcome_document_is_whole():
    tree = assemble_document(Document.objects.get(key="outcome-document-2022")).tree
    assert [f"{it['number']} {it['title']}" for it in tree["chapters"]] == [
        "I. About the Forum",
        "II. Outcomes",
        "III. Summaries",
        "IV. Commitments",
        "V. Next Step",
        "VI. The Forum in Figures",
        "VII. Instruments",
    ]
    ids = Counter(it["id"] for it in nodes(tree["chapters"]) if "id" in it)
    assert [name for name, times in ids.items() if times > 1] == []
    # Everyone in the index is named where they spoke, and everyone who spoke is in the index.
    named = Counter(it["index"] for it in nodes(tree["chapters"]) if it.get("index"))
    assert (set(named), sum(named.values())) == ({it["key"] for it in tree["index"]}, 80)
    assert len(tree["index"]) == 76


def test_the_chinese_outcome_document_is_complete_up_to_the_summaries():
    document = Document.objects.get(key="outcome-document-2022-zh-hans")
    chapters = {it["id"]: it for it in assemble_document(document).tree["chapters"]}
    assert [f"{it['number']}{it['title']}" for it in chapters.values()] == [
        "一、关于论坛",
        "二、论坛成果",
        "三、发言摘要",
        "四、行动承诺",
        "五、下一步工作",
        "六、数说论坛",
        "七、文件目录",
    ]
    told = {
        standing.place.id: standing.place.text
        for standing in read_paragraphs(document)
        if standing.state == State.MISSING and standing.chapter in {"about", "outcomes", "next-step"}
    }
    assert told == {}
    # Guests whose names are known in Latin letters alone, and nothing else.
    latin = {
        run["text"]
        for part in nodes([chapters["about"], chapters["outcomes"]])
        for run in part.get("runs", [])
        if re.search("[A-Za-z]", run["text"])
    }
    assert latin == {
        "Beate Trankmann",
        "Fabrizio Hochschild",
        "Maria-Francesca Spatolisano",
        "Shahbaz Khan",
        "Siddharth Chatterjee",
    }
    headings = [it["title"] for it in nodes(chapters["summaries"]) if "sections" in it]
    assert [it for it in headings if re.search("[A-Za-z]", it)] == []
    assert "专题论坛七：面向发展中国家的人工智能" in headings


def test_the_outcome_document_cites_instruments_and_tells_what_became_of_calls():
    tree = assemble_document(Document.objects.get(key="outcome-document-2022")).tree
    chapters = {it["id"]: it for it in tree["chapters"]}
    shown = ["".join(run["text"] for run in it["runs"]) for it in chapters["instruments"]["blocks"]]
    assert [re.match(r"\[\d+\]", line)[0] for line in shown] == [f"[{number}]" for number in range(1, 10)]
    assert shown[1] == (
        "[2] Recommendation on the Ethics of Artificial Intelligence. UNESCO; recommendation; adopted on "
        "23 November 2021; signatories: 193 member states. "
        "https://unesdoc.unesco.org/ark:/48223/pf0000381137"
    )
    # Adopted in 2024, after the day of the document.
    assert "Artificial Intelligence Act." in shown[6]
    assert shown[6].split("; ")[2].startswith("not yet adopted.")
    cited = {it["ref"] for it in nodes(tree["chapters"]) if it.get("ref")}
    # The sessions that the outcomes rest on are pointed to as well.
    sessions = {f"summaries/{code}" for code in ("opening", "plenary-1", "plenary-3", "thematic-1")}
    assert cited == {it["id"] for it in chapters["instruments"]["blocks"]} | sessions
    earlier, new = chapters["commitments"]["sections"]
    assert "".join(run["text"] for run in earlier["blocks"][0]["runs"]) == (
        "Two calls of earlier editions were on record on 31 March 2023: one was under way and one was done."
    )
    assert ["".join(run["text"] for run in it["runs"]) for it in new["blocks"]] == [
        (
            "Companies: Tell customers, in words that need no expert, where a programme decides about them. "
            "(First made in 2021.)"
        ),
        "Governments: Enact rules that protect personal information, and a legal frame for AI that fits the country.",
    ]


# Official names, which have no other words.
NAMES = [
    "UNESCO Recommendation on the Ethics of Artificial Intelligence",
    "Ethics Code for Automated and Connected Driving",
]
PROSE = {
    Forum: ["purpose"],
    Edition: ["next_step"],
    Session: ["description", "policy_questions", "sdg_targets", "online_plan"],
    Intervention: ["text"],
    Takeaway: ["text"],
    CallToAction: ["text"],
    Outcome: ["heading"],
    OutcomePoint: ["text", "dissent"],
    Workstream: ["purpose"],
    Milestone: ["description"],
}


def words_of(prose):
    return " ".join(re.findall(r"\w+", prose.casefold()))


def words_of_ours(prose):
    """With every official name as one word."""
    words = words_of(prose)
    for name in map(words_of, NAMES):
        words = words.replace(name, name.replace(" ", ""))
    return words


def runs_of(words, length=9):
    """Every run of so many words."""
    split = words.split()
    return {" ".join(split[at : at + length]) for at in range(len(split) - length + 1)}


def test_no_sentence_is_that_of_a_source():
    if not SEEDS.is_dir():
        pytest.skip(f"the sources are not beside the project, in {SEEDS}")
    sources = [path.read_text() for path in SEEDS.glob("*.txt")]
    # A word that was broken at the end of a line is one word, or two.
    sources += [re.sub(r"(\w)-\s*\n\s*(\w)", r"\1\2", source) for source in sources]
    taken = {run for source in sources for run in runs_of(words_of(source))}
    ours = [text(it, field, "en") for model, fields in PROSE.items() for it in model.objects.all() for field in fields]
    found = {run for prose in ours for run in runs_of(words_of_ours(prose)) & taken}
    assert len(ours) > 150
    assert found == set()
