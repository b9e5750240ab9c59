"""What a paper must be for a renderer to be given it; whatever breaks a rule is told with its place."""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args, get_type_hints

from PIL import Image

from reports.paper.content import Look
from reports.renderers.errors import RenderingError

# Far more than a document ever had, and what every renderer takes in seconds.
LARGEST = 32 * 1024**2
DEEPEST = 20
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FACES = get_args(get_type_hints(Look)["face"])


def check(paper_json: str) -> None:
    """Refuse what no renderer should be given. Raises RenderingError with the place and what to do."""
    if len(paper_json) > LARGEST:
        raise RenderingError(
            f"The paper has {len(paper_json) / 1024**2:.0f} million characters, and at most {LARGEST // 1024**2} can "
            "be printed. Make a document of each part."
        )
    try:
        tree = json.loads(paper_json)
    except RecursionError:
        raise RenderingError("Something in the paper is nested hundreds of levels deep; write it flatter.") from None
    _check_date(tree["meta"]["date"])
    _check_look(tree["meta"].get("look", {}))
    for chapter in tree["chapters"]:
        for place, depth in _depths(chapter):
            if depth > DEEPEST:
                raise RenderingError(
                    f"The list in {place} is nested {depth} levels deep, and at most {DEEPEST} can be printed. Write "
                    "it flatter."
                )


def _check_date(given: str) -> None:
    try:
        date.fromisoformat(given[:10])
    except ValueError:
        raise RenderingError(f"The date of the paper is not a day: {given!r}. Mend it in the document.") from None


def _check_look(look: dict[str, str]) -> None:
    for name in ("accent", "second"):
        if (colour := look.get(name)) and not _COLOUR.fullmatch(colour):
            raise RenderingError(
                f"The forum's look has a colour ({name}) that is none: {colour!r}. Give it like #173a5e."
            )
    if look.get("face", "serif") not in _FACES:
        known = " or ".join(_FACES)
        raise RenderingError(f"The forum's look names letters that there are not: {look['face']!r}. Choose {known}.")
    if (logo := look.get("logo")) and not _is_picture(logo):
        raise RenderingError("The logo in the forum's look is not a picture that can be read. Upload it again.")


def _is_picture(logo: str) -> bool:
    """Whether the whole of it can be read as PNG."""
    try:
        with Image.open(io.BytesIO(base64.b64decode(logo, validate=True)), formats=["PNG"]) as picture:
            picture.load()
    except (binascii.Error, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def _depths(section: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Each list of a section: its id, and how many levels it has."""
    for block in section["blocks"]:
        if block["type"] == "list":
            yield block["id"], _levels(block["items"])
    for part in section["sections"]:
        yield from _depths(part)


def _levels(items: list[dict[str, Any]]) -> int:
    levels = 0
    while items:
        levels += 1
        items = [nested for item in items for nested in item["items"]]
    return levels
