"""The speaker's page behind a private link."""

import datetime as dt
import io
import re
from html import unescape

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from forums.agenda.release import publish_agenda
from speakers.assistants import issue_assistant_link, revoke_assistant_link
from speakers.invitations import decline_invitation, issue_link, revoke_invitation
from speakers.models import Availability, ChangeRequest, Consent, Invitation, Person, Registration
from speakers.pages import words
from speakers.pages.forms import FORMS
from speakers.registrations import register_person, save_registration
from speakers.sections import SECTIONS
from tests.factories import (
    AbstractFactory,
    AppointmentFactory,
    AssistantLinkFactory,
    AvailabilityFactory,
    ConsentFactory,
    CreditFactory,
    EditionFactory,
    InvitationFactory,
    OrganizationFactory,
    PersonFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.office]


@pytest.fixture
def edition():
    return EditionFactory(
        public=True,
        title="The Forum",
        title_zh_hans="论坛",
        starts_on=dt.date(2022, 12, 12),
        ends_on=dt.date(2022, 12, 13),
        timezone="Asia/Shanghai",
        city="Beijing",
        languages=["en", "zh-hans"],
        forum__contact="office@example.org",
    )


@pytest.fixture
def person():
    person = PersonFactory(family_name="Trankmann", given_name="Beate", email="beate@example.org")
    organization = OrganizationFactory(name="Academy", name_zh_hans="研究院", takes_article=True)
    AppointmentFactory(person=person, title="dean", title_zh_hans="院长", organization=organization)
    return person


@pytest.fixture
def invitation(edition, person):
    return InvitationFactory(edition=edition, person=person, role="keynote", sent=True)


def path_of(address, settings):
    return address.removeprefix(settings.SITE_URL)


@pytest.fixture
def root(invitation, settings):
    """The address of the invitation."""
    return path_of(issue_link(invitation), settings)


@pytest.fixture
def accepted(client, root):
    """The address of the page of somebody who has accepted."""
    client.post(f"{root}accept/", {"programme": "on"})
    return root


def text(response):
    """What is read on the page, without its marks."""
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body.replace("</a>", ""))).split())


def seen(client, root, key):
    """The stamp that the page carries for a section."""
    body = client.get(root).content.decode()
    form = body[body.index(f'action="{root}{key}/"') :]
    return re.search(r'name="seen" value="(\w+)"', form)[1]


def post(client, root, key, data, **more):
    return client.post(f"{root}{key}/", data | {"seen": seen(client, root, key)} | more)


# The invitation


def test_the_invitation_says_who_is_asked_to_what(client, root):
    told = text(client.get(root))
    for said in (
        "Beate Trankmann, you are invited to take part in The Forum.",
        "As Keynote", "When 12 December 2022 – 13 December 2022", "Where Beijing",
        "dean of the Academy", "Accept the invitation", "Decline, or name someone else", "office@example.org",
    ):  # fmt: skip
        assert said in told


def test_the_invitation_speaks_chinese(client, root, person):
    Person.objects.update(native_name="白雅婷")
    response = client.get(f"{root}?language=zh-hans")
    assert response.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-hans">' in response.content.decode()
    told = text(response)
    for said in ("白雅婷，诚邀您参加论坛。", "时间 2022年12月12日至2022年12月13日", "研究院院长", "接受邀请"):
        assert said in told


def test_the_page_is_in_the_language_of_the_mail_unless_another_is_chosen(client, root, invitation):
    Invitation.objects.update(language="zh-hans")
    assert client.get(root).headers["Content-Language"] == "zh-hans"
    assert client.get(f"{root}?language=en").headers["Content-Language"] == "en"
    Invitation.objects.update(language="ru")
    assert client.get(root).headers["Content-Language"] == "en"
    assert client.get(f"{root}?language=xx").headers["Content-Language"] == "en"


def test_what_is_not_known_yet_is_said(client, settings):
    root = path_of(issue_link(InvitationFactory(sent=True)), settings)
    told = text(client.get(root))
    assert "When to be announced Where to be announced" in told
    assert "No titles yet." in told


