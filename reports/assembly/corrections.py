"""A corrigendum: what reads differently from the version that it corrects, correction by correction.

In the manner of the United Nations (Editorial Manual, corrigenda): the place, then "For … read …".
"""

import re
from dataclasses import replace

from reports.paper.content import Meta, Paper, Paragraph, Run, Section
from reports.paper.redline import Difference, differences

from .wordings.wording import Wording


def corrigendum(old: Paper, new: Paper, wording: Wording, meta: Meta) -> Paper | None:
    """The paper that lists every correction of ``old`` that makes it read like ``new``; None where there is none."""
    found = differences(old, new)
    if not found:
        return None
    blocks = tuple(_correction(place, it, wording) for place, it in enumerate(found, 1))
    chapter = Section("corrections", "", wording.CORRECTIONS, blocks)
    return replace(new, meta=meta, chapters=(chapter,), index=())


def _correction(place: int, found: Difference, wording: Wording) -> Paragraph:
    where = wording.ENUMERATION.join(found.trail[-2:])
    head = Run(f"{place}. {where}", strong=True)
    said = wording.CORRECTED if found.before and found.after else wording.INSERTED if found.after else wording.DELETED
    # Never str.format: what people wrote may have braces of its own.
    values = {"{before}": found.before, "{after}": found.after}
    text = re.sub(r"\{before\}|\{after\}", lambda brace: values[brace[0]], said)
    return Paragraph(f"corrections/{place}", (head, Run(f"{wording.SPACE}{text}")))
