"""What the speaker's page shows: the invitation in words, and each section with its form and how it stands."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects
from django.utils import timezone, translation
from django.utils.formats import date_format

from forums.agenda import words as agenda_words
from forums.languages import DEFAULT
from forums.models import Credit
from speakers.billing import billed_titles, billing_day, held_by, name_of
from speakers.changes import asked_for, current_values, stamp
from speakers.consents import ASKED, Purpose, standing_consents, wording
from speakers.models import ChangeRequest, Registration
from speakers.sections import SECTIONS, Sheet, Values
from speakers.titles import style_on

from .access import Access
from .forms import FORMS, SectionForm
from .words import say


@dataclass
class ShownSection:
    """One section: its form, the request that waits for an answer, and what came of saving it."""

    name: str
    key: str
    sheet: Sheet
    heading: str
    current: Values
    waiting: ChangeRequest | None = None
    when: list[str] = field(default_factory=list)
    outcome: str = ""
    preview: bool = False
    conflict: list[tuple[str, str]] | None = None
    form: SectionForm = field(init=False)

    def __post_init__(self) -> None:
        self.stamp = stamp(self.current)
        self.form = FORMS[self.name](sheet=self.sheet, standing=self.current, name=self.key)

    def bind(self, data: Any, files: Any) -> SectionForm:
        """The form as posted."""
        self.form = FORMS[self.name](data, files, sheet=self.sheet, standing=self.current, name=self.key)
        return self.form

    def clash(self, standing: Values) -> None:
        """Show what someone else saved beside what was typed; saving again is then a decision."""
        self.conflict = self.form.differing(standing)
        self.stamp = stamp(standing)

    @property
    def template(self) -> str:
        """Sections of their own shape have a template of their own."""
        own = {"bio", "photo", "time", "consents"}
        return f"speakers/section_{self.name}.html" if self.name in own else "speakers/section_fields.html"

    @property
    def is_done(self) -> bool:
        return self.key in self.sheet.registration.sections

    @property
    def asked_on(self) -> datetime | None:
        return timezone.localtime(self.waiting.asked_at, self._zone) if self.waiting else None

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.sheet.registration.edition.timezone)

    def consents(self) -> list[tuple[Any, str]]:
        """Each purpose's field with how it stands, in words."""
        registration, language = self.sheet.registration, self.sheet.language
        standing = standing_consents(registration.person, registration.edition)
        lines = []
        for purpose in ASKED:
            version, given = wording(purpose, language).version, standing.get(purpose)
            if given is None:
                told = say("not-agreed", language, version=version)
            else:
                day = date_format(timezone.localtime(given.given_at, self._zone), say("date", language))
                key = "agreed" if given.text_version == version else "agreed-older"
                told = say(key, language, date=day, version=given.text_version)
            lines.append((self.form[purpose.value], told))
        return lines

    def times_there(self) -> str:
        """Their times on the clocks of the forum, where those differ."""
        registration, language = self.sheet.registration, self.sheet.language
        if not self.current["times"] or self.current["timezone"] == registration.edition.timezone:
            return ""
        spans = []
        for pair in self.current["times"]:
            start, end = (datetime.fromisoformat(it).astimezone(self._zone) for it in pair)
            ends = date_format(end, "H:i" if start.date() == end.date() else say("moment", language))
            spans.append(say("to", language, start=date_format(start, say("moment", language)), end=ends))
        return say("there", language, zone=registration.edition.timezone, times="; ".join(spans))


def landing(access: Access) -> dict[str, Any]:
    """What somebody has to know to answer: who is asked to what, as what, when and where, and how they are named."""
    edition, language, invitation = access.edition, access.language, access.invitation
    registration = access.registration
    if registration is None:
        prefetch_related_objects([access.person], "appointments__organization")
        registration = Registration(edition=edition, person=access.person)
    person = registration.person
    with translation.override(language):
        # A Country, which the types take for its code.
        place = [edition.venue, edition.city, str(edition.country.name)]  # type: ignore[attr-defined]
    name, titles, printed_name = name_of(person, language), "", name_of(person).styled
    if edition.starts_on:
        printed = billed_titles(registration)
        titles = printed[language] or printed[DEFAULT]
        printed_name = name_of(person).addressed(style_on(held_by(person), billing_day(edition)))
    answer_by = invitation.expires_at if invitation else None
    return {
        "name": name.native if name.in_language(language) == name.native else name.styled,
        "printed_name": printed_name,
        "role": agenda_words.role(invitation.role, language) if invitation else "",
        "when": days_in_words(edition.starts_on, edition.ends_on, language) or edition.when,
        "where": ", ".join(part for part in place if part),
        "titles": titles.splitlines(),
        "answer_by": answer_by and timezone.localtime(answer_by, ZoneInfo(edition.timezone)),
        "cancelled": edition.status == "cancelled",
        "consent": wording(Purpose.PROGRAMME, language),
    }


def days_in_words(first: Any, last: Any, language: str) -> str:
    """12 December 2022 – 13 December 2022; empty while the days are not set."""
    if first is None:
        return ""
    with translation.override(language):
        days = [date_format(day, say("date", language)) for day in dict.fromkeys([first, last])]
    return days[0] if len(days) == 1 else say("to", language, start=days[0], end=days[1])


def read_sections(access: Access, posted: ShownSection | None = None) -> list[ShownSection]:
    """Every section of the page, in its order; ``posted`` takes the place of its own."""
    waiting = asked_for(access.sheet().registration)
    sections = []
    for name in SECTIONS:
        for credit in access.credits if name == "talk" else [None]:
            section = _read(access, name, credit, waiting)
            sections.append(posted if posted and posted.key == section.key else section)
    return sections


def find_section(access: Access, key: str) -> ShownSection | None:
    """The section that an address names: ``name``, or ``talk-7`` for one of the speaker's own parts."""
    waiting = asked_for(access.sheet().registration)
    name, _, number = key.partition("-")
    if name != "talk":
        return _read(access, key, None, waiting) if key in SECTIONS else None
    credit = next((credit for credit in access.credits if str(credit.pk) == number), None)
    return _read(access, name, credit, waiting) if credit else None


def _read(
    access: Access, name: str, credit: Credit | None, waiting: dict[tuple[str, int | None], ChangeRequest]
) -> ShownSection:
    sheet = access.sheet(credit)
    request = waiting.get((SECTIONS[name].field, credit.pk if credit else None))
    with translation.override(access.language):
        heading = say(f"section-{name}", access.language, session=credit.session.title if credit else "")
        return ShownSection(
            name=name,
            key=f"{name}-{credit.pk}" if credit else name,
            sheet=sheet,
            heading=heading,
            current=current_values(sheet, name, request),
            waiting=request,
            when=_when(sheet) if credit else [],
        )


def _when(sheet: Sheet) -> list[str]:
    """Role and time of a part in the programme, also on the speaker's own clock where that differs."""
    credit, language, registration = sheet.credit, sheet.language, sheet.registration
    if credit is None:
        return []
    lines = [agenda_words.role(credit.role, language)]
    starts_at = credit.session.starts_at
    if starts_at:
        there, own = registration.edition.timezone, registration.timezone
        lines.append(
            f"{date_format(timezone.localtime(starts_at, ZoneInfo(there)), say('moment', language))} ({there})"
        )
        if own and own != there:
            moment = date_format(timezone.localtime(starts_at, ZoneInfo(own)), say("moment", language))
            lines.append(say("your-time", language, moment=moment, zone=own))
    return lines
