"""Documents in Arabic and Russian: every kind of block, in every format."""

import io
import re
from functools import cache
from zipfile import ZipFile

import page
import pytest
from pypdf import PdfReader

from reports.renderers.docx import render_docx
from reports.renderers.epub import render_epub
from reports.renderers.fonts import DEFAULT_DIRECTORY as FONTS
from reports.renderers.html import render_html
from reports.renderers.pdf import render_pdf
from tests.reports.foreign import ARABIC, RUSSIAN

pytestmark = pytest.mark.office

PAPERS = pytest.mark.parametrize("paper", [ARABIC, RUSSIAN], ids=["arabic", "russian"])


@cache
def printed(paper):
    return render_pdf(paper.to_json(), fonts=FONTS).data


@PAPERS
def test_the_pdf_conforms_to_pdf_ua_1_and_pdf_a_2a(paper):
    profiles = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)
    reports = [page.validate_pdf_bytes(printed(paper), profile=profile) for profile in profiles]
    assert [failure.message for report in reports for failure in report.failures] == []


def test_the_pdf_says_its_language_and_is_read_from_the_right():
    root = PdfReader(io.BytesIO(printed(ARABIC))).trailer["/Root"]
    assert (root["/Lang"], root["/ViewerPreferences"]["/Direction"]) == ("ar", "/R2L")


def test_cyrillic_letters_are_those_of_the_book_face():
    names = {name.decode() for name in re.findall(rb"/FontName/\w{6}\+(\w+)", printed(RUSSIAN))}
    assert names == {"LibertinusSerif", "NotoSerifCJKsc"}


@PAPERS
def test_the_page_says_its_language_and_direction(paper):
    html = render_html(paper.to_json()).data.decode()
    direction = "rtl" if paper.lang == "ar" else "ltr"
    assert f'<html lang="{paper.lang}" dir="{direction}">' in html
    # Words of another script keep their own direction.
    assert '<span lang="en" dir="ltr">Xue Lan</span>' in html
    assert f"<h2>{paper.words.contents}</h2>" in html


@PAPERS
def test_the_book_turns_its_pages_the_right_way(paper):
    with ZipFile(io.BytesIO(render_epub(paper.to_json()).data)) as book:
        package = next(book.read(name).decode() for name in book.namelist() if name.endswith(".opf"))
    assert ('page-progression-direction="rtl"' in package) == (paper.lang == "ar")
    assert f"<dc:language>{paper.lang}</dc:language>" in package


@PAPERS
def test_every_paragraph_of_the_word_document_has_its_direction(paper):
    with ZipFile(io.BytesIO(render_docx(paper.to_json()).data)) as document:
        xml = document.read("word/document.xml").decode()
    body = re.findall(r"<w:p>.*?</w:p>|<w:p .*?</w:p>", xml)
    turned = [it for it in body if "<w:bidi/>" in it]
    assert len(turned) == (len(body) if paper.lang == "ar" else 0)
