"""What the speaker's page says by itself: one file of words a language, each complete. Pure."""

import re
from pathlib import Path

import yaml

# The languages that the page is complete in, by their own names.
LANGUAGES = {"en": "English", "zh-hans": "中文"}

_WORDS: dict[str, dict[str, str]] = {
    code: yaml.safe_load(Path(__file__).with_name(f"{code}.yaml").read_text("utf-8")) for code in LANGUAGES
}


def say(key: str, language: str, /, **values: object) -> str:
    """The words in the language, or in English; ``values`` fill what stands in braces and are never read themselves."""
    words = _WORDS.get(language, _WORDS["en"])[key]
    return re.sub(r"\{(\w+)\}", lambda brace: str(values[brace[1]]), words)
