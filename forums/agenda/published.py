"""A release as its renderings need it: content, languages, what came before it."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from forums.languages import CODES, DEFAULT
from forums.models import AgendaRelease
from forums.models.release import Standing

from .changes import read_changes
from .content import from_json
from .reading import programme_day, public, walk

Tree = dict[str, Any]

KNOWN = frozenset(CODES)


def address_of(edition_slug: str) -> str:
    """Where the API has an edition."""
    return f"{settings.SITE_URL}/api/v1/editions/{edition_slug}/"


class Published:
    """A release with what its renderings need, read when they need it."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    @cached_property
    def _loaded(self) -> tuple[AgendaRelease, Tree]:
        release = AgendaRelease.objects.get(pk=self.standing.id)
        tree = public(from_json(release.content), settings.SITE_URL)
        # The text of a large agenda weighs as much as all that is made of it: it goes as soon as it is read.
        del release.content
        return release, tree

    @property
    def release(self) -> AgendaRelease:
        """The row, without its content."""
        return self._loaded[0]

    @property
    def tree(self) -> Tree:
        """What of the content everybody may read, as data."""
        return self._loaded[1]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the release is published in, the edition's first in front."""
        return tuple(self.tree["edition"]["languages"]) or (DEFAULT,)

    @property
    def header(self) -> Tree:
        """What identifies the release."""
        release = self.release
        at = release.at.isoformat()
        return {"version": release.version, "digest": release.digest, "at": at, "note": release.note}

    @cached_property
    def _rows(self) -> list[Tree]:
        upto = AgendaRelease.objects.filter(edition=self.release.edition_id, version__lte=self.release.version)
        rows = upto.order_by("version").values("version", "at", "note", "digest", "changes", "withdrawn_at")
        return [dict(row) for row in rows]

    @cached_property
    def history(self) -> list[Tree]:
        """This release and those before it that still stand: version, time, note, digest and changes."""
        return [row for row in self._rows if row["withdrawn_at"] is None]

    @property
    def told(self) -> list[Tree]:
        """The history with its changes as they may be told today."""
        return [row | {"changes": read_changes(row["changes"], self.tree)} for row in self.history]

    @property
    def times(self) -> Mapping[int, datetime]:
        """When each release was published, those that were withdrawn since included: a session keeps its stamp."""
        return {row["version"]: row["at"] for row in self._rows}

    def names(self, kind: str) -> set[str]:
        """What an address may select of this kind: day, session, speaker or track."""
        tree = self.tree
        sessions = [*walk(tree["sessions"]), *tree["withdrawn"]]
        if kind == "session":
            return {entry["code"] for entry in sessions if entry["code"]}
        if kind == "day":
            first = tree["edition"]["starts_on"]
            return {programme_day(entry["starts_at"], first) for entry in sessions if entry["starts_at"]}
        return {entry["slug"] for entry in tree[f"{kind}s"]}
