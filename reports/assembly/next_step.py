"""The closing chapter: what comes next, as the office wrote it."""

from forums.languages import text
from reports.paper.content import Section

from .runs import blocks
from .sources import Sources
from .wordings.wording import Wording


def next_step(sources: Sources, _wording: Wording, number: str, title: str) -> Section:
    return Section(
        "next-step", number, title, tuple(blocks(text(sources.edition, "next_step", sources.language), "next-step/1"))
    )
