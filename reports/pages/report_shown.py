"""What the rapporteur's page shows: how the report stands, who is credited, and each part with its form."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from forums.agenda import words as agenda_words
from forums.languages import text
from forums.models.fields import PROSE_LIMIT
from reports.assembly.runs import blocks
from reports.assembly.summaries import printed_as
from reports.assembly.wordings import english
from reports.citations import unknown_among
from reports.clock import clock_of, why_nothing_is_owed
from reports.dues import due_in, moment_in
from reports.models import Intervention, PartRevision, SessionReport
from reports.paper.markdown import cited_keys
from reports.paper.statements import key_statements
from reports.parts import ADDED, LISTS, Kind, Part, Values

from .blocks import as_html
from .report_forms import PartForm, name_of_credit, registry
from .words import say
from .writers import Access

# Kinds of part that are headed by whoever spoke.
_OF_ONE = (Kind.CONTRIBUTION, Kind.FURTHER)


@dataclass
class ShownPart:
    """One part: its form, and what came of saving it."""

    access: Access
    part: Part
    registry: dict[str, str]
    outcome: str = ""
    stamp: str = ""
    conflict: list[tuple[str, str]] | None = None
    gone: bool = False
    is_previewed: bool = False
    unknown: list[str] = field(default_factory=list)
    form: PartForm = field(init=False)

    def __post_init__(self) -> None:
        self.stamp = self.part.stamp
        self.form = self._form(None)

    def _form(self, data: Any) -> PartForm:
        access = self.access
        return PartForm(
            data, part=self.part, sheet=access.sheet, registry=self.registry, language=access.language, name=self.name
        )

    def bind(self, data: Any) -> PartForm:
        """The form as posted."""
        self.form = self._form(data)
        return self.form

    def clash(self, standing: Values) -> list[tuple[str, str]]:
        """Show what someone else saved beside what was typed; saving again is then a decision."""
        self.conflict = self.form.differing(standing)
        self.part.values = standing
        self.stamp = self.part.stamp
        return self.conflict

    @property
    def name(self) -> str:
        return self.part.name

    @property
    def is_new(self) -> bool:
        return self.part.name.startswith("new-")

    @property
    def heading(self) -> str:
        language, part = self.access.language, self.part
        if part.kind in _OF_ONE and part.credit:
            return name_of_credit(part.credit, language)
        return say(f"{'add' if self.is_new else 'kind'}-{part.kind}", language)

    @property
    def titles(self) -> list[str]:
        """How the document names the speaker's offices."""
        card = self.part.credit.card if self.part.kind in _OF_ONE and self.part.credit else None
        return text(card, "titles", self.access.written).splitlines() if card else []

    @property
    def original(self) -> str:
        """The text in the report's first language, beside one in another."""
        first = self.access.languages[0]
        if self.part.row is None or self.access.written == first or "text" not in self.part.shape.translated:
            return ""
        return getattr(self.part.row, f"text_{first.replace('-', '_')}") or ""

    @property
    def values(self) -> Values:
        """As typed, where it is valid; else as it stands."""
        return self.form.values if self.form.is_bound and self.form.is_valid() else self.part.values

    @property
    def is_open(self) -> bool:
        """Whether the form is shown at once: what is new waits behind its name."""
        return not self.is_new or self.form.is_bound

    @property
    def counter(self) -> str:
        """The words that count, with their brace: for whoever counts while somebody types."""
        return say("report-counter", self.access.language, count="{count}", most=f"{PROSE_LIMIT:,}")

    @property
    def count(self) -> str:
        length = len(str(self.form["text"].value() or "").replace("\r\n", "\n")) if "text" in self.form.fields else 0
        return say("report-counter", self.access.language, count=f"{length:,}", most=f"{PROSE_LIMIT:,}")

    @property
    def preview(self) -> SafeString:
        """The part as it will print."""
        return as_html(self._blocks())

    def _blocks(self) -> Iterable[Any]:
        part, values, report = self.part, self.values, self.access.report
        if part.kind == Kind.FIGURE:
            source = f" ({values['source']})" if values["source"] else ""
            return blocks(f"{values['value']} {values['subject']}{source}", part.name) if values["value"] else []
        if not values["text"]:
            return []
        if part.shape.model is not Intervention:
            said = blocks(values["text"], part.name)
            whom = values.get("addressee", "")
            return [*blocks(f"{whom}:", part.name), *said] if whom else said
        row = Intervention(report=report, key=part.name, kind=_printed_kind(part.kind))
        row.credit = part.credit if part.kind == Kind.CONTRIBUTION else self._chosen(values)
        row.collective = values.get("collective", "")
        column = self.access.written.replace("-", "_")
        setattr(row, f"text_{column}", values["text"])
        setattr(row, f"heading_{column}", values.get("heading", ""))
        return printed_as(self.access.written, english, report.session, row, set()).blocks

    def _chosen(self, values: Values) -> Any:
        asked = values.get("credit", "")
        return next((credit for credit in self.access.sheet.credits if str(credit.pk) == asked), None)

    @property
    def unregistered(self) -> list[str]:
        """The citation keys in its text that no instrument has."""
        return [key for key in cited_keys(self.values.get("text", "")) if key not in self.registry]

    def lead_nowhere(self) -> list[str]:
        """Its citations that lead nowhere, in words; one query where there are any."""
        missing = unknown_among([(self.name, key) for key in self.unregistered])
        return [unknown_in_words(key, self.access.language) for key in missing]

    @property
    def statements(self) -> list[str]:
        """What is set in bold."""
        return key_statements(self.values.get("text", ""))


