"""The public API: the release byte for byte, to everybody the same, and problems where there is none."""

import gzip
from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.utils.http import http_date

from forums.agenda.content import from_json
from forums.agenda.release import publish_agenda
from forums.models import AgendaRelease, Session
from tests.factories import AgendaReleaseFactory, EditionFactory, SessionFactory, UserFactory

AGENDA = "/api/v1/editions/bridges/agenda/"
PROBLEM = "application/problem+json"

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    """The first release of an edition in Chinese and English with one session; its theme is in English alone."""
    edition = EditionFactory(slug="bridges", public=True, languages=["zh-hans", "en"])
    SessionFactory(edition=edition, code="opening", title="Opening", title_zh_hans="开幕式", theme="Begin")
    return publish_agenda(edition, note="First")


def publish_again(release):
    Session.objects.update(title_en="Grand opening", title_zh_hans="盛大开幕")
    return publish_agenda(release.edition)


def test_the_agenda_is_what_the_release_says_not_what_the_rows_say(client, release):
    Session.objects.update(title_en="Draft", title_zh_hans="草稿")
    response = client.get(AGENDA)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    release.refresh_from_db()
    answer = response.json()
    header = {"version": 1, "digest": release.digest, "at": release.at.isoformat(), "note": "First"}
    assert (answer["release"], answer["language"]) == (header, "zh-hans")
    assert answer.keys() == {"release", "language"} | from_json(release.content).keys()
    assert [(it["code"], it["title"], it["theme"]) for it in answer["sessions"]] == [("opening", "开幕式", "Begin")]


def test_the_first_request_after_publishing_answers_the_new_release(client, release):
    before = client.get(AGENDA)
    publish_again(release)
    after = client.get(AGENDA, headers={"if-none-match": before["ETag"]})
    assert (after.status_code, after.json()["release"]["version"]) == (200, 2)
    assert [session["title"] for session in after.json()["sessions"]] == ["盛大开幕"]
    assert after["ETag"] != before["ETag"]
    assert after["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("query", "accepted", "language", "title"),
    [
        ({}, None, "zh-hans", "开幕式"),
        ({"lang": "en"}, None, "en", "Opening"),
        ({"lang": "zh-hans"}, None, "zh-hans", "开幕式"),
        ({"lang": "fr"}, None, "zh-hans", "开幕式"),
        ({"lang": "fr"}, "en", "zh-hans", "开幕式"),
        ({}, "en,zh;q=0.9", "en", "Opening"),
        ({}, "zh-CN,zh;q=0.9,en;q=0.8", "zh-hans", "开幕式"),
        ({}, "zh-hans;q=0.3,en;q=0.5", "en", "Opening"),
        ({}, "en-GB", "en", "Opening"),
        ({}, "fr,en;q=0.2", "en", "Opening"),
        ({}, "sw,en", "en", "Opening"),
        ({}, "sw,*,en", "zh-hans", "开幕式"),
        ({}, "nonsense;;;", "zh-hans", "开幕式"),
        ({}, f"{'sw,' * 300}en", "zh-hans", "开幕式"),
        ({"lang": "en"}, "zh-hans", "en", "Opening"),
    ],
    ids=[
        "nothing-asked", "english", "chinese", "not-published-in-it", "accepted-has-no-say-then", "accepted",
        "of-a-country", "by-preference", "of-another-country", "the-nearest-that-there-is", "unknown-accepted",
        "anything", "nonsense", "endless", "asked-beats-accepted",
    ],
)  # fmt: skip
def test_the_agenda_is_given_in_the_nearest_language_it_is_published_in(
    client, release, *, query, accepted, language, title
):
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
        "errors": {"lang": [f"“{asked}” is not a language. Possible: en, zh-hans, fr, es, ru, ar."]},
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


def test_a_slash_at_the_end_changes_nothing(client, release):
    with_slash, without = client.get(AGENDA), client.get(AGENDA.removesuffix("/"))
    assert (without.status_code, without.content, without["ETag"]) == (200, with_slash.content, with_slash["ETag"])


