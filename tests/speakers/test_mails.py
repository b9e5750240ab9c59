"""Which text a mail has, in which language, and what the office can do with it."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from forums.exceptions import DomainError
from forums.jobs import work_off
from speakers.invitations import invite
from speakers.mails import Draft, cancel_mail, example, language_of, note_bounce, queue_mails, send_again
from speakers.models import Invitation, Mail, Person
from tests import factories as make

pytestmark = pytest.mark.django_db


def write(edition, **values):
    person = make.PersonFactory(family_name="Xue", given_name="Lan", native_name="薛澜", email="xue@example.org")
    queue_mails([Draft(kind="confirmation", key=f"key:{person.pk}", edition=edition, person=person, **values)])
    return Mail.objects.get(person=person)


def test_the_editions_own_text_goes_before_the_general_one_and_that_before_the_shipped():
    edition = make.EditionFactory(title="Forum")
    general = {"kind": "confirmation", "edition": None, "subject_en": "General", "body_en": "General {name}"}
    own = {"kind": "confirmation", "edition": edition, "subject_en": "Own {edition}"}
    assert write(edition).subject == "Thank you for accepting: Forum"
    make.MailTemplateFactory(**general)
    assert write(edition).subject == "General"
    make.MailTemplateFactory(**own)
    last = write(edition)
    assert (last.subject, last.body) == ("Own Forum", "General Lan Xue")
    assert write(make.EditionFactory()).subject == "General"


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("zh-hans", "感谢您接受邀请：论坛"),
        ("fr", "Thank you for accepting: Forum"),
        ("en", "Thank you for accepting: Forum"),
    ],
)
def test_a_mail_is_in_the_language_or_else_in_english(language, subject):
    edition = make.EditionFactory(title_en="Forum", title_zh_hans="论坛")
    found = write(edition, language=language)
    assert found.subject == subject
    assert ("尊敬的薛澜：" in found.body) == (language == "zh-hans")


@pytest.mark.parametrize(
    ("spoken", "published", "chosen", "language"),
    [
        (["en", "zh-hans"], ["zh-hans", "en"], "", "zh-hans"),
        (["en", "fr"], ["zh-hans", "en"], "", "en"),
        (["fr"], ["zh-hans", "en"], "", "fr"),
        ([], ["zh-hans", "en"], "", "zh-hans"),
        ([], [], "", "en"),
        (["fr"], ["zh-hans"], "ru", "ru"),
    ],
)
def test_the_language_is_one_that_both_have(spoken, published, chosen, language):
    edition = make.EditionFactory.build(languages=published, forum=None)
    assert language_of(Person(languages=spoken), edition, chosen) == language


def test_dates_and_places_are_said_in_the_language():
    edition = make.EditionFactory(
        starts_on=dt.date(2036, 12, 12),
        ends_on=dt.date(2036, 12, 13),
        city_en="Beijing",
        city_zh_hans="北京",
        country="CN",
    )
    assert "(12 December 2036 – 13 December 2036, Beijing, China)" in write(edition).body
    assert "（2036年12月12日 – 2036年12月13日，北京，中国）" in write(edition, language="zh-hans").body


def test_what_is_not_known_yet_is_said_so():
    assert "(to be announced, to be announced)" in write(make.EditionFactory()).body
    assert "(to be announced, online)" in write(make.EditionFactory(format="online")).body


def test_the_same_mail_is_not_made_twice():
    edition, person = make.EditionFactory(), make.PersonFactory(email="a@example.org")
    draft = Draft(kind="confirmation", key="one", edition=edition, person=person)
    queue_mails([draft])
    queue_mails([draft, draft])
    assert Mail.objects.count() == 1


def test_a_template_with_an_unknown_placeholder_is_refused_in_its_language():
    row = make.MailTemplateFactory(subject_en="To {name}", body_zh_hans="{secret}")
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert list(refusal.value.message_dict) == ["body_zh_hans"]


@pytest.mark.parametrize("kind", Mail.Kind.values)
def test_every_kind_can_be_looked_at(kind):
    letter = example(kind, None, "en")
    assert "{" not in letter.subject + letter.body


def test_a_mail_that_did_not_arrive_is_sent_again_to_the_address_of_today():
    person = make.PersonFactory(email="old@example.org")
    invite([person], edition=make.EditionFactory(), role="panelist", by=None)
    row = Mail.objects.get()
    with pytest.raises(DomainError, match="This mail is queued"):
        send_again(row)
    Mail.objects.update(status="failed", error="x", handed_over_at="2022-12-12T12:00Z", bounced_at="2022-12-12T12:00Z")
    Invitation.objects.update(status="bounced")
    Person.objects.update(email="new@example.org")
    row = Mail.objects.get()
    send_again(row)
    work_off()
    assert [message.to for message in mail.outbox] == [["new@example.org"]]
    row.refresh_from_db()
    assert (row.state, row.to) == ("sent", "new@example.org")
    assert Invitation.objects.get().status == "sent"
    with pytest.raises(DomainError, match="This mail is sent"):
        send_again(row)


def test_a_queued_mail_can_be_cancelled():
    row = make.MailFactory()
    cancel_mail(row)
    work_off()
    assert mail.outbox == []
    with pytest.raises(DomainError, match="only a queued one"):
        cancel_mail(row)


def test_a_mail_that_came_back_is_noted_once_with_its_invitation():
    invite([make.PersonFactory(email="a@example.org")], edition=make.EditionFactory(), role="panelist", by=None)
    with pytest.raises(DomainError, match="only one that was sent"):
        note_bounce(Mail.objects.get())
    work_off()
    note_bounce(Mail.objects.get())
    invitation = Invitation.objects.get()
    assert invitation.status == "bounced"
    assert list(invitation.events.values_list("kind", "note")) == [
        ("queued", ""), ("sent", ""), ("bounced", "noted by the office"),
    ]  # fmt: skip
    assert Mail.objects.get().state == "bounced"
