"""Documents in another language: begun from an original, said paragraph by paragraph, final when nothing is missing."""

import pytest
from django.core.exceptions import ValidationError

from forums.exceptions import DomainError, NotReadyError
from reports.documents import assemble_document
from reports.models import Chapter, Document
from reports.paragraphs import confirm_paragraph, read_paragraphs, write_paragraph
from reports.translations import create_translation, languages_to_come
from tests import factories

pytestmark = pytest.mark.django_db

Kind = Chapter.Kind
PLACE = "next-step/1"


@pytest.fixture
def original():
    edition = factories.EditionFactory(next_step_en="Again.", title_en="Ninth Forum", title_zh_hans="第九届论坛")
    document = factories.DocumentFactory(edition=edition, symbol="F/2022/1")
    factories.ChapterFactory(document=document, kind=Kind.NEXT_STEP, override="")
    return document


@pytest.fixture
def chinese(original):
    return create_translation(original, "zh-hans")


def records(document, **values):
    for name, value in values.items():
        setattr(document.edition, f"next_step_{name}", value)
    document.edition.save()


def fresh(document):
    return Document.objects.get(pk=document.pk)


def standings(document):
    return {it.place.id: it for it in read_paragraphs(fresh(document))}


def state(document, place=PLACE):
    return standings(document)[place].state.value


def write(document, text, place=PLACE, seen=""):
    return write_paragraph(fresh(document), place, text, seen=seen, by=None)


def printed(version):
    return [
        [(run["text"], run["lang"]) for run in block["runs"]]
        for chapter in version.tree["chapters"]
        for block in chapter["blocks"]
    ]


def test_a_translation_is_about_what_its_original_is_about(original):
    made = create_translation(original, "zh-hans", title="成果文件")
    assert (made.original, made.edition, made.kind, made.language) == (
        original,
        original.edition,
        original.kind,
        "zh-hans",
    )
    assert (made.title_zh_hans, made.key, str(made)) == (
        "成果文件",
        f"{original.key}-zh-hans",
        f"{original} (Chinese)",
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-hans", "translation into Chinese already"),
        ("en", "in English already"),
        ("tlh", "not written in that language"),
    ],
)
def test_a_language_that_cannot_be_is_refused(original, chinese, language, told):
    with pytest.raises(DomainError, match=told):
        create_translation(original, language)


def test_a_translation_is_not_translated(chinese):
    with pytest.raises(DomainError, match="translate its original"):
        create_translation(chinese, "ar")
    assert "zh-hans" not in dict(languages_to_come(chinese.original))


def test_a_translation_has_no_chapters_of_its_own(chinese):
    with pytest.raises(ValidationError, match="those of its original"):
        Chapter(document=chinese, kind=Kind.ABOUT).full_clean()


def test_a_translation_stays_with_its_original(chinese):
    chinese.kind = Document.Kind.WHITE_PAPER
    with pytest.raises(ValidationError, match="original's edition and kind"):
        chinese.full_clean()


def test_what_the_records_have_is_in_it_and_the_rest_is_missing(original, chinese):
    factories.ChapterFactory(document=original, kind=Kind.CUSTOM, title="Ways", override="On foot.", position=1)
    found = read_paragraphs(fresh(chinese))
    assert [(it.base, it.given, it.state.value) for it in found] == [
        ("Next Step", found[0].given, "records"),
        ("Again.", "", "missing"),
        ("Ways", "", "missing"),
        ("On foot.", "", "missing"),
    ]
    assert found[0].given not in {"", "Next Step"}
    records(original, zh_hans="再来。")
    assert standings(chinese)[PLACE].given == "再来。"
    assert state(chinese) == "records"


def test_a_draft_prints_what_is_missing_in_its_own_language(chinese):
    assert printed(assemble_document(chinese)) == [[("Again.", "en")]]
    write(chinese, "再来。")
    assert printed(assemble_document(chinese)) == [[("再来。", "")]]


