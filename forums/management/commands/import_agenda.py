from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from forums.exceptions import DomainError
from forums.imports.content import UnreadableFileError
from forums.imports.files import LARGEST, too_large
from forums.imports.plan import refusals
from forums.imports.planner import Options
from forums.imports.services import apply_import, plan_import
from forums.languages import CODES, DEFAULT
from forums.models import AgendaImport, Edition


class Command(BaseCommand):
    help = "Compare an agenda in a file with an edition's, and bring it in. Ends with 1 where entries are refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("edition", help="its address, like iaicgf-2022")
        parser.add_argument("file", type=Path, help="CSV, XLSX, schedule.xml or schedule.json")
        parser.add_argument("--apply", action="store_true", help="do it; without this, only say what would be done")
        parser.add_argument("--without-refused", action="store_true", help="apply although entries are refused")
        parser.add_argument("--language", choices=CODES, default=DEFAULT, help="of the texts in the file")
        parser.add_argument("--unnamed", action="store_true", help="its speakers may not be named in public yet")

    def handle(self, *args: Any, edition: str, file: Path, **options: Any) -> None:
        try:
            report = self._import(_edition(edition), _content(file), file.name, options)
        except DomainError as error:
            raise CommandError(str(error)) from error
        for note in report["notes"]:
            self.stdout.write(note)
        counts = {("not in the file" if name == "absent" else name): count for name, count in report["counts"].items()}
        told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
        refused = list(refusals(report))
        for refusal in refused:
            self.stderr.write(refusal)
        self.stdout.write(f"{'Applied' if options['apply'] else 'Would be'}: {told}.")
        if refused:
            raise CommandError(f"{len(refused):,} refused.")

    @transaction.atomic
    def _import(self, edition: Edition, data: bytes, name: str, options: dict[str, Any]) -> dict[str, Any]:
        choices = Options(options["language"], not options["unnamed"])
        report = plan_import(edition, data, choices).report()
        if options["apply"]:
            upload = AgendaImport(
                edition=edition,
                filename=name[:200],
                language=choices.language,
                names_speakers=choices.names_speakers,
                report=report,
            )
            upload.file.save(name, ContentFile(data))
            apply_import(upload, without_refused=options["without_refused"])
        return report


def _edition(slug: str) -> Edition:
    edition = Edition.objects.filter(slug=slug).first()
    if edition is None:
        known = ", ".join(Edition.objects.values_list("slug", flat=True)[:20])
        raise DomainError(f"There is no edition {slug}. Choose from: {known or 'none yet'}.")
    return edition


def _content(file: Path) -> bytes:
    try:
        if (size := file.stat().st_size) > LARGEST:
            raise UnreadableFileError(too_large(size))
        return file.read_bytes()
    except OSError as error:
        raise DomainError(f"{file} cannot be read: {error.strerror}.") from error
