"""The titles of a person as of a day, in words. Pure.

A title is printed while it is held. Once it is over it is dropped, or printed as past or former where the appointment
says so. A text told later says what was true then and what is true now: "then president of X (now secretary of Y)".

English and Chinese join a title to its organization by their own grammar. Other languages would need genders and cases
that nobody has recorded, so they set the two side by side and tell what is over by its year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from .names import Name

Texts = Mapping[str, str]

ENGLISH, CHINESE = "en", "zh-hans"


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment: what is printed, and from which day to which day (``None``: unknown or still held).

    ``before_name`` is printed before the name, not after it: NetEase Yaotai head Liu Bai, Ambassador Li Wei.
    """

    title: Texts
    organization: Texts = field(default_factory=dict)
    takes_article: bool = False
    link: str = "of"
    since: date | None = None
    until: date | None = None
    once_over: str = "drop"
    short_title: Texts = field(default_factory=dict)
    acronym: str = ""
    before_name: bool = False

    def begun(self, day: date) -> bool:
        """It had started on that day."""
        return self.since is None or self.since <= day

    def over(self, day: date) -> bool:
        """It had ended before that day."""
        return self.until is not None and self.until < day

    def held(self, day: date) -> bool:
        """It was held on that day."""
        return self.begun(day) and not self.over(day)


def titles_on(appointments: Iterable[Held], day: date, language: str = ENGLISH, *, short: bool = False) -> list[str]:
    """What is printed after the name on that day, in the order given (protocol order)."""
    after = [appointment for appointment in appointments if not appointment.before_name]
    return _on(after, day, language, short=short)


def style_on(appointments: Iterable[Held], day: date, language: str = ENGLISH) -> str:
    """What is printed before the name on that day; empty for most."""
    before = [appointment for appointment in appointments if appointment.before_name]
    words = _on(before, day, language)
    return joined(words, language) if language == CHINESE else " ".join(words)


def _on(appointments: Iterable[Held], day: date, language: str, *, short: bool = False) -> list[str]:
    printed = []
    for appointment in appointments:
        if appointment.held(day):
            printed.append(phrase(appointment, language, short=short))
        elif appointment.begun(day) and appointment.once_over != "drop":
            printed.append(phrase(appointment, language, prefix=appointment.once_over, short=short))
    return printed


def titles_then(appointments: Iterable[Held], then: date, now: date, language: str = ENGLISH) -> list[str]:
    """The titles of an earlier day as told today: what has ended since is marked "then", with what followed it.

    What followed is every title held now and not yet held then; nothing is added where nothing did.
    """
    appointments = list(appointments)
    after = [appointment for appointment in appointments if not appointment.before_name]
    ended = [appointment for appointment in after if appointment.held(then) and appointment.over(now)]
    if not ended:
        return titles_on(after, then, language)
    followed = [
        phrase(appointment, language)
        for appointment in appointments
        if appointment.held(now) and not appointment.begun(then)
    ]
    printed = []
    for appointment in after:
        if appointment in ended:
            words = phrase(appointment, language, prefix="then")
            if followed and appointment == ended[-1]:
                words += _NOW.get(language, _NOW[ENGLISH]).format(joined(followed, language))
            printed.append(words)
        elif appointment.held(then):
            printed.append(phrase(appointment, language))
        elif appointment.begun(then) and appointment.once_over != "drop":
            printed.append(phrase(appointment, language, prefix=appointment.once_over))
    return printed


