"""Where what is said about a person on one day does not agree: on file, in the programme, in the published agenda.

The documents are above this app; what they say is handed in (``reports.agreement``).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, OuterRef, Subquery

from forums.agenda.content import from_json
from forums.languages import DEFAULT, text
from forums.models import AgendaRelease, Edition
from speakers.models import Person, Registration

from .billing import billing_day, held_by, name_of, with_titles
from .titles import joined, style_on, titles_on


@dataclass(frozen=True, slots=True)
class Statement:
    """What one place says of a person as of a day: name and titles as printed, and the row where it is mended."""

    person: Person
    day: date
    language: str
    source: str
    text: str
    mend: Model


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Several statements about a person on a day in a language, of which at least two differ."""

    person: Person
    day: date
    language: str
    statements: list[Statement]


def find_disagreements(registrations: Sequence[Registration], further: Iterable[Statement] = ()) -> list[Disagreement]:
    """Everything that does not agree about the persons, in the order of the registrations.

    ``further`` are statements from elsewhere. A language in which every place says the same as in the edition's first
    one is not told again.
    """
    grouped: dict[tuple[int, date, str], list[Statement]] = defaultdict(list)
    for statement in (*_on_file(registrations), *_in_agendas(registrations), *further):
        grouped[statement.person.pk, statement.day, statement.language].append(statement)
    found: list[Disagreement] = []
    told: set[tuple[int, date, frozenset[str]]] = set()
    for (person, day, language), statements in grouped.items():
        texts = frozenset(_compared(statement.text) for statement in statements)
        if len(texts) > 1 and (person, day, texts) not in told:
            told.add((person, day, texts))
            found.append(Disagreement(statements[0].person, day, language, statements))
    return found


def registrations_like(edition: Edition) -> list[Registration]:
    """Everyone billed at the edition, and at others that are billed as of the same day. Two queries."""
    rows = Registration.objects.live().filter(edition__starts_on=edition.starts_on, card__isnull=False)
    related = rows.select_related("person", "card", "edition__forum").prefetch_related(
        with_titles("person__appointments")
    )
    return list(related.order_by("person__family_name", "person__given_name", "person", "edition"))


def printed(name: str, titles: Iterable[str], language: str) -> str:
    """Name and titles as one text, to be compared with others."""
    return ", ".join(part for part in (name, joined(list(titles), language)) if part)


def _on_file(registrations: Iterable[Registration]) -> Iterator[Statement]:
    """The titles held on the day, or those that were agreed instead; and the card that the programme is made of."""
    for row in registrations:
        person, day, card = row.person, billing_day(row.edition), row.card
        held = held_by(person)
        name = name_of(person).addressed(style_on(held, day))
        assert card is not None  # noqa: S101 - only those who have one are read
        for language in _languages(row.edition):
            if agreed := text(row, "billed_titles", language):
                said = printed(name, agreed.splitlines(), language)
                yield Statement(person, day, language, f"titles as agreed for {row.edition}", said, row)
            else:
                said = printed(name, titles_on(held, day, language), language)
                yield Statement(person, day, language, "titles on file", said, person)
            said = printed(card.name, text(card, "titles", language).splitlines(), language)
            yield Statement(person, day, language, f"programme of {row.edition}", said, row)


def _in_agendas(registrations: Sequence[Registration]) -> Iterator[Statement]:
    """What the public reads: the newest release of each edition that was not withdrawn."""
    by_guid = {str(row.card.guid): row for row in registrations if row.card}
    editions = {row.edition_id: row.edition for row in registrations}
    newest = AgendaRelease.objects.filter(edition=OuterRef("edition"), withdrawn_at=None).order_by("-version")
    current = AgendaRelease.objects.filter(edition__in=editions, pk=Subquery(newest.values("pk")[:1]))
    for edition_id, version, content in current.order_by().values_list("edition", "version", "content"):
        edition = editions[edition_id]
        for speaker in from_json(content)["speakers"]:
            row = by_guid.get(speaker["guid"])
            if row is None:
                continue
            for language in _languages(edition):
                titles = speaker["titles"].get(language) or speaker["titles"].get(DEFAULT, [])
                said = printed(speaker["name"], titles, language)
                source = f"agenda of {edition}, release {version}"
                yield Statement(row.person, billing_day(edition), language, source, said, edition)


def _languages(edition: Edition) -> list[str]:
    return edition.languages or [DEFAULT]


def _compared(words: str) -> str:
    """The text without differences in space, which typesetting makes."""
    return " ".join(words.split())
