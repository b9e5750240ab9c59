"""A draft looked at before it is published: what stands against it, what is doubtful, what it would change."""

from dataclasses import dataclass
from typing import Any

from forums.models import AgendaRelease, Edition

from .advice import find_warnings
from .checks import Problem, find_errors
from .compile import compile_agenda
from .presences import office_presences
from .release import next_release

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Review:
    """``changes`` are against ``current``, what the public reads now; ``unchanged``: there is nothing to publish."""

    current: AgendaRelease | None
    errors: list[Problem]
    warnings: list[Problem]
    changes: list[Tree]
    unchanged: bool


def review_agenda(edition: Edition) -> Review:
    """What publishing the edition's agenda now would meet and do. Publishes nothing."""
    agenda = compile_agenda(edition)
    presences = office_presences(edition)
    following = next_release(edition, agenda.tree)
    return Review(
        current=following.current,
        errors=find_errors(agenda, presences),
        warnings=find_warnings(agenda, presences),
        changes=following.changes,
        unchanged=following.unchanged,
    )
