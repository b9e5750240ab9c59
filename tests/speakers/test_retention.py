"""How long private data are kept: each rule takes what is over, leaves the rest, and says so."""

import datetime as dt
import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from forums.jobs import go_rounds
from speakers import retention
from speakers.models import Invitation, InvitationEvent, Mail, Registration
from speakers.retention import RULES, look_ahead, remove_unshown_photos, remove_what_is_over
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _periods(settings):
    for rule in RULES:
        setattr(settings, rule.setting, 30)


def ago(days):
    return NOW - dt.timedelta(days=days)


def ended(days):
    """An edition whose last day is so many days past."""
    return make.EditionFactory(starts_on=TODAY - dt.timedelta(days=days + 1), ends_on=TODAY - dt.timedelta(days=days))


def registered(days):
    row = make.RegistrationFactory(
        edition=ended(days), needs="No nuts.", arrival="At noon.", availability="Not early.", timezone="Europe/Zurich"
    )
    make.AvailabilityFactory(registration=row)
    return row


def wrote(days, **values):
    row = make.MailFactory(status="done", calendar="BEGIN:VCALENDAR", **values)
    Mail.objects.filter(pk=row.pk).update(queued_at=ago(days))
    return row


def linked(days):
    invitation = make.InvitationFactory(status="accepted", expires_at=ago(days))
    make.InvitationEventFactory(invitation=invitation)
    return make.InvitationLinkFactory(invitation=invitation)


MADE = {
    "Needs": registered,
    "Requests": lambda days: make.ChangeRequestFactory(registration__edition=ended(days)),
    "Invitations": lambda days: make.InvitationFactory(edition=ended(days), status="declined"),
    "Proposals": lambda days: make.ProposalFactory(
        status="declined", reason="Full.", decided_at=NOW, call__closes_at=ago(days), call__opens_at=ago(days + 9)
    ),
    "Text and address": wrote,
    "Links in invitations": linked,
    "Private links": lambda days: make.PrivateLinkFactory(expires_at=ago(days)),
    "Assistants": lambda days: make.AssistantLinkFactory(expires_at=ago(days)),
    "Notes": lambda days: make.AccessEntryFactory(at=ago(days)),
}


@pytest.mark.parametrize("start", MADE)
def test_a_rule_takes_what_is_over_and_leaves_the_rest(start):
    [rule] = [rule for rule in RULES if rule.told.startswith(start)]
    over, not_yet = MADE[start](31), MADE[start](29)
    [before] = [it for it in look_ahead() if it.rule is rule]
    assert (before.due, before.kept, before.next_on) == (1, 1, TODAY + dt.timedelta(days=1))
    assert remove_what_is_over() == {rule.told: 1}
    assert list(rule.rows().filter(pk__in=[over.pk, not_yet.pk])) == [not_yet]
    [after] = [it for it in look_ahead() if it.rule is rule]
    assert (after.due, after.kept) == (0, 1)
    assert remove_what_is_over() == {}


def test_every_rule_has_its_case():
    assert len(MADE) == len(RULES)


def test_what_stays_of_a_registration_a_mail_and_an_invitation():
    registration, mail, link = registered(31), wrote(31, to="amina@example.org"), linked(31)
    waiting = wrote(31)
    Mail.objects.filter(pk=waiting.pk).update(status="queued")
    remove_what_is_over()
    registration.refresh_from_db()
    assert (registration.needs, registration.arrival, registration.availability, registration.timezone) == ("",) * 4
    assert (registration.times.count(), Registration.objects.count()) == (0, 1)
    mail.refresh_from_db()
    assert (mail.subject, mail.body, mail.calendar, mail.to, mail.state) == ("", "", "", "", "sent")
    waiting.refresh_from_db()
    assert waiting.body == "Dear person"
    assert InvitationEvent.objects.filter(invitation=link.invitation).count() == 1
    assert Invitation.objects.filter(pk=link.invitation_id).exists()


def test_an_edition_without_a_last_day_waits_and_a_period_of_nothing_is_for_ever(settings):
    make.RegistrationFactory(needs="No nuts.")
    make.AccessEntryFactory(at=ago(9999))
    settings.RETAIN_AUDIT_DAYS = 0
    assert remove_what_is_over() == {}
    assert [it.due for it in look_ahead()] == [0] * len(RULES)


def test_looking_ahead_costs_one_query_a_rule(django_assert_num_queries):
    with django_assert_num_queries(len(RULES)):
        look_ahead()


def test_what_went_is_counted_in_the_log_and_nobody_named(caplog):
    wrote(31, to="amina@example.org", person__family_name="Okafor")
    with caplog.at_level(logging.INFO, "speakers.retention"):
        remove_what_is_over()
    assert caplog.messages == ["RETAIN_MAIL_DAYS=30: 1 removed: Text and address of a mail; that it was sent stays"]


def test_photos_that_no_row_shows_go_after_a_day(monkeypatch):
    shown = make.PersonFactory(photo=ContentFile(b"GIF89a", name="shown.gif")).photo.name
    old = default_storage.save("registrations/old.jpg", ContentFile(b"old"))
    assert remove_unshown_photos() == 0
    monkeypatch.setattr(retention, "_UNSHOWN", -dt.timedelta(minutes=1))
    assert remove_unshown_photos() >= 1
    assert [default_storage.exists(name) for name in (shown, old)] == [True, False]


def test_the_rounds_do_all_of_it():
    make.AccessEntryFactory(at=ago(31))
    Session.objects.create(session_key="over", session_data="", expire_date=ago(1))
    go_rounds()
    assert not Session.objects.exists()
    assert look_ahead()[-1].kept == 0
