"""<forum>/<edition>/<session>.yaml: sessions, who did what in them, and what was said."""

from pathlib import Path
from zoneinfo import ZoneInfo

from forums.models import Credit, Edition, Room, Session, SpeakerCard, Track
from reports import clock
from reports.models import CallToAction, Intervention, SessionReport, Takeaway
from speakers.models import Person, Registration
from speakers.registrations import register_person

from .registry import Records, guid
from .rows import Row


def load_session_file(records: Records, path: Path, edition: Edition) -> None:
    """A session with its parts; what is said in it is loaded too."""
    rooms = {room.slug: room for room in edition.rooms.all()}
    tracks = {track.slug: track for track in edition.tracks.all()}
    # The files' names give the order of the programme.
    position = int(path.stem.split("-")[0]) if path.stem.split("-")[0].isdigit() else 0
    for row in records.read(path):
        _load_session(records, row, edition, None, position, rooms, tracks)


def _load_session(
    records: Records,
    row: Row,
    edition: Edition,
    parent: Session | None,
    position: int,
    rooms: dict[str, Room],
    tracks: dict[str, Track],
) -> None:
    zone = ZoneInfo(edition.timezone)
    key = row.string("key", required=True)
    held = edition.status in {Edition.Status.HELD, Edition.Status.DOCUMENTED}
    session = records.store.put(
        row,
        Session,
        {"guid": guid("session", f"{edition.slug}/{key}")},
        edition=edition,
        parent=parent,
        code=key,
        kind=row.choice("kind", Session.Kind.values, required=True),
        number=row.number("number"),
        title=row.texts("title", required=True),
        theme=row.texts("theme"),
        description=row.texts("description"),
        track=row.found("track", tracks, "track"),
        room=row.found("room", rooms, "room"),
        layout=row.string("layout"),
        starts_at=row.moment("starts", zone),
        ends_at=row.moment("ends", zone),
        status=Session.Status.HELD if held else Session.Status.PLANNED,
        floor_languages=row.strings("languages"),
        interpretation_languages=row.strings("interpretation"),
        policy_questions={"en": "\n".join(row.strings("policy_questions"))},
        sdgs=row.numbers("sdgs"),
        sdg_targets=row.texts("sdg_targets"),
        online_plan=row.texts("online_plan"),
        attribution=row.choice("attribution", Session.Attribution.values, "named"),
        position=position,
        note=row.invented,
    )
    organizers = row.all_found("organizers", records.organizations, "organization")
    records.store.put_many(session, "organizers", organizers)
    interventions, parts = row.rows("interventions"), row.rows("sessions")
    takeaways, calls = row.texts_list("takeaways"), row.rows("calls_to_action")
    row.done()
    if session is None:
        return
    records.sessions[f"{edition.slug}/{key}"] = session
    report = _load_report(records, row, session) if held and (interventions or takeaways or calls) else None
    for place, part in enumerate(interventions, 1):
        _load_intervention(records, part, session, report, place)
    for place, text in enumerate(takeaways, 1):
        records.store.put(row, Takeaway, {"report": report, "position": place}, text=text)
    for place, part in enumerate(calls, 1):
        records.store.put(
            part,
            CallToAction,
            {"report": report, "position": place},
            text=part.texts("text", required=True),
            addressee=part.string("addressee", required=True),
        )
        part.done()
    for place, part in enumerate(parts, 1):
        _load_session(records, part, edition, session, place, rooms, tracks)


def _load_report(records: Records, row: Row, session: Session) -> SessionReport | None:
    return records.store.put(
        row,
        SessionReport,
        {"session": session},
        status=SessionReport.Status.APPROVED,
        takeaways_due_at=clock.takeaways_due(session),
        due_at=clock.report_due(session),
    )


def _load_intervention(
    records: Records, row: Row, session: Session, report: SessionReport | None, position: int
) -> None:
    person = row.found("person", records.people, "person")
    seat = row.found("seat", records.organizations, "organization")
    collective = row.string("collective")
    given = [name for name in ("person", "seat", "collective") if row.has(name)]
    if len(given) != 1:
        row.note("an intervention has one of “person”, “seat” and “collective”")
    credit = None
    role = row.choice("role", Credit.Role.values, required=not collective)
    default_mode = Credit.Mode.VIDEO_LINK if session.edition.format == "online" else Credit.Mode.ONSITE
    values = {
        "mode": row.choice("mode", Credit.Mode.values, default_mode),
        "talk": row.texts("talk"),
        "position": position,
        "status": Credit.Status.DELIVERED if session.status == Session.Status.HELD else Credit.Status.PLANNED,
    }
    key = row.string("key", row.string("person"))
    text, heading = row.texts("text"), row.texts("heading")
    row.asked.add("invented")
    row.done()
    if role and person:
        card = _card(row, session.edition, person)
        credit = card and records.store.put(row, Credit, {"session": session, "card": card, "role": role}, **values)
    elif role and seat:
        credit = records.store.put(row, Credit, {"session": session, "seat_of": seat, "role": role}, **values)
    if not text or report is None or (credit is None and not collective):
        return
    path = f"{session.edition.slug}/{session.code}/{key}"
    number = 2
    while path in records.interventions:
        # Someone who speaks twice in a session: zeng-yi, zeng-yi-2.
        path, number = f"{session.edition.slug}/{session.code}/{key}-{number}", number + 1
    intervention = records.store.put(
        row,
        Intervention,
        {"report": report, "key": path.rsplit("/", 1)[1]},
        credit=credit,
        collective=collective,
        heading=heading,
        text=text,
        position=position,
    )
    if intervention:
        records.interventions[path] = intervention


def _card(row: Row, edition: Edition, person: Person) -> SpeakerCard | None:
    if edition.starts_on is None:
        row.note("speakers are billed as of the edition's first day: give it “starts”")
        return None
    registration = Registration.objects.live().filter(edition=edition, person=person).select_related("card").first()
    if registration is None or registration.card is None:
        registration = register_person(edition=edition, person=person, status=Registration.Status.ATTENDED)
    return registration.card
