"""The public agenda measured: by Django, by nginx, in memory and at publish, each beside what limits it."""

import gzip
import http.client
import json
import os
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench.load import WRK, Target, answers_per_second, gunicorn, in_turn, memory, requests_per_second
from tests.bench.pretalx import PRETALX, is_complete, pretalx

EDITIONS = ("small", "large")
API = "/api/v1/editions"
ROUNDS = 5
GZIP = {"Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}

Tree = dict[str, Any]
Counted = Callable[[Callable[[], Any]], tuple[float, int]]


def measure_agenda(scratch: Path, counted: Counted) -> Tree:
    """Publish both editions in the configured database and measure what readers get; ``scratch`` is for files."""
    found = measure_publishing(counted)
    if WRK is None:
        return found
    # As deploy/plenary.service has it.
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_MMAP_THRESHOLD_": "65536",
    }
    with ExitStack() as stack:
        port, _ = stack.enter_context(gunicorn("config.wsgi", environment))
        agendas = {slug: ask(port, f"{API}/{slug}/agenda/")[0] for slug in EDITIONS}
        found["django"] = measure_django(port, scratch)
        found["nginx"] = measure_nginx(port, scratch)
        found["pretalx"] = measure_pretalx(port, scratch, agendas)
    with gunicorn("config.wsgi", environment) as (port, process):
        found["memory"] = measure_memory(port, process)
    return found


