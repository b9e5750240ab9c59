"""Papers of a few paragraphs, and what the check says of them."""

import pytest

from reports.lint.check import lint
from reports.lint.finding import Facts
from reports.paper.content import Meta, Paper, Paragraph, Run, Section, Words

META = Meta(
    "Report", "Title", "", "", "Forum", "2022", "", "", "2023-03-31", "", (), "", "", draft=True, running_head=""
)


@pytest.fixture
def found():
    """A function from paragraphs (by id, or of a chapter of own text) to what one rule, or all, say of them."""

    def found(*paragraphs, rule="", lang="en", title="Chapter", **facts):
        told = dict(enumerate(paragraphs, 1)) if paragraphs and isinstance(paragraphs[0], str) else dict(paragraphs)
        blocks = tuple(Paragraph(str(key), (Run(text),)) for key, text in told.items())
        words = Words("Contents", "Index", "", "Draft", "")
        paper = Paper(lang, META, words, (Section("chapter-1", "I.", title, blocks),))
        findings = lint(paper, Facts(language=lang, **facts))
        return [(it.severity.value, it.place, it.sentence) for it in findings if rule in ("", it.rule)]

    return found
