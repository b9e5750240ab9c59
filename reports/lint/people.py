"""People: titled in two ways, or named although the programme does not have them."""

import re
from collections.abc import Iterator

from .finding import Finding, Named, Read, Severity, excerpt

_HONORIFICS = r"(Dr|Prof|Professor|Mr|Mrs|Ms|Amb|Ambassador|Minister|Sir|Dame|H\.E|Academician)\.?\s+"
_SAME = {"Prof": "Professor", "Amb": "Ambassador"}
# What a title begins with, behind a name and a comma.
_TITLE = re.compile(
    r",\s+(?:the\s+|then\s+|a\s+|an\s+)?"
    r"((?:vice |deputy |assistant |former |past |founding |chief |executive |senior |co-?)*"
    r"(?:president|chair\w*|director|minister|secretary|professor|dean|head|founder|ceo|ambassador|academician|"
    r"commissioner|governor|mayor|envoy|researcher|fellow|partner|coordinator)\b[^.;()]{0,80})",
    re.IGNORECASE,
)
# The chronicle tells titles of then and of now.
_CHRONICLE = "about/"


def find_titles(read: Read) -> Iterator[Finding]:
    """The same person titled in two ways in one paper."""
    # What is not translated yet has English titles beside those of the paper's language.
    english = read.facts.language == "en"
    for person in read.facts.people:
        for name in person.names:
            honorifics: dict[str, str] = {}
            pattern = re.compile(rf"(?:\b{_HONORIFICS})?(?<!\w){re.escape(name)}(?!\w)")
            for place in read.places:
                if name not in place.text or place.id.startswith(_CHRONICLE):
                    continue
                for match in pattern.finditer(place.text):
                    if match[1]:
                        honorifics.setdefault(_SAME.get(match[1], match[1]), place.id)
                    if english and (other := _other_title(person, place.text, match.end())):
                        yield _titled(person, place.id, name, person.titles, other)
            if len(honorifics) > 1:
                one, two = list(honorifics)[:2]
                yield _titled(person, honorifics[two], name, f"{one} {name}", f"{two} {name}")


def _other_title(person: Named, text: str, end: int) -> str:
    """The title behind a name where it is not one of the records; empty where there is none, or it is."""
    match = _TITLE.match(text, end)
    if match is None or not person.titles:
        return ""
    told, recorded = match[1].casefold(), person.titles.casefold()
    opening = re.split(r",| said| spoke| and ", told)[0].strip()
    return "" if opening in recorded or recorded.startswith(opening) else match[1].split(",")[0]


def _titled(person: Named, place: str, name: str, one: str, two: str) -> Finding:
    sentence = f"{name} is titled in two ways: “{one}” and “{two}”."
    return Finding("titles", Severity.WARNING, place, sentence, person.record)


def find_absent(read: Read) -> Iterator[Finding]:
    """Whoever is named in the text although the programme does not have them; once each, at the first place."""
    for person in read.facts.people:
        if not person.absent:
            continue
        for place in read.prose:
            # An earlier edition's guests need not have come to this one.
            found = (
                "" if place.id.startswith(_CHRONICLE) else next((it for it in person.names if _has(place.text, it)), "")
            )
            if found:
                at = place.text.index(found)
                said = excerpt(place.text, at, at + len(found))
                sentence = f"“{said}”: {found} is not in the programme; {person.absent}."
                yield Finding("agenda", Severity.WARNING, place.id, sentence, person.record)
                break


def _has(text: str, name: str) -> bool:
    return (
        name in text and re.search(rf"(?<![^\W\u4e00-\u9fff]){re.escape(name)}(?![^\W\u4e00-\u9fff])", text) is not None
    )
