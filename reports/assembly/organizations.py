"""The annex of organizations: who held the edition with whom, role by role, in protocol order."""

from forums.languages import text
from forums.models import Organization, Partnership
from reports.paper.content import Run, Section
from reports.paper.markdown import words

from .runs import listed
from .sources import Sources
from .wordings.wording import Wording


def organizations(sources: Sources, wording: Wording, number: str, title: str) -> Section:
    """1. hosts, 2. organizers and so on; each with its acronym where it has one."""
    sections: list[Section] = []
    for role in Partnership.Role.values:
        found = sources.with_role(sources.edition, role)
        if found:
            named = [(Run(_name(it, sources.language)),) for it in found]
            place = wording.section_number(len(sections) + 1)
            sections.append(listed(f"organizations/{role}", place, wording.ORGANIZATIONS_BY_ROLE[role], named))
    return Section("organizations", number, title, (), tuple(sections))


def _name(organization: Organization, language: str) -> str:
    name = words(text(organization, "name", language))
    acronym = words(organization.acronym)
    return f"{name} ({acronym})" if acronym and acronym not in name else name
