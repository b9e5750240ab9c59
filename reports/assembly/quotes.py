"""What prints of each named contribution, by the code that prints the document: nobody clears anything else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from forums.languages import text
from forums.models import Session
from reports.models import Intervention
from reports.models.intervention import SPEAKER
from reports.paper.content import Section, canonical
from reports.paper.quotes import fingerprint, lines
from reports.paper.walk import with_runs

from .instruments import cited_in, read_instruments, titles
from .own_text import with_own_text
from .sources import Sources
from .summaries import heading_of, said_in
from .wordings.wording import Wording


@dataclass(frozen=True)
class Quote:
    """A contribution under its session's heading, as it prints; ``speaker`` is how it names them.

    ``text`` is its Markdown as recorded, with ``{speaker}`` where name and titles are set.
    """

    row: Intervention
    session: Session
    section: Section
    speaker: str
    text: str

    @cached_property
    def shown(self) -> str:
        """As it is kept: the section as JSON."""
        return canonical(self.section)

    @cached_property
    def digest(self) -> str:
        """What it is compared by."""
        return fingerprint(self.section.blocks)

    @property
    def plain(self) -> str:
        """As plain text, one line a paragraph."""
        return "\n".join(lines(self.section.blocks))


def quotes(sources: Sources, wording: Wording, own: Mapping[str, str]) -> list[Quote]:
    """Every contribution that prints under a name or for an office, in the order of the programme.

    ``own`` are the paragraphs that people wrote in the place of what the records give, by their ids. What is cited is
    shown by title and year: a number says nothing without the annex. One query where something is.
    """
    given = _quotes(sources, wording)
    found = [replace(quote, section=with_own_text(quote.section, own)) if own else quote for quote in given]
    keys = cited_in(quote.section for quote in found)
    shown = titles(read_instruments(keys), sources.language, sources.today)
    return [replace(quote, section=with_runs(quote.section, shown)) for quote in found] if keys else found


def _quotes(sources: Sources, wording: Wording, parent: int | None = None) -> Iterator[Quote]:
    for session in sources.parts[parent]:
        for said in said_in(sources, wording, session):
            if said.row.credit_id is not None and said.blocks:
                place = f"summaries/{session.code}"
                source = text(said.row, "text", sources.language)
                yield Quote(
                    row=said.row,
                    session=session,
                    section=Section(place, "", heading_of(sources, wording, session), said.blocks),
                    speaker="".join(run.text for run in said.speaker),
                    text=source if SPEAKER in source else f"{SPEAKER} {source}",
                )
        yield from _quotes(sources, wording, session.pk)
