"""What every language has to say. A module of that language is what says it; none of them knows a row.

A sentence for which nothing is recorded is empty. Numbers are counted from 1.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol


class Wording(Protocol):
    """The words and sentences that a document writes by itself, in one language."""

    CHAPTERS: dict[str, str]  # the usual title, by the kind of chapter
    KINDS: dict[str, str]  # kinds of document
    STAGES: dict[str, str]
    CONTENTS: str
    INDEX: str
    INDEX_NOTE: str
    DRAFT: str
    VERIFY: str
    CORRECTIONS: str
    CORRECTED: str  # with {before} and {after}
    INSERTED: str  # with {after}
    DELETED: str  # with {before}
    ADDENDUM: str
    THEMATIC_SESSIONS: str
    CONCLUSION: str
    RESTS_ON: str
    INSTRUMENTS_NOT_CITED: str
    EARLIER_CALLS: str
    NEW_CALLS: str
    EVIDENCE: str
    SAID_AS: dict[str, str]  # what runs in at the front of what was said, by its kind
    ONLINE: str
    FIGURE_LABELS: dict[str, str]

    # The programme, who spoke, who took part; the report of a session or of a workstream.
    UNSCHEDULED: str
    NOT_HELD: str
    LED_BY: str
    TIMETABLE: str
    SPEAKERS_BY_ROLE: dict[str, str]
    ORGANIZATIONS_BY_ROLE: dict[str, str]
    BALANCE_BY: dict[str, str]  # captions, by what is counted
    REGIONS: dict[str, str]
    ORGANIZATION_KINDS: dict[str, str]
    GENDERS: dict[str, str]
    BALANCE_SPEAKERS: str
    BALANCE_PARTS: str
    BALANCE_SHARE: str
    NOT_STATED: str
    OTHERS_OR_NOT_STATED: str

    SPACE: str  # between two sentences
    ENUMERATION: str  # between the parts of a place
    SEPARATOR: str  # between parts that may have commas
    COLON: str  # after whoever is asked, or speaks
    RUN_IN: str  # after a heading that runs in
    AFTER_TITLE: str  # between a title and what is known of it

    @property
    def FRAMEWORK(self) -> Sequence[tuple[str, str]]:  # noqa: N802 - a constant, of any length
        """The headings of a report's framework, and what is to be written under each, in Markdown."""
        ...

    def chapter_number(self, place: int) -> str:
        """I."""
        ...

    def section_number(self, place: int) -> str:
        """1., of the sections of a chapter."""
        ...

    def session_number(self, place: int) -> str:
        """I., of the sections of the summaries."""
        ...

    def part_number(self, place: int) -> str:
        """(1), of the thematic sessions."""
        ...

    def item_number(self, place: int) -> str:
        """(1), of the points in a point."""
        ...

    def series(self, words: Sequence[str]) -> str:
        """a, b and c."""
        ...

    def listing(self, words: Sequence[str]) -> str:
        """a; b; and c: where the parts have commas of their own."""
        ...

    def days(self, first: date | None, last: date | None, when: str = "") -> str:
        """9–10 December 2022; or the words for a date that is not set."""
        ...

    def day(self, when: date) -> str:
        """31 March 2023."""
        ...

    def number(self, value: int) -> str:
        """10 million; 160,000."""
        ...

    def amount(self, qualifier: str, value: int | None) -> str:
        """over 10 million; several."""
        ...

    def counted(self, kind: str, qualifier: str, value: int | None, *, scope: str = "", in_words: bool = False) -> str:
        """over 500 participants online; three main plenaries (``in_words``)."""
        ...

    def the(self, name: str, *, takes_article: bool) -> str:
        """An organization inside a sentence; the article is the English one."""
        ...

    def around_name(self, titles: Sequence[str]) -> tuple[str, str]:
        """What the titles of a person print before the name, and after it."""
        ...

    def hosted(self, hosts: Sequence[str], organizers: Sequence[str]) -> str:
        """Who holds the forum."""
        ...

    def held(
        self, *, forum: str, edition_number: int, year: int, dates: str, format_: str, place: str, theme: str
    ) -> str:
        """The sentence an edition's paragraph begins with."""
        ...

    def structured(self, parts: Sequence[str]) -> str:
        """What the programme was made of."""
        ...

    def gathered(self, people: tuple[str, str], organizations: tuple[str, str], countries: tuple[str, str]) -> str:
        """Who came, how many, from where; each as the number in words and what is said of it."""
        ...

    def attended(self, participants: str) -> str:
        """How many there were beside the speakers."""
        ...

    def covered(self, journalists: str, outlets: str, reports: str) -> str:
        """What the press made of it."""
        ...

    def watched(self, views: str, reposts: str) -> str:
        """How far the broadcasts reached."""
        ...

    def partnered(
        self, international: Sequence[str], supporting: Sequence[str], partners: Sequence[str], count: str
    ) -> str:
        """Who supported it."""
        ...

    def featured(self, guests: Sequence[str]) -> str:
        """Who was there."""
        ...

    def delivered(self, title: str, recipients: Sequence[str], occasions: Sequence[str]) -> str:
        """What became of the edition's document."""
        ...

    def occasion(self, words: str, year: int | None) -> str:
        """the G20 Summit in 2021."""
        ...

    def untitled(self, kind: str, forum: str, year: int) -> str:
        """The name of a document without a title."""
        ...

    def running_head(self, kind: str, edition: str) -> str:
        """What stands above every page; ``kind`` as in KINDS."""
        ...

    def themed(self, title: str, theme: str) -> str:
        """The sentence under a session's heading."""
        ...

    def session_reference(self, kind: str, number_: int | None, title: str) -> str:
        """Thematic Session 3; other sessions by their title."""
        ...

    def session_heading(self, kind: str, number_: int | None, title: str) -> str:
        """Thematic Session 3: AI and the Workplace of the Future."""
        ...

    def delegate(self, organization: str) -> str:
        """A seat without a name."""
        ...

    def point(self, number_: int) -> str:
        """The word that opens an outcome point."""
        ...

    def agreed(self, convergence: str) -> str:
        """How far a point was agreed, behind its text; empty for consensus."""
        ...

    def dissent(self, number_: int | None) -> str:
        """What goes before a note of dissent; ``number_`` is that of the nested point which it is about."""
        ...

    def cited(self, title: str, year: int | None) -> str:
        """An instrument in a text that has no annex to look it up in."""
        ...

    def entitled(self, title: str) -> str:
        """The title of an instrument as it is printed."""
        ...

    def instrument(self, *, issuer: str, kind: str, adopted: str, status: str, signatories: str) -> str:
        """What is known of an instrument; ``status`` is empty where the document is older than its adoption."""
        ...

    def calls_told(self, counts: Sequence[tuple[str, int]], day_: str) -> str:
        """The sentence over the calls of earlier editions: how many stand how."""
        ...

    def first_made(self, year: int) -> str:
        """When a call was made first."""
        ...

    def unanswered(self, day_: str) -> str:
        """That nobody replied."""
        ...

    def call_state(self, status: str, on: str, *, told: bool) -> str:
        """How a call stands; a colon leads to what was told of it."""
        ...

    def figures_caption(self, years: Sequence[int]) -> str:
        """Over the table."""
        ...

    def figures_lead(self) -> str:
        """Before the table."""
        ...

    def figure_of(self, kind: str, year: int) -> str:
        """Which number a source stands for."""
        ...

    def source_note(self, source: str, labels: Sequence[str]) -> str:
        """Under the table."""
        ...

    def chart_caption(self, years: Sequence[int]) -> str:
        """Over the chart."""
        ...

    def chart_alt(self, rows: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> str:
        """The chart for those who do not see it: every value in words."""
        ...

    def weekday(self, when: date) -> str:
        """Friday, 9 December 2022."""
        ...

    def programme_lead(self, day_: str, *, held: bool) -> str:
        """The sentence over the programme."""
        ...

    def planned(self, time: str) -> str:
        """When a session was to be, where it was held at another time: 09:00–10:30."""
        ...

    def in_room(self, room: str) -> str:
        """Where a session is held, behind its title."""
        ...

    def in_place_of(self, name: str) -> str:
        """What is remarked of a speaker who took over somebody's part."""
        ...

    def remarks(self, told: Sequence[str]) -> str:
        """What is remarked behind a name and its titles."""
        ...

    def balance_lead(self, count: int) -> str:
        """Who is counted, over the tables."""
        ...

    def share(self, part: float) -> str:
        """0.25 -> 25%."""
        ...

    def led(self, name: str, role: str) -> str:
        """Somebody who leads the work."""
        ...

    def milestone(self, title: str, on: str, place: str) -> str:
        """A step of the work: 20 June 2025, Beijing: Drafting seminar."""
        ...