def test_opening_is_all_that_reading_changes(client, root):
    client.head(root)
    assert Invitation.objects.get().status == "sent"
    before = Invitation.objects.values().get()
    client.get(root)
    client.get(f"{root}decline/")
    client.get(f"{root}accept/")
    client.get(f"{root}name/")
    changed = {key for key, value in Invitation.objects.values().get().items() if before[key] != value}
    assert (changed, Invitation.objects.get().status) == ({"status", "opened_at"}, "opened")
    assert not Registration.objects.exists()


def test_accepting_leads_to_the_page(client, root):
    response = client.post(f"{root}accept/", {"programme": "on"})
    assert (response.status_code, response.url) == (302, root)
    registration = Registration.objects.get()
    assert (registration.status, registration.billed_titles_en) == ("confirmed", "dean of the Academy")
    assert (registration.card.published, registration.agreed_at is not None) == (True, True)
    assert Consent.objects.values_list("purpose", "channel").get() == ("programme", "link")
    assert "0 of 9 sections looked through" in text(client.get(root))


def test_accepting_alone_is_no_consent(client, root):
    client.post(f"{root}accept/")
    assert (Registration.objects.get().card.published, Consent.objects.exists()) == (False, False)


def test_accepting_twice_is_accepting_once(client, root):
    for _ in range(2):
        assert client.post(f"{root}accept/").status_code == 302
    assert (Registration.objects.count(), Invitation.objects.get().status) == (1, "accepted")


def test_a_cancelled_edition_is_said_and_not_accepted(client, root, edition):
    edition.status = "cancelled"
    edition.save()
    assert "The Forum has been cancelled." in text(client.get(root))
    response = client.post(f"{root}accept/")
    assert response.status_code == 409
    assert "has been cancelled" in text(response)
    assert not Registration.objects.exists()


def test_declining_with_a_reason(client, root):
    response = client.post(f"{root}decline/", {"reason": "I travel.", "instead": "nobody"})
    assert response.url == root
    invitation = Invitation.objects.get()
    assert (invitation.status, invitation.reason, invitation.substitute) == ("declined", "I travel.", None)
    assert "You have declined" in text(client.get(root))


@pytest.mark.parametrize(("instead", "delegate"), [("substitute", False), ("delegate", True)])
def test_naming_someone_else(client, root, instead, delegate):
    named = {"family_name": "Li", "given_name": "Wei", "email": "li@example.org"}
    client.post(f"{root}decline/", {"instead": instead} | named)
    invitation = Invitation.objects.get()
    assert (invitation.status, invitation.delegate) == ("declined", delegate)
    assert {key: getattr(invitation.substitute, key) for key in named} == named


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Someone else: This field is required."),
        ({"instead": "the-pope"}, "Someone else: Select a valid choice."),
        ({"instead": "substitute", "email": "li@example.org"}, "Their family name: Give their family name."),
        ({"instead": "substitute", "family_name": "Li"}, "Their e-mail address: Give their e-mail address"),
        ({"instead": "delegate", "family_name": "Li", "email": "li"}, "Their e-mail address: Enter a valid email"),
        ({"instead": "delegate", "family_name": "L\u202ei", "email": "li@example.org"},
         "Their family name: Remove the invisible character U+202E at position 2."),
    ],
)  # fmt: skip
def test_half_a_substitute_is_told_and_nothing_is_declined(client, root, data, told):
    response = client.post(f"{root}decline/", data)
    assert response.status_code == 400
    assert told in text(response)
    assert (Invitation.objects.get().status, Person.objects.count()) == ("sent", 1)


def test_declining_after_accepting_frees_the_place(client, accepted):
    assert "your place is given up" in text(client.get(f"{accepted}decline/"))
    client.post(f"{accepted}decline/", {"instead": "nobody"})
    registration = Registration.objects.get()
    assert (registration.status, registration.card.published) == ("withdrawn", False)
    assert "You have declined" in text(client.get(accepted))
    # Whoever changes their mind again writes to the office: the place may be another's by now.
    response = client.post(f"{accepted}accept/")
    assert (response.status_code, "office@example.org" in text(response)) == (409, True)
    assert client.post(f"{accepted}stay/", {"needs": "A ramp."}).status_code == 409


def test_a_registration_that_the_office_withdrew_is_said(client, accepted):
    registration = Registration.objects.get()
    registration.status = "withdrawn"
    save_registration(registration)
    assert "Your registration for The Forum has been withdrawn." in text(client.get(accepted))


# Links that do not work


