"""The documents as JSON."""

import datetime as dt

import pytest
from django.utils import timezone

from reports.models import DocumentVersion
from tests import factories
from tests.forums.api.test_schema import shape
from tests.reports.issued import issue

pytestmark = [pytest.mark.django_db, pytest.mark.office]


@pytest.fixture
def final():
    edition = factories.EditionFactory(public=True, slug="forum-2030", forum__slug="forum")
    return issue(factories.DocumentFactory(edition=edition))


def listed(client, **query):
    response = client.get("/api/v1/editions/forum-2030/documents/", query)
    assert response.status_code == 200
    shape("DocumentList").validate(response.json())
    return response.json()


def test_a_document_is_told_with_its_languages_and_files(client, final):
    other = factories.DocumentFactory(edition=final.document.edition, original=final.document, language="ar")
    issue(other, words="ثقة", formats=["pdf"])
    issue(final.document, stage="corrigendum", symbol="T/1/Corr.1", corrects=final)
    response = client.get("/api/v1/documents/T/1/")
    told = response.json()
    shape("Document").validate(told)
    site = "http://localhost:8000/documents/T/1"
    pdf = final.renderings.get(format="pdf")
    english, arabic = told["languages"]
    assert {name: value for name, value in told.items() if name != "languages"} == {
        "symbol": "T/1", "title": "Trust title", "kind": "outcome-document", "stage": "final", "edition": "forum-2030",
        "forum": "forum", "url": f"{site}/",
    }  # fmt: skip
    assert english | {"files": english["files"][:1]} == {
        "language": "en",
        "title": "Trust title",
        "issued_on": "2022-06-01",
        "published_at": final.published_at.replace(microsecond=0).isoformat(),
        "content_sha256": final.digest,
        "url": f"{site}/?lang=en",
        "superseded_by": None,
        "corrected_by": ["T/1/Corr.1"],
        "added_to_by": [],
        "about": None,
        "files": [
            {
                "format": "pdf",
                "media_type": "application/pdf",
                "bytes": pdf.bytes,
                "sha256": pdf.sha256,
                "url": f"{site}.pdf?lang=en",
            }
        ],
    }
    assert (arabic["language"], arabic["title"], [it["format"] for it in arabic["files"]]) == (
        "ar",
        "ثقة title",
        ["pdf"],
    )
    assert client.get(pdf_path := english["files"][0]["url"].removeprefix("http://localhost:8000")).status_code == 200
    assert pdf_path == "/documents/T/1.pdf?lang=en"
    again = client.get("/api/v1/documents/T/1", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, response["Access-Control-Allow-Origin"]) == (304, "*")


def test_a_list_has_pages(client, final):
    for number in (1, 2):
        issue(final.document, stage="addendum", symbol=f"T/1/Add.{number}", corrects=final, words=f"Add {number}")
    assert [it["symbol"] for it in listed(client)["results"]] == ["T/1", "T/1/Add.1", "T/1/Add.2"]
    page = listed(client, page=2, page_size=2)
    assert (page["count"], [it["symbol"] for it in page["results"]], page["next"]) == (3, ["T/1/Add.2"], None)
    assert page["previous"].endswith("/api/v1/editions/forum-2030/documents/?page_size=2&page=1")


def test_nothing_that_is_not_public_is_told(client, final):
    DocumentVersion.objects.update(published_at=timezone.now() + dt.timedelta(minutes=1))
    issue(final.document, stage="draft", symbol="T/L.1", public=False)
    assert listed(client) == {"count": 0, "next": None, "previous": None, "results": []}
    for symbol in ("T/1", "T/L.1", "T/2"):
        response = client.get(f"/api/v1/documents/{symbol}/")
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
        assert response.json()["detail"] == f"No document “{symbol}” is published."


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("editions/no-such-one/documents", 404),
        ("editions/forum-2030/documents/?page=9", 404),
        ("editions/forum-2030/documents/?page=x", 400),
        ("editions/forum-2030/documents/?sort=x", 400),
        ("documents/T/1/?sort=x", 400),
        ("documents/T%001/", 404),
        ("documents", 404),
    ],
)
def test_what_is_wrong_is_a_problem(client, final, path, status):
    response = client.get(f"/api/v1/{path}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(client, final, django_assert_num_queries, rows):
    for number in range(rows - 1):
        issue(final.document, stage="addendum", symbol=f"T/1/Add.{number}", corrects=final, words=f"One {number}")
    listed(client)
    # the edition, versions, files
    with django_assert_num_queries(3):
        assert listed(client)["count"] == rows
