"""The open call as JSON: what it says, what it takes, and what it refuses."""

import json

import pytest
from django.core import mail

from forums.jobs import work_off
from speakers.models import Mail, OpenCall, Proposal
from tests.factories import NOON, EditionFactory, OpenCallFactory
from tests.forums.api.test_schema import shape

pytestmark = [pytest.mark.django_db, pytest.mark.office]

ADDRESS = "/api/v1/editions/forum-2030/call/"
SELF = {
    "kind": "self", "family_name": "Osei", "given_name": "Ama", "name_order": "given-first", "email": "ama@example.org",
    "talk": "Rules",
}  # fmt: skip
NOMINATION = SELF | {
    "kind": "nomination", "nominator_name": "Kofi Mensah", "nominator_email": "kofi@example.org",
    "nominator_organization": "Academy", "agreed": True,
}  # fmt: skip


@pytest.fixture
def call():
    edition = EditionFactory(
        public=True, slug="forum-2030", title="The Forum", title_zh_hans="论坛", timezone="Asia/Shanghai"
    )
    return OpenCallFactory(edition=edition, introduction="Come & speak.", introduction_zh_hans="欢迎申请。")


def send(client, data, **headers):
    return client.post(ADDRESS, data, content_type="application/json", headers=headers)


def problem(response):
    """Status, words and errors, after a look at what every problem has."""
    assert response["Content-Type"] == "application/problem+json"
    assert (response["Cache-Control"], response["Access-Control-Allow-Origin"]) == ("no-store", "*")
    told = response.json()
    assert told["status"] == response.status_code
    return response.status_code, told["detail"], told.get("errors")


def test_the_call_says_what_its_page_says(client, call, django_assert_num_queries):
    # the call with its edition and forum
    with django_assert_num_queries(1):
        response = client.get(ADDRESS)
    told = response.json()
    shape("Call").validate(told)
    assert {
        name: told[name] for name in ("edition", "title", "state", "opens_at", "introduction", "kinds", "page")
    } == {
        "edition": "forum-2030",
        "title": "The Forum",
        "state": "open",
        "opens_at": "2022-12-12T20:00:00+08:00",
        "introduction": "Come & speak.",
        "kinds": ["self", "nomination"],
        "page": "http://localhost:8000/call/forum-2030/",
    }
    assert (response["Content-Language"], response["Cache-Control"]) == ("en", "no-store")
    chinese = client.get(ADDRESS, {"lang": "zh-hans"}).json()
    assert (chinese["title"], chinese["introduction"], chinese["language"]) == ("论坛", "欢迎申请。", "zh-hans")
    assert client.get(ADDRESS, headers={"accept-language": "zh-CN,en;q=0.5"}).json()["language"] == "zh-hans"
    assert problem(client.get(ADDRESS, {"lang": "xx"}))[0] == 400
    assert problem(client.get(ADDRESS, {"junk": "1"}))[0] == 400


def test_there_is_no_call_where_there_is_none_or_nobody_may_know(client):
    OpenCallFactory(edition=EditionFactory(slug="forum-2030", title="Secret"))
    for response in (client.get(ADDRESS), send(client, SELF), client.get("/api/v1/editions/none/call")):
        assert problem(response)[0] == 404
        assert "Secret" not in response.content.decode()


@pytest.mark.parametrize(
    ("values", "state", "told"),
    [
        ({"opens_at": NOON.replace(year=2098)}, "early", "This call is not open yet."),
        ({"closes_at": NOON.replace(year=2023)}, "closed", "This call is closed: it takes no more proposals."),
    ],
)
def test_a_call_that_is_not_open_takes_nothing(client, call, values, state, told):
    OpenCall.objects.update(**values)
    assert client.get(ADDRESS).json()["state"] == state
    assert problem(send(client, SELF)) == (409, told, None)
    assert not Proposal.objects.exists()


def test_a_cancelled_edition_takes_nothing(client, call):
    call.edition.status = "cancelled"
    call.edition.save()
    assert client.get(ADDRESS).json()["state"] == "cancelled"
    told = "This edition has been cancelled: its call takes no proposals."
    assert problem(send(client, SELF)) == (409, told, None)


