"""What is wrong, in the shape of the API, whoever finds it: the view, DRF or Django itself."""

from types import ModuleType

import pytest
from django.contrib.auth.decorators import login_not_required
from django.test import Client
from django.urls import path
from rest_framework.exceptions import Throttled

from config import urls
from forums.api.problems import exception_handler
from forums.exceptions import DomainError
from tests.factories import AgendaReleaseFactory
from tests.forums.api.bridges import EDITION, publish_bridges

PROBLEM = "application/problem+json"
NOTHING = "There is nothing at this address. All addresses are listed at /api/v1/docs/."
NO_SUCH = "There is no such parameter here. Possible:"

pytestmark = [pytest.mark.django_db, pytest.mark.office]


def problem(response):
    """The problem, after a look at what every one of them has."""
    assert response["Content-Type"] == PROBLEM
    told = response.json()
    assert (told.pop("type"), told.pop("status")) == ("about:blank", response.status_code)
    assert (response["Cache-Control"], response["Content-Language"]) == ("no-store", "en")
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.status_code, told["detail"], told.get("errors")


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize(
    "address",
    ["/api/v1/", "/api/v1/a/b", "/api/v1/editions/%00/agenda/", "/api/v1/editions/x%0A", "/api/v2/", "/api/x"],
)
def test_any_other_address_is_a_problem_whatever_the_method(client, method, address):
    response = getattr(client, method)(address, headers={"accept-language": "fr"})
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    if method != "head":
        assert problem(response) == (404, NOTHING, None)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", [EDITION, "/api/v1/editions/", "/api/v1/schema/"])
def test_the_api_is_only_read(client, method, address):
    response = getattr(client, method)(address, headers={"accept-language": "fr"})
    assert problem(response) == (405, "This address is only read: GET, HEAD or OPTIONS.", None)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


WRONG = [
    ("sessions/", "day=2022-02-30", 400, {"day": ["“2022-02-30” is not a date, like 2022-12-31."]}),
    (
        "sessions/", "day=2023-01-01", 404,
        {"day": ["The published agenda has no “2023-01-01”. Possible: 2022-12-09, 2022-12-10."]},
    ),
    ("sessions/", "room=attic", 404, {"room": ["The published agenda has no “attic”. Possible: hall-a."]}),
    ("sessions/", "room=%00%0d", 400, {"room": ["“\0\r” is not the name of an entry: letters, digits, - and _."]}),
    ("sessions/", "sdg=18", 400, {"sdg": ["“18” is not a whole number from 1 to 17."]}),
    ("sessions/", "sdg=%C2%B2", 400, {"sdg": ["“²” is not a whole number from 1 to 17."]}),
    ("sessions/", "page_size=201", 400, {"page_size": ["“201” is not a whole number from 1 to 200."]}),
    ("sessions/", "page=0", 400, {"page": ["“0” is not a whole number from 1 to 1000000."]}),
    ("sessions/", "page=1&page=2", 400, {"page": ["Give it once."]}),
    ("sessions/", "lang=en&lang=fr", 400, {"lang": ["Give it once."]}),
    ("sessions/", "q=+", 400, {"q": ["Give one word or several, 100 characters at most."]}),
    (
        "sessions/", "status=draft", 400,
        {"status": [f"{NO_SUCH} day, kind, lang, language, page, page_size, q, room, sdg, speaker, track."]},
    ),
    (
        "sessions/", "language=tlh", 400,
        {"language": ["“tlh” is not possible. Possible: ar, en, es, fr, ru, zh-hans."]},
    ),
    (
        "speakers/", "speaker__email=a", 400,
        {"speaker__email": [f"{NO_SUCH} country, lang, organization, page, page_size, q, role."]},
    ),
    ("speakers/", "country=Kenya", 400, {"country": ["“Kenya” is not a country in two capital letters, like KE."]}),
    ("now/", "at=noon", 400, {"at": ["“noon” is not a time, like 2022-12-31T09:30:00+08:00."]}),
    ("agenda/", "page=1", 400, {"page": [f"{NO_SUCH} lang."]}),
]  # fmt: skip


def test_each_wrong_parameter_is_told_what_it_may_be(client, subtests):
    publish_bridges()
    for route, query, status, errors in WRONG:
        with subtests.test(route=route, query=query):
            assert problem(client.get(f"{EDITION}{route}?{query}")) == (status, "See the errors.", errors)


