"""Every format that a paper is rendered in, by its name: the text of ``Paper.to_json`` in, a file out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reports.renderers.bounds import check
from reports.renderers.errors import RenderingError
from reports.renderers.pdf import render_pdf
from reports.renderers.rendered import Rendered

FORMATS = ("pdf", "html", "docx", "epub", "json")


def render(
    format_: str, paper_json: str, *, fonts: Path, timeout: float, stopped: Callable[[], bool] = lambda: False
) -> Rendered:
    """The paper in one format: the PDF is compiled in a process of its own, the others are quick and in bounds of it.

    ``stopped`` says, while the compiler is at work, whether the file is not wanted any more. Raises RenderingError with
    what to mend, StoppedError where it was stopped, and LookupError for a format that there is not.
    """
    try:
        source = paper_json.encode()
    except UnicodeEncodeError as error:
        raise RenderingError(f"The text has half a character in it (position {error.start}); type it again.") from None
    check(paper_json)
    if format_ == "pdf":
        return render_pdf(paper_json, fonts=fonts, timeout=timeout, stopped=stopped)
    # Loaded when first asked for: a web process never is, and the library for Word alone takes 26 MB.
    match format_:
        case "html":
            from reports.renderers.html import render_html  # noqa: PLC0415

            return render_html(paper_json)
        case "docx":
            from reports.renderers.docx import render_docx  # noqa: PLC0415

            return render_docx(paper_json)
        case "epub":
            from reports.renderers.epub import render_epub  # noqa: PLC0415

            return render_epub(paper_json)
        case "json":
            return Rendered(source, "plenary-json")
    raise LookupError(format_)
