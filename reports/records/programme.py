"""<forum>/<edition>/<session>.yaml: sessions, who did what in them, and what was said."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from forums.models import Credit, Edition, Session, SpeakerCard
from reports.commitments import bring_up
from reports.models import CallToAction, CommitmentStep, Intervention, SessionReport, Takeaway
from speakers.models import Person, Registration
from speakers.registrations import register_person

from .registry import CHANNEL, Records, guid
from .rows import Row


def load_session_file(records: Records, path: Path, edition: Edition) -> None:
    """A session with its parts; what is said in it is loaded too."""
    programme = _Programme(records, edition)
    # The files' names give the order of the programme.
    number = path.stem.split("-")[0]
    for row in records.read(path):
        programme.load(row, parent=None, position=int(number) if number.isdecimal() else 0)


class _Programme:
    """One edition's sessions."""

    def __init__(self, records: Records, edition: Edition) -> None:
        self.records = records
        self.edition = edition
        self.zone = ZoneInfo(edition.timezone)
        self.rooms = {room.slug: room for room in edition.rooms.all()}
        self.tracks = {track.slug: track for track in edition.tracks.all()}
        self.held = edition.status in {Edition.Status.HELD, Edition.Status.DOCUMENTED}
        self.credits: dict[tuple[Any, ...], Credit | None] = {}
        self.cards: dict[int, SpeakerCard | None] = {}

    def load(self, row: Row, *, parent: Session | None, position: int) -> None:
        """A session, its credits and summaries, then its parts."""
        key = row.string("key", required=True)
        session = self._load_session(row, key, parent, position)
        organizers = row.all_found("organizers", self.records.organizations, "organization")
        self.records.store.put_many(session, "organizers", organizers)
        interventions, parts = row.rows("interventions"), row.rows("sessions")
        takeaways, calls = row.texts_list("takeaways"), row.rows("calls_to_action")
        standing = row.choice("report", SessionReport.Status.values, SessionReport.Status.APPROVED)
        rapporteur = row.found("rapporteur", self.records.people, "person")
        row.done()
        if session is None:
            return
        self.records.sessions[f"{self.edition.slug}/{key}"] = session
        if not self.held and (takeaways or calls or any(part.has("text") for part in interventions)):
            row.note("what was said is loaded once the edition's “status” is held or documented")
        owes_report = self.held and (interventions or takeaways or calls or rapporteur)
        report = self._load_report(row, session, standing, rapporteur) if owes_report else None
        for place, part in enumerate(interventions, 1):
            self._load_intervention(part, session, report, place)
        if report:
            self._load_results(row, report, takeaways, calls)
        for place, part in enumerate(parts, 1):
            self.load(part, parent=session, position=place)

    def _load_session(self, row: Row, key: str, parent: Session | None, position: int) -> Session | None:
        return self.records.store.put(
            row,
            Session,
            {"guid": guid("session", f"{self.edition.slug}/{key}")},
            edition=self.edition,
            parent=parent,
            code=key,
            kind=row.choice("kind", Session.Kind.values, required=True),
            number=row.number("number"),
            title=row.texts("title", required=True),
            theme=row.texts("theme"),
            description=row.texts("description"),
            track=row.found("track", self.tracks, "track"),
            room=row.found("room", self.rooms, "room"),
            layout=row.string("layout"),
            starts_at=row.moment("starts", self.zone),
            ends_at=row.moment("ends", self.zone),
            status=Session.Status.HELD if self.held else Session.Status.PLANNED,
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

    def _load_report(
        self, row: Row, session: Session, standing: str, rapporteur: Person | None
    ) -> SessionReport | None:
        values: dict[str, Any] = {"rapporteur": rapporteur} if rapporteur else {}
        if not SessionReport.objects.filter(session=session).exists():
            # Afterwards only people move it: loading again takes no approval back, and gives none.
            values["status"] = standing
        return self.records.store.put(row, SessionReport, {"session": session}, **values)

    def _load_results(self, row: Row, report: SessionReport, takeaways: list[dict[str, str]], calls: list[Row]) -> None:
        for place, text in enumerate(takeaways, 1):
            self.records.store.put(row, Takeaway, {"report": report, "position": place}, text=text)
        for place, part in enumerate(calls, 1):
            self._load_call(part, report, place)

    def _load_call(self, row: Row, report: SessionReport, position: int) -> None:
        """A call with its history; how it stands follows from the last of it."""
        call = self.records.store.put(
            row,
            CallToAction,
            {"report": report, "position": position},
            text=row.texts("text", required=True),
            addressee=row.string("addressee", required=True),
            addressee_organization=row.found("organization", self.records.organizations, "organization"),
            carried_from=row.found("carried_from", self.records.calls, "earlier call"),
        )
        history = row.rows("history")
        row.done()
        for part in history:
            key: dict[str, Any] = {"status": part.choice("status", CallToAction.Status.values, required=True)}
            key |= {"on": part.day("on", required=True)}
            values = {"reply": part.string("reply"), "evidence_url": part.string("evidence")}
            part.done()
            if call and all(key.values()):
                self.records.store.put(part, CommitmentStep, key | {"call": call}, **values)
        if call:
            bring_up(call)
            self.records.calls[f"{self.edition.slug}/{report.session.code}/{position}"] = call

    def _load_intervention(self, row: Row, session: Session, report: SessionReport | None, position: int) -> None:
        collective = row.string("collective")
        credit = self._load_credit(row, session, position, collective=bool(collective))
        key = row.string("key", row.string("person"))
        text, heading = row.texts("text"), row.texts("heading")
        row.done()
        if not text or report is None or (credit is None and not collective):
            return
        path = f"{self.edition.slug}/{session.code}/{key}"
        number = 2
        while path in self.records.interventions:
            # Someone who speaks twice in a session: zeng-yi, zeng-yi-2.
            path, number = f"{self.edition.slug}/{session.code}/{key}-{number}", number + 1
        intervention = self.records.store.put(
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
            self.records.interventions[path] = intervention

    def _load_credit(self, row: Row, session: Session, position: int, *, collective: bool) -> Credit | None:
        """The credit of a person or a seat; None for what panelists said together."""
        person = row.found("person", self.records.people, "person")
        seat = row.found("seat", self.records.organizations, "organization")
        if sum(row.has(name) for name in ("person", "seat", "collective")) != 1:
            row.note("an intervention has one of “person”, “seat” and “collective”")
        role = row.choice("role", Credit.Role.values, required=not collective)
        online = self.edition.format == Edition.Format.ONLINE
        values = {
            "mode": row.choice("mode", Credit.Mode.values, Credit.Mode.VIDEO_LINK if online else Credit.Mode.ONSITE),
            "talk": row.texts("talk"),
            "position": position,
            "status": Credit.Status.DELIVERED if self.held else Credit.Status.PLANNED,
        }
        if not role:
            return None
        if person:
            card = self._card(row, person)
            return self._put_credit(row, {"session": session, "card": card, "role": role}, values) if card else None
        if seat:
            return self._put_credit(row, {"session": session, "seat_of": seat, "role": role}, values)
        return None

    def _put_credit(self, row: Row, key: dict[str, Any], values: dict[str, Any]) -> Credit | None:
        """The credit, as the first of its rows has it: who speaks twice in one role is credited once."""
        place = tuple(key.values())
        if place not in self.credits:
            self.credits[place] = self.records.store.put(row, Credit, key, **values)
        return self.credits[place]

    def _card(self, row: Row, person: Person) -> SpeakerCard | None:
        if self.edition.starts_on is None:
            row.note("speakers are billed as of the edition's first day: give it “starts”")
            return None
        if person.pk not in self.cards:
            # Billed at every load: what changed in people.yaml changes the programme.
            status = Registration.Status.ATTENDED if self.held else Registration.Status.CONFIRMED
            self.cards[person.pk] = register_person(
                edition=self.edition, person=person, status=status, channel=CHANNEL
            ).card
        return self.cards[person.pk]
