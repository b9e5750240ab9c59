"""Numbers that people compare, drawn: SVG without scripts and styles, described for those who cannot see it. Pure.

Colours are classes that the stylesheet of the page fills in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# Units of the drawing; about as many pixels on a desk, a little fewer on a telephone.
_WIDTH, _ROW, _BAR = 480, 28, 18
_LABELS, _NAMES = 186, 48  # Room for words before a bar, for a year before a stack.
_NUMBERS = 84  # Room for "123 (45 %)" after the longest bar.


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart; without a ``share`` it is drawn apart, as what is not known."""

    label: str
    number: int
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Stack:
    """A row of a stacked chart: the numbers in the order of the chart's parts."""

    label: str
    numbers: Sequence[int]


def bar_chart(title: str, bars: Sequence[Bar], *, key: str) -> str:
    """Horizontal bars, as long as their numbers. ``key`` makes the chart's ids its own on a page."""
    longest = max((bar.number for bar in bars), default=0) or 1
    room = _WIDTH - _LABELS - _NUMBERS
    drawn = []
    for place, bar in enumerate(bars):
        top = place * _ROW
        width = room * bar.number / longest
        kind = "bar" if bar.share is not None else "bar unknown"
        drawn.append(
            f"<g><title>{escape(_told(bar))}</title>{_label(bar.label, top, _LABELS)}"
            f'<rect class="{kind}" x="{_LABELS}" y="{top + 5}" width="{width:.1f}" height="{_BAR}"/>'
            f'<text class="number" x="{_LABELS + width + 6:.1f}" y="{top + 19}">{escape(_number(bar))}</text></g>'
        )
    described = "; ".join(_told(bar) for bar in bars)
    return _svg(title, described, len(bars) * _ROW, drawn, key)


def stacked_chart(title: str, parts: Sequence[str], stacks: Sequence[Stack], *, key: str) -> str:
    """A bar of full length for each row, divided as its numbers are; under it what the colours stand for."""
    room = _WIDTH - _NAMES
    drawn = []
    for place, stack in enumerate(stacks):
        top, start, total = place * _ROW, float(_NAMES), sum(stack.numbers)
        drawn.append(_label(stack.label, top, _NAMES))
        for series, (part, number) in enumerate(zip(parts, stack.numbers, strict=True)):
            if not number:
                continue
            width = room * number / total
            told = f"{stack.label}: {part} {number} of {total} ({_percent(number / total)})"
            # A number that does not fit into its part is told by its title and by the description.
            inside = f'<text class="inside" x="{start + width / 2:.1f}" y="{top + 19}">{number}</text>'
            drawn.append(
                f'<g><title>{escape(told)}</title><rect class="part series-{series}" x="{start:.1f}" y="{top + 5}" '
                f'width="{width:.1f}" height="{_BAR}"/>{inside if width > 22 else ""}</g>'
            )
            start += width
    legend, height = _legend(parts, len(stacks) * _ROW + 8)
    described = "; ".join(
        f"{stack.label}: {', '.join(f'{part} {number}' for part, number in zip(parts, stack.numbers, strict=True))}"
        for stack in stacks
    )
    return _svg(title, described, height, [*drawn, *legend], key)


def _legend(parts: Sequence[str], top: int) -> tuple[list[str], int]:
    """The parts by their colours, two in a row; and where the chart ends below them."""
    column = _WIDTH / 2
    drawn = []
    for place, part in enumerate(parts):
        x, y = column * (place % 2), top + 22 * (place // 2)
        drawn.append(
            f'<rect class="part series-{place}" x="{x:.1f}" y="{y}" width="14" height="14"/>'
            f'<text x="{x + 20:.1f}" y="{y + 12}">{escape(_short(part, 30))}</text>'
        )
    return drawn, top + 22 * -(-len(parts) // 2)


def _svg(title: str, described: str, height: int, drawn: Sequence[str], key: str) -> str:
    return (
        f'<svg class="chart" role="img" aria-labelledby="{key}-title {key}-desc" viewBox="0 0 {_WIDTH} {height}" '
        f'xmlns="http://www.w3.org/2000/svg"><title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(described)}</desc>{"".join(drawn)}</svg>'
    )


def _label(label: str, top: int, end: int) -> str:
    return f'<text class="label" x="{end - 8}" y="{top + 19}">{escape(_short(label, 27))}</text>'


def _short(label: str, most: int) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _number(bar: Bar) -> str:
    return str(bar.number) if bar.share is None else f"{bar.number} ({_percent(bar.share)})"


def _told(bar: Bar) -> str:
    return f"{bar.label} {_number(bar)}"


def _percent(share: float) -> str:
    """A whole percentage; nothing that exists is called 0 %."""
    whole = round(share * 100)
    return "<1 %" if share and not whole else f"{whole} %"
