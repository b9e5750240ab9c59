"""The PDF of a paper: what is printed, what the file promises, and what is said when it cannot be made."""

import io
import re
import time
import zlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import page
import pytest
from pypdf import PdfReader

from reports.paper.content import (
    Chart,
    IndexEntry,
    ListBlock,
    ListItem,
    Meta,
    Paper,
    Paragraph,
    Run,
    Section,
    Series,
    Table,
    Words,
)
from reports.renderers import fonts, typst_process
from reports.renderers.errors import RenderingError
from reports.renderers.fonts import DEFAULT_DIRECTORY as FONTS
from reports.renderers.pdf import pdf_producer, render_pdf

META = Meta(
    kind="Outcome Document",
    title="Governance for a resilient future",
    subtitle="",
    theme="AI for all",
    forum="Forum on AI",
    year="2022",
    dates="9–10 December 2022",
    place="Beijing",
    date="2022-12-20",
    issued="20 December 2022",
    issuers=("Institute of Governance",),
    symbol="FAI/2022/1",
    stage="Final",
    draft=False,
    running_head="Outcome Document Forum on AI 2022",
    website="https://example.org/",
    contact="forum@example.org",
)
WORDS = Words(contents="Contents", index="Index of speakers", index_note="", draft="DRAFT", verify="Verify me.")
HOSTILE = (
    '#import "x": *',
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "]][[ (( }} {",
    "$ * _ @ < \\ ` ~ # =",
    '#read("/etc/passwd") #panic("x")',
)


def text_of(words, **more):
    return Paragraph("p-" + words[:8], (Run(words, **more),))


def paper(*blocks, sections=(), index=(), lang="en-GB", **meta):
    chapter = Section("c1", "I.", "About the forum", blocks, sections)
    return Paper(lang, replace(META, **meta), WORDS, (chapter,), index)


def pages_of(document):
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(document.data)).pages]


def failures(document):
    profiles = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)
    reports = [page.validate_pdf_bytes(document.data, profile=profile) for profile in profiles]
    return [failure.message for report in reports for failure in report.failures]


FULL = paper(
    Paragraph("lead", (Run("What it was about."),), "lead"),
    Paragraph(
        "xue",
        (
            Run("Xue Lan ", strong=True, index="xue"),
            Run("薛澜", strong=True, lang="zh-Hans"),
            Run(" and "),
            Run("أحمد", lang="ar"),
            Run(" spoke of "),
            Run("trust", emph=True),
            Run(" at "),
            Run("the site", href="https://example.org/a"),
        ),
        "speaker",
    ),
    Paragraph("point", (Run("First, rules."),), "point"),
    Paragraph("all", (Run("All agreed."),), "collective"),
    ListBlock("l", (ListItem("(1)", (Run("one"),), (ListItem("•", (Run("nested"),)),)),)),
    Table("t", "Figures", ("Edition", "Views"), ("l", "r"), (("2020", "10 000 000"), ("2021", "—")), ("A note.",)),
    Chart("c", "Growth", "Bars of views.", ("2020", "2021"), (Series("Views", (1e7, None), ("over 10 million", "")),)),
    sections=(Section("s", "1.", "Plenary", (), (Section("s1", "(1)", "Panel", (), (Section("s2", "a", "Floor"),)),)),),
    index=(IndexEntry("xue", "Xue Lan", "薛澜", "Dean", "xue", "X"),),
    draft=True,
)
CHINESE = replace(
    FULL, lang="zh-Hans", meta=replace(META, title="面向韧性未来的人工智能治理", running_head="成果文件 2022")
)
ARABIC = replace(FULL, lang="ar", meta=replace(META, title="حوكمة الذكاء الاصطناعي", running_head="وثيقة ختامية 2022"))


@cache
def rendered(document):
    return render_pdf(document.to_json(), fonts=FONTS)


@pytest.mark.parametrize("document", [FULL, CHINESE, ARABIC], ids=["english", "chinese", "arabic"])
def test_file_conforms_to_pdf_ua_1_and_pdf_a_2a(document):
    assert failures(rendered(document)) == []


def test_equal_papers_give_equal_bytes():
    assert render_pdf(FULL.to_json(), fonts=FONTS).data == rendered(FULL).data


