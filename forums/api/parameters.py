"""What may follow the question mark of an address, and what it may be."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django_countries import countries
from rest_framework.exceptions import NotFound, ValidationError

from forums.agenda.index import Index
from forums.agenda.resources import LARGEST_PAGE, PAGE_SIZE
from forums.languages import CODES
from forums.models import Credit, Session
from forums.sdgs import GOALS

# More than that is no help in an error.
_TOLD = 40
_LONGEST_SEARCH = 100
_NAME = "[-a-zA-Z0-9_]{1,100}"
_NAMED = {"type": "string", "pattern": f"^{_NAME}$"}
_COUNTRIES = frozenset(code for code, _ in countries)
# forums/agenda/changes.py says what each is.
_CHANGES = (
    "added", "removed", "cancelled", "reinstated", "moved", "renamed", "numbered", "nested", "track", "credits",
    "attribution", "languages", "text", "links", "room-renamed", "track-renamed", "speaker", "edition",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: ``read`` turns what was asked into the one way to write it, or raises ValueError saying why not.

    ``among`` are the values that a release has, where it depends on that; ``schema`` and ``example`` describe it to
    programs.
    """

    description: str
    schema: Mapping[str, Any]
    example: Any
    read: Callable[[str], str]
    among: Callable[[Index], Collection[str]] | None = None


def no_release() -> Index:
    """For addresses above all editions, whose parameters depend on none."""
    raise LookupError("Nothing is asked of a release here.")


def selection(
    query: QueryDict, parameters: Mapping[str, Parameter], opened: Callable[[], Index] = no_release
) -> dict[str, str]:
    """What a query selects, by name, each value written in one way; ``opened`` gives the release it is asked of.

    Raises ValidationError with what is wrong with each parameter, NotFound where all are right but one names what the
    release does not have.
    """
    found: dict[str, str] = {}
    errors: dict[str, list[str]] = {}
    for name, values in query.lists():
        parameter = parameters.get(name)
        if parameter is None:
            # Enough to see what is meant, of a thousand.
            if len(errors) < 10:
                errors[name[:100]] = [f"There is no such parameter here. {_possible(parameters)}"]
        elif len(values) > 1:
            errors[name] = ["Give it once."]
        else:
            try:
                found[name] = parameter.read(values[0])
            except ValueError as error:
                errors[name] = [str(error)]
    if errors:
        raise ValidationError(errors)
    unknown = {name: _unknown(parameters[name], value, opened) for name, value in found.items()}
    if missing := {name: told for name, told in unknown.items() if told}:
        raise NotFound(missing)
    return found


def _unknown(parameter: Parameter, value: str, opened: Callable[[], Index]) -> list[str]:
    """What to say of a value that the release does not have; nothing where it does."""
    if parameter.among is None or value in (there := parameter.among(opened())):
        return []
    return [f"The published agenda has no “{value}”. {_possible(there)}"]


def _possible(values: Iterable[str]) -> str:
    listed = sorted(values)
    if len(listed) > _TOLD:
        return f"There are {len(listed)}, such as {', '.join(listed[:5])}."
    return f"Possible: {', '.join(listed)}." if listed else "There is none."


def _one_of(values: Collection[str]) -> Callable[[str], str]:
    def read(asked: str) -> str:
        if asked not in values:
            raise ValueError(f"“{asked[:100]}” is not possible. {_possible(values)}")
        return asked

    return read


def _number(lowest: int, highest: int) -> Callable[[str], str]:
    def read(asked: str) -> str:
        if not (asked.isascii() and asked.isdigit() and len(asked) < 10 and lowest <= int(asked) <= highest):
            raise ValueError(f"“{asked[:100]}” is not a whole number from {lowest} to {highest}.")
        return str(int(asked))

    return read


def _day(asked: str) -> str:
    try:
        return date.fromisoformat(asked).isoformat()
    except ValueError as error:
        raise ValueError(f"“{asked[:100]}” is not a date, like 2022-12-31.") from error


def _moment(asked: str) -> str:
    try:
        # In a query, a plus sign that nobody escaped has become a space.
        return datetime.fromisoformat(asked.replace(" ", "+")).isoformat()
    except ValueError as error:
        raise ValueError(f"“{asked[:100]}” is not a time, like 2022-12-31T09:30:00+08:00.") from error


