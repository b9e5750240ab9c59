"""The agenda, frozen: what the public reads, and the files that a web server hands out."""

from typing import NamedTuple

from django.conf import settings
from django.db import connection, models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Now

from .edition import Edition
from .fields import LineField
from .job import Job, JobQuerySet


class Standing(NamedTuple):
    """Which release of an edition the public reads: enough to find what was made of it before."""

    id: int
    # Keeps apart what two databases call by the same number.
    digest: str


# AgendaReleaseQuerySet.current() by hand: every public answer asks this, and Django takes longer to write the
# statement than a database to answer it. tests/forums/api/test_resources.py holds the two together.
_STANDING = """
    SELECT release.id, release.digest
    FROM forums_agendarelease AS release JOIN forums_edition AS edition ON edition.id = release.edition_id
    WHERE edition.slug = %s AND edition.status <> %s AND release.withdrawn_at IS NULL
    ORDER BY release.version DESC LIMIT 1
"""


class AgendaReleaseQuerySet(models.QuerySet["AgendaRelease"]):
    def standing(self) -> "AgendaReleaseQuerySet":
        """Releases that nobody withdrew, of editions that anyone may know of."""
        return self.filter(withdrawn_at=None, edition__in=Edition.objects.public())

    def current(self, edition_slug: str, *related: str) -> "AgendaRelease | None":
        """The newest release of a public edition, without its content but with what is named; or None."""
        return (
            self.standing()
            .filter(edition__slug=edition_slug)
            .order_by("-version")
            .select_related(*related or [None])
            .defer("content", "changes")
            .first()
        )

    @staticmethod
    def standing_of(edition_slug: str) -> Standing | None:
        """What ``current`` would find, by its number and digest alone; one quick query."""
        with connection.cursor() as cursor:
            cursor.execute(_STANDING, [edition_slug, Edition.Status.PLANNED])
            row = cursor.fetchone()
        return Standing(*row) if row else None

    def standing_of_all(self) -> tuple[Standing, ...]:
        """The same for every public edition that has one, the latest edition first."""
        newest = self.standing().filter(edition=OuterRef("edition")).order_by("-version").values("pk")[:1]
        rows = self.filter(pk=Subquery(newest)).order_by("-edition__year", "-edition__number", "edition__slug")
        return tuple(Standing(*row) for row in rows.values_list("pk", "digest"))


class AgendaRelease(models.Model):
    """A release of an edition's agenda. Never changes; a later edit makes the next one.

    ``content`` is canonical JSON (``forums.agenda.content``) and ``digest`` its SHA-256. A release that was withdrawn
    is kept for the record and read by nobody.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="releases")
    version = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    changes = models.JSONField(default=list, blank=True, help_text="What changed since the release before.")
    note = LineField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    withdrawn_reason = LineField("why it was withdrawn", blank=True, editable=False)

    objects = AgendaReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "version"],
                name="release_version_once_per_edition",
                violation_error_message="Someone has just published this version; look at it first.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="release_is_withdrawn_with_a_reason",
                violation_error_message="Say why the release is withdrawn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, release {self.version}"


class AgendaFiles(Job):
    """Writing a release's representations as files, for a web server to hand out without Django."""

    release = models.OneToOneField(AgendaRelease, models.CASCADE, related_name="files")
    count = models.PositiveIntegerField(null=True, editable=False)
    bytes = models.PositiveBigIntegerField(null=True, editable=False)
    seconds = models.FloatField(null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "files of a release"
        ordering = ["-queued_at", "-id"]

    def __str__(self) -> str:
        return f"Files of {self.release}"
