"""The shapes of the API's answers as JSON Schema, made from what a release is made of so that they cannot drift."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from forums.agenda import content
from forums.agenda.resources import BRIEF
from forums.languages import CODES
from forums.models import Credit, Edition, Partnership, Session

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_DATE: Schema = {"type": "string", "format": "date"}
_TIME: Schema = {"type": "string", "format": "date-time"}
_ADDRESS: Schema = {"type": "string", "format": "uri"}

# What the classes of a release are called in the API.
_NAMES = {
    content.OrganizationEntry: "Organization",
    content.PartnerEntry: "Partner",
    content.EditionHeader: "EditionHeader",
    content.RoomEntry: "Room",
    content.TrackEntry: "Track",
    content.SpeakerEntry: "Speaker",
    content.CreditEntry: "Credit",
    content.SessionEntry: "AgendaSession",
    content.WithdrawnEntry: "WithdrawnSession",
    content.Agenda: "Agenda",
}

# What a field may be, where its type does not say it.
_NARROWER: Mapping[str, Schema] = {
    "EditionHeader.status": {"enum": [value for value in Edition.Status.values if value != Edition.Status.PLANNED]},
    "EditionHeader.format": {"enum": Edition.Format.values},
    "EditionHeader.languages": {"items": {"type": "string", "enum": list(CODES)}},
    "Partner.role": {"enum": Partnership.Role.values},
    "Credit.role": {"enum": Credit.Role.values},
    "Credit.mode": {"enum": Credit.Mode.values},
    "AgendaSession.kind": {"enum": Session.Kind.values},
    "AgendaSession.status": {"enum": Session.Status.values},
    "AgendaSession.attribution": {"enum": Session.Attribution.values},
    "AgendaSession.guid": {"format": "uuid"},
    "Speaker.guid": {"format": "uuid"},
    "WithdrawnSession.guid": {"format": "uuid"},
}

# What readers ask about a field.
_DESCRIPTIONS = {
    "Organization.acronym": "Empty where it has none.",
    "EditionHeader.timezone": "An IANA name; the offsets of all times are this zone's.",
    "EditionHeader.country": "ISO 3166 in two letters, or empty.",
    "EditionHeader.languages": "What the edition is published in; the first is given where a text lacks the one asked.",
    "Speaker.titles": "As of the edition, in protocol order.",
    "Speaker.sort_name": "What the list of speakers is sorted by.",
    "Speaker.country": "ISO 3166 in two letters, or empty.",
    "Speaker.featured": "The place among those whom the programme presents in front, or null.",
    "Credit.speaker": "The speaker's slug; null for an unnamed seat.",
    "Credit.seat_of": "The organization whose unnamed seat it is; null for a named speaker.",
    "Credit.display": "What to print: the name, or “Delegate of” the organization.",
    "Credit.abstract": "What they are going to say, in plain text; an empty line begins a paragraph.",
    "Credit.read_by": "Who reads what is read on behalf, where that is known.",
    "Credit.attendance": "How they take part, to print beside the name; empty for whoever is in the room.",
    "AgendaSession.code": "Part of the address; never changes.",
    "AgendaSession.guid": "Stays the same for ever, in every export.",
    "AgendaSession.number": "Within its kind.",
    "AgendaSession.label": "Kind and number as they are printed, such as “Thematic Session 5”.",
    "AgendaSession.day": "The day of the programme; what begins after midnight belongs to the evening before.",
    "AgendaSession.track": "The slug; null where it is that of the session it is part of, or none.",
    "AgendaSession.room": "The slug; null where it is that of the session it is part of, or none.",
    "AgendaSession.all_rooms": "It takes place everywhere, like a break.",
    "AgendaSession.attribution": "Named; or nobody is named in it, here or anywhere.",
    "AgendaSession.livestream_url": "Where it can be watched, empty where it cannot. Where it is open for a time only, "
    "an address that leads there while it is.",
    "AgendaSession.revision": "How often it changed since it was first published.",
    "AgendaSession.changed_in": "The release that it last changed in.",
    "AgendaSession.parts": "What it consists of.",
    "Agenda.withdrawn": "What was published once and is no longer.",
    "Agenda.schema": "The version of this shape.",
    "WithdrawnSession.code": "Empty where nothing of it may be told.",
}

# What is added to a release's content when it is answered.
_ADDED: Mapping[str, Schema] = {
    "Partner.role_name": _TEXT,
    "Credit.display": _TEXT,
    "Credit.role_name": _TEXT,
    "Credit.mode_name": _TEXT,
    "Credit.attendance": _TEXT,
    "AgendaSession.label": _TEXT,
    "AgendaSession.kind_name": _TEXT,
    "AgendaSession.status_name": _TEXT,
    "AgendaSession.day": {"type": ["string", "null"], "format": "date"},
}


def components() -> dict[str, Schema]:
    """Every shape by its name."""
    made = {name: _of(entry) for entry, name in _NAMES.items()}
    made["Agenda"]["properties"] |= {"release": ref("Release"), "language": _language()}
    made["Agenda"]["required"] += ["release", "language"]
    agenda_session = made["AgendaSession"]["properties"]
    parent = {"type": ["string", "null"], "description": "The code of the session that it is part of."}
    made["Session"] = _object(
        "A session, its parts by their codes.",
        agenda_session | {"parent": parent, "parts": _list(_TEXT, "The codes of what it consists of.")},
    )
    made["SessionInFull"] = _object(
        "A session with its parts.",
        agenda_session | {"parent": parent, "parts": _list(ref("SessionInFull"), "What it consists of.")},
    )
    brief = {name: (agenda_session | {"parent": parent})[name] for name in BRIEF}
    made["SessionInBrief"] = _object("What a session is called, when and where.", brief)
    made["SpeakerInFull"] = _with(
        made["Speaker"],
        "A speaker with their sessions.",
        sessions=_list(ref("SpeakerSession"), "Where they speak, and what they do there."),
    )
    made["SpeakerSession"] = _with(
        made["SessionInBrief"], "A session of a speaker.", credits=_list(ref("Credit"), "What they do in it.")
    )
    for name in ("Room", "Track"):
        made[f"{name}InFull"] = _with(
            made[name], f"A {name.lower()} with its sessions.", sessions=_list(ref("SessionInBrief"), "What is there.")
        )
    made |= _releases() | _catalogue(made["EditionHeader"]) | {"Problem": _problem()}
    lists = ("Session", "Speaker", "Room", "Track", "ListedRelease", "Change", "Edition", "ListedForum")
    made |= {f"{name}List": _page(name) for name in lists}
    made["Now"] = _object(
        "What is on, and what begins next.",
        {
            "since": _nullable(_TIME, "The last time that something began or ended; null before the first session."),
            "until": _nullable(_TIME, "The next time; null after the last session."),
            "timezone": _TEXT | {"description": "The edition's, an IANA name."},
            "now": _list(ref("Session"), "What is on; nothing that is cancelled."),
            "next": _list(ref("Session"), "What begins next, all at one time."),
        },
    )
    return dict(sorted(made.items()))


def ref(name: str) -> Schema:
    """A reference to one of the shapes."""
    return {"$ref": f"#/components/schemas/{name}"}


def _of(entry: type) -> Schema:
    """The schema of a class of a release's content."""
    name = _NAMES[entry]
    hints = get_type_hints(entry)
    properties = {field.name: _typed(hints[field.name]) for field in fields(entry)}
    properties |= {key.split(".")[1]: dict(added) for key, added in _ADDED.items() if key.startswith(f"{name}.")}
    for field, schema in properties.items():
        schema.update(_NARROWER.get(f"{name}.{field}", {}))
        if f"{name}.{field}" in _DESCRIPTIONS:
            schema["description"] = _DESCRIPTIONS[f"{name}.{field}"]
        if field.endswith("_at"):
            schema["format"] = "date-time"
        elif field.endswith("_on"):
            schema["format"] = "date"
    summary = (entry.__doc__ or "").split("\n")[0].rstrip(".")
    # A dataclass without words of its own is documented by its signature.
    said = f"{summary}." if not summary.startswith(f"{entry.__name__}(") else f"{name}."
    return _object(said, properties)


