"""Two versions of a document compared: what differs, and the comparison as a file.

Made while it is asked for, within the time that a rendering may take: a hundred pages take about a second.
"""

from dataclasses import dataclass, replace

from django.conf import settings

from forums.exceptions import DomainError
from reports.models import DocumentVersion
from reports.paper.content import Paper, from_json
from reports.paper.redline import Difference, differences, redline
from reports.renderers.errors import RenderingError
from reports.renderers.formats import render
from reports.renderers.rendered import Rendered

# A comparison is read, or edited with its changes tracked.
FORMATS = ("pdf", "docx")


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison of two versions: the newer paper with its changes marked, and every place that differs."""

    paper: Paper
    found: list[Difference]

    @property
    def added(self) -> int:
        """How many headings and paragraphs are new."""
        return sum(not it.before for it in self.found)

    @property
    def removed(self) -> int:
        """How many are gone."""
        return sum(not it.after for it in self.found)

    @property
    def changed(self) -> int:
        """How many read differently."""
        return len(self.found) - self.added - self.removed


def compare_versions(old: DocumentVersion, new: DocumentVersion) -> Compared:
    """What differs. Raises DomainError for versions of two documents, or one version twice."""
    if old.document_id != new.document_id:
        raise DomainError("These are versions of two documents; compare versions of one.")
    if old.pk == new.pk:
        raise DomainError("This is the same version twice; choose two.")
    before, after = from_json(old.content), from_json(new.content)
    marked = redline(before, after)
    told = f"{old.symbol or f'version {old.version}'} → {new.symbol or f'version {new.version}'}"
    # Not the document itself, and not to be found under its digest.
    meta = replace(marked.meta, symbol="", stage=told, verify="")
    return Compared(replace(marked, meta=meta), differences(before, after))


def render_redline(compared: Compared, format_: str) -> Rendered:
    """The comparison as a file. Raises DomainError with what to mend where it cannot be made."""
    if format_ not in FORMATS:
        raise DomainError("A comparison comes as PDF or as a Word document.")
    try:
        return render(
            format_,
            compared.paper.to_json(),
            fonts=settings.FONTS_DIR,
            timeout=settings.RENDER_LIMIT_SECONDS,
        )
    except RenderingError as error:
        raise DomainError(str(error)) from error
