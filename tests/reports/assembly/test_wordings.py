"""What documents write by themselves, language by language: all say the same, each in its own letters."""

import inspect
import re
from datetime import date
from types import FunctionType

import pytest
from django.conf import settings

from forums.models import Figure, Partnership, Session
from reports.assembly.wordings import arabic, chinese, english, french, languages, russian, spanish, wording_in
from reports.assembly.wordings.wording import Wording
from reports.models import CallToAction, Chapter, Document, DocumentVersion, Instrument, Intervention, OutcomePoint

pytestmark = pytest.mark.office

CODES = ["en", "zh-hans", "fr", "es", "ru", "ar"]
OTHERS = CODES[1:]
FOREIGN = {"zh-hans": "[A-Za-z]", "ru": "[A-Za-z]", "ar": "[A-Za-z]"}


def surface(wording):
    """Every public name of a wording but what it imports: functions with their parameters, others with their type."""
    found = {}
    for name in [*Wording.__annotations__, *(name for name in vars(Wording) if name[0] != "_")]:
        value = getattr(wording, name)
        found[name] = list(inspect.signature(value).parameters.values()) if callable(value) else type(value)
    return found


def own(wording):
    """The names that the module itself brings."""
    return {
        name
        for name, value in vars(wording).items()
        if name[0] != "_" and (name.isupper() or isinstance(value, FunctionType)) and _is_own(wording, value)
    }


def _is_own(wording, value):
    return not isinstance(value, FunctionType) or value.__module__ == wording.__name__


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_what_english_says(language):
    assert surface(wording_in(language)) == surface(english)
    assert own(wording_in(language)) | {"day", "days"} == own(english) | {"day", "days"}


@pytest.mark.parametrize(
    "name", [name for name, value in vars(english).items() if isinstance(value, dict) and name[0] != "_"]
)
def test_every_language_names_what_english_names(name):
    for language in OTHERS:
        assert list(getattr(wording_in(language), name)) == list(getattr(english, name)), language


def test_there_are_words_for_every_language_a_document_can_have():
    assert languages() == [code for code, _ in settings.LANGUAGES] == CODES


@pytest.mark.parametrize("language", CODES)
def test_everything_that_can_be_chosen_has_its_words(language):
    wording = wording_in(language)
    assert set(wording.KINDS) == set(Document.Kind.values)
    assert set(wording.CHAPTERS) == set(Chapter.Kind.values) - {Chapter.Kind.CUSTOM}
    assert set(wording.STAGES) == set(DocumentVersion.Stage.values)
    assert set(wording.FIGURE_LABELS) == set(Figure.Kind.values)
    assert set(wording.ORGANIZATIONS_BY_ROLE) == set(Partnership.Role.values)
    assert set(wording.SAID_AS) == set(Intervention.Kind.values)
    for kind in Figure.Kind.values:
        for qualifier in Figure.Qualifier.values:
            assert wording.counted(kind, qualifier, None if qualifier == "several" else 21)
    for kind in Instrument.Kind.values:
        for status in ["", *Instrument.Status.values]:
            for adopted in ("", "2022"):
                assert wording.instrument(issuer="", kind=kind, adopted=adopted, status=status, signatories="")
    for status in CallToAction.Status.values:
        assert wording.call_state(status, "2022", told=True) != wording.call_state(status, "2022", told=False)
        assert wording.calls_told([(status, 1)], "2022")
    marks = [wording.agreed(it) for it in OutcomePoint.Convergence.values]
    assert (marks[0], len(set(marks))) == ("", 4)
    assert [wording.session_heading(kind, None, "7") for kind in Session.Kind.values] == ["7"] * len(
        Session.Kind.values
    )


def everything(wording):
    """All that a wording can say, told of numbers alone."""
    yield from words_alone(wording)
    yield from chronicle(wording)
    yield from records(wording)
    yield from sentences(wording)


