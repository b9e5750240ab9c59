"""What the documents say of the persons they name, to be compared with what is on file."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from reports.models import DocumentVersion
from speakers.agreement import Statement
from speakers.billing import billing_day
from speakers.models import Registration

# What a document that looks back adds to the titles of the day.
_HINDSIGHT = re.compile(r"\bthen (?=\S)| \(now (?:[^()]|\([^()]*\))*\)|时任|（现任[^）]*）")


def statements_of_documents(registrations: Sequence[Registration]) -> Iterator[Statement]:
    """What the newest version of each document says of these persons as of the day they were billed. One query.

    A document names the speakers of its edition where it sums up what they said, and the guests of earlier editions
    where it tells how the forum went.
    """
    forums = {row.edition.forum_id for row in registrations}
    newest = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-version")
    versions = DocumentVersion.objects.filter(
        document__edition__forum__in=forums, pk=Subquery(newest.values("pk")[:1])
    ).select_related("document__edition__forum")
    for version in versions.order_by("document__edition__year", "document", "pk"):
        own = {
            row.card.slug: row for row in registrations if row.card and row.edition_id == version.document.edition_id
        }
        named = {(row.edition.slug, row.card.name): row for row in registrations if row.card}
        # A chapter gives the titles at the first mention only.
        told: set[tuple[int, str]] = set()
        for place, runs in _paragraphs(version.tree["chapters"]):
            for row, words in (*_speakers(runs, own), *_guests(place, runs, named)):
                mention = row.pk, place.partition("/")[0]
                if mention in told:
                    continue
                told.add(mention)
                day, language = billing_day(row.edition), version.document.language
                yield Statement(row.person, day, language, str(version), words, version.document)


def _paragraphs(sections: Iterable[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each paragraph of the paper: where it stands, and its runs."""
    for section in sections:
        for block in section["blocks"]:
            if block["type"] == "paragraph":
                yield block["id"], block["runs"]
        yield from _paragraphs(section["sections"])


def _speakers(runs: list[dict[str, Any]], rows: dict[str, Registration]) -> Iterator[tuple[Registration, str]]:
    """Who is summed up: their name leads to the index, and their titles follow in bold."""
    for run, following in zip(runs, [*runs[1:], {"text": "", "strong": False}], strict=True):
        if run["index"] in rows:
            titles = following["text"] if following["strong"] and following["text"].startswith(", ") else ""
            yield rows[run["index"]], run["text"] + titles


def _guests(
    place: str, runs: list[dict[str, Any]], rows: dict[tuple[str, str], Registration]
) -> Iterator[tuple[Registration, str]]:
    """Who is named as a guest of an edition, with the titles of its day."""
    chapter, _, edition = place.partition("/")
    if chapter != "about":
        return
    for run, following in zip(runs, [*runs[1:], {"text": ""}], strict=True):
        row = rows.get((edition, run["text"])) if run["strong"] else None
        if row is not None:
            titles = following["text"] if following["text"].startswith(", ") else ""
            yield row, _HINDSIGHT.sub("", run["text"] + titles)
