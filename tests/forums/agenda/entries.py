"""The smallest agenda, for rules that look at agendas alone."""

from forums.agenda.content import Agenda, CreditEntry, EditionHeader, OrganizationEntry, SessionEntry, SpeakerEntry

DAY = "2022-12-12"


def speaker(slug):
    """A credit of a speaker, or of a seat without a name."""
    return CreditEntry(speaker=slug, name=slug, seat_of=None, role="panelist", talk={}, mode="onsite", status="planned")


def session(code, times="", *parts, **values):
    """A session; ``times`` like ``09:00-10:00``, on the first day in UTC, or two times written out."""
    starts_at = ends_at = None
    if " - " in times:
        starts_at, ends_at = times.split(" - ")
    elif times:
        starts_at, ends_at = (f"{DAY}T{time}:00+00:00" for time in times.split("-"))
    empty = {"theme", "description", "policy_questions", "sdg_targets", "online_plan"}
    texts = {"layout", "livestream_url", "recording_url"}
    nothing = {"number", "track", "room", "actual_starts_at", "actual_ends_at"}
    nothing |= {"livestream_opens_at", "livestream_closes_at"}
    lists = {"floor_languages", "interpretation_languages", "sdgs", "organizers", "credits"}
    values = (
        {name: {} for name in empty}
        | dict.fromkeys(texts, "")
        | dict.fromkeys(nothing)
        | {name: [] for name in lists}
        | {"guid": code, "kind": "panel", "title": {"en": code.title()}, "all_rooms": False}
        | {"status": "planned", "attribution": "named", "starts_at": starts_at, "ends_at": ends_at}
        | values
    )
    return SessionEntry(code=code, parts=list(parts), **values)


def agenda(*sessions, **values):
    """An agenda of a public edition."""
    header = (
        {name: {} for name in ("forum", "title", "theme", "city", "venue")}
        | dict.fromkeys(("slug", "forum_slug", "format", "country"), "")
        | {"number": 1, "year": 2022, "starts_on": DAY, "ends_on": "2022-12-13", "timezone": "UTC"}
        | {"languages": [], "status": "announced", "partners": []}
        | values
    )
    return Agenda(edition=EditionHeader(**header), rooms=[], tracks=[], speakers=[], sessions=list(sessions))


def person(slug, name, **values):
    """A speaker as printed, of whom nothing but the name is known."""
    nothing = {"native_name": "", "titles": {"en": []}, "organization": None, "country": "", "bio": {}, "links": []}
    return SpeakerEntry(
        **nothing | {"slug": slug, "guid": slug, "name": name, "sort_name": name, "featured": None} | values
    )


def organization(slug, name, acronym=""):
    return OrganizationEntry(slug, {"en": name}, acronym)


def seat(of, role="panelist"):
    """A credit of the unnamed seat of an organization."""
    return CreditEntry(speaker=None, name=None, seat_of=of, role=role, talk={}, mode="onsite", status="planned")
