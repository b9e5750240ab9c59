"""Files that appear whole or not at all."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import TemporaryUploadedFile


class WholeFileStorage(FileSystemStorage):
    """Files on the disk, each written under a name that nobody asks for and given its own once it is complete.

    Whoever opens a name gets the whole file, also where the disk filled up or the process that wrote was killed.
    """

    def _save(self, name: str, content: Any) -> str:
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".part-", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            # The stubs do not know what a storage of one's own is to override.
            stored: str = super()._save(name, _Written(part))  # type: ignore[misc]
            return stored
        finally:
            # Still there only where something went wrong.
            Path(part).unlink(missing_ok=True)


class _Written(TemporaryUploadedFile):
    """A file that is on the disk already and only has to be moved."""

    def __init__(self, path: str) -> None:
        self.path = path

    def temporary_file_path(self) -> str:
        return self.path

    def close(self) -> None:
        """Nothing is open."""
