"""Documents: chosen chapters, their frozen versions and the files made from them."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Now

from forums.models import Edition, Session
from forums.models.fields import LineField, ProseField
from forums.models.job import Job

from .workstream import Workstream


class Document(models.Model):
    """A document of an edition in one language; its versions are what was printed."""

    class Kind(models.TextChoices):
        OUTCOME_DOCUMENT = "outcome-document", "outcome document"
        WHITE_PAPER = "white-paper", "white paper"
        PROGRAMME = "programme", "programme"
        REPORT = "report", "report"
        REPORT_FRAMEWORK = "report-framework", "report framework"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="documents")
    original = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name="translation of",
        help_text="The document whose paragraphs this one says in another language.",
    )
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        help_text="For the report of one session with its parts; empty: the whole edition.",
    )
    workstream = models.ForeignKey(
        Workstream,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        help_text="For the report of a workstream, or its framework.",
    )
    key = models.SlugField(max_length=80, unique=True, help_text="Part of file names and addresses; never changed.")
    kind = models.CharField(max_length=16, choices=Kind)
    language = models.CharField(max_length=7, choices=settings.LANGUAGES, default="en")
    title = LineField(blank=True, help_text="Empty: the title of the edition, or of what it is a report of.")
    symbol = LineField(max_length=60, blank=True, help_text="Printed on the cover, like IAICGF/2022/1.")
    dated_on = models.DateField(
        "date of issue", null=True, blank=True, help_text="Titles are told as of this day; empty: the day of assembly."
    )

    class Meta:
        ordering = ["edition", "kind", "language", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["symbol", "language"],
                condition=~Q(symbol=""),
                name="document_symbol_once_per_language",
                violation_error_message="Another document in this language carries that symbol.",
            ),
            models.CheckConstraint(
                condition=Q(original=None) | ~Q(original=F("id")),
                name="document_is_no_translation_of_itself",
                violation_error_message="A document cannot be a translation of itself.",
            ),
            models.UniqueConstraint(
                fields=["original", "language"],
                condition=Q(original__isnull=False),
                name="document_translated_once_per_language",
                violation_error_message="There is a translation into that language already.",
            ),
            models.CheckConstraint(
                condition=Q(session=None) | Q(kind="report", workstream=None),
                name="document_of_a_session_is_its_report",
                violation_error_message="Only a report is about one session, and then not about a workstream.",
            ),
            models.CheckConstraint(
                condition=Q(workstream=None) | Q(kind__in=["report", "report-framework"]),
                name="document_of_a_workstream_is_a_report",
                violation_error_message="Only a report, or the framework of one, is about a workstream.",
            ),
        ]

    def __str__(self) -> str:
        title = self.title or f"{self.get_kind_display().capitalize()}, {self.edition}"
        return f"{title} ({self.get_language_display()})" if self.original_id else title

    def clean(self) -> None:
        """The session is one of the edition's; a translation is about what its original is about."""
        if self.session is not None and self.session.edition_id != self.edition_id:
            raise ValidationError({"session": "This session belongs to another edition."})
        original = self.original
        if original is None:
            return
        if original.original_id:
            raise ValidationError("A translation is of an original; this is of a translation.")
        alike = ("edition_id", "kind", "session_id", "workstream_id")
        if any(getattr(self, name) != getattr(original, name) for name in alike):
            raise ValidationError("A translation has its original's edition and kind, and is about the same.")
        if self.language == original.language:
            raise ValidationError({"language": "The original is in that language."})