@pytest.fixture
def dead_links(edition, settings):
    """An address of every kind that leads nowhere."""
    rows = InvitationFactory.create_batch(4, edition=edition, sent=True)
    unknown = "A" * 43
    links = {
        "unknown": f"/i/{unknown}/", "forged": f"/i/{'../' * 3}/".replace("../", "x"), "long": f"/i/{'x' * 5000}/",
        "control": "/i/%00%E2%80%AE/", "assistant": f"/a/{unknown}/", "assistant’s speaker": f"/a/{unknown}/1/",
        "assistant’s section": f"/a/{unknown}/1/name/",
    }  # fmt: skip
    addresses = [path_of(issue_link(row), settings) for row in rows]
    links["superseded"] = addresses[0]
    issue_link(rows[0])
    links["expired"] = addresses[1]
    Invitation.objects.filter(pk=rows[1].pk).update(expires_at="2001-01-01T00:00Z")
    links["revoked"] = addresses[2]
    revoke_invitation(rows[2], by=None)
    links["section of an expired one"] = f"{addresses[1]}name/"
    link = AssistantLinkFactory(edition=edition)
    links["revoked assistant"] = path_of(issue_assistant_link(link, by=None), settings)
    revoke_assistant_link(link)
    return links


def test_every_link_that_does_not_work_is_answered_alike(client, dead_links):
    answers = {client.get(address).content for address in dead_links.values()}
    answers |= {client.post(address).content for address in list(dead_links.values())[:6]}
    assert len(answers) == 1
    assert b"This link does not work" in answers.pop()


def test_private_pages_are_kept_by_nobody_and_told_to_nobody(client, accepted, dead_links):
    pages = [accepted, f"{accepted}decline/", f"{accepted}picture/", *dead_links.values()]
    for response in [*map(client.get, pages), client.post(f"{accepted}name/", {}), client.delete(accepted)]:
        assert (
            response.headers["Cache-Control"], response.headers["Referrer-Policy"], response.headers["X-Robots-Tag"],
        ) == ("no-store", "no-referrer", "noindex, nofollow")  # fmt: skip
        assert not response.cookies


def test_the_twenty_first_guess_is_turned_away_and_a_right_link_is_not(client, root):
    answers = [client.get(f"/i/{number}/").status_code for number in range(22)]
    assert answers == [404] * 20 + [429] * 2
    refused = client.get("/i/again/")
    assert (refused.headers["Retry-After"], "Wait ten minutes" in text(refused)) == ("600", True)
    assert client.get(root).status_code == 200
    assert client.get("/i/again/", REMOTE_ADDR="192.0.2.7").status_code == 404


