"""How a person is named: in the programme, in an index, at a later mention. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name; ``family_first`` says in which order they are spoken (Xue Lan, Beate Trankmann)."""

    family: str
    given: str = ""
    family_first: bool = False
    honorific: str = ""
    short: str = ""

    @property
    def plain(self) -> str:
        """Without honorific, in the person's own order."""
        parts = (self.family, self.given) if self.family_first else (self.given, self.family)
        return " ".join(part for part in parts if part)

    @property
    def styled(self) -> str:
        """As printed at the first mention: with the honorific."""
        return f"{self.honorific} {self.plain}".strip()

    @property
    def sorted(self) -> str:
        """As an index has it: by family name, with a comma only where the order is turned round."""
        return self.plain if self.family_first or not self.given else f"{self.family}, {self.given}"

    @property
    def later(self) -> str:
        """A short reference for later mentions."""
        return self.short or self.family
