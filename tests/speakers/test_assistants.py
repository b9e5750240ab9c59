"""Assistants' links by mail: one address at a time, made as the mail leaves and kept nowhere."""

import pytest

from forums.exceptions import DomainError
from forums.jobs import work_off
from speakers.assistants import find_assistant_link, issue_assistant_link, revoke_assistant_link, send_assistant_link
from speakers.links import LinkError
from speakers.models import AssistantLink, Mail
from tests.factories import AssistantLinkFactory, PersonFactory
from tests.smtp import smtp_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server():
    with smtp_server() as script:
        yield script


@pytest.fixture
def link():
    link = AssistantLinkFactory(email="ada@example.org", name="Ada", edition__languages=["en"])
    link.persons.add(PersonFactory(family_name="Xue", honorific="Prof."), PersonFactory(family_name="Li"))
    return link


def token_in(text):
    return text.partition("/a/")[2].partition("/")[0]


def test_the_mail_carries_an_address_that_is_kept_nowhere(server, link):
    before = token_in(issue_assistant_link(link, by=None))
    send_assistant_link(link, by=None)
    assert find_assistant_link(before) == link
    work_off()
    [message] = server.taken
    body = message.get_content()
    token = token_in(body)
    assert find_assistant_link(token) == link
    assert token not in Mail.objects.get().body
    assert "Dear Ada," in body
    assert "- Li\n- Prof. Xue\n" in body.replace("\r", "")
    with pytest.raises(LinkError):
        find_assistant_link(before)


def test_an_address_lives_on_where_the_mail_reaches_nobody(server, link):
    before = token_in(issue_assistant_link(link, by=None))
    send_assistant_link(link, by=None)
    server.replies["RCPT"] = "550 No such user"
    stood = AssistantLink.objects.values("token_hash", "expires_at", "revoked_at").get()
    work_off()
    assert Mail.objects.get().state == "bounced"
    assert AssistantLink.objects.values("token_hash", "expires_at", "revoked_at").get() == stood
    assert find_assistant_link(before) == link


def test_a_link_that_was_revoked_is_neither_sent_nor_brought_back(server, link):
    send_assistant_link(link, by=None)
    revoke_assistant_link(link)
    work_off()
    assert (Mail.objects.get().state, server.taken) == ("cancelled", [])
    link.refresh_from_db()
    with pytest.raises(DomainError, match="has been revoked"):
        send_assistant_link(link, by=None)


def test_it_is_sent_once_at_a_time_and_again_when_asked(server, link):
    send_assistant_link(link, by=None)
    with pytest.raises(DomainError, match="on its way already"):
        send_assistant_link(link, by=None)
    work_off()
    send_assistant_link(link, by=None)
    work_off()
    assert len(server.taken) == 2


def test_an_address_made_by_hand_ends_a_mail_that_waits(link):
    send_assistant_link(link, by=None)
    issue_assistant_link(link, by=None)
    assert Mail.objects.get().state == "cancelled"


def test_a_link_to_nobody_is_not_sent():
    with pytest.raises(DomainError, match="opens nobody’s page"):
        send_assistant_link(AssistantLinkFactory(), by=None)
