"""The attribution regime enforced: every place in a report that names somebody whom its session's rule hides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model, Prefetch

from forums.models import Session
from reports.models import Intervention, SessionReport
from reports.regime import Rule, find_in, hidden_names, localized, rule_of


@dataclass(frozen=True, slots=True)
class Named:
    """A name where none may be: the session's key, the part and its row, the field, the paragraph, the words around."""

    session: int
    row: Model
    place: str
    field: str
    paragraph: int
    name: str
    around: str
    rule: Rule

    def __str__(self) -> str:
        return f"{self.place}, paragraph {self.paragraph}: “{self.around}” names “{self.name}” ({self.rule.words})"


def find_names(report: SessionReport) -> list[Named]:
    """Every name in a report that its session's rule hides, in the order of the report; none where all are named."""
    return find_all_names([report.session])


def find_all_names(sessions: Iterable[Session]) -> list[Named]:
    """The same for the reports of many sessions: seven queries, or none where everybody is named in all of them.

    Sessions that are parts come with their whole joined, or it is asked for.
    """
    rules = {session.pk: rule for session in sessions if (rule := rule_of(session))}
    if not rules:
        return []
    kinds = {**rules, **{-pk: rule.of_names_alone for pk, rule in rules.items()}}
    hidden = hidden_names(set(kinds.values()))
    found: list[Named] = []
    for report in _reports(rules):
        for row, place, field, text, names_alone in _texts(report):
            rule = kinds[-report.session_id if names_alone else report.session_id]
            for paragraph, it in find_in(text, hidden[rule]):
                found.append(
                    Named(report.session_id, row, place, field, paragraph, it.name, it.around, rules[report.session_id])
                )
    return found


def _reports(sessions: Iterable[int]) -> Iterable[SessionReport]:
    rows = SessionReport.objects.filter(session__in=list(sessions)).order_by("session_id")
    said = Intervention.objects.order_by("position", "id").select_related("credit__card", "credit__seat_of")
    return rows.prefetch_related(Prefetch("interventions", said), "takeaways", "calls_to_action", "quoted_figures")


def _texts(report: SessionReport) -> Iterator[tuple[Model, str, str, str, bool]]:
    """Every text of a report: its row, what the row is called, the field, the text, and whether only names count."""
    for row in report.interventions.all():
        place = row.collective or (str(row.credit) if row.credit else "")
        yield from ((row, place, *it, False) for it in localized(row, "heading", "text").items())
        yield row, place, "collective", row.collective, False
    for number, takeaway in enumerate(report.takeaways.all(), 1):
        yield from ((takeaway, f"Takeaway {number}", *it, False) for it in localized(takeaway, "text").items())
    for number, call in enumerate(report.calls_to_action.all(), 1):
        place = f"Call to action {number}"
        yield from ((call, place, *it, False) for it in localized(call, "text").items())
        yield call, place, "addressee", call.addressee, True
    for number, figure in enumerate(report.quoted_figures.all(), 1):
        place = f"Quoted figure {number}"
        yield from ((figure, place, *it, False) for it in localized(figure, "subject").items())
        yield figure, place, "value", figure.value, False
        yield figure, place, "source", figure.source, True
