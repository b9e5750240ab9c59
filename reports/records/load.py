"""Loading a folder of records: everything, or nothing and a list of mistakes."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from forums.exceptions import DomainError

from . import documents, editions, people, programme
from .registry import Records
from .rows import MistakesError


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each kind are new, changed and the same."""

    new: Counter[str]
    changed: Counter[str]
    same: Counter[str]


@transaction.atomic
def load_records(folder: Path) -> Loaded:
    """Bring the database to what the folder says; rows that it does not name are left alone.

    Raises MistakesError with every mistake, by file and line, and then nothing is stored.
    """
    if not folder.is_dir():
        raise DomainError(f"There is no folder {folder}.")
    # A file is named from the folder on, wherever the folder was named from.
    records = Records(folder.resolve())
    people.load_organizations(records)
    people.load_people(records)
    documents.load_instruments(records)
    for forum_folder in sorted(path for path in records.folder.iterdir() if path.is_dir()):
        editions.load_forum(records, forum_folder)
    for forum_folder in sorted(path for path in records.folder.iterdir() if path.is_dir()):
        for edition_file in sorted(forum_folder.glob("*.yaml")):
            if edition_file.name != "forum.yaml":
                editions.load_edition(records, edition_file, forum_folder.name)
    for edition in list(records.editions.values()):
        session_folder = records.folder / edition.forum.slug / edition.slug
        for session_file in sorted(session_folder.glob("*.yaml")):
            if session_file.name != "outcomes.yaml":
                programme.load_session_file(records, session_file, edition)
        documents.load_outcomes(records, session_folder / "outcomes.yaml", edition)
    documents.load_workstreams(records)
    if records.mistakes:
        raise MistakesError(records.mistakes)
    return Loaded(records.store.new, records.store.changed, records.store.same)
