"""Writing a session's report, part by part: saved, added, taken out, put back, moved.

Nobody's work is lost: whoever saves says which state they saw, and where it has changed since they are shown both; what
is written over or taken out is kept as a revision.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.db.models.fields.related import ForeignKey
from django.utils import timezone
from django.utils.text import slugify

from forums.exceptions import DomainError
from forums.languages import DEFAULT, text
from forums.models import Credit
from reports.models import Instrument, Intervention, PartRevision, SessionReport

from .clock import why_nothing_is_owed
from .parts import LISTS, SHAPES, Kind, Part, Sheet, Values, stamp, write

Act = PartRevision.Act

# As long as one person goes on typing, what stood before they began is kept once.
_ONE_GO = timedelta(minutes=10)
# So many parts of one kind are enough for any session; more is a machine.
MOST = 200


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: a member of the staff, or whoever holds the link; ``channel`` says which."""

    user: User | None = None
    channel: str = ""


class Saved(StrEnum):
    """What came of saving a part."""

    SAVED = "saved"
    ADDED = "added"
    UNCHANGED = "unchanged"


class StaleError(DomainError):
    """Someone else saved the part since it was read; ``standing`` is what they saved."""

    def __init__(self, standing: Values) -> None:
        self.standing = standing
        super().__init__("Someone else has saved this in the meantime. Compare both versions, and save again.")


