"""Publishing while everybody reads, from the server and from nginx: no answer is stale, torn or an error.

Real processes: `manage.py serve` with its worker, somebody who publishes, and nginx with the shipped configuration
where it is installed.
"""

import gzip
import http.client
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from tests.faults.installation import ROOT, WORKER, Installation, installed, wait
from tests.nginx import BINARY, needs_nginx, nginx
from tests.services import free_port, wait_for

pytestmark = pytest.mark.services

# For each line it reads: gives every session that title, publishes, and says the release's number. Has a worker of its
# own that writes the files at once; the server's looks once a second.
OFFICE = """
import sys
import django
django.setup()
from forums.agenda.release import publish_agenda
from forums.jobs import LocalWorker
from tests.bench.editions import SMALL, make_edition
edition = make_edition("forum", SMALL)
LocalWorker().start()
print("ready", flush=True)
for line in sys.stdin:
    edition.sessions.update(title_en=line.strip(), title_zh_hans=line.strip())
    print(publish_agenda(edition).version, flush=True)
"""
NGINX_TAG = re.compile(r'"[0-9a-f]{8}-[0-9a-f]+"')
EDITION = "/api/v1/editions/forum/"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body


def ask(connection: http.client.HTTPConnection, path: str, method: str = "GET", **headers: str) -> Answer:
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())


@dataclass
class Forum:
    """An installation that serves one edition; ``server`` and ``web`` are the ports of Django and of nginx."""

    folder: Path
    server: int
    web: int | None
    office: subprocess.Popen
    published: int = 0

    def publish(self, title: str = "") -> int:
        """Publish the agenda with a title for all sessions; the number of the release."""
        self.office.stdin.write(f"{title or f'Edited {self.published + 1} times'}\n")
        self.office.stdin.flush()
        self.published = int(self.office.stdout.readline())
        return self.published

    @property
    def link(self) -> Path:
        return self.folder / "published" / "forum" / "current"

    def publish_and_write(self) -> Path:
        """The folder of a new release whose files are up."""
        version = self.publish()
        wait(lambda: self.link.is_symlink() and self.link.readlink().name.startswith(f"{version}-"))
        return self.link.resolve()

    def both(self, path: str, method: str = "GET", **headers: str) -> tuple[Answer, Answer]:
        """What Django and nginx answer."""
        answers = []
        for port in (self.server, self.web):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            answers.append(ask(connection, path, method, **headers))
            connection.close()
        return answers[0], answers[1]


