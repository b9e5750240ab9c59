"""As held versus as planned: what the public last read of each session before it began, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from forums.languages import DEFAULT
from forums.models import AgendaRelease, Credit, Edition, Session

from . import dates, words
from .content import from_json, in_language
from .published import KNOWN
from .reading import Line, held_in, lines

Tree = dict[str, Any]


@dataclass(slots=True)
class Compared:
    """A session with all that went otherwise than in the release; without a release, it was in none before it began."""

    session: Session
    release: AgendaRelease | None
    differences: list[str] = field(default_factory=list)


def compare_with_plan(edition: Edition) -> list[Compared]:
    """Every session of the edition, in the order of the programme, each against the last release before it began.

    A release that was withdrawn counts if it was still read then. Names are told as the office has them, also of
    people who are not printed: this is not for the public. Four queries.
    """
    releases = list(edition.releases.order_by("version").defer("content", "changes"))
    shown = Credit.objects.select_related("card", "seat_of", "delegate_of", "reader").order_by("position", "id")
    sessions = Session.objects.filter(edition=edition).in_order()
    rows = sessions.select_related("room").prefetch_related(Prefetch("credits", shown))
    before = {row: _last_before(releases, row) for row in rows}
    contents = AgendaRelease.objects.filter(pk__in={release.pk for release in before.values() if release})
    plans = {pk: _Plan(content, edition) for pk, content in contents.values_list("pk", "content")}
    compared = []
    for row, release in before.items():
        plan = plans[release.pk] if release else None
        line = plan.lines.get(str(row.guid)) if plan else None
        if plan is None or line is None:
            compared.append(Compared(row, None))
        else:
            compared.append(Compared(row, release, [*plan.compare_session(row, line), *_compare_people(row, line[-1])]))
    return compared


def _last_before(releases: list[AgendaRelease], session: Session) -> AgendaRelease | None:
    """What was read as the session began; of a session without a time, what is read now."""
    began = session.starts_at
    read = [
        release
        for release in releases
        if (began is None or release.at <= began)
        and (release.withdrawn_at is None or (began is not None and release.withdrawn_at > began))
    ]
    return read[-1] if read else None


class _Plan:
    """A release, in English, by the GUIDs of its sessions."""

    def __init__(self, content: str, edition: Edition) -> None:
        tree: Tree = in_language(from_json(content), [DEFAULT, *edition.languages], KNOWN)
        self.zone = ZoneInfo(edition.timezone)
        self.rooms = {room["slug"]: room["name"] for room in tree["rooms"]}
        self.lines = {line[-1]["guid"]: line for line in lines(tree["sessions"])}

    def compare_session(self, row: Session, line: Line) -> Iterator[str]:
        """What became of the session itself."""
        planned = line[-1]
        if row.status == Session.Status.CANCELLED and planned["status"] != row.status:
            yield "Did not take place."
            return
        if row.status == Session.Status.HELD and planned["status"] == Session.Status.CANCELLED:
            yield "Took place although it had been cancelled."
        yield from self._compare_times(row, planned)
        if (there := self._room(row)) != (room := self._planned_room(line)) and there:
            yield f"In {there} instead of {room}." if room else f"In {there}."

    def _compare_times(self, row: Session, planned: Tree) -> Iterator[str]:
        start, end = (datetime.fromisoformat(at) if at else None for at in (planned["starts_at"], planned["ends_at"]))
        began, ended = row.actual_starts_at or row.starts_at, row.actual_ends_at or row.ends_at
        for what, wanted, really in (("Began", start, began), ("Ended", end, ended)):
            if really is None or really == wanted:
                continue
            real, plan = really.astimezone(self.zone), wanted.astimezone(self.zone) if wanted else None
            is_same_day = plan is not None and plan.date() == real.date()
            at = dates.clock(real) if is_same_day else f"{dates.day(real, DEFAULT)} {dates.clock(real)}"
            instead = dates.clock(plan) if plan and is_same_day else plan and f"{dates.day(plan, DEFAULT)} {plan:%H:%M}"
            yield f"{what} {at} instead of {instead}." if instead else f"{what} {at}."

    def _room(self, row: Session) -> str:
        return "all rooms" if row.all_rooms else str(row.room or "")

    def _planned_room(self, line: Line) -> str:
        place = held_in(line)
        # A part that says nothing of its room is compared as it is: it is where its session is.
        if place is not line[-1]:
            return ""
        return "all rooms" if place["all_rooms"] else self.rooms.get(place["room"], "")


def _compare_people(row: Session, planned: Tree) -> Iterator[str]:
    """What became of each part, then those who were not planned. A release that names nobody is nothing to compare."""
    if planned["attribution"] != Session.Attribution.NAMED:
        return
    left = list(row.credits.all())
    instead_of = {credit.replaces_id: credit for credit in left if credit.replaces_id}
    for part in planned["credits"]:
        who = part["name"] or words.delegate_of(part["seat_of"]["name"], DEFAULT)
        told = f"{who} ({words.role(part['role'], DEFAULT).lower()})"
        credit = next((it for it in left if _is_planned(it, part)), None)
        if credit is None:
            yield f"{told}: no longer in the programme."
            continue
        left.remove(credit)
        while credit.pk in instead_of:
            credit = instead_of[credit.pk]
            if credit in left:
                left.remove(credit)
        yield from (f"{told}: {what}." for what in _became(credit, part))
    for credit in left:
        if credit.status in (Credit.Status.PLANNED, Credit.Status.DELIVERED):
            yield f"{credit}: was not in the programme as printed."


def _is_planned(credit: Credit, part: Tree) -> bool:
    """Whether the credit is, or was before it was handed on, what the programme printed."""
    if credit.role != part["role"]:
        return False
    if part["seat_of"]:
        seat = credit.seat_of or (credit.delegate_of if credit.replaces_id is None else None)
        return seat is not None and seat.slug == part["seat_of"]["slug"]
    return credit.card is not None and credit.card.slug == part["speaker"]


def _became(credit: Credit, part: Tree) -> Iterator[str]:
    if credit.status in (Credit.Status.CANCELLED, Credit.Status.SUBSTITUTED):
        yield "did not come"
        return
    if credit.card and credit.card.slug != part["speaker"]:
        yield f"{credit.card} came" if part["seat_of"] else f"did not come; {credit.card} came instead"
    if credit.mode != part["mode"]:
        mode, before = (words.mode(it, DEFAULT).lower() for it in (credit.mode, part["mode"]))
        yield f"{mode} instead of {before}"
    if reader := str(credit.reader or credit.reader_name):
        yield f"read by {reader}"
