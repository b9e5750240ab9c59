"""Names of instruments found in texts: titles and aliases as people write them. Pure.

Names and texts are cut into words, Han and kana into single letters, and compared without case and accents; between
the words of a name only a space, a hyphen, a quotation mark and the like may stand, so that no name runs over the end
of a sentence. Of two names at one place the longer one counts. A name of one short word, like GDC, is told apart from
a word by its case. The work grows with the length of the texts, not with the number of names.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from forums.collation import folded
from reports.paper.markdown import citation_spans, cited_keys

_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}](?:[^\W_{_HAN}]|[\u0300-\u036f\u064b-\u065f])*")
# What may stand between two words of a name; between two Han letters only the break of a line.
_GAP = re.compile(r"""[\s\-‐‑–—/,()'’‘“”"«»*_·《》]{0,4}""")
_ADDRESS = re.compile(r"\b\w{1,12}://\S+|\]\([^)\s]*\)|\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+")
_SHORT = 5
# What closes what the name stands in: the citation goes after it.
_CLOSING = re.compile(r"""(?:['’]s\b|[”"’»』」》）)](?!\())*""")
_LINK = re.compile(r"[^\[\]\n]*\]\([^)\s]*\)")


# Most words of a text are words that were there before.
_folded = lru_cache(1 << 15)(folded)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place of a text; ``keys`` are of the instruments that bear it, more than one where they share it."""

    start: int
    end: int
    words: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    exact: str
    keys: tuple[str, ...]


class Names:
    """The names of a registry, to be looked for in any number of texts."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """``names`` are the titles and aliases by citation key."""
        bearers: dict[tuple[tuple[str, ...], str], dict[str, None]] = defaultdict(dict)
        for key, written in names.items():
            for name in written:
                cut = [found[0] for found in _WORD.finditer(name)]
                words = tuple(map(folded, cut))
                exact = cut[0] if len(cut) == 1 and len(cut[0]) <= _SHORT else ""
                if words and len("".join(words)) > 1:
                    bearers[words, exact][key] = None
        self._by_first: dict[str, list[_Name]] = defaultdict(list)
        for (words, exact), keys in bearers.items():
            self._by_first[words[0]].append(_Name(words, exact, tuple(keys)))
        for found in self._by_first.values():
            found.sort(key=lambda name: -len(name.words))

    def mentions(self, text: str) -> Iterator[Mention]:
        """Every name in the text, from its start; what stands in citations and addresses is none."""
        shown = _masked(text)
        places = list(_WORD.finditer(shown))
        words = [_folded(place[0]) for place in places]
        at = 0
        while at < len(places):
            name = self._name_at(shown, places, words, at)
            if name is None:
                at += 1
                continue
            last = at + len(name.words)
            for inside in range(at + 1, last):
                # “the UNESCO Recommendation on the Ethics of AI” is one mention by two names.
                longer = self._name_at(shown, places, words, inside)
                if longer and longer.keys == name.keys:
                    last = max(last, inside + len(longer.words))
            start, end = places[at].start(), places[last - 1].end()
            yield Mention(start, end, text[start:end], name.keys)
            at = last

    def _name_at(self, text: str, places: list[re.Match[str]], words: list[str], at: int) -> _Name | None:
        for name in self._by_first.get(words[at], ()):
            end = at + len(name.words)
            if tuple(words[at:end]) != name.words or (name.exact and places[at][0] != name.exact):
                continue
            gaps = (text[places[it].end() : places[it + 1].start()] for it in range(at, end - 1))
            if all(_GAP.fullmatch(gap) and gap.count("\n") < 2 for gap in gaps):
                return name
        return None

    def unlinked(self, text: str) -> list[Mention]:
        """The first mention of each instrument that the text does not cite."""
        told = set(cited_keys(text))
        found = []
        for mention in self.mentions(text):
            if told.isdisjoint(mention.keys):
                told.update(mention.keys)
                found.append(mention)
        return found


def _masked(text: str) -> str:
    """The text with citations and addresses blanked out; every other character keeps its place."""
    for start, end in citation_spans(text):
        text = text[:start] + "\n" * (end - start) + text[end:]
    return _ADDRESS.sub(lambda found: "\n" * len(found[0]), text)


def with_citation(text: str, mention: Mention, key: str) -> str:
    """The text with ``[@key]`` after the mention: after the link or the quotation that it stands in."""
    link = _LINK.match(text, mention.end)
    closing = _CLOSING.match(text, link.end() if link else mention.end)
    end = closing.end() if closing else mention.end
    # Chinese is written without spaces between words.
    space = "" if re.search(f"[{_HAN}]", mention.words) else " "
    return f"{text[:end]}{space}[@{key}]{text[end:]}"
