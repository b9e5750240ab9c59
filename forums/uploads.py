"""How much may be uploaded at once: more is thrown away as it arrives, and never on the disk whole."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from .exceptions import DomainError

LARGEST_UPLOAD = 20 * 1024 * 1024


class LimitedUpload(FileUploadHandler):
    """Lets no file through that is too large; the request remembers its name. First among the upload handlers."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > LARGEST_UPLOAD:
            # On the request, as forms never see a file that was not let through.
            self.request.too_large = self.file_name  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers behind."""


def refuse_too_large(request: HttpRequest) -> None:
    """Raise DomainError where a file of the request was too large; without it, a form would take it for missing."""
    # Reads the body, where nothing has yet.
    request.FILES  # noqa: B018
    if name := getattr(request, "too_large", ""):
        megabytes = LARGEST_UPLOAD // 1024 // 1024
        raise DomainError(f"“{name}” is larger than {megabytes} MB, the most that a file may have. Nothing was saved.")