def measure_publishing(counted: Counted) -> Tree:
    """Seconds and queries of a publish of each edition, the first time and after an edit, and of writing its files."""
    from forums.agenda.files import write_files
    from forums.agenda.release import publish_agenda
    from tests.bench.editions import LARGE, SMALL, make_edition

    found: Tree = {}
    for slug, shape in zip(EDITIONS, (SMALL, LARGE), strict=True):
        edition = make_edition(slug, shape)
        first = counted(lambda edition=edition: publish_agenda(edition))
        for number, session in enumerate(edition.sessions.all()[: shape.sessions // 2]):
            session.title = f"{session.title} {number}"
            session.save()
        again = counted(lambda edition=edition: publish_agenda(edition))
        release = edition.releases.get(version=2)
        began = time.perf_counter()
        count, size = write_files(release)
        seconds = time.perf_counter() - began
        found[slug] = {"first": first, "again": again, "files": count, "bytes": size, "files_seconds": seconds}
    return found


def measure_django(port: int, scratch: Path) -> dict[str, tuple[float, float, float]]:
    """Requests per second of ours and of the bare view with the same bytes, in turn."""
    bodies = scratch / "bodies"
    bodies.mkdir()
    day, track = filters(json.loads(ask(port, f"{API}/large/agenda/")[0]))
    addresses = {
        "small": f"{API}/small/agenda/",
        "large": f"{API}/large/agenda/",
        "list": f"{API}/large/sessions/?day={day}&track={track}",
        "session": f"{API}/large/sessions/session-300/",
    }
    tags = {}
    for name, address in addresses.items():
        body, tags[name] = ask(port, address)
        (bodies / f"{name}.body").write_bytes(body)
        (bodies / f"{name}.body.gz").write_bytes(gzip.compress(body, 6, mtime=0))
    environment = {"BENCH_BODIES": str(bodies), "BENCH_DATABASE": os.environ["DATABASE_URL"].partition("///")[2]}
    with gunicorn("tests.bench.bare", environment) as (bare, _):

        def pair(name: str, ours: dict[str, str], limit: dict[str, str]) -> tuple[Target, Target]:
            return Target(port, addresses[name], ours), Target(bare, f"/{name}.body", limit)

        pairs = {}
        for slug in EDITIONS:
            pairs[f"{slug}, whole agenda"] = pair(slug, PLAIN, PLAIN)
            pairs[f"{slug}, whole agenda, gzip"] = pair(slug, GZIP, GZIP)
            known = {"If-None-Match": tags[slug]}, {"If-None-Match": ask(bare, f"/{slug}.body")[1]}
            pairs[f"{slug}, whole agenda, 304"] = pair(slug, *known)
        pairs["large, sessions of a day and a track"] = pair("list", PLAIN, PLAIN)
        pairs["large, one session"] = pair("session", PLAIN, PLAIN)
        return in_turn(pairs, ROUNDS)


def filters(agenda: Tree) -> tuple[str, str]:
    """A day and a track of which there are sessions."""
    session = agenda["sessions"][300]
    return session["starts_at"][:10], session["track"]


def measure_nginx(port: int, scratch: Path) -> dict[str, tuple[float, float, float]] | None:
    """The same of the shipped configuration and of the same file in nginx's plainest; None where it is missing."""
    from django.conf import settings

    from tests.nginx import BINARY, nginx
    from tests.services import free_port

    if BINARY is None:
        return None
    plain = free_port()
    types = "types { application/json json; }"
    beside = f"""server {{
        listen 127.0.0.1:{plain};
        location / {{ root {settings.PUBLISHED_DIR}; gzip_static on; {types} }}
    }}"""
    upstream = f"127.0.0.1:{port}"
    with nginx(scratch / "nginx", upstream=upstream, published=settings.PUBLISHED_DIR, beside=beside) as shipped:
        pairs = {
            f"{slug}, whole agenda{name}": (
                Target(shipped, f"{API}/{slug}/agenda/", headers),
                Target(plain, f"/{slug}/current/en/agenda.json", headers),
            )
            for slug in EDITIONS
            for name, headers in (("", PLAIN), (", gzip", GZIP))
        }
        for ours, limit in pairs.values():
            # From the file, not from Django, and the same bytes.
            assert ask(ours.port, ours.path) == ask(limit.port, limit.path)
        return in_turn(pairs, ROUNDS)


def measure_pretalx(
    port: int, scratch: Path, agendas: dict[str, bytes]
) -> dict[str, tuple[float, float, float]] | None:
    """The same of Django and of pretalx's whole agenda; None where pretalx cannot be installed."""
    folder = scratch.parent / "pretalx"
    folder.mkdir(exist_ok=True)
    with pretalx(folder, agendas) as targets:
        if targets is None:
            return None
        found = {}
        for slug, theirs in targets.items():
            assert is_complete(ask(theirs.port, theirs.path)[0], agendas[slug]), f"pretalx misses some of {slug}"
            ours = Target(port, f"{API}/{slug}/agenda/", PLAIN)
            rates = [(requests_per_second(ours), answers_per_second(theirs)) for _ in range(2)]
            found[slug] = (
                statistics.median(rate for rate, _ in rates),
                statistics.median(rate for _, rate in rates),
                statistics.median(rate / peer for rate, peer in rates),
            )
        return found


def measure_memory(port: int, process: int) -> tuple[float, float]:
    """Megabytes of a worker before and after it has served every representation of the large edition."""
    from forums.agenda.representations import REPRESENTATIONS

    ask(port, f"{API}/none/agenda/")
    idle = memory(process)
    for language in ("en", "zh-hans"):
        for name in REPRESENTATIONS:
            address = f"{API}/large/{name if '.' in name else f'{name}/'}?lang={language}"
            for headers in (PLAIN, GZIP):
                ask(port, address, headers)
        for page in range(1, 13):
            ask(port, f"{API}/large/sessions/?lang={language}&page={page}")
        for session in range(0, 600, 10):
            ask(port, f"{API}/large/sessions/session-{session:03}/?lang={language}")
    return idle, memory(process)


def ask(port: int, path: str, headers: dict[str, str] = PLAIN) -> tuple[bytes, str]:
    """The body of an answer and its tag."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.read(), response.headers.get("ETag", "")
    finally:
        connection.close()


def report(found: Tree) -> list[str]:
    """The section of docs/performance.md."""
    lines = [
        "## The public agenda",
        "",
        "Small: 14 sessions and 110 speakers. Large: 600 sessions and 700 speakers. SQLite.",
        "",
        "| publish | seconds | queries | at most | files | MB | seconds in the background |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for slug in EDITIONS:
        of = found[slug]
        files = f"{of['files']} | {of['bytes'] / 1e6:.1f} | {of['files_seconds']:.2f}"
        lines += [
            f"| {slug}, for the first time | {of['first'][0]:.2f} | {of['first'][1]} | 2 s | | | |",
            f"| {slug}, half of the sessions renamed | {of['again'][0]:.2f} | {of['again'][1]} | 2 s | {files} |",
        ]
    if "django" not in found:
        return [*lines, "", "What readers get was not measured: wrk is not installed here."]
    lines += [
        "",
        f"Requests per second of 8 readers (wrk), median of {ROUNDS} rounds in turn. The bare view is plain Django",
        "without middleware: it asks for a version by its key and returns the same bytes from memory, under the same",
        "server (gunicorn, one worker with eight threads).",
        "",
        "| Django | ours | bare view | ratio | at least |",
        "|---|---:|---:|---:|---:|",
        *rows(found["django"], lambda name: 0.9 if "whole" in name else 0.5),
        "",
        "| nginx | as shipped | its own static file | ratio | at least |",
        "|---|---:|---:|---:|---:|",
        *rows(found["nginx"], lambda _: 0.9, missing="nginx is not installed here"),
        "",
        f"| the whole agenda | Django, ours | {PRETALX.replace('==', ' ')}, expanded | ratio | at least |",
        "|---|---:|---:|---:|---:|",
        *rows(
            found["pretalx"],
            lambda name: 2000 if name == "large" else 200,
            missing=f"{PRETALX}: could not be installed here",
        ),
    ]
    idle, full = found["memory"]
    return [
        *lines,
        "",
        "| memory of a worker | idle, MB | after everything of the large edition, MB | more | at most |",
        "|---|---:|---:|---:|---:|",
        f"| every representation and list, both languages | {idle:.0f} | {full:.0f} | {full - idle:.0f} MB | 30 MB |",
    ]


def rows(
    found: dict[str, tuple[float, float, float]] | None, least: Callable[[str], float], missing: str = ""
) -> list[str]:
    """A line for each measurement."""
    if found is None:
        return [f"| {missing} | | | | |"]
    return [
        f"| {name} | {number(ours)} | {number(limit)} | {number(ratio)} | {least(name):g} |"
        for name, (ours, limit, ratio) in found.items()
    ]


def number(value: float) -> str:
    """Three figures of a number, with thin groups."""
    return f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.3g}"
