"""What one test may not leave behind for the next."""

import hypothesis
import pytest
from django.utils import translation

from forums.api import representations

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("plenary", deadline=None)
hypothesis.settings.load_profile("plenary")


@pytest.fixture(autouse=True)
def _afresh():
    yield
    # A request leaves its language behind, and a plain `title=` is written in the language that is active.
    translation.deactivate()
    # Rows undone give their numbers to the next ones, which say something else.
    representations.frozen.cache_clear()
