"""The chapter of a workstream: what it is for, who leads it, and the steps on its way."""

from django.db.models import OuterRef, Subquery

from forums.languages import text
from forums.models import SpeakerCard
from reports.models import Workstream
from reports.paper.content import ListBlock, ListItem, Section
from reports.paper.markdown import words

from .runs import blocks, flowing, listed, plain
from .sources import Sources
from .wordings.wording import Wording


def workstream(sources: Sources, wording: Wording, number: str, title: str) -> Section:
    """The purpose > 1. who leads it, as far as they are named in a programme > 2. its milestones. Three queries."""
    work = sources.document.workstream
    if work is None:
        return Section("workstream", number, title)
    language = sources.language
    purpose = blocks(text(work, "purpose", language), "workstream/purpose")
    sections: list[Section] = []
    led = [plain(wording.led(name, role)) for name, role in _leads(work)]
    if led:
        sections.append(listed("workstream/leads", wording.section_number(1), wording.LED_BY, led))
    steps: list[ListItem] = []
    for milestone in work.milestones.order_by("position", "id"):
        when = wording.day(milestone.on) if milestone.on else ""
        told = plain(wording.milestone(text(milestone, "title", language), when, milestone.place))
        about = flowing(text(milestone, "description", language))
        steps.append(ListItem(f"{len(steps) + 1}.", told, (ListItem("–", about),) if about else ()))
    if steps:
        block = ListBlock("workstream/timetable/list", tuple(steps))
        place = wording.section_number(len(sections) + 1)
        sections.append(Section("workstream/timetable", place, wording.TIMETABLE, (block,)))
    return Section("workstream", number, title, tuple(purpose), tuple(sections))


def _leads(work: Workstream) -> list[tuple[str, str]]:
    """Name and role of those who agreed to be named in some programme, as the newest of them names them."""
    cards = SpeakerCard.objects.published().filter(registration__person=OuterRef("person"))
    newest = cards.order_by("-edition__year", "-pk").values("name")[:1]
    rows = work.leads.annotate(named=Subquery(newest)).order_by("position", "id")
    return [(words(name), words(role)) for name, role in rows.values_list("named", "role") if name]
