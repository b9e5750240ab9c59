"""instruments.yaml, outcomes.yaml and workstreams.yaml."""

from pathlib import Path

from forums.models import Edition
from reports.models import Instrument, Intervention, Lead, Milestone, Outcome, OutcomePoint, Workstream

from .registry import Records
from .rows import Row


def load_instruments(records: Records) -> None:
    for row in records.read("instruments.yaml"):
        key = row.string("key", required=True)
        instrument = records.store.put(
            row,
            Instrument,
            {"key": key},
            title=row.texts("title", required=True),
            aliases="\n".join(row.strings("aliases")),
            issuer=row.found("issuer", records.organizations, "organization"),
            issuer_text=row.string("issuer_text"),
            kind=row.choice("kind", Instrument.Kind.values, required=True),
            adopted_on=row.day("adopted"),
            status=row.choice("status", Instrument.Status.values, "adopted"),
            signatories=row.texts("signatories"),
            url=row.string("url"),
            source=row.string("source"),
            note=row.invented,
        )
        row.done()
        if instrument:
            records.instruments[key] = instrument


def load_outcomes(records: Records, path: Path, edition: Edition) -> None:
    for position, row in enumerate(records.read(path), 1):
        outcome = records.store.put(
            row, Outcome, {"edition": edition, "position": position}, heading=row.texts("heading", required=True)
        )
        for place, point in enumerate(row.rows("points"), 1):
            _load_point(records, point, outcome, None, place)
        row.done()


def _load_point(
    records: Records, row: Row, outcome: Outcome | None, parent: OutcomePoint | None, position: int
) -> None:
    values = {
        "text": row.texts("text", required=True),
        "convergence": row.choice("convergence", OutcomePoint.Convergence.values, "consensus"),
        "dissent": row.texts("dissent"),
    }
    evidence = _evidence(records, row, outcome)
    nested = row.rows("points")
    row.done()
    if outcome is None:
        return
    key = {"outcome": outcome, "parent": parent, "position": position}
    point = records.store.put(row, OutcomePoint, key, **values)
    records.store.put_many(point, "evidence", evidence)
    for place, part in enumerate(nested, 1):
        _load_point(records, part, outcome, point, place)


def _evidence(records: Records, row: Row, outcome: Outcome | None) -> list[Intervention]:
    if not row.has("rests_on"):
        row.note("say what the point rests on; “rests_on: []” if on nothing")
        return []
    prefix = f"{outcome.edition.slug}/" if outcome else ""
    # opening/li-meng; thematic-6/zeng-yi/2 is the second time he spoke.
    known = {path.removeprefix(prefix): found for path, found in records.interventions.items()}
    for path, found in list(known.items()):
        stem, _, number = path.rpartition("-")
        if number.isdigit():
            known.setdefault(f"{stem}/{number}", found)
    return row.all_found("rests_on", known, "intervention")


def load_workstreams(records: Records) -> None:
    streams: dict[str, Workstream] = {}
    for row in records.read("workstreams.yaml"):
        key = row.string("key", required=True)
        stream = records.store.put(
            row,
            Workstream,
            {"key": key},
            kind=row.choice("kind", Workstream.Kind.values, required=True),
            title=row.texts("title", required=True),
            purpose=row.texts("purpose"),
            forum=row.found("forum", records.forums, "forum"),
            organization=row.found("organization", records.organizations, "organization"),
            parent=row.found("parent", streams, "workstream above this one"),
            released_at=row.found("released_at", records.editions, "edition"),
        )
        leads, milestones = row.rows("leads"), row.rows("milestones")
        row.done()
        if stream is None:
            continue
        streams[key] = stream
        for position, part in enumerate(leads, 1):
            person = part.found("person", records.people, "person", required=True)
            role = part.string("role", "co-lead")
            part.done()
            if person:
                values = {"role": role, "position": position}
                records.store.put(part, Lead, {"workstream": stream, "person": person}, **values)
        for position, part in enumerate(milestones, 1):
            _load_milestone(records, part, stream, position)


def _load_milestone(records: Records, row: Row, stream: Workstream, position: int) -> None:
    records.store.put(
        row,
        Milestone,
        {"workstream": stream, "position": position},
        kind=row.choice("kind", Milestone.Kind.values, required=True),
        title=row.texts("title", required=True),
        on=row.day("on"),
        place=row.string("place"),
        description=row.texts("description"),
        session=row.found("session", records.sessions, "session"),
        edition=row.found("edition", records.editions, "edition"),
        source=row.string("source"),
        note=row.invented,
    )
    row.done()
