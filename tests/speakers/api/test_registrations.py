"""The page behind an invitation's link as JSON: what it shows, answering, and saving sections."""

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from forums.agenda.release import publish_agenda
from speakers.invitations import decline_invitation, issue_link, revoke_invitation
from speakers.models import ChangeRequest, Consent, Invitation, Registration
from speakers.sections import SECTIONS
from tests.factories import AppointmentFactory, CreditFactory, EditionFactory, InvitationFactory, PersonFactory
from tests.forums.api.test_schema import shape

pytestmark = [pytest.mark.django_db, pytest.mark.office]

HERE = "/api/v1/registration/"


@pytest.fixture
def edition():
    return EditionFactory(
        public=True, title="The Forum", title_zh_hans="论坛", starts_on=dt.date(2032, 12, 12),
        ends_on=dt.date(2032, 12, 13), timezone="Asia/Shanghai", languages=["en", "zh-hans"],
    )  # fmt: skip


@pytest.fixture
def invitation(edition):
    person = PersonFactory(family_name="Trankmann", given_name="Beate", email="beate@example.org")
    AppointmentFactory(person=person, title="dean", title_zh_hans="院长")
    return InvitationFactory(edition=edition, person=person, role="keynote", sent=True)


class Program:
    """A program that holds a token."""

    def __init__(self, client, token):
        self.client, self.token = client, token

    def ask(self, method, address="", data=None, **more):
        headers = {"authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        more.setdefault("content_type", "application/json") if method != "get" else None
        return getattr(self.client, method)(f"{HERE}{address}", data, headers=headers, **more)

    def section(self, key):
        return self.ask("get", f"sections/{key}").json()

    def save(self, key, **values):
        """The section with other values, as a program sends it that has just read it."""
        found = self.section(key)
        return self.ask("put", f"sections/{key}", {"seen": found["stamp"], "values": found["values"] | values})


@pytest.fixture
def program(client, invitation):
    return Program(client, issue_link(invitation).rstrip("/").rpartition("/")[2])


@pytest.fixture
def accepted(program):
    assert program.ask("post", "answer", {"answer": "accept", "programme": True}).status_code == 200
    return program


def problem(response):
    """Status, words and errors, after a look at what every problem has."""
    assert response["Content-Type"] == "application/problem+json"
    assert (response["Cache-Control"], response["Access-Control-Allow-Origin"]) == ("no-store", "*")
    told = response.json()
    assert told["status"] == response.status_code
    return response.status_code, told["detail"], told.get("errors")


# The token


def test_every_token_that_opens_nothing_gets_the_same_answer(client, program, invitation):
    nothing = [program.client.get(HERE), Program(client, "forged").ask("get"), Program(client, "").ask("get")]
    basic = client.get(HERE, headers={"authorization": f"Basic {program.token}"})
    Invitation.objects.update(expires_at=dt.datetime(2022, 1, 1, tzinfo=dt.UTC))
    expired = program.ask("get")
    Invitation.objects.update(expires_at=dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    revoke_invitation(invitation, by=None)
    for response in (*nothing, basic, expired, program.ask("get")):
        assert response.content == nothing[0].content
        assert problem(response)[0] == 401
        assert response["WWW-Authenticate"] == 'Bearer realm="registration"'


def test_guessing_is_stopped_and_whoever_holds_a_right_token_is_not(client, program):
    answers = [Program(client, f"guess-{number}").ask("get").status_code for number in range(22)]
    assert answers == [401] * 20 + [429] * 2
    assert program.ask("get").status_code == 200


def test_a_page_of_another_site_may_ask_with_the_token_and_no_cookie_counts(client, program):
    response = client.options(f"{HERE}sections/name", headers={"origin": "https://other.example.org"})
    assert response["Access-Control-Allow-Methods"] == "GET, PUT, HEAD, OPTIONS"
    assert "Authorization" in response["Access-Control-Allow-Headers"]
    response = program.ask("get", headers={"origin": "https://other.example.org"})
    assert (response["Access-Control-Allow-Origin"], response["Cache-Control"]) == ("*", "no-store")
    assert "Access-Control-Allow-Credentials" not in response
    assert not response.cookies


# What it shows


def test_the_invitation_says_who_is_asked_to_what(program, invitation):
    told = program.ask("get").json()
    shape("Registration").validate(told)
    assert told["printed"] == {"name": "Beate Trankmann", "titles": ["dean"]}
    assert (told["invitation"]["status"], told["invitation"]["role_name"]) == ("open", "Keynote")
    assert (told["edition"]["title"], told["edition"]["starts_on"]) == ("The Forum", "2032-12-12")
    assert (told["registration"], told["sections"]) == (None, [])
    assert told["what_next"] == "Beate Trankmann, you are invited to take part in The Forum."
    invitation.refresh_from_db()
    assert invitation.status == "opened"
    chinese = program.ask("get", data={"lang": "zh-hans"})
    assert (chinese.json()["edition"]["title"], chinese["Content-Language"]) == ("论坛", "zh-hans")


def test_every_section_is_there_once_it_is_accepted(accepted, invitation):
    told = accepted.ask("get").json()
    shape("Registration").validate(told)
    assert (told["invitation"]["status"], told["registration"]) == ("accepted", "confirmed")
    assert [section["key"] for section in told["sections"]] == [name for name in SECTIONS if name != "talk"]
    name = told["sections"][0]
    assert name["values"] == {
        "family_name": "Trankmann", "given_name": "Beate", "name_order": "given-first", "native_name": "",
        "honorific_en": "",
    }  # fmt: skip
    assert [field["name"] for field in name["fields"]] == [
        "honorific_en", "given_name", "family_name", "name_order", "native_name",
    ]  # fmt: skip
    for section in told["sections"]:
        assert section == accepted.section(section["key"])
    assert Consent.objects.filter(purpose="programme", channel="link").exists()


@pytest.mark.parametrize("talks", [1, 3])
def test_it_costs_the_same_for_any_number_of_talks(accepted, django_assert_num_queries, talks):
    card = Registration.objects.get().card
    for _ in range(talks):
        CreditFactory(card=card, session__edition=card.edition)
    # the invitation; the registration, titles, times; what is asked for, the parts; consents
    with django_assert_num_queries(7):
        told = accepted.ask("get").json()
    assert len(told["sections"]) == 9 + talks


# Answering


def test_declining_names_somebody_else(program, invitation):
    answer = {
        "answer": "decline", "reason": "Ill.", "instead": "substitute", "family_name": "Roe", "given_name": "Jo",
        "email": "jo@example.org",
    }  # fmt: skip
    response = program.ask("post", "answer", answer)
    assert response.json()["invitation"]["status"] == "declined"
    invitation.refresh_from_db()
    assert (invitation.reason, invitation.substitute.email, invitation.delegate) == ("Ill.", "jo@example.org", False)
    assert program.ask("post", "answer", answer).status_code == 200
    status, told, _ = problem(program.ask("post", "answer", {"answer": "accept"}))
    assert (status, told.startswith("You have declined this invitation.")) == (409, True)


def test_who_has_accepted_can_decline(accepted):
    accepted.ask("post", "answer", {"answer": "decline"})
    assert Registration.objects.get().status == "withdrawn"
    assert problem(accepted.ask("get", "sections/name"))[0] == 409


def test_a_cancelled_edition_is_not_accepted(program, edition):
    edition.status = "cancelled"
    edition.save()
    assert problem(program.ask("post", "answer", {"answer": "accept"})) == (
        409, "The Forum has been cancelled.", None,
    )  # fmt: skip
    assert program.ask("get").json()["what_next"].startswith("The Forum has been cancelled.")


WRONG_ANSWERS = [
    ({}, {"answer": ["Possible: accept, decline."]}),
    ({"answer": {}}, None),
    ({"answer": "maybe"}, {"answer": ["Possible: accept, decline."]}),
    ({"answer": "accept", "programme": "yes"}, {"programme": ["Send true or false."]}),
    ({"answer": "accept", "reason": "x"}, {"reason": ["Possible here: programme."]}),
    ({"answer": "decline", "instead": "delegate"}, {
        "family_name": ["Give their family name."],
        "email": ["Give their e-mail address, so that the secretariat can write to them."],
    }),
    ({"answer": "decline", "reason": 7}, {"reason": ["Send a text."]}),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "errors"), WRONG_ANSWERS)
def test_an_answer_that_is_none_changes_nothing(program, invitation, answer, errors):
    status, _, told = problem(program.ask("post", "answer", answer))
    assert status == 400
    assert errors is None or told == errors
    invitation.refresh_from_db()
    assert invitation.status == "sent"


# Sections


def test_a_section_is_saved_whole_with_the_stamp_that_was_read(accepted):
    response = accepted.save("name", given_name="Beatrix")
    told = response.json()
    shape("SavedSection").validate(told)
    assert (response.status_code, told["outcome"]) == (200, "saved")
    assert told["section"] == accepted.section("name")
    assert (told["section"]["values"]["given_name"], told["section"]["looked_through"]) == ("Beatrix", True)
    assert accepted.save("name").json()["outcome"] == "unchanged"


def test_whoever_is_late_is_told_what_stands_now(accepted):
    before = accepted.section("stay")
    accepted.save("stay", arrival="Sunday")
    monday = {"arrival": "Monday", "needs": ""}
    response = accepted.ask("put", "sections/stay", {"seen": before["stamp"], "values": monday})
    assert problem(response)[:2] == (
        409, "Someone else has saved this in the meantime. Compare both versions, and save again.",
    )  # fmt: skip
    shape("Conflict").validate(response.json())
    standing = response.json()["section"]
    assert standing == accepted.section("stay")
    assert standing["values"]["arrival"] == "Sunday"
    assert accepted.ask("put", "sections/stay", {"seen": standing["stamp"], "values": monday}).status_code == 200


def test_what_is_printed_is_asked_for(accepted, edition):
    card = Registration.objects.get().card
    CreditFactory(card=card, session__edition=edition, session__starts_at=dt.datetime(2032, 12, 12, 1, tzinfo=dt.UTC),
                  session__ends_at=dt.datetime(2032, 12, 12, 2, tzinfo=dt.UTC))  # fmt: skip
    publish_agenda(edition)
    response = accepted.save("titles", billed_titles_en="president")
    assert (response.status_code, response.json()["outcome"]) == (202, "asked")
    shape("SavedSection").validate(response.json())
    section = response.json()["section"]
    assert (section["values"]["billed_titles_en"], section["asked"]["printed"]) == ("president", "dean")
    assert ChangeRequest.objects.get().after == "president"


def test_a_talk_is_a_section_of_its_own(accepted, edition):
    credit = CreditFactory(card=Registration.objects.get().card, session__edition=edition)
    foreign = CreditFactory(session__edition=edition)
    response = accepted.save(f"talk-{credit.pk}", talk_en="Rules that carry")
    assert response.json()["section"]["values"]["talk_en"] == "Rules that carry"
    for key in (f"talk-{foreign.pk}", "talk", "nothing"):
        assert problem(accepted.ask("get", f"sections/{key}"))[0] == 404


def test_times_are_sent_as_times(accepted):
    values = {
        "timezone": "Europe/Berlin",
        "times": [
            {"starts_at": "2032-12-12T14:00:00+01:00", "ends_at": "2032-12-12T16:00:00+01:00"},
            {"starts_at": "2032-12-12T09:00:00+01:00", "ends_at": "2032-12-12T10:00:00+01:00"},
            {"starts_at": "2032-12-12T15:00:00+01:00", "ends_at": "2032-12-12T17:00:00+01:00"},
        ],
    }
    told = accepted.save("time", **values).json()
    assert told["section"]["values"]["times"] == [
        {"starts_at": "2032-12-12T08:00:00+00:00", "ends_at": "2032-12-12T09:00:00+00:00"},
        {"starts_at": "2032-12-12T13:00:00+00:00", "ends_at": "2032-12-12T16:00:00+00:00"},
    ]
    assert accepted.save("time").json()["outcome"] == "unchanged"


FORM = 'Send each span as {"starts_at": …, "ends_at": …}, like 2022-12-31T09:30:00+08:00.'
WRONG_VALUES = [
    ("name", {"family_name": ""}, {"family_name": ["This field is required."]}),
    ("name", {"family_name": "a\u202e"}, {"family_name": ["Remove the invisible character U+202E at position 2."]}),
    ("name", {"family_name": 3}, {"family_name": ["Send a text."]}),
    (
        "titles", {"billed_titles_en": "x" * 2000},
        {"billed_titles_en": ["Shorten line 1 to 300 characters; it has 2,000."]},
    ),
    ("languages", {"languages": "en"}, {"languages": ["Send a list of texts."]}),
    ("languages", {"languages": [["en"]]}, {"languages": ["Send a list of texts."]}),
    ("consents", {"photo": "on"}, {"photo": ["Send true or false."]}),
    ("time", {"timezone": "Mars/Base"}, None),
    ("time", {"times": {}}, {"times": ["Send a list."]}),
    ("time", {"times": [5]}, {"times": [FORM]}),
    ("time", {"times": [{"starts_at": "2032-12-12T09:00", "ends_at": "2032-12-12T10:00"}]}, {"times": [FORM]}),
    ("time", {"times": [{"starts_at": "0001-01-01T00:00+14:00", "ends_at": "2032-01-01T00:00Z"}]}, {"times": [FORM]}),
    (
        "time", {"times": [{"starts_at": "2032-12-12T09:00Z", "ends_at": "2032-12-12T09:00Z"}]},
        {"times": ["A span ends after it starts."]},
    ),
    ("attendance", {"mode": "by-balloon"}, None),
]  # fmt: skip


@pytest.mark.parametrize(("key", "values", "errors"), WRONG_VALUES)
def test_values_that_cannot_be_are_told_by_field(accepted, key, values, errors):
    before = accepted.section(key)
    status, _, told = problem(accepted.save(key, **values))
    assert (status, told.keys()) == (400, values.keys())
    assert errors is None or told == errors
    assert accepted.section(key) == before


def test_half_a_section_is_not_a_section(accepted):
    seen = accepted.section("stay")["stamp"]
    for body, names in [
        ({"seen": seen, "values": {"arrival": "x"}}, ["needs"]),
        ({"seen": seen, "values": {"arrival": "x", "needs": "", "photo": "people/1.jpg"}}, ["photo"]),
        ({"values": {"arrival": "x", "needs": ""}}, ["seen"]),
        ({"seen": seen, "values": []}, ["values"]),
        ({"seen": seen, "values": {"arrival": "x", "needs": ""}, "force": True}, ["force"]),
    ]:
        assert list(problem(accepted.ask("put", "sections/stay", body))[2]) == names


def test_a_photo_is_sent_as_a_form_and_its_file_is_named_nowhere(client, accepted):
    picture = io.BytesIO()
    Image.new("RGB", (300, 300), "red").save(picture, "JPEG")

    def send(content, **more):
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        section = accepted.section("photo")
        data = {"seen": section["stamp"], "crop": "middle"} | more
        if content:
            data["file"] = io.BytesIO(content)
            data["file"].name = "../../photo.svg"
        return accepted.ask("put", "sections/photo", encode_multipart(BOUNDARY, data), content_type=MULTIPART_CONTENT)

    assert accepted.section("photo")["values"] == {"photo": False}
    response = send(picture.getvalue())
    assert (response.status_code, response.json()["section"]["values"]) == (200, {"photo": True})
    registration = Registration.objects.get()
    assert default_storage.exists(registration.photo.name)
    assert registration.photo.name not in accepted.ask("get").content.decode()
    assert problem(send(b"<svg/>"))[2] == {"file": ["Send the photo as JPEG, PNG or WebP."]}
    assert problem(send(b""))[2] == {"file": ["Choose a file."]}
    assert send(b"", remove="on").json()["section"]["values"] == {"photo": False}
    assert problem(accepted.ask("put", "sections/photo", {"seen": "", "values": {}}))[2].keys() == {"file"}
    assert problem(accepted.ask("put", "sections/name", "x", content_type="multipart/form-data; boundary=x"))[0] == 400


def test_nothing_can_be_filled_in_before_it_is_accepted_or_after_it_is_declined(program, invitation):
    for _ in range(2):
        for method in ("get", "put"):
            assert problem(program.ask(method, "sections/name", {} if method == "put" else None))[0] == 409
        decline_invitation(invitation)
