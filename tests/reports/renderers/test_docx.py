"""The Word document: real styles and fields, everything that people wrote as text, the same bytes each time."""

import io
from dataclasses import replace

import docx
from docx.oxml.ns import qn

from reports.paper.content import ListBlock, ListItem, Paragraph, Run, Section
from reports.renderers.docx import render_docx

from .papers import HOSTILE, LOOK, VERIFY, small_paper


def document(paper):
    return docx.Document(io.BytesIO(render_docx(paper.to_json()).data))


def styled(paper):
    return [(it.style.name, it.text) for it in document(paper).paragraphs]


def fields(found):
    return [it.text.strip() for it in found.element.body.iter(qn("w:instrText"))]


def test_equal_papers_make_equal_documents():
    assert render_docx(small_paper().to_json()) == render_docx(small_paper().to_json())


def test_everything_has_a_style_of_its_kind():
    assert styled(small_paper()) == [
        ("Cover Line", "Trust forum"),
        ("Draft Mark", "Draft"),
        ("Cover Line", "Report"),
        ("Title", "Trust title"),
        ("Subtitle", "Trust theme"),
        ("Cover Line", "9 May 2022 · Bonn"),
        ("Cover Line", "Trust institute"),
        ("Cover Line", "T/1 · draft · 1 June 2022"),
        ("TOC Heading", "Contents"),
        ("TOC 1", "I. Trust chapter"),
        ("TOC 2", "Five"),
        ("TOC 1", "Annex Notes"),
        ("Heading 1", "I. Trust chapter"),
        ("Body Text", "Trust said so."),
        ("Body Text", "See [1] or here"),
        ("List Paragraph", "(1)\tTrust"),
        ("List Paragraph", "•\tnested"),
        ("Caption", "Trust counts"),
        ("Quiet", "Source: us."),
        ("Caption", "Trust reach"),
        ("Quiet", ""),
        ("Heading 2", "Five"),
        ("Outcome Point", "All"),
        ("Heading 1", "Annex Notes"),
        ("Body Text", "[1] ISO"),
        ("Heading 1", "Index"),
        ("Index 1", "Trust Li Meng 李萌, Trust"),
        ("Colophon", "Trust title"),
        ("Colophon", "Trust forum"),
        ("Colophon", "Trust institute"),
        ("Colophon", "T/1"),
        ("Colophon", "1 June 2022"),
        ("Colophon", "Rebuilt."),
    ]


def test_contents_index_and_page_numbers_are_fields():
    found = document(small_paper())
    assert fields(found) == [
        'TOC \\o "1-3" \\h \\z \\u', 'XE "Trust Li Meng"', 'XE "Trust Li Meng"', 'INDEX \\h "A" \\c "1" \\e ", "',
    ]  # fmt: skip
    kinds = [it.get(qn("w:fldCharType")) for it in found.element.body.iter(qn("w:fldChar"))]
    assert (kinds.count("begin"), kinds.count("end")) == (4, 4)
    assert [it.text.strip() for it in found.sections[0].header.part.element.iter(qn("w:instrText"))] == ["PAGE"]


def test_references_lead_to_their_place():
    found = document(small_paper())
    anchors = [it.get(qn("w:anchor")) for it in found.element.body.iter(qn("w:hyperlink"))]
    names = {it.get(qn("w:name")) for it in found.element.body.iter(qn("w:bookmarkStart"))}
    inner = [it for it in anchors if it]
    assert len(inner) == 4
    assert set(inner) <= names
    links = [it.target_ref for it in found.part.rels.values() if it.is_external]
    assert links == ["https://a.example/?a=1&b=2"]


def test_tables_and_charts_are_tables_with_a_head():
    tables = [[[cell.text for cell in row.cells] for row in it.rows] for it in document(small_paper()).tables]
    assert tables == [
        [["", "Trust"], ["Trust", "70"], ["Rooms", "3"]],
        [["", "Views"], ["2021", "—"], ["Trust", "over 3"]],
    ]


def test_what_people_typed_is_text():
    found = styled(small_paper(HOSTILE, look=replace(LOOK, logo_alt=HOSTILE), verify=VERIFY))
    assert ("Title", f"{HOSTILE} title") in found
    assert ("Heading 1", f"I. {HOSTILE} chapter") in found
    assert ("Body Text", f"{HOSTILE} said so.") in found


def test_quotes_and_colons_make_no_entries_of_their_own():
    names = [it for it in fields(document(small_paper('A "B": C'))) if it.startswith("XE")]
    assert names == ['XE "A ”B”\\: C Li Meng"'] * 2


def test_arabic_runs_from_right_to_left():
    found = document(replace(small_paper(), lang="ar"))
    assert found.paragraphs[0].paragraph_format.element.find(qn("w:pPr")).find(qn("w:bidi")) is not None
    assert found.element.body.sectPr.find(qn("w:bidi")) is not None


def test_the_mark_and_the_code_are_pictures_with_words():
    found = document(small_paper(look=LOOK, verify=VERIFY))
    words = [it.get("descr") for it in found.element.body.iter(qn("wp:docPr"))]
    assert words[0] == "A green bar"
    assert words[1].startswith(VERIFY)


def test_lists_nested_beyond_what_word_indents_are_printed():
    item = ListItem("•", (Run("deepest"),))
    for _ in range(15):
        item = ListItem("•", (Run("outer"),), (item,))
    paper = replace(small_paper(), chapters=(Section("t", "", "T", (ListBlock("t/1", (item,)), Paragraph("t/2", ()))),))
    listed = [text for style, text in styled(paper) if style == "List Paragraph"]
    assert listed == ["•\touter"] * 15 + ["•\tdeepest"]


def marks(paper):
    """What stands across the pages: of the first one, and of the others."""
    section = document(paper).sections[0]
    heads = (section.first_page_header, section.header)
    path = ".//*[local-name()='textpath']/@string"
    return [[str(it) for head in heads for it in head._element.xpath(path)], section.header.is_linked_to_previous]


def test_what_is_not_final_is_marked_across_every_page():
    assert marks(small_paper()) == [["Draft", "Draft"], False]
    assert marks(small_paper(draft=False)) == [[], False]
    hostile = small_paper()
    assert marks(replace(hostile, words=replace(hostile.words, draft=HOSTILE)))[0] == [HOSTILE] * 2


def test_tables_say_what_they_are_and_run_the_papers_way():
    def told(paper):
        return [
            (it.find(qn("w:tblCaption")).get(qn("w:val")), it.find(qn("w:bidiVisual")) is not None)
            for it in document(paper).element.body.iter(qn("w:tblPr"))
        ]

    assert told(small_paper()) == [("Trust counts", False), ("Trust reach", False)]
    assert told(replace(small_paper(), lang="ar")) == [("Trust counts", True), ("Trust reach", True)]
    described = document(small_paper()).element.body.iter(qn("w:tblDescription"))
    assert [it.get(qn("w:val")) for it in described] == ["Bars."]


def test_the_file_names_the_content_it_was_made_of():
    paper = small_paper()
    assert document(paper).core_properties.identifier == f"urn:sha256:{paper.digest}"
