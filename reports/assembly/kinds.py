"""Which chapters each kind of document has as a rule, and which it can have."""

from reports.models import Chapter, Document

Kind = Chapter.Kind

# In the order in which they are printed. Own text can stand anywhere.
USUAL: dict[str, tuple[Kind, ...]] = {
    Document.Kind.OUTCOME_DOCUMENT: (
        Kind.ABOUT,
        Kind.OUTCOMES,
        Kind.SUMMARIES,
        Kind.NEXT_STEP,
        Kind.AGENDA,
        Kind.SPEAKERS,
        Kind.ORGANIZATIONS,
        Kind.FIGURES,
        Kind.COMMITMENTS,
        Kind.INSTRUMENTS,
        Kind.BALANCE,
    ),
    Document.Kind.WHITE_PAPER: (
        Kind.ABOUT,
        Kind.OUTCOMES,
        Kind.COMMITMENTS,
        Kind.NEXT_STEP,
        Kind.FIGURES,
        Kind.INSTRUMENTS,
    ),
    Document.Kind.PROGRAMME: (Kind.ABOUT, Kind.AGENDA, Kind.SPEAKERS, Kind.ORGANIZATIONS),
    Document.Kind.REPORT: (Kind.TAKEAWAYS, Kind.COMMITMENTS, Kind.SUMMARIES, Kind.SPEAKERS, Kind.INSTRUMENTS),
    Document.Kind.REPORT_FRAMEWORK: (Kind.WORKSTREAM,),
}
# Nothing has been said yet where a programme or a framework is printed; a workstream has reports of its own.
_NEVER: dict[str, frozenset[Kind]] = {
    Document.Kind.OUTCOME_DOCUMENT: frozenset({Kind.WORKSTREAM}),
    Document.Kind.PROGRAMME: frozenset(
        {Kind.OUTCOMES, Kind.SUMMARIES, Kind.TAKEAWAYS, Kind.COMMITMENTS, Kind.WORKSTREAM}
    ),
    Document.Kind.REPORT_FRAMEWORK: frozenset(
        {
            Kind.OUTCOMES,
            Kind.SUMMARIES,
            Kind.TAKEAWAYS,
            Kind.COMMITMENTS,
            Kind.FIGURES,
            Kind.AGENDA,
            Kind.SPEAKERS,
            Kind.BALANCE,
        }
    ),
}


def refusal_of(document: str, chapter: str) -> str:
    """Why a document of the kind cannot have a chapter of that kind; empty where it can."""
    if chapter not in _NEVER.get(document, ()):
        return ""
    return f"A {Document.Kind(document).label} has no chapter “{Chapter.Kind(chapter).label}”; remove it."
