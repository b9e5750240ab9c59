"""organizations.yaml and people.yaml."""

from forums.models import Organization, SpeakerCard
from speakers.models import Appointment, Person

from .registry import Records, guid
from .rows import Row

RANKS = {rank.name.lower(): rank for rank in SpeakerCard.Rank}


def load_organizations(records: Records) -> None:
    """Every organization; a parent may stand below its units in the file, and is loaded before them."""
    rows: dict[str, Row] = {}
    for row in records.read("organizations.yaml"):
        key = row.string("key", required=True)
        if key in rows:
            row.note(f"this organization stands in {row.file}:{rows[key].line} already")
        rows.setdefault(key, row)

    def load(key: str, below: tuple[str, ...] = ()) -> None:
        row = rows[key]
        above = row.string("parent")
        if above in below:
            row.note(f"“parent”: {above} is part of {key} already", row.nodes["parent"])
            return
        if above in rows and above not in records.organizations:
            load(above, (*below, key))
        organization = records.store.put(
            row,
            Organization,
            {"slug": key},
            name=row.texts("name", required=True),
            takes_article=row.flag("article"),
            acronym=row.string("acronym"),
            kind=row.choice("kind", Organization.Kind.values, "other"),
            country=row.string("country"),
            parent=row.found("parent", records.organizations, "organization"),
            website=row.string("website"),
            aliases="\n".join(row.strings("aliases")),
        )
        row.done()
        if organization:
            records.organizations[key] = organization

    for key in rows:
        if key not in records.organizations:
            load(key)


def load_people(records: Records) -> None:
    for row in records.read("people.yaml"):
        key = row.string("key", required=True)
        person = records.store.put(
            row,
            Person,
            {"guid": guid("person", key)},
            family_name=row.string("family", required=True),
            given_name=row.string("given"),
            name_order=row.choice("order", Person.NameOrder.values, "given-first"),
            native_name=row.string("native"),
            honorific=row.texts("honorific"),
            short_name=row.string("short"),
            pronoun=row.string("pronoun"),
            country=row.string("country"),
            distinguish=row.string("distinguish"),
            note=row.invented,
        )
        if person:
            records.people[key] = person
        for position, appointment in enumerate(row.rows("appointments"), 1):
            _load_appointment(records, appointment, person, position)
        row.done()


def _load_appointment(records: Records, row: Row, person: Person | None, position: int) -> None:
    values = {
        "title": row.texts("title"),
        "short_title": row.texts("short_title"),
        "before_name": row.flag("before_name"),
        "link": row.choice("link", ["of", "at", "in", "for", "from", ","], "of"),
        "organization": row.found("organization", records.organizations, "organization"),
        "kind": row.choice("kind", Appointment.Kind.values, "position"),
        "started_on": row.day("from"),
        "ended_on": row.day("to", end=True),
        "once_over": row.choice("once_over", Appointment.OnceOver.values, "drop"),
        "rank": RANKS[row.choice("rank", RANKS, "other")],
        "note": row.invented,
    }
    row.done()
    if person:
        records.store.put(row, Appointment, {"person": person, "position": position}, **values)
