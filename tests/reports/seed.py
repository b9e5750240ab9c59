"""A printed outcome document whose sources can be told by reading it, cut into points and what was said.

The text lies beside the project and is not ours; nothing of it is kept here.
"""

import re
from pathlib import Path

from reports.provenance import Passage

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "seeds"

# Page numbers with the running head, as the text was taken from the printed pages.
_RUNNING_HEAD = re.compile(r"^.*\\ \d{3}\s*$", re.MULTILINE)
# A line with nothing but a space stands between paragraphs; a space before a line begins a page.
_BREAK = re.compile(r"\n\s*\n \n\s*\n|(?<=[.”?]) *\n (?=\S)|(?<=[.”?])\n(?=\S)")
_HEADING = re.compile(
    r"^ ?(?:[IVX]+\. (Opening Remarks|Main Plenary [IVX]+)|\(\d\) (Thematic Session #\d):.*)\s*$", re.MULTILINE
)
_POINT = re.compile(r"^ ?(?:First|Second|Third|Fourth|Fifth), (?!ethical|legal|technical)", re.MULTILINE)
_OUTCOME = re.compile(r"^ ?(\d)\. ", re.MULTILINE)


def seed_file() -> Path | None:
    return next(FOLDER.glob("001_*.txt"), None)


def points_of(text: str) -> list[Passage[str]]:
    """The points, keyed 1.1 to 3.3."""
    chapter = text[text.index("II. Outcomes") : text.index("III. Summaries")]
    headings = list(_OUTCOME.finditer(chapter))
    ends = [it.start() for it in headings[1:]] + [len(chapter)]
    found = []
    for heading, end in zip(headings, ends, strict=True):
        part = chapter[heading.end() : end]
        for number, point in enumerate(_POINT.split(part)[1:], 1):
            found.append(Passage(f"{heading[1]}.{number}", {"en": " ".join(point.split())}))
    return found


def said_in(text: str) -> dict[str, list[Passage[str]]]:
    """The paragraphs of the summaries by session, each keyed by its session and its first words."""
    chapter = _RUNNING_HEAD.sub("", text[text.index("III. Summaries") : text.index("IV. Next Step")])
    cut = _HEADING.split(chapter)[1:]
    found = {}
    for main, thematic, body in zip(cut[::3], cut[1::3], cut[2::3], strict=True):
        session = main or thematic
        paragraphs = [" ".join(part.split()) for part in _BREAK.split(body)]
        found[session] = [Passage(f"{session}: {part[:40]}", {"en": part}) for part in paragraphs if part]
    return found
