"""Registrations -> who speaks at an edition, in the form in which it is counted. Private: for the office only."""

from collections import defaultdict
from collections.abc import Iterable

from forums.models import Credit, Edition
from speakers.models import Registration

from .balance import Speaker


def speakers_of(editions: Iterable[Edition]) -> dict[int, list[Speaker]]:
    """Everyone who is registered, by the key of the edition. Two queries, whatever the number of editions.

    People are counted whether or not they have answered yet, and not once they have withdrawn. Sessions where nobody
    is named in public are counted too: these numbers are not public.
    """
    wanted = list(editions)
    parts = defaultdict(list)
    standing = Credit.objects.standing().filter(session__edition__in=wanted, card__isnull=False).order_by()
    for card, role, mode in standing.values_list("card", "role", "mode"):
        parts[card].append((role, mode))
    columns = ("card", "card__organization__kind", "person__country", "person__gender", "person__stakeholder_group")
    found: dict[int, list[Speaker]] = {edition.pk: [] for edition in wanted}
    registrations = Registration.objects.live().filter(edition__in=wanted).order_by()
    for edition, card, kind, country, gender, group in registrations.values_list("edition", *columns):
        roles, modes = zip(*parts[card], strict=True) if parts[card] else ((), ())
        found[edition].append(
            Speaker(
                country=country,
                organization_kind=kind or "",
                group=group,
                gender=gender,
                roles=roles,
                modes=modes,
            )
        )
    return found
