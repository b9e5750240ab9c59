"""What one test may not leave behind for the next."""

import pytest
from django.utils import translation

from forums.api import representations


@pytest.fixture(autouse=True)
def _afresh():
    yield
    # A request leaves its language behind, and a plain `title=` is written in the language that is active.
    translation.deactivate()
    # Rows undone give their numbers to the next ones, which say something else.
    representations.frozen.cache_clear()