def test_only_the_fonts_of_the_set_are_embedded():
    embedded = set()
    for document in (FULL, CHINESE, ARABIC):
        names = re.findall(rb"/FontName/\w{6}\+(\w+)", rendered(document).data)
        embedded |= {name.decode() for name in names}
    assert embedded == {"LibertinusSerif", "NotoSerifCJKsc", "NotoSansSC", "Amiri"}


def test_file_says_what_it_is():
    reader = PdfReader(io.BytesIO(rendered(FULL).data))
    assert (reader.metadata.title, reader.metadata.author) == (META.title, META.issuers[0])
    assert reader.metadata.creation_date.date().isoformat() == META.date
    assert len(reader.pages) == rendered(FULL).pages


def test_running_head_counts_pages_in_three_digits_after_the_cover():
    pages = pages_of(rendered(FULL))
    heads = [[line for line in text.splitlines() if META.running_head in line] for text in pages]
    assert heads[0] == []
    assert heads[1:] == [[rf"{META.running_head} \ {number:03}"] for number in range(2, len(pages) + 1)]


def test_draft_is_marked_on_every_page_and_a_final_paper_on_none():
    final = rendered(replace(FULL, meta=META))
    assert ["DRAFT" in text for text in pages_of(rendered(FULL))] == [True] * rendered(FULL).pages
    assert not any("DRAFT" in text for text in pages_of(final))


def test_contents_and_index_name_the_pages():
    filler = text_of("So it goes on. " * 260)
    mention = tuple(Run(f"Speaker{key} ", index=key) for key in "ab")
    index = (
        IndexEntry("b", "Speakerb", "", "", "b", "S"),
        IndexEntry("a", "Speakera", "", "", "a", "S"),
        IndexEntry("z", "Silent", "", "", "z", "S"),
    )
    document = rendered(
        paper(
            Paragraph("m1", mention),
            filler,
            Paragraph("m2", mention[:1]),
            Paragraph("m3", mention[:1]),
            sections=(Section("s", "1.", "Later section", (text_of("here"),)),),
            index=index,
        )
    )
    pages = pages_of(document)
    found = [number for number, text in enumerate(pages, 1) if "Speakera" in text]
    *places, index_page = found
    assert len(places) == 2  # the second and third mention share a page, which is named once

    names = re.findall(r"(Speaker\w|Silent)[ .\n]*((?:\d{3}(?:, )?)*)", pages[index_page - 1])
    assert names == [
        ("Speakera", ", ".join(f"{number:03}" for number in places)),
        ("Speakerb", f"{places[0]:03}"),
        ("Silent", ""),
    ]
    section = next(number for number, text in enumerate(pages, 1) if number > 2 and "Later section" in text)
    line = next(line for line in pages[1].replace("\u2060", "").splitlines() if "Later section" in line)
    assert line.endswith(f"{section:03}")


def test_hostile_text_is_printed_as_it_is():
    words = " ".join(HOSTILE)
    document = rendered(
        paper(
            *(text_of(line, index="k") for line in HOSTILE),
            text_of("a link that is none", href="javascript:alert(1)"),
            ListBlock("l", (ListItem("#(1)", (Run(words),)),)),
            Table("t", words, ("#x", "*y*"), ("l", "r"), ((words, "$z$"),), (words,)),
            Chart("c", words, words, ("#a",), (Series(words, (1,), ("_1_",)),)),
            sections=(Section("s", "[1]", words),),
            index=(IndexEntry("k", "#evil", "<薛>", "$d$", "a", "#"),),
            title=HOSTILE[0],
            website="javascript:alert(1)",
        )
    )
    printed = re.sub(r"\s+", "", "".join(pages_of(document)))
    assert [line for line in HOSTILE if re.sub(r"\s+", "", line) not in printed] == []
    assert b"javascript:" not in document.data
    assert failures(document) == []