def words_alone(wording):
    for name in Wording.__annotations__:
        value = getattr(wording, name)
        yield from value.values() if isinstance(value, dict) else [re.sub(r"\{\w+\}", "", value)]
    for heading, words in wording.FRAMEWORK:
        yield from (heading, words)


def chronicle(wording):
    for format_ in ("onsite", "online", "hybrid"):
        for place in ("", "1"):
            for number in (1, 3):
                yield wording.held(
                    forum="1", edition_number=number, year=2022, dates="", format_=format_, place=place, theme="2"
                )
    for kind in Figure.Kind.values:
        for qualifier in Figure.Qualifier.values:
            for value in (1, 2, 5, 12, 21, 3_000_000):
                known = None if qualifier == "several" else value
                yield wording.counted(kind, qualifier, known, scope="3", in_words=True)
                yield wording.counted(kind, qualifier, known)
        yield wording.figure_of(kind, 2022)


def records(wording):
    for kind in Instrument.Kind.values:
        for status in ["", *Instrument.Status.values]:
            yield wording.instrument(issuer="1", kind=kind, adopted="2", status=status, signatories="3")
    for month in range(1, 13):
        yield wording.days(date(2022, month, 1), date(2023, month, 2))
        yield wording.weekday(date(2022, month, month))
    for status in CallToAction.Status.values:
        yield wording.call_state(status, "1", told=True)
        yield wording.calls_told([(status, 1)], "1")
        yield wording.calls_told([(status, 2), ("open", 3)], "1")
    yield from (wording.agreed(it) for it in OutcomePoint.Convergence.values)
    yield from (wording.point(number) for number in range(1, 15))
    yield from wording.around_name(["1", "2"])


def sentences(wording):
    pair = ("1", "2")
    for first, second, third in ((pair, pair, pair), (("", ""), pair, ("", "")), (pair, ("", ""), ("", ""))):
        yield wording.gathered(first, second, third)
        yield wording.covered(first[0], second[0], third[0])
        yield wording.partnered(first[:1], second[1:], third[:1], first[0])
        yield wording.partnered(first, second, third, "")
        yield wording.watched(first[0], second[0])
    yield from (
        wording.hosted(["1", "2"], ["3"]),
        wording.structured(["1", "2"]),
        wording.attended("1"),
        wording.featured(["1", "2"]),
        wording.delivered("1", ["2"], ["3"]),
        wording.delivered("1", [], ["3", "4"]),
        wording.occasion("1", 2022),
        wording.untitled("report", "1", 2022),
        wording.running_head("1", "2"),
        wording.themed("1", "2"),
        wording.session_reference("thematic-session", 3, "1"),
        wording.session_heading("thematic-session", 3, "1"),
        wording.delegate("1"),
        wording.dissent(None),
        wording.dissent(2),
        wording.cited("1", 2022),
        wording.first_made(2022),
        wording.unanswered("1"),
        wording.figures_caption([2020, 2022]),
        wording.figures_lead(),
        wording.source_note("1", ["2", "3"]),
        wording.chart_caption([2020, 2022]),
        wording.chart_alt([("1", [(2020, "2"), (2021, "")])]),
        wording.programme_lead("1", held=True),
        wording.programme_lead("1", held=False),
        wording.planned("1"),
        wording.in_room("1"),
        wording.in_place_of("1"),
        wording.remarks(["1", "2"]),
        wording.balance_lead(3),
        wording.share(0.25),
        wording.led("1", "2"),
        wording.milestone("1", "2", "3"),
    )


@pytest.mark.parametrize("language", FOREIGN)
def test_no_english_is_left(language):
    latin = re.compile(FOREIGN[language])
    assert [said for said in everything(wording_in(language)) if latin.search(said)] == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_sentence_is_the_english_one(language):
    said = set(everything(wording_in(language))) & set(everything(english))
    assert {words for words in said if words.count(" ") > 2} == set()


