"""Names that may not stand in a text, found there as a reader would find them. Pure.

Case, accents and width do not matter, nor do mark-up and marks between the words. A name of one word counts where it is
written with a capital; one that is also a word of the language only inside a sentence.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from forums.collation import folded

# Han, kana and Hangul: written without spaces between words, so a name is looked for anywhere in them.
_UNSPACED = (
    "\u2e80-\u2fdf\u3005-\u30ff\u3130-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[\u0300-\u036f\u0610-\u065f\u0670])*")
_LETTER = re.compile(f"[{_UNSPACED}]")
_WIDE = re.compile(r"[\uff01-\uff5e]+")

# Family names and acronyms that are English words as well.
_ENGLISH = frozenset(
    "a ai all an and any are art as at be both but by can day do each even far few first for good he her here his hope "  # noqa: SIM905 - to be read as a sentence
    "how i in it last little long love many may me more most much my new next no now on one other our power rich she "
    "since so some song still strong such than that the then they this to too we what when where who why will wise "
    "yes yet you young".split()
)
# So much of the text is shown on either side of a name.
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Find:
    """A name as it stands in a text, and the words around it."""

    name: str
    around: str


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a name: its words, folded. ``exact`` is how a single word is written, where that matters."""

    words: tuple[str, ...]
    exact: str = ""
    acronym: bool = False

    def is_meant(self, written: str, *, begins: bool) -> bool:
        """Whether a word of the text is the name, and not a word of the language; ``begins``: it opens a sentence."""
        if not self.exact:
            return True
        common = self.words[0] in _ENGLISH
        if self.acronym:
            # WHO, not who; but AI is no organization in most texts.
            return written == self.exact and not (common and len(written) < 3)
        if common:
            return written == self.exact and not begins
        return not written[0].islower()


@dataclass
class Hidden:
    """The names that may not stand in a text, in every form that gives them away."""

    _forms: dict[str, set[_Form]] = field(default_factory=lambda: defaultdict(set))
    _unspaced: set[str] = field(default_factory=set)

    def hide(self, name: str, *, acronym: bool = False) -> None:
        """Hide a name; what could be anything (a single letter, a number) is left alone."""
        if _LETTER.search(name):
            # One character alone is also a word.
            if len(together := _together(name)) > 1:
                self._unspaced.add(together)
            return
        written = _WORD.findall(_composed(name))
        words = tuple(map(folded, written))
        if len(words) > 1:
            self._forms[words[0]].add(_Form(words))
        elif words and len(words[0]) > 1 and not words[0].isdigit():
            self._forms[words[0]].add(_Form(words, written[0], acronym))

    def find(self, text: str) -> list[Find]:
        """Every name in a plain text, in its order, each as long as it is written."""
        text = _composed(text)
        found: list[Find] = []
        reached = 0
        for start, end in sorted({*self._find_words(text), *self._find_unspaced(text)}, key=lambda it: (it[0], -it[1])):
            if start >= reached:
                found.append(Find(text[start:end], _around(text, start, end)))
                reached = end
        return found

    def _find_words(self, text: str) -> Iterator[tuple[int, int]]:
        words = [(match[0], folded(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
        for place, (written, word, start, _) in enumerate(words):
            for form in self._forms.get(word, ()):
                span = words[place : place + len(form.words)]
                if tuple(it[1] for it in span) == form.words and form.is_meant(written, begins=_begins(text, start)):
                    yield start, span[-1][3]

    def _find_unspaced(self, text: str) -> Iterator[tuple[int, int]]:
        if not self._unspaced:
            return
        kept = [(place, character) for place, character in enumerate(text) if not _is_gap(character)]
        joined = "".join(character for _, character in kept)
        for name in self._unspaced:
            for match in re.finditer(re.escape(name), joined):
                yield kept[match.start()][0], kept[match.end() - 1][0] + 1


def is_unspaced(name: str) -> bool:
    """Whether a name is written in Han, kana or Hangul."""
    return bool(_LETTER.search(name))


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins here."""
    before = text[:start].rstrip(" \t\n“”‘’\"'([*_")
    return not before or before[-1] in ".!?:;。！？：；…"


def _composed(text: str) -> str:
    """As it is read: composed, at one width, without what no reader sees."""
    text = _WIDE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), unicodedata.normalize("NFC", text))
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def _is_gap(character: str) -> bool:
    return character.isspace() or character in "·•・‧"


def _together(name: str) -> str:
    return "".join(character for character in _composed(name) if not _is_gap(character))


def _around(text: str, start: int, end: int) -> str:
    """The name with what stands around it, cut between words where there are any."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = "… " + (before.partition(" ")[2] if " " in before.strip() else before)
    if len(text) > end + _AROUND:
        after = (after.rpartition(" ")[0] if " " in after.strip() else after) + " …"
    return f"{before}{text[start:end]}{after}".strip()