def test_long_words_and_titles_stay_on_the_page():
    title = "Governance, trust and shared capacity in an interconnected world. " * 5
    word = "W" * 10_000
    document = rendered(
        paper(
            text_of(word),
            Table("t", "c", (word[:90], "b"), ("l", "r"), ((word[:200], word[:90]),)),
            sections=(Section("s", "1.", title[:300]),),
            index=(IndexEntry("k", word[:90], "", word[:90], "a", "W"),),
            title=title[:300],
            forum=title[:300],
            running_head=title[:300],
        )
    )
    beyond = []
    for number, sheet in enumerate(PdfReader(io.BytesIO(document.data)).pages, 1):
        width = float(sheet.mediabox.width)

        def visit(text, cm, tm, _font, size, number=number, width=width):  # noqa: PLR0917  pypdf calls it so
            place = tm[4] * cm[0] + cm[4]
            if text.strip() and not 0 < place + 0.5 * size * min(len(text.strip()), 12) < width:
                beyond.append((number, place, text[:20]))

        sheet.extract_text(visitor_text=visit)
    assert beyond == []
    assert "".join(pages_of(document)).count("W") > 10_000


def test_a_character_without_a_glyph_is_named_with_every_place():
    document = paper(text_of("So happy 🎉 today"), text_of("Again 🎉 and \ue000"), text_of("Fine"))
    with pytest.raises(RenderingError) as caught:
        render_pdf(document.to_json(), fonts=FONTS)
    lines = str(caught.value).splitlines()
    assert lines[0] == (
        "No font of the document has “🎉” (U+1F389 PARTY POPPER). Replace or remove it in: "
        "p-So happy (“So happy 🎉 today”); p-Again 🎉  (“Again 🎉 and \ue000”)."
    )
    assert lines[1].startswith("No font of the document has (U+E000 a character without a name).")
    assert len(lines) == 2


def test_the_time_limit_ends_the_process():
    document = paper(*(text_of(f"{number} lorem ipsum " * 400) for number in range(200)))
    children = Path("/proc/thread-self/children")
    before = children.read_text()
    start = time.monotonic()
    with pytest.raises(RenderingError, match=r"not ready after 0\.5 seconds"):
        render_pdf(document.to_json(), fonts=FONTS, timeout=0.5)
    assert time.monotonic() - start < 3
    assert children.read_text() == before


def test_the_memory_limit_is_named():
    document = paper(*(text_of(f"{number} lorem ipsum " * 400) for number in range(300)))
    with pytest.raises(RenderingError, match="more than 300 MB of memory"):
        render_pdf(document.to_json(), fonts=FONTS, memory=300 * 1024**2)


def test_what_the_compiler_refuses_is_reported():
    with pytest.raises(RenderingError, match="the date of the paper is not a day: 'soon'"):
        render_pdf(paper(date="soon").to_json(), fonts=FONTS)


def test_missing_fonts_are_named(tmp_path):
    with pytest.raises(RenderingError, match=r"fonts are not installed \(NotoSerifCJKsc"):
        render_pdf(FULL.to_json(), fonts=tmp_path)


def laid_out(*objects: bytes) -> bytes:
    """A file as the compiler lays it out: plain objects, then one table of their offsets."""
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n\r\n" % offset for offset in offsets)
    table = b"xref\n0 %d\n0000000000 65535 f\r\n%s" % (len(objects) + 1, rows)
    return data + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))


def test_streams_that_end_in_cr_are_set_off_with_the_same_content():
    content = next(
        data for number in range(5000) if zlib.compress(data := b"% " + str(number).encode()).endswith(b"\r")
    )
    packed = zlib.compress(content)
    stream = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
    catalog, pages = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[4 0 R]>>"
    sheet = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>"
    made = laid_out(catalog, pages, stream, sheet)

    data = typst_process.with_plain_stream_ends(made)

    assert (made.count(b"\r\nendstream"), data.count(b"\r\r\nendstream")) == (1, 1)
    file = PdfReader(io.BytesIO(data), strict=True)
    assert [page.get_contents().get_data().strip() for page in file.pages] == [content]
    assert typst_process.with_plain_stream_ends(laid_out(catalog)) == laid_out(catalog)


def test_producer_names_design_compiler_and_fonts():
    pattern = r"plenary-pdf design [0-9a-f]{12}, typst [\d.]+, fonts [0-9a-f]{12}"
    assert re.fullmatch(pattern, pdf_producer(FONTS))
    assert pdf_producer(FONTS).endswith(fonts.digest(FONTS))
    assert set(fonts.font_set(FONTS).faces) == set(fonts.FACES.values())
