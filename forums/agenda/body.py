"""The agenda as the API's answer: one JSON body in one language, made from a release's content alone."""

import json
from typing import Any

from .content import in_language


def agenda_body(tree: dict[str, Any], *, release: dict[str, Any], language: str, known: frozenset[str]) -> bytes:
    """The whole agenda in one language, with what identifies the release in front.

    A text that is missing in the language is given in the edition's first language, then in any it has.
    """
    wanted = [language, *tree["edition"]["languages"], "en"]
    body = {"release": release, "language": language} | in_language(tree, wanted, known)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
