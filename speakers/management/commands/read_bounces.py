import mailbox
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from speakers.bounces import Came, read_bounce
from speakers.returns import LARGEST


class Command(BaseCommand):
    help = (
        "Record the mails that came back: one message on standard input, as a mail server pipes it, or all of a "
        "Maildir or an mbox file, which stays as it is. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, help="A Maildir or an mbox file; without one, standard input."
        )

    def handle(self, *args: Any, path: Path | None, **options: Any) -> None:
        if path is None:
            came, told = _read(sys.stdin.buffer.read(LARGEST + 1))
            if came in (Came.UNREADABLE, Came.LATER):
                # What a mail server understands (sysexits.h): it keeps for later what may be read then.
                raise CommandError(told, returncode=os.EX_TEMPFAIL if came == Came.LATER else os.EX_DATAERR)
            self.stdout.write(told)
            return
        try:
            counted = dict.fromkeys(Came, 0)
            for raw in _messages(path):
                came, told = _read(raw)
                counted[came] += 1
                if came == Came.RECORDED:
                    self.stdout.write(told)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}", returncode=os.EX_NOINPUT) from error
        self.stdout.write(
            f"{sum(counted.values())} read, {counted[Came.RECORDED]} recorded, {counted[Came.UNREADABLE]} unreadable"
        )


def _read(raw: bytes) -> tuple[Came, str]:
    try:
        return read_bounce(raw)
    except Error as error:
        told = f"The database does not answer ({type(error).__name__}); nothing was recorded."
        raise CommandError(told, returncode=os.EX_TEMPFAIL) from error


def _messages(path: Path) -> Iterator[bytes]:
    """The mails of a Maildir or an mbox file, each only as far as says that it is too large."""
    if path.is_dir():
        if not (path / "new").is_dir():
            raise CommandError(f"{path} is no Maildir.", returncode=os.EX_NOINPUT)
        for file in sorted(entry for folder in ("new", "cur") for entry in (path / folder).glob("*")):
            with file.open("rb") as opened:
                yield opened.read(LARGEST + 1)
        return
    with path.open("rb"):
        # Whoever may not read it is told so here; the library would say that there is no such mailbox.
        box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            with box.get_file(key) as opened:
                yield opened.read(LARGEST + 1)
    finally:
        box.close()
