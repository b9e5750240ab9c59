"""The paragraphs of a document, each with what is given and what people wrote instead, or in another language.

In an original the records give a paragraph, and own text may stand in its place. In a translation the original gives
it: its version that stands, or before there is one what it would print today. The records may have it in this language
too, and where they have not, somebody has to say it. Either way own text keeps the words it was written for: where
those read differently today, it is shown beside what has changed.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError
from reports.assembly.drafts import draft_chapters
from reports.assembly.own_text import instead_of
from reports.assembly.sources import read_sources
from reports.assembly.translation import has_letters, read_translation
from reports.assembly.wordings import wording_in
from reports.citations import find_unknown
from reports.models import Document, DocumentVersion, OwnParagraph
from reports.paper.content import Block, Chart, Paragraph, Section, Table
from reports.paper.markdown import words
from reports.paper.plain import Place, places
from reports.paper.typed import as_typed, reworded

# Of a paragraph that is named in a sentence.
_SHORT = 60
_GONE = "The paragraph that this was written for is gone: take the text over elsewhere, or remove it."


class State(StrEnum):
    """How a paragraph stands."""

    RECORDS = "records"  # as the records give it, in the document's language
    OWN = "own"  # as people wrote it, for what is given today
    MOVED = "moved"  # as people wrote it, for what was given then
    MISSING = "missing"  # nobody has said it, or all of it, in this language yet
    LOST = "lost"  # written for a paragraph that is no longer there


UNSETTLED = (State.MOVED, State.MISSING, State.LOST)


@dataclass(frozen=True, slots=True)
class Standing:
    """One paragraph: ``base`` is what own text is written for, ``given`` what the records say in this language.

    ``chapter`` is the id of the chapter it stands in; ``block`` what own text stands instead of, None for a heading;
    ``typed`` is what a writer may begin with. ``lacking`` are words in what is given that stand there in the default
    language. ``withdrawn`` is said by the frozen original, but the records no longer give it.
    """

    place: Place
    base: str
    given: str
    state: State
    own: OwnParagraph | None = None
    chapter: str = ""
    block: Block | None = None
    typed: str = ""
    lacking: tuple[str, ...] = ()
    withdrawn: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of what own text is written for: whether a writer saw what stands there now."""
        return sha256(self.base.encode()).hexdigest()


class StaleError(DomainError):
    """Somebody else wrote the paragraph since it was read; ``standing`` is what they wrote."""

    def __init__(self, standing: str) -> None:
        self.standing = standing
        super().__init__("Somebody else has changed this paragraph in the meantime. Compare both, and save again.")


class MovedOnError(DomainError):
    """What is given reads differently from what the writer had before them."""

    def __init__(self) -> None:
        super().__init__("What this is written for has changed in the meantime. Look at it again, and save again.")


def read_paragraphs(document: Document, *, today: date | None = None) -> list[Standing]:
    """Every heading and block in reading order, then own text whose paragraph is gone; a constant number of queries."""
    today = today or timezone.localdate()
    written = {row.anchor: row for row in document.own_paragraphs.select_related("by")}
    found = _translated(document, written, today) if document.original else _given(document, written, today)
    there = {it.place.id for it in found}
    lost = (row for anchor, row in written.items() if anchor not in there)
    return found + [Standing(Place(row.anchor, "paragraph", ""), row.base, "", State.LOST, row) for row in lost]


def _given(document: Document, written: dict[str, OwnParagraph], today: date) -> list[Standing]:
    sources = read_sources(document, today=today)
    chapters = draft_chapters(sources, wording_in(document.language), list(document.chapters.all()))
    found = []
    for chapter, place, block in _each(chapters):
        own = written.get(place.id)
        typed = as_typed(block) if block else place.text
        state = _own_state(own, place.text) if own else State.RECORDS
        found.append(Standing(place, place.text, place.text, state, own, chapter, block, typed))
    return found


def _translated(document: Document, written: dict[str, OwnParagraph], today: date) -> list[Standing]:
    reading = read_translation(document, today=today)
    told, found = reading.told, []
    for chapter, place, block in _each(reading.sections):
        own, given = written.get(place.id), told.blocks.get(place.id, ())
        said = reading.said(place.id)
        lacking = reading.lacking(said)
        # Nothing under what is said in the paragraph above as well.
        fits = (
            place.id in told.fitting
            and said != place.text
            and bool(said or (block and not given and place.id in told.blocks))
        )
        if own:
            state = _own_state(own, place.text)
        elif (fits and not lacking) or not has_letters(place.text):
            state = State.RECORDS
        else:
            state = State.MISSING
        if said == place.text or not said:
            said, typed, lacking = "", as_typed(block) if isinstance(block, Table | Chart) else "", ()
        else:
            typed = "\n\n".join(map(as_typed, given)) if block and said else said
        gone = place.id.partition("/own/")[0] in reading.withdrawn
        found.append(Standing(place, place.text, said, state, own, chapter, block, typed, lacking, withdrawn=gone))
    return found


def _own_state(own: OwnParagraph, base: str) -> State:
    return State.OWN if own.base == base else State.MOVED


def _each(chapters: Iterable[Section | None]) -> Iterable[tuple[str, Place, Block | None]]:
    """Every heading and block with the id of its chapter; None for a heading's block."""
    for chapter in chapters:
        if chapter:
            blocks = _blocks(chapter)
            yield from ((chapter.id, place, blocks.get(place.id)) for place in places([chapter]))


def _blocks(section: Section) -> dict[str, Block]:
    found = {block.id: block for block in section.blocks}
    return found | {key: block for part in section.sections for key, block in _blocks(part).items()}


