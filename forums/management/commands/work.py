from typing import Any

from django.core.management.base import BaseCommand

from forums.jobs import work_off


class Command(BaseCommand):
    help = "Carry out all waiting background work, here and now, and stop."

    def handle(self, *args: Any, **options: Any) -> None:
        done = work_off()
        self.stdout.write(f"{done} done." if done else "Nothing was waiting.")