def _printed_kind(kind: Kind) -> str:
    return kind.value if kind.value in Intervention.Kind.values else Intervention.Kind.CONTRIBUTION.value


@dataclass
class ShownList:
    """Parts that stand in one order, and what can be added to them."""

    name: str
    heading: str
    about: str
    parts: list[ShownPart]
    added: list[ShownPart]

    @property
    def written(self) -> list[ShownPart]:
        """Those that say something."""
        return [it for it in self.parts if it.part.row is not None]


@dataclass
class Page:
    """The whole page; ``posted`` takes the place of its own part."""

    access: Access
    posted: ShownPart | None = None

    @property
    def report(self) -> SessionReport:
        return self.access.report

    @cached_property
    def registry(self) -> dict[str, str]:
        return self.posted.registry if self.posted else registry()

    @cached_property
    def lists(self) -> list[ShownList]:
        """The parts as they are shown, with the citations in them that lead nowhere; ten queries."""
        shown = [self._list(name) for name in LISTS]
        parts = [it for found in shown for it in found.parts]
        missing = unknown_among([(it.name, key) for it in parts for key in it.unregistered])
        for it in parts:
            it.unknown = [unknown_in_words(key, self.access.language) for key in missing if key.place == it.name]
        return shown

    def blank(self, kind: Kind) -> Part:
        """A part to be added; its mark sees to it that it is added once."""
        return Part(kind, f"new-{kind}-{secrets.token_hex(8)}", self.access.written)

    @property
    def parts(self) -> list[ShownPart]:
        """Everything that the report says, or may come to say."""
        return [it for found in self.lists for it in found.parts]

    def _list(self, name: str) -> ShownList:
        access, language = self.access, self.access.language
        parts = [self._shown(part) for part in access.sheet.lists[name]]
        added = [ShownPart(access, self.blank(kind), self.registry) for kind in self._addable(name)]
        if self.posted and self.posted.is_new:
            added = [self.posted if it.part.kind == self.posted.part.kind else it for it in added]
        return ShownList(name, say(f"list-{name}", language), say(f"list-{name}-text", language), parts, added)

    def _addable(self, name: str) -> list[Kind]:
        """What can be added to a list; another contribution only of those who may be named and have made one."""
        sheet = self.access.sheet
        another = bool(sheet.heard) and not sheet.rule
        return [kind for kind in ADDED[name] if kind != Kind.FURTHER or another]

    def _shown(self, part: Part) -> ShownPart:
        if self.posted and self.posted.name == part.name:
            return self.posted
        return ShownPart(self.access, part, self.registry)

    @cached_property
    def removed(self) -> list[PartRevision]:
        """What was taken out, the newest first."""
        return list(self.report.revisions.filter(act=PartRevision.Act.REMOVED)[:20])

    @property
    def heading(self) -> str:
        session = self.report.session
        title = text(session, "title", self.access.language)
        return english.session_heading(session.kind, session.number, title) if self.access.language == "en" else title

    @cached_property
    def cancelled(self) -> str:
        """Why no report is owed; empty where one is."""
        reason = why_nothing_is_owed(self.report.session)
        return say("told-none-owed", self.access.language) if reason and self.access.language != "en" else reason

    @property
    def typed(self) -> str:
        """The text that was just sent and can be saved nowhere: it is given back."""
        return str(self.posted.form["text"].value() or "") if self.posted and "text" in self.posted.form.fields else ""

    @property
    def is_draft(self) -> bool:
        return self.report.status == SessionReport.Status.DRAFT and not self.cancelled

    @cached_property
    def dues(self) -> list[tuple[str, str, bool]]:
        """What is due: its name, when or since when it is in, and whether it is late."""
        access, report, now = self.access, self.report, timezone.now()
        clock, zone = clock_of(report), report.session.edition.timezone
        said = access.language
        found = []
        if clock.ended_at:
            key = "ended" if clock.ended_at <= now else "ends"
            found.append((say(key, said), moment_in(clock.ended_at, zone, said), False))
        handed = {"takeaways": report.takeaways_at, "report": report.submitted_at}
        for owed in ("takeaways", "report"):
            if clock.is_open(owed):
                told = due_in(clock.due_at(owed), zone, said, now)
                found.append((say(f"due-{owed}", said), told, clock.is_late(owed, now)))
            elif at := handed[owed]:
                found.append((say(f"in-{owed}", said), moment_in(at, zone, said), False))
        return found

    @property
    def people(self) -> list[tuple[str, str, str]]:
        """Who is credited: name, titles as the document prints them, role."""
        language = self.access.language
        found = []
        for credit in self.access.sheet.credits:
            role = agenda_words.role(credit.role, language)
            if credit.card:
                titles = text(credit.card, "titles", self.access.written).splitlines()
                found.append((credit.card.name, english.series(titles) if titles else "", role))
            else:
                name = text(credit.seat_of, "name", self.access.written)
                found.append((say("delegate", language, name=name), "", role))
        return found

    @property
    def rule(self) -> str:
        """What may not be named here, in words; empty where everybody is named."""
        rule = self.access.sheet.rule
        return say(f"ruled-{rule.regime}", self.access.language) if rule else ""


def unknown_in_words(missing: Any, language: str) -> str:
    """A citation that leads nowhere, with what may have been meant."""
    near = ", ".join(f"[@{key}]" for key in missing.near)
    return say("unknown-near" if near else "unknown", language, key=missing.key, near=near)


def clock_now(access: Access) -> str:
    """The time of day at the forum, as a page says when something was saved."""
    return date_format(timezone.localtime(timezone.now(), access.zone), "H:i")
