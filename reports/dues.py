"""When something is due, in words: for pages, and for the mails to rapporteurs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.timesince import timesince

from forums.languages import DEFAULT, text
from forums.models import Session
from reports.models import Escalation
from speakers.mails import Draft, LinkTo, Values, day_in, language_of
from speakers.models import PrivateLink

from .clock import Clock

Owed = Escalation.Owed
# How long after the day that it is due a report can still be reached by its link.
_AFTERWARDS = timedelta(days=90)

WHAT = {
    Owed.TAKEAWAYS: {"en": "Takeaways and calls to action", "zh-hans": "要点与行动呼吁"},
    Owed.REPORT: {"en": "Full report", "zh-hans": "完整报告"},
}
_UNKNOWN = {"en": "after the session, at a time still to be announced", "zh-hans": "会后，时间待定"}
_OVERDUE = {"en": " – overdue by {}", "zh-hans": "，已逾期{}"}


def what_in(owed: str, language: str) -> str:
    """What is due, as a mail names it."""
    told = WHAT[Owed(owed)]
    return told.get(language, told[DEFAULT])


def moment_in(moment: datetime | None, zone: str, language: str) -> str:
    """12 December 2022, 14:30 (Asia/Shanghai); or that it is not known yet."""
    if moment is None:
        return _UNKNOWN.get(language, _UNKNOWN[DEFAULT])
    here = moment.astimezone(ZoneInfo(zone))
    return f"{day_in(here.date(), language)}, {here:%H:%M} ({zone})"


def due_in(moment: datetime | None, zone: str, language: str, now: datetime) -> str:
    """The same, with how long it is overdue."""
    told = moment_in(moment, zone, language)
    if moment is None or moment >= now:
        return told
    return told + _OVERDUE.get(language, _OVERDUE[DEFAULT]).format(span(moment, now, language))


def span(start: datetime, end: datetime, language: str = DEFAULT) -> str:
    """How much time lies between, in the largest unit: “2 days”."""
    with translation.override(language):
        return timesince(start, end, depth=1).replace("\xa0", " ")


def in_words(moment: datetime, zone: str) -> str:
    """Mon 12 Dec 2022, 14:30: for the office."""
    return f"{timezone.localtime(moment, ZoneInfo(zone)):%a %-d %b %Y, %H:%M}"


def named(session: Session, language: str) -> str:
    """The session's title and its day."""
    title = " ".join(text(session, "title", language).split())
    if session.starts_at is None:
        return title
    day = day_in(session.starts_at.astimezone(ZoneInfo(session.edition.timezone)).date(), language)
    return f"{title} ({day})"


def mail_about(clock: Clock, kind: str, *, key: str, **more: str | Callable[[str], str]) -> Draft:
    """A mail to the report's rapporteur with their private link; ``more`` fills what only this kind says.

    Raises LookupError where there is no rapporteur: nobody is written to before they are asked.
    """
    report, session = clock.report, clock.session
    if report is None or report.rapporteur is None:
        raise LookupError(key)
    person, edition = report.rapporteur, session.edition
    until = max(clock.report_due_at or timezone.now(), timezone.now()) + _AFTERWARDS
    return Draft(
        kind=kind,
        key=key,
        edition=edition,
        person=person,
        language=language_of(person, edition),
        values=partial(_values, clock, more),
        link=LinkTo(PrivateLink.Purpose.REPORT, report.pk, until),
    )


def _values(clock: Clock, more: dict[str, str | Callable[[str], str]], language: str) -> Values:
    zone = clock.session.edition.timezone
    dues = {"due": clock.report_due_at, "takeaways_due": clock.takeaways_due_at}
    told = {name: moment_in(due, zone, language) for name, due in dues.items()}
    own = {name: value(language) if callable(value) else value for name, value in more.items()}
    return {"session": named(clock.session, language), **told, **own}