@pytest.fixture(scope="module")
def forum(tmp_path_factory) -> Iterator[Forum]:
    with ExitStack() as stack:
        folder, database = stack.enter_context(installed(tmp_path_factory.mktemp("forum"), f"publishing_{WORKER}"))
        site = stack.enter_context(Installation(folder, database))
        port = free_port()
        server = site.start("manage.py", "serve", "--bind", f"127.0.0.1:{port}")
        office = subprocess.Popen(
            [sys.executable, "-c", OFFICE],
            cwd=ROOT, env=site.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        stack.enter_context(office)
        stack.callback(office.stdin.close)
        assert office.stdout.readline() == "ready\n"
        wait_for(port, server)
        web = None
        if BINARY:
            upstream, published = f"127.0.0.1:{port}", folder / "published"
            web = stack.enter_context(nginx(folder / "nginx", upstream=upstream, published=published))
        yield Forum(folder, port, web, office)


@dataclass
class Reader(threading.Thread):
    """Asks one server for one address, over and over, and notes what is wrong with the answers."""

    forum: Forum
    port: int
    path: str
    # What each ETag stood for, shared by all readers of one server.
    tags: dict[tuple[str, str], tuple[int, str]]
    stopped: threading.Event
    wrong: list[str] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    kept: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        tag = ""
        try:
            while not self.stopped.is_set():
                # Whatever was published before the question is asked must be in the answer.
                least = max([self.forum.published, *self.seen[-1:]])
                answer = ask(connection, self.path, Accept_Encoding="gzip", If_None_Match=tag)
                tag = answer.headers.get("etag", "")
                version = self.version(answer, tag)
                if version < least:
                    self.wrong.append(f"{self.port}{self.path}: release {version} after release {least}")
                self.seen.append(version)
        except Exception as error:  # noqa: BLE001 -- a thread has nobody to raise to; the test shows it
            self.wrong.append(f"{self.port}{self.path}: {error!r}")
        finally:
            connection.close()

    def version(self, answer: Answer, tag: str) -> int:
        """The release that the answer is from; it must say the same throughout."""
        if answer.status == 304:
            self.kept += 1
            return self.tags[self.path, tag][0]
        assert answer.status == 200, answer
        counts = re.findall(rb"Edited (\d+) times", answer.text)
        # As many sessions as ever, and all from one release.
        assert len(counts) in {14, 28}, len(counts)
        [count] = set(counts)
        found = int(count), sha256(answer.body).hexdigest()
        assert self.tags.setdefault((self.path, tag), found) == found, tag
        return found[0]


def test_no_reader_meets_a_stale_a_torn_or_a_failed_answer(forum):
    forum.publish_and_write()
    first = forum.published
    stopped = threading.Event()
    readers = []
    for port in [forum.server, forum.web] if forum.web else [forum.server]:
        tags: dict[tuple[str, str], tuple[int, str]] = {}
        names = ["agenda/", "agenda/", "agenda.ics", "agenda.csv"]
        readers += [Reader(forum, port, f"{EDITION}{name}", tags, stopped) for name in names]
    for reader in readers:
        reader.start()
    wait(lambda: all(reader.seen or reader.wrong for reader in readers))
    # In quick succession, while files are being written, and after they were put up.
    for pause in (0, 0, 0.02, 0.05, 0.1, 0.2):
        time.sleep(pause)
        forum.publish()
    for _ in range(4):
        forum.publish_and_write()
        time.sleep(0.1)
    # Whoever has asked for the last time before the last publish asks once more.
    wait(lambda: all(reader.wrong or reader.seen[-1:] == [forum.published] for reader in readers))
    stopped.set()
    for reader in readers:
        reader.join()
    assert [line for reader in readers for line in reader.wrong] == []
    # They were there all the time, and saw what stayed as it was.
    assert {reader.seen[0] for reader in readers} == {first}
    assert all(reader.kept for reader in readers)


@needs_nginx
def test_nginx_answers_as_django_does_from_the_files(forum):
    folder = forum.publish_and_write()
    files = [path for path in folder.rglob("*.*") if path.suffix != ".gz" and not path.parent.is_symlink()]
    assert len({path.name for path in files}) > 8
    for path in files:
        language, _, name = str(path.relative_to(folder)).partition("/")
        address = f"{EDITION}{'agenda/' if name == 'agenda.json' else name}?lang={language}"
        for encoding in ("identity", "gzip"):
            django, web = forum.both(address, Accept_Encoding=encoding)
            assert NGINX_TAG.fullmatch(web.headers["etag"]), address
            assert (django.status, web.status, web.body) == (200, 200, django.body), address
            assert told(web) == told(django)
            _, again = forum.both(address, Accept_Encoding=encoding, If_None_Match=web.headers["etag"])
            assert (again.status, again.body) == (304, b"")
            # Of what is not sent a 304 says nothing.
            assert told(again) == {
                name: value for name, value in told(web).items() if name not in {"content-type", "content-encoding"}
            }
            django, web = forum.both(address, "HEAD", Accept_Encoding=encoding)
            assert (django.status, web.status, web.body, told(web)) == (200, 200, b"", told(django))


def told(answer: Answer) -> dict[str, str | list[str]]:
    """The headers that do not depend on who answers, and when."""
    own = {"date", "server", "connection", "etag", "content-length"}
    headers = {name: value for name, value in answer.headers.items() if name not in own}
    # django-csp writes its directives in a different order in each process.
    headers["content-security-policy"] = sorted(headers["content-security-policy"].split("; "))
    return headers


@needs_nginx
@pytest.mark.parametrize(
    ("accepted", "direct"),
    [
        (None, True),
        ("*", True),
        ("en", True),
        ("en-GB,en;q=0.9", True),
        ("en-US,en;q=0.9,zh-CN;q=0.8,zh;q=0.7", True),
        ("zh-CN,zh;q=0.9,en;q=0.8", True),
        ("zh", True),
        ("zh-Hans-CN", True),
        ("ZH-cn", True),
        ("zh-TW,zh;q=0.9,en-US;q=0.8", False),
        # The edition is not in French: what else?
        ("fr", False),
        ("fr-CH, fr;q=0.9, zh;q=0.8, *;q=0.5", False),
        ("de,zh;q=0.5", False),
        ("en;q=0.1,zh", False),
        ("en;q=0,zh", False),
        ("en,,", False),
        ("en;", False),
        ("english", False),
        ("../en", False),
        ("x" * 600, False),
    ],
)
def test_nginx_judges_the_language_as_django_does_or_leaves_it_to_django(forum, accepted, direct):
    forum.published or forum.publish()
    wait(forum.link.is_symlink)
    headers = {} if accepted is None else {"Accept_Language": accepted}
    django, web = forum.both(f"{EDITION}agenda/", **headers)
    assert (web.status, web.headers["content-language"], web.body) == (
        django.status,
        django.headers["content-language"],
        django.body,
    )
    assert bool(NGINX_TAG.fullmatch(web.headers.get("etag", ""))) == direct


@needs_nginx
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "agenda/?lang=fr"),
        ("GET", "agenda/?lang=xx"),
        ("GET", "agenda/?lang=en&lang=zh-hans"),
        ("GET", "agenda/?page=2"),
        ("GET", "agenda"),
        ("GET", "agenda.json"),
        ("GET", "feed.atom/"),
        ("GET", "days/2022-02-30.ics"),
        ("GET", "sessions/session-001.ics"),
        ("GET", "sessions/"),
        ("GET", "..%2f..%2fetc/passwd.ics"),
        ("GET", "default-en/agenda.ics"),
        ("GET", ""),
        ("POST", "agenda/"),
        ("DELETE", "agenda.ics"),
        ("OPTIONS", "agenda.ics"),
    ],
)
def test_nginx_leaves_to_django_what_is_not_a_file(forum, method, path):
    forum.published or forum.publish()
    wait(forum.link.is_symlink)
    django, web = forum.both(f"{EDITION}{path}", method)
    assert (web.status, web.body) == (django.status, django.body)
    assert told(web) == told(django)


@needs_nginx
def test_nginx_asks_django_while_there_are_no_files(forum):
    folder = forum.publish_and_write()
    forum.link.unlink()
    django, web = forum.both(f"{EDITION}agenda/")
    assert (web.status, web.headers["etag"], web.body) == (200, django.headers["etag"], django.body)
    # One file that is missing does no harm to the others.
    forum.link.symlink_to(folder.name)
    (folder / "en" / "agenda.ics").unlink()
    (folder / "en" / "agenda.ics.gz").unlink()
    django, web = forum.both(f"{EDITION}agenda.ics")
    assert (web.status, web.headers["etag"]) == (200, django.headers["etag"])
    assert NGINX_TAG.fullmatch(forum.both(f"{EDITION}agenda.csv")[1].headers["etag"])


@needs_nginx
def test_a_host_that_is_not_ours_is_told_so(forum):
    for name in ("evil.example", "127.0.0.1.evil.example"):
        django, web = forum.both(f"{EDITION}agenda/", Host=name)
        assert (django.status, web.status, web.headers["content-type"]) == (400, 421, "application/problem+json")
