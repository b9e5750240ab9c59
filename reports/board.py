"""How the records of an edition's sessions stand: the office's board, read in a constant number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from forums.models import Edition
from reports.models import SessionReport
from speakers.models import Mail, Person

from .clock import Clock, Owed, State, credited_rapporteurs, owing, read_clocks
from .dues import in_words, span

# Written to, so far as the rapporteur is concerned.
_REMINDERS = (Mail.Kind.REPORT, Mail.Kind.REPORT_DUE, Mail.Kind.REPORT_RETURNED)


@dataclass(frozen=True, slots=True)
class Line:
    """One session on the board. ``credited`` is who could be asked, where nobody has been."""

    clock: Clock
    state: State
    credited: Person | None
    written_at: datetime | None

    @property
    def is_unasked(self) -> bool:
        """Whether nobody is to write the record that is owed."""
        report = self.clock.report
        return report is None or (report.rapporteur_id is None and report.status == SessionReport.Status.DRAFT)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is owed, in words: ``told`` when it was due or came in, ``late`` by how much that is or was late."""

    told: str
    late: str = ""
    is_open: bool = True


def read_board(edition: Edition, now: datetime) -> list[Line]:
    """The edition's sessions that owe a record, in the order of the programme: four queries."""
    clocks = read_clocks(owing().filter(edition=edition))
    written = dict(
        Mail.objects.filter(edition=edition, kind__in=_REMINDERS, status=Mail.Status.DONE, bounced_at=None)
        .order_by()
        .values_list("link_subject")
        .annotate(Max("finished_at"))
    )
    credited = credited_rapporteurs(edition)
    return [
        Line(
            clock,
            clock.state(now),
            credited.get(clock.session.pk),
            written.get(clock.report.pk) if clock.report else None,
        )
        for clock in clocks
    ]


def count_states(lines: Iterable[Line]) -> dict[State, int]:
    """How many stand where, every state named."""
    counts = Counter(line.state for line in lines)
    return {state: counts[state] for state in State}


def standing_of(clock: Clock, owed: str, now: datetime) -> Standing:
    """How the takeaways or the report of a session stand."""
    due, report, zone = clock.due_at(owed), clock.report, clock.session.edition.timezone
    if clock.is_open(owed):
        if due is None:
            return Standing("no time yet")
        return Standing(f"due {in_words(due, zone)}", f"late by {span(due, now)}" if due <= now else "")
    came = (report.takeaways_at if owed == Owed.TAKEAWAYS else report.submitted_at) if report else None
    word = "handed in" if owed == Owed.TAKEAWAYS else "submitted"
    if came is None:
        standing = report.get_status_display() if report else ""
        return Standing("with the report" if owed == Owed.TAKEAWAYS else standing, is_open=False)
    late = f"{span(due, came)} late" if due and came > due else ""
    return Standing(f"{word} {in_words(came, zone)}", late, is_open=False)
