"""The shapes of what the API says of documents, as JSON Schema."""

from typing import Any

from django.conf import settings

from forums.api.components import ref
from reports.models import Document, DocumentVersion, Rendering

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_URI: Schema = {"type": "string", "format": "uri"}
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_SYMBOL: Schema = {"type": "string", "description": "The symbol of another document."}


def shapes() -> dict[str, Schema]:
    """Every shape by its name."""
    return {
        "DocumentList": _list("Documents, what stands before what was superseded.", "Document"),
        "Document": _object(
            "What was issued under one symbol, in every language that it is published in.",
            {
                "symbol": _TEXT | {"description": "Names it in addresses; the document's key where it has no symbol."},
                "title": _TEXT | {"description": "In the first of its languages."},
                "kind": {"enum": Document.Kind.values},
                "stage": {"enum": [it for it in DocumentVersion.Stage if it not in DocumentVersion.UNFINISHED]},
                "edition": _TEXT | {"description": "The edition's slug."},
                "forum": _TEXT | {"description": "The forum's slug."},
                "url": _URI,
                "languages": {"type": "array", "items": ref("DocumentInLanguage"), "minItems": 1},
            },
        ),
        "DocumentInLanguage": _object(
            "A document in one language: its files, and what became of it.",
            {
                "language": {"enum": [code for code, _ in settings.LANGUAGES]},
                "title": _TEXT,
                "issued_on": {"type": "string", "format": "date", "description": "The date on its cover."},
                "published_at": {"type": "string", "format": "date-time"},
                "content_sha256": _SHA256 | {"description": "Of its content; stands on its last page."},
                "url": _URI,
                "superseded_by": {"anyOf": [_SYMBOL, {"type": "null"}]},
                "corrected_by": {"type": "array", "items": _SYMBOL},
                "added_to_by": {"type": "array", "items": _SYMBOL},
                "about": {"anyOf": [_SYMBOL, {"type": "null"}], "description": "What a corrigendum corrects."},
                "files": {"type": "array", "items": ref("DocumentFile")},
            },
        ),
        "DocumentFile": _object(
            "A file of a document.",
            {
                "format": {"enum": Rendering.Format.values},
                "media_type": _TEXT,
                "bytes": {"type": "integer", "minimum": 1},
                "sha256": _SHA256,
                "url": _URI,
            },
        ),
    }


def _object(description: str, properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(description: str, shape: str) -> Schema:
    address = {"type": ["string", "null"], "format": "uri"}
    return _object(
        description,
        {
            "count": {"type": "integer", "minimum": 0},
            "next": address,
            "previous": address,
            "results": {"type": "array", "items": ref(shape)},
        },
    )
