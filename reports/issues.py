"""What was issued, as the public reads it: each symbol with its languages, its files and what became of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from cachetools import LRUCache
from django.db.models import Q

from reports.library import address_of, public_versions
from reports.models import DocumentVersion, Rendering

Stage = DocumentVersion.Stage


@dataclass(frozen=True, slots=True)
class Facts:
    """What a version says of itself on its cover, in its own words. ``date`` is ISO 8601."""

    title: str
    kind: str
    stage: str
    date: str
    issued: str


_MOST_KNOWN = 2000
_known: LRUCache[tuple[int, str], Facts] = LRUCache(_MOST_KNOWN)
_knowing = Lock()


def _facts(versions: Iterable[DocumentVersion]) -> dict[int, Facts]:
    """The covers of versions by their keys: what is frozen is read once, all that is missing in one query."""
    wanted = {it.pk: (it.pk, it.digest) for it in versions}
    with _knowing:
        found = {pk: _known[key] for pk, key in wanted.items() if key in _known}
    missing = wanted.keys() - found.keys()
    if missing:
        rows = DocumentVersion.objects.filter(pk__in=missing).values_list("pk", "content")
        read = {pk: _cover(content) for pk, content in rows.iterator(chunk_size=20)}
        with _knowing:
            _known.update({wanted[pk]: facts for pk, facts in read.items()})
        found |= read
    return found


def _cover(content: str) -> Facts:
    meta = json.loads(content)["meta"]
    return Facts(**{name: meta[name] for name in ("title", "kind", "stage", "date", "issued")})


@dataclass(frozen=True, slots=True)
class Issued:
    """A published version in one language, its files that are ready, and what became of it since.

    ``superseded_by`` is the newest that stands in its place; ``about`` the version that a corrigendum or an addendum
    is about.
    """

    version: DocumentVersion
    facts: Facts
    files: tuple[Rendering, ...]
    superseded_by: DocumentVersion | None
    corrections: tuple[DocumentVersion, ...]
    addenda: tuple[DocumentVersion, ...]
    about: DocumentVersion | None

    @property
    def language(self) -> str:
        return self.version.document.language

    @property
    def address(self) -> str:
        return address_of(self.version)

    def file(self, format_: str) -> Rendering | None:
        """The file in a format; None while there is none."""
        return next((it for it in self.files if it.format == format_), None)


@dataclass(frozen=True, slots=True)
class Issue:
    """What was issued under one symbol: a version a language, the original's first."""

    address: str
    languages: tuple[Issued, ...]

    @property
    def first(self) -> Issued:
        return self.languages[0]

    def in_language(self, language: str) -> Issued | None:
        """The version in a language; None where there is none."""
        return next((it for it in self.languages if it.language == language), None)


def read_library(**lookup: Any) -> list[Issue]:
    """What is public of the editions that a lookup names (``document__edition=…``), the latest edition first.

    Takes two queries, and a third for covers that were not read before.
    """
    versions = list(
        public_versions()
        .filter(**lookup)
        .order_by("-document__edition__year", "-document__edition__number", "document__edition", "version", "pk")
    )
    if not versions:
        return []
    done = Rendering.objects.filter(version__in=[it.pk for it in versions], status=Rendering.Status.DONE)
    files: dict[int, list[Rendering]] = {}
    for rendering in sorted(done, key=lambda it: Rendering.Format.values.index(it.format)):
        files.setdefault(rendering.version_id, []).append(rendering)
    facts = _facts(versions)
    issues: dict[tuple[int, str], list[Issued]] = {}
    for it in versions:
        key = (it.document.edition_id, address_of(it))
        issues.setdefault(key, []).append(_issued(it, versions, facts, tuple(files.get(it.pk, ()))))
    made = [Issue(address, tuple(sorted(them, key=_original_first))) for (_, address), them in issues.items()]
    editions = list(dict.fromkeys(it.document.edition_id for it in versions))
    return sorted(made, key=lambda issue: (editions.index(issue.first.version.document.edition_id), *_place(issue)))


def _place(issue: Issue) -> tuple[str, int, int]:
    """Where it stands within an edition: with its document, what stands, what is about it, what is superseded."""
    version = issue.first.version
    follows = 2 if issue.first.superseded_by else int(issue.first.about is not None)
    return version.document.kind, version.document.original_id or version.document_id, follows


def _original_first(issued: Issued) -> tuple[bool, str, int]:
    document = issued.version.document
    return document.original_id is not None, document.language, issued.version.pk


def _issued(
    version: DocumentVersion, versions: list[DocumentVersion], facts: Mapping[int, Facts], files: tuple[Rendering, ...]
) -> Issued:
    others = [it for it in versions if it.document_id == version.document_id]
    standing = [it for it in others if it.stage in {Stage.FINAL, Stage.REVISION}]
    newest = standing[-1] if standing else None
    about = next((it for it in others if it.pk == version.corrects_id), None)

    def told(stage: str) -> tuple[DocumentVersion, ...]:
        return tuple(it for it in others if it.corrects_id == version.pk and it.stage == stage)

    return Issued(
        version=version,
        facts=facts[version.pk],
        files=files,
        superseded_by=newest if version in standing and newest != version else None,
        corrections=told(Stage.CORRIGENDUM),
        addenda=told(Stage.ADDENDUM),
        about=about if version.stage in {Stage.CORRIGENDUM, Stage.ADDENDUM} else None,
    )


def find_issue(address: str) -> Issue | None:
    """What was issued under a symbol, in every language in which it is public; None where nothing is."""
    if "\0" in address:
        # PostgreSQL would not even look.
        return None
    key, _, number = address.rpartition("/v")
    named = Q(symbol=address) & ~Q(symbol="")
    if number.isdecimal() and len(number) < 10:
        named |= Q(symbol="", document__key=key, version=int(number))
    edition = public_versions().filter(named).values_list("document__edition", flat=True).order_by("pk").first()
    if edition is None:
        return None
    return next((it for it in read_library(document__edition=edition) if it.address == address), None)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a digest belongs to: a published version, and the file of it that has the digest; None for its content."""

    issued: Issued
    file: Rendering | None


def verify_digest(digest: str) -> Verified | None:
    """The published version whose content or whose file has this SHA-256, in lower case; None for any other.

    A draft, a version that waits for its time and one that was taken back are told from what does not exist by
    nothing: neither that they exist nor whether a copy that got out is genuine.
    """
    named = Q(digest=digest) | Q(renderings__sha256=digest, renderings__status=Rendering.Status.DONE)
    found = public_versions().filter(named).order_by("pk").first()
    if found is None:
        return None
    issues = read_library(document__edition=found.document.edition_id)
    issued = next(it for issue in issues for it in issue.languages if it.version == found)
    # The file first: that in JSON is the content itself.
    return Verified(issued, next((it for it in issued.files if it.sha256 == digest), None))