@pytest.mark.parametrize("language", CODES)
def test_what_is_not_recorded_says_nothing(language):
    wording = wording_in(language)
    nothing = ("", "")
    assert {
        wording.hosted([], []),
        wording.structured([]),
        wording.gathered(nothing, nothing, nothing),
        wording.attended(""),
        wording.covered("", "", ""),
        wording.watched("", ""),
        wording.partnered([], [], [], ""),
        wording.featured([]),
        wording.delivered("1", [], []),
        wording.remarks([]),
        *wording.around_name([]),
    } == {""}


FIRST, NEXT, LAST = date(2022, 12, 1), date(2022, 12, 2), date(2023, 1, 3)


@pytest.mark.parametrize(
    ("wording", "days"),
    [
        (chinese, ["2022年12月1日", "2022年12月1日至2日", "2022年12月2日至2023年1月3日", "2022年11月30日至12月2日"]),
        (
            french,
            [
                "1er décembre 2022",
                "1er–2 décembre 2022",
                "2 décembre 2022 – 3 janvier 2023",
                "30 novembre – 2 décembre 2022",
            ],
        ),
        (
            spanish,
            [
                "1 de diciembre de 2022",
                "1–2 de diciembre de 2022",
                "2 de diciembre de 2022 – 3 de enero de 2023",
                "30 de noviembre – 2 de diciembre de 2022",
            ],
        ),
        (
            russian,
            [
                "1 декабря 2022 года",
                "1–2 декабря 2022 года",
                "2 декабря 2022 года – 3 января 2023 года",
                "30 ноября – 2 декабря 2022 года",
            ],
        ),
        (
            arabic,
            [
                "1 كانون الأول/ديسمبر 2022",
                "1–2 كانون الأول/ديسمبر 2022",
                "2 كانون الأول/ديسمبر 2022 – 3 كانون الثاني/يناير 2023",
                "30 تشرين الثاني/نوفمبر – 2 كانون الأول/ديسمبر 2022",
            ],
        ),
    ],
    ids=["chinese", "french", "spanish", "russian", "arabic"],
)
def test_days(wording, days):
    spans = [(FIRST, FIRST), (FIRST, NEXT), (NEXT, LAST), (date(2022, 11, 30), NEXT)]
    assert [wording.days(*span) for span in spans] == days
    assert wording.days(None, None, "…") == "…"
    assert wording.day(FIRST) == days[0]


@pytest.mark.parametrize(
    ("wording", "numbers"),
    [
        (chinese, ["70", "1500", "16万", "999,999", "300万", "250万", "1000万", "12亿"]),
        (french, ["70", "1_500", "160_000", "999_999", "3_millions", "2,5_millions", "10_millions", "1200_millions"]),
        (spanish, ["70", "1500", "160_000", "999_999", "3_millones", "2,5_millones", "10_millones", "1200_millones"]),
        (russian, ["70", "1500", "160_000", "999_999", "3_млн", "2,5_млн", "10_млн", "1200_млн"]),
        (arabic, ["70", "1500", "160_000", "999_999", "3_ملايين", "2,5_مليون", "10_ملايين", "1200_مليون"]),
    ],
    ids=["chinese", "french", "spanish", "russian", "arabic"],
)
def test_numbers(wording, numbers):
    values = (70, 1500, 160_000, 999_999, 3_000_000, 2_500_000, 10_000_000, 1_200_000_000)
    # A space inside a number does not break.
    assert [wording.number(value) for value in values] == [it.replace("_", "\u00a0") for it in numbers]


