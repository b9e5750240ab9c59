"""Documents: freezing a version, and making its files."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from forums.exceptions import DomainError, NotReadyError
from forums.jobs import enqueue
from reports.assembly.assemble import assemble
from reports.assembly.corrections import corrigendum
from reports.assembly.runs import blocks
from reports.assembly.wordings import wording_in
from reports.checking import errors_of
from reports.clearance import unsettled
from reports.clock import unapproved
from reports.exceptions import UnchangedDocumentError
from reports.models import Chapter, Document, DocumentVersion, Rendering
from reports.paper.content import Paper, Section, from_json
from reports.paper.markdown import words
from reports.paragraphs import read_paragraphs, translated_version, unsettled_paragraphs, withdrawn_paragraphs
from reports.renderers.formats import FORMATS
from reports.symbols import symbol_of

Stage = DocumentVersion.Stage
# What can be issued only after a final version.
_FOLLOWING = (Stage.REVISION, Stage.CORRIGENDUM, Stage.ADDENDUM)


@transaction.atomic
def assemble_document(
    document: Document,
    *,
    by: Any = None,
    stage: str = Stage.DRAFT,
    note: str = "",
    today: date | None = None,
    allow_unsettled: bool = False,
) -> DocumentVersion:
    """Freeze the document as its records stand as the next version, and queue its files.

    A draft or a version for review may be made at any time; the final one is made once, and what follows it is a
    revision, or a corrigendum that lists what reads differently from the newest one that stands. ``today`` is the day
    as of which titles are told where the document has no date of issue. Raises NotReadyError with every chapter that
    is empty, and for more than a draft with everything that is not approved or cleared; UnchangedDocumentError where
    the version would say the same as the last one; DomainError where this is not the time for the stage.
    ``allow_unsettled`` lets paragraphs pass that are not translated, or written for something that has changed; what
    was allowed is noted on the version, whose ``by`` is who allowed it.
    """
    document = _locked(document)
    chapters = list((document.original or document).chapters.all())
    standing = _check_stage(document, stage)
    allowed = _check_final(document, chapters, stage, allow_unsettled=allow_unsettled)
    paper = assemble(document, chapters, today=today or timezone.localdate())
    if stage == Stage.CORRIGENDUM:
        assert standing is not None  # noqa: S101 - checked with the stage
        listed = corrigendum(from_json(standing.content), paper, wording_in(document.language), paper.meta)
        if listed is None:
            raise UnchangedDocumentError(standing)
        paper = listed
    version = _freeze(document, paper, stage=stage, corrects=standing, note=note, by=by, allowed=allowed)
    if document.original is None:
        Chapter.objects.bulk_update(chapters, ["generated"])
    return version


@transaction.atomic
def issue_addendum(document: Document, *, title: str, text: str, note: str = "", by: Any = None) -> DocumentVersion:
    """Freeze something that is added to a final document, in Markdown, as a version of its own.

    Raises DomainError where nothing final stands that it could be added to, or nothing is written.
    """
    document = _locked(document)
    standing = _check_stage(document, Stage.ADDENDUM)
    assert standing is not None  # noqa: S101 - checked with the stage
    written = tuple(blocks(text, "addendum/1"))
    if not written:
        raise DomainError("Write what is added.")
    chapter = Section("addendum", "", words(title) or wording_in(document.language).ADDENDUM, written)
    old = from_json(standing.content)
    today = timezone.localdate()
    meta = replace(old.meta, date=today.isoformat(), issued=wording_in(document.language).day(today))
    paper = replace(old, meta=meta, chapters=(chapter,), index=())
    return _freeze(document, paper, stage=Stage.ADDENDUM, corrects=standing, note=note, by=by)


def _locked(document: Document) -> Document:
    """Two people assembling in the same second make two versions in a row, never the same number twice."""
    rows = Document.objects.select_for_update(of=("self",)).select_related("edition__forum", "original")
    return rows.get(pk=document.pk)


def standing_version(document: Document) -> DocumentVersion | None:
    """The version that is in force: the newest final one or revision; None before the first."""
    return document.versions.standing().first()


def _check_stage(document: Document, stage: str) -> DocumentVersion | None:
    """The version that stands, where the stage builds on one. Raises DomainError where it is not the time."""
    if stage in DocumentVersion.UNFINISHED:
        return None
    standing = standing_version(document)
    if reason := why_not_now(stage, standing):
        raise DomainError(reason)
    return standing


def why_not_now(stage: str, standing: DocumentVersion | None) -> str:
    """Why a version of this stage cannot be issued while ``standing`` is in force; empty where it can."""
    if stage in _FOLLOWING and standing is None:
        article = "an" if stage == Stage.ADDENDUM else "a"
        return f"There is no final version yet that {article} {stage} could follow."
    if stage == Stage.FINAL and standing is not None:
        return f"{standing} is final and stays as it is. Issue a revision, a corrigendum or an addendum instead."
    return ""


def _freeze(
    document: Document,
    paper: Paper,
    *,
    stage: str,
    corrects: DocumentVersion | None,
    note: str,
    by: Any,
    allowed: Sequence[str] = (),
) -> DocumentVersion:
    """Store the paper as the next version with its symbol, and queue its files."""
    versions = list(document.versions.order_by("-version").defer("content"))
    _check_changed(paper, versions, stage, corrects)
    last = versions[0] if versions else None
    translates = translated_version(document) if stage in (Stage.FINAL, Stage.REVISION) else None
    frozen = _marked(document, paper, stage, _symbol(document, versions, stage, corrects, translates))
    version = DocumentVersion(
        document=document,
        version=last.version + 1 if last else 1,
        content=frozen.to_json(),
        digest=frozen.digest,
        stage=stage,
        symbol=frozen.meta.symbol,
        corrects=corrects,
        translates=translates,
        unsettled="\n".join(allowed),
        note=note,
        by=by,
    )
    version.full_clean()
    version.save()
    for rendering in Rendering.objects.bulk_create(Rendering(version=version, format=name) for name in FORMATS):
        enqueue(rendering)
    return version


def _marked(document: Document, paper: Paper, stage: str, symbol: str) -> Paper:
    """The paper with its stage and symbol on the cover."""
    told = wording_in(document.language).STAGES.get(stage, stage)
    draft = stage in DocumentVersion.UNFINISHED
    return replace(paper, meta=replace(paper.meta, symbol=words(symbol), stage=told, draft=draft))


def _symbol(
    document: Document,
    versions: Sequence[DocumentVersion],
    stage: str,
    corrects: DocumentVersion | None,
    translates: DocumentVersion | None,
) -> str:
    """The symbol of the next version. Drafts are counted with versions for review, and all through the document.

    Corrections and additions belong to the version that they are about, and are counted for it: to a first revision,
    IAICGF/2022/1/Rev.1/Corr.1. A translation carries the symbol of the version that it says, whatever its own history.
    """
    if translates and translates.symbol not in {
        it.symbol for it in versions if it.stage in (Stage.FINAL, Stage.REVISION)
    }:
        return translates.symbol
    base = document.symbol or (document.original.symbol if document.original else "")
    if stage in (Stage.CORRIGENDUM, Stage.ADDENDUM) and corrects is not None:
        earlier = sum(it.stage == stage and it.corrects_id == corrects.pk for it in versions)
        return symbol_of(corrects.symbol or base, stage, earlier + 1)
    alike = DocumentVersion.UNFINISHED if stage in DocumentVersion.UNFINISHED else (stage,)
    return symbol_of(base, stage, 1 + sum(it.stage in alike for it in versions))


def _check_changed(
    paper: Paper, versions: Sequence[DocumentVersion], stage: str, corrects: DocumentVersion | None
) -> None:
    """Raise UnchangedDocumentError where the last version of the kind says the same, whatever its symbol and stage.

    A draft is compared with the version before it if that is one of the same stage, its date among the rest. What
    follows a final version is dated the day it is issued, so there the text alone is compared: a revision with the
    version that it would take the place of, a corrigendum or addendum with the last one to the same version.
    """
    if stage in DocumentVersion.UNFINISHED:
        last = versions[0] if versions and versions[0].stage == stage else None
    elif stage == Stage.REVISION:
        last = corrects
    else:
        last = next((it for it in versions if it.stage == stage and corrects and it.corrects_id == corrects.pk), None)
    if last is None:
        return
    before = from_json(last.content)
    if stage in DocumentVersion.UNFINISHED:
        meta = replace(paper.meta, symbol=before.meta.symbol, stage=before.meta.stage, draft=before.meta.draft)
        same = replace(paper, meta=meta).digest == last.digest
    else:
        same = (before.chapters, before.index) == (paper.chapters, paper.index)
    if same:
        raise UnchangedDocumentError(last)


class Gate(StrEnum):
    """What keeps a document from being final, by the place where it is mended."""

    ORIGINAL = "original"
    PARAGRAPHS = "paragraphs"
    REPORTS = "reports"
    CLEARANCE = "clearance"
    CHECK = "check"


def find_obstacles(document: Document, chapters: Iterable[Chapter] | None = None) -> dict[Gate, list[str]]:
    """Everything that keeps the document from more than a version for review, a sentence each, where there is any.

    Nobody is quoted in more than that whose report is not approved, or who has not cleared what prints.
    """
    standings = read_paragraphs(document)
    original = document.original
    found = {Gate.ORIGINAL: withdrawn_paragraphs(standings), Gate.PARAGRAPHS: unsettled_paragraphs(standings)}
    if original and translated_version(document) is None:
        found[Gate.ORIGINAL] = [f"{original}: the original is not final yet; its translations follow it."]
    chapters = (original or document).chapters.all() if chapters is None else chapters
    kinds = {it.kind for it in chapters}
    if kinds & {Chapter.Kind.SUMMARIES, Chapter.Kind.TAKEAWAYS}:
        found[Gate.REPORTS] = unapproved(document.edition, document.session)
    if Chapter.Kind.SUMMARIES in kinds:
        found[Gate.CLEARANCE] = unsettled(document.edition, document.original or document)
    found[Gate.CHECK] = errors_of(document)
    return {gate: problems for gate, problems in found.items() if problems}


def _check_final(document: Document, chapters: list[Chapter], stage: str, *, allow_unsettled: bool) -> list[str]:
    """The paragraphs that are allowed to pass as they are. Raises NotReadyError with every other obstacle."""
    if stage in DocumentVersion.UNFINISHED:
        return []
    obstacles = find_obstacles(document, chapters)
    allowed = obstacles.pop(Gate.PARAGRAPHS, []) if allow_unsettled else []
    if obstacles:
        problems = [problem for found in obstacles.values() for problem in found]
        raise NotReadyError(f"The document cannot be {stage} yet:", problems)
    return allowed


@transaction.atomic
def render_again(rendering: Rendering) -> None:
    """Queue a rendering that failed, was cancelled or is done once more, from the same frozen content.

    Raises DomainError while it is queued or running, and for a file that is published and there: made with other fonts
    it would be another one, and what readers have would no longer be known.
    """
    published = DocumentVersion.objects.filter(pk=rendering.version_id, published_at__isnull=False)
    name = rendering.file.name
    if name and rendering.file.storage.exists(name) and published.exists():
        raise DomainError(f"{rendering} is published and stays as it is. Take the version out of the library first.")
    if not rendering.requeue():
        raise DomainError(f"{rendering} is {rendering.get_status_display()} already; wait until it is over.")
    enqueue(rendering)


def cancel_rendering(rendering: Rendering) -> None:
    """Take back a rendering that waits or is under way: no file comes of it until it is rendered again.

    Raises DomainError once it is over.
    """
    if not rendering.call_off():
        raise DomainError(f"{rendering} is {rendering.get_status_display()}: there is nothing to cancel.")
