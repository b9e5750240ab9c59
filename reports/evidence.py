"""What the points of an edition's outcomes rest on: the matrix of sessions and points, and the office's decisions.

What is suggested is worked out when it is asked for and never stored; what is stored is what the office decided.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from modeltranslation.utils import build_localized_fieldname

from forums.exceptions import DomainError
from forums.languages import CODES, texts
from forums.models import Edition, Session

from .models import EvidenceRefusal, Intervention, OutcomePoint
from .provenance import Passage, Piece, Suggestion, compare, score_of, suggest

Pair = tuple[int, int]  # The keys of a point and of an intervention.
_WITHDRAWN = Intervention.Clearance.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Said:
    """An intervention as far as the matrix needs it; ``card`` is the key of its speaker's card, if it has one."""

    key: int
    session: int
    card: int | None
    texts: Mapping[str, str]


@dataclass(slots=True)
class Cell:
    """What a point takes from a session: interventions recorded, and others suggested with the best score of them."""

    recorded: int = 0
    suggested: int = 0
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """A point; ``total`` interventions stand behind it, and an ``orphan`` has none, nor have the points in it."""

    point: OutcomePoint
    number: str
    total: int
    orphan: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A session and what each point takes from it, a cell a column or None; ``depth`` is 1 for a part.

    ``said`` is the number of its interventions, ``points`` how many points rest on them; ``reached`` says whether any
    does, parts counted in, and ``silent`` that neither it nor a part has an intervention to rest on.
    """

    session: Session
    depth: int
    said: int
    cells: list[Cell | None]
    points: int
    reached: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """The sessions of an edition by the points of its outcomes; ``days`` groups them as the programme does."""

    columns: list[Column]
    days: list[tuple[date | None, list[Row]]]
    said: list[Said]
    recorded: set[Pair]
    suggestions: list[Suggestion[int]]

    @property
    def rows(self) -> list[Row]:
        return [row for _, rows in self.days for row in rows]

    @property
    def orphans(self) -> list[Column]:
        return [column for column in self.columns if column.orphan]

    @property
    def unheard(self) -> list[Row]:
        """Sessions with summaries that no point rests on; the parts of such a session are told with it."""
        missed = [row for row in self.rows if not row.reached and not row.silent]
        whole = {row.session.pk for row in missed}
        return [row for row in missed if row.session.parent_id not in whole]

    @property
    def verbatim(self) -> list[Suggestion[int]]:
        return [it for it in self.suggestions if it.verbatim]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A point beside an intervention: how it was decided, what of the point was said there, and both in pieces."""

    intervention: Intervention
    state: str  # recorded, suggested, refused
    score: float
    language: str
    point: list[Piece] = field(default_factory=list)
    source: list[Piece] = field(default_factory=list)


def read_matrix(edition: Edition) -> Matrix:
    """The matrix as records stand. Five queries, whatever their number.

    What was withdrawn is nobody's source. Cancelled sessions and breaks are left out where nothing was said in them.
    """
    sessions = list(Session.objects.filter(edition=edition).in_order())
    said = _read_said(edition)
    points = _in_order(OutcomePoint.objects.filter(outcome__edition=edition).select_related("outcome", "parent"))
    known = {it.key for it in said}
    evidence = OutcomePoint.evidence.through.objects.filter(outcomepoint__outcome__edition=edition)
    pairs = evidence.values_list("outcomepoint", "intervention")
    recorded = {pair for pair in pairs if pair[1] in known}
    refused = EvidenceRefusal.objects.filter(point__outcome__edition=edition)
    decided = recorded | set(refused.values_list("point", "intervention"))
    found = suggest([_passage(point) for _, point in points], [Passage(it.key, it.texts) for it in said])
    suggestions = [it for it in found if (it.point, it.source) not in decided]
    columns = _columns(points, recorded)
    cells = _cells(said, recorded, suggestions)
    days = _days(edition, _rows(sessions, said, columns, cells))
    return Matrix(columns, days, said, recorded, suggestions)


def _read_said(edition: Edition) -> list[Said]:
    standing = Intervention.objects.filter(report__session__edition=edition).exclude(clearance=_WITHDRAWN)
    columns = [build_localized_fieldname("text", code) for code in CODES]
    rows = standing.order_by("report", "position", "id").values_list("pk", "report__session", "credit__card", *columns)
    return [
        Said(key, session, card, {code: text for code, text in zip(CODES, written, strict=True) if text})
        for key, session, card, *written in rows
    ]


def _passage(row: OutcomePoint | Intervention) -> Passage[int]:
    return Passage(row.pk, texts(row, "text"))


def _in_order(points: Iterable[OutcomePoint]) -> list[tuple[str, OutcomePoint]]:
    """The points as they are printed, numbered: 1.5 is the fifth of the first outcome, 1.5.2 the second within it."""
    outcomes: dict[int, list[OutcomePoint]] = defaultdict(list)
    for point in points:
        outcomes[point.outcome_id].append(point)
    order = sorted(outcomes.values(), key=lambda rows: (rows[0].outcome.position, rows[0].outcome_id))
    found = []
    for number, rows in enumerate(order, 1):
        rows.sort(key=lambda point: (point.position, point.pk))
        for place, point in enumerate((row for row in rows if row.parent_id is None), 1):
            found.append((f"{number}.{place}", point))
            nested = (row for row in rows if row.parent_id == point.pk)
            found += [(f"{number}.{place}.{part}", row) for part, row in enumerate(nested, 1)]
    return found


def _columns(points: Sequence[tuple[str, OutcomePoint]], recorded: set[Pair]) -> list[Column]:
    totals: dict[int, int] = defaultdict(int)
    for point, _ in recorded:
        totals[point] += 1
    supported = {point.parent_id for _, point in points if totals[point.pk]} | {key for key in totals if totals[key]}
    return [Column(point, number, totals[point.pk], point.pk not in supported) for number, point in points]


