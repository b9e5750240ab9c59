"""What a load knows so far: the records by their keys, the store, and the mistakes."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from forums.models import Edition, Forum, Organization, Session
from reports.models import CallToAction, Document, Instrument, Intervention
from speakers.models import Person

from .rows import Mistake, Row, read_rows
from .store import Store

# How those who stand in the records agreed to it: whoever wrote the records had their word.
CHANNEL = "records of the office"


@dataclass
class Records:
    """The records of a folder, by key; later files refer to what earlier ones brought."""

    folder: Path
    store: Store = field(default_factory=Store)
    mistakes: list[Mistake] = field(default_factory=list)
    organizations: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    forums: dict[str, Forum] = field(default_factory=dict)
    editions: dict[str, Edition] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    interventions: dict[str, Intervention] = field(default_factory=dict)
    calls: dict[str, CallToAction] = field(default_factory=dict)

    def read(self, name: str | Path) -> list[Row]:
        """The rows of a file of the folder; none if it does not exist."""
        path = self.folder / name
        return read_rows(path, self.folder, self.mistakes) if path.is_file() else []


def guid(kind: str, key: str) -> UUID:
    """The same GUID for the same key on every machine, so that loading again finds the row."""
    return uuid5(NAMESPACE_URL, f"plenary:{kind}:{key}")
