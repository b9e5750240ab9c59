"""What a renderer gives back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file: its bytes, how many pages it has where it has pages, and what made it."""

    data: bytes
    engine: str
    pages: int | None = None
