"""The PDF of a paper: a child process compiles it, this module bounds it and explains what went wrong."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from reports.paper import content
from reports.renderers import fonts as font_files
from reports.renderers.errors import RenderingError, StoppedError
from reports.renderers.rendered import Rendered
from reports.renderers.verification import address, dots

MEMORY = 3 * 1024**3
TIMEOUT = 120.0
_FAILED = 3
# How often a compile that is under way is asked whether anybody still wants it, in seconds.
_ASKED = 0.5
_SOURCES = ("renderers/paper.typ", "renderers/typst_process.py", "renderers/verification.py", "paper/text.py")
_PLACES_SHOWN = 20
# What the compiler, Python and the loader of libraries say when the memory is used up.
_MEMORY_SIGNS = ("memory allocation of", "MemoryError", "Cannot allocate memory", "failed to map segment")

_NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed|contains the disallowed codepoint `\"(.+?)\"`")
_LINE = re.compile(r"main\.typ:(\d+)")
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def render_pdf(
    paper_json: str,
    *,
    fonts: Path = font_files.DEFAULT_DIRECTORY,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
    stopped: Callable[[], bool] = lambda: False,
) -> Rendered:
    """Set a paper (the text of ``Paper.to_json``) as PDF/A-2a and PDF/UA-1; equal papers give equal bytes.

    ``stopped`` is asked twice a second whether the file is not wanted any more: the compiler is killed then. Raises
    StoppedError for that, RenderingError with what to mend for anything else.
    """
    if absent := font_files.missing(fonts):
        raise RenderingError(
            f"The fonts are not installed ({', '.join(absent)}). Ask the administrator to run make setup."
        )
    try:
        source = paper_json.encode()
    except UnicodeEncodeError as error:
        raise RenderingError(f"The text has half a character in it (position {error.start}); type it again.") from None
    with tempfile.TemporaryDirectory(prefix="paper-") as empty:
        try:
            # Of computing time as well: a backstop for a child whose parent died.
            limits = (str(memory), str(int(timeout) + 1))
            status, output, errors = _run(
                (str(fonts.resolve()), empty, *limits, *_code(paper_json)), source, timeout, stopped
            )
        except subprocess.TimeoutExpired:
            raise RenderingError(
                f"The PDF was not ready after {timeout:g} seconds and was stopped. {_advice(paper_json)}, or ask the "
                "administrator for a longer time limit."
            ) from None
    if status == 0:
        return Rendered(output, pdf_producer(fonts), pages=json.loads(errors)["pages"])
    if status == _FAILED:
        raise RenderingError(_explain(json.loads(errors), paper_json))
    raise RenderingError(_explain_end(status, errors, timeout, memory, _advice(paper_json)))


def _code(paper_json: str) -> tuple[str, ...]:
    """Where the paper is verified, and the rows of that as a QR code; made here, where its library is loaded once."""
    verify = json.loads(paper_json)["meta"].get("verify", "")
    found = address(verify, hashlib.sha256(paper_json.encode()).hexdigest())
    return (found, " ".join(dots(found))) if found else ()


def pdf_producer(fonts: Path = font_files.DEFAULT_DIRECTORY) -> str:
    """Name what makes the file: the design (template and passes), the compiler and the fonts."""
    versions = f"typst {metadata.version('typst')}"
    return f"plenary-pdf design {_design()}, {versions}, fonts {font_files.digest(fonts)}"


@cache
def _design() -> str:
    folder = Path(__file__).resolve().parents[1]
    return hashlib.sha256(b"\0".join((folder / name).read_bytes() for name in _SOURCES)).hexdigest()[:12]


def _run(
    arguments: tuple[str, ...], source: bytes, timeout: float, stopped: Callable[[], bool]
) -> tuple[int, bytes, bytes]:
    """Run the compiler; kill it and all it started when the time is over or nobody wants the file any more."""
    process = subprocess.Popen(  # noqa: S603  the arguments are ours
        [sys.executable, "-B", "-m", "reports.renderers.typst_process", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=font_files.ROOT,
        # Nothing of the server's environment, which holds passwords, reaches the compiler. One thread: a document alone
        # is set no faster with more, and several at a time then have a core each.
        env={"LC_ALL": "C.UTF-8", "PATH": os.defpath, "RAYON_NUM_THREADS": "1"},
        start_new_session=True,
    )
    with process:
        try:
            output, errors = _answer(process, source, timeout, stopped)
        finally:
            # Also when a signal or an exception ends the wait: the child never outlives the call.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, output, errors


def _answer(
    process: subprocess.Popen[bytes], source: bytes, timeout: float, stopped: Callable[[], bool]
) -> tuple[bytes, bytes]:
    """What the process says, unless it says it too late or nobody wants it any more."""
    given: bytes | None = source
    ends = time.monotonic() + timeout
    while True:
        left = ends - time.monotonic()
        try:
            return process.communicate(given, timeout=min(max(left, 0), _ASKED))
        except subprocess.TimeoutExpired:
            if left <= _ASKED:
                raise
            if stopped():
                raise StoppedError from None
        # It goes on with what it was given first.
        given = None


def _advice(paper_json: str) -> str:
    """Where to look in a paper that was too much: the longest of its texts, by their places."""
    sizes: Counter[str] = Counter()
    for place, text in content.paragraphs(json.loads(paper_json)):
        if not place.startswith("cover: "):
            sizes[place] += len(text)
    longest = ", ".join(f"{place} ({size} characters)" for place, size in sizes.most_common(3))
    return f"Split what is very long; the longest texts are {longest}"


def _explain_end(status: int, errors: bytes, timeout: float, memory: int, advice: str) -> str:
    """Say in a sentence how the compiler ended without an answer."""
    text = errors.decode(errors="replace").strip()
    if any(sign in text for sign in _MEMORY_SIGNS):
        return (
            f"The PDF needed more than {memory // 1024**2} MB of memory. {advice}, or ask the administrator for a "
            "higher memory limit."
        )
    if -status == signal.SIGXCPU:
        return f"The PDF took more computing time than {timeout:g} seconds allow. {advice}."
    if status < 0:
        name = signal.Signals(-status).name
        return (
            f"The PDF compiler was killed ({name}), most likely because the machine ran out of memory or was shut "
            "down. Try again; if it happens twice, tell the administrator."
        )
    last = text.splitlines()[-1] if text else "no message"
    return f"The PDF compiler stopped unexpectedly (exit {status}: {last}). Send this message to the administrator."


def _explain(report: dict[str, Any], paper_json: str) -> str:
    """Turn the compiler's report into words for the person who wrote the text."""
    characters = _unprintable(report["diagnostic"] or report["message"])
    if characters:
        tree = json.loads(paper_json)
        return "\n".join(_explain_character(character, tree) for character in characters)
    line = _LINE.search(report["diagnostic"])
    details = [*report["hints"], *([f"paper.typ line {line[1]}"] if line else [])]
    where = f" ({'; '.join(details)})" if details else ""
    return f"The PDF compiler refused the paper: {report['message']}{where}. Send this message to the administrator."


def _unprintable(diagnostic: str) -> list[str]:
    """List the characters that a diagnostic complains of, each once; joiners only if nothing else is wrong."""
    found: dict[str, None] = {}
    for groups in _NO_GLYPH.findall(diagnostic):
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), "".join(groups))
        found |= dict.fromkeys(text)
    visible = [character for character in found if unicodedata.category(character) not in ("Cf", "Mn")]
    return visible or list(found)


def _explain_character(character: str, tree: dict[str, Any]) -> str:
    name = unicodedata.name(character, "a character without a name")
    printed = f"“{character}” " if character.isprintable() else ""
    places = []
    for where, text in content.paragraphs(tree):
        at = text.find(character)
        if at >= 0:
            before, after = text[max(0, at - 30) : at], text[at + 1 : at + 31]
            places.append(f"{where} (“{before}{character}{after}”)")
    more = len(places) - _PLACES_SHOWN
    shown = "; ".join(places[:_PLACES_SHOWN]) + (f"; and {more} more" if more > 0 else "")
    return (
        f"No font of the document has {printed}(U+{ord(character):04X} {name}). Replace or remove it in: "
        f"{shown or 'a text that the paper adds'}."
    )
