"""The pages of the office for speakers, in the order of the work: everything private."""

from . import person  # isort: skip
from . import invitation  # isort: skip
from . import proposal  # isort: skip
from . import registration  # isort: skip
from . import assistant  # isort: skip
from . import mail  # isort: skip

__all__ = ["assistant", "invitation", "mail", "person", "proposal", "registration"]
