"""An open call: its public page, the one mail that it causes, and the page on which a proposal is confirmed."""

import datetime as dt
import re
from html import unescape

import pytest
from django.core import mail
from django.utils import timezone

from forums.jobs import work_off
from speakers.models import Mail, OpenCall, PrivateLink, Proposal
from speakers.proposals import CONFIRMED_WITHIN, forget_unconfirmed
from tests.factories import EditionFactory, OpenCallFactory, PersonFactory, ProposalFactory

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def call():
    edition = EditionFactory(
        public=True, slug="forum-2030", title="The Forum", title_zh_hans="论坛", timezone="Asia/Shanghai",
        forum__contact="office@example.org",
    )  # fmt: skip
    return OpenCallFactory(edition=edition, introduction="Come & speak.", introduction_zh_hans="欢迎申请。")


SELF = {
    "family_name": "Osei", "given_name": "Ama", "name_order": "given-first", "native_name": "",
    "email": "ama@example.org", "organization": "Institute", "title": "director", "country": "GH",
    "bio": "Writes.", "talk": "Rules", "abstract": "Why.", "website": "",
}  # fmt: skip
NOMINATION = SELF | {
    "nominator_name": "Kofi Mensah", "nominator_email": "kofi@example.org", "nominator_organization": "Academy",
    "agreed": "on",
}  # fmt: skip
ROOT = "/call/forum-2030/"


