"""What mails say: the texts as shipped, and how a text's placeholders are filled. Pure.

A placeholder is a word in braces out of a closed list, ``{name}``; nothing else in braces is taken, so a text that the
office edits can neither fail when it is sent nor reach anything but these words (never ``str.format``). A file of
``texts/`` is one kind of mail: its placeholders, and its subject and body in each language that it is shipped in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

# Put in as the mail leaves, never before: links are kept nowhere.
LINK = "{link}"
SUBJECT_LIMIT = 300

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

# What each placeholder stands for, as the office is told; those of several lines are not for subjects.
PLACEHOLDERS = {
    "name": "the person, as styled in the programme",
    "forum": "the forum",
    "edition": "the edition’s title",
    "dates": "its first and last day",
    "place": "venue, city and country",
    "contact": "the forum’s address for questions",
    "role": "what they are invited as",
    "answer_by": "the last day for an answer",
    "link": "their private link",
    "sessions": "their sessions, one a line",
    "changes": "what changed for them, one a line",
    "agenda": "the address of the programme",
    "field": "what they asked to change",
    "outcome": "whether it was accepted or refused",
    "speaker": "who is proposed as a speaker",
    "reason": "why",
    "count": "how many have not answered",
    "missing": "who has not answered, one a line",
    "message": "what the office should know",
    "session": "the session",
    "due": "when it is due",
    "takeaways_due": "when the takeaways are due",
    "what": "what is due",
    "passages": "the passages that they are asked about, as they will print",
    "document": "the document",
    "links": "several private links, one a line",
    "persons": "those whose pages the link opens, one a line",
    "until": "the last day of the link",
}
_LONG = frozenset({"link", "sessions", "changes", "missing", "message", "reason", "links", "passages", "persons"})

_KINDS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(Path(__file__).with_name("texts").iterdir())
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and a body, with placeholders or filled."""

    subject: str
    body: str


def allowed(kind: str, part: str) -> list[str]:
    """The placeholders that a part ("subject" or "body") of this kind of mail may have."""
    return [name for name in _KINDS[kind]["placeholders"] if part == "body" or name not in _LONG]


def find_mistake(kind: str, part: str, text: str) -> str:
    """What is wrong with a text's braces, saying what is possible; empty if nothing."""
    possible = allowed(kind, part)
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in possible]
    rest = _PLACEHOLDER.sub("", text)
    if not unknown and "{" not in rest and "}" not in rest:
        return ""
    what = ", ".join(f"{{{name}}}" for name in dict.fromkeys(unknown)) or "A brace that belongs to no placeholder"
    choice = ", ".join(f"{{{name}}}" for name in possible)
    return f"{what}: not possible here. Use braces only for {choice}."


def fill(letter: Letter, values: Mapping[str, str]) -> Letter:
    """The letter with its placeholders filled, but for the link. A placeholder without a value is left out.

    What people typed is only ever put in, never read: a name that looks like a placeholder stays a name.
    """

    def value(match: re.Match[str]) -> str:
        if match[0] == LINK:
            return LINK
        # The link is put in later, by the same sign.
        return values.get(match[1], "").replace(LINK, "{ link }")

    subject = " ".join(_PLACEHOLDER.sub(value, letter.subject).split())
    if len(subject) > SUBJECT_LIMIT:
        subject = subject[: SUBJECT_LIMIT - 1] + "…"
    return Letter(subject, _PLACEHOLDER.sub(value, letter.body))


def shipped(kind: str, language: str) -> Letter | None:
    """The text that comes with Plenary; None in a language without one. English has them all."""
    text = _KINDS[kind].get(language)
    return Letter(text["subject"], text["body"]) if text else None