def test_a_changed_source_marks_its_translation(original, chinese):
    write(chinese, "再来。")
    records(original, en="Never.")
    found = standings(chinese)[PLACE]
    assert (found.state.value, found.own.base, found.base) == ("moved", "Again.", "Never.")
    confirm_paragraph(fresh(chinese).own_paragraphs.get(), by=None)
    assert state(chinese) == "own"


def test_own_text_of_the_original_is_what_is_translated(original, chinese):
    records(original, zh_hans="再来。")
    write(original, "Never.")
    found = standings(chinese)[PLACE]
    # The records' Chinese says something else than the original does now.
    assert (found.base, found.given, found.state.value) == ("Never.", "再来。", "missing")
    assert printed(assemble_document(chinese)) == [[("Never.", "en")]]


def test_figures_are_the_same_in_both_languages(original, chinese):
    records(original, en="2022.")
    assert state(chinese) == "records"


def test_a_text_that_is_divided_otherwise_is_one_translation(original, chinese):
    records(original, en="One.\n\nTwo.", zh_hans="一。\n\n二。\n\n三。")
    assert [it.given for it in read_paragraphs(fresh(chinese))[1:]] == ["一。\n二。\n三。", ""]
    assert printed(assemble_document(chinese)) == [[("一。", "")], [("二。", "")], [("三。", "")]]
    records(original, zh_hans="一和二。")
    assert {it.state.value for it in read_paragraphs(fresh(chinese))} == {"records"}
    assert printed(assemble_document(chinese)) == [[("一和二。", "")]]


def test_words_that_are_in_no_other_language_are_told(original, chinese):
    host = factories.OrganizationFactory(name_en="Institute of Ways")
    factories.PartnershipFactory(edition=original.edition, organization=host)
    factories.ChapterFactory(document=original, kind=Kind.ABOUT, override="", position=1)
    forum = original.edition.forum
    forum.purpose_en, forum.purpose_zh_hans = "To talk.", "为各国就人工智能治理开展交流与合作提供平台。"
    forum.save()
    found = standings(chinese)["about/purpose"]
    assert (found.state.value, found.lacking) == ("missing", ("Institute of Ways",))
    host.name_zh_hans = "道路研究所"
    host.save()
    assert state(chinese, "about/purpose") == "records"


def test_chapters_follow_the_original(original, chinese):
    added = factories.ChapterFactory(document=original, kind=Kind.CUSTOM, title="Ways", override="On foot.", position=1)
    write(chinese, "步行。", f"chapter-{added.pk}/1")
    assert [it["id"] for it in assemble_document(chinese).tree["chapters"]] == ["next-step", f"chapter-{added.pk}"]
    key = f"chapter-{added.pk}/1"
    added.delete()
    assert [it["id"] for it in assemble_document(chinese).tree["chapters"]] == ["next-step"]
    assert state(chinese, key) == "lost"


def test_citations_are_numbered_as_in_the_original(original, chinese):
    for key in ("eu", "oecd"):
        factories.InstrumentFactory(key=key, title=key.upper())
    factories.ChapterFactory(document=original, kind=Kind.INSTRUMENTS, override="", position=1)
    records(original, en="First [@oecd], then [@eu].", zh_hans="先有[@eu]，后有[@oecd]。")
    runs = printed(assemble_document(chinese))[0]
    assert "".join(text for text, _ in runs) == "先有[2]，后有[1]。"


def test_a_translation_is_final_after_its_original(original, chinese):
    records(original, zh_hans="再来。")
    with pytest.raises(NotReadyError) as refusal:
        assemble_document(chinese, stage="final")
    assert refusal.value.problems == [f"{original}: the original is not final yet; its translations follow it."]
    first = assemble_document(original, stage="final")
    version = assemble_document(fresh(chinese), stage="final")
    assert (version.translates, version.symbol, version.stage) == (first, "F/2022/1", "final")


