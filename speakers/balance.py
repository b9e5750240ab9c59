"""Who speaks at a forum, counted: by country, region, organization, group, gender, role and mode. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .regions import region_of

# The stakeholder group that a kind of organization belongs to; an association may be anybody's.
_GROUPS = {
    "government": "government",
    "intergovernmental": "intergovernmental",
    "university": "academia",
    "research": "academia",
    "company": "private-sector",
    "civil-society": "civil-society",
    "media": "media",
}

UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person at one edition, by codes; empty where it is not known.

    ``roles`` and ``modes`` are those of the parts they play, one for each part.
    """

    country: str = ""
    organization_kind: str = ""
    group: str = ""
    gender: str = ""
    roles: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was met; ``share`` is of all that is known, 0 to 1, None for what is not known."""

    value: str
    number: int
    share: float | None


# What a speaker counts as in each dimension: one value of most, one for each part of the last two.
_VALUES: dict[str, Callable[[Speaker], tuple[str, ...]]] = {
    "country": lambda it: (it.country,),
    "region": lambda it: (region_of(it.country),),
    "organization kind": lambda it: (it.organization_kind,),
    "stakeholder group": lambda it: (it.group or _GROUPS.get(it.organization_kind, UNKNOWN),),
    # In their own words, which differ in case only by chance.
    "gender": lambda it: (it.gender.strip().casefold(),),
    "role": lambda it: it.roles,
    "mode": lambda it: it.modes,
}
DIMENSIONS = tuple(_VALUES)


def tally(speakers: Iterable[Speaker], dimension: str) -> list[Count]:
    """Every value with its number, the most frequent first and what is not known last."""
    numbers = Counter(value for speaker in speakers for value in _VALUES[dimension](speaker))
    known = sum(number for value, number in numbers.items() if value != UNKNOWN)
    counts = [Count(value, number, number / known) for value, number in numbers.items() if value != UNKNOWN]
    counts.sort(key=lambda count: (-count.number, count.value))
    return counts + ([Count(UNKNOWN, numbers[UNKNOWN], None)] if numbers[UNKNOWN] else [])


@dataclass(frozen=True, slots=True)
class Series:
    """One dimension over several editions: the values that are told apart, and the numbers, a row an edition.

    The last column of each row counts every other value that is known; what is not known is not compared.
    """

    values: list[str]
    rows: list[list[int]]

    @property
    def others(self) -> bool:
        """There are values that are not told apart."""
        return any(row[-1] for row in self.rows)


def over_editions(editions: Sequence[Sequence[Speaker]], dimension: str, *, most: int = 6) -> Series:
    """The ``most`` frequent values of all editions together, counted in each."""
    together = tally((speaker for speakers in editions for speaker in speakers), dimension)
    values = [count.value for count in together if count.value != UNKNOWN][:most]
    rows = []
    for speakers in editions:
        numbers: Mapping[str, int] = {it.value: it.number for it in tally(speakers, dimension) if it.value != UNKNOWN}
        named = [numbers.get(value, 0) for value in values]
        rows.append([*named, sum(numbers.values()) - sum(named)])
    return Series(values, rows)