def test_a_proposal_is_taken_in_and_confirmed_by_mail(client, call):
    response = send(client, SELF, **{"accept-language": "zh-CN"})
    assert (response.status_code, response.json()["state"], response["Content-Language"]) == (
        202, "unconfirmed", "zh-hans",
    )  # fmt: skip
    shape("TakenProposal").validate(response.json())
    proposal = Proposal.objects.get()
    assert (proposal.status, proposal.language, proposal.talk) == ("unconfirmed", "zh-hans", "Rules")
    work_off()
    assert mail.outbox[0].to == ["ama@example.org"]
    # As on the page: the same again is the same, whoever it is.
    again = send(client, SELF, **{"accept-language": "zh-CN"})
    assert (again.status_code, again.content) == (response.status_code, response.content)
    assert (Proposal.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_nomination_names_who_nominates(client, call):
    assert problem(send(client, NOMINATION | {"nominator_name": "", "agreed": False})) == (
        400, "See the errors.",
        {"nominator_name": ["This field is required."], "agreed": ["Ask them first, then tick this."]},
    )  # fmt: skip
    assert send(client, NOMINATION).status_code == 202
    assert Proposal.objects.get().sender_email == "kofi@example.org"


def test_the_page_and_the_api_take_the_same_proposal_once(client, call):
    send(client, SELF)
    page = {name: value for name, value in SELF.items() if name != "kind"}
    assert client.post("/call/forum-2030/self/", page).status_code == 302
    assert Proposal.objects.count() == 1


WRONG = [
    ({"kind": "other"}, {"kind": ["Possible: self, nomination."]}),
    ({"kind": ["self"]}, {"kind": ["Possible: self, nomination."]}),
    ({"family_name": ""}, {"family_name": ["This field is required."]}),
    ({"family_name": 5}, {"family_name": ["Send a text."]}),
    ({"bio": None}, {"bio": ["Send a text."]}),
    ({"given_name": "a\nb"}, {"given_name": ["Write this on one line."]}),
    ({"given_name": "\u202e"}, {"given_name": ["Remove the invisible character U+202E at position 1."]}),
    (
        {"given_name": "see https://spam.example.org"},
        {"given_name": ["Write the name alone, without an address; after a dot, leave a space."]},
    ),
    ({"title": "x" * 301}, {"title": ["Ensure this value has at most 300 characters (it has 301)."]}),
]


@pytest.mark.parametrize(("values", "errors"), WRONG)
def test_what_is_wrong_is_told_by_field(client, call, values, errors):
    assert problem(send(client, SELF | values)) == (400, "See the errors.", errors)
    assert not Proposal.objects.exists()


def test_what_is_wrong_is_told_in_the_language_that_is_asked_for(client, call):
    response = client.post(f"{ADDRESS}?lang=zh-hans", SELF | {"given_name": "a\nb"}, content_type="application/json")
    assert problem(response)[2] == {"given_name": ["请写在一行内。"]}


def test_an_unknown_field_is_told_with_those_that_are_known(client, call):
    [told] = problem(send(client, SELF | {"x" * 200: "1"}))[2].values()
    assert told[0].startswith("There is no such field here. Possible: given_name, family_name, name_order,")
    assert "website" not in told[0]


BODIES = [
    ("", 400),
    ("[]", 400),
    ("null", 400),
    ("{", 400),
    ('{"family_name": NaN}', 400),
    ('{"kind": "self", "family_name": "\\ud800"}', 400),
    ('{"kind": "\\ud800"}', 400),
    ("[" * 100_000, 400),
    ('{"kind": ' + "9" * 5000 + "}", 400),
    ('{"kind": "' + "x" * 2_500_000 + '"}', 413),
]


@pytest.mark.parametrize(("body", "status"), BODIES, ids=[body[:20] for body, _ in BODIES])
def test_a_body_that_is_no_proposal_is_refused(client, call, body, status):
    assert problem(client.post(ADDRESS, body, content_type="application/json"))[0] == status
    assert not Proposal.objects.exists()


def test_other_media_types_and_methods_are_refused(client, call):
    assert problem(client.post(ADDRESS, SELF))[0] == 415
    assert problem(client.post(ADDRESS, json.dumps(SELF), content_type="text/plain"))[0] == 415
    assert problem(client.delete(ADDRESS))[:2] == (405, "Possible here: GET, POST, HEAD, OPTIONS.")


def test_an_address_that_sends_much_is_told_to_wait(client, call):
    for number in range(20):
        assert send(client, SELF | {"email": f"a{number}@example.org"}).status_code == 202
    response = send(client, SELF | {"email": "b@example.org"})
    assert (problem(response)[0], response["Retry-After"]) == (429, "3600")


def test_a_page_of_another_site_may_send(client, call):
    response = client.options(ADDRESS, headers={"origin": "https://other.example.org"})
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (204, "*")
    assert "POST" in response["Access-Control-Allow-Methods"]
    assert "Content-Type" in response["Access-Control-Allow-Headers"]
    response = send(client, SELF, origin="https://other.example.org")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies
