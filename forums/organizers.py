"""Sign-ins for the office."""

import secrets

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from forums.exceptions import DomainError

OFFICE = ("forums", "speakers", "reports")


@transaction.atomic
def create_organizer(username: str) -> str:
    """Make a sign-in that may do the office's work and nothing else; returns its generated password.

    Raises DomainError if the name is taken.
    """
    users = get_user_model().objects
    if users.filter(username=username).exists():
        raise DomainError(
            f"There is a sign-in “{username}” already; to change its password: manage.py changepassword {username}"
        )
    password = secrets.token_urlsafe(12)
    user = users.create_user(username, password=password, is_staff=True)
    user.groups.add(_group())
    return password


def _group() -> Group:
    """The organizers, who may do everything with the records of our apps, and nothing with users."""
    group, _ = Group.objects.get_or_create(name="Organizers")
    labels = [label for label in OFFICE if apps.is_installed(label)]
    group.permissions.set(Permission.objects.filter(content_type__app_label__in=labels))
    return group
