"""The agenda as frab's schedule.xml and schedule.json (c3voc's schemas), made from a release's content alone.

Both are written from the same timetable, so that they never differ in what they say.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from .timetable import Event, Timetable

Tree = dict[str, Any]

# The key of a room or a track that meets both schemas' patterns.
_KEY = re.compile("[a-z][a-z0-9-]*[a-z0-9]")
# The time zones that the JSON schema takes; of another one the offsets in the times remain.
_ZONE = re.compile("[A-Z][a-z]+/[A-Z][a-z]+.*|.*UTC")


def schedule_xml(
    tree: Tree, *, times: Mapping[int, datetime], language: str, site: str, known: frozenset[str]
) -> bytes:
    """The sessions that have times, as schedule.xml."""
    timetable = Timetable(tree, times, language, site, known)
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", name="Plenary", system=urlsplit(site).netloc)
    _add(root, "url", f"{site}/api/v1/editions/{timetable.edition['slug']}/schedule.xml?lang={language}")
    _add(root, "version", timetable.version)
    conference = ET.SubElement(root, "conference")
    texts = _conference(timetable) | {
        "days": str(len(timetable.days)),
        "base_url": timetable.address,
        "time_zone_name": timetable.zone.key,
    }
    for name, text in texts.items():
        _add(conference, name, text)
    for track in _tracks(timetable):
        ET.SubElement(conference, "track", track)
    for index, day in enumerate(timetable.days, 1):
        start, end = day.start.isoformat(), day.end.isoformat()
        element = ET.SubElement(root, "day", index=str(index), date=day.date.isoformat(), start=start, end=end)
        for room, events in day.rooms.items():
            column = ET.SubElement(element, "room", name=room.name, guid=room.guid)
            column.extend(_element(event) for event in events)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def schedule_json(
    tree: Tree, *, times: Mapping[int, datetime], language: str, site: str, known: frozenset[str]
) -> bytes:
    """The sessions that have times, as schedule.json."""
    timetable = Timetable(tree, times, language, site, known)
    conference: Tree = _conference(timetable) | {
        "description": timetable.edition["theme"],
        "daysCount": len(timetable.days),
        "tracks": _tracks(timetable),
        "rooms": [
            _slug(room.slug) | {"name": room.name, "guid": room.guid, "capacity": room.capacity}
            for room in timetable.rooms
        ],
        "days": [
            {
                "index": index,
                "date": day.date.isoformat(),
                "day_start": day.start.isoformat(),
                "day_end": day.end.isoformat(),
                "rooms": {room.name: [_object(event) for event in events] for room, events in day.rooms.items()},
            }
            for index, day in enumerate(timetable.days, 1)
        ],
    }
    if _ZONE.fullmatch(timetable.zone.key):
        conference["time_zone_name"] = timetable.zone.key
    body = {
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "Plenary", "url": site},
        "schedule": {"version": timetable.version, "base_url": timetable.address, "conference": conference},
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _conference(timetable: Timetable) -> dict[str, str]:
    return {
        "acronym": timetable.acronym,
        "title": timetable.edition["title"],
        "start": timetable.days[0].date.isoformat(),
        "end": timetable.days[-1].date.isoformat(),
        "timeslot_duration": _clock(timetable.slot),
        "url": timetable.address,
    }


def _tracks(timetable: Timetable) -> list[dict[str, str]]:
    return [{"name": name} | _slug(slug) for slug, name in timetable.tracks.items()]


def _slug(slug: str) -> Tree:
    return {"slug": slug} if _KEY.fullmatch(slug) else {}


def _texts(event: Event) -> dict[str, str]:
    """What both formats say of an event in the same words."""
    return {
        "date": event.start.isoformat(),
        "start": f"{event.start:%H:%M}",
        "room": event.room.name,
        "slug": event.slug,
        "url": event.url,
        "title": event.title,
        "subtitle": event.subtitle,
        "track": event.track,
        "type": event.kind,
        "language": event.language,
        "abstract": event.abstract,
        "description": event.description,
    }


def _object(event: Event) -> Tree:
    return _texts(event) | {
        "id": event.id,
        "guid": event.guid,
        "end": event.end.isoformat(),
        "duration": _clock(event.minutes),
        "language": event.language or None,
        "do_not_record": event.is_unrecorded,
        "persons": event.persons,
        "links": event.links,
        "attachments": [],
    }


def _element(event: Event) -> ET.Element:
    element = ET.Element("event", id=str(event.id), guid=event.guid)
    for name, text in _texts(event).items():
        _add(element, name, text)
    # The schema has room for two digits of hours; a number in front of them is days, as pretalx writes it.
    days, minutes = divmod(event.minutes, 24 * 60) if event.minutes >= 100 * 60 else (0, event.minutes)
    _add(element, "duration", f"{days}:{_clock(minutes)}" if days else _clock(minutes))
    recording = ET.SubElement(element, "recording")
    _add(recording, "license", "")
    _add(recording, "optout", "true" if event.is_unrecorded else "false")
    if event.recording_url:
        _add(recording, "url", event.recording_url)
    persons = ET.SubElement(element, "persons")
    for person in event.persons:
        _add(persons, "person", person["name"], id=str(person["id"]), guid=person["guid"])
    links = ET.SubElement(element, "links")
    for link in event.links:
        _add(links, "link", link["title"], href=link["url"], type=link["type"])
    ET.SubElement(element, "attachments")
    return element


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text
