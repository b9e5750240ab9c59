"""After a release each speaker is told what changed for them, and nobody else is written to."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from forums.agenda.release import publish_agenda
from forums.jobs import work_off
from forums.models import AgendaRelease
from speakers.models import Mail, ReleaseNotice
from speakers.notices import tell_changes
from tests import factories as make

pytestmark = pytest.mark.django_db

TEN = dt.datetime(2036, 12, 12, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def edition():
    return make.EditionFactory(
        public=True,
        title_en="Forum",
        title_zh_hans="论坛",
        languages=["en", "zh-hans"],
        starts_on=TEN.date(),
        ends_on=TEN.date(),
        forum__slug="forum",
        slug="forum-2036",
    )


def speaker(edition, name, **values):
    """A registered speaker with a card in the programme."""
    card = make.SpeakerCardFactory(edition=edition, name=name, slug=name.lower(), published=True)
    person = make.PersonFactory(family_name=name, email=f"{name.lower()}@example.org", **values)
    make.RegistrationFactory(edition=edition, person=person, card=card, confirmed=True, timezone="UTC")
    return card


def panel(edition, *cards, title="Panel", at=TEN):
    session = make.SessionFactory(edition=edition, title=title, starts_at=at, ends_at=at + HOUR)
    for card in cards:
        make.CreditFactory(session=session, card=card)
    return session


def move(session):
    session.starts_at += HOUR
    session.ends_at += HOUR
    session.save()


def publish(edition):
    publish_agenda(edition, by=None)
    tell_changes()


def told():
    return list(Mail.objects.filter(kind="change").order_by("to").values_list("to", flat=True))


def test_a_speaker_is_told_once_what_changed_for_them_with_their_calendar(edition, monkeypatch):
    monkeypatch.setattr("speakers.tasks.timezone.now", lambda: TEN)
    xue, kim = speaker(edition, "Xue"), speaker(edition, "Kim")
    first, second = panel(edition, xue, title="First"), panel(edition, xue, title="Second", at=TEN + 3 * HOUR)
    panel(edition, kim, title="Third")
    publish(edition)
    assert told() == []
    move(first)
    move(second)
    publish(edition)
    tell_changes()
    assert told() == ["xue@example.org"]
    work_off()
    [message] = mail.outbox
    assert message.subject == "The programme has changed for you: Forum"
    lines = [line for line in message.body.splitlines() if line.startswith("- ")]
    assert [line.partition(": ")[0] for line in lines] == ["- First", "- Second"]
    assert "11:00" in lines[0]
    assert "The whole programme: http://localhost:8000/forum/forum-2036/" in message.body
    calendar = message.attachments[0].get_payload(decode=True).decode()
    assert calendar.count("BEGIN:VEVENT") == 2
    assert "DTSTART:20361212T110000Z" in calendar


def test_it_is_told_in_their_language(edition):
    session = panel(edition, speaker(edition, "Xue", languages=["zh-hans"], native_name="薛澜"))
    publish(edition)
    move(session)
    publish(edition)
    notice = Mail.objects.get(kind="change")
    assert notice.subject == "您的日程有变动：论坛"
    assert "尊敬的薛澜：" in notice.body


def test_who_leaves_the_programme_is_told_too(edition):
    card = speaker(edition, "Xue")
    session = panel(edition, card, speaker(edition, "Kim"))
    publish(edition)
    session.credits.get(card=card).delete()
    publish(edition)
    assert told() == ["xue@example.org"]
    assert Mail.objects.get(kind="change").calendar == ""


def test_whoever_wants_no_notices_or_withdrew_or_has_no_address_gets_none(edition):
    cards = [speaker(edition, name) for name in ("Xue", "Kim", "Roe")]
    session = panel(edition, *cards)
    publish(edition)
    quiet, gone, silent = (card.registration for card in cards)
    type(quiet).objects.filter(pk=quiet.pk).update(notices=False)
    type(gone).objects.filter(pk=gone.pk).update(status="withdrawn")
    type(silent.person).objects.filter(pk=silent.person_id).update(email="")
    move(session)
    publish(edition)
    assert told() == []
    assert ReleaseNotice.objects.count() == 2


def test_releases_in_quick_succession_are_told_as_one(edition):
    session = panel(edition, speaker(edition, "Xue"))
    publish(edition)
    move(session)
    publish_agenda(edition, by=None)
    session.title = "Renamed"
    session.save()
    publish(edition)
    notice = Mail.objects.get(kind="change")
    assert notice.body.count("- Renamed: ") == 2


def test_what_was_published_long_ago_is_no_news(edition):
    session = panel(edition, speaker(edition, "Xue"))
    publish(edition)
    move(session)
    publish_agenda(edition, by=None)
    AgendaRelease.objects.update(at=timezone.now() - dt.timedelta(days=3))
    tell_changes()
    assert told() == []


@pytest.mark.parametrize("count", [1, 3])
def test_telling_costs_the_same_for_any_number(edition, count, django_assert_num_queries):
    session = panel(edition, *(speaker(edition, f"Name{number}") for number in range(count)))
    publish(edition)
    move(session)
    publish_agenda(edition, by=None)
    # editions with news; the release that stands; a savepoint and its release; the notice looked for, and made in a
    # savepoint of its own; the release told of last; the release; languages chosen; the release for calendars;
    # registrations; when each release was published; how many are told; templates, mails
    with django_assert_num_queries(17):
        tell_changes()
    assert len(told()) == count
