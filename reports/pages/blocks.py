"""Blocks of a paper as they are shown on a page: what people wrote stays text, whatever it looks like."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.paper.content import Block, ListBlock, ListItem, Paragraph, Runs


def as_html(blocks: Iterable[Block]) -> SafeString:
    """Paragraphs and lists as HTML; other blocks are not written by people."""
    shown = [
        format_html("<p>{}</p>", _runs(block.runs)) if isinstance(block, Paragraph) else _list(block.items)
        for block in blocks
        if isinstance(block, Paragraph | ListBlock)
    ]
    return format_html_join("\n", "{}", ((it,) for it in shown))


def _list(items: Iterable[ListItem]) -> SafeString:
    lines = ((item.label, _runs(item.runs), _list(item.items) if item.items else "") for item in items)
    return format_html('<ul class="printed">{}</ul>', format_html_join("", "<li>{} {}{}</li>", lines))


def _runs(runs: Runs) -> SafeString:
    shown = []
    for run in runs:
        told: SafeString | str = run.text
        if run.emph:
            told = format_html("<em>{}</em>", told)
        if run.strong:
            told = format_html("<strong>{}</strong>", told)
        if run.href:
            told = format_html('<a href="{}" rel="noreferrer">{}</a>', run.href, told)
        shown.append((told,))
    return format_html_join("", "{}", shown)