def test_the_etag_is_strong_and_lasts_as_long_as_the_body(client, release):
    first, again = client.get(AGENDA), client.get(AGENDA)
    assert (first["ETag"], first.content) == (again["ETag"], again.content)
    assert first["ETag"].startswith('"')
    tags = {client.get(AGENDA, {"lang": language})["ETag"] for language in ("en", "zh-hans")}
    publish_again(release)
    tags |= {client.get(AGENDA, {"lang": language})["ETag"] for language in ("en", "zh-hans")}
    assert len(tags) == 4
    # The same text published again says another release.
    Session.objects.update(title_en="Opening", title_zh_hans="开幕式")
    publish_agenda(release.edition)
    assert client.get(AGENDA)["ETag"] not in tags


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"], ids=["strong", "weak", "one-of-two", "any"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_the_reader_has_is_not_sent_again(client, release, method, form):
    whole = client.get(AGENDA)
    response = getattr(client, method)(AGENDA, headers={"if-none-match": form.format(whole["ETag"])})
    assert (response.status_code, response.content) == (304, b"")
    # RFC 9110, 15.4.5
    for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
        assert response[name] == whole[name]
    assert "Content-Length" not in response


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


@pytest.mark.parametrize("headers", [{"if-match": '"other"'}, {"if-unmodified-since": http_date(1)}])
def test_a_condition_that_fails_is_a_problem(client, release, headers):
    response = client.get(AGENDA, headers=headers)
    assert (response.status_code, response["Content-Type"]) == (412, PROBLEM)
    assert response.json()["detail"] == (
        "What you ask about has changed; ask again without If-Match and If-Unmodified-Since."
    )


def test_head_is_get_without_the_body(client, release, server_leaves_connections):
    # The test client would cut a body off; the server is given none.
    started = []
    environ = RequestFactory().head(AGENDA).environ | {"wsgi.input": BytesIO()}
    body = WSGIHandler()(environ, lambda status, headers: started.append(status))
    assert (started, b"".join(body)) == (["200 OK"], b"")
    whole, head = client.get(AGENDA), client.head(AGENDA)
    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", dict(whole.headers))
    assert whole["Content-Length"] == str(len(whole.content))


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("GZIP", True), ("gzip;q=0", False), ("br", False), ("", False)],
)
def test_bodies_are_packed_where_the_reader_takes_that(client, release, accepted, packed):
    plain = client.get(AGENDA)
    response = client.get(AGENDA, headers={"accept-encoding": accepted})
    assert response.headers.get("Content-Encoding") == ("gzip" if packed else None)
    assert (gzip.decompress(response.content) if packed else response.content) == plain.content
    assert (response["ETag"] == plain["ETag"]) is not packed
    assert response["Content-Length"] == str(len(response.content))
    again = client.get(AGENDA, headers={"accept-encoding": accepted, "if-none-match": response["ETag"]})
    assert (again.status_code, again.headers.get("Content-Encoding")) == (304, None)


def test_any_page_may_ask_and_read(client, release):
    preflight = client.options(
        AGENDA, headers={"origin": "https://app.example.org", "access-control-request-method": "GET"}
    )
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert preflight["Access-Control-Allow-Methods"] == preflight["Allow"] == "GET, HEAD, OPTIONS"
    for response in (preflight, client.get(AGENDA), client.get("/api/v1/nothing/"), client.post(AGENDA)):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("address", [AGENDA, "/api/v1/editions/other/agenda/", "/api/v1/"])
def test_staff_and_strangers_get_the_same_bytes(client, release, address):
    stranger = client.get(address)
    client.force_login(UserFactory(superuser=True))
    staff = client.get(address)
    assert (staff.status_code, staff.content) == (stranger.status_code, stranger.content)
    assert dict(staff.headers) == dict(stranger.headers)
    assert not stranger.cookies
    assert not staff.cookies
    # A problem is the same for everybody.
    varies = "Accept-Language, Accept-Encoding" if stranger.status_code == 200 else ""
    assert stranger.headers.get("Vary", "") == varies


def test_a_cookie_has_no_say_in_the_language(client, release):
    client.cookies["django_language"] = "en"
    response = client.get(AGENDA)
    assert (response.json()["language"], response["Content-Language"]) == ("zh-hans", "zh-hans")


def test_the_agenda_costs_one_query_and_the_first_answer_three(client, release, django_assert_num_queries):
    client.force_login(UserFactory(superuser=True))
    # which release stands; its languages and time; its content
    with django_assert_num_queries(3):
        whole = client.get(AGENDA)
    # which release stands
    with django_assert_num_queries(1):
        client.get(AGENDA)
    with django_assert_num_queries(1):
        client.get(AGENDA, headers={"if-none-match": whole["ETag"]})