def _search(asked: str) -> str:
    words = " ".join(asked.split())
    if not words or len(words) > _LONGEST_SEARCH:
        raise ValueError(f"Give one word or several, {_LONGEST_SEARCH} characters at most.")
    return words


def _country(asked: str) -> str:
    if not re.fullmatch("[A-Z]{2}", asked):
        raise ValueError(f"“{asked[:100]}” is not a country in two capital letters, like KE.")
    return asked


def _name(asked: str) -> str:
    if not re.fullmatch(_NAME, asked):
        raise ValueError(f"“{asked[:100]}” is not the name of an entry: letters, digits, - and _.")
    return asked


LANG = Parameter(
    "The language to answer in, before Accept-Language. An edition that is not published in it answers in its first.",
    {"type": "string", "enum": list(CODES)},
    "en",
    _one_of(CODES),
)
_PAGE = Parameter(
    "The page of the list, from 1.",
    {"type": "integer", "minimum": 1, "maximum": 10**6, "default": 1},
    1,
    _number(1, 10**6),
)
_PAGE_SIZE = Parameter(
    "How many entries a page has.",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
    PAGE_SIZE,
    _number(1, LARGEST_PAGE),
)
PAGES = {"page": _PAGE, "page_size": _PAGE_SIZE}

_ROOM = Parameter(
    "A room, by its slug; what takes place in all rooms takes place there too.",
    _NAMED,
    "hall-a",
    _name,
    lambda index: index.rooms,
)
_SPEAKER = Parameter(
    "A speaker, by their slug.",
    _NAMED,
    "ada-example",
    _name,
    lambda index: index.speakers,
)
_Q = Parameter(
    "Words that all must occur, in any case and with or without accents.",
    {"type": "string", "minLength": 1, "maxLength": _LONGEST_SEARCH, "pattern": r"\S"},
    "bridges",
    _search,
)

OF_SESSIONS = {
    "day": Parameter(
        "A day of the programme: what begins after midnight, before four, belongs to the evening before.",
        {"type": "string", "format": "date"},
        "2022-12-09",
        _day,
        lambda index: index.days,
    ),
    "kind": Parameter(
        "What the session is.",
        {"type": "string", "enum": list(Session.Kind.values)},
        "opening",
        _one_of(Session.Kind.values),
    ),
    "track": Parameter(
        "A track, by its slug; a part belongs to the track of its session.",
        _NAMED,
        "governance",
        _name,
        lambda index: index.tracks,
    ),
    "room": _ROOM,
    "speaker": _SPEAKER,
    "language": Parameter(
        "A language that is spoken or interpreted into.",
        {"type": "string", "enum": list(CODES)},
        "en",
        _one_of(CODES),
    ),
    "sdg": Parameter(
        "A Sustainable Development Goal, by its number.",
        {"type": "integer", "minimum": 1, "maximum": len(GOALS)},
        16,
        _number(1, len(GOALS)),
    ),
    "q": _Q,
} | PAGES

OF_SPEAKERS = {
    "country": Parameter(
        "A country, as ISO 3166 has it in two letters.",
        {"type": "string", "pattern": "^[A-Z]{2}$"},
        "KE",
        _country,
        lambda _: _COUNTRIES,
    ),
    "role": Parameter(
        "What somebody does in at least one session.",
        {"type": "string", "enum": list(Credit.Role.values)},
        "opening-remarks",
        _one_of(Credit.Role.values),
    ),
    "organization": Parameter(
        "An organization, by its slug.",
        _NAMED,
        "institute",
        _name,
        lambda index: index.organizations,
    ),
    "q": _Q,
} | PAGES

OF_CHANGES = {
    "session": Parameter(
        "A session, by its code; also one that is no longer there.",
        _NAMED,
        "opening",
        _name,
        lambda index: index.known_sessions,
    ),
    "speaker": Parameter("A speaker, by their slug; also one who is no longer there.", _NAMED, "ada-example", _name),
    "kind": Parameter("What kind of change.", {"type": "string", "enum": list(_CHANGES)}, "moved", _one_of(_CHANGES)),
} | PAGES

OF_NOW = {
    "at": Parameter(
        "Another time than now, ISO 8601; without an offset, in the edition's zone.",
        {"type": "string", "format": "date-time"},
        "2022-12-09T09:45:00+08:00",
        _moment,
    ),
    "room": _ROOM,
}
