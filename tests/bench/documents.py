"""What a printed document costs: beside WeasyPrint and XeLaTeX, ten times as long, in every format, many at once."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "var" / "fonts"
WEASYPRINT = "weasyprint==70.0"
RUNS = 5
BATCH = 40
BATCH_RUNS = 2

Tree = dict[str, Any]

# A worker of an installation without a broker: says that it is ready, and works off what waits once it is told to.
WORKER = """
import sys
import django
django.setup()
from forums.jobs import work_off
print("ready", flush=True)
sys.stdin.readline()
while work_off():
    pass
"""


def measure_documents(paper_json: str, scratch: Path) -> dict[str, Any]:
    """Seconds and memory of our files and of others', in turn; the batch is worked off on the database at hand."""
    paper = json.loads(paper_json)
    others = {"weasyprint": weasyprint_command(paper, scratch), "xelatex": xelatex_command(paper, scratch)}
    found: dict[str, Any] = {"others": {name for name, command in others.items() if command}}
    found |= _measure_files(paper_json, tenfold(paper), {name: it for name, it in others.items() if it})
    found["pages"] |= {name: _pages(Path(command[-1])) for name, command in others.items() if command}
    found["memory"] = {"one": peak(paper_json), "ten": peak(tenfold(paper))}
    found["batch"] = measure_batch(paper, scratch)
    return found


