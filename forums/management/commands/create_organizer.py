from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forums.exceptions import DomainError
from forums.organizers import create_organizer


class Command(BaseCommand):
    help = "Make a sign-in for the office and print its password once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        try:
            password = create_organizer(username)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{username}  {password}")
