"""Measure the main job and write docs/performance.md.

Everything runs on a database of its own under var/bench/. WeasyPrint, which the PDF is compared with, and pretalx,
which the public agenda is, are installed into environments of their own there; where that is not possible, or where
wrk or nginx is missing, the rows say so.
"""

import os
import platform
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = ROOT / "var" / "bench"

Tree = dict[str, Any]


def main() -> None:
    shutil.rmtree(SCRATCH / "data", ignore_errors=True)
    (SCRATCH / "data").mkdir(parents=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{SCRATCH}/data/bench.sqlite3",
        "PUBLISHED_DIR": f"{SCRATCH}/data/published",
        "REDIS_URL": "",
    }
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from tests.bench.agenda import measure_agenda
    from tests.bench.documents import measure_documents
    from tests.bench.people import measure_people
    from tests.bench.provenance import measure_provenance
    from tests.bench.reports import measure_board

    records = measure_records()
    records["agenda"] = measure_agenda(SCRATCH / "data", counted)
    records["people"] = measure_people()
    records["provenance"] = measure_provenance()
    records["board"] = measure_board()
    records["documents"] = measure_documents(records.pop("paper"), SCRATCH / "data")
    page = ROOT / "docs" / "performance.md"
    page.write_text(report(records), encoding="utf-8")
    print(page.read_text(encoding="utf-8"))


def measure_records() -> dict[str, Any]:
    """Load, publish and assemble the sample: seconds and queries; assemble again with ten times the records."""
    from django.core.management import call_command

    from forums.agenda.release import publish_agenda
    from forums.models import Edition
    from reports.demo import SAMPLE
    from reports.documents import assemble_document
    from reports.models import Document
    from reports.records.load import load_records

    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {}
    found["load"] = counted(lambda: load_records(SAMPLE))
    found["load_again"] = counted(lambda: load_records(SAMPLE))
    edition = Edition.objects.get(slug="iaicgf-2022")
    found["publish"] = counted(lambda: publish_agenda(edition))
    document = Document.objects.get(key="outcome-document-2022")
    found["assemble"] = counted(lambda: assemble_document(document))
    found["paper"] = document.versions.get().content
    multiply_interventions(edition, 10)
    found["assemble_tenfold"] = counted(lambda: assemble_document(document))
    return found


def multiply_interventions(edition: Any, times: int) -> None:
    """The same summaries, as many times over."""
    from reports.models import Intervention

    rows = list(Intervention.objects.filter(report__session__edition=edition))
    for number in range(1, times):
        for row in rows:
            row.pk, row.key = None, f"{row.key[:70]}-x{number}"
        Intervention.objects.bulk_create(rows)
        for row in rows:
            row.key = row.key.rsplit("-x", 1)[0]


def counted(step: Callable[[], Any]) -> tuple[float, int]:
    """Seconds and queries of a step."""
    from django.db import connection, reset_queries

    connection.force_debug_cursor = True
    reset_queries()
    connection.queries_log = type(connection.queries_log)(maxlen=1_000_000)
    began = time.perf_counter()
    step()
    seconds = time.perf_counter() - began
    queries = sum(not row["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for row in connection.queries)
    connection.force_debug_cursor = False
    return seconds, queries


def report(found: dict[str, Any]) -> str:
    """docs/performance.md."""
    from tests.bench import agenda, documents, people, provenance, reports

    rows = [
        ("load the sample into an empty database", *found["load"]),
        ("load it again, nothing changed", *found["load_again"]),
        ("publish the 2022 agenda", *found["publish"]),
        ("assemble the 2022 outcome document", *found["assemble"]),
        ("the same with ten times the interventions", *found["assemble_tenfold"]),
    ]
    lines = [
        "# Performance",
        "",
        f"Written by `make bench` ({platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}).",
        "Machines differ and are shared: read the ratios.",
        "",
        "## Records (SQLite)",
        "",
        "| step | seconds | queries |",
        "|---|---:|---:|",
        *(f"| {name} | {took:.2f} | {queries} |" for name, took, queries in rows),
        "",
        *agenda.report(found["agenda"]),
        "",
        *people.report(found["people"]),
        "",
        *provenance.report(found["provenance"]),
        "",
        *reports.report(found["board"]),
        "",
        *documents.report(found["documents"]),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
