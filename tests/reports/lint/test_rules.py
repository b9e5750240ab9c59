"""The other rules on texts, each on a few sentences that break it and a few that look as if they did."""

import pytest

from reports.lint.check import lint
from reports.lint.finding import Facts, Named, Unsourced
from reports.paper.content import ListBlock, ListItem, Paper, Paragraph, Run, Section, Words

from .conftest import META

LEE = Named(("Ann Lee",), "minister of Trade and chair of B", record=("forums.speakercard", 1))


def sentences(findings):
    return [sentence for _, _, sentence in findings]


@pytest.mark.parametrize(
    ("paragraphs", "lang", "told"),
    [
        (["First. A.", "Second. B.", "Third. C."], "en", []),
        (["First. A.", "Third. C."], "en", ["“Chapter”: after First comes Third."]),
        (["First. A.", "First, B."], "en", []),
        (["Second. A.", "Third. B."], "en", ["“Chapter”: the first step that is counted is Second."]),
        (["First. A.", "Second. A.", "Second. B."], "en", ["“Chapter”: after Second comes Second."]),
        (["First of all, we met.", "The Third Forum was good."], "en", []),
        (["第一，甲。", "第三，乙。"], "zh-hans", ["“Chapter”: after 第一 comes 第三."]),
        (["第一、甲。", "第二、乙。"], "zh-hans", []),
    ],
)
def test_points_are_counted_without_a_gap(found, paragraphs, lang, told):
    assert found(*paragraphs, lang=lang, rule="ordinals") == [("error", "chapter-1", sentence) for sentence in told]


def test_steps_inside_a_paragraph_are_counted_without_a_gap(found):
    text = "We ask: first, trust; third, more of it. Firstly, words; secondly, deeds."
    assert found(text, rule="ordinals") == [("warning", "1", f"“{text[:60]}…”: after First comes Third.")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ann Lee, minister of Trade, spoke.", []),
        ("Ann Lee, chair of B, spoke; Ann Lee, who left, did not.", []),
        ("Ann Lee, president of C, spoke.", ["“minister of Trade and chair of B” and “president of C”"]),
        ("Dr. Ann Lee and Professor Ann Lee.", ["“Dr Ann Lee” and “Professor Ann Lee”"]),
        ("Prof. Ann Lee and Professor Ann Lee. Joann Lee, president of D.", []),
    ],
)  # fmt: skip
def test_a_person_has_the_same_titles_everywhere(found, text, told):
    said = [f"Ann Lee is titled in two ways: {ways}." for ways in told]
    assert sentences(found(text, rule="titles", people=(LEE,))) == said


def test_what_is_not_translated_yet_titles_nobody_in_two_ways(found):
    lee = Named(("Ann Lee",), "部长", record=LEE.record)
    assert found("Ann Lee, minister of Trade, spoke.", lang="zh-hans", rule="titles", people=(lee,)) == []


def test_the_chronicle_may_tell_titles_of_then(found):
    assert found(("about/2020", "Ann Lee, president of C."), rule="titles", people=(LEE,)) == []


def test_whoever_is_named_is_in_the_programme(found):
    absent = Named(("Bo Li", "李波"), "", "no session that took place has them", ("forums.speakercard", 2))
    assert found("Thanks to Bo Li.", "Bo Li again; Bo Ling.", rule="agenda", people=(LEE, absent)) == [
        ("warning", "1", "“Thanks to Bo Li.”: Bo Li is not in the programme; no session that took place has them.")
    ]
    assert len(found("感谢李波先生。", lang="zh-hans", rule="agenda", people=(absent,))) == 1


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        (["The WTO met."], ["“The WTO met.”: say what WTO stands for."]),
        (["The World Trade Organization (WTO) met.", "The WTO met."], []),
        (["The WTO (World Trade Organization) met."], []),
        (["The WTO met.", "The World Trade Organization (WTO)."],
         ["“The WTO met.”: say what WTO stands for here; it is explained further on."]),
        (["AI, the UN, COVID-19, Part XIV, UNESCO’s and G20."], []),
        (["Two NGOs, ISBNs, and ISBN."], ["“Two NGOs, ISBNs, and ISBN.”: say what ISBN stands for."]),
    ],
)  # fmt: skip
def test_acronyms_are_explained_at_their_first_use(found, paragraphs, told):
    assert sentences(found(*paragraphs, rule="acronyms", known=frozenset({"UNESCO"}))) == told


@pytest.mark.parametrize(
    ("paragraphs", "lang", "told"),
    [
        (["“One”, it’s said.", 'He said "two".'], "en", ['“He said "two".”: elsewhere the marks are “ ” and ’.']),
        (["“One”.", "It's so."], "en", ["“It's so.”: elsewhere the marks are “ ” and ’."]),
        (['He said "two".', "It's so."], "en", []),
        (["“One”.", "5'10\" tall."], "en", []),
        (["“甲”。", "「乙」。"], "zh-hans", ["“「乙」。”: elsewhere the marks are “ ” and ’."]),
        (["“One"], "en", ["“One: a quotation mark here has no partner."]),
        (["One”."], "en", ["One”.: a quotation mark here has no partner."]),
    ],
)
def test_quotation_marks_are_of_one_kind_and_come_in_pairs(found, paragraphs, lang, told):
    assert sentences(found(*paragraphs, lang=lang, rule="quotes")) == told


def test_characters_that_no_font_has_are_told_once_each(found):
    text = "Ок, é, 你, א, 😀 and 😀\u200b."
    assert found(text, rule="glyphs", glyphs=frozenset(map(ord, "你"))) == [
        (
            "error",
            "1",
            "“Ок, é, 你, א, 😀 and 😀\u200b.”: no font has U+1F600 GRINNING FACE. Replace it or take it out.",
        )
    ]
    assert found(text, rule="glyphs") == []


def test_figures_have_a_source(found):
    quoted = Unsourced("193 states", "1", ("reports.sessionreport", 7))
    spans = {"participants": ((500, 500),), "livestream-views": ((10_000_000, float("inf")),)}
    text = "More than 400 participants came, 600 participants stayed, and 12 million views were counted."
    told = "“…participants came, 600 participants stayed, and 12 mill…”: no figure of an edition says so; "
    assert found(text, rule="figures", unsourced=(quoted,), counted=spans, own=frozenset({"1"})) == [
        ("warning", "1", "“193 states” was quoted without its source."),
        ("warning", "1", f"{told}record it with its source, or mend the text."),
    ]
    # What the records themselves generate is not asked about.
    assert found(text, rule="figures", counted=spans) == []


def test_chapters_have_content_and_citations_lead_somewhere():
    blank = (Paragraph("a", (Run(" "),)), ListBlock("b", (ListItem("•", ()),)))
    chapters = (
        Section("one", "I.", "One", blank),
        Section(
            "two", "II.", "Two", (), (Section("two/1", "", " ", (Paragraph("c", (Run("See [@act]. Lorem ipsum"),)),)),)
        ),
    )
    paper = Paper("en", META, Words("", "", "", "", ""), chapters)
    assert [(it.severity, it.rule, it.place) for it in lint(paper, Facts("en"))] == [
        ("error", "empty", "one"),
        ("error", "empty", "two/1"),
        ("error", "citations", "c"),
        ("warning", "placeholders", "c"),
    ]


def test_a_clean_paper_has_nothing_to_mend(found):
    assert found("The forum met.", "It was good.") == []
