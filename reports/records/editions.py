"""<forum>/forum.yaml and <forum>/<edition>.yaml."""

from pathlib import Path

from forums.languages import CODES
from forums.models import Announcement, Edition, Figure, Forum, Partnership, Room, Track
from reports.models import Chapter, Delivery, Document
from speakers.models import Registration
from speakers.registrations import register_person

from .registry import CHANNEL, Records
from .rows import Row


def load_forum(records: Records, folder: Path) -> None:
    for row in records.read(folder / "forum.yaml"):
        key = row.string("key", required=True)
        if key != folder.name:
            row.note(f"“key”: the folder is called {folder.name}", row.nodes.get("key"))
        forum = records.store.put(
            row,
            Forum,
            {"slug": key},
            name=row.texts("name", required=True),
            short_name=row.texts("short_name"),
            purpose=row.texts("purpose"),
            founded_in=row.number("founded"),
            cadence=row.choice("cadence", Forum.Cadence.values, "annual"),
            website=row.string("website"),
            contact=row.string("contact"),
        )
        row.done()
        if forum:
            records.forums[key] = forum


def load_edition(records: Records, path: Path, forum_key: str) -> None:
    for row in records.read(path):
        key = row.string("key", required=True)
        forum = records.forums.get(forum_key)
        if forum is None:
            row.note(f"the folder {forum_key} needs a forum.yaml with “key: {forum_key}”")
            continue
        edition = records.store.put(
            row,
            Edition,
            {"slug": key},
            forum=forum,
            number=row.number("number", required=True),
            year=row.number("year", required=True),
            title=row.texts("title", required=True),
            theme=row.texts("theme"),
            starts_on=row.day("starts"),
            ends_on=row.day("ends"),
            when=row.texts("when"),
            timezone=row.string("timezone", "UTC"),
            format=row.choice("format", Edition.Format.values, "onsite"),
            city=row.texts("city"),
            country=row.string("country"),
            venue=row.texts("venue"),
            languages=row.strings("languages"),
            status=row.choice("status", Edition.Status.values, "planned"),
            next_step=row.texts("next_step"),
            source=row.string("source"),
            note=row.invented,
        )
        if edition:
            records.editions[key] = edition
            _load_parts(records, row, edition)
            row.done()


def _load_parts(records: Records, row: Row, edition: Edition) -> None:
    for position, part in enumerate(row.rows("rooms"), 1):
        records.store.put(
            part,
            Room,
            {"edition": edition, "slug": part.string("key", required=True)},
            name=part.texts("name", required=True),
            capacity=part.number("capacity"),
            layout=part.string("layout"),
            position=position,
            note=part.invented,
        )
        part.done()
    for position, part in enumerate(row.rows("tracks"), 1):
        records.store.put(
            part,
            Track,
            {"edition": edition, "slug": part.string("key", required=True)},
            name=part.texts("name", required=True),
            position=position,
        )
        part.done()
    for position, part in enumerate(row.rows("partners"), 1):
        organization = part.found("organization", records.organizations, "organization", required=True)
        role = part.choice("role", Partnership.Role.values, required=True)
        part.done()
        if organization:
            key = {"edition": edition, "organization": organization, "role": role}
            records.store.put(part, Partnership, key, position=position)
    for part in row.rows("figures"):
        _load_figure(records, part, edition)
    for part in row.rows("announcements"):
        _load_announcement(records, part, edition)
    for position, person in enumerate(row.all_found("featured", records.people, "person"), 1):
        if edition.starts_on is None:
            row.note("featured guests are billed as of the first day: give “starts”", row.nodes["featured"])
            break
        status = Registration.Status.ATTENDED
        register_person(edition=edition, person=person, status=status, featured=position, channel=CHANNEL)
    for part in row.rows("documents"):
        _load_document(records, part, edition)


def _load_announcement(records: Records, row: Row, edition: Edition) -> None:
    source, preferred = row.string("source", required=True), row.flag("preferred")
    records.store.put(
        row,
        Announcement,
        _claim_key(edition, source, preferred=preferred),
        source=source,
        starts_on=row.day("starts", required=True),
        ends_on=row.day("ends", required=True),
        published_on=row.day("on"),
    )
    row.done()


def _load_figure(records: Records, row: Row, edition: Edition) -> None:
    source, preferred = row.string("source", required=True), row.flag("preferred", default=True)
    kind = row.choice("kind", Figure.Kind.values, required=True)
    records.store.put(
        row,
        Figure,
        _claim_key(edition, source, preferred=preferred) | {"kind": kind},
        source=source,
        qualifier=row.choice("qualifier", Figure.Qualifier.values, "exactly"),
        value=row.number("value"),
        scope=row.texts("scope"),
        detail=row.texts("detail"),
        as_of=row.day("as_of"),
    )
    row.done()


def _claim_key(edition: Edition, source: str, *, preferred: bool) -> dict[str, object]:
    """What names a claim: there is one preferred claim, whatever its source; the others differ by source."""
    key: dict[str, object] = {"edition": edition, "preferred": preferred}
    return key if preferred else key | {"source": source}


def _load_document(records: Records, row: Row, edition: Edition) -> None:
    document = records.store.put(
        row,
        Document,
        {"key": row.string("key", required=True)},
        edition=edition,
        original=row.found("original", records.documents, "document above this one"),
        kind=row.choice("kind", Document.Kind.values, required=True),
        language=row.choice("language", CODES, "en"),
        title=row.texts("title"),
        symbol=row.string("symbol"),
        dated_on=row.day("dated"),
    )
    if document:
        records.documents[document.key] = document
    chapters = row.strings("chapters")
    for position, kind in enumerate(chapters, 1):
        if document:
            records.store.put(row, Chapter, {"document": document, "kind": kind}, position=position)
    for position, part in enumerate(row.rows("deliveries"), 1):
        values = {
            "recipient": part.found("to", records.organizations, "organization"),
            "occasion": part.texts("occasion"),
            "on": part.day("on"),
            "channel": part.choice("channel", Delivery.Channel.values, "presented"),
        }
        part.done()
        if document:
            records.store.put(part, Delivery, {"document": document, "position": position}, **values)
    row.done()
