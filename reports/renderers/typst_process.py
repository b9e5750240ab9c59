"""The child process that compiles one paper: ``-m reports.renderers.typst_process FONTS EMPTY MEMORY SECONDS [CODE]``.

FONTS and EMPTY are folders, MEMORY is in bytes; EMPTY is all of the file system that the template could see. The paper
comes as JSON from standard input, the PDF goes to standard output; standard error carries one JSON object:
``{"pages": …}``, or with exit code 3 ``{"message": …, "hints": …, "diagnostic": …}``. It is a process of its own as
a compile can be neither interrupted nor bounded from inside the process that runs it.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from base64 import b64decode
from bisect import bisect
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from reports.paper.content import from_json
from reports.paper.text import breakable

TEMPLATE = Path(__file__).with_name("paper.typ")
STANDARDS = ["a-2a", "ua-1"]
FAILED = 3

# Keys whose strings are addresses or names for the template, or are not printed.
_NOT_PRINTED = frozenset(
    ("align", "alt", "change", "date", "href", "id", "index", "key", "keywords", "lang", "ref", "role", "sort", "type")
)
# Lines of the cover, headings, tables and the index are short or set large: words need break points sooner there.
_LINE_LIMIT, _PARAGRAPH_LIMIT = 20, 30


def main() -> int:
    """Compile the paper on standard input."""
    fonts, empty, memory, seconds, *code = sys.argv[1:]
    _limit(int(memory), int(seconds))
    try:
        pdf, pages = compile_paper(sys.stdin.buffer.read().decode(), fonts, empty, code)
    except PaperError as error:
        json.dump(error.report, sys.stderr)
        return FAILED
    json.dump({"pages": pages}, sys.stderr)
    sys.stdout.buffer.write(pdf)
    return 0


class PaperError(Exception):
    """The paper cannot be set as it is; ``report`` is what the parent process reads."""

    def __init__(self, message: str, hints: list[str] | None = None, diagnostic: str = "") -> None:
        super().__init__(message)
        self.report = {"message": message, "hints": hints or [], "diagnostic": diagnostic}


def _limit(memory: int, seconds: int) -> None:
    """Bound what this process can take; files cannot be written at all."""
    wanted = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        hard = resource.getrlimit(kind)[1]
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))


def compile_paper(paper_json: str, fonts: str, empty: str, code: Sequence[str] = ()) -> tuple[bytes, int]:
    """Turn a paper (the text of ``Paper.to_json``) into a PDF (PDF/A-2a, PDF/UA-1); say how many pages it has.

    ``code`` is the address where the paper is verified and the rows of its QR code, or nothing.
    """
    import typst  # noqa: PLC0415  the limits stand before the compiler is loaded

    data, day = _data(paper_json, code)
    source = {"main.typ": TEMPLATE.read_bytes(), "paper.json": data}
    faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[fonts])
    try:
        # The stubs do not know sources in memory.
        pdf: bytes = typst.compile(  # type: ignore[call-overload]
            source,
            root=empty,
            font_paths=faces,
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=int(datetime.combine(day, time(), UTC).timestamp()),
            package_path=f"{empty}/none",
            package_cache_path=f"{empty}/none",
        )
    except typst.TypstError as error:
        diagnostic = getattr(error, "diagnostic", "") or ""
        raise PaperError(error.message, list(error.hints or []), diagnostic) from None
    return with_plain_stream_ends(pdf), len(re.findall(rb"/Type/Page\b(?!s)", pdf))


def _data(paper_json: str, code: Sequence[str]) -> tuple[bytes, date]:
    """What the template reads, and the day of the paper; the trees on the way are let go before the compiler starts."""
    read = from_json(paper_json)
    paper = asdict(read)
    # As numbers: the compiler takes no other bytes from memory.
    paper["logo"] = list(b64decode(read.meta.look.logo))
    verified_at, rows = code or ("", "")
    paper["verified_at"], paper["qr"] = verified_at, rows.split()
    try:
        day = date.fromisoformat(paper["meta"]["date"][:10])
    except ValueError:
        raise PaperError(f"the date of the paper is not a day: {paper['meta']['date']!r}") from None
    return json.dumps(_printable(paper)).encode(), day


def _printable(value: Any, key: str = "", limit: int = _LINE_LIMIT) -> Any:
    """Give every long word of a paper break points and turn tabs, which have no width in a PDF, into spaces."""
    match value:
        case _ if key in {"logo", "look", "qr"}:
            return value
        case str() if key not in _NOT_PRINTED:
            return breakable(value.replace("\t", " "), limit)
        case dict():
            return {name: _printable(child, name, limit) for name, child in value.items()}
        case list() | tuple():
            return [_printable(child, key, _PARAGRAPH_LIMIT if key == "runs" else limit) for child in value]
    return value


def with_plain_stream_ends(pdf: bytes) -> bytes:
    """Put CR LF before ``endstream`` where the data end in CR, and mend the table of offsets.

    A validator may take that CR and the newline after it for one line end and find the stream a byte short of its
    /Length (PDF/A-2, 6.1.7.1). Compressed data end in a checksum, so about one stream in 256 is hit, whatever it holds.
    Neither data nor lengths change. Knows the compiler's layout: plain objects, one cross-reference table at the end.
    """
    ends = [match.start() for match in re.finditer(rb"(?<=\r)\nendstream\nendobj", pdf)]
    if not ends:
        return pdf
    start = int(pdf[pdf.rindex(b"startxref") + len(b"startxref") :].split()[0])

    def moved(row: re.Match[bytes]) -> bytes:
        offset = int(row[1])
        return b"%010d 00000 n\r\n" % (offset + bisect(ends, offset))

    objects = re.sub(rb"(?<=\r)\n(?=endstream\nendobj)", b"\r\n", pdf[:start])
    table = re.sub(rb"(\d{10}) 00000 n\r\n", moved, pdf[start:])
    return objects + table.replace(b"startxref\n%d\n" % start, b"startxref\n%d\n" % len(objects))


if __name__ == "__main__":
    sys.exit(main())
