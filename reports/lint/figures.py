"""Numbers that nobody has a source for."""

import re
from collections.abc import Iterator

from reports.quantities import agree, amount_of

from .finding import Finding, Read, Severity, excerpt

# What is counted of an edition, by the kind of its figure; only what speaks of those who were there.
_COUNTED = {
    "participants": r"participants|attendees|与会者|参会者|参会人员",
    "speakers": r"speakers|发言人|发言嘉宾|演讲嘉宾",
    "journalists": r"journalists|reporters|记者",
    "media-outlets": r"media outlets|家媒体",
    "news-reports": r"news reports|篇报道|条新闻",
    "livestream-views": r"views|观看|人次观看",
}
_NOUN = "|".join(f"(?P<{kind.replace('-', '_')}>{nouns})" for kind, nouns in _COUNTED.items())
_FIGURE = re.compile(
    r"(?:(?i:more than|over|nearly|almost|about|around|some|超过|逾|近|约|共有?)\s?)?"
    rf"(?<![\w.,])\d[\d,.]{{0,14}}\s?(?:hundred|thousand|million|万|亿)?[多余]?(?:\s?[名位个]|\s[\w-]{{1,20}})?\s?(?:{_NOUN})"
)


def find_unsourced(read: Read) -> Iterator[Finding]:
    """Figures quoted without a source; and numbers of an edition, in what people wrote, that no record gives."""
    for quoted in read.facts.unsourced:
        yield Finding(
            "figures", Severity.WARNING, quoted.place, f"“{quoted.words}” was quoted without its source.", quoted.record
        )
    for place in read.prose:
        if place.id not in read.facts.own and place.id.partition("/")[0] != "next-step":
            continue
        for match in _FIGURE.finditer(place.text):
            kind = next(name for name, found in match.groupdict().items() if found).replace("_", "-")
            span, recorded = amount_of(match[0]), read.facts.counted.get(kind, ())
            if span is None or any(agree(span, other) for other in recorded):
                continue
            said = excerpt(place.text, match.start(), match.end(), 20)
            sentence = f"“{said}”: no figure of an edition says so; record it with its source, or mend the text."
            yield Finding("figures", Severity.WARNING, place.id, sentence)
