"""Published papers as they stand inside a page of the site: made once for each digest, kept within a bound."""

from dataclasses import dataclass
from threading import Condition

from cachetools import LRUCache, cached
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from reports.models import DocumentVersion
from reports.paper.content import from_json
from reports.renderers.html import fragment, style


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper as elements for the inside of a page, and the style sheet that they need."""

    html: SafeString
    css: str

    @property
    def size(self) -> int:
        """What it weighs in memory, in bytes, with what surrounds it."""
        return 4 * (len(self.html) + len(self.css)) + 1024


@cached(LRUCache(settings.ANSWERS_KEPT_BYTES, getsizeof=lambda shown: shown.size), condition=Condition())
def shown(version_id: int, digest: str) -> Shown:
    """A version's paper; whoever asks for one that is being made waits for it."""
    paper = from_json(DocumentVersion.objects.values_list("content", flat=True).get(pk=version_id))
    # Written by our own renderer, which escapes every text.
    return Shown(mark_safe(fragment(paper, digest=digest)), style(paper.meta.look))  # noqa: S308
