"""Comparing two versions: every change and nothing else, on a page, as PDF and as Word."""

import io
import zipfile
from dataclasses import replace

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.paper.content import ListBlock, ListItem, Paper, Paragraph, Run, Section
from reports.paper.plain import places
from reports.paper.redline import differences, redline
from reports.paper.walk import with_runs
from tests import factories

from .renderers.papers import small_paper

pytestmark = [pytest.mark.django_db, pytest.mark.office]

TEXT = st.text(alphabet="ab 人工.<", max_size=12)
RUNS = st.lists(st.builds(Run, TEXT.filter(bool), strong=st.booleans()), max_size=3).map(tuple)
ITEMS = st.lists(st.builds(ListItem, st.just("•"), RUNS), min_size=1, max_size=3).map(tuple)


def block(key):
    paragraph = st.builds(Paragraph, st.just(key), RUNS)
    return st.one_of(paragraph, st.builds(ListBlock, st.just(key), ITEMS))


def blocks(place):
    keys = st.permutations([f"{place}/{name}" for name in "abc"]).flatmap(
        lambda order: st.integers(0, 3).map(lambda count: order[:count])
    )
    return keys.flatmap(lambda order: st.tuples(*map(block, order)))


CHAPTERS = st.lists(st.sampled_from(["one", "two"]), unique=True).flatmap(
    lambda order: st.tuples(*(st.builds(Section, st.just(key), st.just(""), st.just(""), blocks(key)) for key in order))
)
PAPERS = CHAPTERS.map(lambda chapters: replace(small_paper(), chapters=chapters, index=()))


def words(paper: Paper, without: str) -> list[str]:
    """What the paper says, place by place, once every change was taken one way; places that say nothing left out."""
    kept = [with_runs(it, lambda runs: tuple(run for run in runs if run.change != without)) for it in paper.chapters]
    return [text for place in places(kept) if (text := place.text.replace("•", "").strip())]


@settings(max_examples=60, deadline=None)
@given(PAPERS, PAPERS)
def test_accepting_every_change_gives_the_new_text(old, new):
    assert words(redline(old, new), "removed") == words(new, "removed")


@settings(max_examples=60, deadline=None)
@given(PAPERS, PAPERS)
def test_refusing_every_change_gives_the_old_text(old, new):
    # What moved stands at its new place: the same words, in the order of the newer paper.
    assert sorted(words(redline(old, new), "added")) == sorted(words(old, "added"))


@settings(max_examples=30, deadline=None)
@given(PAPERS)
def test_a_paper_does_not_differ_from_itself(paper):
    assert redline(paper, paper) == paper
    assert differences(paper, paper) == []


def version(document, number, *texts, **values):
    made = tuple(Paragraph(f"one/{key}", (Run(text),)) for key, text in enumerate(texts, 1))
    paper = replace(small_paper(), chapters=(Section("one", "I.", "Chapter", made),), index=())
    return factories.DocumentVersionFactory(document=document, version=number, content=paper.to_json(), **values)


@pytest.fixture
def document():
    document = factories.DocumentFactory(title="Outcomes", key="outcomes")
    version(document, 1, "It met in Bonn.", "Gone.", symbol="F/L.1")
    version(document, 2, "It met in <b>Geneva</b>.", "", "New.", symbol="F/L.1/Rev.1")
    return document


def address(document, **query):
    return reverse("admin:reports_document_redline", args=[document.pk], query=query)


def test_the_newest_two_are_compared_without_a_choice(admin_client, document):
    response = admin_client.get(address(document))
    html = response.content.decode()
    assert "<del>Bonn</del><ins>&lt;b&gt;Geneva&lt;/b&gt;</ins>" in html.replace("</del><del>", "").replace(
        "</ins><ins>", ""
    )
    assert "<strong>1</strong> changed · <strong>1</strong> added · <strong>1</strong> removed" in html
    assert 'href="#one.1"' in html
    assert 'id="one.1"' in html
    assert "F/L.1 → F/L.1/Rev.1" in html


def test_any_two_are_compared_either_way(admin_client, document):
    html = admin_client.get(address(document, old=2, new=1)).content.decode()
    assert "F/L.1/Rev.1 → F/L.1" in html
    assert "This is the same version twice" in admin_client.get(address(document, old=1, new=1)).content.decode()
    for wrong in ({"old": 1, "new": 9}, {"old": "x"}):
        assert "There is no such version" in admin_client.get(address(document, **wrong)).content.decode()


def test_one_version_has_nothing_to_be_compared_with(admin_client):
    document = factories.DocumentFactory()
    version(document, 1, "Text.")
    html = admin_client.get(address(document)).content.decode()
    assert "There is one version" in html
    assert reverse("admin:reports_document_stage", args=[document.pk]) in html


def test_equal_versions_say_so(admin_client, document):
    version(document, 3, "It met in <b>Geneva</b>.", "", "New.")
    assert "say the same" in admin_client.get(address(document)).content.decode()


def test_the_comparison_is_a_pdf(admin_client, document):
    response = admin_client.get(address(document, old=1, new=2, format="pdf"))
    assert response.content.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"] == 'attachment; filename="outcomes-v1-v2.pdf"'
    assert "no-store" in response.headers["Cache-Control"]


def test_the_comparison_is_a_word_document_with_tracked_changes(admin_client, document):
    response = admin_client.get(address(document, old=1, new=2, format="docx"))
    body = zipfile.ZipFile(io.BytesIO(response.content)).read("word/document.xml").decode()
    assert body.count("<w:del ") >= 2
    assert body.count("<w:ins ") >= 2


def test_who_may_not_see_versions_compares_none(client, document):
    client.force_login(factories.UserFactory(staff=True))
    assert client.get(address(document)).status_code == 403
    assert client.get(address(document, format="pdf")).status_code == 403


@pytest.mark.parametrize("rows", [2, 4])
def test_how_many_queries_the_page_takes(admin_client, django_assert_num_queries, rows):
    document = factories.DocumentFactory()
    for number in range(1, rows + 1):
        version(document, number, f"Text {number}.")
    admin_client.get(address(document))
    # the session, the user, the document; the versions without their texts; the two texts
    with django_assert_num_queries(3 + 1 + 2):
        admin_client.get(address(document))
