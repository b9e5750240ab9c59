"""The chapter of key takeaways: what each session gave its listeners to take home, session by session."""

from forums.languages import text
from forums.models import Session
from reports.models import Takeaway
from reports.paper.content import ListBlock, ListItem, Section

from .runs import flowing
from .sources import Sources
from .summaries import heading_of
from .wordings.wording import Wording


def takeaways(sources: Sources, wording: Wording, number: str, title: str) -> Section:
    """1. a session > its takeaways; those of the only session that has any follow the chapter's heading. One query."""
    sessions = {session.pk: session for session in sources.sessions()}
    found: dict[int, list[Takeaway]] = {pk: [] for pk in sessions}
    queried = Takeaway.objects.filter(report__session__in=sessions).select_related("report")
    for row in queried.order_by("position", "id"):
        found[row.report.session_id].append(row)
    told = [
        (session, _list(session, rows, sources.language)) for pk, session in sessions.items() if (rows := found[pk])
    ]
    if sources.document.session_id is not None and [session.pk for session, _ in told] == [sources.document.session_id]:
        return Section("takeaways", number, title, (told[0][1],))
    sections = tuple(
        Section(
            f"takeaways/{session.code}",
            wording.section_number(place),
            heading_of(sources, wording, session),
            (block,),
        )
        for place, (session, block) in enumerate(told, 1)
    )
    return Section("takeaways", number, title, (), sections)


def _list(session: Session, rows: list[Takeaway], language: str) -> ListBlock:
    items = tuple(ListItem(f"{place}.", flowing(text(row, "text", language))) for place, row in enumerate(rows, 1))
    return ListBlock(f"takeaways/{session.code}/session/list", items)
