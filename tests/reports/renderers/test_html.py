"""The page of a paper: well-formed, anchored, and without a word of its own that people did not write."""

from dataclasses import replace
from hashlib import sha256

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from reports.paper.content import Look
from reports.renderers.html import render_html

from .papers import HOSTILE, LOOK, VERIFY, small_paper


def page(paper):
    return BeautifulSoup(render_html(paper.to_json()).data, "html.parser")


def test_equal_papers_make_equal_pages():
    assert render_html(small_paper().to_json()) == render_html(small_paper().to_json())


def test_every_paragraph_has_an_address_of_its_own():
    ids = [it["id"] for it in page(small_paper()).select("[id]")]
    assert ids == [
        "one", "one.1", "one.2", "one.3", "one.4", "one.5", "one.five", "one.five.1", "notes", "notes.iso", "index",
    ]  # fmt: skip


def test_every_link_within_the_page_leads_somewhere():
    found = page(small_paper())
    inner = {link["href"][1:] for link in found.select("a[href^='#']")}
    assert inner - {it["id"] for it in found.select("[id]")} == set()
    assert found.select_one("a.ref")["href"] == "#notes.iso"


def test_headings_go_down_step_by_step():
    names = [it.name for it in page(small_paper()).select("h1, h2, h3, h4, h5, h6")]
    assert names == ["h1", "h2", "h2", "h3", "h2", "h2", "h3"]


def test_the_index_leads_to_each_place():
    links = page(small_paper()).select(".index li a")
    assert [(it.text, it["href"]) for it in links] == [("1", "#one.1"), ("2", "#one.five.1")]


def test_what_people_typed_is_text():
    paper = small_paper(HOSTILE)
    found = page(replace(paper, meta=replace(paper.meta, look=replace(LOOK, logo_alt=HOSTILE), verify=VERIFY)))
    assert found.select("script") == []
    assert found.h1.text == f"{HOSTILE} title"
    assert found.find(id="one.1").strong.text == HOSTILE
    assert found.select_one("img.logo")["alt"] == HOSTILE
    assert [it.text for it in found.select("td")][:2] == [HOSTILE, "70"]


def test_the_page_is_well_formed_xml():
    body = render_html(small_paper(HOSTILE).to_json()).data.partition(b"\n")[2]
    assert etree.fromstring(body).tag == "html"


@pytest.mark.parametrize(("lang", "way"), [("en", "ltr"), ("zh-Hans", "ltr"), ("ar", "rtl")])
def test_the_page_says_its_language_and_direction(lang, way):
    html = page(replace(small_paper(), lang=lang)).html
    assert (html["lang"], html["dir"]) == (lang, way)


def test_a_chart_is_a_table_that_is_read_aloud():
    rows = page(small_paper()).select("figure tr")
    assert [[cell.text.strip() for cell in row.find_all(["th", "td"])] for row in rows] == [
        ["2021", "—"],
        ["Trust", "over 3"],
    ]
    assert [it["width"] for it in page(small_paper()).select("figure svg")] == ["0", "240"]


def test_the_look_of_the_forum_is_taken():
    paper = small_paper(look=LOOK)
    assert ":root{--accent:#0f5c4a;--second:#aa7700;--face:var(--sans);}" in page(paper).style.text


def test_a_colour_that_is_none_reaches_no_style_sheet():
    assert "url(" not in page(small_paper(look=Look(accent="red;background:url(x)"))).style.text


def test_the_digest_is_printed_where_it_can_be_verified():
    paper = small_paper(verify=VERIFY)
    digest = sha256(paper.to_json().encode()).hexdigest()
    assert page(paper).select_one("p.verify a")["href"] == f"{VERIFY}{digest}/"
    assert len(page(paper).select("footer svg")) == 1
    assert page(small_paper()).select("p.verify, footer svg") == []


def test_what_is_not_final_is_marked_for_the_eye():
    assert [(it.text, it["aria-hidden"]) for it in page(small_paper()).select(".watermark")] == [("Draft", "true")]
    assert page(small_paper(draft=False)).select(".watermark, .draft") == []
