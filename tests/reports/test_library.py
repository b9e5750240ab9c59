"""Publishing a version: what may be, from when, and what is public of it."""

import datetime as dt

import pytest
from django.utils import timezone

from forums.exceptions import DomainError
from reports.documents import render_again
from reports.issues import find_issue, read_library, verify_digest
from reports.library import public_versions, publish_version, unpublish_version
from reports.models import DocumentVersion, Rendering
from tests import factories

from .issued import add_file, issue

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def test_a_final_version_is_public_at_once():
    version, user = issue(public=False), factories.UserFactory()
    assert find_issue("T/1") is None
    publish_version(version, by=user)
    version.refresh_from_db()
    assert version.published_by == user
    assert list(public_versions()) == [version]
    assert find_issue("T/1").first.version == version


def test_a_time_to_come_comes_by_itself_to_the_second(monkeypatch):
    version = issue(public=False)
    noon = dt.datetime(2199, 1, 1, 12, tzinfo=dt.UTC)
    publish_version(version, at=noon)
    assert not public_versions().exists()
    monkeypatch.setattr(timezone, "now", lambda: noon - dt.timedelta(microseconds=1))
    assert not public_versions().exists()
    assert find_issue("T/1") is None
    assert verify_digest(version.digest) is None
    monkeypatch.setattr(timezone, "now", lambda: noon)
    assert list(public_versions()) == [version]
    assert verify_digest(version.digest).issued.version == version


def test_what_waits_gets_another_time_and_what_is_public_does_not():
    version = issue(public=False)
    later = timezone.now() + HOUR
    publish_version(version, at=later + HOUR)
    publish_version(version, at=later)
    version.refresh_from_db()
    assert version.published_at == later
    publish_version(version)
    with pytest.raises(DomainError, match="is public already"):
        publish_version(version, at=later)


@pytest.mark.parametrize("stage", ["draft", "review"])
def test_a_draft_is_not_published(stage):
    version = issue(stage=stage, public=False)
    with pytest.raises(DomainError, match="only a final version, or what follows one, is published"):
        publish_version(version)


def test_files_that_are_not_ready_are_named():
    version = issue(public=False)
    factories.RenderingFactory(version=version, format="docx", failed=True)
    factories.RenderingFactory(version=version, format="epub")
    with pytest.raises(DomainError) as refusal:
        publish_version(version)
    assert str(refusal.value) == "Its files are not all ready: Word, EPUB."
    bare = issue(public=False, formats=(), symbol="T/2")
    with pytest.raises(DomainError, match="there is none"):
        publish_version(bare)


def test_an_edition_that_nobody_may_know_of_has_no_public_documents():
    version = issue(factories.DocumentFactory(), public=False)
    with pytest.raises(DomainError, match="announce the edition first"):
        publish_version(version)
    # Taken back to be planned after its document was published.
    DocumentVersion.objects.filter(pk=version.pk).update(published_at=timezone.now())
    assert not public_versions().exists()
    assert verify_digest(version.digest) is None


@pytest.mark.parametrize("symbol", ["A//1", "A/../1", "/A", "A/press", "."])
def test_a_symbol_that_cannot_be_an_address_is_refused(symbol):
    version = issue(symbol=symbol, public=False)
    with pytest.raises(DomainError, match="cannot be part of an address"):
        publish_version(version)


def test_a_time_that_is_over_is_refused():
    with pytest.raises(DomainError, match="That time is over"):
        publish_version(issue(public=False), at=timezone.now() - HOUR)


def test_a_corrigendum_is_never_public_before_what_it_corrects():
    final = issue(public=False)
    corrected = issue(final.document, stage="corrigendum", symbol="T/1/Corr.1", corrects=final, public=False)
    with pytest.raises(DomainError, match="is not public by then"):
        publish_version(corrected)
    noon = timezone.now() + HOUR
    publish_version(final, at=noon)
    with pytest.raises(DomainError, match="is not public by then"):
        publish_version(corrected, at=noon - dt.timedelta(seconds=1))
    publish_version(corrected, at=noon)
    with pytest.raises(DomainError, match="give that another time first"):
        publish_version(final, at=noon + HOUR)
    with pytest.raises(DomainError, match=r"T/1/Corr\.1 is published and tells of it"):
        unpublish_version(final)
    unpublish_version(corrected)
    unpublish_version(final)
    with pytest.raises(DomainError, match="is not published"):
        unpublish_version(final)
    assert not DocumentVersion.objects.filter(published_at__isnull=False).exists()


def test_a_published_file_is_not_made_anew_unless_it_is_lost():
    version = issue()
    pdf = version.renderings.get(format="pdf")
    with pytest.raises(DomainError, match="is published and stays as it is"):
        render_again(pdf)
    pdf.file.storage.delete(pdf.file.name)
    render_again(pdf)
    pdf.refresh_from_db()
    assert pdf.status == Rendering.Status.QUEUED


def test_languages_of_one_symbol_stand_together_and_each_has_its_fate():
    final = issue()
    document = final.document
    other = factories.DocumentFactory(edition=document.edition, original=document, language="zh-hans")
    chinese = issue(other, words="信任")
    revised = issue(document, stage="revision", symbol="T/1/Rev.1", corrects=final)
    corrected = issue(document, stage="corrigendum", symbol="T/1/Rev.1/Corr.1", corrects=revised)
    added = issue(other, stage="addendum", symbol="T/1/Add.1", corrects=chinese)
    found = read_library(document__edition=document.edition)
    assert [(it.address, [one.language for one in it.languages]) for it in found] == [
        ("T/1/Rev.1", ["en"]),
        ("T/1/Rev.1/Corr.1", ["en"]),
        ("T/1/Add.1", ["zh-hans"]),
        ("T/1", ["en", "zh-hans"]),
    ]
    english, translated = found[-1].languages
    assert (english.superseded_by, english.corrections, english.addenda) == (revised, (), ())
    assert (translated.superseded_by, translated.corrections, translated.addenda) == (None, (), (added,))
    assert (found[0].first.corrections, found[1].first.about) == ((corrected,), revised)
    assert [it.facts.title for it in (english, translated)] == ["Trust title", "信任 title"]
    assert [it.format for it in english.files] == ["pdf", "json"]


def test_what_is_not_public_is_told_by_nothing_that_is():
    final = issue()
    issue(final.document, stage="revision", symbol="T/1/Rev.1", corrects=final, public=False)
    issue(final.document, stage="corrigendum", symbol="T/1/Corr.1", corrects=final, public=False)
    add_file(issue(final.document, stage="draft", symbol="T/L.1", public=False), "docx")
    [found] = read_library(document__edition=final.document.edition)
    assert (found.first.superseded_by, found.first.corrections) == (None, ())


def test_a_document_without_a_symbol_has_an_address_of_its_own():
    version = issue(symbol="", version=7)
    address = f"{version.document.key}/v7"
    assert find_issue(address).address == address
    for other in ("", "/v7", f"{version.document.key}/v8", f"{version.document.key}/v{10**12}", "T\0", "v7"):
        assert find_issue(other) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_library_costs_the_same_for_any_number(django_assert_num_queries, rows):
    document = factories.DocumentFactory(edition__public=True)
    for number in range(rows):
        issue(document, stage="addendum", symbol=f"T/1/Add.{number}", words=f"Words {number} of {rows}")
    # versions, files; covers, once
    with django_assert_num_queries(3):
        assert len(read_library(document__edition=document.edition)) == rows
    with django_assert_num_queries(2):
        read_library(document__edition=document.edition)
