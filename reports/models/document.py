"""Documents: chosen chapters, their frozen versions and the files made from them."""

import json
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Now

from forums.models import Edition
from forums.models.fields import LineField, ProseField
from forums.models.job import Job


class Document(models.Model):
    """A document of an edition in one language; its versions are what was printed."""

    class Kind(models.TextChoices):
        OUTCOME_DOCUMENT = "outcome-document", "outcome document"
        WHITE_PAPER = "white-paper", "white paper"
        PROGRAMME = "programme", "programme"
        REPORT = "report", "report"
        REPORT_FRAMEWORK = "report-framework", "report framework"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="documents")
    key = models.SlugField(max_length=80, unique=True, help_text="Part of file names and addresses; never changed.")
    kind = models.CharField(max_length=16, choices=Kind)
    language = models.CharField(max_length=7, choices=settings.LANGUAGES, default="en")
    title = LineField(blank=True, help_text="Empty: the kind and the edition's title.")
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
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display().capitalize()}, {self.edition}"


class Chapter(models.Model):
    """A chapter of a document: what is generated and what people wrote instead are kept apart."""

    class Kind(models.TextChoices):
        ABOUT = "about", "about the forum"
        OUTCOMES = "outcomes", "outcomes"
        SUMMARIES = "summaries", "summaries"
        NEXT_STEP = "next-step", "next step"
        FIGURES = "figures", "the forum in figures"
        SPEAKERS = "speakers", "speakers"
        INSTRUMENTS = "instruments", "instruments"
        COMMITMENTS = "commitments", "commitments"
        CUSTOM = "custom", "own text"

    document = models.ForeignKey(Document, models.CASCADE, related_name="chapters")
    kind = models.CharField(max_length=11, choices=Kind)
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


class DocumentVersion(models.Model):
    """A document, frozen. Never changes; assembling again makes the next version.

    ``content`` is the paper (``reports.paper.content``) as canonical JSON and ``digest`` its SHA-256.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", "draft"
        FINAL = "final", "final"
        REVISION = "revision", "revision"
        CORRIGENDUM = "corrigendum", "corrigendum"

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    stage = models.CharField(max_length=11, choices=Stage, default=Stage.DRAFT)
    note = LineField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "version"],
                name="document_version_once",
                violation_error_message="Someone has just assembled this version; look at it first.",
            )
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
