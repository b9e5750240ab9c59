"""An installation that renders documents and sends mails, with Celery workers or without."""

import os
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from reports.paper.content import Meta, Paper, Paragraph, Run, Section, Words
from tests.faults.installation import Installation, wait

REDIS_URL = os.environ.get("TEST_REDIS_URL", "")

# Saves a rendering as the office does, and says how long it took to hand it over.
ORDER = """
import sys, time, uuid
import django
django.setup()
from django.db import transaction
from forums.jobs import enqueue
from tests.factories import DocumentFactory, RenderingFactory
key = uuid.uuid4().hex
with transaction.atomic():
    document = DocumentFactory(key=key, edition__slug=key, edition__forum__slug=key)
    rendering = RenderingFactory(version__document=document, version__content=sys.stdin.read())
    enqueue(rendering)
    began = time.monotonic()
print(rendering.pk, time.monotonic() - began)
"""

# Invites so many persons to an edition of their own.
INVITE = """
import sys, uuid
import django
django.setup()
from speakers.invitations import invite
from tests.factories import EditionFactory, PersonFactory
key = uuid.uuid4().hex
persons = [PersonFactory(email=f"{key}-{number}@example.org") for number in range(int(sys.stdin.read()))]
edition = EditionFactory(slug=key, forum__slug=key, public=True)
for invitation in invite(persons, edition=edition, role="panelist", by=None).invitations:
    print(invitation.mails.get().pk)
"""


def paper(paragraphs: int) -> str:
    """A paper of so many paragraphs; two thousand are set in some seconds."""
    meta = Meta(
        kind="Report", title="Talks", subtitle="", theme="", forum="Talks", year="2022", dates="", place="",
        date="2022-06-01", issued="", issuers=(), symbol="", stage="draft", draft=True, running_head="Talks",
    )  # fmt: skip
    words = Words(contents="Contents", index="Index", index_note="", draft="Draft", verify="")
    blocks = tuple(Paragraph(f"one/{number}", (Run("word " * 100),)) for number in range(paragraphs))
    return Paper("en", meta, words, (Section("one", "I.", "One", blocks),)).to_json()


QUICK, SLOW = paper(1), paper(2500)


class Site(Installation):
    """An installation that renders documents."""

    def order(self, content: str, redis_url: str = "") -> tuple[int, float]:
        """Save a rendering and hand it over: its number, and the seconds that took."""
        number, seconds = self.run("-c", ORDER, given=content, REDIS_URL=redis_url).split()
        return int(number), float(seconds)

    def work(self, redis_url: str, *, beat: bool = False, hands: int = 1, **environment: str) -> subprocess.Popen:
        """A Celery worker, with the clock that sweeps up what was lost, or without."""
        schedule = ["--beat", "--schedule", str(self.folder / f"{time.monotonic_ns()}.beat")] if beat else []
        return self.start(
            "-m", "celery", "-A", "config", "worker", "--concurrency", str(hands), "--without-mingle",
            "--without-gossip", *schedule, REDIS_URL=redis_url, **environment,
        )  # fmt: skip

    def invite(self, count: int, redis_url: str) -> list[int]:
        """Invite so many persons: the numbers of their mails."""
        return [int(number) for number in self.run("-c", INVITE, given=str(count), REDIS_URL=redis_url).split()]

    def mail(self, number: int) -> dict:
        """The mail as any process sees it."""
        return self._read("speakers_mail", number, "status", "attempts", "error")

    def row(self, number: int) -> dict:
        """The rendering as any process sees it."""
        return self._read("reports_rendering", number, "status", "attempts", "error", "file", "sha256")

    def _read(self, table: str, number: int, *columns: str) -> dict:
        query = f"SELECT {', '.join(columns)} FROM {table} WHERE id = {number}"
        if self.database.startswith("sqlite"):
            with closing(sqlite3.connect(urlsplit(self.database).path, timeout=20)) as connection:
                found = connection.execute(query).fetchone()
        else:
            with psycopg.connect(self.database, autocommit=True) as connection:
                found = connection.execute(query).fetchone()
        return dict(zip(columns, found, strict=True))

    def wait_until(self, number: int, *statuses: str) -> dict:
        wait(lambda: self.row(number)["status"] in statuses)
        return self.row(number)

    def files(self, number: int) -> list[Path]:
        """Every file that a rendering has left, its own first."""
        name = self.row(number)["file"]
        assert name
        own = self.folder / "documents" / name
        return [own, *(path for path in own.parent.iterdir() if path != own)]


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def renderers(worker: subprocess.Popen) -> list[int]:
    """The processes of a worker that have a compiler at work."""
    found = []
    for entry in Path("/proc").iterdir():
        # Processes end while they are looked at.
        with suppress(FileNotFoundError, ProcessLookupError):
            if entry.name.isdigit() and b"reports.renderers.typst_process" in (entry / "cmdline").read_bytes():
                child = parent(int(entry.name))
                if parent(child) == worker.pid:
                    found.append(child)
    return found