class GoneError(DomainError):
    """Someone took the part out since it was read; ``kind`` is what it was."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        super().__init__("Someone has taken this out in the meantime. Save again to add what you have written.")


class ClosedError(DomainError):
    """The report is not a draft, or none is owed: nothing can be written."""


@transaction.atomic
def save_part(
    report: SessionReport,
    name: str,
    values: Values,
    *,
    seen: str,
    by: Writer,
    language: str = DEFAULT,
    decided: bool = False,
) -> tuple[Saved, Part]:
    """Save one part as its writer filled it in; ``seen`` is the stamp of the state that they saw.

    ``decided`` says that they have seen what somebody else saved, and write over it: that is kept in any case.

    ``name`` is the part's, or ``new-<kind>-<mark>``, which adds one, once for each mark. Saving the same again changes
    nothing. Raises StaleError or GoneError if the part has changed since, ValidationError by value for what no row can
    hold or nobody may read, and ClosedError where nothing can be written.
    """
    report = _locked(report)
    sheet = Sheet(report, language)
    part, mark, added_as = _find(sheet, name)
    if values == part.values:
        return Saved.UNCHANGED, part
    # Whoever added it, and never heard that it was added, saw it as it was then.
    if part.stamp not in {seen, added_as}:
        raise StaleError(part.values)
    if part.row is None:
        _add(sheet, part, values, mark=mark, by=by)
        return Saved.ADDED, _again(report, part, language)
    before = snapshot(part.row)
    write(part.kind, part.row, values, language)
    _keep(report, part, Act.CHANGED, before, by=by, decided=decided)
    return Saved.SAVED, _again(report, part, language)


@transaction.atomic
def remove_part(report: SessionReport, name: str, *, seen: str, by: Writer, language: str = DEFAULT) -> None:
    """Take a part out; the revision puts it back. Raises DomainError for what outcomes or clearances rest on."""
    report = _locked(report)
    part, _, _ = _find(Sheet(report, language), name)
    if part.row is None:
        raise DomainError("There is nothing to take out: nothing is written here yet.", word="told-nothing-here")
    if seen != part.stamp:
        raise StaleError(part.values)
    if isinstance(part.row, Intervention):
        if part.row.outcome_points.exists():
            raise DomainError(
                "An outcome of the forum rests on this. Ask the office before you take it out.",
                word="told-outcome-rests",
            )
        if part.row.clearance_items.exists():
            raise DomainError(
                "This has been sent out for clearance. Ask the office before you take it out.",
                word="told-sent-for-clearance",
            )
    _keep(report, part, Act.REMOVED, snapshot(part.row), by=by)
    part.row.delete()


@transaction.atomic
def restore_part(report: SessionReport, revision: int, *, language: str = DEFAULT) -> Part:
    """Put back what was taken out, as it was, at the end of its list. Raises DomainError if it is back already."""
    report = _locked(report)
    found = PartRevision.objects.filter(report=report, pk=revision, act=Act.REMOVED)
    row = found.first()
    if row is None or not found.update(act=Act.RESTORED):
        raise DomainError("This has been put back already.", word="told-put-back-already")
    kind = Kind(row.values["kind_of_part"])
    sheet = Sheet(report, language)
    restored = SHAPES[kind].model(report=report, **_fields(SHAPES[kind].model, row.values))
    if isinstance(restored, Intervention):
        restored.key = _free_key(sheet, restored.key)
    restored.position = _last(sheet, SHAPES[kind].list) + 1  # type: ignore[attr-defined]
    restored.full_clean()
    restored.save()
    if isinstance(restored, Intervention):
        restored.instruments.set(Instrument.objects.filter(key__in=row.values["instruments"]))
    part = Part(kind, f"{SHAPES[kind].prefix}-{restored.pk}", language, restored)
    return _again(report, part, language)


@transaction.atomic
def move_part(report: SessionReport, name: str, *, up: bool) -> None:
    """Exchange a part with the one before or after it in its list; at the end of the list nothing happens."""
    report = _locked(report)
    sheet = Sheet(report)
    part, _, _ = _find(sheet, name)
    rows = [it.row for it in sheet.lists[part.shape.list] if it.row is not None]
    keys = [row.pk for row in rows]
    if part.row is None or part.row.pk not in keys:
        raise DomainError("Write something here first; then it has a place.", word="told-no-place")
    place = keys.index(part.row.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        _number(sheet, {part.shape.list: rows})


def snapshot(row: Model) -> Values:
    """All that a row says, in every language, as plain data."""
    values: Values = {}
    for field in row._meta.concrete_fields:
        # What is stored under the bare name is the text in whichever language is active.
        if field.name not in {"id", "report"} and not hasattr(row, f"{field.name}_{DEFAULT}"):
            value = getattr(row, field.attname)
            values[field.name] = value.isoformat() if hasattr(value, "isoformat") else value
    if isinstance(row, Intervention):
        values["instruments"] = sorted(instrument.key for instrument in row.instruments.all())
    return values


def _fields(model: type[Model], values: Values) -> dict[str, Any]:
    """A snapshot as the fields of a new row; what it pointed to and is gone is left out."""
    fields = {}
    for field in model._meta.concrete_fields:
        value = values.get(field.name)
        if value is None or field.name in {"id", "report"}:
            continue
        if isinstance(field, ForeignKey):
            target = field.remote_field.model._default_manager.filter(pk=value)
            fields[field.attname] = value if target.exists() else None
        else:
            fields[field.name] = field.to_python(value)
    return fields


def _locked(report: SessionReport) -> SessionReport:
    """The report as it is now, held until this is committed: two who save wait for each other."""
    rows = SessionReport.objects.select_for_update(of=("self",)).select_related(
        "session__edition__forum", "session__parent__parent", "rapporteur"
    )
    locked = rows.get(pk=report.pk)
    if reason := why_nothing_is_owed(locked.session):
        raise ClosedError(reason, word="told-none-owed")
    if locked.status != SessionReport.Status.DRAFT:
        stands = locked.get_status_display()
        raise ClosedError(
            f"This report has been {stands}. Ask the office to open it again, then go on writing.", word="told-closed"
        )
    return locked


def _find(sheet: Sheet, name: str) -> tuple[Part, str, str]:
    """The part of that name; with the mark of one that is to be added, or the stamp with which it was added."""
    if part := sheet.find(name):
        return part, "", ""
    new, _, rest = name.partition("-")
    kind, _, mark = rest.partition("-")
    if new == "new" and kind in set(Kind) and 8 <= len(mark) <= 32:
        added = PartRevision.objects.filter(report=sheet.report, mark=mark).first()
        if added is None:
            return Part(Kind(kind), name, sheet.language), mark, ""
        if part := sheet.find(added.part):
            # Sent twice, because the first answer was lost on its way.
            return part, "", added.values.get("stamp", "")
        raise GoneError(Kind(kind))
    raise GoneError(kind_of_gone(sheet.report, name))


def kind_of_gone(report: SessionReport, name: str) -> Kind:
    """What a part was that is not there any more; a collective paragraph where nobody knows."""
    kept = PartRevision.objects.filter(report=report, part=name, act__in=[Act.REMOVED, Act.RESTORED]).first()
    return Kind(kept.values["kind_of_part"]) if kept else Kind.COLLECTIVE


def _add(sheet: Sheet, part: Part, values: Values, *, mark: str, by: Writer) -> None:
    standing = sheet.lists[part.shape.list]
    if len(standing) >= MOST:
        raise DomainError(f"There are {MOST} of these already; take some out first.", word="told-too-many", most=MOST)
    row: Any = part.shape.model(report=sheet.report)
    if isinstance(row, Intervention):
        row.credit = part.credit
        row.kind = part.kind if part.kind in set(Intervention.Kind) else Intervention.Kind.CONTRIBUTION
        row.key = _free_key(sheet, _stem(part.kind, part.credit or _speaker(sheet, part, values)))
    row.position = _last(sheet, part.shape.list) + 1
    write(part.kind, row, values, sheet.language)
    part.row = row
    if part.credit is not None and part in standing:
        _number(sheet, {part.shape.list: [it.row for it in standing if it.row is not None]})
    if mark:
        part.name = f"{part.shape.prefix}-{row.pk}"
        part.values = values
        _keep(sheet.report, part, Act.ADDED, {"stamp": stamp(values)}, by=by, mark=mark)


def _speaker(sheet: Sheet, part: Part, values: Values) -> Credit | None:
    """Who is chosen for another contribution of theirs."""
    chosen = values.get("credit", "") if part.kind == Kind.FURTHER else ""
    return next((credit for credit in sheet.credits if str(credit.pk) == chosen), None)


def _stem(kind: Kind, credit: Credit | None) -> str:
    """What a new contribution is called within its session: part of the addresses of its paragraphs."""
    if credit is None:
        return {Kind.COLLECTIVE: "panel"}.get(kind, kind.value)
    if credit.card:
        return credit.card.slug
    return slugify(text(credit.seat_of, "name", DEFAULT))[:70] or "seat"


def _free_key(sheet: Sheet, stem: str) -> str:
    """The key, numbered from 2 where the report has one like it."""
    taken = {row.key for row in sheet.interventions}
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem[:74]}-{number}", number + 1
    return key


def _last(sheet: Sheet, name: str) -> int:
    """The last place in a list; questions and answers go on where the contributions end."""
    together = ("said", "exchange") if name in {"said", "exchange"} else (name,)
    rows = [part.row for it in together for part in sheet.lists[it] if part.row is not None]
    return max((row.position for row in rows), default=0)


def _number(sheet: Sheet, order: dict[str, list[Any]]) -> None:
    """Number the rows of the lists in the order given; contributions come before questions and answers."""
    name = next(iter(order))
    together = ("said", "exchange") if name in {"said", "exchange"} else (name,)
    rows = [
        row
        for it in LISTS
        if it in together
        for row in order.get(it, [part.row for part in sheet.lists[it] if part.row is not None])
    ]
    moved = []
    for place, row in enumerate(rows, 1):
        if row.position != place:
            row.position = place
            moved.append(row)
    if moved:
        type(moved[0])._default_manager.bulk_update(moved, ["position"])


def _keep(
    report: SessionReport, part: Part, act: str, before: Values, *, by: Writer, mark: str = "", decided: bool = False
) -> None:
    """Keep what stood before, unless the same writer is still at it."""
    rows = PartRevision.objects.filter(report=report, part=part.name)
    latest = rows.exclude(act=Act.RESTORED).first()
    now = timezone.now()
    same = latest is not None and (latest.by_id, latest.channel) == (by.user.pk if by.user else None, by.channel)
    if act == Act.CHANGED and not decided and same and latest is not None and now - latest.at < _ONE_GO:
        return
    PartRevision.objects.create(
        report=report,
        part=part.name,
        title=_title(part)[:300],
        act=act,
        values=before | {"kind_of_part": part.kind.value},
        mark=mark,
        by=by.user,
        channel=by.channel,
    )


def _title(part: Part) -> str:
    who = str(part.credit) if part.credit else part.values.get("collective", "")
    return f"{part.kind.value}: {who}" if who else part.kind.value


def _again(report: SessionReport, part: Part, language: str) -> Part:
    """The part as it is now."""
    name = f"{part.shape.prefix}-{part.row.pk}"
    sheet = Sheet(report, language)
    found = next((it for it in sheet.parts if it.row is not None and f"{it.shape.prefix}-{it.row.pk}" == name), None)
    if found is None:
        raise GoneError(part.kind)
    return found
