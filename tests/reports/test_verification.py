"""Checking a file by its SHA-256."""

import datetime as dt
from hashlib import sha256
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.utils import timezone

from reports.models import Rendering
from tests import factories

from .issued import issue
from .test_library_pages import told

pytestmark = [pytest.mark.django_db, pytest.mark.office]

UNKNOWN = "0" * 64


@pytest.fixture(autouse=True)
def nobody_was_refused():
    cache.clear()


def test_a_file_is_known_by_its_digest(client):
    version = issue()
    pdf = version.renderings.get(format="pdf")
    with pdf.file.open() as file:
        digest = sha256(file.read()).hexdigest()
    response = client.get(f"/verify/{digest}/")
    page = told(response)
    assert response.status_code == 200
    assert "The file is, byte for byte, the PDF file that was issued." in page
    assert "It stands as it was issued." in page
    for word in ("Trust title", "T/1", "final", "English", digest):
        assert word in page


def test_the_digest_of_the_last_page_is_that_of_the_content(client):
    version = issue(formats=["pdf"])
    page = told(client.get(f"/verify/{version.digest}/"))
    assert "This is the digest of the document’s content" in page
    assert "byte for byte" not in page


def test_it_says_what_became_of_a_document(client):
    version = issue()
    issue(version.document, stage="corrigendum", symbol="T/1/Corr.1", corrects=version)
    assert "It stands, as corrected by T/1/Corr.1." in told(client.get(f"/verify/{version.digest}/"))
    issue(version.document, stage="revision", symbol="T/1/Rev.1", corrects=version)
    page = told(client.get(f"/verify/{version.digest}/"))
    assert "it no longer stands: T/1/Rev.1 has taken its place." in page
    assert "It stands" not in page


def test_what_is_not_public_is_answered_like_what_does_not_exist(client):
    """A leaked draft is not confirmed by asking, and neither is that there is one."""
    secret = [
        issue(stage="draft", symbol="T/L.1", words="Draft", public=False),
        issue(symbol="T/2", words="Waiting", public=False),
        issue(symbol="T/3", words="Coming"),
        issue(factories.DocumentFactory(), symbol="T/4", words="Planned"),
    ]
    secret[2].document.versions.update(published_at=timezone.now() + dt.timedelta(hours=1))
    strange = client.get(f"/verify/{UNKNOWN}/")
    assert strange.status_code == 404
    assert "Not known here" in told(strange)
    for version in secret:
        for digest in (version.digest, version.renderings.get(format="pdf").sha256):
            response = client.get(f"/verify/{digest}/")
            assert response.status_code == 404
            assert response.content.decode() == strange.content.decode().replace(UNKNOWN, digest)


def test_a_file_that_is_not_ready_is_not_known(client):
    version = issue()
    sha = version.renderings.get(format="pdf").sha256
    Rendering.objects.filter(sha256=sha).update(status="queued")
    assert client.get(f"/verify/{sha}/").status_code == 404


@pytest.mark.parametrize("written", ["{}", " {} ", "SHA256:{}", "{upper}", "{spaced}"])
def test_a_digest_is_taken_however_it_was_copied(client, written):
    digest = issue().digest
    spaced = " ".join(digest[at : at + 8] for at in range(0, 64, 8))
    asked = written.format(digest, upper=digest.upper(), spaced=spaced)
    response = client.get("/verify/", {"digest": asked, "lang": "zh-hans"})
    assert response.headers["Location"] == f"/verify/{digest}/?lang=zh-hans"
    assert "核验无误" in told(client.get(response.headers["Location"]))


@pytest.mark.parametrize("asked", ["", "abc", "g" * 64, "a" * 65, "<script>alert(1)</script>", "\0" * 64, "ａ" * 64])
def test_what_is_no_digest_is_told_so(client, asked):
    response = client.get("/verify/", {"digest": asked})
    assert response.status_code == 400
    assert "A SHA-256 has 64 characters" in told(response)
    assert b"<script>alert" not in response.content
    assert b'aria-describedby="hint wrong"' in response.content


def test_an_address_that_is_no_digest_is_not_there(client):
    response = client.get("/verify/abc/")
    assert response.status_code == 404
    assert "This is not a SHA-256" in told(response)


def test_asking_in_vain_is_counted_and_asking_rightly_is_not(client):
    version = issue()
    for _ in range(60):
        assert client.get(f"/verify/{UNKNOWN}/").status_code == 404
    refused = client.get(f"/verify/{UNKNOWN}/")
    assert (refused.status_code, refused["Retry-After"]) == (429, "600")
    assert client.get(f"/verify/{version.digest}/").status_code == 200


def test_the_file_never_leaves_the_browser(client):
    """The form that is sent has no file in it, and the script asks for nothing."""
    page = client.get("/verify/").content.decode()
    form = page[page.index("<form") : page.index("</form>")]
    assert 'method="get"' in form
    assert 'type="file"' not in form
    script = Path(finders.find("reports/verify.js")).read_text()
    assert not any(word in script for word in ("fetch(", "XMLHttpRequest", "sendBeacon", "FormData"))


def test_checking_costs_the_same_for_any_number_of_documents(client, django_assert_num_queries):
    version = issue()
    for number in range(3):
        issue(version.document, stage="addendum", symbol=f"T/1/Add.{number}", corrects=version, words=f"Add {number}")
    client.get(f"/verify/{version.digest}/")
    # the version, those of its edition, their files
    with django_assert_num_queries(3):
        client.get(f"/verify/{version.digest}/")
