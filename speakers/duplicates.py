"""Which persons on file may be one and the same. Pure.

Persons are compared only where they share a key (a name in any order, its initials, the name in native script, an
e-mail), so that the work grows with the persons and not with their square.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from forums.collation import folded

# What each observation weighs; from LISTED on a pair is shown to the office.
LISTED = 50
_SAME_NAME, _SAME_INITIALS, _SAME_NATIVE_NAME, _SAME_EMAIL, _SAME_ORGANIZATION = 50, 30, 50, 50, 20
_OTHER_NATIVE_NAME, _OTHER_COUNTRY, _TOLD_APART = -40, -10, -100

# A key that more persons share tells nothing: the mailbox of an office, a name that was used as a placeholder.
COMMONPLACE = 100


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a person that tells persons apart; ``organizations`` are keys of any kind."""

    key: int
    family: str
    given: str = ""
    native: str = ""
    email: str = ""
    country: str = ""
    organizations: frozenset[int] = frozenset()
    told_apart_by: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons, the lower key first, and what speaks for and against their being one."""

    one: int
    other: int
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The likeliest pairs first, and the keys too common to compare by, with how many persons share each."""

    pairs: list[Pair]
    commonplace: dict[str, int]


def find_pairs(profiles: Iterable[Profile], distinct: Iterable[tuple[int, int]] = ()) -> Found:
    """Every pair that may be one person, except those known to be ``distinct`` (the lower key first)."""
    by_key: dict[tuple[str, str], list[Profile]] = defaultdict(list)
    for profile in sorted(profiles, key=lambda profile: profile.key):
        for key in set(_keys(profile)):
            by_key[key].append(profile)
    settled, compared = set(distinct), set()
    pairs, commonplace = [], {}
    for (kind, _), sharing in sorted(by_key.items()):
        # Where only initials are shared, somebody must have nothing but initials.
        decisive = [profile for profile in sharing if kind != "initial" or _is_short(profile)]
        if len(decisive) > COMMONPLACE:
            first = sharing[0]
            commonplace[first.email if kind == "email" else f"{first.given} {first.family}".strip()] = len(sharing)
            continue
        for one, other in product(decisive, sharing):
            keys = min(one.key, other.key), max(one.key, other.key)
            if one.key == other.key or keys in settled or keys in compared:
                continue
            compared.add(keys)
            pair = compare(one, other) if one.key < other.key else compare(other, one)
            if pair.score >= LISTED:
                pairs.append(pair)
    return Found(sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other)), commonplace)


def find_like(newcomer: Profile, profiles: Iterable[Profile]) -> list[Pair]:
    """The pairs that somebody who is not on file makes with those who are and may be the same; the likeliest first."""
    keys = set(_keys(newcomer))
    pairs = [compare(newcomer, other) for other in profiles if not keys.isdisjoint(_keys(other))]
    return sorted((pair for pair in pairs if pair.score >= LISTED), key=lambda pair: (-pair.score, pair.other))


def compare(one: Profile, other: Profile) -> Pair:
    """What speaks for two persons being one, and against it."""
    observations = [
        (_spelled(one) == _spelled(other) != "", _SAME_NAME, "same name"),
        (_spelled(one) != _spelled(other) and _initials_fit(one, other), _SAME_INITIALS, "same name but for initials"),
        (_native(one) != "" and _native(one) == _native(other), _SAME_NATIVE_NAME, "same name in native script"),
        (one.email != "" and one.email.casefold() == other.email.casefold(), _SAME_EMAIL, "same e-mail"),
        (bool(one.organizations & other.organizations), _SAME_ORGANIZATION, "same organization"),
        (_differ(_native(one), _native(other)), _OTHER_NATIVE_NAME, "another name in native script"),
        (_differ(one.country, other.country), _OTHER_COUNTRY, "another country"),
        (_differ(one.told_apart_by, other.told_apart_by), _TOLD_APART, "told apart by the office"),
    ]
    true = [(weight, reason) for holds, weight, reason in observations if holds]
    return Pair(one.key, other.key, sum(weight for weight, _ in true), tuple(reason for _, reason in true))


def _keys(profile: Profile) -> Iterator[tuple[str, str]]:
    if spelled := _spelled(profile):
        yield "name", spelled
    for family, initial in _family_and_initial(profile):
        yield "initial", f"{family} {initial}"
    if native := _native(profile):
        yield "native", native
    if profile.email:
        yield "email", profile.email.casefold()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


def _spelled(profile: Profile) -> str:
    """The letters of the name in a circle, told from the point that comes first in the alphabet.

    So the order of the names does not matter, nor where one ends: Lan Xue, XUE LAN and Xue-Lan are spelled alike.
    Initials are left out: Jeannette M. Wing is Jeannette Wing.
    """
    words = [*_words(profile.family), *_words(profile.given)]
    letters = "".join([word for word in words if not _is_initial(word)] or words)
    return min((letters[start:] + letters[:start] for start in range(len(letters))), default="")


def _family_and_initial(profile: Profile) -> Iterator[tuple[str, str]]:
    """The family name with the first letter of the given one; both ways round, for it may have been mistaken."""
    family, given = "".join(_words(profile.family)), "".join(_words(profile.given))
    if family and given:
        yield family, given[0]
        if len(family) == 1:
            yield given, family


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isascii()


def _is_short(profile: Profile) -> bool:
    """Of one of the two names there is only a letter."""
    return any(_is_initial(word) for name in (profile.given, profile.family) for word in _words(name)[:1])


def _initials_fit(one: Profile, other: Profile) -> bool:
    """The letter that one of them has for a given name is the other's first: J. Wing and Jeannette M. Wing."""
    fits = bool(set(_family_and_initial(one)) & set(_family_and_initial(other)))
    return fits and (_is_short(one) or _is_short(other))


def _native(profile: Profile) -> str:
    return "".join(_words(profile.native))


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)
