"""How a person is named: in the programme, in an index, at a later mention, in another script. Pure."""

import unicodedata
from dataclasses import dataclass

# Part of the name's own styling: other titles stand before them (Professor Dame Wendy Hall, but H.E. Ambassador Li).
_NEXT_TO_THE_NAME = frozenset({"Baron", "Baroness", "Dame", "Lady", "Lord", "Sir"})

# The script that a language is written in, where it is not the Latin one; as Unicode calls its letters.
_SCRIPTS = {"zh-hans": "CJK", "ru": "CYRILLIC", "ar": "ARABIC"}


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name; ``family_first`` says in which order they are spoken (Xue Lan, Beate Trankmann)."""

    family: str
    given: str = ""
    family_first: bool = False
    honorific: str = ""
    short: str = ""
    native: str = ""

    @property
    def plain(self) -> str:
        """Without honorific, in the person's own order."""
        parts = (self.family, self.given) if self.family_first else (self.given, self.family)
        return " ".join(part for part in parts if part)

    @property
    def styled(self) -> str:
        """As printed at the first mention: with the honorific."""
        return self.addressed()

    def addressed(self, title: str = "") -> str:
        """The styled name with a title before it (``speakers.titles.style_on``): H.E. Ambassador Li Wei."""
        before = [title, self.honorific] if self.honorific in _NEXT_TO_THE_NAME else [self.honorific, title]
        return " ".join(part for part in (*dict.fromkeys(before), self.plain) if part)

    @property
    def beside(self) -> str:
        """The Latin name with the name in its native script: Xue Lan 薛澜."""
        return f"{self.plain} {self.native}".strip()

    def in_language(self, language: str) -> str:
        """The name as a text in that language has it: in its script where the native name is written in it."""
        script = _SCRIPTS.get(language)
        written = script and self.native and unicodedata.name(self.native[0], "").startswith(script)
        return self.native if written else self.plain

    @property
    def sorted(self) -> str:
        """As an index has it: by family name, with a comma only where the order is turned round."""
        return self.plain if self.family_first or not self.given else f"{self.family}, {self.given}"

    @property
    def later(self) -> str:
        """A short reference for later mentions."""
        return self.short or self.family
