"""What stands against publishing an agenda. Pure: looks at the compiled agenda only."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from .content import Agenda, SessionEntry


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one session; ``session`` is its code, empty for the edition as a whole."""

    session: str
    message: str

    def __str__(self) -> str:
        return f"{self.session}: {self.message}" if self.session else self.message


def find_errors(agenda: Agenda) -> list[Problem]:
    """Everything that blocks publishing, in the order of the programme."""
    return [*_about_the_edition(agenda), *_about_times(agenda), *_about_clashes(agenda)]


def _about_the_edition(agenda: Agenda) -> Iterator[Problem]:
    if agenda.edition.status == "planned":
        yield Problem("", "The edition is still planned; set its status to announced first.")
    if not agenda.sessions:
        yield Problem("", "There is no session to publish.")


def _about_times(agenda: Agenda) -> Iterator[Problem]:
    first, last = agenda.edition.starts_on, agenda.edition.ends_on
    for session in agenda.walk():
        if session.starts_at is None or session.status == "cancelled":
            continue
        # The last day ends when its last session does: a session may run past midnight, not begin after it.
        if first and last and not first <= session.starts_at[:10] <= last:
            yield Problem(session.code, f"starts on {session.starts_at[:10]}, outside the edition ({first} to {last}).")
        for part in session.parts:
            if part.starts_at is None or part.status == "cancelled":
                continue
            if _moment(part.starts_at) < _moment(session.starts_at) or _moment(part.ends_at) > _moment(session.ends_at):
                yield Problem(part.code, f"is not within the time of “{session.code}”, which it is part of.")


def _about_clashes(agenda: Agenda) -> Iterator[Problem]:
    """The same room, or the same person in any role, twice at once; a session never clashes with its own parts."""
    ancestors: dict[str, set[str]] = {}
    for root in agenda.sessions:
        _note_ancestors(root, set(), ancestors)
    rooms: dict[str, list[SessionEntry]] = defaultdict(list)
    people: dict[str, list[SessionEntry]] = defaultdict(list)
    for session in agenda.walk():
        if session.starts_at is None or session.status == "cancelled":
            continue
        if session.room:
            rooms[session.room].append(session)
        for speaker in {credit.speaker for credit in session.credits if credit.speaker}:
            people[speaker].append(session)
    for groups, words in ((rooms, "room"), (people, "speaker")):
        for name, sessions in groups.items():
            for one, other in combinations(sessions, 2):
                related = one.code in ancestors[other.code] or other.code in ancestors[one.code]
                if not related and _overlap(one, other):
                    yield Problem(other.code, f"{words} “{name}” is taken by “{one.code}” at the same time.")


def _note_ancestors(session: SessionEntry, above: set[str], ancestors: dict[str, set[str]]) -> None:
    ancestors[session.code] = above
    for part in session.parts:
        _note_ancestors(part, above | {session.code}, ancestors)


def _overlap(one: SessionEntry, other: SessionEntry) -> bool:
    return _moment(one.starts_at) < _moment(other.ends_at) and _moment(other.starts_at) < _moment(one.ends_at)


def _moment(text: str | None) -> datetime:
    """A time of a session that has times; one has both or neither, by constraint."""
    assert text is not None  # noqa: S101
    return datetime.fromisoformat(text)
