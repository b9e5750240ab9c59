"""What the tests of single chapters share."""

import datetime as dt

import pytest

from reports.assembly.sources import read_sources
from reports.assembly.wordings import english
from tests import factories


@pytest.fixture
def chapter():
    """A function that makes one chapter of an edition's document from the records as they stand."""

    def chapter(build, edition, *, today=dt.date(2023, 3, 31), **document):
        sources = read_sources(factories.DocumentFactory(edition=edition, **document), today=today)
        return build(sources, english, "II.", "The Chapter")

    return chapter


@pytest.fixture
def said():
    """A function from a paragraph to what it says; or from a section to what its paragraphs say."""

    def said(part):
        if hasattr(part, "blocks"):
            return [said(block) for block in part.blocks]
        return "".join(run.text for run in part.runs)

    return said
