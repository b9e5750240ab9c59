from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forums.exceptions import DomainError
from forums.jobs import run
from reports.documents import render_again
from reports.models import DocumentVersion, Rendering


class Command(BaseCommand):
    help = "Render the newest version of a document again, here and now: after a failure, or to check its bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("document", help="the document's key")

    def handle(self, *args: Any, document: str, **options: Any) -> None:
        version = DocumentVersion.objects.filter(document__key=document).order_by("-version").first()
        if version is None:
            raise CommandError(f"There is no document “{document}” that was assembled.")
        failed = False
        for rendering in version.renderings.all():
            try:
                if rendering.status != Rendering.Status.QUEUED:
                    render_again(rendering)
            except DomainError as error:
                raise CommandError(str(error)) from error
            run(Rendering, rendering.pk)
            rendering.refresh_from_db()
            self.stdout.write(
                f"{rendering}: {rendering.get_status_display()} {rendering.sha256} {rendering.error}".strip()
            )
            failed = failed or rendering.status != Rendering.Status.DONE
        if failed:
            raise CommandError("Not everything could be rendered.")
