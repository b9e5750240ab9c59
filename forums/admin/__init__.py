"""The pages of the office for forums and agendas, in the order of the work."""

from . import series  # isort: skip
from . import edition  # isort: skip
from . import session  # isort: skip
from . import programme  # isort: skip
from . import release  # isort: skip
from . import agenda_import  # isort: skip

__all__ = ["agenda_import", "edition", "programme", "release", "series", "session"]
