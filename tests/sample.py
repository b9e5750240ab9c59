"""The sample forum as it is published: read once for all tests that look at what is made of it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from forums.agenda.content import from_json
from forums.agenda.release import publish_agenda
from forums.models import AgendaRelease, Edition, Session
from reports.demo import SAMPLE
from reports.records.load import load_records

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PublishedSample:
    """``agendas`` by edition; the forum of 2022 is released again with a session renamed, which is its ``last``."""

    agendas: dict[str, Tree]
    releases: list[Tree]
    last: Tree


def publish_sample() -> PublishedSample:
    """Load the sample, publish all of it and undo it: what is published needs no rows."""
    with transaction.atomic():
        load_records(SAMPLE)
        editions = Edition.objects.public().filter(sessions__isnull=False).distinct()
        agendas = {edition.slug: from_json(publish_agenda(edition).content) for edition in editions}
        edition = Edition.objects.get(slug="iaicgf-2022")
        Session.objects.filter(edition=edition, code="thematic-1").update(title_en="AI & Industry")
        last = publish_agenda(edition, note="A better title.")
        releases = list(AgendaRelease.objects.filter(edition=edition).values("version", "at", "note", "changes"))
        transaction.set_rollback(True)
    return PublishedSample(agendas, releases, from_json(last.content))
