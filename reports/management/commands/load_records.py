from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forums.exceptions import DomainError
from reports.demo import SAMPLE
from reports.records.load import load_records


class Command(BaseCommand):
    help = "Load a folder of records (YAML); without a folder, the sample forum. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SAMPLE)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            loaded = load_records(folder)
        except DomainError as error:
            raise CommandError(str(error)) from error
        for kind in sorted(loaded.new.keys() | loaded.changed.keys() | loaded.same.keys()):
            counts = f"{loaded.new[kind]} new, {loaded.changed[kind]} changed, {loaded.same[kind]} the same"
            self.stdout.write(f"{kind}: {counts}")
