"""The organizations of people who come to us from outside: found by any of their names, or added."""

from collections.abc import Iterable, Iterator

from django.utils.text import slugify

from forums.imports.text import key
from forums.models import Organization


def find_or_add_organizations(names: Iterable[str]) -> dict[str, Organization]:
    """The organization of each name, whatever its case; what is not on file is added. Nothing for an empty name."""
    known = {key(name): row for row in Organization.objects.all() for name in _names(row)}
    found = {}
    for name in filter(None, names):
        if key(name) not in known:
            organization = Organization(name=name, slug=_free_slug(name))
            organization.full_clean()
            organization.save()
            known[key(name)] = organization
        found[name] = known[key(name)]
    return found


def _names(organization: Organization) -> Iterator[str]:
    yield from filter(None, [organization.name, organization.acronym, *organization.aliases.splitlines()])


def _free_slug(name: str) -> str:
    stem = slugify(name)[:70] or "organization"
    taken = set(Organization.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 2, stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