def _cells(said: Iterable[Said], recorded: set[Pair], suggestions: Iterable[Suggestion[int]]) -> dict[Pair, Cell]:
    """What there is to tell, by session and point."""
    session_of = {it.key: it.session for it in said}
    cells: dict[Pair, Cell] = defaultdict(Cell)
    for point, intervention in recorded:
        cells[session_of[intervention], point].recorded += 1
    for it in suggestions:
        cell = cells[session_of[it.source], it.point]
        cell.suggested += 1
        cell.score = max(cell.score, it.score)
    return cells


def _rows(
    sessions: Iterable[Session], said: Iterable[Said], columns: Sequence[Column], cells: Mapping[Pair, Cell]
) -> list[Row]:
    """Each session followed by its parts."""
    parts: dict[int | None, list[Session]] = defaultdict(list)
    for session in sessions:
        parts[session.parent_id].append(session)
    numbers: dict[int, int] = defaultdict(int)
    for it in said:
        numbers[it.session] += 1

    def told(session: Session, depth: int) -> list[Row]:
        below = [row for part in parts[session.pk] for row in told(part, depth + 1)]
        own = [cells.get((session.pk, column.point.pk)) for column in columns]
        points = sum(cell is not None and cell.recorded > 0 for cell in own)
        reached = points > 0 or any(row.reached for row in below)
        silent = not numbers[session.pk] and all(row.silent for row in below)
        expected = session.kind != Session.Kind.BREAK and session.status != Session.Status.CANCELLED
        row = Row(session, depth, numbers[session.pk], own, points, reached, silent)
        return [row, *below] if expected or not silent else []

    return [row for session in parts[None] for row in told(session, 0)]


def _days(edition: Edition, rows: Iterable[Row]) -> list[tuple[date | None, list[Row]]]:
    zone = ZoneInfo(edition.timezone)
    days: list[tuple[date | None, list[Row]]] = []
    for row in rows:
        day = row.session.starts_at.astimezone(zone).date() if row.session.starts_at else None
        if row.depth == 0 and (not days or days[-1][0] != day):
            days.append((day, []))
        days[-1][1].append(row)
    return days


def read_likenesses(point: OutcomePoint, session: Session | None = None) -> list[Likeness]:
    """What the point rests on, may rest on, and does not, with both texts; of one session, or of the edition.

    What is recorded comes first, then what is suggested, the likeliest first, then what was refused. Three queries.
    """
    standing = Intervention.objects.filter(report__session__edition=point.outcome.edition_id)
    if session is not None:
        standing = standing.filter(report__session=session)
    standing = standing.exclude(clearance=_WITHDRAWN).select_related(
        "report__session", "credit__card", "credit__seat_of"
    )
    rows = {row.pk: row for row in standing.order_by("report__session__starts_at", "report", "position", "id")}
    recorded = set(point.evidence.order_by().values_list("pk", flat=True))
    refused = set(point.refusals.values_list("intervention", flat=True)) - recorded
    likely = {it.source: it for it in suggest([_passage(point)], map(_passage, rows.values()))}
    states = {"recorded": recorded, "suggested": likely.keys() - recorded - refused, "refused": refused}
    found = []
    for state, keys in states.items():
        alike = [_likeness(point, row, state) for key, row in rows.items() if key in keys]
        found += sorted(alike, key=lambda it: -it.score) if state == "suggested" else alike
    return found


def _likeness(point: OutcomePoint, row: Intervention, state: str) -> Likeness:
    """The two side by side in the language in which they have most in common."""
    ours, theirs = texts(point, "text"), texts(row, "text")
    scores = {code: score_of(ours[code], theirs[code]) for code in ours if code in theirs}
    if not scores:
        pieces = [[Piece(text, shared=False) for text in list(it.values())[:1]] for it in (ours, theirs)]
        return Likeness(row, state, 0.0, "", *pieces)
    language = max(scores, key=lambda code: scores[code])
    return Likeness(row, state, scores[language], language, *compare(ours[language], theirs[language]))


@transaction.atomic
def accept_source(point: OutcomePoint, intervention: Intervention) -> None:
    """Record that the point rests on the intervention, also where that was refused before.

    Raises DomainError where that was said at another edition, or was withdrawn.
    """
    OutcomePoint.objects.select_for_update().get(pk=point.pk)
    if intervention.report.session.edition_id != point.outcome.edition_id:
        raise DomainError(f"“{intervention}” was said at another edition.")
    if intervention.clearance == _WITHDRAWN:
        raise DomainError(f"“{intervention}” was withdrawn; nothing can rest on it.")
    point.refusals.filter(intervention=intervention).delete()
    point.evidence.add(intervention)


@transaction.atomic
def refuse_source(point: OutcomePoint, intervention: Intervention, *, by: User | None = None) -> None:
    """Record that the point does not rest on the intervention: it is taken away, and not suggested again."""
    OutcomePoint.objects.select_for_update().get(pk=point.pk)
    point.evidence.remove(intervention)
    EvidenceRefusal.objects.get_or_create(point=point, intervention=intervention, defaults={"by": by})


@transaction.atomic
def accept_verbatim(edition: Edition) -> dict[OutcomePoint, int]:
    """Record every suggestion that is there nearly word for word; how many of them each point was given."""
    matrix = read_matrix(edition)
    points = {column.point.pk: column.point for column in matrix.columns}
    given: dict[OutcomePoint, int] = defaultdict(int)
    for it in matrix.verbatim:
        points[it.point].evidence.add(it.source)
        given[points[it.point]] += 1
    return dict(given)
