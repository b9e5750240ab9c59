"""The agenda as the API's answer: one JSON body in one language, made from a release's content alone."""

import json
from typing import Any

from . import words
from .content import in_language
from .reading import Line, lines, nearest, programme_day

Tree = dict[str, Any]


def agenda_body(tree: Tree, *, release: Tree, language: str, known: frozenset[str]) -> bytes:
    """The whole agenda in one language, with what identifies the release in front.

    A text that is missing in the language is given in the edition's first language, then in any it has. What is a code
    in the content comes with its words (``kind_name``, ``role_name``), for whoever shows it to people.
    """
    wanted = [language, *tree["edition"]["languages"], "en"]
    agenda: Tree = in_language(tree, wanted, known)
    for partner in agenda["edition"]["partners"]:
        partner["role_name"] = words.partner(partner["role"], language)
    for line in lines(agenda["sessions"]):
        _put_in_words(line, agenda["edition"]["starts_on"], language)
    # Whoever is no longer in the agenda is not to be found in what was withdrawn either.
    present = {speaker["slug"] for speaker in agenda["speakers"]}
    for entry in agenda["withdrawn"]:
        entry["speakers"] = [slug for slug in entry["speakers"] if slug in present]
    body = {"release": release, "language": language} | agenda
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _put_in_words(line: Line, first_day: str | None, language: str) -> None:
    """Add to a session what it is called, the day of the programme that it belongs to, and who does what in it."""
    session = line[-1]
    starts_at = nearest(line, "starts_at")
    session["label"] = words.label(session, language)
    session["kind_name"] = words.kind(session["kind"], language)
    session["status_name"] = words.status(session["status"], language)
    session["day"] = programme_day(starts_at, first_day) if starts_at else None
    for credit in session["credits"]:
        seat = credit["seat_of"]
        credit["display"] = words.delegate_of(seat["name"], language) if seat else credit["name"]
        credit["role_name"] = words.role(credit["role"], language)
        credit["mode_name"] = words.mode(credit["mode"], language)
        credit["attendance"] = words.attendance(credit, language)
