"""The sample forum: loaded where a test looks at its rows, and published where it looks at what is made of it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from forums.agenda.content import from_json
from forums.agenda.release import publish_agenda
from forums.models import AgendaRelease, Edition, Session
from reports.demo import SAMPLE
from reports.records.load import load_records
from tests.template import Made, address_of, database_of

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PublishedSample:
    """``agendas`` by edition; the forum of 2022 is released again with a session renamed, which is its ``last``."""

    agendas: dict[str, Tree]
    releases: list[Tree]
    last: Tree


def load_sample() -> None:
    """Load the sample's records, or copy the rows that became of them where they were loaded once for all."""
    address = address_of(Made.LOADED) if connection.vendor == "sqlite" else ""
    if not address:
        load_records(SAMPLE)
        return
    ours = [apps.get_app_config(label) for label in ("forums", "speakers", "reports")]
    tables = [it._meta.db_table for config in ours for it in config.get_models(include_auto_created=True)]
    with closing(sqlite3.connect(database_of(address))) as loaded, transaction.atomic():
        for table in tables:
            rows = loaded.execute(f'SELECT * FROM "{table}"')
            into = f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(rows.description))})'
            connection.connection.executemany(into, rows)


def publish_sample() -> PublishedSample:
    """Publish all of the sample, which is loaded, and undo it: what is published needs no rows."""
    with transaction.atomic():
        editions = Edition.objects.public().filter(sessions__isnull=False).distinct()
        agendas = {edition.slug: from_json(publish_agenda(edition).content) for edition in editions}
        edition = Edition.objects.get(slug="iaicgf-2022")
        Session.objects.filter(edition=edition, code="thematic-1").update(title_en="AI & Industry")
        last = publish_agenda(edition, note="A better title.")
        releases = list(AgendaRelease.objects.filter(edition=edition).values("version", "at", "note", "changes"))
        transaction.set_rollback(True)
    return PublishedSample(agendas, releases, from_json(last.content))
