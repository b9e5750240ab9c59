from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forums.exceptions import DomainError
from reports.demo import organizer_row, run_demo


class Command(BaseCommand):
    help = "Load the sample forum, publish its agenda, print its outcome document, and say what was made."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = run_demo()
        except DomainError as error:
            raise CommandError(str(error)) from error
        table += [organizer_row(), ("next", "make serve, then http://127.0.0.1:8000/")]
        width = max(len(name) for name, _ in table)
        self.stdout.write("")
        for name, value in table:
            self.stdout.write(f"  {name:<{width}}  {value}")