def _measure_files(one: str, ten: str, others: dict[str, list[str]]) -> dict[str, Any]:
    from reports.renderers import formats

    steps: dict[str, Callable[[], Any]] = {
        name: lambda name=name: formats.render(name, one, fonts=FONTS, timeout=300) for name in formats.FORMATS
    }
    steps["ten"] = lambda: formats.render("pdf", ten, fonts=FONTS, timeout=300)
    for name, command in others.items():
        # From the folder of its files, as LaTeX writes beside them.
        steps[name] = lambda command=command: subprocess.run(
            command, check=True, cwd=Path(command[-1]).parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    # Libraries are loaded once in the life of a worker.
    pages = {name: steps[source]().pages for name, source in (("one", "pdf"), ("ten", "ten"))}
    for name in formats.FORMATS:
        steps[name]()
    seconds: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(RUNS):
        for name, step in steps.items():
            began = time.perf_counter()
            step()
            seconds[name].append(time.perf_counter() - began)
    return {"seconds": seconds, "pages": pages}


def tenfold(paper: Tree) -> str:
    """Ten times the content, each time with identifiers of its own."""

    def numbered(number: int) -> list[Tree]:
        return json.loads(json.dumps(paper["chapters"]).replace('"id": "', f'"id": "n{number}/'))

    return json.dumps(paper | {"chapters": [chapter for number in range(10) for chapter in numbered(number)]})


def peak(paper_json: str) -> float:
    """The most memory that the compiler of a paper has at a time, in megabytes."""
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryFile() as source:
        source.write(paper_json.encode())
        source.seek(0)
        limits = [str(3 * 1024**3), "300"]
        process = subprocess.Popen(
            [sys.executable, "-m", "reports.renderers.typst_process", str(FONTS), empty, *limits],
            stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
            env={"PATH": os.defpath, "RAYON_NUM_THREADS": "1"},
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss / 1024 if sys.platform == "linux" else used.ru_maxrss / 1024**2


def measure_batch(paper: Tree, scratch: Path) -> dict[int, list[float]]:
    """Seconds that one worker and two take for forty documents, by the number of workers."""
    from forums.models import Edition
    from reports.models import Document, DocumentVersion, Rendering

    Rendering.objects.all().delete()
    edition = Edition.objects.get(slug="iaicgf-2022")
    for number in range(BATCH):
        content = json.dumps(paper | {"meta": paper["meta"] | {"symbol": f"BENCH/{number}"}})
        document = Document.objects.create(edition=edition, key=f"bench-{number}", title_en=f"Bench {number}")
        version = DocumentVersion.objects.create(
            document=document, version=1, content=content, digest=f"{number:064x}", symbol=f"BENCH/{number}"
        )
        Rendering.objects.create(version=version, format="pdf")
    if not (scratch / "fonts").exists():
        (scratch / "fonts").symlink_to(FONTS)
    found: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(BATCH_RUNS):
        for hands, seconds in found.items():
            for rendering in Rendering.objects.all():
                rendering.requeue()
            # Files that are there are not written again.
            shutil.rmtree(scratch / "documents", ignore_errors=True)
            seconds.append(_work_off(hands, scratch))
            assert not Rendering.objects.exclude(status=Rendering.Status.DONE, attempts=1).exists()
    return found


def _work_off(hands: int, scratch: Path) -> float:
    environment = os.environ | {"VAR_DIR": str(scratch)}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(hands)
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        assert worker.wait() == 0
        worker.stdin.close()
        worker.stdout.close()
    return time.perf_counter() - began


def weasyprint_command(paper: Tree, scratch: Path) -> list[str] | None:
    """The command that prints the same content with WeasyPrint; None where it cannot be installed."""
    from tests.bench.html import paper_html

    python = ROOT / "var" / "bench" / "weasyprint" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", WEASYPRINT], check=False)
        if done.returncode:
            return None
    source, target = scratch / "paper.html", scratch / "paper.pdf"
    source.write_text(paper_html(paper, FONTS), encoding="utf-8")
    return _tried([str(python), "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", str(source), str(target)])


def xelatex_command(paper: Tree, scratch: Path) -> list[str] | None:
    """The command that prints the same content with XeLaTeX, contents and pages settled; None where it is missing."""
    from tests.bench.latex import paper_latex

    if shutil.which("xelatex") is None or shutil.which("sh") is None:
        return None
    source, target = scratch / "latex" / "paper.tex", scratch / "latex" / "paper.pdf"
    source.parent.mkdir(exist_ok=True)
    source.write_text(paper_latex(paper, FONTS), encoding="utf-8")
    once = f"xelatex -interaction=batchmode -halt-on-error {source.name}"
    # The second run knows the pages that the first one found.
    return _tried(["sh", "-c", f"{once} && {once}", str(target)])


def _tried(command: list[str]) -> list[str] | None:
    done = subprocess.run(command, check=False, capture_output=True, cwd=Path(command[-1]).parent)
    return None if done.returncode else command


def _pages(file: Path) -> int:
    from pypdf import PdfReader

    return len(PdfReader(file).pages)


def report(found: dict[str, Any]) -> list[str]:
    """The lines of docs/performance.md about it."""
    seconds, pages, memory, batch = found["seconds"], found["pages"], found["memory"], found["batch"]

    def ratio(above: str, below: str = "pdf") -> float:
        """Of two that ran in turn: the median of the pairs, so that a busy moment spoils one pair alone."""
        return statistics.median(a / b for a, b in zip(seconds[above], seconds[below], strict=True))

    one, ten = min(seconds["pdf"]), min(seconds["ten"])
    formats = ("pdf", "html", "docx", "epub", "json")
    every = statistics.median(map(sum, zip(*(seconds[name] for name in formats), strict=True)))
    share = statistics.median(sum(run) / run[0] for run in zip(*(seconds[name] for name in formats), strict=True))
    grown = f"{ratio('ten'):.1f} × the seconds, {memory['ten'] / memory['one']:.1f} × the memory"
    lines = [
        "## The printed document",
        "",
        f"Least seconds of {RUNS} runs in turn, median of the ratios of each turn. Every PDF is a fresh process",
        "with one thread: a document alone is set no faster with two, and workers side by side then have a core each.",
        "",
        "| what | pages | seconds | MB at most | ratio | at most |",
        "|---|---:|---:|---:|---:|---:|",
        f"| the 2022 outcome document as PDF | {pages['one']} | {one:.2f} | {memory['one']:.0f} | 1 | |",
        f"| ten times its content | {pages['ten']} | {ten:.2f} | {memory['ten']:.0f} | {grown} | 11 × and 3 × |",
        f"| PDF, HTML, DOCX, EPUB and JSON | | {every:.2f} | | {share:.2f} × the PDF | 3 × |",
        *(f"| of these {name.upper()} | | {min(seconds[name]):.2f} | | | |" for name in formats[1:]),
    ]
    for name, told in (("weasyprint", WEASYPRINT.replace("==", " ")), ("xelatex", "XeLaTeX, two runs")):
        if name in found["others"]:
            lines.append(
                f"| the same content with {told} | {pages[name]} | {min(seconds[name]):.2f} | "
                f"| ours takes {ratio('pdf', name):.3f} of it | 0.1 |"
            )
        else:
            lines.append(f"| {told}: is not here or did not take it | | | | | 0.1 |")
    faster = min(batch[1]) / min(batch[2])
    return [
        *lines,
        "",
        f"{BATCH} documents as PDF, worked off from the queue on SQLite; least of {BATCH_RUNS} runs in turn.",
        "",
        "| workers | seconds | times as fast | at least |",
        "|---:|---:|---:|---:|",
        f"| 1 | {min(batch[1]):.1f} | 1 | |",
        f"| 2 | {min(batch[2]):.1f} | {faster:.2f} | 1.7 |",
    ]