def test_a_thousand_parameters_are_told_of_ten(client):
    publish_bridges()
    query = "&".join(f"{'x' * 200}{n}=1" for n in range(1000))
    status, _, errors = problem(client.get(f"{EDITION}sessions/?{query}"))
    assert (status, {len(name) for name in errors}) == (400, {100})
    _, _, errors = problem(client.get(f"{EDITION}sessions/?{query.replace('x' * 200, 'x')}"))
    assert len(errors) == 10


MISSING = [
    (f"{EDITION}sessions/?page=2", "There is no page 2; the last one is 1."),
    (f"{EDITION}sessions/nothing/", "The published agenda has no session “nothing”."),
    (f"{EDITION}speakers/nobody/", "The published agenda has no speaker “nobody”."),
    (f"{EDITION}rooms/attic/", "The published agenda has no room “attic”."),
    (f"{EDITION}tracks/field/", "The published agenda has no track “field”."),
    (f"{EDITION}releases/3/", "There is no release “3”."),
    (f"{EDITION}releases/one/changes/", "There is no release “one”."),
    (f"{EDITION}sessions/nothing.ics", "The published agenda has no session “nothing”."),
    (f"{EDITION}days/2022-12-31.ics", "The published agenda has no day “2022-12-31”."),
    ("/api/v1/editions/other/", "No edition “other” has published an agenda."),
    ("/api/v1/forums/other/", "No forum “other” has published an agenda."),
]


def test_what_is_not_there_is_named(client, subtests):
    publish_bridges()
    for address, detail in MISSING:
        with subtests.test(address=address):
            assert problem(client.get(address)) == (404, detail, None)


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"host": "a b"}])
def test_a_host_that_is_not_ours_is_a_problem_and_is_told_to_nobody(client, headers):
    publish_bridges()
    whole = client.get(EDITION)
    response = client.get(EDITION, headers=headers)
    detail = "The server refuses this request: its Host is unknown here, or it has too many parameters."
    assert problem(response) == (400, detail, None)
    forwarded = client.get(EDITION, headers={"x-forwarded-host": "evil.example"})
    assert (forwarded.content, forwarded["ETag"]) == (whole.content, whole["ETag"])


def test_more_parameters_than_django_reads_are_a_problem(client, settings):
    publish_bridges()
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    query = "&".join(f"x{n}=1" for n in range(11))
    assert problem(client.get(f"{EDITION}sessions/?{query}"))[0] == 400


def test_an_error_of_ours_is_a_problem_without_its_details(settings):
    @login_not_required
    def fail(request):
        raise ValueError("secret")

    settings.ROOT_URLCONF = ModuleType("addresses")
    settings.ROOT_URLCONF.urlpatterns = [path("api/v1/fails/", fail), path("fails/", fail)]
    settings.ROOT_URLCONF.handler500 = urls.handler500
    client = Client(raise_request_exception=False)
    assert problem(client.get("/api/v1/fails/")) == (500, "The error has been noted. Ask again later.", None)
    page = client.get("/fails/")
    assert (page.status_code, page["Content-Type"].partition(";")[0]) == (500, "text/html")


def test_pages_have_pages_for_errors(client):
    for response, status in ((client.get("/nothing"), 404), (client.get("/", headers={"host": "evil.example"}), 400)):
        assert (response.status_code, response["Content-Type"].partition(";")[0]) == (status, "text/html")


def test_an_edition_without_a_release_is_not_there(client):
    AgendaReleaseFactory(edition__slug="planned", edition__status="planned")
    assert problem(client.get("/api/v1/editions/planned/")) == (
        404, "No edition “planned” has published an agenda.", None,
    )  # fmt: skip


def told(error):
    response = exception_handler(error, {})
    return response.status_code, response.content_type, response.data["title"], response.data["detail"]


def test_a_broken_rule_is_a_conflict():
    assert told(DomainError("Ask the chair first.")) == (409, PROBLEM, "Conflict", "Ask the chair first.")


def test_other_refusals_keep_their_headers():
    error = Throttled(wait=5)
    assert told(error) == (429, PROBLEM, "Too many requests", "Ask again in 5 seconds.")
    assert exception_handler(error, {}).headers["Retry-After"] == "5"


def test_an_unexpected_error_stays_loud():
    assert exception_handler(ValueError("bug"), {}) is None
