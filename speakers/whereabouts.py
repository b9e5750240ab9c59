"""Where a person is when a mail reaches them, as far as is known."""

from forums.models import Edition
from speakers.models import Person, Registration

from .daytime import zones_of


def zones_for(person: Person, edition: Edition | None) -> tuple[str, ...]:
    """The time zone that the person gave, or those of their country, or the edition's."""
    given = Registration.objects.live().filter(person=person, edition=edition).exclude(timezone="")
    zone = given.values_list("timezone", flat=True).first()
    if zone:
        return (zone,)
    return zones_of(str(person.country or "")) or ((edition.timezone,) if edition else ("UTC",))
