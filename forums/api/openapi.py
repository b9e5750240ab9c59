"""The API described to programs: an OpenAPI 3.1 document, made from the addresses and the shapes of their answers."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from . import problems
from .components import Schema, components, ref
from .operations import OPERATIONS, TAGS, Act, Operation, Place, brought
from .parameters import LANG, Parameter

# What the example edition of tests/forums/api/test_examples.py answers at each address.
_EXAMPLES = Path(__file__).parent / "examples.json"

_DESCRIPTION = """\
The published agenda of a forum's editions. It changes only when a release is published, and everything here says the
same release: the first request after a release gets the new one. Beside it stand the open call for speakers and the
private page of whoever was invited.

**Asking again.** Every answer has a strong `ETag`. Send it back as `If-None-Match`: `304` has no body.
Bodies are packed where `Accept-Encoding` allows `gzip`.

**Languages.** `lang`, or else `Accept-Language`, chooses among the languages that the edition is published in; the
edition's first answers for all others. `Content-Language` says which it is.

**Lists** have `count`, `next`, `previous` and `results`; `Link` names the same pages (RFC 8288).

**Times** are ISO 8601 with the offset of the edition's zone.

**Errors** are problem details (RFC 9457). A method that an address does not take is answered with `405`.
Searches (`q`) and requests that cannot be answered are counted by client address: `429` says when to ask again.

