from typing import Any

from django.core.management.base import BaseCommand

from forums.agenda.files import take_down_all, write_files
from forums.models import AgendaRelease, Edition


class Command(BaseCommand):
    help = "Write the web server's files of every current release, here and now: after a restore, a move, an upgrade."

    def handle(self, *args: Any, **options: Any) -> None:
        # Until they are written, Django answers.
        take_down_all()
        for slug in Edition.objects.public().values_list("slug", flat=True):
            release = AgendaRelease.objects.current(slug)
            if release is None:
                continue
            count, size = write_files(release)
            self.stdout.write(f"{release}: {count} files, {size} bytes")