def test_a_translation_says_what_the_final_original_says(original, chinese):
    records(original, zh_hans="再来。")
    assemble_document(original, stage="final")
    records(original, en="Never.", zh_hans="永不。")
    found = standings(chinese)[PLACE]
    assert (found.base, found.given, found.state.value) == ("Again.", "永不。", "missing")
    write(chinese, "再来。")
    assert printed(assemble_document(fresh(chinese), stage="final")) == [[("再来。", "")]]

    # A revised original is what its translation has to say from then on.
    assemble_document(fresh(original), stage="revision")
    found = standings(chinese)[PLACE]
    assert (found.base, found.state.value) == ("Never.", "moved")
    write(chinese, "", seen="再来。")
    version = assemble_document(fresh(chinese), stage="revision")
    assert (printed(version), version.symbol) == ([[("永不。", "")]], "F/2022/1/Rev.1")


@pytest.mark.parametrize("annex", [True, False], ids=["numbers", "titles"])
def test_a_citation_does_not_make_a_translation_stale_when_the_original_is_final(original, chinese, annex):
    factories.InstrumentFactory(key="oecd", title="Principles")
    if annex:
        factories.ChapterFactory(document=original, kind=Kind.INSTRUMENTS, override="", position=1)
    records(original, en="As in [@oecd].")
    write(chinese, "如[@oecd]所述。")
    assemble_document(fresh(original), stage="final")
    assert state(chinese) == "own"
    version = assemble_document(fresh(chinese), stage="final", allow_unsettled=annex)
    told = "如[1]所述。" if annex else "如[Principles]所述。"
    assert "".join(text for text, _ in printed(version)[0]) == told


def test_what_is_missing_is_let_pass_knowingly(original, chinese):
    assemble_document(original, stage="final")
    with pytest.raises(NotReadyError, match=r"“Again\.”: not translated yet"):
        assemble_document(fresh(chinese), stage="final")
    version = assemble_document(fresh(chinese), stage="final", allow_unsettled=True)
    assert version.unsettled.endswith("“Again.”: not translated yet.")
    assert printed(version) == [[("Again.", "en")]]


def test_what_left_the_records_is_not_printed_anew(original, chinese):
    session = factories.SessionFactory(edition=original.edition, title_zh_hans="开幕")
    report = factories.SessionReportFactory(session=session, approved=True)
    said = factories.InterventionFactory(report=report, panel=True, text_en="We agreed.", text_zh_hans="我们同意。")
    factories.InterventionFactory(report=report, panel=True, text_en="We differed.", text_zh_hans="我们有分歧。")
    factories.ChapterFactory(document=original, kind=Kind.SUMMARIES, override="", position=1)
    records(original, zh_hans="再来。")
    assemble_document(fresh(original), stage="final")
    said.clearance = "withdrawn"
    said.save()
    with pytest.raises(NotReadyError, match=r"“We agreed\.” is no longer in the records; issue a revision"):
        assemble_document(fresh(chinese), stage="final", allow_unsettled=True)
    assemble_document(fresh(original), stage="revision")
    assert [text for text, _ in printed(assemble_document(fresh(chinese), stage="final"))[0]] == ["再来。"]


@pytest.mark.parametrize("rows", [1, 3])
def test_reading_a_translation_costs_the_same_for_any_number_of_paragraphs(django_assert_num_queries, rows):
    edition = factories.EditionFactory(next_step_en="\n\n".join(["Again."] * rows))
    original = factories.DocumentFactory(edition=edition)
    for kind in (Kind.NEXT_STEP, Kind.OUTCOMES):
        factories.ChapterFactory(document=original, kind=kind, override="")
    factories.OutcomePointFactory.create_batch(rows, outcome=factories.OutcomeFactory(edition=edition))
    chinese = create_translation(original, "zh-hans")
    document = Document.objects.select_related("edition__forum", "original").get(pk=chinese.pk)

    # own text, the original's standing version, chapters and own text: 4
    # editions, partnerships, figures, guests, deliveries, sessions, interventions, outcomes, points, evidence: 10
    with django_assert_num_queries(14):
        found = read_paragraphs(document)
    assert len(found) == 1 + rows + 2 + rows