A page of any other site may read all of this (CORS). A slash at the end of an address changes nothing.
"""

_NAMED = {
    "edition": "The edition, by its slug.",
    "forum": "The forum, by its slug.",
    "session": "The session, by its code.",
    "speaker": "The speaker, by their slug.",
    "room": "The room, by its slug.",
    "track": "The track, by its slug.",
    "day": "A day of the programme, as an ISO date.",
    "release": "The release, by its number.",
}
_NAMES = {
    "edition": "bridges-2022", "forum": "bridges", "session": "opening", "speaker": "ada-example", "room": "hall-a",
    "track": "governance", "day": "2022-12-09", "release": "2",
}  # fmt: skip

_HEADERS: dict[str, Schema] = {
    "ETag": {"description": "Identifies these bytes; strong.", "schema": {"type": "string"}},
    "Last-Modified": {"description": "When the release was published.", "schema": {"type": "string"}},
    "Cache-Control": {
        "description": "Keep it as long as you like, and ask each time whether it is still right.",
        "schema": {"type": "string", "const": "public, no-cache"},
    },
    "Content-Language": {"description": "The language of the answer.", "schema": {"type": "string"}},
    "Link": {"description": "The first, previous, next and last page (RFC 8288).", "schema": {"type": "string"}},
    "Retry-After": {"description": "In how many seconds to ask again.", "schema": {"type": "integer"}},
}


@cache
def document() -> dict[str, Any]:
    """The whole description."""
    examples: dict[str, Any] = json.loads(_EXAMPLES.read_text())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Plenary agenda API",
            "version": "1",
            "summary": "The agenda of a recurring forum, as it was published.",
            "description": _DESCRIPTION,
            "contact": {"name": "The forum's secretariat", "url": settings.SITE_URL},
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1", "description": "This site."}],
        "security": [],
        "tags": [{"name": name, "description": said} for name, said in (TAGS | brought().tags).items()],
        "paths": {
            f"/{address}": {"get": _operation(address, operation, examples[operation.name])}
            for address, operation in OPERATIONS.items()
        }
        | {f"/{address}": _place(place) for address, place in brought().places.items()},
        "components": {
            "schemas": dict(sorted((components() | brought().shapes).items())),
            "headers": _HEADERS,
            "parameters": {"lang": _parameter("lang", LANG)},
            "responses": _problems(),
            "securitySchemes": {
                "link": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token of a private link: what stands between the slashes behind `/i/`.",
                }
            },
        },
    }


def _operation(address: str, operation: Operation, example: Any) -> Schema:
    names = re.findall(r"\{(\w+)\}", address)
    in_path = [_in_path(name, _NAMED[name], _NAMES[name]) for name in names]
    in_query = [_parameter(name, known) for name, known in operation.parameters.items()]
    return {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description,
        "parameters": [*in_path, *in_query, {"$ref": "#/components/parameters/lang"}],
        "responses": {
            "200": _answer(operation, example),
            "304": {"description": "What the reader has is still right.", "headers": _headers("ETag", "Cache-Control")},
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in (400, 404, 412, 414, 429)},
        },
    }


def _in_path(name: str, description: str, example: str, *, is_wide: bool = False) -> Schema:
    slug = {} if is_wide else {"pattern": "^[-a-zA-Z0-9_]+$"}
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string", **slug, "maxLength": 200},
        "example": example,
    }


# What may go wrong at every place that takes something.
_ANYWHERE = {
    400: "What was sent is not right; each field is told what is wrong with it.",
    429: "Too many requests, or too many links that do not work.",
}


def _place(place: Place) -> Schema:
    """What each method does at an address that another app brings."""
    names = [_in_path(name, *said, is_wide=name in place.wide) for name, said in place.names.items()]
    names += [_parameter(name, known) for name, known in place.query.items()]
    return {method: _act(place, act, names) for method, act in place.acts.items()}


def _act(place: Place, act: Act, names: list[Schema]) -> Schema:
    taken = {413: "The body is too large.", 415: "The body is of another media type."} if act.bodies else {}
    said: Schema = {
        "operationId": act.name,
        "tags": [place.tag],
        "summary": act.summary,
        "description": act.description,
        "parameters": [*names, {"$ref": "#/components/parameters/lang"}],
        "responses": {
            str(status): {"description": words, "content": {"application/json": {"schema": ref(shape)}}}
            for status, (words, shape) in act.answers.items()
        }
        | {
            str(status): _problem(words, act.conflict if status == 409 else "Problem")
            for status, words in sorted((_ANYWHERE | taken | dict(act.problems)).items())
        },
    }
    if place.private:
        said["security"] = [{"link": []}]
        said["responses"]["401"] = _problem("The token opens nothing, or no longer; all say the same.")
    if act.bodies:
        content: Schema = {media_type: {"schema": ref(shape)} for media_type, shape in act.bodies.items()}
        next(iter(content.values()))["example"] = act.example
        said["requestBody"] = {"required": True, "content": content}
    return said


def _problem(words: str, shape: str = "Problem") -> Schema:
    return {"description": words, "content": {problems.MEDIA_TYPE: {"schema": ref(shape)}}}


def _parameter(name: str, parameter: Parameter) -> Schema:
    return {
        "name": name,
        "in": "query",
        "description": parameter.description,
        # Not as the parameter's own example: the page would fill in all of them before anybody asked.
        "schema": {**parameter.schema, "examples": [parameter.example]},
    }


def _answer(operation: Operation, example: Any) -> Schema:
    content: Schema = {"schema": ref(operation.shape) if operation.shape else {"type": "string"}}
    if operation.media_type.endswith("json") and not operation.shape:
        content["schema"] = {"type": "object"}
    if example is not None:
        content["examples"] = {"example": {"summary": operation.summary, "value": example}}
    else:
        content["schema"] = {"type": "string", "contentEncoding": "binary"}
    names = ["ETag", "Last-Modified", "Cache-Control", "Content-Language"]
    if operation.shape.endswith("List"):
        names.append("Link")
    if operation.representation in {"editions", "forums", "forum", "now"}:
        names.remove("Last-Modified")
    return {
        "description": operation.summary,
        "headers": _headers(*names),
        "content": {operation.media_type: content},
    }


def _headers(*names: str) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _problems() -> dict[str, Schema]:
    said: dict[int, tuple[str, Schema]] = {
        400: (
            "A parameter is not right; each is told what is wrong with it.",
            problems.body(400, "See the errors.", {"lang": ["“xx” is not a language. Possible: en, fr."]}),
        ),
        404: ("There is no such thing.", problems.body(404, "No edition “bridges-2032” has published an agenda.")),
        412: (
            "The reader's own condition is not met.",
            problems.body(412, str(problems.PreconditionFailed.default_detail)),
        ),
        429: ("Too many searches or refused requests.", problems.body(429, "Ask again in 20 seconds.")),
    }
    found = {}
    for status, (description, example) in said.items():
        content = {"schema": ref("Problem"), "examples": {"example": {"summary": description, "value": example}}}
        found[str(status)] = {"description": description, "content": {problems.MEDIA_TYPE: content}}
    found["429"]["headers"] = _headers("Retry-After")
    # Said by the web server, which reads no further, in its own words.
    found["414"] = {"description": "The address is longer than the web server reads."}
    return dict(sorted(found.items()))
