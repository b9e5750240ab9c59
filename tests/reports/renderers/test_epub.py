"""The book: packed as readers expect it, each address in it leading somewhere."""

import io
import zipfile
from dataclasses import replace

from lxml import etree

from reports.renderers.epub import render_epub

from .papers import HOSTILE, LOOK, VERIFY, small_paper

OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
HTML = {"h": "http://www.w3.org/1999/xhtml"}


def book(paper):
    return zipfile.ZipFile(io.BytesIO(render_epub(paper.to_json()).data))


def package(paper):
    return etree.fromstring(book(paper).read("OEBPS/book.opf"))


def test_equal_papers_make_equal_books():
    assert render_epub(small_paper().to_json()) == render_epub(small_paper().to_json())


def test_the_first_file_says_what_the_book_is():
    first = book(small_paper()).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book(small_paper()).read("mimetype") == b"application/epub+zip"


def test_every_file_is_listed_and_read_in_order():
    paper = small_paper(look=LOOK)
    manifest = {it.get("id"): it.get("href") for it in package(paper).iterfind(".//opf:item", OPF)}
    spine = [manifest[it.get("idref")] for it in package(paper).iterfind(".//opf:itemref", OPF)]
    assert spine == [
        "cover.xhtml", "nav.xhtml", "chapter-1.xhtml", "chapter-2.xhtml", "index.xhtml", "colophon.xhtml",
    ]  # fmt: skip
    inside = {name.removeprefix("OEBPS/") for name in book(paper).namelist() if name.startswith("OEBPS/")}
    assert set(manifest.values()) == inside - {"book.opf"}


def test_every_page_is_xml_and_every_link_leads_somewhere():
    found = book(small_paper(HOSTILE, look=replace(LOOK, logo_alt=HOSTILE), verify=VERIFY))
    pages = {
        name.removeprefix("OEBPS/"): etree.fromstring(found.read(name))
        for name in found.namelist()
        if name.endswith(".xhtml")
    }
    ids = {(name, it.get("id")) for name, page in pages.items() for it in page.iterfind(".//*[@id]")}
    for name, page in pages.items():
        for link in page.iterfind(".//h:a[@href]", HTML):
            address, _, place = link.get("href").partition("#")
            if not address.startswith("https:"):
                assert address in pages or not address
                assert not place or (address or name, place) in ids
    assert [it.tag for page in pages.values() for it in page.iterfind(".//h:script", HTML)] == []


def test_the_book_says_its_language_and_which_way_its_pages_turn():
    paper = replace(small_paper(), lang="ar")
    assert package(paper).findtext(".//dc:language", None, OPF) == "ar"
    assert package(paper).find("opf:spine", OPF).get("page-progression-direction") == "rtl"
    assert package(small_paper()).find("opf:spine", OPF).get("page-progression-direction") is None


def test_another_paper_is_another_book():
    names = {package(small_paper(words)).findtext(".//dc:identifier", None, OPF) for words in ("One", "Two")}
    assert len(names) == 2


def test_what_is_not_final_says_so_at_the_head_of_every_chapter():
    def heads(paper):
        pages = [name for name in book(paper).namelist() if "chapter-" in name]
        return [
            etree.fromstring(book(paper).read(it)).xpath("//h:p[@class='running']/text()", namespaces=HTML)
            for it in pages
        ]

    assert heads(small_paper()) == [["Draft"], ["Draft"]]
    assert heads(small_paper(draft=False)) == [[], []]
