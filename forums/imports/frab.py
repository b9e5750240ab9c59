"""Schedules as frab, pretalx, c3voc and many others write them: schedule.xml and schedule.json, strictly or not."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError
from zoneinfo import ZoneInfo, available_timezones

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from forums.agenda import words

from . import times
from .columns import check_lengths, read_address
from .content import Background, Entry, Mention, Reading, Refusal, UnreadableFileError
from .kinds import KINDS, LANGUAGES, read_kind, read_languages
from .text import key, line, plain, prose, told

Tree = dict[str, Any]

_NOT_A_SCHEDULE = (
    "This is {} but no schedule. Save the schedule as schedule.xml or schedule.json of frab, pretalx or c3voc, "
    "or as CSV or XLSX."
)
_EVERYWHERE = {key(words.phrase("all-rooms", language)) for language in LANGUAGES}
# What our own exports write where no room is known.
_NOWHERE = {key(words.phrase(name, language)) for name in ("no-room", "online") for language in LANGUAGES}
_GROUPS = {"moderator": "moderators", "chair": "chairs", "presiding": "chairs", "rapporteur": "rapporteurs"}
_OWN_SESSION = re.compile(r"/sessions/([\w-]+)/?$")


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the file: its date, if it has one, and the hour before which a time belongs to the night after."""

    date: date | None
    change: timedelta


@dataclass(frozen=True, slots=True)
class _Schedule:
    """What is true of every event of the file."""

    zone: ZoneInfo
    is_own: bool
    days_first: bool


def read_xml(data: bytes, background: Background) -> Reading:
    """A schedule.xml. Raises UnreadableFileError where it is none, is broken, or declares a document type."""
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableFileError(
            "This XML declares a document type or entities, which are never read. Take the <!DOCTYPE …> out."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableFileError(f"This XML is broken ({line(str(error))[:100]}). Export it anew.") from error
    if _name(root) != "schedule":
        raise UnreadableFileError(_NOT_A_SCHEDULE.format(f"XML (<{_name(root)[:40]}>)"))
    generator = next((child for child in root if _name(child) == "generator"), None)
    conference = next((_texts(child) for child in root if _name(child) == "conference"), {})
    maker = generator.get("name", "") if generator is not None else ""
    return _read(_xml_days(root), conference, maker, {}, background)


def _xml_days(root: Element) -> Iterator[tuple[Tree, str, Tree]]:
    for day in (child for child in root if _name(child) == "day"):
        for room in (child for child in day if _name(child) == "room"):
            for event in (child for child in room if _name(child) == "event"):
                yield dict(day.attrib), room.get("name", ""), _xml_event(event)
        # Some leave out the rooms.
        for event in (child for child in day if _name(child) == "event"):
            yield dict(day.attrib), "", _xml_event(event)


def _xml_event(event: Element) -> Tree:
    """The event as the same file in JSON would have it."""
    children = {_name(child): child for child in event}
    tree: Tree = dict(event.attrib) | _texts(event)
    tree["persons"] = [
        dict(person.attrib) | _texts(person) | {"name": person.get("name") or "".join(person.itertext())}
        for person in (children.get("persons", ()))
    ]
    tree["links"] = [
        {"url": link.get("href", ""), "type": link.get("type", "")} for link in (children.get("links", ()))
    ]
    tree["recording"] = _texts(children["recording"]) if "recording" in children else {}
    return tree


def _texts(element: Element) -> Tree:
    # Only of what has no children: of the others, the text is the space between them.
    return {_name(child): child.text or "" for child in element if not len(child)}


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def read_json(text: str, background: Background) -> Reading:
    """A schedule.json. Raises UnreadableFileError where it is none or is broken."""
    try:
        tree = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"This JSON is broken ({line(str(error))[:100]}). Export it anew.") from error
    root = _tree(tree)
    schedule = _tree(root.get("schedule")) or root
    conference = _tree(schedule.get("conference")) or schedule
    if not isinstance(conference.get("days"), list | dict):
        raise UnreadableFileError(_NOT_A_SCHEDULE.format("JSON"))
    rooms = [_tree(room) for room in _trees(conference.get("rooms"))]
    capacities = {
        key(told(room.get("name"))): int(room["capacity"])
        for room in rooms
        if isinstance(room.get("capacity"), int) and 0 < room["capacity"] < 1_000_000
    }
    maker = told(_tree(root.get("generator")).get("name"))
    return _read(_json_days(conference["days"]), conference, maker, capacities, background)


