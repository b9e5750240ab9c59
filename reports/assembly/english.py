"""The words and sentences that a document writes by itself, in English. Pure.

Another language is another module with the same names.
"""

from collections.abc import Sequence
from datetime import date

from reports.paper.numbering import cardinal, ordinal

CHAPTERS = {
    "about": "About the Forum",
    "outcomes": "Outcomes",
    "summaries": "Summaries",
    "next-step": "Next Step",
    "figures": "The Forum in Figures",
}
KINDS = {
    "outcome-document": "Outcome Document",
    "white-paper": "White Paper",
    "programme": "Programme",
    "report": "Report",
    "report-framework": "Report Framework",
}
CONTENTS = "Contents"
INDEX = "Index of Speakers"
INDEX_NOTE = "Page numbers point to the summaries of what each person said."
DRAFT = "Draft"
VERIFY = "This document was assembled from the records of the forum and can be rebuilt from them byte for byte."
THEMATIC_SESSIONS = "Thematic Sessions"
CONCLUSION = "Conclusion"
ONLINE = "Online"

# What a figure counts: one, and many.
_COUNTED = {
    "participants": ("participant", "participants"),
    "speakers": ("speaker", "speakers"),
    "organizations": ("organization", "organizations"),
    "countries": ("country", "countries"),
    "partners": ("partner organization", "partner organizations"),
    "journalists": ("journalist", "journalists"),
    "media-outlets": ("media outlet", "media outlets"),
    "news-reports": ("news report", "news reports"),
    "livestream-views": ("view", "views"),
    "reposts": ("repost", "reposts"),
    "plenaries": ("main plenary", "main plenaries"),
    "thematic-sessions": ("thematic session", "thematic sessions"),
    "sub-forums": ("sub-forum", "sub-forums"),
    "youth-forums": ("youth forum", "youth forums"),
}
FIGURE_LABELS = {
    "participants": "Participants",
    "speakers": "Speakers",
    "organizations": "Organizations represented",
    "countries": "Countries",
    "partners": "Partner organizations",
    "journalists": "Journalists",
    "media-outlets": "Media outlets",
    "news-reports": "News reports",
    "livestream-views": "Views of the broadcasts",
    "reposts": "Reposts",
    "plenaries": "Main plenaries",
    "thematic-sessions": "Thematic sessions",
    "sub-forums": "Sub-forums",
    "youth-forums": "Youth forums",
}
_QUALIFIERS = {"exactly": "", "over": "over ", "more-than": "more than ", "nearly": "nearly ", "about": "about "}


def series(words: Sequence[str]) -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def listing(words: Sequence[str]) -> str:
    """a; b; and c: where the parts have commas of their own."""
    return words[0] if len(words) == 1 else "; ".join(words[:-1]) + "; and " + words[-1]


def days(first: date | None, last: date | None, when: str = "") -> str:
    """9–10 December 2022; 30 November – 2 December 2022; or the words for a date that is not set."""
    if first is None or last is None:
        return when
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B %Y}"
    start = f"{first.day} {first:%B}" if first.year == last.year else f"{first.day} {first:%B %Y}"
    return f"{start} – {last.day} {last:%B %Y}"


def day(when: date) -> str:
    """31 March 2023."""
    return f"{when.day} {when:%B %Y}"


def number(value: int) -> str:
    """10 million; 2.5 million; 160,000; 500."""
    if value >= 1_000_000 and value % 100_000 == 0:
        millions = f"{value / 1_000_000:.1f}".removesuffix(".0")
        return f"{millions} million"
    return f"{value:,}"


def amount(qualifier: str, value: int | None) -> str:
    """over 10 million; 70; several."""
    return "several" if value is None else _QUALIFIERS[qualifier] + number(value)


def counted(kind: str, qualifier: str, value: int | None, *, in_words: bool = False) -> str:
    """more than 60 journalists; three main plenaries (``in_words``); several sub-forums."""
    one, many = _COUNTED[kind]
    noun = one if value == 1 else many
    if in_words and value is not None:
        return f"{_QUALIFIERS[qualifier]}{cardinal(value)} {noun}"
    return f"{amount(qualifier, value)} {noun}"


def the(name: str, *, takes_article: bool) -> str:
    """An organization inside a sentence."""
    return f"the {name}" if takes_article else name


def hosted(hosts: Sequence[str], organizers: Sequence[str]) -> str:
    """Who holds the forum; empty where nobody is recorded."""
    parts = []
    if hosts:
        parts.append(f"hosted by {series(hosts)}")
    if organizers:
        parts.append(f"organized by {series(organizers)}")
    return f"It is {' and '.join(parts)}." if parts else ""


