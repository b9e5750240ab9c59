"""Inviting in the office: from lists and tables, with every step in sight."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.core import mail
from django.core.files.base import ContentFile
from django.test import override_settings
from django.urls import reverse

from forums.jobs import work_off
from speakers.invitations import find_invitation, invite, note_opened
from speakers.models import Invitation, Mail, Person
from tests import factories as make

pytestmark = pytest.mark.django_db

PERSONS = reverse("admin:speakers_person_changelist")
REGISTRATIONS = reverse("admin:speakers_registration_changelist")
INVITATIONS = reverse("admin:speakers_invitation_changelist")
TABLE = reverse("admin:speakers_invitation_table")
MAILS = reverse("admin:speakers_mail_changelist")
PREVIEW = reverse("admin:speakers_mailtemplate_preview")


@pytest.fixture
def office(client):
    client.force_login(make.UserFactory(superuser=True))
    return client


@pytest.fixture
def edition():
    return make.EditionFactory(public=True, title="Forum", timezone="Asia/Shanghai")


@pytest.fixture
def invitation(edition):
    person = make.PersonFactory(family_name="Xue", email="xue@example.org")
    invite([person], edition=edition, role="panelist", by=None)
    return Invitation.objects.get()


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def act(client, address, action, *rows, **data):
    return client.post(address, {"action": action, "index": 0, "_selected_action": [row.pk for row in rows], **data})


@pytest.mark.parametrize("across", ["0", "1"])
def test_persons_are_chosen_then_invited(office, edition, across):
    persons = [make.PersonFactory(email=f"p{number}@example.org") for number in range(2)]
    silent = make.PersonFactory(family_name="Roe")
    chosen = [*persons, silent] if across == "0" else persons[:1]
    asked = act(office, PERSONS, "invite", *chosen, select_across=across)
    page = asked.content.decode()
    assert "3 persons chosen." in page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page))
    form = {"edition": edition.pk, "role": "keynote", "language": "zh-hans", "answer_by": "2036-12-01", "_invite": "1"}
    answer = office.post(PERSONS, {**hidden, "_selected_action": [row.pk for row in chosen], **form})
    assert answer.status_code == 302
    assert [re.sub(r"<.*?>", "", line) for line in told(answer)] == [
        f"2 invitations to {edition} queued; see how the mails get on.",
        "Left out:\n- Roe: has no e-mail address; add one first.",
    ]
    deadline = dt.datetime(2036, 12, 1, 15, 59, tzinfo=dt.UTC)
    assert (
        list(Invitation.objects.values_list("role", "language", "expires_at", "invited_by__is_superuser"))
        == [("keynote", "zh-hans", deadline, True)] * 2
    )


def test_the_form_says_what_is_missing(office, edition):
    person = make.PersonFactory(email="a@example.org")
    response = act(office, PERSONS, "invite", person, _invite="1", role="panelist")
    assert response.context["form"].errors == {"edition": ["This field is required."]}


def test_only_editions_to_come_can_be_chosen(office, edition):
    make.EditionFactory(held=True)
    make.EditionFactory(status="cancelled")
    response = act(office, PERSONS, "invite", make.PersonFactory())
    assert list(response.context["form"].fields["edition"].queryset) == [edition]


def test_those_of_the_last_edition_are_invited_again(office, edition):
    registration = make.RegistrationFactory(person__email="a@example.org")
    act(office, REGISTRATIONS, "invite", registration, edition=edition.pk, role="panelist", _invite="1")
    assert Invitation.objects.get().person == registration.person


def test_the_office_is_told_that_mails_wait_for_a_server(office, edition):
    with override_settings(MAIL_SERVER=""):
        person = make.PersonFactory(email="a@example.org")
        answer = act(office, PERSONS, "invite", person, edition=edition.pk, role="panelist", _invite="1")
    assert told(answer)[1].startswith("No mail server is set up yet, so they wait;")


def test_a_table_is_looked_at_before_anything_is_done(office, edition):
    table = ContentFile(
        b"Family name,Email,Title\nXue,xue@example.org,<img src=x onerror=alert(1)>\nKim,,\n", name="guests.csv"
    )
    form = {"edition": edition.pk, "role": "panelist"}
    looked = office.post(TABLE, {**form, "file": table, "_look": "1"})
    page = looked.content.decode()
    assert looked.context["counted"] == [("new", 1), ("same", 0), ("refused", 1)]
    assert "no e-mail address" in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page
    assert Person.objects.count() == 0
    content = re.search(r'name="looked_at" value="([^"]+)"', page)[1]
    done = office.post(TABLE, {**form, "looked_at": content, "_invite": "1"})
    assert done.url == INVITATIONS
    assert "1 invitation to" in told(done)[0]
    assert [str(row.person) for row in Invitation.objects.all()] == ["Xue"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"file": ContentFile(b"a,b\n1,2\n", name="x.csv")}, "Name the columns in the first row"),
        ({"looked_at": "not base64"}, "Choose the file again."),
        ({}, "The file is empty."),
    ],
)
def test_a_table_that_cannot_be_read_is_explained(office, edition, data, reason):
    response = office.post(TABLE, {"edition": edition.pk, "role": "panelist", **data, "_look": "1"})
    assert response.context["form"].errors["file"][0].startswith(reason)


def test_the_table_and_the_actions_ask_for_permission(client, edition):
    user = make.UserFactory(staff=True)
    client.force_login(user)
    person = make.PersonFactory(email="a@example.org")
    assert client.get(TABLE).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_person"))
    assert "Invite to an edition" not in client.get(PERSONS).content.decode()
    act(client, PERSONS, "invite", person, edition=edition.pk, role="panelist", _invite="1")
    assert Invitation.objects.count() == 0
    user.user_permissions.add(Permission.objects.get(codename="add_invitation"))
    assert "Invite to an edition" in client.get(PERSONS).content.decode()
    assert client.get(TABLE).status_code == 200


def test_every_step_stands_on_the_page_in_the_clocks_of_the_edition(office, invitation):
    work_off()
    note_opened(invitation)
    page = office.get(reverse("admin:speakers_invitation_change", args=[invitation.pk])).content.decode()
    steps = re.findall(r'<li><span class="badge badge-(\w+)">', page)
    assert steps == ["queued", "sent", "opened"]
    assert reverse("admin:speakers_mail_change", args=[Mail.objects.get().pk]) in page


def test_a_link_to_hand_on_is_shown_once_and_logged_nowhere(office, invitation):
    response = act(office, INVITATIONS, "new_link", invitation)
    [message] = told(response)
    token = re.search(r"/i/([\w-]{43})/", message)[1]
    assert find_invitation(token) == invitation
    assert [entry.change_message for entry in LogEntry.objects.all()] == ["New link made."]


def test_buttons_send_again_and_revoke(office, invitation):
    work_off()
    act(office, INVITATIONS, "send_again", invitation)
    work_off()
    assert len(mail.outbox) == 2
    act(office, INVITATIONS, "revoke", invitation)
    invitation.refresh_from_db()
    assert invitation.status == "revoked"
    assert list(invitation.events.exclude(by=None).values_list("kind", flat=True)) == ["queued", "revoked"]
    assert "only an unanswered one can be revoked" in told(act(office, INVITATIONS, "revoke", invitation))[-1]


def test_an_invitation_made_by_hand_is_sent_by_a_button(office, edition):
    person = make.PersonFactory(email="a@example.org")
    office.post(
        reverse("admin:speakers_invitation_add"),
        {"edition": edition.pk, "person": person.pk, "role": "panelist", "reminders": "on"},
    )
    invitation = Invitation.objects.get()
    assert (invitation.status, invitation.invited_by.is_superuser) == ("draft", True)
    act(office, INVITATIONS, "send", invitation)
    work_off()
    assert [message.to for message in mail.outbox] == [["a@example.org"]]


def test_reminders_can_be_stopped(office, invitation):
    act(office, INVITATIONS, "stop_reminders", invitation)
    invitation.refresh_from_db()
    assert invitation.reminders is False


def test_the_substitute_is_invited_in_the_same_role(office, invitation, edition):
    assert "Nobody was named" in told(act(office, INVITATIONS, "invite_substitute", invitation))[0]
    Invitation.objects.update(status="declined", substitute=make.PersonFactory(email="b@example.org"))
    act(office, INVITATIONS, "invite_substitute", invitation)
    assert list(Invitation.objects.order_by("id").values_list("role", "status")) == [
        ("panelist", "declined"),
        ("panelist", "queued"),
    ]


def test_the_list_of_mails_counts_how_far_they_are(office):
    for values in ({}, {"status": "done"}, {"status": "done"}, {"status": "failed"}, {"bounced_at": make.NOON}):
        make.MailFactory(**{"status": "failed"} | values if "bounced_at" in values else values)
    page = office.get(MAILS).content.decode()
    counted = re.search(r'<p class="progress">.*?</p>', page, re.DOTALL)[0]
    assert " ".join(re.sub(r"<.*?>", "", counted).split()) == "4 of 5 done with: 1 queued, 2 sent, 1 bounced, 1 failed"
    assert "No mail server" not in page
    assert "1 mail" in office.get(MAILS, {"state": "bounced"}).content.decode()
    with override_settings(MAIL_SERVER=""):
        assert "No mail server is set up, so mails wait here." in office.get(MAILS).content.decode()


def test_buttons_of_a_mail(office):
    queued, failed, sent = make.MailFactory(), make.MailFactory(status="failed"), make.MailFactory(status="done")
    act(office, MAILS, "cancel", queued)
    act(office, MAILS, "send_again", failed)
    act(office, MAILS, "note_bounce", sent)
    assert list(Mail.objects.order_by("id").values_list("status", "error")) == [
        ("cancelled", ""),
        ("queued", ""),
        ("done", "Came back, as the office noted."),
    ]


def test_what_people_typed_is_text_in_a_mail(office):
    row = make.MailFactory(body="<script>alert(1)</script>", subject="<b>x</b>")
    page = office.get(reverse("admin:speakers_mail_change", args=[row.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_template_can_be_looked_at_in_every_language(office, edition):
    template = make.MailTemplateFactory(kind="invitation", edition=edition, body_en="Come, {name}!\n{link}")
    page = office.get(reverse("admin:speakers_mailtemplate_change", args=[template.pk])).content.decode()
    address = f"{PREVIEW}?kind=invitation&amp;edition={edition.pk}"
    assert address in page
    assert "<code>{answer_by}</code>" in page
    preview = office.get(address.replace("&amp;", "&"))
    letters = {code: (letter.subject, letter.body) for code, _, letter in preview.context["letters"]}
    assert letters["en"] == ("Invitation to Forum", "Come, H.E. Amina Okafor!\nhttp://localhost:8000/i/…/")
    assert letters["fr"] == letters["en"]
    assert letters["zh-Hans"][0] == "Forum邀请函"


@pytest.mark.parametrize(
    "query", [{}, {"kind": "x"}, {"kind": "digest", "edition": "x"}, {"kind": "digest", "edition": 0}]
)
def test_a_preview_of_nothing_is_not_found(office, query):
    assert office.get(PREVIEW, query).status_code == 404
