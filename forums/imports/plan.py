"""What applying a file would do, entry by entry: the comparison that is shown first and carried out afterwards."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from forums.models import Credit, Room, Session, SpeakerCard, Track

OUTCOMES = ("refused", "changed", "new", "same", "absent")
# A remark on more entries than this is told once for the whole file.
_OFTEN = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One field, from what it is to what it would be."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one entry, or of a session that is not in the file. ``summary`` tells a new one at a glance."""

    outcome: str
    place: str
    code: str
    title: str
    reason: str = ""
    summary: str = ""
    changes: list[Change] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Writes:
    """The rows that carry a plan out. New sessions come parents first, by level."""

    rooms: list[Room] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    cards: list[SpeakerCard] = field(default_factory=list)
    new: list[list[Session]] = field(default_factory=lambda: [[], [], []])
    changed: list[Session] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    renumbered: list[int] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    lines: list[Line]
    notes: list[str]
    writes: Writes

    @property
    def counts(self) -> dict[str, int]:
        """How many entries come to each outcome."""
        counts = Counter(line.outcome for line in self.lines)
        return {outcome: counts[outcome] for outcome in OUTCOMES}

    def report(self) -> dict[str, Any]:
        """The plan as plain data: what an import keeps and a page shows."""
        lines, notes = _gathered(self.lines)
        added = {
            "rooms": [room.name for room in self.writes.rooms],
            "tracks": [track.name for track in self.writes.tracks],
            "speakers": [card.name for card in self.writes.cards],
        }
        return {
            "counts": self.counts,
            "added": added,
            "notes": [*self.notes, *notes],
            "lines": sorted(lines, key=lambda line: OUTCOMES.index(line["outcome"])),
        }


def _gathered(lines: list[Line]) -> tuple[list[dict[str, Any]], list[str]]:
    """The lines without the remarks that nearly all of them share, and those remarks with their number."""
    totals = Counter(remark for line in lines for remark in line.remarks)
    often = {remark: total for remark, total in totals.items() if total > _OFTEN}
    kept = [asdict(line) | {"remarks": [remark for remark in line.remarks if remark not in often]} for line in lines]
    return kept, [f"{remark} ({total:,} sessions)" for remark, total in often.items()]


def refusals(report: dict[str, Any]) -> Iterator[str]:
    """Each refused entry of a report as a sentence."""
    for line in report["lines"]:
        if line["outcome"] == "refused":
            yield f"{line['place']}: {line['title'] or 'no title'}: {line['reason']}"