@transaction.atomic
def write_paragraph(
    document: Document, anchor: str, text: str, *, seen: str, by: User | None, digest: str = ""
) -> OwnParagraph | None:
    """Write own text for a paragraph; empty text gives the place back to what is given.

    ``seen`` is the own text that the writer had before them, empty for none; ``digest`` that of what it is written for,
    where the writer had that before them. Raises StaleError or MovedOnError if that is not what stands, DomainError for
    a paragraph that the document has not or text that would not print, ValidationError for text that no row can hold.
    """
    row = _locked_row(document, anchor, seen)
    if not text.strip():
        if row:
            row.delete()
        return None
    place = _standing(document, anchor)
    if digest and digest != place.digest:
        raise MovedOnError
    _check_prints(place, text)
    row = row or OwnParagraph(document=document, anchor=anchor)
    row.text, row.base, row.by = text, place.base, by
    row.full_clean()
    row.save()
    return row


def _locked_row(document: Document, anchor: str, seen: str) -> OwnParagraph | None:
    """The own text of a place, if it is what was seen. Raises StaleError if it is not."""
    # One at a time for a document: two who write the same paragraph at once do not overwrite each other.
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    row = document.own_paragraphs.filter(anchor=anchor).first()
    standing = row.text if row else ""
    if seen != standing:
        raise StaleError(standing)
    return row


def _standing(document: Document, anchor: str) -> Standing:
    """The paragraph that is there today. Raises DomainError where it is not."""
    found = next((it for it in read_paragraphs(document) if it.place.id == anchor), None)
    if found is None:
        raise DomainError("The document has no such paragraph any more; open the page again.")
    if found.state == State.LOST:
        raise DomainError(_GONE)
    return found


def _check_prints(standing: Standing, text: str) -> None:
    """Raise DomainError for text of which nothing would print, or not what its writer expects."""
    if unknown := find_unknown({"Your text": text}):
        raise DomainError("\n".join(map(str, unknown)))
    block = standing.block
    if isinstance(block, Table | Chart) and not reworded(block, text):
        raise DomainError(
            f"Keep the lines and columns as they are, cells divided by “|”: it is a {block.type}. "
            "Numbers are changed in the records."
        )
    prints = instead_of(block or Paragraph(standing.place.id, ()), text) if block else words(text).strip()
    if not prints:
        raise DomainError("Nothing of this would print; give the paragraph back instead.")


@transaction.atomic
def confirm_paragraph(row: OwnParagraph, *, by: User | None, seen: str | None = None, digest: str = "") -> None:
    """Say that own text still fits what is given today.

    ``seen`` and ``digest`` as for `write_paragraph`. Raises StaleError, MovedOnError, and DomainError where its
    paragraph is gone.
    """
    _locked_row(row.document, row.anchor, row.text if seen is None else seen)
    standing = _standing(row.document, row.anchor)
    if digest and digest != standing.digest:
        raise MovedOnError
    OwnParagraph.objects.filter(pk=row.pk).update(base=standing.base, by=by, at=timezone.now())


@transaction.atomic
def move_paragraph(document: Document, anchor: str, to: str, *, seen: str, by: User | None) -> OwnParagraph:
    """Take own text over to another paragraph, which it is then written for.

    Raises StaleError, and DomainError where the other is not there, has own text already, or cannot hold this.
    """
    row = _locked_row(document, anchor, seen)
    if row is None:
        raise DomainError("There is no own text here any more; open the page again.")
    target = _standing(document, to)
    if target.own:
        raise DomainError("That paragraph has its own text already; change that one.")
    _check_prints(target, row.text)
    row.anchor, row.base, row.by = to, target.base, by
    row.full_clean()
    row.save()
    return row


def counted(standings: Iterable[Standing]) -> dict[State, int]:
    """How many paragraphs stand how, all states in their order."""
    found = Counter(it.state for it in standings)
    return {state: found[state] for state in State}


_TOLD = {
    State.MOVED: "what it was written for reads differently now",
    State.MISSING: "not translated yet",
    State.LOST: "its paragraph is no longer there",
}


def unsettled_paragraphs(standings: Iterable[Standing]) -> list[str]:
    """What has to be looked at before a final version, a sentence each."""
    return [
        f"{' › '.join(it.place.trail) or it.place.id}: “{_short(it.place.text or it.base)}”: {_why(it)}."
        for it in standings
        if it.state in _TOLD
    ]


def _why(standing: Standing) -> str:
    if standing.lacking:
        return f"not in this language yet: {'; '.join(map(_short, standing.lacking[:3]))}"
    return _TOLD[standing.state]


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}…"


def withdrawn_paragraphs(standings: Iterable[Standing]) -> list[str]:
    """What a translation may not print anew: the original has it, but it was taken out of the records since."""
    return [
        f"{' › '.join(it.place.trail)}: “{_short(it.place.text)}” is no longer in the records; "
        "issue a revision of the original first."
        for it in standings
        if it.withdrawn
    ]


def tell_unsettled(standings: Sequence[Standing]) -> str:
    """One sentence for whoever assembles a draft: how many own texts want another look; empty for none."""
    counts = counted(standings)
    told = [f"{counts[state]} {name}" for state, name in _NAMES.items() if counts[state]]
    return f"Paragraphs to look at: {', '.join(told)}." if told else ""


_NAMES = {
    State.MOVED: "written for something that reads differently now",
    State.MISSING: "not translated yet",
    State.LOST: "whose place is gone",
}


def settled_share(standings: Sequence[Standing]) -> tuple[int, int]:
    """How many paragraphs are as they should be, and how many there are."""
    return sum(it.state not in UNSETTLED for it in standings), len(standings)


def translated_version(document: Document) -> DocumentVersion | None:
    """The version that a translation says in its language; None before the original is final."""
    return document.original.versions.standing().first() if document.original else None
