"""A small paper with one of everything, for every renderer."""

import base64
import io
from dataclasses import replace

from PIL import Image

from reports.paper.content import (
    Chart,
    IndexEntry,
    ListBlock,
    ListItem,
    Look,
    Meta,
    Paper,
    Paragraph,
    Run,
    Section,
    Series,
    Table,
    Words,
)

HOSTILE = '"\'><script>alert(1)</script>&amp;]]>{{ x }}#read("/etc/passwd")'


def small_paper(words: str = "Trust", **meta: object) -> Paper:
    """One of everything; ``words`` stand in every place that people fill."""
    return Paper(
        lang="en",
        meta=replace(
            Meta(
                kind="Report", title=f"{words} title", subtitle="", theme=f"{words} theme", forum=f"{words} forum",
                year="2022", dates="9 May 2022", place="Bonn", date="2022-06-01", issued="1 June 2022",
                issuers=(f"{words} institute",), symbol="T/1", stage="draft", draft=True, running_head=f"{words} head",
            ),
            **meta,
        ),
        words=Words(contents="Contents", index="Index", index_note="Pages.", draft="Draft", verify="Rebuilt."),
        chapters=(_chapter(words), Section("notes", "Annex", "Notes", (Paragraph("notes/iso", (Run("[1] ISO"),)),))),
        index=(IndexEntry("li-meng", f"{words} Li Meng", "李萌", words, "li meng", "L"),),
    )  # fmt: skip


def _chapter(words: str) -> Section:
    leads = (Run("See "), Run("[1]", ref="notes/iso"), Run(" or "), Run("here", href="https://a.example/?a=1&b=2"))
    rows = ((words, "70"), ("Rooms", "3"))
    views = Series("Views", (None, 3.0), ("", "over 3"))
    blocks = (
        Paragraph("one/1", (Run(words, strong=True, index="li-meng"), Run(" said so.", emph=True)), "speaker"),
        Paragraph("one/2", leads),
        ListBlock("one/3", (ListItem("(1)", (Run(words),), (ListItem("•", (Run("nested"),)),)),)),
        Table("one/4", f"{words} counts", ("", words), ("l", "r"), rows, ("Source: us.",)),
        Chart("one/5", f"{words} reach", "Bars.", ("2021", words), (views,)),
    )
    part = Section("one/five", "", "Five", (Paragraph("one/five/1", (Run("All", index="li-meng"),), "point"),))
    return Section("one", "I.", f"{words} chapter", blocks, (part,))


def mark() -> str:
    """A logo as a paper holds it: a PNG in base64."""
    packed = io.BytesIO()
    Image.new("RGB", (30, 10), "#228833").save(packed, "png")
    return base64.b64encode(packed.getvalue()).decode()


LOOK = Look(accent="#0f5c4a", second="#aa7700", logo=mark(), logo_alt="A green bar", face="sans")
VERIFY = "https://plenary.example.org/verify/"