class Chapter(models.Model):
    """A chapter of a document: what is generated and what people wrote instead are kept apart."""

    class Kind(models.TextChoices):
        ABOUT = "about", "about the forum"
        OUTCOMES = "outcomes", "outcomes"
        SUMMARIES = "summaries", "summaries"
        NEXT_STEP = "next-step", "next step"
        FIGURES = "figures", "the forum in figures"
        SPEAKERS = "speakers", "speakers by role"
        INSTRUMENTS = "instruments", "instruments"
        COMMITMENTS = "commitments", "commitments"
        AGENDA = "agenda", "programme, as held once it was"
        ORGANIZATIONS = "organizations", "organizations"
        BALANCE = "balance", "balance of speakers"
        TAKEAWAYS = "takeaways", "key takeaways"
        WORKSTREAM = "workstream", "the work and its timetable"
        CUSTOM = "custom", "own text"

    document = models.ForeignKey(Document, models.CASCADE, related_name="chapters")
    kind = models.CharField(max_length=13, choices=Kind)
    title = LineField(blank=True, help_text="Empty: the usual title.")
    override = ProseField(
        "own text", blank=True, help_text="Markdown. Printed instead of what the records generate; empty: generated."
    )
    generated = models.TextField(editable=False, blank=True, help_text="What the records gave last, as JSON.")
    position = models.PositiveSmallIntegerField("order", default=0)

    class Meta:
        ordering = ["document", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind"],
                condition=~Q(kind="custom"),
                name="chapter_kind_once_per_document",
                violation_error_message="This document has that chapter already.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="custom") | ~Q(override=""),
                name="chapter_of_own_text_has_text",
                violation_error_message="Write the chapter's text.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display().capitalize()

    def clean(self) -> None:
        """A translation has its original's chapters."""
        if self.document_id and self.document.original_id:
            raise ValidationError("This is a translation: its chapters are those of its original. Add it there.")


class OwnParagraph(models.Model):
    """What people wrote in the place of one paragraph that the records, or the original document, give.

    In an original it replaces what is generated, in a translation it says the original's paragraph in its language.
    ``base`` is the paragraph that it was written for, as plain text: where that reads differently today, the records
    have moved on beneath it.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="own_paragraphs")
    anchor = models.CharField("paragraph", max_length=300, help_text="The paragraph's id in the document.")
    text = ProseField(help_text="Markdown.")
    base = models.TextField(editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["document", "anchor"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "anchor"],
                name="own_paragraph_once_per_place",
                violation_error_message="That paragraph has its own text already; change that one.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.anchor}"


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    def with_status(self) -> "DocumentVersionQuerySet":
        """Each version with ``status`` and ``error``: the worst state among its renderings decides.

        queued, rendering, ready, failed; ``error`` is the reason of one that failed.
        """
        failed = Rendering.objects.filter(version=OuterRef("pk"), status=Job.Status.FAILED)

        def some(status: str) -> Q:
            return Q(**{f"{status}_count__gt": 0})

        counts = {
            f"{status}_count": Count("renderings", Q(renderings__status=status))
            for status in (Job.Status.FAILED, Job.Status.RUNNING, Job.Status.QUEUED)
        }
        return self.annotate(**counts).annotate(
            status=Case(
                When(some("failed"), then=Value("failed")),
                When(some("running"), then=Value("rendering")),
                When(some("queued"), then=Value("queued")),
                default=Value("ready"),
            ),
            error=Subquery(failed.values("error")[:1]),
        )

    def standing(self) -> "DocumentVersionQuerySet":
        """Final versions and revisions, the newest first: the first of a document is the one in force."""
        stages = [DocumentVersion.Stage.FINAL, DocumentVersion.Stage.REVISION]
        return self.filter(stage__in=stages).order_by("-version")

    def with_progress(self) -> "DocumentVersionQuerySet":
        """Each version with its number of files, and of those that are ready."""
        done = Count("renderings", Q(renderings__status=Job.Status.DONE))
        return self.annotate(file_count=Count("renderings"), ready_count=done)

    def update(self, **values: Any) -> int:
        """Change what is not frozen: when a version was published, by whom; a slip in the note."""
        if frozen := sorted(DocumentVersion.FROZEN & values.keys()):
            raise TypeError(f"A version never changes its {', '.join(frozen)}; assemble the next one.")
        return super().update(**values)


class DocumentVersion(models.Model):
    """A document, frozen. Never changes; assembling again makes the next version.

    ``content`` is the paper (``reports.paper.content``) as canonical JSON and ``digest`` its SHA-256.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", "draft"
        REVIEW = "review", "for review"
        FINAL = "final", "final"
        REVISION = "revision", "revision"
        CORRIGENDUM = "corrigendum", "corrigendum"
        ADDENDUM = "addendum", "addendum"

    # Stages that may print what nobody has cleared yet; they carry a watermark.
    UNFINISHED = (Stage.DRAFT, Stage.REVIEW)
    FROZEN = frozenset(
        {"document", "version", "content", "digest", "stage", "symbol", "corrects", "translates", "unsettled"}
    )

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    stage = models.CharField(max_length=11, choices=Stage, default=Stage.DRAFT)
    symbol = LineField(max_length=80, blank=True, help_text="As printed in this version, with Rev., Corr. or Add.")
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", help_text="The version it is about."
    )
    translates = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="said_in",
        editable=False,
        help_text="The version of the original that this one says in another language.",
    )
    unsettled = models.TextField(
        "allowed as they are",
        blank=True,
        editable=False,
        help_text="Paragraphs that were not translated, or whose source had changed, when it was issued all the same.",
    )
    note = LineField(blank=True)
    published_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="From when the library shows it, if that is not to come."
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-version"]
        permissions = [("issue_documentversion", "Can issue final versions and what follows them")]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "version"],
                name="document_version_once",
                violation_error_message="Someone has just assembled this version; look at it first.",
            ),
            models.UniqueConstraint(
                fields=["document", "symbol"],
                condition=Q(stage__in=["final", "revision", "corrigendum", "addendum"]) & ~Q(symbol=""),
                name="version_symbol_once_per_document",
                violation_error_message="A version with that symbol was issued already.",
            ),
            models.CheckConstraint(
                condition=Q(unsettled="") | ~Q(stage__in=["draft", "review"]),
                name="version_unsettled_is_allowed",
                violation_error_message="A draft needs no permission for what is not settled.",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(stage__in=["draft", "review"]),
                name="version_published_is_final",
                violation_error_message="Only a final version, or what follows one, is published.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, version {self.version}"

    @property
    def tree(self) -> dict[str, Any]:
        """The paper as data."""
        return json.loads(self.content)


def documents_storage() -> Any:
    """Where files lie: behind a view that asks for permission, never at a public address."""
    return storages["documents"]


class Rendering(Job):
    """A version in one format: first the work to be done, then the file."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        HTML = "html", "HTML"
        DOCX = "docx", "Word"
        EPUB = "epub", "EPUB"
        JSON = "json", "JSON"

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="renderings")
    format = models.CharField(max_length=4, choices=Format)
    file = models.FileField(storage=documents_storage, max_length=200, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    bytes = models.PositiveIntegerField(null=True, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)
    seconds = models.FloatField(null=True, editable=False)
    engine = models.CharField(max_length=200, blank=True, editable=False, help_text="Compiler, template and fonts.")

    class Meta(Job.Meta):
        abstract = False
        ordering = ["version", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "format"],
                name="rendering_once_per_format",
                violation_error_message="This version has that format already; render it again instead.",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(file=""),
                name="rendering_done_has_a_file",
                violation_error_message="A finished rendering has a file.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.get_format_display()}"
