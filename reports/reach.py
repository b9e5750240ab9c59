"""From where, and from whom, what reached the outcomes was said. Counted only, and for the office only."""

from collections.abc import Iterable
from dataclasses import dataclass

from forums.models import Edition
from speakers.balance import UNKNOWN, Speaker, tally
from speakers.models import Person, Registration
from speakers.regions import REGIONS

DIMENSIONS = {
    "region": sorted(set(REGIONS.values())),
    "stakeholder group": list(Person.StakeholderGroup.values),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """How many speakers of one value are on record with a summary, and how many of them reached an outcome."""

    value: str
    spoke: int
    reached: int


def reach_of(edition: Edition, spoke: Iterable[int], reached: Iterable[int]) -> dict[str, list[Reach]]:
    """Every region and stakeholder group, those that nobody spoke for too; what is not known comes last. One query.

    ``spoke`` and ``reached`` are keys of speakers' cards, of those with a summary and of those that a point rests on.
    A speaker who is not registered is counted as not known, what panelists said together is nobody's.
    """
    columns = ("card", "person__country", "card__organization__kind", "person__stakeholder_group")
    registered = Registration.objects.live().filter(edition=edition, card__isnull=False).order_by()
    known = {
        card: Speaker(country=country, organization_kind=kind or "", group=group)
        for card, country, kind, group in registered.values_list(*columns)
    }
    heard, rests = ([known.get(card, Speaker()) for card in set(cards)] for cards in (spoke, reached))
    found = {}
    for dimension, values in DIMENSIONS.items():
        numbers = [{it.value: it.number for it in tally(speakers, dimension)} for speakers in (heard, rests)]
        others = [UNKNOWN] if UNKNOWN in numbers[0] else []
        found[dimension] = [Reach(value, *(it.get(value, 0) for it in numbers)) for value in (*values, *others)]
    return found
