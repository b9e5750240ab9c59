"""What can go wrong with a document."""

from typing import Any

from forums.exceptions import DomainError


class UnchangedDocumentError(DomainError):
    """Assembling would freeze the same content again; ``version`` is the one that stands."""

    def __init__(self, version: Any) -> None:
        self.version = version
        super().__init__(f"The records have not changed since {version}; it stays the current one.")
