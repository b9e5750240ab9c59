"""Sign-ins for the office: its work, and nothing else."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse

from forums.exceptions import DomainError
from forums.organizers import create_organizer

OURS = [model for label in ("forums", "speakers", "reports") for model in apps.get_app_config(label).get_models()]

pytestmark = pytest.mark.django_db


def pages_of(*models):
    return [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in models]


def test_an_organizer_signs_in_and_opens_every_page_of_ours(client):
    password = create_organizer("mira")
    signed_in = client.post(reverse("admin:login"), {"username": "mira", "password": password})
    assert signed_in.status_code == 302
    assert {page: client.get(page).status_code for page in pages_of(*OURS)} == dict.fromkeys(pages_of(*OURS), 200)


def test_an_organizer_has_nothing_to_do_with_users(client, django_user_model):
    client.login(username="mira", password=create_organizer("mira"))
    user = django_user_model.objects.get()
    assert (user.is_staff, user.is_superuser) == (True, False)
    for page in pages_of(django_user_model, Group):
        for address in (page, f"{page}add/", f"{page}{user.pk}/change/"):
            assert client.get(address).status_code in {403, 302}
            assert client.post(address, {"is_superuser": "on"}).status_code in {403, 302}
    user.refresh_from_db()
    assert not user.is_superuser


def test_an_organizer_may_do_everything_with_our_records_and_nothing_else(django_user_model):
    create_organizer("mira")
    user = django_user_model.objects.get()
    ours = Permission.objects.filter(content_type__app_label__in=["forums", "speakers", "reports"])
    assert user.get_all_permissions() == {f"{it.content_type.app_label}.{it.codename}" for it in ours}
    # To add, change, delete and view each, and what a model names besides.
    assert len(ours) == sum(4 + len(model._meta.permissions) for model in OURS)


def test_organizers_share_a_group_and_no_password(django_user_model):
    passwords = {create_organizer(name) for name in ("mira", "nour")}
    assert len(passwords) == 2
    assert {len(password) for password in passwords} == {16}
    assert [group.name for group in Group.objects.all()] == ["Organizers"]
    assert Group.objects.get().user_set.count() == django_user_model.objects.count() == 2


def test_a_name_is_given_once(django_user_model):
    create_organizer("mira")
    before = django_user_model.objects.values().get()
    with pytest.raises(DomainError) as refused:
        create_organizer("mira")
    assert str(refused.value) == (
        "There is a sign-in “mira” already; to change its password: manage.py changepassword mira"
    )
    assert django_user_model.objects.values().get() == before


def test_the_command_prints_the_password_once(client):
    output = StringIO()
    call_command("create_organizer", "mira", stdout=output)
    name, password = output.getvalue().split()
    assert name == "mira"
    assert client.login(username="mira", password=password)
    with pytest.raises(CommandError, match="There is a sign-in “mira” already"):
        call_command("create_organizer", "mira", stdout=output)