def text(response):
    """What is read on the page, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def send(client, kind="self", **values):
    return client.post(f"{ROOT}{kind}/", (SELF if kind == "self" else NOMINATION) | values)


def link(message):
    return re.search(r"http://localhost:8000(/p/\S+)", message.body)[1]


@pytest.fixture
def page(client, call):
    """The private page of a proposal that was just sent in."""
    send(client)
    work_off()
    return link(mail.outbox[0])


# The public page


def test_the_call_says_what_it_is_about_and_until_when(client, call):
    OpenCall.objects.update(closes_at=dt.datetime(2099, 6, 1, 16, tzinfo=dt.UTC))
    told = text(client.get(ROOT))
    assert "Come & speak." in told
    assert "Open until Tuesday, 2 June 2099, 00:00 (Asia/Shanghai)." in told
    assert "Propose yourself" in told
    assert "Nominate a speaker" in told
    chinese = client.get(ROOT, {"language": "zh-hans"})
    assert chinese["Content-Language"] == "zh-hans"
    assert "欢迎申请。" in text(chinese)
    assert f'href="{ROOT}self/?language=zh-hans"' in chinese.content.decode()


def test_only_what_the_call_takes_is_offered(client, call):
    OpenCall.objects.update(nominations=False)
    assert "Nominate" not in text(client.get(ROOT))
    assert "Nominate" not in text(client.get(f"{ROOT}self/"))
    assert client.get(f"{ROOT}nomination/").status_code == 404
    assert send(client, "nomination").status_code == 404
    assert client.get(f"{ROOT}anything/").status_code == 404
    assert not Proposal.objects.exists()


STATES = [
    ({"opens_at": dt.datetime(2098, 6, 1, 16, tzinfo=dt.UTC)}, "The call opens on Monday, 2 June 2098, 00:00"),
    ({"closes_at": dt.datetime(2023, 6, 1, 12, tzinfo=dt.UTC)}, "It closed on Thursday, 1 June 2023, 20:00"),
    ({"edition__status": "cancelled"}, "The Forum has been cancelled, and its call with it."),
]


@pytest.mark.parametrize(("values", "told"), STATES)
def test_a_call_that_is_not_open_says_so_and_takes_nothing(client, call, values, told):
    if "edition__status" in values:
        call.edition.status = "cancelled"
        call.edition.save()
    else:
        OpenCall.objects.update(**values)
    assert told in text(client.get(ROOT))
    assert told in text(client.get(f"{ROOT}self/"))
    response = send(client)
    assert (response.status_code, told in text(response)) == (409, True)
    assert not Proposal.objects.exists()


def test_an_edition_without_a_call_says_so_and_a_planned_one_is_not_there(client):
    EditionFactory(public=True, slug="forum-2030", title="The Forum")
    response = client.get(ROOT)
    assert (response.status_code, "There is no open call for speakers of The Forum." in text(response)) == (404, True)
    OpenCallFactory(edition=EditionFactory(slug="secret"))
    assert client.get("/call/secret/").status_code == 404
    assert client.get("/call/none/").status_code == 404


def test_the_page_costs_one_query(client, call, django_assert_num_queries):
    # the edition with its forum and call
    with django_assert_num_queries(1):
        client.get(ROOT)
    with django_assert_num_queries(1):
        client.get(f"{ROOT}nomination/")


# Sending in


def test_a_proposal_waits_until_its_mailbox_confirms_it(client, call):
    response = send(client)
    assert (response.status_code, response["Location"]) == (302, f"{ROOT}sent/")
    assert "One more step" in text(client.get(response["Location"]))
    proposal = Proposal.objects.get()
    assert (proposal.status, proposal.kind, proposal.language) == ("unconfirmed", "self", "en")
    assert {name: getattr(proposal, name) for name in SELF if name != "website"} == {
        name: value for name, value in SELF.items() if name != "website"
    }
    work_off()
    [message] = mail.outbox
    assert message.to == ["ama@example.org"]
    page = link(message)
    assert "Osei" in text(client.get(page))
    # Programs that check links open them: only the button confirms.
    assert Proposal.objects.get().status == "unconfirmed"
    assert client.post(page).status_code == 405
    assert client.post(page, {"confirm": "1"})["Location"] == page
    assert Proposal.objects.get().status == "received"
    assert "Confirmed." in text(client.get(page))
    confirmed = Proposal.objects.get().confirmed_at
    client.post(page, {"confirm": "1"})
    assert Proposal.objects.get().confirmed_at == confirmed


def test_the_mail_holds_not_a_word_of_what_was_typed(client, call):
    send(client, "nomination", family_name="Xylophone", nominator_name="Zanzibar")
    work_off()
    [message] = mail.outbox
    assert message.to == ["kofi@example.org"]
    said = f"{message.subject} {message.body} {message.message()}".casefold()
    for typed in ("xylophone", "zanzibar", "ama", "institute", "academy", "director", "rules"):
        assert typed not in said.replace("example.org", "")


def test_the_mail_is_in_the_language_of_the_page(client, call):
    client.post(f"{ROOT}self/?language=zh-hans", SELF)
    work_off()
    assert mail.outbox[0].subject == "请确认您的提名或申请：论坛"
    assert "提交的内容" in text(client.get(link(mail.outbox[0])))


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(client, call):
    PersonFactory(email="ama@example.org")
    known, unknown = send(client), send(client, email="new@example.org")
    assert (known.status_code, known["Location"], known.content) == (
        unknown.status_code, unknown["Location"], unknown.content,
    )  # fmt: skip


def test_a_program_that_fills_in_everything_gets_the_same_answer_and_nothing_happens(client, call):
    response = send(client, website="https://spam.example.org")
    assert (response.status_code, response["Location"]) == (302, f"{ROOT}sent/")
    assert not Proposal.objects.exists()
    assert not Mail.objects.exists()


def test_the_same_post_twice_is_one_proposal_and_another_mail_only_after_a_while(client, call):
    for _ in range(3):
        assert send(client)["Location"] == f"{ROOT}sent/"
    assert (Proposal.objects.count(), Mail.objects.count()) == (1, 1)
    work_off()
    for count in (2, 3, 3):
        Mail.objects.update(queued_at=timezone.now() - dt.timedelta(minutes=11))
        send(client)
        work_off()
        assert Mail.objects.count() == count
    assert len(mail.outbox) == 3


def test_no_mailbox_is_flooded_before_somebody_answers_from_it(client, call):
    for number in range(7):
        response = send(client, "nomination", family_name=f"Name {number}", nominator_email="Victim@example.org")
        assert response["Location"] == f"{ROOT}sent/"
    assert (Proposal.objects.count(), Mail.objects.count()) == (5, 5)
    Proposal.objects.filter(family_name="Name 0").update(status="received", confirmed_at=timezone.now())
    send(client, "nomination", family_name="Name 8", nominator_email="victim@example.org")
    assert Mail.objects.count() == 6


def test_an_address_that_sends_much_is_told_to_wait(client, call):
    for number in range(20):
        assert send(client, family_name=f"Name {number}", email=f"a{number}@example.org").status_code == 302
    response = send(client, family_name="Name", email="b@example.org")
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "Many proposals came from your network" in text(response)
    assert Proposal.objects.count() == 20


WRONG = [
    ({"family_name": ""}, "This field is required."),
    ({"family_name": "Win at https://spam.example.org"}, "Write the name alone, without an address"),
    ({"given_name": "www.spam"}, "Write the name alone, without an address"),
    ({"given_name": "spam.example.com now"}, "Write the name alone, without an address"),
    ({"given_name": "SPAM.COM"}, "Write the name alone, without an address"),
    ({"given_name": "spam．com"}, "Write the name alone, without an address"),
    ({"native_name": "a@b"}, "Write the name alone, without an address"),
    ({"given_name": "Ama\nBcc: all@example.org"}, "Write this on one line."),
    ({"given_name": "Ama\u202e"}, "Remove the invisible character U+202E at position 4."),
    ({"bio": "\x07"}, "Remove the invisible character U+0007 at position 1."),
    ({"bio": "x" * 2001}, "Ensure this value has at most 2000 characters (it has 2001)."),
    ({"title": "x" * 301}, "Ensure this value has at most 300 characters (it has 301)."),
    ({"abstract": "x" * 3001}, "Ensure this value has at most 3000 characters (it has 3001)."),
    ({"email": "nobody"}, "Enter a valid email address."),
    ({"email": '"\x01"@example.org'}, "Remove the invisible character U+0001"),
    ({"country": "XX"}, "Select a valid choice."),
    ({"name_order": "none"}, "Select a valid choice."),
]


@pytest.mark.parametrize(("values", "told"), WRONG)
def test_what_is_wrong_is_told_and_nothing_is_kept(client, call, values, told):
    response = send(client, **values)
    assert (response.status_code, told in text(response)) == (400, True)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("name", ["J.R.R.", "St.John", "Dr. María-José", "O'Neill", "Éva", "玛丽", "A. al-Ṣadr"])
def test_names_with_dots_and_accents_are_names(client, call, name):
    assert send(client, given_name=name).status_code == 302


def test_a_nomination_says_who_nominates_and_that_they_may(client, call):
    response = send(client, "nomination", nominator_name="", nominator_email="", nominator_organization="", agreed="")
    assert response.status_code == 400
    assert text(response).count("This field is required.") == 6
    assert text(response).count("Ask them first, then tick this.") == 2


def test_what_was_typed_is_shown_as_text(client, call):
    hostile = "<img src=x onerror=alert(1)>"
    send(client, title=hostile, bio=hostile)
    work_off()
    body = client.get(link(mail.outbox[0])).content.decode()
    assert body.count("&lt;img src=x onerror=alert(1)&gt;") == 2
    assert "<img" not in body


# Its private page


def test_whoever_reads_the_mailbox_can_delete_it(client, page):
    response = client.post(page, {"delete": "1"})
    assert "The proposal is deleted" in text(response)
    assert [model.objects.count() for model in (Proposal, Mail, PrivateLink)] == [0, 0, 0]
    assert client.get(page).status_code == 404


def test_an_answered_one_stays(client, page):
    Proposal.objects.update(status="accepted", confirmed_at=timezone.now(), decided_at=timezone.now())
    response = client.post(page, {"delete": "1"})
    assert (response.status_code, "write to office@example.org" in text(response)) == (409, True)
    assert "has been answered" in text(client.get(page))
    assert Proposal.objects.count() == 1


def test_it_can_be_confirmed_after_the_call_has_closed_but_not_for_a_cancelled_edition(client, call, page):
    OpenCall.objects.update(closes_at=timezone.now() - DAY)
    call.edition.status = "cancelled"
    call.edition.save()
    response = client.post(page, {"confirm": "1"})
    assert (response.status_code, Proposal.objects.get().status) == (409, "unconfirmed")
    assert "The Forum has been cancelled" in text(client.get(page))
    call.edition.status = "announced"
    call.edition.save()
    client.post(page, {"confirm": "1"})
    assert Proposal.objects.get().status == "received"


def test_links_that_lead_nowhere_all_say_the_same(client, page):
    PrivateLink.objects.update(expires_at=timezone.now())
    expired, forged = client.get(page), client.get("/p/forged/")
    assert (expired.status_code, expired.content) == (404, forged.content)
    assert client.post(page, {"confirm": "1"}).status_code == 404
    assert Proposal.objects.get().status == "unconfirmed"


def test_the_page_is_kept_by_nobody(client, page):
    response = client.get(page)
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert not response.cookies


# What nobody confirms


def test_what_is_not_confirmed_is_forgotten_with_everything(client, page):
    received = ProposalFactory(expires_at=timezone.now() - DAY)
    Proposal.objects.filter(status="unconfirmed").update(expires_at=timezone.now())
    assert (forget_unconfirmed(), forget_unconfirmed()) == (1, 0)
    assert list(Proposal.objects.all()) == [received]
    assert [Mail.objects.count(), PrivateLink.objects.count()] == [0, 0]


def test_a_mail_that_comes_too_late_is_not_sent(client, call):
    send(client)
    assert Proposal.objects.get().expires_at - timezone.now() <= CONFIRMED_WITHIN
    Proposal.objects.update(expires_at=timezone.now())
    work_off()
    assert (Mail.objects.get().status, mail.outbox) == ("cancelled", [])