def test_an_address_that_only_claims_to_be_another_is_the_same(client):
    answers = [client.get(f"/i/{n}/", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code for n in range(21)]
    assert answers[-1] == 429


def test_without_a_cache_nobody_is_turned_away(client, settings):
    cache = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": cache, "LOCATION": "redis://127.0.0.1:1"}}
    assert [client.get(f"/i/{number}/").status_code for number in range(22)] == [404] * 22


def test_a_bad_link_speaks_the_language_of_the_browser(client):
    assert "此链接无效" in text(client.get("/i/x/", headers={"accept-language": "zh-hans"}))
    assert "This link does not work" in text(client.get("/i/x/", headers={"accept-language": "ru"}))


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_only_reading_and_posting(client, root, method):
    assert getattr(client, method)(root).status_code == 405
    assert client.post(root).status_code == 405


# The page


def test_every_section_has_a_form_and_a_heading(client, accepted):
    assert list(FORMS) == list(SECTIONS)
    CreditFactory(session__title="Opening", session__edition=Registration.objects.get().edition,
                  card=Registration.objects.get().card)  # fmt: skip
    body = client.get(accepted).content.decode()
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", body)
    assert headings == [
        "Your name", "Your titles", "Biography", "Photo", "Your part: Opening", "How you take part",
        "When you can speak", "Your stay", "Languages", "What you agree to",
    ]  # fmt: skip
    assert len(re.findall(r"<h1", body)) == 1


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_field_has_a_label_and_every_id_is_there_once(client, accepted, language):
    registration = Registration.objects.get()
    CreditFactory.create_batch(2, session__edition=registration.edition, card=registration.card)
    for address in (accepted, f"{accepted}decline/"):
        body = client.get(f"{address}?language={language}").content.decode()
        ids = re.findall(r'\bid="([^"]+)"', body)
        assert sorted(ids) == sorted(set(ids))
        labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', body))
        fields = re.findall(r"<(?:input|select|textarea)\b[^>]*>", body)
        for field in fields:
            if 'type="hidden"' not in field:
                assert re.search(r'\bid="([^"]+)"', field)[1] in labelled
        described = {it for group in re.findall(r'aria-describedby="([^"]+)"', body) for it in group.split()}
        assert described <= set(ids)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(client, accepted, django_assert_num_queries, rows):
    registration = Registration.objects.get()
    person, edition = registration.person, registration.edition
    AppointmentFactory.create_batch(rows, person=person, organization=OrganizationFactory())
    AvailabilityFactory.create_batch(rows, registration=registration)
    for credit in CreditFactory.create_batch(rows, session__edition=edition, card=registration.card):
        AbstractFactory(credit=credit)
    for purpose in ("photo", "recording", "summary")[:rows]:
        ConsentFactory(person=person, edition=edition, purpose=purpose)
    # invitation; registration, its appointments, their organizations, its times; requests; parts; consents, twice
    with django_assert_num_queries(9):
        assert client.get(accepted).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_invitation_costs_the_same_for_any_number_of_titles(client, root, person, django_assert_num_queries, rows):
    AppointmentFactory.create_batch(rows, person=person, organization=OrganizationFactory())
    client.get(root)
    # invitation; registration, appointments, their organizations; opened already
    with django_assert_num_queries(4):
        assert client.get(root).status_code == 200


def test_a_section_is_saved_and_the_rest_stays_to_do(client, accepted):
    response = post(client, accepted, "stay", {"arrival": "By train.", "needs": "A ramp."})
    assert response.url == f"{accepted}?saved=stay.saved#stay"
    told = text(client.get(response.url))
    assert "1 of 9 sections looked through" in told
    assert "Your stay Saved." in told
    assert Registration.objects.values_list("arrival", "needs").get() == ("By train.", "A ramp.")


def test_the_language_that_was_chosen_stays(client, accepted):
    mark = seen(client, accepted, "stay")
    response = client.post(f"{accepted}stay/?language=zh-hans", {"needs": "A ramp.", "seen": mark})
    assert response.url == f"{accepted}?saved=stay.saved&language=zh-hans#stay"


NAME = {"family_name": "Trankmann", "given_name": "Beate", "name_order": "given-first"}


@pytest.mark.parametrize(
    ("key", "data", "told"),
    [
        ("name", NAME | {"family_name": ""}, "Family name: This field is required."),
        ("name", NAME | {"given_name": "B\u202eeate"}, "Given name: Remove the invisible character U+202E at"),
        ("name", NAME | {"native_name": "a\x07"}, "Name in its own script: Remove the invisible character U+0007"),
        ("name", NAME | {"family_name": "x" * 101}, "Family name: Ensure this value has at most 100 characters"),
        ("name", NAME | {"given_name": "two\u2028lines"}, "Given name: Write this on one line."),
        ("titles", {"billed_titles_en": "dean\n" + "x" * 2000}, "Shorten line 2 to 300 characters; it has 2,000."),
        ("titles", {"billed_titles_en": "\n".join("abcdefghijk")}, "Give at most ten titles, one a line."),
        ("bio", {"bio_en": "x" * 2001}, "Ensure this value has at most 2000 characters (it has 2001)."),
        ("bio", {"bio_zh_hans": "\u202e"}, "Biography (中文): Remove the invisible character"),
        ("attendance", {"mode": "read-on-behalf"}, "I take part: Select a valid choice."),
        ("time", {"timezone": "Moon/Sea"}, "Your time zone: Select a valid choice."),
        ("time", {"timezone": "Asia/Shanghai", "from-2022-12-12-0": "9:00"},
         "Monday, 12 December 2022, until: Give both times, or neither."),
        ("time", {"timezone": "Asia/Shanghai", "from-2022-12-13-0": "18:00", "until-2022-12-13-0": "9:00"},
         "Tuesday, 13 December 2022, until: The end must come after the start."),
        ("time", {"timezone": "Asia/Shanghai", "from-2022-12-12-0": "soon"},
         "Monday, 12 December 2022, from: Enter a valid time."),
        ("languages", {"languages": ["tlh"]}, "I can speak in: Select a valid choice."),
        ("photo", {}, "New photo: Choose a file."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_saved(client, accepted, key, data, told):
    before = Person.objects.values().get(), Registration.objects.values().get()
    response = post(client, accepted, key, data)
    assert response.status_code == 400
    assert told in text(response)
    assert 'aria-invalid="true"' in response.content.decode()
    assert (Person.objects.values().get(), Registration.objects.values().get()) == before


def test_what_cannot_be_is_told_in_chinese(client, accepted):
    mark = seen(client, accepted, "name")
    data = NAME | {"given_name": "B\u202eeate", "family_name": "", "seen": mark}
    told = text(client.post(f"{accepted}name/?language=zh-hans", data))
    assert "名：请删除第2位的不可见字符U+202E。" in told
    assert "姓：该字段是必填项。" in told


def test_what_was_typed_comes_back_as_text(client, accepted):
    response = post(client, accepted, "name", NAME | {"family_name": "", "given_name": "<img src=x onerror=alert(1)>"})
    assert "<img src=x" not in response.content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in response.content.decode()


def test_a_name_is_no_mark_up_anywhere(client, accepted):
    Person.objects.update(given_name="<b>Beate</b>", native_name="{% now 'Y' %}{edition}")
    body = client.get(accepted).content.decode()
    assert "<b>Beate" not in body
    assert "{% now &#x27;Y&#x27; %}{edition}" in body


def test_titles_lose_empty_lines_and_line_ends_are_ours(client, accepted):
    chinese = {"billed_titles_zh_hans": "校长"}
    post(client, accepted, "titles", chinese | {"billed_titles_en": " president \r\n\r\n fellow\r\n"})
    assert Registration.objects.get().billed_titles_en == "president\nfellow"
    # Sent again as browsers do, it is the same.
    again = post(client, accepted, "titles", chinese | {"billed_titles_en": "president\r\nfellow"})
    assert again.url == f"{accepted}?saved=titles.unchanged#titles"


def test_a_biography_is_counted_and_previewed(client, accepted):
    response = client.post(f"{accepted}bio/", {"bio_en": "She works.\r\n\r\nHard <i>.", "preview": "1"})
    told = text(response)
    assert (response.status_code, "It is not saved yet." in told, "21 of 2,000 characters" in told) == (200, True, True)
    assert "<p>She works.</p>\n\n<p>Hard &lt;i&gt;.</p>" in response.content.decode()
    assert (Registration.objects.get().bio_en or "", Registration.objects.get().sections) == ("", {})


def test_two_who_save_the_same_section_see_both(client, accepted):
    mark = seen(client, accepted, "stay")
    client.post(f"{accepted}stay/", {"needs": "A ramp.", "seen": mark})
    response = client.post(f"{accepted}stay/", {"needs": "A hearing loop.", "arrival": "By train.", "seen": mark})
    assert response.status_code == 409
    told = text(response)
    assert "Someone else has saved this section in the meantime" in told
    assert "What you need A ramp." in told
    assert "Arrival and departure (nothing)" in told
    assert ">\nA hearing loop.</textarea>" in response.content.decode()
    assert Registration.objects.get().needs == "A ramp."
    body = response.content.decode()
    mark = re.search(r'name="seen" value="(\w+)"', body[body.index(f'action="{accepted}stay/"') :])[1]
    client.post(f"{accepted}stay/", {"needs": "A hearing loop.", "seen": mark})
    assert Registration.objects.get().needs == "A hearing loop."


def test_a_post_without_a_stamp_overwrites_nothing(client, accepted):
    assert client.post(f"{accepted}stay/", {"needs": "A ramp."}).status_code == 409
    assert Registration.objects.get().needs == ""


def test_times_are_given_on_their_own_clock(client, accepted):
    data = {"timezone": "America/New_York", "from-2022-12-11-0": "20:00", "until-2022-12-11-0": "00:00",
            "from-2022-12-12-0": "00:00", "until-2022-12-12-0": "05:00"}  # fmt: skip
    post(client, accepted, "time", data)
    row = Availability.objects.get()
    assert (row.starts_at.isoformat(), row.ends_at.isoformat()) == (
        "2022-12-12T01:00:00+00:00", "2022-12-12T10:00:00+00:00",
    )  # fmt: skip
    told = text(client.get(accepted))
    assert "At the forum (Asia/Shanghai) that is Monday, 12 December 2022, 09:00 – 18:00." in told
    assert "Sunday, 11 December 2022 from" in told
    assert "unchanged" in post(client, accepted, "time", data).url


def test_their_part_is_told_on_both_clocks(client, accepted):
    registration = Registration.objects.get()
    registration.timezone = "Europe/Zurich"
    registration.save()
    CreditFactory(session__edition=registration.edition, session__timed=True, card=registration.card, role="keynote")
    told = text(client.get(accepted))
    assert "Keynote Monday, 12 December 2022, 20:00 (Asia/Shanghai) Monday, 12 December 2022, 13:00 for you" in told


def test_a_talk_belongs_to_its_speaker(client, accepted):
    registration = Registration.objects.get()
    own = CreditFactory(session__edition=registration.edition, card=registration.card)
    other = CreditFactory(session__edition=registration.edition)
    post(client, accepted, f"talk-{own.pk}", {"talk_en": "On trust", "abstract_en": "Trust."})
    own.refresh_from_db()
    assert (own.talk_en, own.written.text_en) == ("On trust", "Trust.")
    for key in (f"talk-{other.pk}", "talk-x", "talk", "nothing"):
        assert client.post(f"{accepted}{key}/", {"talk_en": "Mine"}).status_code == 404
    other.refresh_from_db()
    assert other.talk_en in {None, ""}


def test_what_tells_namesakes_apart_is_for_the_office_alone(client, accepted, assisted):
    Person.objects.update(distinguish="Nightingale")
    pages = [accepted, f"{accepted}decline/", assisted, f"{assisted}{Registration.objects.first().person_id}/"]
    for page in pages:
        response = client.get(page)
        assert (response.status_code, "Nightingale" in response.content.decode()) == (200, False)


def test_extra_values_are_ignored(client, accepted):
    before = Registration.objects.values("status", "edition", "person", "id").get()
    post(client, accepted, "stay", {"needs": "A ramp.", "status": "withdrawn", "id": 7, "person": 7, "edition": 7})
    assert Registration.objects.values("status", "edition", "person", "id").get() == before


def test_consents_are_given_and_taken_back_one_by_one(client, accepted):
    assert "Agreed on" in text(client.get(accepted))
    post(client, accepted, "consents", {"photo": "on", "recording": "on"})
    assert set(Consent.objects.standing().values_list("purpose", flat=True)) == {"photo", "recording"}
    assert Registration.objects.get().card.published is False
    assert set(Consent.objects.standing().values_list("text_version", "channel", "language")) == {
        ("2026-1", "link", "en")
    }


def test_an_agreement_to_older_words_is_asked_for_again(client, accepted):
    Consent.objects.update(text_version="2022-1")
    assert "to an earlier wording (2022-1)" in text(client.get(accepted))


# Photos


def picture(kind="PNG", size=(400, 300)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "green").save(buffer, kind)
    buffer.name = "../../me.php.png"
    buffer.seek(0)
    return buffer


def test_a_photo_is_cut_and_stored_anew(client, accepted):
    post(client, accepted, "photo", {"file": picture(), "crop": "start"})
    name = Registration.objects.get().photo.name
    assert re.fullmatch(r"registrations/[0-9a-f]{40}\.jpg", name)
    with Image.open(default_storage.open(name)) as stored:
        assert (stored.format, stored.size) == ("JPEG", (300, 300))
    response = client.get(f"{accepted}picture/")
    assert (response.headers["Content-Type"], response.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"".join(response.streaming_content) == default_storage.open(name).read()
    assert f'src="{accepted}picture/?' in client.get(accepted).content.decode()


def test_a_photo_is_removed(client, accepted):
    post(client, accepted, "photo", {"file": picture()})
    post(client, accepted, "photo", {"remove": "on"})
    assert Registration.objects.get().photo.name == ""
    assert client.get(f"{accepted}picture/").status_code == 404


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Send the photo as JPEG, PNG or WebP."),
        (b"", "The submitted file is empty."),
        (b"\x89PNG\r\n\x1a\n", "Send the photo as JPEG, PNG or WebP."),
    ],
)
def test_what_is_no_photo_is_refused(client, accepted, data, told):
    file = io.BytesIO(data)
    file.name = "me.png"
    response = post(client, accepted, "photo", {"file": file})
    assert (response.status_code, told in text(response)) == (400, True)
    assert Registration.objects.get().photo.name == ""


def test_a_photo_of_the_office_is_shown_only_as_a_picture(client, accepted):
    Person.objects.update(photo=default_storage.save("people/me.svg", io.BytesIO(b"<svg/>")))
    assert client.get(f"{accepted}picture/").status_code == 404
    Person.objects.update(photo="people/lost.png")
    assert client.get(f"{accepted}picture/").status_code == 404


# Once the programme is out


def test_what_is_printed_waits_for_the_office(client, accepted):
    registration = Registration.objects.get()
    CreditFactory(session__edition=registration.edition, session__timed=True, card=registration.card)
    publish_agenda(registration.edition)
    response = post(client, accepted, "bio", {"bio_en": "She works."})
    assert response.url == f"{accepted}?saved=bio.asked#bio"
    told = text(client.get(response.url))
    assert "Your change has been sent to the secretariat." in told
    assert "it waits for the secretariat. Printed now: (nothing)" in told
    assert (ChangeRequest.objects.get().after, Registration.objects.get().bio_en or "") == ("She works.", "")
    assert ">\nShe works.</textarea>" in client.get(accepted).content.decode()


# Assistants


@pytest.fixture
def assisted(edition, person, invitation, settings):
    link = AssistantLinkFactory(edition=edition, name="Kim", email="kim@example.org")
    other = register_person(edition=edition, person=PersonFactory(family_name="Li"), channel="mail").person
    link.persons.set([person, other, PersonFactory(family_name="Later")])
    return path_of(issue_assistant_link(link, by=None), settings)


def test_an_assistant_finds_all_their_speakers(client, assisted, person):
    response = client.get(assisted)
    addresses = re.findall(r'<a href="([^"?]+)\?language=en">', response.content.decode())
    assert len(addresses) == 3
    told = [text(client.get(address)) for address in addresses]
    assert sum("as the assistant of Beate Trankmann" in page for page in told) == 1
    assert sum("as the assistant of Li" in page for page in told) == 1
    assert sum("Later has no invitation to The Forum yet." in page for page in told) == 1
    assert client.post(assisted).status_code == 405


def test_an_assistant_answers_and_fills_in(client, assisted, person):
    root = f"{assisted}{person.pk}/"
    assert client.get(root).status_code == 200
    # That they look does not mean that the speaker has.
    assert Invitation.objects.get().status == "sent"
    client.post(f"{root}accept/", {"programme": "on"})
    assert Consent.objects.get(person=person).channel == "link of Kim"
    post(client, root, "stay", {"needs": "A ramp."})
    assert Registration.objects.get(person=person).needs == "A ramp."


def test_an_assistant_reaches_nobody_else(client, assisted, edition):
    other = register_person(edition=edition, person=PersonFactory(), channel="mail")
    for address in (f"{assisted}{other.person.pk}/", f"{assisted}{other.person.pk}/stay/", f"{assisted}999999/"):
        assert (client.get(address).status_code, client.post(address, {"needs": "x"}).status_code) == (404, 404)


def test_who_declined_is_not_registered_by_a_section(client, root, invitation):
    decline_invitation(invitation)
    assert client.post(f"{root}stay/", {"needs": "x"}).status_code == 409
    assert client.get(f"{root}picture/").status_code == 404
    assert not Registration.objects.exists()


# Words


def test_the_words_of_every_language_are_complete():
    keys = {language: list(words._WORDS[language]) for language in words.LANGUAGES}
    assert keys["zh-hans"] == keys["en"]
    for key in keys["en"]:
        braces = {tuple(sorted(set(re.findall(r"\{(\w+)\}", words._WORDS[code][key])))) for code in words.LANGUAGES}
        assert len(braces) == 1, key
        assert all(words._WORDS[code][key] for code in words.LANGUAGES)


def test_what_is_filled_in_is_never_read():
    assert words.say("invited-text", "en", name="{edition}", edition="{name}") == (
        "{edition}, you are invited to take part in {name}."
    )