def held(*, forum: str, edition_number: int, year: int, dates: str, format_: str, place: str, theme: str) -> str:
    """The sentence an edition's paragraph begins with."""
    where = {
        "online": "was held online",
        "hybrid": f"was held {f'in {place} ' if place else ''}and online" if place else "was held onsite and online",
        "onsite": f"was held in {place}" if place else "was held",
    }[format_]
    subject = f"The {'inaugural' if edition_number == 1 else ordinal(edition_number)} {forum}"
    when = f" on {dates}" if dates and dates[0].isdigit() else f" in {dates}" if dates else f" in {year}"
    themed = f" under the theme “{theme}”" if theme else ""
    return f"{subject} {where}{when}{themed}."


def structured(parts: Sequence[str]) -> str:
    return f"Its programme comprised {series(parts)}." if parts else ""


def gathered(people: tuple[str, str], organizations: tuple[str, str], countries: tuple[str, str]) -> str:
    """Who came, how many, from where; each as the number in words and what is said of it."""
    if not (people[0] or organizations[0] or countries[0]):
        return ""
    origins = []
    if organizations[0]:
        origins.append(organizations[0] + (f" ({organizations[1]})" if organizations[1] else ""))
    if countries[0]:
        origins.append(countries[0] + (f", {countries[1]}" if countries[1] else ""))
    origin = series(origins) if origins else ""
    if not people[0]:
        return f"Those present came from {origin}."
    who = people[0] + (f" – {people[1]} –" if people[1] else "")
    sentence = f"It brought together {who}" + (f" from {origin}" if origin else "")
    return f"{sentence.removesuffix(' –')}."


def attended(participants: str) -> str:
    return f"Attendance came to {participants}." if participants else ""


def covered(journalists: str, outlets: str, reports: str) -> str:
    """What the press made of it."""
    if journalists:
        sentence = f"It was followed by {journalists}" + (f" from {outlets}" if outlets else "")
    elif outlets:
        sentence = f"It was covered by {outlets}"
    else:
        return f"It was the subject of {reports}." if reports else ""
    return f"{sentence}, with {reports}." if reports else f"{sentence}."


def watched(views: str, reposts: str) -> str:
    """How far the broadcasts reached."""
    if not views:
        return f"News of it was passed on in {reposts}." if reposts else ""
    return f"Its broadcasts received {views}" + (f", and {reposts}." if reposts else ".")


def partnered(international: Sequence[str], supporting: Sequence[str], partners: Sequence[str], count: str) -> str:
    """Who supported it."""
    parts = []
    if international:
        noun = "international supporting partner" + ("s" if len(international) > 1 else "")
        parts.append(f"{series(international)} as {noun}")
    if supporting:
        noun = "supporting partner" + ("s" if len(supporting) > 1 else "")
        parts.append(f"{series(supporting)} as {noun}")
    if count and partners:
        parts.append(f"{count}, among them {series(partners)}")
    elif partners:
        parts.append(f"{series(partners)} as partner" + ("s" if len(partners) > 1 else ""))
    elif count:
        parts.append(count)
    joined = " and ".join(parts) if len(parts) < 3 else listing(parts)
    return f"It was held with {joined}." if parts else ""


def featured(guests: Sequence[str]) -> str:
    return f"Among its featured guests were {listing(guests)}." if guests else ""


def delivered(title: str, recipients: Sequence[str], occasions: Sequence[str]) -> str:
    """What became of the edition's document."""
    steps = []
    if recipients:
        steps.append(f"presented to {series(recipients)}")
    if occasions:
        steps.append(f"released during {series(occasions)}")
    return f"Its outcome, {title}, was {' and '.join(steps)}." if steps else ""


def occasion(words: str, year: int | None) -> str:
    """the G20 Summit in 2021, whether “the” was written or not."""
    return f"the {words.removeprefix('the ')}" + (f" in {year}" if year and str(year) not in words else "")


def themed(title: str, theme: str) -> str:
    """The sentence under a session's heading."""
    return f"{title} was themed “{theme}”."


def session_heading(kind: str, number_: int | None, title: str) -> str:
    """Thematic Session 3: AI and the Workplace of the Future; other sessions carry their title."""
    return f"Thematic Session {number_}: {title}" if kind == "thematic-session" and number_ else title


def delegate(organization: str) -> str:
    """A seat without a name."""
    return f"Delegate of {organization}"


def point(number_: int) -> str:
    """The word that opens an outcome point."""
    return f"{ordinal(number_).capitalize()}."


def figures_caption(years: Sequence[int]) -> str:
    return f"The forum in figures, {years[0]}–{years[-1]}" if len(years) > 1 else f"The forum in figures, {years[0]}"


def figures_lead() -> str:
    return "Numbers are printed as their sources give them; a dash means that no source gives one."


def source_note(source: str, labels: Sequence[str]) -> str:
    return f"Source: {source}." if not labels else f"Source: {source} ({series(labels)})."


def chart_caption(years: Sequence[int]) -> str:
    return f"Reach of the forum, {years[0]}–{years[-1]}"


def chart_alt(rows: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> str:
    """The chart for those who do not see it: every value in words."""
    sentences = [
        f"{name}: " + series([f"{shown or 'not known'} in {year}" for year, shown in values]) for name, values in rows
    ]
    return "Bar chart. " + ". ".join(sentences) + "."
