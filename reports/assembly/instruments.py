"""The annex of instruments, and the marks by which texts lead to it.

Where the document has the annex, a citation prints as a number, counted as a reader meets them, and leads to the entry;
where it has none, as the instrument's title and year, which need no list to be looked up in.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from forums.collation import folded
from forums.languages import text
from reports.citations import unknown_among
from reports.models import Instrument
from reports.paper.content import Block, Paragraph, Run, Runs, Section
from reports.paper.markdown import cited_by, joined, place_of, words
from reports.paper.walk import block_with_runs, each_run, with_runs

from .sources import Sources
from .wordings import wording_in
from .wordings.wording import Wording

Registry = dict[str, Instrument]


def instruments(_sources: Sources, _wording: Wording, number: str, title: str) -> Section:
    """The annex before it is known what the other chapters cite: empty, to be filled by ``cite``."""
    return Section("instruments", number, title)


def cite(
    sources: Sources, wording: Wording, chapters: Sequence[Section | None], *, first: Sequence[str] = ()
) -> tuple[list[Section | None], list[str]]:
    """The chapters with their citations as they print, the annex filled; and every citation that leads nowhere.

    ``first`` are keys to be counted before the others, in their order. One query where something is cited, one for the
    annex, and one more for what was meant by a wrong key.
    """
    printed = [chapter for chapter in chapters if chapter]
    cited = list(dict.fromkeys([*first, *cited_in(printed)]))
    registry = read_instruments(cited)
    wrong = wrong_citations(printed) if len(registry) < len(cited) else []
    has_annex = any(map(_is_annex, printed))
    shown = numbers(cited) if has_annex else titles(registry, sources.language, sources.today)
    changed = [
        (_annex(sources, wording, chapter, registry) if _is_annex(chapter) else with_runs(chapter, shown))
        if chapter
        else None
        for chapter in chapters
    ]
    return changed, wrong


def _is_annex(chapter: Section) -> bool:
    """Own text in its place is no annex: nothing in it can be pointed at."""
    return chapter.id == "instruments" and not chapter.blocks


def cited_in(sections: Iterable[Section]) -> list[str]:
    """The keys that are cited, each once, in reading order."""
    found = (cited_by(run) for section in sections for _, _, run in each_run(section))
    return list(dict.fromkeys(key for key in found if key))


def wrong_citations(sections: Iterable[Section]) -> list[str]:
    """Every place that cites what the registry does not have, a sentence each."""
    cited = [
        (f"{', '.join(trail)} ({block})", key)
        for section in sections
        for trail, block, run in each_run(section)
        if (key := cited_by(run))
    ]
    return [str(unknown) for unknown in unknown_among(dict.fromkeys(cited))]


def read_instruments(keys: Sequence[str]) -> Registry:
    """The instruments with these keys, by key, in their order. One query, or none for no keys."""
    found = Instrument.objects.filter(key__in=keys).select_related("issuer") if keys else []
    by_key = {instrument.key: instrument for instrument in found}
    return {key: by_key[key] for key in keys if key in by_key}


def _annex(sources: Sources, wording: Wording, chapter: Section, cited: Registry) -> Section:
    """What is cited, by number; then what is not cited but was spoken of, by title."""
    printed = [row.pk for rows in sources.interventions.values() for row in rows]
    linked = Instrument.objects.filter(interventions__in=printed).exclude(pk__in=[row.pk for row in cited.values()])
    others = sorted(
        linked.select_related("issuer").distinct(),
        key=lambda row: (folded(text(row, "title", sources.language)), row.key),
    )
    numbered = tuple(
        _entry(sources, wording, instrument, f"[{place}] ") for place, instrument in enumerate(cited.values(), 1)
    )
    rest = tuple(_entry(sources, wording, instrument) for instrument in others)
    if not numbered:
        return replace(chapter, blocks=rest)
    # No key has a slash, so that no entry has this id.
    spoken_of = Section("instruments/not/cited", "", wording.INSTRUMENTS_NOT_CITED, rest)
    return replace(chapter, blocks=numbered, sections=(spoken_of,) if rest else ())


def _entry(sources: Sources, wording: Wording, instrument: Instrument, label: str = "") -> Block:
    """One instrument: its title in italics, then what is known of it, and where it is found."""
    language = sources.language
    issuer, adopted = instrument.issuer, instrument.adopted_on
    # The registry knows today's status; a document of an earlier day does not.
    existed = adopted is None or adopted <= sources.today
    facts = wording.instrument(
        issuer=text(issuer, "name", language) if issuer else instrument.issuer_text,
        kind=instrument.kind,
        adopted=wording.day(adopted) if adopted else "",
        status=instrument.status if existed else "",
        signatories=text(instrument, "signatories", language) if existed else "",
    )
    runs = [
        Run(words(label), strong=True) if label else Run(""),
        Run(words(wording.entitled(text(instrument, "title", language))), emph=True),
        Run(words(wording.AFTER_TITLE + facts)),
    ]
    if instrument.url:
        runs += [Run(wording.SPACE), Run(words(instrument.url), href=instrument.url)]
    return Paragraph(place_of(instrument.key), joined(run for run in runs if run.text))


def numbers(cited: Sequence[str]) -> Callable[[Runs], Runs]:
    """Turns citations into the numbers of the annex, which they lead to."""
    known = {key: str(place) for place, key in enumerate(cited, 1)}

    def change(runs: Runs) -> Runs:
        return joined(replace(run, text=known[key]) if (key := cited_by(run)) in known else run for run in runs)

    return change


def titles(registry: Registry, language: str, today: date) -> Callable[[Runs], Runs]:
    """Turns citations into title and year, which lead nowhere; an unknown key stays as it was typed."""
    wording = wording_in(language)

    def shown(run: Run) -> Run:
        key = cited_by(run)
        if not key:
            return run
        instrument = registry.get(key)
        if instrument is None:
            return replace(run, ref="")
        adopted = instrument.adopted_on
        year = adopted.year if adopted and adopted <= today else None
        return replace(run, text=words(wording.cited(text(instrument, "title", language), year)), ref="")

    return lambda runs: joined(map(shown, runs))


def blocks_by_title(blocks: Sequence[Block], language: str, today: date) -> list[Block]:
    """Blocks that are shown by themselves, without the document's annex. One query, or none where nothing is cited."""
    alone = Section("", "", "", tuple(blocks))
    registry = read_instruments(cited_in([alone]))
    return [block_with_runs(block, titles(registry, language, today)) for block in blocks]
