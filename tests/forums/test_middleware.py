"""What an answer says of its length and of what a page may load."""

import pytest
from csp.constants import NONCE
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware as Original
from django.http import HttpResponse, HttpResponseNotModified

from forums.middleware import CommonMiddleware, CSPMiddleware

POLICY = "Content-Security-Policy"


def directives(middleware, view, rf):
    return sorted(middleware(view)(rf.get("/")).headers.get(POLICY, "").split("; "))


def page(request):
    return HttpResponse("page")


def test_a_policy_is_the_one_of_django_csp(rf):
    expected = directives(Original, page, rf)
    assert "default-src 'self'" in expected
    middleware = CSPMiddleware(page)
    for _ in range(2):
        assert sorted(middleware(rf.get("/")).headers[POLICY].split("; ")) == expected


def test_a_page_may_have_a_policy_of_its_own(rf):
    for view in (csp_update({"img-src": ["https://maps.example.org"]})(page), csp_exempt()(page)):
        assert directives(CSPMiddleware, view, rf) == directives(Original, view, rf) != directives(Original, page, rf)

    def set_by_hand(request):
        return HttpResponse(headers={POLICY: "sandbox"})

    assert directives(CSPMiddleware, set_by_hand, rf) == ["sandbox"]


def test_a_page_may_allow_its_own_script_by_a_nonce(rf, settings):
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": [NONCE]}}

    def with_nonce(request):
        return HttpResponse(str(request.csp_nonce))

    response = CSPMiddleware(with_nonce)(rf.get("/"))
    assert f"'nonce-{response.content.decode()}'" in response.headers[POLICY]


def test_an_answer_without_a_body_says_no_length_of_it(rf):
    assert CommonMiddleware(page)(rf.get("/")).headers["Content-Length"] == "4"
    assert "Content-Length" not in CommonMiddleware(lambda request: HttpResponseNotModified())(rf.get("/")).headers


@pytest.mark.django_db
def test_no_cookie_has_a_say_in_what_the_api_says(client):
    address = "/api/v1/editions/nowhere/agenda/"
    plain = client.get(address)
    client.cookies["django_language"] = "zh-hans"
    client.get("/")  # Leaves its language behind in this thread.
    asked = client.get(address, headers={"accept-language": "ar"})
    assert (asked.content, dict(asked.headers)) == (plain.content, dict(plain.headers))