def introduce(
    name: Name, appointments: Iterable[Held], day: date, language: str = ENGLISH, *, short: bool = False
) -> str:
    """A person at the first mention, with everything that is printed around the name on that day.

    Dame Wendy Hall, fellow of the Royal Society; NetEase Yaotai head Liu Bai; 清华大学校长王希勤. Who is introduced by
    an organization alone is said to be of it: Alex Taylor of Klima DAO.
    """
    appointments = list(appointments)
    titles = titles_on(appointments, day, language, short=short)
    style = style_on(appointments, day, language)
    if language == CHINESE:
        spoken = name.in_language(CHINESE)
        # 清华大学校长王希勤, but a title in Latin letters is kept apart from what follows it.
        before = joined([*titles, *([style] if style else [])], language)
        return f"{before}{' ' if before and before[-1].isascii() else ''}{spoken}"
    printed = [appointment for appointment in appointments if not appointment.before_name and appointment.held(day)]
    spoken = (
        name.addressed(style) if language == ENGLISH else " ".join(filter(None, [style, name.in_language(language)]))
    )
    if language == ENGLISH and len(titles) == 1 and len(printed) == 1 and not printed[0].title.get(ENGLISH):
        [only] = printed
        if only.link.isalpha():
            article = "the " if only.takes_article and not short else ""
            return f"{spoken} {only.link} {article}{titles[0]}"
    return ", ".join(part for part in (spoken, joined(titles, language)) if part)


# How a title that is over is told; {} is the title as it was, {year} the year it ended in.
_PREFIXES = {
    ENGLISH: {"past": "past {}", "former": "former {}", "then": "then {}"},
    "fr": {"past": "{} (jusqu’en {year})", "former": "{} (jusqu’en {year})", "then": "à l’époque {}"},
    "es": {"past": "{} (hasta {year})", "former": "{} (hasta {year})", "then": "entonces {}"},
    "ru": {"past": "{} (до {year} года)", "former": "{} (до {year} года)", "then": "на тот момент {}"},
    "ar": {"past": "{} (حتى عام {year})", "former": "{} (حتى عام {year})", "then": "{} آنذاك"},
}
_NOW = {
    ENGLISH: " (now {})",
    CHINESE: "（现任{}）",
    "fr": " (aujourd’hui {})",
    "es": " (ahora {})",
    "ru": " (ныне {})",
    "ar": " (حاليا {})",
}
_COMMA = {"ar": "، "}
_SEMICOLON = {"ar": "؛ "}


def phrase(appointment: Held, language: str, *, prefix: str = "", short: bool = False) -> str:
    """One title in words: "president of the World Federation of Engineering Organizations".

    The ``short`` form is for badges, lists and screens: "president, WFEO". Where a language lacks the title or the
    organization, both are given in English, so that a title is never half translated.
    """
    whole = all(language in text for text in (appointment.title, appointment.organization) if text)
    code = language if whole else ENGLISH
    title = appointment.title.get(code, "")
    organization = appointment.organization.get(code, "")
    if short:
        title = appointment.short_title.get(code, title)
        # An acronym is Latin: Chinese readers are given the name.
        organization = organization if code == CHINESE else (organization and appointment.acronym) or organization
    if code == CHINESE:
        return _in_chinese(title, organization, prefix)
    if code == ENGLISH:
        words = _in_english(appointment, title, organization, short=short)
    else:
        words = _COMMA.get(code, ", ").join(part for part in (title, organization) if part)
    if not prefix:
        return words
    return _PREFIXES[code][prefix].format(words, year=appointment.until.year if appointment.until else "")


def _in_english(appointment: Held, title: str, organization: str, *, short: bool) -> str:
    if appointment.before_name:
        return " ".join(part for part in (organization, title) if part)
    if not title or not organization:
        # An organization alone is printed as it is: not "of X".
        return title or organization
    if short:
        return f"{title}, {organization}"
    if appointment.takes_article and appointment.link:
        organization = f"the {organization}"
    return " ".join(part for part in (title, appointment.link, organization) if part).replace(" , ", ", ")


def _in_chinese(title: str, organization: str, prefix: str) -> str:
    """时任清华大学校长, but 清华大学前校长."""
    if prefix == "then":
        return f"时任{organization}{title}"
    return f"{organization}{'前' if prefix else ''}{title}"


def joined(words: list[str], language: str) -> str:
    """Several titles as one: a, b and c."""
    if language == CHINESE:
        return "、".join(words)
    if language != ENGLISH:
        return _SEMICOLON.get(language, "; ").join(words)
    return "".join(words) if len(words) < 2 else ", ".join(words[:-1]) + " and " + words[-1]
