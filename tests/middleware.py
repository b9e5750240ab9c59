"""The middleware that tests have another of."""

from typing import Any, ClassVar

from whitenoise import middleware


class WhiteNoiseMiddleware(middleware.WhiteNoiseMiddleware):
    """Looks for the static files once a process; a server does so once, and here every test's client is a new one."""

    found: ClassVar[dict[str, Any]] = {}

    def add_files_from_finders(self) -> None:
        """Find the files, or take those that the first client found."""
        if not self.found:
            super().add_files_from_finders()
            self.found.update(self.files)
        self.files.update(self.found)
