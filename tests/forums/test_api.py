"""The public API: the release byte for byte, to everybody the same, and problems where there is none."""

import pytest
from django.test import RequestFactory
from django.utils.http import http_date
from rest_framework.exceptions import Throttled

from forums.agenda.content import from_json
from forums.agenda.release import publish_agenda
from forums.api.problems import exception_handler
from forums.api.views import ReleaseView
from forums.exceptions import DomainError
from forums.models import AgendaRelease, Session
from tests.factories import AgendaReleaseFactory, EditionFactory, SessionFactory, UserFactory

AGENDA = "/api/v1/editions/bridges/agenda/"
PROBLEM = "application/problem+json"

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    """The first release of an edition in Chinese with one session, its title in two languages."""
    edition = EditionFactory(slug="bridges", public=True, languages=["zh-hans"])
    SessionFactory(edition=edition, code="opening", title="Opening", title_zh_hans="开幕式", theme="Begin")
    return publish_agenda(edition, note="First")


def publish_again(release):
    Session.objects.update(title_en="Grand opening")
    return publish_agenda(release.edition)


def test_the_agenda_is_what_the_release_says_not_what_the_rows_say(client, release):
    Session.objects.update(title_en="Draft", title_zh_hans="草稿")
    response = client.get(AGENDA)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    release.refresh_from_db()
    answer = response.json()
    header = {"version": 1, "digest": release.digest, "at": release.at.isoformat(), "note": "First"}
    assert (answer["release"], answer["language"]) == (header, "en")
    assert answer.keys() == {"release", "language"} | from_json(release.content).keys()
    assert [(it["code"], it["title"], it["theme"]) for it in answer["sessions"]] == [("opening", "Opening", "Begin")]


def test_the_first_request_after_publishing_answers_the_new_release(client, release):
    before = client.get(AGENDA)
    publish_again(release)
    after = client.get(AGENDA, headers={"if-none-match": before["ETag"]})
    assert (after.status_code, after.json()["release"]["version"]) == (200, 2)
    assert [session["title"] for session in after.json()["sessions"]] == ["Grand opening"]
    assert after["ETag"] != before["ETag"]
    assert after["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("query", "accepted", "language", "title"),
    [
        ({}, None, "en", "Opening"),
        ({"lang": "en"}, None, "en", "Opening"),
        ({"lang": "zh-hans"}, None, "zh-hans", "开幕式"),
        ({"lang": "fr"}, None, "fr", "开幕式"),
        ({}, "zh-CN,zh;q=0.9,en;q=0.8", "zh-hans", "开幕式"),
        ({}, "en;q=0.3,fr;q=0.5", "fr", "开幕式"),
        ({}, "fr-CA", "fr", "开幕式"),
        ({}, "sw,en", "en", "Opening"),
        ({}, "sw,*,fr", "en", "Opening"),
        ({}, "nonsense;;;", "en", "Opening"),
        ({"lang": "en"}, "zh-hans", "en", "Opening"),
    ],
    ids=[
        "nothing-asked", "english", "chinese", "falls-back-to-the-edition's-first", "accepted", "by-preference",
        "of-a-country", "unknown-accepted", "anything", "nonsense", "asked-beats-accepted",
    ],
)  # fmt: skip
def test_the_agenda_is_given_in_the_reader_s_language(client, release, *, query, accepted, language, title):
    headers = {"accept-language": accepted} if accepted else {}
    response = client.get(AGENDA, query, headers=headers)
    assert (response.json()["language"], response["Content-Language"]) == (language, language)
    assert [session["title"] for session in response.json()["sessions"]] == [title]
    assert [session["theme"] for session in response.json()["sessions"]] == ["Begin"]


@pytest.mark.parametrize("asked", ["tlh", "EN", ""])
def test_an_unknown_language_is_a_problem(client, release, asked):
    response = client.get(AGENDA, {"lang": asked}, headers={"accept-language": "en"})
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert response.json() == {
        "type": "about:blank",
        "title": "The request is not right",
        "status": 400,
        "detail": "See the errors.",
        "errors": {"lang": [f"“{asked}” is not one of en, zh-hans, fr, es, ru, ar."]},
    }


def planned_again():
    AgendaReleaseFactory(edition__slug="bridges", edition__status="planned")


@pytest.mark.parametrize(
    "prepare",
    [lambda: None, lambda: EditionFactory(slug="bridges", public=True), planned_again],
    ids=["unknown", "unreleased", "planned"],
)
def test_what_is_not_published_is_not_there(client, prepare):
    prepare()
    response = client.get(AGENDA)
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json() == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": "No edition “bridges” has published an agenda.",
    }


@pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/editions/", "/api/v1/editions/bridges/agenda", "/api/v1/a/b"])
def test_any_other_address_is_a_problem(client, release, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json() == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing at this address.",
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_agenda_is_only_read(client, release, method):
    response = getattr(client, method)(AGENDA)
    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json() == {
        "type": "about:blank",
        "title": "Method not allowed",
        "status": 405,
        "detail": f'Method "{method.upper()}" not allowed.',
    }


def test_the_etag_is_strong_and_lasts_as_long_as_the_body(client, release):
    first, again = client.get(AGENDA), client.get(AGENDA)
    assert (first["ETag"], first.content) == (again["ETag"], again.content)
    assert first["ETag"].startswith('"')
    tags = {client.get(AGENDA, {"lang": language})["ETag"] for language in ("en", "fr", "zh-hans")}
    publish_again(release)
    tags |= {client.get(AGENDA, {"lang": language})["ETag"] for language in ("en", "fr", "zh-hans")}
    assert len(tags) == 6
    # The same text published again says another release.
    Session.objects.update(title_en="Opening")
    publish_agenda(release.edition)
    assert client.get(AGENDA)["ETag"] not in tags


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"], ids=["strong", "weak", "one-of-two", "any"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_the_reader_has_is_not_sent_again(client, release, method, form):
    whole = client.get(AGENDA)
    response = getattr(client, method)(AGENDA, headers={"if-none-match": form.format(whole["ETag"])})
    assert (response.status_code, response.content) == (304, b"")
    # RFC 9110, 15.4.5 and 8.6
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Length"):
        assert response[name] == whole[name]


@pytest.mark.parametrize("form", ['"other"', 'W/"other"', "{}", ""], ids=["other", "weak-other", "unquoted", "empty"])
def test_what_the_reader_has_not_is_sent(client, release, form):
    tag = client.get(AGENDA)["ETag"].strip('"')
    headers = {"if-none-match": form.format(tag), "if-modified-since": "Mon, 01 Jan 2001 00:00:00 GMT"}
    assert client.get(AGENDA, headers=headers).status_code == 200


def test_a_date_counts_where_no_tag_is_given(client, release):
    AgendaRelease.objects.update(at="2022-12-01T09:00:00Z")
    whole = client.get(AGENDA)
    assert whole["Last-Modified"] == http_date(1669885200) == "Thu, 01 Dec 2022 09:00:00 GMT"
    since = {"if-modified-since": whole["Last-Modified"]}
    assert client.get(AGENDA, headers=since).status_code == 304
    assert client.get(AGENDA, headers={"if-modified-since": http_date(1669885199)}).status_code == 200
    assert client.get(AGENDA, headers=since | {"if-none-match": '"other"'}).status_code == 200


def test_a_condition_that_fails_sends_nothing(client, release):
    response = client.get(AGENDA, headers={"if-match": '"other"'})
    assert (response.status_code, response["Content-Length"]) == (412, "0")


def test_head_is_get_without_the_body(client, release):
    whole, head = client.get(AGENDA), client.head(AGENDA)
    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", dict(whole.headers))
    assert whole["Content-Length"] == str(len(whole.content))
    # The test client would cut a body off; the view does not make one.
    assert ReleaseView.as_view()(RequestFactory().head(AGENDA), edition="bridges").content == b""


@pytest.mark.parametrize("address", [AGENDA, "/api/v1/editions/other/agenda/", "/api/v1/"])
def test_staff_and_strangers_get_the_same_bytes(client, release, address):
    stranger = client.get(address)
    client.force_login(UserFactory(superuser=True))
    staff = client.get(address)
    assert (staff.status_code, staff.content) == (stranger.status_code, stranger.content)
    assert dict(staff.headers) == dict(stranger.headers)
    assert not stranger.cookies
    assert not staff.cookies
    assert stranger["Vary"].lower() in {"accept-language, accept-encoding", "accept-language"}


def test_a_cookie_has_no_say_in_the_language(client, release):
    client.cookies["django_language"] = "zh-hans"
    response = client.get(AGENDA)
    assert (response.json()["language"], response["Content-Language"]) == ("en", "en")


def test_the_agenda_costs_one_query_and_the_first_answer_two(client, release, django_assert_num_queries):
    client.force_login(UserFactory(superuser=True))
    # the newest release without its content; its content
    with django_assert_num_queries(2):
        whole = client.get(AGENDA)
    # the newest release without its content
    with django_assert_num_queries(1):
        client.get(AGENDA)
    with django_assert_num_queries(1):
        client.get(AGENDA, headers={"if-none-match": whole["ETag"]})


def test_the_newest_release_is_found_without_its_content(release):
    publish_again(release)
    found = AgendaRelease.objects.current("bridges")
    assert (found.version, found.get_deferred_fields()) == (2, {"content", "changes"})


def told(error):
    response = exception_handler(error, {})
    return response.status_code, response.content_type, response.data["title"], response.data["detail"]


def test_a_broken_rule_is_a_conflict():
    assert told(DomainError("Ask the chair first.")) == (409, PROBLEM, "Conflict", "Ask the chair first.")


def test_other_refusals_keep_their_headers():
    error = Throttled(wait=5)
    response = exception_handler(error, {})
    assert told(error) == (429, PROBLEM, "Refused", str(error.detail))
    assert response.headers["Retry-After"] == "5"


def test_an_unexpected_error_stays_loud():
    assert exception_handler(ValueError("bug"), {}) is None
