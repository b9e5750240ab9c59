"""The paper as data: one canonical form, and every printed text by its place."""

import json
from dataclasses import FrozenInstanceError, fields, replace
from hashlib import sha256

import pytest

from reports.paper.content import (
    Chart,
    IndexEntry,
    ListBlock,
    ListItem,
    Meta,
    Paper,
    Paragraph,
    Run,
    Section,
    Series,
    Table,
    Words,
    canonical,
    from_json,
    paragraphs,
)

META = Meta(
    kind="Report", title="Talks 2022", subtitle="", theme="Trust", forum="Talks", year="2022", dates="9 May 2022",
    place="Bonn", date="2022-06-01", issued="1 June 2022", issuers=("Institute", "University"), symbol="T/1",
    stage="draft", draft=True, running_head="Report Talks 2022", keywords=("talks",),
)  # fmt: skip
WORDS = Words(contents="Contents", index="Index", index_note="Pages.", draft="Draft", verify="Rebuilt.")
PAPER = Paper(
    lang="en",
    meta=META,
    words=WORDS,
    chapters=(
        Section(
            "one",
            "I.",
            "One",
            blocks=(
                Paragraph("one/1", (Run("Li Meng", strong=True, index="li-meng"), Run(" said so."))),
                ListBlock("one/2", (ListItem("(1)", (Run("a"),), (ListItem("•", (Run("b"),)),)),)),
                Table("one/3", "Counts", ("", "2022"), ("l", "r"), (("Guests", "70"),), ("Source: us.",)),
                Chart(
                    "one/4", "Reach", "Bar chart.", ("2021", "2022"), (Series("Views", (None, 3.0), ("", "over 3")),)
                ),
            ),
            sections=(Section("one/five", "", "Five"),),
        ),
    ),
    index=(IndexEntry("li-meng", "Li Meng", "李萌", "dean", "li meng", "L"),),
)


def test_the_canonical_form_is_sorted_json_without_spaces():
    section = Section("one", "I.", "Größe 北京", (Paragraph("one/1", (Run("a"),)),))
    assert canonical(section) == (
        '{"blocks":[{"id":"one/1","role":"text","runs":[{"change":"","emph":false,"href":"","index":"","lang":"","ref":"",'
        '"strong":false,"text":"a"}],"type":"paragraph"}],"id":"one","number":"I.","sections":[],"title":"Größe 北京"}'
    )


def test_the_digest_is_that_of_the_canonical_form():
    assert PAPER.to_json() == canonical(PAPER)
    assert PAPER.digest == sha256(PAPER.to_json().encode()).hexdigest()
    assert json.loads(PAPER.to_json())["schema"] == 2


def test_a_paper_is_read_back_as_it_was():
    assert from_json(PAPER.to_json()) == PAPER


def test_a_paper_of_the_first_schema_is_read_with_what_it_had_not_yet_empty():
    tree = json.loads(PAPER.to_json()) | {"schema": 1}
    del tree["meta"]["look"], tree["meta"]["verify"]
    for run in tree["chapters"][0]["blocks"][0]["runs"]:
        del run["ref"]
    assert from_json(json.dumps(tree)) == PAPER


def test_equal_papers_have_equal_digests_and_others_have_others():
    again = replace(PAPER, meta=replace(META))
    assert (again.to_json(), again.digest) == (PAPER.to_json(), PAPER.digest)
    others = [
        replace(PAPER, lang="fr"),
        replace(PAPER, meta=replace(META, draft=False)),
        replace(PAPER, words=replace(WORDS, draft="Entwurf")),
        replace(PAPER, chapters=()),
        replace(PAPER, index=()),
    ]
    assert len({paper.digest for paper in (PAPER, *others)}) == 6


@pytest.mark.parametrize(
    "part", [META, WORDS, PAPER, PAPER.chapters[0], Run("a")], ids=lambda part: type(part).__name__
)
def test_a_paper_is_frozen(part):
    with pytest.raises(FrozenInstanceError):
        setattr(part, fields(part)[0].name, "changed")


def test_every_printed_text_has_its_place():
    found = list(paragraphs(json.loads(PAPER.to_json())))
    # The order of the cover is that of the canonical form.
    assert [it for it in found if it[0].startswith("cover")] == [
        ("cover: contact", ""),
        ("cover: date", "2022-06-01"),
        ("cover: dates", "9 May 2022"),
        ("cover: draft", "True"),
        ("cover: forum", "Talks"),
        ("cover: issued", "1 June 2022"),
        ("cover: issuers", "Institute University"),
        ("cover: keywords", "talks"),
        ("cover: kind", "Report"),
        ("cover: place", "Bonn"),
        ("cover: running_head", "Report Talks 2022"),
        ("cover: stage", "draft"),
        ("cover: subtitle", ""),
        ("cover: symbol", "T/1"),
        ("cover: theme", "Trust"),
        ("cover: title", "Talks 2022"),
        ("cover: verify", ""),
        ("cover: website", ""),
        ("cover: year", "2022"),
    ]
    assert [it for it in found if not it[0].startswith("cover")] == [
        ("one", "I. One"),
        ("one/1", "Li Meng said so."),
        ("one/2", "(1) a"),
        ("one/2", "• b"),
        ("one/3", "Counts"),
        ("one/3", " 2022"),
        ("one/3", "Guests 70"),
        ("one/3", "Source: us."),
        ("one/4", "Reach"),
        ("one/4", "2021 2022"),
        ("one/4", "Views  over 3"),
        ("one/five", "Five"),
        ("index: li-meng", "Li Meng 李萌 dean"),
    ]
