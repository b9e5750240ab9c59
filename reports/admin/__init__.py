"""The pages of the office for reports and documents, in the order of the work."""

from . import report  # isort: skip
from . import outcome  # isort: skip
from . import instrument  # isort: skip
from . import document  # isort: skip
from . import review  # isort: skip
from . import workstream  # isort: skip

__all__ = ["document", "instrument", "outcome", "report", "review", "workstream"]
