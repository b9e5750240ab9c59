"""In which order those who take part in a session are named: the same in the agenda and in all that is made of it.

Order of appearance first: who chairs, who opens, who speaks, who answers, who concludes; then those who serve the
session. Within a role the higher rank comes first, then the name, then seats without one. A place given by hand
overrides all three: whoever has place 3 is the third, and the others keep their order around them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from forums.collation import folded

ROLES = (
    "chair",
    "presiding",
    "opening-remarks",
    "keynote",
    "speech",
    "presentation",
    "panelist",
    "discussant",
    "concluding-remarks",
    "onsite-moderator",
    "online-moderator",
    "rapporteur",
)
_PLACES = {role: place for place, role in enumerate(ROLES)}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the order depends on: role, rank (1 the highest), name as sorted, place by hand (0: none)."""

    role: str
    rank: int
    name: str = ""
    place: int = 0


def in_protocol_order(appearances: Iterable[T], standing: Callable[[T], Standing]) -> list[T]:
    """The appearances in protocol order; those that are equal in everything stay as they came."""
    ranked = sorted(((standing(it), it) for it in appearances), key=lambda pair: _precedence(pair[0]))
    fixed = sorted((pair for pair in ranked if pair[0].place), key=lambda pair: pair[0].place)
    free = [pair for pair in ranked if not pair[0].place]
    ordered: list[T] = []
    while fixed or free:
        next_is_fixed = fixed and (not free or fixed[0][0].place <= len(ordered) + 1)
        ordered.append((fixed if next_is_fixed else free).pop(0)[1])
    return ordered


def _precedence(standing: Standing) -> tuple[int, int, bool, str]:
    return _PLACES.get(standing.role, len(ROLES)), standing.rank, not standing.name, folded(standing.name)
