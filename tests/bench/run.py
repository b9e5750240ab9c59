"""Measure the main job and write docs/performance.md.

Everything runs on a database of its own under var/bench/. WeasyPrint, which the PDF is compared with, and pretalx,
which the public agenda is, are installed into environments of their own there; where that is not possible, or where
wrk or nginx is missing, the rows say so.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = ROOT / "var" / "bench"
WEASYPRINT = "weasyprint==70.0"
RUNS = 5

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
    from tests.bench.people import measure_people

    records = measure_records()
    records["agenda"] = measure_agenda(SCRATCH / "data", counted)
    records["people"] = measure_people()
    rendering = measure_rendering(json.loads(records.pop("paper")))
    page = ROOT / "docs" / "performance.md"
    page.write_text(report(records | rendering), encoding="utf-8")
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


def measure_rendering(paper: Tree) -> dict[str, Any]:
    """Seconds of our PDF, of ten times the content, and of WeasyPrint, in turn."""
    from reports.renderers.pdf import render_pdf

    fonts = ROOT / "var" / "fonts"
    tenfold = paper | {"chapters": [chapter for number in range(10) for chapter in numbered(paper["chapters"], number)]}
    sources = {"one": json.dumps(paper), "ten": json.dumps(tenfold)}
    weasyprint = weasyprint_command(paper)
    seconds: dict[str, list[float]] = {"one": [], "ten": [], "weasyprint": []}
    pages: dict[str, int] = {}
    for _ in range(RUNS):
        for name, source in sources.items():
            began = time.perf_counter()
            pages[name] = render_pdf(source, fonts=fonts).pages
            seconds[name].append(time.perf_counter() - began)
        if weasyprint:
            began = time.perf_counter()
            subprocess.run(weasyprint, check=True, stderr=subprocess.DEVNULL)
            seconds["weasyprint"].append(time.perf_counter() - began)
    found: dict[str, Any] = {"pages": pages, "seconds": seconds}
    if weasyprint:
        from pypdf import PdfReader

        pages["weasyprint"] = len(PdfReader(weasyprint[-1]).pages)
    return found


def numbered(chapters: list[Tree], number: int) -> list[Tree]:
    """The chapters with identifiers of their own."""
    text = json.dumps(chapters)
    return json.loads(text.replace('"id": "', f'"id": "n{number}/'))


def weasyprint_command(paper: Tree) -> list[str] | None:
    """The command that prints the same content with WeasyPrint; None where it cannot be installed."""
    from tests.bench.html import paper_html

    python = SCRATCH / "weasyprint" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", WEASYPRINT], check=False)
        if done.returncode:
            return None
    source, target = SCRATCH / "data" / "paper.html", SCRATCH / "data" / "paper.pdf"
    source.write_text(paper_html(paper, ROOT / "var" / "fonts"), encoding="utf-8")
    command = [str(python), "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", str(source), str(target)]
    tried = subprocess.run(command, check=False, capture_output=True)
    return None if tried.returncode else command


def report(found: dict[str, Any]) -> str:
    """docs/performance.md."""
    from tests.bench import agenda, people

    seconds, pages = found["seconds"], found["pages"]
    one, ten = statistics.median(seconds["one"]), statistics.median(seconds["ten"])
    growth = statistics.median(b / a for a, b in zip(seconds["one"], seconds["ten"], strict=True))
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
        "## The printed document",
        "",
        f"Median of {RUNS} runs in turn; every run is a fresh process.",
        "",
        "| PDF | pages | seconds | ratio | at most |",
        "|---|---:|---:|---:|---:|",
        f"| the 2022 outcome document | {pages['one']} | {one:.2f} | 1 | |",
        f"| ten times its content | {pages['ten']} | {ten:.2f} | {growth:.1f} × | 11 × |",
    ]
    if seconds["weasyprint"]:
        pairs = zip(seconds["one"], seconds["weasyprint"], strict=True)
        share = statistics.median(ours / theirs for ours, theirs in pairs)
        theirs = statistics.median(seconds["weasyprint"])
        lines.append(
            f"| the same content with {WEASYPRINT.replace('==', ' ')} | {pages['weasyprint']} | {theirs:.2f} "
            f"| ours takes {share:.3f} of it | 0.1 |"
        )
    else:
        lines.append(f"| {WEASYPRINT}: could not be installed here | | | | 0.1 |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
