"""What can go wrong in the office, said so that a person can act on it."""

from typing import Any


class DomainError(Exception):
    """A rule of the house was broken; the message says what to do.

    ``about`` is the record to mend, if it is one. ``word`` names the words in which a page in another language than
    the office's says it, with ``values`` for their braces.
    """

    def __init__(self, *args: Any, about: Any = None, word: str = "", **values: Any) -> None:
        self.about, self.word, self.values = about, word, values
        super().__init__(*args)


class NotReadyError(DomainError):
    """Something cannot be frozen yet; ``problems`` lists why, one sentence each."""

    def __init__(self, summary: str, problems: list[str], *, word: str = "", **values: Any) -> None:
        self.problems = problems
        super().__init__(summary + "".join(f"\n- {problem}" for problem in problems), word=word, **values)
