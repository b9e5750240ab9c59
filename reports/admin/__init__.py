"""The pages of the office for reports and documents, in the order of the work."""

from . import report  # isort: skip
from . import writing  # isort: skip
from . import commitment  # isort: skip
from . import clearance  # isort: skip
from . import outcome  # isort: skip
from . import instrument  # isort: skip
from . import document  # isort: skip
from . import own_paragraph  # isort: skip
from . import delivery  # isort: skip
from . import press  # isort: skip
from . import look  # isort: skip
from . import review  # isort: skip
from . import workstream  # isort: skip
from . import telling  # isort: skip
from . import path  # isort: skip

__all__ = [
    "clearance",
    "commitment",
    "delivery",
    "document",
    "instrument",
    "look",
    "outcome",
    "own_paragraph",
    "path",
    "press",
    "report",
    "review",
    "telling",
    "workstream",
    "writing",
]