def _json_days(days: Any) -> Iterator[tuple[Tree, str, Tree]]:
    for day in map(_tree, _trees(days)):
        rooms = day.get("rooms")
        if isinstance(rooms, dict):
            columns = [(told(name), events) for name, events in rooms.items()]
        else:
            columns = [
                (told(room.get("name")), room.get("events") or room.get("talks")) for room in map(_tree, _trees(rooms))
            ]
        for name, events in [*columns, ("", day.get("events"))]:
            for event in map(_tree, _trees(events)):
                if event:
                    yield day, name, event


def _tree(value: Any) -> Tree:
    return value if isinstance(value, dict) else {}


def _trees(value: Any) -> Sequence[Any]:
    """A list, or the values of what some write as a mapping instead."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _read(
    events: Iterator[tuple[Tree, str, Tree]],
    conference: Mapping[str, Any],
    maker: str,
    capacities: Mapping[str, int],
    background: Background,
) -> Reading:
    zone_name = told(conference.get("time_zone_name"))
    zone = ZoneInfo(zone_name) if zone_name in available_timezones() else background.zone
    schedule = _Schedule(zone, maker == "Plenary", maker.casefold() in {"plenary", "pretalx"})
    reading = Reading([], [], [], capacities)
    if zone_name and zone_name not in available_timezones():
        reading.notes.append(f"“{zone_name[:60]}” is no time zone known here; times without one are read in {zone}.")
    for count, (day, room, event) in enumerate(events, 1):
        number = line(told(event.get("id")))[:40]
        place = f"event {number}" if number else f"event no. {count}"
        title = line(told(event.get("title")))
        try:
            reading.add(_entry(place, event | {"column": room}, _day(day, background, schedule), schedule))
        except ValueError as error:
            reading.add(Refusal(place, title[:300], str(error)))
    return reading


def _day(day: Tree, background: Background, schedule: _Schedule) -> _Day:
    """The day by its date, its beginning or, at last, its number."""
    begins = told(day.get("start") or day.get("day_start"))
    try:
        first = times.read_moment(begins, schedule.zone) if begins else None
    except ValueError:
        first = None
    index = told(day.get("index"))
    written = told(day.get("date"))[:10] or (f"{first:%Y-%m-%d}" if first else index)
    try:
        found: date | None = times.read_day(written, background)
    except (ValueError, OverflowError):
        found = None
    change = timedelta(hours=first.hour, minutes=first.minute) if first else times.NIGHT
    # A day that begins in the afternoon says when it opens, not when the one before ends.
    return _Day(found, change if change <= timedelta(hours=12) else times.NIGHT)


def _entry(place: str, event: Tree, day: _Day, schedule: _Schedule) -> Entry:
    remarks: list[str] = []
    title = line(told(event.get("title")))
    if not title:
        raise ValueError("It has no title; give it one where the file comes from.")
    said: Tree = {"title": title}
    if theme := line(told(event.get("subtitle"))):
        said["theme"] = theme
    if description := _description(event, schedule):
        said["description"] = description
    if kind := _kind(event, remarks, schedule):
        said["kind"] = kind
    if track := line(told(_label(event.get("track")))):
        said["track"] = track
    said |= _room(line(told(event["column"])) or line(told(_label(event.get("room")))), schedule)
    said |= _times(event, day, schedule, remarks)
    if language := told(event.get("language")):
        # One language is all the format has room for: where others are on file beside it, they stay.
        said |= {"first_language": found[0]} if (found := read_languages(language, remarks)) else {}
    recording = told(_tree(event.get("recording")).get("url")) or told(event.get("video_download_url"))
    said |= read_address("recording_url", recording, remarks)
    check_lengths(said)
    return Entry(
        place=place,
        title=title,
        guid=line(told(event.get("guid"))) or _numbered(event),
        code=_own_code(event.get("url")) if schedule.is_own else "",
        parent=_own_parent(event) if schedule.is_own else "",
        said=said,
        mentions=tuple(_mentions(event)),
        remarks=tuple(remarks),
    )


def _numbered(event: Tree) -> str:
    """What tells an event apart that has a number and no GUID."""
    number = line(told(event.get("id")))
    return f"event {number}" if number else ""


def _label(value: Any) -> Any:
    """A name, out of what pretalx writes as a mapping of languages or as an entry with a name."""
    tree = _tree(value)
    if not tree:
        return value if isinstance(value, str | int) else ""
    return _label(tree.get("name") or tree.get("en") or next(iter(tree.values())))


def _description(event: Tree, schedule: _Schedule) -> str:
    abstract, description = (told(event.get(name)) for name in ("abstract", "description"))
    if schedule.is_own:
        # Our own description is made of what has fields of its own.
        return prose(abstract)
    texts = [plain(abstract), plain(description)]
    # Some give the beginning twice.
    if texts[1].startswith(texts[0]):
        texts = texts[1:]
    return "\n\n".join(filter(None, texts))


def _kind(event: Tree, remarks: list[str], schedule: _Schedule) -> str:
    text = told(_label(event.get("type")))
    return text if schedule.is_own and text in KINDS else read_kind(text, remarks)


def _room(name: str, schedule: _Schedule) -> Tree:
    if key(name) in _EVERYWHERE:
        return {"all_rooms": True, "room": ""}
    if not name or (schedule.is_own and key(name) in _NOWHERE):
        return {}
    return {"room": name, "all_rooms": False}


def _times(event: Tree, day: _Day, schedule: _Schedule, remarks: list[str]) -> dict[str, datetime | None]:
    written, clock_text = told(event.get("date")), told(event.get("start"))
    begins = None
    if "T" in written or times.has_date(written):
        begins = times.read_moment(written, schedule.zone)
    elif times.has_date(clock_text) or "T" in clock_text:
        begins = times.read_moment(clock_text, schedule.zone)
        clock_text = ""
    if begins is None:
        if not clock_text:
            remarks.append("It has no start, so it is taken without times.")
            return {}
        if day.date is None:
            raise ValueError("It has a start but no date; give it one where the file comes from.")
        begins, _ = times.on_day(day.date, times.read_clock(clock_text), schedule.zone, night=day.change)
    elif clock_text:
        # A date in UTC beside a local start is how many files have it; the date is what counts.
        _compare(begins, times.read_clock(clock_text), schedule, remarks)
    length = told(event.get("duration"))
    if length:
        ends = times.lasting(begins, times.read_length(event.get("duration"), days_first=schedule.days_first))
    elif told(event.get("end")):
        ends = _end(begins, told(event.get("end")), schedule)
    else:
        raise ValueError("It has a start but no duration; give it one where the file comes from.")
    if ends <= begins:
        raise ValueError("It lasts no time at all; give it a duration where the file comes from.")
    return {"starts_at": begins, "ends_at": ends}


def _end(begins: datetime, text: str, schedule: _Schedule) -> datetime:
    if times.has_date(text) or "T" in text:
        return times.read_moment(text, schedule.zone)
    return times.after(begins.astimezone(schedule.zone), times.read_clock(text))


def _compare(begins: datetime, clock: timedelta, schedule: _Schedule, remarks: list[str]) -> None:
    local = begins.astimezone(schedule.zone)
    shown = [datetime.combine(it.date(), time(it.hour, it.minute)) for it in (begins, local)]
    midnight = timedelta(days=1)
    if all((timedelta(hours=it.hour, minutes=it.minute) - clock) % midnight for it in shown):
        remarks.append(f"Its date says {local:%H:%M} ({schedule.zone}), its start another time; the date is followed.")


def _own_code(url: Any) -> str:
    match = _OWN_SESSION.search(told(url))
    return unquote(match[1]) if match else ""


def _own_parent(event: Tree) -> str:
    links = (_tree(link) for link in _trees(event.get("links")))
    return next((code for link in links if link.get("type") == "related" and (code := _own_code(link.get("url")))), "")


def _mentions(event: Tree) -> Iterator[Mention]:
    """Everybody once for each of their roles, however often they are named."""
    taken: set[tuple[str, str, str]] = set()
    for listed in _trees(event.get("persons")) or _trees(event.get("speakers")):
        person = _tree(listed) or {"name": listed}
        name = line(told(person.get("public_name") or person.get("full_public_name") or person.get("name")))
        if not name:
            continue
        roles = _trees(person.get("roles"))
        for role in [told(role) for role in roles] or [told(person.get("role"))]:
            group = next(
                (group for word, group in _GROUPS.items() if word in role.casefold()), "speakers" if role else ""
            )
            mention = Mention(
                name=name,
                group=group,
                role=role,
                titles=tuple(line(told(title)) for title in _trees(person.get("titles"))),
                guid=line(told(person.get("guid") or person.get("code"))),
                bio=plain(told(person.get("biography") or person.get("bio") or person.get("description"))),
                links=tuple(told(_tree(link).get("url")) for link in _trees(person.get("links"))),
            )
            known = (mention.guid or key(name), group, role)
            if known not in taken:
                taken.add(known)
                yield mention
