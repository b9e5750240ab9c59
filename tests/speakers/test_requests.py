"""Telling the office that a speaker asks for a change: one mail a person, an hour apart at least."""

import datetime as dt

import pytest
from django.test import override_settings
from django.utils import timezone

from speakers.models import ChangeRequest, Mail
from speakers.requests import tell_requests
from tests.factories import ChangeRequestFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_server")]

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def with_server():
    with override_settings(MAIL_SERVER="smtp://localhost"):
        yield


@pytest.fixture
def registration():
    return RegistrationFactory(person__family_name="Xue", edition__forum__contact="office@example.org")


def ask(registration, field, **values):
    return ChangeRequestFactory(registration=registration, field=field, **values)


def test_what_came_in_is_told_in_one_mail_with_the_page_that_answers_it(registration):
    ask(registration, "name")
    ask(registration, "bio")
    tell_requests()
    tell_requests()
    mail = Mail.objects.get()
    assert (mail.kind, mail.to, mail.person) == ("alert", "office@example.org", None)
    assert "Xue asks to change what is printed: name, biography." in mail.body
    address = f"/admin/speakers/changerequest/?registration__id__exact={registration.pk}&status__exact=open"
    assert address in mail.body


def test_what_follows_waits_for_an_hour_and_nothing_of_it_is_lost(registration):
    first = ask(registration, "name")
    tell_requests()
    ask(registration, "bio")
    ChangeRequest.objects.filter(pk=first.pk).update(asked_at=timezone.now())
    tell_requests()
    assert Mail.objects.count() == 1
    ChangeRequest.objects.exclude(told_at=None).update(told_at=timezone.now() - HOUR)
    tell_requests()
    assert "biography, name" in Mail.objects.order_by("id").last().body


def test_what_was_decided_and_where_nobody_reads_it_nothing_is_told(registration):
    ask(registration, "name", status="accepted")
    ask(RegistrationFactory(), "name")
    tell_requests()
    with override_settings(MAIL_SERVER=""):
        ask(registration, "bio")
        tell_requests()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_any_number_of_persons(registration, django_assert_num_queries, rows):
    for _ in range(rows):
        ask(RegistrationFactory(edition=registration.edition), "name")
    # what is new; templates, the mails, marked as told
    with django_assert_num_queries(4):
        tell_requests()
    assert Mail.objects.count() == rows
