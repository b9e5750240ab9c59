"""What a document writes by itself in English. Pure."""

from collections.abc import Sequence
from datetime import date

from reports.paper.numbering import cardinal, ordinal, roman

from .calendar import Calendar

CHAPTERS = {
    "about": "About the Forum",
    "outcomes": "Outcomes",
    "summaries": "Summaries",
    "next-step": "Next Step",
    "figures": "The Forum in Figures",
    "instruments": "Instruments",
    "commitments": "Commitments",
    "agenda": "Programme",
    "speakers": "Speakers",
    "organizations": "Organizations",
    "balance": "Balance of Speakers",
    "takeaways": "Key Takeaways",
    "workstream": "The Work and Its Timetable",
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
STAGES = {
    "draft": "Draft",
    "review": "Draft for review",
    "final": "Final",
    "revision": "Revised",
    "corrigendum": "Corrigendum",
    "addendum": "Addendum",
}
CORRECTIONS = "Corrections"
CORRECTED = "For “{before}” read “{after}”."
INSERTED = "Insert “{after}”."
DELETED = "Delete “{before}”."
ADDENDUM = "Addendum"
VERIFY = "This document was assembled from the records of the forum and can be rebuilt from them byte for byte."
THEMATIC_SESSIONS = "Thematic Sessions"
CONCLUSION = "Conclusion"
RESTS_ON = "Rests on:"
INSTRUMENTS_NOT_CITED = "Other Instruments Spoken Of"
EARLIER_CALLS = "What Became of Earlier Calls"
NEW_CALLS = "Calls to Action of This Edition"
EVIDENCE = "See"
# What runs in at the front of what was said, by its kind.
SAID_AS = {"contribution": "", "question": "Question", "answer": "Answer"}
ONLINE = "Online"

SPACE = " "
ENUMERATION = ", "
SEPARATOR = "; "
COLON = ": "
RUN_IN = ". "
AFTER_TITLE = ". "

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


_CALENDAR = Calendar(
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December")
)  # fmt: skip
day = _CALENDAR.day
days = _CALENDAR.days


def chapter_number(place: int) -> str:
    return f"{roman(place)}."


def section_number(place: int) -> str:
    return f"{place}."


def session_number(place: int) -> str:
    return f"{roman(place)}."


def part_number(place: int) -> str:
    return f"({place})"


def item_number(place: int) -> str:
    return f"({place})"


def series(words: Sequence[str]) -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def listing(words: Sequence[str]) -> str:
    """a; b; and c: where the parts have commas of their own."""
    return words[0] if len(words) == 1 else "; ".join(words[:-1]) + "; and " + words[-1]


def number(value: int) -> str:
    """10 million; 2.5 million; 160,000; 500."""
    if value >= 1_000_000 and value % 100_000 == 0:
        millions = f"{value / 1_000_000:.1f}".removesuffix(".0")
        return f"{millions} million"
    return f"{value:,}"


def amount(qualifier: str, value: int | None) -> str:
    """over 10 million; 70; several."""
    return "several" if value is None else _QUALIFIERS[qualifier] + number(value)


def counted(kind: str, qualifier: str, value: int | None, *, scope: str = "", in_words: bool = False) -> str:
    """more than 60 journalists from abroad; three main plenaries (``in_words``); several sub-forums."""
    one, many = _COUNTED[kind]
    noun = (one if value == 1 else many) + (f" {scope}" if scope else "")
    if in_words and value is not None:
        return f"{_QUALIFIERS[qualifier]}{cardinal(value)} {noun}"
    return f"{amount(qualifier, value)} {noun}"


def the(name: str, *, takes_article: bool) -> str:
    """An organization inside a sentence."""
    return f"the {name}" if takes_article else name


def around_name(titles: Sequence[str]) -> tuple[str, str]:
    """After the name: , president of X and chair of Y."""
    return "", f", {series(titles)}" if titles else ""


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


def untitled(kind: str, forum: str, year: int) -> str:
    """Outcome document, Talks 2022."""
    return f"{KINDS[kind].capitalize()}, {forum} {year}"


def running_head(kind: str, edition: str) -> str:
    return f"{kind} {edition}"


def themed(title: str, theme: str) -> str:
    """The sentence under a session's heading."""
    return f"{title} was themed “{theme}”."


def session_reference(kind: str, number_: int | None, title: str) -> str:
    """Thematic Session 3; other sessions by their title. Short, where the heading is elsewhere in the document."""
    return f"Thematic Session {number_}" if kind == "thematic-session" and number_ else title


def session_heading(kind: str, number_: int | None, title: str) -> str:
    """Thematic Session 3: AI and the Workplace of the Future; other sessions carry their title."""
    return f"Thematic Session {number_}: {title}" if kind == "thematic-session" and number_ else title


def delegate(organization: str) -> str:
    """A seat without a name."""
    return f"Delegate of {organization}"


def point(number_: int) -> str:
    """The word that opens an outcome point."""
    return f"{ordinal(number_).capitalize()}."


def agreed(convergence: str) -> str:
    """How far a point was agreed, behind its text; plain consensus is not remarked upon."""
    return {
        "rough-consensus": "(rough consensus)",
        "views-differ": "(views differ)",
        "single-view": "(single view)",
    }.get(convergence, "")


def dissent(number_: int | None) -> str:
    """What goes before a note of dissent; ``number_`` is that of the nested point which it is about."""
    return f"Dissent on ({number_}):" if number_ else "Dissent:"


def cited(title: str, year: int | None) -> str:
    return f"{title}, {year}" if year else title


def entitled(title: str) -> str:
    return title


def instrument(*, issuer: str, kind: str, adopted: str, status: str, signatories: str) -> str:
    """What is known of an instrument; ``status`` is empty where the document is older than its adoption."""
    when = {
        "": "not yet adopted",
        "adopted": f"adopted on {adopted}" if adopted else "adopted",
        "in-force": f"adopted on {adopted}, in force" if adopted else "in force",
        "announced": f"announced on {adopted}" if adopted else "announced",
        "proposed": f"proposed on {adopted}" if adopted else "proposed",
        "in-preparation": "in preparation",
    }[status]
    words = {"code": "code of conduct or ethics", "position-paper": "position paper"}.get(kind, kind)
    signed = f"signatories: {signatories}" if signatories else ""
    return f"{'; '.join(part for part in (issuer, words, when, signed) if part)}."


# How a number of calls stands, and how one of them does.
_CALLS_STAND = {
    "open": "still open",
    "answered": "answered",
    "under-way": "under way",
    "done": "done",
    "dropped": "given up",
}
_CALL_STANDS = {
    "open": "Still open on",
    "answered": "Answered on",
    "under-way": "Under way as of",
    "done": "Done as of",
    "dropped": "Given up as of",
}


def calls_told(counts: Sequence[tuple[str, int]], day_: str) -> str:
    """The sentence over the calls of earlier editions: how many stand how."""
    total = sum(count for _, count in counts)
    if total == 1:
        return f"One call of an earlier edition was on record on {day_}; it was {_CALLS_STAND[counts[0][0]]}."
    told = f"{cardinal(total).capitalize()} calls of earlier editions were on record on {day_}"
    if len(counts) == 1:
        return f"{told}; {'both' if total == 2 else 'all'} were {_CALLS_STAND[counts[0][0]]}."
    stand = [f"{cardinal(count)} {'was' if count == 1 else 'were'} {_CALLS_STAND[status]}" for status, count in counts]
    return f"{told}: {series(stand)}."


def first_made(year: int) -> str:
    return f"(First made in {year}.)"


def unanswered(day_: str) -> str:
    return f"No reply was on record on {day_}."


def call_state(status: str, on: str, *, told: bool) -> str:
    """How a call stands; a colon leads to what was told of it."""
    return f"{_CALL_STANDS[status]} {on}{':' if told else '.'}"


def figures_caption(years: Sequence[int]) -> str:
    return f"The forum in figures, {years[0]}–{years[-1]}" if len(years) > 1 else f"The forum in figures, {years[0]}"


def figures_lead() -> str:
    return "Numbers are printed as their sources give them; a dash means that no source gives one."


def figure_of(kind: str, year: int) -> str:
    """Speakers 2021."""
    return f"{FIGURE_LABELS[kind]} {year}"


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


# The programme, who spoke, who took part; the report of a session or of a workstream.

UNSCHEDULED = "Time Not Set Yet"
NOT_HELD = "Did Not Take Place"
LED_BY = "Led By"
TIMETABLE = "Timetable"
# Headings of the annexes of speakers and organizations.
SPEAKERS_BY_ROLE = {
    "chair": "Chairs",
    "presiding": "Presiding",
    "opening-remarks": "Opening Remarks",
    "keynote": "Keynotes",
    "speech": "Speeches",
    "presentation": "Presentations",
    "panelist": "Panelists",
    "discussant": "Discussants",
    "onsite-moderator": "Onsite Moderators",
    "online-moderator": "Online Moderators",
    "rapporteur": "Rapporteurs",
    "concluding-remarks": "Concluding Remarks",
}
ORGANIZATIONS_BY_ROLE = {
    "host": "Hosts",
    "organizer": "Organizers",
    "co-organizer": "Co-organizers",
    "international-supporting": "International Supporting Partners",
    "supporting": "Supporting Partners",
    "partner": "Partners",
    "media": "Media Partners",
    "sponsor": "Sponsors",
}
# The captions of what is counted, and the values of each.
BALANCE_BY = {
    "region": "Speakers by region",
    "organization kind": "Speakers by kind of organization",
    "gender": "Speakers by gender",
    "mode": "Contributions by mode",
}
REGIONS = {
    "Africa": "Africa",
    "Americas": "Americas",
    "Asia": "Asia",
    "Europe": "Europe",
    "Oceania": "Oceania",
}
ORGANIZATION_KINDS = {
    "government": "Government",
    "intergovernmental": "Intergovernmental organizations",
    "university": "Universities",
    "research": "Research institutions",
    "company": "Companies",
    "association": "Associations",
    "civil-society": "Civil society",
    "media": "Media",
    "other": "Other organizations",
}
GENDERS = {"female": "Women", "male": "Men"}
BALANCE_SPEAKERS = "Speakers"
BALANCE_PARTS = "Contributions"
BALANCE_SHARE = "Share"
NOT_STATED = "Not stated"
OTHERS_OR_NOT_STATED = "Others, or not stated"
# The headings that a report's framework begins with, and what is to be written under each, in Markdown.
FRAMEWORK = (
    ("Background", "Say why the work was begun, what it builds on, and which mandate it has."),
    ("Scope and Questions", "List the questions that the report answers, and what it leaves to others."),
    ("Method", "Say who was asked, how the evidence was gathered, and how disagreement was dealt with."),
    ("Findings", "One finding a paragraph; each with the evidence that it rests on."),
    ("Recommendations", "For each: what is recommended, to whom, and by when."),
    ("Next Steps", "Say how comments are given, who takes them up, and when the report is released."),
)


def weekday(when: date) -> str:
    """Friday, 9 December 2022."""
    return f"{when:%A}, {day(when)}"


def programme_lead(day_: str, *, held: bool) -> str:
    """The sentence over the programme."""
    if held:
        return "This is the programme as it was held; what had been planned otherwise is said with each session."
    return f"This is the programme as it stood on {day_}."


def planned(time: str) -> str:
    """When a session was to be, where it was held at another time: 09:00–10:30."""
    return f"Planned for {time}."


def in_room(room: str) -> str:
    """Where a session is held, behind its title."""
    return f", {room}"


def in_place_of(name: str) -> str:
    """What is remarked of a speaker who took over somebody's part."""
    return f"in place of {name}"


def remarks(told: Sequence[str]) -> str:
    """What is remarked behind a name and its titles: (in place of A; by video link)."""
    return f" ({'; '.join(told)})" if told else ""


def balance_lead(count: int) -> str:
    """Who is counted, over the tables."""
    who = "the one speaker who is" if count == 1 else f"the {number(count)} speakers who are"
    told = f"Counted: {who} named in the programme."
    return f"{told} What fewer than five said of themselves is not told apart."


def share(part: float) -> str:
    """0.25 -> 25%."""
    return f"{part:.0%}"


def led(name: str, role: str) -> str:
    """Somebody who leads the work: Ann Lee, co-lead."""
    return f"{name}, {role}" if role else name


def milestone(title: str, on: str, place: str) -> str:
    """A step of the work: 20 June 2025, Beijing: Drafting seminar."""
    where = ", ".join(part for part in (on, place) if part)
    return f"{where}: {title}" if where else title
