"""Which interventions a point was probably drawn from, told by the words they share. Pure.

The score of a pair is containment (A. Z. Broder, On the resemblance and containment of documents, 1997): the share of
the point's n-grams that occur in the intervention, 0 to 1; 1 is a point whose every run of words was said. An n-gram is
three words in a row, or four Han characters, which are written without spaces. Case, width, accents, punctuation and
markup do not count. The texts of one language are compared; a pair written in several scores as in its best one.

The points' n-grams are kept in an index and each intervention is read once past it, so that the work grows with the
number of words and of n-grams that meet, not with the number of pairs.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from forums.collation import folded

# Pairs below this are not suggested. Read against a printed outcome document whose sources are known: its true pairs
# score 0.13 and more, strangers that share set phrases 0.09 at most, and 0.05 with the point that has no source.
LIKELY = 0.1
# From here on all but single words of the point were said so.
VERBATIM = 0.8
# Fewer shared n-grams are a turn of phrase, whatever their share of a short point.
_FEWEST = 3
_WORDS, _HAN = 3, 4

_HAN_LETTERS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_LETTER = re.compile(f"[{_HAN_LETTERS}]")
# A word with the marks above and below its letters, which Unicode does not count as letters; or one Han character.
_TOKEN = re.compile(
    rf"[{_HAN_LETTERS}]|[^\W_{_HAN_LETTERS}](?:[^\W_{_HAN_LETTERS}]|[\u0300-\u036f\u064b-\u065f\u0670])*"
)
_MARKUP = re.compile(
    r"\[@[^\[\]]*\]"  # a citation
    r"|\]\([^()\s]*\)|[\[*`]|\]"  # the address of a link, brackets and emphasis
    r"|(?m:^[ \t]{0,3}(?:#{1,6}|>|[-+]|\d{1,9}[.)])[ \t]+)"  # headings, quotations, lists
)
_SPEAKER = "{speaker}"
# Where words may break, what joins letters, and the stroke that stretches Arabic ones: nothing that is said.
_UNSEEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u0640"))

K = TypeVar("K", bound=Hashable)
Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage(Generic[K]):
    """A point or an intervention by its key: what it says in each language, as Markdown."""

    key: K
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[K]):
    """That a point may rest on an intervention. ``score`` is told above, ``language`` where it was reached."""

    point: K
    source: K
    score: float
    language: str

    @property
    def verbatim(self) -> bool:
        return self.score >= VERBATIM


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; ``shared`` where the other text has the same words in a row."""

    text: str
    shared: bool


def suggest(
    points: Sequence[Passage[K]], sources: Iterable[Passage[K]], *, at_least: float = LIKELY
) -> list[Suggestion[K]]:
    """The likely sources of each point, the likeliest first; points in their order, equals in that of the sources.

    ``at_least`` is the lowest score to tell.
    """
    totals: dict[tuple[int, str], int] = {}
    index: dict[str, dict[Gram, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, point in enumerate(points):
        for language, text in point.texts.items():
            grams = set(_grams(_tokens(text)))
            totals[place, language] = len(grams)
            for gram in grams:
                index[language][gram].append(place)
    found: dict[int, list[Suggestion[K]]] = defaultdict(list)
    for source in sources:
        best: dict[int, tuple[float, str]] = {}
        for language, text in source.texts.items():
            for place, shared in _met(index.get(language, {}), text).items():
                total = totals[place, language]
                score = shared / total
                if shared >= min(_FEWEST, total) and score >= at_least and score > best.get(place, (0.0, ""))[0]:
                    best[place] = (score, language)
        for place, (score, language) in best.items():
            found[place].append(Suggestion(points[place].key, source.key, score, language))
    return [it for place in range(len(points)) for it in sorted(found[place], key=lambda it: -it.score)]


def _met(index: Mapping[Gram, Sequence[int]], text: str) -> Counter[int]:
    """How many n-grams of the text each point has, by the point's place."""
    met: Counter[int] = Counter()
    for gram in index.keys() & set(_grams(_tokens(text))) if index else ():
        met.update(index[gram])
    return met


def score_of(point: str, source: str) -> float:
    """The share of the point's n-grams that occur in the source; 0 for a point that is too short to have any."""
    grams = set(_grams(_tokens(point)))
    return len(grams.intersection(_grams(_tokens(source)))) / len(grams) if grams else 0.0


def compare(point: str, source: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts without markup, in pieces that the other has word for word and pieces that it has not."""
    grams = [set(_grams(_tokens(text))) for text in (point, source)]
    common = grams[0] & grams[1]
    return _pieces(point, common), _pieces(source, common)


def _pieces(text: str, common: set[Gram]) -> list[Piece]:
    shown = plain(text)
    places = list(_TOKEN.finditer(shown))
    stretches: list[list[int]] = []
    for start, gram in enumerate(_grams([_same(place[0]) for place in places])):
        if gram not in common:
            continue
        first, last = places[start].start(), places[start + len(gram) - 1].end()
        if stretches and first <= stretches[-1][1] + 1:
            stretches[-1][1] = max(stretches[-1][1], last)
        else:
            stretches.append([first, last])
    pieces, done = [], 0
    for first, last in stretches:
        pieces += [Piece(shown[done:first], shared=False), Piece(shown[first:last], shared=True)]
        done = last
    return [piece for piece in (*pieces, Piece(shown[done:], shared=False)) if piece.text]


def plain(text: str) -> str:
    """The words of a Markdown text as they are compared and shown; the speaker's place is a dash."""
    text = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    return " ".join(_MARKUP.sub("", text).replace(_SPEAKER, "—").split())


def _tokens(text: str) -> list[str]:
    return [_same(token) for token in _TOKEN.findall(plain(text))]


@lru_cache(maxsize=2**16)
def _same(token: str) -> str:
    """What a token is compared by; NFKC makes wide and narrow letters alike."""
    return folded(unicodedata.normalize("NFKC", token))


def _grams(tokens: Sequence[str]) -> Iterator[Gram]:
    """Every run of tokens that is long enough, one for each place that begins one."""
    if not _HAN_LETTER.search("".join(tokens)):
        yield from zip(*(tokens[start:] for start in range(_WORDS)), strict=False)
        return
    for start, token in enumerate(tokens):
        gram = tuple(tokens[start : start + (_HAN if _is_han(token) else _WORDS)])
        if len(gram) == (_HAN if _is_han(token) else _WORDS):
            yield gram


def _is_han(token: str) -> bool:
    return _HAN_LETTER.match(token) is not None