@pytest.mark.parametrize(
    ("wording", "qualifier", "value", "text"),
    [
        (chinese, "more-than", 60, "国内逾60名记者"),
        (russian, "exactly", 1, "1 журналист (国内)"),
        (russian, "exactly", 21, "21 журналист (国内)"),
        (russian, "exactly", 22, "22 журналиста (国内)"),
        (russian, "exactly", 12, "12 журналистов (国内)"),
        (russian, "nearly", 60, "почти 60 журналистов (国内)"),
        (russian, "over", 21, "свыше 21 журналиста (国内)"),
        (russian, "over", 22, "свыше 22 журналистов (国内)"),
        (russian, "several", None, "несколько журналистов (国内)"),
        (arabic, "more-than", 60, "عدد الصحفيين: أكثر من 60 (国内)"),
        (french, "exactly", 3_000_000, "3\u00a0millions de journalistes 国内"),
        (french, "exactly", 0, "0 journaliste 国内"),
        (spanish, "about", 3_000_000, "unos 3\u00a0millones de periodistas 国内"),
        (spanish, "more-than", 60, "más de 60 periodistas 国内"),
    ],
)
def test_what_was_counted(wording, qualifier, value, text):
    assert wording.counted("journalists", qualifier, value, scope="国内") == text


def test_few_are_counted_in_words():
    said = [it.counted("plenaries", "exactly", 2, in_words=True) for it in (chinese, french, spanish)]
    assert said == ["两场主论坛", "deux séances plénières", "dos sesiones plenarias"]
    assert spanish.counted("plenaries", "several", None) == "varias sesiones plenarias"
    assert french.counted("plenaries", "exactly", 1, in_words=True) == "une séance plénière"
    assert spanish.series(["a", "India"]) == "a e India"


def test_chinese_counts_its_parts_as_official_documents_do():
    numbers = [chinese.chapter_number, chinese.section_number, chinese.part_number, chinese.item_number]
    assert [number(12) for number in numbers] == ["十二、", "（十二）", "12.", "（12）"]
    assert [chinese.point(number) for number in (1, 10, 21, 100)] == ["第一，", "第十，", "第二十一，", "第100，"]


def test_a_chinese_chronicle():
    held = {"forum": "论坛", "year": 2022, "dates": "2022年12月9日至10日", "theme": "共治"}
    assert [
        chinese.held(**held, edition_number=1, format_="hybrid", place="北京"),
        chinese.held(**held, edition_number=3, format_="online", place="北京"),
        chinese.held(**held | {"dates": "", "theme": ""}, edition_number=12, format_="onsite", place="北京"),
    ] == [
        "首届论坛于2022年12月9日至10日在北京以线上线下相结合的方式举行，主题为“共治”。",
        "第三届论坛于2022年12月9日至10日以线上方式举行，主题为“共治”。",
        "第十二届论坛于2022年在北京举行。",
    ]
    assert chinese.gathered(("超过70位发言嘉宾", "包括专家"), ("", ""), ("20个国家", "包括智利")) == (
        "来自20个国家（包括智利）的超过70位发言嘉宾（包括专家）参加了论坛。"
    )
    assert chinese.delivered("白皮书", ["外交部", "科学技术部", "工业和信息化部"], ["2021年峰会"]) == (
        "论坛成果《白皮书》已提交外交部、科学技术部以及工业和信息化部，并在2021年峰会期间发布。"
    )


def test_chinese_titles_stand_before_the_name():
    assert chinese.around_name(["清华大学校长", "教授"]) == ("清华大学校长、教授", "")
    assert chinese.around_name(["president of X"]) == ("president of X ", "")


def test_chinese_title_marks_are_for_chinese_titles():
    assert [chinese.entitled(it) for it in ("人工智能伦理问题建议书", "《宪章》全文", "AI Act")] == [
        "《人工智能伦理问题建议书》", "《宪章》全文", "AI Act",
    ]  # fmt: skip
    assert chinese.cited("建议书", 2021) == "《建议书》（2021年）"


def test_arabic_joins_its_and_to_an_arabic_word_alone():
    assert arabic.series(["الصين", "تشيلي"]) == "الصين وتشيلي"
    assert arabic.series(["الصين", "UNESCO"]) == "الصين و UNESCO"
