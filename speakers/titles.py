"""The titles of a person as of a day, in words. Pure.

A title is printed while it is held. Once it is over it is dropped, or printed as past or former where the appointment
says so. A text told later says what was true then and what is true now: "then president of X (now secretary of Y)".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment: what is printed, and from which day to which day (``None``: unknown or still held)."""

    title: Texts
    organization: Texts = field(default_factory=dict)
    takes_article: bool = False
    link: str = "of"
    since: date | None = None
    until: date | None = None
    once_over: str = "drop"

    def begun(self, day: date) -> bool:
        """It had started on that day."""
        return self.since is None or self.since <= day

    def over(self, day: date) -> bool:
        """It had ended before that day."""
        return self.until is not None and self.until < day

    def held(self, day: date) -> bool:
        """It was held on that day."""
        return self.begun(day) and not self.over(day)


def titles_on(appointments: Iterable[Held], day: date, language: str = "en") -> list[str]:
    """What is printed after the name on that day, in the order given (protocol order)."""
    printed = []
    for appointment in appointments:
        if appointment.held(day):
            printed.append(phrase(appointment, language))
        elif appointment.begun(day) and appointment.once_over != "drop":
            printed.append(phrase(appointment, language, prefix=appointment.once_over))
    return printed


def titles_then(appointments: Iterable[Held], then: date, now: date, language: str = "en") -> list[str]:
    """The titles of an earlier day as told today: what has ended since is marked "then", with what followed it.

    What followed is every title held now and not yet held then; nothing is added where nothing did.
    """
    appointments = list(appointments)
    ended = [appointment for appointment in appointments if appointment.held(then) and appointment.over(now)]
    if not ended:
        return titles_on(appointments, then, language)
    followed = [
        phrase(appointment, language)
        for appointment in appointments
        if appointment.held(now) and not appointment.begun(then)
    ]
    printed = []
    for appointment in appointments:
        if appointment in ended:
            words = phrase(appointment, language, prefix="then")
            if followed and appointment == ended[-1]:
                words += _NOW.get(language, _NOW["en"]).format(_and(followed, language))
            printed.append(words)
        elif appointment.held(then):
            printed.append(phrase(appointment, language))
        elif appointment.begun(then) and appointment.once_over != "drop":
            printed.append(phrase(appointment, language, prefix=appointment.once_over))
    return printed


_PREFIXES = {
    "en": {"past": "past ", "former": "former ", "then": "then "},
    "zh-hans": {"past": "前", "former": "前", "then": "时任"},
}
_NOW = {"en": " (now {})", "zh-hans": "（现任{}）"}


def phrase(appointment: Held, language: str, *, prefix: str = "") -> str:
    """One title in words: "president of the World Federation of Engineering Organizations".

    Chinese puts the organization first. Where a language lacks one of the two, both are given in English, so that a
    title is never half translated.
    """
    chinese = language == "zh-hans" and all(
        language in text for text in (appointment.title, appointment.organization) if text
    )
    code = "zh-hans" if chinese else "en"
    title = appointment.title.get(code, "")
    organization = appointment.organization.get(code, "")
    before = _PREFIXES[code].get(prefix, "")
    if chinese:
        # 时任清华大学校长, but 清华大学前校长
        return f"{before}{organization}{title}" if prefix == "then" else f"{organization}{before}{title}"
    # An organization alone is printed as it is: not "of X".
    link = appointment.link if title and organization else ""
    if appointment.takes_article and link:
        organization = f"the {organization}"
    words = " ".join(part for part in (title, link, organization) if part)
    return f"{before}{words}".replace(" , ", ", ")


def _and(words: list[str], language: str) -> str:
    if language == "zh-hans":
        return "、".join(words)
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