def _typed(hint: Any) -> Schema:
    """The schema of a type: texts are read in one language."""
    if hint == content.Texts:
        return dict(_TEXT)
    if hint == content.Lines:
        return {"type": "array", "items": dict(_TEXT)}
    if is_dataclass(hint):
        return ref(_NAMES[hint])  # type: ignore[index]
    if get_origin(hint) is list:
        return {"type": "array", "items": _typed(get_args(hint)[0])}
    if get_origin(hint) is types.UnionType:
        (known,) = (_typed(one) for one in get_args(hint) if one is not type(None))
        return {"anyOf": [known, {"type": "null"}]} if "$ref" in known else known | {"type": [known["type"], "null"]}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[hint]}


def _object(description: str, properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _with(schema: Schema, description: str, **added: Schema) -> Schema:
    return _object(description, schema["properties"] | added)


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _nullable(schema: Schema, description: str) -> Schema:
    return schema | {"type": [schema["type"], "null"], "description": description}


def _language() -> Schema:
    return {"type": "string", "enum": list(CODES), "description": "The language of every text."}


def _page(name: str) -> Schema:
    return _object(
        "A page of a list.",
        {
            "count": {"type": "integer", "description": "How many entries there are on all pages."},
            "next": _nullable(_ADDRESS, "The next page, or null."),
            "previous": _nullable(_ADDRESS, "The page before, or null."),
            "results": {"type": "array", "items": ref(name)},
        },
    )


def _releases() -> dict[str, Schema]:
    release: dict[str, Schema] = {
        "version": {"type": "integer", "minimum": 1},
        "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of what it says."},
        "at": _TIME | {"description": "When it was published."},
        "note": _TEXT | {"description": "What the office said about it; may be empty."},
    }
    listed: dict[str, Schema] = release | {"change_count": {"type": "integer", "minimum": 0}}
    change: dict[str, Schema] = {
        "release": {"type": "integer", "description": "The release that brought it."},
        "published_at": _TIME | {"description": "When that was published."},
        "kind": _TEXT | {"description": "What changed: added, removed, cancelled, moved, renamed, credits and others."},
        "session": _TEXT | {"description": "The session's code; empty for what is not about one session."},
        "guid": _TEXT | {"description": "The session's GUID, or empty."},
        "title": _TEXT | {"description": "What the session is called."},
        "affects": _list(_TEXT, "The slugs of the speakers whom it touches."),
        "words": _TEXT | {"description": "The change in one sentence."},
    }
    return {
        "Release": _object("What identifies a release.", release),
        "ListedRelease": _object("A release.", listed),
        "ReleaseInFull": _object(
            "A release with what it changed.",
            listed | {"changes": _list(ref("Change"), "In the order of the programme; none in a first release.")},
        ),
        # What a kind of change says besides, its words say too.
        "Change": _object("A change, as data and in words.", change) | {"additionalProperties": True},
    }


def _catalogue(header: Schema) -> dict[str, Schema]:
    edition: dict[str, Schema] = {"release": ref("Release"), "language": _language()} | header["properties"]
    edition["links"] = {
        "type": "object",
        "description": "Where everything else of it is, by what it is.",
        "additionalProperties": _ADDRESS,
    }
    forum: dict[str, Schema] = {
        "slug": _TEXT,
        "name": _TEXT | {"description": "As its latest edition has it."},
        "link": _ADDRESS,
    }
    return {
        "Edition": _object("An edition with its newest release.", edition),
        "ListedForum": _object("A forum.", forum | {"editions": _list(_TEXT, "The slugs, the latest first.")}),
        "Forum": _object("A forum with its editions.", forum | {"editions": _list(ref("Edition"), "Latest first.")}),
    }


def _problem() -> Schema:
    schema = _object(
        "What is wrong, and what to do about it (RFC 9457).",
        {
            "type": {"type": "string", "format": "uri-reference"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "errors": {
                "type": "object",
                "description": "By parameter, what is wrong with it.",
                "additionalProperties": {"type": "array", "items": _TEXT},
            },
        },
    )
    schema["required"].remove("errors")
    return schema
