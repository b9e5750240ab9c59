"""What the pages of reports say by themselves: a file of words for each page and language, each complete. Pure.

What every page behind a private link says (its frame, a link that leads nowhere) are the words of the speaker's page.
"""

import re
from pathlib import Path

import yaml

from forums.exceptions import DomainError
from speakers.pages.words import LANGUAGES
from speakers.pages.words import say as say_to_speakers

_WORDS: dict[str, dict[str, str]] = {
    code: {
        key: words
        for file in sorted(Path(__file__).parent.glob(f"*.{code}.yaml"))
        for key, words in yaml.safe_load(file.read_text("utf-8")).items()
    }
    for code in LANGUAGES
}


def say(key: str, language: str, /, *, or_else: str = "", **values: object) -> str:
    """The words in the language, or in English; ``values`` fill what stands in braces and are never read themselves.

    ``or_else`` is the key of the words where there are none for the first.
    """
    found = _WORDS.get(language, _WORDS["en"])
    words = found.get(key) if key in found or not or_else else found.get(or_else, "")
    if words is None:
        return say_to_speakers(key, language, **values)
    return re.sub(r"\{(\w+)\}", lambda brace: str(values[brace[1]]), words)


def say_why(error: DomainError, language: str) -> str:
    """Why something cannot be done, in the language where there are words for it; else as the office reads it."""
    if not error.word or language == "en":
        return str(error)
    return say(error.word, language, **error.values)
