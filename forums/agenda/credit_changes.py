"""What became of who does what in a session: a part of ``changes.py``. Pure."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

Tree = dict[str, Any]


def compare_credits(before: list[Tree], after: list[Tree]) -> Iterator[Tree]:
    """What became of each role, in the order of the programme; a mere change of order is none."""
    old, new = _by_role(before), _by_role(after)
    gone = [credit for key, credit in old.items() if key not in new]
    for key, credit in new.items():
        if key in old:
            yield from _compare(old[key], credit)
        elif same := [it for it in gone if _who(it) == _who(credit)]:
            gone.remove(same[0])
            yield _credit("role", credit) | {"was": same[0]["role"]}
        elif left := [it for it in gone if it["role"] == credit["role"] and _leaves(it, after)]:
            gone.remove(left[0])
            yield _credit("replaced", credit) | {"instead_of": _person(left[0])}
        else:
            yield _credit("added", credit)
    for credit in gone:
        yield _credit("removed", credit)


def _compare(old: Tree, new: Tree) -> Iterator[Tree]:
    """What is new of somebody who keeps their role. An abstract is too long to be told."""
    for field in ("talk", "mode"):
        if new[field] != old[field]:
            yield _credit(field, new) | {field: new[field]}
    if new["abstract"] != old["abstract"]:
        yield _credit("abstract", new)
    if new["read_by"] and new["read_by"] != old["read_by"]:
        yield _credit("read_by", new) | {"read_by": new["read_by"]}


def people_of(credit: Tree) -> Iterator[str]:
    """The slugs of those whom a change of credits is about."""
    for person in (credit, credit.get("instead_of")):
        if person and person["speaker"]:
            yield person["speaker"]


def _by_role(session_credits: list[Tree]) -> dict[tuple[str, str, str, int], Tree]:
    """The credits by who does what, and a number: an organization may have several seats of one kind."""
    found: dict[tuple[str, str, str, int], Tree] = {}
    seats: Counter[tuple[str, str, str]] = Counter()
    for credit in session_credits:
        key = (*_who(credit), credit["role"])
        found[(*key, seats[key])] = credit
        seats[key] += 1
    return found


def _leaves(credit: Tree, after: list[Tree]) -> bool:
    """Whether whoever had the credit has none in the session any more; a seat may be one of several."""
    return bool(credit["seat_of"]) or all(_who(other) != _who(credit) for other in after)


def _who(credit: Tree) -> tuple[str, str]:
    """A person, or the seat of an organization."""
    if credit["seat_of"]:
        return "seat", credit["seat_of"]["slug"]
    return "speaker", credit["speaker"]


def _credit(change: str, credit: Tree) -> Tree:
    return {"change": change, **_person(credit), "role": credit["role"]}


def _person(credit: Tree) -> Tree:
    seat = credit["seat_of"]
    return {"speaker": credit["speaker"], "name": credit["name"], "seat_of": seat["name"] if seat else None}
