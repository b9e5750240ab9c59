"""Every rule, applied to one paper."""

from collections.abc import Callable, Iterator

from reports.paper.content import Paper

from .acronyms import find_undefined
from .chronicle import find_told_differently
from .dates import find_impossible_days, find_other_days
from .figures import find_unsourced
from .finding import Facts, Finding, Read, Severity
from .glyphs import find_missing_glyphs
from .ordinals import find_missing_ordinals
from .people import find_absent, find_titles
from .quotation import find_mixed_quotes, find_unpaired_quotes
from .structure import find_dead_citations, find_empty, find_placeholders

# What each family of findings is called.
RULES = {
    "assembly": "What cannot be assembled",
    "empty": "Empty chapters",
    "citations": "Dead citations",
    "glyphs": "Missing glyphs",
    "weekdays": "Weekdays and dates",
    "ordinals": "Missing ordinals",
    "days": "Contradictory dates",
    "figures": "Figures without a source",
    "titles": "Titled in two ways",
    "agenda": "Not in the programme",
    "chronicle": "Told otherwise before",
    "acronyms": "Undefined acronyms",
    "quotes": "Quotation marks",
    "placeholders": "Left to be replaced",
}
_FIND: tuple[Callable[[Read], Iterator[Finding]], ...] = (
    find_empty,
    find_dead_citations,
    find_missing_glyphs,
    find_impossible_days,
    find_missing_ordinals,
    find_other_days,
    find_unsourced,
    find_titles,
    find_absent,
    find_told_differently,
    find_undefined,
    find_mixed_quotes,
    find_unpaired_quotes,
    find_placeholders,
)


def lint(paper: Paper, facts: Facts) -> list[Finding]:
    """Everything that is wrong, then everything doubtful; rule by rule, each in reading order, nothing twice."""
    read = Read(paper, facts)
    order = {place.id: number for number, place in enumerate(read.places)}
    found = dict.fromkeys(finding for find in _FIND for finding in find(read))
    rules = list(RULES)
    return sorted(
        found,
        key=lambda it: (it.severity != Severity.ERROR, rules.index(it.rule), order.get(it.place, len(order))),
    )
