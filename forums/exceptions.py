"""What can go wrong in the office, said so that a person can act on it."""


class DomainError(Exception):
    """A rule of the house was broken; the message says what to do."""


class NotReadyError(DomainError):
    """Something cannot be frozen yet; ``problems`` lists why, one sentence each."""

    def __init__(self, summary: str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(summary + "".join(f"\n- {problem}" for problem in problems))
