"""How a document names a speaker in its language."""

from forums.languages import text
from forums.models import SpeakerCard
from reports.paper.content import Run, Runs
from reports.paper.markdown import words
from speakers.names import Name

from .wordings.wording import Wording


def name_in(card: SpeakerCard, language: str) -> str:
    """In the script of the language where the native name is written in it (龚克), else as styled (Gong Ke)."""
    return Name(card.name, native=card.native_name).in_language(language)


def with_titles(card: SpeakerCard, wording: Wording, language: str) -> Runs:
    """The name in bold, with the titles of the edition's days before or after it, as the language has them."""
    before, after = wording.around_name(text(card, "titles", language).splitlines())
    runs = (Run(words(before)), Run(words(name_in(card, language)), strong=True), Run(words(after)))
    return tuple(run for run in runs if run.text)
