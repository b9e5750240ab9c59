"""The shapes of what calls and registrations answer and take, as JSON Schema."""

from typing import Any

from django import forms

from forums.api.components import Schema, ref
from forums.models import Credit, Edition
from speakers.models import Proposal, Registration
from speakers.pages.call_forms import ProposalForm
from speakers.pages.words import LANGUAGES

_TEXT: Schema = {"type": "string"}
_TIME: Schema = {"type": "string", "format": "date-time"}


def shapes() -> dict[str, Schema]:
    """Every shape by its name."""
    return {
        "Call": _call(),
        "NewProposal": _new_proposal(),
        "TakenProposal": _object(
            "A proposal that was taken in.",
            {
                "state": {"const": "unconfirmed"},
                "what_next": _TEXT | {"description": "What whoever sent it has to do now, in words."},
                "language": _language(),
            },
        ),
        "Registration": _registration(),
        "Answer": _answer(),
        "Section": _section(),
        "SectionToSave": _object(
            "A section, sent whole.",
            {
                "seen": _TEXT | {"description": "The stamp of the section as it was read."},
                "values": {"type": "object", "description": "Every field of the section by its name."},
            },
        ),
        "PhotoToSave": _optional(
            _object(
                "A photo, or that there is to be none.",
                {
                    "seen": _TEXT | {"description": "The stamp of the section as it was read."},
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                    "crop": {"type": "string", "enum": ["start", "middle", "end"]},
                    "remove": {"type": "string", "description": "“on” to have none."},
                },
            ),
            "file", "crop", "remove",
        ),
        "SavedSection": _object(
            "What came of saving a section.",
            {
                "outcome": {
                    "enum": ["saved", "unchanged", "asked"],
                    "description": "“asked”: it is printed already, so the office decides.",
                },
                "section": ref("Section"),
            },
        ),
        "Conflict": _optional(
            _object(
                "What stands in the way of saving a section.",
                {
                    "type": {"type": "string", "format": "uri-reference"},
                    "title": _TEXT,
                    "status": {"const": 409},
                    "detail": _TEXT,
                    "section": ref("Section"),
                },
            ),
            "section",
        ),
    }  # fmt: skip


def _object(description: str, properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _optional(schema: Schema, *names: str) -> Schema:
    return schema | {"required": [name for name in schema["required"] if name not in names]}


def _language() -> Schema:
    return {"type": "string", "enum": list(LANGUAGES), "description": "The language of every text."}


def _call() -> Schema:
    return _object(
        "An open call.",
        {
            "edition": _TEXT | {"description": "The edition's slug."},
            "title": _TEXT | {"description": "The edition's title."},
            "language": _language(),
            "state": {"enum": ["early", "open", "closed", "cancelled"]},
            "opens_at": _TIME,
            "closes_at": _TIME,
            "introduction": _TEXT | {"description": "Plain paragraphs; may be empty."},
            "kinds": {"type": "array", "items": {"enum": Proposal.Kind.values}, "description": "What may be sent in."},
            "how": _TEXT | {"description": "What happens with a proposal; to be shown above a form."},
            "privacy": _TEXT | {"description": "What is done with what is sent; to be shown beside the button."},
            "page": {"type": "string", "format": "uri", "description": "The call's own page."},
        },
    )


def _new_proposal() -> Schema:
    """Made from the form of the page, so that it asks for the same."""
    form = ProposalForm(kind=Proposal.Kind.NOMINATION, language="en")
    properties: dict[str, Schema] = {"kind": {"enum": Proposal.Kind.values}}
    for name, field in form.fields.items():
        if name != "website":
            properties[name] = _typed(field) | {"description": str(field.label)}
    said = _object("A proposal. What begins with “nominator”, and “agreed”, belongs to nominations alone.", properties)
    return said | {"required": ["kind", "family_name", "email", "name_order"]}


def _typed(field: forms.Field) -> Schema:
    if isinstance(field, forms.BooleanField):
        return {"const": True}
    if isinstance(field, forms.EmailField):
        return {"type": "string", "format": "email"}
    if isinstance(field, forms.ChoiceField):
        return {"type": "string", "enum": [value for value, _ in field.choices]}  # type: ignore[union-attr,misc]
    limits = [it.limit_value for it in field.validators if hasattr(it, "limit_value")]
    return {"type": "string", "maxLength": min(limits)}


def _registration() -> Schema:
    edition: dict[str, Schema] = {
        "slug": _TEXT,
        "title": _TEXT,
        "status": {"enum": Edition.Status.values},
        "starts_on": {"type": ["string", "null"], "format": "date"},
        "ends_on": {"type": ["string", "null"], "format": "date"},
        "timezone": _TEXT | {"description": "An IANA name."},
        "where": _TEXT,
        "contact": _TEXT | {"description": "The address for questions, or empty."},
    }
    printed: dict[str, Schema] = {"name": _TEXT, "titles": {"type": "array", "items": _TEXT}}
    invitation: dict[str, Schema] = {
        "status": {"enum": ["open", "accepted", "declined"]},
        "role": {"enum": Credit.Role.values},
        "role_name": _TEXT,
        "answer_by": {"type": ["string", "null"], "format": "date-time"},
        "consent": _TEXT | {"description": "What “programme” agrees to when the invitation is accepted."},
    }
    return _object(
        "What a private page shows.",
        {
            "language": _language(),
            "name": _TEXT,
            "printed": _object("How the programme would name them.", printed),
            "edition": _object("What they are invited to.", edition),
            "invitation": _object("As what, and how it was answered.", invitation),
            "registration": {"enum": [*Registration.Status.values, None]},
            "sections": {"type": "array", "items": ref("Section"), "description": "None before it is accepted."},
            "what_next": _TEXT | {"description": "What is to be done now, in words."},
        },
    )


def _answer() -> Schema:
    said = _object(
        "An answer to an invitation; all but “answer” and “programme” belongs to declining.",
        {
            "answer": {"enum": ["accept", "decline"]},
            "programme": {"type": "boolean", "description": "Whether they agree to be named in the programme."},
            "reason": _TEXT | {"maxLength": 2000},
            "instead": {"enum": ["nobody", "substitute", "delegate"]},
            "family_name": _TEXT | {"maxLength": 100, "description": "Of whoever is named instead."},
            "given_name": _TEXT | {"maxLength": 100},
            "email": {"type": "string", "format": "email"},
        },
    )
    return said | {"required": ["answer"]}


def _section() -> Schema:
    asked: dict[str, Schema] = {"at": _TIME, "printed": _TEXT | {"description": "What is printed meanwhile."}}
    field: dict[str, Any] = {
        "name": _TEXT,
        "label": _TEXT,
        "help": _TEXT,
        "required": {"type": "boolean"},
        "choices": {
            "type": ["array", "null"],
            "items": {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2},
            "description": "Value and label of each, where it is one of some.",
        },
    }
    return _object(
        "A section of the private page.",
        {
            "key": _TEXT | {"description": "Part of its address."},
            "heading": _TEXT,
            "about": {"type": "array", "items": _TEXT, "description": "Of a talk: what it is and when."},
            "stamp": _TEXT | {"description": "To be sent back as “seen”."},
            "looked_through": {"type": "boolean"},
            "values": {"type": "object", "description": "What stands, with what was asked for, by field."},
            "asked": {
                "anyOf": [_object("A change that waits for the office.", asked), {"type": "null"}],
            },
            "fields": {"type": "array", "items": _object("A field of its form.", field)},
        },
    )
