"""How jobs of this app are carried out."""

import time

from forums.agenda.files import write_files
from forums.jobs import carries_out
from forums.models import AgendaFiles


@carries_out(AgendaFiles)
def write(files: AgendaFiles) -> None:
    """Write the files of a release."""
    began = time.monotonic()
    count, size = write_files(files.release)
    files.finish(count=count, bytes=size, seconds=round(time.monotonic() - began, 3))
